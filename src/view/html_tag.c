/*
 * Tags and their attributes, byte by byte (HTML standard, sections 13.2.5.6 to 13.2.5.40). In: bytes from "<" to ">".
 * Out: a tag, to the sink of the tokenizer.
 * Invariants: names and values are kept up to a limit; a longer name is unknown, a longer value is marked as cut; of
 * attributes of one kind the first counts.
 * Not handled: what an unquoted value must not hold; it is taken as it stands, as browsers do.
 */
#include "view/html_step.h"

#include "view/html_attribute.h"

/* ---- Tags ------------------------------------------------------------------------------------------------------- */

void pneu_i_html_start_tag(pneu_i_html_tokenizer *t, int is_end)
{
    t->tag.is_end = is_end;
    t->tag.is_legacy_display = 0;
    t->tag.is_self_closed = t->tag.is_hidden = t->tag.has_value = t->tag.has_number = t->tag.is_value_cut = 0;
    t->tag.value_len = 0;
    t->tag.number = 0;
    t->name_len = 0;
    t->seen = 0;
    t->state = PNEU_I_IN_NAME;
}

static void add_to_name(pneu_i_html_tokenizer *t, char c)
{
    if (t->name_len < PNEU_I_HTML_NAME)
        t->name[t->name_len++] = pneu_i_lower(c);
}

static void end_tag(pneu_i_html_tokenizer *t)
{
    const pneu_i_element *element = pneu_i_element_at(t->tag.element);
    if (!t->tag.is_end && !t->tag.is_self_closed && element->kind == PNEU_I_ELEMENT_SCRIPT)
        t->raw = t->tag.element;
    t->state = pneu_i_html_text_state(t);
    t->sink.tag(t->sink.ctx, &t->tag);
}

int pneu_i_html_in_less(pneu_i_html_tokenizer *t, char c)
{
    if (pneu_i_html_is_letter(c)) {
        pneu_i_html_start_tag(t, 0);
        return 0;
    }
    if (c == '/' || c == '!' || c == '?') {
        t->held = 0;
        t->state = c == '/' ? PNEU_I_IN_END_LESS : c == '!' ? PNEU_I_IN_DECLARATION : PNEU_I_IN_BOGUS;
        return 1;
    }
    pneu_i_html_put_text(t, "<", 1);
    if (c == '<')
        return 1;
    t->state = PNEU_I_IN_TEXT;
    return 0;
}

int pneu_i_html_in_end_less(pneu_i_html_tokenizer *t, char c)
{
    if (pneu_i_html_is_letter(c)) {
        pneu_i_html_start_tag(t, 1);
        return 0;
    }
    t->state = c == '>' ? PNEU_I_IN_TEXT : PNEU_I_IN_BOGUS;
    return 1;
}

int pneu_i_html_in_name(pneu_i_html_tokenizer *t, char c)
{
    if (!pneu_i_html_is_blank(c) && c != '/' && c != '>') {
        add_to_name(t, c);
        return 1;
    }
    t->tag.element = pneu_i_element_find(pneu_i_str_of(t->name, t->name_len));
    t->state = PNEU_I_IN_BETWEEN;
    return 0;
}

int pneu_i_html_in_between(pneu_i_html_tokenizer *t, char c)
{
    t->tag.is_self_closed = 0;
    if (c == '>') {
        end_tag(t);
    } else if (c == '/') {
        t->state = PNEU_I_IN_SLASH;
    } else if (!pneu_i_html_is_blank(c)) {
        t->name_len = 0;
        add_to_name(t, c); /* even a "=" */
        t->state = PNEU_I_IN_ATTRIBUTE;
    }
    return 1;
}

int pneu_i_html_in_slash(pneu_i_html_tokenizer *t, char c)
{
    t->state = PNEU_I_IN_BETWEEN;
    if (c != '>')
        return 0;
    t->tag.is_self_closed = 1;
    end_tag(t);
    return 1;
}

/* ---- Attributes ------------------------------------------------------------------------------------------------- */

static void end_attribute(pneu_i_html_tokenizer *t)
{
    if (t->attribute != 0 && !(t->seen & (uint32_t)t->attribute)) {
        t->seen |= (uint32_t)t->attribute;
        pneu_i_html_attribute_set(&t->tag, t->attribute, pneu_i_str_of(t->value, t->value_len), t->is_value_cut);
    }
    t->state = PNEU_I_IN_BETWEEN;
}

int pneu_i_html_in_attribute(pneu_i_html_tokenizer *t, char c)
{
    if (!pneu_i_html_is_blank(c) && c != '/' && c != '>' && c != '=') {
        add_to_name(t, c);
        return 1;
    }
    pneu_str name = pneu_i_str_of(t->name, t->name_len);
    t->attribute = t->tag.is_end ? 0 : pneu_i_html_attribute_find(t->tag.element, name);
    if (t->wants_class && !t->tag.is_end && pneu_i_str_is(name, "class"))
        t->attribute = PNEU_I_ATTRIBUTE_CLASS;
    t->value_len = 0;
    t->is_value_cut = 0;
    t->state = PNEU_I_IN_AFTER_NAME;
    return 0;
}

int pneu_i_html_in_after_name(pneu_i_html_tokenizer *t, char c)
{
    if (pneu_i_html_is_blank(c))
        return 1;
    if (c == '=') {
        t->state = PNEU_I_IN_BEFORE_VALUE;
        return 1;
    }
    end_attribute(t);
    return 0;
}

int pneu_i_html_in_before_value(pneu_i_html_tokenizer *t, char c)
{
    if (pneu_i_html_is_blank(c))
        return 1;
    if (c == '>') {
        end_attribute(t);
        return 0;
    }
    t->quote = c == '"' || c == '\'' ? c : 0;
    t->state = PNEU_I_IN_VALUE;
    return t->quote != 0;
}

static void add_to_value(pneu_i_html_tokenizer *t, const char *bytes, size_t len)
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

int pneu_i_html_in_value(pneu_i_html_tokenizer *t, char c)
{
    int is_end = t->quote != 0 ? c == t->quote : pneu_i_html_is_blank(c) || c == '>';
    if (is_end) {
        end_attribute(t);
        return t->quote != 0;
    }
    if (c == '&' && t->attribute != 0) {
        pneu_i_reference_start(&t->reference);
        t->state = PNEU_I_IN_VALUE_REFERENCE;
    } else {
        add_to_value(t, &c, 1);
    }
    return 1;
}

int pneu_i_html_in_value_reference(pneu_i_html_tokenizer *t, char c)
{
    char out[PNEU_I_REFERENCE_ROOM];
    int takes_next;
    if (pneu_i_reference_push(&t->reference, c))
        return 1;
    size_t len = pneu_i_reference_end(&t->reference, c, 1, out, &takes_next);
    add_to_value(t, out, len);
    t->state = PNEU_I_IN_VALUE;
    return takes_next;
}
