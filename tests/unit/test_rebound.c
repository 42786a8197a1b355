/* Multiparts that get another boundary, because what is put into them holds theirs. */
#include <ctype.h>
#include <stdlib.h>

#include "support/edit_run.h"
#include "support/edit_steps.h"
#include "support/test.h"

#define FRESH "Content-Type: multipart/mixed; boundary=\"@0\"\n\n"
#define HOLDS "\nx\n--b\ny"

/* "@n": the boundary that is made for part n. */
static const edit_row rows[] = {
    {"a line of a body",
     MULTI "pre\n" ONE TWO CLOSE "epi\n",
     {{REPLACE, 1, HOLDS, 0}},
     FRESH "pre\n--@0\n" HOLDS "\n--@0\n\ntwo\n--@0--\nepi\n",
     "boundary@0 "},
    {"the beginning of a line",
     MULTI ONE CLOSE,
     {{BODY, 1, "--bb", 0}},
     FRESH "--@0\nA: 1\n\n--bb\n--@0--\n",
     "boundary@0 "},
    {"a line behind a CR",
     MULTI ONE CLOSE,
     {{REPLACE, 1, "\n\r--b", 0}},
     "Content-Type: multipart/mixed; boundary=\"@0\"\n" CTE "binary\n\n--@0\n\n\r--b\n--@0--\n",
     "encoding@0 boundary@0 "},
    {"a line of a header",
     MULTI ONE CLOSE,
     {{REPLACE, 1, "A: 1\n--b: 2\n\nx", 0}},
     FRESH "--@0\nA: 1\n--b: 2\n\nx\n--@0--\n",
     "boundary@0 "},
    {"a boundary of its own",
     MULTI ONE CLOSE,
     {{AFTER, 1, MULTI ONE CLOSE, 0}},
     FRESH "--@0\nA: 1\n\none\n--@0\n" MULTI ONE CLOSE "\n--@0--\n",
     "boundary@0 "},
    {"a boundary that begins like it",
     MULTI ONE CLOSE,
     {{CHILD, 0, "Content-Type: multipart/mixed; boundary=bc\n\n--bc\n\n--bc--\n", 0}},
     FRESH "--@0\nContent-Type: multipart/mixed; boundary=bc\n\n--bc\n\n--bc--\n\n--@0\nA: 1\n\none\n--@0--\n",
     "boundary@0 "},
    {"two around",
     MULTI INNER TWO CLOSE,
     {{REPLACE, 2, "\n--b\n--c\n", 0}},
     FRESH "--@0\nContent-Type: multipart/mixed; boundary=\"@1\"\n\n--@1\n\n--b\n--c\n\n--@1--\n--@0\n\ntwo\n--@0--\n",
     "boundary@0 boundary@1 "},
    {"only the one that is held",
     MULTI INNER TWO CLOSE,
     {{REPLACE, 2, "\n--c\n", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=\"@1\"\n\n--@1\n\n--c\n\n--@1--\n" TWO CLOSE,
     "boundary@1 "},
    {"nothing else of Content-Type",
     "Content-Type : Multipart/b;\n\tboundary=\"b\" (b); x=b\nA: 1\n\n" ONE CLOSE,
     {{REPLACE, 1, HOLDS, 0}},
     "Content-Type : Multipart/b;\n\tboundary=\"@0\" (b); x=b\nA: 1\n\n--@0\n" HOLDS "\n--@0--\n",
     "boundary@0 "},
    {"padded delimiters",
     MULTI "--b \t\n\none\n--b-- \n",
     {{REPLACE, 1, HOLDS, 0}},
     FRESH "--@0 \t\n" HOLDS "\n--@0-- \n",
     "boundary@0 "},
    {"an open multipart", MULTI "--b\n\none", {{REPLACE, 1, HOLDS, 0}}, FRESH "--@0\n" HOLDS, "boundary@0 "},
    {"an open multipart that is closed",
     MULTI "--b\n\none",
     {{AFTER, 1, HOLDS, 0}, {CHILD, 0, NEW, 9}},
     FRESH "--@0\n\none\n--@0\n" HOLDS "\n--@0\n" NEW "\n--@0--\n",
     "line-end@0 close@0 boundary@0 "},
    {"one without parts",
     MULTI "pre\n" CLOSE,
     {{CHILD, 0, HOLDS, 0}},
     FRESH "pre\n--@0\n" HOLDS "\n--@0--\n",
     "boundary@0 "},
    {"behind other edits",
     MULTI ONE TWO "--b\n\nthree\n" CLOSE,
     {{BEFORE, 1, NEW, 0}, {REMOVE, 2, NULL, 0}, {AFTER, 3, HOLDS, 0}},
     FRESH "--@0\n" NEW "\n--@0\nA: 1\n\none\n--@0\n\nthree\n--@0\n" HOLDS "\n--@0--\n",
     "boundary@0 "},
    {"before other edits",
     MULTI ONE TWO "--b\n\nthree\n" CLOSE,
     {{AFTER, 1, HOLDS, 0}, {REMOVE, 2, NULL, 0}, {BEFORE, 1, NEW, 0}},
     FRESH "--@0\n" NEW "\n--@0\nA: 1\n\none\n--@0\n" HOLDS "\n--@0\n\nthree\n--@0--\n",
     "boundary@0 "},
    {"the multipart is replaced then",
     MULTI INNER TWO CLOSE,
     {{BODY, 2, "--c", 0}, {REPLACE, 1, NEW, 0}},
     MULTI BNEW TWO CLOSE,
     "boundary@1 "},
    {"the multipart is removed then",
     MULTI INNER TWO CLOSE,
     {{BODY, 2, "--c", 0}, {REMOVE, 1, NULL, 0}},
     MULTI TWO CLOSE,
     "boundary@1 "},
    {"the multipart is wrapped then",
     MULTI INNER TWO CLOSE,
     {{BODY, 2, "--c", 0}, {WRAP, 1, "w", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\nContent-Type: multipart/mixed; boundary=\"@1\"\n\n"
           "--@1\n\n--c\n--@1--\n--w--\n" TWO CLOSE,
     "boundary@1 "},
    {"the message is wrapped then",
     MULTI ONE CLOSE,
     {{BODY, 1, "--b", 0}, {WRAP, 0, "w", 0}},
     "Content-Type: multipart/mixed; boundary=w\nMIME-Version: 1.0\n\n--w\n" FRESH
     "--@0\nA: 1\n\n--b\n--@0--\n\n--w--\n",
     "boundary@0 mime@0 "},
    {"the last of an open one is removed",
     MULTI ONE "--b\n\ntwo",
     {{BODY, 1, "--b", 0}, {REMOVE, 2, NULL, 0}},
     FRESH "--@0\nA: 1\n\n--b\n--@0--\n",
     "boundary@0 close@0 "},
    {"the signature has a part of its own",
     "Content-Type: multipart/signed; boundary=b\n\n" ONE TWO CLOSE,
     {{BODY, 2, "--b", 0}},
     "Content-Type: multipart/signed; boundary=\"@0\"\n\n--@0\nA: 1\n\none\n--@0\n\n--b\n--@0--\n",
     "signature@0 boundary@0 "},
};

/* Puts "@n" for boundaries that were made. */
static void name_fresh(text *out, const char *written)
{
    text_clear(out);
    text_print(out, "%s", "");
    for (const char *at = written; *at != 0; at++) {
        size_t digits = 0;
        while (at[0] == '=' && at[1] == '_' && isxdigit((unsigned char)at[2 + digits]))
            digits++;
        if (digits == 36) {
            text_print(out, "@%lu", strtoul(at + 34, NULL, 16));
            at += 37;
        } else {
            text_add(out, at, 1);
        }
    }
}

static void test_rows(void **state)
{
    text written = {NULL, 0, 0}, named = {NULL, 0, 0}, touches = {NULL, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_message *message;
        assert_int_equal(pneu_message_parse(rows[i].message, strlen(rows[i].message), NULL, NULL, &message), PNEU_OK);
        for (const edit_step *step = rows[i].steps; step->what != STEP_END; step++)
            if (edit_step_do(message, step) != PNEU_OK)
                fail_msg("%s: refused", rows[i].name);
        assert_int_equal(edit_write(&written, message, 0, 0, 5), PNEU_OK);
        name_fresh(&named, written.ptr);
        text_clear(&touches);
        text_print(&touches, "%s", "");
        edit_print_touches(&touches, message);
        if (strcmp(named.ptr, rows[i].written) != 0 || strcmp(touches.ptr, rows[i].touches) != 0)
            fail_msg("%s: touched %s\n%s<<<", rows[i].name, touches.ptr, named.ptr);
        pneu_message_undo_edits(message);
        assert_int_equal(edit_write(&written, message, 0, 0, 5), PNEU_OK);
        assert_string_equal(written.ptr, rows[i].message);
        pneu_message_free(message);
    }
    text_free(&written);
    text_free(&named);
    text_free(&touches);
}

/* Content with the fresh boundary: another one is made, and what stood there is changed again. */
static void test_twice(void **state)
{
    static const char mail[] = MULTI INNER TWO CLOSE;
    text written = {NULL, 0, 0}, holds = {NULL, 0, 0};
    pneu_message *message;
    (void)state;
    assert_int_equal(pneu_message_parse(mail, sizeof mail - 1, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(edit_step_do(message, &(edit_step){AFTER, 3, HOLDS, 0}), PNEU_OK);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(edit_write(&written, message, 0, 0, 100), PNEU_OK);
        const char *start = strstr(written.ptr, "=_");
        text_clear(&holds);
        text_print(&holds, "\nx\n--%.*s\ny", (int)strcspn(start, "\""), start);
        assert_int_equal(edit_step_do(message, &(edit_step){BEFORE, 1, holds.ptr, 0}), PNEU_OK);
    }
    assert_int_equal(edit_write(&written, message, 0, 0, 100), PNEU_OK);
    pneu_message_free(message);
    assert_int_equal(pneu_message_parse(written.ptr, written.len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_part_count(message), 8);
    assert_int_equal(pneu_part_child_count(message, 0), 6);
    pneu_message_free(message);
    text_free(&written);
    text_free(&holds);
}

/* Each request for memory refused in turn: what was written stays as it was. */
static void test_memory_failure(void **state)
{
    text written = {NULL, 0, 0};
    edit_row known[COUNT_OF(rows)];
    char *copies[COUNT_OF(rows)];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_message *message;
        assert_int_equal(pneu_message_parse(rows[i].message, strlen(rows[i].message), NULL, NULL, &message), PNEU_OK);
        for (const edit_step *step = rows[i].steps; step->what != STEP_END; step++)
            assert_int_equal(edit_step_do(message, step), PNEU_OK);
        assert_int_equal(edit_write(&written, message, 0, 0, 100), PNEU_OK);
        pneu_message_free(message);
        known[i] = rows[i];
        known[i].written = copies[i] = strdup(written.ptr);
    }
    edit_rows_without_memory(known, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        free(copies[i]);
    text_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_memory_failure),
    };
    return RUN_TESTS(tests);
}
