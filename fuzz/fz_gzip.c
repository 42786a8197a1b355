/*
 * gzip. Byte 0: the level, and whether the rest is compressed first; byte 1: the cuts.
 * What was compressed comes back, also twice over as two members; any bytes decompress within the limits, and in every
 * cut to the same.
 */
#include "support/stage_run.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const pneu_gunzip_limits limits = {1 << 20, PNEU_LIMIT_NONE};

static void check_any(pneu_str in, chunking cut)
{
    pneu_gunzip *gunzip;
    text whole = {0}, other = {0};
    uint64_t offset;
    MUST(pneu_gunzip_new(&limits, NULL, &gunzip) == PNEU_OK);
    pneu_status status = stage_run(pneu_gunzip_stage(gunzip), in, WHOLE, 0, &whole);
    int32_t fault = pneu_gunzip_fault(gunzip, &offset);
    MUST(whole.len <= (size_t)limits.max_bytes && offset <= in.len);
    MUST((status == PNEU_DONE) == (fault == PNEU_GUNZIP_FAULT_NONE));
    pneu_gunzip_reset(gunzip);
    MUST(stage_run(pneu_gunzip_stage(gunzip), in, cut, cut.size, &other) == status);
    MUST(pneu_gunzip_fault(gunzip, NULL) == fault);
    MUST(whole.len == other.len && memcmp(whole.ptr, other.ptr, whole.len) == 0);
    pneu_gunzip_free(gunzip);
    text_free(&whole);
    text_free(&other);
}

static void check_inverse(int32_t level, pneu_str in, chunking cut)
{
    pneu_gzip *gzip;
    pneu_gunzip *gunzip;
    text once = {0}, again = {0}, back = {0};
    MUST(pneu_gzip_new(level, NULL, &gzip) == PNEU_OK);
    MUST(pneu_gunzip_new(&limits, NULL, &gunzip) == PNEU_OK);
    MUST(stage_run(pneu_gzip_stage(gzip), in, WHOLE, 0, &once) == PNEU_DONE);
    pneu_gzip_reset(gzip);
    MUST(stage_run(pneu_gzip_stage(gzip), in, cut, cut.size, &again) == PNEU_DONE);
    MUST(once.len == again.len && memcmp(once.ptr, again.ptr, once.len) == 0);
    text_add(&once, again.ptr, again.len);
    pneu_str both = {once.ptr, once.len};
    MUST(stage_run(pneu_gunzip_stage(gunzip), both, cut, cut.size, &back) == PNEU_DONE && back.len == in.len * 2);
    MUST(in.len == 0 || (memcmp(back.ptr, in.ptr, in.len) == 0 && memcmp(back.ptr + in.len, in.ptr, in.len) == 0));
    pneu_gzip_free(gzip);
    pneu_gunzip_free(gunzip);
    text_free(&once);
    text_free(&again);
    text_free(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 16384 || !pneu_gzip_is_available())
        return 0;
    chunking cut = {data[1] >> 4, (size_t)(data[1] & 15) + 1, 0};
    pneu_str in = {(const char *)data + 2, size - 2};
    if (data[0] & 16)
        check_inverse(data[0] % 10, in, cut);
    else
        check_any(in, cut);
    return 0;
}
