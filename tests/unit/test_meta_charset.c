/* The charset that HTML names itself: the HTML standard's "prescan", row by row. */
#include "charset/meta_charset.h"

#include <stdlib.h>

#include "charset/charset.h"
#include "support/test.h"

/* `charset` is NULL for none. */
static const struct row {
    const char *html;
    const char *charset;
} rows[] = {
    {"", NULL},
    {"text", NULL},
    {"<", NULL},
    {"<meta charset=koi8-r>", "KOI8-R"},
    {"<META CHARSET=KOI8-R>", "KOI8-R"},
    {"<meta charset=\"koi8-r\">", "KOI8-R"},
    {"<meta charset='koi8-r'>", "KOI8-R"},
    {"<meta charset=' koi8-r '>", "KOI8-R"},
    {"<meta charset = koi8-r >", "KOI8-R"},
    {"<meta/charset=koi8-r>", "KOI8-R"},
    {"<meta charset=koi8-r/>", NULL}, /* the slash is in the value */
    {"<meta charset=koi8-r />", "KOI8-R"},
    {"<meta\tname=x\ncharset=koi8-r>", "KOI8-R"},
    {"<meta charset=koi8-r charset=utf-8>", "KOI8-R"},
    {"<html><head><title>x</title><meta charset=koi8-r>", "KOI8-R"},
    {"<!DOCTYPE html><meta charset=koi8-r>", "KOI8-R"},
    {"a < b <meta charset=koi8-r>", "KOI8-R"},
    {"<metal charset=koi8-r>", NULL},
    {"<meta charset=koi8-r", NULL},
    {"<meta charset='koi8-r>", NULL},
    {"</meta charset=koi8-r>", NULL},
    {"<p title=\"<meta charset=koi8-r>\">", NULL},
    {"<p title='>' x=<meta charset=koi8-r>", NULL},
    {"<p =<meta><meta charset=koi8-r>", "KOI8-R"},
    {"<!-- <meta charset=koi8-r> -->", NULL},
    {"<!-- <meta charset=koi8-r>", NULL},
    {"<!--><meta charset=koi8-r>", "KOI8-R"},
    {"<!---><meta charset=koi8-r>", "KOI8-R"},
    {"<!-- x --><meta charset=koi8-r>", "KOI8-R"},
    {"<?x <meta charset=koi8-r>", NULL},
    {"</ <meta charset=koi8-r>", NULL},
    {"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "KOI8-R"},
    {"<meta content='text/html; charset=koi8-r' http-equiv=\"content-type\">", "KOI8-R"},
    {"<meta content='text/html; charset=koi8-r'>", NULL},
    {"<meta http-equiv=refresh content='text/html; charset=koi8-r'>", NULL},
    {"<meta http-equiv=content-type content='text/html; charset = \"koi8-r\"'>", "KOI8-R"},
    {"<meta http-equiv=content-type content='text/html; charset=\"koi8-r'>", NULL},
    {"<meta http-equiv=content-type content='charset; charset=koi8-r; x'>", "KOI8-R"},
    {"<meta http-equiv=content-type content='charset'>", NULL},
    {"<meta http-equiv=content-type content='charset='>", NULL},
    {"<meta content='charset=koi8-r' charset=utf-8>", "UTF-8"},
    {"<meta charset=utf-8 content='charset=koi8-r' http-equiv=content-type>", "UTF-8"},
    {"<meta charset=x-nope content='charset=koi8-r' http-equiv=content-type>", NULL},
    {"<meta charset=x-nope><meta charset=koi8-r>", "KOI8-R"},
    {"<meta charset=><meta charset=koi8-r>", "KOI8-R"},
    {"<meta charset=us-ascii>", NULL},
    {"<meta charset=iso-8859-1>", "windows-1252"},
    {"<meta charset=utf-16>", "UTF-8"},
    {"<meta charset=utf-16be>", "UTF-8"},
    {"<meta charset=utf-7>", NULL},
    {"<meta charset=utf-32>", NULL},
    {"<meta charset=shift_jis>", "Shift_JIS"},
    {"<?xml version='1.0' encoding='koi8-r'?>", "KOI8-R"},
    {"<?xml version=\"1.0\" encoding = \"koi8-r\" ?><html>", "KOI8-R"},
    {"<?xml encoding='koi8-r'>", "KOI8-R"},
    {"<?xml encoding='koi8-r'?><meta charset=utf-8>", "UTF-8"},
    {" <?xml encoding='koi8-r'?>", NULL},
    {"<?xml encoding='koi8-r'", NULL},
    {"<?xml encoding='koi8-r?>", NULL},
    {"<?xml encoding=koi8-r?>", NULL},
    {"<?xml encoding?>", NULL},
    {"<?xml version='1.0'?> encoding='koi8-r'>", NULL},
};

static int charset_of(const char *html, size_t len)
{
    char *block = malloc(len > 0 ? len : 1);
    assert_non_null(block);
    memcpy(block, html, len);
    int charset = pneu_i_charset_of_meta(pneu_i_str_of(block, len));
    free(block);
    return charset;
}

static void charsets_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int charset = charset_of(rows[i].html, strlen(rows[i].html));
        const char *name = charset >= 0 ? pneu_i_charset_at(charset)->name : "none";
        if (strcmp(name, rows[i].charset != NULL ? rows[i].charset : "none") != 0)
            fail_msg("%s: %s", rows[i].html, name);
    }
}

/* Each beginning alone in a block of its size; NULs are bytes like others. */
static void beginnings_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t len = 0; len < strlen(rows[i].html); len++)
            (void)charset_of(rows[i].html, len);
    assert_true(charset_of("<meta charset=a\0=koi8-r>", 24) < 0);
    assert_true(charset_of("<meta a\0b charset=koi8-r>", 26) >= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charsets_are_found),
        cmocka_unit_test(beginnings_are_read),
    };
    return RUN_TESTS(tests);
}
