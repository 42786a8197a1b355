/*
 * One header field, in order.
 * In: a raw field. Out: its text. Three things are tried, and the first that the guard finds nothing wrong with is
 * taken: the field's own bytes; what was read in it, written anew by its kind; its bytes without what no field may
 * hold.
 * Invariants: nothing is given out that the guard, which reads the field as every receiver would, has a defect of the
 * level in, or at the level "all" a form that is not plain; work is a few readings of the field.
 * Not handled: fields that stand too often, Content- fields (clean_header.c).
 */
#include <string.h>

#include "base/defect.h"
#include "base/str.h"
#include "charset/text_builder.h"
#include "pneu/check.h"
#include "pneu/date.h"
#include "pneu/format.h"
#include "sanitise/cleaner.h"
#include "sanitise/level.h"
#include "sanitise/plain.h"

#define KEPT ((size_t)65536)

void pneu_i_cleaner_init(pneu_i_cleaner *cleaner, const pneu_alloc *alloc, int32_t level,
                         const pneu_i_settings *settings)
{
    memset(cleaner, 0, sizeof *cleaner);
    cleaner->alloc = *alloc;
    cleaner->level = level;
    cleaner->settings = settings;
    pneu_i_arena_init(&cleaner->arena, alloc);
}

void pneu_i_cleaner_free(pneu_i_cleaner *cleaner)
{
    pneu_message_free(cleaner->guard);
    pneu_i_arena_free(&cleaner->arena);
}

/* ---- The guard ------------------------------------------------------------------------------------------------ */

/* What a field alone cannot help: that others are missing, and the body. */
static int is_of_others(int32_t code)
{
    return code == PNEU_DEFECT_HDR_MISSING_REQUIRED || code == PNEU_DEFECT_MIME_VERSION_MISSING ||
           code == PNEU_DEFECT_ADDR_MULTI_FROM || code == PNEU_DEFECT_LINE_TRUNCATED_EOF ||
           code == PNEU_DEFECT_MIME_BOUNDARY_NOT_FOUND;
}

static pneu_status make_guard(pneu_i_cleaner *cleaner)
{
    pneu_options *options = NULL;
    pneu_status status = pneu_i_options_of(cleaner->settings, &cleaner->alloc, &options);
    if (status == PNEU_OK)
        status = pneu_message_new(PNEU_KEEP_ALL, options, &cleaner->alloc, &cleaner->guard);
    pneu_options_free(options);
    return status;
}

static pneu_status load_guard(pneu_i_cleaner *cleaner, pneu_str header)
{
    pneu_status status = cleaner->guard == NULL ? make_guard(cleaner) : PNEU_OK;
    if (status == PNEU_OK)
        status = pneu_message_parse_again(cleaner->guard, header.ptr, header.len);
    return status == PNEU_OK ? pneu_message_check(cleaner->guard, NULL) : status;
}

/* What the loaded guard says. */
static pneu_status judge(pneu_i_cleaner *cleaner, int *is_clean)
{
    pneu_field field;
    pneu_defect_set found = pneu_i_level_found(cleaner->guard, 0, cleaner->level);
    int32_t code = PNEU_DEFECT_NONE;
    *is_clean = pneu_part_field_count(cleaner->guard, 0) == 1;
    while (*is_clean && (code = pneu_i_defect_set_next(&found, code)) < PNEU_DEFECT_COUNT)
        *is_clean = is_of_others(code);
    if (!*is_clean || cleaner->level != PNEU_SANITISE_ALL)
        return PNEU_OK;
    pneu_status status = pneu_part_field(cleaner->guard, 0, 0, &field);
    return status == PNEU_OK ? pneu_i_plain_value(&cleaner->arena, field.id, field.value, is_clean) : status;
}

/* A field that begins like a delimiter is none that anybody misses. */
static int is_like_delimiter(pneu_str bytes)
{
    return bytes.len >= 2 && bytes.ptr[0] == '-' && bytes.ptr[1] == '-';
}

