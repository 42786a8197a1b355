/* Blocks of Resent fields. */
#include "support/test.h"

#include "pneu/trace.h"
#include "support/failing_alloc.h"

enum {
    F = PNEU_FIELD_RESENT_FROM,
    T = PNEU_FIELD_RESENT_TO,
    D = PNEU_FIELD_RESENT_DATE,
    I = PNEU_FIELD_RESENT_MESSAGE_ID,
    R = PNEU_FIELD_RECEIVED,
    X = PNEU_FIELD_OTHER
};

typedef struct row {
    const char *name;
    int ids[12]; /* up to -1 */
    pneu_resent_block blocks[4];
    uint32_t count;
} row;

static const row rows[] = {
    {"none", {R, X, PNEU_FIELD_FROM, PNEU_FIELD_DATE, -1}, {{0, 0, 0, 0}}, 0},
    {"no fields", {-1}, {{0, 0, 0, 0}}, 0},
    {"one", {R, D, F, T, I, X, -1}, {{1, 4, 0, 0}}, 1},
    {"parted by trace fields", {D, F, R, F, D, -1}, {{0, 2, 0, 0}, {3, 2, 0, 0}}, 2},
    {"side by side", {D, F, T, D, F, -1}, {{0, 3, 0, 0}, {3, 2, 0, 0}}, 2},
    {"what is lacking",
     {T, X, F, X, D, -1},
     {{0, 1, PNEU_RESENT_NO_DATE | PNEU_RESENT_NO_FROM, 0},
      {2, 1, PNEU_RESENT_NO_DATE, 0},
      {4, 1, PNEU_RESENT_NO_FROM, 0}},
     3},
};

static uint32_t make_fields(const int *ids, pneu_field_span *fields)
{
    uint32_t count = 0;
    for (; ids[count] >= 0; count++) {
        memset(&fields[count], 0, sizeof fields[count]);
        fields[count].id = (uint16_t)ids[count];
    }
    return count;
}

static void blocks_are_found(void **state)
{
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_field_span fields[12];
        const pneu_resent_block *blocks;
        uint32_t count, field_count = make_fields(rows[i].ids, fields);
        assert_int_equal(pneu_resent_blocks(arena, fields, field_count, &blocks, &count), PNEU_OK);
        assert_int_equal(count, rows[i].count);
        if (memcmp(blocks, rows[i].blocks, count * sizeof *blocks) != 0)
            fail_msg("%s", rows[i].name);
    }
    pneu_arena_free(arena);
}

static void bad_arguments_and_lack_of_memory_are_told(void **state)
{
    const pneu_resent_block *blocks;
    failing_alloc memory;
    pneu_arena *arena = NULL;
    pneu_field_span field;
    uint32_t count;
    (void)state;
    memset(&field, 0, sizeof field);
    field.id = PNEU_FIELD_RESENT_FROM;
    failing_alloc_init(&memory, FAIL_FROM_ON, 2);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
    assert_int_equal(pneu_resent_blocks(arena, &field, 1, &blocks, &count), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_resent_blocks(arena, NULL, 1, &blocks, &count), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_resent_blocks(NULL, &field, 1, &blocks, &count), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_resent_blocks(arena, &field, 1, NULL, &count), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_resent_blocks(arena, &field, 1, &blocks, NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_found),
        cmocka_unit_test(bad_arguments_and_lack_of_memory_are_told),
    };
    return RUN_TESTS(tests);
}
