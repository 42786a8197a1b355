/*
 * The raw parameter scanner: a field value in, at most 128 fixed-size records out, without memory and without
 * decoding.
 * A parameter is `name "=" (token / quoted-string)` with CFWS between the elements; `;` separates (RFC 2045 section
 * 5.1).
 * Read as most programs read what is outside of that: an unquoted value runs to `;` whatever is in it and is trimmed;
 * a quoted value ends at its quote mark, or at the end; an unreadable parameter is skipped to the next `;` and hides
 * nothing; without `;` nothing is read. A comment before or after an unquoted value is skipped, one inside it, as in
 * `name=report(1).pdf`, is text. Invariants: places only move forward, but for one look-ahead over a word, so reading
 * is linear; every record lies within the value.
 * RFC 2045 section 5.1, RFC 2183, RFC 2231 sections 3 and 4 (names).
 * Not handled: what values mean, and how parameters of one name go together (rfc2231.c, param_check.c).
 */
#include "syntax/params.h"

const pneu_i_settings pneu_i_primary_settings = {.limit = {[PNEU_OPTION_MAX_PARAMETERS] = PNEU_I_PARAMS_MAX}};

void pneu_i_params_init(pneu_i_params *params, pneu_str text, int32_t field, const pneu_i_settings *settings,
                        const pneu_defect_sink *sink)
{
    params->text = text;
    params->settings = settings;
    params->sink = sink;
    params->field = field;
    params->has_stars = 0;
    params->has_open_comment = 0;
    params->has_open_quote = 0;
    params->count = 0;
}

void pneu_i_params_report(const pneu_i_params *params, int32_t code, int32_t detail, size_t start, size_t end)
{
    if (params->sink != NULL)
        params->sink->report(params->sink->ctx, code, detail, start, end - start);
}

int pneu_i_params_same(const pneu_i_params *params, size_t a, size_t b)
{
    const pneu_i_raw_param *x = &params->item[a];
    const pneu_i_raw_param *y = &params->item[b];
    return x->hash == y->hash && x->name_len == y->name_len &&
           pneu_i_ascii_same(params->text.ptr + x->name, params->text.ptr + y->name, x->name_len);
}

int pneu_i_params_is_first(const pneu_i_params *params, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (pneu_i_params_same(params, i, k))
            return 0;
    return 1;
}

size_t pneu_i_params_find(const pneu_i_params *params, const char *letters, size_t len)
{
    size_t i = 0;
    while (i < params->count &&
           (params->item[i].section == PNEU_I_SECTION_BAD || !pneu_i_params_is_named(params, i, letters, len)))
        i++;
    return i;
}

static void report_comments(pneu_i_params *params, unsigned saw, size_t start, size_t end)
{
    pneu_i_params_report(params, PNEU_DEFECT_PARAM_COMMENT, 0, start, end);
    if (saw & PNEU_I_SAW_DEEP_COMMENT)
        pneu_i_params_report(params, PNEU_DEFECT_LIMIT_TOKENS, 0, start, end);
    if (saw & PNEU_I_SAW_OPEN_COMMENT) {
        params->has_open_comment = 1;
        pneu_i_params_report(params, PNEU_DEFECT_PARAM_SYNTAX, 0, start, end);
    }
}

static int comments_are_text(const pneu_i_params *params)
{
    return params->has_open_comment || pneu_i_params_choice(params, PNEU_READING_PARAMETER_COMMENT) != 0;
}

size_t pneu_i_params_skip_cfws(pneu_i_params *params, size_t at, unsigned *saw)
{
    size_t end = pneu_i_skip_space(params->text, at);
    *saw |= end > at ? PNEU_I_SAW_BLANK : 0u;
    if (end == params->text.len || params->text.ptr[end] != '(' || comments_are_text(params))
        return end;
    unsigned found = 0;
    size_t start = end;
    end = pneu_i_skip_cfws(params->text, end, &found);
    report_comments(params, found, start, end);
    *saw |= found;
    return end;
}

