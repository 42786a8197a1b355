/* Streams behind one another: cuts, order of calls, early ends, errors that stay, the watch, memory. */
#include "pneu/chain.h"

#include "support/failing_alloc.h"
#include "support/stage_run.h"
#include "support/test.h"

static pneu_str str(const char *s)
{
    pneu_str made = {s, strlen(s)};
    return made;
}

/* ---- A stream of the caller's own: each byte twice, "." at the end ----------------------------------------------- */

typedef struct twice {
    const char *in;
    size_t len;
    int is_second, is_finished, has_dot, resets;
} twice;

static pneu_status twice_push(void *stream, const void *bytes, size_t len)
{
    twice *t = stream;
    if (t->len > 0 || t->is_finished)
        return PNEU_ERR_STATE;
    t->in = bytes;
    t->len = len;
    return PNEU_OK;
}

static pneu_status twice_finish(void *stream)
{
    twice *t = stream;
    t->is_finished = 1;
    return PNEU_OK;
}

static pneu_status twice_slice(void *stream, pneu_str *slice)
{
    twice *t = stream;
    if (t->len == 0 && (!t->is_finished || t->has_dot))
        return t->is_finished ? PNEU_DONE : PNEU_MORE;
    slice->ptr = t->len > 0 ? t->in : ".";
    slice->len = 1;
    t->has_dot = t->len == 0;
    t->is_second = !t->is_second && t->len > 0;
    if (t->len > 0 && !t->is_second) {
        t->in++;
        t->len--;
    }
    return PNEU_OK;
}

static pneu_status twice_read(void *stream, void *out, size_t capacity, size_t *written)
{
    pneu_str slice;
    pneu_status status = twice_slice(stream, &slice);
    (void)capacity;
    *written = 0;
    if (status != PNEU_OK)
        return status;
    *(char *)out = *slice.ptr;
    *written = 1;
    return PNEU_OK;
}

static void twice_reset(void *stream)
{
    twice *t = stream;
    int resets = t->resets + 1;
    memset(t, 0, sizeof *t);
    t->resets = resets;
}

static const pneu_stage copying = {twice_push, twice_finish, twice_read, NULL, twice_reset, NULL};
static const pneu_stage slicing = {twice_push, twice_finish, NULL, twice_slice, twice_reset, NULL};

static pneu_stage stage_of(pneu_stage kind, twice *stream)
{
    kind.stream = stream;
    return kind;
}

/* ---- Running ----------------------------------------------------------------------------------------------------- */

static pneu_status run(pneu_chain *chain, const char *in, chunking cut, size_t room, text *out)
{
    text_clear(out);
    return stage_run(chain_stage(chain), str(in), cut, room, out);
}

static void test_any_order_and_any_cut(void **state)
{
    (void)state;
    for (unsigned kinds = 0; kinds < 8; kinds++)
        for (size_t c = 0; c < usual_chunking_count; c++)
            for (size_t room = 1; room < 64; room += 9) {
                twice streams[3] = {{0}};
                pneu_stage stages[3];
                pneu_chain *chain;
                text out = {0};
                for (size_t i = 0; i < 3; i++)
                    stages[i] = stage_of(kinds >> i & 1 ? copying : slicing, &streams[i]);
                assert_int_equal(pneu_chain_new(stages, 3, 1 + room % 5, NULL, &chain), PNEU_OK);
                assert_int_equal(run(chain, "ab", usual_chunkings[c], room, &out), PNEU_DONE);
                /* Each stage ends with a dot of its own, which the ones behind it double. */
                assert_string_equal(out.ptr, "aaaaaaaabbbbbbbb.......");
                pneu_chain_reset(chain);
                assert_int_equal(run(chain, "", usual_chunkings[c], room, &out), PNEU_DONE);
                assert_string_equal(out.ptr, ".......");
                assert_int_equal(streams[0].resets + streams[1].resets + streams[2].resets, 3);
                pneu_chain_free(chain);
                text_free(&out);
            }
}

/* ---- The streams of the library ---------------------------------------------------------------------------------- */

