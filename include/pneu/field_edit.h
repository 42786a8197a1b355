/*
 * pneu/field_edit.h: changing the fields of a message that passes. Constant memory, a message of any size.
 *
 *     pneu_field_editor_new(NULL, &editor);
 *     pneu_field_editor_put(editor, PNEU_PUT_PREPEND, name, value);                 // and other edits
 *     while there is input:
 *         pneu_field_editor_push(editor, bytes, len);
 *         while (pneu_field_editor_read(editor, out, sizeof out, &n) == PNEU_OK) write(n bytes of out); // until PNEU_MORE
 *     pneu_field_editor_finish(editor);
 *     while (pneu_field_editor_read(editor, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);     // until PNEU_DONE
 *
 * The edits are those of pneu/edit.h on the header of the message (part 0), one after the other, and what is written is
 * the same; all other bytes pass as they are. How input and output are cut does not matter. No field is out of reach
 * because of how many or how many bytes are before it. What is written has the line end of the header's first line; CRLF
 * where that line is over 100 KiB long and fields are put before it, or has no end.
 */
#ifndef PNEU_FIELD_EDIT_H
#define PNEU_FIELD_EDIT_H

#include <pneu/base.h>
#include <pneu/edit.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pneu_field_editor pneu_field_editor;

/* A new editor without edits; the caller frees it with pneu_field_editor_free. PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_field_editor_new(const pneu_alloc *alloc, pneu_field_editor **out);

/*
 * Edits, before the first push (PNEU_ERR_STATE); copied, and kept by reset. Put: as pneu_part_put_field, PNEU_PUT_... is
 * `where`. Remove: all fields with this name, which may be none. Rename: the same; a line that gets too long stays so.
 * A refused edit is not there, and others may follow: PNEU_ERR_ARGUMENT and PNEU_ERR_LIMIT as in pneu/edit.h,
 * PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_field_editor_put(pneu_field_editor *editor, int32_t where, pneu_str name, pneu_str value);
PNEU_API pneu_status pneu_field_editor_remove(pneu_field_editor *editor, pneu_str name);
PNEU_API pneu_status pneu_field_editor_rename(pneu_field_editor *editor, pneu_str name, pneu_str new_name);

/* How later edits write fields: PNEU_FORMAT_UTF8, or 0, as it is at first. PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_field_editor_set_format(pneu_field_editor *editor, uint32_t flags);

/* Why the last edit was refused; the editor is argument 1. PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_field_editor_error(const pneu_field_editor *editor, pneu_edit_error *error);

/* Gives the editor the next bytes, borrowed until pneu_field_editor_read returns PNEU_MORE. Before that a further push is
 * PNEU_ERR_STATE, and so is one after finish. */
PNEU_API pneu_status pneu_field_editor_push(pneu_field_editor *editor, const void *bytes, size_t len);

/* Says that there are no more bytes. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_field_editor_finish(pneu_field_editor *editor);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE: nothing
 * was, the input is used up; PNEU_DONE: nothing was, and nothing will be; PNEU_ERR_ARGUMENT for a capacity of 0;
 * PNEU_ERR_MEMORY, which stays until reset. */
PNEU_API pneu_status pneu_field_editor_read(pneu_field_editor *editor, void *out, size_t capacity, size_t *written);

/* How many DKIM-Signature, ARC-Message-Signature and ARC-Seal fields of the message, of the first 64 that pass as they are,
 * the edits make void: final once the body passes. What h= does not name may change, and above what it names fields may be
 * put, unless it names them more often than they occur (RFC 6376 section 5.4.2); ARC-Seal is over the ARC fields that there
 * are (RFC 8617 section 5.1.1). Whether they held before is not looked at, nor the same bytes put for the same. */
PNEU_API uint32_t pneu_field_editor_void_count(const pneu_field_editor *editor);

/* Makes the editor ready for another message, with the same edits. */
PNEU_API void pneu_field_editor_reset(pneu_field_editor *editor);

/* Makes the editor as new: the next message may get other edits. */
PNEU_API void pneu_field_editor_clear(pneu_field_editor *editor);

/* Frees the editor; NULL is allowed. */
PNEU_API void pneu_field_editor_free(pneu_field_editor *editor);

#ifdef __cplusplus
}
#endif

#endif
