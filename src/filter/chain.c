/*
 * Streams behind one another.
 * In: bytes for the first stage. Out: bytes of the last one.
 * The last stage is asked first. A stage that wants more is given what the one before it has, and so on up to the
 * caller; so each stage works only when its output is wanted, and what it borrows stays where it is until it says MORE.
 * Invariants: all stages before `at` have input that they have not used up, or wait at the caller's side; a stage that
 * is done is not asked again; no recursion.
 * Not handled: chains that fork (see pneu_watch).
 */
#include "pneu/chain.h"

#include "base/alloc.h"
#include "base/str.h"

#define DEFAULT_PIECE ((size_t)4096)

typedef struct chain_link {
    pneu_stage stage;
    char *room; /* for a piece; NULL where the stage gives slices, and for the last one */
} chain_link;

struct pneu_chain {
    pneu_alloc alloc;
    size_t size; /* of the block that all of this is in */
    size_t piece;
    size_t count;
    size_t at;          /* the stage to be asked next */
    pneu_status status; /* an error that stays, or PNEU_DONE */
    int32_t has_input;
    int32_t is_finished;
    pneu_str slice; /* of the last stage, where it gives slices only */
    chain_link links[];
};

/* ---- Life ------------------------------------------------------------------------------------------------------- */

static int is_stage(const pneu_stage *stage)
{
    return stage->push != NULL && stage->finish != NULL && (stage->read != NULL || stage->read_slice != NULL);
}

/* Bytes for a chain; 0 if it cannot be. */
static size_t size_of(const pneu_stage *stages, size_t count, size_t piece)
{
    size_t size = sizeof(pneu_chain);
    if (count == 0 || count > (SIZE_MAX / 2 - size) / sizeof(chain_link))
        return 0;
    size += count * sizeof(chain_link);
    for (size_t i = 0; i < count; i++) {
        int has_room = stages[i].read_slice == NULL && i + 1 < count;
        if (!is_stage(&stages[i]) || piece > SIZE_MAX / 2 - size)
            return 0;
        size += has_room ? piece : 0;
    }
    return size;
}

pneu_status pneu_chain_new(const pneu_stage *stages, size_t count, size_t piece, const pneu_alloc *alloc,
                           pneu_chain **out)
{
    size_t used = piece > 0 ? piece : DEFAULT_PIECE, size = stages != NULL ? size_of(stages, count, used) : 0;
    if (out == NULL || size == 0 || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_chain *chain = pneu_i_alloc_zeroed(&own, size);
    if (chain == NULL)
        return PNEU_ERR_MEMORY;
    char *room = (char *)&chain->links[count];
    for (size_t i = 0; i < count; i++) {
        chain->links[i].stage = stages[i];
        if (stages[i].read_slice != NULL || i + 1 == count)
            continue;
        chain->links[i].room = room;
        room += used;
    }
    chain->alloc = own;
    chain->size = size;
    chain->piece = used;
    chain->count = count;
    chain->at = count - 1;
    *out = chain;
    return PNEU_OK;
}

void pneu_chain_reset(pneu_chain *chain)
{
    if (chain == NULL)
        return;
    for (size_t i = 0; i < chain->count; i++)
        if (chain->links[i].stage.reset != NULL)
            chain->links[i].stage.reset(chain->links[i].stage.stream);
    chain->at = chain->count - 1;
    chain->status = PNEU_OK;
    chain->has_input = chain->is_finished = 0;
    chain->slice = pneu_i_str("");
}

void pneu_chain_free(pneu_chain *chain)
{
    if (chain == NULL)
        return;
    pneu_alloc alloc = chain->alloc;
    pneu_i_alloc_free(&alloc, chain, chain->size);
}

/* ---- Bytes ------------------------------------------------------------------------------------------------------ */

/* 1 if the first stage may be given something; else *status says why not. */
static int takes_input(const pneu_chain *chain, pneu_status *status)
{
    *status = chain->status < 0 ? chain->status : PNEU_ERR_STATE;
    return chain->status == PNEU_OK && !chain->has_input && !chain->is_finished;
}

pneu_status pneu_chain_push(pneu_chain *chain, const void *bytes, size_t len)
{
    if (chain == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    const pneu_stage *first = &chain->links[0].stage;
    pneu_status status;
    if (!takes_input(chain, &status))
        return status;
    chain->has_input = 1;
    status = first->push(first->stream, bytes, len);
    chain->status = status < 0 ? status : PNEU_OK;
    return chain->status;
}

pneu_status pneu_chain_finish(pneu_chain *chain)
{
    if (chain == NULL)
        return PNEU_ERR_ARGUMENT;
    const pneu_stage *first = &chain->links[0].stage;
    pneu_status status;
    if (!takes_input(chain, &status))
        return status;
    chain->is_finished = 1;
    status = first->finish(first->stream);
    chain->status = status < 0 ? status : PNEU_OK;
    return chain->status;
}

/* What the stage at hand gives the next one. */
static pneu_status take(pneu_chain *chain, pneu_str *bytes)
{
    chain_link *from = &chain->links[chain->at];
    if (from->stage.read_slice != NULL)
        return from->stage.read_slice(from->stage.stream, bytes);
    bytes->ptr = from->room;
    return from->stage.read(from->stage.stream, from->room, chain->piece, &bytes->len);
}

/* What the last stage gives the caller. */
static pneu_status give(pneu_chain *chain, void *out, size_t capacity, size_t *written)
{
    const pneu_stage *last = &chain->links[chain->at].stage;
    if (last->read != NULL)
        return last->read(last->stream, out, capacity, written);
    pneu_status status = chain->slice.len > 0 ? PNEU_OK : last->read_slice(last->stream, &chain->slice);
    if (status != PNEU_OK)
        return status;
    *written = chain->slice.len < capacity ? chain->slice.len : capacity;
    memcpy(out, chain->slice.ptr, *written);
    chain->slice = pneu_i_str_from(chain->slice, *written);
    return PNEU_OK;
}

/* The next stage is at hand: it gets the bytes, or learns that there are no more. */
static pneu_status pass_on(pneu_chain *chain, pneu_status status, pneu_str bytes)
{
    const pneu_stage *next = &chain->links[++chain->at].stage;
    status = status == PNEU_DONE ? next->finish(next->stream) : next->push(next->stream, bytes.ptr, bytes.len);
    return status < 0 ? status : PNEU_OK;
}

pneu_status pneu_chain_read(pneu_chain *chain, void *out, size_t capacity, size_t *written)
{
    if (chain == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    *written = 0;
    while (chain->status == PNEU_OK) {
        pneu_str bytes = {NULL, 0};
        int is_last = chain->at + 1 == chain->count;
        pneu_status status = is_last ? give(chain, out, capacity, written) : take(chain, &bytes);
        if (status == PNEU_MORE && chain->at == 0) {
            chain->has_input = 0;
            return PNEU_MORE;
        }
        if (is_last && status == PNEU_OK)
            return PNEU_OK;
        if (status == PNEU_MORE)
            chain->at--;
        else if (status < 0 || is_last)
            chain->status = status;
        else
            chain->status = pass_on(chain, status, bytes);
    }
    return chain->status;
}
