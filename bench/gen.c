/*
 * The pieces generated mail is made of: random numbers, templates, names, addresses, and bodies.
 * In: a seed. Out: bytes at the end of gen->bytes. Invariant: every random draw is sequenced, so that the bytes do not
 * depend on the order in which a compiler evaluates arguments. RFC 5322, RFC 2047 and RFC 2045 sections 6.7 and 6.8 as
 * ordinary mailers write them.
 * Not handled: malformed mail (the hostile generators of the tests make that); memory that runs out ends the program.
 */
#include "gen.h"

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PICK(gen, array) array[bench_gen_below(gen, (unsigned)(sizeof(array) / sizeof *(array)))]

/* clang-format off */
static const char *const words[] = {
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on", "not",
    "he", "I", "this", "are", "or", "his", "from", "at", "which", "but", "have", "an", "had", "they", "you", "were",
    "their", "one", "all", "we", "can", "her", "has", "there", "been", "if", "more", "when", "will", "would", "who",
    "so", "no", "meeting", "project", "release", "report", "invoice", "customer", "server", "message", "please",
    "attached", "review", "thanks", "regards", "tomorrow", "schedule", "update", "version", "patch", "kernel",
    "memory", "buffer", "parser", "header", "boundary", "quarterly", "budget", "shipping", "delivery", "account",
    "payment", "password", "security", "network", "database", "deployment", "production", "staging", "incident",
    "ticket", "resolved", "question", "answer", "discussion", "proposal", "benchmark", "latency", "performance",
    "structure", "compiler", "throughput", "documentation", "confirmation", "interface", "library",
};
/* clang-format on */
static const char *const first_names[] = {"Alice", "Bob",  "Carol",   "David", "Erin",  "Frank", "Grace",
                                          "Heidi", "Ivan", "Judy",    "Niaj",  "Olive", "Peggy", "Rupert",
                                          "Sybil", "Tom",  "Mallory", "Ida",   "Walt",  "Yvonne"};
static const char *const last_names[] = {"Anderson", "Baker",     "Clark",    "Dubois", "Evans",   "Fischer", "Garcia",
                                         "Moreau",   "Ito",       "Lefebvre", "Martin", "O'Brien", "Petrov",  "Quinn",
                                         "Kowalski", "Johansson", "Nakamura", "Rossi",  "Schmidt", "Tanaka"};
static const char *const unicode_names[] = {
    "J\xc3\xbcrgen M\xc3\xbcller",
    "Fran\xc3\xa7ois Lef\xc3\xa8vre",
    "S\xc3\xb8ren \xc3\x85sberg",
    "\xe5\xb1\xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e",
    "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd \xd0\x9f\xd0\xb5\xd1\x82\xd1\x80\xd0\xbe\xd0\xb2",
    "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e",
    "Bj\xc3\xb6rn Stra\xc3\x9f\x65",
    "Mar\xc3\xad\x61 Jos\xc3\xa9 N\xc3\xba\xc3\xb1\x65z",
};
static const char *const unicode_subjects[] = {
    "R\xc3\xa9union d'\xc3\xa9quipe : ordre du jour",
    "Bestellbest\xc3\xa4tigung f\xc3\xbcr Ihre Bestellung",
    "\xe4\xbc\x9a\xe8\xad\xb0\xe3\x81\xae\xe3\x81\x8a\xe7\x9f\xa5\xe3\x82\x89\xe3\x81\x9b",
    ("\xd0\x9e\xd1\x82\xd1\x87\xd1\x91\xd1\x82 \xd0\xb7\xd0\xb0 "
     "\xd0\xba\xd0\xb2\xd0\xb0\xd1\x80\xd1\x82\xd0\xb0\xd0\xbb"),
    "\xe2\x9c\x85 Your order has shipped \xf0\x9f\x93\xa6",
    "Pr\xc3\xbc\x66ung der Unterlagen \xe2\x80\x93 Erinnerung",
};
static const char *const domains[] = {"example.com",      "example.org",    "mail.example.net", "lists.example.org",
                                      "corp.example.com", "mx.example.net", "uni.example.edu",  "smtp.example.co.uk"};
