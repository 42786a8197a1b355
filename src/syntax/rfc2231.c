/*
 * RFC 2231: sections of a parameter sorted and joined, percent escapes undone, charset and language split off.
 * In: the raw records of one name. Out: the records that make up its value, and their octets, one by one, without
 * memory.
 * The order of parameters does not matter (section 3); sections are joined from 0 up to the first gap; of a repeated
 * one the first counts. A percent sign is one only in a record whose name ends in a star, and there only before two
 * hexadecimal digits. Invariants: linear in the records, whatever their numbers; a value is read front to back once.
 * RFC 2231 sections 3, 4 and 4.1; RFC 2045 section 5.1 (quoted pairs).
 * Not handled: charset conversion (param_value.c); what is to be reported (param_check.c).
 */
#include "syntax/rfc2231.h"

#include <string.h>

int pneu_i_param_is_boundary(const pneu_i_params *params, size_t i)
{
    return params->field == PNEU_I_FIELD_TYPE && pneu_i_params_is_named(params, i, "boundary", 8);
}

/* Puts record i into a place that may be taken. */
static void take_place(size_t *place, size_t i, int last_counts)
{
    if (*place == PNEU_I_NO_PARAM || last_counts)
        *place = i;
}

static void sort_record(const pneu_i_params *params, size_t i, int last_counts, pneu_i_param_group *group)
{
    const pneu_i_raw_param *param = &params->item[i];
    if (param->section >= 0 && param->section < PNEU_I_PARAMS_MAX) {
        size_t place = group->section[param->section];
        take_place(&place, i, last_counts);
        group->section[param->section] = (uint8_t)place;
    } else if (param->section == PNEU_I_SECTION_NONE) {
        take_place(param->is_encoded ? &group->whole : &group->plain, i, last_counts);
    }
}

void pneu_i_param_group_of(const pneu_i_params *params, size_t first, pneu_i_param_group *group)
{
    int last_counts =
        pneu_i_params_choice(params, PNEU_READING_BOUNDARY) == 1 && pneu_i_param_is_boundary(params, first);
    group->plain = PNEU_I_NO_PARAM;
    group->whole = PNEU_I_NO_PARAM;
    group->section_count = 0;
    memset(group->section, PNEU_I_NO_PARAM, sizeof group->section);
    for (size_t i = first; i < params->count; i++)
        if (pneu_i_params_same(params, i, first))
            sort_record(params, i, last_counts, group);
    while (group->section_count < PNEU_I_PARAMS_MAX && group->section[group->section_count] != PNEU_I_NO_PARAM)
        group->section_count++;
}

static void start_pick(pneu_i_param_pick *pick)
{
    pick->count = 0;
    pick->skip = 0;
    pick->charset = pneu_i_str_of("", 0);
    pick->language = pneu_i_str_of("", 0);
}

void pneu_i_param_pick_plain(const pneu_i_param_group *group, pneu_i_param_pick *pick)
{
    start_pick(pick);
    if (group->plain != PNEU_I_NO_PARAM)
        pick->index[pick->count++] = (uint8_t)group->plain;
}

/* RFC 2231 section 4: charset ' language ' text, in the first record only. Without both apostrophes all is text. */
static void split_charset(const pneu_i_params *params, pneu_i_param_pick *pick)
{
    const pneu_i_raw_param *param = &params->item[pick->index[0]];
    pneu_str value = pneu_i_str_of(params->text.ptr + param->value, param->value_len);
    if (!param->is_encoded || value.len == 0)
        return;
    const char *one = memchr(value.ptr, '\'', value.len);
    if (one == NULL)
        return;
    size_t rest = value.len - (size_t)(one + 1 - value.ptr);
    const char *two = rest > 0 ? memchr(one + 1, '\'', rest) : NULL;
    if (two == NULL)
        return;
    pick->charset = pneu_i_str_of(value.ptr, (size_t)(one - value.ptr));
    pick->language = pneu_i_str_of(one + 1, (size_t)(two - one - 1));
    pick->skip = (size_t)(two + 1 - value.ptr);
}

void pneu_i_param_pick_extended(const pneu_i_params *params, const pneu_i_param_group *group, pneu_i_param_pick *pick)
{
    start_pick(pick);
    if (group->whole != PNEU_I_NO_PARAM) {
        pick->index[pick->count++] = (uint8_t)group->whole;
    } else {
        memcpy(pick->index, group->section, group->section_count);
        pick->count = group->section_count;
    }
    if (pick->count > 0)
        split_charset(params, pick);
}

void pneu_i_param_pick_of(const pneu_i_params *params, size_t first, pneu_i_param_pick *pick)
{
    pneu_i_param_group group;
    pneu_i_param_group_of(params, first, &group);
    int plain_first =
        pneu_i_param_is_boundary(params, first) && pneu_i_params_choice(params, PNEU_READING_ENCODED_BOUNDARY) != 1;
    int is_extended = pneu_i_param_group_is_extended(&group);
    if (group.plain != PNEU_I_NO_PARAM && (plain_first || !is_extended))
        pneu_i_param_pick_plain(&group, pick);
    else
        pneu_i_param_pick_extended(params, &group, pick);
}

void pneu_i_octets_init(pneu_i_octets *octets, const pneu_i_params *params, const pneu_i_param_pick *pick)
{
    octets->params = params;
    octets->pick = pick;
    octets->record = 0;
    octets->position = pick->skip;
}

/* The octet of "%41" at `text`, or -1. */
static int percent_octet(const char *text, size_t len)
{
    if (len < 3 || text[0] != '%')
        return -1;
    int high = pneu_i_hex_value((unsigned char)text[1]);
    int low = pneu_i_hex_value((unsigned char)text[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

int pneu_i_octets_next(pneu_i_octets *octets)
{
    while (octets->record < octets->pick->count) {
        const pneu_i_raw_param *param = &octets->params->item[octets->pick->index[octets->record]];
        const char *text = octets->params->text.ptr + param->value;
        size_t left = param->value_len - octets->position;
        if (left == 0) {
            octets->record++;
            octets->position = 0;
            continue;
        }
        text += octets->position;
        int octet = param->is_encoded ? percent_octet(text, left) : -1;
        if (octet >= 0) {
            octets->position += 3;
            return octet;
        }
        size_t escape = param->is_quoted && text[0] == '\\' && left > 1;
        octets->position += 1 + escape;
        if (text[escape] != '\r' && text[escape] != '\n')
            return (unsigned char)text[escape];
    }
    return -1;
}

size_t pneu_i_octets_read(pneu_i_octets *octets, char *out, size_t room)
{
    size_t len = 0;
    int octet = 0;
    while (len < room && (octet = pneu_i_octets_next(octets)) >= 0)
        out[len++] = (char)octet;
    return len;
}
