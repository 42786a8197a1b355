/* The canonical form of a body: line ends of files, the limit, states, chunks, memory. */
#include "support/test.h"

#include "base/str.h"
#include "support/canon_run.h"
#include "support/failing_alloc.h"

static void rows_hold(void **state)
{
    (void)state;
    static const struct {
        const char *name, *in, *out;
        canon_how how;
        uint64_t length;
    } rows[] = {
        {"LF is data", "a \nb\n", "a \nb\n\r\n", {PNEU_CANON_SIMPLE, 0, -1}, 7},
        {"LF is data, relaxed", "a \nb \n\n", "a \nb \n\n\r\n", {PNEU_CANON_RELAXED, 0, -1}, 9},
        {"LF, simple", "a \nb\n\n\n", "a \r\nb\r\n", {PNEU_CANON_SIMPLE, PNEU_CANON_LF, -1}, 7},
        {"LF, relaxed", " \n a \t b \nc\n\n", "\r\n a b\r\nc\r\n", {PNEU_CANON_RELAXED, PNEU_CANON_LF, -1}, 11},
        {"LF and CRLF", "a\r\nb\nc", "a\r\nb\r\nc\r\n", {PNEU_CANON_SIMPLE, PNEU_CANON_LF, -1}, 9},
        {"CR is data", "a\r", "a\r\r\n", {PNEU_CANON_SIMPLE, 0, -1}, 4},
        {"CR after white space", "a \r\r\n", "a \r\r\n", {PNEU_CANON_RELAXED, 0, -1}, 5},
        {"CR after lines", "\r\n\r\n\r", "\r\n\r\n\r\r\n", {PNEU_CANON_SIMPLE, 0, -1}, 7},
        {"white space, no line end", "a \t", "a\r\n", {PNEU_CANON_RELAXED, 0, -1}, 3},
        {"white space between", "a\t\tb  c d", "a b c d\r\n", {PNEU_CANON_RELAXED, 0, -1}, 9},
        {"limit above", "ab\r\n", "ab\r\n", {PNEU_CANON_SIMPLE, 0, 9}, 4},
        {"limit within", "a b\r\nc", "a b\r", {PNEU_CANON_RELAXED, 0, 4}, 8},
        {"limit 0", "\r\n", "", {PNEU_CANON_SIMPLE, 0, 0}, 2},
        {"greatest limit", "a", "a\r\n", {PNEU_CANON_SIMPLE, 0, INT64_MAX}, 3},
    };
    text found = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t k = 0; k < usual_chunking_count; k++) {
            uint64_t length = canon_run_whole(rows[i].how, pneu_i_str(rows[i].in), usual_chunkings[k], &found);
            if (!pneu_i_str_equal(pneu_i_str(rows[i].out), pneu_i_str_of(found.ptr, found.len)))
                fail_msg("%s: %s", rows[i].name, found.ptr);
            assert_int_equal(length, rows[i].length);
        }
    }
    text_free(&found);
}

