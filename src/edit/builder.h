/*
 * The builder: parts in document order, each with its finished fields and where its body comes from; and, once
 * reading has begun, the place it has reached. Filled by build_fields.c, build_leaf.c and what stands on them;
 * sealed by build_header.c and build_boundary.c, read by build_read.c.
 */
#ifndef PNEU_EDIT_BUILDER_H
#define PNEU_EDIT_BUILDER_H

#include "base/arena.h"
#include "base/str.h"
#include "edit/body_pump.h"
#include "edit/line_watch.h"
#include "pneu/build.h"
#include "pneu/tree.h"

enum {
    PNEU_I_BUILD_NESTING = 60, /* multiparts in one another: readers take 64 levels */
    PNEU_I_BUILD_PARTS = 10000,
    PNEU_I_BUILD_FIELDS = 900,           /* of a header; readers take 1000 */
    PNEU_I_BUILD_FIELD_SIZE = 100 << 10, /* bytes of a field */
    PNEU_I_BUILD_HEADER_SIZE = 1000 << 10,
    PNEU_I_BUILD_CHUNK = 4096 /* bytes of a body at a time */
};

/* A field as it will be written. */
typedef struct pneu_i_build_field {
    struct pneu_i_build_field *next;
    pneu_str name;
    pneu_str bytes; /* name, value, folds and line end */
} pneu_i_build_field;

typedef struct pneu_i_build_fields {
    pneu_i_build_field *first;
    pneu_i_build_field *last;
    size_t count;
    size_t size;
} pneu_i_build_fields;

/* What a part is. */
enum {
    PNEU_I_BUILD_NOTHING = 0, /* the message before a body was given */
    PNEU_I_BUILD_LEAF,
    PNEU_I_BUILD_MULTIPART
};

/* What a multipart asks of its parts. */
enum {
    PNEU_I_SHAPE_ANY = 0,
    PNEU_I_SHAPE_SIGNED,
    PNEU_I_SHAPE_ENCRYPTED,
    PNEU_I_SHAPE_REPORT
};

/* What the body of a leaf is. */
enum {
    PNEU_I_CONTENT_OCTETS = 0,
    PNEU_I_CONTENT_LINES,
    PNEU_I_CONTENT_MESSAGE, /* lines that are never encoded and make what is around them 8bit, too */
    PNEU_I_CONTENT_RIGID    /* lines that are never encoded: message/delivery-status and the like */
};

typedef struct pneu_i_build_part {
    uint32_t parent; /* PNEU_NO_PART for the message */
    uint32_t children;
    uint32_t depth; /* multiparts around it */
    uint8_t kind;   /* PNEU_I_BUILD_... */
    uint8_t shape;
    uint8_t body;        /* PNEU_I_CONTENT_... */
    uint8_t encoding;    /* PNEU_ENCODING_... */
    uint8_t is_signed;   /* it stands in a multipart/signed */
    uint8_t has_authors; /* From has several addresses */
    pneu_i_build_fields fields;
    pneu_i_build_fields about; /* Content-Disposition, -ID, -Description */
    pneu_mime_value type;      /* with room for two parameters more */
    pneu_content content;
    pneu_byte_sink signed_bytes;
    pneu_str boundary;
    pneu_str header; /* once sealed: the whole, with the empty line */
} pneu_i_build_part;

/* What is being read. */
enum {
    PNEU_I_READ_NOTHING = 0, /* before the first byte */
    PNEU_I_READ_HEADER,
    PNEU_I_READ_FIRST, /* delimiter of a multipart */
    PNEU_I_READ_BODY,
    PNEU_I_READ_END, /* of a part */
    PNEU_I_READ_DONE
};

#define PNEU_I_DELIMITER_ROOM 64 /* CRLF, "--", boundary, "--", CRLF */

struct pneu_builder {
    pneu_alloc alloc;
    pneu_random random;
    uint32_t flags;
    pneu_arena arena;
    pneu_build_error error; /* sticky */
    pneu_message *guard;    /* what reads fields back; made when first needed */

    pneu_i_build_part *parts;
    size_t part_count;
    size_t part_capacity;
    uint32_t open; /* the innermost multipart not ended, or PNEU_NO_PART */
    int has_signers;

