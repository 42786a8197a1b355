/* The record of defects: caps, counts, order. */
#include "base/defect_log.h"

#include "support/failing_alloc.h"
#include "support/test.h"

typedef struct fixture {
    failing_alloc memory;
    pneu_i_defect_log log;
} fixture;

static void begin(fixture *self)
{
    memset(self, 0, sizeof *self);
    failing_alloc_init(&self->memory, FAIL_NEVER, 0);
}

static void end(fixture *self)
{
    pneu_i_defect_log_free(&self->log, &self->memory.alloc);
    failing_alloc_check_clean(&self->memory);
}

static pneu_status add(fixture *self, int32_t code, uint32_t space, uint64_t offset)
{
    pneu_defect defect;
    memset(&defect, 0, sizeof defect);
    defect.code = (uint16_t)code;
    defect.space = space;
    defect.offset = offset;
    return pneu_i_defect_log_add(&self->log, &self->memory.alloc, &defect);
}

static void test_empty_log(void **state)
{
    fixture self;
    (void)state;
    begin(&self);
    pneu_i_defect_log_release(&self.log);
    assert_null(pneu_i_defect_log_next(&self.log));
    assert_null(pneu_i_defect_log_records(&self.log));
    assert_int_equal(pneu_i_defect_log_count(&self.log, PNEU_DEFECT_LINE_NUL), 0);
    pneu_i_defect_log_raise(&self.log, PNEU_DEFECT_LINE_NUL, 1);
    pneu_i_defect_log_reset(&self.log);
    assert_int_equal(self.memory.calls, 0);
    end(&self);
}

static void test_order_within_a_release(void **state)
{
    static const struct {
        int32_t code;
        uint32_t space;
        uint64_t offset;
    } added[] = {{5, 0, 30}, {4, 0, 30}, {3, 1, 2}, {9, 0, 1}, {3, 0, 30}},
      expected[] = {{9, 0, 1}, {3, 0, 30}, {4, 0, 30}, {5, 0, 30}, {3, 1, 2}};
    fixture self;
    (void)state;
    begin(&self);
    for (size_t i = 0; i < COUNT_OF(added); i++)
        assert_int_equal(add(&self, added[i].code, added[i].space, added[i].offset), PNEU_OK);
    assert_null(pneu_i_defect_log_next(&self.log));
    pneu_i_defect_log_release(&self.log);
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        const pneu_defect *defect = pneu_i_defect_log_next(&self.log);
        assert_non_null(defect);
        assert_int_equal(defect->code, expected[i].code);
        assert_int_equal(defect->space, expected[i].space);
        assert_true(defect->offset == expected[i].offset);
    }
    assert_null(pneu_i_defect_log_next(&self.log));
    end(&self);
}

static void test_released_records_keep_their_place(void **state)
{
    fixture self;
    (void)state;
    begin(&self);
    assert_int_equal(add(&self, 3, 0, 100), PNEU_OK);
    pneu_i_defect_log_release(&self.log);
    assert_int_equal(add(&self, 3, 0, 50), PNEU_OK);
    pneu_i_defect_log_release(&self.log);
    assert_true(pneu_i_defect_log_next(&self.log)->offset == 100);
    assert_true(pneu_i_defect_log_next(&self.log)->offset == 50);
    end(&self);
}

static void test_records_are_capped_and_counts_are_not(void **state)
{
    fixture self;
    (void)state;
    begin(&self);
    for (uint64_t i = 0; i < 1000; i++) {
        assert_int_equal(pneu_i_defect_log_wants(&self.log, 7), i < PNEU_I_RECORDS_A_CODE);
        assert_int_equal(add(&self, 7, 0, i), PNEU_OK);
    }
    assert_int_equal(self.log.count, PNEU_I_RECORDS_A_CODE);
    assert_int_equal(pneu_i_defect_log_count(&self.log, 7), 1000);
    pneu_i_defect_log_raise(&self.log, 7, 5);
    assert_int_equal(pneu_i_defect_log_count(&self.log, 7), 1005);
    assert_true(pneu_i_defect_log_wants(&self.log, 8));
    end(&self);
}

/* The same finds in three orders, one of them sorted in between: the same records. */
static void test_the_first_are_kept_in_any_order(void **state)
{
    static const uint64_t steps[] = {1, 7, 39};
    (void)state;
    for (size_t order = 0; order < COUNT_OF(steps); order++) {
        fixture self;
        pneu_defect defect;
        begin(&self);
        memset(&defect, 0, sizeof defect);
        for (uint64_t i = 0, key = 0; i < 80; i++, key = (key + steps[order]) % 40) {
            defect.code = (uint16_t)(5 + i / 40);
            defect.space = (uint32_t)(key / 20);
            defect.offset = 100 - 100 * (key / 20) + key;
            assert_int_equal(pneu_i_defect_log_keep_first(&self.log, &self.memory.alloc, &defect), PNEU_OK);
            if (i == 30)
                pneu_i_defect_log_release(&self.log);
        }
        self.log.due = 0;
        pneu_i_defect_log_release(&self.log);
        assert_int_equal(self.log.count, 2 * PNEU_I_RECORDS_A_CODE);
        for (size_t i = 0; i < self.log.count; i++) {
            const pneu_defect *kept = &pneu_i_defect_log_records(&self.log)[i];
            assert_int_equal(kept->space, 0);
            assert_int_equal(kept->offset, 100 + i / 2);
            assert_int_equal(kept->code, 5 + i % 2);
        }
        assert_int_equal(pneu_i_defect_log_count(&self.log, 5), 40);
        end(&self);
    }
}

