/* Dates as senders write them: values, defects and their places. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/date.h"
#include "support/mime_text.h"

typedef struct row {
    const char *name;
    const char *in;
    const char *date;    /* "epoch offset known", or the status' name */
    const char *defects; /* " code/detail@offset+length", one after the other */
} row;

#define NOON "1704110400" /* 2024-01-01T12:00:00Z, a Monday */

static const row grammatical[] = {
    {"usual", " Mon, 1 Jan 2024 13:00:00 +0100", NOON " 60 1", ""},
    {"line end after it", " Mon, 1 Jan 2024 13:00:00 +0100\r\n", NOON " 60 1", ""},
    {"no blanks but before the offset", "Mon,1Jan2024 12:00:00 +0000", NOON " 0 1",
     " date_inconsistent/date_obsolete@0+27"},
    {"comments everywhere", "(a)Mon(b),(c)1(d)Jan(e)2024(f)12(g):(h)00(i):(j)00(k) +0000(l(m\\)))", NOON " 0 1",
     " date_inconsistent/date_obsolete@0+67"},
    {"comment before the zone", "1 Jan 2024 12:00:00 (x) +0000", NOON " 0 1", " date_inconsistent/date_obsolete@0+29"},
    {"comment behind the zone", "1 Jan 2024 12:00:00 +0000 (x)", NOON " 0 1", ""},
    {"white space around a colon", "1 Jan 2024 12 :00:00 +0000", NOON " 0 1", " date_inconsistent/date_obsolete@0+26"},
    {"white space before the comma", "Mon , 1 Jan 2024 12:00:00 +0000", NOON " 0 1",
     " date_inconsistent/date_obsolete@0+31"},
    {"folds", "Mon,\r\n 1 Jan\r\n\t2024 12:00:00\r\n +0000", NOON " 0 1", ""},
    {"second 60", "31 Dec 2023 23:59:60 +0000", "1704067200 0 1", ""},
    {"second 60 in any minute", "Mon, 1 Jan 2024 11:59:60 +0000", NOON " 0 1", ""},
    {"minus zero", "1 Jan 2024 12:00 -0000", NOON " 0 0", ""},
    {"29 February", "Thu, 29 Feb 2024 00:00:00 +0000", "1709164800 0 1", ""},
    {"first year", "Mon, 1 Jan 1900 00:00:00 +0000", "-2208988800 0 1", ""},
    {"zeroes before the year", "1 Jan 0002024 12:00 +0000", NOON " 0 1", ""},
    {"zone that is known", "Mon, 1 Jan 2024 12:00:00 uTc", NOON " 0 1", " date_zone/date_zone_obsolete@25+3"},
    {"zone of North America", "Mon, 1 Jan 2024 07:00:00 EST", NOON " -300 1", " date_zone/date_zone_obsolete@25+3"},
    {"zone right after the time", "1 Jan 2024 12:00GMT", NOON " 0 1", " date_zone/date_zone_obsolete@16+3"},
    {"military zone", "1 Jan 2024 12:00 B (x)", NOON " 0 0", " date_zone/date_zone_obsolete@17+1"},
    {"unknown zone", "1 Jan 2024 12:00 MESZ", NOON " 0 0", " date_zone@17+4"},
    {"two-digit year", "1 Jan 24 12:00 GMT", NOON " 0 1", " date_inconsistent/date_two_digit_year@6+2"},
    {"three-digit year", "1 Jan 124 12:00 GMT", NOON " 0 1", " date_inconsistent/date_two_digit_year@6+3"},
    {"offset out of this world", "3 Jan 2024 15:00 +5100", NOON " 3060 1", " date_zone/date_zone_far@17+5"},
    {"farthest offset", "2 Jan 2024 02:00 +1400", NOON " 840 1", ""},
};

