/*
 * Text in any charset to UTF-8, streaming: the choice of the charset (text_choice.c), then its decoder.
 * In: a label, and bytes in any pieces. Out: UTF-8 in pieces of the caller's size, and a summary.
 * Bytes that the choice needs are held; after it they go through the decoder like those that follow. A step takes at
 * most STEP bytes, so that memory is bounded by what they become and by the window of the choice.
 * Invariants: the output does not depend on how input and output are cut; no input is an error.
 * Not handled: line ends, which stay as they are.
 */
#include "charset/text_decoder.h"

#include "base/feed.h"
#include "charset/charsets.h"
#include "charset/meta_charset.h"
#include "charset/text_builder.h"
#include "charset/text_choice.h"

#define STEP ((size_t)4096)

struct pneu_text_decoder {
    pneu_i_feed feed;
    pneu_charsets *charsets; /* or NULL */
    uint32_t flags;
    pneu_i_text_choice choice;
    int is_label_unknown;
    int seeks_meta; /* the charset that the text names itself may still come */
    int is_chosen;
    int is_open;  /* the decoder below is, perhaps before the choice is made */
    int is_begun; /* some bytes were passed on before the choice */
    int was_8bit; /* bytes above 127 came */
    uint64_t nul_count;
    pneu_i_decoder decoder;
    pneu_i_buf held; /* input that came before the choice was made */
    size_t held_at;
};

/* ---- Output --------------------------------------------------------------------------------------------------- */

static void emit(void *ctx, const char *utf8, size_t len)
{
    pneu_text_decoder *d = ctx;
    const char *nul = NULL;
    while (len > 0 && !(d->flags & PNEU_TEXT_KEEP_NUL) && (nul = memchr(utf8, 0, len)) != NULL) {
        pneu_i_feed_put(&d->feed, utf8, (size_t)(nul - utf8));
        len -= (size_t)(nul - utf8) + 1;
        utf8 = nul + 1;
        d->nul_count++;
    }
    pneu_i_feed_put(&d->feed, utf8, len);
}

/* ---- The decoder of the charset ------------------------------------------------------------------------------- */

static int open_decoder(pneu_text_decoder *d, int charset)
{
    if (d->is_open && d->decoder.charset == pneu_i_charset_at(charset))
        return 1;
    if (d->is_open)
        pneu_i_decoder_close(&d->decoder);
    pneu_i_utf8_sink sink = {emit, d};
    d->is_open =
        pneu_i_decoder_open_with(&d->decoder, charset, sink, d->charsets != NULL ? &d->charsets->handles : NULL);
    return d->is_open;
}

static void close_decoder(pneu_text_decoder *d)
{
    if (d->is_open)
        pneu_i_decoder_close(&d->decoder);
    d->is_open = 0;
}

/* What would be chosen if there were no such charset as was: iconv does not have it. */
static void choose_again(pneu_i_text_choice *choice)
{
    int is_escaped = choice->reason == PNEU_CHARSET_ESCAPES;
    if (!choice->says_nothing) {
        choice->charset = choice->labelled;
        choice->reason = choice->label_reason;
        return;
    }
    choice->charset = is_escaped ? PNEU_I_CHARSET_UTF_8 : PNEU_I_CHARSET_WINDOWS_1252;
    choice->reason = is_escaped ? PNEU_CHARSET_PLAIN : PNEU_CHARSET_DEFAULT;
}

static void open_chosen(pneu_text_decoder *d)
{
    d->is_chosen = 1;
    if (!open_decoder(d, d->choice.charset)) {
        choose_again(&d->choice);
        (void)open_decoder(d, d->choice.charset); /* needs no iconv */
    }
    if (d->is_begun)
        d->decoder.is_started = 1; /* no byte order mark within a text */
}

static void decode(pneu_text_decoder *d, const char *bytes, size_t len)
{
    pneu_i_decoder_push(&d->decoder, bytes, len);
    pneu_i_decoder_flush(&d->decoder);
}

/* ---- Steps ---------------------------------------------------------------------------------------------------- */

static void drop_held(pneu_text_decoder *d, size_t len)
{
    memmove(d->held.ptr, d->held.ptr + len, d->held.len - len);
    d->held.len -= len;
}

/* Passes on plain text that nothing depends on. */
static void pass_on(pneu_text_decoder *d)
{
    size_t len = d->choice.plain;
    if (len == 0)
        return;
    d->is_begun = 1;
    emit(d, d->held.ptr, len);
    drop_held(d, len);
}

