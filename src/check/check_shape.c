/*
 * The shape of signed and encrypted multiparts. In: a part. Out: sec_crypto_shape: a multipart/signed or
 * multipart/encrypted that has not two parts (RFC 1847 section 2), an encrypted part that has parts beside it, which
 * programs showed as one text with it (EFAIL, CVE-2017-17688 and 17689).
 * Not handled: signatures and ciphertexts; the types of the two parts.
 */
#include "check/check.h"
#include "pneu/crypto.h"
#include "tree/field_list.h"

static int is_signed(int32_t kind)
{
    return kind == PNEU_CRYPTO_PGP_SIGNED || kind == PNEU_CRYPTO_SMIME_SIGNED || kind == PNEU_CRYPTO_SIGNED_UNKNOWN;
}

static int is_encrypted_multipart(int32_t kind)
{
    return kind == PNEU_CRYPTO_PGP_ENCRYPTED || kind == PNEU_CRYPTO_ENCRYPTED_UNKNOWN;
}

static int is_encrypted(int32_t kind)
{
    return is_encrypted_multipart(kind) || kind == PNEU_CRYPTO_SMIME_ENVELOPED ||
           kind == PNEU_CRYPTO_SMIME_AUTHENVELOPED;
}

static int has_siblings(const pneu_message *message, uint32_t part)
{
    uint32_t parent = message->nodes[part].parent;
    return parent != PNEU_NO_PART && pneu_part_child_count(message, parent) > 1;
}

/* The detail, or -1 if there is nothing to report. */
static int32_t fault_of(const pneu_message *message, uint32_t part, int32_t kind)
{
    int is_open = message->nodes[part].kind == PNEU_KIND_MULTIPART && pneu_part_child_count(message, part) != 2;
    if (is_open && is_signed(kind))
        return PNEU_DETAIL_MIME_SIGNED_SHAPE;
    if (is_encrypted(kind) && has_siblings(message, part))
        return PNEU_DETAIL_SEC_ENCRYPTED_MIXED;
    return is_open && is_encrypted_multipart(kind) ? PNEU_DETAIL_NONE : -1;
}

/* 1 for types that may be signed or encrypted: most are neither. */
static int may_be_protected(const pneu_message *message, uint32_t part)
{
    pneu_str type;
    pneu_part_type(message, part, &type);
    return type.len > 2 && (memcmp(type.ptr, "mu", 2) == 0 || memcmp(type.ptr, "ap", 2) == 0);
}

pneu_status pneu_i_check_shape(pneu_message *message, uint32_t part)
{
    int32_t kind;
    if (!may_be_protected(message, part))
        return PNEU_OK;
    pneu_status status = pneu_part_crypto_kind(message, part, &kind);
    if (status != PNEU_OK || kind == PNEU_CRYPTO_NONE)
        return status;
    int32_t detail = fault_of(message, part, kind);
    if (detail < 0 || !pneu_i_check_begins(message, part, PNEU_I_SHAPE_CHECKED))
        return PNEU_OK;
    const pneu_i_node *node = &message->nodes[part];
    pneu_span where = {node->offset, 0};
    pneu_i_field_place(message, node, PNEU_FIELD_CONTENT_TYPE, &where);
    return pneu_i_message_report(message, part, PNEU_DEFECT_SEC_CRYPTO_SHAPE, detail, &where);
}
