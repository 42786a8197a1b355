/*
 * The choice of deviations: what other parsers make of the defects that were found.
 * In: a loaded message. Out: at most PNEU_I_DEVIATIONS_MAX deviations, in the order of their defects. Every choice that a
 * defect names is there once, from the first part on that it concerns, which covers the later ones; if there is room left,
 * the same choices from later parts on, since the first may swallow what stands behind it. If there are too many, the
 * graver defects count, then the earlier ones.
 * Invariants: work is linear in the records, of which a message has a bounded number; a code with finds that are not
 * recorded, and no record of use, deviates from the message's start, so that no decoys hide what stands behind them.
 */
#include "check/deviations.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "tree/message.h"

#define CANDIDATES 32 /* more than there are choices and values */
#define LATER 16      /* candidates from later parts on */

/* What a defect may be read as: each row one way. Of one choice greater values are more permissive. */
static const struct way {
    uint8_t code;
    uint8_t choice;
    uint8_t value;
} ways[] = {
    {PNEU_DEFECT_LINE_BARE_CR, PNEU_READING_BARE_CR, 1},
    {PNEU_DEFECT_SEC_HIDDEN_HEADER, PNEU_READING_BARE_CR, 1},
    {PNEU_DEFECT_HDR_MISSING_COLON, PNEU_READING_NON_FIELD_LINE, 1},
    {PNEU_DEFECT_HDR_MISSING_COLON, PNEU_READING_NON_FIELD_LINE, 2},
    {PNEU_DEFECT_HDR_NO_SEPARATOR, PNEU_READING_NON_FIELD_LINE, 2},
    {PNEU_DEFECT_HDR_DUPLICATE_SINGLETON, PNEU_READING_DUPLICATE_FIELD, 1},
    {PNEU_DEFECT_SEC_DUP_CONTENT_TYPE, PNEU_READING_DUPLICATE_FIELD, 1},
    {PNEU_DEFECT_SEC_DUP_CTE, PNEU_READING_DUPLICATE_FIELD, 1},
    {PNEU_DEFECT_SEC_DUP_BOUNDARY, PNEU_READING_BOUNDARY, 1},
    {PNEU_DEFECT_MIME_BOUNDARY_MISSING, PNEU_READING_BOUNDARY, 2},
    {PNEU_DEFECT_MIME_BOUNDARY_NOT_FOUND, PNEU_READING_BOUNDARY, 2},
    {PNEU_DEFECT_MIME_BOUNDARY_PREFIX, PNEU_READING_BOUNDARY_MATCH, 1},
    {PNEU_DEFECT_MIME_BOUNDARY_COLLISION, PNEU_READING_NESTED_BOUNDARY, 1},
    {PNEU_DEFECT_MIME_EMPTY_MULTIPART, PNEU_READING_CLOSED_MULTIPART, 1},
    {PNEU_DEFECT_SEC_PART_IN_GAP, PNEU_READING_CLOSED_MULTIPART, 1},
    {PNEU_DEFECT_SEC_PART_IN_GAP, PNEU_READING_GAP, 1},
    {PNEU_DEFECT_PARAM_2231_CONFLICT, PNEU_READING_ENCODED_BOUNDARY, 1},
    {PNEU_DEFECT_PARAM_ENCODED_WORD, PNEU_READING_ENCODED_BOUNDARY, 2},
    {PNEU_DEFECT_PARAM_COMMENT, PNEU_READING_PARAMETER_COMMENT, 1},
    {PNEU_DEFECT_PARAM_MISSING_SEMICOLON, PNEU_READING_MISSING_SEMICOLON, 1},
    {PNEU_DEFECT_CTE_TOKEN_JUNK, PNEU_READING_ENCODING_TOKEN, 1},
    {PNEU_DEFECT_CTE_TOKEN_JUNK, PNEU_READING_ENCODING_TOKEN, 2},
    {PNEU_DEFECT_CTE_TOKEN_JUNK, PNEU_READING_ENCODING_TOKEN, 3},
    {PNEU_DEFECT_CTE_UNKNOWN, PNEU_READING_ENCODING_TOKEN, 3},
    {PNEU_DEFECT_CTE_B64_EARLY_PAD, PNEU_READING_BASE64_PADDING, 1},
    {PNEU_DEFECT_CTE_ON_COMPOSITE, PNEU_READING_ENCODED_COMPOSITE, 1},
    {PNEU_DEFECT_MIME_TYPE_INVALID, PNEU_READING_TYPE, 1},
};

#define WAY_COUNT (sizeof ways / sizeof ways[0])

/* The first deviation of each choice and value, and some from later parts on. */
typedef struct search {
    pneu_message *message;
    size_t first_count, later_count;
    pneu_i_deviation first[CANDIDATES];
    pneu_i_deviation later[LATER];
} search;

/* ---- Candidates --------------------------------------------------------------------------------------------- */

static int is_alike(const pneu_i_deviation *a, const pneu_i_deviation *b)
{
    return a->choice == b->choice && a->value == b->value;
}

static int is_same(const pneu_i_deviation *a, const pneu_i_deviation *b)
{
    return is_alike(a, b) && a->space == b->space && a->offset == b->offset;
}

static int has_choice(const search *s, const pneu_i_deviation *wanted)
{
    for (size_t i = 0; i < s->first_count; i++)
        if (is_alike(&s->first[i], wanted))
            return 1;
    return 0;
}

static int is_among(const pneu_i_deviation *items, size_t count, const pneu_i_deviation *wanted)
{
    for (size_t i = 0; i < count; i++)
        if (is_same(&items[i], wanted))
            return 1;
    return 0;
}

