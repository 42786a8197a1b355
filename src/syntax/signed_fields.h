/* Which fields a DKIM or ARC signature is over, and whether a change of the message makes it void. */
#ifndef PNEU_SYNTAX_SIGNED_FIELDS_H
#define PNEU_SYNTAX_SIGNED_FIELDS_H

#include "base/arena.h"
#include "pneu/field.h"

/* What one signature signs. */
typedef struct pneu_i_signed_fields {
    int32_t id;         /* PNEU_FIELD_DKIM_SIGNATURE, _ARC_MESSAGE_SIGNATURE or _ARC_SEAL */
    int32_t has_limit;  /* there is an l=: the body is signed up to there only */
    int32_t is_relaxed; /* its fields may be folded anew */
    pneu_str names;     /* h=; ptr NULL where it is missing: then all fields are taken to be signed */
} pneu_i_signed_fields;

/* 1 for the fields that hold such a signature. */
int pneu_i_is_signature_field(int32_t id);

/* Reads the raw value of the signature field `id`; `names` is in the arena. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_signed_fields_read(pneu_arena *arena, int32_t id, pneu_str value, pneu_i_signed_fields *out);

/* What was done to a field. */
enum {
    PNEU_I_FIELD_CHANGED = 0, /* its bytes are others, or it was removed, or lost its name */
    PNEU_I_FIELD_NEW = 1      /* it was added, or got its name */
};

/*
 * How many fields of this name the signature is over, from the bottom of the header upwards, those that are not there
 * among them (RFC 6376 section 5.4.2); SIZE_MAX for all. A change makes the signature void if fewer fields of the name
 * than that stand below it: below a changed field in the header as it was, below a new one in the header as it is now.
 * So a field put above all others of its name does no harm unless the name is over-signed.
 */
size_t pneu_i_signed_depth(const pneu_i_signed_fields *signature, pneu_str name, int32_t what);

/* What becomes of a signature if the body is changed. */
enum {
    PNEU_I_BODY_UNSIGNED = 0, /* it holds: an ARC-Seal signs ARC fields alone */
    PNEU_I_BODY_LIMITED = 1,  /* it holds only if what l= counts ends before the change */
    PNEU_I_BODY_SIGNED = 2    /* it is void */
};
int32_t pneu_i_signed_body(const pneu_i_signed_fields *signature);

#endif