/* Read in lenient mode only. */
static const row wild[] = {
    {"wrong weekday", "Tue, 1 Jan 2024 12:00 +0000", NOON " 0 1", " date_inconsistent/date_weekday_mismatch@0+3"},
    {"no zone", "Mon, 1 Jan 2024 12:00:00\r\n", NOON " 0 0", " date_zone/date_zone_missing@26+0"},
    {"minutes above 59 in the zone", "1 Jan 2024 12:00 +0160", NOON " 0 0", " date_zone@17+5"},
    {"the letter that is no zone", "1 Jan 2024 12:00 J", NOON " 0 0", " date_zone@17+1"},
    {"24:00:00", "31 Dec 2023 24:00:00 +0000", "1704067200 0 1", " date_inconsistent/date_range@12+8"},
    {"four-digit year before 1900", "Wed, 5 Jun 0102 05:50:03 +0600", "-58934995797 360 1",
     " date_inconsistent/date_weekday_mismatch@0+3 date_syntax/date_range@11+4"},
    {"comment that is not closed", "1 Jan 2024 12:00 +0000 (UTC", NOON " 0 1", " date_syntax@27+0"},
    {"no comma", "Mon 1 Jan 2024 12:00 +0000", NOON " 0 1", " date_syntax@4+22"},
    {"names in full", "Monday, 1 January 2024 12:00 +0000", NOON " 0 1", " date_syntax@0+34"},
    {"names cut late", "Mond, 1 Janua 2024 12:00 +0000", NOON " 0 1", " date_syntax@0+30"},
    {"month first", "January 1, 2024 12:00 +0000", NOON " 0 1", " date_syntax@0+27"},
    {"year first", "2024 Jan 1 12:00 +0000", NOON " 0 1", " date_syntax@0+22"},
    {"asctime", "Mon Jan  1 12:00:00 2024", NOON " 0 0", " date_zone/date_zone_missing@24+0 date_syntax@4+20"},
    {"date(1)", "Mon Jan  1 12:00:00 MET 2024", NOON " 0 0", " date_zone@20+3 date_syntax@4+24"},
    {"as JavaScript has it", "Mon Jan 01 2024 13:00:00 GMT+0100 (CET)", NOON " 60 1", " date_syntax@4+35"},
    {"common log", "01/Jan/2024:13:00:00 +0100", NOON " 60 1", " date_syntax@2+24"},
    {"one-digit time", "1 Jan 2024 1:2:3 PM +0102", "1704110403 62 1", " date_syntax@11+14"},
    {"midnight in halves", "1 Jan 2024 12:00:00 AM +0000", "1704067200 0 1", " date_syntax@23+5"},
    {"noon in halves", "1 Jan 2024 12:00:00 pm +0000", NOON " 0 1", " date_syntax@23+5"},
    {"no time", "1 Jan 2024", "1704067200 0 0", " date_zone/date_zone_missing@10+0 date_syntax@10+0"},
    {"dots", "1 Jan 2024 12.00.00 +0000", NOON " 0 1", " date_syntax@13+12"},
    {"fraction", "1 Jan 2024 12:00:00,999 +0000", NOON " 0 1", " date_syntax@19+10"},
    {"ISO 8601", "2024-01-01T12:00:00Z", NOON " 0 1", " date_syntax@0+20"},
    {"no day of ISO 8601", "2024-01-011T12:00:00Z", "PNEU_ERR_NOT_FOUND", " date_syntax@0+21"},
    {"ISO 8601 with an offset", "2024-01-01T13:30:00.5+01:30", NOON " 90 1", " date_syntax@0+27"},
    {"ISO 8601 with slashes", "2024/01/01 12:00:00 +0000", NOON " 0 1", " date_syntax@0+25"},
    {"offset of hours", "1 Jan 2024 14:00 GMT+2", NOON " 120 1", " date_syntax@20+2"},
    {"offset of three digits", "1 Jan 2024 14:30 +230", NOON " 150 1", " date_syntax@17+4"},
    {"offset with a colon", "1 Jan 2024 09:30 -02:30", NOON " -150 1", " date_syntax@17+6"},
    {"offset of five digits", "1 Jan 2024 12:00 +00200", NOON " 0 0", " date_zone@17+6 date_syntax@17+6"},
    {"two signs", "1 Jan 2024 12:00 +-0500", NOON " 0 0", " date_zone@17+6 date_syntax@17+6"},
    {"only the first offset", "1 Jan 2024 12:00 +0000 -0500", NOON " 0 1", " date_syntax@23+5"},
    {"offset wins over a name", "1 Jan 2024 12:00 CET +0000", NOON " 0 1", " date_syntax@21+5"},
    {"words before it", "sent on: Mon, 1 Jan 2024 12:00 +0000", NOON " 0 1", " date_syntax@0+36"},
    {"quotes", "\"Mon, 1 Jan 2024 12:00 +0000\"", NOON " 0 1", " date_syntax@0+29"},
    {"control characters", "1 Jan\x01 2024 12:00 +0000", NOON " 0 1", " date_syntax@5+18"},
};

static const row without_value[] = {
    {"nothing", "", "", " date_syntax@0+0"},
    {"blanks", " \r\n ", "", " date_syntax@0+4"},
    {"words", "not a date", "", " date_syntax@0+10"},
    {"all in a comment", "(1 Jan 2024 12:00 +0000)", "", " date_syntax@0+24"},
    {"no such day", "30 Feb 2024 12:00 +0000", "", " date_syntax/date_range@0+23"},
    {"29 February", "29 Feb 2023 12:00 +0000", "", " date_syntax/date_range@0+23"},
    {"29 February of 1900", "29 Feb 1900 12:00 +0000", "", " date_syntax/date_range@0+23"},
    {"day 0", "0 Jan 2024 12:00 +0000", "", " date_syntax/date_range@0+22"},
    {"no such month", "2024-13-01T12:00:00Z", "", " date_syntax/date_range@0+20"},
    {"no such hour", "1 Jan 2024 24:00:01 +0000", "", " date_syntax/date_range@0+25"},
    {"no such minute", "1 Jan 2024 00:60 +0000", "", " date_syntax/date_range@0+22"},
    {"no such second", "1 Jan 2024 00:00:61 +0000", "", " date_syntax/date_range@0+25"},
    {"the year 0", "1 Jan 0000 00:00:00 +0000", "", " date_syntax/date_range@0+25"},
    {"year of five digits", "1 Jan 10000 00:00:00 +0000", "", " date_syntax/date_range@0+26"},
    {"year of 2^64 and more", "1 Jan 18446744073709553640 12:00 +0000", "", " date_syntax/date_range@0+38"},
    {"hours of 2^64 and more", "1 Jan 2024 12:18446744073709551616 +0000", "", " date_syntax/date_range@0+40"},
    {"over the end of time", "31 Dec 9999 23:59:60 +0000", "", " date_syntax/date_range@0+26"},
};

