/* Parameters of one name put together (RFC 2231 sections 3 and 4): which records make up the value, and its octets. */
#ifndef PNEU_SYNTAX_RFC2231_H
#define PNEU_SYNTAX_RFC2231_H

#include "syntax/params.h"

/* The records of one name, sorted by what they are; PNEU_I_NO_PARAM where there is none. */
#define PNEU_I_NO_PARAM PNEU_I_PARAMS_MAX

typedef struct pneu_i_param_group {
    size_t plain;                       /* name= */
    size_t whole;                       /* name*= */
    size_t section_count;               /* name*0 to name*(n-1), without a gap */
    uint8_t section[PNEU_I_PARAMS_MAX]; /* the record of each */
} pneu_i_param_group;

/* The records that give the value, in order, and what RFC 2231 section 4 says of them. */
typedef struct pneu_i_param_pick {
    size_t count; /* 0: there is no value */
    uint8_t index[PNEU_I_PARAMS_MAX];
    size_t skip;      /* bytes of the first record before the text: charset'language' */
    pneu_str charset; /* "" where none is named */
    pneu_str language;
} pneu_i_param_pick;

/* Sorts the records with the name of record `first`. The first of each kind and number counts; for a boundary in the
 * reading that asks for it, the last. */
void pneu_i_param_group_of(const pneu_i_params *params, size_t first, pneu_i_param_group *group);

/* What gives the value of the name of record `first`: extended forms before the plain one, but for a boundary. */
void pneu_i_param_pick_of(const pneu_i_params *params, size_t first, pneu_i_param_pick *pick);

/* The value of one form only. */
void pneu_i_param_pick_plain(const pneu_i_param_group *group, pneu_i_param_pick *pick);
void pneu_i_param_pick_extended(const pneu_i_params *params, const pneu_i_param_group *group, pneu_i_param_pick *pick);

static inline int pneu_i_param_group_is_extended(const pneu_i_param_group *group)
{
    return group->whole != PNEU_I_NO_PARAM || group->section_count > 0;
}

/* 1 if record i is the boundary of a Content-Type. */
int pneu_i_param_is_boundary(const pneu_i_params *params, size_t i);

/* Reads the octets of a value one by one: quoted pairs and percent escapes undone, CR and LF of folds dropped. */
typedef struct pneu_i_octets {
    const pneu_i_params *params;
    const pneu_i_param_pick *pick;
    size_t record;   /* index into pick->index */
    size_t position; /* in its value */
} pneu_i_octets;

void pneu_i_octets_init(pneu_i_octets *octets, const pneu_i_params *params, const pneu_i_param_pick *pick);

/* The next octet, or -1 at the end. */
int pneu_i_octets_next(pneu_i_octets *octets);

/* At most `room` octets; fewer only at the end. */
size_t pneu_i_octets_read(pneu_i_octets *octets, char *out, size_t room);

#endif