typedef struct filter {
    pneu_codec *unstuff, *stuff;
    pneu_field_editor *edit;
    pneu_ascii *ascii;
    pneu_watch watch;
    text seen;
    size_t ends;
    pneu_status answer;
    pneu_chain *chain;
} filter;

static pneu_status see(void *ctx, pneu_str bytes)
{
    filter *f = ctx;
    f->ends += bytes.len == 0;
    text_add(&f->seen, bytes.ptr, bytes.len);
    return f->seen.len > 20 ? f->answer : PNEU_OK;
}

static pneu_status filter_new(filter *f, const pneu_alloc *alloc)
{
    pneu_watch watch = {.see = see, .ctx = f};
    memset(f, 0, sizeof *f);
    f->watch = watch;
    pneu_status status = pneu_codec_new(PNEU_CODEC_DOT_UNSTUFF, 0, alloc, &f->unstuff);
    if (status == PNEU_OK)
        status = pneu_codec_new(PNEU_CODEC_DOT_STUFF, 0, alloc, &f->stuff);
    if (status == PNEU_OK)
        status = pneu_field_editor_new(alloc, &f->edit);
    if (status == PNEU_OK)
        status = pneu_field_editor_put(f->edit, PNEU_PUT_PREPEND, str("A"), str("x"));
    if (status == PNEU_OK)
        status = pneu_ascii_new(NULL, NULL, NULL, alloc, &f->ascii);
    if (status != PNEU_OK)
        return status;
    pneu_stage stages[] = {pneu_codec_stage(f->unstuff), pneu_watch_stage(&f->watch), pneu_field_editor_stage(f->edit),
                           pneu_ascii_stage(f->ascii), pneu_codec_stage(f->stuff)};
    return pneu_chain_new(stages, 5, 3, alloc, &f->chain);
}

static void filter_free(filter *f)
{
    pneu_chain_free(f->chain);
    pneu_codec_free(f->unstuff);
    pneu_codec_free(f->stuff);
    pneu_field_editor_free(f->edit);
    pneu_ascii_free(f->ascii);
    text_free(&f->seen);
}

static const char data[] = "Subject: \xC3\xA9\r\n\r\nbody\r\n..dot\r\n.\r\nQUIT\r\n";
static const char filtered[] = "A: x\r\nSubject: =?UTF-8?Q?=C3=A9?=\r\n\r\nbody\r\n..dot\r\n.\r\n";

static void test_messages_of_an_mta(void **state)
{
    (void)state;
    for (size_t c = 0; c < usual_chunking_count; c++) {
        filter f;
        text out = {0};
        assert_int_equal(filter_new(&f, NULL), PNEU_OK);
        for (int round = 0; round < 2; round++) {
            assert_int_equal(run(f.chain, data, usual_chunkings[c], 5, &out), PNEU_DONE);
            assert_string_equal(out.ptr, filtered);
            assert_string_equal(f.seen.ptr, "Subject: \xC3\xA9\r\n\r\nbody\r\n.dot\r\n");
            assert_int_equal(f.ends, 1);
            assert_int_equal(pneu_chain_push(f.chain, "x", 1), PNEU_ERR_STATE);
            assert_int_equal(pneu_chain_finish(f.chain), PNEU_ERR_STATE);
            pneu_chain_reset(f.chain);
            text_clear(&f.seen);
            f.ends = 0;
        }
        filter_free(&f);
        text_free(&out);
    }
}

static void test_commands_behind_the_message(void **state)
{
    filter f;
    char out[64];
    size_t len, all = 0;
    pneu_status status;
    pneu_str rest;
    (void)state;
    assert_int_equal(filter_new(&f, NULL), PNEU_OK);
    assert_int_equal(pneu_chain_push(f.chain, data, sizeof data - 1), PNEU_OK);
    while ((status = pneu_chain_read(f.chain, out, sizeof out, &len)) == PNEU_OK)
        all += len;
    assert_int_equal(status, PNEU_DONE);
    assert_int_equal(all, sizeof filtered - 1);
    pneu_codec_rest(f.unstuff, &rest);
    assert_int_equal(rest.len, 6);
    assert_memory_equal(rest.ptr, "QUIT\r\n", 6);
    filter_free(&f);
}

