/*
 * Base subjects. The input is a raw value of Subject. The result is clean UTF-8 without white space at its ends or two
 * spaces in a row, no longer than the decoded value; without a mark of an answer in it, if it has no encoded word, the
 * base subject of a base subject is itself.
 */
#include <stdlib.h>

#include "base/str.h"
#include "charset/charset.h"
#include "pneu/syntax.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_clean(pneu_str s)
{
    MUST(pneu_i_utf8_valid(s.ptr, s.len) == s.len);
    for (size_t i = 0; i < s.len; i++) {
        MUST((unsigned char)s.ptr[i] >= ' ' && s.ptr[i] != 127);
        MUST(s.ptr[i] != ' ' || (i > 0 && i + 1 < s.len && s.ptr[i - 1] != ' '));
    }
}

static void check_subject(pneu_arena *arena, pneu_str value)
{
    pneu_str base = {NULL, 0}, again = {NULL, 0}, decoded = {NULL, 0};
    int32_t is_marked = -1, is_marked_again = -1;
    MUST(pneu_base_subject(arena, value, &is_marked, &base) == PNEU_OK);
    MUST(pneu_decode_text(arena, value, PNEU_LENIENT, NULL, &decoded) == PNEU_OK);
    MUST((is_marked == 0 || is_marked == 1) && base.len <= decoded.len);
    check_clean(base);
    if (base.len == 0 || memchr(base.ptr, '?', base.len) != NULL)
        return;
    MUST(pneu_base_subject(arena, base, &is_marked_again, &again) == PNEU_OK);
    MUST(is_marked_again == 0 && pneu_i_str_equal(again, base));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 0;
    char *copy = malloc(size > 0 ? size : 1); /* exactly the value, so that a byte read too many is seen */
    if (copy != NULL) {
        if (size > 0)
            memcpy(copy, data, size);
        pneu_str value = {copy, size};
        check_subject(arena, value);
        free(copy);
    }
    pneu_arena_free(arena);
    return 0;
}
