/* The choice of a charset while text streams by, at every cut; the window; what is told of it. */
#include "support/test.h"

#include "charset/text_choice.h"
#include "support/chunks.h"
#include "support/failing_alloc.h"
#include "support/text.h"

#define BAD "\xEF\xBF\xBD"
#define U PNEU_DEFECT_CHARSET_UNKNOWN
#define I PNEU_DEFECT_CHARSET_INVALID_BYTES
#define M PNEU_DEFECT_CHARSET_MISSING_8BIT
#define D PNEU_DEFECT_CHARSET_DANGEROUS

static const struct row {
    const char *label, *in;
    size_t len;
    const char *out, *charset;
    int32_t reason, code;
} rows[] = {
    {"", "", 0, "", "US-ASCII", PNEU_CHARSET_PLAIN, 0},
    {"", "abc", 3, "abc", "US-ASCII", PNEU_CHARSET_PLAIN, 0},
    {"utf-8", "abc", 3, "abc", "UTF-8", PNEU_CHARSET_LABEL, 0},
    {"koi8-r", "abc\xC1", 4, "abc\xD0\xB0", "KOI8-R", PNEU_CHARSET_LABEL, 0},
    {"", "a\xC3\xA9", 3, "a\xC3\xA9", "UTF-8", PNEU_CHARSET_WELL_FORMED, M},
    {"ANSI_X3.4-1968", "a\xC3\xA9z", 4, "a\xC3\xA9z", "UTF-8", PNEU_CHARSET_WELL_FORMED, M},
    {"\"us-ascii\";", "a\xC3\xA9z", 4, "a\xC3\xA9z", "UTF-8", PNEU_CHARSET_WELL_FORMED, M},
    {"us-ascii", "a\xE9z", 3, "a\xC3\xA9z", "windows-1252", PNEU_CHARSET_DEFAULT, M},
    {"", "a\xC3", 2, "a\xC3\x83", "windows-1252", PNEU_CHARSET_DEFAULT, M},
    {"x-nope", "a\xC3\xA9", 3, "a\xC3\xA9", "UTF-8", PNEU_CHARSET_WELL_FORMED, U},
    {"x-nope", "a", 1, "a", "US-ASCII", PNEU_CHARSET_PLAIN, U},
    {"utf-8", "a\xE9", 2, "a" BAD, "UTF-8", PNEU_CHARSET_LABEL, I},
    {"koi8-r", "\xEF\xBB\xBF\xC3\xA9", 5, "\xC3\xA9", "UTF-8", PNEU_CHARSET_MARK, 0},
    {"", "\xFF\xFE\x61\0", 4, "a", "UTF-16LE", PNEU_CHARSET_MARK, D},
    {"", "\xEF\xBB", 2, "\xC3\xAF\xC2\xBB", "windows-1252", PNEU_CHARSET_DEFAULT, M},
    {"", "a\xEF\xBB\xBF", 4, "a\xEF\xBB\xBF", "UTF-8", PNEU_CHARSET_WELL_FORMED, M},
    {"utf-32le", "\xFF\xFE\0\0a\0\0\0", 8, "a", "UTF-32LE", PNEU_CHARSET_LABEL, D},
    {"", "a \x1B$BF|\x1B(B", 10, "a \xE6\x97\xA5", "ISO-2022-JP", PNEU_CHARSET_ESCAPES, 0},
    {"latin1", "\x1B$BF|\x1B(B", 8, "\xE6\x97\xA5", "ISO-2022-JP", PNEU_CHARSET_ESCAPES, 0},
    {"latin1", "\x1B$BF|\xE9", 6, "\x1B$BF|\xC3\xA9", "windows-1252", PNEU_CHARSET_LABEL, 0},
    {"", "\x1B[1m", 4, "\x1B[1m", "US-ASCII", PNEU_CHARSET_PLAIN, 0},
    {"iso-2022-jp", "\x1B$BF|", 5, "\xE6\x97\xA5", "ISO-2022-JP", PNEU_CHARSET_LABEL, I},
    {"utf-7", "+AOk-", 5, "\xC3\xA9", "UTF-7", PNEU_CHARSET_LABEL, D},
    {"", "a\0b", 3, "ab", "US-ASCII", PNEU_CHARSET_PLAIN, 0},
};

#define KOI8 "<meta charset=koi8-r>"

