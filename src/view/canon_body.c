/*
 * The canonical form of a body: DKIM's simple and relaxed.
 * In: bytes in any pieces. Out: bytes in pieces of the caller's size, cut at the signature's l=.
 * Line ends are held back as a number until something stands after them, since those at the end are not to go out; in
 * relaxed form a run of white space is held back as one space. What is held back goes out in portions, so that memory
 * is constant even where there are millions of empty lines.
 * Each byte is looked at once. RFC 6376 sections 3.4.3 to 3.4.5 and 3.5 (l=).
 * Not handled: transfer encodings and SMTP's dots, which are undone before; hashing.
 */
#include "base/feed.h"
#include "pneu/canon.h"

#define STEP ((size_t)4096)
#define LINES_A_STEP 512

struct pneu_canon_body {
    pneu_i_feed feed;
    int32_t algorithm;
    uint32_t flags;
    int64_t limit;
    uint64_t length;      /* of the canonical form so far */
    uint64_t lines;       /* line ends that are held back */
    uint8_t is_releasing; /* they are on their way out */
    uint8_t has_space;    /* relaxed: white space is held back */
    uint8_t has_cr;
    uint8_t has_content; /* something went out */
};

static void put(pneu_canon_body *body, const char *bytes, size_t len)
{
    uint64_t before = body->length;
    body->length += len;
    if (body->limit == PNEU_LIMIT_NONE) {
        pneu_i_feed_put(&body->feed, bytes, len);
        return;
    }
    uint64_t most = (uint64_t)body->limit, left = before < most ? most - before : 0;
    pneu_i_feed_put(&body->feed, bytes, len < left ? len : (size_t)left);
}

static void release_lines(pneu_canon_body *body)
{
    for (int i = 0; i < LINES_A_STEP && body->lines > 0; i++, body->lines--)
        put(body, "\r\n", 2);
    body->is_releasing = body->lines > 0;
}

/* Before content: 1 if what was held back is out, and content may follow. */
static int begin_content(pneu_canon_body *body)
{
    release_lines(body);
    if (body->is_releasing)
        return 0;
    if (body->has_space)
        put(body, " ", 1);
    body->has_space = 0;
    body->has_content = 1;
    return 1;
}

static void end_line(pneu_canon_body *body)
{
    body->has_cr = 0;
    body->has_space = 0;
    body->lines++;
}

/* 1 if this byte needs a look of its own. */
static int is_special(const pneu_canon_body *body, unsigned char c)
{
    return c == '\r' || (c == '\n' && (body->flags & PNEU_CANON_LF)) ||
           (body->algorithm == PNEU_CANON_RELAXED && pneu_i_is_blank(c));
}

/* How many bytes go out as they stand. A single space between two words is one of them. */
static size_t plain_run(const pneu_canon_body *body, pneu_str in)
{
    const char *cr = NULL;
    size_t i = 0;
    if (body->algorithm == PNEU_CANON_SIMPLE && !(body->flags & PNEU_CANON_LF)) {
        cr = memchr(in.ptr, '\r', in.len);
        return cr != NULL ? (size_t)(cr - in.ptr) : in.len;
    }
    while (i < in.len) {
        unsigned char c = (unsigned char)in.ptr[i];
        if (c > ' ')
            i++;
        else if (c == ' ' && (i > 0 || !body->has_space) && i + 1 < in.len && (unsigned char)in.ptr[i + 1] > ' ')
            i += 2;
        else if (!is_special(body, c))
            i++;
        else
            break;
    }
    return i;
}

/* Takes input from the start of `in`, which is not empty. Gives how much; 0 if held lines must go out first. */
static size_t take_some(pneu_canon_body *body, pneu_str in)
{
    if (body->has_cr) {
        if (in.ptr[0] == '\n') {
            end_line(body);
            return 1;
        }
        if (!begin_content(body))
            return 0;
        put(body, "\r", 1);
        body->has_cr = 0;
    }
    size_t plain = plain_run(body, in);
    if (plain > 0) {
        if (!begin_content(body))
            return 0;
        put(body, in.ptr, plain);
        return plain;
    }
    if (in.ptr[0] == '\r')
        body->has_cr = 1;
    else if (in.ptr[0] == '\n')
        end_line(body);
    else
        body->has_space = 1;
    return 1;
}

/* After the last byte: what is held back comes to one line end, or to nothing. */
static void end_body(pneu_canon_body *body)
{
    if (body->has_cr) {
        if (!begin_content(body))
            return;
        put(body, "\r", 1);
        body->has_cr = 0;
    }
    if (body->has_content || body->algorithm == PNEU_CANON_SIMPLE)
        put(body, "\r\n", 2);
    if (body->feed.status == PNEU_OK)
        body->feed.status = PNEU_DONE;
}

static int step(void *ctx)
{
    pneu_canon_body *body = ctx;
    pneu_i_feed *feed = &body->feed;
    if (feed->in_len == 0 && !feed->is_finished)
        return 0;
    if (feed->in_len == 0) {
        end_body(body);
        return body->is_releasing;
    }
    pneu_str in = {feed->in, feed->in_len < STEP ? feed->in_len : STEP};
    size_t taken, all = 0;
    do {
        taken = take_some(body, pneu_i_str_from(in, all));
        all += taken;
    } while (taken > 0 && all < in.len);
    (void)pneu_i_feed_take(feed, all);
    return 1;
}

void pneu_canon_body_reset(pneu_canon_body *body)
{
    if (body == NULL)
        return;
    pneu_canon_body fresh = {.feed = body->feed, .algorithm = body->algorithm, .flags = body->flags};
    fresh.limit = body->limit;
    *body = fresh;
    pneu_i_feed_start(&body->feed, step, body);
}

pneu_status pneu_canon_body_new(int32_t algorithm, uint32_t flags, int64_t limit, const pneu_alloc *alloc,
                                pneu_canon_body **out)
{
    int is_algorithm = algorithm == PNEU_CANON_SIMPLE || algorithm == PNEU_CANON_RELAXED;
    int is_limit = limit == PNEU_LIMIT_NONE || limit >= 0;
    if (out == NULL || !is_algorithm || (flags & ~(uint32_t)PNEU_CANON_LF) || !is_limit || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_canon_body *body = pneu_i_alloc_zeroed(&own, sizeof *body);
    if (body == NULL)
        return PNEU_ERR_MEMORY;
    body->feed.alloc = own;
    body->algorithm = algorithm;
    body->flags = flags;
    body->limit = limit;
    pneu_canon_body_reset(body);
    *out = body;
    return PNEU_OK;
}

pneu_status pneu_canon_body_push(pneu_canon_body *body, const void *bytes, size_t len)
{
    return body != NULL ? pneu_i_feed_push(&body->feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_canon_body_finish(pneu_canon_body *body)
{
    return body != NULL ? pneu_i_feed_finish(&body->feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_canon_body_read(pneu_canon_body *body, void *out, size_t capacity, size_t *written)
{
    return body != NULL ? pneu_i_feed_read(&body->feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

uint64_t pneu_canon_body_length(const pneu_canon_body *body)
{
    return body->length;
}

void pneu_canon_body_free(pneu_canon_body *body)
{
    if (body == NULL)
        return;
    pneu_alloc alloc = body->feed.alloc;
    pneu_i_feed_free(&body->feed);
    pneu_i_alloc_free(&alloc, body, sizeof *body);
}
