/*
 * The kernels under UTF-8 validation, once for each CPU family that has one (base/cpu.h); all else is in utf8.c. Each
 * takes text[0, at) as well-formed, at least three of them, and returns how far the text surely is, at the start of
 * a character: it may stop early.
 */
#ifndef PNEU_CHARSET_UTF8_KERNELS_H
#define PNEU_CHARSET_UTF8_KERNELS_H

#include <stddef.h>
#include <stdint.h>

typedef size_t (*pneu_i_utf8_kernel)(const uint8_t *text, size_t at, size_t len);

size_t pneu_i_utf8_pass_sse(const uint8_t *text, size_t at, size_t len);
size_t pneu_i_utf8_pass_avx2(const uint8_t *text, size_t at, size_t len);
size_t pneu_i_utf8_pass_avx512(const uint8_t *text, size_t at, size_t len);
size_t pneu_i_utf8_pass_neon(const uint8_t *text, size_t at, size_t len);

/* The kernel for the highest level up to this one that the CPU has; NULL: none. */
pneu_i_utf8_kernel pneu_i_utf8_kernel_at(uint32_t cpu_level);

#endif
