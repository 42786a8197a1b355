/*
 * A message that is to be attached where only 7-bit goes. In: any message. Out: the same in 7-bit, as pneu/filter.h
 * makes it, planned, so that nothing is lost silently. RFC 2046 section 5.2.1 (a message in a message is not encoded:
 * its parts are).
 */
#include "reply/ascii_message.h"

#include "charset/text_builder.h"
#include "pneu/filter.h"

#define PIECE 4096

static pneu_status read_all(pneu_ascii *ascii, pneu_i_text_builder *text)
{
    char piece[PIECE];
    size_t len;
    pneu_status status;
    while ((status = pneu_ascii_read(ascii, piece, sizeof piece, &len)) == PNEU_OK)
        pneu_i_text_builder_put(text, piece, len);
    return status == PNEU_MORE || status == PNEU_DONE ? PNEU_OK : status;
}

static pneu_status convert(const pneu_ascii_plan *plan, const pneu_alloc *alloc, pneu_str message,
                           pneu_i_text_builder *text)
{
    pneu_ascii *ascii;
    pneu_status status = pneu_ascii_new_planned(plan, alloc, &ascii);
    if (status != PNEU_OK)
        return status;
    status = pneu_ascii_push(ascii, message.ptr, message.len);
    if (status == PNEU_OK)
        status = read_all(ascii, text);
    if (status == PNEU_OK)
        status = pneu_ascii_finish(ascii);
    if (status == PNEU_OK)
        status = read_all(ascii, text);
    pneu_ascii_free(ascii);
    return status;
}

pneu_status pneu_i_ascii_message_make(pneu_arena *arena, const pneu_alloc *alloc, pneu_str message, pneu_str *out)
{
    pneu_ascii_plan *plan;
    pneu_i_text_builder text;
    pneu_status status = pneu_ascii_plan_new(NULL, NULL, alloc, &plan);
    if (status != PNEU_OK)
        return status;
    pneu_i_text_builder_init(&text, arena, message.len);
    status = pneu_ascii_plan_push(plan, message.ptr, message.len);
    if (status == PNEU_OK)
        status = pneu_ascii_plan_finish(plan);
    if (status == PNEU_OK)
        status = convert(plan, alloc, message, &text);
    pneu_ascii_plan_free(plan);
    return status == PNEU_OK ? pneu_i_text_builder_end(&text, out) : status;
}
