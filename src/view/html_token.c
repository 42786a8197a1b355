/*
 * The tokenizer of HTML, a state machine over bytes (HTML standard, section 13.2.5, without what only scripts need).
 * In: bytes in any pieces. Out: text and tags, to a sink. All state is in the struct, and of constant size.
 * As browsers do: "<" before anything but a letter, "/", "!" or "?" is text; a comment or tag that is not closed goes on
 * to the end. As mail needs it: the text of a CDATA section is text, and "<script/>" has no content.
 * Invariants: no state looks ahead, so the result does not depend on how the input is cut; a byte is handled at most twice.
 * Not handled: scripts that hold comments that hold scripts; SVG and MathML, which are read like HTML.
 */
#include "view/html_token.h"

#include "view/html_attribute.h"

enum {
    TEXT,
    RAW,             /* content that is no markup */
    RAW_LESS,        /* in it: "<" */
    RAW_END,         /* in it: "</" and letters */
    REFERENCE,       /* in text: "&" */
    LESS,            /* "<" */
    END_LESS,        /* "</" */
    NAME,            /* of a tag */
    BETWEEN,         /* before an attribute, or the end of the tag */
    SLASH,           /* "/" there */
    ATTRIBUTE,       /* its name */
    AFTER_NAME,      /* of an attribute: "=" may come */
    BEFORE_VALUE,    /* after "=" */
    VALUE,           /* of an attribute */
    VALUE_REFERENCE, /* in it: "&" */
    DECLARATION,     /* "<!" */
    OPEN_COMMENT,    /* "<!-" */
    OPEN_CDATA,      /* "<![", and what may become "<![CDATA[" */
    BOGUS,           /* up to ">" */
    COMMENT_START,   /* "<!--", then perhaps "-" */
    COMMENT,
    CDATA
};

typedef pneu_i_html_tokenizer tokenizer;

static int is_letter(char c)
{
    char lower = pneu_i_lower(c);
    return lower >= 'a' && lower <= 'z';
}

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* ---- Text ------------------------------------------------------------------------------------------------------- */

static int is_shown(const tokenizer *t)
{
    return t->raw < 0 || (pneu_i_element_at(t->raw)->flags & PNEU_I_ELEMENT_SHOWS_CONTENT);
}

static void put_text(tokenizer *t, const char *text, size_t len)
{
    if (len > 0 && is_shown(t))
        t->sink.text(t->sink.ctx, text, len);
}

/* What follows text: more of it, or raw content. */
static int text_state(const tokenizer *t)
{
    return t->raw < 0 ? TEXT : RAW;
}

static void end_reference(tokenizer *t, char next, int *takes_next)
{
    char out[PNEU_I_REFERENCE_ROOM];
    size_t len = pneu_i_reference_end(&t->reference, next, 0, out, takes_next);
    put_text(t, out, len);
    t->state = text_state(t);
}

static int in_reference(tokenizer *t, char c)
{
    int takes_next;
    if (pneu_i_reference_push(&t->reference, c))
        return 1;
    if (c == '&' && t->reference.len == 1) {
        put_text(t, "&", 1);
        return 1;
    }
    end_reference(t, c, &takes_next);
    return takes_next;
}

static int in_text(tokenizer *t, char c)
{
    if (c == '<') {
        t->state = LESS;
    } else {
        pneu_i_reference_start(&t->reference);
        t->state = REFERENCE;
    }
    return 1;
}

/* ---- Tags ------------------------------------------------------------------------------------------------------- */

static void start_tag(tokenizer *t, int is_end)
{
    t->tag.is_end = is_end;
    t->tag.is_self_closed = t->tag.is_hidden = t->tag.has_value = t->tag.has_number = t->tag.is_value_cut = 0;
    t->tag.value_len = 0;
    t->tag.number = 0;
    t->name_len = 0;
    t->seen = 0;
    t->state = NAME;
}

static void add_to_name(tokenizer *t, char c)
{
    if (t->name_len < PNEU_I_HTML_NAME)
        t->name[t->name_len++] = pneu_i_lower(c);
}

static void end_tag(tokenizer *t)
{
    const pneu_i_element *element = pneu_i_element_at(t->tag.element);
    if (!t->tag.is_end && !t->tag.is_self_closed && element->kind == PNEU_I_ELEMENT_SCRIPT)
        t->raw = t->tag.element;
    t->state = text_state(t);
    t->sink.tag(t->sink.ctx, &t->tag);
}

static int in_less(tokenizer *t, char c)
{
    if (is_letter(c)) {
        start_tag(t, 0);
        return 0;
    }
    if (c == '/' || c == '!' || c == '?') {
        t->held = 0;
        t->state = c == '/' ? END_LESS : c == '!' ? DECLARATION : BOGUS;
        return 1;
    }
    put_text(t, "<", 1);
    if (c == '<')
        return 1;
    t->state = TEXT;
    return 0;
}

