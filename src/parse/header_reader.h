/* A walk over the logical lines of a header: where each ends, and what to do with it. */
#ifndef PNEU_PARSE_HEADER_READER_H
#define PNEU_PARSE_HEADER_READER_H

#include "parse/header_line.h"

#define PNEU_I_LINE_ENDS 12 /* line ends found at a time */
#define PNEU_I_NONE SIZE_MAX
#define PNEU_I_VISIBLE_MAX ((size_t)1 << 31) /* of a header at a time: spans are 32-bit, and a field is at most 1 GiB */

/* What to do with the line that is looked at. */
typedef enum pneu_i_verdict {
    PNEU_I_TAKE_FIELD,
    PNEU_I_TAKE_JUNK,
    PNEU_I_HALT_NEED,       /* more bytes are needed */
    PNEU_I_HALT_LONG,       /* a field or junk over MAX_FIELD: to be passed in pieces */
    PNEU_I_HALT_EMPTY_LINE, /* the separator */
    PNEU_I_HALT_DELIMITER,  /* a delimiter line ends header and part */
    PNEU_I_HALT_BODY,       /* the body begins here */
    PNEU_I_HALT_END         /* the input ends */
} pneu_i_verdict;

/* A walk over the lines of the window. */
typedef struct pneu_i_header_reader {
    pneu_parser *parser;
    const uint8_t *p;
    size_t n;
    int at_end;
    size_t at;                       /* the logical line being looked at */
    size_t end;                      /* behind it, once taken */
    size_t first_end;                /* the LF of its first line, or PNEU_I_NONE */
    pneu_i_line_memo line;           /* what is known of it */
    uint32_t ends[PNEU_I_LINE_ENDS]; /* line ends ahead */
    size_t next;                     /* of those, the one to give next */
    size_t found;                    /* line ends found */
    size_t passed;                   /* line ends given */
    size_t taken;                    /* line ends of the lines taken */
    pneu_i_line_scan scan;
    int is_slow; /* it is not worth it to look for plain lines */
} pneu_i_header_reader;

/* Sets out at `pos`, with what is known of the line there. */
void pneu_i_look_around(pneu_parser *parser, pneu_i_header_reader *r);

/* What stands at `at`. Without side effects on the parser, so that it may be asked again. */
pneu_i_verdict pneu_i_decide(pneu_i_header_reader *r);

/* Past a limit of the header only From and the Content-* fields are still told apart. */
static inline int pneu_i_is_recognised_past_limit(uint16_t id)
{
    return id == PNEU_FIELD_FROM || (id >= PNEU_FIELD_CONTENT_TYPE && id <= PNEU_FIELD_CONTENT_FEATURES);
}

/* The next line end (the place of its last byte), or PNEU_I_NONE if none is visible. */
size_t pneu_i_next_line_end(pneu_i_header_reader *r);

/* ---- long_field.c ----------------------------------------------------------------------------------------------- */

/* p[start, scan->plain), which is long, is of the field at `pos`, the first one that is not given: keeps what the field
 * scan found, so that its lines need not be looked at again. */
void pneu_i_keep_long_field(pneu_parser *parser, const uint8_t *p, size_t start, const pneu_i_field_scan *scan);

/* Behind the line end at `end`, where the field goes on, passes over plain lines, all but the last of which end before
 * p[most]. Gives the line end before the one that comes next, and raises *lines by those passed. */
size_t pneu_i_pass_plain_lines(pneu_i_header_reader *r, size_t end, size_t most, size_t *lines);

/* ---- header_reader.c -------------------------------------------------------------------------------------------- */

/* Length of the empty line at p[i], 0 if there is none, PNEU_I_NONE if that needs another byte. */
size_t pneu_i_empty_line_at(const pneu_i_header_reader *r, size_t i);

/* Length of the line from `start` to the line end at `end` (or to what is visible), without its line end. */
size_t pneu_i_content_length(const pneu_i_header_reader *r, size_t start, size_t end);

#endif
