/* Charsets: tables, labels, every decoder at every cut, the choice of a charset. Vectors: tests/vectors_syntax.c. */
#include "support/test.h"

#include <stdlib.h>

#include "charset/label_table.h"
#include "charset/single_byte_tables.h"
#include "charset/text_builder.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static pneu_arena *new_arena(void)
{
    pneu_arena *arena = NULL;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    return arena;
}

static void labels_are_sorted(void **state)
{
    (void)state;
    for (size_t i = 0; i < PNEU_I_LABEL_COUNT; i++) {
        const pneu_i_label *label = &pneu_i_labels[i];
        assert_non_null(label->text);
        assert_true(label->charset == PNEU_I_CHARSET_NONE ||
                    (label->charset >= 0 && label->charset < PNEU_I_CHARSET_COUNT));
        assert_true(i == 0 || strcmp(pneu_i_labels[i - 1].text, label->text) < 0);
        assert_int_equal(pneu_i_charset_find(pneu_i_str(label->text)), label->charset);
        for (const char *c = label->text; *c != 0; c++)
            assert_true(pneu_i_lower(*c) == *c);
    }
}

static void charsets_have_their_places(void **state)
{
    (void)state;
    assert_string_equal(pneu_i_charset_at(PNEU_I_CHARSET_UTF_8)->name, "UTF-8");
    assert_string_equal(pneu_i_charset_at(PNEU_I_CHARSET_WINDOWS_1252)->name, "windows-1252");
    assert_string_equal(pneu_i_charset_at(PNEU_I_CHARSET_UTF_16LE)->name, "UTF-16LE");
    assert_string_equal(pneu_i_charset_at(PNEU_I_CHARSET_UTF_16BE)->name, "UTF-16BE");
    assert_string_equal(pneu_i_charset_at(PNEU_I_CHARSET_ISO_2022_JP)->name, "ISO-2022-JP");
    for (int i = 0; i < PNEU_I_CHARSET_COUNT; i++) {
        const pneu_i_charset *charset = pneu_i_charset_at(i);
        assert_int_equal(pneu_i_charset_find(pneu_i_str(charset->name)), i);
        assert_true(charset->table < PNEU_I_SINGLE_BYTE_COUNT);
    }
}

