/*
 * Corpora: many messages one after another in memory, and the input of the codecs.
 * In: a kind and a size. Out: a bench_corpus. The bytes depend on kind, size and line end alone.
 */
#include "bench.h"
#include "gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct kind {
    const char *name;
    void (*put_message)(bench_gen *gen);
} kind;

static const kind kinds[] = {
    {"text", bench_gen_text_message}, {"attach", bench_gen_attach_message}, {"deep", bench_gen_deep_message},
    {"qp", bench_gen_qp_message},     {"tiny", bench_gen_tiny_message},     {"eight", bench_gen_eight_bit_message},
};

bench_corpus *bench_corpus_new(const char *name, const char *line_ending)
{
    bench_corpus *corpus = bench_realloc(NULL, sizeof *corpus);
    memset(corpus, 0, sizeof *corpus);
    snprintf(corpus->name, sizeof corpus->name, "%s", name);
    corpus->line_ending = line_ending;
    corpus->laps = 1;
    return corpus;
}

void bench_corpus_add_end(bench_corpus *corpus, size_t end)
{
    if ((corpus->count & (corpus->count - 1)) == 0) /* a power of two: the array is full */
        corpus->ends = bench_realloc(corpus->ends, sizeof(size_t) * (corpus->count > 0 ? corpus->count * 2 : 1));
    corpus->ends[corpus->count++] = end;
}

/* The corpus takes the generator's bytes, in a block of exactly their size. */
static void take_bytes(bench_corpus *corpus, bench_gen *gen)
{
    corpus->bytes = bench_realloc(gen->bytes, gen->len);
    corpus->len = gen->len;
    corpus->measured_len = gen->len;
}

bench_corpus *bench_corpus_generate(const char *name, size_t bytes, size_t message_size, int is_lf)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) != 0)
            continue;
        bench_corpus *corpus = bench_corpus_new(name, is_lf ? "LF" : "CRLF");
        bench_gen gen = bench_gen_new(name, is_lf);
        corpus->message_size = message_size;
        while (gen.len < bytes) {
            gen.message_end = message_size > 0 ? gen.len + message_size : 0;
            kinds[i].put_message(&gen);
            bench_corpus_add_end(corpus, gen.len);
        }
        take_bytes(corpus, &gen);
        return corpus;
    }
    return NULL;
}

void bench_corpus_free(bench_corpus *corpus)
{
    if (corpus == NULL)
        return;
    bench_big_free(corpus->big);
    free(corpus->bytes);
    free(corpus->ends);
    free(corpus);
}

/* ---- Input of the codecs ------------------------------------------------------------------------------------ */

static void put_random_bytes(bench_gen *gen, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        char byte = (char)(unsigned char)(bench_gen_random(gen) >> 56);
        bench_gen_put(gen, &byte, 1);
    }
}

/* Quoted-printable of lower-case words in which so many of a hundred characters are escaped; or its decoded form. The
 * last line is ended: of a blank at the very end decoders think differently. */