/* The same of HTML. */
static const struct row html_rows[] = {
    {"", KOI8 "\xC1", 22, KOI8 "\xD0\xB0", "KOI8-R", PNEU_CHARSET_META, 0},
    {" ", "\xC1" KOI8, 22, "\xD0\xB0" KOI8, "KOI8-R", PNEU_CHARSET_META, 0},
    {"", KOI8, 21, KOI8, "KOI8-R", PNEU_CHARSET_META, 0},
    {"", KOI8 "\xC3\xA9", 23, KOI8 "\xD1\x86\xE2\x95\x98", "KOI8-R", PNEU_CHARSET_META, 0},
    {"utf-8", KOI8 "\xC3\xA9", 23, KOI8 "\xC3\xA9", "UTF-8", PNEU_CHARSET_LABEL, 0},
    {"us-ascii", KOI8 "\xE9", 22, KOI8 "\xC3\xA9", "windows-1252", PNEU_CHARSET_DEFAULT, M},
    {"x-nope", KOI8 "\xE9", 22, KOI8 "\xC3\xA9", "windows-1252", PNEU_CHARSET_DEFAULT, U},
    {"", "\xEF\xBB\xBF" KOI8 "\xC3\xA9", 26, KOI8 "\xC3\xA9", "UTF-8", PNEU_CHARSET_MARK, 0},
    {"", KOI8 "\x1B$BF|\x1B(B", 29, KOI8 "\xE6\x97\xA5", "ISO-2022-JP", PNEU_CHARSET_ESCAPES, 0},
    {"", "<meta charset=utf-8>\xE9", 21, "<meta charset=utf-8>" BAD, "UTF-8", PNEU_CHARSET_META, I},
    {"", "<meta charset=utf-7>+AOk-", 25, "<meta charset=utf-7>+AOk-", "US-ASCII", PNEU_CHARSET_PLAIN, 0},
    {"", "<meta charset=x-nope>\xC3\xA9", 23, "<meta charset=x-nope>\xC3\xA9", "UTF-8", PNEU_CHARSET_WELL_FORMED, M},
    {"", "<p>\xE9", 4, "<p>\xC3\xA9", "windows-1252", PNEU_CHARSET_DEFAULT, M},
    {"", "", 0, "", "US-ASCII", PNEU_CHARSET_PLAIN, 0},
};

typedef struct reading {
    pneu_text_decoder *decoder;
    text out;
    pneu_status status;
} reading;

static void read_some(reading *r, size_t room)
{
    char buffer[4096];
    size_t written;
    while ((r->status = pneu_text_decoder_read(r->decoder, buffer, room, &written)) == PNEU_OK)
        text_add(&r->out, buffer, written);
}

static int32_t push(void *ctx, const void *bytes, size_t len)
{
    reading *r = ctx;
    assert_int_equal(pneu_text_decoder_push(r->decoder, bytes, len), PNEU_OK);
    assert_int_equal(pneu_text_decoder_push(r->decoder, bytes, len), PNEU_ERR_STATE);
    read_some(r, 1 + len % 7);
    return r->status == PNEU_MORE ? 0 : r->status;
}

static void decode(reading *r, const char *in, size_t len, chunking how)
{
    text_clear(&r->out);
    text_add(&r->out, "", 0);
    assert_int_equal(feed_chunks(in, len, how, push, r), 0);
    assert_int_equal(pneu_text_decoder_finish(r->decoder), PNEU_OK);
    assert_int_equal(pneu_text_decoder_finish(r->decoder), PNEU_ERR_STATE);
    read_some(r, 4096);
    assert_int_equal(r->status, PNEU_DONE);
}

static void check_row(reading *r, const struct row *row, chunking how)
{
    pneu_text_summary summary;
    pneu_text_decoder_reset(r->decoder, pneu_i_str(row->label));
    decode(r, row->in, row->len, how);
    pneu_text_decoder_summary(r->decoder, &summary);
    assert_int_equal(r->out.len, strlen(row->out));
    assert_memory_equal(r->out.ptr, row->out, r->out.len);
    assert_true(pneu_i_str_is(summary.charset, row->charset));
    assert_int_equal(summary.reason, row->reason);
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        assert_int_equal(pneu_defect_set_has(&summary.defects, code), code == row->code);
    assert_int_equal(summary.had_errors, row->code == I);
}

