/*
 * pneu/write.h: from a tree back to bytes. The writer is a pull: the caller gives room and gets bytes, so that nothing
 * blocks and no file is needed.
 *
 *     pneu_writer_new(message, PNEU_WRITE_EXACT, NULL, &writer);
 *     while (pneu_writer_read(writer, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);       // until PNEU_DONE
 *     pneu_writer_free(writer);
 *
 * Law: what was not changed is written byte for byte as it was read. Memory is constant, and the output does not depend
 * on the sizes asked for.
 */
#ifndef PNEU_WRITE_H
#define PNEU_WRITE_H

#include <pneu/base.h>
#include <pneu/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How something is written: flags of pneu_writer_new and pneu_part_writer_new. Only ever appended to. */
enum {
    PNEU_WRITE_EXACT = 0, /* the bytes as they were read, or edited */

    /* Line ends; at most one of these. A CR without LF is no line end: it stays, and is counted. Bodies of parts whose
     * Content-Transfer-Encoding is binary keep their bytes. */
    PNEU_WRITE_CRLF = 1, /* what goes over the wire: LF becomes CRLF */
    PNEU_WRITE_LF = 2,   /* what files have: CRLF becomes LF */

    /* For SMTP DATA (RFC 5321 section 4.5.2); not with PNEU_WRITE_LF. All line ends become CRLF, in binary bodies, which
     * DATA cannot carry (RFC 3030), too; the last line gets one if it has none. */
    PNEU_WRITE_DOT_STUFFED = 4,
    PNEU_WRITE_END_OF_DATA = 8, /* and the final ".CRLF"; only with PNEU_WRITE_DOT_STUFFED */

    /* What is written; at most one of these. */
    PNEU_WRITE_HEADER = 16, /* only the header, with the empty line that ends it */
    PNEU_WRITE_BODY = 32    /* only the body, undecoded */
};

typedef struct pneu_writer pneu_writer;

/* A writer for a finished message that keeps all its bytes (parsed from a buffer, or PNEU_KEEP_ALL; for
 * PNEU_WRITE_HEADER the headers are enough). The message is borrowed until the writer is freed; after an edit, or once it
 * was reset, the writer must be reset before it is read. The caller frees the writer with pneu_writer_free.
 * PNEU_ERR_ARGUMENT (also for unknown or contradicting flags), PNEU_ERR_MEMORY, PNEU_ERR_STATE before finish,
 * PNEU_ERR_NOT_KEPT. */
PNEU_API pneu_status pneu_writer_new(pneu_message *message, uint32_t flags, const pneu_alloc *alloc, pneu_writer **out);

/* The same for one part: its header and its body, or one of them. Parts of decoded messages can be written, too (their
 * decoded bytes). PNEU_ERR_NOT_FOUND for a part that does not exist. */
PNEU_API pneu_status pneu_part_writer_new(pneu_message *message, uint32_t part, uint32_t flags, const pneu_alloc *alloc,
                                          pneu_writer **out);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_DONE:
 * nothing was, and nothing will be; PNEU_ERR_ARGUMENT for a capacity of 0; PNEU_ERR_MEMORY, which stays until reset. */
PNEU_API pneu_status pneu_writer_read(pneu_writer *writer, void *out, size_t capacity, size_t *written);

/* How often PNEU_DEFECT_LINE_BARE_CR or PNEU_DEFECT_LINE_BARE_LF was met so far where line ends were looked at: CR that
 * was left as it is, and (PNEU_WRITE_DOT_STUFFED) LF that became CRLF. 0 for other codes. */
PNEU_API uint64_t pneu_writer_defect_count(const pneu_writer *writer, int32_t code);

/* Back to the first byte of what the message is now: it may have been edited, or parsed again. What pneu_writer_new
 * would answer for it, the next read does. */
PNEU_API void pneu_writer_reset(pneu_writer *writer);

/* Frees the writer; NULL is allowed. */
PNEU_API void pneu_writer_free(pneu_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
