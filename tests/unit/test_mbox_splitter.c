/* Mboxes taken apart: what separates, what is quoted, Content-Length, questions, cuts, states. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/mbox_run.h"

#define FROM "From a@b.c Mon Jan  1 00:00:00 2024\n"
#define TOLD "from a@b.c 1704067200 "

typedef struct split_row {
    const char *name;
    int32_t variant;
    uint32_t flags;
    int answers;
    const char *in, *trace;
} split_row;

static const split_row rows[] = {
    {"nothing", PNEU_MBOX_RD, 0, 0, "", ""},
    {"only junk", PNEU_MBOX_RD, 0, 0, "a\n\nFrom x\n\n", "junk \"a\\x0a\\x0aFrom x\\x0a\\x0a\"\n"},
    {"junk first", PNEU_MBOX_RD, 0, 0, "a\n>From b\n" FROM "c",
     "junk \"a\\x0a>From b\\x0a\"\n" TOLD "@10\nbytes \"c\"\nend @47\n"},
    {"an empty message at the end", PNEU_MBOX_RD, 0, 0, FROM "\n\n" FROM,
     TOLD "@0\nbytes \"\\x0a\"\nend @37\n" TOLD "@38\nend @74\n"},
    {"no line end in the last line", PNEU_MBOX_RD, 0, 0, "From a@b.c Mon Jan  1 00:00:00 2024", TOLD "@0\nend @35\n"},
    {"empty lines inside", PNEU_MBOX_RD, 0, 0, FROM "\na\n\n\nb\n\n\n",
     TOLD "@0\nbytes \"\\x0aa\\x0a\\x0a\\x0ab\\x0a\\x0a\"\nend @44\n"},
    {"CRLF and LF", PNEU_MBOX_RD, 0, 0, FROM "\r\na\n\r\n" FROM,
     TOLD "@0\nbytes \"\\x0d\\x0aa\\x0a\"\nend @40\n" TOLD "@42\nend @78\n"},
    {"CR alone is no empty line", PNEU_MBOX_RD, 0, 0, FROM "\n\r\ra\n\r",
     TOLD "@0\nbytes \"\\x0a\\x0d\\x0da\\x0a\\x0d\"\nend @42\n"},
    {"not behind an empty line", PNEU_MBOX_RD, 0, 0, FROM "\na\n" FROM,
     TOLD "@0\nbytes \"\\x0aa\\x0aFrom a@b.c Mon Jan  1 00:00:00 2024\\x0a\"\nend @75\n"},
    {"marks", PNEU_MBOX_RD, 0, 0, FROM "\n>>>>>>>>>>From a\n>>Fro>From\n> From\n>",
     TOLD "@0\nbytes \"\\x0a>>>>>>>>>From a\\x0a>>Fro>From\\x0a> From\\x0a>\"\nend @73\n"},
    {"one mark", PNEU_MBOX_O, 0, 0, FROM "\n>From a\n>>From b\n>From ",
     TOLD "@0\nbytes \"\\x0aFrom a\\x0a>>From b\\x0aFrom \"\nend @60\n"},
    {"no marks", PNEU_MBOX_PLAIN, 0, 0, FROM "\n>From a\n", TOLD "@0\nbytes \"\\x0a>From a\\x0a\"\nend @45\n"},
    {"marks behind an empty line", PNEU_MBOX_RD, 0, 0, FROM "\na\n\n>From a\n\n>b\n",
     TOLD "@0\nbytes \"\\x0aa\\x0a\\x0aFrom a\\x0a\\x0a>b\\x0a\"\nend @52\n"},
    {"strict", PNEU_MBOX_RD, PNEU_MBOX_STRICT, 0, FROM "\n\nFrom a@b.c Mon Jan  1 00:00 2024\n",
     TOLD "@0\nbytes \"\\x0a\\x0aFrom a@b.c Mon Jan  1 00:00 2024\\x0a\"\nend @71\n"},
    {"counted", PNEU_MBOX_CL2, 0, 1, FROM "Content-length : 39\n\na\n\n" FROM "\n" FROM,
     TOLD
     "@0\nbytes \"Content-length : 39\\x0a\\x0aa\\x0a\\x0aFrom a@b.c Mon Jan  1 00:00:00 2024\\x0a\"\nend @96\n" TOLD
     "@97\nend @133\n"},
    {"counted, not answered", PNEU_MBOX_CL2, 0, 0, FROM "Content-Length: 39\n\na\n\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 39\\x0a\\x0aa\\x0a\"\nend @58\n" TOLD "@59\nend @95\n"},
    {"counted to the end", PNEU_MBOX_CL2, 0, 1, FROM "Content-Length: 39\n\na\n\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 39\\x0a\\x0aa\\x0a\\x0aFrom a@b.c Mon Jan  1 00:00:00 2024\\x0a\"\nend @95\n"},
    {"counted wrong", PNEU_MBOX_CL2, 0, 1, FROM "Content-Length: 38\n\na\n\n" FROM "b\n",
     TOLD "@0\nbytes \"Content-Length: 38\\x0a\\x0aa\\x0a\"\nend @58\n" TOLD "@59\nbytes \"b\\x0a\"\nend @97\n"},
    {"the empty line is counted", PNEU_MBOX_CL2, 0, 0, FROM "Content-Length: 3\n\na\n\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 3\\x0a\\x0aa\\x0a\\x0a\"\nend @58\n" TOLD "@58\nend @94\n"},
    {"the empty line is counted, at the end", PNEU_MBOX_CL2, 0, 0, FROM "Content-Length: 3\n\na\n\n",
     TOLD "@0\nbytes \"Content-Length: 3\\x0a\\x0aa\\x0a\\x0a\"\nend @58\n"},
    {"counted, no empty line", PNEU_MBOX_CL2, 0, 0, FROM "Content-Length: 2\n\na\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 2\\x0a\\x0aa\\x0a\"\nend @57\n" TOLD "@57\nend @93\n"},
    {"counted without the line end", PNEU_MBOX_CL2, 0, 0, FROM "Content-Length: 1\n\na\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 1\\x0a\\x0aa\\x0a\"\nend @57\n" TOLD "@57\nend @93\n"},
    {"counted twice", PNEU_MBOX_CL2, 0, 1, FROM "Content-Length: 39\nContent-Length: 39\n\na\n\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 39\\x0aContent-Length: 39\\x0a\\x0aa\\x0a\"\nend @77\n" TOLD "@78\nend @114\n"},
    {"no number", PNEU_MBOX_CL2, 0, 1, FROM "Content-Length: 39x\n\na\n\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 39x\\x0a\\x0aa\\x0a\"\nend @59\n" TOLD "@60\nend @96\n"},
    {"counted and quoted", PNEU_MBOX_CL, 0, 1, FROM "Content-Length: 47\n\na\n\n" FROM ">From b\n\n" FROM,
     TOLD
     "@0\nbytes \"Content-Length: 47\\x0a\\x0aa\\x0a\\x0aFrom a@b.c Mon Jan  1 00:00:00 2024\\x0aFrom b\\x0a\"\nend "
     "@103\n" TOLD "@104\nend @140\n"},
    {"counted by another field", PNEU_MBOX_CL2, 0, 1, FROM "Content-Length-X: 39\n\na\n\n" FROM,
     TOLD "@0\nbytes \"Content-Length-X: 39\\x0a\\x0aa\\x0a\"\nend @60\n" TOLD "@61\nend @97\n"},
    {"counted, CRLF", PNEU_MBOX_CL2, 0, 1, FROM "Content-Length: 41\r\n\r\na\r\n\r\n" FROM "\r\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 41\\x0d\\x0a\\x0d\\x0aa\\x0d\\x0a\\x0d\\x0aFrom a@b.c Mon Jan  1 00:00:00 "
          "2024\\x0a\"\nend @99\n" TOLD "@101\nend @137\n"},
    {"counted, up to the middle of a line with a mark", PNEU_MBOX_CL, 0, 1,
     FROM "Content-Length: 42\n\na\n\n" FROM ">Fr\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 42\\x0a\\x0aa\\x0a\\x0aFrom a@b.c Mon Jan  1 00:00:00 2024\\x0a>Fr\"\n"
          "end @98\n" TOLD "@99\nend @135\n"},
    {"not counted in mboxrd", PNEU_MBOX_RD, 0, 1, FROM "Content-Length: 39\n\na\n\n" FROM,
     TOLD "@0\nbytes \"Content-Length: 39\\x0a\\x0aa\\x0a\"\nend @58\n" TOLD "@59\nend @95\n"},
};

static void rows_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        mbox_how how = {rows[i].variant, rows[i].flags, rows[i].answers};
        size_t len = strlen(rows[i].in);
        for (size_t k = 0; k < len + usual_chunking_count; k++) {
            chunking cut = k < len ? CUT_AT(k + 1) : usual_chunkings[k - len];
            text trace = {0};
            mbox_split(how, pneu_i_str(rows[i].in), cut, &trace);
            if (strcmp(trace.ptr, rows[i].trace) != 0)
                fail_msg("%s, cut %zu: is\n%snot\n%s", rows[i].name, k, trace.ptr, rows[i].trace);
            text_free(&trace);
        }
    }
}

/* Every prefix of every row, whole and byte by byte. */
static void prefixes_are_the_same_in_every_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        mbox_how how = {rows[i].variant, rows[i].flags, rows[i].answers};
        for (size_t len = 0; len < strlen(rows[i].in); len++) {
            text whole = {0}, bytes = {0};
            mbox_split(how, pneu_i_str_of(rows[i].in, len), WHOLE, &whole);
            mbox_split(how, pneu_i_str_of(rows[i].in, len), (chunking){0, 1, 0}, &bytes);
            MUST(text_is_same(rows[i].name, &whole, &bytes));
            text_free(&whole);
            text_free(&bytes);
        }
    }
}

