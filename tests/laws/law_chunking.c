/*
 * Law 2: every split of the input gives the same trace. Tried with pushes of 1, 2, 3, 7, 64, 4096 and random sizes on
 * every file, with every cut in two on the small ones, and on noise. And what the fast ways through ordinary mail tell is
 * what a look at every byte tells; and a parser that skips lines gives the same events.
 */
#include "support/careful_scan.h"
#include "support/cpu_level.h"
#include "support/event_trace.h"
#include "support/files.h"
#include "support/test.h"

#include "parse/parser_limits.h"

#define EVERY_CUT_UP_TO 700

typedef struct trial {
    pneu_parser *parser;
    pneu_parser *skipping; /* lines */
    event_trace whole;
    event_trace cut;
    text structure;
    size_t broken;
} trial;

static void parse(trial *self, event_trace *trace, const test_file *file, chunking how)
{
    assert_int_equal(event_trace_parse(trace, self->parser, file->bytes, file->len, how), PNEU_OK);
    pneu_parser_reset(self->parser);
}

static void compare(trial *self, const test_file *file, chunking how)
{
    parse(self, &self->cut, file, how);
    if (self->cut.violation == NULL && event_trace_is_same(file->name, &self->whole, &self->cut))
        return;
    print_message("# pushes: first %zu, then %zu, seed %u; %s\n", how.first, how.size, (unsigned)how.seed,
                  self->cut.violation != NULL ? self->cut.violation : "");
    self->broken++;
}

/* Leaves out what a parser that skips lines does not know: the counts at the end of a part, but for offset and length. */
static void drop_counts(text *events)
{
    char *to = events->ptr, *end = events->ptr + events->len;
    for (char *line = events->ptr, *next; line < end; line = next) {
        int words = strncmp(line, "PART_END", 8) == 0 ? 7 : -1;
        next = (char *)memchr(line, '\n', (size_t)(end - line)) + 1;
        for (char *at = line; at < next; at++) {
            words -= *at == ' ';
            if (words != 0 || *at == '\n')
                *to++ = *at;
            else
                at = next - 2;
        }
    }
    events->len = (size_t)(to - events->ptr);
    *to = '\0';
}

static void compare_skipping(trial *self, const test_file *file, chunking how)
{
    assert_int_equal(event_trace_parse(&self->cut, self->skipping, file->bytes, file->len, how), PNEU_OK);
    pneu_parser_reset(self->skipping);
    drop_counts(&self->cut.events);
    if (self->cut.violation == NULL && text_is_same(file->name, &self->structure, &self->cut.events))
        return;
    print_message("# lines skipped, pushes: first %zu, then %zu, seed %u\n", how.first, how.size, (unsigned)how.seed);
    self->broken++;
}

static void try_skipping(trial *self, const test_file *file)
{
    text_clear(&self->structure);
    text_add(&self->structure, self->whole.events.ptr, self->whole.events.len);
    drop_counts(&self->structure);
    compare_skipping(self, file, WHOLE);
    for (size_t i = 0; i < usual_chunking_count; i++)
        compare_skipping(self, file, usual_chunkings[i]);
}

static void try_usual_chunkings(void *ctx, const test_file *file)
{
    trial *self = ctx;
    parse(self, &self->whole, file, WHOLE);
    for (size_t i = 0; i < usual_chunking_count; i++)
        compare(self, file, usual_chunkings[i]);
    careful_scan_use(self->parser);
    compare(self, file, WHOLE);
    careful_scan_end(self->parser);
    try_skipping(self, file);
}

static void try_every_cut(void *ctx, const test_file *file)
{
    trial *self = ctx;
    if (file->len > EVERY_CUT_UP_TO)
        return;
    parse(self, &self->whole, file, WHOLE);
    try_skipping(self, file);
    for (size_t place = 1; place < file->len; place++) {
        compare(self, file, CUT_AT(place));
        compare_skipping(self, file, CUT_AT(place));
    }
}

static void begin_trial(trial *self)
{
    memset(self, 0, sizeof *self);
    assert_int_equal(pneu_parser_new(cpu_level_options(), NULL, &self->parser), PNEU_OK);
    assert_int_equal(pneu_parser_new(cpu_level_options(), NULL, &self->skipping), PNEU_OK);
    assert_int_equal(pneu_parser_set_flags(self->skipping, PNEU_PARSE_NO_STATS), PNEU_OK);
}

