/*
 * A filter for an MTA: what follows DATA comes in, in pieces of any size; the message, with fields added and removed, as
 * 7-bit ASCII and stuffed again, goes out as fast as the next hop takes it. Nothing here waits: a session is asked for
 * bytes, and says that it wants more input first, or gives some.
 *
 *     mta_filter <data >data                 one session: 0, or 1 if the message is refused
 *     mta_filter SESSIONS <data              so many sessions at once, a few bytes of each in turn, in one fixed arena
 */
#include <pneu/pneu.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Memory: one block, cut into pieces of 2^n bytes that are used again and again ------------------------------ */

enum {
    CLASSES = 32
};

typedef struct arena {
    char *next, *end;
    void *free_pieces[CLASSES];
} arena;

static unsigned class_of(size_t size)
{
    unsigned n = 5;
    while (n < CLASSES - 1 && (size_t)1 << n < size)
        n++;
    return n;
}

static void *resize(void *ctx, void *piece, size_t old_size, size_t new_size)
{
    arena *a = ctx;
    unsigned from = class_of(old_size), to = class_of(new_size);
    void *result = piece;
    if (piece != NULL && new_size > 0 && from == to)
        return piece;
    if (new_size > 0) {
        result = a->free_pieces[to];
        if (result != NULL)
            memcpy(&a->free_pieces[to], result, sizeof(void *));
        else if ((size_t)(a->end - a->next) >= (size_t)1 << to)
            result = (a->next += (size_t)1 << to) - ((size_t)1 << to);
        else
            return NULL; /* the library says PNEU_ERR_MEMORY, and the client is told to try again later */
        if (piece != NULL)
            memcpy(result, piece, old_size < new_size ? old_size : new_size);
    }
    if (piece != NULL) {
        memcpy(piece, &a->free_pieces[from], sizeof(void *));
        a->free_pieces[from] = piece;
    }
    return new_size > 0 ? result : NULL;
}

/* ---- A session: four steps, each fed by the one before it ------------------------------------------------------- */

enum {
    PIECE = 256
};

typedef struct session {
    pneu_codec *unstuff, *stuff;
    pneu_field_editor *edit;
    pneu_ascii *ascii;
    pneu_parser *parser; /* looks on: what is wrong with the message? */
    int is_refused;
    char edited[PIECE], converted[PIECE];
} session;

static pneu_str text(const char *words)
{
    return (pneu_str){words, strlen(words)};
}

static pneu_status session_begin(session *s, const pneu_alloc *alloc)
{
    static const char received[] = "from client.example (client.example [192.0.2.1]) by mx.example with ESMTP id 1; "
                                   "Sun, 22 Nov 2026 10:00:00 +0000";
    memset(s, 0, sizeof *s);
    if (pneu_codec_new(PNEU_CODEC_DOT_UNSTUFF, 0, alloc, &s->unstuff) != PNEU_OK ||
        pneu_codec_new(PNEU_CODEC_DOT_STUFF, 0, alloc, &s->stuff) != PNEU_OK ||
        pneu_parser_new(NULL, alloc, &s->parser) != PNEU_OK || pneu_field_editor_new(alloc, &s->edit) != PNEU_OK ||
        pneu_field_editor_remove(s->edit, text("X-Spam-Status")) != PNEU_OK ||
        pneu_field_editor_put(s->edit, PNEU_PUT_SET, text("X-Filtered-By"), text("mx.example")) != PNEU_OK ||
        pneu_field_editor_put(s->edit, PNEU_PUT_PREPEND, text("Received"), text(received)) != PNEU_OK)
        return PNEU_ERR_MEMORY;
    return pneu_ascii_new(NULL, NULL, NULL, alloc, &s->ascii);
}

static void session_end(session *s)
{
    pneu_codec_free(s->unstuff);
    pneu_codec_free(s->stuff);
    pneu_field_editor_free(s->edit);
    pneu_ascii_free(s->ascii);
    pneu_parser_free(s->parser);
}

/* The next message on the connection: nothing is allocated for it. */
static void session_reset(session *s)
{
    pneu_codec_reset(s->unstuff);
    pneu_codec_reset(s->stuff);
    pneu_field_editor_reset(s->edit);
    pneu_ascii_reset(s->ascii);
    pneu_parser_reset(s->parser);
    s->is_refused = 0;
}

/* Refused are what attackers write, and what goes over a limit. */
static pneu_status look_on(session *s)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(s->parser, &event)) == PNEU_OK)
        if (event->type == PNEU_EVENT_DEFECT)
            s->is_refused |= event->defect->severity == PNEU_SEVERITY_ATTACK ||
                             strcmp(pneu_defect_group(event->defect->code), "limits") == 0;
    return status;
}

/* The first step: bytes of the client without the stuffing, as slices of what it sent. */
static pneu_status feed_editor(session *s)
{
    pneu_str slice;
    pneu_status status = pneu_codec_read_slice(s->unstuff, &slice);
    if (status == PNEU_OK) {
        (void)pneu_parser_push(s->parser, slice.ptr, slice.len);
        (void)look_on(s);
        return pneu_field_editor_push(s->edit, slice.ptr, slice.len);
    }
    if (status != PNEU_DONE)
        return status; /* MORE: it is the client's turn */
    (void)pneu_parser_finish(s->parser);
    (void)look_on(s);
    return pneu_field_editor_finish(s->edit);
}

