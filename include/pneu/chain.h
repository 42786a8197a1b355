/*
 * pneu/chain.h: streams behind one another, as one stream. What an MTA does with the bytes after DATA, for instance:
 *
 *     pneu_stage stages[] = {pneu_codec_stage(unstuff), pneu_watch_stage(&watch), pneu_field_editor_stage(editor),
 *                            pneu_ascii_stage(ascii), pneu_codec_stage(stuff)};
 *     pneu_chain_new(stages, 5, 0, NULL, &chain);
 *     while there is input:
 *         pneu_chain_push(chain, bytes, len);
 *         while (pneu_chain_read(chain, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);      // until PNEU_MORE
 *     pneu_chain_finish(chain);
 *     while (pneu_chain_read(chain, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);          // until PNEU_DONE
 *
 * Nothing runs but what a read needs: where the reader is slow nothing piles up, and where there is no input nothing
 * waits. Memory is that of the stages, and one piece between two of them. The output does not depend on how input and
 * output are cut, as that of no stage does.
 */
#ifndef PNEU_CHAIN_H
#define PNEU_CHAIN_H

#include <pneu/base.h>
#include <pneu/codec.h>
#include <pneu/field_edit.h>
#include <pneu/filter.h>
#include <pneu/gzip.h>
#include <pneu/refold.h>
#include <pneu/strip.h>
#include <pneu/widen.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Stages ----------------------------------------------------------------------------------------------------- */

/*
 * A stream: what the library's streams have in common, or one of the caller's own, which does as they do. Either `read`
 * or `read_slice` may be NULL. This struct never changes.
 */
typedef struct pneu_stage {
    /* Takes bytes, borrowed until it answers MORE. PNEU_OK or an error. */
    pneu_status (*push)(void *stream, const void *bytes, size_t len);
    /* There are no more bytes. PNEU_OK or an error. */
    pneu_status (*finish)(void *stream);
    /* PNEU_OK: 1 to `capacity` bytes were written; PNEU_MORE: what was pushed is used up; PNEU_DONE, after finish or
     * before: nothing more will come; or an error. */
    pneu_status (*read)(void *stream, void *out, size_t capacity, size_t *written);
    /* The same without a copy: with PNEU_OK a slice that is not empty, borrowed until the next call. */
    pneu_status (*read_slice)(void *stream, pneu_str *slice);
    /* Another message; may be NULL. */
    void (*reset)(void *stream);
    void *stream;
} pneu_stage;

/* The library's streams as stages. They stay the caller's, and may be asked for what they found meanwhile. Filters
 * with a plan of their own (strip, widen, planned ascii) want the bytes of that plan. */
PNEU_API pneu_stage pneu_codec_stage(pneu_codec *codec);
PNEU_API pneu_stage pneu_field_editor_stage(pneu_field_editor *editor);
PNEU_API pneu_stage pneu_ascii_stage(pneu_ascii *ascii);
PNEU_API pneu_stage pneu_widen_stage(pneu_widen *widen);
PNEU_API pneu_stage pneu_refolder_stage(pneu_refolder *refolder);
PNEU_API pneu_stage pneu_strip_stage(pneu_strip *strip);
PNEU_API pneu_stage pneu_gunzip_stage(pneu_gunzip *gunzip);
PNEU_API pneu_stage pneu_gzip_stage(pneu_gzip *gzip);

/*
 * Somebody who sees what passes, and may stop it: a parser that looks for defects, a hash, a counter. `see` is called
 * with each run of bytes, which is borrowed until it returns, and at the end once with none; an error it returns is
 * what the chain answers from then on, anything else is good news. The struct is the caller's, and stays where it is;
 * all but `see` and `ctx` is zero at first. This struct never changes.
 */
typedef struct pneu_watch {
    pneu_status (*see)(void *ctx, pneu_str bytes);
    void *ctx;
    pneu_str passing; /* the watch's own, like the rest */
    int32_t is_finished;
    int32_t reserved;
} pneu_watch;

PNEU_API pneu_stage pneu_watch_stage(pneu_watch *watch);

/* ---- The chain -------------------------------------------------------------------------------------------------- */

typedef struct pneu_chain pneu_chain;

/* A chain of these stages, the first one first (copied; the streams are borrowed until the chain is freed). Between two
 * stages go pieces of at most `piece` bytes, 0 for the default of 4096. The caller frees it with pneu_chain_free.
 * PNEU_ERR_ARGUMENT: there is no stage, or one without functions; PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_chain_new(const pneu_stage *stages, size_t count, size_t piece, const pneu_alloc *alloc,
                                    pneu_chain **out);

/* Gives the first stage the next bytes, borrowed until pneu_chain_read returns PNEU_MORE or PNEU_DONE. PNEU_ERR_STATE
 * before MORE and after finish; else what the stage answers. */
PNEU_API pneu_status pneu_chain_push(pneu_chain *chain, const void *bytes, size_t len);

/* Says that there are no more bytes. PNEU_ERR_STATE before MORE, or twice; else what the stage answers. */
PNEU_API pneu_status pneu_chain_finish(pneu_chain *chain);

/* Writes up to `capacity` bytes of the last stage's and sets *written. PNEU_OK: at least one byte was written, call
 * again; PNEU_MORE: nothing was, the input is used up; PNEU_DONE: nothing was, and nothing will be, be it that the
 * first stage knew the end by itself (as a codec that undoes dot-stuffing does: see pneu_codec_rest). Errors are those
 * of the stages, and stay until reset. PNEU_ERR_ARGUMENT for a capacity of 0. */
PNEU_API pneu_status pneu_chain_read(pneu_chain *chain, void *out, size_t capacity, size_t *written);

/* Makes the chain and all its streams ready for another message. */
PNEU_API void pneu_chain_reset(pneu_chain *chain);

/* Frees the chain, not its streams; NULL is allowed. */
PNEU_API void pneu_chain_free(pneu_chain *chain);

#ifdef __cplusplus
}
#endif

#endif
