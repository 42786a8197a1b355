/*
 * List-Id: the name of a mailing list and its identifier.
 * In: a raw value. Out: the phrase, decoded, and the id, in the arena. And back.
 * The id is what stands in the last pair of brackets outside of comments and quoted strings; without brackets it is the
 * whole value. In the phrase comments are skipped, quotes undone and encoded words decoded (lenient: in quoted strings
 * too, as for names of addresses).
 * Invariant: each byte is looked at a fixed number of times. RFC 2919 sections 2 and 3; RFC 2047 section 5.
 * Not handled: writing encoded words; comparing ids (it is case-insensitive, RFC 2919 section 6).
 */
#include "charset/text_builder.h"
#include "pneu/list.h"
#include "syntax/decode_text.h"
#include "syntax/encoded_word.h"
#include "syntax/plain_writer.h"
#include "syntax/read_back.h"
#include "syntax/value_reader.h"

#define ID_MAX 255 /* RFC 2919 section 3 */

/* dot-atom-text with a dot in it; UTF-8 as in RFC 6532. */
static int is_list_id(pneu_str id)
{
    int has_dot = 0;
    for (size_t i = 0; i < id.len; i++) {
        unsigned char c = (unsigned char)id.ptr[i];
        int is_dot = c == '.';
        if (c < 0x80 && !is_dot && !pneu_i_is(c, PNEU_I_ATEXT))
            return 0;
        if (is_dot && (i == 0 || i + 1 == id.len || id.ptr[i - 1] == '.'))
            return 0;
        has_dot |= is_dot;
    }
    return has_dot && id.len <= ID_MAX;
}

/* Adds text, its encoded words decoded. `code`: of words where none should be, which only lenient mode decodes; or
 * 0. */
static void add_text(pneu_i_value_reader *reader, pneu_i_text_builder *to, pneu_str text, int32_t code)
{
    pneu_str decoded = text;
    pneu_i_text_rules rules = {reader->mode, PNEU_I_UNSTRUCTURED, NULL};
    if (pneu_i_word_is_in(text) && (code == 0 || reader->mode == PNEU_LENIENT)) {
        if (code != 0)
            pneu_i_value_defect(reader, code, reader->at, reader->at);
        pneu_status status = pneu_i_text_decode(reader->arena, text, &rules, &decoded);
        if (status != PNEU_OK)
            reader->status = status;
    }
    if (reader->status == PNEU_OK)
        pneu_i_text_builder_add(to, decoded.ptr, decoded.len);
}

/* A run of the phrase between quoted strings and comments: atoms and encoded words. */
static void add_run(pneu_i_value_reader *reader, pneu_i_text_builder *to, size_t end)
{
    pneu_str run = pneu_i_str_of(reader->text.ptr + reader->at, end - reader->at);
    pneu_str text = pneu_i_str_trim(run);
    int has_space_before = text.len == 0 || text.ptr > run.ptr;
    int has_space_after = text.ptr + text.len < run.ptr + run.len;
    if (to->len > 0 && has_space_before && to->ptr[to->len - 1] != ' ')
        pneu_i_text_builder_add(to, " ", 1);
    add_text(reader, to, pneu_i_value_text(reader, text), 0);
    if (text.len > 0 && has_space_after)
        pneu_i_text_builder_add(to, " ", 1);
    reader->at = end;
}

static size_t run_end(const pneu_i_value_reader *reader, size_t end)
{
    size_t at = reader->at;
    while (at < end && reader->text.ptr[at] != '"' && reader->text.ptr[at] != '(')
        at++;
    return at;
}

