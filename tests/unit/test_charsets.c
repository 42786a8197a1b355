/* Labels in public, preloading, the default charset, and handles that are shared: more decoders than handles. */
#include "support/test.h"

#include "charset/charsets.h"
#include "support/failing_alloc.h"

static pneu_str str(const char *text)
{
    return pneu_i_str(text);
}

static void labels_have_names(void **state)
{
    pneu_str name = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_charset_find(str(" Latin1;"), &name), PNEU_OK);
    assert_true(pneu_i_str_is(name, "windows-1252"));
    assert_int_equal(pneu_charset_find(str("x-nope"), &name), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_charset_find(str("unknown-8bit"), &name), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_charset_find(str(""), &name), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_charset_find(str("utf-8"), NULL), PNEU_ERR_ARGUMENT);
}

static void preloaded_handles_stay(void **state)
{
    const pneu_str some[] = {str("utf-8"), str("gb2312"), str("gbk"), str("hz")};
    const pneu_str all[] = {str("x-nope"), str("gbk"),         str("big5"),   str("euc-jp"), str("shift_jis"),
                            str("euc-kr"), str("iso-2022-cn"), str("euc-tw"), str("tcvn"),   str("viscii")};
    pneu_charsets *charsets;
    size_t open = 0;
    (void)state;
    assert_int_equal(pneu_charsets_new(NULL, &charsets), PNEU_OK);
    assert_int_equal(pneu_charsets_preload(charsets, some, COUNT_OF(some)), PNEU_OK);
    for (size_t i = 0; i < PNEU_I_HANDLE_COUNT; i++)
        open += charsets->handles.places[i].iconv != NULL;
    assert_int_equal(open, 1); /* one serves the whole family, UTF-8 needs none */
    assert_int_equal(pneu_charsets_preload(charsets, all, COUNT_OF(all)), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_charsets_preload(charsets, all + 1, COUNT_OF(all) - 1), PNEU_ERR_LIMIT);
    assert_int_equal(pneu_charsets_preload(NULL, some, 1), PNEU_ERR_ARGUMENT);
    for (size_t i = 0; i < PNEU_I_HANDLE_COUNT; i++)
        assert_true(charsets->handles.places[i].is_pinned);
    pneu_charsets_free(charsets);
}

/* Decodes with many decoders open at once, twice. */
static void lent_handles_do_not_disturb_each_other(void **state)
{
    static const char in[] = "\xC6\xFC\xCB\xDC", expected[] = "\xE6\x97\xA5\xE6\x9C\xAC";
    pneu_text_decoder *decoders[PNEU_I_HANDLE_COUNT + 3];
    pneu_charsets *charsets;
    char out[16];
    size_t written;
    (void)state;
    assert_int_equal(pneu_charsets_new(NULL, &charsets), PNEU_OK);
    for (int again = 0; again < 2; again++) {
        for (size_t i = 0; i < COUNT_OF(decoders); i++)
            assert_int_equal(pneu_text_decoder_new(charsets, str("euc-jp"), 0, NULL, &decoders[i]), PNEU_OK);
        for (size_t k = 0; k < 4; k++) { /* byte by byte, in turn */
            for (size_t i = 0; i < COUNT_OF(decoders); i++) {
                assert_int_equal(pneu_text_decoder_push(decoders[i], in + k, 1), PNEU_OK);
                pneu_status status = pneu_text_decoder_read(decoders[i], out, sizeof out, &written);
                if (status == PNEU_OK) {
                    assert_int_equal(written, 3 * (k == 3 ? 1 : written / 3));
                    assert_memory_equal(out + written - 3, k == 3 ? expected + 3 : expected, 3);
                    status = pneu_text_decoder_read(decoders[i], out, sizeof out, &written);
                }
                assert_int_equal(status, PNEU_MORE);
            }
        }
        for (size_t i = 0; i < COUNT_OF(decoders); i++)
            pneu_text_decoder_free(decoders[i]);
    }
    pneu_charsets_free(charsets);
}

static void the_least_recently_used_handle_goes(void **state)
{
    static const char *const labels[] = {"gbk",         "big5",   "euc-jp", "shift_jis", "euc-kr",
                                         "iso-2022-cn", "euc-tw", "tcvn",   "viscii"};
    pneu_charsets *charsets;
    pneu_arena *arena;
    pneu_decoded_text text;
    (void)state;
    assert_int_equal(pneu_charsets_new(NULL, &charsets), PNEU_OK);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        assert_int_equal(pneu_text_decode(arena, charsets, str(labels[i]), str("x"), &text), PNEU_OK);
        if (i == 1)
            assert_int_equal(pneu_text_decode(arena, charsets, str("gbk"), str("x"), &text), PNEU_OK);
    }
    int has_gbk = 0, has_big5 = 0;
    for (size_t i = 0; i < PNEU_I_HANDLE_COUNT; i++) {
        assert_non_null(charsets->handles.places[i].iconv);
        has_gbk |= strcmp(charsets->handles.places[i].name, "GB18030") == 0;
        has_big5 |= strncmp(charsets->handles.places[i].name, "BIG5", 4) == 0;
    }
    assert_true(has_gbk && !has_big5);
    pneu_arena_free(arena);
    pneu_charsets_free(charsets);
}

static void the_default_can_be_set(void **state)
{
    pneu_charsets *charsets;
    pneu_arena *arena;
    pneu_decoded_text text;
    (void)state;
    assert_int_equal(pneu_charsets_new(NULL, &charsets), PNEU_OK);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_charsets_set_default(charsets, str("x-nope")), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_charsets_set_default(charsets, str("utf-7")), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_charsets_set_default(charsets, str("koi8-r")), PNEU_OK);
    assert_int_equal(pneu_text_decode(arena, charsets, str("x-unknown"), str("\xC1"), &text), PNEU_OK);
    assert_true(pneu_i_str_is(text.text, "\xD0\xB0"));
    assert_true(pneu_i_str_is(text.summary.charset, "KOI8-R"));
    pneu_arena_free(arena);
    pneu_charsets_free(charsets);
}

static void lack_of_memory_is_told(void **state)
{
    failing_alloc alloc;
    pneu_charsets *charsets = NULL;
    (void)state;
    failing_alloc_init(&alloc, FAIL_FROM_ON, 1);
    assert_int_equal(pneu_charsets_new(&alloc.alloc, &charsets), PNEU_ERR_MEMORY);
    assert_null(charsets);
    assert_int_equal(pneu_charsets_new(NULL, NULL), PNEU_ERR_ARGUMENT);
    pneu_charsets_free(NULL);
    failing_alloc_check_clean(&alloc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_have_names),
        cmocka_unit_test(preloaded_handles_stay),
        cmocka_unit_test(lent_handles_do_not_disturb_each_other),
        cmocka_unit_test(the_least_recently_used_handle_goes),
        cmocka_unit_test(the_default_can_be_set),
        cmocka_unit_test(lack_of_memory_is_told),
    };
    return RUN_TESTS(tests);
}
