/*
 * Section numbers in IMAP's sense (RFC 9051 section 6.4.5): the children of a multipart count from 1; a message that is
 * no multipart has one section, "1"; the multipart of an embedded message has none, its children continue the number of
 * the message part. In: a part, or a number. Out: the number, or the part. No memory, no recursion: the path is walked
 * upwards twice, once for its length.
 * Not handled: HEADER, TEXT and MIME, and numbers inside decoded messages: IMAP has none.
 */
#include "tree/message.h"

#define DIGITS_MAX 10 /* of a 32-bit number */

/* A part that is a message: the root, or what stands in a message part. */
static int is_message_root(const pneu_message *message, const pneu_i_node *node)
{
    return node->parent == PNEU_NO_PART || message->nodes[node->parent].kind != PNEU_KIND_MULTIPART;
}

/* The part's own number, behind that of its parent; 0: it adds none. */
static uint32_t number_of(const pneu_message *message, const pneu_i_node *node)
{
    if (!is_message_root(message, node))
        return node->ordinal;
    return node->kind == PNEU_KIND_MULTIPART ? 0 : 1;
}

static size_t digits_of(uint32_t number)
{
    size_t digits = 1;
    for (; number > 9; number /= 10)
        digits++;
    return digits;
}

static size_t length_of_section(const pneu_message *message, uint32_t part)
{
    size_t length = 0;
    for (; part != PNEU_NO_PART; part = message->nodes[part].parent) {
        uint32_t number = number_of(message, &message->nodes[part]);
        if (number > 0)
            length += digits_of(number) + (length > 0 ? 1 : 0);
    }
    return length;
}

/* Writes the numbers from the last to the first, so that they end at `end`. */
static void write_section(const pneu_message *message, uint32_t part, char *end)
{
    int is_last = 1;
    for (; part != PNEU_NO_PART; part = message->nodes[part].parent) {
        uint32_t number = number_of(message, &message->nodes[part]);
        if (number == 0)
            continue;
        if (!is_last)
            *--end = '.';
        is_last = 0;
        for (; number > 0; number /= 10)
            *--end = (char)('0' + number % 10);
    }
}

static int has_section(const pneu_message *message, const pneu_i_node *node)
{
    return node->space == 0 && (node->parent == PNEU_NO_PART || number_of(message, node) > 0);
}

pneu_status pneu_part_section(const pneu_message *message, uint32_t part, char *out, size_t capacity, size_t *len,
                              int32_t *has)
{
    if (message == NULL || len == NULL || has == NULL || (out == NULL && capacity > 0))
        return PNEU_ERR_ARGUMENT;
    const pneu_i_node *node = pneu_i_part(message, part);
    if (node == NULL)
        return PNEU_ERR_NOT_FOUND;
    size_t length = has_section(message, node) ? length_of_section(message, part) : 0;
    if (length > capacity)
        return PNEU_ERR_LIMIT;
    if (length > 0)
        write_section(message, part, out + length);
    *len = length;
    *has = has_section(message, node);
    return PNEU_OK;
}

/* ---- The other way ----------------------------------------------------------------------------------------- */

/* The next number of the section, moving behind it; 0 if there is none that is written as IMAP does. */
static uint32_t next_number(pneu_str section, size_t *at)
{
    uint64_t number = 0;
    size_t digits = 0;
    for (; *at < section.len && pneu_i_is((unsigned char)section.ptr[*at], PNEU_I_DIGIT); digits++) {
        number = number * 10 + (uint64_t)(section.ptr[(*at)++] - '0');
        if (digits >= DIGITS_MAX || number == 0)
            return 0;
    }
    if (*at < section.len && (section.ptr[*at] != '.' || ++*at == section.len))
        return 0;
    return number <= UINT32_MAX ? (uint32_t)number : 0;
}

static uint32_t child_with_number(const pneu_message *message, uint32_t multipart, uint32_t number)
{
    uint32_t child = pneu_part_first_child(message, multipart);
    for (; child != PNEU_NO_PART && number > 1; number--)
        child = message->nodes[child].next_sibling;
    return child;
}

/* The part that a number names inside the message whose first part is `root`. */
static uint32_t part_in_message(const pneu_message *message, uint32_t root, uint32_t number)
{
    if (root == PNEU_NO_PART || message->nodes[root].space != 0)
        return PNEU_NO_PART;
    if (message->nodes[root].kind == PNEU_KIND_MULTIPART)
        return child_with_number(message, root, number);
    return number == 1 ? root : PNEU_NO_PART;
}

pneu_status pneu_message_find_section(const pneu_message *message, pneu_str section, uint32_t *part)
{
    if (message == NULL || part == NULL || (section.ptr == NULL && section.len > 0))
        return PNEU_ERR_ARGUMENT;
    if (pneu_i_part(message, 0) == NULL)
        return PNEU_ERR_NOT_FOUND;
    uint32_t found = 0;
    for (size_t at = 0; at < section.len;) {
        int is_first = at == 0;
        uint32_t number = next_number(section, &at);
        if (number == 0)
            return PNEU_ERR_NOT_FOUND;
        if (is_first)
            found = part_in_message(message, 0, number);
        else if (message->nodes[found].kind == PNEU_KIND_MULTIPART)
            found = child_with_number(message, found, number);
        else
            found = part_in_message(message, pneu_part_first_child(message, found), number);
        if (found == PNEU_NO_PART)
            return PNEU_ERR_NOT_FOUND;
    }
    *part = found;
    return PNEU_OK;
}
