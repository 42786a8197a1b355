/*
 * The values of fields of reports, by kind.
 * In: the raw value of one field. Out: text, typed text, number, code or disposition, in the arena. And back to text.
 * Comments are dropped where the RFCs allow them and the value is no free text; brackets around addresses, which many
 * servers write, too. xtext that a server copied from ORCPT or ENVID without decoding it is decoded, but only where it
 * must have been encoded ("+2B", "+3D", in an envelope id "+20" too): "joe+41@example.com" is an address as it stands.
 * Invariant: what write gives, read reads the same; the caller checks it.
 * RFC 3464 sections 2.1.2 and 2.3; RFC 3461 section 4 (xtext); RFC 8098 section 3.2; RFC 5965 section 3.
 * Not handled: encoded words; the \x{} form of the address type utf-8 (RFC 6533 section 3).
 */
#include "syntax/report_value.h"

#include "pneu/report.h"
#include "syntax/arena_list.h"

/* ---- xtext -------------------------------------------------------------------------------------------------- */

/* The octet of "+HH" at `at` if it is one of these, else 0. */
static char xtext_at(pneu_str text, size_t at, const char *octets)
{
    static const char digits[] = "0123456789ABCDEF";
    if (text.len - at < 3 || text.ptr[at] != '+')
        return 0;
    const char *high = memchr(digits, text.ptr[at + 1], 16);
    const char *low = memchr(digits, text.ptr[at + 2], 16);
    if (high == NULL || low == NULL)
        return 0;
    char octet = (char)((high - digits) * 16 + (low - digits));
    return octet > 0 && strchr(octets, octet) != NULL ? octet : 0;
}

static const char *encoded_octets(int kind)
{
    return kind == PNEU_I_REPORT_ENVELOPE_ID ? "+= " : kind == PNEU_I_REPORT_ORIGINAL ? "+=" : "";
}

/* Decodes in place: text is a copy of ours. */
static pneu_str decode_xtext(pneu_str text, int kind)
{
    const char *octets = encoded_octets(kind);
    char *to = (char *)text.ptr;
    size_t len = 0;
    if (text.len == 0 || *octets == '\0' || memchr(text.ptr, '+', text.len) == NULL)
        return text;
    for (size_t at = 0; at < text.len;) {
        char octet = xtext_at(text, at, octets);
        to[len++] = octet != 0 ? octet : text.ptr[at];
        at += octet != 0 ? 3 : 1;
    }
    return pneu_i_str_of(to, len);
}

/* A "+" is encoded where it would be read as the start of an encoded octet. */
static void write_xtext(pneu_str text, int kind, pneu_i_text_builder *to)
{
    const char *octets = encoded_octets(kind);
    size_t start = 0;
    for (size_t at = 0; at < text.len; at++) {
        if (xtext_at(text, at, octets) == 0)
            continue;
        pneu_i_text_builder_add(to, text.ptr + start, at - start);
        pneu_i_text_builder_add(to, "+2B", 3);
        start = at + 1;
    }
    if (text.len > start)
        pneu_i_text_builder_add(to, text.ptr + start, text.len - start);
}

/* ---- Reading ------------------------------------------------------------------------------------------------ */

static int is_token(pneu_str text)
{
    return text.len > 0 && pneu_i_skip_token(text, 0) == text.len;
}

static pneu_str without_brackets(pneu_str text)
{
    while (text.len >= 2 && text.ptr[0] == '<' && text.ptr[text.len - 1] == '>')
        text = pneu_i_str_trim(pneu_i_str_of(text.ptr + 1, text.len - 2));
    return text;
}

static pneu_str read_text(pneu_i_value_reader *reader, int kind, pneu_str raw)
{
    if (raw.len == 0)
        return pneu_i_str("");
    if (kind == PNEU_I_REPORT_TEXT || kind == PNEU_I_REPORT_ENVELOPE_ID || kind == PNEU_I_REPORT_TYPED_TEXT ||
        kind == PNEU_I_REPORT_AGENT)
        return decode_xtext(pneu_i_str_trim(pneu_i_value_text(reader, pneu_i_str_trim(raw))), kind);
    pneu_str text = pneu_i_value_without_comments(reader, raw);
    if (kind == PNEU_I_REPORT_KEYWORD)
        return pneu_i_value_lower(reader, text);
    if (kind != PNEU_I_REPORT_WORD)
        text = without_brackets(text);
    return decode_xtext(text, kind);
}