static void check_rows(const struct row *row, size_t count, uint32_t flags)
{
    reading r = {0};
    assert_int_equal(pneu_text_decoder_new(NULL, pneu_i_str(""), flags, NULL, &r.decoder), PNEU_OK);
    for (; count > 0; count--, row++) {
        check_row(&r, row, WHOLE);
        for (size_t k = 0; k < usual_chunking_count; k++)
            check_row(&r, row, usual_chunkings[k]);
        for (size_t at = 1; at < row->len; at++)
            check_row(&r, row, CUT_AT(at));
    }
    pneu_text_decoder_free(r.decoder);
    text_free(&r.out);
}

static void charsets_are_chosen_at_every_cut(void **state)
{
    (void)state;
    check_rows(rows, COUNT_OF(rows), 0);
    check_rows(html_rows, COUNT_OF(html_rows), PNEU_TEXT_HTML);
}

/* A tag that ends with byte 1024 counts; one that ends after it does not. */
static void html_is_looked_at_up_to_its_1024th_byte(void **state)
{
    reading r = {0};
    text in = {0};
    (void)state;
    assert_int_equal(pneu_text_decoder_new(NULL, pneu_i_str(""), PNEU_TEXT_HTML, NULL, &r.decoder), PNEU_OK);
    for (size_t len = 1000; len < 1006; len++) {
        for (size_t piece = 1; piece < 5000; piece *= 3) {
            pneu_text_summary summary;
            text_clear(&in);
            while (in.len < len)
                text_add(&in, " ", 1);
            text_print(&in, KOI8 "\xC1");
            pneu_text_decoder_reset(r.decoder, pneu_i_str(""));
            decode(&r, in.ptr, in.len, (chunking){0, piece, 0});
            pneu_text_decoder_summary(r.decoder, &summary);
            assert_int_equal(summary.reason, len + 21 <= 1024 ? PNEU_CHARSET_META : PNEU_CHARSET_DEFAULT);
        }
    }
    pneu_text_decoder_free(r.decoder);
    text_free(&r.out);
    text_free(&in);
}

/* ---- The window ------------------------------------------------------------------------------------------------- */

/* A text of `plain` letters, then `head`, then letters up to `len` bytes after the beginning of `head`, then `tail`. */
static void make_long(text *to, size_t plain, const char *head, size_t len, const char *tail)
{
    text_clear(to);
    for (size_t i = 0; i < plain; i++)
        text_add(to, "p", 1);
    text_print(to, "%s", head);
    while (to->len < plain + len)
        text_add(to, "x", 1);
    text_print(to, "%s", tail);
}

static void the_window_begins_at_the_first_unusual_byte_and_ends(void **state)
{
    static const struct {
        size_t plain;
        const char *head;
        size_t len;
        const char *tail, *charset;
    } rows_of_window[] = {
        {100000, "", 0, "\xE9", "windows-1252"},
        {100000, "\xC3\xA9", PNEU_I_CHOICE_WINDOW - 1, "\xFF", "windows-1252"},
        {100000, "\xC3\xA9", PNEU_I_CHOICE_WINDOW, "\xE9", "UTF-8"},
        {9, "\xC3\xA9", PNEU_I_CHOICE_WINDOW - 1, "\xC3\xA9", "UTF-8"},
        {100000, "\x1B$B", 3, "F|\x1B(B", "ISO-2022-JP"},
        {9, "\x1B$BF|\x1B(B", PNEU_I_CHOICE_WINDOW - 1, "\xFF", "windows-1252"},
        {9, "\x1B$BF|\x1B(B", PNEU_I_CHOICE_WINDOW, "\xE9", "ISO-2022-JP"},
        {9, "\x1B[1m", PNEU_I_CHOICE_WINDOW - 1, "\x1B$BF|\x1B(B", "ISO-2022-JP"},
        {9, "\x1B[1m", PNEU_I_CHOICE_WINDOW - 2, "\x1B$BF|\x1B(B", "ISO-2022-JP"},
    };
    reading r = {0};
    text in = {0}, first = {0};
    (void)state;
    assert_int_equal(pneu_text_decoder_new(NULL, pneu_i_str(""), 0, NULL, &r.decoder), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows_of_window); i++) {
        static const size_t pieces[] = {SIZE_MAX, 5, 4096, 65537};
        make_long(&in, rows_of_window[i].plain, rows_of_window[i].head, rows_of_window[i].len, rows_of_window[i].tail);
        for (size_t k = 0; k < COUNT_OF(pieces); k++) {
            pneu_text_summary summary;
            pneu_text_decoder_reset(r.decoder, pneu_i_str(""));
            decode(&r, in.ptr, in.len, (chunking){0, pieces[k], 0});
            pneu_text_decoder_summary(r.decoder, &summary);
            assert_string_equal(summary.charset.ptr, rows_of_window[i].charset);
            if (k == 0) {
                text_clear(&first);
                text_add(&first, r.out.ptr, r.out.len);
            }
            assert_int_equal(r.out.len, first.len);
            assert_memory_equal(r.out.ptr, first.ptr, first.len);
        }
    }
    pneu_text_decoder_free(r.decoder);
    text_free(&r.out);
    text_free(&in);
    text_free(&first);
}

