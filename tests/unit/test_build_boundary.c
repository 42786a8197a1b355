/* The boundaries of a message that is built: never in what they enclose, made of chance or of the content. */
#include "support/test.h"

#include "support/build_run.h"

#define FIXED "=_abababababababababababababababab0000"

static const struct {
    const char *row;
    const char *body;
    const char *boundary; /* how it begins */
} collisions[] = {
    {"none", "--\r\n--x\r\n", "\"=_ab"},
    {"the delimiter", "--" FIXED "\r\n", "\"A=_ab"},
    {"longer than the delimiter", "a\n--" FIXED "xyz\n", "\"A=_ab"},
    {"not at the start of a line", " --" FIXED "\r\n", "\"=_ab"},
    {"a delimiter of which ours is longer", "--=_\r\n", "\"A=_ab"},
    {"its close delimiter", "--=_ab-- \r\n", "\"A=_ab"},
    {"the next one, too", "--=_\n--A\n", "\"B=_ab"},
};

static void boundaries_are_never_in_the_content(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(collisions); i++) {
        pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
        pneu_leaf leaf = build_leaf("text/plain", collisions[i].body);
        text out = {NULL, 0, 0};
        assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
        assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
        assert_int_equal(pneu_builder_end(builder), PNEU_OK);
        assert_int_equal(build_read(builder, 100, &out), PNEU_DONE);
        const char *found = strstr(out.ptr, "boundary=");
        if (strncmp(found + 9, collisions[i].boundary, strlen(collisions[i].boundary)) != 0)
            fail_msg("%s: %s", collisions[i].row, out.ptr);
        text_free(&out);
        pneu_builder_free(builder);
    }
}

static void bodies_may_leave_no_boundary(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    text lines = {NULL, 0, 0}, out = {NULL, 0, 0};
    (void)state;
    text_print(&lines, "--=_\n");
    for (const char *c = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"; *c != 0; c++)
        text_print(&lines, "--%c\n", *c);
    pneu_leaf leaf = build_leaf("text/plain", lines.ptr);
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 100, &out), PNEU_ERR_BOUNDARY);
    assert_int_equal(out.len, 0);
    text_free(&lines);
    text_free(&out);
    pneu_builder_free(builder);
}

/* Lines of a body that goes out encoded are none, and those of a part of a part are looked at for all around it. */
static void boundaries_around_are_looked_at(void **state)
{
    static const struct {
        int32_t encoding;
        const char *outer; /* how it begins */
    } rows[] = {{PNEU_LEAF_ENCODING_7BIT, "\"A=_ab"}, {PNEU_LEAF_ENCODING_BASE64, "\"=_ab"}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
        pneu_leaf leaf = build_leaf("text/plain", "--" FIXED "\r\n");
        text out = {NULL, 0, 0};
        leaf.encoding = rows[i].encoding;
        for (int depth = 0; depth < 2; depth++)
            assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
        assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
        for (int depth = 0; depth < 2; depth++)
            assert_int_equal(pneu_builder_end(builder), PNEU_OK);
        assert_int_equal(build_read(builder, 100, &out), PNEU_DONE);
        const char *found = strstr(out.ptr, "boundary=");
        assert_memory_equal(found + 9, rows[i].outer, strlen(rows[i].outer));
        text_free(&out);
        pneu_builder_free(builder);
    }
}

static void make_two_parts(pneu_builder *builder, const char *body, const char *about, const char *subject)
{
    pneu_leaf leaf = build_leaf("text/plain", body);
    leaf.description = pneu_i_str(about);
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("Subject"), pneu_i_str(subject)), PNEU_OK);
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
}

/* Without random bytes: the same message, the same boundary; another one, another. */
static void boundaries_may_be_made_of_the_content(void **state)
{
    static const char *const contents[][3] = {
        {"a", "b", "c"}, {"a", "b", "c"}, {"x", "b", "c"}, {"a", "x", "c"}, {"a", "b", "x"}};
    text out[COUNT_OF(contents)];
    memset(out, 0, sizeof out);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(contents); i++) {
        pneu_builder *builder = NULL;
        assert_int_equal(pneu_builder_new(PNEU_BUILD_DRAFT, NULL, NULL, &builder), PNEU_OK);
        make_two_parts(builder, contents[i][0], contents[i][1], contents[i][2]);
        assert_int_equal(build_read(builder, 100, &out[i]), PNEU_DONE);
        pneu_builder_free(builder);
    }
    assert_true(text_is_same("the same", &out[0], &out[1]));
    for (size_t i = 2; i < COUNT_OF(contents); i++)
        assert_memory_not_equal(strstr(out[0].ptr, "boundary="), strstr(out[i].ptr, "boundary="), 40);
    for (size_t i = 0; i < COUNT_OF(contents); i++)
        text_free(&out[i]);
}

static pneu_status fail_to_fill(void *ctx, void *bytes, size_t len)
{
    (void)bytes;
    (void)len;
    return *(pneu_status *)ctx;
}

static void random_bytes_may_fail(void **state)
{
    static const pneu_status statuses[][2] = {
        {PNEU_ERR_NOT_FOUND, PNEU_ERR_NOT_FOUND}, {PNEU_MORE, PNEU_ERR_ARGUMENT}, {PNEU_DONE, PNEU_ERR_ARGUMENT}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        pneu_status given = statuses[i][0];
        pneu_random random = {fail_to_fill, &given};
        pneu_builder *builder = NULL;
        text out = {NULL, 0, 0};
        assert_int_equal(pneu_builder_new(PNEU_BUILD_DRAFT, &random, NULL, &builder), PNEU_OK);
        make_two_parts(builder, "x", "", "");
        assert_int_equal(build_read(builder, 100, &out), statuses[i][1]);
        assert_int_equal(build_read(builder, 100, &out), statuses[i][1]);
        pneu_builder_free(builder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boundaries_are_never_in_the_content),
        cmocka_unit_test(bodies_may_leave_no_boundary),
        cmocka_unit_test(boundaries_around_are_looked_at),
        cmocka_unit_test(boundaries_may_be_made_of_the_content),
        cmocka_unit_test(random_bytes_may_fail),
    };
    return RUN_TESTS(tests);
}
