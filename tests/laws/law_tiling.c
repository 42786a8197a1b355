/*
 * Laws 1 and 3: the slices of all events, concatenated, are the input, byte for byte; and any bytes at all parse. Tried on
 * every file there is, on every beginning of the small ones, and on noise made of what mail is made of.
 */
#include "support/event_trace.h"
#include "support/files.h"
#include "support/test.h"

#define EVERY_BEGINNING_UP_TO 1200

typedef struct trial {
    pneu_parser *parser;
    event_trace trace;
    size_t broken;
} trial;

static void try_bytes(trial *self, const char *name, const char *bytes, size_t len)
{
    pneu_status status = event_trace_parse(&self->trace, self->parser, bytes, len, WHOLE);
    if (status != PNEU_OK || self->trace.violation != NULL) {
        print_message("# %s, %zu bytes: %s, %s\n", name, len, pneu_status_name(status),
                      self->trace.violation != NULL ? self->trace.violation : "");
        self->broken++;
    }
    pneu_parser_reset(self->parser);
}

static void try_file(void *ctx, const test_file *file)
{
    try_bytes(ctx, file->name, file->bytes, file->len);
}

static void try_beginnings(void *ctx, const test_file *file)
{
    if (file->len > EVERY_BEGINNING_UP_TO)
        return;
    for (size_t len = 0; len < file->len; len++)
        try_bytes(ctx, file->name, file->bytes, len);
}

static void begin_trial(trial *self)
{
    memset(self, 0, sizeof *self);
    assert_int_equal(pneu_parser_new(NULL, NULL, &self->parser), PNEU_OK);
}

static void end_trial(trial *self)
{
    event_trace_free(&self->trace);
    pneu_parser_free(self->parser);
    assert_int_equal(self->broken, 0);
}

static void test_every_file(void **state)
{
    trial self;
    (void)state;
    begin_trial(&self);
    (void)for_each_known_file(try_file, &self);
    end_trial(&self);
}

static void test_every_beginning_of_small_files(void **state)
{
    trial self;
    (void)state;
    begin_trial(&self);
    (void)for_each_corpus_file(try_beginnings, &self);
    end_trial(&self);
}

static void test_noise(void **state)
{
    trial self;
    (void)state;
    begin_trial(&self);
    for_each_noise(3000, 1, 4000, try_file, &self);
    end_trial(&self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_file),
        cmocka_unit_test(test_every_beginning_of_small_files),
        cmocka_unit_test_teardown(test_noise, tell_file_at_work),
    };
    return RUN_TESTS(tests);
}
