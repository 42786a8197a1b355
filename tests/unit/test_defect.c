/*
 * The table of defect codes against the enumerators: names, groups, severities, readings. The
 * enumerators' spellings come from pneu/defect.h itself, read as text, so that a code cannot stand in the wrong row.
 */
#include "base/defect.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/files.h"
#include "support/test.h"

typedef const char *name_of(int32_t number);

/* Reads each "PREFIX_NAME = NUMBER" of the header, and compares NAME in lower case with the table. Returns how many. */
static int32_t check_enumerators(const char *prefix, name_of *name)
{
    const char *root = getenv("PNEU_SOURCE_ROOT");
    char path[4096];
    size_t len;
    int32_t seen = 0;
    (void)snprintf(path, sizeof path, "%s/include/pneu/defect.h", root != NULL ? root : ".");
    char *text = read_whole_file(path, &len);
    text[len - 1] = '\0';
    for (char *at = strstr(text, prefix); at != NULL; at = strstr(at + 1, prefix)) {
        char lower[64];
        int number;
        size_t i = 0;
        if (sscanf(at + strlen(prefix), "%63[A-Z0-9_] = %d", lower, &number) != 2 || number == 0)
            continue;
        for (; lower[i] != '\0'; i++)
            lower[i] = (char)(lower[i] >= 'A' && lower[i] <= 'Z' ? lower[i] + 32 : lower[i]);
        assert_string_equal(name(number), lower);
        seen++;
    }
    free(text);
    return seen;
}

static void test_names_are_those_of_the_enumerators(void **state)
{
    (void)state;
    assert_int_equal(check_enumerators("PNEU_DEFECT_", pneu_defect_name), PNEU_DEFECT_COUNT - 1);
    assert_int_equal(check_enumerators("PNEU_DETAIL_", pneu_detail_name), PNEU_DETAIL_COUNT - 1);
}

static void test_every_name_leads_back(void **state)
{
    (void)state;
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        pneu_str name = {pneu_defect_name(code), strlen(pneu_defect_name(code))};
        assert_int_equal(pneu_defect_by_name(name), code);
        name.len--;
        assert_int_not_equal(pneu_defect_by_name(name), code);
    }
    pneu_str none = {"none", 4}, empty = {NULL, 0};
    assert_int_equal(pneu_defect_by_name(none), PNEU_DEFECT_NONE);
    assert_int_equal(pneu_defect_by_name(empty), PNEU_DEFECT_NONE);
}

static void test_properties(void **state)
{
    static const struct {
        int32_t code;
        const char *group;
        int32_t severity;
        int32_t marks;
        int reading;
    } rows[] = {
        {PNEU_DEFECT_LINE_LF_ENDINGS, "line", PNEU_SEVERITY_INFO, 0, PNEU_READING_NONE},
        {PNEU_DEFECT_LINE_BARE_CR, "line", PNEU_SEVERITY_AMBIGUOUS, PNEU_MARK_NONCONFORMING, PNEU_READING_BARE_CR},
        {PNEU_DEFECT_LINE_NUL, "line", PNEU_SEVERITY_ATTACK, PNEU_MARK_NONCONFORMING | PNEU_MARK_LOSSY,
         PNEU_READING_NONE},
        {PNEU_DEFECT_HDR_MISSING_REQUIRED, "header", PNEU_SEVERITY_INFO, PNEU_MARK_NONCONFORMING | PNEU_MARK_INHERENT,
         PNEU_READING_NONE},
        {PNEU_DEFECT_MIME_BOUNDARY_PREFIX, "mime-structure", PNEU_SEVERITY_AMBIGUOUS, PNEU_MARK_NONCONFORMING,
         PNEU_READING_BOUNDARY_MATCH},
        {PNEU_DEFECT_CTE_B64_EARLY_PAD, "cte", PNEU_SEVERITY_AMBIGUOUS, PNEU_MARK_NONCONFORMING,
         PNEU_READING_BASE64_PADDING},
        {PNEU_DEFECT_SEC_PART_IN_GAP, "security-ambiguity", PNEU_SEVERITY_ATTACK, PNEU_MARK_NONCONFORMING,
         PNEU_READING_GAP},
        {PNEU_DEFECT_LIMIT_PARTS, "limits", PNEU_SEVERITY_ATTACK, 0, PNEU_READING_NONE},
        {PNEU_DEFECT_NONE, "", 0, 0, PNEU_READING_NONE},
        {PNEU_DEFECT_COUNT, "", 0, 0, PNEU_READING_NONE},
        {-1, "", 0, 0, PNEU_READING_NONE},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_string_equal(pneu_defect_group(rows[i].code), rows[i].group);
        assert_int_equal(pneu_defect_severity(rows[i].code), rows[i].severity);
        assert_int_equal(pneu_defect_marks(rows[i].code), rows[i].marks);
        assert_int_equal(pneu_i_defect_reading(rows[i].code), rows[i].reading);
    }
}

static void test_unknown_values(void **state)
{
    static const int32_t unknown[] = {0, -1, PNEU_DEFECT_COUNT, INT32_MAX, INT32_MIN};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(unknown); i++)
        assert_string_equal(pneu_defect_name(unknown[i]), "unknown");
    assert_string_equal(pneu_detail_name(0), "");
    assert_string_equal(pneu_detail_name(PNEU_DETAIL_COUNT), "");
    assert_string_equal(pneu_detail_name(-1), "");
}

