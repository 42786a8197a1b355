/* Legacy displays of protected headers in text and HTML: what is taken away, and what is not. */
#include "support/test.h"

#include "base/arena.h"
#include "base/str.h"
#include "pneu/crypto.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

#define DISPLAY "<div class=\"header-protection-legacy-display\">"

typedef struct row {
    const char *name;
    const char *in;
    const char *out;
} row;

static const row texts[] = {
    {"usual", "Subject: a\r\n\r\nb\r\n\r\nc", "b\r\n\r\nc"},
    {"LF", "Subject: a\nFrom: x\n\nb", "b"},
    {"CR", "Subject: a\r\rb", "b"},
    {"blanks on the line", "Subject: a\r\n \t\r\nb", "b"},
    {"a quote mark is no blank", "Subject: a\n>\n\nb", "b"},
    {"at the start", "\r\nb", "b"},
    {"nothing follows", "Subject: a\r\n\r\n", ""},
    {"no blank line", "Subject: a\r\nb", "Subject: a\r\nb"},
    {"blank, but no line end", "a\n  ", "a\n  "},
    {"nothing", "", ""},
};

static const row documents[] = {
    {"usual", "<html><body>\n" DISPLAY "<pre>Subject: a</pre></div>\n<p>b</p>", "<html><body>\n\n<p>b</p>"},
    {"first only", DISPLAY "a</div>b" DISPLAY "c</div>", "b" DISPLAY "c</div>"},
    {"divisions within", "<div>x" DISPLAY "<div>a</div ><DIV><b>c</div></b></div>y</div>", "<div>xy</div>"},
    {"one class of several", "a<div id=\"x\" class='b header-protection-legacy-display\tc' title=\">\">d</div>e", "ae"},
    {"unquoted", "<div\nclass=header-protection-legacy-display>d</div>e", "e"},
    {"upper-case names, references", "<DIV CLASS=\"header&#45;protection-legacy-display\">d</div>e", "e"},
    {"other classes", "<div class=header-protection-legacy-displayed>d</div>", NULL},
    {"class in upper case", "<div class=Header-Protection-Legacy-Display>d</div>", NULL},
    {"first class attribute counts", "<div class=a class=header-protection-legacy-display>d</div>", NULL},
    {"other elements", "<p class=header-protection-legacy-display>d</p>", NULL},
    {"end tag", "</div class=header-protection-legacy-display>d</div>", NULL},
    {"in a comment", "<!-- " DISPLAY "a</div> --><p>b", NULL},
    {"in a script", "<script>'" DISPLAY "a</div>'</script><p>b", NULL},
    {"in an attribute", "<p title='" DISPLAY "a</div>'>b", NULL},
    {"end tag in a comment", DISPLAY "a<!-- </div> -->b</div>c", "c"},
    {"end tag in a script", DISPLAY "<script>'</div>'</script>b</div>c", "c"},
    {"end tag in an attribute", DISPLAY "<p title='</div>'>b</div>c", "c"},
    {"not closed", "a" DISPLAY "b<p>c", NULL},
    {"end tag not closed", "a" DISPLAY "b</div", NULL},
    {"self-closed", "<div class=\"header-protection-legacy-display\"/>a", NULL},
    {"self-closed within", DISPLAY "a<div/></div>b", "b"},
    {"text before it", "1 < 2 && <<b>&lt;" DISPLAY "a</div>&gt;", "1 < 2 && <<b>&lt;&gt;"},
    {"nothing", "", NULL},
};

static void text_is_skipped(void **state)
{
    pneu_str out = {NULL, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        assert_int_equal(pneu_legacy_display_skip(pneu_i_str(texts[i].in), &out), PNEU_OK);
        if (!pneu_i_str_equal(out, pneu_i_str(texts[i].out)))
            fail_msg("%s: %.*s", texts[i].name, (int)out.len, out.ptr);
    }
}

static void html_is_cut(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        pneu_str in = exact_copy(pneu_i_str(documents[i].in));
        const char *expected = documents[i].out != NULL ? documents[i].out : documents[i].in;
        assert_int_equal(pneu_legacy_display_cut(arena, in, &out), PNEU_OK);
        if (!pneu_i_str_equal(out, pneu_i_str(expected)))
            fail_msg("%s: %.*s", documents[i].name, (int)out.len, out.ptr);
        assert_int_equal(out.ptr == in.ptr, documents[i].out == NULL);
        free((char *)in.ptr);
    }
    pneu_arena_free(arena);
}

/* What is cut short is whole, or has lost what stands before the cut. */
static void beginnings_do_no_harm(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(documents); i++)
        for (size_t len = 0; len <= strlen(documents[i].in); len++) {
            pneu_str in = exact_copy(pneu_i_str_of(documents[i].in, len));
            assert_int_equal(pneu_legacy_display_cut(arena, in, &out), PNEU_OK);
            assert_true(out.ptr == in.ptr ? out.len == len : out.len < len);
            assert_int_equal(pneu_legacy_display_skip(in, &out), PNEU_OK);
            assert_true(out.ptr + out.len == in.ptr + in.len);
            free((char *)in.ptr);
        }
    pneu_arena_free(arena);
}

static void errors_are_told(void **state)
{
    failing_alloc memory;
    pneu_arena *arena = NULL;
    pneu_str out = {"kept", 4}, wrong = {NULL, 1}, html = pneu_i_str(DISPLAY "a</div>b");
    (void)state;
    failing_alloc_init(&memory, FAIL_FROM_ON, 2);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
    assert_int_equal(pneu_legacy_display_cut(arena, html, &out), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_legacy_display_cut(arena, wrong, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_legacy_display_cut(NULL, html, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_legacy_display_cut(arena, html, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_legacy_display_skip(wrong, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_legacy_display_skip(html, NULL), PNEU_ERR_ARGUMENT);
    assert_string_equal(out.ptr, "kept");
    pneu_arena_free(arena);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_skipped),
        cmocka_unit_test(html_is_cut),
        cmocka_unit_test(beginnings_do_no_harm),
        cmocka_unit_test(errors_are_told),
    };
    return RUN_TESTS(tests);
}
