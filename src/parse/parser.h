/*
 * The parser's state, shared by the files of this folder and by nobody else.
 *
 * One function a state, each doing one step: it looks at the window from `pos` on, and either makes an event (moving
 * `pos` behind its bytes), or changes the state, or asks for more bytes. Files: header.c, header_reader.c,
 * header_line.c, plain_fields.c, long_field.c and field_check.c (the header), known_field.c and entity.c (what it
 * means), body.c, gap.c and lines.c (bodies and gaps), delimiter.c and boundary_match.c (boundary lines), level.c (open
 * parts), parser.c (the API and the loop).
 */
#ifndef PNEU_PARSE_PARSER_H
#define PNEU_PARSE_PARSER_H

#include "base/compiler.h"
#include "base/defect_log.h"
#include "base/line.h"
#include "base/options.h"
#include "base/str.h"
#include "parse/parser_limits.h"
#include "parse/scan.h"
#include "parse/window.h"
#include "pneu/parse.h"

#define PNEU_I_FIELD_RUN 8     /* fields for which there is room in the parser itself; longer runs have their own */
#define PNEU_I_LATE_RECORDS 16 /* places kept of what only the end of the message confirms */

typedef enum pneu_i_step {
    PNEU_I_STEP_EVENT, /* parser->event is filled */
    PNEU_I_STEP_AGAIN, /* the state changed: go on */
    PNEU_I_STEP_MORE,  /* the visible bytes do not decide */
    PNEU_I_STEP_DONE   /* the last event was given */
} pneu_i_step;

typedef pneu_i_step (*pneu_i_state)(pneu_parser *parser);

/* Where an open multipart is. */
enum {
    PNEU_I_PREAMBLE,
    PNEU_I_PARTS,
    PNEU_I_EPILOGUE
};

/* An open part: all containers from the root down, and the part being read. */
typedef struct pneu_i_level {
    uint32_t part;
    uint8_t kind;  /* PNEU_KIND_... */
    uint8_t phase; /* of a multipart: PNEU_I_PREAMBLE ... */
    uint8_t is_digest;
    uint8_t has_child;
    uint8_t is_judged; /* what its end shows has been reported */
    uint8_t has_boundary;
    uint8_t worst;            /* severity of the finds that were weighed */
    uint8_t has_dashes;       /* of a multipart: its preamble has a line that begins with "--" */
    uint8_t is_plain;         /* the boundary is printable ASCII */
    uint16_t boundary_length; /* 0 only where it is guessed; its bytes are in parser->boundaries */
    uint32_t boundary_at;
    uint32_t boundary_hash;
    uint64_t body_offset;
    uint64_t long_lines; /* the parser's count when the body began */
    pneu_i_tally tally;  /* the parser's sums when the body began */
    pneu_defect_set found;
} pneu_i_level;

static inline void pneu_i_level_weigh(pneu_i_level *level, uint8_t severity)
{
    if (level->worst < severity)
        level->worst = severity;
}

/* What is known of the logical line at `pos`, so that a step that waited for bytes does not look at them again. */
typedef struct pneu_i_line_memo {
    uint8_t kind;          /* PNEU_I_LINE_...: 0 while unknown */
    uint8_t taken_as;      /* PNEU_I_TAKEN_...: 0 while undecided */
    uint8_t needs_check;   /* something in it must be looked at when it is whole */
    uint8_t is_past_limit; /* a field past a limit of the header */
    uint8_t is_unusual;    /* taken: the bytes searched must be looked at again */
    uint16_t name_length;
    uint16_t junk_detail; /* why it is junk, for line_junk_before_header */
    uint32_t value;       /* behind the colon */
    union {
        uint32_t first_line; /* undecided: length of the first line with its end, 0 while unknown */
        uint32_t last_line;  /* taken: where the line begins that the search for line ends has reached */
    };
    uint32_t scanned; /* bytes from `pos` on that were searched for line ends */
    uint32_t lines;   /* taken: line ends found in them */
} pneu_i_line_memo;

