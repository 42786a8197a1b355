/*
 * Bodies on their way to 7-bit ASCII: copied, or encoded.
 * In: a body, in pieces cut anywhere, and what is to be done with it. Out: its bytes, to a feed.
 * Invariants: what is put can be sent, with CRLF, whatever comes in; lines that were not there before have at most 76
 * bytes, and none of them begins with "--", so that none is a delimiter; constant memory.
 * The last line end of base64 is put only if no other follows: before a delimiter it would be one too many.
 * RFC 2045 sections 6.7 and 6.8.
 * Not handled: bodies that are encoded already (ascii_mend.c); decisions.
 */
#include "filter/ascii_body.h"

#define GROWTH ((size_t)512) /* room for what a codec adds to something short */

/* ---- Out ---------------------------------------------------------------------------------------------------- */

/* Puts what is owed before bytes that begin with a line end, or do not. */
static inline void pay(pneu_i_ascii_out *out, int is_line_end)
{
    if (out->owes_line_end && !is_line_end)
        pneu_i_feed_put(out->feed, "\r\n", 2);
    for (; out->owes_separators > 0; out->owes_separators--)
        pneu_i_feed_put(out->feed, "\r\n", 2);
    out->owes_line_end = 0;
}

void pneu_i_ascii_put(pneu_i_ascii_out *out, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    pay(out, *bytes == '\r');
    pneu_i_feed_put(out->feed, bytes, len);
}

void pneu_i_ascii_put_str(pneu_i_ascii_out *out, pneu_str text)
{
    pneu_i_ascii_put(out, text.ptr, text.len);
}

typedef pneu_status codec_function(pneu_i_codec *codec, pneu_i_codec_io *io);

/* Runs a codec where what it puts is to stand, nothing being owed before it. */
static pneu_status run_in_place(pneu_i_feed *feed, pneu_i_codec *codec, pneu_i_codec_io *io, codec_function *run)
{
    pneu_i_room room = pneu_i_feed_room(feed, (size_t)(io->in_end - io->in) + GROWTH);
    if (room.len == 0)
        return PNEU_DONE; /* the feed keeps its error */
    io->out = (uint8_t *)room.ptr;
    io->out_end = io->out + room.len;
    pneu_status status = run(codec, io);
    pneu_i_feed_written(feed, (size_t)(io->out - (uint8_t *)room.ptr));
    return status;
}

/* A CR at the end is of a line end whose LF comes with the next piece. */
void pneu_i_ascii_put_lines(pneu_i_ascii_out *out, const char *bytes, size_t len)
{
    pneu_i_codec to_crlf;
    len -= len > 0 && bytes[len - 1] == '\r';
    if (len == 0)
        return;
    pneu_i_codec_io io = {(const uint8_t *)bytes, (const uint8_t *)bytes + len, NULL, NULL};
    pay(out, *bytes == '\r' || *bytes == '\n');
    (void)pneu_i_codec_init(&to_crlf, PNEU_CODEC_TO_CRLF, 0, out->cpu_level);
    while (run_in_place(out->feed, &to_crlf, &io, pneu_i_codec_run) == PNEU_OK)
        continue;
}

pneu_status pneu_i_ascii_copy(pneu_i_ascii_out *out, pneu_i_census *census, pneu_str bytes)
{
    uint64_t bare_lf = census->bare_lf;
    int was_after_cr = census->is_after_cr;
    pneu_i_census_add(census, bytes.ptr, bytes.len, out->cpu_level);
    if (!pneu_i_ascii_may_copy(out, census))
        return PNEU_ERR_LATE_8BIT;
    if (census->bare_lf == bare_lf && !was_after_cr && !census->is_after_cr)
        pneu_i_ascii_put_str(out, bytes);
    else
        pneu_i_ascii_put_lines(out, bytes.ptr, bytes.len);
    return PNEU_OK;
}

/* ---- Encoding ----------------------------------------------------------------------------------------------- */

