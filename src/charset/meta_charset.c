/*
 * The charset that an HTML text names itself: <meta charset="x">, <meta http-equiv="Content-Type" content="text/html;
 * charset=x">, or else <?xml encoding="x"?>.
 * In: the first bytes of the text. Out: a charset. The text is ASCII as far as it is read, so one that says UTF-16 is
 * not; it is UTF-8 then. A name that is not known, US-ASCII, or of a charset in which ASCII text may hide (UTF-7, HZ), says
 * nothing, and the search goes on.
 * Invariants: the place only moves forward; what is not complete within the bytes does not count.
 * HTML standard, section 13.2.3.2 ("prescan a byte stream to determine its encoding").
 * Not handled: XML declarations in UTF-16; x-user-defined.
 */
#include "charset/meta_charset.h"

#include "base/ascii.h"
#include "charset/charset.h"

typedef struct scan {
    pneu_str text;
    size_t at;
} scan;

typedef struct attribute {
    pneu_str name;
    pneu_str value;
} attribute;

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static int is_letter(char c)
{
    return pneu_i_lower(c) >= 'a' && pneu_i_lower(c) <= 'z';
}

static int is_at_end(const scan *s)
{
    return s->at >= s->text.len;
}

/* 1 if the text goes on like this, in any case. */
static int begins(const scan *s, const char *text)
{
    size_t len = strlen(text);
    return s->text.len - s->at >= len && pneu_i_ascii_same(text, s->text.ptr + s->at, len);
}

static void skip_blanks(scan *s)
{
    while (!is_at_end(s) && is_blank(s->text.ptr[s->at]))
        s->at++;
}

/* To the next such text, or to the end. */
static void skip_to(scan *s, const char *text)
{
    while (!is_at_end(s) && !begins(s, text))
        s->at++;
}

/* What was passed since `start`. */
static pneu_str passed(const scan *s, size_t start)
{
    return pneu_i_str_of(s->text.ptr + start, s->at - start);
}

static int charset_named(pneu_str label)
{
    int charset = pneu_i_charset_find(label);
    if (pneu_i_charset_says_nothing(label, charset))
        return PNEU_I_CHARSET_NONE;
    uint8_t how = pneu_i_charset_at(charset)->how;
    if (how == PNEU_I_DECODE_UTF_16LE || how == PNEU_I_DECODE_UTF_16BE)
        return PNEU_I_CHARSET_UTF_8;
    return pneu_i_charset_at(charset)->is_dangerous ? PNEU_I_CHARSET_NONE : charset;
}

static int is_at_quote(const scan *s)
{
    return !is_at_end(s) && (s->text.ptr[s->at] == '"' || s->text.ptr[s->at] == '\'');
}

/* Skips blanks, "=" and blanks. 0 if no "=" is there. */
static int skip_equals(scan *s)
{
    skip_blanks(s);
    if (is_at_end(s) || s->text.ptr[s->at] != '=')
        return 0;
    s->at++;
    skip_blanks(s);
    return 1;
}

/* ---- Attributes ------------------------------------------------------------------------------------------------- */

static pneu_str read_quoted(scan *s)
{
    char quote[] = {s->text.ptr[s->at++], 0};
    size_t start = s->at;
    skip_to(s, quote);
    pneu_str value = passed(s, start);
    s->at += !is_at_end(s);
    return value;
}

static pneu_str read_value(scan *s)
{
    if (is_at_quote(s))
        return read_quoted(s);
    size_t start = s->at;
    while (!is_at_end(s) && !is_blank(s->text.ptr[s->at]) && s->text.ptr[s->at] != '>')
        s->at++;
    return passed(s, start);
}

static int ends_name(char c)
{
    return is_blank(c) || c == '=' || c == '/' || c == '>';
}

/* 0 at the ">" of the tag, or at the end of the bytes. */
static int next_attribute(scan *s, attribute *out)
{
    while (!is_at_end(s) && (is_blank(s->text.ptr[s->at]) || s->text.ptr[s->at] == '/'))
        s->at++;
    if (is_at_end(s) || s->text.ptr[s->at] == '>')
        return 0;
    size_t start = s->at++; /* even a "=" */
    while (!is_at_end(s) && !ends_name(s->text.ptr[s->at]))
        s->at++;
    out->name = passed(s, start);
    out->value = pneu_i_str("");
    if (skip_equals(s))
        out->value = read_value(s);
    return !is_at_end(s);
}