static pneu_status feed_ascii(session *s)
{
    size_t len;
    pneu_status status;
    while ((status = pneu_field_editor_read(s->edit, s->edited, PIECE, &len)) == PNEU_MORE)
        if ((status = feed_editor(s)) != PNEU_OK)
            return status;
    return status == PNEU_OK     ? pneu_ascii_push(s->ascii, s->edited, len)
           : status == PNEU_DONE ? pneu_ascii_finish(s->ascii)
                                 : status;
}

static pneu_status feed_stuffing(session *s)
{
    size_t len;
    pneu_status status;
    while ((status = pneu_ascii_read(s->ascii, s->converted, PIECE, &len)) == PNEU_MORE)
        if ((status = feed_ascii(s)) != PNEU_OK)
            return status;
    if (status == PNEU_DONE && s->is_refused)
        return PNEU_ERR_SYNTAX; /* before the final dot: the next hop never accepts it */
    return status == PNEU_OK     ? pneu_codec_push(s->stuff, s->converted, len)
           : status == PNEU_DONE ? pneu_codec_finish(s->stuff)
                                 : status;
}

/* Bytes for the next hop: OK; MORE: push more of the client's bytes; DONE; or why the message is refused. */
static pneu_status session_read(session *s, void *out, size_t capacity, size_t *len)
{
    pneu_status status;
    while ((status = pneu_codec_read(s->stuff, out, capacity, len)) == PNEU_MORE)
        if ((status = feed_stuffing(s)) != PNEU_OK)
            return status;
    return status;
}

/* ---- One session, or many --------------------------------------------------------------------------------------- */

static pneu_status run_one(session *s)
{
    char in[4096], out[4096];
    size_t len;
    pneu_status status;
    while ((status = session_read(s, out, sizeof out, &len)) == PNEU_OK || status == PNEU_MORE) {
        if (status == PNEU_OK) {
            (void)fwrite(out, 1, len, stdout);
            continue;
        }
        len = fread(in, 1, sizeof in, stdin);
        status = len > 0 ? pneu_codec_push(s->unstuff, in, len) : pneu_codec_finish(s->unstuff);
        if (status != PNEU_OK)
            return status;
    }
    return status;
}

/* What one of many sessions has done so far. */
typedef struct progress {
    size_t in, out;
    uint32_t hash; /* of its output */
    int is_done;
} progress;

/* One turn: at most 40 bytes of input, and as much output as its hop takes now. */
static pneu_status take_turn(session *s, progress *p, pneu_str data, size_t room)
{
    char out[64];
    size_t len, left = data.len - p->in;
    pneu_status status = session_read(s, out, room, &len);
    if (status == PNEU_OK)
        for (size_t i = 0; i < len; i++, p->out++)
            p->hash = (p->hash ^ (unsigned char)out[i]) * 16777619u;
    if (status == PNEU_MORE) {
        size_t some = left < 40 ? left : 40;
        status = some > 0 ? pneu_codec_push(s->unstuff, data.ptr + p->in, some) : pneu_codec_finish(s->unstuff);
        p->in += some;
    }
    return status;
}

/* Two messages each, one after the other. */
static int run_many(size_t count, pneu_str data, const pneu_alloc *alloc)
{
    session *sessions = calloc(count, sizeof *sessions);
    progress *all = calloc(count, sizeof *all);
    size_t left = 0, at = 0;
    int is_wrong = sessions == NULL || all == NULL;
    for (size_t i = 0; !is_wrong && i < count; i++, left++)
        is_wrong = session_begin(&sessions[i], alloc) != PNEU_OK;
    for (size_t messages = 0; messages < 2 && !is_wrong; messages++) {
        for (left = count; left > 0 && !is_wrong; at = (at + 7919) % count) {
            size_t i = at;
            while (all[i].is_done)
                i = (i + 1) % count;
            pneu_status status = take_turn(&sessions[i], &all[i], data, 1 + i % 64);
            is_wrong = status < 0;
            all[i].is_done = status == PNEU_DONE;
            left -= status == PNEU_DONE;
        }
        for (size_t i = 0; i < count; i++) {
            is_wrong |= all[i].hash != all[0].hash || all[i].out != all[0].out;
            session_reset(&sessions[i]);
        }
        printf("%zu bytes from each of %zu sessions\n", all[0].out, count);
        memset(all, 0, count * sizeof *all);
    }
    for (size_t i = 0; i < count; i++)
        session_end(&sessions[i]);
    free(sessions);
    free(all);
    return is_wrong;
}

int main(int argc, char **argv)
{
    static char data[100000];
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    session one;
    if (count == 0) {
        pneu_status status = session_begin(&one, NULL);
        status = status == PNEU_OK ? run_one(&one) : status;
        session_end(&one);
        return status != PNEU_DONE;
    }
    size_t bytes = 256 * 1024 + count * 40 * 1024; /* not all are in the middle of a header at a time */
    char *block = malloc(bytes);
    arena fixed = {block, block + bytes, {NULL}};
    pneu_alloc alloc = {resize, &fixed};
    int is_wrong = block == NULL || run_many(count, (pneu_str){data, fread(data, 1, sizeof data, stdin)}, &alloc);
    printf("%zu KiB of memory, %s\n", block == NULL ? 0 : (size_t)(fixed.next - block) / 1024,
           is_wrong ? "wrong" : "right");
    free(block);
    return is_wrong;
}
