/*
 * The fields of all headers: 16 bytes each, in one array, a part's in one run.
 * In: FIELDS and FIELD_PIECE events, whose spans count from the event's slice. Out: spans that count from the part's
 * first byte, so that a run is taken over by one loop of additions. Invariant: a field that 32 bits cannot hold (longer
 * than MAX_FIELD, or more than 4 GiB into its header) counts from its own first byte and has a pneu_i_far_field, found
 * by bisection. RFC 5322 section 2.2.
 */
#include "tree/field_list.h"

/* ---- Taking fields ----------------------------------------------------------------------------------------- */

static pneu_status make_room(pneu_message *message, size_t count)
{
    if (count > UINT32_MAX - message->field_count)
        return PNEU_ERR_MEMORY;
    if (message->field_count + count <= message->field_capacity)
        return PNEU_OK;
    void *fields = message->fields;
    pneu_status status = pneu_i_message_grow(message, &fields, &message->field_capacity, message->field_count + count,
                                             sizeof *message->fields, message->first_fields);
    message->fields = fields;
    return status;
}

static void count_fields(pneu_message *message, size_t count)
{
    message->field_count += (uint32_t)count;
    message->nodes[message->node_count - 1].field_count += (uint32_t)count;
}

static void take_near(pneu_message *message, const pneu_event *event, uint32_t shift)
{
    pneu_field_span *to = message->fields + message->field_count;
    memcpy(to, event->fields, event->field_count * sizeof *to);
    for (size_t i = 0; shift > 0 && i < event->field_count; i++) {
        to[i].name += shift;
        to[i].value += shift;
        to[i].end += shift;
    }
    count_fields(message, event->field_count);
}

static pneu_status take_far(pneu_message *message, uint64_t slice_offset, const pneu_field_span *from, unsigned marks)
{
    void *far = message->far;
    pneu_status status =
        pneu_i_alloc_grow(&message->alloc, &far, &message->far_capacity, message->far_count + 1, sizeof *message->far);
    message->far = far;
    if (status != PNEU_OK)
        return status;
    pneu_i_far_field *record = &message->far[message->far_count++];
    record->field = message->field_count;
    record->offset = slice_offset + from->name;
    record->length = from->end - from->name;
    pneu_field_span *to = &message->fields[message->field_count];
    *to = *from;
    to->value -= to->name;
    to->end -= to->name;
    to->name = 0;
    to->id = (uint16_t)(from->id | PNEU_I_FAR | marks);
    count_fields(message, 1);
    return PNEU_OK;
}

static pneu_status take_fields(pneu_message *message, const pneu_event *event, unsigned marks)
{
    pneu_status status = make_room(message, event->field_count);
    if (status != PNEU_OK)
        return status;
    uint64_t shift = event->offset - message->nodes[message->node_count - 1].offset;
    if (marks == 0 && shift <= UINT32_MAX && event->slice.len <= UINT32_MAX - shift) {
        take_near(message, event, (uint32_t)shift);
        return PNEU_OK;
    }
    for (size_t i = 0; i < event->field_count && status == PNEU_OK; i++)
        status = take_far(message, event->offset, &event->fields[i], marks);
    return status;
}

pneu_status pneu_i_field_list_take(pneu_message *message, const pneu_event *event)
{
    if (event->type == PNEU_EVENT_FIELDS)
        return take_fields(message, event, 0);
    if ((event->flags & PNEU_PIECE_FIRST) != 0)
        return take_fields(message, event, PNEU_I_CUT);
    if (message->far_count > 0)
        message->far[message->far_count - 1].length += event->slice.len;
    return PNEU_OK;
}

/* ---- Reading fields ---------------------------------------------------------------------------------------- */

static const pneu_i_far_field *far_field(const pneu_message *message, uint32_t field)
{
    size_t low = 0, high = message->far_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (message->far[middle].field <= field)
            low = middle;
        else
            high = middle;
    }
    return &message->far[low];
}

const char *pneu_i_header_bytes(const pneu_message *message, const pneu_i_node *node)
{
    if (message->mode == PNEU_KEEP_OFFSETS)
        return NULL;
    if (message->mode == PNEU_KEEP_ALL && node->space == 0)
        return message->input.ptr != NULL ? message->input.ptr + (size_t)node->offset : "";
    return message->kept.ptr != NULL ? message->kept.ptr + node->kept : "";
}

