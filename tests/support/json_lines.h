/* JSON Lines as RFC 8259 has its texts, without a tree. */
#ifndef TESTS_SUPPORT_JSON_LINES_H
#define TESTS_SUPPORT_JSON_LINES_H

#include <stddef.h>

/* NULL if the text is lines, each ended by LF, of one JSON object each, in UTF-8; else what is wrong. */
const char *json_lines_fault(const char *text, size_t len);

#endif