static void add(search *s, const pneu_i_deviation *found)
{
    int is_first = !has_choice(s, found);
    if (is_among(s->first, s->first_count, found) || is_among(s->later, s->later_count, found))
        return;
    if (is_first && s->first_count < CANDIDATES)
        s->first[s->first_count++] = *found;
    else if (!is_first && s->later_count < LATER)
        s->later[s->later_count++] = *found;
}

/* 0 where the choice would change nothing: a gap holds parts that go on, or things of its own; and some choices are about
 * boundaries only, which matter in a part that is a multipart by its own words. */
static pneu_status is_of_use(search *s, const pneu_defect *record, const struct way *way, int *is_useful)
{
    static const char top[] = "multipart/";
    int goes_on = record->detail == PNEU_DETAIL_MIME_PARTS_AFTER_CLOSE;
    *is_useful = way->code != PNEU_DEFECT_SEC_PART_IN_GAP || goes_on == (way->choice != PNEU_READING_GAP);
    if (way->choice != PNEU_READING_ENCODED_BOUNDARY)
        return PNEU_OK;
    pneu_str type;
    pneu_status status = pneu_part_declared_type(s->message, record->part, &type);
    size_t len = sizeof top - 1;
    *is_useful = status == PNEU_OK && type.len > len && pneu_i_ascii_same(type.ptr, top, len);
    return status;
}

static pneu_status take_record(search *s, const pneu_defect *record)
{
    pneu_status status = PNEU_OK;
    const pneu_i_node *node = pneu_i_part(s->message, record->part);
    for (size_t i = 0; i < WAY_COUNT && status == PNEU_OK && node != NULL; i++) {
        int is_useful = 0;
        if (ways[i].code == record->code)
            status = is_of_use(s, record, &ways[i], &is_useful);
        if (is_useful) {
            pneu_i_deviation found = {*record, ways[i].choice, ways[i].value, node->space, node->offset};
            add(s, &found);
        }
    }
    return status;
}

/* A code of which no record was of use, and more was found than is recorded: from the message's start on. */
static void take_unrecorded(search *s)
{
    for (size_t i = 0; i < WAY_COUNT; i++) {
        int32_t code = ways[i].code;
        if (pneu_message_defect_count(s->message, code) <= PNEU_I_RECORDS_A_CODE)
            continue;
        pneu_i_deviation made = {.choice = ways[i].choice, .value = ways[i].value};
        made.answers.code = (uint16_t)code;
        made.answers.severity = (uint8_t)pneu_defect_severity(code);
        made.answers.marks = (uint8_t)pneu_defect_marks(code);
        made.answers.reading = ways[i].choice;
        if (!has_choice(s, &made))
            add(s, &made);
    }
}

/* ---- The choice --------------------------------------------------------------------------------------------- */

static int stands_before(const pneu_i_deviation *a, const pneu_i_deviation *b)
{
    if (a->answers.space != b->answers.space)
        return a->answers.space < b->answers.space;
    return a->answers.offset < b->answers.offset;
}

/* Of candidates in the order of their defects: leaves out the last one of the least grave. */
static void leave_one_out(pneu_i_deviation *item, size_t *count)
{
    size_t least = 0;
    for (size_t i = 1; i < *count; i++)
        if (item[i].answers.severity <= item[least].answers.severity)
            least = i;
    memmove(&item[least], &item[least + 1], (*count - least - 1) * sizeof *item);
    --*count;
}

static void put_in_order(pneu_i_deviation *item, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        pneu_i_deviation moved = item[i];
        size_t to = i;
        for (; to > 0 && stands_before(&moved, &item[to - 1]); to--)
            item[to] = item[to - 1];
        item[to] = moved;
    }
}

static void choose(search *s, pneu_i_deviations *out)
{
    put_in_order(s->first, s->first_count);
    while (s->first_count > PNEU_I_DEVIATIONS_MAX)
        leave_one_out(s->first, &s->first_count);
    memcpy(out->item, s->first, s->first_count * sizeof s->first[0]);
    out->count = s->first_count;
    for (size_t i = 0; i < s->later_count && out->count < PNEU_I_DEVIATIONS_MAX; i++)
        out->item[out->count++] = s->later[i];
    put_in_order(out->item, out->count);
}

pneu_status pneu_i_deviations_find(pneu_message *message, pneu_i_deviations *out)
{
    search s;
    pneu_status status = PNEU_OK;
    memset(&s, 0, sizeof s);
    s.message = message;
    size_t count = pneu_message_defect_record_count(message);
    for (size_t i = 0; i < count && status == PNEU_OK; i++)
        status = take_record(&s, pneu_message_defect(message, i));
    if (status != PNEU_OK)
        return status;
    take_unrecorded(&s);
    choose(&s, out);
    return PNEU_OK;
}

/* 0 for a choice by which less is seen: its defect alone is answered with it. */
static int shows_more(const pneu_i_deviation *item)
{
    return item->choice != PNEU_READING_ENCODED_COMPOSITE && item->choice != PNEU_READING_BASE64_PADDING;
}

size_t pneu_i_deviations_join(const pneu_i_deviations *deviations, pneu_i_deviation *where, pneu_reading *reading)
{
    size_t count = 0;
    memset(reading, 0, sizeof *reading);
    for (size_t i = 0; i < deviations->count; i++) {
        const pneu_i_deviation *item = &deviations->item[i];
        if (!shows_more(item))
            continue;
        if (item->value > reading->choice[item->choice])
            reading->choice[item->choice] = item->value;
        if (count++ == 0 || item->space < where->space || (item->space == where->space && item->offset < where->offset))
            *where = *item;
    }
    return count;
}