/* Where the ";" of raw is, or its end: outside of comments and quoted strings. */
static size_t find_semicolon(const pneu_i_value_reader *reader, pneu_str raw)
{
    pneu_i_value_reader inside = *reader;
    inside.sink = NULL;
    inside.text = raw;
    inside.at = 0;
    pneu_i_value_skip_to(&inside, ';');
    return inside.at;
}

static int read_typed(pneu_i_value_reader *reader, int kind, pneu_str raw, pneu_typed_text *out)
{
    size_t at = find_semicolon(reader, raw);
    int has_type = at < raw.len;
    out->type = pneu_i_str("");
    if (has_type)
        out->type = read_text(reader, PNEU_I_REPORT_KEYWORD, pneu_i_str_of(raw.ptr, at));
    out->text = read_text(reader, kind, has_type ? pneu_i_str_from(raw, at + 1) : raw);
    return has_type && is_token(out->type);
}

static int read_agent(pneu_i_value_reader *reader, pneu_str raw, pneu_str *out)
{
    const char *semicolon = raw.len > 0 ? memchr(raw.ptr, ';', raw.len) : NULL;
    size_t at = semicolon != NULL ? (size_t)(semicolon - raw.ptr) : raw.len;
    out[0] = read_text(reader, PNEU_I_REPORT_AGENT, pneu_i_str_of(raw.ptr, at));
    if (semicolon != NULL)
        out[1] = read_text(reader, PNEU_I_REPORT_AGENT, pneu_i_str_from(raw, at + 1));
    return out[0].len > 0;
}

static int read_number(pneu_i_value_reader *reader, pneu_str raw, uint32_t *out)
{
    return pneu_i_value_number(pneu_i_value_without_comments(reader, raw), out) && *out > 0;
}

/* Lenient: text after the code, as in "5.1.1 no such user", is passed over. */
static int read_status(pneu_i_value_reader *reader, pneu_str raw, pneu_status_code *out)
{
    pneu_str text = pneu_i_value_without_comments(reader, raw);
    if (pneu_status_code_parse(text, out) == PNEU_OK)
        return 1;
    size_t len = 0;
    while (len < text.len && !pneu_i_is_space((unsigned char)text.ptr[len]))
        len++;
    (void)pneu_status_code_parse(pneu_i_str_of(text.ptr, len), out);
    return 0;
}

/* Any date that can be read will do, in strict mode too: the RFC's own example has the wrong day of the week (RFC 5965
 * appendix B.2). */
static int read_date(pneu_i_value_reader *reader, pneu_str raw, pneu_report_date *out)
{
    out->text = read_text(reader, PNEU_I_REPORT_TEXT, raw);
    out->has_date = pneu_date_parse(raw, PNEU_LENIENT, NULL, &out->date) == PNEU_OK;
    return out->has_date;
}

/* ---- Dispositions ------------------------------------------------------------------------------------------- */

static pneu_str read_token(pneu_i_value_reader *reader, int *is_good)
{
    pneu_i_value_skip_cfws(reader);
    pneu_str word = pneu_i_value_run(reader, "/;,(\"");
    *is_good &= is_token(word);
    return pneu_i_value_lower(reader, word);
}

static void read_modifiers(pneu_i_value_reader *reader, pneu_text_list *out, int *is_good)
{
    pneu_i_arena_list list = pneu_i_arena_list_of(reader->arena, sizeof(pneu_str));
    do {
        pneu_str *added = pneu_i_arena_list_add(&list);
        if (added == NULL) {
            reader->status = PNEU_ERR_MEMORY;
            return;
        }
        *added = read_token(reader, is_good);
    } while (pneu_i_value_take(reader, ',') && reader->status == PNEU_OK);
    out->texts = (const pneu_str *)(const void *)list.items;
    out->count = list.count;
}