static void labels_are_found_as_written(void **state)
{
    static const struct {
        const char *label;
        const char *name; /* or NULL */
    } rows[] = {
        {" UTF-8 ", "UTF-8"},
        {"\"utf-8\";", "UTF-8"},
        {"'Latin1'", "windows-1252"},
        {"us-ascii,", "windows-1252"},
        {"gb2312", "GBK"},
        {"", NULL},
        {" ; ", NULL},
        {"unknown-8bit", NULL},
        {"utf-8 x", NULL},
        {"utf", NULL},
        {"utf-88", NULL},
        {"\xC3\xA9", NULL},
        {"utf-8//TRANSLIT", NULL},
        {"../../x", NULL},
        {"zzz", NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int charset = pneu_i_charset_find(pneu_i_str(rows[i].label));
        if (rows[i].name == NULL)
            assert_true(charset < 0);
        else
            assert_string_equal(pneu_i_charset_at(charset)->name, rows[i].name);
    }
    assert_int_equal(pneu_i_charset_find(pneu_i_str_of("utf-8\0", 6)), PNEU_I_CHARSET_UNKNOWN);
}

/* The text in pieces of this size, the last byte of each in a block's last byte. */
static pneu_str decode(pneu_arena *arena, const char *label, pneu_str in, size_t piece)
{
    pneu_i_text_builder builder;
    pneu_i_decoder decoder;
    pneu_str out = {NULL, 0};
    pneu_i_text_builder_init(&builder, arena, 0);
    assert_true(
        pneu_i_decoder_open(&decoder, pneu_i_charset_find(pneu_i_str(label)), pneu_i_text_builder_sink(&builder)));
    for (size_t at = 0; at < in.len; at += piece) {
        pneu_str copy = exact_copy(pneu_i_str_of(in.ptr + at, in.len - at < piece ? in.len - at : piece));
        pneu_i_decoder_push(&decoder, copy.ptr, copy.len);
        free((char *)copy.ptr);
    }
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    assert_int_equal(pneu_i_text_builder_end(&builder, &out), PNEU_OK);
    return out;
}

#define BAD "\xEF\xBF\xBD"

static const struct text_row {
    const char *label;
    const char *in;
    const char *out;
} text_rows[] = {
    {"iso-8859-1", "a\x93\xE9", "a\xE2\x80\x9C\xC3\xA9"},
    {"windows-1253", "\xC1\xD2", "\xCE\x91" BAD},
    {"utf-7", "A+ImIDkQ.+-+2D3eAA-x", "A\xE2\x89\xA2\xCE\x91.+\xF0\x9F\x98\x80x"},
    {"utf-7", "+AOk\xFF", "\xC3\xA9" BAD},
    {"utf-7", "+2D3-", BAD},
    {"utf-7", "+", "+"},
    {"iso-2022-jp", "a\x1B$BF|\x1B(Bb\x1B(J\\~\x1B(I1\x1B$(D0!\x1B(B",
     "a\xE6\x97\xA5"
     "b\xC2\xA5\xE2\x80\xBE\xEF\xBD\xB1"
     "\xE4\xB8\x82"},
    {"iso-2022-jp", "\x1B$BF", BAD},
    {"iso-2022-jp", "\x1B$BF\nx", BAD "x"},
    {"iso-2022-jp", "\x1B$BF|\nx", "\xE6\x97\xA5\nx"},
    {"iso-2022-jp", "a\x1Bxy\x1B$\x1B(Bz\x1B", "a" BAD "xy" BAD "$z" BAD},
    {"iso-2022-jp", "\xE6\x0E", BAD BAD},
    {"iso-2022-kr", "\x1B$)Ca\x0EGQ1[\x0F!", "a\xED\x95\x9C\xEA\xB8\x80!"},
    {"hz-gb-2312", "a~{<:Ky~}~~~\nb~x", "a\xE5\xB7\xB1\xE6\x89\x80~b" BAD "x"},
    {"gb18030",
     "\x95\x32\x82\x36"
     "a\x81\x30"
     "a\x81",
     "\xF0\xA0\x80\x80"
     "a" BAD "0a" BAD},
    {"gbk", "\x80\xD6\xEC\xFF", "\xE2\x82\xAC\xE6\x9C\xB1" BAD},
    {"big5",
     "\xC1\x63\x81"
     "a\x88\x62",
     "\xE7\xB9\x81" BAD "a\xC3\x8A\xCC\x84"},
    {"shift_jis", "\x93\xFA\xB1\x82", "\xE6\x97\xA5\xEF\xBD\xB1" BAD},
    {"euc-jp", "\xC6\xFC\x8E\xB1\x8F\xB0\xA1", "\xE6\x97\xA5\xEF\xBD\xB1\xE4\xB8\x82"},
    {"euc-kr", "\xC7\xD1\x94\xEE", "\xED\x95\x9C\xEB\xB7\x81"},
};

static void texts_are_decoded_at_any_cut(void **state)
{
    pneu_arena *arena = new_arena();
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(text_rows); i++) {
        text found = {0};
        for (size_t piece = 1; piece <= strlen(text_rows[i].in); piece++) {
            pneu_str out = decode(arena, text_rows[i].label, pneu_i_str(text_rows[i].in), piece);
            text_clear(&found);
            text_add(&found, out.ptr, out.len);
            failed += !text_equals(text_rows[i].label, &found, text_rows[i].out);
        }
        text_free(&found);
    }
    pneu_arena_free(arena);
    assert_int_equal(failed, 0);
}

static void utf16_and_utf32_are_decoded(void **state)
{
    static const struct {
        const char *label;
        const char *in;
        size_t len;
        const char *out;
    } rows[] = {
        {"utf-16le", "a\0\x3D\xD8\0\xDE", 6, "a\xF0\x9F\x98\x80"},
        {"utf-16be", "\xFE\xFF\0a", 4, "a"},
        {"utf-16", "\xFE\xFF\0a\xFF\xFE", 6, "a\xEF\xBF\xBE"},
        {"utf-16be",
         "\xFF\xFE"
         "a\0",
         4, "a"},
        {"utf-16le",
         "\x3D\xD8"
         "a\0",
         4, BAD "a"},
        {"utf-16le",
         "\0\xDE"
         "a\0b",
         5, BAD "a" BAD},
        {"utf-32le", "a\0\0\0\0\xF6\x01\0", 8, "a\xF0\x9F\x98\x80"},
        {"utf-32be", "\0\0\xFE\xFF\0\x11\0\0\0\0\xD8\0\0\0\0a", 16, BAD BAD "a"},
        {"utf-32", "\0\0\xFE\xFF\0\0\0a\0", 9, "a" BAD},
    };
    pneu_arena *arena = new_arena();
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t piece = 1; piece <= rows[i].len; piece++) {
            pneu_str out = decode(arena, rows[i].label, pneu_i_str_of(rows[i].in, rows[i].len), piece);
            assert_int_equal(out.len, strlen(rows[i].out));
            assert_memory_equal(out.ptr, rows[i].out, out.len);
        }
    }
    pneu_arena_free(arena);
}

/* What every charset makes of every byte and pair of bytes is well-formed UTF-8. */
static void output_is_always_utf8(void **state)
{
    char in[2 * 65536];
    pneu_arena *arena = new_arena();
    (void)state;
    for (size_t i = 0; i < 65536; i++) {
        in[2 * i] = (char)(i >> 8);
        in[2 * i + 1] = (char)i;
    }
    for (int c = 0; c < PNEU_I_CHARSET_COUNT; c++) {
        pneu_str out = decode(arena, pneu_i_charset_at(c)->name, pneu_i_str_of(in, sizeof in), 4099);
        assert_true(out.len > 0);
        assert_int_equal(pneu_i_utf8_valid(out.ptr, out.len), out.len);
        pneu_arena_reset(arena);
    }
    pneu_arena_free(arena);
}

