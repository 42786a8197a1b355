/*
 * The scanner of identifiers: "<" left "@" right ">", with comments and white space wherever the obsolete grammar
 * allows them and stray ones elsewhere.
 * In: a raw value. Out: spans and texts; defects of what is between identifiers and in them. Quoted strings count where
 * a word of the left side begins, domain literals right after "@": there only can they be, so that a stray quote mark
 * or bracket takes no other identifier in.
 * Invariants: the place only moves forward; what is not closed is looked for once; the text of an identifier is never
 * longer than its span.
 * RFC 5322 sections 3.6.4 and 4.5.4; RFC 6532 section 3.3 (bytes above 127 are like letters).
 * Not handled: encoded words, which are never decoded in identifiers (RFC 2047 section 5); normal forms.
 */
#include "syntax/msgid_scan.h"

/* What an identifier is made of. */
enum {
    ATOM = 0,
    QUOTED = 1,
    LITERAL = 2,
    DOT = 3,
    AT = 4,
    STRAY = 5,   /* any other byte that can be shown */
    CONTROL = 6, /* dropped */
    GAP = 7,     /* white space or a comment, dropped */
    END = 8
};

/* Where one is in the grammar. */
enum {
    LEFT_WORD = 0, /* a word of the left side is wanted */
    LEFT = 1,      /* after one */
    RIGHT_FIRST = 2,
    RIGHT_WORD = 3,
    RIGHT = 4,
    RIGHT_LITERAL = 5,
    NOWHERE = 6
};

static const uint8_t next_state[][STRAY + 1] = {
    /*                  ATOM,    QUOTED,  LITERAL,       DOT,        AT,          STRAY */
    [LEFT_WORD] = {LEFT, LEFT, NOWHERE, NOWHERE, NOWHERE, NOWHERE},
    [LEFT] = {NOWHERE, NOWHERE, NOWHERE, LEFT_WORD, RIGHT_FIRST, NOWHERE},
    [RIGHT_FIRST] = {RIGHT, NOWHERE, RIGHT_LITERAL, NOWHERE, NOWHERE, NOWHERE},
    [RIGHT_WORD] = {RIGHT, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE},
    [RIGHT] = {NOWHERE, NOWHERE, NOWHERE, RIGHT_WORD, NOWHERE, NOWHERE},
    [RIGHT_LITERAL] = {NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE},
    [NOWHERE] = {NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE},
};

void pneu_i_msgid_reader_init(pneu_i_msgid_reader *reader, pneu_str text, const pneu_defect_sink *sink)
{
    memset(reader, 0, sizeof *reader);
    reader->text = text;
    reader->sink = sink;
}

static void report(const pneu_i_msgid_reader *r, size_t start, size_t end)
{
    if (r->sink != NULL)
        r->sink->report(r->sink->ctx, PNEU_DEFECT_HDR_VALUE_MALFORMED, PNEU_DETAIL_HDR_MSGID_MALFORMED, start,
                        end - start);
}

static unsigned char byte_at(const pneu_i_msgid_reader *r, size_t at)
{
    return (unsigned char)r->text.ptr[at];
}

/* ---- Elements ------------------------------------------------------------------------------------------------ */

static size_t skip_atom(const pneu_i_msgid_reader *r, size_t at)
{
    while (at < r->text.len && pneu_i_is_id_atom(byte_at(r, at)))
        at++;
    return at;
}

/* After the comment at `at`; `at` itself if it is not closed. */
static size_t skip_comment(pneu_i_msgid_reader *r, size_t at)
{
    if (r->saw & PNEU_I_SAW_OPEN_COMMENT)
        return at;
    size_t end = pneu_i_skip_comment(r->text, at, &r->saw);
    return r->saw & PNEU_I_SAW_OPEN_COMMENT ? at : end;
}

