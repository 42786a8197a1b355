/*
 * What is wrong between the parameters of a field: doubles, sections out of order or with gaps, a plain and an
 * extended form that differ, encoded words, RFC 2231 forms outside of its grammar. In: the raw records. Out: defects.
 * Both the parser's reads and the public functions report through here, so they tell the same. Fields without a star
 * in any name cost one pass. Invariant: at most 128 records, so pairs of them are a fixed number; values are compared
 * as octets, front to back, without memory.
 * RFC 2231 sections 3 and 4, RFC 2047 section 5 (no encoded words in parameters).
 * Not handled: a name that differs between Content-Type and Content-Disposition (the tree).
 */
#include "charset/charset.h"
#include "syntax/encoded_word.h"
#include "syntax/rfc2231.h"

static void report(const pneu_i_params *params, int32_t code, int32_t detail, size_t i)
{
    pneu_i_params_report(params, code, detail, params->item[i].start, params->item[i].end);
}

static int is_plain(const pneu_i_raw_param *param)
{
    return param->section == PNEU_I_SECTION_NONE && !param->is_encoded;
}

/* A second plain parameter of a name. */
static void check_double(const pneu_i_params *params, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (!is_plain(&params->item[k]) || !pneu_i_params_same(params, i, k))
            continue;
        int is_boundary = pneu_i_param_is_boundary(params, i);
        report(params, is_boundary ? PNEU_DEFECT_SEC_DUP_BOUNDARY : PNEU_DEFECT_PARAM_DUPLICATE, 0, i);
        return;
    }
}

static void check_words(const pneu_i_params *params, size_t i)
{
    const pneu_i_raw_param *param = &params->item[i];
    if (pneu_i_word_is_in(pneu_i_str_of(params->text.ptr + param->value, param->value_len)))
        report(params, PNEU_DEFECT_PARAM_ENCODED_WORD, 0, i);
}

/* RFC 2231 section 7: an extended value is not quoted, and "%" comes with two digits. */
static void check_encoded(const pneu_i_params *params, size_t i)
{
    const pneu_i_raw_param *param = &params->item[i];
    const char *at = params->text.ptr + param->value;
    const char *end = at + param->value_len;
    if (param->is_quoted)
        report(params, PNEU_DEFECT_PARAM_SYNTAX, 0, i);
    for (; at < end; at++) {
        if (*at != '%')
            continue;
        if (end - at < 3 || pneu_i_hex_value((unsigned char)at[1]) < 0 || pneu_i_hex_value((unsigned char)at[2]) < 0) {
            report(params, PNEU_DEFECT_PARAM_SYNTAX, PNEU_DETAIL_PARAM_BAD_ESCAPE, i);
            return;
        }
    }
}

/* A charset in which the octets are not ASCII text with some more, or one that nobody knows. */
static int is_odd_charset(pneu_str label)
{
    int charset = pneu_i_charset_find(label);
    return charset == PNEU_I_CHARSET_UNKNOWN || (charset >= 0 && pneu_i_charset_at(charset)->is_dangerous);
}

static int is_file_name(const pneu_i_params *params, size_t i)
{
    return params->field == PNEU_I_FIELD_DISPOSITION ? pneu_i_params_is_named(params, i, "filename", 8)
                                                     : pneu_i_params_is_named(params, i, "name", 4);
}

/* 1 if a NUL octet is the character: not in UTF-16 and UTF-32. */
static int is_ascii_based(const pneu_i_params *params, size_t i)
{
    pneu_i_param_pick pick;
    pneu_i_param_pick_of(params, i, &pick);
    return pick.charset.len == 0 || !is_odd_charset(pick.charset);
}

/* A NUL in a file's name, which no decoded value shows: what stands behind it is lost to programs in C. */
static void check_nul(const pneu_i_params *params, size_t i)
{
    const pneu_i_raw_param *param = &params->item[i];
    const char *at = params->text.ptr + param->value;
    const char *end = at + param->value_len;
    int has_nul = (param->saw & PNEU_I_SAW_BREAK) != 0 && memchr(at, 0, param->value_len) != NULL;
    for (; !has_nul && param->is_encoded && end - at >= 3; at++)
        has_nul = at[0] == '%' && at[1] == '0' && at[2] == '0';
    if (has_nul && is_file_name(params, i) && is_ascii_based(params, i))
        report(params, PNEU_DEFECT_SEC_FILENAME_UNSAFE, 0, i);
}