static void add_place(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    text *to = ctx;
    text_print(to, " %s%s%s@%d+%d", pneu_defect_name(code), detail != 0 ? "/" : "", pneu_detail_name(detail),
               (int)offset, (int)length);
}

static void date_text(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_date date = {-1, -1, -1};
    pneu_str in = exact_copy(value);
    pneu_status status = pneu_date_parse(in, mode, sink, &date);
    if (status == PNEU_OK)
        text_print(to, "%lld %d %d", (long long)date.epoch, (int)date.offset_min, (int)date.zone_known);
    else
        text_print(to, "%s", pneu_status_name(status));
    assert_true(status == PNEU_OK || (date.epoch == -1 && date.offset_min == -1 && date.zone_known == -1));
    free((char *)in.ptr);
}

/* What comes in one mode, against the row's date or, where that is not given, the status. */
static int row_fails(const row *r, int32_t mode, const char *status)
{
    text date = {0}, defects = {0};
    pneu_defect_sink sink = {add_place, &defects};
    date_text(&date, pneu_i_str(r->in), mode, &sink);
    int fails = !text_equals(r->name, &date, status != NULL ? status : r->date);
    if (mode == PNEU_LENIENT)
        fails += !text_equals(r->name, &defects, r->defects);
    text_free(&date);
    text_free(&defects);
    return fails;
}

static void the_grammar_is_read_in_both_modes(void **state)
{
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(grammatical); i++) {
        failed += row_fails(&grammatical[i], PNEU_LENIENT, NULL);
        failed += row_fails(&grammatical[i], PNEU_STRICT, NULL);
    }
    assert_int_equal(failed, 0);
}

static void wild_dates_are_read_in_lenient_mode(void **state)
{
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wild); i++) {
        failed += row_fails(&wild[i], PNEU_LENIENT, NULL);
        failed += row_fails(&wild[i], PNEU_STRICT, "PNEU_ERR_SYNTAX");
    }
    assert_int_equal(failed, 0);
}

static void dates_that_do_not_exist_have_no_value(void **state)
{
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(without_value); i++) {
        failed += row_fails(&without_value[i], PNEU_LENIENT, "PNEU_ERR_NOT_FOUND");
        failed += row_fails(&without_value[i], PNEU_STRICT, "PNEU_ERR_SYNTAX");
    }
    assert_int_equal(failed, 0);
}

/* Every beginning, in a block of its size: what strict mode reads, lenient mode reads alike. */
static void check_beginnings(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t len = 0; len <= strlen(rows[i].in); len++) {
            pneu_str in = pneu_i_str_of(rows[i].in, len);
            text strict = {0}, lenient = {0};
            date_text(&strict, in, PNEU_STRICT, NULL);
            date_text(&lenient, in, PNEU_LENIENT, NULL);
            if (strncmp(strict.ptr, "PNEU", 4) != 0)
                assert_string_equal(strict.ptr, lenient.ptr);
            text_free(&strict);
            text_free(&lenient);
        }
    }
}

static void modes_agree_on_every_beginning(void **state)
{
    (void)state;
    check_beginnings(grammatical, COUNT_OF(grammatical));
    check_beginnings(wild, COUNT_OF(wild));
    check_beginnings(without_value, COUNT_OF(without_value));
}

static void deep_comments_are_told(void **state)
{
    text in = {0}, date = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    (void)state;
    text_print(&in, "1 Jan 2024 12:00 +0000 ");
    for (int i = 0; i < 33; i++)
        text_print(&in, "(");
    for (int i = 0; i < 33; i++)
        text_print(&in, ")");
    date_text(&date, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, &sink);
    assert_string_equal(date.ptr, NOON " 0 1");
    assert_string_equal(defects.ptr, " limit_tokens");
    text_free(&in);
    text_free(&date);
    text_free(&defects);
}

static void arguments_are_checked(void **state)
{
    pneu_date date;
    pneu_str null_text = {NULL, 1};
    pneu_str nothing = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_date_parse(pneu_i_str("x"), 2, NULL, &date), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_date_parse(pneu_i_str("x"), PNEU_LENIENT, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_date_parse(null_text, PNEU_LENIENT, NULL, &date), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_date_parse(nothing, PNEU_LENIENT, NULL, &date), PNEU_ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grammar_is_read_in_both_modes),
        cmocka_unit_test(wild_dates_are_read_in_lenient_mode),
        cmocka_unit_test(dates_that_do_not_exist_have_no_value),
        cmocka_unit_test(modes_agree_on_every_beginning),
        cmocka_unit_test(deep_comments_are_told),
        cmocka_unit_test(arguments_are_checked),
    };
    return RUN_TESTS(tests);
}
