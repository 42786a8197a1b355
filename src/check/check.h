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
