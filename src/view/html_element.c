/*
 * Looks up the elements of HTML (html_element_table.c). In: a name in lower case. Out: its row.
 * Not handled: elements that are no more than a style; to a reader of text they are like unknown ones.
 */
#include "view/html_element.h"

static const pneu_i_element unknown = {"", PNEU_I_ELEMENT_OTHER, 0, 0};

int pneu_i_element_find(pneu_str name)
{
    size_t low = 0, high = PNEU_I_ELEMENT_COUNT;
    if (name.len > PNEU_I_ELEMENT_LONGEST)
        return PNEU_I_ELEMENT_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = pneu_i_str_order(name, pneu_i_elements[middle].name);
        if (order == 0)
            return (int)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return PNEU_I_ELEMENT_COUNT;
}

const pneu_i_element *pneu_i_element_at(int element)
{
    return element >= 0 && element < PNEU_I_ELEMENT_COUNT ? &pneu_i_elements[element] : &unknown;
}