/* Base64 without its last line end, which is owed. A piece may begin with the LF of a line end that is owed already. */
static void put_base64(pneu_i_ascii_out *out, const char *bytes, size_t len)
{
    size_t start = len > 0 && bytes[0] == '\n' ? 1 : 0;
    size_t end = len;
    while (end > start && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r'))
        end--;
    pneu_i_ascii_put(out, bytes + start, end - start);
    if (end < len)
        out->owes_line_end = 1;
}

/* Through some room beside the output. */
static pneu_status encode_beside(pneu_i_ascii_body *body, pneu_i_codec_io *io, codec_function *run)
{
    uint8_t room[4096];
    io->out = room;
    io->out_end = room + sizeof room;
    pneu_status status = run(&body->encoder, io);
    size_t len = (size_t)(io->out - room);
    if (body->how == PNEU_I_BODY_TO_QP)
        pneu_i_ascii_put(body->out, (const char *)room, len);
    else
        put_base64(body->out, (const char *)room, len);
    return status;
}

static void encode(pneu_i_ascii_body *body, pneu_i_codec_io io, codec_function *run)
{
    const pneu_i_ascii_out *out = body->out;
    pneu_status status;
    do {
        int is_in_place = body->how == PNEU_I_BODY_TO_QP && !out->owes_line_end && out->owes_separators == 0;
        status = is_in_place ? run_in_place(out->feed, &body->encoder, &io, run) : encode_beside(body, &io, run);
    } while (status == PNEU_OK);
}

static void begin_encoding(pneu_i_ascii_body *body)
{
    if (body->how == PNEU_I_BODY_TO_QP)
        (void)pneu_i_codec_init(&body->encoder, PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_I_QP_FLAGS,
                                body->out->cpu_level);
    else
        (void)pneu_i_codec_init(&body->encoder, PNEU_CODEC_BASE64_ENCODE,
                                body->how == PNEU_I_BODY_TO_BASE64_TEXT ? PNEU_CODEC_TEXT : 0, body->out->cpu_level);
}

/* ---- Bodies ------------------------------------------------------------------------------------------------- */

static int is_encoding(const pneu_i_ascii_body *body)
{
    return body->how >= PNEU_I_BODY_TO_QP;
}

void pneu_i_ascii_body_begin(pneu_i_ascii_body *body, pneu_i_ascii_out *out, int how)
{
    body->out = out;
    body->how = how;
    body->is_open = 1;
    body->is_mending = body->has_cr = body->has_coded_cr = body->is_dash_line = 0;
    body->line_len = 0;
    memset(&body->census, 0, sizeof body->census);
    if (is_encoding(body))
        begin_encoding(body);
}

pneu_status pneu_i_ascii_body_add(pneu_i_ascii_body *body, pneu_str bytes)
{
    const uint8_t *in = (const uint8_t *)bytes.ptr;
    switch (body->how) {
    case PNEU_I_BODY_COPY: return pneu_i_ascii_copy(body->out, &body->census, bytes);
    case PNEU_I_BODY_MEND_QP: pneu_i_ascii_mend_qp(body, bytes); break;
    case PNEU_I_BODY_MEND_BASE64: pneu_i_ascii_mend_base64(body, bytes); break;
    default: encode(body, (pneu_i_codec_io){in, in + bytes.len, NULL, NULL}, pneu_i_codec_run);
    }
    return PNEU_OK;
}

pneu_status pneu_i_ascii_body_end(pneu_i_ascii_body *body)
{
    body->is_open = 0;
    if (is_encoding(body)) {
        encode(body, (pneu_i_codec_io){NULL, NULL, NULL, NULL}, pneu_i_codec_end);
    } else if (body->how == PNEU_I_BODY_MEND_QP) {
        pneu_i_ascii_mend_qp_end(body);
    } else if (body->how == PNEU_I_BODY_MEND_BASE64) {
        pneu_i_ascii_mend_base64_end(body);
    } else {
        pneu_i_census_end(&body->census);
        if (!pneu_i_ascii_may_copy(body->out, &body->census))
            return PNEU_ERR_LATE_8BIT;
    }
    return PNEU_OK;
}
