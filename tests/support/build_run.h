/* A builder for tests: random bytes that are always the same, and its output as text. */
#ifndef TESTS_SUPPORT_BUILD_RUN_H
#define TESTS_SUPPORT_BUILD_RUN_H

#include "base/str.h"
#include "pneu/build.h"
#include "support/text.h"

/* Fills with the byte 0xAB. */
extern const pneu_random fixed_random;

/* A builder with these random bytes; memory failure ends the program. */
pneu_builder *build_start(uint32_t flags);

/* Reads to the end, or to the first thing that is not PNEU_OK, which is returned. `capacity` bytes at a time. */
pneu_status build_read(pneu_builder *builder, size_t capacity, text *out);

/* A leaf of this type with a borrowed body. */
pneu_leaf build_leaf(const char *type, const char *body);

/* The tree of a message on one line: "mixed(text/plain:7bit image/png:base64)"; frees the builder. */
void build_outline(text *out, pneu_builder *builder);

#endif
