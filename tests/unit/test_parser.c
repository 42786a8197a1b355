/* The parser's API: what is borrowed when, what is misuse, and what a reset brings back. */
#include "pneu/parse.h"

#include "base/str.h"
#include "support/test.h"

static const char text[] = "From: a\r\nDate: b\r\n\r\nbody\r\n";

static pneu_parser *new_parser(void)
{
    pneu_parser *parser = NULL;
    assert_int_equal(pneu_parser_new(NULL, NULL, &parser), PNEU_OK);
    return parser;
}

static size_t take_events(pneu_parser *parser, pneu_status end)
{
    const pneu_event *event;
    pneu_status status;
    size_t count = 0;
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK)
        count++;
    assert_int_equal(status, end);
    return count;
}

static size_t parse(pneu_parser *parser)
{
    assert_int_equal(pneu_parser_push(parser, text, sizeof text - 1), PNEU_OK);
    size_t count = take_events(parser, PNEU_MORE);
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    return count + take_events(parser, PNEU_DONE);
}

static void test_events_come_in_order(void **state)
{
    static const int32_t expected[] = {PNEU_EVENT_PART_BEGIN, PNEU_EVENT_FIELDS, PNEU_EVENT_HEADER_END, PNEU_EVENT_BODY,
                                       PNEU_EVENT_PART_END};
    const pneu_event *event;
    size_t count = 0;
    (void)state;
    pneu_parser *parser = new_parser();
    assert_int_equal(pneu_parser_push(parser, text, sizeof text - 1), PNEU_OK);
    while (pneu_parser_next(parser, &event) == PNEU_OK)
        assert_int_equal(event->type, expected[count++]);
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    while (pneu_parser_next(parser, &event) == PNEU_OK)
        assert_int_equal(event->type, expected[count++]);
    assert_int_equal(count, COUNT_OF(expected));
    pneu_parser_free(parser);
}

static void test_slices_point_into_the_push(void **state)
{
    const pneu_event *event;
    (void)state;
    pneu_parser *parser = new_parser();
    assert_int_equal(pneu_parser_push(parser, text, sizeof text - 1), PNEU_OK);
    while (pneu_parser_next(parser, &event) == PNEU_OK)
        assert_ptr_equal(event->slice.ptr, text + event->offset);
    pneu_parser_free(parser);
}

