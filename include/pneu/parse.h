/*
 * pneu/parse.h: the streaming parser. Bytes in, events out; no callback, no file, no thread, no clock.
 *
 *     pneu_parser_new(NULL, NULL, &parser);
 *     while there is input:
 *         pneu_parser_push(parser, bytes, len);
 *         while (pneu_parser_next(parser, &event) == PNEU_OK) use(event);      // until PNEU_MORE
 *     pneu_parser_finish(parser);
 *     while (pneu_parser_next(parser, &event) == PNEU_OK) use(event);          // until PNEU_DONE
 *
 * Laws: the slices of all events, concatenated, are the input, byte for byte. How the input is cut into pushes does not
 * matter: the events are the same but for where a run of fields or a body is cut into pieces. Any bytes at all parse.
 * Memory is bounded by the limits (see pneu/base.h), not by the message; time is linear.
 *
 * A part is: PART_BEGIN; its header as FIELDS, FIELD_PIECE and JUNK; HEADER_END, exactly once; then BODY pieces, or (a
 * multipart) PREAMBLE, DELIMITER, child parts and EPILOGUE, or (a message) one child part; PART_END. DEFECT events may
 * stand anywhere between. RFC 5322 sections 2.2 and 4.5, RFC 2046 section 5.1, RFC 6532.
 */
#ifndef PNEU_PARSE_H
#define PNEU_PARSE_H

#include <pneu/base.h>
#include <pneu/defect.h>
#include <pneu/field.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Stands for "no part" wherever a part's index is given. */
#define PNEU_NO_PART UINT32_MAX

/* The kinds of events. "Empty" means that the slice has no bytes. */
enum {
    PNEU_EVENT_PART_BEGIN = 1,  /* a part starts; empty. `parent` is set */
    PNEU_EVENT_FIELDS = 2,      /* 1..n whole fields; `fields`, `field_count` */
    PNEU_EVENT_FIELD_PIECE = 3, /* a piece of a field over MAX_FIELD; the first is exactly MAX_FIELD bytes long and has
                                   `fields` (one record, its end beyond the slice's is the slice's); PNEU_PIECE_... */
    PNEU_EVENT_JUNK = 4,        /* bytes in a header that are no field: BOM, mbox "From " line, a line without colon */
    PNEU_EVENT_HEADER_END = 5,  /* the empty line, or empty if there is none; `entity` is set */
    PNEU_EVENT_BODY = 6,        /* a piece of a leaf's body, undecoded */
    PNEU_EVENT_PREAMBLE = 7,    /* a piece of what stands before a multipart's first delimiter */
    PNEU_EVENT_DELIMITER = 8,   /* a delimiter line of the multipart `part`, with the line end before it if that is its
                                   own (RFC 2046 5.1.1); PNEU_DELIMITER_CLOSE */
    PNEU_EVENT_EPILOGUE = 9,    /* a piece of what follows a multipart's close delimiter */
    PNEU_EVENT_PART_END = 10,   /* the part is over; empty. `summary` is set */
    PNEU_EVENT_DEFECT = 11      /* something is wrong; empty. `defect` is set */
};

/* Bits of an event's flags. */
enum {
    PNEU_PIECE_FIRST = 1,    /* FIELD_PIECE: the first piece of its field */
    PNEU_PIECE_LAST = 2,     /* FIELD_PIECE: the last piece of its field */
    PNEU_DELIMITER_CLOSE = 4 /* DELIMITER: the close delimiter "--boundary--" */
};

/* How a part is built up, as used; told at HEADER_END and never taken back. */
enum {
    PNEU_KIND_LEAF = 0,      /* a body without parts; message/partial and message/external-body among them */
    PNEU_KIND_MULTIPART = 1, /* parts between delimiters; none where no delimiter ever came */
    PNEU_KIND_MESSAGE = 2    /* message/rfc822 or message/global, unencoded: one child part follows */
};

/* Bits of an entity's marks. */
enum {
    PNEU_ENTITY_DIGEST_DEFAULT = 1,  /* message/rfc822 by default, as a child of multipart/digest (RFC 2046 5.1.5) */
    PNEU_ENTITY_ENCODED_MESSAGE = 2, /* a message in base64 or the like: a leaf for the parser; the tree goes on below */
    PNEU_ENTITY_NESTING_LIMIT = 4,   /* a container at MAX_NESTING: made a leaf */
    PNEU_ENTITY_HAS_TYPE = 8,        /* there is a Content-Type field, readable or not */
    PNEU_ENTITY_MESSAGE_HEADER = 16  /* the header of a message: the root, or the child of a message part */
};

/* What the header says of the body, as used: nobody needs to read Content-Type again to take a message apart.
 * Strings are borrowed until the next call of pneu_parser_next. */
typedef struct pneu_entity {
    int32_t kind;         /* PNEU_KIND_... */
    int32_t encoding;     /* PNEU_ENCODING_... */
    uint32_t marks;       /* PNEU_ENTITY_... bits */
    pneu_str type;        /* "type/subtype" in lower case; at most 255 bytes, else the default is used */
    pneu_str charset;     /* the parameter as written, "" where there is none; at most 255 bytes */
    pneu_str disposition; /* "inline", "attachment" or another token, in lower case; "" where there is none */
    pneu_str boundary;    /* of a multipart, at most 998 bytes; else "" */
} pneu_entity;

