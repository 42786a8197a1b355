/*
 * One value for a field that stands more than once. In: its raw values. Out: a raw value without folds.
 * RFC 7103 sections 7.5.1 and 7.5.3: addresses are one list, subjects one text, else the topmost field counts.
 * Invariants: linear (a value is compared with at most KEPT_MAX others); no CR, LF or NUL comes out; lists are only
 * joined where no value reaches into the next one.
 * Not handled: names in lists that are there twice; encoded words (they stay).
 */
#include <string.h>

#include "base/arena.h"
#include "pneu/syntax.h"
#include "syntax/scan.h"

#define KEPT_MAX 16 /* values that another one is compared with */
#define GAP_MAX 2   /* bytes between values */

int32_t pneu_field_merging(int32_t id)
{
    switch (id) {
    case PNEU_FIELD_SENDER:
    case PNEU_FIELD_RETURN_PATH:
    case PNEU_FIELD_DELIVERED_TO:
    case PNEU_FIELD_ENVELOPE_TO:
    case PNEU_FIELD_X_ORIGINAL_TO:
    case PNEU_FIELD_RESENT_SENDER: return PNEU_MERGE_FIRST;
    case PNEU_FIELD_KEYWORDS: return PNEU_MERGE_LIST;
    case PNEU_FIELD_SUBJECT:
    case PNEU_FIELD_COMMENTS:
    case PNEU_FIELD_CONTENT_DESCRIPTION: return PNEU_MERGE_TEXT;
    default: return pneu_field_kind(id) == PNEU_FIELD_KIND_ADDRESSES ? PNEU_MERGE_LIST : PNEU_MERGE_FIRST;
    }
}

/* What is joined so far. */
typedef struct merge {
    pneu_arena *arena;
    int32_t how;
    char *text;
    size_t len;
    int is_open;             /* the last value reaches into what would follow it */
    int has_elements;        /* there is more than comments */
    pneu_str kept[KEPT_MAX]; /* the last values, within the text */
    size_t kept_count;
} merge;

/* 1 if a quoted string or comment of the value is not closed. */
static int is_open_list(pneu_str value)
{
    unsigned saw = 0;
    size_t at = 0;
    while (at < value.len) {
        if (value.ptr[at] == '"')
            at = pneu_i_skip_quoted(value, at, &saw);
        else if (value.ptr[at] == '(')
            at = pneu_i_skip_comment(value, at, &saw);
        else
            at++;
    }
    return (saw & (PNEU_I_SAW_OPEN_QUOTE | PNEU_I_SAW_OPEN_COMMENT)) != 0 ||
           (value.len > 0 && value.ptr[value.len - 1] == '\\');
}

static int is_kept(const merge *m, pneu_str value)
{
    for (size_t i = 0; i < m->kept_count && i < KEPT_MAX; i++)
        if (pneu_i_str_equal(m->kept[i], value))
            return 1;
    return 0;
}

/* Writes the value, without folds, behind what is there and `gap` bytes. */
static pneu_str write_value(const merge *m, pneu_str value, size_t gap)
{
    char *to = m->text + m->len + gap;
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        int is_fold = c == '\n' && i + 1 < value.len && pneu_i_is_blank((unsigned char)value.ptr[i + 1]);
        if (is_fold && len > 0 && value.ptr[i - 1] == '\r')
            len--; /* the CR that became a space */
        if (!is_fold)
            to[len++] = c == '\r' || c == '\n' || c == 0 ? ' ' : c;
    }
    return pneu_i_str_of(to, len);
}

/* What stands between values. No list is of commas and comments alone (RFC 5322 section 4.4). */
static const char *find_gap(const merge *m)
{
    if (m->len == 0)
        return "";
    return m->how == PNEU_MERGE_LIST && m->has_elements ? ", " : " ";
}

static int has_elements(pneu_str value)
{
    unsigned saw = 0;
    return pneu_i_skip_cfws(value, 0, &saw) < value.len;
}

static pneu_status add_value(merge *m, pneu_str raw)
{
    pneu_str value = pneu_i_str_trim(write_value(m, raw, GAP_MAX));
    if (value.len == 0 || is_kept(m, value))
        return PNEU_OK;
    if (m->is_open)
        return PNEU_ERR_SYNTAX;
    m->has_elements |= has_elements(value);
    const char *gap = find_gap(m);
    size_t gap_len = strlen(gap);
    char *to = m->text + m->len + gap_len;
    memmove(to, value.ptr, value.len);
    memcpy(m->text + m->len, gap, gap_len);
    m->len += gap_len + value.len;
    m->kept[m->kept_count++ % KEPT_MAX] = pneu_i_str_of(to, value.len);
    m->is_open = m->how == PNEU_MERGE_LIST && is_open_list(pneu_i_str_of(to, value.len));
    return PNEU_OK;
}

/* Bytes for all values with what stands between them; 0 if that cannot be had. */
static size_t room_for(const pneu_str *values, size_t count)
{
    size_t room = 1;
    for (size_t i = 0; i < count; i++) {
        if (room > SIZE_MAX / 2 || values[i].len > SIZE_MAX / 2 - room)
            return 0;
        room += values[i].len + GAP_MAX;
    }
    return room;
}

static int are_texts(const pneu_str *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i].ptr == NULL && values[i].len > 0)
            return 0;
    return 1;
}

pneu_status pneu_field_merge(pneu_arena *arena, int32_t id, const pneu_str *values, size_t count, pneu_str *out)
{
    merge m = {arena, pneu_field_merging(id), NULL, 0, 0, 0, {{NULL, 0}}, 0};
    pneu_status status = PNEU_OK;
    if (arena == NULL || out == NULL || (values == NULL && count > 0) || !are_texts(values, count))
        return PNEU_ERR_ARGUMENT;
    if (count == 0)
        return PNEU_ERR_NOT_FOUND;
    size_t used = m.how == PNEU_MERGE_FIRST ? 1 : count;
    size_t room = room_for(values, used);
    m.text = room > 0 ? pneu_i_arena_alloc(arena, room) : NULL;
    if (m.text == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < used && status == PNEU_OK; i++)
        status = add_value(&m, values[i]);
    if (status == PNEU_OK)
        *out = pneu_i_str_of(m.text, m.len);
    return status;
}
