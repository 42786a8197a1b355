/*
 * Law 2 where it is hardest, by enumeration: every sequence of up to three pieces of syntax behind a few beginnings, in
 * every reading; and pieces of syntax at each place around the lengths at which decisions are made (a line of 998
 * bytes, a field's limit, a block of the scan). Each is parsed whole, in small pushes, and with a look at every byte,
 * and must give the same.
 */
#include "support/careful_scan.h"
#include "support/cpu_level.h"
#include "support/event_trace.h"
#include "support/test.h"

typedef struct beginning {
    const char *text;
    int32_t limit; /* PNEU_OPTION_..., or 0 */
    int64_t value;
} beginning;

typedef struct scope {
    pneu_parser *parser;
    event_trace whole, cut;
    char input[4096];
    size_t len;
    size_t broken;
} scope;

static void add(scope *self, const char *more)
{
    size_t len = strlen(more);
    memcpy(self->input + self->len, more, len);
    self->len += len;
}

static void begin(scope *self, const beginning *from, int choice, int value)
{
    pneu_options *options;
    pneu_reading reading;
    memset(&reading, 0, sizeof reading);
    reading.choice[choice] = (uint8_t)value;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set_reading(options, &reading), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_CPU_LEVEL, cpu_level_asked()), PNEU_OK);
    if (from->limit != 0)
        assert_int_equal(pneu_options_set(options, from->limit, from->value), PNEU_OK);
    assert_int_equal(pneu_parser_new(options, NULL, &self->parser), PNEU_OK);
    pneu_options_free(options);
}

static void parse(scope *self, event_trace *trace, chunking how)
{
    pneu_parser_reset(self->parser);
    assert_int_equal(event_trace_parse(trace, self->parser, self->input, self->len, how), PNEU_OK);
}

static void compare(scope *self, const char *name, chunking how)
{
    parse(self, &self->cut, how);
    if (self->cut.violation != NULL || !event_trace_is_same(name, &self->whole, &self->cut))
        self->broken++;
}

static void compare_careful(scope *self, const char *name)
{
    careful_scan_use(self->parser);
    compare(self, name, WHOLE);
    careful_scan_end(self->parser);
}

static void end(scope *self)
{
    event_trace_free(&self->whole);
    event_trace_free(&self->cut);
    assert_int_equal(self->broken, 0);
}

/* ---- Short sequences ---------------------------------------------------------------------------------------- */

static const char *const pieces[] = {
    "\r", "\n", "\r\n", "a", "a:", "--b", "--b--", " ", ".", ":", "Content-Type:text/x", "\xe9", "\x01"};
#define PIECES COUNT_OF(pieces)
#define MOST_PIECES 3

static void try_sequence(scope *self, const beginning *from, size_t number)
{
    self->len = 0;
    add(self, from->text);
    for (; number > 0; number /= PIECES + 1)
        if (number % (PIECES + 1) > 0)
            add(self, pieces[number % (PIECES + 1) - 1]);
    parse(self, &self->whole, WHOLE);
    compare(self, from->text, (chunking){0, 1, 0});
    compare_careful(self, from->text);
}

static void test_short_sequences(void **state)
{
    static const beginning beginnings[] = {
        {"", 0, 0},
        {"x:\nx:\n", PNEU_OPTION_MAX_FIELDS, 2},
        {"Content-Type:multipart/x;boundary=b\n\n--b\n", 0, 0},
        {"Content-Type:multipart/x;boundary=b\n\n--b\n\nq\n--b--\n", 0, 0},
        {"Content-Type:multipart/x;boundary=b\n\n--b\n", PNEU_OPTION_MAX_PARTS, 2},
        {"Content-Transfer-Encoding: q\n\n", 0, 0},
    };
    static const int readings[][2] = {{0, 0}, {1, 1}, {2, 1}, {2, 2}, {4, 2}, {5, 1}, {7, 1}, {8, 1}, {12, 3}};
    static scope self;
    size_t sequences = 1;
    (void)state;
    for (size_t i = 0; i < MOST_PIECES; i++)
        sequences *= PIECES + 1;
    for (size_t i = 0; i < COUNT_OF(beginnings) * COUNT_OF(readings); i++) {
        const beginning *from = &beginnings[i / COUNT_OF(readings)];
        const int *reading = readings[i % COUNT_OF(readings)];
        begin(&self, from, reading[0], reading[1]);
        for (size_t number = 0; number < sequences; number++)
            try_sequence(&self, from, number);
        pneu_parser_free(self.parser);
    }
    end(&self);
}