static void test_a_watch_that_stops(void **state)
{
    static const struct {
        pneu_status answer, expected;
    } rows[] = {{PNEU_ERR_SYNTAX, PNEU_ERR_SYNTAX}, {PNEU_MORE, PNEU_DONE}, {PNEU_DONE, PNEU_DONE}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        filter f;
        text out = {0};
        char byte;
        size_t len;
        assert_int_equal(filter_new(&f, NULL), PNEU_OK);
        f.answer = rows[i].answer;
        assert_int_equal(run(f.chain, data, WHOLE, 5, &out), rows[i].expected);
        assert_int_equal(pneu_chain_read(f.chain, &byte, 1, &len), rows[i].expected);
        assert_int_equal(pneu_chain_push(f.chain, "x", 1), rows[i].expected < 0 ? rows[i].expected : PNEU_ERR_STATE);
        pneu_chain_reset(f.chain);
        f.answer = PNEU_OK;
        assert_int_equal(run(f.chain, data, WHOLE, 5, &out), PNEU_DONE);
        assert_string_equal(out.ptr, filtered);
        filter_free(&f);
        text_free(&out);
    }
}

static void test_an_error_of_a_stage(void **state)
{
    pneu_codec *codec;
    twice streams[2] = {{0}};
    pneu_chain *chain;
    text out = {0};
    char byte;
    size_t len;
    (void)state;
    assert_int_equal(pneu_codec_new(PNEU_CODEC_DOT_UNSTUFF, PNEU_CODEC_STRICT, NULL, &codec), PNEU_OK);
    for (int place = 0; place < 3; place++) {
        pneu_stage stages[3];
        for (int i = 0, k = 0; i < 3; i++)
            stages[i] = i == place ? pneu_codec_stage(codec) : stage_of(i == 0 ? slicing : copying, &streams[k++]);
        assert_int_equal(pneu_chain_new(stages, 3, 0, NULL, &chain), PNEU_OK);
        assert_int_equal(run(chain, "a\nb\n", WHOLE, 5, &out), PNEU_ERR_SYNTAX);
        assert_int_equal(pneu_chain_read(chain, &byte, 1, &len), PNEU_ERR_SYNTAX);
        assert_int_equal(pneu_chain_push(chain, "x", 1), PNEU_ERR_SYNTAX);
        assert_int_equal(pneu_chain_finish(chain), PNEU_ERR_SYNTAX);
        pneu_chain_reset(chain);
        pneu_chain_free(chain);
    }
    pneu_codec_free(codec);
    text_free(&out);
}

/* A body decoded, and then its message's long lines folded: the filter with a plan gets the bytes of the plan. */
static void test_widened_and_refolded(void **state)
{
    static const char in[] = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
                             "Subject: one two three four five six\r\n\r\nw6kNCg==\r\n";
    static const char expected[] = "Content-Type: text/plain;\r\n charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
                                   "Subject: one two three four\r\n five six\r\n\r\n\xC3\xA9\r\n";
    const pneu_refold_choices choices = {.over = 32, .width = 30};
    pneu_widen_plan *plan;
    pneu_widen *widen;
    pneu_refolder *refolder;
    pneu_chain *chain;
    text out = {0};
    (void)state;
    assert_int_equal(pneu_widen_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_widen_plan_push(plan, in, sizeof in - 1), PNEU_OK);
    assert_int_equal(pneu_widen_plan_finish(plan), PNEU_OK);
    assert_int_equal(pneu_widen_new(plan, NULL, &widen), PNEU_OK);
    assert_int_equal(pneu_refolder_new(NULL, &choices, NULL, &refolder), PNEU_OK);
    pneu_stage stages[] = {pneu_widen_stage(widen), pneu_refolder_stage(refolder)};
    assert_int_equal(pneu_chain_new(stages, 2, 0, NULL, &chain), PNEU_OK);
    for (size_t c = 0; c < usual_chunking_count; c++) {
        assert_int_equal(run(chain, in, usual_chunkings[c], 5, &out), PNEU_DONE);
        assert_string_equal(out.ptr, expected);
        pneu_chain_reset(chain);
    }
    assert_int_equal(run(chain, "other bytes", WHOLE, 5, &out), PNEU_ERR_CHANGED);
    pneu_chain_free(chain);
    pneu_refolder_free(refolder);
    pneu_widen_free(widen);
    pneu_widen_plan_free(plan);
    text_free(&out);
}

