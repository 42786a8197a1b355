/*
 * The test vectors of the conversion to 7-bit ASCII: sevenbit_transforms.json. Messages go through the filter, in both
 * ways, fields through the function that writes one field.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pneu/format.h"
#include "pneu/needs.h"
#include "pneu/syntax.h"
#include "support/ascii_run.h"
#include "support/mime_text.h"
#include "support/vectors.h"
#include "write/seven_bit_field.h"

static pneu_arena *arena;

/* ---- Fields ------------------------------------------------------------------------------------------------------- */

/* The field of a line without its line end. */
static pneu_i_raw_field field_of(pneu_str line)
{
    const char *colon = memchr(line.ptr, ':', line.len);
    pneu_i_raw_field field = {.raw = line, .policy = PNEU_UNREPRESENTABLE_DOWNGRADE};
    field.name = pneu_i_str_of(line.ptr, (size_t)(colon - line.ptr));
    field.value = pneu_i_str_from(line, field.name.len + 1);
    field.id = pneu_field_id(field.name);
    return field;
}

static void check_downgrade(vectors *v, size_t i)
{
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_i_raw_field field = field_of(in);
    pneu_i_seven_bit_field out = {in, PNEU_I_FIELD_KEPT};
    if (!pneu_i_field_fits(field.raw, 0))
        vectors_check(v, i, pneu_i_field_to_seven_bit(arena, &field, &out) == PNEU_OK);
    if (vectors_check(v, i, pneu_unfold(arena, pneu_i_str_trim(out.text), &out.text) == PNEU_OK))
        vectors_check_octets(v, i, vectors_text(v, i, "out"), out.text);
    free((char *)in.ptr);
}

/* ---- Messages ----------------------------------------------------------------------------------------------------- */

static void check_conversion(vectors *v, size_t i, int is_one_pass)
{
    static const pneu_str refused = {NULL, 0};
    ascii_way way = {.is_one_pass = is_one_pass, .how = WHOLE};
    ascii_result result;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    ascii_run(&way, in.ptr, in.len, &result);
    pneu_str out = result.status == PNEU_OK ? pneu_i_str_of(result.out.ptr, result.out.len) : refused;
    vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
    ascii_result_free(&result);
    free((char *)in.ptr);
}

/* ---- Needs -------------------------------------------------------------------------------------------------------- */

static int is_true(const vectors *v, size_t i, const char *key)
{
    return json_is_true(json_object_get(vectors_json(v, i, "out"), key));
}

static void check_needs(vectors *v, size_t i)
{
    pneu_needs needs = {0};
    pneu_parser *parser;
    const pneu_event *event;
    pneu_str in = vectors_text(v, i, "in");
    if (!vectors_check(v, i, pneu_parser_new(NULL, NULL, &parser) == PNEU_OK))
        return;
    (void)pneu_parser_push(parser, in.ptr, in.len);
    for (int is_end = 0; is_end < 2; is_end++) {
        while (pneu_parser_next(parser, &event) == PNEU_OK)
            (void)pneu_needs_add(&needs, event);
        if (!is_end)
            (void)pneu_parser_finish(parser);
    }
    pneu_parser_free(parser);
    vectors_check(v, i, is_true(v, i, "8bit") == ((needs.extensions & PNEU_NEEDS_8BITMIME) != 0));
    vectors_check(v, i, is_true(v, i, "binary") == ((needs.extensions & PNEU_NEEDS_BINARYMIME) != 0));
    vectors_check(v, i, is_true(v, i, "smtputf8") == ((needs.extensions & PNEU_NEEDS_SMTPUTF8) != 0));
    vectors_check(v, i, is_true(v, i, "long_line") == (needs.longest_line > 998));
}

int main(void)
{
    vectors *v = vectors_open("sevenbit_transforms.json");
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "eai_downgrade"))
            check_downgrade(v, i);
        if (vectors_is(v, i, "op", "needs"))
            check_needs(v, i);
        if (vectors_is(v, i, "op", "to_7bit")) {
            check_conversion(v, i, 0);
            check_conversion(v, i, 1);
        }
        pneu_arena_reset(arena);
    }
    pneu_arena_free(arena);
    return vectors_close(v) > 0;
}
