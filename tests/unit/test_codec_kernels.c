/*
 * The kernels of every level agree with the portable ones: on bodies put together from what codecs look for, with every
 * length, alignment and cut, and on lines of all lengths.
 */
#include <stdlib.h>
#include <string.h>

#include "support/kernel_check.h"
#include "support/test.h"

typedef struct body {
    uint32_t seed;
    size_t len;
    char bytes[9000];
} body;

static uint32_t below(body *b, uint32_t most)
{
    b->seed = b->seed * 1664525u + 1013904223u;
    return (b->seed >> 8) % most;
}

static void put(body *b, const char *bytes, size_t len)
{
    size_t room = sizeof b->bytes - b->len;
    len = len < room ? len : room;
    memcpy(b->bytes + b->len, bytes, len);
    b->len += len;
}

/* Bytes drawn from these. */
static void put_drawn(body *b, const char *from, uint32_t choices, size_t len)
{
    for (size_t i = 0; i < len; i++)
        put(b, from + below(b, choices), 1);
}

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static const char *draw_line_end(body *b)
{
    static const char *const ends[] = {"\r\n", "\r\n", "\r\n", "\n", "\n", "\r\n\r\n", "\r", " \r\n", "\t\n", "\n\r"};
    return ends[below(b, COUNT_OF(ends))];
}

/* Lines as encoders make them: of one length, with one line end, but for some. */
static void put_base64_body(body *b, size_t lines)
{
    static const uint32_t lengths[] = {76, 76, 64, 72, 60, 32, 128, 100, 4, 77, 78, 400, 1000};
    size_t length = lengths[below(b, COUNT_OF(lengths))];
    const char *end = draw_line_end(b);
    for (size_t i = 0; i < lines; i++) {
        put_drawn(b, letters, 64, below(b, 12) == 0 ? below(b, 100) : length);
        if (below(b, 20) == 0)
            put_drawn(b, "=-_ \t\0\x80\xff.", 9, 1 + below(b, 3));
        const char *this_end = below(b, 16) == 0 ? draw_line_end(b) : end;
        put(b, this_end, strlen(this_end));
    }
}

/* Lines of text, escapes and what is wrong with them. */
static void put_text_body(body *b, size_t lines)
{
    static const char *const pieces[] = {
        "=3D", "=E9=80=A9", "=e9",  "=",  "= ",   "=\r\n", "=\n", "=4", "\x80\xff", "\xc3\xa9", "From ", ".", "..", "-",
        " ",   "\t",        "    ", "\r", "\x7f", "\1",    "F",   "==", "=\r",      "=G1",      "\r\r",  "",  "="};
    uint32_t odd = 1 + below(b, 24);
    const char *end = draw_line_end(b);
    for (size_t i = 0; i < lines; i++) {
        for (uint32_t words = below(b, 14); words > 0; words--) {
            put_drawn(b, letters, 52, 1 + below(b, 12));
            const char *piece = below(b, odd) == 0 ? pieces[below(b, COUNT_OF(pieces))] : " ";
            put(b, piece, strlen(piece));
            if (below(b, 40) == 0)
                put(b, "", 1);
        }
        const char *this_end = below(b, 16) == 0 ? draw_line_end(b) : below(b, 3) == 0 ? "=\r\n" : end;
        put(b, this_end, strlen(this_end));
    }
}

static void put_text(body *b, const char *text)
{
    put(b, text, strlen(text));
}

/* Full lines, but for some; characters that may not stand there are a few. */
static void put_uu_body(body *b, size_t lines)
{
    static const char characters[] = "`!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_ ";
    const char *end = draw_line_end(b);
    uint32_t odd = 1 + below(b, 40);
    put_text(b, "begin 644 name\n");
    for (size_t i = 0; i < lines; i++) {
        uint32_t count = below(b, odd) == 0 ? below(b, 64) : 45;
        put(b, &characters[count], 1);
        put_drawn(b, characters, 65, below(b, odd) == 0 ? below(b, 90) : (count + 2) / 3 * 4);
        if (below(b, odd) == 0)
            put_drawn(b, "az\r \x80\xff\x1f~", 8, 1);
        put_text(b, below(b, 16) == 0 ? draw_line_end(b) : end);
    }
    put_text(b, below(b, 4) == 0 ? "text\n" : "`\nend\n");
}

