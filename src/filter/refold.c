/*
 * Header fields with over-long lines, folded in a message that passes.
 * In: bytes of a message, pushed. Out: the same with line ends put in, read; notes.
 * A parser says where fields are; each goes through the line folder if one of its lines is too long, and everything else is
 * copied. Invariants: memory is that of a parser, of a line, and a record for each open part; every field is decided when
 * it is seen; the output does not depend on how the input is cut, and unfolds to it.
 * RFC 5322 section 2.1.1, RFC 1847 section 2.1, RFC 6376 section 3.4.
 * Not handled: lines that are no fields; bodies.
 */
#include "pneu/refold.h"

#include "filter/line_folder.h"
#include "filter/signature_notes.h"
#include "pneu/format.h"
#include "pneu/parse.h"
#include "syntax/line_writer.h"

#define BLOCK ((size_t)65536)

/* A part that is open. */
typedef struct frame {
    int32_t kind;
    int is_message; /* the message, or the child of a message part */
    int is_signed;  /* a multipart/signed */
    int is_in_signed;
    int is_body_changed; /* something in it is folded that is not of its own header */
    uint64_t changed;    /* fields of its header that were folded, as pneu_i_field_bit */
} frame;

struct pneu_refolder {
    pneu_alloc alloc;
    pneu_i_feed feed;
    pneu_refold_choices choices;
    pneu_parser *parser;
    frame *frames;
    size_t depth;
    size_t capacity;
    const char *line_end; /* of the last field that has one */
    int is_folding;       /* a field that comes in pieces goes through the folder */
    pneu_i_line_folder folder;
    uint64_t field_offset; /* of the field that is folded */
    char field_name[63];
    size_t field_name_length;
    pneu_refold_summary summary;
    pneu_i_note_list notes;
    pneu_i_signature_notes signatures;
};

static frame *top(pneu_refolder *refolder)
{
    return &refolder->frames[refolder->depth - 1];
}

/* ---- Notes -------------------------------------------------------------------------------------------------- */

static pneu_str field_name(const pneu_refolder *refolder)
{
    return pneu_i_str_of(refolder->field_name, refolder->field_name_length);
}

/* A note about the field that is folded, or would be. */
static pneu_status add_note(pneu_refolder *refolder, int32_t kind, uint32_t part)
{
    pneu_note note = {kind, part, refolder->field_offset, field_name(refolder)};
    return pneu_i_note_list_add(&refolder->notes, &refolder->alloc, &note);
}

/* ---- Fields ------------------------------------------------------------------------------------------------- */

/* Lines of a field that is best left on one line are long where they must not be that long. */
static pneu_i_fold_rule rule_of(const pneu_refolder *refolder, int32_t field_id)
{
    pneu_i_fold_rule rule = {pneu_fold_class(field_id), refolder->choices.over, refolder->choices.width,
                             refolder->line_end};
    if (rule.fold_class == PNEU_FOLD_NEVER) {
        rule.fold_class = PNEU_FOLD_PARAMETERS;
        rule.over = rule.width = PNEU_I_LINE_MAX;
    }
    return rule;
}

/* The line ends that are put in are those of the field itself, or else of the one before it. */
static void note_line_end(pneu_refolder *refolder, pneu_str field)
{
    const char *lf = memchr(field.ptr, '\n', field.len);
    if (lf != NULL)
        refolder->line_end = lf > field.ptr && lf[-1] == '\r' ? "\r\n" : "\n";
}

static void name_field(pneu_refolder *refolder, const pneu_event *event, const pneu_field_span *span)
{
    size_t most = sizeof refolder->field_name;
    refolder->field_name_length = span->name_length < most ? span->name_length : most;
    memcpy(refolder->field_name, event->slice.ptr + span->name, refolder->field_name_length);
    refolder->field_offset = event->offset + span->name;
}

static void begin_folding(pneu_refolder *refolder, const pneu_event *event, const pneu_field_span *span)
{
    pneu_i_fold_rule rule = rule_of(refolder, span->id);
    name_field(refolder, event, span);
    pneu_i_line_folder_begin(&refolder->folder, &refolder->feed, &rule, span->value - span->name);
}

static pneu_status end_folding(pneu_refolder *refolder, uint32_t part)
{
    pneu_i_line_folder *folder = &refolder->folder;
    pneu_status status = PNEU_OK;
    pneu_i_line_folder_end(folder);
    refolder->summary.folds += folder->folds;
    refolder->summary.long_lines += folder->long_lines;
    if (folder->long_lines > 0)
        status = add_note(refolder, PNEU_REFOLD_LONG_LINE, part);
    if (folder->folds == 0)
        return status;
    refolder->summary.fields++;
    top(refolder)->changed |= pneu_i_field_bit(field_name(refolder));
    if (status == PNEU_OK && top(refolder)->is_in_signed)
        status = add_note(refolder, PNEU_REFOLD_SIGNED_PART, part);
    return status;
}

