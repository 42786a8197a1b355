/* format=flowed, both directions, beyond the vectors: limits, errors, deep quotes, every beginning. */
#include "support/test.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/str.h"
#include "pneu/view.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static pneu_arena *arena;

static int make_arena(void **state)
{
    (void)state;
    return pneu_arena_new(NULL, &arena);
}

static int free_arena(void **state)
{
    (void)state;
    pneu_arena_free(arena);
    return 0;
}

/* Paragraphs as "depth kind|text\n". */
static void add_paragraphs(text *to, const pneu_paragraphs *paragraphs)
{
    text_add(to, "", 0);
    for (size_t i = 0; i < paragraphs->count; i++) {
        const pneu_paragraph *p = &paragraphs->items[i];
        text_print(to, "%u%c|%.*s\n", (unsigned)p->quote, "xfs"[p->kind], (int)p -> text.len, p->text.ptr);
    }
}

static const struct row {
    const char *name, *in;
    size_t len;
    uint32_t flags;
    const char *out; /* NULL: PNEU_ERR_SYNTAX */
} rows[] = {
    {"kinds", "a \nb\nc\n-- \nd", 12, 0, "0f|a b\n0x|c\n0s|-- \n0x|d\n"},
    {"every line end", "a\rb\nc\r\nd\r\re", 11, 0, "0x|a\n0x|b\n0x|c\n0x|d\n0x|\n0x|e\n"},
    {"NUL", "a\0b \0\r\nc", 8, 0, "0x|ab \n0x|c\n"},
    {"stuffed separator", " -- \nx", 6, 0, "0s|-- \n0x|x\n"},
    {"DelSp separator", "--  \nx", 6, PNEU_FLOWED_DELSP, "0f|-- x\n"},
    {"depths", ">>> a \n>> b \n> c ", 17, 0, "3f|a \n2f|b \n1f|c \n"},
    {"marks only", ">>", 2, 0, "2x|\n"},
    {"strict: CRLF", "a \r\nb", 5, PNEU_FLOWED_STRICT, "0f|a b\n"},
    {"strict: LF", "a\n", 2, PNEU_FLOWED_STRICT, NULL},
    {"strict: CR", "a\rb", 3, PNEU_FLOWED_STRICT, NULL},
    {"strict: CR at the end", "a\r", 2, PNEU_FLOWED_STRICT, NULL},
    {"strict: NUL", "a\0", 2, PNEU_FLOWED_STRICT, NULL},
};

static void text_is_decoded(void **state)
{
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text found = {0};
        pneu_paragraphs paragraphs = {NULL, 0};
        pneu_str in = exact_copy(pneu_i_str_of(rows[i].in, rows[i].len));
        pneu_status status = pneu_flowed_decode(arena, in, rows[i].flags, &paragraphs);
        free((char *)in.ptr);
        failed += status != (rows[i].out != NULL ? PNEU_OK : PNEU_ERR_SYNTAX);
        add_paragraphs(&found, &paragraphs);
        failed += !text_equals(rows[i].name, &found, rows[i].out != NULL ? rows[i].out : "");
        text_free(&found);
        for (size_t len = 0; len < rows[i].len; len++) {
            pneu_str start = exact_copy(pneu_i_str_of(rows[i].in, len));
            assert_int_equal(pneu_flowed_decode(arena, start, rows[i].flags & PNEU_FLOWED_DELSP, &paragraphs), PNEU_OK);
            free((char *)start.ptr);
        }
    }
    assert_int_equal(failed, 0);
}

