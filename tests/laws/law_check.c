/*
 * Laws of pneu_message_check: how the bytes came does not matter (law 2), each find is told once, and the n-th allocation
 * failing, for every n, gives PNEU_ERR_MEMORY and leaves a message that can be checked again or freed (law 9).
 */
#include <stdlib.h>

#include "support/check_run.h"
#include "support/failing_alloc.h"
#include "support/files.h"
#include "support/test.h"

#define SMALL 1500
#define MOST_REQUESTS 3000

static void check_chunkings(void *ctx, const test_file *file)
{
    size_t *broken = ctx;
    pneu_str bytes = {file->bytes, file->len};
    text whole = {NULL, 0, 0}, cut = {NULL, 0, 0};
    const chunking ways[] = {{0, 1, 0}, {0, 7, 0}, {0, 500, 0}};
    assert_int_equal(check_run(&whole, bytes, NULL, NULL, WHOLE), PNEU_OK);
    for (size_t i = file->len > SMALL ? 1 : 0; i < COUNT_OF(ways); i++) {
        text_clear(&cut);
        assert_int_equal(check_run(&cut, bytes, NULL, NULL, ways[i]), PNEU_OK);
        *broken += !text_is_same(file->name, &whole, &cut);
    }
    text_free(&whole);
    text_free(&cut);
}

static void test_chunking_does_not_matter(void **state)
{
    size_t broken = 0;
    (void)state;
    (void)for_each_known_file(check_chunkings, &broken);
    assert_int_equal(broken, 0);
}

/* A message that ran out of memory is checked to its end with memory again: the codes are there, at most once. */
static void check_goes_on(pneu_message *message, failing_alloc *memory)
{
    memory->fail = FAIL_NEVER;
    assert_int_equal(pneu_message_check(message, NULL), PNEU_OK);
    check_must_hold(message);
}

static int runs_out_at(const test_file *file, size_t request)
{
    pneu_message *message;
    failing_alloc memory;
    failing_alloc_init(&memory, FAIL_ONCE, request);
    pneu_status status = pneu_message_parse(file->bytes, file->len, NULL, &memory.alloc, &message);
    if (status == PNEU_OK) {
        status = pneu_message_check(message, NULL);
        if (status != PNEU_OK)
            check_goes_on(message, &memory);
        pneu_message_free(message);
    }
    assert_true(status == PNEU_OK || status == PNEU_ERR_MEMORY);
    failing_alloc_check_clean(&memory);
    return memory.refused > 0;
}

static void check_memory(void *ctx, const test_file *file)
{
    size_t *tried = ctx;
    size_t request = 1;
    if (file->len > SMALL || strstr(file->name, "corpus/fuzz") != NULL)
        return;
    while (request < MOST_REQUESTS && runs_out_at(file, request))
        request++;
    *tried += request;
}

static void test_memory_failure(void **state)
{
    size_t tried = 0;
    (void)state;
    (void)for_each_corpus_file(check_memory, &tried);
    assert_true(tried > 0);
}

/* A text of 2 MiB, as it stands and in base64: nothing is held that grows with it. */
static void test_memory_does_not_grow_with_bodies(void **state)
{
    static const char *const heads[] = {
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
        "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"};
    static const char *const lines[] = {"\xC3\xBC \xFF and a line of text\r\n", "w7wg/yBhbmQgYSBsaW5lIG9mIHRleHQ=\r\n"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        text mail = {NULL, 0, 0}, found = {NULL, 0, 0};
        failing_alloc memory;
        text_print(&mail, "%s", heads[i]);
        while (mail.len < 2 * 1024 * 1024)
            text_add(&mail, lines[i], strlen(lines[i]));
        failing_alloc_init(&memory, FAIL_NEVER, 0);
        assert_int_equal(check_run(&found, (pneu_str){mail.ptr, mail.len}, NULL, &memory.alloc, WHOLE), PNEU_OK);
        assert_non_null(strstr(found.ptr, "charset_"));
        assert_in_range(memory.peak, 1, 128 * 1024);
        failing_alloc_check_clean(&memory);
        text_free(&mail);
        text_free(&found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_chunking_does_not_matter, tell_file_at_work),
        cmocka_unit_test_teardown(test_memory_failure, tell_file_at_work),
        cmocka_unit_test(test_memory_does_not_grow_with_bodies),
    };
    return RUN_TESTS(tests);
}
