/*
 * GMime's codecs and filters, and glib's base64, as contestants: over one buffer, into one that is large enough.
 */
#include "bench.h"

#include <gmime/gmime.h>
#include <stdlib.h>

typedef struct codec_state {
    GMimeEncoding encoding;
    GMimeFilter *filter;
    bench_room out;
    GMimeContentEncoding kind;
    int is_encoder;
} codec_state;

static codec_state *new_state(void)
{
    codec_state *state = bench_realloc(NULL, sizeof *state);
    g_mime_init();
    state->filter = NULL;
    state->out = (bench_room){NULL, 0};
    return state;
}

static void *open_encoding(GMimeContentEncoding kind, int is_encoder)
{
    codec_state *state = new_state();
    state->kind = kind;
    state->is_encoder = is_encoder;
    return state;
}

static void *open_filter(GMimeFilter *filter)
{
    codec_state *state = new_state();
    state->filter = filter;
    return state;
}

/* One opener a codec: a contestant's open has no argument of its own. */
#define OPENER(name, made)                                                                                             \
    static void *name(bench_heap *heap)                                                                                \
    {                                                                                                                  \
        (void)heap;                                                                                                    \
        return made;                                                                                                   \
    }

OPENER(open_base64_decoder, open_encoding(GMIME_CONTENT_ENCODING_BASE64, 0))
OPENER(open_base64_encoder, open_encoding(GMIME_CONTENT_ENCODING_BASE64, 1))
OPENER(open_qp_decoder, open_encoding(GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, 0))
OPENER(open_qp_encoder, open_encoding(GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, 1))
OPENER(open_uu_decoder, open_filter(g_mime_filter_basic_new(GMIME_CONTENT_ENCODING_UUENCODE, FALSE)))
OPENER(open_uu_encoder, open_encoding(GMIME_CONTENT_ENCODING_UUENCODE, 1))
OPENER(open_yenc_decoder, open_filter(g_mime_filter_yenc_new(FALSE)))
OPENER(open_to_crlf, open_filter(g_mime_filter_unix2dos_new(FALSE)))
OPENER(open_to_lf, open_filter(g_mime_filter_dos2unix_new(FALSE)))
OPENER(open_dot_stuffer, open_filter(g_mime_filter_smtp_data_new()))
OPENER(open_glib, new_state())

static void close_codec(void *opaque)
{
    codec_state *state = opaque;
    if (state->filter != NULL)
        g_object_unref(state->filter);
    free(state->out.bytes);
    free(state);
}

static void make_room(codec_state *state, size_t len)
{
    bench_make_room(&state->out, len * 4 + 4096);
}

static int run_encoding(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    codec_state *state = opaque;
    make_room(state, len);
    if (state->is_encoder)
        g_mime_encoding_init_encode(&state->encoding, state->kind);
    else
        g_mime_encoding_init_decode(&state->encoding, state->kind);
    size_t written = g_mime_encoding_step(&state->encoding, bytes, len, state->out.bytes);
    written += g_mime_encoding_flush(&state->encoding, "", 0, state->out.bytes + written);
    tally->bytes += written;
    return 0;
}

static int run_filter(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    codec_state *state = opaque;
    char *out;
    size_t written;
    size_t prespace;
    g_mime_filter_reset(state->filter);
    g_mime_filter_filter(state->filter, (char *)(uintptr_t)bytes, len, 0, &out, &written, &prespace);
    tally->bytes += written;
    g_mime_filter_complete(state->filter, (char *)(uintptr_t) "", 0, 0, &out, &written, &prespace);
    tally->bytes += written;
    return 0;
}

static int run_glib_decoder(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    codec_state *codec = opaque;
    int state = 0;
    guint saved = 0;
    make_room(codec, len);
    tally->bytes += g_base64_decode_step(bytes, len, (guchar *)codec->out.bytes, &state, &saved);
    return 0;
}

#define CODEC(name, mode, opener, run)                                                                                 \
    {                                                                                                                  \
        name, mode, BENCH_IS_PEER | BENCH_NO_LEAVES, opener, run, NULL, close_codec                                    \
    }
#define LOOSE_CODEC(name, mode, opener, run)                                                                           \
    {                                                                                                                  \
        name, mode, BENCH_IS_PEER | BENCH_NO_LEAVES | BENCH_NO_BYTES, opener, run, NULL, close_codec                   \
    }

const bench_contestant bench_gmime_codecs[] = {
    CODEC("GMime", BENCH_BASE64_DECODE, open_base64_decoder, run_encoding),
    CODEC("GMime", BENCH_BASE64_DECODE_UNEVEN, open_base64_decoder, run_encoding),
    CODEC("GMime", BENCH_BASE64_DECODE_UNBROKEN, open_base64_decoder, run_encoding),
    CODEC("glib", BENCH_BASE64_DECODE, open_glib, run_glib_decoder),
    LOOSE_CODEC("GMime", BENCH_BASE64_ENCODE, open_base64_encoder, run_encoding), /* LF line ends */
    CODEC("GMime", BENCH_QP_DECODE_SPARSE, open_qp_decoder, run_encoding),
    CODEC("GMime", BENCH_QP_DECODE_DENSE, open_qp_decoder, run_encoding),
    LOOSE_CODEC("GMime", BENCH_QP_ENCODE, open_qp_encoder, run_encoding),
    CODEC("GMime", BENCH_UU_DECODE, open_uu_decoder, run_filter),
    LOOSE_CODEC("GMime", BENCH_UU_ENCODE, open_uu_encoder, run_encoding), /* neither begin nor end line */
    CODEC("GMime", BENCH_YENC_DECODE, open_yenc_decoder, run_filter),
    CODEC("GMime", BENCH_TO_CRLF, open_to_crlf, run_filter),
    CODEC("GMime", BENCH_TO_LF, open_to_lf, run_filter),
    LOOSE_CODEC("GMime", BENCH_DOT_STUFF, open_dot_stuffer, run_filter), /* without the final dot */
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
