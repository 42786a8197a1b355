/* One field in order: kept where it is, else written anew by its kind, else without what no field may hold, or gone. */
#include "base/str.h"
#include "sanitise/cleaner.h"
#include "support/failing_alloc.h"
#include "support/starve.h"
#include "support/test.h"

static const struct {
    const char *name;
    const char *value;
    const char *usual; /* at the level "ambiguous", with name and line end; "": nothing is left */
    const char *all;   /* NULL: the same */
} rows[] = {
    {"Subject", " a\r\n b\r\n", "Subject: a\r\n b\r\n", NULL},
    {"Subject", " a\n\tb\n", "Subject: a\r\n\tb\r\n", NULL},
    {"Subject", " a", "Subject: a\r\n", NULL},
    {"Subject", " caf\xC3\xA9\r\n", "Subject: =?UTF-8?Q?caf=C3=A9?=\r\n", NULL},
    {"Subject", " caf\xE9\r\n", "Subject: =?UTF-8?Q?caf=C3=A9?=\r\n", NULL},
    {"Subject", " a\rFrom: x@y\r\n", "Subject: a From: x@y\r\n", NULL},
    {"X-Other", " a\x01 b\r\n", "X-Other: a\x01 b\r\n", "X-Other: a  b\r\n"},
    {"To", " A <a@b.example>\r\n", "To: A <a@b.example>\r\n", NULL},
    {"To", " a@b.example (A)\r\n", "To: a@b.example (A)\r\n", "To: A <a@b.example>\r\n"},
    {"To", " Team: a@b.example, c@d.example;\r\n", "To: Team: a@b.example, c@d.example;\r\n",
     "To: a@b.example, c@d.example\r\n"},
    {"To", " Hidden:;\r\n", "To: Hidden:;\r\n", "To: undisclosed-recipients:;\r\n"},
    {"To", " \"c@d.example\" <a@b.example>\r\n", "To: \"c@d.example\" <a@b.example>\r\n", "To: a@b.example\r\n"},
    {"Sender", " \"c@d.example\" <a@b.example>\r\n", "Sender: a@b.example\r\n", NULL},
    {"To", " \xC3\xA9@d.example, a@b.example\r\n", "To: a@b.example\r\n", NULL},
    {"From", " a@b.example <c@d.example> <e@f.example>\r\n", "From: c@d.example\r\n", NULL},
    {"From", " a@b@c.example\r\n", "", NULL},
    {"Date", " Sat, 21 Nov 2026 10:00:00 +0100 (CET)\r\n", "Date: Sat, 21 Nov 2026 10:00:00 +0100 (CET)\r\n",
     "Date: Sat, 21 Nov 2026 10:00:00 +0100\r\n"},
    {"References", " (x) <a@b> <c@d>\r\n", "References: (x) <a@b> <c@d>\r\n", "References: <a@b> <c@d>\r\n"},
    {"References", " <a@b> (x <c@d>\r\n", "References: <a@b> (x <c@d>\r\n", "References: <a@b> x <c@d>\r\n"},
    {"References", " (x\\)y) <a@b>\r\n", "References: (x\\)y) <a@b>\r\n", "References: <a@b>\r\n"},
    {"References", " <\"a\\\"(b\"@c> (x)\r\n", "References: <\"a\\\"(b\"@c> (x)\r\n",
     "References: <\"a\\\"(b\"@c>\r\n"},
    {"--=_pneu_A_0000000000_", " x\r\n", "", NULL},
};

static pneu_status clean(pneu_i_cleaner *cleaner, size_t row, pneu_str *out)
{
    char raw[200];
    size_t len = strlen(rows[row].name);
    (void)snprintf(raw, sizeof raw, "%s:%s", rows[row].name, rows[row].value);
    pneu_i_raw_field field = {.raw = pneu_i_str(raw),
                              .name = pneu_i_str_of(raw, len),
                              .value = pneu_i_str(raw + len + 1),
                              .id = pneu_field_id(pneu_i_str(rows[row].name)),
                              .policy = PNEU_UNREPRESENTABLE_DROP};
    return pneu_i_clean_field(cleaner, &field, out);
}

static void check_row(size_t row, int32_t level, const char *expected)
{
    pneu_i_settings settings;
    pneu_i_cleaner cleaner;
    pneu_str out;
    pneu_alloc alloc = pneu_i_alloc_or_default(NULL);
    pneu_i_settings_from(NULL, &settings);
    pneu_i_cleaner_init(&cleaner, &alloc, level, &settings);
    assert_int_equal(clean(&cleaner, row, &out), PNEU_OK);
    if (!pneu_i_str_equal(out, pneu_i_str(expected)))
        fail_msg("%s:%s at level %d: %.*s", rows[row].name, rows[row].value, (int)level, (int)out.len, out.ptr);
    pneu_i_cleaner_free(&cleaner);
}

static void fields_are_cleaned(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        check_row(i, PNEU_SANITISE_AMBIGUOUS, rows[i].usual);
        check_row(i, PNEU_SANITISE_ALL, rows[i].all != NULL ? rows[i].all : rows[i].usual);
    }
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT_OF(rows); row++) {
        pneu_status status = PNEU_ERR_MEMORY;
        for (size_t n = 1; status == PNEU_ERR_MEMORY && n < 300; n++) {
            failing_alloc memory;
            pneu_i_settings settings;
            pneu_i_cleaner cleaner;
            pneu_str out;
            failing_alloc_init(&memory, FAIL_ONCE, n);
            pneu_i_settings_from(NULL, &settings);
            pneu_i_cleaner_init(&cleaner, &memory.alloc, PNEU_SANITISE_ALL, &settings);
            status = clean(&cleaner, row, &out);
            pneu_i_cleaner_free(&cleaner);
            failing_alloc_check_clean(&memory);
        }
        assert_int_equal(status, PNEU_OK);
    }
}

/* The arena of a cleaner is one block for most fields: each value that is put into it is refused its memory in turn. */
static int is_starved(size_t row, size_t room)
{
    pneu_i_settings settings;
    pneu_i_cleaner cleaner;
    pneu_alloc alloc = pneu_i_alloc_or_default(NULL);
    starving hunger;
    pneu_str out;
    pneu_i_settings_from(NULL, &settings);
    pneu_i_cleaner_init(&cleaner, &alloc, PNEU_SANITISE_ALL, &settings);
    starve(&hunger, &cleaner.arena, room);
    pneu_status status = clean(&cleaner, row, &out);
    starve_end(&hunger);
    assert_int_equal(status, hunger.refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
    pneu_i_cleaner_free(&cleaner);
    return hunger.refused > 0;
}

static void memory_may_end_at_any_value(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT_OF(rows); row++)
        for (size_t room = 0; is_starved(row, room);)
            room += _Alignof(max_align_t);
}

static void a_character_that_is_cut_is_visible(void **state)
{
    pneu_arena *arena;
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_i_drop_invisible(arena,
                                           pneu_i_str("a\xE2\x80\x8B"
                                                      "b\xE2\x80"),
                                           &out),
                     PNEU_OK);
    assert_true(pneu_i_str_is(out, "ab\xE2\x80"));
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_cleaned),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(memory_may_end_at_any_value),
        cmocka_unit_test(a_character_that_is_cut_is_visible),
    };
    return RUN_TESTS(tests);
}
