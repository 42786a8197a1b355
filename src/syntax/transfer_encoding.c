/*
 * Content-Transfer-Encoding: one token (RFC 2045 section 6.1) with CFWS around it. In: the raw value. Out: the
 * encoding.
 * The first token counts, whatever follows (Thunderbird, mutt): a list, words, ";", a comment. A misspelt token is an
 * unknown encoding, never a guess.
 * Not handled: encodings of multiparts and messages (the parser).
 */
#include "syntax/mime_fields.h"
#include "syntax/scan.h"

enum {
    FIRST_TOKEN = 0, /* the choices of PNEU_READING_ENCODING_TOKEN */
    LAST_TOKEN = 1
};

static const struct encoding_token {
    const char *name;
    size_t len;
    int32_t encoding;
} tokens[] = {
    {"7bit", 4, PNEU_ENCODING_7BIT},
    {"8bit", 4, PNEU_ENCODING_8BIT},
    {"base64", 6, PNEU_ENCODING_BASE64},
    {"binary", 6, PNEU_ENCODING_BINARY},
    {"quoted-printable", 16, PNEU_ENCODING_QUOTED_PRINTABLE},
    {"x-uuencode", 10, PNEU_ENCODING_UUENCODE},
    {"uuencode", 8, PNEU_ENCODING_UUENCODE},
    {"x-uue", 5, PNEU_ENCODING_UUENCODE},
};

static int32_t encoding_of(pneu_str token)
{
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++)
        if (token.len == tokens[i].len && pneu_i_ascii_same(token.ptr, tokens[i].name, token.len))
            return tokens[i].encoding;
    return PNEU_ENCODING_UNKNOWN;
}

static void report(const pneu_defect_sink *sink, int32_t code, int32_t detail, size_t start, size_t end)
{
    if (sink != NULL)
        sink->report(sink->ctx, code, detail, start, end - start);
}

/* The last token of the value. */
static pneu_str last_token(pneu_str value, pneu_str token)
{
    unsigned saw = 0;
    for (size_t at = 0; at < value.len;) {
        at = pneu_i_skip_cfws(value, at, &saw);
        size_t end = pneu_i_skip_token(value, at);
        if (end > at)
            token = pneu_i_str_of(value.ptr + at, end - at);
        at = end + (end < value.len && end == at);
    }
    return token;
}

int32_t pneu_i_encoding_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink)
{
    unsigned saw = 0;
    size_t start = pneu_i_skip_cfws(value, 0, &saw);
    size_t end = pneu_i_skip_token(value, start);
    size_t rest = pneu_i_skip_cfws(value, end, &saw);
    int has_comment = (saw & PNEU_I_SAW_COMMENT) != 0;
    int has_junk = end > start && rest < value.len;
    pneu_str token = pneu_i_str_of(value.ptr + start, end - start);
    if (saw & PNEU_I_SAW_DEEP_COMMENT)
        report(sink, PNEU_DEFECT_LIMIT_TOKENS, 0, 0, value.len);
    if (has_comment || has_junk)
        report(sink, PNEU_DEFECT_CTE_TOKEN_JUNK, has_junk ? 0 : PNEU_DETAIL_CTE_COMMENT, 0, value.len);
    unsigned choice = settings->reading.choice[PNEU_READING_ENCODING_TOKEN];
    if (choice > LAST_TOKEN && (has_comment || has_junk))
        return PNEU_ENCODING_7BIT;
    if (choice == LAST_TOKEN && has_junk)
        token = last_token(value, token);
    int32_t encoding = encoding_of(token);
    if (encoding == PNEU_ENCODING_UNKNOWN)
        report(sink, PNEU_DEFECT_CTE_UNKNOWN, 0, start, end > start ? end : value.len);
    if (encoding == PNEU_ENCODING_UUENCODE)
        report(sink, PNEU_DEFECT_CTE_LEGACY, 0, start, end);
    return encoding;
}

const char *pneu_encoding_name(int32_t encoding)
{
    static const char *const usual[] = {"7bit", "8bit", "binary", "quoted-printable", "base64", "x-uuencode"};
    return encoding >= 0 && encoding < PNEU_ENCODING_UNKNOWN ? usual[encoding] : "unknown";
}
