/*
 * pneu/write.h: from a tree back to bytes. The writer is a pull: the caller gives room and gets bytes, so that nothing
 * blocks and no file is needed.
 *
 *     pneu_writer_new(message, 0, NULL, &writer);
 *     while (pneu_writer_read(writer, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);       // until PNEU_DONE
 *     pneu_writer_free(writer);
 *
 * Law: what was not changed is written byte for byte as it was read.
 */
#ifndef PNEU_WRITE_H
#define PNEU_WRITE_H

#include <pneu/base.h>
#include <pneu/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a message is written: flags of pneu_writer_new. Only ever appended to. */
enum {
    PNEU_WRITE_EXACT = 0 /* the bytes as they were read */
};

typedef struct pneu_writer pneu_writer;

/* A writer for a finished message that keeps all its bytes (parsed from a buffer, or PNEU_KEEP_ALL). The message is
 * borrowed until the writer is freed, and must not be reset before. The caller frees the writer with pneu_writer_free.
 * PNEU_ERR_ARGUMENT (also for unknown flags), PNEU_ERR_MEMORY, PNEU_ERR_STATE before finish, PNEU_ERR_NOT_KEPT. */
PNEU_API pneu_status pneu_writer_new(pneu_message *message, uint32_t flags, const pneu_alloc *alloc, pneu_writer **out);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_DONE:
 * nothing was, and nothing will be; PNEU_ERR_ARGUMENT for a capacity of 0; PNEU_ERR_MEMORY, which stays until reset. */
PNEU_API pneu_status pneu_writer_read(pneu_writer *writer, void *out, size_t capacity, size_t *written);

/* Back to the first byte of the same message. */
PNEU_API void pneu_writer_reset(pneu_writer *writer);

/* Frees the writer; NULL is allowed. */
PNEU_API void pneu_writer_free(pneu_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
