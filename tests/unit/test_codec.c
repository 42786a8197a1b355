/* The push/read object itself: arguments, order of calls, reset, names, memory. Each codec has its own test file. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "codec/codec.h"
#include "support/codec_run.h"

static const int32_t all_kinds[] = {
    PNEU_CODEC_BASE64_DECODE,
    PNEU_CODEC_BASE64_ENCODE,
    PNEU_CODEC_QUOTED_PRINTABLE_DECODE,
    PNEU_CODEC_QUOTED_PRINTABLE_ENCODE,
    PNEU_CODEC_UU_DECODE,
    PNEU_CODEC_UU_ENCODE,
    PNEU_CODEC_YENC_DECODE,
    PNEU_CODEC_TO_CRLF,
    PNEU_CODEC_TO_LF,
    PNEU_CODEC_DOT_STUFF,
    PNEU_CODEC_DOT_UNSTUFF,
};
enum {
    KINDS = sizeof all_kinds / sizeof *all_kinds
};

static pneu_codec *codec_of(int32_t kind, uint32_t flags)
{
    pneu_codec *codec = NULL;
    assert_int_equal(pneu_codec_new(kind, flags, NULL, &codec), PNEU_OK);
    return codec;
}

static void new_checks_its_arguments(void **state)
{
    (void)state;
    static const struct {
        int32_t kind;
        uint32_t flags;
        pneu_status expected;
    } rows[] = {
        {0, 0, PNEU_ERR_ARGUMENT},
        {-1, 0, PNEU_ERR_ARGUMENT},
        {PNEU_CODEC_DOT_UNSTUFF + 1, 0, PNEU_ERR_ARGUMENT},
        {PNEU_CODEC_BASE64_DECODE, PNEU_CODEC_STRICT | PNEU_CODEC_STOP_AT_PAD, PNEU_OK},
        {PNEU_CODEC_BASE64_DECODE, PNEU_CODEC_TEXT, PNEU_ERR_ARGUMENT},
        {PNEU_CODEC_BASE64_ENCODE, PNEU_CODEC_STRICT, PNEU_ERR_ARGUMENT},
        {PNEU_CODEC_BASE64_ENCODE, PNEU_CODEC_TEXT | PNEU_CODEC_LF_LINES, PNEU_OK},
        {PNEU_CODEC_QUOTED_PRINTABLE_DECODE, PNEU_CODEC_BINARY, PNEU_ERR_ARGUMENT},
        {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_PROTECT_FROM | PNEU_CODEC_PROTECT_DOT, PNEU_OK},
        {PNEU_CODEC_TO_CRLF, PNEU_CODEC_STRICT, PNEU_ERR_ARGUMENT},
        {PNEU_CODEC_DOT_STUFF, PNEU_CODEC_KEEP_LF, PNEU_OK},
        {PNEU_CODEC_DOT_UNSTUFF, PNEU_CODEC_KEEP_LF, PNEU_ERR_ARGUMENT},
        {PNEU_CODEC_UU_DECODE, 1u << 31, PNEU_ERR_ARGUMENT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pneu_codec *codec = NULL;
        assert_int_equal(pneu_codec_new(rows[i].kind, rows[i].flags, NULL, &codec), rows[i].expected);
        assert_int_equal(codec != NULL, rows[i].expected == PNEU_OK);
        pneu_codec_free(codec);
    }
    pneu_alloc no_function = {NULL, NULL};
    pneu_codec *codec = NULL;
    assert_int_equal(pneu_codec_set_cpu_level(NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_codec_new(PNEU_CODEC_TO_LF, 0, NULL, &codec), PNEU_OK);
    assert_int_equal(pneu_codec_set_cpu_level(codec, 0), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_codec_set_cpu_level(codec, 5), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_codec_set_cpu_level(codec, 4), PNEU_OK);
    pneu_codec_free(codec);
    assert_int_equal(pneu_codec_new(PNEU_CODEC_TO_LF, 0, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_codec_new(PNEU_CODEC_TO_LF, 0, &no_function, &codec), PNEU_ERR_ARGUMENT);
}

static void calls_out_of_order_are_refused(void **state)
{
    (void)state;
    char out[8];
    size_t written = 99;
    pneu_codec *codec = codec_of(PNEU_CODEC_TO_LF, 0);
    assert_int_equal(pneu_codec_read(codec, out, sizeof out, &written), PNEU_MORE);
    assert_int_equal(written, 0);
    assert_int_equal(pneu_codec_push(codec, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_codec_push(codec, "ab", 2), PNEU_OK);
    assert_int_equal(pneu_codec_push(codec, "cd", 2), PNEU_ERR_STATE);
    assert_int_equal(pneu_codec_finish(codec), PNEU_ERR_STATE);
    assert_int_equal(pneu_codec_read(codec, out, 0, &written), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_codec_read(codec, out, sizeof out, &written), PNEU_OK);
    assert_int_equal(pneu_codec_push(codec, "cd", 2), PNEU_ERR_STATE);
    assert_int_equal(pneu_codec_read(codec, out, sizeof out, &written), PNEU_MORE);
    assert_int_equal(pneu_codec_push(codec, NULL, 0), PNEU_OK);
    assert_int_equal(pneu_codec_read(codec, out, sizeof out, &written), PNEU_MORE);
    assert_int_equal(pneu_codec_finish(codec), PNEU_OK);
    assert_int_equal(pneu_codec_finish(codec), PNEU_ERR_STATE);
    assert_int_equal(pneu_codec_push(codec, "cd", 2), PNEU_ERR_STATE);
    assert_int_equal(pneu_codec_read(codec, out, sizeof out, &written), PNEU_DONE);
    assert_int_equal(pneu_codec_read(codec, out, sizeof out, &written), PNEU_DONE);
    pneu_codec_free(codec);
    pneu_codec_free(NULL);
}

static void errors_stay_until_reset(void **state)
{
    (void)state;
    char out[8];
    size_t written = 0;
    pneu_codec *codec = codec_of(PNEU_CODEC_BASE64_DECODE, PNEU_CODEC_STRICT);
    assert_int_equal(pneu_codec_push(codec, "Zm9v*", 5), PNEU_OK);
    assert_int_equal(pneu_codec_read(codec, out, 2, &written), PNEU_OK); /* what came before is given out first */
    assert_int_equal(pneu_codec_read(codec, out, 2, &written), PNEU_OK);
    assert_int_equal(pneu_codec_read(codec, out, 2, &written), PNEU_ERR_SYNTAX);
    assert_int_equal(pneu_codec_error_offset(codec), 4);
    assert_int_equal(pneu_codec_read(codec, out, 2, &written), PNEU_ERR_SYNTAX);
    assert_int_equal(pneu_codec_push(codec, "Zm9v", 4), PNEU_ERR_SYNTAX);
    assert_int_equal(pneu_codec_finish(codec), PNEU_ERR_SYNTAX);
    pneu_codec_reset(codec);
    codec_result result = codec_run_on(codec, pneu_i_str("Zm9v"), (codec_cut){0, 0, 0}, CODEC_RUN_FINISH);
    assert_int_equal(result.status, PNEU_DONE);
    assert_int_equal(result.len, 3);
    assert_int_equal(result.error_offset, 0);
    codec_result_free(&result);
    pneu_codec_free(codec);
}

