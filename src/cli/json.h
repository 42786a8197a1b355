/*
 * JSON (RFC 8259), written as it comes. The writer knows where a comma belongs; that begin and end match, and that keys
 * stand in objects only, is the caller's part.
 */
#ifndef PNEU_CLI_JSON_H
#define PNEU_CLI_JSON_H

#include "cli/output.h"

struct json {
    struct output *out;
    int needs_comma;
    uint64_t line; /* where it began */
};

void json_init(struct json *json, struct output *out);

void json_object_begin(struct json *json);
void json_object_end(struct json *json);
void json_array_begin(struct json *json);
void json_array_end(struct json *json);

void json_key(struct json *json, const char *key);
void json_key_str(struct json *json, pneu_str key);

/* A string of any bytes: what is not UTF-8 becomes U+FFFD, unsafe characters (see codepoint.h) are escaped. */
void json_str(struct json *json, pneu_str text);
void json_text(struct json *json, const char *text);
void json_number(struct json *json, uint64_t number);
void json_integer(struct json *json, int64_t number);
void json_bool(struct json *json, int is_true);
void json_null(struct json *json);

/* A string, or null where the text is empty. */
void json_str_or_null(struct json *json, pneu_str text);

/* A string of base64 without line ends, made of any number of pieces. */
struct json_base64 {
    struct json *json;
    unsigned char carry[3];
    size_t carried;
};
void json_base64_begin(struct json_base64 *text, struct json *json);
void json_base64_add(struct json_base64 *text, const void *bytes, size_t len);
void json_base64_end(struct json_base64 *text);

/* The end of a line of JSON Lines; the next value stands alone again. */
void json_line_end(struct json *json);

/* In place of it: the line cannot be finished, and is taken back (see output_take_back). */
void json_line_drop(struct json *json);

#endif
