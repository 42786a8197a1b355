/*
 * Attributes. In: a name or a value with its references decoded. Out: what it says, in the tag.
 * Not handled: style sheets; of the attribute "style" anything but "display: none".
 */
#include "view/html_attribute.h"

#include "charset/charset.h"

static int is(pneu_str name, const char *text)
{
    return name.len == strlen(text) && memcmp(name.ptr, text, name.len) == 0;
}

int pneu_i_html_attribute_find(int element, pneu_str name)
{
    int kind = pneu_i_element_at(element)->kind;
    if (is(name, "style"))
        return PNEU_I_ATTRIBUTE_STYLE;
    if (is(name, "hidden"))
        return PNEU_I_ATTRIBUTE_HIDDEN;
    if ((kind == PNEU_I_ELEMENT_LINK && is(name, "href")) || (kind == PNEU_I_ELEMENT_IMAGE && is(name, "alt")))
        return PNEU_I_ATTRIBUTE_SHOWN;
    if ((kind == PNEU_I_ELEMENT_NUMBERED && is(name, "start")) || (kind == PNEU_I_ELEMENT_ITEM && is(name, "value")))
        return PNEU_I_ATTRIBUTE_NUMBER;
    return 0;
}

/* Takes a word off the style, if it comes next, and the spaces before it. */
static int takes(pneu_str *style, const char *word)
{
    pneu_str rest = *style;
    while (rest.len > 0 && pneu_i_is_space((unsigned char)*rest.ptr))
        rest = pneu_i_str_from(rest, 1);
    size_t len = strlen(word);
    if (rest.len < len || !pneu_i_ascii_same(rest.ptr, word, len))
        return 0;
    *style = pneu_i_str_from(rest, len);
    return 1;
}

static int hides(pneu_str style)
{
    while (style.len > 0) {
        pneu_str declaration = style;
        if (takes(&declaration, "display") && takes(&declaration, ":") && takes(&declaration, "none"))
            return 1;
        const char *end = memchr(style.ptr, ';', style.len);
        style = pneu_i_str_from(style, end != NULL ? (size_t)(end - style.ptr) + 1 : style.len);
    }
    return 0;
}

/* 1 if one of the classes is that of RFC 9788 section 4.5.3.3. */
static int is_legacy_display(pneu_str classes)
{
    size_t at = 0;
    while (at < classes.len) {
        size_t start = at;
        while (at < classes.len && !pneu_i_is_space((unsigned char)classes.ptr[at]))
            at++;
        if (is(pneu_i_str_of(classes.ptr + start, at - start), "header-protection-legacy-display"))
            return 1;
        at++;
    }
    return 0;
}

static int32_t number_of(pneu_str value)
{
    int32_t number = 0;
    int is_negative = value.len > 0 && *value.ptr == '-';
    for (size_t i = is_negative ? 1 : 0; i < value.len && value.ptr[i] >= '0' && value.ptr[i] <= '9'; i++)
        if (number < 100000000)
            number = number * 10 + (value.ptr[i] - '0');
    return is_negative ? -number : number;
}

void pneu_i_html_attribute_set(pneu_i_html_tag *tag, int attribute, pneu_str value, int is_cut)
{
    if (attribute == PNEU_I_ATTRIBUTE_HIDDEN || (attribute == PNEU_I_ATTRIBUTE_STYLE && hides(value)))
        tag->is_hidden = 1;
    if (attribute == PNEU_I_ATTRIBUTE_CLASS)
        tag->is_legacy_display = is_legacy_display(value);
    if (attribute == PNEU_I_ATTRIBUTE_NUMBER) {
        value = pneu_i_str_trim(value);
        tag->number = number_of(value);
        tag->has_number = value.len > 0;
    }
    if (attribute == PNEU_I_ATTRIBUTE_SHOWN) {
        tag->has_value = 1;
        tag->is_value_cut = is_cut;
        tag->value_len = pneu_i_utf8_valid(value.ptr, value.len); /* a cut may be within a character */
        memcpy(tag->value, value.ptr, tag->value_len);
    }
}
