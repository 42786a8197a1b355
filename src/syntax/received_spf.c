/*
 * Received-SPF: "result (comment) key=value; key=value".
 * In: a raw value. Out: result, the first comment, the pairs in order, in the arena. Lenient: values that are no atoms,
 * missing semicolons, stray words.
 * Invariant: the cursor only moves forward. RFC 7208 section 9.1.
 * Not handled: what the keys mean; writing (RFC 7208 prefers Authentication-Results, see auth_results_format.c).
 */
#include "pneu/auth.h"
#include "syntax/arena_list.h"
#include "syntax/decode_text.h"
#include "syntax/value_reader.h"

static int is_result(pneu_str word)
{
    static const char *const results[] = {"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror"};
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++)
        if (pneu_i_str_is(word, results[i]))
            return 1;
    return 0;
}

/* The cursor is at "(" or at other white space and comments. */
static pneu_str read_comment(pneu_i_value_reader *reader)
{
    pneu_i_text_rules rules = {reader->mode, PNEU_I_COMMENT, NULL};
    pneu_str none = {NULL, 0}, comment;
    unsigned saw = 0;
    reader->at = pneu_i_skip_space(reader->text, reader->at);
    if (!pneu_i_value_is_at(reader, '('))
        return none;
    size_t start = reader->at + 1;
    reader->at = pneu_i_skip_comment(reader->text, reader->at, &saw);
    size_t end = reader->at - (saw & PNEU_I_SAW_OPEN_COMMENT ? 0 : 1);
    if (saw & PNEU_I_SAW_OPEN_COMMENT)
        pneu_i_value_fault(reader, start - 1, end);
    pneu_str inside = pneu_i_str_of(reader->text.ptr + start, end - start);
    pneu_status status = pneu_i_text_decode(reader->arena, inside, &rules, &comment);
    if (status == PNEU_OK)
        return comment;
    reader->status = status;
    return none;
}

/* dot-atom, or bytes of IPv6 addresses, which RFC 7208's own examples leave unquoted. */
static int is_dot_atom(pneu_str run)
{
    for (size_t i = 0; i < run.len; i++) {
        unsigned char c = (unsigned char)run.ptr[i];
        if (c < 0x80 && c != '.' && c != ':' && !pneu_i_is(c, PNEU_I_ATEXT))
            return 0;
    }
    return run.len > 0;
}

static void read_pair(pneu_i_value_reader *reader, pneu_i_arena_list *pairs)
{
    size_t start = reader->at;
    pneu_str key = pneu_i_value_run(reader, ";(\"=");
    if (key.len == 0 || !pneu_i_value_take(reader, '=')) {
        pneu_i_value_skip_to(reader, ';');
        pneu_i_value_fault(reader, start, reader->at);
        return;
    }
    pneu_tag *pair = pneu_i_arena_list_add(pairs);
    if (pair == NULL) {
        reader->status = PNEU_ERR_MEMORY;
        return;
    }
    pair->name = pneu_i_value_lower(reader, key);
    pneu_i_value_skip_cfws(reader);
    if (pneu_i_value_is_at(reader, '"')) {
        pair->value = pneu_i_value_unescaped(reader, pneu_i_value_skip_quoted(reader));
        return;
    }
    pneu_str run = pneu_i_value_run(reader, ";(\"");
    if (!is_dot_atom(run))
        pneu_i_value_fault(reader, start, reader->at);
    pair->value = pneu_i_value_text(reader, run);
}

static void read_pairs(pneu_i_value_reader *reader, pneu_i_arena_list *pairs)
{
    pneu_i_value_skip_cfws(reader);
    while (!pneu_i_value_is_at_end(reader) && reader->status == PNEU_OK) {
        read_pair(reader, pairs);
        size_t end = reader->at;
        if (!pneu_i_value_take(reader, ';') && !pneu_i_value_is_at_end(reader))
            pneu_i_value_fault(reader, end, end);
        pneu_i_value_skip_cfws(reader);
    }
}

pneu_status pneu_received_spf_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                    pneu_received_spf *out)
{
    pneu_i_value_reader reader;
    pneu_received_spf spf;
    pneu_status status = out != NULL ? pneu_i_value_reader_init(&reader, arena, value, mode, sink) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    pneu_i_arena_list pairs = pneu_i_arena_list_of(arena, sizeof(pneu_tag));
    pneu_i_value_skip_cfws(&reader);
    pneu_str word = pneu_i_value_run(&reader, ";(\"=");
    if (!is_result(word))
        pneu_i_value_fault(&reader, reader.at - word.len, reader.at);
    spf.result = pneu_i_value_lower(&reader, word);
    spf.comment = read_comment(&reader);
    read_pairs(&reader, &pairs);
    spf.pairs = (const pneu_tag *)(const void *)pairs.items;
    spf.pair_count = pairs.count;
    status = pneu_i_value_reader_end(&reader);
    if (status == PNEU_OK)
        *out = spf;
    return status;
}
