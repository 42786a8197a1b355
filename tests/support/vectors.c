/*
 * Test vectors. In: a .json file (an array of objects) or a .tsv file (a header row, then rows; escapes \\ \t \r \n
 * \xHH, a lone \N is no value) of tests/vectors. Out: octets by row and column, and the counts of what passed and
 * failed. Invariant: everything handed out lives until vectors_close. Errors in a file end the program: it is a test.
 */
#include "support/vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cell {
    char *ptr; /* NULL: no value */
    size_t len;
};

struct vectors {
    const char *file;
    json_t *rows;       /* of a JSON file */
    struct cell *cells; /* of a table: count * columns, after one row of names */
    size_t columns;
    size_t count;
    void **kept; /* what was handed out */
    size_t kept_count;
    const char *disputed[32][2];
    size_t disputed_count;
    size_t passed, failed, skipped;
};

static void give_up(const char *file, const char *why)
{
    fprintf(stderr, "%s: %s\n", file, why);
    exit(1);
}

static void *sure(void *ptr)
{
    if (ptr == NULL)
        give_up("vectors", "no memory");
    return ptr;
}

static void *keep(vectors *v, void *ptr)
{
    v->kept = sure(realloc(v->kept, (v->kept_count + 1) * sizeof *v->kept));
    v->kept[v->kept_count++] = sure(ptr);
    return ptr;
}

static char *read_file(const char *file, size_t *len)
{
    const char *tests = getenv("PNEU_TESTS");
    char path[1024];
    snprintf(path, sizeof path, "%s/vectors/%s", tests != NULL ? tests : "tests", file);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL)
        give_up(path, "cannot be opened (run from the top directory, or set PNEU_TESTS)");
    char *text = NULL;
    for (*len = 0;;) {
        text = sure(realloc(text, *len + 65536));
        size_t got = fread(text + *len, 1, 65536, stream);
        if (got == 0)
            break;
        *len += got;
    }
    fclose(stream);
    return text;
}

/* ---- Tables ------------------------------------------------------------------------------------------------- */

static int digit_value(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c != 0 ? strchr(digits, c) : NULL;
    return at == NULL ? -1 : (int)(at - digits) % 16;
}

static struct cell unescape(const char *at, const char *end)
{
    struct cell cell = {NULL, 0};
    if (end - at == 2 && memcmp(at, "\\N", 2) == 0)
        return cell;
    cell.ptr = sure(malloc((size_t)(end - at) + 1));
    for (; at < end; at++) {
        char c = *at;
        if (c == '\\' && at + 1 < end) {
            c = *++at;
            if (c == 'x' && end - at > 2) {
                c = (char)(digit_value(at[1]) * 16 + digit_value(at[2]));
                at += 2;
            } else {
                c = c == 't' ? '\t' : c == 'r' ? '\r' : c == 'n' ? '\n' : c;
            }
        }
        cell.ptr[cell.len++] = c;
    }
    return cell;
}

static const char *end_of(const char *at, const char *end, const char *stops)
{
    while (at < end && strchr(stops, *at) == NULL)
        at++;
    return at;
}

static void read_table(vectors *v, const char *text, size_t len)
{
    const char *end = text + len;
    size_t room = 0, used = 0;
    for (const char *line = text; line < end;) {
        const char *line_end = end_of(line, end, "\n");
        size_t column = 0;
        for (const char *at = line;; at++, column++) {
            const char *stop = end_of(at, line_end, "\t");
            if (used == room)
                v->cells = sure(realloc(v->cells, (room = room * 2 + 64) * sizeof *v->cells));
            v->cells[used++] = unescape(at, stop);
            at = stop;
            if (at == line_end)
                break;
        }
        if (v->columns == 0)
            v->columns = column + 1;
        if (v->columns != column + 1)
            give_up(v->file, "rows of different widths");
        line = line_end + 1;
    }
    if (v->columns == 0)
        give_up(v->file, "empty");
    v->count = used / v->columns - 1;
}

/* ---- Values ------------------------------------------------------------------------------------------------- */

static pneu_str kept_octets(vectors *v, char *ptr, size_t len)
{
    pneu_str s = {keep(v, ptr), len};
    return s;
}

static pneu_str from_base64(vectors *v, const char *text)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = sure(malloc(strlen(text) + 1));
    size_t len = 0;
    unsigned bits = 0;
    for (int have = 0; *text != 0 && *text != '='; text++) {
        const char *at = strchr(alphabet, *text);
        if (at == NULL)
            give_up(v->file, "bad base64");
        bits = bits << 6 | (unsigned)(at - alphabet);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[len++] = (char)(bits >> have & 0xff);
        }
    }
    return kept_octets(v, out, len);
}

static pneu_str from_hex(vectors *v, const char *text)
{
    size_t len = strlen(text) / 2;
    char *out = sure(malloc(len + 1));
    for (size_t i = 0; i < len; i++)
        out[i] = (char)(digit_value(text[2 * i]) * 16 + digit_value(text[2 * i + 1]));
    return kept_octets(v, out, len);
}

/* UTF-8 of characters up to U+00FF to one octet each. */
static pneu_str from_latin1(vectors *v, const json_t *value)
{
    const unsigned char *in = (const unsigned char *)json_string_value(value);
    size_t in_len = json_string_length(value), len = 0;
    char *out = sure(malloc(in_len + 1));
    for (size_t i = 0; i < in_len; i++) {
        unsigned c = in[i];
        if (c >= 0x80 && (c > 0xc3 || i + 1 == in_len))
            give_up(v->file, "a character above U+00FF in latin1 text");
        if (c >= 0x80)
            c = (c & 3) << 6 | (in[++i] & 0x3f);
        out[len++] = (char)c;
    }
    return kept_octets(v, out, len);
}