static void test_misuse_is_refused(void **state)
{
    const pneu_event *event;
    (void)state;
    pneu_parser *parser = new_parser();
    assert_int_equal(pneu_parser_new(NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_parser_push(NULL, text, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_parser_push(parser, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_parser_next(parser, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_parser_next(parser, &event), PNEU_MORE);
    assert_int_equal(pneu_parser_push(parser, text, 3), PNEU_OK);
    assert_int_equal(pneu_parser_push(parser, text, 3), PNEU_ERR_STATE);
    assert_int_equal(pneu_parser_finish(parser), PNEU_ERR_STATE);
    take_events(parser, PNEU_MORE);
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    assert_int_equal(pneu_parser_finish(parser), PNEU_ERR_STATE);
    assert_int_equal(pneu_parser_push(parser, text, 3), PNEU_ERR_STATE);
    take_events(parser, PNEU_DONE);
    take_events(parser, PNEU_DONE);
    pneu_parser_free(parser);
    pneu_parser_free(NULL);
}

/* The law that events are the same is in tests/laws/law_chunking.c. */
static void test_flags(void **state)
{
    static const char mail[] = "A: b\r\n\r\nx\0\xe9\r\n";
    (void)state;
    pneu_parser *parser = new_parser();
    assert_int_equal(pneu_parser_set_flags(NULL, 0), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_parser_set_flags(parser, PNEU_PARSE_NO_STATS | 4), PNEU_ERR_ARGUMENT);
    for (uint32_t round = 0; round < 4; round++) {
        if (round % 2 == 0) /* the others keep what was set */
            assert_int_equal(pneu_parser_set_flags(parser, round == 0 ? PNEU_PARSE_NO_STATS : 0), PNEU_OK);
        assert_int_equal(pneu_parser_push(parser, mail, sizeof mail - 1), PNEU_OK);
        assert_int_equal(pneu_parser_set_flags(parser, 0), PNEU_ERR_STATE);
        take_events(parser, PNEU_MORE);
        assert_int_equal(pneu_parser_set_flags(parser, 0), PNEU_ERR_STATE);
        assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
        take_events(parser, PNEU_DONE);
        assert_int_equal(pneu_parser_defect_count(parser, PNEU_DEFECT_LINE_NUL), round < 2 ? 0 : 1);
        pneu_parser_reset(parser);
    }
    pneu_parser_free(parser);
}

/* One leaf, whatever its fields say, and however it is cut. */
static void test_no_parts(void **state)
{
    static const char mail[] = "From: a@b.example\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
                               "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b; boundary=(\r\n"
                               "Content-Transfer-Encoding: nothing\r\nContent-Disposition: =\r\n\r\n"
                               "--b\r\nContent-Type: text/html\r\n\r\nx\r\n--b--\r\n";
    const pneu_event *event;
    (void)state;
    pneu_parser *parser = new_parser();
    assert_int_equal(pneu_parser_set_flags(parser, PNEU_PARSE_NO_PARTS), PNEU_OK);
    for (size_t cut = 0; cut < sizeof mail; cut++) {
        size_t ends = 0, fields = 0, bytes = 0;
        for (int round = 0; round < 3; round++) {
            if (round < 2)
                assert_int_equal(
                    pneu_parser_push(parser, round == 0 ? mail : mail + cut, round == 0 ? cut : sizeof mail - 1 - cut),
                    PNEU_OK);
            else
                assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
            while (pneu_parser_next(parser, &event) == PNEU_OK) {
                assert_int_not_equal(event->type, PNEU_EVENT_DEFECT);
                ends += event->type == PNEU_EVENT_PART_END;
                fields += event->field_count;
                bytes += event->slice.len;
                if (event->type != PNEU_EVENT_HEADER_END)
                    continue;
                assert_int_equal(event->entity->kind, PNEU_KIND_LEAF);
                assert_int_equal(event->entity->encoding, PNEU_ENCODING_7BIT);
                assert_true(pneu_i_str_is(event->entity->type, "text/plain"));
            }
        }
        assert_int_equal(ends, 1);
        assert_int_equal(fields, 6);
        assert_int_equal(bytes, sizeof mail - 1);
        pneu_parser_reset(parser);
    }
    pneu_parser_free(parser);
}

static void test_an_allocator_without_a_function_is_refused(void **state)
{
    pneu_alloc none = {NULL, NULL};
    pneu_parser *parser;
    (void)state;
    assert_int_equal(pneu_parser_new(NULL, &none, &parser), PNEU_ERR_ARGUMENT);
}

static void test_an_empty_push_is_nothing(void **state)
{
    (void)state;
    pneu_parser *parser = new_parser();
    assert_int_equal(pneu_parser_push(parser, NULL, 0), PNEU_OK);
    assert_int_equal(pneu_parser_push(parser, text, 0), PNEU_OK);
    assert_int_equal(parse(parser), 5);
    pneu_parser_free(parser);
}

static void test_reset_makes_it_new(void **state)
{
    (void)state;
    pneu_parser *parser = new_parser();
    for (int i = 0; i < 3; i++) {
        assert_int_equal(parse(parser), 5);
        pneu_parser_reset(parser);
    }
    assert_int_equal(pneu_parser_push(parser, text, 12), PNEU_OK);
    pneu_parser_reset(parser);
    assert_int_equal(parse(parser), 5);
    pneu_parser_reset(NULL);
    pneu_parser_free(parser);
}

static void test_counts_are_not_capped(void **state)
{
    static const char cr[] = "x\rx\rx\rx\rx\rx\rx\rx\rx\rx\r";
    (void)state;
    pneu_parser *parser = new_parser();
    assert_int_equal(pneu_parser_push(parser, text, sizeof text - 1), PNEU_OK);
    take_events(parser, PNEU_MORE);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(pneu_parser_push(parser, cr, sizeof cr - 1), PNEU_OK);
        take_events(parser, PNEU_MORE);
    }
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    assert_true(take_events(parser, PNEU_DONE) < 30);
    assert_int_equal(pneu_parser_defect_count(parser, PNEU_DEFECT_LINE_BARE_CR), 1000);
    assert_int_equal(pneu_parser_defect_count(parser, PNEU_DEFECT_NONE), 0);
    assert_int_equal(pneu_parser_defect_count(parser, PNEU_DEFECT_COUNT), 0);
    assert_int_equal(pneu_parser_defect_count(NULL, PNEU_DEFECT_LINE_NUL), 0);
    pneu_parser_free(parser);
}

/* The second part's NUL stands in a block that the scan passes without a record: it is in the part's set all the same. */
static void test_sets_are_not_capped(void **state)
{
    static const char head[] = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n";
    static const char middle[] = "\r\n--b\r\n\r\n";
    char input[4000];
    size_t len = 0, ends = 0;
    const pneu_event *event;
    (void)state;
    memcpy(input, head, sizeof head - 1);
    len = sizeof head - 1;
    memset(input + len, 0, 40);
    len += 40;
    memcpy(input + len, middle, sizeof middle - 1);
    len += sizeof middle - 1;
    memset(input + len, 'x', 1000);
    input[len + 600] = 0;
    len += 1000;
    pneu_parser *parser = new_parser();
    assert_int_equal(pneu_parser_push(parser, input, len), PNEU_OK);
    take_events(parser, PNEU_MORE);
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    while (pneu_parser_next(parser, &event) == PNEU_OK) {
        if (event->type == PNEU_EVENT_PART_END && event->part == 2) {
            assert_true(pneu_defect_set_has(&event->summary->found, PNEU_DEFECT_LINE_NUL));
            ends++;
        }
    }
    assert_int_equal(ends, 1);
    pneu_parser_free(parser);
}

/* Takes the events at hand; the severity of each record of a line or header code is added to the list. */
static size_t take_severities(pneu_parser *parser, int32_t *severities, size_t count)
{
    const pneu_event *event;
    while (pneu_parser_next(parser, &event) == PNEU_OK) {
        if (event->type != PNEU_EVENT_DEFECT || event->defect->code == PNEU_DEFECT_HDR_MISSING_REQUIRED)
            continue;
        assert_int_equal(event->defect->marks, pneu_defect_marks(event->defect->code));
        severities[count++] = event->defect->severity;
    }
    return count;
}

/* The severity is the code's own, but for a NUL: graver in a header than in a body. */
static void test_records_carry_their_severity(void **state)
{
    static const char input[] = "From: a\0\r\nSubject x: y\r\n\r\nb\0\r\n";
    int32_t severities[8] = {0};
    (void)state;
    pneu_parser *parser = new_parser();
    assert_int_equal(pneu_parser_push(parser, input, sizeof input - 1), PNEU_OK);
    size_t count = take_severities(parser, severities, 0);
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    assert_int_equal(take_severities(parser, severities, count), 3);
    assert_int_equal(severities[0], PNEU_SEVERITY_ATTACK);
    assert_int_equal(severities[1], PNEU_SEVERITY_WARN);
    assert_int_equal(severities[2], PNEU_SEVERITY_AMBIGUOUS);
    pneu_parser_free(parser);
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(pneu_event_name(PNEU_EVENT_HEADER_END), "HEADER_END");
    assert_string_equal(pneu_event_name(PNEU_EVENT_DEFECT), "DEFECT");
    assert_string_equal(pneu_event_name(0), "unknown");
    assert_string_equal(pneu_event_name(99), "unknown");
    assert_string_equal(pneu_encoding_name(PNEU_ENCODING_QUOTED_PRINTABLE), "quoted-printable");
    assert_string_equal(pneu_encoding_name(PNEU_ENCODING_UNKNOWN), "unknown");
    assert_string_equal(pneu_encoding_name(-1), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_come_in_order),
        cmocka_unit_test(test_slices_point_into_the_push),
        cmocka_unit_test(test_misuse_is_refused),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_no_parts),
        cmocka_unit_test(test_an_allocator_without_a_function_is_refused),
        cmocka_unit_test(test_an_empty_push_is_nothing),
        cmocka_unit_test(test_reset_makes_it_new),
        cmocka_unit_test(test_counts_are_not_capped),
        cmocka_unit_test(test_sets_are_not_capped),
        cmocka_unit_test(test_records_carry_their_severity),
        cmocka_unit_test(test_names),
    };
    return RUN_TESTS(tests);
}
