/*
 * Decoding a body once for what only decoding shows: its length, what is wrong with its encoding, and uuencoded blocks
 * in text. The bytes themselves are not kept.
 */
#ifndef PNEU_TREE_EXAMINATION_H
#define PNEU_TREE_EXAMINATION_H

#include "pneu/tree.h"
#include "tree/body_decoder.h"
#include "tree/uu_scan.h"

/* How thorough an examination is. */
enum {
    PNEU_I_EXAMINE_LENGTH = 0, /* defects are not reported */
    PNEU_I_EXAMINE_ALL = 1
};

typedef struct pneu_i_examination {
    pneu_message *message;
    uint32_t part;
    int is_text; /* uuencoded blocks are looked for */
    uint64_t decoded_length;
    pneu_i_uu_scan uu;
    pneu_i_body_decoder decoder;
} pneu_i_examination;

/* Ready for the body of a part whose header is known. */
void pneu_i_examination_start(pneu_i_examination *body, pneu_message *message, uint32_t part, int scope);

/* The next bytes of the body, and its end. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_examination_feed(pneu_i_examination *body, pneu_str bytes);
pneu_status pneu_i_examination_end(pneu_i_examination *body);

/* All three in one: a whole body. */
pneu_status pneu_i_examine_body(pneu_message *message, uint32_t part, int scope, pneu_str raw, uint64_t *length);

#endif
