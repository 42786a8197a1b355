/*
 * Content-Transfer-Encoding: one token (RFC 2045 section 6.1) with CFWS around it. In: the raw value. Out: the
 * encoding; or the guess that another reading makes from the body's first line.
 * The first token counts, whatever follows (Thunderbird, mutt): a list, words, ";", a comment. A misspelt token is an
 * unknown encoding, in the primary reading never a guess.
 * Not handled: encodings of multiparts and messages (the parser).
 */
#include <string.h>

#include "syntax/mime_fields.h"
#include "syntax/scan.h"

#define NAME_MOST ((size_t)16)

static const struct encoding_token {
    char name[NAME_MOST]; /* without an end of its own where it is that long */
    int32_t encoding;
} tokens[] = {
    {"7bit", PNEU_ENCODING_7BIT},
    {"8bit", PNEU_ENCODING_8BIT},
    {"base64", PNEU_ENCODING_BASE64},
    {"binary", PNEU_ENCODING_BINARY},
    {"quoted-printable", PNEU_ENCODING_QUOTED_PRINTABLE},
    {"x-uuencode", PNEU_ENCODING_UUENCODE},
    {"uuencode", PNEU_ENCODING_UUENCODE},
    {"x-uue", PNEU_ENCODING_UUENCODE},
};

static int32_t encoding_of(pneu_str token)
{
    char name[NAME_MOST] = {0};
    if (token.len > NAME_MOST)
        return PNEU_ENCODING_UNKNOWN;
    pneu_i_copy_lower(name, token.ptr, token.len);
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++)
        if (memcmp(name, tokens[i].name, NAME_MOST) == 0)
            return tokens[i].encoding;
    return PNEU_ENCODING_UNKNOWN;
}

/* The value that is one of the usual words, alone behind a space: nothing is wrong with it in any reading. */
static int32_t encoding_of_usual(pneu_str value)
{
    if (value.len > 0 && value.ptr[0] == ' ')
        value = pneu_i_str_from(value, 1);
    if (pneu_i_str_equal(value, pneu_i_str("quoted-printable")))
        return PNEU_ENCODING_QUOTED_PRINTABLE;
    if (pneu_i_str_equal(value, pneu_i_str("base64")))
        return PNEU_ENCODING_BASE64;
    if (pneu_i_str_equal(value, pneu_i_str("7bit")))
        return PNEU_ENCODING_7BIT;
    return pneu_i_str_equal(value, pneu_i_str("8bit")) ? PNEU_ENCODING_8BIT : PNEU_ENCODING_UNKNOWN;
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

static int32_t read_any(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink)
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
    if (choice >= PNEU_I_ENCODING_NONE && (has_comment || has_junk))
        return choice == PNEU_I_ENCODING_NONE ? PNEU_ENCODING_7BIT : PNEU_ENCODING_UNKNOWN;
    if (choice == PNEU_I_ENCODING_LAST_TOKEN && has_junk)
        token = last_token(value, token);
    int32_t encoding = encoding_of(token);
    if (encoding == PNEU_ENCODING_UNKNOWN)
        report(sink, PNEU_DEFECT_CTE_UNKNOWN, 0, start, end > start ? end : value.len);
    if (encoding == PNEU_ENCODING_UUENCODE)
        report(sink, PNEU_DEFECT_CTE_LEGACY, 0, start, end);
    return encoding;
}

int32_t pneu_i_encoding_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink)
{
    int32_t usual = encoding_of_usual(value);
    return usual != PNEU_ENCODING_UNKNOWN ? usual : read_any(value, settings, sink);
}

static int is_base64_digit(unsigned char c)
{
    char lower = pneu_i_lower((char)c);
    return (lower >= 'a' && lower <= 'z') || pneu_i_is(c, PNEU_I_DIGIT) || c == '+' || c == '/';
}

static int is_base64_line(pneu_str line)
{
    size_t digits = 0, len = line.len;
    while (len > 0 && line.len - len < 2 && line.ptr[len - 1] == '=')
        len--;
    while (digits < len && is_base64_digit((unsigned char)line.ptr[digits]))
        digits++;
    return digits == len && len > 0 && line.len % 4 == 0;
}

/* "begin 644 name" (POSIX uuencode): a mode of three or four octal digits. */
static int is_begin_line(pneu_str line)
{
    static const char word[] = "begin ";
    size_t at = sizeof word - 1, mode;
    if (line.len < at || memcmp(line.ptr, word, at) != 0)
        return 0;
    for (mode = 0; at < line.len && line.ptr[at] >= '0' && line.ptr[at] <= '7'; at++)
        mode++;
    return (mode == 3 || mode == 4) && at + 1 < line.len && line.ptr[at] == ' ';
}

static int has_escape(pneu_str line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] != '=')
            continue;
        if (i + 1 == line.len)
            return 1;
        if (i + 2 < line.len && pneu_i_hex_value((unsigned char)line.ptr[i + 1]) >= 0 &&
            pneu_i_hex_value((unsigned char)line.ptr[i + 2]) >= 0)
            return 1;
    }
    return 0;
}

int32_t pneu_i_encoding_guess(pneu_str line)
{
    if (is_base64_line(line))
        return PNEU_ENCODING_BASE64;
    if (is_begin_line(line))
        return PNEU_ENCODING_UUENCODE;
    return has_escape(line) ? PNEU_ENCODING_QUOTED_PRINTABLE : PNEU_ENCODING_UNKNOWN;
}

const char *pneu_encoding_name(int32_t encoding)
{
    static const char *const usual[] = {"7bit", "8bit", "binary", "quoted-printable", "base64", "x-uuencode"};
    return encoding >= 0 && encoding < PNEU_ENCODING_UNKNOWN ? usual[encoding] : "unknown";
}