pneu_str pneu_i_field_value(const pneu_message *message, const pneu_i_node *node, pneu_str raw)
{
    int has_lf = raw.len > 0 && raw.ptr[raw.len - 1] == '\n';
    raw.len -= has_lf ? 1 : 0;
    int cr_ends = has_lf || pneu_i_node_choice(message, node, PNEU_READING_BARE_CR) == 1;
    if (cr_ends && raw.len > 0 && raw.ptr[raw.len - 1] == '\r')
        raw.len--;
    return raw;
}

uint32_t pneu_part_field_count(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL ? node->field_count : 0;
}

/* Where the field at a place of the array stands. */
static pneu_span place_of(const pneu_message *message, const pneu_i_node *node, uint32_t at)
{
    const pneu_field_span *span = &message->fields[at];
    pneu_span place = {node->offset + span->name, span->end - span->name};
    if ((span->id & PNEU_I_FAR) != 0) {
        const pneu_i_far_field *far = far_field(message, at);
        place.offset = far->offset;
        place.length = far->length;
    }
    return place;
}

int32_t pneu_i_field_at(const pneu_message *message, const pneu_i_node *node, uint64_t offset)
{
    for (uint32_t i = 0; i < node->field_count; i++) {
        pneu_span place = place_of(message, node, node->first_field + i);
        if (offset >= place.offset && offset - place.offset < place.length)
            return pneu_i_field_id(&message->fields[node->first_field + i]);
    }
    return PNEU_FIELD_OTHER;
}

void pneu_i_field_place(const pneu_message *message, const pneu_i_node *node, int32_t id, pneu_span *span)
{
    for (uint32_t i = 0; i < node->field_count; i++) {
        if (pneu_i_field_id(&message->fields[node->first_field + i]) == id) {
            *span = place_of(message, node, node->first_field + i);
            return;
        }
    }
}

static void read_field(const pneu_message *message, const pneu_i_node *node, uint32_t at, pneu_field *field)
{
    const pneu_field_span *span = &message->fields[at];
    pneu_span place = place_of(message, node, at);
    const char *first = pneu_i_header_bytes(message, node) + (size_t)(place.offset - node->offset);
    field->offset = place.offset;
    field->length = place.length;
    field->id = pneu_i_field_id(span);
    field->is_cut = (span->id & PNEU_I_CUT) != 0;
    field->name = pneu_i_str_of(first, span->name_length);
    field->value = pneu_i_str_of(first + (span->value - span->name), span->end - span->value);
    if (!field->is_cut)
        field->value = pneu_i_field_value(message, node, field->value);
}

pneu_status pneu_part_field(pneu_message *message, uint32_t part, uint32_t index, pneu_field *field)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    if (field == NULL || message == NULL)
        return PNEU_ERR_ARGUMENT;
    if (node == NULL || index >= node->field_count)
        return PNEU_ERR_NOT_FOUND;
    if (message->mode == PNEU_KEEP_OFFSETS)
        return PNEU_ERR_NOT_KEPT;
    read_field(message, node, node->first_field + index, field);
    return PNEU_OK;
}

pneu_status pneu_part_find_field(pneu_message *message, uint32_t part, int32_t id, pneu_str name, uint32_t *index,
                                 pneu_field *field)
{
    if (message == NULL || index == NULL || field == NULL)
        return PNEU_ERR_ARGUMENT;
    const pneu_i_node *node = pneu_i_part(message, part);
    uint32_t count = node != NULL ? node->field_count : 0;
    for (uint32_t i = *index; i < count; i++) {
        if (pneu_i_field_id(&message->fields[node->first_field + i]) != id)
            continue;
        pneu_field candidate;
        pneu_status status = pneu_part_field(message, part, i, &candidate);
        if (status != PNEU_OK)
            return status;
        if (id == PNEU_FIELD_OTHER && !pneu_i_str_same(candidate.name, name))
            continue;
        *index = i;
        *field = candidate;
        return PNEU_OK;
    }
    return PNEU_ERR_NOT_FOUND;
}
