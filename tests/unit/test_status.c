/* Status names and the version. */
#include <stdio.h>

#include "pneu/base.h"
#include "support/test.h"

static void test_names(void **state)
{
    static const struct {
        pneu_status status;
        const char *name;
    } rows[] = {
        {PNEU_OK, "PNEU_OK"},
        {PNEU_MORE, "PNEU_MORE"},
        {PNEU_DONE, "PNEU_DONE"},
        {PNEU_ERR_MEMORY, "PNEU_ERR_MEMORY"},
        {PNEU_ERR_ARGUMENT, "PNEU_ERR_ARGUMENT"},
        {PNEU_ERR_STATE, "PNEU_ERR_STATE"},
        {PNEU_ERR_OPTION, "PNEU_ERR_OPTION"},
        {PNEU_ERR_LIMIT, "PNEU_ERR_LIMIT"},
        {PNEU_ERR_SYNTAX, "PNEU_ERR_SYNTAX"},
        {PNEU_ERR_NOT_FOUND, "PNEU_ERR_NOT_FOUND"},
        {PNEU_ERR_NOT_KEPT, "PNEU_ERR_NOT_KEPT"},
        {PNEU_ERR_SIGNED, "PNEU_ERR_SIGNED"},
        {PNEU_ERR_ENCODING, "PNEU_ERR_ENCODING"},
        {PNEU_ERR_UNREPRESENTABLE, "PNEU_ERR_UNREPRESENTABLE"},
        {PNEU_ERR_LATE_8BIT, "PNEU_ERR_LATE_8BIT"},
        {PNEU_ERR_BOUNDARY, "PNEU_ERR_BOUNDARY"},
        {PNEU_ERR_CHANGED, "PNEU_ERR_CHANGED"},
        {PNEU_ERR_DECODED, "PNEU_ERR_DECODED"},
        {PNEU_ERR_REFUSED, "PNEU_ERR_REFUSED"},
        {PNEU_ERR_IO, "PNEU_ERR_IO"},
        {3, "unknown"},
        {-18, "unknown"},
        {INT32_MIN, "unknown"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_string_equal(pneu_status_name(rows[i].status), rows[i].name);
}

static void test_version_is_that_of_the_headers(void **state)
{
    char text[32];
    (void)state;
    (void)snprintf(text, sizeof text, "%d.%d.%d", PNEU_VERSION_MAJOR, PNEU_VERSION_MINOR, PNEU_VERSION_PATCH);
    assert_string_equal(pneu_version(), text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_version_is_that_of_the_headers),
    };
    return RUN_TESTS(tests);
}