static void test_severity_names(void **state)
{
    static const char *const names[] = {"info", "warn", "ambiguous", "attack"};
    (void)state;
    for (int32_t i = 0; i < 4; i++)
        assert_string_equal(pneu_severity_name(i), names[i]);
    for (int32_t i = 0; i < 4; i++)
        assert_int_equal(pneu_severity_by_name((pneu_str){names[i], strlen(names[i])}), i);
    assert_string_equal(pneu_severity_name(4), "unknown");
    assert_string_equal(pneu_severity_name(-1), "unknown");
    assert_int_equal(pneu_severity_by_name((pneu_str){"unknown", 7}), -1);
    assert_int_equal(pneu_severity_by_name((pneu_str){"attac", 5}), -1);
    assert_int_equal(pneu_severity_by_name((pneu_str){NULL, 0}), -1);
}

/* That they are the page's: tests/cases/check_catalogue.py. */
static void test_everything_is_told_of(void **state)
{
    (void)state;
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        for (int32_t topic = 0; topic < PNEU_ABOUT_COUNT; topic++)
            assert_true(pneu_defect_about(code, topic)[0] != '\0' || topic == PNEU_ABOUT_STANDARD ||
                        topic == PNEU_ABOUT_EXAMPLE);
    for (int32_t detail = 1; detail < PNEU_DETAIL_COUNT; detail++) {
        assert_true(pneu_detail_title(detail)[0] != '\0');
        assert_string_not_equal(pneu_defect_name(pneu_detail_code(detail)), "unknown");
    }
    assert_string_equal(pneu_defect_about(PNEU_DEFECT_SEC_DUP_FROM, PNEU_ABOUT_TITLE), "more than one From");
    assert_string_equal(pneu_detail_title(PNEU_DETAIL_LINE_CR_RUN), "several CRs before an LF");
    assert_int_equal(pneu_detail_code(PNEU_DETAIL_LINE_CR_RUN), PNEU_DEFECT_LINE_BARE_CR);
}

static void test_nothing_is_told_of_what_is_unknown(void **state)
{
    static const int32_t unknown[] = {0, -1, PNEU_DEFECT_COUNT + PNEU_DETAIL_COUNT, INT32_MAX, INT32_MIN};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        assert_string_equal(pneu_defect_about(unknown[i], PNEU_ABOUT_TITLE), "");
        assert_string_equal(pneu_detail_title(unknown[i]), "");
        assert_int_equal(pneu_detail_code(unknown[i]), PNEU_DEFECT_NONE);
    }
    assert_string_equal(pneu_defect_about(1, -1), "");
    assert_string_equal(pneu_defect_about(1, PNEU_ABOUT_COUNT), "");
}

static void test_sets(void **state)
{
    pneu_defect_set set, other;
    (void)state;
    memset(&set, 0, sizeof set);
    memset(&other, 0, sizeof other);
    pneu_i_defect_set_add(&set, 1);
    pneu_i_defect_set_add(&set, 63);
    pneu_i_defect_set_add(&other, 64);
    pneu_i_defect_set_add(&other, 92);
    pneu_i_defect_set_join(&set, &other);
    for (int32_t code = -2; code < PNEU_DEFECT_COUNT + 70; code++)
        assert_int_equal(pneu_defect_set_has(&set, code), code == 1 || code == 63 || code == 64 || code == 92);
}

static void test_marks_of_details(void **state)
{
    static const struct {
        int32_t code;
        int32_t detail;
        int32_t marks;
    } rows[] = {
        {PNEU_DEFECT_CTE_TOKEN_JUNK, PNEU_DETAIL_NONE, PNEU_MARK_NONCONFORMING},
        {PNEU_DEFECT_CTE_TOKEN_JUNK, PNEU_DETAIL_CTE_COMMENT, 0},
        {PNEU_DEFECT_ADDR_OBSOLETE, PNEU_DETAIL_ADDR_ROUTE, PNEU_MARK_NONCONFORMING},
        {PNEU_DEFECT_ADDR_OBSOLETE, PNEU_DETAIL_ADDR_SPACE_AROUND_AT, 0},
        {PNEU_DEFECT_DATE_ZONE, PNEU_DETAIL_DATE_ZONE_FAR, 0},
        {PNEU_DEFECT_ADDR_MULTI_FROM, PNEU_DETAIL_NONE, PNEU_MARK_NONCONFORMING | PNEU_MARK_INHERENT},
        {PNEU_DEFECT_CHARSET_UNKNOWN, PNEU_DETAIL_NONE, PNEU_MARK_NONCONFORMING | PNEU_MARK_INHERENT},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_defect find = {0, 0, 0, 0, (uint16_t)rows[i].code, (uint16_t)rows[i].detail, 0, 0, 0};
        pneu_i_defect_weigh(&find);
        assert_int_equal(find.marks, rows[i].marks);
        assert_int_equal(find.severity, pneu_defect_severity(rows[i].code));
        assert_int_equal(find.reading, pneu_i_defect_reading(rows[i].code));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_those_of_the_enumerators),
        cmocka_unit_test(test_every_name_leads_back),
        cmocka_unit_test(test_properties),
        cmocka_unit_test(test_unknown_values),
        cmocka_unit_test(test_severity_names),
        cmocka_unit_test(test_everything_is_told_of),
        cmocka_unit_test(test_nothing_is_told_of_what_is_unknown),
        cmocka_unit_test(test_sets),
        cmocka_unit_test(test_marks_of_details),
    };
    return RUN_TESTS(tests);
}
