/*
 * Laws 4 and 3 for the tree: its spans tile the message, its bytes are those of the input, children lie in their parents,
 * sections name what they are found by; written again it is the input; and a tree built from pushes is the tree built from
 * a buffer.
 */
#include "pneu/tree.h"
#include "pneu/write.h"
#include "support/files.h"
#include "support/test.h"
#include "support/tree_dump.h"

static uint64_t end_of(const pneu_span *span)
{
    return span->offset + span->length;
}

static void check_spans_of_part(const pneu_message *message, uint32_t part)
{
    pneu_span header, body, all, around;
    uint32_t parent = pneu_part_parent(message, part);
    pneu_part_header_span(message, part, &header);
    pneu_part_body_span(message, part, &body);
    pneu_part_span(message, part, &all);
    assert_int_equal(all.offset, header.offset);
    assert_int_equal(end_of(&header), body.offset);
    assert_int_equal(end_of(&body), end_of(&all));
    if (parent == PNEU_NO_PART || pneu_part_space(message, parent) != pneu_part_space(message, part)) {
        assert_int_equal(all.offset, 0);
        return;
    }
    pneu_part_body_span(message, parent, &around);
    assert_in_range(all.offset, around.offset, end_of(&around));
    assert_in_range(end_of(&all), all.offset, end_of(&around));
}

static void check_children_of_part(const pneu_message *message, uint32_t part)
{
    pneu_span child_span;
    uint64_t place = 0;
    uint32_t count = 0, last = part;
    for (uint32_t child = pneu_part_first_child(message, part); child != PNEU_NO_PART;
         child = pneu_part_next_sibling(message, child)) {
        assert_true(child > last && child < pneu_message_part_count(message));
        assert_int_equal(pneu_part_parent(message, child), part);
        pneu_part_span(message, child, &child_span);
        assert_true(child_span.offset >= place);
        place = end_of(&child_span);
        last = child;
        count++;
    }
    assert_int_equal(count, pneu_part_child_count(message, part));
}

static void check_bytes_of_part(pneu_message *message, uint32_t part, const test_file *file)
{
    pneu_span all;
    pneu_str bytes;
    pneu_part_span(message, part, &all);
    assert_int_equal(pneu_part_bytes(message, part, &all, &bytes), PNEU_OK);
    assert_int_equal(bytes.len, all.length);
    if (pneu_part_space(message, part) == 0 && bytes.len > 0)
        assert_memory_equal(bytes.ptr, file->bytes + all.offset, bytes.len);
}

static void check_fields_of_part(pneu_message *message, uint32_t part, const test_file *file)
{
    pneu_span header;
    pneu_field field;
    pneu_part_header_span(message, part, &header);
    uint64_t place = header.offset;
    for (uint32_t i = 0; i < pneu_part_field_count(message, part); i++) {
        assert_int_equal(pneu_part_field(message, part, i, &field), PNEU_OK);
        assert_true(field.offset >= place && field.offset + field.length <= end_of(&header));
        assert_in_range(field.name.len, 1, field.length);
        if (pneu_part_space(message, part) == 0)
            assert_memory_equal(field.name.ptr, file->bytes + field.offset, field.name.len);
        place = field.offset + field.length;
    }
    assert_int_equal(pneu_part_field(message, part, pneu_part_field_count(message, part), &field), PNEU_ERR_NOT_FOUND);
}

static void check_section_of_part(const pneu_message *message, uint32_t part)
{
    char section[2048];
    size_t len = 0;
    int32_t has = 0;
    uint32_t found = PNEU_NO_PART;
    assert_int_equal(pneu_part_section(message, part, section, sizeof section, &len, &has), PNEU_OK);
    if (!has)
        return;
    pneu_str name = {section, len};
    assert_int_equal(pneu_message_find_section(message, name, &found), PNEU_OK);
    assert_int_equal(found, part);
}

static void check_tree(void *ctx, const test_file *file)
{
    pneu_message *message;
    (void)ctx;
    assert_int_equal(pneu_message_parse(file->bytes, file->len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_size(message), file->len);
    assert_true(pneu_message_part_count(message) >= 1);
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++) {
        check_spans_of_part(message, part);
        check_children_of_part(message, part);
        check_bytes_of_part(message, part, file);
        check_fields_of_part(message, part, file);
        check_section_of_part(message, part);
    }
    pneu_span root;
    pneu_part_span(message, 0, &root);
    assert_int_equal(root.length, file->len);
    pneu_message_free(message);
}

/* The capacity is odd, so that slices are cut at any place. */
static void check_writing(void *ctx, const test_file *file)
{
    pneu_message *message;
    pneu_writer *writer;
    pneu_status status;
    char piece[1021];
    size_t len, at = 0;
    (void)ctx;
    assert_int_equal(pneu_message_parse(file->bytes, file->len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_writer_new(message, PNEU_WRITE_EXACT, NULL, &writer), PNEU_OK);
    while ((status = pneu_writer_read(writer, piece, sizeof piece, &len)) == PNEU_OK) {
        assert_in_range(len, 1, file->len - at);
        assert_memory_equal(piece, file->bytes + at, len);
        at += len;
    }
    assert_int_equal(status, PNEU_DONE);
    assert_int_equal(at, file->len);
    pneu_writer_free(writer);
    pneu_message_free(message);
}

static void check_streamed_tree(const test_file *file, int32_t keep,
                                pneu_status (*dump)(text *out, pneu_message *message))
{
    text whole = {NULL, 0, 0}, streamed = {NULL, 0, 0};
    pneu_message *message;
    assert_int_equal(pneu_message_parse(file->bytes, file->len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(dump(&whole, message), PNEU_OK);
    pneu_message_free(message);
    assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(tree_stream(message, file->bytes, file->len, (chunking){0, 300, 0x7a11}), PNEU_OK);
    assert_int_equal(dump(&streamed, message), PNEU_OK);
    pneu_message_free(message);
    assert_true(text_is_same(file->name, &whole, &streamed));
    text_free(&whole);
    text_free(&streamed);
}

static void check_every_keep_mode(void *ctx, const test_file *file)
{
    (void)ctx;
    check_streamed_tree(file, PNEU_KEEP_ALL, tree_dump);
    check_streamed_tree(file, PNEU_KEEP_HEADERS, tree_dump_outline);
    check_streamed_tree(file, PNEU_KEEP_OFFSETS, tree_dump_outline);
}

static void test_trees_of_every_file(void **state)
{
    (void)state;
    (void)for_each_known_file(check_tree, NULL);
}

static void test_writing_every_file(void **state)
{
    (void)state;
    (void)for_each_known_file(check_writing, NULL);
}

static void test_streamed_trees(void **state)
{
    (void)state;
    (void)for_each_known_file(check_every_keep_mode, NULL);
}

static void test_noise(void **state)
{
    (void)state;
    for_each_noise(1500, 104729, 3000, check_tree, NULL);
    for_each_noise(1500, 104729, 3000, check_writing, NULL);
    for_each_noise(1500, 104729, 3000, check_every_keep_mode, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_trees_of_every_file, tell_file_at_work),
        cmocka_unit_test_teardown(test_writing_every_file, tell_file_at_work),
        cmocka_unit_test_teardown(test_streamed_trees, tell_file_at_work),
        cmocka_unit_test_teardown(test_noise, tell_file_at_work),
    };
    return RUN_TESTS(tests);
}