static int in_end_less(tokenizer *t, char c)
{
    if (is_letter(c)) {
        start_tag(t, 1);
        return 0;
    }
    t->state = c == '>' ? TEXT : BOGUS;
    return 1;
}

static int in_name(tokenizer *t, char c)
{
    if (!is_blank(c) && c != '/' && c != '>') {
        add_to_name(t, c);
        return 1;
    }
    t->tag.element = pneu_i_element_find(pneu_i_str_of(t->name, t->name_len));
    t->state = BETWEEN;
    return 0;
}

static int in_between(tokenizer *t, char c)
{
    t->tag.is_self_closed = 0;
    if (c == '>') {
        end_tag(t);
    } else if (c == '/') {
        t->state = SLASH;
    } else if (!is_blank(c)) {
        t->name_len = 0;
        add_to_name(t, c); /* even a "=" */
        t->state = ATTRIBUTE;
    }
    return 1;
}

static int in_slash(tokenizer *t, char c)
{
    t->state = BETWEEN;
    if (c != '>')
        return 0;
    t->tag.is_self_closed = 1;
    end_tag(t);
    return 1;
}

/* ---- Attributes ------------------------------------------------------------------------------------------------- */

static void end_attribute(tokenizer *t)
{
    if (t->attribute != 0 && !(t->seen & (uint32_t)t->attribute)) {
        t->seen |= (uint32_t)t->attribute;
        pneu_i_html_attribute_set(&t->tag, t->attribute, pneu_i_str_of(t->value, t->value_len), t->is_value_cut);
    }
    t->state = BETWEEN;
}

static int in_attribute(tokenizer *t, char c)
{
    if (!is_blank(c) && c != '/' && c != '>' && c != '=') {
        add_to_name(t, c);
        return 1;
    }
    pneu_str name = pneu_i_str_of(t->name, t->name_len);
    t->attribute = t->tag.is_end ? 0 : pneu_i_html_attribute_find(t->tag.element, name);
    t->value_len = 0;
    t->is_value_cut = 0;
    t->state = AFTER_NAME;
    return 0;
}

static int in_after_name(tokenizer *t, char c)
{
    if (is_blank(c))
        return 1;
    if (c == '=') {
        t->state = BEFORE_VALUE;
        return 1;
    }
    end_attribute(t);
    return 0;
}

static int in_before_value(tokenizer *t, char c)
{
    if (is_blank(c))
        return 1;
    if (c == '>') {
        end_attribute(t);
        return 0;
    }
    t->quote = c == '"' || c == '\'' ? c : 0;
    t->state = VALUE;
    return t->quote != 0;
}

static void add_to_value(tokenizer *t, const char *bytes, size_t len)
{
    size_t room = sizeof t->value - t->value_len;
    if (t->attribute == 0)
        return;
    if (len > room) {
        t->is_value_cut = 1;
        len = room;
    }
    memcpy(t->value + t->value_len, bytes, len);
    t->value_len += len;
}

static int in_value(tokenizer *t, char c)
{
    int is_end = t->quote != 0 ? c == t->quote : is_blank(c) || c == '>';
    if (is_end) {
        end_attribute(t);
        return t->quote != 0;
    }
    if (c == '&' && t->attribute != 0) {
        pneu_i_reference_start(&t->reference);
        t->state = VALUE_REFERENCE;
    } else {
        add_to_value(t, &c, 1);
    }
    return 1;
}

static int in_value_reference(tokenizer *t, char c)
{
    char out[PNEU_I_REFERENCE_ROOM];
    int takes_next;
    if (pneu_i_reference_push(&t->reference, c))
        return 1;
    size_t len = pneu_i_reference_end(&t->reference, c, 1, out, &takes_next);
    add_to_value(t, out, len);
    t->state = VALUE;
    return takes_next;
}

/* ---- Comments and declarations -------------------------------------------------------------------------------- */

static int in_declaration(tokenizer *t, char c)
{
    t->state = c == '-' ? OPEN_COMMENT : c == '[' ? OPEN_CDATA : BOGUS;
    return c == '-';
}

static int in_open_comment(tokenizer *t, char c)
{
    t->state = c == '-' ? COMMENT_START : BOGUS;
    return c == '-';
}

static int in_open_cdata(tokenizer *t, char c)
{
    static const char opening[] = "[CDATA[";
    if (c != opening[t->held]) {
        t->state = BOGUS;
        return 0;
    }
    t->held++;
    if (t->held == sizeof opening - 1) {
        t->state = CDATA;
        t->held = 0;
    }
    return 1;
}

static int in_bogus(tokenizer *t, char c)
{
    if (c == '>')
        t->state = TEXT;
    return 1;
}

/* "<!-->" and "<!--->" are whole comments. */
static int in_comment_start(tokenizer *t, char c)
{
    if (c == '-' && t->held == 0) {
        t->held = 1;
        return 1;
    }
    t->state = c == '>' ? TEXT : COMMENT;
    return c == '>';
}