/* Plain text goes past the window while nothing is held. */
static int pass_plain_input(pneu_text_decoder *d)
{
    if (!d->choice.is_past_mark || d->held.len > 0 || d->feed.in_len == 0)
        return 0;
    size_t run = pneu_i_text_plain_run(d->feed.in, d->feed.in_len < STEP ? d->feed.in_len : STEP);
    if (run == 0)
        return 0;
    pneu_str piece = pneu_i_feed_take(&d->feed, run);
    d->is_begun = 1;
    emit(d, piece.ptr, piece.len);
    return 1;
}

/* Once enough of an HTML text is held, or all of it. */
static void look_for_meta(pneu_text_decoder *d, int is_end)
{
    size_t len = d->held.len < PNEU_I_META_WINDOW ? d->held.len : PNEU_I_META_WINDOW;
    if (len < PNEU_I_META_WINDOW && !is_end)
        return;
    d->seeks_meta = 0;
    int charset = pneu_i_charset_of_meta(pneu_i_str_of(d->held.ptr, len));
    if (charset >= 0 && open_decoder(d, charset))
        pneu_i_text_choice_set_meta(&d->choice, charset);
}

/* One step towards the choice. 1 if something was done. */
static int choose(pneu_text_decoder *d)
{
    if (pass_plain_input(d))
        return 1;
    size_t room = PNEU_I_CHOICE_WINDOW - d->held.len;
    pneu_str piece = pneu_i_feed_take(&d->feed, room < STEP ? room : STEP);
    int is_end = pneu_i_feed_is_at_end(&d->feed);
    if (piece.len == 0 && !is_end)
        return 0;
    d->feed.status = pneu_i_buf_append(&d->held, &d->feed.alloc, piece.ptr, piece.len);
    if (d->feed.status != PNEU_OK)
        return 0;
    if (d->seeks_meta)
        look_for_meta(d, is_end);
    int found = PNEU_I_CHOICE_OPEN;
    while (!d->seeks_meta && (found = pneu_i_text_choice_look(&d->choice, pneu_i_str_of(d->held.ptr, d->held.len),
                                                              is_end)) == PNEU_I_CHOICE_PASS)
        pass_on(d);
    if (found == PNEU_I_CHOICE_MADE || is_end)
        open_chosen(d);
    return 1;
}

static int decode_some(pneu_text_decoder *d)
{
    pneu_str piece = pneu_i_str_of(d->held.ptr, d->held.len);
    if (d->held_at < d->held.len) {
        piece = pneu_i_str_from(piece, d->held_at);
        piece.len = piece.len < STEP ? piece.len : STEP;
        d->held_at += piece.len;
    } else {
        piece = pneu_i_feed_take(&d->feed, STEP);
    }
    if (piece.len > 0) {
        if (!d->was_8bit)
            d->was_8bit = !pneu_i_ascii_only(piece.ptr, piece.len);
        decode(d, piece.ptr, piece.len);
        return 1;
    }
    if (d->feed.is_finished) {
        pneu_i_decoder_finish(&d->decoder);
        if (d->feed.status == PNEU_OK)
            d->feed.status = PNEU_DONE;
    }
    return 0;
}

static int step(void *ctx)
{
    pneu_text_decoder *d = ctx;
    return d->is_chosen ? decode_some(d) : choose(d);
}

/* ---- The object ----------------------------------------------------------------------------------------------- */

static void start(pneu_text_decoder *d, pneu_str label)
{
    pneu_i_feed_start(&d->feed, step, d);
    int labelled = pneu_i_charset_find(label);
    int fallback = d->charsets != NULL ? d->charsets->default_charset : PNEU_I_CHARSET_WINDOWS_1252;
    d->is_label_unknown = labelled == PNEU_I_CHARSET_UNKNOWN;
    if (labelled >= 0 && !open_decoder(d, labelled)) {
        d->is_label_unknown = 1;
        labelled = PNEU_I_CHARSET_UNKNOWN;
    }
    d->seeks_meta = (d->flags & PNEU_TEXT_HTML) && pneu_i_str_trim(label).len == 0;
    pneu_i_text_choice_init(&d->choice, label, labelled, fallback);
}

