/*
 * The second pass: bytes in, the message with its bodies decoded out.
 * In: the bytes that the plan was made from, pushed again. Out: bytes, read.
 * Invariants: one block is held; bytes outside of the plan's changes are copied; that they are those of the first pass
 * is checked by a digest at the end, and before it by their number.
 * RFC 2045 section 6.
 */
#include "base/feed.h"
#include "filter/widen_plan.h"

#define BLOCK ((size_t)16384)

struct pneu_widen {
    pneu_i_feed feed;
    const pneu_widen_plan *plan;
    size_t next;     /* the first change that is not over */
    uint64_t offset; /* of the input taken so far */
    int is_within;   /* the next change was begun */
    pneu_i_body_decoder decoder;
    pneu_i_byte_digest seen;
};

/* ---- Changes ------------------------------------------------------------------------------------------------ */

static const pneu_i_widen_change *next_change(const pneu_widen *widen)
{
    return widen->next < widen->plan->change_count ? &widen->plan->changes[widen->next] : NULL;
}

/* Where the next change begins, or, once it has begun, ends. */
static uint64_t next_edge(const pneu_widen *widen)
{
    const pneu_i_widen_change *change = next_change(widen);
    if (change == NULL)
        return UINT64_MAX;
    return widen->is_within ? change->offset + change->length : change->offset;
}

static void put(pneu_widen *widen, const char *text)
{
    pneu_i_feed_put(&widen->feed, text, strlen(text));
}

typedef pneu_status decoder_function(pneu_i_body_decoder *decoder, pneu_i_codec_io *io);

static void put_decoded(pneu_widen *widen, pneu_i_codec_io io, decoder_function *run)
{
    uint8_t room[4096];
    pneu_status status;
    do {
        io.out = room;
        io.out_end = room + sizeof room;
        status = run(&widen->decoder, &io);
        pneu_i_feed_put(&widen->feed, (const char *)room, (size_t)(io.out - room));
    } while (status == PNEU_OK);
}

static void begin_change(pneu_widen *widen, const pneu_i_widen_change *change)
{
    if (change->what == PNEU_I_WIDEN_DECODE)
        pneu_i_body_decoder_start(&widen->decoder, change->encoding, 0,
                                  pneu_i_settings_cpu_level(&widen->plan->settings));
    if (change->what == PNEU_I_WIDEN_ADD)
        put(widen, "Content-Transfer-Encoding:");
    if (change->what == PNEU_I_WIDEN_ADD || change->what == PNEU_I_WIDEN_SAY) {
        put(widen, " ");
        put(widen, pneu_encoding_name(change->encoding));
    }
    if (change->what == PNEU_I_WIDEN_ADD)
        put(widen, change->is_lf ? "\n" : "\r\n");
}

static void end_change(pneu_widen *widen, const pneu_i_widen_change *change)
{
    pneu_i_codec_io none = {NULL, NULL, NULL, NULL};
    if (change->what == PNEU_I_WIDEN_DECODE)
        put_decoded(widen, none, pneu_i_body_decoder_end);
    widen->next++;
}

/* At an edge. */
static void pass_edge(pneu_widen *widen)
{
    const pneu_i_widen_change *change = next_change(widen);
    if (widen->is_within)
        end_change(widen, change);
    else
        begin_change(widen, change);
    widen->is_within = !widen->is_within;
}

/* ---- The way of the bytes ----------------------------------------------------------------------------------- */

static void take(pneu_widen *widen, pneu_str piece)
{
    const uint8_t *in = (const uint8_t *)piece.ptr;
    pneu_i_byte_digest_add(&widen->seen, piece.ptr, piece.len);
    widen->offset += piece.len;
    if (!widen->is_within)
        pneu_i_feed_put(&widen->feed, piece.ptr, piece.len);
    else if (next_change(widen)->what == PNEU_I_WIDEN_DECODE)
        put_decoded(widen, (pneu_i_codec_io){in, in + piece.len, NULL, NULL}, pneu_i_body_decoder_run);
    if (widen->offset > widen->plan->seen.count)
        widen->feed.status = PNEU_ERR_CHANGED;
}

/* For the feed: 1 if something was done. */
static int step(void *ctx)
{
    pneu_widen *widen = ctx;
    uint64_t room = next_edge(widen) - widen->offset;
    if (room == 0) {
        pass_edge(widen);
        return 1;
    }
    pneu_str piece = pneu_i_feed_take(&widen->feed, room < BLOCK ? (size_t)room : BLOCK);
    if (piece.len > 0) {
        take(widen, piece);
        return 1;
    }
    if (pneu_i_feed_is_at_end(&widen->feed)) {
        int is_same = pneu_i_byte_digest_same(&widen->seen, &widen->plan->seen);
        if (widen->feed.status == PNEU_OK)
            widen->feed.status = is_same ? PNEU_DONE : PNEU_ERR_CHANGED;
    }
    return 0;
}

/* ---- The object --------------------------------------------------------------------------------------------- */

pneu_status pneu_widen_push(pneu_widen *widen, const void *bytes, size_t len)
{
    return widen != NULL ? pneu_i_feed_push(&widen->feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_widen_finish(pneu_widen *widen)
{
    return widen != NULL ? pneu_i_feed_finish(&widen->feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_widen_read(pneu_widen *widen, void *out, size_t capacity, size_t *written)
{
    return widen != NULL ? pneu_i_feed_read(&widen->feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

void pneu_widen_reset(pneu_widen *widen)
{
    if (widen == NULL)
        return;
    pneu_i_feed_start(&widen->feed, step, widen);
    widen->next = 0;
    widen->offset = 0;
    widen->is_within = 0;
    memset(&widen->seen, 0, sizeof widen->seen);
}

pneu_status pneu_widen_new(const pneu_widen_plan *plan, const pneu_alloc *alloc, pneu_widen **out)
{
    if (plan == NULL || out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    if (!plan->is_finished)
        return PNEU_ERR_STATE;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_widen *widen = pneu_i_alloc_zeroed(&used, sizeof *widen);
    if (widen == NULL)
        return PNEU_ERR_MEMORY;
    widen->feed.alloc = used;
    widen->plan = plan;
    pneu_widen_reset(widen);
    *out = widen;
    return PNEU_OK;
}

void pneu_widen_free(pneu_widen *widen)
{
    if (widen == NULL)
        return;
    pneu_alloc alloc = widen->feed.alloc;
    pneu_i_feed_free(&widen->feed);
    pneu_i_alloc_free(&alloc, widen, sizeof *widen);
}
