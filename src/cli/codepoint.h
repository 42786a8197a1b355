/* Characters of UTF-8 text that comes from anywhere (RFC 3629; WHATWG Encoding for what is not UTF-8). */
#ifndef PNEU_CLI_CODEPOINT_H
#define PNEU_CLI_CODEPOINT_H

#include <stddef.h>
#include <stdint.h>

/* What stands for bytes that are no character; no character has this number. */
#define CODEPOINT_INVALID UINT32_C(0xffffffff)

/* Reads the character at `bytes` (len > 0) and gives its length. Where there is none *codepoint is CODEPOINT_INVALID
 * and the length that of the maximal subpart: the bytes one U+FFFD stands for. */
size_t codepoint_read(const char *bytes, size_t len, uint32_t *codepoint);

/* 1 if a terminal could act on the character, or a reader be misled about the order of others by it: C0 and C1
 * controls, DEL, line and paragraph separator, marks of text direction, BOM, annotations and tags. */
int codepoint_is_unsafe(uint32_t codepoint);

#endif
