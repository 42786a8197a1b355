/*
 * Law 11, every implementation agrees: a codec run with the kernels of each level that this CPU has, against the
 * portable ones: bytes, defects, status and place.
 */
#ifndef PNEU_TESTS_KERNEL_CHECK_H
#define PNEU_TESTS_KERNEL_CHECK_H

#include "support/codec_run.h"

/* A codec and flags that kernels take part in. */
typedef struct kernel_codec {
    int32_t kind;
    uint32_t flags;
} kernel_codec;

extern const kernel_codec kernel_codecs[];
extern const size_t kernel_codec_count;

/* The first level that gives something else than PNEU_CPU_PORTABLE, or 0; says so on stderr. Each piece of input begins
 * `shift` bytes into a block that ends where it does. */
uint32_t kernel_check(const kernel_codec *codec, pneu_str in, codec_cut cut, size_t shift);

/* 1 if the portable kernels give something else than the codec's own steps, to which no kernel can come where input and
 * room are a byte each; says so on stderr. */
int kernel_check_plain(const kernel_codec *codec, pneu_str in);

#endif
