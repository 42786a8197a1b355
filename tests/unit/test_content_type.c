/* The public functions: types, strict mode, arguments, lack of memory. Parameters: test_params.c and test_rfc2231.c. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static const struct type_row {
    const char *name;
    const char *in;
    const char *value;
    const char *declared;
    const char *defects;
} type_rows[] = {
    {"usual", " Text/HTML;x=y", "text/html", "Text/HTML", ""},
    {"blanks around the slash", "text / html", "text/html", "text / html", ""},
    {"comments", "(a)text/(b)html(c)", "text/html", "text/(b)html", " param_comment param_comment param_comment"},
    {"no subtype", "text; charset=x", "text/plain", "text", " mime_type_invalid"},
    {"slash, no subtype", "text/; x=y", "text/plain", "text/", " mime_type_invalid"},
    {"no type", "/html", "text/plain", "/html", " mime_type_invalid"},
    {"empty", "", "text/plain", "", " mime_type_invalid"},
    {"only parameters", "; name=x", "text/plain", "", " mime_type_invalid"},
    {"quoted", "\"multipart/mixed\"; boundary=b", "text/plain", "\"multipart/mixed\"", " mime_type_invalid"},
    {"second colon", ": multipart/mixed", "text/plain", ": multipart/mixed", " mime_type_invalid"},
    {"junk after the subtype", "text/html>", "text/html", "text/html", " param_invalid_name"},
    {"bytes above 127", "t\xE9xt/plain", "text/plain", "t\xC3\xA9xt/plain", " mime_type_invalid"},
    {"folded", "\r\n text/\r\n html", "text/html", "text/ html", ""},
};

static void types_are_read(void **state)
{
    pneu_arena *arena = NULL;
    text defects = {0}, found = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    int failed = 0;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(type_rows); i++) {
        pneu_mime_value value;
        text_clear(&defects);
        assert_int_equal(pneu_content_type_parse(arena, pneu_i_str(type_rows[i].in), PNEU_LENIENT, &sink, &value),
                         PNEU_OK);
        text_clear(&found);
        text_add(&found, value.value.ptr, value.value.len);
        failed += !text_equals(type_rows[i].name, &found, type_rows[i].value);
        text_clear(&found);
        text_add(&found, value.declared.ptr, value.declared.len);
        failed += !text_equals(type_rows[i].name, &found, type_rows[i].declared);
        failed += !text_equals(type_rows[i].name, &defects, type_rows[i].defects);
    }
    pneu_arena_free(arena);
    text_free(&defects);
    text_free(&found);
    assert_int_equal(failed, 0);
}

static void long_types_are_none(void **state)
{
    text in = {0}, value = {0};
    (void)state;
    text_print(&in, "text/");
    for (int i = 0; i < 250; i++)
        text_print(&in, "x");
    type_text(&value, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, NULL);
    assert_int_equal(value.len, 255);
    text_print(&in, "x");
    text_clear(&value);
    type_text(&value, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, NULL);
    assert_string_equal(value.ptr, "text/plain");
    text_free(&in);
    text_free(&value);
}

#define NO_VALUE "PNEU_ERR_SYNTAX"

static const struct strict_row {
    const char *in;
    const char *value;
} strict_rows[] = {
    {"text/plain; charset=us-ascii (Plain text)", "text/plain; charset=us-ascii"},
    {"text/plain;", "text/plain"},
    {"a/b; name=\"=?utf-8?Q?x?=\"", "a/b; name==?utf-8?Q?x?="},
    {"a/b; name=\"caf\xC3\xA9\"", "a/b; name=caf\xC3\xA9"},
    {"a/b; a*0=x; a*2=y", "a/b; a=x"},
    {"a/b; a*00=x", "a/b"},
    {"text", NO_VALUE},
    {"", NO_VALUE},
    {"a/b; c = d", NO_VALUE},
    {"a/b; c=", NO_VALUE},
    {"a/b; c=d e", NO_VALUE},
    {"a/b; c=d\\e", NO_VALUE},
    {"a/b; c=\"d", NO_VALUE},
    {"a/b; c=\"d\"e", NO_VALUE},
    {"a/b c=d", NO_VALUE},
    {"a/b; c", NO_VALUE},
    {"a/b;; c=d", NO_VALUE},
    {"a/b; name=\"caf\xE9\"", NO_VALUE},
    {"a/b; name=caf\xC3\xA9", NO_VALUE},
    {"a/b; name*=x", NO_VALUE},
    {"a/b; name*0*=x; name*1=y", NO_VALUE},
    {"a/b; name*=\"utf-8''x\"", NO_VALUE},
    {"a/b; name*=utf-8''%4", NO_VALUE},
};

static void strict_mode_refuses(void **state)
{
    text value = {0};
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(strict_rows); i++) {
        text_clear(&value);
        type_text(&value, pneu_i_str(strict_rows[i].in), PNEU_STRICT, NULL);
        failed += !text_equals(strict_rows[i].in, &value, strict_rows[i].value);
    }
    text_free(&value);
    assert_int_equal(failed, 0);
}

/* RFC 2183 section 2: a disposition is a token. */
static void dispositions_are_tokens(void **state)
{
    static const char *const rows[] = {"\"foo; filename=bar;baz\"; filename=qux", "<x>; filename=qux", "\"x\"", "@"};
    text value = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text_clear(&value);
        text_clear(&defects);
        disposition_text(&value, pneu_i_str(rows[i]), PNEU_STRICT, &sink);
        assert_string_equal(value.ptr, NO_VALUE);
        assert_string_equal(defects.ptr, " param_syntax");
    }
    text_free(&value);
    text_free(&defects);
}