static void a_charset_is_chosen(void **state)
{
    static const struct {
        const char *label;
        const char *in;
        const char *charset;
        int is_label_unknown;
    } rows[] = {
        {"", "abc", "US-ASCII", 0},
        {"utf-8", "abc", "UTF-8", 0},
        {"koi8-r", "abc", "KOI8-R", 0},
        {"", "caf\xC3\xA9", "UTF-8", 0},
        {"", "caf\xE9", "windows-1252", 0},
        {"us-ascii", "caf\xE9", "windows-1252", 0},
        {"US-ASCII ", "caf\xC3\xA9", "UTF-8", 0},
        {"x-nope", "caf\xC3\xA9", "UTF-8", 1},
        {"utf-8", "caf\xE9", "UTF-8", 0},
        {"koi8-r",
         "\xEF\xBB\xBF"
         "a",
         "UTF-8", 0},
        {"utf-8", "\xFE\xFF", "UTF-16BE", 0},
        {"iso-8859-1", "\x1B$BF|\x1B(B", "ISO-2022-JP", 0},
        {"", "\x1B$@", "ISO-2022-JP", 0},
        {"", "\x1B[1m", "US-ASCII", 0},
        {"", "\x1B$B\xE9", "windows-1252", 0},
        {"iso-2022-kr", "\x1B$BF|", "ISO-2022-KR", 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_i_charset_info info;
        (void)pneu_i_charset_choose(pneu_i_str(rows[i].label), pneu_i_str(rows[i].in), &info);
        assert_string_equal(info.charset, rows[i].charset);
        assert_int_equal(info.is_label_unknown, rows[i].is_label_unknown);
    }
}

static void bytes_are_dropped(void **state)
{
    static const char in[] = "a\0b\rc\nd\te\x01"
                             "f\x7Fg\xC2\x85h\xC2\xA0";
    static const struct {
        int drops;
        const char *out;
        size_t len;
    } rows[] = {
        {PNEU_I_KEEP_ALL, in, sizeof in - 1},
        {PNEU_I_DROP_NUL,
         "ab\rc\nd\te\x01"
         "f\x7Fg\xC2\x85h\xC2\xA0",
         sizeof in - 2},
        {PNEU_I_DROP_BREAKS,
         "abcd\te\x01"
         "f\x7Fg\xC2\x85h\xC2\xA0",
         sizeof in - 4},
        {PNEU_I_DROP_CONTROLS_BUT_TAB, "abcd\tefgh\xC2\xA0", 11},
        {PNEU_I_DROP_CONTROLS, "abcdefgh\xC2\xA0", 10},
    };
    pneu_arena *arena = new_arena();
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_i_charset_info info;
        pneu_str out;
        pneu_str bytes = pneu_i_str_of(in, sizeof in - 1);
        assert_int_equal(pneu_i_charset_to_utf8(arena, pneu_i_str("utf-8"), bytes, rows[i].drops, &out, &info),
                         PNEU_OK);
        assert_int_equal(out.len, rows[i].len);
        assert_memory_equal(out.ptr, rows[i].out, out.len);
    }
    pneu_arena_free(arena);
}

static void lack_of_memory_is_survived(void **state)
{
    char in[5000];
    size_t refused = 1;
    (void)state;
    memset(in, 0x80, sizeof in); /* grows: one byte in, three out */
    for (size_t at = 1; refused > 0; at++) {
        failing_alloc alloc;
        pneu_arena *arena = NULL;
        pneu_i_charset_info info;
        pneu_str out, bytes = pneu_i_str_of(in, sizeof in);
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        pneu_status status = pneu_arena_new(&alloc.alloc, &arena);
        if (status == PNEU_OK)
            status = pneu_i_charset_to_utf8(arena, pneu_i_str("latin1"), bytes, PNEU_I_KEEP_ALL, &out, &info);
        refused = alloc.refused;
        assert_int_equal(status, refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
        pneu_arena_free(arena);
        failing_alloc_check_clean(&alloc);
        assert_true(at < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_sorted),           cmocka_unit_test(charsets_have_their_places),
        cmocka_unit_test(labels_are_found_as_written), cmocka_unit_test(texts_are_decoded_at_any_cut),
        cmocka_unit_test(utf16_and_utf32_are_decoded), cmocka_unit_test(output_is_always_utf8),
        cmocka_unit_test(a_charset_is_chosen),         cmocka_unit_test(bytes_are_dropped),
        cmocka_unit_test(lack_of_memory_is_survived),
    };
    return RUN_TESTS(tests);
}