enum {
    PNEU_I_TAKEN_AS_FIELD = 1,
    PNEU_I_TAKEN_AS_JUNK = 2
};

/* The header being read. */
typedef struct pneu_i_header {
    uint64_t offset;  /* of its first byte */
    uint64_t seen[2]; /* ids of the fields seen, as bits */
    uint64_t field_count;
    uint32_t received_count;
    uint8_t is_message; /* the root's or an embedded message's */
    uint8_t is_top;     /* nothing but junk was seen so far */
    uint8_t has_lines;  /* a line was seen: what begins with a blank continues it */
    uint8_t is_over;    /* a header limit was reached */
    uint8_t alike;      /* fields past it that were found alike, the last time some were scanned */
    uint8_t is_digest_child;
    uint8_t rest_event; /* of the long field or junk that is passed on in pieces; 0 if there is none */
    uint8_t empty;      /* bytes of the empty line, while the encoding is guessed from the line behind it */
    pneu_i_line_memo line;
} pneu_i_header;

/* A string in parser->scratch. */
typedef struct pneu_i_kept {
    uint32_t at;
    uint32_t len;
} pneu_i_kept;

/* The MIME fields of the header being read, as used. */
typedef struct pneu_i_mime {
    uint8_t encoding; /* PNEU_ENCODING_... */
    uint8_t has_type;
    uint8_t is_readable;
    uint8_t has_boundary;
    uint8_t has_bchars; /* known: it is of bchars (RFC 2046 section 5.1.1), and no "?" among them */
    uint8_t has_empty_boundary;
    uint8_t is_trimmed;
    uint8_t has_unknown;  /* the encoding is not known: reported once the body's first line is seen */
    uint32_t type_length; /* of the Content-Type field used */
    uint32_t encoding_length;
    uint64_t type_offset;
    uint64_t encoding_offset; /* of the field that says the encoding; of an unknown one, of its name there */
    pneu_i_kept type, charset, disposition, boundary;
} pneu_i_mime;

/* A line that begins with "--", and what it turned out to be. */
typedef struct pneu_i_delimiter {
    uint32_t level; /* whose delimiter it is */
    uint8_t is_close;
    uint8_t is_padded;      /* blanks stand between the delimiter and its line end */
    uint8_t eol_before;     /* bytes of the line end before it that are its own */
    uint8_t eol_length;     /* bytes of the line end behind it; 0 at the end of input */
    uint32_t length;        /* without the line ends */
    uint32_t next_searched; /* bytes of the line behind a close delimiter that have no line end */
} pneu_i_delimiter;

/* The region being read: a leaf's body, a preamble or an epilogue. */
typedef struct pneu_i_region {
    uint8_t event;        /* PNEU_EVENT_BODY, _PREAMBLE or _EPILOGUE */
    uint8_t seeks;        /* delimiters are looked for */
    uint8_t candidate;    /* PNEU_I_MATCH_...: what the line at pos + tallied is, if it begins with "--" */
    uint8_t is_rejected;  /* the line was decided: the walk need not stop at it again */
    uint8_t wants_high;   /* report the first 8-bit byte */
    uint8_t field_column; /* gaps: how much of "Content-" the line has matched; see lines.c */
    uint8_t has_gap_text;
    uint8_t has_gap_field;
    uint8_t has_gap_delimiter; /* of the multipart that was closed before this epilogue */
    uint8_t is_explained;      /* a line like a delimiter was reported: what follows it needs no code of its own */
    uint8_t is_opaque;         /* a container that a limit made a leaf */
    uint32_t searched;         /* bytes of the candidate line that have no line end */
    size_t tallied;            /* bytes from `pos` on that are counted already */
    uint64_t gap_text_offset;  /* first byte that is no white space */
    uint64_t gap_field_offset;
} pneu_i_region;

