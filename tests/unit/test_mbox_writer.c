/* Messages into mboxes: quotes, added lines, Content-Length, cuts, states, memory. */
#include "support/test.h"

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/mbox_run.h"

#define FROM "From a@b.c Mon Jan  1 00:00:00 2024\n"
#define FROM_CRLF "From a@b.c Mon Jan  1 00:00:00 2024\r\n"

static const struct {
    const char *name;
    int32_t variant;
    uint32_t flags;
    const char *in, *out;
} rows[] = {
    {"nothing", PNEU_MBOX_RD, 0, "", FROM},
    {"nothing, counted", PNEU_MBOX_CL, 0, "", FROM},
    {"usual", PNEU_MBOX_RD, 0, "S: 1\n\nb\n", FROM "S: 1\n\nb\n\n"},
    {"no line end", PNEU_MBOX_RD, 0, "S: 1\n\nb", FROM "S: 1\n\nb\n\n"},
    {"no empty line", PNEU_MBOX_RD, 0, "S: 1\n", FROM "S: 1\n\n\n"},
    {"neither", PNEU_MBOX_RD, 0, "S: 1", FROM "S: 1\n\n\n"},
    {"no header", PNEU_MBOX_RD, 0, "\nb\n", FROM "\nb\n\n"},
    {"quotes", PNEU_MBOX_RD, 0, "From a\n\nFrom b\n>>From c\nFromage\n>",
     FROM ">From a\n\n>From b\n>>>From c\nFromage\n>\n\n"},
    {"half a word at the end", PNEU_MBOX_RD, 0, "\nFrom", FROM "\nFrom\n\n"},
    {"one quote", PNEU_MBOX_O, 0, "\nFrom b\n>From c\n", FROM "\n>From b\n>From c\n\n"},
    {"none", PNEU_MBOX_PLAIN, 0, "\nFrom b\n", FROM "\nFrom b\n\n"},
    {"lines stay", PNEU_MBOX_RD, 0, "S: 1\r\n\r\nb", FROM "S: 1\r\n\r\nb\n\n"},
    {"own lines", PNEU_MBOX_RD, PNEU_MBOX_CRLF, "S: 1\r\n\r\nb", FROM_CRLF "S: 1\r\n\r\nb\r\n\r\n"},
    {"counted", PNEU_MBOX_CL2, 0, "S: 1\n\nFrom b\n", FROM "S: 1\nContent-Length: 7\n\nFrom b\n\n"},
    {"From in the header", PNEU_MBOX_CL2, 0, "From a\n\nb\n", FROM ">From a\nContent-Length: 2\n\nb\n\n"},
    {"counted with quotes", PNEU_MBOX_CL, 0, "S: 1\n\nFrom b", FROM "S: 1\nContent-Length: 8\n\n>From b\n\n"},
    {"counted, no body", PNEU_MBOX_CL2, 0, "S: 1", FROM "S: 1\nContent-Length: 0\n\n\n"},
    {"counted, CRLF", PNEU_MBOX_CL2, PNEU_MBOX_CRLF, "\r\nb", FROM_CRLF "Content-Length: 3\r\n\r\nb\r\n\r\n"},
    {"other lengths go", PNEU_MBOX_CL2, 0, "content-length : 9\n 8\nS: 1\nContent-Length:\n\nContent-Length: 1\n",
     FROM "S: 1\nContent-Length: 18\n\nContent-Length: 1\n\n"},
    {"but not longer names", PNEU_MBOX_CL2, 0, "Content-Lengths: 9\nContent-Le\n c\n",
     FROM "Content-Lengths: 9\nContent-Le\n c\nContent-Length: 0\n\n\n"},
    {"CR alone", PNEU_MBOX_CL2, 0, "\r", FROM "Content-Length: 0\n\r\n\n"},
    {"CR at the end", PNEU_MBOX_CL2, 0, "\n\r", FROM "Content-Length: 2\n\n\r\n\n"},
    {"nor in others", PNEU_MBOX_RD, 0, "Content-Length: 9\n\n", FROM "Content-Length: 9\n\n\n"},
};

static void rows_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t k = 0; k < usual_chunking_count; k++) {
            text mbox = {0};
            mbox_joiner joiner = {NULL, rows[i].variant, rows[i].flags, usual_chunkings[k], &mbox};
            MUST(pneu_mbox_writer_new(rows[i].variant, rows[i].flags, NULL, &joiner.writer) == PNEU_OK);
            assert_int_equal(mbox_add(&joiner, pneu_i_str(rows[i].in)), PNEU_OK);
            if (strcmp(mbox.ptr, rows[i].out) != 0)
                fail_msg("%s: is\n%snot\n%s", rows[i].name, mbox.ptr, rows[i].out);
            assert_int_equal(mbox_add(&joiner, pneu_i_str(rows[i].in)), PNEU_OK);
            assert_int_equal(mbox.len, 2 * strlen(rows[i].out));
            pneu_mbox_writer_free(joiner.writer);
            text_free(&mbox);
        }
    }
}

