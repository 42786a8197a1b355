/*
 * What becomes of each part of a message on its way to 7-bit ASCII. A scan makes the plan from the message's bytes; the
 * writer follows it, behind the scan by one pass or by some bytes.
 */
#ifndef PNEU_FILTER_ASCII_PLAN_H
#define PNEU_FILTER_ASCII_PLAN_H

#include "base/arena.h"
#include "base/buf.h"
#include "filter/kept_texts.h"
#include "filter/note_list.h"
#include "filter/utf8_watch.h"
#include "parse/parser_limits.h"
#include "pneu/filter.h"
#include "write/choose_boundary.h"
#include "write/choose_encoding.h"
#include "write/seven_bit_field.h"

#define PNEU_I_SAMPLE 65536u /* bytes of a body from which a decision is made in one pass */

/* What is done to a leaf's body. */
enum {
    PNEU_I_BODY_COPY = 0,        /* as it is, but for bare LF */
    PNEU_I_BODY_MEND_QP = 1,     /* lines of quoted-printable that are not 7-bit or too long are written anew */
    PNEU_I_BODY_MEND_BASE64 = 2, /* the same for base64 */
    PNEU_I_BODY_TO_QP = 3,
    PNEU_I_BODY_TO_BASE64_TEXT = 4, /* line ends are made CRLF first */
    PNEU_I_BODY_TO_BASE64 = 5
};

/* What is known of a part, and what it needs: bits of its marks. */
enum {
    PNEU_I_HEADER_KNOWN = 1, /* the header may be written, and all of a leaf's body */
    PNEU_I_PREAMBLE_KNOWN = 2,
    PNEU_I_EPILOGUE_KNOWN = 4,
    PNEU_I_DROP_PREAMBLE = 8,
    PNEU_I_DROP_EPILOGUE = 16,
    PNEU_I_DROP_JUNK = 32,
    PNEU_I_DROP_CUT = 64,       /* fields over the parser's limit */
    PNEU_I_CHANGED = 128,       /* its header or body */
    PNEU_I_CHANGED_BELOW = 256, /* something within it */
    PNEU_I_IS_SIGNED = 512,     /* a multipart/signed */
    PNEU_I_IN_SIGNED = 1024,    /* within one */
    PNEU_I_FRESH_BOUNDARY = 2048,
    PNEU_I_ADD_VERSION = 4096,
    PNEU_I_ADD_TYPE = 8192, /* with the charset of the part */
    PNEU_I_IS_WINDOWS_1252 = 16384,
    PNEU_I_SAYS_MORE = 32768 /* a container whose encoding is more than the transport takes */
};

/* One part. */
typedef struct pneu_i_part_plan {
    uint32_t parent; /* or PNEU_NO_PART */
    uint16_t marks;
    uint8_t body;
    uint8_t has_parts; /* a multipart with a delimiter */
} pneu_i_part_plan;

/* The stretch of one part that is scanned: a leaf's body, or the preamble or epilogue of a multipart. */
typedef struct pneu_i_stretch {
    int32_t event; /* PNEU_EVENT_BODY, _PREAMBLE or _EPILOGUE; 0: none is open */
    uint32_t part;
    uint64_t offset; /* of its first byte */
    int is_decided;
    int is_sampled; /* one pass: PNEU_I_SAMPLE bytes were not enough for a decision, and there is room to wait */
    pneu_i_encoding_choice choice;
    pneu_i_utf8_watch utf8;
} pneu_i_stretch;

/* What the scan remembers of the last header that ended: that of the leaf that is open. */
typedef struct pneu_i_scanned_header {
    int32_t encoding;
    uint32_t entity; /* PNEU_ENTITY_... marks */
    int is_text;
    int may_not_encode; /* message/partial, message/external-body, containers that are leaves because of a limit */
    int has_version;
    int has_type;
    int is_type_tried;    /* the Content-Type that is used was written for a try, with another boundary */
    int has_stuck_type;   /* a Content-Type that no other boundary can be written in */
    int has_odd_boundary; /* one that must be written anew and cannot be with the boundary that it has */
    int has_junk;
    int is_junk_noted;
    uint64_t junk_offset;
    pneu_i_census cut; /* of the field that comes in pieces */
    pneu_i_utf8_stream cut_utf8;
    size_t cut_name_len;
    char cut_name[63];
    uint64_t cut_offset;
} pneu_i_scanned_header;

struct pneu_ascii_plan {
    pneu_alloc alloc;
    pneu_ascii_choices choices;
    pneu_options *options; /* a copy for the filter that follows the plan, or NULL */
    uint32_t cpu_level;    /* that they allow: of codecs and scans */
    pneu_parser *parser;
    pneu_arena scratch;      /* for fields that are written to see whether they can be */
    pneu_i_kept_texts texts; /* of such fields */
    int is_one_pass;
    int is_patient; /* one pass, with room to hold back a whole part */
    int is_finished;

