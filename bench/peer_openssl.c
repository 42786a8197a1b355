/*
 * OpenSSL's base64 as contestant (lines of 64 columns and LF when it encodes).
 */
#include "bench.h"

#include <openssl/evp.h>
#include <stdlib.h>

typedef struct codec_state {
    EVP_ENCODE_CTX *context;
    bench_room room;
} codec_state;

static void *open_codec(bench_heap *heap)
{
    codec_state *state = bench_realloc(NULL, sizeof *state);
    (void)heap;
    state->context = EVP_ENCODE_CTX_new();
    state->room = (bench_room){NULL, 0};
    return state;
}

static void close_codec(void *opaque)
{
    codec_state *state = opaque;
    EVP_ENCODE_CTX_free(state->context);
    free(state->room.bytes);
    free(state);
}

/* Where the output of an input goes. */
static unsigned char *output_of(codec_state *state, size_t len)
{
    bench_make_room(&state->room, len * 2 + 4096);
    return (unsigned char *)state->room.bytes;
}

static int run_decoder(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    codec_state *state = opaque;
    int written = 0;
    int rest = 0;
    unsigned char *out = output_of(state, len);
    EVP_DecodeInit(state->context);
    if (EVP_DecodeUpdate(state->context, out, &written, (const unsigned char *)bytes, (int)len) < 0)
        return -1;
    EVP_DecodeFinal(state->context, out + written, &rest);
    tally->bytes += (uint64_t)written + (uint64_t)rest;
    return 0;
}

static int run_encoder(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    codec_state *state = opaque;
    int written = 0;
    int rest = 0;
    unsigned char *out = output_of(state, len);
    EVP_EncodeInit(state->context);
    EVP_EncodeUpdate(state->context, out, &written, (const unsigned char *)bytes, (int)len);
    EVP_EncodeFinal(state->context, out + written, &rest);
    tally->bytes += (uint64_t)written + (uint64_t)rest;
    return 0;
}

const bench_contestant bench_openssl[] = {
    {"OpenSSL", BENCH_BASE64_DECODE, BENCH_IS_PEER | BENCH_NO_LEAVES, open_codec, run_decoder, NULL, close_codec},
    {"OpenSSL", BENCH_BASE64_ENCODE, BENCH_IS_PEER | BENCH_NO_LEAVES | BENCH_NO_BYTES, open_codec, run_encoder, NULL,
     close_codec},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
