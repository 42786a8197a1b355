/*
 * Reports as forms: a table says which fields a group has, how their values are read and written, and where in the
 * caller's struct they stand. One engine reads, compares and writes every group of every report.
 */
#ifndef PNEU_SYNTAX_REPORT_FORM_H
#define PNEU_SYNTAX_REPORT_FORM_H

#include "pneu/report.h"
#include "syntax/report_value.h"

enum {
    PNEU_I_FORM_REQUIRED = 1,
    PNEU_I_FORM_MANY = 2 /* the field may come again: kept as a pneu_text_list, of texts, words or paths */
};

typedef struct pneu_i_form_rule {
    const char *name;
    size_t name_len;
    size_t offset; /* in the caller's struct */
    uint8_t kind;  /* PNEU_I_REPORT_... */
    uint8_t flags;
} pneu_i_form_rule;

#define PNEU_I_FORM_RULE(name, type, member, kind, flags)                                                              \
    {                                                                                                                  \
        name, sizeof(name) - 1, offsetof(type, member), PNEU_I_REPORT_##kind, flags                                    \
    }

#define PNEU_I_FORM_RULES 16 /* of one form, at most */

#define PNEU_I_FORM_NO_EXTENSIONS SIZE_MAX /* fields that the form does not know are passed over */

typedef struct pneu_i_form {
    const pneu_i_form_rule *rules;
    size_t count;
    size_t extensions; /* offset of the pneu_extension_list, or PNEU_I_FORM_NO_EXTENSIONS */
} pneu_i_form;

/* The reader of a body; `fault` is the first one found. */
typedef struct pneu_i_report_reader {
    pneu_i_value_reader value;
    pneu_report_fault fault;
    int is_second_look; /* 1 while a group is read that another form has read: its lines were judged then */
} pneu_i_report_reader;

/* A group of fields: [start, end) of the body. */
typedef struct pneu_i_form_group {
    size_t start;
    size_t end;
} pneu_i_form_group;

/* PNEU_OK or PNEU_ERR_ARGUMENT. */
pneu_status pneu_i_report_open(pneu_i_report_reader *reader, pneu_arena *arena, pneu_str body, int32_t mode,
                               const pneu_defect_sink *sink);

/* Something makes the report invalid: `code` in [start, end), the field's name being static text. */
void pneu_i_report_fail(pneu_i_report_reader *reader, int32_t kind, const char *field, int32_t code,
                        pneu_i_form_group where);

/* Finds the next group, past empty lines, and moves behind it. 0 if there is none. */
int pneu_i_report_next_group(pneu_i_report_reader *reader, pneu_i_form_group *group);

/* A report of one group: fields after its end are a fault. */
void pneu_i_report_expect_end(pneu_i_report_reader *reader);

/* 1 if the group has a field of the form. */
int pneu_i_form_is_in(const pneu_i_form *form, const pneu_i_report_reader *reader, const pneu_i_form_group *group);

/* Reads the group into the struct, which is all zero. Fields of `other` (or NULL) are passed over. */
void pneu_i_form_read(const pneu_i_form *form, pneu_i_report_reader *reader, const pneu_i_form_group *group,
                      const pneu_i_form *other, void *out);

/* Every required field must have come. */
void pneu_i_form_check(const pneu_i_form *form, pneu_i_report_reader *reader, const pneu_i_form_group *group,
                       const void *values);

/* Writes the fields that are there, a line each. 0 if a line is too long. */
int pneu_i_form_write(const pneu_i_form *form, const void *values, pneu_i_text_builder *to);

/* 1 if what was read again has the values that were wanted. */
int pneu_i_form_is_same(const pneu_i_form *form, const void *wanted, const void *again);

#endif
