/* Long header lines folded: where, what is noted, what is refused. */
#include "pneu/format.h"
#include "pneu/refold.h"
#include "support/failing_alloc.h"
#include "support/refold_run.h"
#include "support/stage_run.h"
#include "support/test.h"

#define X10 "xxxxxxxxxx"
#define X50 X10 X10 X10 X10 X10
#define X500 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50
#define B50 "                                                  "
#define B500 B50 B50 B50 B50 B50 B50 B50 B50 B50 B50

/* ---- Where ------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint32_t over;
    uint32_t width;
    const char *in;
    const char *out;
    const char *notes;
} rows[] = {
    {"nothing", 20, 20, "", "", ""},
    {"short lines stay", 78, 0, "Subject: a\r\n b\r\n\r\nbody\r\n", "Subject: a\r\n b\r\n\r\nbody\r\n", ""},
    {"at a word", 20, 20, "Subject: one two three four\r\n\r\n", "Subject: one two\r\n three four\r\n\r\n", ""},
    {"LF where there is LF", 20, 20, "Subject: one two three four\n\n", "Subject: one two\n three four\n\n", ""},
    {"each field has its own line end", 20, 20, "A: b\r\nSubject: one two three four\n\r\n",
     "A: b\r\nSubject: one two\n three four\n\r\n", ""},
    {"the last field has none", 20, 20, "A: b\nSubject: one two three four", "A: b\nSubject: one two\n three four", ""},
    {"a line of the limit", 20, 20, "Subject: 6789 234567\r\n 123456789 123456789\r\n",
     "Subject: 6789 234567\r\n 123456789 123456789\r\n", ""},
    {"a line above it", 20, 20, "Subject: 6789 2345678\r\n 123456789 123456789\r\n",
     "Subject: 6789\r\n 2345678\r\n 123456789 123456789\r\n", ""},
    {"only the long line", 20, 20, "Subject: a\r\n b\r\n ccccccc ddddddd eeeeeee\r\n f\r\n",
     "Subject: a\r\n b\r\n ccccccc ddddddd\r\n eeeeeee\r\n f\r\n", ""},
    {"not into lines over the limit only", 40, 20, "Subject: one two three four five six seven\r\n",
     "Subject: one two\r\n three four five six\r\n seven\r\n", ""},
    {"behind the colon at last", 20, 20, "Subject: " X10 X10 "\r\n", "Subject:\r\n " X10 X10 "\r\n", ""},
    {"not without white space", 20, 20, "Subject:" X10 X10 "\r\n", "Subject:" X10 X10 "\r\n", ""},
    {"not before the colon", 20, 20, "Subject :" X10 X10 "\r\n", "Subject :" X10 X10 "\r\n", ""},
    {"the colon on a line of its own", 20, 20, "A\r\n : one two three four five\r\n",
     "A\r\n : one two three\r\n four five\r\n", ""},
    {"no line of white space", 20, 20, "Subject: one two three    \t\t      \r\n",
     "Subject: one two\r\n three    \t\t      \r\n", ""},
    {"all of white space", 20, 20, "Subject:                       \r\n", "Subject:                       \r\n", ""},
    {"not between CR and white space", 20, 20, "Subject: aaaaaaaaaaaa\r bbbbbbbbb\r\n",
     "Subject:\r\n aaaaaaaaaaaa\r bbbbbbbbb\r\n", ""},
    {"not before a control character", 20, 20, "Subject: aaaaaaaaaaaa \001bbbbbbbb\r\n",
     "Subject:\r\n aaaaaaaaaaaa \001bbbbbbbb\r\n", ""},
    {"white space stays as it is", 20, 20, "Subject: one two \t three four\r\n",
     "Subject: one two\r\n \t three four\r\n", ""},
    {"after a comma", 40, 40, "To: A B C <a@example.com>, D E F <d@e>, G\r\n",
     "To: A B C <a@example.com>, D E F <d@e>,\r\n G\r\n", ""},
    {"a comma is better than a later blank", 40, 40, "To: a@example.com, Dora Emilia <d@example.com>\r\n",
     "To: a@example.com,\r\n Dora Emilia <d@example.com>\r\n", ""},
    {"in a quoted string at last", 20, 20, "To: \"one two three four\" <a@b>\r\n",
     "To:\r\n \"one two three\r\n four\" <a@b>\r\n", ""},
    {"a quoted string over lines", 20, 20, "To: \"a b\r\n c, d, e, f, g, h\" <a@b>\r\n",
     "To: \"a b\r\n c, d, e, f, g, h\"\r\n <a@b>\r\n", ""},
    {"not at a quoted pair", 20, 20, "To: \"aaaaaaaaaaaaa\\ bbbbb\"\r\n", "To:\r\n \"aaaaaaaaaaaaa\\ bbbbb\"\r\n", ""},
    {"a backslash at a line's end", 20, 20, "To: \"aaaaa\\\r\n bb ccccccc dddddddd\"\r\n",
     "To: \"aaaaa\\\r\n bb ccccccc\r\n dddddddd\"\r\n", ""},
    {"parameters", 40, 40, "Content-Type: text/plain; charset=us-ascii; x=\"a b c\"\r\n",
     "Content-Type: text/plain;\r\n charset=us-ascii; x=\"a b c\"\r\n", ""},
    {"clauses of Received", 45, 45, "Received: from a (b c d) by e.example.com for <f>; today\r\n",
     "Received: from a (b c d) by e.example.com\r\n for <f>; today\r\n", ""},
    {"a clause's name is all of the word", 40, 40, "Received: from aaaaaaaaaa formula byte fort\r\n",
     "Received: from aaaaaaaaaa formula byte\r\n fort\r\n", ""},
    {"an encoded word stays whole", 30, 30, "Subject: a =?utf-8?q?b_c_d?= =?utf-8?q?e?=\r\n",
     "Subject: a =?utf-8?q?b_c_d?=\r\n =?utf-8?q?e?=\r\n", ""},
    {"a line with an encoded word has 76 bytes", 80, 80,
     "Subject: =?utf-8?q?b?= " X50 " xx yy zz\r\nSubject: -?utf-8?q?b?= " X50 " xx yy zz\r\n",
     "Subject: =?utf-8?q?b?= " X50 " xx\r\n yy zz\r\nSubject: -?utf-8?q?b?= " X50 " xx yy\r\n zz\r\n", ""},
    {"a date only over 998", 20, 20, "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n",
     "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n", ""},
    {"a date over 998", 20, 20, "Date: Sat (" X500 " " X500 ")\r\n", "Date: Sat\r\n (" X500 "\r\n " X500 ")\r\n", ""},
    {"a word over 998 stays", 0, 0, "A: b\r\nSubject: a " X500 X500 " b\r\n\r\n",
     "A: b\r\nSubject: a\r\n " X500 X500 "\r\n b\r\n\r\n", "1 0 6 Subject\n"},
    {"white space over 998 is not cut", 0, 0, "Subject:a" B500 B500 "b c\r\n", "Subject:a" B500 B500 "b\r\n c\r\n",
     "1 0 0 Subject\n"},
    {"parts, and messages in it", 20, 20,
     "Content-Type:\n multipart/mixed;\n boundary=b\n\n--b\nA: one two three four five\n\n one two three four five\n"
     "--b\nContent-Type:\n message/rfc822\n\nA: one two three four five\n\nx\n--b--\n one two three four five\n",
     "Content-Type:\n multipart/mixed;\n boundary=b\n\n--b\nA: one two three\n four five\n\n one two three four five\n"
     "--b\nContent-Type:\n message/rfc822\n\nA: one two three\n four five\n\nx\n--b--\n one two three four five\n",
     ""},
    {"lines that are no fields", 20, 20, "From a b c d e f g h i j\nA: b\n\n", "From a b c d e f g h i j\nA: b\n\n",
     ""},
};

static refold_way way_of(size_t i)
{
    refold_way way = {.how = WHOLE};
    way.choices.over = rows[i].over;
    way.choices.width = rows[i].width;
    return way;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        refold_way way = way_of(i);
        refold_result result;
        text out = {NULL, 0, 0}, notes = {NULL, 0, 0};
        size_t len = strlen(rows[i].in);
        refold_run(&way, rows[i].in, len, &result);
        text_add(&out, rows[i].out, strlen(rows[i].out));
        text_add(&notes, rows[i].notes, strlen(rows[i].notes));
        assert_true(text_is_same(rows[i].name, &out, &result.out));
        assert_true(text_is_same(rows[i].name, &notes, &result.notes));
        refold_must_keep_law(&way, rows[i].in, len, &result);
        for (size_t size = 1; size < 4; size++)
            refold_must_not_depend_on_chunks(&way, rows[i].in, len, &result, (chunking){0, size, 0}, size);
        refold_result_free(&result);
        text_free(&out);
        text_free(&notes);
    }
}

/* Each row, cut off after every byte. */
static void test_beginnings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t len = 0; len <= strlen(rows[i].in); len++) {
            refold_way way = way_of(i);
            refold_result result;
            refold_run(&way, rows[i].in, len, &result);
            refold_must_keep_law(&way, rows[i].in, len, &result);
            refold_result_free(&result);
        }
}

