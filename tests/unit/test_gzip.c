/* gzip, both directions: members, padding, faults, limits, cuts, states, memory. Nothing to test without zlib. */
#include "support/test.h"

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/stage_run.h"

/* gzip of "hello\n", without name and time. */
#define HELLO "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\xe7\x02\x00\x20\x30\x3a\x36\x06\x00\x00\x00"
#define CHANGED                                                                                                        \
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\xe7\x02\x00\x20\x30\x3a\x37\x06\x00\x00\x00"
#define NAMED                                                                                                          \
    "\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03\x61\x00\xcb\x48\xcd\xc9\xc9\xe7\x02\x00\x20\x30\x3a\x36\x06\x00\x00\x00"
#define BYTES(literal)                                                                                                 \
    {                                                                                                                  \
        literal, sizeof(literal) - 1                                                                                   \
    }

static const struct {
    const char *name;
    pneu_str in;
    const char *out;
    pneu_status status;
    int32_t fault;
} rows[] = {
    {"one member", BYTES(HELLO), "hello\n", PNEU_DONE, 0},
    {"with a name", BYTES(NAMED), "hello\n", PNEU_DONE, 0},
    {"two members", BYTES(HELLO HELLO), "hello\nhello\n", PNEU_DONE, 0},
    {"padding", BYTES(HELLO "\0\0\0"), "hello\n", PNEU_DONE, 0},
    {"nothing", BYTES(""), "", PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_TRUNCATED},
    {"no gzip", BYTES("From: a"), "", PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_DATA},
    {"half a header", BYTES("\x1f\x8b"), "", PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_TRUNCATED},
    {"another method", BYTES("\x1f\x8b\x07\0\0\0\0\0\0\0"), "", PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_DATA},
    {"a wrong checksum", BYTES(CHANGED), "hello\n", PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_DATA},
    {"trailing bytes", BYTES(HELLO "x"), "hello\n", PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_TRAILING},
    {"bytes behind padding", BYTES(HELLO "\0" HELLO), "hello\n", PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_TRAILING},
    {"half a second member", BYTES(HELLO "\x1f"), "hello\n", PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_TRUNCATED},
    {"padding alone", BYTES("\0\0"), "", PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_DATA},
};

static void rows_hold(void **state)
{
    pneu_gunzip *gunzip;
    (void)state;
    MUST(pneu_gunzip_new(NULL, NULL, &gunzip) == PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t k = 0; k < usual_chunking_count; k++) {
            chunking cut = usual_chunkings[k];
            text out = {0};
            pneu_gunzip_reset(gunzip);
            pneu_status status = stage_run(pneu_gunzip_stage(gunzip), rows[i].in, cut, cut.size, &out);
            if (status != rows[i].status || pneu_gunzip_fault(gunzip, NULL) != rows[i].fault ||
                strcmp(out.ptr, rows[i].out) != 0)
                fail_msg("%s: %s, %s", rows[i].name, pneu_status_name(status), out.ptr);
            text_free(&out);
        }
    }
    pneu_gunzip_free(gunzip);
    pneu_gunzip_free(NULL);
}

static void prefixes_are_truncated(void **state)
{
    pneu_gunzip *gunzip;
    uint64_t offset;
    (void)state;
    MUST(pneu_gunzip_new(NULL, NULL, &gunzip) == PNEU_OK);
    for (size_t len = 0; len < sizeof HELLO - 1; len++) {
        pneu_str in = {HELLO, len};
        text out = {0};
        pneu_gunzip_reset(gunzip);
        assert_int_equal(stage_run(pneu_gunzip_stage(gunzip), in, WHOLE, 0, &out), PNEU_ERR_SYNTAX);
        assert_int_equal(pneu_gunzip_fault(gunzip, &offset), PNEU_GUNZIP_FAULT_TRUNCATED);
        assert_int_equal(offset, len);
        text_free(&out);
    }
    pneu_gunzip_free(gunzip);
}

/* Zeros: as dense as deflate can be. */
static void make_bomb(size_t size, text *bomb)
{
    text zeros = {0};
    pneu_gzip *gzip;
    char block[4096] = {0};
    for (size_t i = 0; i < size / sizeof block; i++)
        text_add(&zeros, block, sizeof block);
    MUST(pneu_gzip_new(9, NULL, &gzip) == PNEU_OK);
    MUST(stage_run(pneu_gzip_stage(gzip), pneu_i_str_of(zeros.ptr, zeros.len), WHOLE, 0, bomb) == PNEU_DONE);
    pneu_gzip_free(gzip);
    text_free(&zeros);
}

