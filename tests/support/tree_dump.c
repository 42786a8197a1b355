/*
 * Writes a tree down. In: a finished message. Out: lines of text. Every accessor of pneu/tree.h is called, so that a sweep
 * over this function is a sweep over all of them.
 */
#include "support/tree_dump.h"

#include <inttypes.h>

#include "pneu/syntax.h"
#include "support/must.h"

static int32_t push_chunk(void *ctx, const void *bytes, size_t len)
{
    return pneu_message_push(ctx, bytes, len);
}

pneu_status tree_stream(pneu_message *message, const char *bytes, size_t len, chunking how)
{
    pneu_status status = feed_chunks(bytes, len, how, push_chunk, message);
    return status == PNEU_OK ? pneu_message_finish(message) : status;
}

/* Notes a value, or that it was not kept; other errors are returned. */
static pneu_status note(text *out, const char *what, pneu_status status, pneu_str value)
{
    if (status == PNEU_OK) {
        text_print(out, " %s ", what);
        text_add_quoted(out, value);
        return PNEU_OK;
    }
    if (status != PNEU_ERR_NOT_KEPT)
        return status;
    text_print(out, " %s not kept", what);
    return PNEU_OK;
}

static void note_span(text *out, const char *what, const pneu_span *span)
{
    text_print(out, " %s %" PRIu64 "+%" PRIu64, what, span->offset, span->length);
}

static pneu_status note_outline(text *out, pneu_message *message, uint32_t part)
{
    pneu_span header, body, all;
    pneu_defect_set found;
    pneu_str type, charset, disposition;
    char section[2048];
    size_t len = 0;
    int32_t has = 0;
    uint64_t decoded = 0;
    pneu_part_header_span(message, part, &header);
    pneu_part_body_span(message, part, &body);
    pneu_part_span(message, part, &all);
    pneu_part_type(message, part, &type);
    pneu_part_charset(message, part, &charset);
    pneu_part_disposition(message, part, &disposition);
    pneu_part_defects_found(message, part, &found);
    pneu_status status = pneu_part_section(message, part, section, sizeof section, &len, &has);
    if (status == PNEU_OK)
        status = pneu_part_decoded_length(message, part, &decoded);
    if (status != PNEU_OK)
        return status;
    text_print(out, "part %" PRIu32 " parent %" PRId32 " child %" PRId32 " next %" PRId32 " count %" PRIu32, part,
               (int32_t)pneu_part_parent(message, part), (int32_t)pneu_part_first_child(message, part),
               (int32_t)pneu_part_next_sibling(message, part), pneu_part_child_count(message, part));
    text_print(out, " kind %d encoding %d marks %u space %" PRIu32 " section %d %.*s decoded %" PRIu64,
               (int)pneu_part_kind(message, part), (int)pneu_part_encoding(message, part),
               (unsigned)pneu_part_marks(message, part), pneu_part_space(message, part), (int)has, (int)len, section,
               decoded);
    note_span(out, "header", &header);
    note_span(out, "body", &body);
    note_span(out, "all", &all);
    text_print(out, " lines %" PRIu64 " found %" PRIx64 ",%" PRIx64, pneu_part_body_summary(message, part)->lines,
               found.bits[0], found.bits[1]);
    (void)note(out, "type", PNEU_OK, type);
    (void)note(out, "charset", PNEU_OK, charset);
    return note(out, "disposition", PNEU_OK, disposition);
}

static pneu_status note_names(text *out, pneu_message *message, uint32_t part)
{
    pneu_str value = {NULL, 0};
    int32_t has = 0;
    pneu_status status = pneu_part_declared_type(message, part, &value);
    status = note(out, "declared", status, value);
    if (status == PNEU_OK)
        status = note(out, "encoding", pneu_part_encoding_text(message, part, &value), value);
    if (status == PNEU_OK)
        status = note(out, "filename", pneu_part_filename(message, part, &value, &has), value);
    if (status == PNEU_OK)
        status = note(out, "id", pneu_part_content_id(message, part, &value), value);
    return status;
}

