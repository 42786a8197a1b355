/* Content-Transfer-Encoding: the encoding, its defects, and the readings. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/mime_text.h"
#include "syntax/mime_fields.h"

static const struct row {
    const char *in;
    int choice; /* of PNEU_READING_ENCODING_TOKEN */
    int32_t encoding;
    const char *defects;
} rows[] = {
    {"7bit", 0, PNEU_ENCODING_7BIT, ""},
    {" 8BIT\r\n", 0, PNEU_ENCODING_8BIT, ""},
    {"binary", 0, PNEU_ENCODING_BINARY, ""},
    {"Quoted-Printable ", 0, PNEU_ENCODING_QUOTED_PRINTABLE, ""},
    {"\r\n base64", 0, PNEU_ENCODING_BASE64, ""},
    {" 7bit", 0, PNEU_ENCODING_7BIT, ""},
    {" 8bit", 0, PNEU_ENCODING_8BIT, ""},
    {" base64", 0, PNEU_ENCODING_BASE64, ""},
    {" quoted-printable", 0, PNEU_ENCODING_QUOTED_PRINTABLE, ""},
    {" quoted-printable", 3, PNEU_ENCODING_QUOTED_PRINTABLE, ""},
    {" quoted-printabl", 0, PNEU_ENCODING_UNKNOWN, " cte_unknown"},
    {" ", 0, PNEU_ENCODING_UNKNOWN, " cte_unknown"},
    {"x-uuencode", 0, PNEU_ENCODING_UUENCODE, " cte_legacy"},
    {"uuencode", 0, PNEU_ENCODING_UUENCODE, " cte_legacy"},
    {"X-UUE", 0, PNEU_ENCODING_UUENCODE, " cte_legacy"},
    {"x-foo", 0, PNEU_ENCODING_UNKNOWN, " cte_unknown"},
    {"base-64", 0, PNEU_ENCODING_UNKNOWN, " cte_unknown"},
    {"\"base64\"", 0, PNEU_ENCODING_UNKNOWN, " cte_unknown"},
    {"", 0, PNEU_ENCODING_UNKNOWN, " cte_unknown"},
    {"(c)", 0, PNEU_ENCODING_UNKNOWN, " cte_token_junk/cte_comment cte_unknown"},
    {"(c) base64 (d)", 0, PNEU_ENCODING_BASE64, " cte_token_junk/cte_comment"},
    {"base64;", 0, PNEU_ENCODING_BASE64, " cte_token_junk"},
    {"base64 (x) y", 0, PNEU_ENCODING_BASE64, " cte_token_junk"},
    {"base64, quoted-printable", 0, PNEU_ENCODING_BASE64, " cte_token_junk"},
    {"x-foo, base64", 0, PNEU_ENCODING_UNKNOWN, " cte_token_junk cte_unknown"},
    {"base64, quoted-printable", 1, PNEU_ENCODING_QUOTED_PRINTABLE, " cte_token_junk"},
    {"base64;", 1, PNEU_ENCODING_BASE64, " cte_token_junk"},
    {"base64 (7bit)", 1, PNEU_ENCODING_BASE64, " cte_token_junk/cte_comment"},
    {"base64", 1, PNEU_ENCODING_BASE64, ""},
    {"base64, quoted-printable", 2, PNEU_ENCODING_7BIT, " cte_token_junk"},
    {"(c) base64", 2, PNEU_ENCODING_7BIT, " cte_token_junk/cte_comment"},
    {"base64", 2, PNEU_ENCODING_BASE64, ""},
    {"base64, quoted-printable", 3, PNEU_ENCODING_UNKNOWN, " cte_token_junk"},
    {"(c) base64", 3, PNEU_ENCODING_UNKNOWN, " cte_token_junk/cte_comment"},
    {"base64", 3, PNEU_ENCODING_BASE64, ""},
};

static void encodings_are_read(void **state)
{
    text defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    pneu_i_settings settings;
    int failed = 0;
    (void)state;
    pneu_i_settings_from(NULL, &settings);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].in));
        settings.reading.choice[PNEU_READING_ENCODING_TOKEN] = (uint8_t)rows[i].choice;
        text_clear(&defects);
        if (pneu_i_encoding_read(in, &settings, &sink) != rows[i].encoding) {
            print_error("%s (choice %d): wrong encoding\n", rows[i].in, rows[i].choice);
            failed++;
        }
        failed += !text_equals(rows[i].in, &defects, rows[i].defects);
        free((char *)in.ptr);
    }
    text_free(&defects);
    assert_int_equal(failed, 0);
}

static void encodings_are_guessed(void **state)
{
    static const struct {
        const char *line;
        int32_t encoding;
    } lines[] = {
        {"", PNEU_ENCODING_UNKNOWN},
        {"TWFu", PNEU_ENCODING_BASE64},
        {"TWFuTQ==", PNEU_ENCODING_BASE64},
        {"+/8=", PNEU_ENCODING_BASE64},
        {"T===", PNEU_ENCODING_QUOTED_PRINTABLE},
        {"T=W=u", PNEU_ENCODING_UNKNOWN},
        {"TWFuT", PNEU_ENCODING_UNKNOWN},
        {"TW u", PNEU_ENCODING_UNKNOWN},
        {"caf=C3=A9", PNEU_ENCODING_QUOTED_PRINTABLE},
        {"it goes on =", PNEU_ENCODING_QUOTED_PRINTABLE},
        {"a = b, c=d", PNEU_ENCODING_UNKNOWN},
        {"a=4", PNEU_ENCODING_UNKNOWN},
        {"begin 644 a", PNEU_ENCODING_UUENCODE},
        {"begin 0755 a b", PNEU_ENCODING_UUENCODE},
        {"begin 64 a", PNEU_ENCODING_UNKNOWN},
        {"begin 689 a", PNEU_ENCODING_UNKNOWN},
        {"begin 644 ", PNEU_ENCODING_UNKNOWN},
        {"begin with a sentence", PNEU_ENCODING_UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        pneu_str line = exact_copy(pneu_i_str(lines[i].line));
        assert_int_equal(pneu_i_encoding_guess(line), lines[i].encoding);
        free((char *)line.ptr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(encodings_are_read), cmocka_unit_test(encodings_are_guessed)};
    return RUN_TESTS(tests);
}
