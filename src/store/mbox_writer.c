/*
 * Messages into an mbox, streaming.
 * In: one message after the other, in bytes of any pieces. Out: bytes in pieces of the caller's size.
 * Only the first bytes of a line (at most HELD) are held back, until they show whether the line is to be quoted, ends
 * the header, or is a Content-Length of the message's own, which would mislead readers and is left out.
 * A mark (">") before others looks like them, so it goes out right before "From ".
 * Invariants: constant memory; what comes out does not depend on the cuts.
 * RFC 4155; mbox(5) of qmail.
 * Not handled: making LF of CRLF (pneu/codec.h).
 */
#include "base/arena.h"
#include "base/feed.h"
#include "store/decimal.h"
#include "store/mbox_line.h"

#define STEP ((size_t)16384)
#define HELD ((size_t)16)
#define ALL_FLAGS ((uint32_t)PNEU_MBOX_CRLF)

static const char length_name[] = "Content-Length";

enum {
    HEAD_UNDECIDED = 0,
    HEAD_TEXT = 1,
    HEAD_FROM = 2,   /* "From ", to be quoted */
    HEAD_LENGTH = 3, /* a field that is left out */
    HEAD_BLANK = 4   /* the empty line that ends the header */
};

struct pneu_mbox_writer {
    pneu_i_feed feed;
    pneu_arena arena; /* of the From line */
    int32_t variant;
    uint32_t flags;
    uint64_t body_length;  /* as told */
    uint64_t body_written; /* so far */
    uint8_t is_open;       /* a message is */
    uint8_t has_bytes;
    uint8_t is_in_line;
    uint8_t is_in_body;
    uint8_t is_dropping; /* the line, and those that go on with it */
    size_t marks;        /* ">" at the line's start, which are out already */
    size_t held_len;
    char held[HELD];
};

static void put(pneu_mbox_writer *w, const char *bytes, size_t len)
{
    pneu_i_feed_put(&w->feed, bytes, len);
    if (w->is_in_body)
        w->body_written += len;
}

static void put_eol(pneu_mbox_writer *w)
{
    if (w->flags & PNEU_MBOX_CRLF)
        put(w, "\r\n", 2);
    else
        put(w, "\n", 1);
}

static void put_length(pneu_mbox_writer *w)
{
    char digits[PNEU_I_DECIMAL_MAX];
    pneu_str length = pneu_i_decimal(w->body_length, digits);
    if (!pneu_i_mbox_counts(w->variant))
        return;
    put(w, length_name, sizeof length_name - 1);
    put(w, ": ", 2);
    put(w, length.ptr, length.len);
    put_eol(w);
}

/* ---- The start of a line ---------------------------------------------------------------------------------------- */

/* How the bytes compare to the start of a word: HEAD_UNDECIDED while they are too few. */
static int is_word(pneu_str bytes, const char *word, size_t len)
{
    size_t both = bytes.len < len ? bytes.len : len;
    return pneu_i_ascii_same(bytes.ptr, word, both);
}

/* Content-Length counts the body only: in the header a From line would part the message in mboxcl2, too. */
static int is_quoted_here(const pneu_mbox_writer *w)
{
    return pneu_i_mbox_quotes(w->variant, w->marks) || (w->variant == PNEU_MBOX_CL2 && !w->is_in_body && w->marks == 0);
}

static int head_of(const pneu_mbox_writer *w)
{
    pneu_str bytes = {w->held, w->held_len};
    if (bytes.len >= PNEU_I_FROM_LEN && memcmp(bytes.ptr, PNEU_I_FROM, PNEU_I_FROM_LEN) == 0)
        return is_quoted_here(w) ? HEAD_FROM : HEAD_TEXT;
    if (bytes.len < PNEU_I_FROM_LEN && memcmp(bytes.ptr, PNEU_I_FROM, bytes.len) == 0)
        return HEAD_UNDECIDED;
    if (w->is_in_body || w->marks > 0)
        return HEAD_TEXT;
    if (bytes.ptr[0] == '\r' && bytes.len == 1)
        return HEAD_UNDECIDED;
    if (bytes.ptr[0] == '\n' || (bytes.ptr[0] == '\r' && bytes.ptr[1] == '\n'))
        return HEAD_BLANK;
    if (!pneu_i_mbox_counts(w->variant) || !is_word(bytes, length_name, sizeof length_name - 1))
        return HEAD_TEXT;
    if (bytes.len < sizeof length_name)
        return HEAD_UNDECIDED;
    char next = bytes.ptr[sizeof length_name - 1];
    return next == ':' || pneu_i_is_blank((unsigned char)next) ? HEAD_LENGTH : HEAD_TEXT;
}

