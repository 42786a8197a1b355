/* The transfer decoding of a body as a stream: base64, quoted-printable and uuencode; other bodies pass as they are. */
#ifndef PNEU_TREE_BODY_DECODER_H
#define PNEU_TREE_BODY_DECODER_H

#include "codec/codec.h"
#include "pneu/parse.h"

typedef struct pneu_i_body_decoder {
    int is_plain;
    pneu_i_codec codec;
} pneu_i_body_decoder;

/* Ready for a body in this encoding (PNEU_ENCODING_...). `padding`: the choice of PNEU_READING_BASE64_PADDING;
 * `cpu_level`: of the kernels, at most. */
void pneu_i_body_decoder_start(pneu_i_body_decoder *decoder, int32_t encoding, unsigned padding, uint32_t cpu_level);

/* As pneu_i_codec_run and _end. */
pneu_status pneu_i_body_decoder_run(pneu_i_body_decoder *decoder, pneu_i_codec_io *io);
pneu_status pneu_i_body_decoder_end(pneu_i_body_decoder *decoder, pneu_i_codec_io *io);

/* Takes decoded bytes. PNEU_OK, or an error, which ends the decoding. */
typedef pneu_status (*pneu_i_take_decoded)(void *ctx, const char *bytes, size_t len);

/* Decode all of the bytes, or what is left at the end of the body, and give it to `take` in pieces. PNEU_OK, or an error
 * of it or of the codec. */
pneu_status pneu_i_body_decoder_push(pneu_i_body_decoder *decoder, pneu_str bytes, pneu_i_take_decoded take, void *ctx);
pneu_status pneu_i_body_decoder_finish(pneu_i_body_decoder *decoder, pneu_i_take_decoded take, void *ctx);

/* Bytes that the decoded form of `length` bytes hardly ever exceeds. */
uint64_t pneu_i_body_decoder_estimate(int32_t encoding, uint64_t length);

#endif
