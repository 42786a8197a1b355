/* Whole fields: where they are folded, what is refused, and the class of each known field. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/field.h"
#include "support/format_run.h"
#include "support/mime_text.h"

#define X20 "xxxxxxxxxxxxxxxxxxxx"
#define X60 X20 X20 X20
#define A20 "AAAAAAAAAAAAAAAAAAAA"
#define A60 A20 A20 A20

typedef struct row {
    const char *name;
    const char *field;
    const char *in;
    int32_t fold_class;
    uint32_t flags;
    const char *out;
} row;

static const row rows[] = {
    {"nothing", "A", "", PNEU_FOLD_UNSTRUCTURED, 0, "A:\r\n"},
    {"white space", "A", "  ", PNEU_FOLD_UNSTRUCTURED, 0, "A:  \r\n"},
    {"its own space", "A", " b", PNEU_FOLD_UNSTRUCTURED, 0, "A: b\r\n"},
    {"folds are undone", "A", "\r\n b\r\n c\n\td", PNEU_FOLD_UNSTRUCTURED, 0, "A: b c\td\r\n"},
    {"78 bytes", "Subject", X60 " 12345678 a", PNEU_FOLD_UNSTRUCTURED, 0, "Subject: " X60 " 12345678\r\n a\r\n"},
    {"79 bytes", "Subject", X60 " 123456789 a", PNEU_FOLD_UNSTRUCTURED, 0, "Subject: " X60 "\r\n 123456789 a\r\n"},
    {"76 with an encoded word", "Subject", X60 " =?a?= 7", PNEU_FOLD_UNSTRUCTURED, 0,
     "Subject: " X60 " =?a?=\r\n 7\r\n"},
    {"white space at the end", "Subject", X60 " 1234567  ", PNEU_FOLD_UNSTRUCTURED, 0,
     "Subject: " X60 "\r\n 1234567  \r\n"},
    {"white space is kept", "Subject", X60 " \t  12345678", PNEU_FOLD_UNSTRUCTURED, 0,
     "Subject: " X60 "\r\n \t  12345678\r\n"},
    {"structure is nothing here", "Subject", "a, " X60 " \"12 34567", PNEU_FOLD_UNSTRUCTURED, 0,
     "Subject: a, " X60 " \"12\r\n 34567\r\n"},
    {"a long word", "Subject", "a " X60 X20 " b", PNEU_FOLD_UNSTRUCTURED, 0, "Subject: a\r\n " X60 X20 "\r\n b\r\n"},

    {"after a comma", "To", "aa@a.example, bb <bb@" X20 X20 ">, c", PNEU_FOLD_ADDRESSES, 0,
     "To: aa@a.example, bb <bb@" X20 X20 ">, c\r\n"},
    {"not before the address", "To", "a <" X20 ">, bb cc <" X20 X20 "123>", PNEU_FOLD_ADDRESSES, 0,
     "To: a <" X20 ">,\r\n bb cc <" X20 X20 "123>\r\n"},
    {"before it where there is no comma", "To", "a b <" X60 "123456789>", PNEU_FOLD_ADDRESSES, 0,
     "To: a b\r\n <" X60 "123456789>\r\n"},
    {"no comma in quotes", "To", "a \"b, " X20 "\" <" X20 X20 "34567>", PNEU_FOLD_ADDRESSES, 0,
     "To: a \"b, " X20 "\"\r\n <" X20 X20 "34567>\r\n"},
    {"a quote mark in quotes", "To", "a \"\\\", " X20 "\" <" X20 X20 "34567>", PNEU_FOLD_ADDRESSES, 0,
     "To: a \"\\\", " X20 "\"\r\n <" X20 X20 "34567>\r\n"},
    {"after the colon before in quotes", "To", "\"" X20 " " X20 " " X20 " 4567890123\"", PNEU_FOLD_ADDRESSES, 0,
     "To:\r\n \"" X20 " " X20 " " X20 " 4567890123\"\r\n"},
    {"in quotes where nothing else is left", "To", "\"" X20 " " X20 " " X20 " " X20 "\"", PNEU_FOLD_ADDRESSES, 0,
     "To:\r\n \"" X20 " " X20 " " X20 "\r\n " X20 "\"\r\n"},
    {"never after a backslash", "To", "\"" X60 "78901234 \\ 78901\"", PNEU_FOLD_ADDRESSES, 0,
     "To:\r\n \"" X60 "78901234\r\n \\ 78901\"\r\n"},
    {"not in a domain", "To", "a b@" X20 " . " X20 X20 "12345678", PNEU_FOLD_ADDRESSES, 0,
     "To: a\r\n b@" X20 " . " X20 X20 "12345678\r\n"},
    {"not in a comment", "To", "a (b, (c) d " X20 X20 X20 "12)", PNEU_FOLD_ADDRESSES, 0,
     "To: a\r\n (b, (c) d " X20 X20 X20 "12)\r\n"},
    {"an open bracket", "To", "<a " X60 " 12345678901", PNEU_FOLD_ADDRESSES, 0, "To:\r\n <a " X60 " 12345678901\r\n"},

    {"ids are not parted", "References", "<a b c> <" X60 ">", PNEU_FOLD_IDS, 0,
     "References: <a b c>\r\n <" X60 ">\r\n"},
    {"after a semicolon", "Content-Type", "a/b; c=\"d; e\" " X20 X20 "12345678901", PNEU_FOLD_PARAMETERS, 0,
     "Content-Type: a/b;\r\n c=\"d; e\" " X20 X20 "12345678901\r\n"},
    {"before a clause", "Received", "from a (b) by c (d by " X20 ") WITH " X20 " 5678901 x", PNEU_FOLD_RECEIVED, 0,
     "Received: from a (b) by c (d by " X20 ")\r\n WITH " X20 " 5678901 x\r\n"},
    {"before the date", "Received", "from " X20 " byes " X20 "; Thu, 1 Jan 2026 00:00:00", PNEU_FOLD_RECEIVED, 0,
     "Received: from " X20 " byes " X20 ";\r\n Thu, 1 Jan 2026 00:00:00\r\n"},
    {"never", "Date", "a " X60 X20 " b", PNEU_FOLD_NEVER, 0, "Date: a " X60 X20 " b\r\n"},

    {"a signature", "DKIM-Signature", "a=b; b=" A60 A60 "; c=d", PNEU_FOLD_DKIM, 0,
     "DKIM-Signature: a=b;\r\n b=" A60 "AAAAAAAAAAAAAAA\r\n " A20 A20 "AAAAA; c=d\r\n"},
    {"a signature with blanks", "DKIM-Signature", "a=bb; b  =  " A60 "345678; b=x", PNEU_FOLD_DKIM, 0,
     "DKIM-Signature: a=bb;\r\n b  =  " A60 "345678; b=x\r\n"},
    {"a blank behind a full line of a signature", "DKIM-Signature", "a=b; b=" A60 "AAAAAAAAAAAAAAA ", PNEU_FOLD_DKIM, 0,
     "DKIM-Signature: a=b;\r\n b=" A60 "AAAAAAAAAAAAAAA \r\n"},
    {"no signature: bh= and x=b=", "DKIM-Signature", "bh=" A60 A60 "; x=b=" A60 A60, PNEU_FOLD_DKIM, 0,
     "DKIM-Signature:\r\n bh=" A60 A60 ";\r\n x=b=" A60 A60 "\r\n"},

    {"UTF-8", "A", "\xC3\xA9", PNEU_FOLD_UNSTRUCTURED, PNEU_FORMAT_UTF8, "A: \xC3\xA9\r\n"},
    {"not without the flag", "A", "\xC3\xA9", PNEU_FOLD_UNSTRUCTURED, 0, "PNEU_ERR_ARGUMENT"},
    {"not UTF-8", "A", "\xC3", PNEU_FOLD_UNSTRUCTURED, PNEU_FORMAT_UTF8, "PNEU_ERR_ARGUMENT"},
    {"a line end", "A", "b\r\nBcc: c", PNEU_FOLD_UNSTRUCTURED, 0, "PNEU_ERR_ARGUMENT"},
    {"a line end at the end", "A", "b\r\n", PNEU_FOLD_UNSTRUCTURED, 0, "PNEU_ERR_ARGUMENT"},
    {"CR before a fold", "A", "b\r\r\n c", PNEU_FOLD_UNSTRUCTURED, 0, "PNEU_ERR_ARGUMENT"},
    {"a bad name", "A B", "c", PNEU_FOLD_UNSTRUCTURED, 0, "PNEU_ERR_ARGUMENT"},
    {"LF in a name", "A\n", "c", PNEU_FOLD_UNSTRUCTURED, 0, "PNEU_ERR_ARGUMENT"},
    {"a name above ASCII", "\xC3\xA9", "c", PNEU_FOLD_UNSTRUCTURED, PNEU_FORMAT_UTF8, "PNEU_ERR_ARGUMENT"},
    {"no name", "", "c", PNEU_FOLD_UNSTRUCTURED, 0, "PNEU_ERR_ARGUMENT"},
    {"no class", "A", "c", PNEU_FOLD_NEVER + 1, 0, "PNEU_ERR_ARGUMENT"},
    {"no class below", "A", "c", -1, 0, "PNEU_ERR_ARGUMENT"},
};

static const row *current; /* whose name and class write_row takes */

