/* Long lines of encoded bodies: broken in the same places however they come. */
#include "support/test.h"

#include "support/ascii_run.h"

static void check_pieces(const char *head, const char *bytes, size_t len)
{
    static const size_t sizes[] = {1, 7, 500, 988, 990, 1000, 1035};
    ascii_way way = {.how = WHOLE};
    ascii_result whole, result;
    text in = {NULL, 0, 0};
    text_add(&in, head, strlen(head));
    text_add(&in, bytes, len);
    text_add(&in, "\r\nYWJj\r\n", 8);
    ascii_run(&way, in.ptr, in.len, &whole);
    ascii_must_keep_law(&way, in.ptr, in.len, &whole);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        way.how = (chunking){0, sizes[i], 0};
        ascii_run(&way, in.ptr, in.len, &result);
        assert_int_equal(result.out.len, whole.out.len);
        assert_memory_equal(result.out.ptr, whole.out.ptr, whole.out.len);
        ascii_result_free(&result);
    }
    ascii_result_free(&whole);
    text_free(&in);
}

static void test_long_lines(void **state)
{
    static const size_t lengths[] = {987, 988, 989, 998, 999, 1000, 1986, 1996, 1997, 2500};
    char line[2500];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        memset(line, 'A', sizeof line);
        check_pieces("Content-Transfer-Encoding: base64\r\n\r\n", line, lengths[i]);
        check_pieces("Content-Transfer-Encoding: quoted-printable\r\n\r\n", line, lengths[i]);
        check_pieces("Content-Type: text/plain\r\n\r\n", line, lengths[i]);
        memset(line + 980, '-', 30);
        check_pieces("Content-Transfer-Encoding: base64\r\n\r\n", line, lengths[i]);
        line[0] = '-';
        line[990] = '\r';
        check_pieces("Content-Transfer-Encoding: base64\r\n\r\n", line, lengths[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_long_lines),
    };
    return RUN_TESTS(tests);
}
