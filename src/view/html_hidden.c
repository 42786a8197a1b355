/*
 * Where what is hidden ends. In: the element, and the tags after it. Out: whether a tag is to be seen.
 * It ends at its end tag, found by counting elements of its name, or where browsers close it: where a block ends that it
 * stands in, and where another item or cell begins. So an end tag that was forgotten hides no more than there. A template
 * only ends at its end tag.
 * HTML standard, sections 13.2.6.4.7 and 13.2.6.4.13 to 15.
 * Not handled: whether there is such a block; an end tag of nothing shows what should stay hidden, and loses nothing.
 */
#include "view/html_hidden.h"

static int is_paragraph(int element)
{
    return strcmp(pneu_i_element_at(element)->name, "p") == 0;
}

static int holds_items(const pneu_i_element *element)
{
    return element->kind == PNEU_I_ELEMENT_LIST || element->kind == PNEU_I_ELEMENT_NUMBERED ||
           element->kind == PNEU_I_ELEMENT_DESCRIPTIONS || element->kind == PNEU_I_ELEMENT_TABLE;
}

/* 1 if the start of this element ends what is hidden, though it has no end tag. */
static int ends_hidden(const pneu_i_html_hidden *self, int element)
{
    const pneu_i_element *next = pneu_i_element_at(element), *hidden = pneu_i_element_at(self->element);
    if (is_paragraph(self->element))
        return (next->flags & PNEU_I_ELEMENT_CLOSES_PARAGRAPH) != 0;
    int is_alike = element == self->element || (next->kind == hidden->kind && next->kind != PNEU_I_ELEMENT_OTHER);
    return is_alike && (next->flags & PNEU_I_ELEMENT_ENDS_LIKE) && self->lists == 0;
}

/* 1 if this end tag is of a block that what is hidden stands in. */
static int ends_outside(const pneu_i_html_hidden *self, int element)
{
    const pneu_i_element *ended = pneu_i_element_at(element);
    int is_block = (ended->flags & (PNEU_I_ELEMENT_CLOSES_PARAGRAPH | PNEU_I_ELEMENT_ENDS_LIKE)) != 0;
    return is_block && self->open[element] == 0 && !is_paragraph(element) &&
           pneu_i_element_at(self->element)->kind != PNEU_I_ELEMENT_TEMPLATE;
}

static void count_hidden(pneu_i_html_hidden *self, int element, uint32_t change)
{
    self->open[element] += change;
    self->lists += holds_items(pneu_i_element_at(element)) ? change : 0;
}

int pneu_i_html_hidden_tag(pneu_i_html_hidden *self, const pneu_i_html_tag *tag)
{
    int element = tag->element;
    int is_empty = tag->is_self_closed || (pneu_i_element_at(element)->flags & PNEU_I_ELEMENT_IS_VOID);
    int is_seen = tag->is_end ? ends_outside(self, element) : ends_hidden(self, element);
    if (!tag->is_end && !is_empty)
        count_hidden(self, element, 1);
    else if (tag->is_end && self->open[element] > 0)
        count_hidden(self, element, UINT32_MAX); /* one less */
    if (is_seen || self->open[self->element] == 0)
        self->element = -1;
    return is_seen;
}

void pneu_i_html_hidden_start(pneu_i_html_hidden *self, int element)
{
    self->element = element;
    self->lists = 0;
    memset(self->open, 0, sizeof self->open);
    count_hidden(self, element, 1);
}
