/* From lines of mboxes, read and written. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/mbox.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

#define NONE INT64_MIN

static const struct {
    const char *line, *sender;
    int64_t lenient, strict; /* the date, or NONE where it is no From line */
} rows[] = {
    {"From a@b.c Mon Jan  1 00:00:00 2024\n", "a@b.c", 1704067200, 1704067200},
    {"From a@b.c Mon Jan  1 00:00:00 2024\r\n", "a@b.c", 1704067200, 1704067200},
    {"From a@b.c Wed Jan 31 23:59:59 9999", "a@b.c", 253373443199, NONE},
    {"From a@b.c Tue Jan  1 00:00:00 2024", "a@b.c", 1704067200, NONE}, /* a Monday */
    {"From a@b.c Mon Jan 01 00:00:00 2024", "a@b.c", 1704067200, 1704067200},
    {"From a@b.c Mon Jam  1 00:00:00 2024", "", NONE, NONE},
    {"From a@b.c Mon Janu  1 00:00:00 2024", "", NONE, NONE},
    {"From a@b.c Mon Jan 1 00:00:00 2024", "a@b.c", 1704067200, NONE},
    {"From a@b.c Mon Jan  1 0:00 2024", "a@b.c", 1704067200, NONE},
    {"From a@b.c  Mon Jan  1 00:00:00 2024", "a@b.c", 1704067200, 1704067200},
    {"From  Mon Jan  1 00:00:00 2024", "", 1704067200, NONE},
    {"From Mon Jan  1 00:00:00 2024", "", 1704067200, NONE},
    {"From a@b.c Mon Jan  1 00:00:00 +0100 2024", "a@b.c", 1704063600, NONE},
    {"From a@b.c Mon Jan  1 00:00:00 2024 -0230", "a@b.c", 1704076200, NONE},
    {"From a@b.c Mon Jan  1 00:00:00 EST 2024", "a@b.c", 1704085200, NONE},
    {"From a@b.c Mon Jan  1 00:00:00 MET DST 2024", "a@b.c", 1704067200, NONE},
    {"From a@b.c Mon Jan  1 00:00:00 2024 ", "a@b.c", 1704067200, NONE},
    {"From a!b Mon Jan  1 00:00:00 2024 remote from c", "a!b", 1704067200, NONE},
    {"From a b Mon Jan  1 00:00:00 2024", "a b", 1704067200, NONE},
    {"From \"Mon Jan  1 00:00:00 2024\"@x Mon Jan  1 00:00:01 2024", "\"Mon Jan  1 00:00:00 2024\"@x", 1704067201,
     1704067201},
    {"From a@b.c Fri Feb 30 00:00:00 2024", "", NONE, NONE},
    {"From a@b.c Mon Jan  1 24:00:00 2024", "", NONE, NONE},
    {"From a@b.c Mon Jan  1 00:60:00 2024", "", NONE, NONE},
    {"From a@b.c Mon Jan  1 00:00:00 24", "", NONE, NONE},
    {"From a@b.c Mon Jan  1 00:00:00 1899", "", NONE, NONE},
    {"From a@b.c Mon Jan  1 00:00:00 2024 and so on", "", NONE, NONE},
    {"From a@b.c Mon, Jan  1 00:00:00 2024", "", NONE, NONE},
    {"From a@b.c Monday Jan  1 00:00:00 2024", "", NONE, NONE},
    {"From a\tb\x01 Mon Jan  1 00:00:00 2024", "", NONE, NONE},
    {"From the beginning", "", NONE, NONE},
    {"From ", "", NONE, NONE},
    {"from a@b.c Mon Jan  1 00:00:00 2024", "", NONE, NONE},
    {"", "", NONE, NONE},
};

static void rows_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (int32_t mode = PNEU_LENIENT; mode <= PNEU_STRICT; mode++) {
            int64_t expected = mode == PNEU_LENIENT ? rows[i].lenient : rows[i].strict;
            pneu_mbox_from from;
            pneu_str line = exact_copy(pneu_i_str(rows[i].line));
            pneu_status status = pneu_mbox_from_parse(line, mode, &from);
            if (status != (expected == NONE ? PNEU_ERR_NOT_FOUND : PNEU_OK))
                fail_msg("%s, mode %d: %s", rows[i].line, (int)mode, pneu_status_name(status));
            if (status == PNEU_OK && (from.date.epoch != expected || !pneu_i_str_is(from.sender, rows[i].sender)))
                fail_msg("%s, mode %d: %lld", rows[i].line, (int)mode, (long long)from.date.epoch);
            free((char *)line.ptr);
        }
    }
}

static void prefixes_do_no_harm(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t len = 0; len < strlen(rows[i].line); len++) {
            pneu_mbox_from from;
            pneu_str line = exact_copy(pneu_i_str_of(rows[i].line, len));
            (void)pneu_mbox_from_parse(line, PNEU_LENIENT, &from);
            free((char *)line.ptr);
        }
    }
}

static void lines_are_written(void **state)
{
    static const struct {
        const char *sender;
        int64_t epoch;
        const char *line; /* NULL: refused */
    } written[] = {
        {"a@b.c", 1709251199, "From a@b.c Thu Feb 29 23:59:59 2024\n"},
        {"", -1, "From MAILER-DAEMON Wed Dec 31 23:59:59 1969\n"},
        {"\"a b\"@c", INT64_C(253402300799), "From \"a b\"@c Fri Dec 31 23:59:59 9999\n"},
        {"a", INT64_C(253402300800), NULL},
        {"a", INT64_C(-2208988800), "From a Mon Jan  1 00:00:00 1900\n"},
        {"a", INT64_C(-2208988801), NULL},
        {"a", INT64_MIN, NULL},
        {"a", INT64_MAX, NULL},
        {"a\nb", 0, NULL},
        {"a\rb", 0, NULL},
        {" a", 0, NULL},
        {"a Mon Jan  1 00:00:00 2024", 0, "From a Mon Jan  1 00:00:00 2024 Thu Jan  1 00:00:00 1970\n"},
        {"Mon Jan  1 00:00:00 2024 remote from", 0, NULL},
    };
    pneu_arena *arena;
    pneu_str line;
    (void)state;
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        pneu_status status = pneu_mbox_from_format(arena, pneu_i_str(written[i].sender), written[i].epoch, &line);
        if (status != (written[i].line != NULL ? PNEU_OK : PNEU_ERR_ARGUMENT))
            fail_msg("%s: %s", written[i].sender, pneu_status_name(status));
        if (status == PNEU_OK && !pneu_i_str_equal(line, pneu_i_str(written[i].line)))
            fail_msg("%.*s", (int)line.len, line.ptr);
    }
    assert_int_equal(pneu_mbox_from_format(arena, pneu_i_str_of("a\0b", 3), 0, &line), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold),
        cmocka_unit_test(prefixes_do_no_harm),
        cmocka_unit_test(lines_are_written),
    };
    return RUN_TESTS(tests);
}
