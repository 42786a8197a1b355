/* How often fields may stand in a header: the table, what is missing and repeated, memory that runs out. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/field.h"
#include "support/failing_alloc.h"
#include "support/text.h"

#define FIELDS_MAX 16

static void occurrences_are_told(void **state)
{
    (void)state;
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_FROM), PNEU_OCCURS_ONCE);
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_DATE), PNEU_OCCURS_ONCE);
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_SUBJECT), PNEU_OCCURS_AT_MOST);
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_CONTENT_TYPE), PNEU_OCCURS_AT_MOST);
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_RESENT_FROM), PNEU_OCCURS_IN_BLOCK);
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_RESENT_REPLY_TO), PNEU_OCCURS_IN_BLOCK);
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_RECEIVED), PNEU_OCCURS_ANY);
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_COMMENTS), PNEU_OCCURS_ANY);
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_OTHER), PNEU_OCCURS_ANY);
    assert_int_equal(pneu_field_occurrence(-1), PNEU_OCCURS_ANY);
    assert_int_equal(pneu_field_occurrence(PNEU_FIELD_COUNT), PNEU_OCCURS_ANY);
}

/* Faults as "missing:Name@index" and "repeated:Name@index*count". */
static const struct {
    const char *name;
    const char *header; /* lines of "Name: value" */
    const char *faults;
} rows[] = {
    {"nothing", "", " missing:Date@0 missing:From@0"},
    {"all there", "Date: x\nfrom: a@b\nX: 1\nX: 2\nReceived: x\nReceived: y\nKeywords: a\nKeywords: b\n", ""},
    {"unreadable values", "Date: \nFrom: \n", ""},
    {"repeated", "From: a@b\nTo: c\nDate: x\nto: d\nFrom: a@b\nTO: e\n", " repeated:From@4*2 repeated:To@3*3"},
    {"MIME fields", "From: a@b\nDate: x\nContent-Type: a/b\nContent-Type: a/b\n", " repeated:Content-Type@3*2"},
    {"several authors", "From: a@b, c@d\nDate: x\n", " missing:Sender@2"},
    {"authors in a group", "From: x: a@b, c@d;\nDate: x\n", " missing:Sender@2"},
    {"authors and a sender", "From: a@b, c@d\nDate: x\nSender: e@f\n", ""},
    {"one author", "From: \"a, b\" <a@b> (c, d)\nDate: x\n", ""},
    {"resent", "Resent-From: a@b\nResent-Date: x\nResent-To: c@d\nFrom: a@b\nDate: x\n", ""},
    {"resent twice", "Resent-From: a@b\nResent-Date: x\nResent-To: c@d\nResent-Date: y\nFrom: a@b\nDate: x\n",
     " missing:Resent-From@3"},
    {"resent without anything", "From: a@b\nDate: x\nResent-To: c@d\n", " missing:Resent-Date@2 missing:Resent-From@2"},
    {"resent by several", "Resent-From: a@b, c@d\nResent-Date: x\nFrom: a@b\nDate: x\n", " missing:Resent-Sender@0"},
};

static size_t split_fields(const char *header, pneu_field_value *fields)
{
    size_t count = 0;
    while (*header != 0) {
        const char *colon = strchr(header, ':'), *end = strchr(header, '\n');
        fields[count].name = pneu_i_str_of(header, (size_t)(colon - header));
        fields[count++].value = pneu_i_str_of(colon + 1, (size_t)(end - colon));
        header = end + 1;
    }
    return count;
}

static void show(text *to, const pneu_count_fault *fault)
{
    text_print(to, " %s:%s@%zu", fault->kind == PNEU_COUNT_MISSING ? "missing" : "repeated", pneu_field_name(fault->id),
               fault->index);
    if (fault->count > 0)
        text_print(to, "*%zu", fault->count);
}

static void faults_are_found(void **state)
{
    pneu_field_value fields[FIELDS_MAX];
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const pneu_count_fault *faults = NULL;
        size_t count = 0, field_count = split_fields(rows[i].header, fields);
        text found = {0};
        text_add(&found, "", 0);
        assert_int_equal(pneu_field_counts_check(arena, fields, field_count, &faults, &count), PNEU_OK);
        for (size_t k = 0; k < count; k++)
            show(&found, &faults[k]);
        if (strcmp(found.ptr != NULL ? found.ptr : "", rows[i].faults) != 0)
            fail_msg("%s:%s", rows[i].name, found.ptr);
        text_free(&found);
    }
    pneu_arena_free(arena);
}

static void memory_may_run_out(void **state)
{
    pneu_field_value fields[FIELDS_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_status status = PNEU_ERR_MEMORY;
        for (size_t at = 2; status == PNEU_ERR_MEMORY; at++) {
            const pneu_count_fault *faults = NULL;
            size_t count = 77, field_count = split_fields(rows[i].header, fields);
            pneu_arena *arena = NULL;
            failing_alloc memory;
            failing_alloc_init(&memory, FAIL_ONCE, at);
            assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
            status = pneu_field_counts_check(arena, fields, field_count, &faults, &count);
            assert_true(status == PNEU_OK || (status == PNEU_ERR_MEMORY && count == 77 && faults == NULL));
            pneu_arena_free(arena);
            failing_alloc_check_clean(&memory);
        }
    }
}

static void misuse_is_refused(void **state)
{
    const pneu_count_fault *faults = NULL;
    pneu_field_value field = {{"From", 4}, {NULL, 1}};
    pneu_arena *arena = NULL;
    size_t count;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_field_counts_check(NULL, &field, 0, &faults, &count), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_counts_check(arena, NULL, 1, &faults, &count), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_counts_check(arena, &field, 1, &faults, &count), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_counts_check(arena, &field, 0, NULL, &count), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_counts_check(arena, &field, 0, &faults, NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(occurrences_are_told),
        cmocka_unit_test(faults_are_found),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(misuse_is_refused),
    };
    return RUN_TESTS(tests);
}