static const char mixed[] =
    "begin 644 a\r\n#0V%T\n`\nend\n=ybegin size=1 name=n\r\nk\r\n=yend size=1\r\n=E9=\r\n.\r\nZg==";

static void reset_makes_as_new(void **state)
{
    (void)state;
    pneu_str in = pneu_i_str(mixed);
    for (size_t i = 0; i < KINDS; i++) {
        pneu_codec *codec = codec_of(all_kinds[i], 0);
        codec_result first = codec_run_on(codec, in, (codec_cut){0, 3, 2}, CODEC_RUN_FINISH);
        pneu_codec_reset(codec);
        codec_result half = codec_run_on(codec, pneu_i_str_of(in.ptr, 20), (codec_cut){0, 0, 0}, CODEC_RUN_LEAVE_OPEN);
        pneu_codec_reset(codec);
        codec_result second = codec_run_on(codec, in, (codec_cut){0, 0, 0}, CODEC_RUN_FINISH);
        assert_true(codec_results_equal(&first, &second));
        codec_result_free(&first);
        codec_result_free(&half);
        codec_result_free(&second);
        pneu_codec_free(codec);
    }
}

static void names_are_checked(void **state)
{
    (void)state;
    char long_name[256];
    memset(long_name, 'n', sizeof long_name);
    const struct {
        pneu_str name, mode;
        pneu_status expected;
    } rows[] = {
        {pneu_i_str("a b.txt"), pneu_i_str("0755"), PNEU_OK},
        {pneu_i_str(""), pneu_i_str(""), PNEU_OK},
        {pneu_i_str_of(long_name, 255), pneu_i_str("644"), PNEU_OK},
        {pneu_i_str_of(long_name, 256), pneu_i_str("644"), PNEU_ERR_ARGUMENT},
        {pneu_i_str("a\nb"), pneu_i_str("644"), PNEU_ERR_ARGUMENT},
        {pneu_i_str("a\rb"), pneu_i_str("644"), PNEU_ERR_ARGUMENT},
        {pneu_i_str_of("a\0b", 3), pneu_i_str("644"), PNEU_ERR_ARGUMENT},
        {pneu_i_str("a"), pneu_i_str("64"), PNEU_ERR_ARGUMENT},
        {pneu_i_str("a"), pneu_i_str("648"), PNEU_ERR_ARGUMENT},
        {pneu_i_str("a"), pneu_i_str("06440"), PNEU_ERR_ARGUMENT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pneu_codec *codec = codec_of(PNEU_CODEC_UU_ENCODE, 0);
        assert_int_equal(pneu_codec_set_name(codec, rows[i].name, rows[i].mode), rows[i].expected);
        pneu_codec_free(codec);
    }
    pneu_codec *codec = codec_of(PNEU_CODEC_UU_ENCODE, 0);
    assert_int_equal(pneu_codec_push(codec, "x", 1), PNEU_OK);
    assert_int_equal(pneu_codec_set_name(codec, pneu_i_str("a"), pneu_i_str("644")), PNEU_ERR_STATE);
    pneu_codec_free(codec);
    codec = codec_of(PNEU_CODEC_UU_DECODE, 0);
    assert_int_equal(pneu_codec_set_name(codec, pneu_i_str("a"), pneu_i_str("644")), PNEU_ERR_ARGUMENT);
    pneu_codec_free(codec);
}

static void defects_are_capped_but_counted(void **state)
{
    (void)state;
    char in[400];
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = i % 2 == 0 ? '!' : ' ';
    codec_result result = codec_run(PNEU_CODEC_BASE64_DECODE, 0, pneu_i_str_of(in, sizeof in), (codec_cut){0, 0, 0});
    assert_int_equal(result.defect_count, 16);
    assert_int_equal(result.counts[PNEU_DEFECT_CTE_B64_JUNK], 200);
    assert_int_equal(result.defects[15].offset, 30);
    codec_result_free(&result);
    pneu_codec *codec = codec_of(PNEU_CODEC_TO_LF, 0);
    assert_int_equal(pneu_codec_defect_count(codec, -1), 0);
    assert_int_equal(pneu_codec_defect_count(codec, PNEU_DEFECT_COUNT), 0);
    assert_null(pneu_codec_defect(codec, 0));
    pneu_codec_free(codec);
}

static void defects_are_ordered_and_complete(void **state)
{
    (void)state;
    /* the long line starts before the raw byte, but is only known later */
    char in[120];
    memset(in, 'x', sizeof in);
    in[50] = '\x80';
    codec_result result =
        codec_run(PNEU_CODEC_QUOTED_PRINTABLE_DECODE, 0, pneu_i_str_of(in, sizeof in), (codec_cut){0, 0, 0});
    assert_string_equal(codec_defects_text(&result), "cte_qp_nonconforming/cte_qp_line_too_long@0+120 "
                                                     "cte_qp_nonconforming/cte_qp_raw_byte@50+1");
    assert_int_equal(result.defects[0].severity, PNEU_SEVERITY_WARN);
    assert_int_equal(result.defects[0].marks, PNEU_MARK_NONCONFORMING);
    codec_result_free(&result);
    result = codec_run(PNEU_CODEC_BASE64_DECODE, 0, pneu_i_str("Zg==Zg=="), (codec_cut){0, 0, 0});
    assert_int_equal(result.defects[0].reading, PNEU_READING_BASE64_PADDING);
    codec_result_free(&result);
}

/* ---- Memory ------------------------------------------------------------------------------------------------- */

typedef struct failing_alloc {
    size_t calls_left, blocks, calls;
} failing_alloc;

static void *resize_or_fail(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    failing_alloc *counts = ctx;
    (void)old_size;
    if (new_size == 0) {
        counts->blocks--;
        free(ptr);
        return NULL;
    }
    counts->calls++;
    if (counts->calls_left-- == 0) {
        counts->calls_left = 0;
        return NULL;
    }
    counts->blocks += ptr == NULL;
    return realloc(ptr, new_size);
}

/* Runs `mixed` through a codec; returns 1 once no allocation failed. */
static int run_with_failures(int32_t kind, size_t n)
{
    failing_alloc counts = {n, 0, 0};
    pneu_alloc alloc = {resize_or_fail, &counts};
    pneu_codec *codec = NULL;
    pneu_status status = pneu_codec_new(kind, 0, &alloc, &codec);
    int is_whole = status == PNEU_OK;
    if (status == PNEU_OK) {
        codec_result result = codec_run_on(codec, pneu_i_str(mixed), (codec_cut){0, 5, 3}, CODEC_RUN_FINISH);
        is_whole = result.status == PNEU_DONE;
        assert_true(is_whole || result.status == PNEU_ERR_MEMORY);
        assert_true(is_whole == (counts.calls <= n));
        codec_result_free(&result);
        pneu_codec_reset(codec);
        counts.calls_left = 100;
        result = codec_run_on(codec, pneu_i_str(mixed), (codec_cut){0, 0, 0}, CODEC_RUN_FINISH);
        assert_int_equal(result.status, PNEU_DONE);
        codec_result_free(&result);
    } else {
        assert_int_equal(status, PNEU_ERR_MEMORY);
        assert_null(codec);
    }
    pneu_codec_free(codec);
    assert_int_equal(counts.blocks, 0);
    return is_whole;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        size_t n = 0;
        while (!run_with_failures(all_kinds[i], n))
            n++;
        assert_in_range(n, 1, 8); /* the object, and at most a few for the log: never for the data */
    }
}

