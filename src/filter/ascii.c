/*
 * The filter object: bytes in, 7-bit ASCII out.
 * In: a message, pushed; a plan, or none. Without one the same bytes go through a scan first, and wait in a queue until
 * the scan knows what becomes of the part they belong to: the second pass follows the first one at a distance.
 * Out: bytes, read. Invariants: one engine for both ways, so both write alike wherever the sample says what the whole
 * says; constant memory: a header, a sample, a step's output; errors stay until reset.
 * RFC 6152 section 3.
 * Not handled: what is written (ascii_write.c, ascii_body.c).
 */
#include "filter/ascii.h"

#include "parse/parser_limits.h"

/* ---- The way of the bytes ----------------------------------------------------------------------------------- */

/* Ends the conversion. */
static int fail(pneu_ascii *ascii, pneu_status status)
{
    ascii->feed.status = status;
    if (ascii->refusal.status != PNEU_OK)
        return 0;
    ascii->refusal.status = status;
    if (ascii->event != NULL) {
        ascii->refusal.part = ascii->event->part;
        ascii->refusal.offset = ascii->event->offset;
    }
    return 0;
}

/* The scan refused: its reasons are ours. */
static int fail_scan(pneu_ascii *ascii, pneu_status status)
{
    pneu_ascii_plan_refusal(ascii->own, &ascii->refusal);
    return fail(ascii, status);
}

/* What the plan must know before the event can be written. */
static uint16_t needed_for(const pneu_event *event)
{
    switch (event->type) {
    case PNEU_EVENT_PART_BEGIN: return PNEU_I_HEADER_KNOWN;
    case PNEU_EVENT_PREAMBLE: return PNEU_I_PREAMBLE_KNOWN;
    case PNEU_EVENT_EPILOGUE: return PNEU_I_EPILOGUE_KNOWN;
    default: return 0;
    }
}

#define PLANNED_PIECE ((size_t)65536)

static int is_ready(const pneu_ascii *ascii, const pneu_event *event)
{
    uint16_t needed = needed_for(event);
    return event->part < ascii->plan->count && (ascii->plan->parts[event->part].marks & needed) == needed;
}

/* One pass: 1 if the parser may have what was scanned last at once. Nothing waits before it, and the scan is in a stretch
 * that it has decided about, so that it has decided about all that came before: no event of these bytes has to wait. */
static int may_pass(const pneu_ascii *ascii)
{
    const pneu_i_stretch *stretch = &ascii->own->stretch;
    return ascii->event == NULL && pneu_i_delay_is_empty(&ascii->delay) && stretch->event != 0 && stretch->is_decided;
}

/* One pass: the next bytes go through the scan, and to the parser or into the queue. 1 if there were any. */
static int scan_more(pneu_ascii *ascii)
{
    pneu_str piece = pneu_i_feed_take(&ascii->feed, PNEU_I_DELAY_PIECE);
    pneu_status status;
    if (piece.len > 0) {
        status = pneu_ascii_plan_push(ascii->own, piece.ptr, piece.len);
        if (status != PNEU_OK)
            return fail_scan(ascii, status);
        status = may_pass(ascii) ? pneu_parser_push(ascii->parser, piece.ptr, piece.len)
                                 : pneu_i_delay_add(&ascii->delay, &ascii->alloc, piece);
        return status == PNEU_OK ? 1 : fail(ascii, status);
    }
    if (!pneu_i_feed_is_at_end(&ascii->feed) || ascii->own->is_finished)
        return 0;
    status = pneu_ascii_plan_finish(ascii->own);
    return status == PNEU_OK ? 1 : fail_scan(ascii, status);
}

/* The next bytes for the parser: from the queue, or from the input itself. 1 if there were any. */
static int parse_more(pneu_ascii *ascii)
{
    pneu_str piece;
    if (ascii->own == NULL) {
        piece = pneu_i_feed_take(&ascii->feed, PLANNED_PIECE);
    } else {
        pneu_status taken = pneu_i_delay_take(&ascii->delay, &ascii->alloc, &piece);
        if (taken != PNEU_OK)
            return fail(ascii, taken);
        if (piece.len == 0 && scan_more(ascii))
            return 1;
    }
    if (ascii->feed.status != PNEU_OK)
        return 0;
    if (piece.len == 0 && !pneu_i_feed_is_at_end(&ascii->feed))
        return 0;
    pneu_status status =
        piece.len > 0 ? pneu_parser_push(ascii->parser, piece.ptr, piece.len) : pneu_parser_finish(ascii->parser);
    return status == PNEU_OK ? 1 : fail(ascii, status);
}

static int write_pending(pneu_ascii *ascii)
{
    pneu_status status;
    if (!is_ready(ascii, ascii->event))
        return ascii->own != NULL && !ascii->own->is_finished ? scan_more(ascii) : fail(ascii, PNEU_ERR_CHANGED);
    status = pneu_i_ascii_write(ascii, ascii->event);
    if (status == PNEU_ERR_LATE_8BIT && ascii->own == NULL)
        status = PNEU_ERR_CHANGED;
    if (status != PNEU_OK)
        return fail(ascii, status);
    ascii->event = NULL;
    return 1;
}

