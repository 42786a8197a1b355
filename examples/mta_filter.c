/*
 * A filter for an MTA. What a client sends after DATA comes in, in pieces of any size; out go the bytes for the next
 * hop: a Received field prepended, fields set and removed, 8-bit made 7-bit, stuffed again. What attackers write, and
 * what goes over a limit, is refused.
 *
 * A session is one connection. It never waits and knows no descriptor: it is given bytes when there are some, and asked
 * for bytes when the next hop takes some. It lives in the memory that `alloc` gives it: tests/checks/mta_sessions.c
 * runs 10,000 of them at once in one fixed block.
 *
 *     mta_filter <data >data         one message; 0, or 1 if it is refused or was cut off
 */
#include <errno.h>
#include <poll.h>
#include <pneu/pneu.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct session {
    pneu_arena *arena;
    pneu_codec *unstuff, *stuff;
    pneu_parser *parser;
    pneu_watch watch;
    pneu_field_editor *edit;
    pneu_ascii *ascii;
    pneu_chain *chain;
    pneu_defect reason; /* why the message was refused, if that was the parser's doing */
} session;

static pneu_str str(const char *text)
{
    return (pneu_str){text, strlen(text)};
}

/* ---- Policy ----------------------------------------------------------------------------------------------------- */

static int is_refused(const pneu_defect *defect)
{
    return defect->severity == PNEU_SEVERITY_ATTACK || strcmp(pneu_defect_group(defect->code), "limits") == 0;
}

/* Sees the message as the client sent it, without the stuffing. An error ends the session: the next hop never gets the
 * final dot, and the connection to it is closed. */
static pneu_status look_at(void *ctx, pneu_str bytes)
{
    session *s = ctx;
    const pneu_event *event;
    pneu_status status =
        bytes.len > 0 ? pneu_parser_push(s->parser, bytes.ptr, bytes.len) : pneu_parser_finish(s->parser);
    while (status == PNEU_OK && (status = pneu_parser_next(s->parser, &event)) == PNEU_OK) {
        if (event->type == PNEU_EVENT_DEFECT && is_refused(event->defect)) {
            s->reason = *event->defect;
            return PNEU_ERR_REFUSED;
        }
    }
    return status;
}

/* What is done to this message; `id` is ours, `now` in seconds since 1970. */
static pneu_status choose_edits(session *s, const char *id, int64_t now)
{
    pneu_received trace = {.from = {.name = {.text = str("client.example")}, .ip = {.text = str("192.0.2.1")}},
                           .by = {.name = {.text = str("mx.example")}},
                           .id = {.text = str(id)},
                           .protocol = PNEU_PROTOCOL_SMTP | PNEU_PROTOCOL_EHLO,
                           .date = {now, 0, 1},
                           .has_date = 1};
    pneu_str received;
    pneu_status status = pneu_received_format(s->arena, &trace, &received);
    pneu_field_editor_clear(s->edit);
    if (status == PNEU_OK)
        status = pneu_field_editor_remove(s->edit, str("X-Spam-Status"));
    if (status == PNEU_OK)
        status = pneu_field_editor_put(s->edit, PNEU_PUT_SET, str("X-Filtered-By"), str("mx.example"));
    if (status == PNEU_OK)
        status = pneu_field_editor_put(s->edit, PNEU_PUT_PREPEND, str("Received"), received);
    return status;
}

/* ---- A session -------------------------------------------------------------------------------------------------- */

static void session_close(session *s)
{
    pneu_chain_free(s->chain);
    pneu_ascii_free(s->ascii);
    pneu_field_editor_free(s->edit);
    pneu_parser_free(s->parser);
    pneu_codec_free(s->stuff);
    pneu_codec_free(s->unstuff);
    pneu_arena_free(s->arena);
}

/* session_close in any case. Strict unstuffing refuses CR and LF that stand alone: messages are smuggled with them. */
static pneu_status session_open(session *s, const pneu_alloc *alloc)
{
    memset(s, 0, sizeof *s);
    s->watch = (pneu_watch){.see = look_at, .ctx = s};
    if (pneu_arena_new(alloc, &s->arena) != PNEU_OK ||
        pneu_codec_new(PNEU_CODEC_DOT_UNSTUFF, PNEU_CODEC_STRICT, alloc, &s->unstuff) != PNEU_OK ||
        pneu_parser_new(NULL, alloc, &s->parser) != PNEU_OK || pneu_field_editor_new(alloc, &s->edit) != PNEU_OK ||
        pneu_ascii_new(NULL, NULL, NULL, alloc, &s->ascii) != PNEU_OK ||
        pneu_codec_new(PNEU_CODEC_DOT_STUFF, 0, alloc, &s->stuff) != PNEU_OK)
        return PNEU_ERR_MEMORY;
    pneu_stage stages[] = {pneu_codec_stage(s->unstuff), pneu_watch_stage(&s->watch), pneu_field_editor_stage(s->edit),
                           pneu_ascii_stage(s->ascii), pneu_codec_stage(s->stuff)};
    return pneu_chain_new(stages, sizeof stages / sizeof stages[0], 256, alloc, &s->chain);
}

/* After each DATA command, before the first byte. */
static pneu_status session_begin(session *s, const char *id, int64_t now)
{
    pneu_arena_reset(s->arena);
    pneu_parser_reset(s->parser);
    pneu_chain_reset(s->chain);
    s->reason.code = 0;
    return choose_edits(s, id, now);
}

/* ---- One session between two descriptors, which may be non-blocking --------------------------------------------- */

/* 1 if the call that failed can be made again, now. */
static int wait_for(int fd, short events)
{
    struct pollfd one = {.fd = fd, .events = events};
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        (void)poll(&one, 1, -1); /* a server polls all of its connections here */
    else if (errno != EINTR)
        return 0;
    return 1;
}

static int send_all(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = write(STDOUT_FILENO, bytes, len);
        if (sent < 0 && !wait_for(STDOUT_FILENO, POLLOUT))
            return 0;
        bytes += sent > 0 ? sent : 0;
        len -= sent > 0 ? (size_t)sent : 0;
    }
    return 1;
}

static pneu_status run(session *s)
{
    char in[4096], out[4096];
    size_t len;
    pneu_status status;
    while ((status = pneu_chain_read(s->chain, out, sizeof out, &len)) == PNEU_OK || status == PNEU_MORE) {
        if (status == PNEU_OK && !send_all(out, len))
            return PNEU_MORE;
        if (status == PNEU_OK)
            continue;
        ssize_t got = read(STDIN_FILENO, in, sizeof in);
        if (got == 0 || (got < 0 && !wait_for(STDIN_FILENO, POLLIN)))
            return PNEU_MORE; /* the client is gone, and half a message is none */
        if (got > 0 && (status = pneu_chain_push(s->chain, in, (size_t)got)) != PNEU_OK)
            return status;
    }
    return status; /* with PNEU_DONE pneu_codec_rest(s->unstuff) are the commands that follow the message */
}

int main(void)
{
    session s;
    pneu_status status = session_open(&s, NULL);
    if (status == PNEU_OK)
        status = session_begin(&s, "1", (int64_t)time(NULL));
    if (status == PNEU_OK)
        status = run(&s);
    if (status != PNEU_DONE)
        (void)fprintf(stderr, "%s %s\n", pneu_status_name(status),
                      s.reason.code ? pneu_defect_name(s.reason.code) : "");
    session_close(&s);
    return status != PNEU_DONE;
}