/* What only the end of the message confirms: the first places, and how many there were. Allocated when needed. */
typedef struct pneu_i_late {
    uint64_t bare_lf_count, lookalike_count;
    pneu_defect bare_lf[PNEU_I_LATE_RECORDS];
    pneu_defect lookalike[PNEU_I_LATE_RECORDS];
} pneu_i_late;

struct pneu_parser {
    /* kept by a reset */
    pneu_alloc alloc;
    const pneu_i_scan *scan;
    pneu_i_settings settings; /* its reading is the one in force, its reading_offset that of this stream */
    uint64_t reading;         /* the one asked for, two bits a choice: in force from the first part at that offset on */
    pneu_i_window window;     /* (its carry's memory) */
    pneu_i_defect_log log;
    pneu_i_late *late;
    pneu_field_span *run; /* PNEU_I_FIELDS_MOST of them, once a header had more than fit in `given`; or NULL */
    pneu_i_level *levels; /* &first_level until a second one is opened */
    size_t level_capacity;
    pneu_i_buf boundaries; /* of the open multiparts, in order */
    pneu_i_buf scratch;    /* strings of the header being read */

    /* zeroed by a reset, from here to first_level */
    pneu_i_state state;
    pneu_status status; /* PNEU_OK, or the error that stays */
    uint8_t may_push;
    uint8_t is_finished;
    uint8_t cr_ends_lines;  /* PNEU_READING_BARE_CR */
    uint8_t no_delimiters;  /* the limit of parts was reached: the rest is raw */
    uint8_t is_cut;         /* the limit of the message was reached */
    uint8_t awaits_reading; /* the one asked for is not in force yet */
    uint8_t lookalike;      /* what stands before the "." that may be an end of data; see lines.c */
    uint32_t recent;        /* the last four bytes passed, the newest lowest */
    uint32_t part_count;
    uint32_t part_limit;
    uint32_t nesting_limit;
    uint32_t boundary_starts; /* a bit for each first byte of a boundary seen so far (byte modulo 32) */
    size_t level_count;
    pneu_str opaque;    /* pushed bytes beyond the message limit */
    pneu_i_tally tally; /* of every byte passed */
    uint64_t long_lines;
    uint64_t line_start; /* offset of the line that the last byte passed belongs to */

    /* set anew by each part, region or event */
    pneu_i_level first_level;
    pneu_i_header header;
    pneu_i_mime mime;
    pneu_i_region region;
    pneu_i_delimiter delimiter;
    pneu_event event;
    pneu_i_fields_look fields_look; /* of FIELDS */
    union {
        pneu_field_span fields[PNEU_I_FIELD_RUN];
        pneu_entity entity;
        pneu_part_summary summary;
    } given; /* what the event points to */
};

/* Takes the step of this state at once, unless defects are to be given before it. */
static inline pneu_i_step pneu_i_go_on_with(pneu_parser *parser, pneu_i_state state)
{
    parser->state = state;
    if (parser->status != PNEU_OK || pneu_i_defect_log_has_next(&parser->log))
        return PNEU_I_STEP_AGAIN;
    return state(parser);
}

/* ---- parser.c ----------------------------------------------------------------------------------------------- */

typedef struct pneu_i_find {
    int32_t code;
    int32_t detail;
    uint64_t offset;
    uint64_t length;
} pneu_i_find;

/* Records a defect of the current part; the second takes another severity than the usual one. */
void pneu_i_parser_note(pneu_parser *parser, int32_t code, int32_t detail, uint64_t offset, uint64_t length);
void pneu_i_parser_note_as(pneu_parser *parser, const pneu_i_find *find, int32_t severity);

/* Takes these settings, as of a stream in space 0. */
void pneu_i_parser_use(pneu_parser *parser, const pneu_i_settings *settings);

/* Puts the reading that was asked for in force, or, while its first part is not reached, the primary one. */
void pneu_i_parser_choose_reading(pneu_parser *parser);

/* Keeps the first error. */
static inline void pneu_i_parser_check(pneu_parser *parser, pneu_status status)
{
    if (parser->status == PNEU_OK)
        parser->status = status;
}