pneu_str vectors_octets(vectors *v, const json_t *value)
{
    pneu_str none = {NULL, 0};
    if (json_is_string(value)) {
        pneu_str s = {json_string_value(value), json_string_length(value)};
        return s;
    }
    const json_t *latin1 = json_object_get(value, "latin1");
    if (latin1 != NULL)
        return from_latin1(v, latin1);
    const json_t *b64 = json_object_get(value, "b64");
    return b64 != NULL ? from_base64(v, json_string_value(b64)) : none;
}

pneu_str vectors_member(vectors *v, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value != NULL)
        return vectors_octets(v, value);
    char name[64];
    snprintf(name, sizeof name, "%s_b64", key);
    if ((value = json_object_get(object, name)) != NULL)
        return from_base64(v, json_string_value(value));
    snprintf(name, sizeof name, "%s_hex", key);
    if ((value = json_object_get(object, name)) != NULL)
        return from_hex(v, json_string_value(value));
    pneu_str none = {NULL, 0};
    return none;
}

/* ---- The interface ------------------------------------------------------------------------------------------ */

vectors *vectors_open(const char *file)
{
    vectors *v = sure(calloc(1, sizeof *v));
    v->file = file;
    size_t len = 0;
    char *text = read_file(file, &len);
    size_t name_len = strlen(file);
    if (name_len > 4 && strcmp(file + name_len - 4, ".tsv") == 0) {
        read_table(v, text, len);
    } else {
        json_error_t error;
        v->rows = json_loadb(text, len, JSON_ALLOW_NUL, &error);
        if (!json_is_array(v->rows))
            give_up(file, v->rows == NULL ? error.text : "not an array");
        v->count = json_array_size(v->rows);
    }
    free(text);
    return v;
}

size_t vectors_count(const vectors *v)
{
    return v->count;
}

pneu_str vectors_text(vectors *v, size_t i, const char *key)
{
    pneu_str none = {NULL, 0};
    if (v->rows != NULL)
        return vectors_member(v, json_array_get(v->rows, i), key);
    for (size_t column = 0; column < v->columns; column++) {
        const struct cell *name = &v->cells[column], *cell = &v->cells[(i + 1) * v->columns + column];
        if (strlen(key) == name->len && memcmp(key, name->ptr, name->len) == 0) {
            pneu_str s = {cell->ptr, cell->len};
            return s;
        }
    }
    return none;
}

const json_t *vectors_json(const vectors *v, size_t i, const char *key)
{
    return v->rows != NULL ? json_object_get(json_array_get(v->rows, i), key) : NULL;
}

int vectors_is(vectors *v, size_t i, const char *key, const char *text)
{
    pneu_str s = vectors_text(v, i, key);
    return s.ptr != NULL && s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0;
}

static const char *dispute_of(const vectors *v, pneu_str id)
{
    for (size_t i = 0; i < v->disputed_count; i++)
        if (strlen(v->disputed[i][0]) == id.len && memcmp(v->disputed[i][0], id.ptr, id.len) == 0)
            return v->disputed[i][1];
    return NULL;
}

int vectors_check(vectors *v, size_t i, int passed)
{
    pneu_str id = vectors_text(v, i, "id");
    const char *reason = dispute_of(v, id);
    if (reason != NULL && !passed) {
        v->skipped++;
        printf("%s: %.*s not held: %s\n", v->file, (int)id.len, id.ptr, reason);
        return 0;
    }
    if (passed && reason == NULL) {
        v->passed++;
        return 1;
    }
    v->failed++;
    printf("%s: %.*s FAILED%s\n", v->file, (int)id.len, id.ptr, passed ? ": it is disputed, but passes" : "");
    return passed;
}

static void print_octets(const char *what, pneu_str s)
{
    printf("  %s (%zu) ", what, s.len);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 32 && c < 127 && c != '\\')
            putchar(c);
        else
            printf("\\x%02x", c);
    }
    puts(s.ptr == NULL ? "no value" : "");
}

int vectors_check_octets(vectors *v, size_t i, pneu_str expected, pneu_str actual)
{
    int same = (expected.ptr == NULL) == (actual.ptr == NULL) && expected.len == actual.len &&
               (expected.len == 0 || memcmp(expected.ptr, actual.ptr, expected.len) == 0);
    if (!vectors_check(v, i, same) && !same) {
        print_octets("expected", expected);
        print_octets("actual  ", actual);
    }
    return same;
}

void vectors_dispute(vectors *v, const char *id, const char *reason)
{
    if (v->disputed_count == sizeof v->disputed / sizeof *v->disputed)
        give_up(v->file, "too many disputed vectors");
    v->disputed[v->disputed_count][0] = id;
    v->disputed[v->disputed_count++][1] = reason;
}

size_t vectors_close(vectors *v)
{
    printf("%s passed %zu failed %zu", v->file, v->passed, v->failed);
    if (v->skipped > 0)
        printf(" not held %zu", v->skipped);
    putchar('\n');
    size_t failed = v->failed;
    json_decref(v->rows);
    for (size_t i = 0; v->cells != NULL && i < (v->count + 1) * v->columns; i++)
        free(v->cells[i].ptr);
    free(v->cells);
    for (size_t i = 0; i < v->kept_count; i++)
        free(v->kept[i]);
    free(v->kept);
    free(v);
    return failed;
}
