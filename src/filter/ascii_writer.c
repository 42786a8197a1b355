/*
 * A message in memory, edits included, as a transport takes it. In: a finished message. Out: what the filter makes of
 * all that the exact writer writes, in pieces of the caller's size; dot-stuffed where that is asked for. Invariants:
 * the plan is made before there is a writer, so that a refusal comes before the first byte; constant memory but for the
 * plan; what comes out does not depend on the sizes asked for; errors stay until reset. RFC 5321 section 4.5.2, RFC
 * 6152 section 3. Not handled: what is changed how (ascii.c); what edits put where (write/writer.c).
 */
#include "base/options.h"
#include "filter/ascii_plan.h"
#include "pneu/write.h"
#include "tree/message.h"

#define PIECE ((size_t)8192)

struct pneu_ascii_writer {
    pneu_alloc alloc;
    uint32_t flags;
    pneu_writer *exact;
    pneu_ascii_plan *plan;
    pneu_ascii *ascii; /* NULL: the plan refused */
    pneu_i_codec stuffer;
    pneu_str rest;  /* of `plain`: not stuffed yet */
    int is_ending;  /* all is in the stuffer */
    int is_over;    /* and out of it */
    char in[PIECE]; /* borrowed by the filter until it is used up */
    char plain[PIECE];
};

/* ---- Making ------------------------------------------------------------------------------------------------- */

static int are_flags_sound(uint32_t flags)
{
    return flags == PNEU_WRITE_EXACT || flags == PNEU_WRITE_DOT_STUFFED ||
           flags == (PNEU_WRITE_DOT_STUFFED | PNEU_WRITE_END_OF_DATA);
}

/* A plan for a parser that reads as the message was read. */
static pneu_status new_plan(pneu_ascii_writer *writer, const pneu_message *message, const pneu_ascii_choices *choices)
{
    pneu_options *options;
    pneu_status status = pneu_i_options_of(&message->settings, &writer->alloc, &options);
    if (status != PNEU_OK)
        return status;
    status = pneu_ascii_plan_new(options, choices, &writer->alloc, &writer->plan);
    pneu_options_free(options);
    return status;
}

/* The first pass. PNEU_OK, a refusal, PNEU_ERR_MEMORY. */
static pneu_status make_plan(pneu_ascii_writer *writer)
{
    pneu_status status = PNEU_OK;
    while (status == PNEU_OK) {
        size_t len;
        status = pneu_writer_read(writer->exact, writer->in, PIECE, &len);
        if (status == PNEU_OK)
            status = pneu_ascii_plan_push(writer->plan, writer->in, len);
    }
    return status == PNEU_DONE ? pneu_ascii_plan_finish(writer->plan) : status;
}

static pneu_status make(pneu_ascii_writer *writer, pneu_message *message, const pneu_ascii_choices *choices)
{
    pneu_refusal refusal;
    pneu_status status = pneu_writer_new(message, PNEU_WRITE_EXACT, &writer->alloc, &writer->exact);
    if (status == PNEU_OK)
        status = new_plan(writer, message, choices);
    if (status != PNEU_OK)
        return status;
    status = make_plan(writer);
    pneu_ascii_plan_refusal(writer->plan, &refusal);
    if (status == PNEU_OK)
        return pneu_ascii_new_planned(writer->plan, &writer->alloc, &writer->ascii);
    int is_refused = status == refusal.status && status != PNEU_ERR_MEMORY;
    return is_refused ? PNEU_OK : status; /* the plan knows why */
}