static void put_escapes(bench_gen *gen, size_t bytes, unsigned percent, int is_decoded)
{
    unsigned column = 0;
    for (size_t end = gen->len + bytes; gen->len < end;) {
        int is_escape = bench_gen_chance(gen, percent);
        unsigned width = is_escape ? 3 : 1;
        unsigned byte = 128 + bench_gen_below(gen, 128);
        unsigned letter = bench_gen_below(gen, 31);
        if (column + width > 75) {
            if (!is_decoded)
                bench_gen_put(gen, "=\r\n", 3);
            column = 0;
        }
        const char escape[3] = {'=', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
        char plain = is_escape                    ? (char)(unsigned char)byte
                     : letter < 26 || column == 0 ? (char)('a' + letter % 26)
                                                  : ' ';
        bench_gen_put(gen, is_escape && !is_decoded ? escape : &plain, is_escape && !is_decoded ? 3 : 1);
        column += width;
        if (bench_gen_below(gen, 300) == 0) {
            bench_gen_put(gen, "z\r\n", 3);
            column = 0;
        }
    }
    bench_gen_put(gen, "z\r\n", 3);
}

static void put_uuencoded(bench_gen *gen, size_t bytes)
{
    bench_gen_emit(gen, "begin 644 file.bin\n", NULL);
    while (gen->len < bytes) {
        char line[61] = "M";
        for (unsigned i = 0; i < 60; i++)
            line[1 + i] = (char)('!' + bench_gen_below(gen, 64));
        bench_gen_put(gen, line, sizeof line);
        bench_gen_emit(gen, "\n", NULL);
    }
    bench_gen_emit(gen, "`\nend\n", NULL);
}

static void put_yencoded(bench_gen *gen, size_t bytes)
{
    bench_gen_emit(gen, "=ybegin line=128 size=%s name=file.bin\n", "0");
    while (gen->len < bytes) {
        for (unsigned column = 0; column < 128; column++) {
            char byte = (char)(unsigned char)bench_gen_below(gen, 256);
            if (byte == 0 || byte == '\n' || byte == '\r' || byte == '=' || byte == '.') {
                bench_gen_put(gen, "=", 1);
                byte = (char)(unsigned char)((unsigned char)byte + 64);
            }
            bench_gen_put(gen, &byte, 1);
        }
        bench_gen_emit(gen, "\n", NULL);
    }
    bench_gen_emit(gen, "=yend size=0\n", NULL);
}

/* Text in which each line that begins with a dot has two, and the end of data. */
static void put_stuffed(bench_gen *gen, size_t bytes)
{
    while (gen->len < bytes) {
        bench_gen_text_lines(gen, 1000);
        bench_gen_emit(gen, "..%w\n", NULL);
    }
    bench_gen_emit(gen, ".\n", NULL);
}

/* Speeds count the bytes of the encoded text: so many are copied and scanned beside it, and so must be there. */
static void measure_as(bench_corpus *corpus, size_t len)
{
    corpus->bytes = bench_realloc(corpus->bytes, len);
    memset(corpus->bytes + corpus->len, 0, len - corpus->len);
    corpus->measured_len = len;
}

bench_corpus *bench_corpus_codec(int mode, size_t bytes)
{
    bench_gen gen =
        bench_gen_new("codec", mode == BENCH_TO_CRLF || mode == BENCH_UU_DECODE || mode == BENCH_YENC_DECODE);
    switch (mode) {
    case BENCH_BASE64_DECODE: bench_gen_base64_lines(&gen, bytes / 78 * 57, BENCH_LINES_EVEN); break;
    case BENCH_BASE64_DECODE_UNEVEN: bench_gen_base64_lines(&gen, bytes / 78 * 57, BENCH_LINES_UNEVEN); break;
    case BENCH_BASE64_DECODE_UNBROKEN: bench_gen_base64_lines(&gen, bytes / 4 * 3, BENCH_LINES_NONE); break;
    case BENCH_BASE64_ENCODE: put_random_bytes(&gen, bytes / 78 * 57); break;
    case BENCH_QP_DECODE_SPARSE: put_escapes(&gen, bytes, 3, 0); break;
    case BENCH_QP_DECODE_DENSE: put_escapes(&gen, bytes, 45, 0); break;
    case BENCH_QP_ENCODE: put_escapes(&gen, bytes, 3, 1); break;
    case BENCH_UU_DECODE: put_uuencoded(&gen, bytes); break;
    case BENCH_UU_ENCODE: put_random_bytes(&gen, bytes / 62 * 45); break;
    case BENCH_YENC_DECODE: put_yencoded(&gen, bytes); break;
    case BENCH_TO_CRLF:
    case BENCH_TO_LF:
    case BENCH_DOT_STUFF: bench_gen_text_lines(&gen, bytes); break;
    case BENCH_DOT_UNSTUFF: put_stuffed(&gen, bytes); break;
    default: return NULL;
    }
    bench_corpus *corpus = bench_corpus_new(bytes >= 1048576 ? "memory" : "cache", "");
    take_bytes(corpus, &gen);
    if (mode == BENCH_BASE64_ENCODE)
        measure_as(corpus, corpus->len / 57 * 78);
    if (mode == BENCH_UU_ENCODE)
        measure_as(corpus, corpus->len / 45 * 62);
    bench_corpus_add_end(corpus, corpus->len);
    corpus->laps = bytes >= 1048576 ? 1 : (unsigned)(16777216 / bytes) + 1;
    return corpus;
}
