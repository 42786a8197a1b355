/*
 * Which vectors there are. In: the highest level wanted. Out: the highest that can be used. A level asks for every
 * extension that the files of its kernels are built with (meson.build).
 * The compiler's own run-time library asks the CPU, and whether its system keeps the wider registers (CPUID, XGETBV),
 * once as the program starts: in a virtual machine each CPUID may cost 10 microseconds, too much for each new object,
 * and the library has no writable data to remember it in. NEON belongs to every arm64.
 * Not handled: other CPUs, 32-bit x86: they have the portable kernels.
 */
#include "base/cpu.h"

#if defined(PNEU_I_WITH_X86)

static uint32_t widest(void)
{
    if (!__builtin_cpu_supports("ssse3") || !__builtin_cpu_supports("sse4.1") || !__builtin_cpu_supports("sse4.2") ||
        !__builtin_cpu_supports("popcnt"))
        return PNEU_CPU_PORTABLE;
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2"))
        return PNEU_CPU_128;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512vl") || !__builtin_cpu_supports("avx512vbmi") ||
        !__builtin_cpu_supports("avx512vbmi2"))
        return PNEU_CPU_256;
    return PNEU_CPU_512;
}

#elif defined(PNEU_I_WITH_NEON)

static uint32_t widest(void)
{
    return PNEU_CPU_128;
}

#else

static uint32_t widest(void)
{
    return PNEU_CPU_PORTABLE;
}

#endif

uint32_t pneu_i_cpu_level(uint32_t most)
{
    uint32_t best = widest();
    return most < best ? most : best;
}

const char *pneu_cpu_level_name(int32_t level)
{
    static const char *const names[PNEU_I_CPU_LEVELS] = {"unknown", "portable", "128", "256", "512"};
    return names[level >= PNEU_CPU_PORTABLE && level <= PNEU_CPU_512 ? level : 0];
}
