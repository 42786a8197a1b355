/* Names under which attachments may be written. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/syntax.h"
#include "support/field_rows.h"

static pneu_status show_name(text *to, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_str out, again;
    (void)mode;
    (void)sink;
    pneu_status status = pneu_safe_filename(arena, value, &out);
    if (status != PNEU_OK)
        return status;
    text_add(to, out.ptr, out.len);
    status = pneu_safe_filename(arena, out, &again);
    return status != PNEU_OK || pneu_i_str_equal(out, again) ? status : PNEU_ERR_STATE;
}

#define NONE "PNEU_ERR_NOT_FOUND"

static const field_row rows[] = {
    {"plain", "report.pdf", "report.pdf", "", NULL},
    {"spaces and letters",
     "\xC3\x9C"
     "ber uns (2).txt",
     "\xC3\x9C"
     "ber uns (2).txt",
     "", NULL},
    {"path", "/etc/../passwd", "passwd", "", NULL},
    {"windows path", "C:\\a\\b.txt", "b.txt", "", NULL},
    {"path only", "a/b/", NONE, "", NULL},
    {"dots", "...", NONE, "", NULL},
    {"leading dots", "..hidden.", "hidden", "", NULL},
    {"spaces at the ends", " . a . ", "a", "", NULL},
    {"forbidden", "a<b>c:d\"e|f?g*h", "a_b_c_d_e_f_g_h", "", NULL},
    {"stream of a device", "CON.txt:ads. ", "_CON.txt_ads", "", NULL},
    {"devices", "nul", "_nul", "", NULL},
    {"device and spaces", "aux  .tar.gz", "_aux  .tar.gz", "", NULL},
    {"ports", "Com9.log", "_Com9.log", "", NULL},
    {"superscript port", "LPT\xC2\xB2", "_LPT\xC2\xB2", "", NULL},
    {"no device", "com10", "com10", "", NULL},
    {"no device either", "console", "console", "", NULL},
    {"line ends", "a\r\nb.txt", "ab.txt", "", NULL},
    {"bidi override", "x\xE2\x80\xAEgpj.exe", "xgpj.exe", "", NULL},
    {"zero width in a device", "C\xE2\x80\x8BON", "_CON", "", NULL},
    {"soft hyphen, mark, tag", "\xC2\xAD\xEF\xBB\xBF\xF3\xA0\x81\x81z", "z", "", NULL},
    {"C1 controls",
     "a\xC2\x85"
     "b",
     "ab", "", NULL},
    {"not UTF-8", "caf\xE9.txt", "caf\xC3\xA9.txt", "", NULL},
    {"nothing to be seen", "\xE2\x80\x8B", NONE, "", NULL},
};

static void names_are_made_safe(void **state)
{
    (void)state;
    assert_int_equal(field_rows_failed(rows, COUNT_OF(rows), show_name), 0);
}

static void names_are_shortened(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    char in[600];
    (void)state;
    for (size_t i = 0; i < sizeof in; i += 2)
        memcpy(in + i, "\xC3\xA9", 2);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_safe_filename(arena, pneu_i_str_of(in, sizeof in), &out), PNEU_OK);
    assert_int_equal(out.len, 254); /* whole characters */
    memcpy(in + 596, ".txt", 4);
    assert_int_equal(pneu_safe_filename(arena, pneu_i_str_of(in, sizeof in), &out), PNEU_OK);
    assert_int_equal(out.len, 254);
    assert_memory_equal(out.ptr + 250, ".txt", 4);
    memset(in, ' ', sizeof in);
    memcpy(in, "con", 3);
    memcpy(in + 296, "x.py", 4);
    assert_int_equal(pneu_safe_filename(arena, pneu_i_str_of(in, 300), &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("_con.py"))); /* no device comes out of shortening */
    memset(in, 'a', sizeof in);
    memcpy(in + 200, ".", 1); /* too far from the end: no extension */
    assert_int_equal(pneu_safe_filename(arena, pneu_i_str_of(in, 500), &out), PNEU_OK);
    assert_true(out.len <= PNEU_SAFE_FILENAME_MAX && out.len > 250);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_made_safe), cmocka_unit_test(names_are_shortened)};
    return RUN_TESTS(tests);
}
