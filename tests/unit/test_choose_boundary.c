/* Boundaries: which letters lines have taken, and what a boundary looks like. */
#include "support/test.h"

#include "support/chunks.h"
#include "write/choose_boundary.h"

static const struct row {
    const char *name;
    const char *in;
    int letter;
} rows[] = {
    {"nothing", "", 0},
    {"text", "a\r\n--b\r\n", 0},
    {"the first letter", "--=_pneu_A", 1},
    {"on a later line", "x\n\n--=_pneu_A_1_--\r\n", 1},
    {"not at the start of a line", "x--=_pneu_A\r\n --=_pneu_A", 0},
    {"two letters", "--=_pneu_B\n--=_pneu_A\n", 2},
    {"only nearly", "--=_pneu-A\n--=_pneu_a\n--=_pneu_", 0},
    {"dashes before it", "---=_pneu_A\n", 0},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t k = 0; k < usual_chunking_count; k++) {
            pneu_i_boundary_watch watch = {0};
            chunking how = usual_chunkings[k];
            size_t len = strlen(rows[i].in);
            for (size_t at = 0; at < len;) {
                size_t size = chunking_next(&how, len - at);
                pneu_i_boundary_watch_add(&watch, rows[i].in + at, size);
                at += size;
            }
            if (pneu_i_boundary_letter(&watch, 0) != rows[i].letter)
                fail_msg("%s", rows[i].name);
        }
}

static void test_all_letters_taken(void **state)
{
    pneu_i_boundary_watch watch = {(UINT32_C(1) << PNEU_I_BOUNDARY_LETTERS) - 1, 0, 0};
    (void)state;
    assert_int_equal(pneu_i_boundary_letter(&watch, 0), -1);
    watch.seen &= ~UINT32_C(4);
    assert_int_equal(pneu_i_boundary_letter(&watch, 20), 2);
}

static void test_text(void **state)
{
    char text[PNEU_I_FRESH_BOUNDARY_MAX];
    (void)state;
    pneu_str boundary = pneu_i_boundary_write(0, 0, text);
    assert_true(pneu_i_str_equal(boundary, pneu_i_str("=_pneu_A_0_")));
    boundary = pneu_i_boundary_write(25, UINT32_MAX, text);
    assert_true(pneu_i_str_equal(boundary, pneu_i_str("=_pneu_Z_4294967295_")));
    assert_true(boundary.len <= PNEU_I_FRESH_BOUNDARY_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_all_letters_taken),
        cmocka_unit_test(test_text),
    };
    return RUN_TESTS(tests);
}
