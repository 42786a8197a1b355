/* RFC 2231: sections, percent escapes, charsets, and which form of a name counts. */
#include "support/test.h"

#include "base/str.h"
#include "support/mime_text.h"

static const struct row {
    const char *name;
    const char *in; /* after "inline; " */
    const char *value;
    const char *defects;
} rows[] = {
    {"charset and language", "a*=us-ascii'en-us'b%2Ec", "; a={us-ascii'en-us}b.c", ""},
    {"no charset named", "a*=''b%20c", "; a=b c", ""},
    {"charset of the bytes", "a*=iso-8859-1''%A3", "; a={iso-8859-1'}\xC2\xA3", ""},
    {"no apostrophes", "a*=b%20c", "; a=b c", " param_syntax"},
    {"one apostrophe", "a*=it's", "; a=it's", " param_syntax"},
    {"third apostrophe", "a*=utf-8''it's", "; a={utf-8'}it's", ""},
    {"small hexadecimal digits", "a*=utf-8''%c3%a9", "; a={utf-8'}\xC3\xA9", ""},
    {"bad escape", "a*=utf-8''%ZZ%4%", "; a={utf-8'}%ZZ%4%", " param_syntax/param_bad_escape"},
    {"quoted", "a*=\"utf-8''%41\"", "; a={utf-8'}A", " param_syntax"},
    {"NUL, CR and LF decoded are dropped", "a*=utf-8''x%00y%0D%0Az", "; a={utf-8'}xyz", ""},
    {"unknown charset", "a*=x-nope''%41", "; a={x-nope'}A", " param_syntax/param_2231_odd_charset"},
    {"unknown charset, bytes above 127", "a*=x-nope''%E9", "; a={x-nope'}\xC3\xA9",
     " param_syntax/param_2231_odd_charset"},
    {"UTF-16", "a*=utf-16be''%00a%00.%00e", "; a={utf-16be'}a.e", " param_syntax/param_2231_odd_charset"},
    {"sections", "a*0=b; a*1=\"c d\"; a*2=e", "; a=bc de", ""},
    {"percent signs of plain sections", "a*0*=utf-8''x%20; a*1=\"b%20c\"; a*2*=%C3%A9", "; a={utf-8'}x b%20c\xC3\xA9",
     ""},
    {"character over sections", "a*0*=utf-8''%E6%97; a*1*=%A5", "; a={utf-8'}\xE6\x97\xA5", ""},
    {"later section only extended", "a*0=\"a%20\"; a*1*=%C3%A9", "; a=a%20\xC3\xA9", ""},
    {"order does not matter", "a*1=c; a*0=b", "; a=bc", " param_2231_sections/param_2231_order"},
    {"gap", "a*0=b; a*2=c", "; a=b", " param_2231_sections/param_2231_gap"},
    {"gap told once", "a*0=b; a*2=c; a*3=d", "; a=b", " param_2231_sections/param_2231_gap"},
    {"no section 0", "a*1=b", "", " param_2231_sections/param_2231_gap"},
    {"repeat", "a*0=b; a*0=c; a*1=d", "; a=bd", " param_2231_sections/param_2231_repeat"},
    {"leading zero", "a*00=b", "", " param_2231_sections/param_2231_bad_section"},
    {"no number", "a*x=b; a*=''c", "; a=c", " param_2231_sections/param_2231_bad_section"},
    {"number too large for any integer", "a*0=b; a*99999999999999999999=c", "; a=b",
     " param_2231_sections/param_2231_gap"},
    {"whole and sections", "a*=''b; a*0=c", "; a=b", " param_2231_sections/param_2231_repeat"},
    {"extended over plain", "a=b; a*=''c", "; a=c", " param_2231_conflict/param_2231_plain_conflict"},
    {"extended over plain, before it", "a*=''c; a=b", "; a=c", " param_2231_conflict/param_2231_plain_conflict"},
    {"sections over plain", "a=b; a*0=c", "; a=c", " param_2231_conflict/param_2231_plain_conflict"},
    {"both forms say the same", "a=\"b c\"; a*=utf-8''b%20c", "; a={utf-8'}b c", ""},
    {"order of names", "b=1; a*=''2; b*=''1", "; b=1; a=2", ""},
    {"star alone", "*=x; a=b", "; a=b", " param_invalid_name"},
};

static void values_are_put_together(void **state)
{
    text in = {0}, value = {0}, defects = {0}, expected = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text_clear(&in);
        text_clear(&value);
        text_clear(&defects);
        text_clear(&expected);
        text_print(&in, "inline; %s", rows[i].in);
        text_print(&expected, "inline%s", rows[i].value);
        disposition_text(&value, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, &sink);
        failed += !text_equals(rows[i].name, &value, expected.ptr);
        failed += !text_equals(rows[i].name, &defects, rows[i].defects);
    }
    text_free(&in);
    text_free(&value);
    text_free(&defects);
    text_free(&expected);
    assert_int_equal(failed, 0);
}

static void boundaries_have_rules_of_their_own(void **state)
{
    static const struct row boundaries[] = {
        {"only extended", "boundary*0=bo; boundary*1=und", "a/b; boundary=bound", " param_2231_boundary"},
        {"plain over extended", "boundary=x; boundary*=us-ascii''y", "a/b; boundary=x",
         " param_2231_conflict/param_2231_plain_conflict sec_dup_boundary"},
        {"two that say the same", "boundary*=''x; boundary=x", "a/b; boundary=x", " sec_dup_boundary"},
    };
    text in = {0}, value = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(boundaries); i++) {
        text_clear(&in);
        text_clear(&value);
        text_clear(&defects);
        text_print(&in, "a/b; %s", boundaries[i].in);
        type_text(&value, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, &sink);
        failed += !text_equals(boundaries[i].name, &value, boundaries[i].value);
        failed += !text_equals(boundaries[i].name, &defects, boundaries[i].defects);
    }
    text_free(&in);
    text_free(&value);
    text_free(&defects);
    assert_int_equal(failed, 0);
}

/* Every section number up to the limit, backwards. */
static void many_sections_are_joined(void **state)
{
    text in = {0}, value = {0};
    (void)state;
    text_print(&in, "inline");
    for (int i = 127; i >= 0; i--)
        text_print(&in, "; a*%d=%c", i, 'a' + i % 26);
    disposition_text(&value, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, NULL);
    assert_int_equal(value.len, strlen("inline; a=") + 128);
    assert_memory_equal(value.ptr, "inline; a=abcdef", 16);
    text_free(&in);
    text_free(&value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_put_together),
        cmocka_unit_test(boundaries_have_rules_of_their_own),
        cmocka_unit_test(many_sections_are_joined),
    };
    return RUN_TESTS(tests);
}
