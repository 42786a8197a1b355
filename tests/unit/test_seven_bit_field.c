/*
 * Fields that are asked about together fit as each does that is asked about alone, wherever one ends.
 */
#include <stdlib.h>

#include "pneu/format.h"
#include "support/chunks.h"
#include "support/test.h"
#include "write/seven_bit_field.h"

#define FIELDS 12

/* Pieces of fields; a run of 1100 bytes stands for the empty one. */
static const char *const pieces[] = {
    "text and more of it", "\r\n ", "x", "To: \xc3\xa9", "\xe9", "\x01", "-", "\n", "\n.", "", "\r\r\n", "\r"};
static const char *const ends[] = {"\r\n", "\r\n", "\n", "\r", "\r\r\n", ""};

static size_t put(char *bytes, const char *piece)
{
    size_t size = strlen(piece);
    memcpy(bytes, piece, size);
    return size;
}

/* A field; `choices` of its ends. */
static size_t make_field(uint32_t *seed, char *bytes, size_t choices)
{
    size_t len = put(bytes, next_random(seed) % 9 == 0 ? "\xe9:" : "Subject: ");
    for (uint32_t count = next_random(seed) % 8; count > 0; count--) {
        size_t which = next_random(seed) % (next_random(seed) % 3 == 0 ? COUNT_OF(pieces) : 3);
        size_t run = *pieces[which] == '\0' ? 1100 : 0;
        memset(bytes + len, 'x', run);
        len += run + put(bytes + len + run, pieces[which]);
    }
    if (next_random(seed) % 20 == 0)
        bytes[len++] = '\0';
    return len + put(bytes + len, ends[next_random(seed) % choices]);
}

static size_t make_fields(uint32_t *seed, char *bytes, pneu_field_span *spans)
{
    size_t len = 0;
    for (size_t i = 0; i < FIELDS; i++) {
        spans[i].name = (uint32_t)len;
        len += make_field(seed, bytes + len, i + 1 < FIELDS ? COUNT_OF(ends) - 1 : COUNT_OF(ends));
        spans[i].end = (uint32_t)len;
    }
    return len;
}

static void test_among_others(void **state)
{
    static char bytes[FIELDS * 9 * 1101];
    uint32_t seed = 5;
    (void)state;
    for (size_t round = 0; round < 20000; round++) {
        pneu_field_span spans[FIELDS] = {{0}};
        size_t len = make_fields(&seed, bytes, spans), fine = 0;
        char *exact = malloc(len);
        assert_non_null(exact);
        memcpy(exact, bytes, len);
        uint32_t flags = round % 2 == 0 ? 0 : (uint32_t)PNEU_FORMAT_UTF8;
        uint32_t level = PNEU_CPU_PORTABLE + (uint32_t)(round / 2) % PNEU_CPU_512;
        for (size_t i = 0; i < FIELDS; i++) {
            pneu_str raw = {exact + spans[i].name, spans[i].end - spans[i].name};
            int fits = pneu_i_field_fits_among((pneu_str){exact, len}, &spans[i], &fine, flags, level);
            assert_int_equal(fits, pneu_i_field_fits(raw, flags));
        }
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_among_others),
    };
    return RUN_TESTS(tests);
}