static void test_memory_is_bounded(void **state)
{
    fixture self;
    (void)state;
    begin(&self);
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        for (uint64_t i = 0; i < 100; i++)
            assert_int_equal(add(&self, code, 0, i), PNEU_OK);
    assert_int_equal(self.log.count, PNEU_I_RECORDS_A_CODE * (PNEU_DEFECT_COUNT - 1));
    assert_in_range(self.memory.peak, 1, 131072);
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        assert_int_equal(pneu_i_defect_log_count(&self.log, code), 100);
        assert_true(pneu_defect_set_has(&self.log.found, code));
    }
    end(&self);
}

static void test_memory_failure_loses_nothing_found_before(void **state)
{
    fixture self;
    size_t added = 0;
    (void)state;
    begin(&self);
    self.memory.fail = FAIL_FROM_ON;
    self.memory.fail_at = 2;
    while (add(&self, 1 + (int32_t)(added % 80), 0, added) == PNEU_OK)
        added++;
    assert_true(added >= 8);
    assert_int_equal(self.log.count, added);
    assert_non_null(pneu_i_defect_log_records(&self.log));
    end(&self);
}

static void test_reset_forgets_but_keeps_memory(void **state)
{
    fixture self;
    (void)state;
    begin(&self);
    assert_int_equal(add(&self, 7, 0, 1), PNEU_OK);
    pneu_i_defect_log_release(&self.log);
    size_t calls = self.memory.calls;
    pneu_i_defect_log_reset(&self.log);
    assert_int_equal(pneu_i_defect_log_count(&self.log, 7), 0);
    assert_false(pneu_defect_set_has(&self.log.found, 7));
    assert_null(pneu_i_defect_log_next(&self.log));
    assert_int_equal(add(&self, 8, 0, 2), PNEU_OK);
    pneu_i_defect_log_release(&self.log);
    assert_int_equal(pneu_i_defect_log_next(&self.log)->code, 8);
    assert_int_equal(self.memory.calls, calls);
    end(&self);
}

/* The worst severity and all marks of a code, of finds with and without a record; forgotten by a reset. */
static void test_weights(void **state)
{
    fixture self;
    pneu_defect defect;
    (void)state;
    begin(&self);
    memset(&defect, 0, sizeof defect);
    defect.code = PNEU_DEFECT_LINE_NUL;
    defect.marks = PNEU_MARK_LOSSY;
    pneu_i_defect_log_weigh(&self.log, PNEU_DEFECT_LINE_NUL, PNEU_SEVERITY_ATTACK, 0); /* nothing was found yet */
    assert_int_equal(pneu_i_defect_log_worst(&self.log, PNEU_DEFECT_LINE_NUL), 0);
    for (int i = 0; i < 20; i++) {
        defect.severity = i == 3 ? PNEU_SEVERITY_WARN : PNEU_SEVERITY_INFO;
        assert_int_equal(pneu_i_defect_log_add(&self.log, &self.memory.alloc, &defect), PNEU_OK);
    }
    assert_int_equal(pneu_i_defect_log_worst(&self.log, PNEU_DEFECT_LINE_NUL), PNEU_SEVERITY_WARN);
    pneu_i_defect_log_weigh(&self.log, PNEU_DEFECT_LINE_NUL, PNEU_SEVERITY_ATTACK, PNEU_MARK_INHERENT);
    assert_int_equal(pneu_i_defect_log_worst(&self.log, PNEU_DEFECT_LINE_NUL), PNEU_SEVERITY_ATTACK);
    assert_int_equal(pneu_i_defect_log_marks(&self.log, PNEU_DEFECT_LINE_NUL), PNEU_MARK_LOSSY | PNEU_MARK_INHERENT);
    assert_int_equal(pneu_i_defect_log_worst(&self.log, PNEU_DEFECT_LINE_BARE_CR), 0);
    pneu_i_defect_log_reset(&self.log);
    assert_int_equal(pneu_i_defect_log_worst(&self.log, PNEU_DEFECT_LINE_NUL), 0);
    assert_int_equal(pneu_i_defect_log_marks(&self.log, PNEU_DEFECT_LINE_NUL), 0);
    end(&self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty_log),
        cmocka_unit_test(test_order_within_a_release),
        cmocka_unit_test(test_released_records_keep_their_place),
        cmocka_unit_test(test_records_are_capped_and_counts_are_not),
        cmocka_unit_test(test_the_first_are_kept_in_any_order),
        cmocka_unit_test(test_memory_is_bounded),
        cmocka_unit_test(test_memory_failure_loses_nothing_found_before),
        cmocka_unit_test(test_reset_forgets_but_keeps_memory),
        cmocka_unit_test(test_weights),
    };
    return RUN_TESTS(tests);
}
