/*
 * What DKIM and ARC signatures are over. In: the raw value of a signature field, and the name of a field that is changed
 * or new. Out: how many fields of that name, from the bottom of the header, the signature is over.
 * A name in h= selects one field, the lowest that no earlier one selected, or the fact that there is none; so n times a
 * name is over the n lowest fields of it, and they stay what they are if all changes are above them (RFC 6376 sections
 * 3.5 and 5.4.2; RFC 8617 section 4.1.2). A seal is over the ARC fields of its own and lower instances (section 5.1.1):
 * new ones belong to a new instance, above it.
 * Invariants: each byte of h= is looked at once a call; what cannot be read errs on the side of "signed".
 * Not handled: whether the signature held before; that it signs its own field, too; white space inside of lines, which
 * the relaxed form does not sign.
 */
#include "syntax/signed_fields.h"

#include "base/str.h"
#include "pneu/auth.h"

int pneu_i_is_signature_field(int32_t id)
{
    return id == PNEU_FIELD_DKIM_SIGNATURE || id == PNEU_FIELD_ARC_MESSAGE_SIGNATURE || id == PNEU_FIELD_ARC_SEAL;
}

/* The first word of c= is the form of the header, and "simple" if there is none (RFC 6376 section 3.5). A seal has no c=,
 * and is relaxed (RFC 8617 section 5.1.1). */
static int is_relaxed(int32_t id, const pneu_tag_list *list)
{
    pneu_str form;
    if (id == PNEU_FIELD_ARC_SEAL)
        return 1;
    if (pneu_tag_list_find(list, pneu_i_str("c"), &form) != PNEU_OK)
        return 0;
    const char *slash = memchr(form.ptr, '/', form.len);
    if (slash != NULL)
        form.len = (size_t)(slash - form.ptr);
    return pneu_i_str_is(pneu_i_str_trim(form), "relaxed");
}

pneu_status pneu_i_signed_fields_read(pneu_arena *arena, int32_t id, pneu_str value, pneu_i_signed_fields *out)
{
    pneu_i_signed_fields read = {id, 0, 0, {NULL, 0}};
    pneu_tag_list list;
    pneu_str limit;
    pneu_status status = pneu_tag_list_parse(arena, value, PNEU_LENIENT, NULL, &list);
    if (status != PNEU_OK)
        return status;
    read.has_limit = list.is_valid && pneu_tag_list_find(&list, pneu_i_str("l"), &limit) == PNEU_OK;
    read.is_relaxed = is_relaxed(id, &list);
    (void)pneu_tag_list_find(&list, pneu_i_str("h"), &read.names);
    *out = read;
    return PNEU_OK;
}

/* How often a list of names between colons has the name. */
static size_t count_name(pneu_str names, pneu_str name)
{
    size_t count = 0;
    while (names.len > 0) {
        const char *colon = memchr(names.ptr, ':', names.len);
        size_t len = colon != NULL ? (size_t)(colon - names.ptr) : names.len;
        count += (size_t)pneu_i_str_same(pneu_i_str_trim(pneu_i_str_of(names.ptr, len)), name);
        names = pneu_i_str_from(names, len + (colon != NULL));
    }
    return count;
}

static int is_arc_name(pneu_str name)
{
    return pneu_i_str_is(name, "ARC-Seal") || pneu_i_str_is(name, "ARC-Message-Signature") ||
           pneu_i_str_is(name, "ARC-Authentication-Results");
}

size_t pneu_i_signed_depth(const pneu_i_signed_fields *signature, pneu_str name, int32_t what)
{
    if (signature->id == PNEU_FIELD_ARC_SEAL)
        return what == PNEU_I_FIELD_CHANGED && is_arc_name(name) ? SIZE_MAX : 0;
    return signature->names.ptr != NULL ? count_name(signature->names, name) : SIZE_MAX;
}

int32_t pneu_i_signed_body(const pneu_i_signed_fields *signature)
{
    if (signature->id == PNEU_FIELD_ARC_SEAL)
        return PNEU_I_BODY_UNSIGNED;
    return signature->has_limit ? PNEU_I_BODY_LIMITED : PNEU_I_BODY_SIGNED;
}
