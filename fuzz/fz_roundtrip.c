/*
 * Laws 2 and 4 on trees: what the writer gives is the input, and a tree from pushes is the tree from the buffer, in
 * every keep mode. The first byte of the input chooses the size of the pushes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pneu/tree.h"
#include "pneu/write.h"
#include "support/mail_mutator.h"
#include "support/must.h"

static void check_writer(pneu_message *message, const uint8_t *data, size_t size, size_t piece)
{
    uint8_t out[4096];
    pneu_writer *writer;
    pneu_status status;
    size_t place = 0, len;
    MUST(pneu_writer_new(message, PNEU_WRITE_EXACT, NULL, &writer) == PNEU_OK);
    while ((status = pneu_writer_read(writer, out, piece < sizeof out ? piece : sizeof out, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= size - place && memcmp(out, data + place, len) == 0);
        place += len;
    }
    MUST(status == PNEU_DONE && place == size);
    pneu_writer_free(writer);
}

/* Every push in a block of its very size, so that reading beyond it is seen. */
static void push_all(pneu_message *message, const uint8_t *data, size_t size, size_t piece)
{
    for (size_t place = 0; place < size;) {
        size_t len = size - place < piece ? size - place : piece;
        uint8_t *block = malloc(len);
        MUST(block != NULL);
        memcpy(block, data + place, len);
        MUST(pneu_message_push(message, block, len) == PNEU_OK);
        free(block);
        place += len;
    }
    MUST(pneu_message_finish(message) == PNEU_OK);
}

static void check_same_str(pneu_str a, pneu_str b)
{
    MUST(a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0));
}

static void check_same_part(pneu_message *a, pneu_message *b, uint32_t part)
{
    pneu_str x, y;
    int32_t has_x = 0, has_y = 0;
    uint64_t length_x = 0, length_y = 0;
    MUST(pneu_part_parent(a, part) == pneu_part_parent(b, part));
    MUST(pneu_part_next_sibling(a, part) == pneu_part_next_sibling(b, part));
    MUST(pneu_part_kind(a, part) == pneu_part_kind(b, part));
    MUST(pneu_part_marks(a, part) == pneu_part_marks(b, part));
    MUST(pneu_part_space(a, part) == pneu_part_space(b, part));
    MUST(pneu_part_encoding(a, part) == pneu_part_encoding(b, part));
    MUST(memcmp(pneu_part_body_summary(a, part), pneu_part_body_summary(b, part), sizeof(pneu_part_summary)) == 0);
    pneu_part_type(a, part, &x);
    pneu_part_type(b, part, &y);
    check_same_str(x, y);
    MUST(pneu_part_filename(a, part, &x, &has_x) == PNEU_OK && pneu_part_filename(b, part, &y, &has_y) == PNEU_OK);
    MUST(has_x == has_y);
    check_same_str(x, y);
    MUST(pneu_part_content_id(a, part, &x) == PNEU_OK && pneu_part_content_id(b, part, &y) == PNEU_OK);
    check_same_str(x, y);
    MUST(pneu_part_decoded_length(a, part, &length_x) == PNEU_OK);
    MUST(pneu_part_decoded_length(b, part, &length_y) == PNEU_OK);
    MUST(length_x == length_y);
}

static void check_same_fields(pneu_message *a, pneu_message *b, uint32_t part)
{
    pneu_field x, y;
    MUST(pneu_part_field_count(a, part) == pneu_part_field_count(b, part));
    for (uint32_t i = 0; i < pneu_part_field_count(a, part); i++) {
        pneu_status status = pneu_part_field(b, part, i, &y);
        if (status == PNEU_ERR_NOT_KEPT)
            return;
        MUST(status == PNEU_OK && pneu_part_field(a, part, i, &x) == PNEU_OK);
        MUST(x.offset == y.offset && x.length == y.length && x.id == y.id && x.is_cut == y.is_cut);
        check_same_str(x.name, y.name);
        check_same_str(x.value, y.value);
    }
}

static void check_same_defects(const pneu_message *a, const pneu_message *b)
{
    size_t count = pneu_message_defect_record_count(a);
    MUST(count == pneu_message_defect_record_count(b));
    for (size_t i = 0; i < count; i++) {
        const pneu_defect *x = pneu_message_defect(a, i), *y = pneu_message_defect(b, i);
        MUST(x->code == y->code && x->space == y->space && x->offset == y->offset && x->part == y->part);
        MUST(x->length == y->length && x->detail == y->detail);
    }
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        MUST(pneu_message_defect_count(a, code) == pneu_message_defect_count(b, code));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_message *whole, *streamed;
    size_t piece = size > 0 ? 1 + (size_t)data[0] % 31 : 1;
    MUST(pneu_message_parse(data, size, NULL, NULL, &whole) == PNEU_OK);
    check_writer(whole, data, size, piece);
    MUST(pneu_message_load(whole) == PNEU_OK);
    for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_OFFSETS; keep++) {
        MUST(pneu_message_new(keep, NULL, NULL, &streamed) == PNEU_OK);
        push_all(streamed, data, size, piece);
        if (keep == PNEU_KEEP_ALL)
            check_writer(streamed, data, size, piece);
        MUST(pneu_message_load(streamed) == PNEU_OK);
        MUST(pneu_message_part_count(whole) == pneu_message_part_count(streamed));
        MUST(pneu_message_line_ending(whole) == pneu_message_line_ending(streamed));
        for (uint32_t part = 0; part < pneu_message_part_count(whole); part++) {
            check_same_part(whole, streamed, part);
            check_same_fields(whole, streamed, part);
        }
        check_same_defects(whole, streamed);
        pneu_message_free(streamed);
    }
    pneu_message_free(whole);
    return 0;
}
