/*
 * Delimiters, found again from where parts begin and end (RFC 2046 section 5.1.1).
 * In: a part of space 0. Out: offsets of delimiter lines, and the boundary in them. Invariant: what is not a line with
 * "--" at its start is not taken for a delimiter, so that what a limit cut short is seen and refused.
 */
#include "edit/delimiter_place.h"

static uint64_t end_of_part(const pneu_i_node *node)
{
    return node->summary.body_offset + node->summary.body_length;
}

/* The start of the line that ends just before `end`, not before `from`. */
static uint64_t line_before(const pneu_message *message, uint64_t from, uint64_t end)
{
    const char *input = message->input.ptr;
    uint64_t at = end;
    if (at > from && pneu_i_edit_is_line_end(message, input[at - 1])) {
        at--;
        if (at > from && input[at] == '\n' && input[at - 1] == '\r')
            at--;
    }
    while (at > from && !pneu_i_edit_is_line_end(message, input[at - 1]))
        at--;
    return at;
}

static int has_dashes(const pneu_message *message, uint64_t at, uint64_t end)
{
    return end - at >= 2 && message->input.ptr[at] == '-' && message->input.ptr[at + 1] == '-';
}

pneu_status pneu_i_delimiter_before(const pneu_message *message, uint32_t part, uint64_t *offset)
{
    const pneu_i_node *node = &message->nodes[part];
    const pneu_i_node *parent = &message->nodes[node->parent];
    uint64_t at = line_before(message, parent->summary.body_offset, node->offset);
    if (!has_dashes(message, at, node->offset))
        return PNEU_ERR_LIMIT;
    *offset = at;
    return PNEU_OK;
}

/* Skips one line end. */
static uint64_t behind_line_end(const pneu_message *message, uint64_t at, uint64_t end)
{
    const char *input = message->input.ptr;
    if (end - at >= 2 && input[at] == '\r' && input[at + 1] == '\n')
        return at + 2;
    return at < end && pneu_i_edit_is_line_end(message, input[at]) ? at + 1 : at;
}

static uint64_t end_of_line(const pneu_message *message, uint64_t at, uint64_t end)
{
    while (at < end && !pneu_i_edit_is_line_end(message, message->input.ptr[at]))
        at++;
    return at;
}

/* 1 if the line at `at` is "--", the boundary, "--" and blanks. */
static int is_close(const pneu_message *message, uint64_t at, uint64_t end, pneu_str boundary)
{
    pneu_str line = pneu_i_str_trim(pneu_i_edit_input(message, at, end_of_line(message, at, end)));
    return line.len == boundary.len + 4 && has_dashes(message, at, end) &&
           memcmp(line.ptr + 2, boundary.ptr, boundary.len) == 0 && memcmp(line.ptr + 2 + boundary.len, "--", 2) == 0;
}

/* Of a multipart without parts: its first line that is a close delimiter, or its end. */
static pneu_status close_in_preamble(pneu_message *message, uint32_t part, uint64_t *offset, int *has)
{
    const pneu_i_node *node = &message->nodes[part];
    uint64_t end = end_of_part(node);
    pneu_str boundary;
    pneu_status status = pneu_i_boundary_of(message, part, &boundary);
    if (status != PNEU_OK)
        return status;
    uint64_t at = node->summary.body_offset;
    while (at < end && !is_close(message, at, end, boundary)) {
        uint64_t line_end = end_of_line(message, at, end);
        at = behind_line_end(message, line_end, end);
    }
    *offset = at;
    *has = at < end;
    return PNEU_OK;
}

pneu_status pneu_i_close_delimiter(pneu_message *message, uint32_t part, uint64_t *offset, int *has)
{
    const pneu_i_node *node = &message->nodes[part];
    if (node->last_child == PNEU_NO_PART)
        return close_in_preamble(message, part, offset, has);
    uint64_t at = end_of_part(&message->nodes[node->last_child]), end = end_of_part(node);
    *offset = end;
    *has = at < end;
    if (at == end)
        return PNEU_OK;
    *offset = behind_line_end(message, at, end);
    return has_dashes(message, *offset, end) ? PNEU_OK : PNEU_ERR_LIMIT;
}

pneu_status pneu_i_boundary_of(pneu_message *message, uint32_t part, pneu_str *boundary)
{
    const pneu_param *params;
    size_t count = 0;
    if (message->nodes[part].last_child != PNEU_NO_PART) {
        uint64_t at = 0, child = message->nodes[part + 1].offset;
        pneu_status status = pneu_i_delimiter_before(message, part + 1, &at);
        *boundary = pneu_i_str_trim(pneu_i_edit_input(message, at + 2, child));
        return status;
    }
    pneu_status status = pneu_part_parameters(message, part, &params, &count);
    for (size_t i = 0; i < count && status == PNEU_OK; i++) {
        if (pneu_i_str_is(params[i].name, "boundary") && params[i].value.len > 0) {
            *boundary = params[i].value;
            return PNEU_OK;
        }
    }
    return status == PNEU_OK ? PNEU_ERR_LIMIT : status;
}

int pneu_i_followed_by(const pneu_message *message, uint32_t part)
{
    uint64_t end = end_of_part(&message->nodes[part]);
    if (end >= message->input.len)
        return PNEU_I_FOLLOWED_BY_NOTHING;
    char c = message->input.ptr[end];
    return pneu_i_edit_is_line_end(message, c) || c == '\r' ? PNEU_I_FOLLOWED_BY_LINE_END
                                                            : PNEU_I_FOLLOWED_BY_DELIMITER;
}