static pneu_status ask_guard(pneu_i_cleaner *cleaner, pneu_str bytes, int *is_clean)
{
    char *header = pneu_i_arena_alloc(&cleaner->arena, bytes.len + 2);
    if (header == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(header, bytes.ptr, bytes.len);
    memcpy(header + bytes.len, "\r\n", 2);
    pneu_status status = load_guard(cleaner, pneu_i_str_of(header, bytes.len + 2));
    if (status == PNEU_OK)
        status = judge(cleaner, is_clean);
    if (cleaner->guard != NULL)
        pneu_message_reset(cleaner->guard);
    return status;
}

static const pneu_i_verdict *find_verdict(const pneu_i_cleaner *cleaner, pneu_str bytes)
{
    for (size_t i = 0; i < PNEU_I_VERDICTS; i++)
        if (pneu_i_str_equal(bytes, pneu_i_str_of(cleaner->verdicts[i].text, cleaner->verdicts[i].length)))
            return &cleaner->verdicts[i];
    return NULL;
}

static void keep_verdict(pneu_i_cleaner *cleaner, pneu_str bytes, int is_clean)
{
    pneu_i_verdict *verdict = &cleaner->verdicts[cleaner->next_verdict];
    if (bytes.len > sizeof verdict->text)
        return;
    memcpy(verdict->text, bytes.ptr, bytes.len);
    verdict->length = bytes.len;
    verdict->is_clean = is_clean;
    cleaner->next_verdict = (cleaner->next_verdict + 1) % PNEU_I_VERDICTS;
}

pneu_status pneu_i_guard_field(pneu_i_cleaner *cleaner, pneu_str bytes, int *is_clean)
{
    *is_clean = 0;
    if (bytes.len == 0 || !pneu_i_field_fits(bytes, 0) || is_like_delimiter(bytes))
        return PNEU_OK;
    const pneu_i_verdict *known = find_verdict(cleaner, bytes);
    if (known != NULL) {
        *is_clean = known->is_clean;
        return PNEU_OK;
    }
    pneu_status status = ask_guard(cleaner, bytes, is_clean);
    if (status == PNEU_OK)
        keep_verdict(cleaner, bytes, *is_clean);
    return status;
}

/* ---- Ways ----------------------------------------------------------------------------------------------------- */

/* Name and value joined as a field, folded as fits it. PNEU_ERR_UNREPRESENTABLE if that cannot be. */
static pneu_status join(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str value, pneu_str *out)
{
    pneu_status status = pneu_field_fold(&cleaner->arena, field->name, value, pneu_fold_class(field->id), NULL, out);
    return status == PNEU_OK || status == PNEU_ERR_MEMORY ? status : PNEU_ERR_UNREPRESENTABLE;
}

/* The bytes as they stand, with CRLF at each line's end. */
static pneu_status write_own(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *out)
{
    pneu_str raw = field->raw;
    pneu_i_text_builder text;
    pneu_i_text_builder_init(&text, &cleaner->arena, raw.len + 8);
    size_t from = 0;
    for (size_t at = 0; at < raw.len; at++) {
        if (raw.ptr[at] != '\n')
            continue;
        size_t end = at > from && raw.ptr[at - 1] == '\r' ? at - 1 : at;
        pneu_i_text_builder_add(&text, raw.ptr + from, end - from);
        pneu_i_text_builder_add(&text, "\r\n", 2);
        from = at + 1;
    }
    pneu_i_text_builder_add(&text, raw.ptr + from, raw.len - from);
    if (from < raw.len)
        pneu_i_text_builder_add(&text, "\r\n", 2);
    return pneu_i_text_builder_end(&text, out);
}

static pneu_status write_date(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *out)
{
    pneu_date date;
    pneu_str value;
    pneu_status status = pneu_date_parse(field->value, PNEU_LENIENT, NULL, &date);
    if (status == PNEU_OK)
        status = pneu_date_format(&cleaner->arena, &date, &value);
    if (status != PNEU_OK)
        return status == PNEU_ERR_MEMORY ? status : PNEU_ERR_UNREPRESENTABLE;
    return join(cleaner, field, value, out);
}

/* Where the comment that begins at `at` ends: behind its parenthesis; `at` if it has no end. */
static size_t comment_end(pneu_str value, size_t at)
{
    size_t depth = 0;
    for (size_t i = at; i < value.len; i++) {
        if (value.ptr[i] == '\\')
            i++;
        else if (value.ptr[i] == '(')
            depth++;
        else if (value.ptr[i] == ')' && --depth == 0)
            return i + 1;
    }
    return at;
}

/* The value with a space for each comment, and for parentheses of none. */
static pneu_status drop_comments(pneu_i_cleaner *cleaner, pneu_str value, pneu_str *out)
{
    char *text = pneu_i_arena_alloc(&cleaner->arena, value.len);
    size_t len = 0;
    int is_quoted = 0, is_open = 0; /* is_open: a comment had no end, so no later one has */
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        is_quoted ^= c == '"';
        if (!is_quoted && (c == '(' || c == ')')) {
            size_t end = c == '(' && !is_open ? comment_end(value, i) : i;
            is_open |= c == '(' && end == i;
            i = end > i ? end - 1 : i;
            c = ' ';
        }
        text[len++] = c;
        if (is_quoted && c == '\\' && i + 1 < value.len)
            text[len++] = value.ptr[++i];
    }
    *out = pneu_i_str_of(text, len);
    return PNEU_OK;
}

