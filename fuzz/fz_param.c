/*
 * Content-Type, Content-Disposition and Content-Transfer-Encoding. Byte 0: a choice of a reading; the rest: the value.
 * What is shown is clean UTF-8; the parser's reads without memory use the same type and boundary, and tell the same
 * defects, as the public functions; defects lie within the value; what strict mode takes, lenient mode reads alike.
 */
#include <stdlib.h>

#include "base/str.h"
#include "charset/charset.h"
#include "support/must.h"
#include "syntax/mime_fields.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A sum over all defects, and the length they must lie within. */
typedef struct seen {
    size_t length;
    uint64_t sum;
} seen;

static void add_defect(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    seen *to = ctx;
    MUST(offset <= to->length && length <= to->length - offset);
    MUST(code > PNEU_DEFECT_NONE && code < PNEU_DEFECT_COUNT && detail >= 0 && detail < PNEU_DETAIL_COUNT);
    to->sum = (to->sum + (uint64_t)code) * 31 + (uint64_t)detail;
    to->sum = (to->sum + offset) * 31 + length;
}

static void check_clean(pneu_str s)
{
    MUST(s.len == 0 || pneu_i_utf8_valid(s.ptr, s.len) == s.len);
    for (size_t i = 0; i < s.len; i++)
        MUST(s.ptr[i] != '\r' && s.ptr[i] != '\n' && s.ptr[i] != '\0');
}

static pneu_str check_value(const pneu_mime_value *value)
{
    pneu_str boundary = {NULL, 0};
    check_clean(value->value);
    check_clean(value->declared);
    for (size_t i = 0; i < value->param_count; i++) {
        const pneu_param *param = &value->params[i];
        check_clean(param->name);
        check_clean(param->value);
        check_clean(param->charset);
        check_clean(param->language);
        if (pneu_i_str_is(param->name, "boundary"))
            boundary = param->value;
    }
    return boundary;
}

static void check_boundary(pneu_str shown, const pneu_i_type_info *used)
{
    while (shown.len > 0 && pneu_i_is_blank((unsigned char)shown.ptr[shown.len - 1]))
        shown.len--;
    if (!pneu_i_ascii_only(shown.ptr, shown.len))
        return; /* shown as UTF-8, used as octets */
    MUST(used->has_boundary == (shown.len > 0 && shown.len <= PNEU_I_BOUNDARY_MAX));
    MUST(!used->has_boundary || pneu_i_str_equal(shown, pneu_i_str_of(used->boundary, used->boundary_len)));
}

static int same_params(const pneu_mime_value *a, const pneu_mime_value *b)
{
    if (a->param_count != b->param_count || !pneu_i_str_equal(a->value, b->value))
        return 0;
    for (size_t i = 0; i < a->param_count; i++)
        if (!pneu_i_str_equal(a->params[i].name, b->params[i].name))
            return 0;
    return 1;
}

static void check_type(pneu_arena *arena, pneu_str value)
{
    seen by_value = {value.len, 0}, by_field = {value.len, 0};
    pneu_defect_sink value_sink = {add_defect, &by_value}, field_sink = {add_defect, &by_field};
    pneu_i_settings settings;
    pneu_i_type_info info;
    pneu_mime_value lenient, strict;
    pneu_i_settings_from(NULL, &settings);
    MUST(pneu_content_type_parse(arena, value, PNEU_LENIENT, &value_sink, &lenient) == PNEU_OK);
    pneu_i_content_type_read(value, &settings, &field_sink, &info);
    MUST(by_value.sum == by_field.sum);
    MUST(pneu_i_str_equal(lenient.value, pneu_i_str_of(info.type.bytes, info.type.len)));
    check_boundary(check_value(&lenient), &info);
    if (pneu_content_type_parse(arena, value, PNEU_STRICT, NULL, &strict) == PNEU_OK)
        MUST(same_params(&lenient, &strict) && info.is_readable);
}

static void check_disposition(pneu_arena *arena, pneu_str value)
{
    seen by_value = {value.len, 0}, by_field = {value.len, 0};
    pneu_defect_sink value_sink = {add_defect, &by_value}, field_sink = {add_defect, &by_field};
    pneu_i_settings settings;
    pneu_i_text text;
    pneu_mime_value lenient;
    pneu_i_settings_from(NULL, &settings);
    MUST(pneu_content_disposition_parse(arena, value, PNEU_LENIENT, &value_sink, &lenient) == PNEU_OK);
    pneu_i_disposition_read(value, &settings, &field_sink, &text);
    MUST(by_value.sum == by_field.sum && text.len <= PNEU_I_TOKEN_MAX);
    (void)check_value(&lenient);
}

/* One choice other than the primary one. */
static void check_reading(pneu_str value, uint8_t choice)
{
    static const struct {
        uint8_t reading;
        uint8_t choice;
    } choices[] = {
        {PNEU_READING_BOUNDARY, 1},         {PNEU_READING_BOUNDARY, 2},          {PNEU_READING_ENCODED_BOUNDARY, 1},
        {PNEU_READING_ENCODED_BOUNDARY, 2}, {PNEU_READING_PARAMETER_COMMENT, 1}, {PNEU_READING_MISSING_SEMICOLON, 1},
        {PNEU_READING_ENCODING_TOKEN, 1},   {PNEU_READING_ENCODING_TOKEN, 2},    {PNEU_READING_TYPE, 1},
    };
    seen defects = {value.len, 0};
    pneu_defect_sink sink = {add_defect, &defects};
    pneu_i_settings settings;
    pneu_i_type_info info;
    size_t i = choice % (sizeof choices / sizeof choices[0]);
    pneu_i_settings_from(NULL, &settings);
    settings.reading.choice[choices[i].reading] = choices[i].choice;
    pneu_i_content_type_read(value, &settings, &sink, &info);
    MUST(info.type.len <= PNEU_I_TOKEN_MAX && info.charset.len <= PNEU_I_TOKEN_MAX);
    MUST(info.boundary_len <= PNEU_I_BOUNDARY_MAX && info.has_boundary == (info.boundary_len > 0));
    int32_t encoding = pneu_i_encoding_read(value, &settings, &sink);
    MUST(encoding >= PNEU_ENCODING_7BIT && encoding <= PNEU_ENCODING_UNKNOWN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    if (size < 1 || pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 0;
    char *copy = malloc(size > 1 ? size - 1 : 1); /* exactly the value, so that a byte read too many is seen */
    if (copy != NULL) {
        memcpy(copy, data + 1, size - 1);
        pneu_str value = {copy, size - 1};
        check_type(arena, value);
        check_disposition(arena, value);
        check_reading(value, data[0]);
        free(copy);
    }
    pneu_arena_free(arena);
    return 0;
}
