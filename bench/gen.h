/* Deterministic mail: the same seed gives the same bytes with every compiler and on every machine. */
#ifndef BENCH_GEN_H
#define BENCH_GEN_H

#include <stddef.h>
#include <stdint.h>

/* What is being written. A zeroed struct with a seed and a line end is ready for use; the caller frees `bytes`. */
typedef struct bench_gen {
    uint64_t seed;
    const char *line_end; /* "\r\n" or "\n" */
    char *bytes;
    size_t len;
    size_t capacity;
} bench_gen;

uint64_t bench_gen_random(bench_gen *gen);
unsigned bench_gen_below(bench_gen *gen, unsigned n);                 /* 0 .. n-1 */
unsigned bench_gen_between(bench_gen *gen, unsigned lo, unsigned hi); /* lo .. hi */
int bench_gen_chance(bench_gen *gen, unsigned percent);

void bench_gen_put(bench_gen *gen, const char *bytes, size_t len);

/*
 * Writes a template. "\n" is the line end in force; a directive is "%" and a letter, some with a number behind:
 * %f first name, %l last name, %d domain, %w word, %t date, %nN a number below N, %xN N hexadecimal digits, %bN N
 * base64 letters, %s the text given. Directives are drawn from left to right.
 */
void bench_gen_emit(bench_gen *gen, const char *template, const char *text);

void bench_gen_addresses(bench_gen *gen, unsigned n);
void bench_gen_encoded_subject(bench_gen *gen);
void bench_gen_words(bench_gen *gen, unsigned n);

/* The kinds of quoted-printable text. */
enum {
    BENCH_QP_PROSE,
    BENCH_QP_DENSE,
    BENCH_QP_HTML
};

/* How base64 is broken: lines of 76 letters, of 60 to 76, not at all. */
enum {
    BENCH_LINES_EVEN,
    BENCH_LINES_UNEVEN,
    BENCH_LINES_NONE
};

/* Bodies of about (base64: exactly, before encoding) this many bytes. */
void bench_gen_text_lines(bench_gen *gen, size_t bytes);
void bench_gen_qp_lines(bench_gen *gen, size_t bytes, int kind);
void bench_gen_base64_lines(bench_gen *gen, size_t raw, int shape); /* BENCH_LINES_... */

/* One message of the kind; a boundary has room for 64 bytes. */
void bench_gen_text_message(bench_gen *gen);
void bench_gen_attach_message(bench_gen *gen);
void bench_gen_deep_message(bench_gen *gen);
void bench_gen_qp_message(bench_gen *gen);
void bench_gen_tiny_message(bench_gen *gen);

/* The header of a message that is one large base64 body, its empty line included. */
void bench_gen_big_header(bench_gen *gen);

#endif