/* 1 if the part's header is not to be changed. */
static int is_sealed(pneu_refolder *refolder)
{
    return top(refolder)->is_in_signed && refolder->choices.on_signed == PNEU_REFOLD_LEAVE_SIGNED;
}

static pneu_status leave_field(pneu_refolder *refolder, const pneu_event *event, const pneu_field_span *span)
{
    name_field(refolder, event, span);
    refolder->summary.left++;
    return add_note(refolder, PNEU_REFOLD_SIGNED_LEFT, event->part);
}

static pneu_status take_field(pneu_refolder *refolder, const pneu_event *event, const pneu_field_span *span)
{
    size_t end = span->end < event->slice.len ? span->end : event->slice.len;
    pneu_str field = pneu_i_str_of(event->slice.ptr + span->name, end - span->name);
    note_line_end(refolder, field);
    int is_long = pneu_i_has_long_line(field, rule_of(refolder, span->id).over);
    if (is_long && !is_sealed(refolder)) {
        begin_folding(refolder, event, span);
        pneu_i_line_folder_add(&refolder->folder, field);
        return end_folding(refolder, event->part);
    }
    pneu_i_feed_put(&refolder->feed, field.ptr, field.len);
    return is_long ? leave_field(refolder, event, span) : PNEU_OK;
}

static pneu_status take_fields(pneu_refolder *refolder, const pneu_event *event)
{
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < event->field_count && status == PNEU_OK; i++) {
        const pneu_field_span *span = &event->fields[i];
        if (top(refolder)->is_message)
            status = pneu_i_signature_notes_see(&refolder->signatures, &refolder->alloc, event, span);
        if (status == PNEU_OK)
            status = take_field(refolder, event, span);
    }
    return status;
}

/* A field over the parser's limit. Of one that is left nobody knows before its end whether it has a long line. */
static pneu_status take_piece(pneu_refolder *refolder, const pneu_event *event)
{
    if ((event->flags & PNEU_PIECE_FIRST) != 0) {
        note_line_end(refolder, event->slice);
        refolder->is_folding = !is_sealed(refolder);
        if (refolder->is_folding)
            begin_folding(refolder, event, event->fields);
    }
    if (!refolder->is_folding) {
        pneu_i_feed_put(&refolder->feed, event->slice.ptr, event->slice.len);
        return PNEU_OK;
    }
    pneu_i_line_folder_add(&refolder->folder, event->slice);
    return (event->flags & PNEU_PIECE_LAST) != 0 ? end_folding(refolder, event->part) : PNEU_OK;
}

/* ---- Parts -------------------------------------------------------------------------------------------------- */

static pneu_status begin_part(pneu_refolder *refolder)
{
    void *frames = refolder->frames;
    pneu_status status = pneu_i_alloc_grow(&refolder->alloc, &frames, &refolder->capacity, refolder->depth + 1,
                                           sizeof *refolder->frames);
    refolder->frames = frames;
    if (status != PNEU_OK)
        return status;
    const frame *parent = refolder->depth > 0 ? top(refolder) : NULL;
    frame *part = &refolder->frames[refolder->depth++];
    memset(part, 0, sizeof *part);
    part->is_message = parent == NULL || parent->kind == PNEU_KIND_MESSAGE;
    part->is_in_signed = parent != NULL && (parent->is_signed || parent->is_in_signed);
    return PNEU_OK;
}

static void end_header(pneu_refolder *refolder, const pneu_entity *entity)
{
    top(refolder)->kind = entity->kind;
    top(refolder)->is_signed = entity->kind == PNEU_KIND_MULTIPART && pneu_i_str_is(entity->type, "multipart/signed");
}

static void end_part(pneu_refolder *refolder, uint32_t index)
{
    frame *part = top(refolder);
    if (part->is_message)
        refolder->summary.signatures +=
            pneu_i_signature_notes_settle(&refolder->signatures, index, part->is_body_changed, part->changed);
    refolder->summary.signatures += part->is_signed && part->is_body_changed;
    refolder->depth--;
    if (refolder->depth > 0)
        top(refolder)->is_body_changed |= part->is_body_changed || part->changed != 0;
}

/* ---- The way of the bytes ----------------------------------------------------------------------------------- */

static pneu_status take_event(pneu_refolder *refolder, const pneu_event *event)
{
    switch (event->type) {
    case PNEU_EVENT_PART_BEGIN: return begin_part(refolder);
    case PNEU_EVENT_FIELDS: return take_fields(refolder, event);
    case PNEU_EVENT_FIELD_PIECE: return take_piece(refolder, event);
    case PNEU_EVENT_HEADER_END: end_header(refolder, event->entity); break;
    case PNEU_EVENT_PART_END: end_part(refolder, event->part); break;
    default: break;
    }
    pneu_i_feed_put(&refolder->feed, event->slice.ptr, event->slice.len);
    return PNEU_OK;
}

