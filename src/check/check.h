/* The checks of one part, beyond what reading values and decoding bodies shows. Each reports once. */
#ifndef PNEU_CHECK_CHECK_H
#define PNEU_CHECK_CHECK_H

#include "pneu/charset.h"
#include "tree/message.h"

/* sec_filename_unsafe and sec_invisible_char. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_check_names(pneu_message *message, uint32_t part);

/* cte_b64_junk for lines of base64 over 76 bytes. PNEU_OK, PNEU_ERR_MEMORY; PNEU_ERR_NOT_KEPT, PNEU_ERR_LIMIT. */
pneu_status pneu_i_check_lines(pneu_message *message, uint32_t part);

/* sec_crypto_shape. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_check_shape(pneu_message *message, uint32_t part);

/* charset_unknown, _invalid_bytes, _missing_8bit and _dangerous. `charsets` may be NULL. PNEU_OK, PNEU_ERR_MEMORY;
 * PNEU_ERR_NOT_KEPT, PNEU_ERR_LIMIT: the text's bytes are not at hand. */
pneu_status pneu_i_check_text(pneu_message *message, uint32_t part, pneu_charsets *charsets);

#define PNEU_I_BASE64_LINE_MAX 76 /* bytes of a line, without its end (RFC 2045 section 6.8) */

/* 1 for a type that is text; *flags are those of its decoder. */
int pneu_i_is_text_type(pneu_str type, uint32_t *flags);

/* Which bytes that lead out of ASCII are in a text: "+" in UTF-7, "~" in HZ. A zeroed struct has seen none. */
typedef struct pneu_i_text_escapes {
    uint8_t has_plus;
    uint8_t has_tilde;
} pneu_i_text_escapes;

void pneu_i_text_escapes_add(pneu_i_text_escapes *escapes, const char *bytes, size_t len);

/* How grave it is that a text is in a charset in which ASCII may hide: UTF-7 and HZ without an escape are ASCII to all
 * programs, also to those that do not know them (Exchange labels reports so). */
uint8_t pneu_i_dangerous_charset_severity(pneu_str charset, const pneu_i_text_escapes *escapes);

/* 1 the first time it is asked for this bit of a part's state. */
static inline int pneu_i_check_begins(pneu_message *message, uint32_t part, unsigned bit)
{
    pneu_i_node *node = &message->nodes[part];
    if ((node->state & bit) != 0)
        return 0;
    node->state = (uint16_t)(node->state | bit);
    return 1;
}

#endif
