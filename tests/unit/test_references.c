/* Lists of identifiers as they are written, and what an answer refers to. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/msgid.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"
#include "support/spoil.h"

#define IDS_MAX 8

/* Identifiers from a text with a blank between them. */
static size_t split(const char *words, pneu_str *ids)
{
    size_t count = 0;
    while (*words != '\0') {
        size_t len = strcspn(words, " ");
        ids[count++] = pneu_i_str_of(words, len);
        words += len + (words[len] == ' ');
    }
    return count;
}

static const struct {
    const char *name;
    const char *ids;
    size_t limit;
    const char *out;
} lists[] = {
    {"none", "", 0, ""},
    {"one", "a@b", 0, "<a@b>"},
    {"several", "a@b c@d e@f", 0, "<a@b> <c@d> <e@f>"},
    {"just fits", "a@a b@b c@c d@d e@e", 29, "<a@a> <b@b> <c@c> <d@d> <e@e>"},
    {"the second goes", "a@a b@b c@c d@d e@e", 28, "<a@a> <c@c> <d@d> <e@e>"},
    {"first and last two stay", "a@a b@b c@c d@d e@e", 1, "<a@a> <d@d> <e@e>"},
    {"three are all kept", "a@a b@b c@c", 1, "<a@a> <b@b> <c@c>"},
    {"what readers take", "abc a@b@c \"a>b\"@c a@[1>2] a<b@c \xC3\xA9@d", 0,
     "<abc> <a@b@c> <\"a>b\"@c> <a@[1>2]> <a<b@c> <\xC3\xA9@d>"},
};

static void lists_are_written(void **state)
{
    pneu_arena *arena = NULL;
    int failed = 0;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        pneu_str ids[IDS_MAX], out = {NULL, 0};
        text written = {0};
        size_t count = split(lists[i].ids, ids);
        assert_int_equal(pneu_references_format(arena, ids, count, lists[i].limit, &out), PNEU_OK);
        text_add(&written, out.ptr, out.len);
        failed += !text_equals(lists[i].name, &written, lists[i].out);
        text_free(&written);
    }
    pneu_arena_free(arena);
    assert_int_equal(failed, 0);
}

static void the_usual_limit_makes_a_field_of_998(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str ids[200], out;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        ids[i] = pneu_i_str("ab@c");
    assert_int_equal(pneu_references_format(arena, ids, COUNT_OF(ids), 0, &out), PNEU_OK);
    assert_true(out.len <= PNEU_REFERENCES_LIMIT && out.len + 7 > PNEU_REFERENCES_LIMIT);
    assert_int_equal(strlen("References: ") + PNEU_REFERENCES_LIMIT, 998);
    assert_int_equal(pneu_references_format(arena, ids, COUNT_OF(ids), SIZE_MAX, &out), PNEU_OK);
    assert_int_equal(out.len, 200 * 7 - 1);
    pneu_arena_free(arena);
}

/* None of these is written, alone or among others. */
static void what_cannot_be_read_back_is_refused(void **state)
{
    static const struct {
        const char *ptr;
        size_t len;
    } bad[] = {
        {"", 0},           {"a b@c", 5},   {"a@b>", 4},           {"<a@b>", 5},       {"a\r\n@b", 5},
        {"a\n b@c", 6},    {"a\0@b", 4},   {"a\x01@b", 4},        {"a\x7F@b", 4},     {"a\t@b", 4},
        {"(x)a@b", 6},     {"a(@b", 4},    {"\"a@b", 4},          {"a@[b", 4},        {"\"a\rb\"@c", 7},
        {"\"a\0b\"@c", 7}, {"a@[b c]", 7}, {"a@b\r\nBcc: x", 10}, {"\"a\n b\"@c", 8}, {"a> <b@c", 7},
    };
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        pneu_str ids[3] = {pneu_i_str("x@y"), pneu_i_str_of(bad[i].ptr, bad[i].len), pneu_i_str("z@z")};
        pneu_str out = {NULL, 7};
        MUST(pneu_references_format(arena, ids, 3, 0, &out) == PNEU_ERR_ARGUMENT);
        MUST(pneu_references_format(arena, ids + 1, 1, 0, &out) == PNEU_ERR_ARGUMENT && out.len == 7);
    }
    pneu_arena_free(arena);
}

