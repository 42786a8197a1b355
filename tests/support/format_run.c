/* The same checks for every function that writes header text. */
#include "base/str.h"

#include "support/format_run.h"
#include "support/failing_alloc.h"
#include "support/header_text.h"
#include "support/mime_text.h"
#include "support/must.h"

void format_run(text *to, format_function write, pneu_str in, const pneu_format *format)
{
    pneu_arena *arena = NULL;
    pneu_str out;
    pneu_str copy = exact_copy(in);
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
    pneu_status status = write(arena, copy, format, &out);
    free((char *)copy.ptr); /* the result does not need it */
    text_clear(to);
    if (status == PNEU_OK)
        text_add(to, out.ptr, out.len);
    else
        text_print(to, "%s", pneu_status_name(status));
    pneu_arena_free(arena);
}

static void check_prefixes(format_function write, pneu_str in, const pneu_format *format)
{
    for (size_t len = 0; len <= in.len; len++) {
        pneu_arena *arena = NULL;
        pneu_str out = {NULL, 0};
        pneu_str copy = exact_copy(pneu_i_str_of(in.ptr, len));
        MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
        pneu_status status = write(arena, copy, format, &out);
        MUST((status == PNEU_OK) == (out.ptr != NULL));
        if (status == PNEU_OK && out.len > 1 && memcmp(out.ptr + out.len - 2, "\r\n", 2) == 0)
            out.len -= 2; /* a whole field */
        MUST(out.ptr == NULL || header_lines_hold(out, format != NULL ? format->column : 0, 76));
        free((char *)copy.ptr);
        pneu_arena_free(arena);
    }
}

static pneu_status write_with(failing_alloc *memory, format_function write, pneu_str in, const pneu_format *format)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    pneu_status status = pneu_arena_new(&memory->alloc, &arena);
    if (status == PNEU_OK)
        status = write(arena, in, format, &out);
    MUST((status == PNEU_OK) == (out.ptr != NULL));
    pneu_arena_free(arena);
    failing_alloc_check_clean(memory);
    return status;
}

void format_check_hard(format_function write, pneu_str in, const pneu_format *format)
{
    failing_alloc memory;
    check_prefixes(write, in, format);
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    pneu_status expected = write_with(&memory, write, in, format);
    size_t requests = memory.requests;
    for (size_t at = 1; at <= requests; at++) {
        failing_alloc_init(&memory, FAIL_ONCE, at);
        MUST(write_with(&memory, write, in, format) == PNEU_ERR_MEMORY || expected < 0);
    }
}