static inline pneu_i_level *pneu_i_parser_top(const pneu_parser *parser)
{
    return &parser->levels[parser->level_count - 1];
}

static inline const uint8_t *pneu_i_parser_bytes(const pneu_parser *parser)
{
    return parser->window.bytes + parser->window.pos;
}

static inline size_t pneu_i_parser_visible(const pneu_parser *parser)
{
    return parser->window.len - parser->window.pos;
}

/* Fills the event with the next `len` bytes of the window and moves behind them. */
static inline pneu_i_step pneu_i_parser_give(pneu_parser *parser, int32_t type, uint32_t part, size_t len)
{
    pneu_event *event = &parser->event;
    event->type = type;
    event->flags = 0;
    event->part = part;
    event->parent = PNEU_NO_PART;
    event->offset = pneu_i_window_offset(&parser->window);
    event->slice = pneu_i_str_of(pneu_i_parser_bytes(parser), len);
    event->fields = NULL;
    event->field_count = 0;
    event->entity = NULL;
    event->summary = NULL;
    event->defect = NULL;
    parser->window.pos += len;
    return PNEU_I_STEP_EVENT;
}

/* ---- level.c ------------------------------------------------------------------------------------------------ */

/* States. Opens the next part: a child of the innermost level, or the root. */
pneu_i_step pneu_i_open_part(pneu_parser *parser);
/* Closes what stands inside the multipart whose delimiter was found, innermost first. */
pneu_i_step pneu_i_close_for_delimiter(pneu_parser *parser);
/* At the end of what is interpreted: passes on what lies beyond a limit, then closes everything. */
pneu_i_step pneu_i_reach_end(pneu_parser *parser);

/* Sets up and frees the stack of levels. */
void pneu_i_levels_init(pneu_parser *parser);
void pneu_i_levels_free(pneu_parser *parser);

/* 1 if an open multipart is among the first `count` levels. */
int pneu_i_has_multipart(const pneu_parser *parser, size_t count);

/* ---- header.c ----------------------------------------------------------------------------------------------- */

void pneu_i_begin_header(pneu_parser *parser);
pneu_i_step pneu_i_read_header(pneu_parser *parser);

/* 1 if something is known of the line at `pos` that must be used. */
static inline int pneu_i_knows_line(const pneu_i_line_memo *line)
{
    return line->scanned != 0 || line->first_line != 0 || line->taken_as != 0;
}

/* ---- plain_fields.c ----------------------------------------------------------------------------------------- */

/* Gives the fields at `pos` about which nothing is special, as the kernel finds them within the header's limits; 0 if
 * there is none. */
int pneu_i_give_plain_fields(pneu_parser *parser);

/* ---- known_field.c ------------------------------------------------------------------------------------------ */

/* 1 if the header has a field with this id so far. */
int pneu_i_is_seen(const pneu_parser *parser, int32_t id);

/* Takes in fields of the window, those that are known: counts, duplicates, and what the MIME fields say. p is the
 * window from `pos` on. */
void pneu_i_use_fields(pneu_parser *parser, const pneu_field_span *fields, size_t count, const uint8_t *p);

/* ---- entity.c ----------------------------------------------------------------------------------------------- */

/* 1 if the header read so far says that delimiters of its own boundary end it. */
int pneu_i_has_own_boundary(const pneu_parser *parser);

/* Gives HEADER_END, its slice being the next `empty` bytes, and enters the state that follows from the entity. */
pneu_i_step pneu_i_end_header(pneu_parser *parser, size_t empty);

/* ---- body.c ------------------------------------------------------------------------------------------------- */

void pneu_i_begin_region(pneu_parser *parser, int32_t event);

/* The same for a preamble or epilogue that begins at a line's start: a part, in one reading. */
void pneu_i_begin_gap(pneu_parser *parser, int32_t event);

pneu_i_step pneu_i_read_region(pneu_parser *parser);