/* A field on one line is folded as the library folds what it writes, and so is one over the parser's limit. */
static void test_as_written(void **state)
{
    static const char *const values[][2] = {
        {"Subject", " the quick brown fox jumps over the lazy dog, and =?utf-8?q?then?= sleeps; in the shade"},
        {"To", " \"A, B\" <a@b>, (c d) e: f@example.com, g@h;, " X50 "@example.com"},
        {"References", " <a@b> <c@d> <" X50 "@e>"},
        {"Content-Type", " text/plain; charset=utf-8; name=\"a b c; d e f\"; x=y"},
        {"Received", " from a.example.com (b [127.0.0.1]) by c with d id e for <f@g>; Sat, 21 Nov 2026 10:00:00 +0000"},
    };
    pneu_arena *arena;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < 2 * COUNT_OF(values); i++) {
        const char *const *field = values[i / 2];
        size_t copies = i % 2 == 0 ? 3 : 3000;
        refold_way way = {.choices = {.over = 78}, .how = WHOLE};
        refold_result result;
        text value = {NULL, 0, 0}, line = {NULL, 0, 0};
        pneu_str name = {field[0], strlen(field[0])}, out;
        while (copies-- > 0)
            text_print(&value, "%s", field[1]);
        text_print(&line, "%s:%s\r\n", field[0], value.ptr);
        assert_int_equal(pneu_field_fold(arena, name, (pneu_str){value.ptr, value.len},
                                         pneu_fold_class(pneu_field_id(name)), NULL, &out),
                         PNEU_OK);
        refold_run(&way, line.ptr, line.len, &result);
        assert_int_equal(result.out.len, out.len);
        assert_memory_equal(result.out.ptr, out.ptr, out.len);
        refold_result_free(&result);
        text_free(&value);
        text_free(&line);
    }
    pneu_arena_free(arena);
}

