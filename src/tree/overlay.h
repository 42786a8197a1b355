/*
 * Edits as an overlay: patches to the input, in the order of its bytes. The input itself, and all that was read from
 * it, stays as it is. Only parts of space 0 can be patched.
 */
#ifndef PNEU_TREE_OVERLAY_H
#define PNEU_TREE_OVERLAY_H

#include "base/alloc.h"

/* Bytes to be written. */
typedef struct pneu_i_piece {
    pneu_str bytes;
    int is_binary; /* no line ends are in it: it is the body of a part declared binary */
} pneu_i_piece;

/*
 * What a patch is of its part. Patches at one offset come in this order: what opens parts, the outermost part first;
 * what closes them, the innermost first; what stands before the next delimiter.
 */
enum {
    PNEU_I_SLOT_OPEN = 0,      /* around the part, before it: the newest first */
    PNEU_I_SLOT_PART,          /* instead of the part */
    PNEU_I_SLOT_LINE_END,      /* behind junk at the end of the input */
    PNEU_I_SLOT_TOP,           /* fields at the header's top: the newest first */
    PNEU_I_SLOT_BEFORE_FIELD,  /* fields before the field at this offset */
    PNEU_I_SLOT_FIELD,         /* instead of the field */
    PNEU_I_SLOT_END,           /* fields at the header's end */
    PNEU_I_SLOT_SEPARATOR,     /* the missing empty line */
    PNEU_I_SLOT_BOUNDARY,      /* no bytes: the multipart's boundary is another one now */
    PNEU_I_SLOT_DELIMITER,     /* instead of the boundary in one of its delimiters */
    PNEU_I_SLOT_DELIMITER_END, /* the line end that its last delimiter lacks */
    PNEU_I_SLOT_BODY_OPEN,     /* before the body: the newest first */
    PNEU_I_SLOT_BODY,          /* instead of the body */

    PNEU_I_SLOT_LAST_END,   /* the line end that the last part of a multipart lacks */
    PNEU_I_SLOT_LAST,       /* parts behind the last one of a multipart */
    PNEU_I_SLOT_CLOSE,      /* the missing close delimiter */
    PNEU_I_SLOT_BODY_CLOSE, /* behind the body */
    PNEU_I_SLOT_AROUND,     /* around the part, behind it */

    PNEU_I_SLOT_BEFORE_PART, /* parts before the delimiter before the part */
    PNEU_I_SLOT_REMOVED      /* instead of that delimiter and the part */
};

typedef struct pneu_i_patch {
    uint64_t offset; /* in the input */
    uint64_t length; /* bytes of the input that are left out */
    pneu_i_piece *pieces;
    pneu_str boundary; /* OPEN and BODY_OPEN: of the multipart that begins there; BOUNDARY; else "" */
    uint32_t piece_count;
    uint32_t part;
    uint16_t name_length; /* of a field: its name is how the first piece begins; 0: no field */
    uint8_t slot;
    uint8_t encoding;       /* OPEN: the Content-Transfer-Encoding of the multipart; BODY_OPEN: of what is in it, */
    uint32_t encoding_at;   /* the first of the pieces that say so, */
    uint8_t encoding_count; /* and how many they are */
} pneu_i_patch;

/* Something beyond the edit itself that had to be changed. */
typedef struct pneu_i_touch {
    uint32_t part;
    int32_t what; /* PNEU_TOUCHED_... of pneu/edit.h */
} pneu_i_touch;

/* A zeroed struct is an overlay without edits. */
typedef struct pneu_i_overlay {
    pneu_i_patch *patches;
    size_t capacity;
    size_t count;
    pneu_i_touch *touches;
    size_t touch_capacity;
    size_t touch_count;
    uint32_t format_flags;
    struct {
        pneu_status status;
        int32_t argument;
        uint64_t offset;
    } refused; /* the last edit, if it was */
} pneu_i_overlay;

/* Room for so many more patches and touches. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_overlay_reserve(pneu_i_overlay *overlay, const pneu_alloc *alloc, size_t patches, size_t touches);

/* Puts a patch in its place; room was reserved. Returns its index. */
size_t pneu_i_overlay_put(pneu_i_overlay *overlay, const pneu_i_patch *patch);

/* The index of the first patch that does not come before these; the patch there, if it has just these, else NULL. */
size_t pneu_i_overlay_place(const pneu_i_overlay *overlay, uint64_t offset, uint32_t part, int slot);
pneu_i_patch *pneu_i_overlay_find(const pneu_i_overlay *overlay, uint64_t offset, uint32_t part, int slot);

void pneu_i_overlay_drop(pneu_i_overlay *overlay, size_t index);

/* Drops what is inside of `part`, which stands at bytes [from, to] of the input: patches of parts [part, part_end).
 * What stands around the part, or before it, stays. */
typedef struct pneu_i_extent {
    uint64_t from;
    uint64_t to;
    uint32_t part;
    uint32_t part_end;
} pneu_i_extent;
void pneu_i_overlay_drop_inside(pneu_i_overlay *overlay, const pneu_i_extent *extent);

/* Notes a touch once; room was reserved. */
void pneu_i_overlay_touch(pneu_i_overlay *overlay, uint32_t part, int32_t what);

/* Bytes that the arrays hold. */
size_t pneu_i_overlay_held(const pneu_i_overlay *overlay);

/* No edits; memory is kept, or freed. */
void pneu_i_overlay_reset(pneu_i_overlay *overlay);
void pneu_i_overlay_free(pneu_i_overlay *overlay, const pneu_alloc *alloc);

#endif
