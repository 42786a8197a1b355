/* Header fields on standard output. */
#ifndef PNEU_CLI_FIELD_OUTPUT_H
#define PNEU_CLI_FIELD_OUTPUT_H

#include "cli/cli.h"
#include "cli/field_decode.h"
#include "cli/json.h"
#include "pneu/tree.h"

enum {
    FIELD_LINES = 0,  /* "Name: value", the value unfolded: one line a field */
    FIELD_VALUES = 1, /* the unfolded value alone */
    FIELD_RAW = 2,    /* the field's bytes as they stand */
    FIELD_JSON = 3
};

struct field_output {
    struct cli *cli;
    int form;       /* FIELD_... */
    int display;    /* DISPLAY_..., or FIELD_BYTES_AS_THEY_ARE */
    int is_decoded; /* lines, values and JSON: also by the kind of the field; for the user to set after _init */
    struct field_decoder decoder;
    struct json json;
};

/* The output is no terminal: a program is to get the bytes. */
#define FIELD_BYTES_AS_THEY_ARE (-1)

/* 0 without memory, which has been told. */
int field_output_init(struct cli *cli, struct field_output *to, int form);
void field_output_free(struct field_output *to);

/* Where a line comes from, if there is a choice: "FILE: " and "[SECTION] ", each where it is not NULL. */
void field_output_origin(struct field_output *to, const char *file, const char *section);

/* Writes a field of the part. */
pneu_status field_output_write(struct field_output *to, pneu_message *message, uint32_t part, const pneu_field *field);

#endif