static void length_matters_not(void **state)
{
    (void)state;
    /* an empty input, and reading before any push, for every kind */
    for (size_t i = 0; i < KINDS; i++) {
        codec_result result = codec_run(all_kinds[i], 0, pneu_i_str(""), (codec_cut){0, 0, 1});
        assert_int_equal(result.status, PNEU_DONE);
        assert_string_equal(result.name, "");
        codec_result_free(&result);
    }
}

/* ---- On the stack ------------------------------------------------------------------------------------------- */

static pneu_status refuse_defect(void *ctx, const pneu_defect *defect)
{
    (void)defect;
    *(int *)ctx += 1;
    return PNEU_ERR_LIMIT;
}

static void a_report_can_end_the_codec(void **state)
{
    (void)state;
    pneu_i_codec codec;
    uint8_t out[16];
    int reports = 0;
    const uint8_t *in = (const uint8_t *)"Zm9v!Zm9v!Zm9v";
    pneu_i_codec_io io = {in, in + 14, out, out + sizeof out};
    assert_int_equal(pneu_i_codec_init(&codec, PNEU_CODEC_BASE64_DECODE, 0, PNEU_CPU_512), PNEU_OK);
    pneu_i_codec_report_to(&codec, refuse_defect, &reports);
    assert_int_equal(pneu_i_codec_run(&codec, &io), PNEU_ERR_LIMIT);
    assert_int_equal(pneu_i_codec_end(&codec, &io), PNEU_ERR_LIMIT);
    assert_int_equal(reports, 1);
}

