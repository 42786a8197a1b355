/* UTF-8: validation against the definition, and replacement of what is ill-formed. */
#include "support/test.h"

#include <stdlib.h>

#include "charset/charset.h"
#include "support/mime_text.h"

/* The definition, straight from Unicode table 3-7: the length of the character at the start, or 0. */
static size_t character_at(const unsigned char *s, size_t len)
{
    static const unsigned char rows[][9] = {
        /* length, and the range of each byte */
        {1, 0x00, 0x7F},
        {2, 0xC2, 0xDF, 0x80, 0xBF},
        {3, 0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF},
        {3, 0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
        {3, 0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF},
        {3, 0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
        {4, 0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {4, 0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {4, 0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF},
    };
    for (size_t r = 0; r < COUNT_OF(rows); r++) {
        size_t i = 0;
        while (i < rows[r][0] && i < len && s[i] >= rows[r][1 + 2 * i] && s[i] <= rows[r][2 + 2 * i])
            i++;
        if (i == rows[r][0])
            return i;
    }
    return 0;
}

static size_t valid_by_definition(const unsigned char *s, size_t len)
{
    size_t at = 0, step;
    while (at < len && (step = character_at(s + at, len - at)) > 0)
        at += step;
    return at;
}

static void check(const unsigned char *bytes, size_t len)
{
    pneu_str copy = exact_copy(pneu_i_str_of(bytes, len));
    assert_int_equal(pneu_i_utf8_valid(copy.ptr, len), valid_by_definition(bytes, len));
    free((char *)copy.ptr);
}

/* Every lead with every second byte, every third byte of a few, behind ASCII of every length up to two words. */
static void prefixes_are_those_of_the_definition(void **state)
{
    (void)state;
    for (unsigned lead = 0; lead < 256; lead++) {
        for (unsigned second = 0; second < 256; second++) {
            unsigned char bytes[24] = {(unsigned char)lead, (unsigned char)second, 0x80, 0xBF};
            for (size_t len = 1; len <= 4; len++)
                check(bytes, len);
        }
    }
    for (size_t before = 0; before < 18; before++) {
        unsigned char bytes[24];
        memset(bytes, 'a', sizeof bytes);
        memcpy(bytes + before, "\xE2\x82\xAC\xFF", 4);
        for (size_t len = before; len <= before + 4; len++)
            check(bytes, len);
    }
}

typedef struct collected {
    char bytes[256];
    size_t len;
} collected;

static void collect(void *ctx, const char *utf8, size_t len)
{
    collected *to = ctx;
    memcpy(to->bytes + to->len, utf8, len);
    to->len += len;
}

/* The text pushed in two pieces, cut at `cut`. */
static collected decode(const char *bytes, size_t len, size_t cut)
{
    collected out = {{0}, 0};
    pneu_i_utf8_sink sink = {collect, &out};
    pneu_i_decoder decoder;
    assert_true(pneu_i_decoder_open(&decoder, PNEU_I_CHARSET_UTF_8, sink));
    pneu_i_decoder_push(&decoder, bytes, cut);
    pneu_i_decoder_push(&decoder, bytes + cut, len - cut);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    return out;
}

#define BAD "\xEF\xBF\xBD"

static const struct row {
    const char *name;
    const char *in;
    const char *out;
} rows[] = {
    {"well-formed", "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
    {"byte order mark",
     "\xEF\xBB\xBF"
     "a",
     "a"},
    {"second mark",
     "\xEF\xBB\xBF\xEF\xBB\xBF"
     "a",
     "\xEF\xBB\xBF"
     "a"},
    {"mark after an error",
     "\xFF\xEF\xBB\xBF"
     "a",
     BAD "\xEF\xBB\xBF"
         "a"},
    {"continuation alone",
     "a\x80"
     "b",
     "a" BAD "b"},
    {"overlong", "\xC0\xAF", BAD BAD},
    {"overlong, three bytes", "\xE0\x80\xAF", BAD BAD BAD},
    {"surrogate", "\xED\xA0\x80", BAD BAD BAD},
    {"too high", "\xF4\x90\x80\x80", BAD BAD BAD BAD},
    {"cut off by text",
     "\xE2\x82"
     "a\xF0\x9F\x98"
     "b",
     BAD "a" BAD "b"},
    {"cut off by another", "\xE2\x82\xE2\x82\xAC", BAD "\xE2\x82\xAC"},
    {"cut off by the end", "a\xF0\x9F\x98", "a" BAD},
};

static void ill_formed_bytes_are_replaced(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t len = strlen(rows[i].in);
        for (size_t cut = 0; cut <= len; cut++) {
            collected out = decode(rows[i].in, len, cut);
            if (out.len != strlen(rows[i].out) || memcmp(out.bytes, rows[i].out, out.len) != 0)
                fail_msg("%s, cut at %u: [%s]", rows[i].name, (unsigned)cut, out.bytes);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prefixes_are_those_of_the_definition),
        cmocka_unit_test(ill_formed_bytes_are_replaced),
    };
    return RUN_TESTS(tests);
}
