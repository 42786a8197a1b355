/* The bytes of a body on their way out: line ends made CRLF, and encoded. Constant memory; nothing is allocated. */
#ifndef PNEU_EDIT_BODY_PUMP_H
#define PNEU_EDIT_BODY_PUMP_H

#include "codec/codec.h"
#include "pneu/syntax.h"

/* How a body goes. */
enum {
    PNEU_I_PUMP_LINES = 1 /* LF becomes CRLF */
};

typedef struct pneu_i_body_pump {
    pneu_i_codec lines;
    pneu_i_codec code;
    int has_lines;
    int has_code;
    int lines_ended;
    size_t mid_at;
    size_t mid_len;
    uint8_t mid[1024]; /* between both */
} pneu_i_body_pump;

/* Makes it ready for an encoding (PNEU_ENCODING_...) and flags. */
void pneu_i_body_pump_start(pneu_i_body_pump *pump, int32_t encoding, uint32_t flags);

/* Works through io: PNEU_MORE, the input is used up; PNEU_OK, the output is full. Once the input has ended
 * (`is_last`) PNEU_DONE, that was all. */
pneu_status pneu_i_body_pump_run(pneu_i_body_pump *pump, pneu_i_codec_io *io, int is_last);

/* How many bytes that makes of a body, or any number above `most` if it is more than that. */
size_t pneu_i_body_pump_size(pneu_i_body_pump *pump, pneu_str body, size_t most);

#endif
