/*
 * The delimiters of a multipart are the lines that RFC 2046 section 5.1.1 calls so, found line by line: "--", the
 * boundary, for the last one "--", then blanks. Byte 0: the boundary; byte 1: how the body is cut; then the body.
 * Not handled: multiparts in it, which are beyond the limit of nesting here.
 */
#include "pneu/parse.h"
#include "support/chunks.h"
#include "support/must.h"

#define BLANKS_MOST 998 /* of a delimiter, "--" of the last one counted: no line is longer */

typedef struct place {
    size_t at, end; /* of the line, without its line end */
    int is_close;
} place;

static const char *const boundaries[] = {
    "b",   "bb", "--", "b--",
    "a b", "-",  "b:", "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012345"};

static int is_blank(const char *text, size_t len)
{
    size_t i = 0;
    while (i < len && (text[i] == ' ' || text[i] == '\t'))
        i++;
    return i == len && len <= BLANKS_MOST;
}

/* The next delimiter from an offset on; 0 if there is none. */
static int find_delimiter(const char *body, size_t len, const char *boundary, place *found)
{
    size_t known = strlen(boundary);
    for (size_t at = found->end; at < len;) {
        const char *lf = memchr(body + at, '\n', len - at);
        size_t next = lf != NULL ? (size_t)(lf - body) + 1 : len, end = lf != NULL ? next - 1 : len;
        end -= lf != NULL && end > at && body[end - 1] == '\r';
        if (end - at >= 2 + known && memcmp(body + at, "--", 2) == 0 && memcmp(body + at + 2, boundary, known) == 0) {
            const char *rest = body + at + 2 + known;
            size_t left = end - at - 2 - known;
            int has_dashes = left >= 2 && left <= BLANKS_MOST && memcmp(rest, "--", 2) == 0;
            *found = (place){at, next, has_dashes && is_blank(rest + 2, left - 2)};
            if (found->is_close || is_blank(rest, left))
                return 1;
        }
        at = next;
    }
    return 0;
}

/* What is left of the naive search. */
typedef struct search {
    const char *body, *boundary;
    size_t len, head;
    place last;
} search;

static void check_events(search *naive, pneu_parser *parser)
{
    const pneu_event *event;
    while (pneu_parser_next(parser, &event) == PNEU_OK) {
        if (event->type != PNEU_EVENT_DELIMITER)
            continue;
        size_t skipped = event->slice.ptr[0] == '-' ? 0 : event->slice.ptr[0] == '\n' ? 1 : 2;
        MUST(!naive->last.is_close && find_delimiter(naive->body, naive->len, naive->boundary, &naive->last));
        MUST(event->offset + skipped == naive->head + naive->last.at);
        MUST((event->flags & PNEU_DELIMITER_CLOSE) == (naive->last.is_close ? PNEU_DELIMITER_CLOSE : 0));
    }
}

typedef struct feeding {
    pneu_parser *parser;
    search *naive;
} feeding;

static int32_t push(void *ctx, const void *bytes, size_t len)
{
    feeding *to = ctx;
    MUST(pneu_parser_push(to->parser, bytes, len) == PNEU_OK);
    check_events(to->naive, to->parser);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char head[200];
    pneu_options *options;
    pneu_parser *parser;
    if (size < 2)
        return 0;
    search naive = {(const char *)data + 2, boundaries[data[0] % COUNT_OF(boundaries)], size - 2, 0, {0, 0, 0}};
    naive.head =
        (size_t)snprintf(head, sizeof head, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n", naive.boundary);
    MUST(pneu_options_new(NULL, &options) == PNEU_OK);
    MUST(pneu_options_set(options, PNEU_OPTION_MAX_NESTING, 1) == PNEU_OK);
    MUST(pneu_parser_new(options, NULL, &parser) == PNEU_OK);
    pneu_options_free(options);
    feeding to = {parser, &naive};
    (void)push(&to, head, naive.head);
    MUST(feed_chunks(naive.body, naive.len, usual_chunkings[data[1] % usual_chunking_count], push, &to) == 0);
    MUST(pneu_parser_finish(parser) == PNEU_OK);
    check_events(&naive, parser);
    MUST(naive.last.is_close || !find_delimiter(naive.body, naive.len, naive.boundary, &naive.last));
    pneu_parser_free(parser);
    return 0;
}