/* The value unfolded, each control character a space, white space only single, as 7-bit ASCII. */
static pneu_status write_plain(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *out)
{
    pneu_i_raw_field plain = *field;
    pneu_i_seven_bit_field made;
    pneu_str value = field->value;
    if (cleaner->level == PNEU_SANITISE_ALL && pneu_i_bars_comments(field->id) &&
        drop_comments(cleaner, value, &value) != PNEU_OK)
        return PNEU_ERR_MEMORY;
    value = pneu_i_str_trim(value);
    size_t len = 0;
    char *text = pneu_i_arena_alloc(&cleaner->arena, field->name.len + value.len + 4);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(text, field->name.ptr, field->name.len);
    memcpy(text + field->name.len, ": ", 2);
    char *to = text + field->name.len + 2;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        int is_blank = c <= ' ' || c == 0x7F;
        if (!is_blank || (len > 0 && to[len - 1] != ' '))
            to[len++] = is_blank ? ' ' : (char)c;
    }
    memcpy(to + len, "\r\n", 2);
    plain.raw = pneu_i_str_of(text, field->name.len + 2 + len + 2);
    plain.value = pneu_i_str_of(to, len + 2);
    plain.policy = PNEU_UNREPRESENTABLE_DROP;
    pneu_status status = pneu_i_field_to_seven_bit(&cleaner->arena, &plain, &made);
    if (status == PNEU_OK && made.text.len == 0)
        status = PNEU_ERR_UNREPRESENTABLE;
    if (status == PNEU_OK)
        *out = made.text;
    return status;
}

static pneu_status write_anew(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *out)
{
    pneu_str value;
    pneu_status status;
    switch (pneu_field_kind(field->id)) {
    case PNEU_FIELD_KIND_ADDRESSES: status = pneu_i_clean_addresses(cleaner, field, &value); break;
    case PNEU_FIELD_KIND_TEXT: status = pneu_i_clean_text(cleaner, field, &value); break;
    case PNEU_FIELD_KIND_DATE: return write_date(cleaner, field, out);
    default: return PNEU_ERR_UNREPRESENTABLE;
    }
    return status == PNEU_OK ? join(cleaner, field, value, out) : status;
}

pneu_status pneu_i_clean_field(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *out)
{
    static pneu_status (*const ways[])(pneu_i_cleaner *, const pneu_i_raw_field *, pneu_str *) = {write_own, write_anew,
                                                                                                  write_plain};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        int is_clean = 0;
        pneu_str text = {"", 0};
        pneu_status status = ways[i](cleaner, field, &text);
        if (status == PNEU_OK)
            status = pneu_i_guard_field(cleaner, text, &is_clean);
        if (status == PNEU_ERR_MEMORY)
            return status;
        if (status == PNEU_OK && is_clean) {
            *out = text;
            return PNEU_OK;
        }
    }
    *out = pneu_i_str("");
    return PNEU_OK;
}