/* What PART_END tells of the part: of its body's bytes (for a container: of everything after its header), and of the
 * part as a whole. */
typedef struct pneu_part_summary {
    uint64_t body_offset; /* first byte after the header */
    uint64_t body_length; /* bytes up to the part's end, undecoded */
    uint64_t lines;       /* line ends in them, CRLF or LF */
    uint64_t bare_lf;     /* of those, the ones without CR */
    uint64_t bare_cr;     /* CR that is not followed by LF */
    uint64_t high;        /* bytes of 128 and more */
    uint64_t nul;         /* NUL bytes */
    uint64_t long_lines;  /* lines of more than 998 bytes, their end not counted */
    pneu_defect_set found; /* codes found in this part, its children not counted */
    int32_t worst;         /* for pneu_part_summary_severity: the worst of finds that do not weigh as their code usually does */
    int32_t reserved;
} pneu_part_summary;

/* The worst severity (PNEU_SEVERITY_...) of all finds that a summary tells of, records or not; -1 if there are none, and for
 * NULL. Of the summary of a tree's part (pneu_part_body_summary), what loading and checking found counts, too. */
PNEU_API int32_t pneu_part_summary_severity(const pneu_part_summary *summary);

/* One event. Borrowed, with all it points to, until the next call of pneu_parser_next, _reset or _free. */
typedef struct pneu_event {
    int32_t type;                     /* PNEU_EVENT_... */
    uint32_t flags;                   /* PNEU_PIECE_..., PNEU_DELIMITER_... */
    uint32_t part;                    /* the part concerned: 0 is the message, then in document order */
    uint32_t parent;                  /* PART_BEGIN: the containing part, or PNEU_NO_PART */
    uint64_t offset;                  /* of the slice's first byte in the input */
    pneu_str slice;                   /* the raw bytes; into the pushed buffer where possible */
    const pneu_field_span *fields;    /* FIELDS, first FIELD_PIECE: relative to the slice */
    size_t field_count;
    const pneu_entity *entity;        /* HEADER_END */
    const pneu_part_summary *summary; /* PART_END */
    const pneu_defect *defect;        /* DEFECT */
} pneu_event;

typedef struct pneu_parser pneu_parser;

/* A new parser. The options are copied; NULL means the defaults, as it does for the allocator. The caller frees it with
 * pneu_parser_free. PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT (out is NULL). */
PNEU_API pneu_status pneu_parser_new(const pneu_options *options, const pneu_alloc *alloc, pneu_parser **out);

/* What a parser is told to leave out. */
enum {
    /* Bodies and gaps are looked at for delimiters alone. Events are cut as without it and say the same, but what only
     * their bytes show is not reported (codes of lines, bytes above 127, NUL), and the summary's counts from `lines` to
     * `long_lines` say nothing. */
    PNEU_PARSE_NO_STATS = 1,
    /* Content-Type, Content-Transfer-Encoding and Content-Disposition are fields like any other: the message is one
     * leaf without a declared type, and what is wrong in their values is not reported. For who wants its own header, or
     * its body as it stands. */
    PNEU_PARSE_NO_PARTS = 2
};

/* Sets the flags (PNEU_PARSE_..., 0 at first) for all messages from now on; a reset keeps them. PNEU_ERR_STATE: bytes of
 * this message were pushed; PNEU_ERR_ARGUMENT: there is no such flag. */
PNEU_API pneu_status pneu_parser_set_flags(pneu_parser *parser, uint32_t flags);

/* Gives the parser the next bytes: any number of them, cut anywhere. They are borrowed until pneu_parser_next returns
 * PNEU_MORE. Before that a further push is PNEU_ERR_STATE, and so is one after finish. */
PNEU_API pneu_status pneu_parser_push(pneu_parser *parser, const void *bytes, size_t len);

/* Says that there are no more bytes. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_parser_finish(pneu_parser *parser);

/* The next event: PNEU_OK and *event; PNEU_MORE when what was pushed is used up; PNEU_DONE after the last event;
 * PNEU_ERR_MEMORY, which stays until reset. */
PNEU_API pneu_status pneu_parser_next(pneu_parser *parser, const pneu_event **event);

/* How often a code was found so far, in the whole message; never capped, unlike the records given as events. */
PNEU_API uint64_t pneu_parser_defect_count(const pneu_parser *parser, int32_t code);

/* Makes the parser as new for another message; memory up to MAX_KEPT_MEMORY is kept. */
PNEU_API void pneu_parser_reset(pneu_parser *parser);

/* Frees the parser; NULL is allowed. */
PNEU_API void pneu_parser_free(pneu_parser *parser);

/* The name of an event type, for instance "HEADER_END"; "unknown" for any other value. Static text. */
PNEU_API const char *pneu_event_name(int32_t type);

#ifdef __cplusplus
}
#endif

#endif
