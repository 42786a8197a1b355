/* Which signatures of a header the edits of its fields make void, told while the fields pass. */
#ifndef PNEU_FILTER_SIGNATURE_WATCH_H
#define PNEU_FILTER_SIGNATURE_WATCH_H

#include "base/arena.h"
#include "pneu/field.h"

#define PNEU_I_WATCHED_SIGNATURES 64

/* A name that an edit is about, and how many fields of it have passed since the last new one. */
typedef struct pneu_i_watched_name {
    pneu_str name;
    int has_changed; /* the fields of the header as it was are changed or gone */
    int has_new;     /* there is a new one */
    size_t below_new;
} pneu_i_watched_name;

typedef struct pneu_i_signature_watch {
    pneu_alloc alloc;
    pneu_arena kept;    /* names */
    pneu_arena scratch; /* one signature */
    pneu_i_watched_name *names;
    size_t name_count;
    size_t name_capacity;
    uint64_t lengths; /* bits: lengths of names, modulo 64: most fields are told from them by that */
    size_t *depths;   /* of each signature and name two: for changed fields, for new ones; NULL before the first */
    size_t depth_capacity;
    size_t signature_count;
} pneu_i_signature_watch;

void pneu_i_signature_watch_init(pneu_i_signature_watch *watch, const pneu_alloc *alloc);
void pneu_i_signature_watch_restart(pneu_i_signature_watch *watch); /* names stay */
void pneu_i_signature_watch_free(pneu_i_signature_watch *watch);

/* Before the first field: an edit is about this name. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_signature_watch_name(pneu_i_signature_watch *watch, pneu_str name);

/* From the top to the bottom of the header: a field stays as it is; one is changed or goes; one is new here. */
void pneu_i_signature_watch_kept(pneu_i_signature_watch *watch, pneu_str name);
void pneu_i_signature_watch_changed(pneu_i_signature_watch *watch, pneu_str name);
void pneu_i_signature_watch_new(pneu_i_signature_watch *watch, pneu_str name);

/* A signature that stays as it is: the value of the field `id`. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_signature_watch_add(pneu_i_signature_watch *watch, int32_t id, pneu_str value);

/* How many of the signatures are void. */
size_t pneu_i_signature_watch_count(const pneu_i_signature_watch *watch);

#endif