/* held: how many "-" stand before, at most 2; 3 after "--!". */
static int in_comment(tokenizer *t, char c)
{
    if (c == '>' && t->held >= 2) {
        t->state = TEXT;
        t->held = 0;
    } else if (c == '-') {
        t->held = t->held == 1 || t->held == 2 ? 2 : 1;
    } else {
        t->held = c == '!' && t->held == 2 ? 3 : 0;
    }
    return 1;
}

/* held: how many "]" stand before, at most 2. */
static int in_cdata(tokenizer *t, char c)
{
    if (c == ']') {
        if (t->held == 2)
            put_text(t, "]", 1);
        else
            t->held++;
        return 1;
    }
    if (c == '>' && t->held == 2) {
        t->state = TEXT;
        return 1;
    }
    put_text(t, "]]", t->held);
    t->held = 0;
    return 0;
}

/* ---- Raw content ------------------------------------------------------------------------------------------------ */

static int in_raw_less(tokenizer *t, char c)
{
    t->state = c == '/' ? RAW_END : RAW;
    t->name_len = 0;
    if (c == '/')
        return 1;
    put_text(t, "<", 1);
    return 0;
}

/* Only the end tag of its own element ends raw content. The letters are kept as they came, to be text again. */
static int in_raw_end(tokenizer *t, char c)
{
    const char *name = pneu_i_element_at(t->raw)->name;
    size_t len = strlen(name);
    if (t->name_len < len && pneu_i_lower(c) == name[t->name_len]) {
        t->name[t->name_len++] = c;
        return 1;
    }
    if (t->name_len == len && (is_blank(c) || c == '/' || c == '>')) {
        int element = t->raw;
        t->raw = -1;
        start_tag(t, 1);
        t->tag.element = element;
        t->state = BETWEEN;
        return 0;
    }
    put_text(t, "</", 2);
    put_text(t, t->name, t->name_len);
    t->state = RAW;
    return 0;
}

static int in_raw(tokenizer *t, char c)
{
    if (c == '<') {
        t->state = RAW_LESS;
    } else {
        pneu_i_reference_start(&t->reference);
        t->state = REFERENCE;
    }
    return 1;
}

/* ---- The machine ------------------------------------------------------------------------------------------------ */

/* What a state does with a byte: 1, it took it; 0, it left it to the state it went to. */
typedef int step(tokenizer *t, char c);

/* In the order of the states. */
static step *const steps[] = {
    in_text,         in_raw,           in_raw_less,        in_raw_end,     in_reference,    in_less,
    in_end_less,     in_name,          in_between,         in_slash,       in_attribute,    in_after_name,
    in_before_value, in_value,         in_value_reference, in_declaration, in_open_comment, in_open_cdata,
    in_bogus,        in_comment_start, in_comment,         in_cdata,
};

/* The number of bytes from the start that the state only passes by. */
static size_t run_of(const tokenizer *t, const char *bytes, size_t len)
{
    size_t at = 0;
    int has_references = t->raw < 0 || (pneu_i_element_at(t->raw)->flags & PNEU_I_ELEMENT_HAS_REFERENCES);
    const char *end;
    switch (t->state) {
    case TEXT:
    case RAW:
        while (at < len && bytes[at] != '<' && (bytes[at] != '&' || !has_references))
            at++;
        return at;
    case BOGUS: end = memchr(bytes, '>', len); return end != NULL ? (size_t)(end - bytes) : len;
    case COMMENT:
        if (t->held > 0)
            return 0;
        end = memchr(bytes, '-', len);
        return end != NULL ? (size_t)(end - bytes) : len;
    case CDATA:
        if (t->held > 0)
            return 0;
        end = memchr(bytes, ']', len);
        return end != NULL ? (size_t)(end - bytes) : len;
    default: return 0;
    }
}

static int is_text_state(int state)
{
    return state == TEXT || state == RAW || state == CDATA;
}

void pneu_i_html_tokenizer_init(pneu_i_html_tokenizer *t, pneu_i_html_sink sink)
{
    memset(t, 0, sizeof *t);
    t->sink = sink;
    t->raw = -1;
    t->state = TEXT;
}

void pneu_i_html_tokenizer_push(pneu_i_html_tokenizer *t, const char *bytes, size_t len)
{
    size_t at = 0;
    while (at < len) {
        size_t run = run_of(t, bytes + at, len - at);
        if (is_text_state(t->state))
            put_text(t, bytes + at, run);
        at += run;
        if (at == len)
            break;
        at += (size_t)steps[t->state](t, bytes[at]);
    }
}

void pneu_i_html_tokenizer_finish(pneu_i_html_tokenizer *t)
{
    int takes_next;
    switch (t->state) {
    case REFERENCE: end_reference(t, 0, &takes_next); break;
    case LESS: put_text(t, "<", 1); break;
    case END_LESS: put_text(t, "</", 2); break;
    case RAW_LESS: put_text(t, "<", 1); break;
    case RAW_END:
        put_text(t, "</", 2);
        put_text(t, t->name, t->name_len);
        break;
    case CDATA: put_text(t, "]]", t->held); break;
    default: break;
    }
}
