#include "support/mime_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_defect(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    text *to = ctx;
    (void)offset;
    (void)length;
    text_print(to, detail == 0 ? " %s" : " %s/%s", pneu_defect_name(code), pneu_detail_name(detail));
}

pneu_defect_sink defect_text_sink(text *to)
{
    pneu_defect_sink sink = {add_defect, to};
    return sink;
}

pneu_str exact_copy(pneu_str s)
{
    char *copy = malloc(s.len > 0 ? s.len : 1);
    if (copy == NULL)
        abort();
    if (s.len > 0)
        memcpy(copy, s.ptr, s.len);
    pneu_str result = {copy, s.len};
    return result;
}

int text_equals(const char *name, const text *actual, const char *expected)
{
    size_t len = strlen(expected);
    if (actual->len == len && (len == 0 || memcmp(actual->ptr, expected, len) == 0))
        return 1;
    fprintf(stderr, "%s: [%.*s], expected [%s]\n", name, (int)actual->len, actual->len > 0 ? actual->ptr : "",
            expected);
    return 0;
}

static void add_value(text *to, const pneu_mime_value *value)
{
    text_add(to, value->value.ptr, value->value.len);
    for (size_t i = 0; i < value->param_count; i++) {
        const pneu_param *param = &value->params[i];
        text_print(to, "; %.*s=", (int)param->name.len, param->name.ptr);
        if (param->charset.len > 0 || param->language.len > 0)
            text_print(to, "{%.*s'%.*s}", (int)param->charset.len, param->charset.ptr, (int)param->language.len,
                       param->language.ptr);
        text_add(to, param->value.ptr, param->value.len);
    }
}

typedef pneu_status parse_function(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                   pneu_mime_value *out);

static void parsed_text(text *to, pneu_str value, parse_function *parse, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_arena *arena = NULL;
    pneu_mime_value out;
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        abort();
    pneu_str copy = exact_copy(value);
    pneu_status status = parse(arena, copy, mode, sink, &out);
    free((char *)copy.ptr);
    if (status == PNEU_OK)
        add_value(to, &out);
    else
        text_print(to, "%s", pneu_status_name(status));
    pneu_arena_free(arena);
}

void type_text(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    parsed_text(to, value, pneu_content_type_parse, mode, sink);
}

void disposition_text(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    parsed_text(to, value, pneu_content_disposition_parse, mode, sink);
}