pneu_status pneu_ascii_writer_new(pneu_message *message, const pneu_ascii_choices *choices, uint32_t flags,
                                  const pneu_alloc *alloc, pneu_ascii_writer **out)
{
    if (message == NULL || out == NULL || !are_flags_sound(flags) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_ascii_writer *writer = pneu_i_alloc_zeroed(&used, sizeof *writer);
    if (writer == NULL)
        return PNEU_ERR_MEMORY;
    writer->alloc = used;
    writer->flags = flags;
    pneu_status status = make(writer, message, choices);
    if (status != PNEU_OK) {
        pneu_ascii_writer_free(writer);
        return status;
    }
    pneu_ascii_writer_reset(writer);
    *out = writer;
    return PNEU_OK;
}

void pneu_ascii_writer_reset(pneu_ascii_writer *writer)
{
    if (writer == NULL)
        return;
    int has_end = (writer->flags & PNEU_WRITE_END_OF_DATA) != 0;
    pneu_writer_reset(writer->exact);
    pneu_ascii_reset(writer->ascii);
    writer->rest = pneu_i_str_of(NULL, 0);
    writer->is_ending = writer->is_over = 0;
    (void)pneu_i_codec_init(&writer->stuffer, PNEU_CODEC_DOT_STUFF, has_end ? 0 : PNEU_CODEC_NO_END,
                            writer->plan->cpu_level);
}

void pneu_ascii_writer_free(pneu_ascii_writer *writer)
{
    if (writer == NULL)
        return;
    pneu_alloc alloc = writer->alloc;
    pneu_ascii_free(writer->ascii);
    pneu_ascii_plan_free(writer->plan);
    pneu_writer_free(writer->exact);
    pneu_i_alloc_free(&alloc, writer, sizeof *writer);
}

const pneu_ascii_plan *pneu_ascii_writer_plan(const pneu_ascii_writer *writer)
{
    return writer != NULL ? writer->plan : NULL;
}

/* ---- Reading ------------------------------------------------------------------------------------------------ */

/* The filter gets the next bytes of the message, or its end. */
static pneu_status push_more(pneu_ascii_writer *writer)
{
    size_t len;
    pneu_status status = pneu_writer_read(writer->exact, writer->in, PIECE, &len);
    if (status == PNEU_OK)
        return pneu_ascii_push(writer->ascii, writer->in, len);
    return status == PNEU_DONE ? pneu_ascii_finish(writer->ascii) : status;
}

/* PNEU_OK and some bytes, PNEU_DONE, or an error. */
static pneu_status read_plain(pneu_ascii_writer *writer, void *out, size_t capacity, size_t *written)
{
    pneu_status status;
    do
        status = pneu_ascii_read(writer->ascii, out, capacity, written);
    while (status == PNEU_MORE && (status = push_more(writer)) == PNEU_OK);
    return status;
}

static pneu_status fill_plain(pneu_ascii_writer *writer)
{
    size_t len;
    pneu_status status = read_plain(writer, writer->plain, PIECE, &len);
    if (status == PNEU_OK)
        writer->rest = pneu_i_str_of(writer->plain, len);
    writer->is_ending = status == PNEU_DONE;
    return status == PNEU_DONE ? PNEU_OK : status;
}

static void stuff_rest(pneu_ascii_writer *writer, pneu_i_codec_io *io)
{
    io->in = (const uint8_t *)writer->rest.ptr;
    io->in_end = io->in + writer->rest.len;
    (void)pneu_i_codec_run(&writer->stuffer, io);
    writer->rest = pneu_i_str_of(io->in, (size_t)(io->in_end - io->in));
}

static pneu_status read_stuffed(pneu_ascii_writer *writer, void *out, size_t capacity, size_t *written)
{
    pneu_i_codec_io io = {NULL, NULL, out, (uint8_t *)out + capacity};
    pneu_status status = PNEU_OK;
    while (io.out < io.out_end && !writer->is_over && status == PNEU_OK) {
        if (writer->rest.len > 0) {
            stuff_rest(writer, &io);
        } else if (writer->is_ending) {
            io.in = io.in_end = NULL;
            writer->is_over = pneu_i_codec_end(&writer->stuffer, &io) != PNEU_OK;
        } else {
            status = fill_plain(writer);
        }
    }
    *written = capacity - (size_t)(io.out_end - io.out);
    if (*written > 0)
        return PNEU_OK;
    return status == PNEU_OK ? PNEU_DONE : status;
}

pneu_status pneu_ascii_writer_read(pneu_ascii_writer *writer, void *out, size_t capacity, size_t *written)
{
    pneu_refusal refusal;
    if (writer == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    *written = 0;
    pneu_ascii_plan_refusal(writer->plan, &refusal);
    if (refusal.status != PNEU_OK)
        return refusal.status;
    return writer->flags == PNEU_WRITE_EXACT ? read_plain(writer, out, capacity, written)
                                             : read_stuffed(writer, out, capacity, written);
}
