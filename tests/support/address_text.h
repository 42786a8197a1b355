/* Address lists as text that tests compare. */
#ifndef TESTS_SUPPORT_ADDRESS_TEXT_H
#define TESTS_SUPPORT_ADDRESS_TEXT_H

#include "base/str.h" /* before text.h, whose name its parameters have */
#include "pneu/address.h"
#include "support/text.h"

/*
 * Adds a list: mailboxes as "[name]{route}address", separated by spaces; an unreadable address as "!", the null address as
 * "<>"; groups as "name:mailbox,mailbox;".
 */
void address_list_text(text *to, const pneu_address_list *list);

/* Parses a value, in a block of exactly its size that is gone afterwards, and adds the list, or the status' name. */
void address_text(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink);

/* A sink that adds " code@offset+length", or the detail where there is one in place of the code. */
pneu_defect_sink place_text_sink(text *to);

/* A value, and what is read of it leniently: the list as above, and each defect after a space, with its place. */
typedef struct address_row {
    const char *name;
    const char *in;
    const char *out;
    const char *defects;
} address_row;

/* Reads each row, and every beginning of it in both modes; gives the number of those that differ, having printed how. */
int address_rows_failed(const address_row *rows, size_t count);

#endif
