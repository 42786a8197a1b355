/*
 * Our codecs as contestants: the input pushed whole, the output read into one buffer as large as it may need to be.
 */
#include "ours.h"

#include <stdlib.h>

typedef struct codec_state {
    pneu_codec *codec;
    bench_room out;
} codec_state;

static void *open_codec(int32_t kind)
{
    codec_state *state = bench_realloc(NULL, sizeof *state);
    state->out = (bench_room){NULL, 0};
    if (pneu_codec_new(kind, 0, NULL, &state->codec) != PNEU_OK) {
        free(state);
        return NULL;
    }
    (void)pneu_codec_set_cpu_level(state->codec, bench_cpu_level());
    return state;
}

/* One opener a codec: a contestant's open has no argument of its own. */
#define OPENER(name, kind)                                                                                             \
    static void *name(bench_heap *heap)                                                                                \
    {                                                                                                                  \
        (void)heap;                                                                                                    \
        return open_codec(kind);                                                                                       \
    }

OPENER(open_base64_decoder, PNEU_CODEC_BASE64_DECODE)
OPENER(open_base64_encoder, PNEU_CODEC_BASE64_ENCODE)
OPENER(open_qp_decoder, PNEU_CODEC_QUOTED_PRINTABLE_DECODE)
OPENER(open_qp_encoder, PNEU_CODEC_QUOTED_PRINTABLE_ENCODE)
OPENER(open_uu_decoder, PNEU_CODEC_UU_DECODE)
OPENER(open_uu_encoder, PNEU_CODEC_UU_ENCODE)
OPENER(open_yenc_decoder, PNEU_CODEC_YENC_DECODE)
OPENER(open_to_crlf, PNEU_CODEC_TO_CRLF)
OPENER(open_to_lf, PNEU_CODEC_TO_LF)
OPENER(open_dot_stuffer, PNEU_CODEC_DOT_STUFF)
OPENER(open_dot_unstuffer, PNEU_CODEC_DOT_UNSTUFF)

static void close_codec(void *opaque)
{
    codec_state *state = opaque;
    pneu_codec_free(state->codec);
    free(state->out.bytes);
    free(state);
}

static pneu_status read_all(codec_state *state, bench_tally *tally)
{
    size_t written;
    pneu_status status;
    while ((status = pneu_codec_read(state->codec, state->out.bytes, state->out.capacity, &written)) == PNEU_OK)
        tally->bytes += written;
    return status;
}

static int run_codec(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    codec_state *state = opaque;
    bench_make_room(&state->out, len * 3 + 4096);
    pneu_codec_reset(state->codec);
    pneu_codec_push(state->codec, bytes, len);
    pneu_status status = read_all(state, tally);
    if (status == PNEU_MORE) {
        pneu_codec_finish(state->codec);
        status = read_all(state, tally);
    }
    return status == PNEU_DONE ? 0 : -1;
}

#define CODEC(mode, opener)                                                                                            \
    {                                                                                                                  \
        "pneu", mode, BENCH_NO_LEAVES | BENCH_EVERY_LEVEL, opener, run_codec, NULL, close_codec                        \
    }

const bench_contestant bench_pneu_codecs[] = {
    CODEC(BENCH_BASE64_DECODE, open_base64_decoder),
    CODEC(BENCH_BASE64_DECODE_UNEVEN, open_base64_decoder),
    CODEC(BENCH_BASE64_DECODE_UNBROKEN, open_base64_decoder),
    CODEC(BENCH_BASE64_ENCODE, open_base64_encoder),
    CODEC(BENCH_QP_DECODE_SPARSE, open_qp_decoder),
    CODEC(BENCH_QP_DECODE_DENSE, open_qp_decoder),
    CODEC(BENCH_QP_ENCODE, open_qp_encoder),
    CODEC(BENCH_UU_DECODE, open_uu_decoder),
    CODEC(BENCH_UU_ENCODE, open_uu_encoder),
    CODEC(BENCH_YENC_DECODE, open_yenc_decoder),
    CODEC(BENCH_TO_CRLF, open_to_crlf),
    CODEC(BENCH_TO_LF, open_to_lf),
    CODEC(BENCH_DOT_STUFF, open_dot_stuffer),
    CODEC(BENCH_DOT_UNSTUFF, open_dot_unstuffer),
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