/* The text before `end`, where the brackets begin. */
static pneu_str read_phrase(pneu_i_value_reader *reader, size_t end)
{
    pneu_i_text_builder to;
    pneu_str out = {NULL, 0};
    pneu_i_text_builder_init(&to, reader->arena, end);
    reader->at = 0;
    while (reader->at < end && reader->status == PNEU_OK) {
        if (reader->text.ptr[reader->at] == '"')
            add_text(reader, &to, pneu_i_value_unescaped(reader, pneu_i_value_skip_quoted(reader)),
                     PNEU_DEFECT_EW_IN_QUOTED_STRING);
        else if (reader->text.ptr[reader->at] == '(')
            pneu_i_value_skip_cfws(reader);
        else
            add_run(reader, &to, run_end(reader, end));
    }
    pneu_status status = pneu_i_text_builder_end(&to, &out);
    if (status != PNEU_OK)
        reader->status = status;
    out = pneu_i_str_trim(out);
    return out.len > 0 ? out : pneu_i_str_of(NULL, 0);
}

/* The last "<" outside of comments and quoted strings, or the end; leaves the cursor behind its ">", or at the end. */
static size_t find_bracket(pneu_i_value_reader *reader)
{
    size_t found = reader->text.len, after = reader->text.len;
    for (;;) {
        pneu_i_value_skip_to(reader, '<');
        if (pneu_i_value_is_at_end(reader))
            break;
        found = reader->at;
        pneu_i_value_skip_to(reader, '>');
        after = reader->at;
    }
    reader->at = after;
    return found;
}

static pneu_str read_id(pneu_i_value_reader *reader, size_t start, size_t end)
{
    pneu_str raw = pneu_i_str_of(reader->text.ptr + start, end - start);
    pneu_str id = pneu_i_str_trim(pneu_i_value_without_comments(reader, raw));
    if (!is_list_id(id))
        pneu_i_value_fault(reader, start, end);
    return id;
}

static void read_value(pneu_i_value_reader *reader, pneu_list_id *out)
{
    size_t open = find_bracket(reader);
    size_t close = reader->at;
    pneu_str none = {NULL, 0};
    out->phrase = none;
    if (open == reader->text.len) {
        out->id = read_id(reader, 0, open);
        return;
    }
    out->id = read_id(reader, open + 1, close);
    if (close == reader->text.len)
        pneu_i_value_fault(reader, open, close);
    reader->at = close < reader->text.len ? close + 1 : close;
    pneu_i_value_skip_cfws(reader);
    if (!pneu_i_value_is_at_end(reader))
        pneu_i_value_fault(reader, reader->at, reader->text.len);
    out->phrase = read_phrase(reader, open);
}

pneu_status pneu_list_id_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                               pneu_list_id *out)
{
    pneu_i_value_reader reader;
    pneu_list_id id;
    pneu_status status = out != NULL ? pneu_i_value_reader_init(&reader, arena, value, mode, sink) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    read_value(&reader, &id);
    status = pneu_i_value_reader_end(&reader);
    if (status == PNEU_OK)
        *out = id;
    return status;
}

pneu_status pneu_list_id_format(pneu_arena *arena, const pneu_list_id *id, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_list_id again;
    pneu_str text;
    if (arena == NULL || id == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, id->phrase.len + id->id.len + 8);
    if (id->phrase.len > 0)
        pneu_i_quoted_add(&builder, id->phrase);
    pneu_i_text_builder_add_words(&builder, id->phrase.len > 0 ? " <" : "<");
    pneu_i_text_builder_add_str(&builder, id->id);
    pneu_i_text_builder_add(&builder, ">", 1);
    pneu_status status = pneu_i_text_builder_end(&builder, &text);
    if (status == PNEU_OK)
        status = pneu_list_id_parse(arena, text, PNEU_STRICT, NULL, &again);
    int has_word = pneu_i_word_candidate(id->phrase, 0) < id->phrase.len; /* lenient readers would decode it */
    int is_same = status == PNEU_OK && !has_word && pneu_i_str_equal(id->id, again.id) &&
                  pneu_i_str_equal(id->phrase, again.phrase);
    return pneu_i_read_back_give(status, is_same, text, out);
}