/* For the feed: 1 if something was done. */
static int step(void *ctx)
{
    pneu_ascii *ascii = ctx;
    if (ascii->event != NULL)
        return write_pending(ascii);
    pneu_status status = pneu_parser_next(ascii->parser, &ascii->event);
    if (status == PNEU_OK)
        return 1;
    ascii->event = NULL;
    if (status == PNEU_MORE)
        return parse_more(ascii);
    if (status != PNEU_DONE)
        return fail(ascii, status);
    pneu_i_ascii_write_end(ascii);
    if (ascii->feed.status == PNEU_OK)
        ascii->feed.status = PNEU_DONE;
    return 1;
}

/* ---- The object --------------------------------------------------------------------------------------------- */

pneu_status pneu_ascii_push(pneu_ascii *ascii, const void *bytes, size_t len)
{
    return ascii != NULL ? pneu_i_feed_push(&ascii->feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_ascii_finish(pneu_ascii *ascii)
{
    return ascii != NULL ? pneu_i_feed_finish(&ascii->feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_ascii_read(pneu_ascii *ascii, void *out, size_t capacity, size_t *written)
{
    return ascii != NULL ? pneu_i_feed_read(&ascii->feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

void pneu_ascii_refusal(const pneu_ascii *ascii, pneu_refusal *out)
{
    if (ascii != NULL && out != NULL)
        *out = ascii->refusal;
}

const pneu_ascii_plan *pneu_ascii_plan_of(const pneu_ascii *ascii)
{
    return ascii != NULL ? ascii->plan : NULL;
}

static pneu_status make(const pneu_options *options, const pneu_alloc *alloc, pneu_ascii **out)
{
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_ascii *ascii = pneu_i_alloc_zeroed(&used, sizeof *ascii);
    if (ascii == NULL)
        return PNEU_ERR_MEMORY;
    ascii->alloc = ascii->feed.alloc = used;
    pneu_i_arena_init(&ascii->scratch, &ascii->alloc);
    pneu_i_feed_start(&ascii->feed, step, ascii);
    pneu_status status = pneu_parser_new(options, alloc, &ascii->parser);
    if (status == PNEU_OK)
        status = pneu_parser_set_flags(ascii->parser, PNEU_PARSE_NO_STATS);
    if (status != PNEU_OK) {
        pneu_ascii_free(ascii);
        return status;
    }
    pneu_i_parser_be_silent(ascii->parser);
    *out = ascii;
    return PNEU_OK;
}

/* Stands before the first byte of what the plan is for. */
static void follow(pneu_ascii *ascii, const pneu_ascii_plan *plan)
{
    ascii->plan = plan;
    ascii->next_text = 0;
    ascii->out = (pneu_i_ascii_out){
        .feed = &ascii->feed, .cpu_level = plan->cpu_level, .takes_8bit = pneu_i_ascii_takes_8bit(plan)};
}

pneu_status pneu_ascii_new(const pneu_options *options, const pneu_ascii_choices *choices, const pneu_spool *spool,
                           const pneu_alloc *alloc, pneu_ascii **out)
{
    pneu_ascii *ascii;
    if (out == NULL || !pneu_i_alloc_usable(alloc) || (spool != NULL && (spool->write == NULL || spool->read == NULL)))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = make(options, alloc, &ascii);
    if (status != PNEU_OK)
        return status;
    status = pneu_ascii_plan_new(options, choices, alloc, &ascii->own);
    if (status != PNEU_OK) {
        pneu_ascii_free(ascii);
        return status;
    }
    ascii->own->is_one_pass = 1;
    ascii->own->is_patient = spool != NULL;
    if (spool != NULL)
        ascii->delay.spool = *spool;
    follow(ascii, ascii->own);
    *out = ascii;
    return PNEU_OK;
}

pneu_status pneu_ascii_new_planned(const pneu_ascii_plan *plan, const pneu_alloc *alloc, pneu_ascii **out)
{
    if (plan == NULL || out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    if (!plan->is_finished)
        return PNEU_ERR_STATE;
    pneu_status status = make(plan->options, alloc, out);
    if (status == PNEU_OK)
        follow(*out, plan);
    return status;
}

void pneu_ascii_reset(pneu_ascii *ascii)
{
    if (ascii == NULL)
        return;
    pneu_parser_reset(ascii->parser);
    pneu_ascii_plan_reset(ascii->own);
    pneu_i_delay_free(&ascii->delay, &ascii->alloc);
    pneu_i_feed_start(&ascii->feed, step, ascii);
    ascii->event = NULL;
    ascii->is_in_gap = ascii->body.is_open = 0;
    follow(ascii, ascii->plan);
    memset(&ascii->refusal, 0, sizeof ascii->refusal);
}

void pneu_ascii_free(pneu_ascii *ascii)
{
    if (ascii == NULL)
        return;
    pneu_alloc alloc = ascii->alloc;
    pneu_parser_free(ascii->parser);
    pneu_ascii_plan_free(ascii->own);
    pneu_i_delay_free(&ascii->delay, &alloc);
    pneu_i_arena_free(&ascii->scratch);
    pneu_i_feed_free(&ascii->feed);
    pneu_i_alloc_free(&alloc, ascii, sizeof *ascii);
}
