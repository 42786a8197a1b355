/*
 * YEnc decoding in plain C, eight bytes at a time in one number. What begins an escape as encoders make them and what
 * ends a line is taken one by one; at any other "=" the kernel ends.
 */
#include "codec/kernels.h"
#include "codec/words.h"

#define EACH PNEU_I_EACH_BYTE

enum {
    WORD = 8
};

/* Decodes a word, and says how many of its bytes are plain before the first that is not. */
static inline size_t decode_word(uint8_t *out, const uint8_t *in)
{
    uint64_t word = pneu_i_word_load(in);
    uint64_t odd = pneu_i_word_find(word, '=') | pneu_i_word_find(word, '\r') | pneu_i_word_find(word, '\n');
    uint64_t sums = (word & EACH(0x7f)) + EACH((256 - 42) & 0x7f);
    pneu_i_word_store(out, sums ^ ((word ^ EACH(256 - 42)) & EACH(0x80)));
    return pneu_i_word_lowest(odd) / 8;
}

void pneu_i_yenc_decode_portable(pneu_i_codec_io *io, int *begins_line)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    int is_first = *begins_line;
    while (io->in_end - in > WORD && io->out_end - out >= WORD) {
        size_t plain = decode_word(out, in);
        in += plain;
        out += plain;
        is_first = is_first && plain == 0;
        if (plain == WORD)
            continue;
        if (*in == '=') {
            if (is_first || !pneu_i_yenc_is_plain(in[1]))
                break;
            *out++ = (uint8_t)(in[1] - 64 - 42);
            in += 2;
        } else {
            is_first = *in++ == '\n';
        }
    }
    io->in = in;
    io->out = out;
    *begins_line = is_first;
}
