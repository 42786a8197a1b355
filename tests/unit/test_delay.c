/* The queue between the two readers of one pass: order, and what is in memory when there is a spool. */
#include "support/test.h"

#include <stdlib.h>

#include "filter/delay.h"

enum {
    TOTAL = 3000000
};

/* A spool in memory. */
typedef struct store {
    char bytes[TOTAL];
    size_t read, written;
    pneu_status status; /* what it answers */
} store;

static pneu_status write_store(void *ctx, const void *bytes, size_t len)
{
    store *self = ctx;
    memcpy(self->bytes + self->written, bytes, len);
    self->written += len;
    return self->status;
}

static pneu_status read_store(void *ctx, void *out, size_t len)
{
    store *self = ctx;
    memcpy(out, self->bytes + self->read, len);
    self->read += len;
    return self->status;
}

static char byte_at(size_t at)
{
    return (char)(at * 31 + at / 251);
}

static void add(pneu_i_delay *delay, const pneu_alloc *alloc, size_t *at, size_t len)
{
    static char piece[PNEU_I_DELAY_PIECE];
    len = len < TOTAL - *at ? len : TOTAL - *at;
    for (size_t i = 0; i < len; i++)
        piece[i] = byte_at(*at + i);
    assert_int_equal(pneu_i_delay_add(delay, alloc, pneu_i_str_of(piece, len)), PNEU_OK);
    *at += len;
}

/* 0 if nothing waits. */
static size_t take(pneu_i_delay *delay, const pneu_alloc *alloc, size_t at)
{
    pneu_str piece;
    assert_int_equal(pneu_i_delay_take(delay, alloc, &piece), PNEU_OK);
    assert_true(piece.len <= PNEU_I_DELAY_PIECE);
    for (size_t i = 0; i < piece.len; i++)
        if (piece.ptr[i] != byte_at(at + i))
            fail_msg("byte %zu", at + i);
    return piece.len;
}

/* Pieces of all sizes, `takes` blocks taken for each twenty added, and the rest at the end. */
static void check_order(store *spool, size_t takes)
{
    pneu_alloc alloc = pneu_i_alloc_or_default(NULL);
    pneu_i_delay delay = {.spool = {NULL, NULL, NULL}};
    size_t in = 0, out = 0, len;
    if (spool != NULL)
        delay.spool = (pneu_spool){write_store, read_store, spool};
    for (size_t i = 1; in < TOTAL; i++) {
        add(&delay, &alloc, &in, i % 20 == 0 ? PNEU_I_DELAY_PIECE : i * 977 % 7000 + 1);
        assert_true(spool == NULL || delay.in_memory < 524288 + PNEU_I_DELAY_PIECE);
        for (size_t k = 0; i % 20 == 0 && k < takes; k++)
            out += take(&delay, &alloc, out);
    }
    assert_true(takes > 0 || !pneu_i_delay_is_empty(&delay));
    while ((len = take(&delay, &alloc, out)) > 0)
        out += len;
    assert_int_equal(out, TOTAL);
    assert_true(pneu_i_delay_is_empty(&delay));
    pneu_i_delay_free(&delay, &alloc);
}

static void test_order(void **state)
{
    (void)state;
    for (size_t takes = 0; takes < 12; takes += 3) {
        store *spool = calloc(1, sizeof *spool);
        assert_non_null(spool);
        check_order(NULL, takes);
        check_order(spool, takes);
        assert_int_equal(spool->read, spool->written);
        assert_true(spool->written > 0 || takes > 6);
        free(spool);
    }
}

static void test_errors_of_the_spool(void **state)
{
    pneu_alloc alloc = pneu_i_alloc_or_default(NULL);
    store *spool = calloc(1, sizeof *spool);
    size_t in = 0;
    (void)state;
    assert_non_null(spool);
    pneu_i_delay delay = {.spool = {write_store, read_store, spool}};
    while (spool->written == 0)
        add(&delay, &alloc, &in, PNEU_I_DELAY_PIECE);
    spool->status = PNEU_ERR_LIMIT;
    assert_int_equal(pneu_i_delay_add(&delay, &alloc, pneu_i_str("x")), PNEU_ERR_LIMIT);
    pneu_str piece;
    for (size_t out = 0; delay.in_memory > 0;)
        out += take(&delay, &alloc, out);
    assert_int_equal(pneu_i_delay_take(&delay, &alloc, &piece), PNEU_ERR_LIMIT);
    pneu_i_delay_free(&delay, &alloc);
    free(spool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_errors_of_the_spool),
    };
    return RUN_TESTS(tests);
}