static void end_trial(trial *self)
{
    event_trace_free(&self->whole);
    event_trace_free(&self->cut);
    text_free(&self->structure);
    pneu_parser_free(self->parser);
    pneu_parser_free(self->skipping);
    assert_int_equal(self->broken, 0);
}

static void test_every_file_with_the_usual_chunkings(void **state)
{
    trial self;
    (void)state;
    begin_trial(&self);
    (void)for_each_known_file(try_usual_chunkings, &self);
    end_trial(&self);
}

static void test_small_files_cut_at_every_place(void **state)
{
    trial self;
    (void)state;
    begin_trial(&self);
    (void)for_each_corpus_file(try_every_cut, &self);
    end_trial(&self);
}

static void test_noise(void **state)
{
    trial self;
    (void)state;
    begin_trial(&self);
    for_each_noise(600, 7919, 500, try_usual_chunkings, &self);
    for_each_noise(200, 3 * 7919, 6000, try_usual_chunkings, &self);
    end_trial(&self);
}

/* ---- Long fields -------------------------------------------------------------------------------------------- */

#define LONG_FIELD_LIMIT 4096
#define LONG_FIELDS_MOST ((size_t)20000)

/* Lines of fields, the usual one first. */
static const char *const field_lines[] = {
    "\r\n b",
    "\r\n and a line of some words, as headers have them",
    "\r\n\t=?utf-8?q?x?=",
    "\r\nX: y",
    "\r\n ",
    "\r\n conte",
    "\r\n Content-Type: text/plain",
    "\n c",
    "\r",
    "\r\r\n",
    "\n",
    "\xe9",
    "\x7f",
    "\1",
    "-",
    "\r\n--b",
    "\r\n--b--\r\n",
    "\r\njunk",
    ":",
    "\r\n\r\n",
};

/* Fields of lines that are mostly alike; odd ones come once in `plain` lines. */
static size_t make_long_fields(uint32_t *seed, char *out, size_t most, uint32_t plain)
{
    size_t len = 0, usual = next_random(seed) % 3;
    const char *line = next_random(seed) % 2 ? "Subject: a" : "Content-Type: multipart/mixed; boundary=b";
    do {
        memcpy(out + len, line, strlen(line));
        len += strlen(line);
        size_t blow = next_random(seed) % (plain * 8) == 0 ? 300 + next_random(seed) % 900 : 0;
        memset(out + len, 'a', blow);
        len += blow;
        line = field_lines[next_random(seed) % plain != 0 ? usual : next_random(seed) % COUNT_OF(field_lines)];
    } while (len < most);
    return len;
}

/* Around and beyond MAX_FIELD, where fields come in pieces. */
static void test_long_fields(void **state)
{
    static char bytes[LONG_FIELDS_MOST + 2000];
    trial self;
    pneu_options *options;
    uint32_t seed = 11;
    (void)state;
    begin_trial(&self);
    pneu_parser_free(self.parser);
    pneu_parser_free(self.skipping);
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_FIELD, LONG_FIELD_LIMIT), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_CPU_LEVEL, cpu_level_asked()), PNEU_OK);
    assert_int_equal(pneu_parser_new(options, NULL, &self.parser), PNEU_OK);
    assert_int_equal(pneu_parser_new(options, NULL, &self.skipping), PNEU_OK);
    assert_int_equal(pneu_parser_set_flags(self.skipping, PNEU_PARSE_NO_STATS), PNEU_OK);
    pneu_options_free(options);
    for (uint32_t i = 0; i < 400; i++) {
        size_t most =
            i % 2 == 0 ? LONG_FIELD_LIMIT - 40 + i % 80 : 1500 + next_random(&seed) % (LONG_FIELDS_MOST - 1500);
        test_file file = {.name = "long fields", .bytes = bytes};
        file.len = make_long_fields(&seed, bytes, most, 20u << next_random(&seed) % 6);
        try_usual_chunkings(&self, &file);
    }
    end_trial(&self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_file_with_the_usual_chunkings),
        cmocka_unit_test(test_small_files_cut_at_every_place),
        cmocka_unit_test_teardown(test_noise, tell_file_at_work),
        cmocka_unit_test(test_long_fields),
    };
    return RUN_TESTS(tests);
}