static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bench_gen bench_gen_new(const char *name, int is_lf)
{
    bench_gen gen = {0x6d696d65, is_lf ? "\n" : "\r\n", NULL, 0, 0, 0};
    gen.seed ^= (uint64_t)(unsigned char)name[0] << 40;
    return gen;
}

/* splitmix64 */
uint64_t bench_gen_random(bench_gen *gen)
{
    uint64_t z = (gen->seed += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

unsigned bench_gen_below(bench_gen *gen, unsigned n)
{
    return (unsigned)((bench_gen_random(gen) >> 32) * (uint64_t)n >> 32);
}

unsigned bench_gen_between(bench_gen *gen, unsigned lo, unsigned hi)
{
    return lo + bench_gen_below(gen, hi - lo + 1);
}

int bench_gen_chance(bench_gen *gen, unsigned percent)
{
    return bench_gen_below(gen, 100) < percent;
}

static void make_room(bench_gen *gen, size_t more)
{
    if (gen->bytes != NULL && gen->len + more <= gen->capacity)
        return;
    gen->capacity = (gen->len + more) * 2;
    gen->bytes = bench_realloc(gen->bytes, gen->capacity);
}

void bench_gen_put(bench_gen *gen, const char *bytes, size_t len)
{
    make_room(gen, len);
    memcpy(gen->bytes + gen->len, bytes, len);
    gen->len += len;
}

static void put_text(bench_gen *gen, const char *text)
{
    bench_gen_put(gen, text, strlen(text));
}

static void put_byte(bench_gen *gen, char byte)
{
    bench_gen_put(gen, &byte, 1);
}

static void put_number(bench_gen *gen, unsigned number)
{
    char text[16];
    int len = snprintf(text, sizeof text, "%u", number);
    bench_gen_put(gen, text, (size_t)len);
}

static void put_two_digits(bench_gen *gen, unsigned number)
{
    put_byte(gen, (char)('0' + number / 10 % 10));
    put_byte(gen, (char)('0' + number % 10));
}

static void put_letters(bench_gen *gen, const char *letters, unsigned kinds, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        put_byte(gen, letters[bench_gen_below(gen, kinds)]);
}

/* 0 is Monday; January is month 0. */
static unsigned weekday_of(unsigned year, unsigned month, unsigned day)
{
    static const unsigned char shift[12] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    year -= month < 2;
    return (year + year / 4 - year / 100 + year / 400 + shift[month] + day + 6) % 7;
}

static void put_date(bench_gen *gen)
{
    (void)bench_gen_random(gen); /* weekdays were drawn once: without it all that follows would be other mail */
    unsigned day = bench_gen_between(gen, 1, 28), month = bench_gen_below(gen, 12);
    unsigned year = bench_gen_between(gen, 2015, 2026);
    put_text(gen, weekdays[weekday_of(year, month, day)]);
    put_text(gen, ", ");
    put_number(gen, day);
    put_byte(gen, ' ');
    put_text(gen, months[month]);
    put_byte(gen, ' ');
    put_number(gen, year);
    put_byte(gen, ' ');
    put_two_digits(gen, bench_gen_below(gen, 24));
    put_byte(gen, ':');
    put_two_digits(gen, bench_gen_below(gen, 60));
    put_byte(gen, ':');
    put_two_digits(gen, bench_gen_below(gen, 60));
    put_text(gen, bench_gen_chance(gen, 50) ? " +" : " -");
    put_two_digits(gen, bench_gen_below(gen, 12));
    put_text(gen, "00");
}

/* Writes one directive; gives the first byte of the template behind it. */
static const char *emit_directive(bench_gen *gen, const char *at, const char *text)
{
    char letter = *at++;
    unsigned n = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        n = n * 10 + (unsigned)(*at - '0');
    switch (letter) {
    case 'f': put_text(gen, PICK(gen, first_names)); break;
    case 'l': put_text(gen, PICK(gen, last_names)); break;
    case 'd': put_text(gen, PICK(gen, domains)); break;
    case 'w': put_text(gen, PICK(gen, words)); break;
    case 't': put_date(gen); break;
    case 'n': put_number(gen, bench_gen_below(gen, n)); break;
    case 'x': put_letters(gen, "0123456789abcdef", 16, n); break;
    case 'b': put_letters(gen, base64_letters, 64, n); break;
    case 's': put_text(gen, text); break;
    default: bench_die("bench: an unknown directive in a template of the generator");
    }
    return at;
}

void bench_gen_emit(bench_gen *gen, const char *template, const char *text)
{
    for (const char *at = template; *at != '\0';) {
        size_t plain = strcspn(at, "%\n");
        bench_gen_put(gen, at, plain);
        at += plain;
        if (*at == '\n') {
            put_text(gen, gen->line_end);
            at++;
        } else if (*at == '%') {
            at = emit_directive(gen, at + 1, text);
        }
    }
}

void bench_gen_words(bench_gen *gen, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bench_gen_emit(gen, i > 0 ? " %w" : "%w", NULL);
}

/* ---- Encodings ---------------------------------------------------------------------------------------------- */

static void put_base64(bench_gen *gen, const unsigned char *raw, size_t n)
{
    char quad[4];
    for (size_t i = 0; i < n; i += 3) {
        unsigned value = (unsigned)raw[i] << 16;
        value |= i + 1 < n ? (unsigned)raw[i + 1] << 8 : 0;
        value |= i + 2 < n ? raw[i + 2] : 0;
        quad[0] = base64_letters[value >> 18];
        quad[1] = base64_letters[value >> 12 & 63];
        quad[2] = i + 1 < n ? base64_letters[value >> 6 & 63] : '=';
        quad[3] = i + 2 < n ? base64_letters[value & 63] : '=';
        bench_gen_put(gen, quad, 4);
    }
}

static void put_hex_escape(bench_gen *gen, unsigned char byte)
{
    static const char digits[] = "0123456789ABCDEF";
    char escape[3] = {'=', digits[byte >> 4], digits[byte & 15]};
    bench_gen_put(gen, escape, 3);
}

static void put_encoded_word(bench_gen *gen, const char *text)
{
    if (bench_gen_chance(gen, 50)) {
        put_text(gen, "=?UTF-8?B?");
        put_base64(gen, (const unsigned char *)text, strlen(text));
    } else {
        put_text(gen, "=?utf-8?Q?");
        for (const char *at = text; *at != '\0'; at++) {
            unsigned char byte = (unsigned char)*at;
            if (byte == ' ')
                put_byte(gen, '_');
            else if (byte >= 128 || byte == '=' || byte == '?' || byte == '_')
                put_hex_escape(gen, byte);
            else
                put_byte(gen, *at);
        }
    }
    put_text(gen, "?=");
}

const char *bench_gen_unicode_name(bench_gen *gen)
{
    return PICK(gen, unicode_names);
}

const char *bench_gen_unicode_subject(bench_gen *gen)
{
    return PICK(gen, unicode_subjects);
}

void bench_gen_encoded_subject(bench_gen *gen)
{
    put_encoded_word(gen, PICK(gen, unicode_subjects));
}

static void put_address(bench_gen *gen)
{
    const char *first = PICK(gen, first_names);
    switch (bench_gen_below(gen, 10)) {
    case 0: bench_gen_emit(gen, "%s.%l@%d", first); break;
    case 1: bench_gen_emit(gen, "\"%l, %s\" <%s.%l@%d>", first); break;
    case 2:
        put_encoded_word(gen, PICK(gen, unicode_names));
        bench_gen_emit(gen, " <%s%n1000@%d>", first);
        break;
    case 3: bench_gen_emit(gen, "%s@%d (%s %l)", first); break;
    default: bench_gen_emit(gen, "%s %l <%s.%l@%d>", first);
    }
}

void bench_gen_addresses(bench_gen *gen, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (i > 0)
            bench_gen_emit(gen, bench_gen_chance(gen, 60) ? ",\n\t" : ", ", NULL);
        put_address(gen);
    }
    put_text(gen, gen->line_end);
}

/* ---- Bodies ------------------------------------------------------------------------------------------------- */

void bench_gen_text_lines(bench_gen *gen, size_t bytes)
{
    size_t end = gen->len + bytes;
    while (gen->len < end) {
        if (bench_gen_chance(gen, 8)) {
            put_text(gen, gen->line_end);
            continue;
        }
        size_t width = bench_gen_between(gen, 30, 74);
        size_t start = gen->len;
        if (bench_gen_chance(gen, 25))
            put_text(gen, "> ");
        while (gen->len - start < width)
            bench_gen_emit(gen, bench_gen_chance(gen, 90) ? "%w " : "%w,", NULL);
        gen->len--;
        put_text(gen, gen->line_end);
    }
}

/* The bytes to be encoded next; HTML needs room of its own. */
static const char *next_qp_text(bench_gen *gen, int kind, bench_gen *html)
{
    unsigned dice = bench_gen_below(gen, 100);
    if (kind == BENCH_QP_DENSE && dice < 70)
        return dice % 2 != 0 ? PICK(gen, unicode_names) : PICK(gen, unicode_subjects);
    if (kind == BENCH_QP_HTML && dice < 30) {
        html->len = 0;
        html->seed = bench_gen_random(gen);
        bench_gen_emit(html, "<%s style=\"color:#%x6;font-size:%n30px\">", dice % 2 != 0 ? "td" : "span");
        bench_gen_put(html, "", 1);
        return html->bytes;
    }
    if (kind == BENCH_QP_HTML && dice < 40)
        return dice % 2 != 0 ? "</td>" : "</span>";
    return dice < 96 ? PICK(gen, words) : PICK(gen, unicode_names);
}

static void put_qp_byte(bench_gen *gen, unsigned char byte, unsigned *column)
{
    unsigned width = byte >= 128 || byte == '=' ? 3 : 1;
    if (*column + width > 75) {
        bench_gen_emit(gen, "=\n", NULL);
        *column = 0;
    }
    if (width == 3)
        put_hex_escape(gen, byte);
    else
        put_byte(gen, (char)byte);
    *column += width;
}

void bench_gen_qp_lines(bench_gen *gen, size_t bytes, int kind)
{
    size_t end = gen->len + bytes;
    unsigned column = 0;
    bench_gen html = {0, gen->line_end, NULL, 0, 0, 0};
    while (gen->len < end) {
        for (const char *at = next_qp_text(gen, kind, &html); *at != '\0'; at++)
            put_qp_byte(gen, (unsigned char)*at, &column);
        if (bench_gen_chance(gen, 7) && column > 0) {
            put_text(gen, gen->line_end);
            column = 0;
        } else {
            put_qp_byte(gen, ' ', &column);
        }
    }
    free(html.bytes);
    if (gen->bytes[gen->len - 1] == ' ') {
        gen->len--;
        put_text(gen, "=20");
    }
    put_text(gen, gen->line_end);
}

void bench_gen_base64_lines(bench_gen *gen, size_t raw, int shape)
{
    unsigned char line[57 + 7];
    while (raw > 0) {
        size_t octets = shape == BENCH_LINES_UNEVEN ? 45 + 3 * (size_t)bench_gen_below(gen, 5) : 57;
        size_t n = raw < octets ? raw : octets;
        for (size_t i = 0; i < n; i += 8) {
            uint64_t value = bench_gen_random(gen);
            for (size_t k = 0; k < 8; k++)
                line[i + k] = (unsigned char)(value >> (8 * k));
        }
        put_base64(gen, line, n);
        if (shape != BENCH_LINES_NONE)
            put_text(gen, gen->line_end);
        raw -= n;
    }
}
