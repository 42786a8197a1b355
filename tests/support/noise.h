/* Hostile bytes that look enough like mail to reach deep into a parser. */
#ifndef TESTS_SUPPORT_NOISE_H
#define TESTS_SUPPORT_NOISE_H

#include <stddef.h>
#include <stdint.h>

/* Noise of up to `most` bytes, the same for the same seed (not 0), in a block of its very size that the caller frees. */
char *make_noise(uint32_t seed, size_t most, size_t *len);

#endif
