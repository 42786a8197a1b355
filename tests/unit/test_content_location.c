/* References between parts: locations against a base, the root of a multipart/related; MIME-Version. */
#include "support/test.h"

#include "base/arena.h"
#include "base/str.h"
#include "pneu/syntax.h"
#include "support/field_rows.h"

static const char base[] = "http://a/b/c/d;p?q";

static pneu_status show_location(text *to, pneu_arena *arena, pneu_str value, int32_t mode,
                                 const pneu_defect_sink *sink)
{
    pneu_str out;
    (void)mode;
    (void)sink;
    pneu_status status = pneu_location_resolve(arena, pneu_i_str(base), value, &out);
    if (status == PNEU_OK)
        text_add(to, out.ptr, out.len);
    return status;
}

/* RFC 3986 section 5.4, and what is between them. */
static const field_row location_rows[] = {
    {"scheme", "g:h", "g:h", "", NULL},
    {"name", "g", "http://a/b/c/g", "", NULL},
    {"dot", "./g/.", "http://a/b/c/g/", "", NULL},
    {"rooted", "/g", "http://a/g", "", NULL},
    {"authority", "//g", "http://g", "", NULL},
    {"query", "?y", "http://a/b/c/d;p?y", "", NULL},
    {"fragment", "#s", "http://a/b/c/d;p?q#s", "", NULL},
    {"nothing", "", "http://a/b/c/d;p?q", "", NULL},
    {"up", "..", "http://a/b/", "", NULL},
    {"up twice", "../../g", "http://a/g", "", NULL},
    {"too far up", "../../../../g", "http://a/g", "", NULL},
    {"dots in names", "g../..g/...", "http://a/b/c/g../..g/...", "", NULL},
    {"up and down", "./g;x=1/../y", "http://a/b/c/y", "", NULL},
    {"dots in a query", "g?y/../x#z/../w", "http://a/b/c/g?y/../x#z/../w", "", NULL},
    {"no segments", "mailto:a/../b", "mailto:a/../b", "", NULL},
    {"absolute, with dots", "x://y/a/../b", "x://y/b", "", NULL},
    {"folded", " g\r\n /h ", "http://a/b/c/g/h", "", NULL},
    {"colon later", "./g:h", "http://a/b/c/g:h", "", NULL},
};

static void locations_are_resolved(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0}, none = {NULL, 0};
    (void)state;
    assert_int_equal(field_rows_failed(location_rows, COUNT_OF(location_rows), show_location), 0);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_location_resolve(arena, none, pneu_i_str("a/../b"), &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("thismessage:/b")));
    assert_int_equal(pneu_location_resolve(arena, pneu_i_str("x/y"), pneu_i_str("z"), &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("thismessage:/z")));
    assert_int_equal(pneu_location_resolve(arena, pneu_i_str("http://a"), pneu_i_str("z"), &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("http://a/z")));
    assert_int_equal(pneu_location_resolve(arena, none, none, NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

static void roots_are_found(void **state)
{
    const pneu_str ids[] = {pneu_i_str(""), pneu_i_str(" (x) <a@b>\r\n"), pneu_i_str("<A@b>"), pneu_i_str("c@d")};
    const pneu_str absent = {NULL, 0};
    size_t root = 9;
    (void)state;
    assert_int_equal(pneu_related_root(absent, ids, 4, PNEU_STRICT, NULL, &root), PNEU_OK);
    assert_int_equal(root, 0);
    assert_int_equal(pneu_related_root(pneu_i_str("<A@b>"), ids, 4, PNEU_STRICT, NULL, &root), PNEU_OK);
    assert_int_equal(root, 2);
    assert_int_equal(pneu_related_root(pneu_i_str("a@b"), ids, 4, PNEU_LENIENT, NULL, &root), PNEU_OK);
    assert_int_equal(root, 1);
    assert_int_equal(pneu_related_root(pneu_i_str("<c@d>"), ids, 4, PNEU_LENIENT, NULL, &root), PNEU_OK);
    assert_int_equal(root, 3);
    assert_int_equal(pneu_related_root(pneu_i_str("<c@d>"), ids, 4, PNEU_STRICT, NULL, &root), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_related_root(pneu_i_str("<>"), ids, 4, PNEU_STRICT, NULL, &root), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_related_root(pneu_i_str("<x@y>"), ids, 4, PNEU_LENIENT, NULL, &root), PNEU_OK);
    assert_int_equal(root, 0);
    char longest[998 + 1]; /* an id of one line's length is one, a longer one is none */
    memset(longest, 'a', sizeof longest);
    const pneu_str long_ids[] = {pneu_i_str("b"), pneu_i_str_of(longest, 998), pneu_i_str_of(longest, 999)};
    for (size_t i = 1; i < 3; i++) {
        assert_int_equal(pneu_related_root(long_ids[i], long_ids, 3, PNEU_LENIENT, NULL, &root), PNEU_OK);
        assert_int_equal(root, i == 1 ? 1 : 0);
    }
    assert_int_equal(pneu_related_root(absent, NULL, 0, PNEU_LENIENT, NULL, &root), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_related_root(absent, NULL, 1, PNEU_LENIENT, NULL, &root), PNEU_ERR_ARGUMENT);
}

static pneu_status show_version(text *to, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    uint32_t major, minor;
    pneu_status status = pneu_mime_version_parse(value, mode, sink, &major, &minor);
    if (status == PNEU_OK)
        text_print(to, "%u.%u", (unsigned)major, (unsigned)minor);
    return pneu_i_arena_alloc(arena, 1) != NULL ? status : PNEU_ERR_MEMORY;
}

static const field_row version_rows[] = {
    {"usual", " 1.0\r\n", "1.0", "", NULL},
    {"comments", "(a) 1 (b(c)) . (d) 0 (e)", "1.0", "", NULL},
    {"another", "2.13", "2.13", "", NULL},
    {"nothing", "", "1.0", " hdr_value_malformed", "PNEU_ERR_SYNTAX"},
    {"no minor", "1.", "1.0", " hdr_value_malformed", "PNEU_ERR_SYNTAX"},
    {"text after it", "7.7 x", "1.0", " hdr_value_malformed", "PNEU_ERR_SYNTAX"},
    {"open comment", "1.0 (x", "1.0", " hdr_value_malformed", "PNEU_ERR_SYNTAX"},
    {"too large", "1234567890.0", "1.0", " hdr_value_malformed", "PNEU_ERR_SYNTAX"},
};

static void versions_are_read(void **state)
{
    (void)state;
    uint32_t major = 9, minor = 9;
    pneu_str absent = {NULL, 0};
    assert_int_equal(pneu_mime_version_parse(absent, PNEU_LENIENT, NULL, &major, &minor), PNEU_OK);
    assert_true(major == 1 && minor == 0);
    assert_int_equal(field_rows_failed(version_rows, COUNT_OF(version_rows), show_version), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(locations_are_resolved), cmocka_unit_test(roots_are_found),
                                       cmocka_unit_test(versions_are_read)};
    return RUN_TESTS(tests);
}