static void states_are_kept(void **state)
{
    pneu_mbox_writer *w;
    char out[256];
    size_t written;
    pneu_str sender = pneu_i_str("a@b.c");
    (void)state;
    assert_int_equal(pneu_mbox_writer_new(9, 0, NULL, &w), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mbox_writer_new(0, PNEU_MBOX_STRICT, NULL, &w), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mbox_writer_new(PNEU_MBOX_CL, 0, NULL, &w), PNEU_OK);
    assert_int_equal(pneu_mbox_writer_push(w, "a", 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_mbox_writer_end(w), PNEU_ERR_STATE);
    assert_int_equal(pneu_mbox_writer_begin(w, pneu_i_str("a\nb"), 0, 0), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mbox_writer_begin(w, sender, 0, 1), PNEU_OK);
    assert_int_equal(pneu_mbox_writer_begin(w, sender, 0, 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_mbox_writer_push(w, "\nab\n", 4), PNEU_OK);
    assert_int_equal(pneu_mbox_writer_end(w), PNEU_ERR_STATE);
    while (pneu_mbox_writer_read(w, out, sizeof out, &written) == PNEU_OK)
        ;
    assert_int_equal(pneu_mbox_writer_end(w), PNEU_OK);
    assert_int_equal(pneu_mbox_writer_read(w, out, sizeof out, &written), PNEU_ERR_ARGUMENT); /* three bytes, not one */
    assert_int_equal(pneu_mbox_writer_begin(w, sender, 0, 1), PNEU_ERR_ARGUMENT);
    pneu_mbox_writer_reset(w);
    assert_int_equal(pneu_mbox_writer_begin(w, sender, 0, 0), PNEU_OK);
    pneu_mbox_writer_free(w);
    pneu_mbox_writer_free(NULL);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        failing_alloc counts;
        text mbox = {0};
        mbox_joiner joiner = {NULL, PNEU_MBOX_CL, 0, {0, 7, 0}, &mbox};
        failing_alloc_init(&counts, FAIL_ONCE, n);
        pneu_status status = pneu_mbox_writer_new(PNEU_MBOX_CL, 0, &counts.alloc, &joiner.writer);
        if (status == PNEU_OK) {
            status = mbox_add(&joiner, pneu_i_str("S: 1\n\nFrom x\n"));
            pneu_mbox_writer_free(joiner.writer);
        }
        text_free(&mbox);
        failing_alloc_check_clean(&counts);
        if (counts.refused == 0)
            break;
        assert_int_equal(status, PNEU_ERR_MEMORY);
    }
}

/* DESIGN law 7 over the corpus is fz_mbox's, which is replayed over it; here all small messages of these bytes. */
static void small_messages_come_back(void **state)
{
    static const char alphabet[] = {'\n', '>', 'F', 'a'};
    (void)state;
    for (size_t number = 0; number < 4096; number++) {
        char bytes[16];
        size_t len = 0, rest = number;
        for (size_t i = 0; i < 6; i++, rest /= 4) {
            char c = alphabet[rest % 4];
            size_t more = c == 'F' ? 5 : 1;
            if (len + more > sizeof bytes)
                break;
            memcpy(bytes + len, c == 'F' ? "From " : &c, more);
            len += more;
        }
        text mbox = {0}, expected = {0};
        mbox_messages messages = {0};
        mbox_joiner joiner = {NULL, PNEU_MBOX_RD, 0, WHOLE, &mbox};
        MUST(pneu_mbox_writer_new(PNEU_MBOX_RD, 0, NULL, &joiner.writer) == PNEU_OK);
        for (size_t i = 0; i < 2; i++)
            MUST(mbox_add(&joiner, pneu_i_str_of(bytes, len)) == PNEU_OK);
        mbox_whole_message(pneu_i_str_of(bytes, len), &expected);
        mbox_messages_of((mbox_how){PNEU_MBOX_RD, 0, 0}, pneu_i_str_of(mbox.ptr, mbox.len), WHOLE, &messages);
        MUST(messages.count == 2);
        for (size_t i = 0; i < 2; i++)
            MUST(pneu_i_str_equal(mbox_message(&messages, i), pneu_i_str_of(expected.ptr, expected.len)));
        pneu_mbox_writer_free(joiner.writer);
        text_free(&messages.bytes);
        text_free(&mbox);
        text_free(&expected);
    }
}

/* What is measured is what the length of a message in memory is found to be. */
static void bodies_are_measured(void **state)
{
    char out[256];
    size_t len;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_mbox_writer *writer;
        pneu_str in = pneu_i_str(rows[i].in);
        MUST(pneu_mbox_writer_new(rows[i].variant, rows[i].flags, NULL, &writer) == PNEU_OK);
        MUST(pneu_mbox_writer_begin(writer, pneu_i_str(""), 0, PNEU_MBOX_MEASURE) == PNEU_OK);
        MUST(pneu_mbox_writer_push(writer, in.ptr, in.len) == PNEU_OK);
        while (pneu_mbox_writer_read(writer, out, sizeof out, &len) == PNEU_OK)
            MUST(len > 0);
        MUST(pneu_mbox_writer_end(writer) == PNEU_OK);
        while (pneu_mbox_writer_read(writer, out, sizeof out, &len) == PNEU_OK)
            MUST(len > 0);
        assert_int_equal(pneu_mbox_writer_read(writer, out, sizeof out, &len), PNEU_DONE);
        assert_int_equal(pneu_mbox_writer_body_length(writer),
                         pneu_mbox_body_length(rows[i].variant, rows[i].flags, in));
        pneu_mbox_writer_free(writer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold),
        cmocka_unit_test(states_are_kept),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(small_messages_come_back),
        cmocka_unit_test(bodies_are_measured),
    };
    return RUN_TESTS(tests);
}
