/*
 * The test vectors of dates: dates.json. Each input is copied to a block of exactly its size, so that a sanitiser sees a
 * byte read too many.
 */
#include <stdlib.h>

#include "base/str.h"
#include "pneu/date.h"
#include "support/mime_text.h"
#include "support/vectors.h"

static pneu_arena *arena;

static int has_level(vectors *v, size_t i, const char *level)
{
    return vectors_is(v, i, "level", "both") || vectors_is(v, i, "level", level);
}

static int64_t integer_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static int is_date(const pneu_date *date, const json_t *out)
{
    return date->epoch == integer_of(out, "epoch") && date->offset_min == integer_of(out, "offset_min") &&
           date->zone_known == json_is_true(json_object_get(out, "zone_known"));
}

static void check_date(vectors *v, size_t i, int32_t mode)
{
    pneu_date date;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    const json_t *out = vectors_json(v, i, "out");
    pneu_status status = pneu_date_parse(in, mode, NULL, &date);
    if (json_is_null(out))
        vectors_check(v, i, status == (mode == PNEU_STRICT ? PNEU_ERR_SYNTAX : PNEU_ERR_NOT_FOUND));
    else
        vectors_check(v, i, status == PNEU_OK && is_date(&date, out));
    free((char *)in.ptr);
}

/* What is for lenient mode only has no value in strict mode. */
static void check_refusal(vectors *v, size_t i)
{
    pneu_date date;
    vectors_check(v, i, pneu_date_parse(vectors_text(v, i, "in"), PNEU_STRICT, NULL, &date) == PNEU_ERR_SYNTAX);
}

static void check_format(vectors *v, size_t i)
{
    pneu_str written = {NULL, 0};
    json_t *in = json_loads(vectors_text(v, i, "in").ptr, 0, NULL);
    pneu_date date = {integer_of(in, "epoch"), (int32_t)integer_of(in, "offset_min"), 1};
    if (vectors_check(v, i, pneu_date_format(arena, &date, &written) == PNEU_OK))
        vectors_check_octets(v, i, vectors_text(v, i, "out"), written);
    json_decref(in);
}

static size_t check_dates(void)
{
    vectors *v = vectors_open("dates.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "format_date")) {
            check_format(v, i);
            continue;
        }
        if (has_level(v, i, "lenient"))
            check_date(v, i, PNEU_LENIENT);
        if (has_level(v, i, "strict"))
            check_date(v, i, PNEU_STRICT);
        else
            check_refusal(v, i);
    }
    return vectors_close(v);
}

int main(void)
{
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    size_t failed = check_dates();
    pneu_arena_free(arena);
    return failed > 0;
}