/* One line without its end: as it stands, or with white space squeezed and trimmed. */
static void add_line(text *out, pneu_str line, int32_t algorithm)
{
    for (size_t i = 0; i < line.len;) {
        size_t start = i;
        while (algorithm == PNEU_CANON_RELAXED && i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t'))
            i++;
        if (i == start)
            text_add(out, line.ptr + i++, 1);
        else if (i < line.len)
            text_add(out, " ", 1);
    }
}

/* What the RFC says, naively. */
static void naive(pneu_str in, int32_t algorithm, text *out)
{
    text_clear(out);
    text_add(out, "", 0);
    for (size_t at = 0, end; at < in.len; at = end + 2) {
        for (end = at; end < in.len && (end + 1 == in.len || in.ptr[end] != '\r' || in.ptr[end + 1] != '\n');)
            end++;
        add_line(out, pneu_i_str_of(in.ptr + at, end - at), algorithm);
        text_add(out, "\r\n", 2);
    }
    while (out->len >= 4 && memcmp(out->ptr + out->len - 4, "\r\n\r\n", 4) == 0)
        out->len -= 2;
    if (out->len <= 2 && algorithm == PNEU_CANON_RELAXED && (out->len == 0 || out->ptr[0] == '\r'))
        out->len = 0;
    else if (out->len == 0)
        text_add(out, "\r\n", 2);
}

/* All texts of seven bytes of this alphabet. */
static void every_small_body_is_as_the_rfc_says(void **state)
{
    static const char alphabet[] = {'a', ' ', '\t', '\r', '\n'};
    text found = {0}, expected = {0};
    (void)state;
    for (size_t number = 0; number < 5 * 5 * 5 * 5 * 5 * 5 * 5; number++) {
        char in[7];
        size_t rest = number;
        for (size_t i = 0; i < sizeof in; i++, rest /= COUNT_OF(alphabet))
            in[i] = alphabet[rest % COUNT_OF(alphabet)];
        for (int32_t algorithm = PNEU_CANON_SIMPLE; algorithm <= PNEU_CANON_RELAXED; algorithm++) {
            canon_how how = {algorithm, 0, PNEU_LIMIT_NONE};
            chunking cut = number % 2 ? WHOLE : CUT_AT(number % 6 + 1);
            naive(pneu_i_str_of(in, sizeof in), algorithm, &expected);
            MUST(canon_run_whole(how, pneu_i_str_of(in, sizeof in), cut, &found) == expected.len);
            MUST(found.len == expected.len && memcmp(found.ptr, expected.ptr, found.len) == 0);
        }
    }
    text_free(&found);
    text_free(&expected);
}

/* Many empty lines, and what makes them content. */
static void check_portions(const char *end)
{
    enum {
        LINES = 100000
    };
    text in = {0}, found = {0};
    failing_alloc counts;
    canon_run run = {NULL, &found, 4096};
    for (size_t i = 0; i < LINES; i++)
        text_add(&in, "\r\n", 2);
    text_add(&in, end, strlen(end));
    failing_alloc_init(&counts, FAIL_ABOVE, 16384);
    MUST(pneu_canon_body_new(PNEU_CANON_SIMPLE, 0, -1, &counts.alloc, &run.body) == PNEU_OK);
    assert_int_equal(canon_run_push(&run, in.ptr, in.len), PNEU_OK);
    assert_int_equal(canon_run_end(&run), PNEU_DONE);
    assert_int_equal(found.len, LINES * 2 + strlen(end) + 2);
    pneu_canon_body_free(run.body);
    failing_alloc_check_clean(&counts);
    text_free(&in);
    text_free(&found);
}

static void many_lines_come_in_portions(void **state)
{
    (void)state;
    check_portions("x");
    check_portions("\rx");
    check_portions("\r");
}

static void states_are_kept(void **state)
{
    pneu_canon_body *body;
    char out[8];
    size_t written;
    (void)state;
    assert_int_equal(pneu_canon_body_new(2, 0, -1, NULL, &body), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_canon_body_new(0, 2, -1, NULL, &body), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_canon_body_new(0, 0, -2, NULL, &body), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_canon_body_new(0, 0, -1, NULL, &body), PNEU_OK);
    assert_int_equal(pneu_canon_body_push(body, "a", 1), PNEU_OK);
    assert_int_equal(pneu_canon_body_push(body, "a", 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_canon_body_finish(body), PNEU_ERR_STATE);
    assert_int_equal(pneu_canon_body_read(body, out, 0, &written), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_canon_body_read(body, out, 8, &written), PNEU_OK);
    assert_int_equal(pneu_canon_body_read(body, out, 8, &written), PNEU_MORE);
    pneu_canon_body_reset(body);
    assert_int_equal(pneu_canon_body_length(body), 0);
    assert_int_equal(pneu_canon_body_finish(body), PNEU_OK);
    assert_int_equal(pneu_canon_body_finish(body), PNEU_ERR_STATE);
    assert_int_equal(pneu_canon_body_read(body, out, 8, &written), PNEU_OK);
    assert_int_equal(written, 2);
    assert_int_equal(pneu_canon_body_read(body, out, 8, &written), PNEU_DONE);
    pneu_canon_body_free(body);
    pneu_canon_body_free(NULL);
}

static void every_allocation_may_fail(void **state)
{
    text found = {0};
    (void)state;
    for (size_t n = 1;; n++) {
        failing_alloc counts;
        canon_run run = {NULL, &found, 16};
        failing_alloc_init(&counts, FAIL_ONCE, n);
        pneu_status status = pneu_canon_body_new(PNEU_CANON_RELAXED, 0, -1, &counts.alloc, &run.body);
        if (status == PNEU_OK) {
            status = canon_run_push(&run, " a\r\n\r\nb", 7);
            if (status == PNEU_OK)
                status = canon_run_end(&run);
            pneu_canon_body_free(run.body);
        }
        failing_alloc_check_clean(&counts);
        if (counts.refused == 0)
            break;
        assert_int_equal(status, PNEU_ERR_MEMORY);
    }
    text_free(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold),
        cmocka_unit_test(every_small_body_is_as_the_rfc_says),
        cmocka_unit_test(many_lines_come_in_portions),
        cmocka_unit_test(states_are_kept),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return RUN_TESTS(tests);
}
