/*
 * A message in memory: flat arrays of parts and fields, filled by the builder from a parser's events, read by everybody
 * else. Nothing here is moved after finish, so slices and pointers into it stay good until reset.
 */
#ifndef PNEU_TREE_MESSAGE_H
#define PNEU_TREE_MESSAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/defect_log.h"
#include "base/options.h"
#include "base/str.h"
#include "pneu/syntax.h"
#include "pneu/tree.h"
#include "tree/overlay.h"
#include "tree/stream.h"

#define PNEU_I_FIRST_PARTS 8   /* parts, fields and bytes of entity text that need no memory of their own: */
#define PNEU_I_FIRST_FIELDS 96 /* a small message is one allocation */
#define PNEU_I_FIRST_TEXT 384

/* Bits of a node's state. */
enum {
    PNEU_I_LENGTH_KNOWN = 1,   /* decoded_length is that of the decoded body */
    PNEU_I_EXAMINED = 2,       /* the defects that decoding shows were reported */
    PNEU_I_NAMES_COMPARED = 4, /* param_name_conflict was reported if there is one */
    PNEU_I_VALUES_READ = 8,    /* the values of the header's fields were made, and judged together */
    PNEU_I_TEXT_CHECKED = 256, /* what pneu_message_check finds in its text, names and shape was reported */
    PNEU_I_NAMES_CHECKED = 512,
    PNEU_I_SHAPE_CHECKED = 1024,
    PNEU_I_LINES_CHECKED = 4096,
    PNEU_I_OUTPUT_LIMITED = 2048, /* limit_output was reported */

    /* Edits. */
    PNEU_I_REMOVED = 16,
    PNEU_I_REPLACED = 32,
    PNEU_I_EDITED = PNEU_I_REMOVED | PNEU_I_REPLACED
};

/* A part. */
typedef struct pneu_i_node {
    pneu_part_summary summary;
    uint64_t offset; /* of the header's first byte, in the space */
    uint64_t decoded_length;
    size_t kept;                    /* where the header's bytes begin in `kept`, if they are kept there */
    struct pneu_i_details *details; /* values made when asked for, or NULL */
    uint32_t parent;
    uint32_t next_sibling;
    uint32_t last_child;
    uint32_t ordinal; /* among its siblings, from 1 */
    uint32_t first_field;
    uint32_t field_count;
    uint32_t space;
    uint32_t text; /* where type, charset and disposition stand in the message's text, one after the other */
    uint8_t type_length;
    uint8_t charset_length;
    uint8_t disposition_length;
    uint8_t kind;
    uint8_t encoding;
    uint8_t marks;
    uint16_t state;
} pneu_i_node;

_Static_assert(sizeof(pneu_i_node) <= 160, "a part is at most 160 bytes");

#define PNEU_I_VALUE_COUNT 4 /* the fields that details are made of: see details.h */

/* A field that cannot stand in 32 bits from the header's start: longer than MAX_FIELD, or beyond 4 GiB. */
typedef struct pneu_i_far_field {
    uint32_t field;
    uint64_t offset;
    uint64_t length;
} pneu_i_far_field;

#define PNEU_I_FAR 0x8000u /* in a field's id: its spans are relative to its own start, see pneu_i_far_field */
#define PNEU_I_CUT 0x4000u /* in a field's id: it is longer than MAX_FIELD, `end` is that of its first piece */

/* A part number of a parser (from `local` on) and the tree's number for it. */
typedef struct pneu_i_jump {
    uint32_t local;
    uint32_t part;
} pneu_i_jump;

/* What From and Sender of one header say together. */
typedef struct pneu_i_authors {
    pneu_span from; /* the value of the first From field */
    int has_from;
    int is_unsure; /* what its elements are is a guess */
    int has_group;
    size_t mailboxes;     /* in it */
    size_t senders;       /* mailboxes of the first Sender field */
    pneu_span resent;     /* the value of the first Resent field */
    unsigned resent_seen; /* bits of the Resent fields, by their ids from PNEU_FIELD_RESENT_FROM on */
} pneu_i_authors;

/* Who is told of what passes while a tree is made that keeps offsets alone: `fields` of each event with fields, `body`
 * and `decoded` of the bytes of each leaf, as they stand and then decoded, in pieces. NULL: nobody. What they return
 * ends the parse if it is not PNEU_OK. */
typedef struct pneu_i_tree_watch {
    pneu_status (*fields)(void *ctx, uint32_t part, const pneu_event *event);
    pneu_status (*body)(void *ctx, const pneu_message *message, uint32_t part, pneu_str bytes);
    pneu_status (*decoded)(void *ctx, const pneu_message *message, uint32_t part, pneu_str bytes);
    void *ctx;
} pneu_i_tree_watch;