static void bombs_stop(void **state)
{
    static const struct {
        pneu_gunzip_limits limits;
        pneu_status status;
        int32_t fault;
        size_t least, most; /* bytes that come out */
    } cases[] = {
        {{0, 0}, PNEU_ERR_LIMIT, PNEU_GUNZIP_FAULT_RATIO, 4 << 20, 5 << 20},
        {{PNEU_LIMIT_NONE, PNEU_LIMIT_NONE}, PNEU_DONE, PNEU_GUNZIP_FAULT_NONE, 16 << 20, 16 << 20},
        {{1000, 0}, PNEU_ERR_LIMIT, PNEU_GUNZIP_FAULT_BYTES, 1000, 1000},
        {{16 << 20, PNEU_LIMIT_NONE}, PNEU_DONE, PNEU_GUNZIP_FAULT_NONE, 16 << 20, 16 << 20},
        {{(16 << 20) - 1, PNEU_LIMIT_NONE}, PNEU_ERR_LIMIT, PNEU_GUNZIP_FAULT_BYTES, (16 << 20) - 1, (16 << 20) - 1},
        {{0, 2000}, PNEU_DONE, PNEU_GUNZIP_FAULT_NONE, 16 << 20, 16 << 20},
    };
    text bomb = {0};
    (void)state;
    make_bomb(16 << 20, &bomb);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        pneu_gunzip *gunzip;
        text out = {0};
        MUST(pneu_gunzip_new(&cases[i].limits, NULL, &gunzip) == PNEU_OK);
        chunking cut = {0, i % 2 ? 64 : 4096, 0};
        pneu_str in = {bomb.ptr, bomb.len};
        assert_int_equal(stage_run(pneu_gunzip_stage(gunzip), in, cut, cut.size, &out), cases[i].status);
        assert_int_equal(pneu_gunzip_fault(gunzip, NULL), cases[i].fault);
        assert_in_range(out.len, cases[i].least, cases[i].most);
        pneu_gunzip_free(gunzip);
        text_free(&out);
    }
    text_free(&bomb);
}

static void states_are_kept(void **state)
{
    pneu_gunzip *gunzip;
    pneu_gzip *gzip;
    char out[64];
    size_t written;
    pneu_gunzip_limits bad = {-2, 0};
    (void)state;
    assert_int_equal(pneu_gunzip_new(&bad, NULL, &gunzip), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_gunzip_new(NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_gzip_new(10, NULL, &gzip), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_gunzip_new(NULL, NULL, &gunzip), PNEU_OK);
    assert_int_equal(pneu_gunzip_push(gunzip, HELLO, 5), PNEU_OK);
    assert_int_equal(pneu_gunzip_push(gunzip, HELLO, 5), PNEU_ERR_STATE);
    assert_int_equal(pneu_gunzip_finish(gunzip), PNEU_ERR_STATE);
    assert_int_equal(pneu_gunzip_read(gunzip, out, 0, &written), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_gunzip_read(gunzip, out, sizeof out, &written), PNEU_MORE);
    assert_int_equal(pneu_gunzip_finish(gunzip), PNEU_OK);
    assert_int_equal(pneu_gunzip_read(gunzip, out, sizeof out, &written), PNEU_ERR_SYNTAX);
    assert_int_equal(pneu_gunzip_push(gunzip, HELLO, 5), PNEU_ERR_SYNTAX);
    pneu_gunzip_free(gunzip);
    assert_int_equal(pneu_gzip_new(0, NULL, &gzip), PNEU_OK);
    assert_int_equal(pneu_gzip_push(gzip, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_gzip_push(gzip, "hello\n", 6), PNEU_OK);
    assert_int_equal(pneu_gzip_read(gzip, out, 0, &written), PNEU_ERR_ARGUMENT);
    while (pneu_gzip_read(gzip, out, sizeof out, &written) == PNEU_OK)
        ;
    assert_int_equal(pneu_gzip_finish(gzip), PNEU_OK);
    assert_int_equal(pneu_gzip_finish(gzip), PNEU_ERR_STATE);
    pneu_gzip_free(gzip);
    pneu_gzip_free(NULL);
    assert_int_equal(pneu_gzip_is_magic(pneu_i_str("\x1f\x8b\x08")), 1);
    assert_int_equal(pneu_gzip_is_magic(pneu_i_str("\x1f\x8b")), 0);
    assert_int_equal(pneu_gzip_is_magic(pneu_i_str("From")), 0);
}

static pneu_status there_and_back(const pneu_alloc *alloc, text *out)
{
    pneu_gzip *gzip = NULL;
    pneu_gunzip *gunzip = NULL;
    text packed = {0};
    pneu_status status = pneu_gzip_new(1, alloc, &gzip);
    if (status == PNEU_OK)
        status = stage_run(pneu_gzip_stage(gzip), pneu_i_str("hello"), WHOLE, 0, &packed);
    if (status == PNEU_DONE)
        status = pneu_gunzip_new(NULL, alloc, &gunzip);
    if (status == PNEU_OK)
        status =
            stage_run(pneu_gunzip_stage(gunzip), pneu_i_str_of(packed.ptr, packed.len), (chunking){0, 3, 0}, 3, out);
    pneu_gzip_free(gzip);
    pneu_gunzip_free(gunzip);
    text_free(&packed);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        failing_alloc counts;
        text out = {0};
        failing_alloc_init(&counts, FAIL_ONCE, n);
        pneu_status status = there_and_back(&counts.alloc, &out);
        failing_alloc_check_clean(&counts);
        text_free(&out);
        if (counts.refused == 0) {
            assert_int_equal(status, PNEU_DONE);
            break;
        }
        assert_int_equal(status, PNEU_ERR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold),       cmocka_unit_test(prefixes_are_truncated),    cmocka_unit_test(bombs_stop),
        cmocka_unit_test(states_are_kept), cmocka_unit_test(every_allocation_may_fail),
    };
    return pneu_gzip_is_available() ? RUN_TESTS(tests) : 0;
}