/* ---- Signatures --------------------------------------------------------------------------------------------------- */

#define LONG "A: one two three four five\n"
#define SHORT "A: one\n"
#define SIMPLE "DKIM-Signature:\n c=simple; h=b:A\n"
#define RELAXED "DKIM-Signature:\n h=a;\n c=relaxed/simple\n"
#define OTHER "DKIM-Signature:\n h=b:c\n"
#define SIGNED "Content-Type:\n multipart/signed;\n boundary=b\n\n--b\n"

static void test_signatures(void **state)
{
    static const struct {
        const char *in;
        int32_t on_signed;
        const char *notes;
        uint64_t signatures;
    } signed_rows[] = {
        {SIMPLE LONG "\n", 0, "4 0 0 DKIM-Signature\n", 1},
        {LONG SIMPLE "\n", 0, "4 0 27 DKIM-Signature\n", 1},
        {RELAXED LONG "\n", 0, "", 0},
        {OTHER LONG "\n", 0, "", 0},
        {SIMPLE SHORT "\n" LONG, 0, "", 0},
        {"DKIM-Signature:\n h=b : A :\n c\n" LONG "\n", 0, "4 0 0 DKIM-Signature\n", 1},
        {"DKIM-Signature: v=1; h=b; b=xxxx\n\n", 0, "4 0 0 DKIM-Signature\n", 1},
        {"DKIM-Signature: v=1; c=relaxed; h=b\n\n", 0, "", 0},
        {"ARC-Seal:\n i=1\n" LONG "ARC-Seal: one two three four five\n\n", 0, "", 0},
        {"ARC-Seal:\n i=1\nContent-Type:\n message/rfc822\n\n" LONG "\nx", 0, "", 0},
        {"DKIM-Signature:\n v=1\n" LONG "\n", 0, "4 0 0 DKIM-Signature\n", 1},
        {"DKIM-Signature:\n h=a;\n c=relaxedly\n" LONG "\n", 0, "4 0 0 DKIM-Signature\n", 1},
        {"DKIM-Signature:\n h=a;\n c=Relaxed\n" LONG "\n", 0, "", 0},
        {RELAXED "Content-Type:\n message/rfc822\n\n" LONG "\nx", 0, "4 0 0 DKIM-Signature\n", 1},
        {"Content-Type:\n message/rfc822\n\n" RELAXED LONG "\nx", 0, "", 0},
        {SIGNED LONG "\nx\n--b--\n", 0, "2 1 50 A\n", 0},
        {SIGNED LONG "\nx\n--b--\n", 1, "3 1 50 A\n", 1},
        {LONG SIGNED SHORT "\nx\n--b--\n", 0, "", 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(signed_rows); i++) {
        refold_way way = {.choices = {.over = 20, .width = 20, .on_signed = signed_rows[i].on_signed}, .how = WHOLE};
        refold_result result;
        text notes = {NULL, 0, 0};
        refold_run(&way, signed_rows[i].in, strlen(signed_rows[i].in), &result);
        text_add(&notes, signed_rows[i].notes, strlen(signed_rows[i].notes));
        assert_true(text_is_same(signed_rows[i].in, &notes, &result.notes));
        assert_int_equal(result.summary.signatures, signed_rows[i].signatures);
        refold_must_keep_law(&way, signed_rows[i].in, strlen(signed_rows[i].in), &result);
        refold_result_free(&result);
        text_free(&notes);
    }
}

static void test_summary(void **state)
{
    static const char in[] =
        LONG SIGNED LONG SHORT "B: one two three four five six seven eight\nC:" X10 X10 "\n\nx\n--b--\n";
    static const pneu_refold_summary expected[] = {{1, 1, 0, 3, 0}, {3, 4, 0, 0, 1}};
    static const char word[] = "A: " X500 X500 "\nB: c\nD: " X500 X500 "\n " X500 X500 "\n\n";
    (void)state;
    for (int32_t on_signed = 0; on_signed < 2; on_signed++) {
        refold_way way = {.choices = {.over = 20, .width = 20, .on_signed = on_signed}, .how = WHOLE};
        refold_result result;
        refold_run(&way, in, sizeof in - 1, &result);
        assert_memory_equal(&result.summary, &expected[on_signed], sizeof expected[0]);
        refold_result_free(&result);
    }
    refold_way way = {.how = WHOLE};
    refold_result result;
    refold_run(&way, word, sizeof word - 1, &result);
    assert_int_equal(result.summary.fields, 2);
    assert_int_equal(result.summary.folds, 2);
    assert_int_equal(result.summary.long_lines, 3);
    refold_result_free(&result);
}

/* The first 64 are noted. The next message begins with none. */
static void test_many_signatures(void **state)
{
    const pneu_refold_choices choices = {.over = 20, .width = 20};
    pneu_refolder *refolder;
    text in = {NULL, 0, 0}, out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_refolder_new(NULL, &choices, NULL, &refolder), PNEU_OK);
    for (int i = 0; i < 70; i++)
        text_add(&in, SIMPLE, sizeof SIMPLE - 1);
    text_add(&in, LONG "\n", sizeof LONG);
    for (int round = 0; round < 2; round++) {
        pneu_refold_summary summary;
        pneu_str all = {in.ptr, in.len};
        assert_int_equal(stage_run(pneu_refolder_stage(refolder), all, WHOLE, 0, &out), PNEU_DONE);
        pneu_refolder_summary(refolder, &summary);
        assert_int_equal(summary.signatures, 64);
        assert_non_null(pneu_refolder_note(refolder, 63));
        assert_null(pneu_refolder_note(refolder, 64));
        pneu_refolder_reset(refolder);
    }
    assert_int_equal(stage_run(pneu_refolder_stage(refolder), (pneu_str){LONG, 1}, WHOLE, 0, &out), PNEU_DONE);
    assert_null(pneu_refolder_note(refolder, 0));
    pneu_refolder_free(refolder);
    text_free(&in);
    text_free(&out);
}