/* ---- Around lengths ----------------------------------------------------------------------------------------- */

typedef struct length {
    beginning from;
    size_t length; /* of the input, where something is decided */
} length;

static const char *const odd[] = {"",     "\r",   "\n",    "\r\n",      "\n ",    "\r ",
                                  "\x01", "\xe9", "\n--b", "\r\n--b--", "\n.\r\n"};

#define TWELVE(s) s s s s s s s s s s s s
#define NEAR 2 /* so many bytes before and behind */
#define BLANKS_EVERY 61

static const char *const endings[] = {"zz\r\n\r\nq", ""};

#define INPUTS (2 * COUNT_OF(odd) * COUNT_OF(odd) * COUNT_OF(endings))

/* Text up to `len`, in one line or folded; then two odd pieces, and an end: all that `number` tells. */
static void make_input(scope *self, const beginning *from, size_t len, size_t number)
{
    int is_folded = number % 2 == 1;
    self->len = 0;
    add(self, from->text);
    while (self->len < len)
        add(self, is_folded && self->len % BLANKS_EVERY == 0 && self->len + 2 <= len ? "\n " : "a");
    add(self, odd[number / 2 % COUNT_OF(odd)]);
    add(self, odd[number / 2 / COUNT_OF(odd) % COUNT_OF(odd)]);
    add(self, endings[number / 2 / COUNT_OF(odd) / COUNT_OF(odd)]);
}

static void try_length(scope *self, const length *at, size_t number)
{
    for (size_t len = at->length - NEAR; len <= at->length + NEAR; len++) {
        make_input(self, &at->from, len, number);
        parse(self, &self->whole, WHOLE);
        compare(self, at->from.text, (chunking){0, 7, 0});
        compare(self, at->from.text, CUT_AT(at->length));
        compare(self, at->from.text, CUT_AT(at->length + 1));
        compare(self, at->from.text, CUT_AT(strlen(at->from.text)));
        compare_careful(self, at->from.text);
    }
}

static void test_around_lengths(void **state)
{
    static const length lengths[] = {
        {{"x:", PNEU_OPTION_MAX_FIELD, 2048}, 2048},
        {{"From ", PNEU_OPTION_MAX_FIELD, 2048}, 2048},
        {{"x:", 0, 0}, 998},
        {{"x:\n ", 0, 0}, 1002}, /* a fold may be looked at when nothing behind it has come yet */
        {{"x", 0, 0}, 998},
        {{"\r\n", 0, 0}, 64},
        {{"\r\n", 0, 0}, 240},
        {{"\r\n", 0, 0}, 258},
        {{"x:", 0, 0}, 64},
        {{"\r\n", 0, 0}, 1000},
        {{"Content-Type:multipart/x;boundary=b\n\n--b", 0, 0}, 1036},
        {{"Content-Type:multipart/x;boundary=b\n\n", 0, 0}, 277},
        {{"x:1\r\nx:", PNEU_OPTION_MAX_HEADER, 300}, 300},
        {{TWELVE("x:\r\n") "x:", PNEU_OPTION_MAX_FIELDS, 2}, 150},
        {{TWELVE("x:\n") TWELVE("From:\nx:\nx:\nx:\n") "x:", PNEU_OPTION_MAX_FIELDS, 2}, 400},
        {{"x:1\r\n\r\n", PNEU_OPTION_MAX_MESSAGE, 300}, 300},
        {{"Content-Transfer-Encoding:q\n\n", 0, 0}, 1025},
    };
    static const int readings[][2] = {{0, 0}, {1, 1}, {12, 3}};
    static scope self;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lengths) * COUNT_OF(readings); i++) {
        const length *at = &lengths[i / COUNT_OF(readings)];
        const int *reading = readings[i % COUNT_OF(readings)];
        begin(&self, &at->from, reading[0], reading[1]);
        for (size_t number = 0; number < INPUTS; number++)
            try_length(&self, at, number);
        pneu_parser_free(self.parser);
    }
    end(&self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_short_sequences), cmocka_unit_test(test_around_lengths)};
    return RUN_TESTS(tests);
}
