/*
 * Runs a codec over bytes that are cut in a given way. In: kind, flags, bytes, cut. Out: everything that can be seen of
 * the codec. Misbehaviour of the interface itself (a status that may not come, too many bytes) ends the program.
 */
#include "support/codec_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/cpu_level.h"

static void give_up(const char *why)
{
    fprintf(stderr, "codec_run: %s\n", why);
    abort();
}

#define GUARD 0x5A /* stands behind the room that a codec is given */

static void *exact(const void *bytes, size_t len)
{
    char *copy = malloc(len > 0 ? len : 1);
    if (copy == NULL)
        give_up("no memory");
    if (len > 0 && bytes != NULL)
        memcpy(copy, bytes, len);
    return copy;
}

static void append(codec_result *result, const char *bytes, size_t len, size_t *room)
{
    if (result->len + len > *room)
        result->bytes = realloc(result->bytes, *room = 2 * (result->len + len));
    if (result->bytes == NULL)
        give_up("no memory");
    memcpy(result->bytes + result->len, bytes, len);
    result->len += len;
}

static pneu_status read_all(pneu_codec *codec, codec_result *result, size_t room, size_t *result_room)
{
    for (;;) {
        char *out = exact(NULL, room + 1);
        size_t written = 0;
        out[room] = GUARD;
        pneu_status status = pneu_codec_read(codec, out, room, &written);
        if (written > room || (written > 0) != (status == PNEU_OK) || out[room] != GUARD)
            give_up("read broke its word");
        append(result, out, written, result_room);
        free(out);
        if (status != PNEU_OK)
            return status;
    }
}

static void copy_text(char *to, size_t size, pneu_str from)
{
    if (from.len + 1 > size)
        give_up("text too long");
    memcpy(to, from.ptr, from.len);
    to[from.len] = '\0';
}

static void keep_properties(pneu_codec *codec, codec_result *result)
{
    pneu_str text;
    while (pneu_codec_defect(codec, result->defect_count) != NULL)
        result->defect_count++;
    result->defects = exact(pneu_codec_defect(codec, 0), result->defect_count * sizeof(pneu_defect));
    for (int32_t code = 0; code < PNEU_DEFECT_COUNT; code++)
        result->counts[code] = pneu_codec_defect_count(codec, code);
    pneu_codec_name(codec, &text);
    copy_text(result->name, sizeof result->name, text);
    pneu_codec_mode(codec, &text);
    copy_text(result->mode, sizeof result->mode, text);
    result->checksum = pneu_codec_checksum(codec);
    result->declared_size = pneu_codec_declared_size(codec);
    result->error_offset = pneu_codec_error_offset(codec);
}

codec_result codec_run_on(pneu_codec *codec, pneu_str in, codec_cut cut, int how)
{
    codec_result result = {0};
    size_t result_room = in.len + 64, room = cut.room > 0 ? cut.room : 4096;
    result.bytes = exact(NULL, 0);
    result.bytes = realloc(result.bytes, result_room);
    result.status = PNEU_MORE;
    for (size_t at = 0, piece = cut.first; at < in.len && result.status == PNEU_MORE; at += piece, piece = 0) {
        if (piece == 0)
            piece = cut.step > 0 ? cut.step : in.len;
        piece = piece < in.len - at ? piece : in.len - at;
        char *copy = exact(in.ptr + at, piece);
        if (pneu_codec_push(codec, copy, piece) != PNEU_OK)
            give_up("push refused");
        result.status = read_all(codec, &result, room, &result_room);
        result.pushed = at + piece;
        pneu_str rest;
        pneu_codec_rest(codec, &rest);
        result.rest = rest.len;
        if (rest.len > 0 && memcmp(rest.ptr, in.ptr + result.pushed - rest.len, rest.len) != 0)
            give_up("rest is not the rest");
        free(copy);
    }
    if (result.status == PNEU_MORE && how == CODEC_RUN_FINISH) {
        if (pneu_codec_finish(codec) != PNEU_OK)
            give_up("finish refused");
        result.status = read_all(codec, &result, room, &result_room);
        if (result.status == PNEU_MORE)
            give_up("MORE after finish");
    }
    keep_properties(codec, &result);
    return result;
}