/* "action-mode/sending-mode; type/modifier,modifier" */
static int read_disposition(pneu_i_value_reader *outer, pneu_str raw, pneu_disposition *out)
{
    pneu_i_value_reader reader = *outer;
    int is_good = 1;
    reader.at = pneu_i_value_place(outer, raw);
    reader.text.len = reader.at + raw.len;
    reader.is_bad = 0;
    out->action_mode = read_token(&reader, &is_good);
    is_good &= pneu_i_value_take(&reader, '/');
    out->sending_mode = read_token(&reader, &is_good);
    is_good &= pneu_i_value_take(&reader, ';');
    out->type = read_token(&reader, &is_good);
    if (pneu_i_value_take(&reader, '/'))
        read_modifiers(&reader, &out->modifiers, &is_good);
    pneu_i_value_skip_cfws(&reader);
    outer->status = reader.status;
    return is_good && !reader.is_bad && pneu_i_value_is_at_end(&reader);
}

int pneu_i_report_value_read(pneu_i_value_reader *reader, int kind, pneu_str raw, void *out)
{
    switch (kind) {
    case PNEU_I_REPORT_AGENT: return read_agent(reader, raw, out);
    case PNEU_I_REPORT_TYPED_TEXT:
    case PNEU_I_REPORT_TYPED_WORD:
    case PNEU_I_REPORT_ORIGINAL: return read_typed(reader, kind, raw, out);
    case PNEU_I_REPORT_NUMBER: return read_number(reader, raw, out);
    case PNEU_I_REPORT_STATUS: return read_status(reader, raw, out);
    case PNEU_I_REPORT_DISPOSITION: return read_disposition(reader, raw, out);
    case PNEU_I_REPORT_DATE: return read_date(reader, raw, out);
    default: break;
    }
    pneu_str *text = out;
    *text = read_text(reader, kind, raw);
    return kind != PNEU_I_REPORT_KEYWORD || is_token(*text);
}

/* ---- Writing and comparing ------------------------------------------------------------------------------------ */

int pneu_i_report_value_is_set(int kind, const void *value)
{
    const pneu_str *texts = value;
    const pneu_report_date *date = value;
    switch (kind) {
    case PNEU_I_REPORT_DATE: return date->text.ptr != NULL || date->has_date;
    case PNEU_I_REPORT_NUMBER: return *(const uint32_t *)value > 0;
    case PNEU_I_REPORT_STATUS: return ((const pneu_status_code *)value)->code_class > 0;
    case PNEU_I_REPORT_DISPOSITION: return ((const pneu_disposition *)value)->type.ptr != NULL;
    case PNEU_I_REPORT_AGENT:
    case PNEU_I_REPORT_TYPED_TEXT:
    case PNEU_I_REPORT_TYPED_WORD:
    case PNEU_I_REPORT_ORIGINAL: return texts[0].ptr != NULL || texts[1].ptr != NULL;
    default: return texts[0].ptr != NULL;
    }
}

static void write_number(uint32_t number, pneu_i_text_builder *to)
{
    char digits[10];
    size_t at = sizeof digits;
    for (; number > 0; number /= 10)
        digits[--at] = (char)('0' + number % 10);
    pneu_i_text_builder_add(to, digits + at, sizeof digits - at);
}

/* What cannot be written, a number out of range, is not read again. */
static void write_given(pneu_i_text_builder *to, pneu_status status, pneu_str text)
{
    if (status == PNEU_OK)
        pneu_i_text_builder_add_str(to, text);
    else if (status == PNEU_ERR_MEMORY)
        to->status = status;
}

static void write_date(const pneu_report_date *date, pneu_i_text_builder *to)
{
    pneu_str text = date->text;
    write_given(to, text.ptr != NULL ? PNEU_OK : pneu_date_format(to->arena, &date->date, &text), text);
}

static void write_status(const pneu_status_code *code, pneu_i_text_builder *to)
{
    pneu_str text = {"", 0};
    write_given(to, pneu_status_code_format(to->arena, *code, &text), text);
}