/* The line is what its head says; the head goes out. */
static void use_head(pneu_mbox_writer *w, int head)
{
    int goes_on = w->held_len > 0 && pneu_i_is_blank((unsigned char)w->held[0]) && !w->is_in_body;
    w->is_dropping = head == HEAD_LENGTH || (w->is_dropping && goes_on);
    if (head == HEAD_BLANK)
        put_length(w);
    if (head == HEAD_FROM)
        put(w, ">", 1);
    if (!w->is_dropping)
        put(w, w->held, w->held_len);
    w->is_in_line = w->held_len > 0 && w->held[w->held_len - 1] != '\n';
    w->is_in_body |= head == HEAD_BLANK;
    w->held_len = w->marks = 0;
}

/* Takes one byte at the start of a line. */
static void take_head(pneu_mbox_writer *w, char c)
{
    if (c == '>' && w->held_len == 0) {
        w->marks++;
        w->is_dropping = 0;
        put(w, &c, 1);
        return;
    }
    w->held[w->held_len++] = c;
    int head = head_of(w);
    if (head != HEAD_UNDECIDED)
        use_head(w, head);
}

/* ---- Messages --------------------------------------------------------------------------------------------------- */

static size_t take_line(pneu_mbox_writer *w, pneu_str in)
{
    const char *eol = memchr(in.ptr, '\n', in.len);
    size_t len = eol != NULL ? (size_t)(eol - in.ptr) + 1 : in.len;
    if (!w->is_dropping)
        put(w, in.ptr, len);
    w->is_in_line = eol == NULL;
    return len;
}

/* 1 if the body has the length that Content-Length says. */
static int is_as_told(const pneu_mbox_writer *w)
{
    return !pneu_i_mbox_counts(w->variant) || !w->has_bytes || w->body_length == PNEU_MBOX_MEASURE ||
           w->body_written == w->body_length;
}

static void end_message(pneu_mbox_writer *w)
{
    int is_open_line = w->held_len > 0 || w->marks > 0 || w->is_in_line;
    int ends_header = !w->is_in_body && w->held_len == 1 && w->held[0] == '\r' && !(w->flags & PNEU_MBOX_CRLF);
    if (ends_header)
        put_length(w); /* LF makes that CR the empty line */
    if (w->held_len > 0)
        use_head(w, HEAD_TEXT);
    if (is_open_line && !w->is_dropping)
        put_eol(w);
    if (ends_header)
        w->is_in_body = 1;
    if (w->has_bytes && !w->is_in_body) {
        put_length(w);
        put_eol(w);
    }
    w->is_in_body = 0;
    if (w->has_bytes)
        put_eol(w);
    if (w->feed.status == PNEU_OK)
        w->feed.status = is_as_told(w) ? PNEU_DONE : PNEU_ERR_ARGUMENT;
}

/* 1 if a line of the body that begins so is passed on as it is. */
static int is_plain_start(const pneu_mbox_writer *w, char c)
{
    return w->is_in_body && w->held_len == 0 && w->marks == 0 && c != PNEU_I_FROM[0] && c != '>' && !w->is_dropping;
}

static int step(void *ctx)
{
    pneu_mbox_writer *w = ctx;
    pneu_str in = pneu_i_feed_take(&w->feed, STEP);
    if (in.len == 0 && w->feed.is_finished)
        end_message(w);
    if (in.len == 0)
        return 0;
    w->has_bytes = 1;
    while (in.len > 0) {
        size_t len = 1;
        if (w->is_in_line || is_plain_start(w, in.ptr[0]))
            len = take_line(w, in);
        else
            take_head(w, in.ptr[0]);
        in = pneu_i_str_from(in, len);
    }
    return 1;
}

static void start(pneu_mbox_writer *w)
{
    pneu_mbox_writer fresh = {.feed = w->feed, .arena = w->arena, .variant = w->variant, .flags = w->flags};
    *w = fresh;
    pneu_i_feed_start(&w->feed, step, w);
}

void pneu_mbox_writer_reset(pneu_mbox_writer *writer)
{
    if (writer == NULL)
        return;
    start(writer);
}