struct pneu_message {
    pneu_alloc alloc;
    pneu_i_settings settings;
    pneu_i_tree_watch watch;
    int32_t keep;      /* as asked for when the message was made */
    int32_t mode;      /* as in force: PNEU_KEEP_ALL for a borrowed buffer */
    int is_borrowed;   /* the input is the caller's buffer */
    int is_used;       /* since it was made or reset */
    int is_finished;   /* the tree can be read */
    int has_line_end;  /* in the root's header */
    pneu_status error; /* sticky */
    uint64_t size;

    pneu_i_node *nodes;
    size_t node_capacity;
    uint32_t node_count;
    pneu_field_span *fields; /* offsets from the part's first byte */
    size_t field_capacity;
    uint32_t field_count;
    pneu_i_far_field *far;
    size_t far_capacity;
    size_t far_count;
    char *text;
    size_t text_capacity;
    size_t text_length;

    pneu_str input;   /* its bytes, if they are all kept */
    pneu_i_buf all;   /* PNEU_KEEP_ALL without a borrowed buffer */
    pneu_i_buf kept;  /* headers, where the input's or the decoded bytes are not at hand */
    uint32_t *spaces; /* space n is the decoded body of part spaces[n - 1]; the input is none of them */
    size_t space_capacity;
    uint32_t space_count;
    pneu_i_buf *bodies; /* decoded ones, each its own memory, but for small ones: these are in the arena */
    size_t body_capacity;
    size_t body_count;
    struct pneu_body_reader *spare_reader; /* one that was freed, for the next one, or NULL */
    pneu_arena arena;
    pneu_arena scratch;           /* PNEU_KEEP_OFFSETS: values of the fields that pass */
    pneu_i_authors authors;       /* the same: of the header that passes */
    struct pneu_i_value **values; /* of the fields, by their place in `fields`, or NULL; in the arena */
    pneu_i_defect_log log;
    pneu_i_overlay edits;

    pneu_i_stream *top; /* the stream being parsed */
    pneu_i_jump *jumps;
    size_t jump_capacity;
    size_t jump_count;
    pneu_str value[PNEU_I_VALUE_COUNT]; /* PNEU_KEEP_OFFSETS: of the header that passes; ptr NULL: absent */

    /* Not zeroed: the input's level, and room for a small message. */
    pneu_i_stream input_stream;
    pneu_i_node first_nodes[PNEU_I_FIRST_PARTS];
    pneu_field_span first_fields[PNEU_I_FIRST_FIELDS];
    char first_text[PNEU_I_FIRST_TEXT];
};

/* The node of a part of a finished message, or NULL. */
static inline const pneu_i_node *pneu_i_part(const pneu_message *message, uint32_t part)
{
    return message != NULL && message->is_finished && part < message->node_count ? &message->nodes[part] : NULL;
}

/* The choice that the message's reading makes in a part. */
static inline unsigned pneu_i_node_choice(const pneu_message *message, const pneu_i_node *node, int32_t reading)
{
    return pneu_i_choice_at(&message->settings, reading, node->space, node->offset);
}

/* The first part behind `part` that is not in it. */
uint32_t pneu_i_part_end(const pneu_message *message, uint32_t part);

/* 1 if an edit took the part, or one that it is in, away or put something else in its place. */
int pneu_i_part_is_gone(const pneu_message *message, uint32_t part);

/* 1 if the body has a decoded form of its own. */
static inline int pneu_i_node_is_encoded(const pneu_i_node *node)
{
    return node->kind == PNEU_KIND_LEAF && node->encoding >= PNEU_ENCODING_QUOTED_PRINTABLE &&
           node->encoding <= PNEU_ENCODING_UUENCODE;
}

/* Room for `needed` elements, more than `capacity`, in an array that starts in memory inside the message (`first`). */
pneu_status pneu_i_message_grow(pneu_message *message, void **array, size_t *capacity, size_t needed, size_t size,
                                const void *first);

/* A find in the part's space, without its place: severity and marks are the code's usual ones. */
pneu_defect pneu_i_message_find(const pneu_message *message, uint32_t part, int32_t code, int32_t detail);

/* Counts and records such a find. */
pneu_status pneu_i_message_report(pneu_message *message, uint32_t part, int32_t code, int32_t detail,
                                  const pneu_span *where);

/* Counts and records a find that is complete but for the part's set of codes. */
pneu_status pneu_i_message_record(pneu_message *message, const pneu_defect *defect);

/* Puts all records in order. */
void pneu_i_message_sort_defects(pneu_message *message);

#endif
