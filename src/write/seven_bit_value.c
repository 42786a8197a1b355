/*
 * Structured values without bytes above 127 (or without any that are not UTF-8): what stands between the elements that
 * are written anew.
 * In: a raw value. Out: its text, unfolded, without CR and LF; comments above ASCII as encoded words, or in UTF-8.
 * Invariants: each byte is looked at a fixed number of times, for a comment or quoted string that is
 * not closed is all of the rest.
 * RFC 2047 section 5 (2), RFC 5322 section 3.2, RFC 6857 section 3.2.4.
 * Not handled: folding (pneu_field_fold), names and addresses (seven_bit_addresses.c).
 */
#include "write/seven_bit_value.h"

#include "base/word.h"
#include "charset/charset.h"
#include "syntax/a_label.h"
#include "syntax/decode_text.h"
#include "syntax/scan.h"

int pneu_i_seven_bit_takes(pneu_str text, uint32_t flags)
{
    if (text.len > 0 && memchr(text.ptr, 0, text.len) != NULL)
        return 0;
    return pneu_i_ascii_only(text.ptr, text.len) ||
           ((flags & PNEU_FORMAT_UTF8) != 0 && pneu_i_utf8_valid(text.ptr, text.len) == text.len);
}

void pneu_i_seven_bit_value_init(pneu_i_seven_bit_value *value, pneu_arena *arena, pneu_str raw)
{
    memset(value, 0, sizeof *value);
    value->arena = arena;
    value->raw = raw;
    pneu_i_text_builder_init(&value->text, arena, raw.len + 16);
    value->text.drops = PNEU_I_DROP_BREAKS;
}

static pneu_str slice_of(const pneu_i_seven_bit_value *value, size_t start, size_t end)
{
    return pneu_i_str_of(value->raw.ptr + start, end - start);
}

void pneu_i_seven_bit_add(pneu_i_seven_bit_value *value, pneu_str formatted)
{
    pneu_i_text_builder_add(&value->text, formatted.ptr, formatted.len); /* drops CR and LF */
}

/* Text that can stay, or has no 7-bit form. Without its NUL it might be another token. */
static void add_plain(pneu_i_seven_bit_value *value, pneu_str text)
{
    if (pneu_i_seven_bit_takes(text, value->format.flags))
        pneu_i_seven_bit_add(value, text);
    else
        value->is_unrepresentable = 1;
}

/* 1 if the text is known to be printable ASCII, which it is known of eight bytes and more. */
static int is_printable(pneu_str text)
{
    if (text.len < 8)
        return 0;
    for (size_t at = 0; text.len - at >= 8; at += 8)
        if (pneu_i_word_odd(pneu_i_word_load(text.ptr + at)) != 0)
            return 0;
    return pneu_i_word_odd(pneu_i_word_load(text.ptr + text.len - 8)) == 0;
}

/* The same outside of comments and quoted strings, where a bare CR is white space for all who read tokens. */
static void add_tokens(pneu_i_seven_bit_value *value, size_t start, size_t end)
{
    const char *raw = value->raw.ptr;
    if (is_printable(slice_of(value, start, end))) {
        pneu_i_seven_bit_add(value, slice_of(value, start, end));
        return;
    }
    while (start < end) {
        const char *cr = memchr(raw + start, '\r', end - start);
        size_t stop = cr != NULL ? (size_t)(cr - raw) : end;
        add_plain(value, slice_of(value, start, stop));
        start = stop + 1;
        if (cr != NULL && start < value->raw.len && raw[start] != '\n')
            pneu_i_text_builder_add(&value->text, " ", 1);
    }
}

/* [start, end) is a comment, its parentheses included. */
static pneu_status add_comment(pneu_i_seven_bit_value *value, size_t start, size_t end, int is_open)
{
    static const pneu_i_text_rules rules = {PNEU_LENIENT, PNEU_I_COMMENT, NULL};
    pneu_str comment = slice_of(value, start, end), text;
    value->has_open |= is_open;
    if (is_open || pneu_i_seven_bit_takes(comment, value->format.flags)) {
        add_plain(value, comment);
        return PNEU_OK;
    }
    pneu_status status =
        pneu_i_text_decode(value->arena, pneu_i_str_of(comment.ptr + 1, comment.len - 2), &rules, &text);
    if (status == PNEU_OK)
        status = pneu_comment_encode(value->arena, text, &value->format, &text);
    if (status == PNEU_OK)
        pneu_i_seven_bit_add(value, text);
    return status;
}

/* After the bytes from `at` on that are neither a comment nor a quoted string. */
static size_t skip_plain(pneu_str text, size_t at)
{
    for (; text.len - at >= 8; at += 8) {
        uint64_t word = pneu_i_word_load(text.ptr + at);
        uint64_t marks = pneu_i_word_find(word, '(') | pneu_i_word_find(word, '"');
        if (marks != 0)
            return at + pneu_i_word_first(marks);
    }
    while (at < text.len && text.ptr[at] != '(' && text.ptr[at] != '"')
        at++;
    return at;
}