codec_result codec_run(int32_t kind, uint32_t flags, pneu_str in, codec_cut cut)
{
    pneu_codec *codec = NULL;
    if (pneu_codec_new(kind, flags, NULL, &codec) != PNEU_OK ||
        pneu_codec_set_cpu_level(codec, cpu_level_asked()) != PNEU_OK)
        give_up("no codec");
    codec_result result = codec_run_on(codec, in, cut, CODEC_RUN_FINISH);
    pneu_codec_free(codec);
    return result;
}

void codec_result_free(codec_result *result)
{
    free(result->bytes);
    free(result->defects);
    memset(result, 0, sizeof *result);
}

static int defects_equal(const codec_result *a, const codec_result *b)
{
    if (a->defect_count != b->defect_count || memcmp(a->counts, b->counts, sizeof a->counts) != 0)
        return 0;
    for (size_t i = 0; i < a->defect_count; i++) {
        const pneu_defect *x = &a->defects[i], *y = &b->defects[i];
        if (x->offset != y->offset || x->length != y->length || x->code != y->code || x->detail != y->detail)
            return 0;
    }
    return 1;
}

int codec_results_equal(const codec_result *a, const codec_result *b)
{
    return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0 && a->status == b->status &&
           a->error_offset == b->error_offset && a->checksum == b->checksum && a->declared_size == b->declared_size &&
           strcmp(a->name, b->name) == 0 && strcmp(a->mode, b->mode) == 0 && defects_equal(a, b);
}

const char *codec_defects_text(const codec_result *result)
{
    static char text[4096];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < result->defect_count && len + 100 < sizeof text; i++) {
        const pneu_defect *d = &result->defects[i];
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s%s%s@%" PRIu64 "+%" PRIu64, i > 0 ? " " : "",
                                pneu_defect_name(d->code), d->detail != 0 ? "/" : "", pneu_detail_name(d->detail),
                                d->offset, d->length);
    }
    return text;
}

static void print_result(const char *what, const codec_result *result)
{
    printf("  %s: %s, %zu bytes \"", what, pneu_status_name(result->status), result->len);
    for (size_t i = 0; i < result->len && i < 400; i++)
        printf(result->bytes[i] >= 32 && result->bytes[i] < 127 ? "%c" : "\\x%02x", (unsigned char)result->bytes[i]);
    printf("\" error at %" PRIu64 ", name %s, defects %s\n", result->error_offset, result->name,
           codec_defects_text(result));
}

int codec_find_cut_that_differs(int32_t kind, uint32_t flags, pneu_str in)
{
    static const codec_cut others[] = {{0, 1, 1}, {0, 1, 0}, {0, 0, 1}, {0, 2, 3}, {0, 3, 2}, {0, 7, 5}, {0, 64, 9}};
    enum {
        OTHERS = sizeof others / sizeof *others
    };
    codec_result whole = codec_run(kind, flags, in, (codec_cut){0, 0, 0});
    int differs = -1;
    size_t step = in.len > 600 ? 7 : 1;
    for (size_t i = 0; i < OTHERS + in.len && differs < 0; i += i < OTHERS ? 1 : step) {
        codec_cut cut = i < OTHERS ? others[i] : (codec_cut){i - OTHERS, 0, 0};
        codec_result result = codec_run(kind, flags, in, cut);
        if (!codec_results_equal(&whole, &result)) {
            differs = (int)i;
            printf("codec %d, flags %u: pieces %zu, %zu, room %zu differ from the whole\n", (int)kind, (unsigned)flags,
                   cut.first, cut.step, cut.room);
            print_result("whole ", &whole);
            print_result("pieces", &result);
        }
        codec_result_free(&result);
    }
    codec_result_free(&whole);
    return differs;
}

int codec_row_holds(int32_t kind, const codec_row *row)
{
    codec_result result = codec_run(kind, row->flags, row->in, (codec_cut){0, 0, 0});
    int holds = result.len == row->out.len && memcmp(result.bytes, row->out.ptr, result.len) == 0;
    if (row->error_at > 0)
        holds &= result.status == PNEU_ERR_SYNTAX && result.error_offset == row->error_at - 1;
    else
        holds &= result.status == PNEU_DONE;
    holds &= strcmp(codec_defects_text(&result), row->defects) == 0;
    if (!holds) {
        printf("row \"%s\" (defects expected: %s)\n", row->name, row->defects);
        print_result("actual", &result);
    }
    codec_result_free(&result);
    return holds && codec_find_cut_that_differs(kind, row->flags, row->in) < 0;
}
