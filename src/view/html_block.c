/*
 * The stack of blocks. In: start and end tags. Out: what stands before each line.
 * As the HTML standard has it (section 13.2.6.4.7): an item ends the item before it, an end tag ends what is open
 * within its element, and none reaches out of a table.
 * Invariants: at most PNEU_I_BLOCK_DEPTH are open; deeper ones are counted, so that their end tags end nothing else.
 * Not handled: kinds of numbering other than decimal.
 */
#include "view/html_block.h"

static int is_list(int kind)
{
    return kind == PNEU_I_ELEMENT_LIST || kind == PNEU_I_ELEMENT_NUMBERED;
}

/* 1 if an end tag of `kind` does not look behind an open `block`. */
static int is_barrier(int block, int kind)
{
    if (block == PNEU_I_ELEMENT_TABLE)
        return 1;
    return (kind == PNEU_I_ELEMENT_ITEM || kind == PNEU_I_ELEMENT_DESCRIPTION) &&
           (is_list(block) || block == PNEU_I_ELEMENT_DESCRIPTIONS || block == PNEU_I_ELEMENT_QUOTE);
}

/* The place of the innermost open block of this kind that a tag can reach, or -1. */
static int find_open(const pneu_i_html_output *out, int kind)
{
    for (size_t i = out->depth; i > 0; i--) {
        if (out->blocks[i - 1].kind == kind)
            return (int)(i - 1);
        if (is_barrier(out->blocks[i - 1].kind, kind))
            break;
    }
    return -1;
}

static void pop_to(pneu_i_html_blocks *blocks, pneu_i_html_output *out, size_t depth)
{
    while (out->depth > depth) {
        int kind = out->blocks[--out->depth].kind;
        blocks->pre -= kind == PNEU_I_ELEMENT_PRE;
        blocks->lists -= is_list(kind) ? 1 : 0;
    }
    memset(blocks->too_deep, 0, sizeof blocks->too_deep);
}

void pneu_i_html_block_end(pneu_i_html_blocks *blocks, pneu_i_html_output *out, int kind)
{
    if (blocks->too_deep[kind] > 0) {
        blocks->too_deep[kind]--;
        return;
    }
    int place = find_open(out, kind);
    if (place >= 0)
        pop_to(blocks, out, (size_t)place);
}

static void set_mark(pneu_i_block *block, const char *mark)
{
    block->mark_len = (uint8_t)strlen(mark);
    memcpy(block->mark, mark, block->mark_len);
}

/* "12. ": at most 9 digits and a sign. */
static void set_number(pneu_i_block *block, int32_t number)
{
    char text[PNEU_I_BLOCK_MARK];
    size_t at = sizeof text;
    uint32_t rest = number < 0 ? (uint32_t)-number : (uint32_t)number;
    text[--at] = 0;
    text[--at] = ' ';
    text[--at] = '.';
    do {
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        text[--at] = '-';
    set_mark(block, text + at);
}

/* The list that an item at this place is in, or NULL. */
static pneu_i_block *list_of(pneu_i_html_output *out, size_t place)
{
    while (place > 0) {
        pneu_i_block *block = &out->blocks[--place];
        if (is_list(block->kind))
            return block;
        if (block->kind == PNEU_I_ELEMENT_TABLE || block->kind == PNEU_I_ELEMENT_QUOTE)
            break;
    }
    return NULL;
}

static void mark_item(pneu_i_html_output *out, pneu_i_block *item, const pneu_i_html_tag *tag)
{
    pneu_i_block *list = list_of(out, (size_t)(item - out->blocks));
    if (list == NULL || list->kind == PNEU_I_ELEMENT_LIST) {
        set_mark(item, "- ");
        return;
    }
    if (tag->has_number)
        list->number = tag->number;
    set_number(item, list->number);
    if (list->number < 999999999)
        list->number++;
}

static void mark(pneu_i_html_output *out, pneu_i_block *block, const pneu_i_html_tag *tag)
{
    switch (block->kind) {
    case PNEU_I_ELEMENT_QUOTE: set_mark(block, "> "); break;
    case PNEU_I_ELEMENT_ITEM: mark_item(out, block, tag); break;
    case PNEU_I_ELEMENT_DESCRIPTION: set_mark(block, "  "); break;
    case PNEU_I_ELEMENT_NUMBERED: block->number = tag->has_number ? tag->number : 1; break;
    default: break;
    }
}

void pneu_i_html_block_start(pneu_i_html_blocks *blocks, pneu_i_html_output *out, const pneu_i_html_tag *tag)
{
    int kind = pneu_i_element_at(tag->element)->kind;
    if (kind == PNEU_I_ELEMENT_ITEM || kind == PNEU_I_ELEMENT_DESCRIPTION)
        pneu_i_html_block_end(blocks, out, kind);
    if (out->depth == PNEU_I_BLOCK_DEPTH) {
        blocks->too_deep[kind]++;
        return;
    }
    pneu_i_block *block = &out->blocks[out->depth++];
    memset(block, 0, sizeof *block);
    block->kind = (uint8_t)kind;
    mark(out, block, tag);
    blocks->pre += kind == PNEU_I_ELEMENT_PRE;
    blocks->lists += is_list(kind) ? 1 : 0;
}
