/*
 * The choice of the scan kernels. In: a level. Out: the table for it, or for the next lower one that there is.
 */
#include "parse/scan.h"

#include "base/cpu.h"

const pneu_i_scan *pneu_i_scan_at(uint32_t cpu_level)
{
    static const pneu_i_scan *const scans[PNEU_I_CPU_LEVELS] = {
        [PNEU_CPU_PORTABLE] = &pneu_i_scan_portable,
#if defined(PNEU_I_WITH_X86)
        [PNEU_CPU_128] = &pneu_i_scan_sse,
        [PNEU_CPU_256] = &pneu_i_scan_avx2,
        [PNEU_CPU_512] = &pneu_i_scan_avx512,
#elif defined(PNEU_I_WITH_NEON)
        [PNEU_CPU_128] = &pneu_i_scan_neon,
#endif
    };
    return scans[pneu_i_cpu_level(cpu_level)];
}
