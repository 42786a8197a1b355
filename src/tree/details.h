/* Values made of a part's MIME fields, when they are first asked for; where headers are not kept, while they pass. */
#ifndef PNEU_TREE_DETAILS_H
#define PNEU_TREE_DETAILS_H

#include "pneu/syntax.h"
#include "tree/message.h"

/* The fields: their ids follow each other in this order. */
enum {
    PNEU_I_VALUE_TYPE = 0,
    PNEU_I_VALUE_ENCODING = 1,
    PNEU_I_VALUE_DISPOSITION = 2,
    PNEU_I_VALUE_ID = 3
};

/* Bits of `known`, and of what is asked for. */
enum {
    PNEU_I_KNOW_TYPE = 1, /* params, declared_type */
    PNEU_I_KNOW_ENCODING = 2,
    PNEU_I_KNOW_FILENAME = 4, /* and what pneu_i_details_names_differ tells */
    PNEU_I_KNOW_ID = 8,
    PNEU_I_KNOW_ALL = 15,
    PNEU_I_KNOW_BODY = 16
};

typedef struct pneu_i_details {
    uint32_t known;
    int32_t has_filename;
    int names_differ; /* Content-Type name against Content-Disposition filename */
    const pneu_param *params;
    size_t param_count;
    pneu_str declared_type;
    pneu_str encoding;
    pneu_str filename;
    pneu_str names[2]; /* Content-Type name, Content-Disposition filename; ptr NULL: absent */
    pneu_str content_id;
    pneu_str body; /* decoded */
} pneu_i_details;

/* The part's details with at least these PNEU_I_KNOW_... (but for BODY) made. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_details_know(pneu_message *message, uint32_t part, uint32_t wanted, pneu_i_details **out);

/* The raw value of the Content-Type that counts; *found is 0 if there is none. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_type_value(pneu_message *message, uint32_t part, pneu_str *value, int *found);

/* Copies from a passing header what the details are made of. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_details_capture(pneu_message *message, const pneu_event *event);

#endif
