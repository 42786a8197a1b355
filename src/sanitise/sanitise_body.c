/*
 * Bytes of bodies.
 * In: bytes of a body as it stands. Out: the same with CRLF for bare LF, or decoded, as UTF-8 where the plan says so,
 * and encoded anew: texts in quoted-printable, or in base64 if they were in that or hold what readers do not agree on;
 * all else in base64.
 * Invariants: constant memory; the result does not depend on how the bytes are cut.
 */
#include <string.h>

#include "base/str.h"
#include "sanitise/sanitise_filter.h"
#include "tree/message.h"
#include "write/choose_encoding.h"

/* ---- Bytes ---------------------------------------------------------------------------------------------------- */

void pneu_i_sanitise_put(pneu_sanitise *filter, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    pneu_i_feed_put(&filter->feed, bytes, len);
    filter->is_in_line = bytes[len - 1] != '\n';
}

void pneu_i_sanitise_settle_cr(pneu_sanitise *filter)
{
    if (filter->is_after_cr)
        pneu_i_sanitise_put(filter, "\r", 1);
    filter->is_after_cr = 0;
}

void pneu_i_sanitise_copy(pneu_sanitise *filter, pneu_str bytes)
{
    size_t from = 0;
    for (size_t at = 0; at < bytes.len; at++) {
        const char *lf = memchr(bytes.ptr + at, '\n', bytes.len - at);
        if (lf == NULL)
            break;
        at = (size_t)(lf - bytes.ptr);
        size_t end = at > from && bytes.ptr[at - 1] == '\r' ? at - 1 : at;
        if (at > from) /* else it is the CR of this line end */
            pneu_i_sanitise_settle_cr(filter);
        filter->is_after_cr = 0;
        pneu_i_sanitise_put(filter, bytes.ptr + from, end - from);
        pneu_i_sanitise_put(filter, "\r\n", 2);
        from = at + 1;
    }
    if (from == bytes.len)
        return;
    pneu_i_sanitise_settle_cr(filter);
    filter->is_after_cr = bytes.ptr[bytes.len - 1] == '\r';
    pneu_i_sanitise_put(filter, bytes.ptr + from, bytes.len - from - (size_t)filter->is_after_cr);
}

/* ---- Bodies --------------------------------------------------------------------------------------------------- */

typedef pneu_status codec_function(pneu_i_codec *codec, pneu_i_codec_io *io);

static void run_encoder(pneu_sanitise *filter, pneu_i_codec_io io, codec_function *run)
{
    uint8_t room[1024];
    pneu_status status;
    do {
        io.out = room;
        io.out_end = room + sizeof room;
        status = run(&filter->encoder, &io);
        pneu_str written = pneu_i_str_of(room, (size_t)(io.out - room));
        pneu_i_sanitise_copy(filter, written); /* the lines of a text may end in LF */
    } while (status == PNEU_OK);
}

static void encode(pneu_sanitise *filter, const uint8_t *octets, size_t len)
{
    if (len > 0)
        run_encoder(filter, (pneu_i_codec_io){octets, octets + len, NULL, NULL}, pneu_i_codec_run);
}

/* Encodes what the text decoder has read. */
static void encode_text(pneu_sanitise *filter, pneu_status status)
{
    uint8_t room[1024];
    size_t written;
    while (status == PNEU_OK && (status = pneu_text_decoder_read(filter->text, room, sizeof room, &written)) == PNEU_OK)
        encode(filter, room, written);
    if (status < 0)
        filter->feed.status = status;
}

static pneu_status take_decoded(void *ctx, const char *bytes, size_t len)
{
    pneu_sanitise *filter = ctx;
    if (filter->text == NULL)
        encode(filter, (const uint8_t *)bytes, len);
    else if (len > 0)
        encode_text(filter, pneu_text_decoder_push(filter->text, bytes, len));
    return PNEU_OK; /* what goes wrong is the feed's */
}

void pneu_i_sanitise_add_body(pneu_sanitise *filter, pneu_str bytes)
{
    if (bytes.len > 0)
        (void)pneu_i_body_decoder_push(&filter->decoder, bytes, take_decoded, filter);
}

void pneu_i_sanitise_end_body(pneu_sanitise *filter)
{
    (void)pneu_i_body_decoder_finish(&filter->decoder, take_decoded, filter);
    if (filter->text != NULL)
        encode_text(filter, pneu_text_decoder_finish(filter->text));
    pneu_text_decoder_free(filter->text);
    filter->text = NULL;
    run_encoder(filter, (pneu_i_codec_io){NULL, NULL, NULL, NULL}, pneu_i_codec_end);
}

/* 1 for a text that is read alike as lines: not where there is a CR that ends no line, or may be taken for one, or a
 * uuencoded block; nor where nobody has looked, since it was no text, or none in ASCII. */
static int is_safe_in_lines(const pneu_sanitise *filter, const pneu_i_open_part *open)
{
    const pneu_part_summary *summary = &filter->plan->tree->nodes[open->part].summary;
    return (open->action & (PNEU_I_HAS_CODED_CR | PNEU_I_TO_UTF8)) == 0 && summary->bare_cr == 0 &&
           !open->is_multipart_text && !pneu_defect_set_has(&summary->found, PNEU_DEFECT_CTE_LEGACY);
}

/* Gets ready to write a body anew, which stands in that encoding; the result says in which one. */
int32_t pneu_i_sanitise_begin_body(pneu_sanitise *filter, pneu_i_open_part *open, int32_t encoding, pneu_str type)
{
    unsigned padding =
        pneu_i_node_choice(filter->plan->tree, &filter->plan->tree->nodes[open->part], PNEU_READING_BASE64_PADDING);
    int is_text = type.len > 5 && memcmp(type.ptr, "text/", 5) == 0;
    int is_quoted = is_text && encoding != PNEU_ENCODING_BASE64 && is_safe_in_lines(filter, open);
    open->is_encoding = 1;
    uint32_t cpu_level = pneu_i_settings_cpu_level(&filter->plan->tree->settings);
    pneu_i_body_decoder_start(&filter->decoder, encoding, padding, cpu_level);
    (void)pneu_i_codec_init(&filter->encoder, is_quoted ? PNEU_CODEC_QUOTED_PRINTABLE_ENCODE : PNEU_CODEC_BASE64_ENCODE,
                            is_quoted ? PNEU_I_QP_FLAGS : 0, cpu_level);
    return is_quoted ? PNEU_ENCODING_QUOTED_PRINTABLE : PNEU_ENCODING_BASE64;
}