static void memory_is_bounded(void **state)
{
    failing_alloc alloc;
    reading r = {0};
    text in = {0};
    (void)state;
    make_long(&in, 0, "\xC3\xA9", 4000000, "");
    failing_alloc_init(&alloc, FAIL_ABOVE, 131072 + 40000);
    assert_int_equal(pneu_text_decoder_new(NULL, pneu_i_str(""), 0, &alloc.alloc, &r.decoder), PNEU_OK);
    assert_int_equal(pneu_text_decoder_push(r.decoder, in.ptr, in.len), PNEU_OK);
    read_some(&r, 4096);
    assert_int_equal(r.status, PNEU_MORE);
    assert_int_equal(r.out.len, in.len);
    pneu_text_decoder_free(r.decoder);
    failing_alloc_check_clean(&alloc);
    text_free(&r.out);
    text_free(&in);
}

/* ---- The object ------------------------------------------------------------------------------------------------- */

static void nul_is_dropped_or_kept(void **state)
{
    for (uint32_t flags = 0; flags <= PNEU_TEXT_KEEP_NUL; flags++) {
        reading r = {0};
        pneu_text_summary summary;
        assert_int_equal(pneu_text_decoder_new(NULL, pneu_i_str("utf-8"), flags, NULL, &r.decoder), PNEU_OK);
        decode(&r, "\0a\0\0\xC3\xA9\0", 7, WHOLE);
        pneu_text_decoder_summary(r.decoder, &summary);
        assert_int_equal(r.out.len, flags ? 7 : 3);
        assert_int_equal(summary.nul_count, flags ? 0 : 4);
        pneu_text_decoder_free(r.decoder);
        text_free(&r.out);
    }
    (void)state;
}

static void misuse_is_told(void **state)
{
    pneu_text_decoder *decoder = NULL;
    pneu_decoded_text decoded;
    char out[4];
    size_t written;
    (void)state;
    assert_int_equal(pneu_text_decoder_new(NULL, pneu_i_str(""), 4, NULL, &decoder), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_text_decoder_new(NULL, pneu_i_str(""), 0, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_text_decoder_new(NULL, pneu_i_str(""), 0, NULL, &decoder), PNEU_OK);
    assert_int_equal(pneu_text_decoder_push(decoder, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_text_decoder_read(decoder, out, 0, &written), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_text_decoder_read(decoder, out, 4, &written), PNEU_MORE);
    assert_int_equal(pneu_text_decode(NULL, NULL, pneu_i_str(""), pneu_i_str(""), &decoded), PNEU_ERR_ARGUMENT);
    pneu_text_decoder_free(decoder);
    pneu_text_decoder_free(NULL);
}

static void lack_of_memory_is_survived(void **state)
{
    static const char in[] = "abc\x1B[\xC3\xA9";
    size_t refused = 1;
    (void)state;
    for (size_t at = 1; refused > 0; at++) {
        failing_alloc alloc;
        pneu_arena *arena = NULL;
        pneu_decoded_text decoded;
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        pneu_status status = pneu_arena_new(&alloc.alloc, &arena);
        if (status == PNEU_OK)
            status = pneu_text_decode(arena, NULL, pneu_i_str(""), pneu_i_str(in), &decoded);
        refused = alloc.refused;
        assert_int_equal(status, refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
        if (status == PNEU_OK)
            assert_true(pneu_i_str_is(decoded.text, in));
        pneu_arena_free(arena);
        failing_alloc_check_clean(&alloc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charsets_are_chosen_at_every_cut),
        cmocka_unit_test(html_is_looked_at_up_to_its_1024th_byte),
        cmocka_unit_test(the_window_begins_at_the_first_unusual_byte_and_ends),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(nul_is_dropped_or_kept),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(lack_of_memory_is_survived),
    };
    return RUN_TESTS(tests);
}
