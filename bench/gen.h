/* Deterministic mail: the same seed gives the same bytes with every compiler and on every machine. */
#ifndef BENCH_GEN_H
#define BENCH_GEN_H

#include <stddef.h>
#include <stdint.h>

/* What is being written; the caller frees `bytes`. */
typedef struct bench_gen {
    uint64_t seed;
    const char *line_end; /* "\r\n" or "\n" */
    char *bytes;
    size_t len;
    size_t capacity;
    size_t message_end; /* where `len` is to be, about, at the end of the message; 0: its kind has sizes of its own */
} bench_gen;

/* For a corpus of this name: the same bytes each time. */
bench_gen bench_gen_new(const char *name, int is_lf);

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
const char *bench_gen_unicode_name(bench_gen *gen); /* UTF-8 */
const char *bench_gen_unicode_subject(bench_gen *gen);
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

/* How many bytes a body is to have: so many as are drawn, or as the message's end leaves. */
size_t bench_gen_body_size(bench_gen *gen, unsigned lo, unsigned hi);

typedef struct bench_gen_boundary {
    char text[64];
} bench_gen_boundary;

bench_gen_boundary bench_gen_new_boundary(bench_gen *gen);

/* Parts of the header: what the way of a message leaves there, and what the author's client adds. */
void bench_gen_trace_fields(bench_gen *gen);
void bench_gen_client_fields(bench_gen *gen);

/* One message of the kind. */
void bench_gen_text_message(bench_gen *gen);
void bench_gen_attach_message(bench_gen *gen);
void bench_gen_deep_message(bench_gen *gen);
void bench_gen_qp_message(bench_gen *gen);
void bench_gen_tiny_message(bench_gen *gen);
void bench_gen_eight_bit_message(bench_gen *gen);

/* The header of a message that is one large base64 body, its empty line included. */
void bench_gen_big_header(bench_gen *gen);

#endif