static void write_disposition(const pneu_disposition *disposition, pneu_i_text_builder *to)
{
    pneu_i_text_builder_add_str(to, disposition->action_mode);
    pneu_i_text_builder_add_words(to, "/");
    pneu_i_text_builder_add_str(to, disposition->sending_mode);
    pneu_i_text_builder_add_words(to, "; ");
    pneu_i_text_builder_add_str(to, disposition->type);
    for (size_t i = 0; i < disposition->modifiers.count; i++) {
        pneu_i_text_builder_add_words(to, i == 0 ? "/" : ",");
        pneu_i_text_builder_add_str(to, disposition->modifiers.texts[i]);
    }
}

/* "type; text", "name; product" or "name" */
static void write_pair(int kind, const pneu_str *texts, pneu_i_text_builder *to)
{
    pneu_i_text_builder_add_str(to, texts[0]);
    if (texts[1].ptr != NULL)
        pneu_i_text_builder_add_words(to, texts[1].len > 0 ? "; " : ";");
    write_xtext(texts[1], kind, to);
}

void pneu_i_report_value_write(int kind, const void *value, pneu_i_text_builder *to)
{
    const pneu_str *texts = value;
    switch (kind) {
    case PNEU_I_REPORT_NUMBER: write_number(*(const uint32_t *)value, to); break;
    case PNEU_I_REPORT_STATUS: write_status(value, to); break;
    case PNEU_I_REPORT_DISPOSITION: write_disposition(value, to); break;
    case PNEU_I_REPORT_DATE: write_date(value, to); break;
    case PNEU_I_REPORT_AGENT:
    case PNEU_I_REPORT_TYPED_TEXT:
    case PNEU_I_REPORT_TYPED_WORD:
    case PNEU_I_REPORT_ORIGINAL: write_pair(kind, texts, to); break;
    case PNEU_I_REPORT_PATH:
        pneu_i_text_builder_add_words(to, "<");
        pneu_i_text_builder_add_str(to, texts[0]);
        pneu_i_text_builder_add_words(to, ">");
        break;
    default: write_xtext(texts[0], kind, to); break;
    }
}

static int is_same_text(pneu_str a, pneu_str b)
{
    return (a.ptr == NULL) == (b.ptr == NULL) && pneu_i_str_equal(a, b);
}

static int is_same_disposition(const pneu_disposition *a, const pneu_disposition *b)
{
    if (!pneu_i_str_same(a->action_mode, b->action_mode) || !pneu_i_str_same(a->sending_mode, b->sending_mode) ||
        !pneu_i_str_same(a->type, b->type) || a->modifiers.count != b->modifiers.count)
        return 0;
    for (size_t i = 0; i < a->modifiers.count; i++)
        if (!pneu_i_str_same(a->modifiers.texts[i], b->modifiers.texts[i]))
            return 0;
    return 1;
}

/* Of text and date one is enough. */
static int is_same_date(const pneu_report_date *wanted, const pneu_report_date *again)
{
    const pneu_date *a = &wanted->date, *b = &again->date;
    if (wanted->text.ptr != NULL ? !is_same_text(wanted->text, again->text) : wanted->has_date != again->has_date)
        return 0;
    return !wanted->has_date || (again->has_date && a->epoch == b->epoch && a->offset_min == b->offset_min &&
                                 !a->zone_known == !b->zone_known);
}

int pneu_i_report_value_is_same(int kind, const void *wanted, const void *again)
{
    const pneu_str *x = wanted, *y = again;
    switch (kind) {
    case PNEU_I_REPORT_NUMBER: return *(const uint32_t *)wanted == *(const uint32_t *)again;
    case PNEU_I_REPORT_STATUS: return memcmp(wanted, again, 3 * sizeof(uint16_t)) == 0;
    case PNEU_I_REPORT_DISPOSITION: return is_same_disposition(wanted, again);
    case PNEU_I_REPORT_DATE: return is_same_date(wanted, again);
    case PNEU_I_REPORT_KEYWORD: return pneu_i_str_same(*x, *y);
    case PNEU_I_REPORT_AGENT: return is_same_text(x[0], y[0]) && is_same_text(x[1], y[1]);
    case PNEU_I_REPORT_TYPED_TEXT:
    case PNEU_I_REPORT_TYPED_WORD:
    case PNEU_I_REPORT_ORIGINAL: return pneu_i_str_same(x[0], y[0]) && is_same_text(x[1], y[1]);
    default: return is_same_text(*x, *y);
    }
}
