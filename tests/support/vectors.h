/*
 * Test vectors: arrays of JSON objects, or tables of tab-separated columns, from tests/vectors (the directory "tests"
 * is looked for in the working directory, or is what the environment variable PNEU_TESTS says).
 *
 *     vectors *v = vectors_open("base64.tsv");
 *     for (size_t i = 0; i < vectors_count(v); i++)
 *         if (vectors_is(v, i, "op", "decode"))
 *             vectors_check(v, i, decode_matches(v, i));
 *     failures += vectors_close(v);                                    // prints "base64.tsv passed N failed N"
 */
#ifndef PNEU_TESTS_VECTORS_H
#define PNEU_TESTS_VECTORS_H

#include <jansson.h>

#include "pneu/base.h"

typedef struct vectors vectors;

/* Reads a file; says why and exits with 1 if that cannot be done. */
vectors *vectors_open(const char *file);

size_t vectors_count(const vectors *v);

/*
 * The octets of a member or column; ptr is NULL if it is absent, null or \N (never for an empty string). JSON: a string
 * gives its UTF-8 octets; {"latin1": s} one octet a character; {"b64": s} what s encodes; for an absent key K the
 * member "K_b64" is decoded, or "K_hex". Borrowed until vectors_close.
 */
pneu_str vectors_text(vectors *v, size_t i, const char *key);

/* The same for any JSON value at hand, for instance a member of an "out" object. */
pneu_str vectors_octets(vectors *v, const json_t *value);

/* The octets of member `key` of a JSON object, with the rules of vectors_text. */
pneu_str vectors_member(vectors *v, const json_t *object, const char *key);

/* The JSON value of a member, or NULL (always NULL for a table). */
const json_t *vectors_json(const vectors *v, size_t i, const char *key);

/* 1 if the member or column is this text. */
int vectors_is(vectors *v, size_t i, const char *key, const char *text);

/* Counts a result; a failure is printed with the vector's id. Returns `passed`. */
int vectors_check(vectors *v, size_t i, int passed);

/* As vectors_check, and says on failure what was expected and what came. */
int vectors_check_octets(vectors *v, size_t i, pneu_str expected, pneu_str actual);

/* From now on, the vector with this id is expected to fail, for this reason; it counts as skipped, and as failed if it
 * passes. */
void vectors_dispute(vectors *v, const char *id, const char *reason);

/* Prints the counts, frees everything, and returns the number of failures. */
size_t vectors_close(vectors *v);

#endif