/* A format_function. */
static pneu_status write_row(pneu_arena *arena, pneu_str in, const pneu_format *format, pneu_str *out)
{
    return pneu_field_fold(arena, pneu_i_str(current->field), in, current->fold_class, format, out);
}

static void fields_are_folded(void **state)
{
    text out = {0};
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_format format = {rows[i].flags, 0};
        current = &rows[i];
        format_run(&out, write_row, pneu_i_str(rows[i].in), &format);
        failed += !text_equals(rows[i].name, &out, rows[i].out);
        format_check_hard(write_row, pneu_i_str(rows[i].in), &format);
    }
    text_free(&out);
    assert_int_equal(failed, 0);
}

/* "A: " and 995 bytes fit; one more goes to the next line, where 997 do. */
static void lines_of_998_bytes_are_the_limit(void **state)
{
    static char bytes[1200];
    static const row unfolded = {"", "A", "", PNEU_FOLD_NEVER, 0, ""};
    static const row folded = {"", "A", "", PNEU_FOLD_UNSTRUCTURED, 0, ""};
    pneu_arena *arena = NULL;
    pneu_str out;
    (void)state;
    memset(bytes, 'b', sizeof bytes);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    current = &unfolded;
    assert_int_equal(write_row(arena, pneu_i_str_of(bytes, 995), NULL, &out), PNEU_OK);
    assert_int_equal(write_row(arena, pneu_i_str_of(bytes, 996), NULL, &out), PNEU_ERR_LIMIT);
    current = &folded;
    assert_int_equal(write_row(arena, pneu_i_str_of(bytes, 997), NULL, &out), PNEU_OK);
    assert_int_equal(write_row(arena, pneu_i_str_of(bytes, 998), NULL, &out), PNEU_ERR_LIMIT);
    assert_int_equal(pneu_field_fold(arena, pneu_i_str_of(bytes, 998), pneu_i_str(""), 0, NULL, &out), PNEU_ERR_LIMIT);
    assert_int_equal(pneu_field_fold(arena, pneu_i_str_of(bytes, 997), pneu_i_str("a"), 0, NULL, &out), PNEU_OK);
    memset(bytes, ' ', 1100);
    assert_int_equal(write_row(arena, pneu_i_str_of(bytes, 1100), NULL, &out), PNEU_ERR_LIMIT);
    pneu_arena_free(arena);
}