static pneu_status note_parameters(text *out, pneu_message *message, uint32_t part)
{
    const struct pneu_param *params = NULL;
    size_t count = 0;
    pneu_status status = pneu_part_parameters(message, part, &params, &count);
    if (status == PNEU_ERR_NOT_KEPT)
        return PNEU_OK;
    for (size_t i = 0; i < count && status == PNEU_OK; i++) {
        (void)note(out, "param", PNEU_OK, params[i].name);
        (void)note(out, "=", PNEU_OK, params[i].value);
    }
    return status;
}

static pneu_status note_fields(text *out, pneu_message *message, uint32_t part)
{
    uint32_t count = pneu_part_field_count(message, part);
    text_print(out, "\n fields %" PRIu32 "\n", count);
    for (uint32_t i = 0; i < count; i++) {
        pneu_field field;
        pneu_status status = pneu_part_field(message, part, i, &field);
        if (status == PNEU_ERR_NOT_KEPT)
            return PNEU_OK;
        if (status != PNEU_OK)
            return status;
        text_print(out, "  %" PRIu64 "+%" PRIu64 " id %d cut %d", field.offset, field.length, (int)field.id,
                   (int)field.is_cut);
        (void)note(out, "name", PNEU_OK, field.name);
        (void)note(out, "value", PNEU_OK, field.value);
        text_add(out, "\n", 1);
    }
    return PNEU_OK;
}

/* The body read in pieces must be the body as a whole, and as long as was said. */
static pneu_status check_pieces(pneu_message *message, uint32_t part, pneu_str body)
{
    pneu_body_reader *reader = NULL;
    pneu_status status = pneu_body_reader_new(message, part, &reader);
    size_t at = 0;
    while (status == PNEU_OK) {
        char piece[57];
        size_t len = 0;
        status = pneu_body_reader_read(reader, piece, sizeof piece, &len);
        if (status != PNEU_OK)
            break;
        MUST(len > 0 && len <= body.len - at);
        MUST(memcmp(piece, body.ptr + at, len) == 0);
        at += len;
    }
    pneu_body_reader_free(reader);
    if (status != PNEU_DONE)
        return status;
    MUST(at == body.len);
    return PNEU_OK;
}

static pneu_status note_body(text *out, pneu_message *message, uint32_t part)
{
    pneu_str body = {NULL, 0};
    pneu_status status = pneu_part_body(message, part, &body);
    if (status == PNEU_OK && pneu_part_kind(message, part) == PNEU_KIND_LEAF)
        status = check_pieces(message, part, body);
    return note(out, "bytes", status, body);
}

static pneu_status note_part(text *out, pneu_message *message, uint32_t part)
{
    pneu_status status = note_outline(out, message, part);
    if (status == PNEU_OK)
        status = note_names(out, message, part);
    if (status == PNEU_OK)
        status = note_parameters(out, message, part);
    if (status == PNEU_OK)
        status = note_fields(out, message, part);
    if (status == PNEU_OK)
        status = note_body(out, message, part);
    text_add(out, "\n", 1);
    return status;
}

static void note_defects(text *out, const pneu_message *message)
{
    pneu_defect_set found;
    pneu_message_defects_found(message, &found);
    text_print(out, "found %" PRIx64 ",%" PRIx64 "\n", found.bits[0], found.bits[1]);
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        text_print(out, "%s %s part %" PRIu32 " space %" PRIu32 " at %" PRIu64 "+%" PRIu64 "\n",
                   pneu_defect_name(defect->code), pneu_detail_name(defect->detail), defect->part, defect->space,
                   defect->offset, defect->length);
    }
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        text_print(out, "%" PRIu64 " ", pneu_message_defect_count(message, code));
}

typedef pneu_status part_noter(text *out, pneu_message *message, uint32_t part);

static pneu_status dump(text *out, pneu_message *message, part_noter *note_one)
{
    pneu_status status = pneu_message_load(message);
    text_print(out, "size %" PRIu64 " line ending %d parts %" PRIu32 "\n", pneu_message_size(message),
               (int)pneu_message_line_ending(message), pneu_message_part_count(message));
    for (uint32_t part = 0; part < pneu_message_part_count(message) && status == PNEU_OK; part++) {
        status = note_one(out, message, part);
        text_add(out, "\n", 1);
    }
    note_defects(out, message);
    return status;
}

pneu_status tree_dump(text *out, pneu_message *message)
{
    return dump(out, message, note_part);
}

pneu_status tree_dump_outline(text *out, pneu_message *message)
{
    return dump(out, message, note_outline);
}