pneu_status pneu_text_decoder_new(pneu_charsets *charsets, pneu_str label, uint32_t flags, const pneu_alloc *alloc,
                                  pneu_text_decoder **out)
{
    if (out == NULL || !pneu_i_alloc_usable(alloc) || (flags & ~(uint32_t)(PNEU_TEXT_KEEP_NUL | PNEU_TEXT_HTML)) != 0 ||
        (label.ptr == NULL && label.len > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_text_decoder *d = pneu_i_alloc_zeroed(&own, sizeof *d);
    if (d == NULL)
        return PNEU_ERR_MEMORY;
    d->feed.alloc = own;
    d->charsets = charsets;
    d->flags = flags;
    start(d, label);
    *out = d;
    return PNEU_OK;
}

pneu_status pneu_text_decoder_push(pneu_text_decoder *d, const void *bytes, size_t len)
{
    return d != NULL ? pneu_i_feed_push(&d->feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_text_decoder_finish(pneu_text_decoder *d)
{
    return d != NULL ? pneu_i_feed_finish(&d->feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_text_decoder_read(pneu_text_decoder *d, void *out, size_t capacity, size_t *written)
{
    return d != NULL ? pneu_i_feed_read(&d->feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

static void add_code(pneu_defect_set *set, int32_t code, int is_found)
{
    if (is_found)
        set->bits[code / 64] |= UINT64_C(1) << (code % 64);
}

void pneu_text_decoder_summary(const pneu_text_decoder *d, pneu_text_summary *out)
{
    if (d == NULL || out == NULL)
        return;
    const pneu_i_charset *charset = pneu_i_charset_at(d->choice.charset);
    int has_decoder = d->is_chosen && d->is_open;
    int is_guessed = d->choice.reason == PNEU_CHARSET_WELL_FORMED || d->choice.reason == PNEU_CHARSET_DEFAULT;
    memset(out, 0, sizeof *out);
    out->charset = pneu_i_str(d->choice.reason == PNEU_CHARSET_PLAIN ? "US-ASCII" : charset->name);
    out->reason = d->choice.reason;
    out->had_errors = has_decoder && (d->decoder.had_errors || d->decoder.ended_open);
    out->nul_count = d->nul_count;
    add_code(&out->defects, PNEU_DEFECT_CHARSET_UNKNOWN, d->is_label_unknown);
    add_code(&out->defects, PNEU_DEFECT_CHARSET_INVALID_BYTES, out->had_errors);
    add_code(&out->defects, PNEU_DEFECT_CHARSET_MISSING_8BIT, is_guessed && d->was_8bit && !d->is_label_unknown);
    add_code(&out->defects, PNEU_DEFECT_CHARSET_DANGEROUS, charset->is_dangerous);
}

int pneu_i_text_decoder_ended_shifted(const pneu_text_decoder *d)
{
    return d->is_chosen && d->is_open && d->decoder.ended_open && d->decoder.charset->is_shifted;
}

void pneu_text_decoder_reset(pneu_text_decoder *d, pneu_str label)
{
    if (d == NULL)
        return;
    pneu_text_decoder fresh = {.feed = d->feed, .charsets = d->charsets, .flags = d->flags, .held = d->held};
    close_decoder(d);
    fresh.held.len = 0;
    *d = fresh;
    start(d, label);
}

void pneu_text_decoder_free(pneu_text_decoder *d)
{
    if (d == NULL)
        return;
    pneu_alloc alloc = d->feed.alloc;
    close_decoder(d);
    pneu_i_buf_free(&d->held, &alloc);
    pneu_i_feed_free(&d->feed);
    pneu_i_alloc_free(&alloc, d, sizeof *d);
}

/* ---- A whole text --------------------------------------------------------------------------------------------- */

static pneu_status add_to_builder(void *ctx, pneu_str utf8)
{
    pneu_i_text_builder *builder = ctx;
    pneu_i_text_builder_add(builder, utf8.ptr, utf8.len);
    return builder->status;
}

pneu_status pneu_i_text_decoder_run(pneu_arena *arena, pneu_text_decoder *d, pneu_str bytes, pneu_decoded_text *out)
{
    pneu_i_text_builder builder;
    pneu_i_text_builder_init(&builder, arena, bytes.len);
    pneu_status status = pneu_i_feed_run(&d->feed, bytes, add_to_builder, &builder);
    if (status == PNEU_OK) {
        pneu_text_decoder_summary(d, &out->summary);
        status = pneu_i_text_builder_end(&builder, &out->text);
    }
    pneu_text_decoder_free(d);
    return status;
}

pneu_status pneu_text_decode(pneu_arena *arena, pneu_charsets *charsets, pneu_str label, pneu_str bytes,
                             pneu_decoded_text *out)
{
    pneu_text_decoder *decoder;
    if (arena == NULL || out == NULL || (bytes.ptr == NULL && bytes.len > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_text_decoder_new(charsets, label, 0, &arena->alloc, &decoder);
    return status == PNEU_OK ? pneu_i_text_decoder_run(arena, decoder, bytes, out) : status;
}
