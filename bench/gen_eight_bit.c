/*
 * Mail as servers with 8BITMIME and SMTPUTF8 pass it on: texts in UTF-8 without a transfer encoding, and UTF-8 in the
 * subject and in names of the header, beside fields that are ASCII. It has a 7-bit form without losses.
 * In: a generator. Out: one message at the end of its bytes. RFC 6152, RFC 6532.
 * Not handled: addresses beyond ASCII, which have no such form; other charsets.
 */
#include "gen.h"

/* So many of a hundred words are beyond ASCII: 4 as in French, 60 as in Greek. */
static void put_text_lines(bench_gen *gen, size_t bytes, unsigned percent)
{
    size_t end = gen->len + bytes;
    while (gen->len < end) {
        for (unsigned n = bench_gen_between(gen, 3, 12); n > 0; n--) {
            if (bench_gen_chance(gen, percent))
                bench_gen_emit(gen, "%s", bench_gen_unicode_name(gen));
            else
                bench_gen_emit(gen, "%w", NULL);
            bench_gen_emit(gen, n > 1 ? " " : "\n", NULL);
        }
    }
}

static void put_header(bench_gen *gen)
{
    bench_gen_emit(gen, "Return-Path: <%f.%l@%d>\n", NULL);
    bench_gen_trace_fields(gen);
    if (bench_gen_chance(gen, 60))
        bench_gen_emit(gen, "From: %s <%f.%l@%d>\n", bench_gen_unicode_name(gen));
    else
        bench_gen_emit(gen, "From: %f %l <%f.%l@%d>\n", NULL);
    bench_gen_emit(gen, "To: %s <%f.%l@%d>,\n\t%f %l <%f@%d>\n", bench_gen_unicode_name(gen));
    bench_gen_emit(gen, "Subject: %s", bench_gen_chance(gen, 60) ? bench_gen_unicode_subject(gen) : "Re:");
    bench_gen_emit(gen, " %w %w\nDate: %t\nMessage-ID: <%x16.%x8@%d>\n", NULL);
    bench_gen_client_fields(gen);
    bench_gen_emit(gen, "MIME-Version: 1.0\n", NULL);
}

static void put_leaf(bench_gen *gen, const char *subtype, size_t bytes)
{
    bench_gen_emit(gen, "Content-Type: text/%s; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n", subtype);
    put_text_lines(gen, bytes, bench_gen_chance(gen, 25) ? 60 : 4);
}

void bench_gen_eight_bit_message(bench_gen *gen)
{
    put_header(gen);
    size_t bytes = bench_gen_body_size(gen, 400, 8000);
    if (!bench_gen_chance(gen, 30)) {
        put_leaf(gen, "plain", bytes);
        return;
    }
    bench_gen_boundary own = bench_gen_new_boundary(gen);
    bench_gen_emit(gen, "Content-Type: multipart/alternative; boundary=\"%s\"\n\n--%s\n", own.text);
    put_leaf(gen, "plain", bytes / 3);
    bench_gen_emit(gen, "\n--%s\n", own.text);
    put_leaf(gen, "html", bytes / 3 * 2);
    bench_gen_emit(gen, "\n--%s--\n", own.text);
}