/* Any octets, with more of those that mean something. */
static void put_yenc_body(body *b, size_t lines)
{
    static const char *const pieces[] = {"=", "==", "=}", "=y", "\r", "\n=y\n", "=\r\n", "=\n", "===", "\n=", "\n\r=y"};
    const char *end = draw_line_end(b);
    uint32_t odd = 1 + below(b, 24);
    put_text(b, "=ybegin line=128 size=9 name=n\n");
    for (size_t i = 0; i < lines; i++) {
        for (uint32_t runs = below(b, 10); runs > 0; runs--) {
            for (uint32_t octets = below(b, 40); octets > 0; octets--) {
                char octet = (char)(unsigned char)below(b, 256);
                put(b, &octet, octet != '\n' || below(b, 9) == 0);
            }
            put_text(b, below(b, odd) == 0 ? pieces[below(b, COUNT_OF(pieces))] : "=J");
        }
        put_text(b, below(b, 16) == 0 ? draw_line_end(b) : end);
    }
    put_text(b, "\n=yend size=9 crc32=12345678\n");
}

static void put_octets(body *b, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char octet = (char)(unsigned char)below(b, 256);
        put(b, &octet, 1);
    }
}

static void make_body(body *b, uint32_t seed, size_t lines)
{
    b->seed = seed;
    b->len = 0;
    switch (below(b, 7)) {
    case 0: put_octets(b, lines * 60 + below(b, 60)); break;
    case 1:
    case 2: put_base64_body(b, lines); break;
    case 3: put_uu_body(b, lines); break;
    case 4: put_yenc_body(b, lines); break;
    default: put_text_body(b, lines); break;
    }
}

static void check(const body *b, size_t from, size_t len, codec_cut cut, size_t shift)
{
    pneu_str in = {b->bytes + from, len};
    for (size_t i = 0; i < kernel_codec_count; i++)
        if (kernel_check(&kernel_codecs[i], in, cut, shift) != 0)
            fail_msg("seed or state %u, from %zu, %zu bytes, cut %zu %zu %zu, shift %zu", (unsigned)b->seed, from, len,
                     cut.first, cut.step, cut.room, shift);
}

static void check_plain(const body *b)
{
    for (size_t i = 0; i < kernel_codec_count; i++)
        if (kernel_check_plain(&kernel_codecs[i], (pneu_str){b->bytes, b->len}))
            fail_msg("seed or state %u", (unsigned)b->seed);
}

static void test_bodies(void **state)
{
    static body b;
    (void)state;
    for (uint32_t seed = 1; seed <= 1500; seed++) {
        make_body(&b, seed * 2654435761u, 1 + seed % 40);
        check(&b, 0, b.len, (codec_cut){0, 0, 0}, seed % 64);
        codec_cut cut = {below(&b, 300), below(&b, 200), 1 + below(&b, 400)};
        check(&b, 0, b.len, cut, 0);
        if (seed % 50 == 0)
            check_plain(&b);
    }
}

static void test_lengths_and_alignments(void **state)
{
    static body b;
    (void)state;
    for (uint32_t seed = 1; seed <= 12; seed++) {
        make_body(&b, seed * 40503u, 60);
        for (size_t len = 0; len <= 200 && len <= b.len; len++)
            check(&b, 0, len, (codec_cut){0, 0, 0}, (len * 7 + seed) % 64);
        for (size_t shift = 0; shift < 64; shift++)
            check(&b, 0, b.len < 300 ? b.len : 300, (codec_cut){0, 0, 0}, shift);
    }
}

static void test_cuts(void **state)
{
    static body b;
    (void)state;
    for (uint32_t seed = 1; seed <= 12; seed++) {
        make_body(&b, seed * 69069u, 12);
        for (size_t first = 1; first < b.len && first < 400; first++) {
            check(&b, 0, b.len < 500 ? b.len : 500, (codec_cut){first, 0, 0}, 0);
            check(&b, 0, b.len < 300 ? b.len : 300, (codec_cut){0, 0, first}, 0);
        }
    }
}

