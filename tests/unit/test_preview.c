/* Preview lines: what is left out, what is collapsed, where they end; and the text of a part. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/view.h"
#include "support/text.h"

static const struct row {
    const char *name;
    int32_t kind;
    const char *in, *out;
} rows[] = {
    {"nothing", PNEU_BODY_FIXED, "", ""},
    {"blank lines", PNEU_BODY_FIXED, " \r\n\t\r\n", ""},
    {"white space", PNEU_BODY_FIXED,
     "\n a \t b\r\n\r\nc\xC2\xA0\xE3\x80\x80"
     "d \n",
     "a b c d"},
    {"quotes", PNEU_BODY_FIXED, "On a day b wrote:\n\n> q\n> > r\n\nanswer\n>s\nmore", "answer more"},
    {"colon without quote", PNEU_BODY_FIXED, "List:\n\n- a\nEnd:", "List: - a End:"},
    {"only quotes", PNEU_BODY_FIXED, "a wrote:\n> q\n>> r\n-- \nsig", "a wrote: q r"},
    {"signature", PNEU_BODY_FIXED, "a\n-- \nsig", "a"},
    {"rules", PNEU_BODY_FIXED, "=====\na\n-----\n--\nb *** c\n", "a -- b *** c"},
    {"controls and direction", PNEU_BODY_FIXED,
     "a\x07\x1B[1mb\xE2\x80\xAE"
     "c\xC2\x9B"
     "d",
     "a[1mbcd"},
    {"fillers", PNEU_BODY_FIXED, "\xEF\xBB\xBFx \xE2\x80\x8C\xC2\xA0\xCD\x8F\xC2\xA0 y\xE2\x80\x8Dz",
     "x y\xE2\x80\x8Dz"},
    {"ill-formed", PNEU_BODY_FIXED,
     "a\xFF"
     "b\xC3",
     "a\xEF\xBF\xBD"
     "b\xEF\xBF\xBD"},
    {"flowed", PNEU_BODY_FLOWED, "> q \r\na \r\nb\r\n  c", "a b c"},
    {"DelSp", PNEU_BODY_DELSP, "a \r\nb\r\nc", "ab c"},
    {"HTML", PNEU_BODY_HTML,
     "<title>t</title><p>a <b>b</b><img alt=i><a href=x:>c</a><div>d wrote:<blockquote>q</blockquote></div><p>e",
     "a bc e"},
    {"hidden lead", PNEU_BODY_HTML, "<div style='display:none'>lead</div><p>a", "lead a"},
};

static void previews_are_made(void **state)
{
    pneu_arena *arena;
    int failed = 0;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text found = {0}, expected = {0};
        pneu_str out;
        assert_int_equal(pneu_preview(arena, pneu_i_str(rows[i].in), rows[i].kind, &out), PNEU_OK);
        text_add(&found, out.ptr, out.len);
        text_add(&expected, rows[i].out, strlen(rows[i].out));
        failed += !text_is_same(rows[i].name, &expected, &found);
        text_free(&found);
        text_free(&expected);
    }
    assert_int_equal(pneu_preview(arena, pneu_i_str(""), 4, NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
    assert_int_equal(failed, 0);
}

static void previews_end(void **state)
{
    pneu_arena *arena;
    text in = {0};
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (int i = 0; i < 70000; i++)
        text_add(&in, "\xE6\x97\xA5", 3);
    assert_int_equal(pneu_preview(arena, (pneu_str){in.ptr, in.len}, PNEU_BODY_FIXED, &out), PNEU_OK);
    assert_int_equal(out.len, 3 * PNEU_PREVIEW_MAX);
    text_clear(&in);
    for (int i = 0; i < 300; i++)
        text_add(&in, "a ", 2);
    assert_int_equal(pneu_preview(arena, (pneu_str){in.ptr, in.len}, PNEU_BODY_HTML, &out), PNEU_OK);
    assert_int_equal(out.len, PNEU_PREVIEW_MAX - 1); /* it would end with a space */
    text_clear(&in);
    while (in.len < 262142)
        text_add(&in, "\n", 1);
    text_add(&in, "abc", 3); /* what stands behind 256 KiB of HTML is not looked at */
    assert_int_equal(pneu_preview(arena, (pneu_str){in.ptr, in.len}, PNEU_BODY_HTML, &out), PNEU_OK);
    assert_true(pneu_i_str_is(out, "ab"));
    text_free(&in);
    pneu_arena_free(arena);
}

static void parts_have_text(void **state)
{
    static const char mail[] = "Content-Type: multipart/mixed; boundary=b\n\n"
                               "--b\nContent-Type: text/plain; charset=koi8-r; format=Flowed; delsp=YES\n"
                               "Content-Transfer-Encoding: quoted-printable\n\n=C1 =\n\n=C2\n"
                               "--b\nContent-Type: text/html; format=flowed\n\n<p>a\n"
                               "--b\nContent-Type: image/png\n\nx\n"
                               "--b\nContent-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n"
                               "<meta charset=koi8-r>\xC1\n--b--\n";
    pneu_message *message;
    pneu_arena *arena;
    pneu_body_text body;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_message_parse(mail, sizeof mail - 1, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_part_text(message, 0, NULL, arena, &body), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_text(message, 1, NULL, arena, &body), PNEU_OK);
    assert_int_equal(body.kind, PNEU_BODY_DELSP);
    assert_true(pneu_i_str_is(body.text, "\xD0\xB0 \n\xD0\xB1"));
    assert_int_equal(body.summary.reason, PNEU_CHARSET_LABEL);
    assert_int_equal(pneu_part_text(message, 2, NULL, arena, &body), PNEU_OK);
    assert_int_equal(body.kind, PNEU_BODY_HTML);
    assert_int_equal(pneu_part_text(message, 3, NULL, arena, &body), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_text(message, 4, NULL, arena, &body), PNEU_OK);
    assert_true(pneu_i_str_is(body.text, "<meta charset=koi8-r>\xD0\xB0"));
    assert_int_equal(body.summary.reason, PNEU_CHARSET_META);
    assert_int_equal(pneu_part_text(message, 9, NULL, arena, &body), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_text(message, 1, NULL, NULL, &body), PNEU_ERR_ARGUMENT);
    pneu_message_free(message);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(previews_are_made),
        cmocka_unit_test(previews_end),
        cmocka_unit_test(parts_have_text),
    };
    return RUN_TESTS(tests);
}