/* ---- Answers ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *message_id;
    const char *references;
    const char *in_reply_to;
    const char *out;
} answers[] = {
    {"References", "m@x", "a@x b@x", "c@x", "a@x b@x m@x"},
    {"one In-Reply-To", "m@x", "", "p@x", "p@x m@x"},
    {"several In-Reply-To", "m@x", "", "p@x q@x", "m@x"},
    {"no Message-ID", "", "a@x", "", "a@x"},
    {"nothing", "", "", "", ""},
    {"what cannot be written goes", "m>@x", "a(@x b@x", "", "b@x"},
};

static void answers_refer_to_their_thread(void **state)
{
    pneu_arena *arena = NULL;
    int failed = 0;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        pneu_str some[IDS_MAX], others[IDS_MAX];
        pneu_msgid_list references = {some, NULL, split(answers[i].references, some)};
        pneu_msgid_list in_reply_to = {others, NULL, split(answers[i].in_reply_to, others)};
        pneu_msgid_list out;
        text joined = {0};
        pneu_str message_id = pneu_i_str(answers[i].message_id);
        assert_int_equal(pneu_references_reply(arena, message_id, &references, &in_reply_to, &out), PNEU_OK);
        assert_null(out.places);
        for (size_t k = 0; k < out.count; k++)
            text_print(&joined, "%s%.*s", k > 0 ? " " : "", (int)out.ids[k].len, out.ids[k].ptr);
        failed += !text_equals(answers[i].name, &joined, answers[i].out);
        text_free(&joined);
    }
    pneu_arena_free(arena);
    assert_int_equal(failed, 0);
}

static void failures_are_told(void **state)
{
    static const pneu_msgid_list nothing = {NULL, NULL, 0};
    failing_alloc memory;
    pneu_arena *arena = NULL;
    pneu_msgid_list list = {NULL, NULL, 7};
    pneu_str id = pneu_i_str("a@b"), out = {NULL, 7};
    pneu_str endless[2] = {{"a@b", SIZE_MAX}, {"a@b", 3}};
    (void)state;
    failing_alloc_init(&memory, FAIL_FROM_ON, 2);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
    assert_int_equal(pneu_references_format(arena, &id, 1, 0, &out), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_references_reply(arena, id, &nothing, &nothing, &list), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_references_format(NULL, &id, 1, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_references_format(arena, NULL, 1, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_references_format(arena, &id, 1, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_references_format(arena, endless, 2, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_references_reply(NULL, id, &nothing, &nothing, &list), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_references_reply(arena, id, NULL, &nothing, &list), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_references_reply(arena, id, &nothing, NULL, &list), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_references_reply(arena, id, &nothing, &nothing, NULL), PNEU_ERR_ARGUMENT);
    assert_true(out.len == 7 && list.count == 7);
    pneu_arena_free(arena);
    failing_alloc_check_clean(&memory);
}

/* The references of an answer leave out what cannot be written. */
static const pneu_str spoils[] = {{"\r", 1}, {"\n", 1}, {"\0", 1}, {"\r\n", 2}, {"\r\nX: y", 6}, {"\0\n", 2}};

static void references_of_an_answer_are_clean(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str ids[] = {pneu_i_str("a@b"), pneu_i_str("c@d")}, out = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t k = 0; k < COUNT_OF(ids); k++)
        for (size_t i = 0; i < COUNT_OF(spoils); i++)
            for (size_t part = 0; part <= 2; part++) {
                pneu_str good = ids[k];
                ids[k] = spoilt(good, spoils[i], good.len * part / 2);
                pneu_msgid_list references = {ids, NULL, 1}, answer, none = {NULL, NULL, 0};
                assert_int_equal(pneu_references_reply(arena, ids[1], &references, &none, &answer), PNEU_OK);
                assert_int_equal(answer.count, 1);
                assert_int_equal(pneu_references_format(arena, answer.ids, answer.count, 0, &out), PNEU_OK);
                free((char *)ids[k].ptr);
                ids[k] = good;
            }
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_of_an_answer_are_clean),    cmocka_unit_test(lists_are_written),
        cmocka_unit_test(the_usual_limit_makes_a_field_of_998), cmocka_unit_test(what_cannot_be_read_back_is_refused),
        cmocka_unit_test(answers_refer_to_their_thread),        cmocka_unit_test(failures_are_told),
    };
    return RUN_TESTS(tests);
}