static void long_lines_are_text(void **state)
{
    (void)state;
    static const size_t lengths[] = {900, 999, 1000, 1001, 5000};
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        text mbox = {0}, whole = {0}, bytes = {0};
        mbox_how how = {PNEU_MBOX_RD, 0, 0};
        text_print(&mbox, "From ");
        while (mbox.len < lengths[i] - 26)
            text_add(&mbox, "x", 1);
        text_print(&mbox, " Mon Jan  1 00:00:00 2024\n");
        mbox_split(how, pneu_i_str_of(mbox.ptr, mbox.len), WHOLE, &whole);
        mbox_split(how, pneu_i_str_of(mbox.ptr, mbox.len), (chunking){0, 1, 0}, &bytes);
        assert_int_equal(memcmp(whole.ptr, lengths[i] > 1000 ? "junk" : "from", 4), 0);
        assert_true(text_is_same("long", &whole, &bytes));
        text_free(&mbox);
        text_free(&whole);
        text_free(&bytes);
    }
}

static void states_are_kept(void **state)
{
    pneu_mbox_splitter *s;
    const pneu_mbox_event *event;
    (void)state;
    assert_int_equal(pneu_mbox_splitter_new(5, 0, NULL, &s), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mbox_splitter_new(0, PNEU_MBOX_CRLF, NULL, &s), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mbox_splitter_new(0, 0, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mbox_splitter_new(0, 0, NULL, &s), PNEU_OK);
    assert_int_equal(pneu_mbox_splitter_push(s, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mbox_splitter_push(s, FROM "\n", sizeof FROM), PNEU_OK);
    assert_int_equal(pneu_mbox_splitter_push(s, "", 0), PNEU_ERR_STATE);
    assert_int_equal(pneu_mbox_splitter_finish(s), PNEU_ERR_STATE);
    assert_int_equal(pneu_mbox_splitter_next(s, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mbox_splitter_next(s, &event), PNEU_OK);
    assert_int_equal(event->type, PNEU_MBOX_MESSAGE);
    assert_int_equal(event->slice.len, sizeof FROM - 1);
    assert_int_equal(pneu_mbox_splitter_answer(s, "", 0), PNEU_ERR_STATE);
    pneu_mbox_splitter_reset(s);
    assert_int_equal(pneu_mbox_splitter_finish(s), PNEU_OK);
    assert_int_equal(pneu_mbox_splitter_finish(s), PNEU_ERR_STATE);
    assert_int_equal(pneu_mbox_splitter_push(s, "", 0), PNEU_ERR_STATE);
    assert_int_equal(pneu_mbox_splitter_next(s, &event), PNEU_DONE);
    assert_int_equal(pneu_mbox_splitter_next(s, &event), PNEU_DONE);
    pneu_mbox_splitter_free(s);
    pneu_mbox_splitter_free(NULL);
}

static void only_new_allocates(void **state)
{
    failing_alloc counts;
    pneu_mbox_splitter *s;
    (void)state;
    failing_alloc_init(&counts, FAIL_ONCE, 1);
    assert_int_equal(pneu_mbox_splitter_new(0, 0, &counts.alloc, &s), PNEU_ERR_MEMORY);
    failing_alloc_check_clean(&counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold),           cmocka_unit_test(prefixes_are_the_same_in_every_cut),
        cmocka_unit_test(long_lines_are_text), cmocka_unit_test(states_are_kept),
        cmocka_unit_test(only_new_allocates),
    };
    return RUN_TESTS(tests);
}