static const struct encode_row {
    const char *name, *in;
    uint32_t quote, flags, width;
    const char *out;
} encode_rows[] = {
    {"usual width", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbb ccccc", 0, PNEU_FLOWED_LF,
     0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbb \nccccc\n"},
    {"characters, not bytes", "\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9", 0, PNEU_FLOWED_LF, 7,
     "\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9\n"},
    {"long words", "aaaaaaaa b cccccccc", 0, PNEU_FLOWED_LF, 4, "aaaaaaaa \nb \ncccccccc\n"},
    {"runs of spaces", "a   b", 0, PNEU_FLOWED_LF, 4, "a   \nb\n"},
    {"spaces at the start", "  aaaa bb", 0, PNEU_FLOWED_LF, 8, "   aaaa \nbb\n"},
    {"lines are stuffed", "aaaa >b aa From c", 0, PNEU_FLOWED_LF, 7, "aaaa \n >b aa \n From \nc\n"},
    {"quoted", "aaaa bbbb", 2, PNEU_FLOWED_LF, 10, ">> aaaa \n>> bbbb\n"},
    {"empty and quoted", "", 2, PNEU_FLOWED_LF, 0, ">>\n"},
    {"spaces only", "   ", 1, PNEU_FLOWED_LF, 0, ">\n"},
    {"separator", "-- ", 1, PNEU_FLOWED_LF, 0, "> -- \n"},
    {"no separator comes to be", "-- aaaaaaa bbb", 0, PNEU_FLOWED_LF, 8, "-- aaaaaaa \nbbb\n"},
    {"nor with DelSp", "--\xE6\x97\xA5\xE6\x97\xA5", 0, PNEU_FLOWED_LF | PNEU_FLOWED_DELSP, 4,
     "--\xE6\x97\xA5 \n\xE6\x97\xA5\n"},
    {"DelSp at a space", "aaaa bbbb", 0, PNEU_FLOWED_LF | PNEU_FLOWED_DELSP, 8, "aaaa  \nbbbb\n"},
    {"no break before a mark", "\xE6\x97\xA5\xE6\x97\xA5\xE3\x80\x82\xE6\x97\xA5", 0,
     PNEU_FLOWED_LF | PNEU_FLOWED_DELSP, 3, "\xE6\x97\xA5 \n\xE6\x97\xA5\xE3\x80\x82 \n\xE6\x97\xA5\n"},
    {"deep quotes get longer lines", "aa bb", 12, PNEU_FLOWED_LF, 10, ">>>>>>>>>>>> aa bb\n"},
};

static void paragraphs_are_encoded(void **state)
{
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(encode_rows); i++) {
        const struct encode_row *row = &encode_rows[i];
        text found = {0};
        pneu_paragraph item = {exact_copy(pneu_i_str(row->in)), row->quote, 0};
        pneu_paragraphs paragraphs = {&item, 1};
        pneu_str out;
        assert_int_equal(pneu_flowed_encode(arena, &paragraphs, row->flags, row->width, &out), PNEU_OK);
        text_add(&found, out.ptr, out.len);
        failed += !text_equals(row->name, &found, row->out);
        free((char *)item.text.ptr);
        text_free(&found);
    }
    assert_int_equal(failed, 0);
}

static void the_deepest_quote_fits_its_line(void **state)
{
    char in[4000];
    pneu_paragraph item = {{in, sizeof in}, PNEU_FLOWED_QUOTE_MAX, 0};
    pneu_paragraphs paragraphs = {&item, 1};
    pneu_str out;
    size_t start = 0;
    (void)state;
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = "\xF0\xA0\x80\x80"[i % 4];
    assert_int_equal(pneu_flowed_encode(arena, &paragraphs, PNEU_FLOWED_DELSP, 249, &out), PNEU_OK);
    for (size_t i = 0; i < out.len; i++) {
        assert_true(i - start < 1000);
        start = out.ptr[i] == '\n' ? i + 1 : start;
    }
    assert_true(out.len < 3 * sizeof in);
}

static void what_cannot_be_written_is_refused(void **state)
{
    static const pneu_str bad[] = {{"a\r", 2}, {"\n", 1}, {"a\0b", 3}, {NULL, 1}};
    pneu_paragraph item = {{"a", 1}, PNEU_FLOWED_QUOTE_MAX + 1, 0};
    pneu_paragraphs paragraphs = {&item, 1};
    pneu_str out = {NULL, 7};
    (void)state;
    assert_int_equal(pneu_flowed_encode(arena, &paragraphs, 0, 0, &out), PNEU_ERR_ARGUMENT);
    item.quote = 0;
    assert_int_equal(pneu_flowed_encode(arena, &paragraphs, PNEU_FLOWED_STRICT, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_flowed_encode(arena, &paragraphs, 0, 250, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_flowed_encode(arena, NULL, 0, 0, &out), PNEU_ERR_ARGUMENT);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        item.text = bad[i];
        assert_int_equal(pneu_flowed_encode(arena, &paragraphs, 0, 0, &out), PNEU_ERR_ARGUMENT);
    }
    assert_int_equal(pneu_flowed_decode(arena, pneu_i_str(""), PNEU_FLOWED_LF, &paragraphs), PNEU_ERR_ARGUMENT);
    assert_int_equal(out.len, 7);
}

static void lack_of_memory_is_survived(void **state)
{
    size_t refused = 1;
    (void)state;
    for (size_t at = 1; refused > 0; at++) {
        failing_alloc alloc;
        pneu_arena *own = NULL;
        pneu_paragraphs paragraphs;
        pneu_str out;
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        pneu_status status = pneu_arena_new(&alloc.alloc, &own);
        if (status == PNEU_OK)
            status = pneu_flowed_decode(own, pneu_i_str("> a \n> b\n"), 0, &paragraphs);
        if (status == PNEU_OK)
            status = pneu_flowed_encode(own, &paragraphs, 0, 0, &out);
        refused = alloc.refused;
        assert_int_equal(status, refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
        pneu_arena_free(own);
        failing_alloc_check_clean(&alloc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_is_decoded, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(paragraphs_are_encoded, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(the_deepest_quote_fits_its_line, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_refused, make_arena, free_arena),
        cmocka_unit_test(lack_of_memory_is_survived),
    };
    return RUN_TESTS(tests);
}
