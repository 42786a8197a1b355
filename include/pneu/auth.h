/*
 * pneu/auth.h: what servers write down about who sent a message: Authentication-Results (RFC 8601), tag lists of
 * DKIM-Signature and the ARC fields (RFC 6376 section 3.2), the structure of an ARC chain (RFC 8617), Received-SPF
 * (RFC 7208 section 9.1). Values only: nothing is verified here, and anyone may have written these fields.
 *
 * Every parse function takes a raw value (folds and all) and `mode` (PNEU_LENIENT or PNEU_STRICT); results live in the
 * arena and hold no CR, LF or NUL. Status: PNEU_OK; PNEU_ERR_SYNTAX (strict only); PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 * Every format function gives an unfolded value in the arena. It is read back before it is given: what would not come
 * back the same (CR, LF, NUL, a keyword that is none ...) is PNEU_ERR_ARGUMENT, and nothing is written.
 */
#ifndef PNEU_AUTH_H
#define PNEU_AUTH_H

#include <pneu/field.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Authentication-Results --------------------------------------------------------------------------------- */

/* One "ptype.property=value", for instance smtp.mailfrom. Given in arrays: this struct never changes. */
typedef struct pneu_auth_property {
    pneu_str type;  /* lower case; "" where a sender wrote only "property=value" (lenient) */
    pneu_str name;  /* lower case */
    pneu_str value; /* quotes undone; an address keeps the quotes of its local part */
} pneu_auth_property;

/* One method and its result. Given in arrays: this struct never changes. */
typedef struct pneu_auth_result {
    pneu_str method;         /* lower case */
    pneu_str result;         /* lower case; "" if there is none (lenient) */
    pneu_str reason;         /* ptr is NULL where no reason is given */
    uint32_t method_version; /* 1 where none is given */
    uint32_t reserved;       /* 0 */
    const pneu_auth_property *properties;
    size_t property_count;
} pneu_auth_result;

typedef struct pneu_auth_results {
    pneu_str authserv_id; /* who says so; ptr is NULL where it is missing (lenient) */
    uint32_t version;     /* 1 where none is given. Another one: its meaning is not known, ignore the field */
    uint32_t instance;    /* of ARC-Authentication-Results; else, or where it cannot be read, 0 */
    const pneu_auth_result *results;
    size_t result_count; /* 0 for "none" */
} pneu_auth_results;

/* Reads Authentication-Results (RFC 8601 section 2.2), ARC-Authentication-Results (RFC 8617 section 4.1.1). */
PNEU_API pneu_status pneu_auth_results_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                             const pneu_defect_sink *sink, pneu_auth_results *out);
PNEU_API pneu_status pneu_arc_results_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                            const pneu_defect_sink *sink, pneu_auth_results *out);

/* Writes either of them: the one of ARC if `instance` is not 0. Versions may be 0, which stands for 1. */
PNEU_API pneu_status pneu_auth_results_format(pneu_arena *arena, const pneu_auth_results *results, pneu_str *out);

/* ---- Tag lists ---------------------------------------------------------------------------------------------- */

/* One "name=value". Given in arrays: this struct never changes. */
typedef struct pneu_tag {
    pneu_str name;  /* as written: case counts */
    pneu_str value; /* without the white space around it; folds within are unfolded */
} pneu_tag;

typedef struct pneu_tag_list {
    const pneu_tag *tags; /* in order */
    size_t tag_count;
    int32_t
        is_valid; /* 0: a verifier must ignore the whole list (RFC 6376 section 3.2): a name twice, no tag, bad syntax */
    int32_t reserved; /* 0 */
} pneu_tag_list;

/* Reads a tag list: DKIM-Signature, ARC-Message-Signature, ARC-Seal, DKIM keys. At most 128 tags are read. */
PNEU_API pneu_status pneu_tag_list_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                         pneu_tag_list *out);

/* The value of the first tag of this name. PNEU_ERR_NOT_FOUND; PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_tag_list_find(const pneu_tag_list *list, pneu_str name, pneu_str *out);

/* Writes "name=value; name=value". */
PNEU_API pneu_status pneu_tag_list_format(pneu_arena *arena, const pneu_tag_list *list, pneu_str *out);

/* Decodes DKIM-Quoted-Printable (RFC 6376 section 2.11), as in the tags i= and z=, to bytes without CR, LF and NUL. */
PNEU_API pneu_status pneu_dkim_qp_decode(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                         pneu_str *out);

/* ---- ARC ---------------------------------------------------------------------------------------------------- */

/* What a message's ARC fields come to before any signature is looked at (RFC 8617 section 5.2, steps 1 to 3). */
enum {
    PNEU_ARC_NONE = 0,   /* there are none */
    PNEU_ARC_INTACT = 1, /* the sets are complete: the signatures may be verified */
    PNEU_ARC_FAIL = 2    /* the chain has failed, whatever the signatures say */
};

/* Why it failed. Only ever appended to. */
enum {
    PNEU_ARC_FAULT_NONE = 0,
    PNEU_ARC_FAULT_SYNTAX = 1,     /* a seal or signature is no valid tag list, or lacks a tag it must have */
    PNEU_ARC_FAULT_INSTANCE = 2,   /* no instance number, or one outside of 1 to 50 */
    PNEU_ARC_FAULT_DUPLICATE = 3,  /* two fields of one kind with one instance number */
    PNEU_ARC_FAULT_INCOMPLETE = 4, /* a set lacks a field, or is missing between others */
    PNEU_ARC_FAULT_SEAL_H = 5,     /* a seal has the tag h (section 4.1.3) */
    PNEU_ARC_FAULT_CV = 6          /* a seal's cv is not what its place asks for, or the newest says "fail" */
};

/* The fields of one instance, as indices of the array that was given. Given in arrays: this struct never changes. */
typedef struct pneu_arc_set {
    size_t results;   /* ARC-Authentication-Results */
    size_t signature; /* ARC-Message-Signature */
    size_t seal;      /* ARC-Seal */
} pneu_arc_set;

typedef struct pneu_arc_chain {
    int32_t state;            /* PNEU_ARC_... */
    int32_t fault;            /* PNEU_ARC_FAULT_...: the first one found */
    uint32_t instance_count;  /* the highest instance number that was read */
    uint32_t reserved;        /* 0 */
    size_t fault_field;       /* index of the field at fault, or field_count where one is missing */
    const pneu_arc_set *sets; /* if intact: instance_count of them, instance 1 first; else NULL */
} pneu_arc_chain;

/*
 * Sorts the ARC fields of a header into sets and checks them; other fields may be among them and are passed over. The
 * seal of instance n signs, in this order, results, signature and seal of the instances 1 to n (section 5.1.1).
 * The sets live in the arena. PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_arc_chain_read(pneu_arena *arena, const pneu_field_value *fields, size_t field_count,
                                         pneu_arc_chain *out);

/* ---- Received-SPF ------------------------------------------------------------------------------------------- */

typedef struct pneu_received_spf {
    pneu_str result;       /* "pass", "fail", "softfail" ...: lower case */
    pneu_str comment;      /* decoded content of the comment after it; ptr is NULL where there is none */
    const pneu_tag *pairs; /* "key=value", quotes undone; keys in lower case */
    size_t pair_count;
} pneu_received_spf;

/* Reads Received-SPF (RFC 7208 section 9.1). */
PNEU_API pneu_status pneu_received_spf_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                             const pneu_defect_sink *sink, pneu_received_spf *out);

#ifdef __cplusplus
}
#endif

#endif