/* The same for a quoted string. */
static size_t skip_quoted(pneu_i_msgid_reader *r, size_t at)
{
    if (r->saw & PNEU_I_SAW_OPEN_QUOTE)
        return at;
    size_t end = pneu_i_skip_quoted(r->text, at, &r->saw);
    return r->saw & PNEU_I_SAW_OPEN_QUOTE ? at : end;
}

/* The same for a domain literal. It holds no "[", so that no byte is looked at for two of them. */
static size_t skip_literal(pneu_i_msgid_reader *r, size_t at)
{
    for (size_t end = at + 1; end < r->text.len && byte_at(r, end) != '['; end++) {
        if (byte_at(r, end) == ']')
            return end + 1;
        if (byte_at(r, end) == '\\')
            end++;
    }
    r->has_open_literal = 1;
    return at;
}

static int kind_of_mark(const pneu_i_msgid_reader *r, unsigned char c)
{
    if (c == '>' || (r->is_bare && (c == ',' || c == ';' || c == '<')))
        return END;
    if (c == '.')
        return DOT;
    if (c == '@')
        return AT;
    return pneu_i_is(c, PNEU_I_CONTROL) ? CONTROL : STRAY;
}

/* The kind of the element at `at`, and the place after it. */
static int read_element(pneu_i_msgid_reader *r, size_t at, int state, size_t *end)
{
    unsigned char c = byte_at(r, at);
    *end = at;
    if (pneu_i_is_id_atom(c)) {
        *end = skip_atom(r, at);
        return ATOM;
    }
    if (pneu_i_is_space(c)) {
        *end = pneu_i_skip_space(r->text, at);
        return GAP;
    }
    if (c == '(' && (*end = skip_comment(r, at)) > at)
        return GAP;
    if (c == '"' && state == LEFT_WORD && (*end = skip_quoted(r, at)) > at)
        return QUOTED;
    if (c == '[' && state == RIGHT_FIRST && (*end = skip_literal(r, at)) > at)
        return LITERAL;
    *end = at + 1;
    return kind_of_mark(r, c);
}

/* ---- Text ---------------------------------------------------------------------------------------------------- */

/* 1 if this byte of a quoted string or literal is left out. */
static int is_dropped(unsigned char c, int kind)
{
    if (pneu_i_is_blank(c))
        return kind == LITERAL;
    return pneu_i_is(c, PNEU_I_EOL | PNEU_I_CONTROL);
}

/* The text of a quoted string or literal. A backslash goes with the byte it escapes. */
static size_t add_escaped(const pneu_i_msgid_reader *r, size_t at, size_t end, int kind, char *to)
{
    size_t len = 0;
    while (at < end) {
        size_t next = at + (byte_at(r, at) == '\\' ? 2 : 1);
        if (is_dropped(byte_at(r, next - 1), kind)) {
            at = next;
            continue;
        }
        for (; at < next; at++, len++)
            if (to != NULL)
                to[len] = r->text.ptr[at];
    }
    return len;
}

/* The text of an element goes to `to` unless that is NULL; gives its length. */
static size_t add_element(const pneu_i_msgid_reader *r, size_t at, size_t end, int kind, char *to)
{
    if (kind == GAP || kind == CONTROL)
        return 0;
    if (kind == QUOTED || kind == LITERAL)
        return add_escaped(r, at, end, kind, to);
    if (to != NULL)
        memcpy(to, r->text.ptr + at, end - at);
    return end - at;
}

/* ---- One identifier ------------------------------------------------------------------------------------------ */

/* 1 if a "<" here begins another identifier: after white space, or where nothing was yet. */
static int is_new_bracket(const pneu_i_msgid_reader *r, size_t at, size_t len)
{
    return byte_at(r, at) == '<' && (len == 0 || pneu_i_is_space(byte_at(r, at - 1)));
}

