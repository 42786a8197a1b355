/*
 * The test vectors of related_cid_crypto.json on signatures, encryption and protected headers: the ops in `ops` below.
 * Each input is copied to a block of exactly its size, so that a sanitiser sees a byte read too many.
 */
#include <stdlib.h>

#include "base/str.h"
#include "pneu/crypto.h"
#include "support/mime_text.h"
#include "support/vectors.h"

static const pneu_str no_value = {NULL, 0};
static pneu_arena *arena;

/* Takes the type as it is read in a mode. */
static pneu_status read_type(vectors *v, size_t i, int32_t mode, pneu_mime_value *type)
{
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_content_type_parse(arena, in, mode, NULL, type);
    free((char *)in.ptr);
    return status;
}

static void crypto_kind(vectors *v, size_t i, int32_t mode)
{
    pneu_mime_value type;
    if (vectors_check(v, i, read_type(v, i, mode, &type) == PNEU_OK))
        vectors_check_octets(v, i, vectors_text(v, i, "out"),
                             pneu_i_str(pneu_crypto_kind_name(pneu_crypto_kind(&type))));
}

static void header_protection(vectors *v, size_t i, int32_t mode)
{
    static const pneu_str kinds[] = {{NULL, 0}, {"clear", 5}, {"cipher", 6}};
    const json_t *out = vectors_json(v, i, "out");
    pneu_mime_value type;
    pneu_header_protection found;
    if (!vectors_check(v, i, read_type(v, i, mode, &type) == PNEU_OK) ||
        !vectors_check(v, i, pneu_header_protection_read(&type, &found) == PNEU_OK))
        return;
    vectors_check_octets(v, i, vectors_member(v, out, "hp"), kinds[found.kind]);
    vectors_check_octets(v, i, vectors_member(v, out, "legacy"), found.protected_headers);
}

static void strip_legacy_display(vectors *v, size_t i, int32_t mode)
{
    pneu_str out = no_value;
    (void)mode;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    (void)pneu_legacy_display_skip(in, &out);
    vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
    free((char *)in.ptr);
}

static void cleartext_sig_text(vectors *v, size_t i, int32_t mode)
{
    pneu_str out = no_value;
    (void)mode;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    (void)pneu_cleartext_unescape(arena, in, &out);
    free((char *)in.ptr);
    vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
}

static const struct {
    const char *name;
    void (*run)(vectors *v, size_t i, int32_t mode);
} ops[] = {
    {"crypto_kind", crypto_kind},
    {"header_protection", header_protection},
    {"strip_legacy_display", strip_legacy_display},
    {"cleartext_sig_text", cleartext_sig_text},
};

int main(void)
{
    vectors *v = vectors_open("related_cid_crypto.json");
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    for (size_t i = 0; i < vectors_count(v); i++)
        for (size_t k = 0; k < sizeof ops / sizeof ops[0]; k++) {
            if (!vectors_is(v, i, "op", ops[k].name))
                continue;
            ops[k].run(v, i, PNEU_LENIENT);
            ops[k].run(v, i, PNEU_STRICT);
        }
    pneu_arena_free(arena);
    return vectors_close(v) > 0;
}
