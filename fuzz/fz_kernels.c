/*
 * The kernels of every level give what the portable ones give, however input and output are cut, and those what the
 * codec's own steps give.
 * Byte 0: the codec and its flags; bytes 1 and 2: the cuts; byte 3: alignment; the rest: input.
 */
#include "support/kernel_check.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    const kernel_codec *codec = &kernel_codecs[data[0] % kernel_codec_count];
    pneu_str in = {(const char *)data + 4, size - 4};
    size_t step = data[1] < 128 ? data[1] : 0, room = data[2] < 128 ? data[2] * (size_t)3 : 0;
    MUST(!kernel_check_plain(codec, in));
    MUST(kernel_check(codec, in, (codec_cut){0, 0, 0}, data[3] % 64) == 0);
    MUST(kernel_check(codec, in, (codec_cut){data[3], step, room}, 0) == 0);
    return 0;
}
