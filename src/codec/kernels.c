/*
 * The choice of the codecs' kernels. In: a level. Out: the table for it, or for the next lower one that there is.
 */
#include "codec/kernels.h"

#include "base/cpu.h"

#define KERNELS_OF(family)                                                                                             \
    {                                                                                                                  \
        pneu_i_base64_decode_##family, pneu_i_base64_encode_##family, pneu_i_qp_decode_##family,                       \
            pneu_i_qp_encode_##family, pneu_i_qp_measure_##family, pneu_i_uu_decode_##family,                          \
            pneu_i_uu_encode_##family, pneu_i_yenc_decode_##family, pneu_i_pass_crlf_##family,                         \
            pneu_i_to_crlf_##family, pneu_i_to_lf_##family                                                             \
    }

static const pneu_i_codec_kernels kernels[PNEU_I_CPU_LEVELS] = {
    [PNEU_CPU_PORTABLE] = {pneu_i_base64_decode_portable, pneu_i_base64_encode_portable, NULL,
                           pneu_i_qp_encode_portable, pneu_i_qp_measure_portable, pneu_i_uu_decode_portable,
                           pneu_i_uu_encode_portable, pneu_i_yenc_decode_portable, NULL, NULL, NULL},
#if defined(PNEU_I_WITH_X86)
    [PNEU_CPU_128] = KERNELS_OF(sse),
    [PNEU_CPU_256] = KERNELS_OF(avx2),
    [PNEU_CPU_512] = KERNELS_OF(avx512),
#elif defined(PNEU_I_WITH_NEON)
    [PNEU_CPU_128] = KERNELS_OF(neon),
#endif
};

const pneu_i_codec_kernels *pneu_i_codec_kernels_at(uint32_t cpu_level)
{
    return &kernels[pneu_i_cpu_level(cpu_level)];
}
