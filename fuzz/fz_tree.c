/*
 * Any bytes give a tree that holds together: parts stand in order and inside their parents, headers, bodies and gaps
 * tile the input, fields lie in their headers, children are linked as they are numbered, section numbers lead back to
 * their part, defects are sorted and name parts that exist. Everything that can be asked is asked.
 */
#include <stdint.h>

#include "pneu/syntax.h"
#include "pneu/tree.h"
#include "support/mail_mutator.h"
#include "support/must.h"

static uint64_t end_of(const pneu_span *span)
{
    return span->offset + span->length;
}

/* ---- Structure --------------------------------------------------------------------------------------------------- */

static void check_children(const pneu_message *message, uint32_t part)
{
    uint32_t count = 0, last = part;
    for (uint32_t child = pneu_part_first_child(message, part); child != PNEU_NO_PART;
         child = pneu_part_next_sibling(message, child)) {
        MUST(child > last && child < pneu_message_part_count(message));
        MUST(pneu_part_parent(message, child) == part);
        last = child;
        count++;
    }
    MUST(count == pneu_part_child_count(message, part));
}

static void check_place(const pneu_message *message, uint32_t part)
{
    pneu_span header, body, all, around;
    uint32_t parent = pneu_part_parent(message, part);
    pneu_part_header_span(message, part, &header);
    pneu_part_body_span(message, part, &body);
    pneu_part_span(message, part, &all);
    MUST(all.offset == header.offset && end_of(&header) == body.offset && end_of(&all) == end_of(&body));
    if (parent == PNEU_NO_PART) {
        MUST(part == 0 && all.offset == 0 && all.length == pneu_message_size(message));
        return;
    }
    MUST(parent < part);
    if (pneu_part_space(message, part) == pneu_part_space(message, parent)) {
        pneu_part_body_span(message, parent, &around);
        MUST(all.offset >= around.offset && end_of(&all) <= end_of(&around));
    } else {
        MUST(pneu_space_part(message, pneu_part_space(message, part)) == parent && all.offset == 0);
    }
}

/* Parts of the input, one after the other: each header begins behind the header or the leaf before it. */
static void check_order(const pneu_message *message)
{
    uint64_t place = 0;
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++) {
        pneu_span header, all;
        if (pneu_part_space(message, part) != 0)
            continue;
        pneu_part_header_span(message, part, &header);
        pneu_part_span(message, part, &all);
        MUST(header.offset >= place);
        place = pneu_part_kind(message, part) == PNEU_KIND_LEAF ? end_of(&all) : end_of(&header);
    }
    MUST(place <= pneu_message_size(message));
}

static void check_section(const pneu_message *message, uint32_t part)
{
    static char section[11 * 1100];
    size_t len;
    int32_t has;
    uint32_t found;
    MUST(pneu_part_section(message, part, section, sizeof section, &len, &has) == PNEU_OK);
    if (has) {
        pneu_str number = {section, len};
        MUST(pneu_message_find_section(message, number, &found) == PNEU_OK && found == part);
    }
}

/* ---- Values ------------------------------------------------------------------------------------------------------ */

static void check_fields(pneu_message *message, uint32_t part)
{
    pneu_span header;
    pneu_field field;
    pneu_part_header_span(message, part, &header);
    uint64_t place = header.offset;
    for (uint32_t i = 0; i < pneu_part_field_count(message, part); i++) {
        MUST(pneu_part_field(message, part, i, &field) == PNEU_OK);
        MUST(field.offset >= place && field.length > field.name.len + field.value.len - (field.is_cut != 0));
        place = field.offset + field.length;
        MUST(place <= end_of(&header));
    }
}

static void check_values(pneu_message *message, uint32_t part)
{
    pneu_str value;
    int32_t has;
    const struct pneu_param *params;
    size_t count;
    uint64_t length;
    MUST(pneu_part_filename(message, part, &value, &has) == PNEU_OK);
    MUST(pneu_part_content_id(message, part, &value) == PNEU_OK);
    MUST(pneu_part_declared_type(message, part, &value) == PNEU_OK);
    MUST(pneu_part_encoding_text(message, part, &value) == PNEU_OK);
    MUST(pneu_part_parameters(message, part, &params, &count) == PNEU_OK);
    MUST(pneu_part_decoded_length(message, part, &length) == PNEU_OK);
    MUST(pneu_part_body(message, part, &value) == PNEU_OK);
    MUST(value.len == length);
}

static void check_defects(const pneu_message *message)
{
    const pneu_defect *before = NULL;
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        pneu_defect_set found;
        MUST(defect->part < pneu_message_part_count(message));
        MUST(defect->space == 0 || pneu_space_part(message, defect->space) != PNEU_NO_PART);
        MUST(before == NULL || before->space < defect->space ||
             (before->space == defect->space && before->offset <= defect->offset));
        pneu_message_defects_found(message, &found);
        MUST(pneu_defect_set_has(&found, defect->code));
        MUST(pneu_message_defect_count(message, defect->code) > 0);
        before = defect;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_message *message;
    MUST(pneu_message_parse(data, size, NULL, NULL, &message) == PNEU_OK);
    MUST(pneu_message_part_count(message) >= 1);
    check_order(message);
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++) {
        check_place(message, part);
        check_children(message, part);
        check_section(message, part);
        check_fields(message, part);
        check_values(message, part);
    }
    check_defects(message);
    MUST(pneu_message_load(message) == PNEU_OK);
    check_defects(message);
    pneu_message_free(message);
    return 0;
}
