/* Known field names: every one is found in any case, and nothing else is. */
#include "syntax/field_name.h"

#include <stdlib.h>

#include "support/test.h"

static int32_t id_of(const char *name)
{
    pneu_str slice = {name, strlen(name)};
    return pneu_field_id(slice);
}

/* The name in a block of its very size, so that reading beyond it is seen. */
static int32_t id_of_exact(const char *name, size_t len)
{
    char *exact = malloc(len > 0 ? len : 1);
    assert_non_null(exact);
    memcpy(exact, name, len);
    int32_t id = pneu_i_field_id(exact, len);
    free(exact);
    return id;
}

static void turn_case(char *out, const char *name, int how)
{
    size_t i = 0;
    for (; name[i] != '\0'; i++) {
        int is_letter = (name[i] | 0x20) >= 'a' && (name[i] | 0x20) <= 'z';
        int upper = how == 0 || (how == 2 && i % 2 == 0);
        out[i] = (char)(!is_letter ? name[i] : upper ? name[i] & ~0x20 : name[i] | 0x20);
    }
    out[i] = '\0';
}

static void test_every_known_name_in_any_case(void **state)
{
    (void)state;
    for (int32_t id = 1; id < PNEU_FIELD_COUNT; id++) {
        char name[64];
        assert_true(strlen(pneu_field_name(id)) > 1);
        assert_int_equal(id_of(pneu_field_name(id)), id);
        for (int how = 0; how < 3; how++) {
            turn_case(name, pneu_field_name(id), how);
            assert_int_equal(id_of(name), id);
            assert_int_equal(id_of_exact(name, strlen(name)), id);
        }
    }
}

static void test_near_names_are_unknown(void **state)
{
    (void)state;
    for (int32_t id = 1; id < PNEU_FIELD_COUNT; id++) {
        char name[64];
        size_t len = strlen(pneu_field_name(id));
        memcpy(name, pneu_field_name(id), len + 1);
        for (size_t i = 0; i < len; i++) {
            char kept = name[i];
            name[i] = '#';
            assert_int_equal(id_of_exact(name, len), PNEU_FIELD_OTHER);
            name[i] = kept;
        }
        name[len] = 'x';
        assert_int_equal(id_of_exact(name, len + 1), PNEU_FIELD_OTHER);
    }
}

static void test_other_names(void **state)
{
    static const char *const names[] = {"",
                                        "X",
                                        "X-Other",
                                        "Fromm",
                                        "Subjec",
                                        "\xff",
                                        "T\xcf",
                                        "content_type",
                                        "a-name-that-is-much-longer-than-all-of-the-known-ones-and-then-some"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_int_equal(id_of(names[i]), PNEU_FIELD_OTHER);
    assert_string_equal(pneu_field_name(PNEU_FIELD_OTHER), "");
    assert_string_equal(pneu_field_name(PNEU_FIELD_COUNT), "");
    assert_string_equal(pneu_field_name(-1), "");
}

static void test_enumerators_have_their_names(void **state)
{
    static const struct {
        int32_t id;
        const char *name;
    } rows[] = {
        {PNEU_FIELD_FROM, "From"},
        {PNEU_FIELD_MESSAGE_ID, "Message-ID"},
        {PNEU_FIELD_RESENT_REPLY_TO, "Resent-Reply-To"},
        {PNEU_FIELD_MIME_VERSION, "MIME-Version"},
        {PNEU_FIELD_CONTENT_TYPE, "Content-Type"},
        {PNEU_FIELD_CONTENT_TRANSFER_ENCODING, "Content-Transfer-Encoding"},
        {PNEU_FIELD_CONTENT_DISPOSITION, "Content-Disposition"},
        {PNEU_FIELD_CONTENT_ID, "Content-ID"},
        {PNEU_FIELD_DKIM_SIGNATURE, "DKIM-Signature"},
        {PNEU_FIELD_LIST_ID, "List-ID"},
        {PNEU_FIELD_REQUIRE_RECIPIENT_VALID_SINCE, "Require-Recipient-Valid-Since"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_string_equal(pneu_field_name(rows[i].id), rows[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_known_name_in_any_case),
        cmocka_unit_test(test_near_names_are_unknown),
        cmocka_unit_test(test_other_names),
        cmocka_unit_test(test_enumerators_have_their_names),
    };
    return RUN_TESTS(tests);
}