pneu_status pneu_mbox_writer_new(int32_t variant, uint32_t flags, const pneu_alloc *alloc, pneu_mbox_writer **out)
{
    int is_variant = variant >= PNEU_MBOX_RD && variant <= PNEU_MBOX_PLAIN;
    if (out == NULL || !is_variant || (flags & ~ALL_FLAGS) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_mbox_writer *writer = pneu_i_alloc_zeroed(&own, sizeof *writer);
    if (writer == NULL)
        return PNEU_ERR_MEMORY;
    writer->feed.alloc = own;
    pneu_i_arena_init(&writer->arena, &own);
    writer->variant = variant;
    writer->flags = flags;
    start(writer);
    *out = writer;
    return PNEU_OK;
}

pneu_status pneu_mbox_writer_begin(pneu_mbox_writer *writer, pneu_str sender, int64_t epoch, uint64_t body_length)
{
    if (writer == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_str line;
    if (writer->feed.status < 0)
        return writer->feed.status;
    if (writer->is_open)
        return PNEU_ERR_STATE;
    start(writer);
    pneu_i_arena_reset(&writer->arena, 4096);
    pneu_status status = pneu_mbox_from_format(&writer->arena, sender, epoch, &line);
    if (status != PNEU_OK)
        return status;
    put(writer, line.ptr, line.len - 1);
    put_eol(writer);
    writer->body_length = body_length;
    writer->is_open = 1;
    return writer->feed.status;
}

pneu_status pneu_mbox_writer_push(pneu_mbox_writer *writer, const void *bytes, size_t len)
{
    if (writer == NULL)
        return PNEU_ERR_ARGUMENT;
    if (!writer->is_open && writer->feed.status >= 0)
        return PNEU_ERR_STATE;
    return pneu_i_feed_push(&writer->feed, bytes, len);
}

pneu_status pneu_mbox_writer_end(pneu_mbox_writer *writer)
{
    if (writer == NULL)
        return PNEU_ERR_ARGUMENT;
    if (!writer->is_open && writer->feed.status >= 0)
        return PNEU_ERR_STATE;
    return pneu_i_feed_finish(&writer->feed);
}

pneu_status pneu_mbox_writer_read(pneu_mbox_writer *writer, void *out, size_t capacity, size_t *written)
{
    if (writer == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_feed_read(&writer->feed, out, capacity, written);
    if (status == PNEU_DONE)
        writer->is_open = 0;
    return status;
}

uint64_t pneu_mbox_writer_body_length(const pneu_mbox_writer *writer)
{
    return writer->body_written;
}

void pneu_mbox_writer_free(pneu_mbox_writer *writer)
{
    if (writer == NULL)
        return;
    pneu_alloc alloc = writer->feed.alloc;
    pneu_i_arena_free(&writer->arena);
    pneu_i_feed_free(&writer->feed);
    pneu_i_alloc_free(&alloc, writer, sizeof *writer);
}

/* ---- The length of a body --------------------------------------------------------------------------------------- */

/* The line at the start, its line end included. */
static pneu_str first_line(pneu_str rest)
{
    const char *eol = memchr(rest.ptr, '\n', rest.len);
    return pneu_i_str_of(rest.ptr, eol != NULL ? (size_t)(eol - rest.ptr) + 1 : rest.len);
}

static int is_blank_line(pneu_str line)
{
    return (line.len == 1 && line.ptr[0] == '\n') || (line.len == 2 && line.ptr[0] == '\r' && line.ptr[1] == '\n');
}

static int is_quoted(int32_t variant, pneu_str line)
{
    size_t marks = 0;
    while (marks < line.len && line.ptr[marks] == '>')
        marks++;
    return line.len - marks >= PNEU_I_FROM_LEN && memcmp(line.ptr + marks, PNEU_I_FROM, PNEU_I_FROM_LEN) == 0 &&
           pneu_i_mbox_quotes(variant, marks);
}

uint64_t pneu_mbox_body_length(int32_t variant, uint32_t flags, pneu_str message)
{
    uint64_t length = 0;
    int is_in_body = 0;
    while (message.len > 0) {
        pneu_str line = first_line(message);
        if (is_in_body)
            length += line.len + (uint64_t)is_quoted(variant, line);
        else
            is_in_body = is_blank_line(line);
        message = pneu_i_str_from(message, line.len);
        if (message.len == 0 && is_in_body && line.ptr[line.len - 1] != '\n')
            length += flags & PNEU_MBOX_CRLF ? 2 : 1;
    }
    return length;
}