static void fields_have_classes(void **state)
{
    (void)state;
    assert_int_equal(pneu_fold_class(PNEU_FIELD_OTHER), PNEU_FOLD_UNSTRUCTURED);
    assert_int_equal(pneu_fold_class(-1), PNEU_FOLD_UNSTRUCTURED);
    assert_int_equal(pneu_fold_class(PNEU_FIELD_COUNT), PNEU_FOLD_UNSTRUCTURED);
    assert_int_equal(pneu_fold_class(PNEU_FIELD_SUBJECT), PNEU_FOLD_UNSTRUCTURED);
    assert_int_equal(pneu_fold_class(PNEU_FIELD_RESENT_CC), PNEU_FOLD_ADDRESSES);
    assert_int_equal(pneu_fold_class(PNEU_FIELD_REFERENCES), PNEU_FOLD_IDS);
    assert_int_equal(pneu_fold_class(PNEU_FIELD_CONTENT_TYPE), PNEU_FOLD_PARAMETERS);
    assert_int_equal(pneu_fold_class(PNEU_FIELD_RECEIVED), PNEU_FOLD_RECEIVED);
    assert_int_equal(pneu_fold_class(PNEU_FIELD_ARC_SEAL), PNEU_FOLD_DKIM);
    assert_int_equal(pneu_fold_class(PNEU_FIELD_MESSAGE_ID), PNEU_FOLD_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_folded),
        cmocka_unit_test(lines_of_998_bytes_are_the_limit),
        cmocka_unit_test(fields_have_classes),
    };
    return RUN_TESTS(tests);
}
