/*
 * Tag lists: "name=value; name=value", as in DKIM-Signature and the ARC fields.
 * In: a raw value. Out: the tags in order, and whether the list may be used at all: a name that comes twice or one bad
 * tag makes the whole list invalid, since verifiers would pick different ones. And back.
 * Only the first "=" separates; names are case-sensitive; white space within a value stays, unfolded.
 * Invariants: at most TAGS_MAX tags, so that looking for doubles is bounded; each byte is looked at a fixed number of
 * times.
 * RFC 6376 section 3.2; RFC 8616 section 5 (UTF-8 in values).
 * Not handled: what the tags mean (ARC's are checked in arc.c), base64, signatures.
 */
#include "charset/text_builder.h"
#include "pneu/auth.h"
#include "syntax/read_back.h"
#include "syntax/value_reader.h"

#define TAGS_MAX 128

typedef struct tag_reader {
    pneu_i_value_reader value;
    size_t count;
    pneu_tag tags[TAGS_MAX];
} tag_reader;

/* ALPHA *(ALPHA / DIGIT / "_") */
static int is_tag_name(pneu_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = pneu_i_lower(name.ptr[i]);
        int is_letter = c >= 'a' && c <= 'z';
        int may_follow = pneu_i_is((unsigned char)c, PNEU_I_DIGIT) || c == '_';
        if (!is_letter && (i == 0 || !may_follow))
            return 0;
    }
    return name.len > 0;
}

static int is_known(const tag_reader *reader, pneu_str name)
{
    for (size_t i = 0; i < reader->count; i++)
        if (pneu_i_str_equal(reader->tags[i].name, name))
            return 1;
    return 0;
}

/* One element between semicolons, trimmed and not empty. */
static void read_tag(tag_reader *reader, pneu_str element)
{
    pneu_i_value_reader *value = &reader->value;
    size_t place = pneu_i_value_place(value, element);
    const char *equals = memchr(element.ptr, '=', element.len);
    pneu_str name = element;
    if (equals != NULL)
        name.len = (size_t)(equals - element.ptr);
    pneu_str text = pneu_i_str_trim(pneu_i_str_from(element, equals != NULL ? name.len + 1 : element.len));
    name = pneu_i_str_trim(name);
    if (equals == NULL || !is_tag_name(name)) {
        pneu_i_value_fault(value, place, place + element.len);
        return;
    }
    if (is_known(reader, name) || !pneu_i_value_is_clean(text))
        pneu_i_value_fault(value, place, place + element.len);
    pneu_tag *tag = &reader->tags[reader->count++];
    tag->name = name; /* compared as a slice, copied at the end */
    tag->value = pneu_i_value_text(value, text);
}

static void read_tags(tag_reader *reader)
{
    pneu_i_value_reader *value = &reader->value;
    pneu_str text = value->text;
    while (value->at < text.len) {
        const char *semicolon = memchr(text.ptr + value->at, ';', text.len - value->at);
        size_t end = semicolon != NULL ? (size_t)(semicolon - text.ptr) : text.len;
        pneu_str element = pneu_i_str_trim(pneu_i_str_of(text.ptr + value->at, end - value->at));
        if (reader->count == TAGS_MAX && element.len > 0) {
            pneu_i_value_defect(value, PNEU_DEFECT_LIMIT_TOKENS, value->at, text.len);
            return;
        }
        if (element.len > 0)
            read_tag(reader, element);
        else if (semicolon != NULL)
            pneu_i_value_fault(value, value->at, end + 1); /* only the last element may be empty */
        value->at = end + (semicolon != NULL);
    }
}

pneu_status pneu_tag_list_parse(pneu_arena *arena, pneu_str text, int32_t mode, const pneu_defect_sink *sink,
                                pneu_tag_list *out)
{
    tag_reader reader;
    pneu_status status =
        out != NULL ? pneu_i_value_reader_init(&reader.value, arena, text, mode, sink) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    reader.count = 0;
    read_tags(&reader);
    if (reader.count == 0)
        pneu_i_value_fault(&reader.value, 0, text.len);
    pneu_tag *tags = pneu_i_arena_alloc(arena, reader.count * sizeof *tags);
    if (tags == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < reader.count; i++) {
        tags[i].name = pneu_i_value_text(&reader.value, reader.tags[i].name);
        tags[i].value = reader.tags[i].value;
    }
    status = pneu_i_value_reader_end(&reader.value);
    if (status != PNEU_OK)
        return status;
    pneu_tag_list list = {tags, reader.count, !reader.value.is_bad, 0};
    *out = list;
    return PNEU_OK;
}

pneu_status pneu_tag_list_find(const pneu_tag_list *list, pneu_str name, pneu_str *out)
{
    if (list == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    for (size_t i = 0; i < list->tag_count; i++) {
        if (pneu_i_str_equal(list->tags[i].name, name)) {
            *out = list->tags[i].value;
            return PNEU_OK;
        }
    }
    return PNEU_ERR_NOT_FOUND;
}

static int is_same_list(const pneu_tag_list *a, const pneu_tag_list *b)
{
    if (a->tag_count != b->tag_count)
        return 0;
    for (size_t i = 0; i < a->tag_count; i++)
        if (!pneu_i_str_equal(a->tags[i].name, b->tags[i].name) ||
            !pneu_i_str_equal(a->tags[i].value, b->tags[i].value))
            return 0;
    return 1;
}

pneu_status pneu_tag_list_format(pneu_arena *arena, const pneu_tag_list *list, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_tag_list again;
    pneu_str text;
    if (arena == NULL || list == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, list->tag_count * 16);
    for (size_t i = 0; i < list->tag_count; i++) {
        pneu_i_text_builder_add(&builder, "; ", i > 0 ? 2 : 0);
        pneu_i_text_builder_add(&builder, list->tags[i].name.ptr, list->tags[i].name.len);
        pneu_i_text_builder_add(&builder, "=", 1);
        pneu_i_text_builder_add(&builder, list->tags[i].value.ptr, list->tags[i].value.len);
    }
    pneu_status status = pneu_i_text_builder_end(&builder, &text);
    if (status == PNEU_OK)
        status = pneu_tag_list_parse(arena, text, PNEU_STRICT, NULL, &again);
    return pneu_i_read_back_give(status, status == PNEU_OK && is_same_list(list, &again), text, out);
}
