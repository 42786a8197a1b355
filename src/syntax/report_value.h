/* The values of fields of reports: reading, writing and comparing each kind. */
#ifndef PNEU_SYNTAX_REPORT_VALUE_H
#define PNEU_SYNTAX_REPORT_VALUE_H

#include "charset/text_builder.h"
#include "syntax/value_reader.h"

/* How a value is read and written, and what it is kept as. */
enum {
    PNEU_I_REPORT_TEXT = 0,         /* pneu_str: as it stands */
    PNEU_I_REPORT_ENVELOPE_ID = 1,  /* pneu_str: xtext is decoded */
    PNEU_I_REPORT_KEYWORD = 2,      /* pneu_str: a token in lower case */
    PNEU_I_REPORT_WORD = 3,         /* pneu_str: without comments */
    PNEU_I_REPORT_PATH = 4,         /* pneu_str: without comments and brackets */
    PNEU_I_REPORT_AGENT = 5,        /* two pneu_str: name and product */
    PNEU_I_REPORT_TYPED_TEXT = 6,   /* pneu_typed_text: the text as it stands */
    PNEU_I_REPORT_TYPED_WORD = 7,   /* pneu_typed_text: without comments and brackets */
    PNEU_I_REPORT_ORIGINAL = 8,     /* the same; xtext is decoded */
    PNEU_I_REPORT_NUMBER = 9,       /* uint32_t, not 0 */
    PNEU_I_REPORT_STATUS = 10,      /* pneu_status_code */
    PNEU_I_REPORT_DISPOSITION = 11, /* pneu_disposition */
    PNEU_I_REPORT_DATE = 12         /* pneu_report_date */
};

/* Reads raw, a slice of the reader's value, into `out`. 0 if it is not what its kind asks for; what can be read is set. */
int pneu_i_report_value_read(pneu_i_value_reader *reader, int kind, pneu_str raw, void *out);

int pneu_i_report_value_is_set(int kind, const void *value);
void pneu_i_report_value_write(int kind, const void *value, pneu_i_text_builder *to);
/* 1 if `again`, which was read of what was written, is what was to be written. */
int pneu_i_report_value_is_same(int kind, const void *wanted, const void *again);

#endif