/* A comment inside an element that is skipped, or inside an unquoted value. Where comments are text, and where it is
 * not closed, "(" is a byte like any other, so that it hides no parameter. */
static size_t skip_inner_comment(pneu_i_params *params, size_t at)
{
    unsigned saw = 0;
    if (comments_are_text(params))
        return at + 1;
    size_t end = pneu_i_skip_comment(params->text, at, &saw);
    report_comments(params, saw, at, end);
    return saw & PNEU_I_SAW_OPEN_COMMENT ? at + 1 : end;
}

/* The same for a quoted string. */
static size_t skip_inner_quoted(pneu_i_params *params, size_t at)
{
    unsigned saw = 0;
    if (params->has_open_quote)
        return at + 1;
    size_t end = pneu_i_skip_quoted(params->text, at, &saw);
    params->has_open_quote = (saw & PNEU_I_SAW_OPEN_QUOTE) != 0;
    return params->has_open_quote ? at + 1 : end;
}

size_t pneu_i_params_find_semicolon(pneu_i_params *params, size_t at)
{
    pneu_str text = params->text;
    while (at < text.len && text.ptr[at] != ';') {
        if (text.ptr[at] == '(')
            at = skip_inner_comment(params, at);
        else if (text.ptr[at] == '"')
            at = skip_inner_quoted(params, at);
        else
            at++;
    }
    return at;
}

static int is_assignment(const pneu_i_params *params, size_t at)
{
    size_t end = pneu_i_skip_token(params->text, at);
    return end > at && end < params->text.len && params->text.ptr[end] == '=';
}

/* The first word of [at, end) that is a name and "=", or `end`. */
static size_t find_assignment(const pneu_i_params *params, size_t at, size_t end)
{
    while (at < end) {
        if (is_assignment(params, at))
            return at;
        while (at < end && !pneu_i_is_space((unsigned char)params->text.ptr[at]))
            at++;
        at = pneu_i_skip_space(params->text, at);
    }
    return end;
}

/* Text where a ";" should be. Gives the place to go on at: the ";", the end, or (other reading) a parameter. */
static size_t skip_junk(pneu_i_params *params, size_t at, int32_t code)
{
    size_t end = pneu_i_params_find_semicolon(params, at);
    size_t found = find_assignment(params, at, end);
    if (found == end) {
        pneu_i_params_report(params, code, 0, at, end);
        return end;
    }
    pneu_i_params_report(params, PNEU_DEFECT_PARAM_MISSING_SEMICOLON, 0, found, end);
    return pneu_i_params_choice(params, PNEU_READING_MISSING_SEMICOLON) != 0 ? found : end;
}

/* RFC 2231 section 3: decimal, no leading zero. `at` is after the star. */
static int16_t read_section(pneu_str text, size_t at, size_t end)
{
    int32_t number = 0;
    if (at == end || (text.ptr[at] == '0' && end - at > 1))
        return PNEU_I_SECTION_BAD;
    for (; at < end; at++) {
        if (!pneu_i_is((unsigned char)text.ptr[at], PNEU_I_DIGIT))
            return PNEU_I_SECTION_BAD;
        number = number * 10 + (text.ptr[at] - '0');
        if (number > INT16_MAX)
            number = INT16_MAX;
    }
    return (int16_t)number;
}

/* Splits "name*3*" at its stars. */
static void read_marks(pneu_i_params *params, pneu_i_raw_param *param, size_t end)
{
    size_t star = param->name + param->name_len;
    param->section = PNEU_I_SECTION_NONE;
    param->is_encoded = 0;
    if (star == end)
        return;
    params->has_stars = 1;
    param->is_encoded = params->text.ptr[end - 1] == '*';
    if (end - star > 1)
        param->section = read_section(params->text, star + 1, end - param->is_encoded);
}