    pneu_i_part_plan *parts;
    size_t count;
    size_t capacity;
    pneu_i_scanned_header header;
    pneu_i_buf type_field; /* Content-Type of the header that is read: name, colon and value */
    pneu_i_stretch stretch;

    int has_fresh; /* 1 once a boundary is to be replaced: lines are watched from there on */
    int letter;    /* of the fresh boundaries */
    pneu_i_boundary_watch watch;

    pneu_refusal refusal;
    char refused_field[63];
    pneu_ascii_summary summary;
    pneu_i_note_list losses;
    pneu_i_note_list signatures;
};

/* ---- What the transport takes ------------------------------------------------------------------------------- */

static inline int pneu_i_ascii_takes_8bit(const pneu_ascii_plan *plan)
{
    return plan->choices.transport != PNEU_TRANSPORT_7BIT;
}

/* 1 if a transfer encoding allows more than that. */
static inline int pneu_i_ascii_is_more(const pneu_ascii_plan *plan, int32_t encoding)
{
    return encoding == PNEU_ENCODING_BINARY || (encoding == PNEU_ENCODING_8BIT && !pneu_i_ascii_takes_8bit(plan));
}

/* The flags with which fields are written: PNEU_FORMAT_UTF8, or 0. */
static inline uint32_t pneu_i_ascii_field_flags(const pneu_ascii_plan *plan)
{
    return plan->choices.transport == PNEU_TRANSPORT_UTF8 ? (uint32_t)PNEU_FORMAT_UTF8 : 0;
}

/* 1 if bytes outside of headers may be copied, with CRLF for bare LF. */
static inline int pneu_i_ascii_takes(const pneu_ascii_plan *plan, const pneu_i_census *census)
{
    return pneu_i_ascii_takes_8bit(plan) ? pneu_i_census_is_eight_bit(census) : pneu_i_census_is_seven_bit(census);
}

/* 1 if bytes of a header may be. */
static inline int pneu_i_ascii_takes_fields(const pneu_ascii_plan *plan, pneu_str raw)
{
    return pneu_i_field_fits(raw, pneu_i_ascii_field_flags(plan));
}

/* 1 if a parser has seen all that must be known of a field of its event, which is fine. Of a CR at the end of all input it
 * does not know what follows. */
static inline int pneu_i_ascii_is_seen_fine(const pneu_event *event, size_t i, const pneu_i_fields_look *look)
{
    return (look->odd >> i & 1) == 0 && event->slice.ptr[event->fields[i].end - 1] == '\n';
}

/* A field of an event's, to be written as the plan's choices say. */
pneu_i_raw_field pneu_i_ascii_field(const pneu_ascii_plan *plan, pneu_str slice, const pneu_field_span *span);

/* ---- For the scan ------------------------------------------------------------------------------------------- */

/* Takes one event of the parser. PNEU_OK, a refusal, PNEU_ERR_MEMORY. */
pneu_status pneu_i_ascii_scan(pneu_ascii_plan *plan, const pneu_event *event);

/* 1 if the Content-Type of the header that ended last names a multipart, though it may not be read as one. */
int pneu_i_ascii_is_multipart_by_name(const pneu_ascii_plan *plan);

/* The end of a stretch of a body or gap, if one is open. */
pneu_status pneu_i_ascii_end_stretch(pneu_ascii_plan *plan);
/* Bytes of a body or gap. */
pneu_status pneu_i_ascii_add_stretch(pneu_ascii_plan *plan, const pneu_event *event);

/* Refuses: records why, and returns the status. */
pneu_status pneu_i_ascii_refuse(pneu_ascii_plan *plan, pneu_status status, uint32_t part, uint64_t offset);
pneu_status pneu_i_ascii_refuse_field(pneu_ascii_plan *plan, uint32_t part, uint64_t offset, pneu_str name);

/* Says that the part's header or body will not be what it was. PNEU_OK, or PNEU_ERR_SIGNED. */
pneu_status pneu_i_ascii_mark_changed(pneu_ascii_plan *plan, uint32_t part, uint64_t offset);

/* Adds a note. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_ascii_add_note(pneu_ascii_plan *plan, int32_t kind, uint32_t part, uint64_t offset, pneu_str field);

/* The fresh boundary of a part; `text` as for pneu_i_boundary_write. */
pneu_str pneu_i_ascii_boundary(const pneu_ascii_plan *plan, uint32_t part, char *text);

#endif