/* Regular lines of every length, each with something odd at one place of the third line. */
static void test_line_lengths(void **state)
{
    static body b;
    (void)state;
    for (size_t length = 1; length <= 140; length++) {
        for (unsigned odd = 0; odd < 4; odd++) {
            b.seed = (uint32_t)length;
            b.len = 0;
            for (unsigned line = 0; line < 8; line++) {
                put_drawn(&b, letters, 64, length);
                put(&b, odd % 2 == 0 ? "\r\n" : "\n", odd % 2 == 0 ? 2 : 1);
            }
            if (odd >= 2)
                b.bytes[length * 2 + below(&b, (uint32_t)length) + 4] = "=!\r \x80\n-"[below(&b, 7)];
            check(&b, 0, b.len, (codec_cut){0, 0, 0}, length % 32);
        }
    }
}

/* Lines of mail, one of whose line ends is another one. */
static void test_line_ends(void **state)
{
    static body b;
    (void)state;
    for (size_t line = 0; line < 8; line++)
        for (size_t place = 0; place < 2; place++)
            for (const char *odd = "\r\n =A!"; *odd != '\0'; odd++) {
                b.seed = (uint32_t)line;
                b.len = 0;
                for (unsigned i = 0; i < 8; i++) {
                    put_drawn(&b, letters, 64, 76);
                    put_text(&b, "\r\n");
                }
                b.bytes[line * 78 + 76 + place] = *odd;
                check(&b, 0, b.len, (codec_cut){0, 0, 0}, 0);
            }
}

/* "From " and what is nearly that at each place where a line of quoted-printable may begin, after more and more
 * escapes: so too where the kernels go from one piece of their input to the next. */
static void test_protected_words(void **state)
{
    static body b;
    const kernel_codec codec = {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_PROTECT_FROM};
    (void)state;
    for (size_t escapes = 0; escapes < 40; escapes++)
        for (size_t at = 240; at < 262; at++)
            for (int is_from = 0; is_from <= 1; is_from++) {
                for (size_t i = 0; i < 600; i++)
                    b.bytes[i] = i < 200 && i % 5 == 0 && i / 5 < escapes ? '=' : 'x';
                memcpy(b.bytes + at, is_from ? "From " : "Frox ", 5);
                b.len = 600;
                assert_false(kernel_check_plain(&codec, (pneu_str){b.bytes, b.len}));
                assert_int_equal(kernel_check(&codec, (pneu_str){b.bytes, b.len}, (codec_cut){0, 0, 0}, 0), 0);
            }
}

/* Every byte among plain text, and as either digit of an escape. */
static void test_bytes(void **state)
{
    static const char *const around[] = {"xxxx", "=", "=A"};
    static body b;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(around); i++)
        for (int c = 0; c < 256; c++) {
            char byte = (char)c;
            b.len = 0;
            put(&b, "ABCDEFGH", 8);
            put(&b, around[i], strlen(around[i]));
            put(&b, &byte, 1);
            for (unsigned k = 0; k < 16; k++)
                put(&b, "AAAAAAAA", 8);
            check(&b, 0, b.len, (codec_cut){0, 0, 0}, 0);
        }
}

/* Full lines of uuencode, each character of the second one any byte. */
static void test_uu_characters(void **state)
{
    static body b;
    (void)state;
    for (size_t place = 0; place < 61; place++)
        for (int c = 0; c < 256; c += place % 20 == 0 ? 1 : 31) {
            b.len = 0;
            put_text(&b, "begin 644 a\n");
            for (unsigned line = 0; line < 5; line++) {
                put_text(&b, "M");
                for (unsigned i = 0; i < 60; i++)
                    put(&b, &"`9^ABCXYZ[]_ !\"#"[(i * 7 + line) % 16], 1);
                put_text(&b, "\n");
            }
            b.bytes[12 + 62 + place] = (char)c;
            check(&b, 0, b.len, (codec_cut){0, 0, 0}, place);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bodies),    cmocka_unit_test(test_lengths_and_alignments),
        cmocka_unit_test(test_cuts),      cmocka_unit_test(test_line_lengths),
        cmocka_unit_test(test_bytes),     cmocka_unit_test(test_uu_characters),
        cmocka_unit_test(test_line_ends), cmocka_unit_test(test_protected_words),
    };
    return RUN_TESTS(tests);
}