pneu_status pneu_i_seven_bit_copy(pneu_i_seven_bit_value *value, size_t start, size_t end)
{
    pneu_str text = pneu_i_str_of(value->raw.ptr, end);
    pneu_status status = PNEU_OK;
    while (start < end && status == PNEU_OK) {
        unsigned saw = 0;
        size_t next;
        if (text.ptr[start] == '(') {
            next = pneu_i_skip_comment(text, start, &saw);
            status = add_comment(value, start, next, (saw & PNEU_I_SAW_OPEN_COMMENT) != 0);
        } else {
            int is_quoted = text.ptr[start] == '"';
            next = is_quoted ? pneu_i_skip_quoted(text, start, &saw) : skip_plain(text, start);
            value->has_open |= (saw & PNEU_I_SAW_OPEN_QUOTE) != 0;
            if (is_quoted && (saw & PNEU_I_SAW_OPEN_QUOTE) == 0)
                add_plain(value, slice_of(value, start, next));
            else
                add_tokens(value, start, next);
        }
        start = next;
    }
    return status == PNEU_OK ? value->text.status : status;
}

/* ---- Received ----------------------------------------------------------------------------------------------- */

static int ends_word(char c)
{
    return pneu_i_is_space((unsigned char)c) || c == '(' || c == '"' || c == ';' || c == ',';
}

static size_t skip_word(pneu_str text, size_t at)
{
    while (at < text.len && !ends_word(text.ptr[at]))
        at++;
    return at;
}

/* A domain above ASCII, with what stands before it: "local@" or nothing. */
static pneu_status add_domain(pneu_i_seven_bit_value *value, pneu_str before, pneu_str domain)
{
    pneu_str ascii;
    pneu_status status = pneu_i_domain_to_ascii(value->arena, domain, &ascii);
    if (status == PNEU_ERR_SYNTAX) {
        value->is_unrepresentable = 1;
        return PNEU_OK;
    }
    if (status != PNEU_OK)
        return status;
    add_plain(value, before);
    add_plain(value, ascii);
    return PNEU_OK;
}

/* The clause that began at `clause` in the text is left out; RFC 6857 section 3.2.4 does that to "for" alone. */
static void drop_for(pneu_i_seven_bit_value *value, size_t clause)
{
    pneu_str keyword = pneu_i_str_trim(pneu_i_str_from(pneu_i_str_of(value->text.ptr, value->text.len), clause));
    if (!value->may_downgrade || !pneu_i_str_is(keyword, "for")) {
        value->is_unrepresentable = 1;
        return;
    }
    value->is_downgraded = 1;
    while (clause > 0 && pneu_i_is_blank((unsigned char)value->text.ptr[clause - 1]))
        clause--;
    value->text.len = clause;
}

/* One word; `before` is where the word before it began in the text. */
static pneu_status add_word(pneu_i_seven_bit_value *value, pneu_str word, size_t before)
{
    if (pneu_i_seven_bit_takes(word, value->format.flags)) {
        add_plain(value, word);
        return PNEU_OK;
    }
    int is_path = word.len >= 2 && word.ptr[0] == '<' && word.ptr[word.len - 1] == '>';
    pneu_str inner = is_path ? pneu_i_str_of(word.ptr + 1, word.len - 2) : word;
    size_t at = inner.len;
    while (at > 0 && inner.ptr[at - 1] != '@')
        at--;
    if (!pneu_i_ascii_only(inner.ptr, at)) {
        drop_for(value, before);
        return PNEU_OK;
    }
    if (is_path)
        pneu_i_seven_bit_add(value, pneu_i_str("<"));
    pneu_status status = add_domain(value, pneu_i_str_of(inner.ptr, at), pneu_i_str_from(inner, at));
    if (is_path)
        pneu_i_seven_bit_add(value, pneu_i_str(">"));
    return status;
}

pneu_status pneu_i_seven_bit_trace(pneu_i_seven_bit_value *value)
{
    pneu_str text = value->raw;
    pneu_status status = PNEU_OK;
    size_t before = 0;
    for (size_t at = 0; at < text.len && status == PNEU_OK;) {
        size_t end = skip_word(text, at);
        if (end > at) {
            size_t begun = value->text.len;
            status = add_word(value, slice_of(value, at, end), before);
            before = begun < value->text.len ? begun : value->text.len; /* a clause may have gone */
            at = end;
            continue;
        }
        unsigned saw = 0;
        end = at + 1;
        if (text.ptr[at] == '(')
            end = pneu_i_skip_comment(text, at, &saw);
        else if (text.ptr[at] == '"')
            end = pneu_i_skip_quoted(text, at, &saw);
        status = pneu_i_seven_bit_copy(value, at, end);
        at = end;
    }
    return status == PNEU_OK ? value->text.status : status;
}
