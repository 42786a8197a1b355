/*
 * Lists of identifiers, and single ones.
 * In: a raw value of References, In-Reply-To, Message-ID, Content-ID. Out: identifiers and their places, in the arena.
 * The value is walked through twice: to count, then to write into blocks of the very size. Of a value without brackets
 * the words are identifiers if each of them has an "@", or if there is only one.
 * Of more than PNEU_MSGIDS_MAX identifiers the first (where the thread began) and the last ones (the nearest ancestors)
 * are kept, as RFC 5537 section 3.4.4 wants long lists cut.
 * RFC 5322 sections 3.6.4 and 4.5.4.
 * Not handled: what identifiers are made of (msgid_scan.c).
 */
#include "pneu/msgid.h"

#include "base/arena.h"
#include "charset/charset.h"
#include "syntax/msgid_scan.h"

/* What the first walk found. */
typedef struct id_count {
    size_t ids;
    size_t with_at;
    size_t text;
    int is_bare;
} id_count;

static pneu_i_msgid_reader new_reader(pneu_str value, int is_bare, const pneu_defect_sink *sink)
{
    pneu_i_msgid_reader reader;
    pneu_i_msgid_reader_init(&reader, value, sink);
    reader.is_bare = is_bare;
    return reader;
}

static id_count count_with(pneu_str value, int is_bare)
{
    id_count count = {0, 0, 0, is_bare};
    pneu_i_msgid_reader reader = new_reader(value, is_bare, NULL);
    pneu_i_msgid_span span;
    while (pneu_i_msgid_next(&reader, &span, NULL)) {
        count.ids++;
        count.with_at += span.has_at ? 1 : 0;
        count.text += span.len;
    }
    return count;
}

static id_count count_ids(pneu_str value, int32_t mode)
{
    id_count count = count_with(value, 0);
    if (count.ids > 0 || mode == PNEU_STRICT)
        return count;
    id_count bare = count_with(value, 1);
    return bare.ids == 1 || (bare.ids > 0 && bare.with_at == bare.ids) ? bare : count;
}

static void report_limits(const pneu_i_msgid_reader *reader, const id_count *count)
{
    int is_over = count->ids > PNEU_MSGIDS_MAX || (reader->saw & PNEU_I_SAW_DEEP_COMMENT);
    if (is_over && reader->sink != NULL)
        reader->sink->report(reader->sink->ctx, PNEU_DEFECT_LIMIT_TOKENS, 0, 0, reader->text.len);
}

/* The second walk. */
static pneu_status read_ids(pneu_arena *arena, pneu_i_msgid_reader *reader, const id_count *count, pneu_msgid_list *out)
{
    size_t kept = count->ids < PNEU_MSGIDS_MAX ? count->ids : PNEU_MSGIDS_MAX;
    pneu_str *ids = pneu_i_arena_alloc(arena, kept * sizeof *ids);
    pneu_msgid_place *places = pneu_i_arena_alloc(arena, kept * sizeof *places);
    char *text = pneu_i_arena_alloc(arena, count->text);
    pneu_i_msgid_span span;
    if (ids == NULL || places == NULL || text == NULL)
        return PNEU_ERR_MEMORY;
    out->ids = ids;
    out->places = places;
    out->count = 0;
    for (size_t i = 0; pneu_i_msgid_next(reader, &span, text); i++) {
        if (i > 0 && i <= count->ids - kept)
            continue;
        pneu_msgid_place place = {span.start, span.end - span.start};
        ids[out->count] = pneu_i_str_of(text, span.len);
        places[out->count++] = place;
        text += span.len;
    }
    report_limits(reader, count);
    return PNEU_OK;
}

/* Strict mode: the grammar; UTF-8; and a phrase only beside identifiers, as nobody writes a phrase alone but who meant it
 * for one. */
static int is_refused(const pneu_i_msgid_reader *reader, size_t count)
{
    pneu_str text = reader->text;
    return reader->is_refused || (count == 0 && reader->saw_phrase) ||
           pneu_i_utf8_valid(text.ptr, text.len) != text.len;
}

pneu_status pneu_msgid_list_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                  pneu_msgid_list *out)
{
    pneu_msgid_list list;
    int is_mode = mode == PNEU_LENIENT || mode == PNEU_STRICT;
    if (arena == NULL || out == NULL || (value.ptr == NULL && value.len > 0) || !is_mode)
        return PNEU_ERR_ARGUMENT;
    if (value.len == 0)
        value = pneu_i_str("");
    id_count count = count_ids(value, mode);
    pneu_i_msgid_reader reader = new_reader(value, count.is_bare, sink);
    pneu_status status = read_ids(arena, &reader, &count, &list);
    if (status == PNEU_OK && mode == PNEU_STRICT && is_refused(&reader, list.count))
        status = PNEU_ERR_SYNTAX;
    if (status == PNEU_OK)
        *out = list;
    return status;
}

/* 1 if there is nothing between or around the identifiers but white space and comments. */
static int stands_alone(pneu_str value)
{
    pneu_i_msgid_reader reader = new_reader(value, 0, NULL);
    pneu_i_msgid_span span;
    unsigned saw = 0;
    size_t start = pneu_i_skip_cfws(value, 0, &saw);
    return pneu_i_msgid_next(&reader, &span, NULL) && span.start == start &&
           pneu_i_skip_cfws(value, span.end, &saw) == value.len;
}

pneu_status pneu_msgid_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                             pneu_str *out)
{
    pneu_msgid_list list;
    if (out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_msgid_list_parse(arena, value, mode, sink, &list);
    if (status != PNEU_OK)
        return status;
    if (mode == PNEU_STRICT && !(list.count == 1 && stands_alone(value)))
        return PNEU_ERR_SYNTAX;
    if (list.count > 1 && sink != NULL)
        sink->report(sink->ctx, PNEU_DEFECT_HDR_VALUE_MALFORMED, PNEU_DETAIL_HDR_MSGID_MALFORMED, list.places[1].offset,
                     value.len - list.places[1].offset);
    if (list.count == 0)
        return PNEU_ERR_NOT_FOUND;
    *out = list.ids[0];
    return PNEU_OK;
}
