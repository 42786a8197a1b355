/*
 * Decoders and line codecs give what the naive ones give, bytes and kinds of defect; and these and encoders the same
 * however they are cut.
 * Byte 0: the codec and its flags; bytes 1 and 2: the cuts; the rest: input.
 */
#include <stdlib.h>
#include <string.h>

#include "support/codec_run.h"
#include "support/must.h"
#include "support/naive_codecs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    int32_t kind;
    uint32_t flags;
    naive_result (*naive)(const uint8_t *in, size_t len);
} codecs[] = {
    {PNEU_CODEC_BASE64_DECODE, 0, naive_base64_decode},
    {PNEU_CODEC_QUOTED_PRINTABLE_DECODE, 0, naive_qp_decode},
    {PNEU_CODEC_UU_DECODE, 0, naive_uu_decode},
    {PNEU_CODEC_DOT_UNSTUFF, 0, naive_dot_unstuff},
    {PNEU_CODEC_DOT_STUFF, 0, naive_dot_stuff},
    {PNEU_CODEC_TO_CRLF, 0, naive_to_crlf},
    {PNEU_CODEC_TO_LF, 0, naive_to_lf},
    {PNEU_CODEC_BASE64_DECODE, PNEU_CODEC_STRICT, NULL},
    {PNEU_CODEC_BASE64_DECODE, PNEU_CODEC_STOP_AT_PAD, NULL},
    {PNEU_CODEC_QUOTED_PRINTABLE_DECODE, PNEU_CODEC_STRICT, NULL},
    {PNEU_CODEC_UU_DECODE, PNEU_CODEC_STRICT, NULL},
    {PNEU_CODEC_YENC_DECODE, 0, naive_yenc_decode},
    {PNEU_CODEC_YENC_DECODE, PNEU_CODEC_STRICT, NULL},
    {PNEU_CODEC_DOT_STUFF, PNEU_CODEC_FIX_CR, NULL},
    {PNEU_CODEC_DOT_STUFF, PNEU_CODEC_KEEP_LF, NULL},
    {PNEU_CODEC_TO_CRLF, PNEU_CODEC_FIX_CR, NULL},
    {PNEU_CODEC_TO_LF, PNEU_CODEC_FIX_CR, NULL},
    {PNEU_CODEC_BASE64_ENCODE, PNEU_CODEC_TEXT, NULL},
    {PNEU_CODEC_BASE64_ENCODE, 0, NULL},
    {PNEU_CODEC_UU_ENCODE, 0, naive_uu_encode},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, 0, NULL},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_BINARY, NULL},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_TEXT | PNEU_CODEC_PROTECT_DASH, NULL},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_LF_LINES | PNEU_CODEC_PROTECT_FROM | PNEU_CODEC_PROTECT_DOT, NULL},
};

static void check_against_naive(naive_result naive, const codec_result *whole, int has_kinds)
{
    MUST(naive.len == whole->len && memcmp(naive.bytes, whole->bytes, naive.len) == 0);
    for (int32_t code = 0; has_kinds && code < PNEU_DEFECT_COUNT; code++)
        MUST((whole->counts[code] > 0) == naive.codes[code]);
    /* records are capped at 16 a code, so a detail may go unseen, but only then */
    for (size_t i = 0; has_kinds && i < whole->defect_count; i++)
        MUST(naive.details[whole->defects[i].detail]);
    if (has_kinds && whole->defect_count < 16)
        for (size_t i = 0; i < whole->defect_count; i++)
            naive.details[whole->defects[i].detail] = 0;
    for (int32_t detail = 1; has_kinds && whole->defect_count < 16 && detail < PNEU_DETAIL_COUNT; detail++)
        MUST(!naive.details[detail]);
    free(naive.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    size_t which = data[0] % (sizeof codecs / sizeof *codecs);
    pneu_str in = {(const char *)data + 3, size - 3};
    codec_cut cut = {data[1], data[2] & 15, data[2] >> 4};
    codec_result whole = codec_run(codecs[which].kind, codecs[which].flags, in, (codec_cut){0, 0, 0});
    codec_result pieces = codec_run(codecs[which].kind, codecs[which].flags, in, cut);
    MUST(codec_results_equal(&whole, &pieces));
    if (codecs[which].naive != NULL)
        check_against_naive(codecs[which].naive(data + 3, size - 3), &whole,
                            codecs[which].kind != PNEU_CODEC_UU_DECODE && codecs[which].kind != PNEU_CODEC_YENC_DECODE);
    codec_result_free(&whole);
    codec_result_free(&pieces);
    return 0;
}