/* The charset that stands in the quotes here, if they are closed. */
static int charset_in_quotes(scan *s)
{
    pneu_str label = read_quoted(s);
    int is_closed = label.ptr + label.len < s->text.ptr + s->text.len;
    return is_closed ? charset_named(label) : PNEU_I_CHARSET_NONE;
}

/* ---- <meta> ----------------------------------------------------------------------------------------------------- */

/* The charset in "text/html; charset=x": the standard's "extracting a character encoding from a meta element". */
static int charset_of_content(pneu_str content)
{
    scan s = {content, 0};
    do {
        skip_to(&s, "charset");
        if (is_at_end(&s))
            return PNEU_I_CHARSET_NONE;
        s.at += strlen("charset");
    } while (!skip_equals(&s));
    if (is_at_quote(&s))
        return charset_in_quotes(&s);
    size_t start = s.at;
    while (!is_at_end(&s) && !is_blank(s.text.ptr[s.at]) && s.text.ptr[s.at] != ';')
        s.at++;
    return charset_named(passed(&s, start));
}

/* The charset of one tag, behind its name. Of attributes of one name the first counts. */
static int read_meta(scan *s)
{
    enum {
        PRAGMA = 1,
        CONTENT = 2,
        CHARSET = 4
    };
    int seen = 0, is_pragma = 0, needs_pragma = 0, charset = PNEU_I_CHARSET_NONE;
    attribute found;
    while (next_attribute(s, &found)) {
        int which = pneu_i_str_same(found.name, pneu_i_str("http-equiv")) ? PRAGMA
                    : pneu_i_str_same(found.name, pneu_i_str("content"))  ? CONTENT
                    : pneu_i_str_same(found.name, pneu_i_str("charset"))  ? CHARSET
                                                                          : 0;
        if (seen & which)
            continue;
        seen |= which;
        if (which == PRAGMA)
            is_pragma = pneu_i_str_same(found.value, pneu_i_str("content-type"));
        if (which == CHARSET || (which == CONTENT && !(seen & CHARSET))) {
            int named = which == CHARSET ? charset_named(found.value) : charset_of_content(found.value);
            if (which == CHARSET || named >= 0) {
                charset = named;
                needs_pragma = which == CONTENT;
            }
        }
    }
    return is_at_end(s) || (needs_pragma && !is_pragma) ? PNEU_I_CHARSET_NONE : charset;
}

/* ---- The text --------------------------------------------------------------------------------------------------- */

static void skip_tag(scan *s)
{
    attribute ignored;
    while (!is_at_end(s) && !is_blank(s->text.ptr[s->at]) && s->text.ptr[s->at] != '>')
        s->at++;
    while (next_attribute(s, &ignored))
        continue;
}

/* Passes over what begins with the "<" here; the charset if it is a tag that names one. */
static int read_markup(scan *s)
{
    if (begins(s, "<!--")) {
        s->at += 2; /* "<!-->" is a whole comment */
        skip_to(s, "-->");
        return PNEU_I_CHARSET_NONE;
    }
    if (begins(s, "<meta") && s->text.len - s->at > 5 &&
        (is_blank(s->text.ptr[s->at + 5]) || s->text.ptr[s->at + 5] == '/')) {
        s->at += 5;
        return read_meta(s);
    }
    size_t name = s->at + (begins(s, "</") ? 2 : 1);
    if (name < s->text.len && is_letter(s->text.ptr[name]))
        skip_tag(s);
    else if (begins(s, "<!") || begins(s, "</") || begins(s, "<?"))
        skip_to(s, ">");
    else
        s->at++;
    return PNEU_I_CHARSET_NONE;
}

/* <?xml encoding="x"?> at the start (the standard's "get an XML encoding"). */
static int charset_of_xml(pneu_str text)
{
    scan s = {text, 0};
    if (text.len < 5 || memcmp(text.ptr, "<?xml", 5) != 0)
        return PNEU_I_CHARSET_NONE;
    skip_to(&s, ">");
    if (is_at_end(&s))
        return PNEU_I_CHARSET_NONE;
    s.text.len = s.at;
    s.at = 0;
    skip_to(&s, "encoding");
    s.at += is_at_end(&s) ? 0 : strlen("encoding");
    return skip_equals(&s) && is_at_quote(&s) ? charset_in_quotes(&s) : PNEU_I_CHARSET_NONE;
}

int pneu_i_charset_of_meta(pneu_str html)
{
    scan s = {html, 0};
    while (!is_at_end(&s)) {
        skip_to(&s, "<");
        int charset = is_at_end(&s) ? PNEU_I_CHARSET_NONE : read_markup(&s);
        if (charset >= 0)
            return charset;
    }
    return charset_of_xml(html);
}