/* Strict mode tells the same defects as lenient mode. */
static void strict_mode_reports(void **state)
{
    text value = {0}, lenient = {0}, strict = {0};
    pneu_defect_sink lenient_sink = defect_text_sink(&lenient), strict_sink = defect_text_sink(&strict);
    pneu_str in = pneu_i_str("a/b; c = d; c=\"e");
    (void)state;
    type_text(&value, in, PNEU_LENIENT, &lenient_sink);
    type_text(&value, in, PNEU_STRICT, &strict_sink);
    assert_string_equal(lenient.ptr, " param_syntax/param_space_around_eq param_unterminated_quote param_duplicate");
    assert_string_equal(strict.ptr, lenient.ptr);
    text_free(&value);
    text_free(&lenient);
    text_free(&strict);
}

static void arguments_are_checked(void **state)
{
    pneu_arena *arena = NULL;
    pneu_mime_value out;
    pneu_str type = pneu_i_str("text/plain");
    pneu_str impossible = {NULL, 1};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_content_type_parse(NULL, type, PNEU_LENIENT, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_content_type_parse(arena, type, PNEU_LENIENT, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_content_type_parse(arena, type, 2, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_content_disposition_parse(arena, impossible, PNEU_LENIENT, NULL, &out), PNEU_ERR_ARGUMENT);
    pneu_str nothing = {NULL, 0};
    assert_int_equal(pneu_content_disposition_parse(arena, nothing, PNEU_LENIENT, NULL, &out), PNEU_OK);
    pneu_arena_free(arena);
}

/* Each allocation refused in turn: an error, nothing lost, and the arena still works. */
static void lack_of_memory_is_survived(void **state)
{
    text in = {0};
    size_t refused = 1;
    (void)state;
    text_print(&in, "a/b; c*0*=iso-8859-1''%%E9; c*1=\"");
    for (int i = 0; i < 6000; i++)
        text_print(&in, "\\x");
    text_print(&in, "\"; d=\"=?koi8-r?B?8NLJ18XU?= ");
    for (int i = 0; i < 6000; i++)
        text_print(&in, "\xE9");
    text_print(&in, "\"");
    for (size_t at = 1; refused > 0; at++) {
        failing_alloc alloc;
        pneu_arena *arena = NULL;
        pneu_mime_value value;
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        pneu_status status = pneu_arena_new(&alloc.alloc, &arena);
        if (status == PNEU_OK)
            status = pneu_content_type_parse(arena, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, NULL, &value);
        refused = alloc.refused;
        assert_int_equal(status, refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
        pneu_arena_free(arena);
        failing_alloc_check_clean(&alloc);
        assert_true(at < 100);
    }
    text_free(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_read),          cmocka_unit_test(long_types_are_none),
        cmocka_unit_test(strict_mode_refuses),     cmocka_unit_test(strict_mode_reports),
        cmocka_unit_test(arguments_are_checked),   cmocka_unit_test(lack_of_memory_is_survived),
        cmocka_unit_test(dispositions_are_tokens),
    };
    return RUN_TESTS(tests);
}
