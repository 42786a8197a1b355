/* What DKIM and ARC signatures are over. */
#include "syntax/signed_fields.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/test.h"

#define DKIM PNEU_FIELD_DKIM_SIGNATURE
#define MESSAGE PNEU_FIELD_ARC_MESSAGE_SIGNATURE
#define SEAL PNEU_FIELD_ARC_SEAL
#define ALL SIZE_MAX

static const struct {
    int32_t id;
    const char *value;
    const char *name;
    size_t changed; /* the depths */
    size_t fresh;
} depths[] = {
    {DKIM, "v=1; h=From:To:Subject; b=x", "Subject", 1, 1},
    {DKIM, "v=1; h=From:To:Subject; b=x", "Received", 0, 0},
    {DKIM, "v=1; h=From : to:\r\n\tFROM ; b=x", "from", 2, 2},
    {DKIM, "h=from", "from", 1, 1},
    {DKIM, "h=:from::", "from", 1, 1},
    {DKIM, "h=from", "fro", 0, 0},
    {DKIM, "h=from", "", 0, 0},
    {DKIM, "h=", "from", 0, 0},
    {DKIM, "v=1; b=x", "from", ALL, ALL},
    {DKIM, "", "from", ALL, ALL},
    {DKIM, "\xFF\xFE;;;", "from", ALL, ALL},
    {DKIM, "H=from", "to", ALL, ALL},
    {DKIM, "a=1;; h=from; a=2", "from", 1, 1},
    {DKIM, "a=1;; h=from; a=2", "to", 0, 0},
    {MESSAGE, "i=1; h=from:from", "From", 2, 2},
    {MESSAGE, "i=1; h=from:from", "ARC-Seal", 0, 0},
    {SEAL, "i=1; cv=none; b=x", "From", 0, 0},
    {SEAL, "i=1; cv=none; b=x", "arc-seal", ALL, 0},
    {SEAL, "i=1; cv=none; b=x", "ARC-Message-Signature", ALL, 0},
    {SEAL, "i=1; cv=none; b=x", "ARC-Authentication-Results", ALL, 0},
};

static const struct {
    int32_t id;
    const char *value;
    int32_t body;
    int32_t is_relaxed;
} bodies[] = {
    {DKIM, "h=from; b=x", PNEU_I_BODY_SIGNED, 0},
    {DKIM, "h=from; l=100; b=x", PNEU_I_BODY_LIMITED, 0},
    {DKIM, "h=from; l=100; l=5; b=x", PNEU_I_BODY_SIGNED, 0},
    {DKIM, "", PNEU_I_BODY_SIGNED, 0},
    {MESSAGE, "h=from; l=1", PNEU_I_BODY_LIMITED, 0},
    {SEAL, "i=1; l=1", PNEU_I_BODY_UNSIGNED, 1},
    {DKIM, "c=relaxed", PNEU_I_BODY_SIGNED, 1},
    {DKIM, "c=\r\n Relaxed / simple; h=a", PNEU_I_BODY_SIGNED, 1},
    {DKIM, "c=simple/relaxed", PNEU_I_BODY_SIGNED, 0},
    {DKIM, "c=relaxedly", PNEU_I_BODY_SIGNED, 0},
    {DKIM, "c=; h=a", PNEU_I_BODY_SIGNED, 0},
    {MESSAGE, "c=relaxed/relaxed; l=1", PNEU_I_BODY_LIMITED, 1},
    {SEAL, "c=simple", PNEU_I_BODY_UNSIGNED, 1},
};

/* The value stands in a block of its very size. */
static void read_value(pneu_arena *arena, int32_t id, const char *value, pneu_i_signed_fields *out)
{
    size_t len = strlen(value);
    char *block = malloc(len > 0 ? len : 1);
    assert_non_null(block);
    memcpy(block, value, len);
    assert_int_equal(pneu_i_signed_fields_read(arena, id, pneu_i_str_of(block, len), out), PNEU_OK);
    free(block);
}

static void test_depths(void **state)
{
    (void)state;
    pneu_arena *arena;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(depths); i++) {
        pneu_i_signed_fields signature;
        read_value(arena, depths[i].id, depths[i].value, &signature);
        pneu_str name = pneu_i_str(depths[i].name);
        if (pneu_i_signed_depth(&signature, name, PNEU_I_FIELD_CHANGED) != depths[i].changed ||
            pneu_i_signed_depth(&signature, name, PNEU_I_FIELD_NEW) != depths[i].fresh)
            fail_msg("%s of %s", depths[i].name, depths[i].value);
    }
    pneu_arena_free(arena);
}

static void test_bodies(void **state)
{
    (void)state;
    pneu_arena *arena;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        pneu_i_signed_fields signature;
        read_value(arena, bodies[i].id, bodies[i].value, &signature);
        if (pneu_i_signed_body(&signature) != bodies[i].body || signature.is_relaxed != bodies[i].is_relaxed)
            fail_msg("%s", bodies[i].value);
    }
    pneu_arena_free(arena);
}

static void test_fields(void **state)
{
    (void)state;
    assert_true(pneu_i_is_signature_field(DKIM) && pneu_i_is_signature_field(MESSAGE));
    assert_true(pneu_i_is_signature_field(SEAL));
    assert_false(pneu_i_is_signature_field(PNEU_FIELD_FROM) || pneu_i_is_signature_field(PNEU_FIELD_OTHER));
}

static void test_no_memory(void **state)
{
    (void)state;
    failing_alloc failing;
    pneu_status status = PNEU_ERR_MEMORY;
    for (size_t n = 1; status != PNEU_OK; n++) {
        pneu_arena *arena;
        pneu_i_signed_fields signature = {0, 0, 0, {NULL, 0}};
        failing_alloc_init(&failing, FAIL_ONCE, n);
        status = pneu_arena_new(&failing.alloc, &arena);
        if (status == PNEU_OK) {
            status = pneu_i_signed_fields_read(arena, DKIM, pneu_i_str("a=1; l=5; h=from"), &signature);
            pneu_arena_free(arena);
        }
        assert_int_equal(signature.id, status == PNEU_OK ? DKIM : 0);
        failing_alloc_check_clean(&failing);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_depths),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_no_memory),
    };
    return RUN_TESTS(tests);
}
