/* uuencoded blocks in text: where they begin, at every cut. */
#include "tree/uu_scan.h"

#include <stdio.h>

#include "support/chunks.h"
#include "support/test.h"

static const struct {
    const char *name;
    const char *text;
    const char *lines; /* offsets of the lines found */
} texts[] = {
    {"first line", "begin 644 f.bin\n", "0 "},
    {"later line", "text\nbegin 644 f.bin\n", "5 "},
    {"CRLF", "text\r\nbegin 755 f\r\nx", "6 "},
    {"four digits", "begin 0644 f", "0 "},
    {"two blocks", "begin 644 f\nend\nbegin 644 g\n", "0 16 "},
    {"several blanks before the name", "begin 644   f", "0 "},
    {"one line is found once", "begin 644 begin 644 f\n", "0 "},
    {"right behind a false start", "begin \nbegin 644 f", "7 "},
    {"not at the start of a line", " begin 644 f\nx begin 644 f", ""},
    {"upper case", "BEGIN 644 f", ""},
    {"two digits", "begin 64 f", ""},
    {"five digits", "begin 00644 f", ""},
    {"no octal digit", "begin 648 f", ""},
    {"no name", "begin 644 \nbegin 644\n", ""},
    {"two blanks before the mode", "begin  644 f", ""},
    {"words", "begin the day", ""},
    {"a CR is no name", "begin 644 \r\n", ""},
};

static size_t scan(const char *text, size_t len, chunking how, char *found)
{
    pneu_i_uu_scan uu;
    size_t count = 0;
    memset(&uu, 0, sizeof uu);
    found[0] = '\0';
    for (size_t at = 0; at < len;) {
        size_t piece = chunking_next(&how, len - at);
        for (size_t end = at + piece; at < end;) {
            size_t used;
            if (pneu_i_uu_scan_find(&uu, text + at, end - at, &used)) {
                (void)snprintf(found + strlen(found), 16, "%u ", (unsigned)uu.line_start);
                count++;
            }
            assert_in_range(used, 1, end - at);
            at += used;
        }
    }
    assert_int_equal(uu.offset, len);
    return count;
}

static void test_lines_are_found_at_every_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        for (size_t size = 1; size < 20; size++) {
            char found[64];
            (void)scan(texts[i].text, strlen(texts[i].text), (chunking){0, size, 0}, found);
            if (strcmp(found, texts[i].lines) != 0)
                fail_msg("%s, %u bytes at a time: %s", texts[i].name, (unsigned)size, found);
        }
    }
}

static void test_where_reading_stopped(void **state)
{
    static const char text[] = "x\nbegin 644 name\n";
    pneu_i_uu_scan uu;
    size_t used;
    (void)state;
    memset(&uu, 0, sizeof uu);
    assert_true(pneu_i_uu_scan_find(&uu, text, sizeof text - 1, &used));
    assert_int_equal(used, 13);
    assert_int_equal(uu.offset, 13);
    assert_int_equal(uu.line_start, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_are_found_at_every_cut),
        cmocka_unit_test(test_where_reading_stopped),
    };
    return RUN_TESTS(tests);
}
