/* File names that do harm, and how grave that is. */
#include "syntax/filename_check.h"

#include "pneu/defect.h"
#include "support/test.h"
#include "support/text.h"

static const struct {
    const char *name;
    const char *faults; /* "code/detail severity " each */
} rows[] = {
    {"", ""},
    {"report.pdf", ""},
    {"a.b.c", ""},
    {"\xC3\x9C"
     "ber.txt",
     ""},
    {"console.txt", ""},
    {"../x", "sec_filename_unsafe/sec_filename_path attack "},
    {"C:\\x", "sec_filename_unsafe/sec_filename_path attack "},
    {"C:x", "sec_filename_unsafe/sec_filename_reserved attack "},
    {"x:", "sec_filename_unsafe/sec_filename_reserved attack "},
    {"Con.txt", "sec_filename_unsafe/sec_filename_reserved attack "},
    {"com1", "sec_filename_unsafe/sec_filename_reserved attack "},
    {"Re: x", "sec_filename_unsafe/ warn "},
    {".x", "sec_filename_unsafe/ warn "},
    {"x.", "sec_filename_unsafe/ warn "},
    {"x ", "sec_filename_unsafe/ warn "},
    {"x\xE2\x80\xAE", "sec_invisible_char/sec_bidi_control attack "},
    {"x\xC2\xAD", "sec_invisible_char/ attack "},
    {"/\xE2\x80\x8B", "sec_filename_unsafe/sec_filename_path attack sec_invisible_char/ attack "},
};

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text told = {NULL, 0, 0};
        pneu_i_name_fault fault;
        text_print(&told, "%s", "");
        for (unsigned turn = 0; pneu_i_filename_fault(pneu_i_str(rows[i].name), turn, &fault); turn++)
            text_print(&told, "%s/%s %s ", pneu_defect_name(fault.code), pneu_detail_name(fault.detail),
                       pneu_severity_name(fault.severity));
        assert_string_equal(told.ptr, rows[i].faults);
        text_free(&told);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_faults)};
    return RUN_TESTS(tests);
}