/* The numbers of a name's sections: ascending, once each, from 0 without a gap. */
static void check_sections(const pneu_i_params *params, size_t first, const pneu_i_param_group *group)
{
    int last = -1;
    int has_gap = 0;
    for (size_t i = first; i < params->count; i++) {
        int section = params->item[i].section;
        int32_t detail = 0;
        if (is_plain(&params->item[i]) || !pneu_i_params_same(params, i, first))
            continue;
        if (section == PNEU_I_SECTION_BAD)
            detail = PNEU_DETAIL_PARAM_2231_BAD_SECTION;
        else if (section == PNEU_I_SECTION_NONE)
            detail = i == group->whole && group->section_count == 0 ? 0 : PNEU_DETAIL_PARAM_2231_REPEAT;
        else if (section >= (int)group->section_count)
            detail = has_gap++ ? 0 : PNEU_DETAIL_PARAM_2231_GAP;
        else if (group->section[section] != i)
            detail = PNEU_DETAIL_PARAM_2231_REPEAT;
        else if (section < last)
            detail = PNEU_DETAIL_PARAM_2231_ORDER;
        if (detail != 0)
            report(params, PNEU_DEFECT_PARAM_2231_SECTIONS, detail, i);
        last = section;
    }
}

static int values_differ(const pneu_i_params *params, const pneu_i_param_pick *a, const pneu_i_param_pick *b)
{
    pneu_i_octets left;
    pneu_i_octets right;
    int octet;
    int other;
    pneu_i_octets_init(&left, params, a);
    pneu_i_octets_init(&right, params, b);
    do {
        octet = pneu_i_octets_next(&left);
        other = pneu_i_octets_next(&right);
    } while (octet == other && octet >= 0);
    return octet != other;
}

static void check_extended(const pneu_i_params *params, const pneu_i_param_pick *pick)
{
    size_t first = pick->index[0];
    if (params->item[first].section == PNEU_I_SECTION_NONE && pick->skip == 0) /* not even empty quotes */
        report(params, PNEU_DEFECT_PARAM_SYNTAX, 0, first);
    if (pick->charset.len > 0 && is_odd_charset(pick->charset))
        report(params, PNEU_DEFECT_PARAM_SYNTAX, PNEU_DETAIL_PARAM_2231_ODD_CHARSET, first);
}

/* The forms of one name. `first` is its first record. */
static void check_group(const pneu_i_params *params, size_t first)
{
    pneu_i_param_group group;
    pneu_i_param_pick plain;
    pneu_i_param_pick extended;
    pneu_i_param_group_of(params, first, &group);
    check_sections(params, first, &group);
    if (!pneu_i_param_group_is_extended(&group))
        return;
    int is_boundary = pneu_i_param_is_boundary(params, first);
    pneu_i_param_pick_extended(params, &group, &extended);
    check_extended(params, &extended);
    if (group.plain == PNEU_I_NO_PARAM) {
        if (is_boundary)
            report(params, PNEU_DEFECT_PARAM_2231_BOUNDARY, 0, extended.index[0]);
        return;
    }
    pneu_i_param_pick_plain(&group, &plain);
    if (values_differ(params, &plain, &extended))
        report(params, PNEU_DEFECT_PARAM_2231_CONFLICT, PNEU_DETAIL_PARAM_2231_PLAIN_CONFLICT, group.plain);
    if (is_boundary)
        report(params, PNEU_DEFECT_SEC_DUP_BOUNDARY, 0, extended.index[0]);
}

void pneu_i_params_check(const pneu_i_params *params)
{
    if (params->sink == NULL)
        return;
    for (size_t i = 0; i < params->count; i++) {
        if (params->item[i].saw & PNEU_I_SAW_MARK)
            check_words(params, i);
        if (params->item[i].is_encoded || (params->item[i].saw & PNEU_I_SAW_BREAK))
            check_nul(params, i);
        if (is_plain(&params->item[i]))
            check_double(params, i);
    }
    for (size_t i = 0; params->has_stars && i < params->count; i++) {
        if (params->item[i].is_encoded)
            check_encoded(params, i);
        if (pneu_i_params_is_first(params, i))
            check_group(params, i);
    }
}