static void run_stops_when_the_output_is_full(void **state)
{
    (void)state;
    pneu_i_codec codec;
    uint8_t out[4];
    const uint8_t *in = (const uint8_t *)"Zm9vYmFy";
    pneu_i_codec_io io = {in, in + 8, out, out + sizeof out};
    assert_int_equal(pneu_i_codec_init(&codec, PNEU_CODEC_BASE64_DECODE, 0, PNEU_CPU_512), PNEU_OK);
    assert_int_equal(pneu_i_codec_run(&codec, &io), PNEU_OK);
    assert_memory_equal(out, "foob", 4);
    io.out = out;
    assert_int_equal(pneu_i_codec_run(&codec, &io), PNEU_MORE);
    assert_int_equal(codec.offset, 8);
    assert_int_equal(pneu_i_codec_end(&codec, &io), PNEU_DONE);
    assert_int_equal(io.out - out, 2);
    assert_memory_equal(out, "ar", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_checks_its_arguments),
        cmocka_unit_test(calls_out_of_order_are_refused),
        cmocka_unit_test(errors_stay_until_reset),
        cmocka_unit_test(reset_makes_as_new),
        cmocka_unit_test(names_are_checked),
        cmocka_unit_test(defects_are_capped_but_counted),
        cmocka_unit_test(defects_are_ordered_and_complete),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(length_matters_not),
        cmocka_unit_test(a_report_can_end_the_codec),
        cmocka_unit_test(run_stops_when_the_output_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