/* ---- gap.c -------------------------------------------------------------------------------------------------- */

/* Looks at a piece of a preamble or epilogue; at its end says what the gap holds. */
void pneu_i_look_at_gap(pneu_i_region *region, const uint8_t *p, size_t n, uint64_t offset);
void pneu_i_judge_gap(pneu_parser *parser);

/* ---- lines.c ------------------------------------------------------------------------------------------------ */

/* Counts the n bytes at p (offset: that of p[0]), byte by byte, with the places of what is wrong. */
void pneu_i_walk(pneu_parser *parser, const uint8_t *p, size_t n, uint64_t offset);

/* Counts the line end at p[from] if it is all of a line, and the next one begins with "--": so nearly all preambles and
 * epilogues are. Returns what is behind it, or `from`. */
size_t pneu_i_pass_empty_line(pneu_parser *parser, const uint8_t *p, size_t from, size_t n);

/* Counts body bytes p[from, n) up to the next place where a line begins with "--" or may do so; returns it, or n. */
size_t pneu_i_pass_lines(pneu_parser *parser, const uint8_t *p, size_t from, size_t n);

/* A line of more than 998 bytes, by its first byte and its length without its end. */
void pneu_i_note_long_line(pneu_parser *parser, uint64_t offset, uint64_t length);

/* Counts a bare LF: reported at the end of the message if there was CRLF too. */
void pneu_i_count_bare_lf(pneu_parser *parser, uint64_t offset);

/* Counts the bare LF of p[0, n), the newest bytes not yet remembered, of which there are `found`: their places as far as
 * these are wanted. The offset is that of p[0]. */
void pneu_i_keep_bare_lf_places(pneu_parser *parser, const uint8_t *p, size_t n, uint64_t offset, uint64_t found);

/* Takes the bytes p[0, n) as the newest ones. */
static inline void pneu_i_remember(pneu_parser *parser, const uint8_t *p, size_t n)
{
    if (n >= 4) {
        const uint8_t *last = p + n - 4;
        parser->recent = (uint32_t)last[0] << 24 | (uint32_t)last[1] << 16 | (uint32_t)last[2] << 8 | last[3];
        return;
    }
    for (size_t i = 0; i < n; i++)
        parser->recent = parser->recent << 8 | p[i];
}

/* A line of a header that is passed on in pieces ends: its content at `end`, the next line begins at `next`. */
void pneu_i_end_line(pneu_parser *parser, uint64_t end, uint64_t next);

/* Ends a region: a CR that was its last byte is a bare one. */
void pneu_i_end_lines(pneu_parser *parser);

/* ---- delimiter.c -------------------------------------------------------------------------------------------- */

enum {
    PNEU_I_MATCH_NONE,
    PNEU_I_MATCH_DELIMITER,
    PNEU_I_MATCH_UNDECIDED
};

/* A line that may be a delimiter, and against which multiparts it is held. */
typedef struct pneu_i_candidate {
    const uint8_t *line; /* begins with "--" */
    size_t len;          /* visible bytes from there on */
    uint32_t *searched;  /* bytes of it known to have no line end: kept between calls for the same line */
    size_t level_count;  /* the multiparts among levels[0, level_count) count */
    uint8_t has_own;     /* the boundary of the header being read counts too, as the innermost */
    uint8_t is_quiet;    /* nothing is reported */
} pneu_i_candidate;

/* PNEU_I_MATCH_...; *out is set for a delimiter. Reports mime_boundary_prefix and sec_part_in_gap for what is none. */
int pneu_i_match_delimiter(pneu_parser *parser, const pneu_i_candidate *candidate, pneu_i_delimiter *out);

/* State: gives the delimiter line at the window's position, parser->delimiter, and opens or closes. */
pneu_i_step pneu_i_give_delimiter(pneu_parser *parser);

/* Gives the innermost level its boundary, from now on the last of parser->boundaries. */
void pneu_i_set_boundary(pneu_parser *parser, pneu_str boundary);

#endif