/* Reads the name with its marks; gives the place after them. */
static size_t read_name(pneu_i_params *params, pneu_i_raw_param *param, size_t at)
{
    pneu_str text = params->text;
    param->name = at;
    param->hash = 0;
    while (at < text.len && text.ptr[at] != '*' && pneu_i_is((unsigned char)text.ptr[at], PNEU_I_TOKEN))
        at++;
    param->name_len = at - param->name;
    size_t end = pneu_i_skip_token(text, at);
    read_marks(params, param, end);
    return end;
}

/* White space in an unquoted value is text, unless only a comment or ";" follows. 1 if the value ends here because (in
 * the other reading) a parameter follows without ";". */
static int ends_at_blank(pneu_i_params *params, const pneu_i_raw_param *param, size_t at)
{
    if (param->saw & PNEU_I_SAW_MARK || at == param->value || !is_assignment(params, at))
        return 0; /* in an encoded word "=" means nothing */
    pneu_i_params_report(params, PNEU_DEFECT_PARAM_MISSING_SEMICOLON, 0, at, at);
    return pneu_i_params_choice(params, PNEU_READING_MISSING_SEMICOLON) != 0;
}

/* What an unquoted value holds besides token bytes; gives the place of the ";" after it. */
static size_t read_odd_value(pneu_i_params *params, pneu_i_raw_param *param, size_t at)
{
    pneu_str text = params->text;
    unsigned pending = 0; /* of white space and comments that are in the value only if text follows them */
    while (at < text.len && text.ptr[at] != ';') {
        unsigned char c = (unsigned char)text.ptr[at];
        size_t end;
        if (pneu_i_is_space(c)) {
            pending |= pneu_i_saw_of(c);
            if (++at < text.len && !pneu_i_is_space((unsigned char)text.ptr[at]) && ends_at_blank(params, param, at))
                break;
        } else if (c == '(' && (end = skip_inner_comment(params, at)) > at + 1) {
            pending |= PNEU_I_SAW_SPECIAL | PNEU_I_SAW_BREAK | PNEU_I_SAW_EIGHT_BIT | PNEU_I_SAW_MARK;
            at = end;
        } else {
            param->saw |= (uint16_t)(pneu_i_saw_of(c) | pending);
            param->value_len = ++at - param->value;
            pending = 0;
        }
    }
    return at;
}

static size_t read_unquoted(pneu_i_params *params, pneu_i_raw_param *param, size_t at)
{
    pneu_str text = params->text;
    param->value = at;
    param->is_quoted = 0;
    param->saw = 0;
    at = pneu_i_skip_token(text, at);
    param->value_len = at - param->value;
    if (at < text.len && text.ptr[at] != ';')
        at = read_odd_value(params, param, at);
    param->end = param->value + param->value_len;
    if (param->value_len == 0)
        pneu_i_params_report(params, PNEU_DEFECT_PARAM_SYNTAX, PNEU_DETAIL_PARAM_EMPTY_VALUE, param->start, param->end);
    if (param->saw & PNEU_I_SAW_ESCAPE)
        pneu_i_params_report(params, PNEU_DEFECT_PARAM_SYNTAX, PNEU_DETAIL_PARAM_BAD_ESCAPE, param->start, param->end);
    if (param->saw & PNEU_I_SAW_SPECIAL)
        pneu_i_params_report(params, PNEU_DEFECT_PARAM_UNQUOTED_SPECIAL, 0, param->start, param->end);
    return at;
}

