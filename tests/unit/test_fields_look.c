/*
 * What a parser says that it saw of fields: one that is not odd fits as it is, and bare LF stand only where it does not
 * speak of CRLF. Plain fields are never odd.
 */
#include "parse/parser_limits.h"
#include "pneu/parse.h"
#include "support/chunks.h"
#include "support/test.h"
#include "write/seven_bit_field.h"

#define FIELDS 12

/* Pieces of fields; a run of 1100 bytes stands for the empty one. Those before ODD are plain. */
static const char *const pieces[] = {"text and more of it",
                                     "\r\n y",
                                     "x",
                                     "To: \xc3\xa9",
                                     "\xe9",
                                     "\x01",
                                     "-",
                                     "\n\t",
                                     "\n",
                                     "\n.",
                                     "",
                                     "\r\r\n ",
                                     "\r",
                                     "\r\n"};
#define ODD 3
static const char *const ends[] = {"\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", ""};

static size_t put(char *bytes, const char *piece)
{
    size_t size = strlen(piece);
    memcpy(bytes, piece, size);
    return size;
}

/* A field of which one piece in `odd` may be anything; no piece if that is 0. */
static size_t make_field(uint32_t *seed, char *bytes, uint32_t odd)
{
    size_t len = put(bytes, "X-Field: of some length ");
    for (uint32_t count = next_random(seed) % 8; count > 0; count--) {
        size_t which = next_random(seed) % (odd > 0 && next_random(seed) % odd == 0 ? COUNT_OF(pieces) : ODD);
        size_t run = *pieces[which] == '\0' ? 1100 : 0;
        memset(bytes + len, 'x', run);
        len += run + put(bytes + len + run, pieces[which]);
    }
    if (odd > 0 && next_random(seed) % 20 == 0)
        bytes[len++] = '\0';
    return len + put(bytes + len,
                     odd > 0 && next_random(seed) % odd == 0 ? ends[next_random(seed) % COUNT_OF(ends)] : "x\r\n");
}

static size_t count_bare_lf(pneu_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n' && (i == 0 || text.ptr[i - 1] != '\r');
    return count;
}

/* Holds what the parser saw against the bytes; returns the fields that are odd. */
static size_t check_event(const pneu_parser *parser, const pneu_event *event)
{
    pneu_i_fields_look look = pneu_i_parser_fields_look(parser);
    size_t odd = 0;
    if (look.has_crlf)
        assert_int_equal(count_bare_lf(event->slice), 0);
    for (size_t i = 0; i < event->field_count; i++) {
        pneu_i_raw_field field = pneu_i_raw_field_of(event->slice, &event->fields[i], 0);
        int is_cut = field.raw.ptr[field.raw.len - 1] != '\n'; /* at the end of input: a CR there is not judged yet */
        if ((look.odd >> i & 1) == 0 && !is_cut)
            assert_true(pneu_i_field_fits(field.raw, 0));
        odd += look.odd >> i & 1;
    }
    return odd;
}

static size_t take_events(pneu_parser *parser)
{
    const pneu_event *event;
    size_t odd = 0;
    while (pneu_parser_next(parser, &event) == PNEU_OK)
        if (event->type == PNEU_EVENT_FIELDS)
            odd += check_event(parser, event);
    return odd;
}

/* Parses the bytes in pieces; returns the fields that are odd. */
static size_t parse(pneu_parser *parser, const char *bytes, size_t len, size_t piece)
{
    size_t odd = 0;
    for (size_t at = 0; at < len; at += piece) {
        assert_int_equal(pneu_parser_push(parser, bytes + at, len - at < piece ? len - at : piece), PNEU_OK);
        odd += take_events(parser);
    }
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    return odd + take_events(parser);
}

static void check_level(uint32_t level, uint32_t reading_of_cr)
{
    static char bytes[FIELDS * 9 * 1101];
    pneu_options *options;
    pneu_parser *parser;
    uint32_t seed = 5;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_CPU_LEVEL, level), PNEU_OK);
    if (reading_of_cr != 0) {
        pneu_reading reading = {{0}};
        reading.choice[PNEU_READING_BARE_CR] = (uint8_t)reading_of_cr;
        assert_int_equal(pneu_options_set_reading(options, &reading), PNEU_OK);
    }
    assert_int_equal(pneu_parser_new(options, NULL, &parser), PNEU_OK);
    for (uint32_t round = 0; round < 3000; round++) {
        uint32_t odd = round % 3 == 0 ? 0 : 1 + next_random(&seed) % 30;
        size_t len = 0, piece = round % 2 == 0 ? SIZE_MAX / 2 : 1 + next_random(&seed) % 300;
        for (size_t i = 0; i < FIELDS; i++)
            len += make_field(&seed, bytes + len, odd);
        len += put(bytes + len, "\r\nbody\r\n");
        size_t found = parse(parser, bytes, len, piece);
        if (odd == 0 && reading_of_cr == 0 && piece > len)
            assert_int_equal(found, 0);
        pneu_parser_reset(parser);
        if (round == 1500)
            pneu_i_parser_be_silent(parser);
    }
    pneu_parser_free(parser);
    pneu_options_free(options);
}

static void test_odd_fields(void **state)
{
    (void)state;
    for (uint32_t level = PNEU_CPU_PORTABLE; level <= PNEU_CPU_512; level++)
        check_level(level, 0);
    check_level(PNEU_CPU_512, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_odd_fields),
    };
    return RUN_TESTS(tests);
}
