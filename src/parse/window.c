/*
 * The parser's view of its input. In: pushes of any size. Out: contiguous bytes from the first undecided one on.
 * Invariants: nothing is copied while a push decides itself; a byte is copied to the carry at most twice, so small pushes
 * cost linear time; the carry holds the undecided tail and at most as much again.
 */
#include "parse/window.h"

#include <string.h>

#define STEP ((size_t)256)      /* pushed bytes made visible at a time behind a short carry */
#define STEP_MAX ((size_t)8192) /* and behind a long one */

static void show_carry(pneu_i_window *window)
{
    window->bytes = (const uint8_t *)window->carry.ptr;
    window->len = window->carry.len;
}

/* Drops what is decided from the carry's front, when that is half of it: each byte is moved at most once on average. */
static void close_up(pneu_i_window *window)
{
    pneu_i_buf *carry = &window->carry;
    if (window->pos < carry->len - window->pos)
        return;
    memmove(carry->ptr, carry->ptr + window->pos, carry->len - window->pos);
    carry->len -= window->pos;
    window->offset += window->pos;
    window->pos = 0;
    show_carry(window);
}

static pneu_status show_more(pneu_i_window *window, const pneu_alloc *alloc)
{
    size_t step = window->carry.len - window->pos;
    if (step < STEP)
        step = STEP;
    if (step > STEP_MAX)
        step = STEP_MAX;
    if (step > window->input_len - window->input_used)
        step = window->input_len - window->input_used;
    pneu_status status = pneu_i_buf_append(&window->carry, alloc, window->input + window->input_used, step);
    if (status == PNEU_OK) {
        window->input_used += step;
        show_carry(window);
    }
    return status;
}

pneu_status pneu_i_window_push(pneu_i_window *window, const pneu_alloc *alloc, const void *bytes, size_t len)
{
    window->input = bytes;
    window->input_len = len;
    window->input_used = 0;
    if (window->pos < window->len) {
        window->carried = window->carry.len;
        return show_more(window, alloc);
    }
    window->offset += window->pos;
    window->bytes = bytes;
    window->len = len;
    window->pos = 0;
    window->input_used = len;
    window->carried = 0;
    window->carry.len = 0;
    return PNEU_OK;
}

pneu_status pneu_i_window_extend(pneu_i_window *window, const pneu_alloc *alloc)
{
    if (window->carried == 0) {
        if (window->pos == window->len)
            return PNEU_MORE;
        pneu_status status =
            pneu_i_buf_append(&window->carry, alloc, window->bytes + window->pos, window->len - window->pos);
        if (status != PNEU_OK)
            return status;
        window->offset += window->pos;
        window->pos = 0;
        window->carried = window->carry.len;
        show_carry(window);
        return PNEU_MORE;
    }
    if (window->input_used < window->input_len)
        return show_more(window, alloc);
    close_up(window);
    window->carried = window->carry.len;
    return PNEU_MORE;
}

void pneu_i_window_leave_carry(pneu_i_window *window)
{
    size_t undecided = window->carry.len - window->pos;
    uint64_t offset = pneu_i_window_offset(window);
    window->pos = window->input_used - undecided;
    window->offset = offset - window->pos;
    window->bytes = window->input;
    window->len = window->input_len;
    window->input_used = window->input_len;
    window->carried = 0;
    window->carry.len = 0;
}

void pneu_i_window_init(pneu_i_window *window)
{
    memset(window, 0, sizeof *window);
    window->bytes = (const uint8_t *)""; /* so that places in it can be computed before the first push */
}

void pneu_i_window_reset(pneu_i_window *window, const pneu_alloc *alloc, size_t keep)
{
    pneu_i_buf carry = window->carry;
    pneu_i_buf_reset(&carry, alloc, keep);
    pneu_i_window_init(window);
    window->carry = carry;
}

void pneu_i_window_free(pneu_i_window *window, const pneu_alloc *alloc)
{
    pneu_i_buf_free(&window->carry, alloc);
    memset(window, 0, sizeof *window);
}
