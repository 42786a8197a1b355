/*
 * The builder's law: what was set is read back, the message has no defect of the builder's making, and the bytes do
 * not depend on how they are read. For 4,000 messages of pseudo-random scripts: fields of every kind, nested
 * multiparts, bodies from memory, pulled and pushed, hostile texts among them. With PNEU_BUILD_DIR set, the
 * messages are written there as NUMBER.eml with NUMBER.json, for tools/built_score.py.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "support/build_script.h"
#include "support/chunks.h"
#include "support/failing_alloc.h"
#include "support/test.h"

#define SCRIPTS 4000
#define SCRIPT_SIZE 600

static pneu_str make_script(uint32_t number, uint8_t *room)
{
    uint32_t state = number * 2654435761u + 1;
    for (size_t i = 0; i < SCRIPT_SIZE; i++)
        room[i] = (uint8_t)(next_random(&state) >> 11);
    return pneu_i_str_of(room, SCRIPT_SIZE);
}

static void write_file(const char *folder, uint32_t number, const char *ending, const text *bytes)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%04u.%s", folder, (unsigned)number, ending);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->ptr, 1, bytes->len, file), bytes->len);
    assert_int_equal(fclose(file), 0);
}

static void keep_message(const build_script *script, uint32_t number)
{
    const char *folder = getenv("PNEU_BUILD_DIR");
    text json = {NULL, 0, 0};
    if (folder == NULL || (script->flags & PNEU_BUILD_UTF8) != 0) /* not all of the readers know SMTPUTF8 */
        return;
    build_script_json(&json, script);
    write_file(folder, number, "eml", &script->message);
    write_file(folder, number, "json", &json);
    text_free(&json);
}

/* Status by status: how many scripts ended so. */
typedef struct tally {
    size_t done;
    size_t late;
    size_t other;
} tally;

static void count_end(tally *ends, pneu_status status)
{
    if (status == PNEU_DONE)
        ends->done++;
    else if (status == PNEU_ERR_LATE_8BIT || status == PNEU_ERR_BOUNDARY)
        ends->late++;
    else
        ends->other++;
}

static void messages_are_read_back(void **state)
{
    uint8_t room[SCRIPT_SIZE];
    tally ends = {0, 0, 0};
    size_t refused = 0;
    (void)state;
    for (uint32_t number = 0; number < SCRIPTS; number++) {
        build_script script;
        build_script_run(&script, make_script(number, room), 4096, NULL);
        count_end(&ends, script.status);
        refused += script.refused;
        if (script.status == PNEU_DONE) {
            build_script_check(&script);
            keep_message(&script, number);
        }
        build_script_free(&script);
    }
    print_message("# %u messages, %u late errors, %u others; %u calls refused\n", (unsigned)ends.done,
                  (unsigned)ends.late, (unsigned)ends.other, (unsigned)refused);
    assert_true(ends.done > SCRIPTS * 2 / 3 && ends.late > 0 && refused > SCRIPTS);
}

static void reads_of_any_size_give_the_same(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 7, 64, 1021};
    uint8_t room[SCRIPT_SIZE];
    (void)state;
    for (uint32_t number = 0; number < SCRIPTS / 10; number++) {
        build_script whole, pieces;
        pneu_str bytes = make_script(number, room);
        build_script_run(&whole, bytes, 1 << 20, NULL);
        build_script_run(&pieces, bytes, sizes[number % COUNT_OF(sizes)], NULL);
        assert_int_equal(whole.status, pieces.status);
        if (whole.status == PNEU_DONE)
            assert_true(text_is_same("in pieces", &whole.message, &pieces.message));
        build_script_free(&whole);
        build_script_free(&pieces);
    }
}

/* The n-th allocation fails, for every n: an error, no leak. */
static void every_allocation_may_fail(void **state)
{
    uint8_t room[SCRIPT_SIZE];
    (void)state;
    for (uint32_t number = 0; number < 12; number++) {
        size_t at = 0, refused;
        do {
            failing_alloc memory;
            build_script script;
            failing_alloc_init(&memory, number % 2 ? FAIL_ONCE : FAIL_FROM_ON, ++at);
            build_script_run(&script, make_script(number, room), 4096, &memory.alloc);
            refused = memory.refused;
            assert_true(refused == 0 || script.status == PNEU_ERR_MEMORY);
            build_script_free(&script);
            failing_alloc_check_clean(&memory);
        } while (refused > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_read_back),
        cmocka_unit_test(reads_of_any_size_give_the_same),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return RUN_TESTS(tests);
}
