/*
 * A new Message-ID: 128 random bits and a host name. In: the caller's random bytes. Out: the field, and the
 * identifier. RFC 5322 section 3.6.4. Invariant: no clock and no state of a process goes in; the host is ASCII, with
 * A-labels where it is not, since the identifier will stand in answers that are.
 */
#include "edit/boundary_text.h"
#include "edit/builder.h"
#include "syntax/a_label.h"

static const char field_name[] = "Message-ID";

static pneu_status make_id(pneu_builder *builder, pneu_str host, pneu_str *id)
{
    unsigned char seed[PNEU_I_SEED_SIZE];
    char *text = pneu_i_arena_alloc(&builder->arena, 2 * PNEU_I_SEED_SIZE + 1 + host.len);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    pneu_status status = pneu_i_build_fill(builder, seed, sizeof seed);
    if (status != PNEU_OK)
        return status;
    char *at = pneu_i_hex_write(text, seed, sizeof seed);
    *at = '@';
    memcpy(at + 1, host.ptr, host.len);
    *id = pneu_i_str_of(text, 2 * PNEU_I_SEED_SIZE + 1 + host.len);
    return PNEU_OK;
}

pneu_status pneu_builder_add_message_id(pneu_builder *builder, pneu_str host, pneu_str *id)
{
    pneu_str made;
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_build_is_open(builder);
    if (status != PNEU_OK)
        return status;
    if (host.ptr == NULL || host.len == 0 || host.len > 255)
        return pneu_i_build_refuse_argument(builder, PNEU_ERR_ARGUMENT, 2);
    status = pneu_i_domain_to_ascii(&builder->arena, host, &host);
    if (status != PNEU_OK)
        return pneu_i_build_refuse_argument(builder, status == PNEU_ERR_SYNTAX ? PNEU_ERR_ARGUMENT : status, 2);
    status = builder->random.fill != NULL ? make_id(builder, host, &made) : PNEU_ERR_STATE;
    if (status != PNEU_OK)
        return pneu_i_build_refuse_argument(builder, status, 0);
    status = pneu_builder_add_ids(builder, 0, pneu_i_str(field_name), &made, 1);
    if (status == PNEU_OK && id != NULL)
        *id = made;
    return status;
}
