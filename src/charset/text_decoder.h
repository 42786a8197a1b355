/* Whole texts for the other folders. */
#ifndef PNEU_CHARSET_TEXT_DECODER_H
#define PNEU_CHARSET_TEXT_DECODER_H

#include "pneu/charset.h"

/* Decodes a whole text with a new decoder, which is freed, to UTF-8 in the arena. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_text_decoder_run(pneu_arena *arena, pneu_text_decoder *decoder, pneu_str bytes,
                                    pneu_decoded_text *out);

/* 1 if the text, or of ISO-2022 a line of it, ended in a shifted state; known after PNEU_DONE. */
int pneu_i_text_decoder_ended_shifted(const pneu_text_decoder *decoder);

#endif