/* Gives the parser more. 1 if there was anything, the end for instance. */
static int parse_more(pneu_refolder *refolder)
{
    pneu_str piece = pneu_i_feed_take(&refolder->feed, BLOCK);
    pneu_status status = PNEU_OK;
    if (piece.len > 0)
        status = pneu_parser_push(refolder->parser, piece.ptr, piece.len);
    else if (pneu_i_feed_is_at_end(&refolder->feed))
        status = pneu_parser_finish(refolder->parser);
    else
        return 0;
    if (status != PNEU_OK)
        refolder->feed.status = status;
    return status == PNEU_OK;
}

/* For the feed: 1 if something was done. */
static int step(void *ctx)
{
    pneu_refolder *refolder = ctx;
    const pneu_event *event;
    pneu_status status = pneu_parser_next(refolder->parser, &event);
    if (status == PNEU_MORE)
        return parse_more(refolder);
    if (status == PNEU_OK)
        status = take_event(refolder, event);
    if (refolder->feed.status == PNEU_OK)
        refolder->feed.status = status;
    return refolder->feed.status == PNEU_OK;
}

/* ---- The object --------------------------------------------------------------------------------------------- */

pneu_status pneu_refolder_push(pneu_refolder *refolder, const void *bytes, size_t len)
{
    return refolder != NULL ? pneu_i_feed_push(&refolder->feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_refolder_finish(pneu_refolder *refolder)
{
    return refolder != NULL ? pneu_i_feed_finish(&refolder->feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_refolder_read(pneu_refolder *refolder, void *out, size_t capacity, size_t *written)
{
    return refolder != NULL ? pneu_i_feed_read(&refolder->feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

void pneu_refolder_summary(const pneu_refolder *refolder, pneu_refold_summary *out)
{
    if (refolder != NULL && out != NULL)
        *out = refolder->summary;
}

const pneu_note *pneu_refolder_note(const pneu_refolder *refolder, size_t i)
{
    if (refolder == NULL || refolder->feed.status != PNEU_DONE)
        return NULL;
    const pneu_note *note = pneu_i_note_list_at(&refolder->notes, i);
    return note != NULL ? note : pneu_i_note_list_at(&refolder->signatures.list, i - refolder->notes.count);
}

/* The choices with the defaults filled in. 0 if they cannot be used. */
static int read_choices(const pneu_refold_choices *given, pneu_refold_choices *out)
{
    memset(out, 0, sizeof *out);
    if (given != NULL)
        *out = *given;
    for (size_t i = 0; i < sizeof out->reserved / sizeof *out->reserved; i++)
        if (out->reserved[i] != 0)
            return 0;
    if (out->over == 0)
        out->over = PNEU_I_LINE_MAX;
    if (out->width == 0)
        out->width = out->over < PNEU_I_LINE_WIDTH ? out->over : (uint32_t)PNEU_I_LINE_WIDTH;
    return out->over <= PNEU_I_LINE_MAX && out->width >= PNEU_REFOLD_LEAST && out->width <= out->over &&
           out->on_signed >= PNEU_REFOLD_LEAVE_SIGNED && out->on_signed <= PNEU_REFOLD_CHANGE_SIGNED;
}

static void start(pneu_refolder *refolder)
{
    pneu_i_feed_start(&refolder->feed, step, refolder);
    refolder->line_end = "\r\n";
}

pneu_status pneu_refolder_new(const pneu_options *options, const pneu_refold_choices *choices, const pneu_alloc *alloc,
                              pneu_refolder **out)
{
    pneu_refold_choices used_choices;
    if (out == NULL || !pneu_i_alloc_usable(alloc) || !read_choices(choices, &used_choices))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_refolder *refolder = pneu_i_alloc_zeroed(&used, sizeof *refolder);
    if (refolder == NULL)
        return PNEU_ERR_MEMORY;
    refolder->alloc = refolder->feed.alloc = used;
    refolder->choices = used_choices;
    pneu_i_signature_notes_init(&refolder->signatures, &refolder->alloc, PNEU_REFOLD_SIGNATURE);
    start(refolder);
    pneu_status status = pneu_parser_new(options, alloc, &refolder->parser);
    if (status == PNEU_OK)
        *out = refolder;
    else
        pneu_refolder_free(refolder);
    return status;
}

void pneu_refolder_reset(pneu_refolder *refolder)
{
    if (refolder == NULL)
        return;
    pneu_parser_reset(refolder->parser);
    pneu_i_signature_notes_reset(&refolder->signatures);
    refolder->notes.count = refolder->depth = 0;
    refolder->is_folding = 0;
    memset(&refolder->summary, 0, sizeof refolder->summary);
    start(refolder);
}

void pneu_refolder_free(pneu_refolder *refolder)
{
    if (refolder == NULL)
        return;
    pneu_alloc alloc = refolder->alloc;
    pneu_parser_free(refolder->parser);
    pneu_i_alloc_free(&alloc, refolder->frames, refolder->capacity * sizeof *refolder->frames);
    pneu_i_note_list_free(&refolder->notes, &alloc);
    pneu_i_signature_notes_free(&refolder->signatures, &alloc);
    pneu_i_feed_free(&refolder->feed);
    pneu_i_alloc_free(&alloc, refolder, sizeof *refolder);
}