static size_t read_quoted(pneu_i_params *params, pneu_i_raw_param *param, size_t at)
{
    unsigned saw = 0;
    param->value = at + 1;
    param->is_quoted = 1;
    at = pneu_i_skip_quoted(params->text, at, &saw);
    param->end = at;
    param->value_len = at - param->value - (saw & PNEU_I_SAW_OPEN_QUOTE ? 0 : 1);
    param->saw = (uint16_t)(saw & ~(unsigned)PNEU_I_SAW_SPECIAL);
    if (saw & PNEU_I_SAW_OPEN_QUOTE) {
        pneu_i_params_report(params, PNEU_DEFECT_PARAM_UNTERMINATED_QUOTE, 0, param->start, at);
        return at;
    }
    at = pneu_i_params_skip_between(params, at, &saw);
    if (at < params->text.len && params->text.ptr[at] != ';')
        at = skip_junk(params, at, PNEU_DEFECT_PARAM_SYNTAX);
    return at;
}

/* Reads one parameter into the next record; gives the place of the ";" after it. */
static size_t read_one(pneu_i_params *params, size_t start)
{
    pneu_str text = params->text;
    pneu_i_raw_param *param = &params->item[params->count];
    unsigned saw = 0;
    param->start = start;
    size_t at = read_name(params, param, start);
    if (at < text.len && text.ptr[at] != '=')
        at = pneu_i_params_skip_cfws(params, at, &saw);
    if (param->name_len == 0 || at == text.len || text.ptr[at] != '=') {
        at = pneu_i_params_find_semicolon(params, at);
        pneu_i_params_report(params, PNEU_DEFECT_PARAM_INVALID_NAME, 0, start, at);
        return at;
    }
    params->count++;
    at = pneu_i_params_skip_between(params, at + 1, &saw);
    if (saw & PNEU_I_SAW_BLANK)
        pneu_i_params_report(params, PNEU_DEFECT_PARAM_SYNTAX, PNEU_DETAIL_PARAM_SPACE_AROUND_EQ, start, at);
    if (at < text.len && text.ptr[at] == '"')
        return read_quoted(params, param, at);
    return read_unquoted(params, param, at);
}

/* So that names of one length that differ in the last byte are not compared whole with each other. */
static void hash_names(pneu_i_params *params)
{
    for (size_t i = 0; i < params->count; i++) {
        const char *name = params->text.ptr + params->item[i].name;
        uint32_t hash = 0;
        for (size_t k = 0; k < params->item[i].name_len; k++)
            hash = hash * 31 + ((unsigned char)name[k] | 0x20u); /* one value for both cases */
        params->item[i].hash = hash;
    }
}

static void read_all(pneu_i_params *params, size_t at)
{
    pneu_str text = params->text;
    unsigned saw = 0;
    uint64_t most = params->settings->limit[PNEU_OPTION_MAX_PARAMETERS];
    while (at < text.len) {
        if (text.ptr[at] == ';') {
            size_t semicolon = at;
            at = pneu_i_params_skip_between(params, at + 1, &saw);
            if (at < text.len && text.ptr[at] == ';')
                pneu_i_params_report(params, PNEU_DEFECT_PARAM_SYNTAX, 0, semicolon, at);
            else if (at == text.len)
                pneu_i_params_report(params, PNEU_DEFECT_PARAM_SYNTAX, PNEU_DETAIL_PARAM_TRAILING_SEMICOLON, semicolon,
                                     semicolon + 1);
        } else if (params->count == PNEU_I_PARAMS_MAX || params->count >= most) {
            pneu_i_params_report(params, PNEU_DEFECT_LIMIT_TOKENS, PNEU_DETAIL_LIMIT_PARAMS, at, text.len);
            return;
        } else {
            at = read_one(params, at);
        }
    }
}

void pneu_i_params_read(pneu_i_params *params, size_t at)
{
    read_all(params, at);
    if (params->count > 1)
        hash_names(params);
}

void pneu_i_params_read_after(pneu_i_params *params, size_t at)
{
    unsigned saw = 0;
    at = pneu_i_params_skip_between(params, at, &saw);
    if (at < params->text.len && params->text.ptr[at] != ';')
        at = skip_junk(params, at, PNEU_DEFECT_PARAM_INVALID_NAME);
    pneu_i_params_read(params, at);
}