/* Reads from the first byte after the bracket on. *state is where the grammar ended. 1 if something was left out. */
static int scan_text(pneu_i_msgid_reader *r, pneu_i_msgid_span *span, int *state, char *to)
{
    int is_altered = 0;
    size_t end;
    span->len = 0;
    span->has_at = 0;
    *state = LEFT_WORD;
    for (; r->at < r->text.len && !is_new_bracket(r, r->at, span->len); r->at = end) {
        int kind = read_element(r, r->at, *state, &end);
        if (kind == END || (kind == GAP && r->is_bare))
            break;
        size_t len = add_element(r, r->at, end, kind, to);
        is_altered |= len < end - r->at;
        span->has_at |= kind == AT;
        span->len += len;
        to = to != NULL ? to + len : NULL;
        if (kind <= STRAY)
            *state = next_state[*state][kind];
        else
            r->is_refused |= kind == CONTROL;
    }
    return is_altered;
}

static void scan_id(pneu_i_msgid_reader *r, pneu_i_msgid_span *span, char *to)
{
    int state;
    span->start = r->at;
    while (!r->is_bare && r->at < r->text.len && byte_at(r, r->at) == '<')
        r->at++;
    int has_one_bracket = r->at == span->start + 1;
    int is_altered = scan_text(r, span, &state, to);
    int is_closed = !r->is_bare && r->at < r->text.len && byte_at(r, r->at) == '>';
    r->at += is_closed ? 1 : 0;
    span->end = r->at;
    int is_known = (state == RIGHT || state == RIGHT_LITERAL) && has_one_bracket && is_closed;
    r->is_refused |= !is_known;
    if (!is_known || is_altered)
        report(r, span->start, span->end);
}

/* ---- Between identifiers -------------------------------------------------------------------------------------- */

/* Passes over an element of a phrase; a byte that is none is refused. */
static void skip_phrase_element(pneu_i_msgid_reader *r)
{
    unsigned char c = byte_at(r, r->at);
    size_t end = c == '"' ? skip_quoted(r, r->at) : skip_atom(r, r->at);
    if (end == r->at) {
        r->is_refused |= c != '.';
        end++;
    }
    r->at = end;
    r->saw_phrase = 1;
}

static int begins_id(const pneu_i_msgid_reader *r, unsigned char c)
{
    return r->is_bare ? c != ',' && c != ';' && c != '<' && c != '>' : c == '<';
}

/* To the next identifier. 0 at the end. */
static int skip_to_id(pneu_i_msgid_reader *r)
{
    size_t start = 0, end = 0; /* of what is between identifiers, but for white space and comments */
    while (r->at < r->text.len) {
        unsigned char c = byte_at(r, r->at);
        size_t after_comment = c == '(' ? skip_comment(r, r->at) : r->at;
        if (pneu_i_is_space(c)) {
            r->at = pneu_i_skip_space(r->text, r->at);
        } else if (after_comment > r->at) {
            r->at = after_comment;
        } else if (begins_id(r, c)) {
            break;
        } else {
            start = end == 0 ? r->at : start;
            skip_phrase_element(r);
            end = r->at;
        }
    }
    if (end > 0)
        report(r, start, end);
    return r->at < r->text.len;
}

int pneu_i_msgid_next(pneu_i_msgid_reader *reader, pneu_i_msgid_span *span, char *to)
{
    do {
        if (!skip_to_id(reader))
            return 0;
        scan_id(reader, span, to);
    } while (span->len == 0);
    return 1;
}

int pneu_i_msgid_is_writable(pneu_str id)
{
    pneu_i_msgid_reader reader;
    pneu_i_msgid_span span;
    int state;
    if (id.len == 0 || *id.ptr == '<')
        return 0;
    pneu_i_msgid_reader_init(&reader, id, NULL);
    int is_altered = scan_text(&reader, &span, &state, NULL);
    int is_open = reader.has_open_literal || (reader.saw & (PNEU_I_SAW_OPEN_COMMENT | PNEU_I_SAW_OPEN_QUOTE));
    return !is_altered && !is_open && reader.at == id.len;
}