/* ---- Calls -------------------------------------------------------------------------------------------------------- */

static void test_refused_choices(void **state)
{
    static const pneu_refold_choices refused[] = {
        {.over = 999},
        {.over = 19},
        {.width = 19},
        {.over = 60, .width = 61},
        {.on_signed = 2},
        {.on_signed = -1},
        {.reserved = {0, 0, 0, 0, 1}},
    };
    pneu_refolder *refolder;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        assert_int_equal(pneu_refolder_new(NULL, &refused[i], NULL, &refolder), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_refolder_new(NULL, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
}

static void test_states(void **state)
{
    pneu_refolder *refolder;
    char room[8];
    size_t len;
    (void)state;
    assert_int_equal(pneu_refolder_new(NULL, NULL, NULL, &refolder), PNEU_OK);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(pneu_refolder_read(refolder, room, 0, &len), PNEU_ERR_ARGUMENT);
        assert_int_equal(pneu_refolder_push(refolder, NULL, 1), PNEU_ERR_ARGUMENT);
        assert_int_equal(pneu_refolder_push(refolder, "A: b\n\nx", 7), PNEU_OK);
        assert_int_equal(pneu_refolder_push(refolder, "x", 1), PNEU_ERR_STATE);
        assert_int_equal(pneu_refolder_finish(refolder), PNEU_ERR_STATE);
        while (pneu_refolder_read(refolder, room, sizeof room, &len) == PNEU_OK)
            ;
        assert_null(pneu_refolder_note(refolder, 0));
        assert_int_equal(pneu_refolder_finish(refolder), PNEU_OK);
        assert_int_equal(pneu_refolder_finish(refolder), PNEU_ERR_STATE);
        while (pneu_refolder_read(refolder, room, sizeof room, &len) == PNEU_OK)
            ;
        assert_int_equal(pneu_refolder_read(refolder, room, sizeof room, &len), PNEU_DONE);
        pneu_refolder_reset(refolder);
    }
    pneu_refolder_free(refolder);
    pneu_refolder_free(NULL);
    pneu_refolder_reset(NULL);
    assert_int_equal(pneu_refolder_push(NULL, "", 0), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_refolder_finish(NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_refolder_read(NULL, room, 1, &len), PNEU_ERR_ARGUMENT);
    assert_null(pneu_refolder_note(NULL, 0));
}

/* Whichever request fails, the filter says so, and nothing is lost. */
static void test_memory(void **state)
{
    static const char in[] = SIMPLE LONG "\n" SIGNED LONG "\nx\n--b--\n";
    static const char deep[] =
        "Content-Type: message/rfc822\n\n" SIMPLE LONG "Content-Type: message/rfc822\n\n" SIGNED LONG "\nx\n--b--\n";
    const char *const messages[] = {in, deep};
    (void)state;
    for (size_t i = 0; i < 2 * COUNT_OF(messages); i++) {
        size_t fail_at = 1;
        pneu_status status;
        do {
            failing_alloc memory;
            refold_way way = {.choices = {.over = 20, .width = 20, .on_signed = (int32_t)(i % 2)}, .how = WHOLE};
            refold_result result;
            failing_alloc_init(&memory, FAIL_ONCE, fail_at++);
            way.alloc = &memory.alloc;
            refold_run(&way, messages[i / 2], strlen(messages[i / 2]), &result);
            status = result.status;
            assert_true(status == (memory.refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK));
            refold_result_free(&result);
            failing_alloc_check_clean(&memory);
        } while (status != PNEU_OK);
        assert_true(fail_at > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_beginnings),
        cmocka_unit_test(test_as_written),
        cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_summary),
        cmocka_unit_test(test_many_signatures),
        cmocka_unit_test(test_refused_choices),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_memory),
    };
    return RUN_TESTS(tests);
}
