/* Trace fields on top of a large message: no byte of its body is looked at, and memory does not depend on it. */
#include "pneu/edit.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "support/failing_alloc.h"
#include "support/test.h"

static pneu_str str(const char *s)
{
    pneu_str made = {s, strlen(s)};
    return made;
}

#define HEADER_MOST ((size_t)65536) /* whole pages on every machine */

/* Trace fields on top of a message whose body, of which no page may be read meanwhile, has `body` bytes. Returns how
 * much memory that took. */
static size_t prepend_trace(size_t body)
{
    failing_alloc memory;
    size_t len = HEADER_MOST + body;
    char *mail = aligned_alloc(HEADER_MOST, len);
    pneu_message *message;
    assert_non_null(mail);
    memset(mail, 'x', len);
    for (size_t i = 0; i + 64 <= HEADER_MOST; i += 64)
        memcpy(mail + i, "X: ", 3), memcpy(mail + i + 62, "\r\n", 2);
    memcpy(mail + HEADER_MOST - 4, "\r\n\r\n", 4);
    mail[len - 1] = '\n'; /* line ends of both kinds */
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_message_parse(mail, len, NULL, &memory.alloc, &message), PNEU_OK);
    size_t before = memory.live;
    assert_int_equal(mprotect(mail + HEADER_MOST, body, PROT_NONE), 0);
    memory.peak = memory.live;
    assert_int_equal(
        pneu_part_put_field(message, 0, PNEU_PUT_PREPEND, str("Authentication-Results"), str("a; spf=pass")), PNEU_OK);
    assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_PREPEND, str("Received"),
                                         str("from a by b; Sat, 21 Nov 2026 09:05:00 +0100")),
                     PNEU_OK);
    size_t taken = memory.peak - before;
    assert_int_equal(mprotect(mail + HEADER_MOST, body, PROT_READ | PROT_WRITE), 0);
    pneu_message_free(message);
    failing_alloc_check_clean(&memory);
    free(mail);
    return taken;
}

/* Prepending takes the fields, a patch each and what goes with them, however long the message is; no byte of the body
 * is looked at. */
static void test_prepending_copies_nothing_else(void **state)
{
    (void)state;
    size_t small = prepend_trace(HEADER_MOST), large = prepend_trace(HEADER_MOST * 512);
    assert_true(small <= 8192);
    assert_int_equal(small, large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prepending_copies_nothing_else),
    };
    return RUN_TESTS(tests);
}