    /* reading */
    int step;        /* PNEU_I_READ_... */
    uint32_t part;   /* being read */
    uint32_t around; /* the innermost multipart that is not closed */
    uint32_t owner;  /* of the pending bytes, or PNEU_NO_PART */
    pneu_str pending;
    pneu_str input; /* of the body, not yet pumped */
    int input_ended;
    int is_waiting;    /* PNEU_MORE was returned: `part` wants input */
    int at_line_start; /* the last byte that went out was LF */
    pneu_i_body_pump pump;
    pneu_i_line_watch watch;
    size_t held; /* bytes at the start of chunk that are not to go out yet */
    char delimiter[PNEU_I_DELIMITER_ROOM];
    uint8_t chunk[PNEU_I_BUILD_CHUNK];
    uint8_t room[PNEU_I_BUILD_CHUNK]; /* for what is pulled */
};

/* ---- Errors (builder.c) ---------------------------------------------------------------------------------------- */

/* Where a refusal is to be noted: the call's arguments. */
typedef struct pneu_i_build_place {
    uint32_t part;
    int32_t argument;
    uint64_t offset;
    pneu_str field;
} pneu_i_build_place;

/* Notes an error that stays, and returns it. */
pneu_status pneu_i_build_refuse(pneu_builder *builder, pneu_status status, const pneu_i_build_place *place);

/* The same where only the argument's number is to be told. */
pneu_status pneu_i_build_refuse_argument(pneu_builder *builder, pneu_status status, int32_t argument);

/* PNEU_OK if something may be added: no error stays, and reading has not begun. */
pneu_status pneu_i_build_is_open(const pneu_builder *builder);

/* ---- Fields (build_fields.c) ----------------------------------------------------------------------------------- */

/* Appends a finished field to the list; the bytes are in the arena. PNEU_OK, PNEU_ERR_LIMIT or PNEU_ERR_MEMORY. */
pneu_status pneu_i_build_append(pneu_builder *builder, pneu_i_build_fields *fields, pneu_str name, pneu_str bytes);

/* Reads a finished field back as a receiver would. PNEU_OK; PNEU_ERR_ARGUMENT if it has a defect that the builder
 * must not write; PNEU_ERR_MEMORY. *has_authors is set if the field names several authors. */
pneu_status pneu_i_build_guard(pneu_builder *builder, pneu_str field, int *has_authors);

/* ---- Leaves (build_leaf.c) ------------------------------------------------------------------------------------- */

/* Makes `part` the leaf that is asked for. What pneu_builder_add_leaf returns; the error is noted. */
pneu_status pneu_i_build_leaf(pneu_builder *builder, pneu_i_build_part *part, const pneu_leaf *leaf);

/* A value with parameters and room for two more, copied and read back. PNEU_ERR_ARGUMENT, _LIMIT, _MEMORY. */
pneu_status pneu_i_build_type(pneu_builder *builder, pneu_str type, const pneu_param *params, size_t count,
                              pneu_mime_value *out);

/* Adds a parameter to such a value. */
void pneu_i_build_add_param(pneu_mime_value *value, const char *name, pneu_str text);

/* ---- Sealing (build_header.c, build_boundary.c) ---------------------------------------------------------------- */

/* Chooses the boundary of every multipart. PNEU_OK, PNEU_ERR_BOUNDARY, PNEU_ERR_MEMORY, an error of the random
 * bytes. */
pneu_status pneu_i_build_choose_boundaries(pneu_builder *builder);

/* PNEU_OK, or PNEU_ERR_STATE, noted, where a field is missing. */
pneu_status pneu_i_build_check_fields(pneu_builder *builder);

/* Writes the header of every part, once. PNEU_OK, PNEU_ERR_LIMIT, PNEU_ERR_MEMORY. */
pneu_status pneu_i_build_write_headers(pneu_builder *builder);

/* ---- Small helpers --------------------------------------------------------------------------------------------- */

static inline const pneu_format *pneu_i_build_format(const pneu_builder *builder, size_t column, pneu_format *format)
{
    format->flags = (builder->flags & PNEU_BUILD_UTF8) != 0 ? PNEU_FORMAT_UTF8 : PNEU_FORMAT_A_LABELS;
    format->column = (uint32_t)column;
    return format;
}

/* Random bytes, where there are any: PNEU_OK or an error; a status that is neither is PNEU_ERR_ARGUMENT. */
static inline pneu_status pneu_i_build_fill(const pneu_builder *builder, void *out, size_t len)
{
    pneu_status status = builder->random.fill(builder->random.ctx, out, len);
    return status > 0 ? PNEU_ERR_ARGUMENT : status;
}

static inline int pneu_i_build_is_seen(const pneu_content *content)
{
    return content->source == PNEU_CONTENT_BORROWED || content->source == PNEU_CONTENT_COPIED;
}

#endif