static void test_gzip_and_back(void **state)
{
    pneu_gzip *gzip;
    pneu_gunzip *gunzip;
    pneu_chain *chain;
    text out = {0};
    (void)state;
    if (!pneu_gzip_is_available())
        skip();
    assert_int_equal(pneu_gzip_new(0, NULL, &gzip), PNEU_OK);
    assert_int_equal(pneu_gunzip_new(NULL, NULL, &gunzip), PNEU_OK);
    pneu_stage stages[] = {pneu_gzip_stage(gzip), pneu_gunzip_stage(gunzip)};
    assert_int_equal(pneu_chain_new(stages, 2, 0, NULL, &chain), PNEU_OK);
    assert_int_equal(run(chain, "some text", CUT_AT(4), 5, &out), PNEU_DONE);
    assert_string_equal(out.ptr, "some text");
    pneu_chain_free(chain);
    pneu_gzip_free(gzip);
    pneu_gunzip_free(gunzip);
    text_free(&out);
}

/* ---- Misuse, memory ---------------------------------------------------------------------------------------------- */

static void test_misuse(void **state)
{
    twice stream = {0};
    pneu_stage stages[2] = {stage_of(copying, &stream), stage_of(copying, &stream)};
    pneu_chain *chain = NULL;
    char byte;
    size_t len;
    (void)state;
    assert_int_equal(pneu_chain_new(stages, 0, 0, NULL, &chain), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_chain_new(NULL, 1, 0, NULL, &chain), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_chain_new(stages, 1, 0, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_chain_new(stages, 2, SIZE_MAX, NULL, &chain), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_chain_new(stages, SIZE_MAX / 8, 0, NULL, &chain), PNEU_ERR_ARGUMENT);
    stages[1].read = NULL;
    assert_int_equal(pneu_chain_new(stages, 2, 0, NULL, &chain), PNEU_ERR_ARGUMENT);
    assert_null(chain);
    assert_int_equal(pneu_chain_new(stages, 1, 0, NULL, &chain), PNEU_OK);
    assert_int_equal(pneu_chain_push(chain, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_chain_read(chain, &byte, 0, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_chain_read(chain, NULL, 1, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_chain_read(chain, &byte, 1, &len), PNEU_MORE);
    assert_int_equal(pneu_chain_finish(chain), PNEU_OK);
    assert_int_equal(pneu_chain_finish(chain), PNEU_ERR_STATE);
    assert_int_equal(pneu_chain_push(chain, "x", 1), PNEU_ERR_STATE);
    pneu_chain_free(chain);
    pneu_chain_free(NULL);
}

static void test_memory_failures(void **state)
{
    pneu_status status = PNEU_ERR_MEMORY;
    (void)state;
    for (size_t at = 1; status == PNEU_ERR_MEMORY; at++) {
        failing_alloc alloc;
        filter f;
        text out = {0};
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        status = filter_new(&f, &alloc.alloc);
        if (status == PNEU_OK)
            status = run(f.chain, data, WHOLE, 64, &out);
        if (status == PNEU_ERR_MEMORY && f.chain != NULL)
            assert_int_equal(pneu_chain_push(f.chain, "x", 1), PNEU_ERR_MEMORY);
        filter_free(&f);
        failing_alloc_check_clean(&alloc);
        text_free(&out);
        assert_true(at < 1000);
    }
    assert_int_equal(status, PNEU_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order_and_any_cut),
        cmocka_unit_test(test_messages_of_an_mta),
        cmocka_unit_test(test_commands_behind_the_message),
        cmocka_unit_test(test_a_watch_that_stops),
        cmocka_unit_test(test_an_error_of_a_stage),
        cmocka_unit_test(test_widened_and_refolded),
        cmocka_unit_test(test_gzip_and_back),
        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_memory_failures),
    };
    return RUN_TESTS(tests);
}
