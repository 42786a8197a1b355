/* What is to be removed from a message, found in one pass over it. */
#ifndef PNEU_FILTER_STRIP_PLAN_H
#define PNEU_FILTER_STRIP_PLAN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/options.h"
#include "filter/splice.h"
#include "pneu/strip.h"
#include "tree/body_decoder.h"

/* Stands for "no item". */
#define PNEU_I_NO_ITEM SIZE_MAX

/* A part that a rule fits, and where it stands. Offsets are those of the input. */
typedef struct pneu_i_strip_item {
    pneu_strip_item told;
    uint32_t parent;
    int is_message;      /* a message, not a part of a multipart: its Content- fields and its body are replaced */
    int has_separator;   /* of a message: there is an empty line behind its header */
    int has_version;     /* of a message: there is a MIME-Version field */
    int owes_empty_line; /* of a message: the header of the part around it has none at its end */
    int owes_line_end;   /* what follows does not begin with a line end */
    int is_after_open;   /* a multipart before it was not closed */
    uint64_t header_end; /* where the empty line begins */
    uint64_t body;
    uint64_t end;
    uint64_t line;      /* where its delimiter line begins, */
    uint64_t next_line; /* and the next one of the same multipart */
    size_t first_field; /* of a message: the fields that go */
    size_t field_count;
} pneu_i_strip_item;

/* A part that is open. */
typedef struct pneu_i_strip_frame {
    uint32_t part;
    uint32_t number; /* its own in a section; 0: it adds none */
    uint32_t children;
    uint32_t gone;       /* of them, removed without a note */
    size_t last_gone;    /* the last of these */
    size_t first_item;   /* items from here on are inside of it */
    int32_t kind;        /* PNEU_KIND_... */
    int is_message_root; /* the message, or the child of a message part */
    int is_sealed;       /* multipart/signed or multipart/encrypted */
    int is_in_sealed;
    int is_closed; /* its close delimiter was seen */
    int is_changed;
    uint32_t signatures;                       /* DKIM and ARC fields over the body of this message */
    uint32_t in_doubt;                         /* of those, the ones with l= */
    pneu_strip_summary before;                 /* the summary when it began */
    uint32_t rules[PNEU_STRIP_RULES_MAX / 32]; /* bits: those that fit it, but for its size */
    int is_candidate;                          /* there are such rules */
    pneu_i_strip_item item;                    /* what it would be */
} pneu_i_strip_frame;

#define PNEU_I_NEVER UINT64_MAX

/* File names and the disposition of the header that is read. */
typedef struct pneu_i_strip_names {
    pneu_str *names; /* in the plan's scratch */
    size_t count;
    size_t capacity;
    pneu_str filename; /* of the first Content-Disposition, ptr NULL: none */
    pneu_str name;     /* of the first Content-Type */
    int has_disposition;
    int has_type;
} pneu_i_strip_names;

/* The note that is being written, and what all of them share. */
typedef struct pneu_i_strip_notes {
    pneu_i_buf text;
    pneu_status status; /* of writing it */
    pneu_str beginning; /* what a note says first, up to the empty line, with the message's line ends */
    int is_plain;       /* all lines of that are fit to stand as they are */
} pneu_i_strip_notes;

struct pneu_strip_plan {
    pneu_alloc alloc;
    pneu_i_settings settings;
    pneu_strip_choices choices;
    pneu_parser *parser;
    pneu_arena kept; /* rules and wording */
    pneu_strip_rule *rules;
    size_t rule_count;
    size_t rule_capacity;
    pneu_str wording;
    int has_input;
    int is_finished;
    pneu_strip_fault fault;

    pneu_arena arena;   /* what is told of the items, and texts */
    pneu_arena scratch; /* of one header */
    pneu_i_strip_names names;
    pneu_i_strip_frame *frames;
    size_t depth;
    size_t frame_capacity;
    pneu_i_strip_item *items;
    size_t item_count;
    size_t item_capacity;
    size_t pending;         /* the item that has ended, nothing yet having followed it */
    pneu_i_cut_list fields; /* of messages: Content- fields */
    int has_field;          /* the header that is read has a field already */
    int is_in_field;        /* the last of `fields` goes on */
    int is_open_before;     /* a multipart ended without its close delimiter since the last delimiter */
    int is_after_open;      /* the same, before the last delimiter */
    uint64_t line;          /* where the line of the last delimiter begins */
    uint64_t decoded;       /* bytes of the body that is read */
    pneu_i_body_decoder decoder;
    pneu_i_byte_digest seen;
    char last_byte;
    pneu_str line_end; /* of the first line: CRLF or LF; "" before */

    pneu_strip_summary summary;
    pneu_i_cut_list cuts;
    pneu_i_strip_notes notes;
};

/* ---- Rules (strip_rule.c) ------------------------------------------------------------------------------------ */

/* Notes the names that a Content-Type or Content-Disposition field tells. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_strip_note_names(pneu_strip_plan *plan, int32_t id, pneu_str value);

/* The name that is shown: as pneu_part_filename, made safe; in the plan's arena. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_strip_shown_name(pneu_strip_plan *plan, pneu_str *out);

/* Finds the rules that fit the part's type and names. */
void pneu_i_strip_apply_rules(pneu_strip_plan *plan, const pneu_entity *entity, pneu_i_strip_frame *frame);

/* 1 if one of them fits the part's sizes, too: *rule is the first. */
int pneu_i_strip_find_rule(const pneu_strip_plan *plan, const pneu_i_strip_frame *frame, uint64_t encoded_size,
                           uint32_t *rule);

/* ---- Items (strip_item.c) ------------------------------------------------------------------------------------ */

/* The part of the innermost frame has ended, and goes, or is left. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_strip_add_item(pneu_strip_plan *plan);

/* Something follows the last item: a delimiter line of its own multipart that begins at `line`, or (PNEU_I_NEVER)
 * anything else. `owes_line_end` is about its first bytes. */
void pneu_i_strip_settle(pneu_strip_plan *plan, uint64_t line, int owes_line_end);

/* A multipart has ended: what has gone without a note must not have been all of it. */
void pneu_i_strip_keep_one(pneu_strip_plan *plan, const pneu_i_strip_frame *multipart);

/* Makes the cuts and the summary of all items. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_strip_make_cuts(pneu_strip_plan *plan);

/* ---- Notes (strip_note.c) ------------------------------------------------------------------------------------ */

/* Makes what all notes share. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_strip_begin_notes(pneu_strip_plan *plan);

/* Adds the fields or the body of the note for an item, or a line end, to the text that is being written. */
void pneu_i_strip_add_note_fields(pneu_strip_plan *plan, const pneu_i_strip_item *item);
void pneu_i_strip_add_note_body(pneu_strip_plan *plan, const pneu_i_strip_item *item);
void pneu_i_strip_add_line_end(pneu_strip_plan *plan);

/* The text, in the plan's arena; another one begins. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_strip_take_text(pneu_strip_plan *plan, pneu_str *out);

/* ---- The scan (strip_scan.c) --------------------------------------------------------------------------------- */

/* Takes one event of the parser. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_strip_scan(pneu_strip_plan *plan, const pneu_event *event);

#endif
