/*
 * The choice of the kernel that validates UTF-8. In: a level. Out: the kernel for it, or for the next lower one.
 */
#include "charset/utf8_kernels.h"

#include "base/cpu.h"

static const pneu_i_utf8_kernel kernels[PNEU_I_CPU_LEVELS] = {
#if defined(PNEU_I_WITH_X86)
    [PNEU_CPU_128] = pneu_i_utf8_pass_sse,
    [PNEU_CPU_256] = pneu_i_utf8_pass_avx2,
    [PNEU_CPU_512] = pneu_i_utf8_pass_avx512,
#elif defined(PNEU_I_WITH_NEON)
    [PNEU_CPU_128] = pneu_i_utf8_pass_neon,
#endif
    [PNEU_CPU_PORTABLE] = NULL,
};

pneu_i_utf8_kernel pneu_i_utf8_kernel_at(uint32_t cpu_level)
{
    return kernels[pneu_i_cpu_level(cpu_level)];
}
