/*
 * Character references (HTML standard, section 13.2.5.72 and on). In: the bytes of a reference, one by one. Out: UTF-8.
 * Names: all of the standard's; those it knows without ";" also as the beginning of a longer word ("&notit;" is the
 * letter of "&not" and "it;"). Numbers: 128 to 159 mean windows-1252; what is no character is U+FFFD.
 * Invariant: what comes out is never longer than PNEU_I_REFERENCE_ROOM.
 * Not handled: nothing.
 */
#include "view/html_entity.h"

#include "charset/charset.h"
#include "charset/single_byte_tables.h"

static int is_letter(char c)
{
    char lower = pneu_i_lower(c);
    return lower >= 'a' && lower <= 'z';
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

void pneu_i_reference_start(pneu_i_reference *reference)
{
    reference->text[0] = '&';
    reference->len = 1;
    reference->kind = PNEU_I_REFERENCE_NAME;
    reference->value = 0;
}

static void add_digit(pneu_i_reference *reference, unsigned base, int digit)
{
    if (reference->value <= 0x10FFFF)
        reference->value = reference->value * base + (unsigned)digit;
}

static int push_number(pneu_i_reference *reference, char c)
{
    int is_hex = reference->kind == PNEU_I_REFERENCE_X || reference->kind == PNEU_I_REFERENCE_HEX;
    int digit = is_hex || is_digit(c) ? pneu_i_hex_value((unsigned char)c) : -1;
    if (digit >= 0) {
        add_digit(reference, is_hex ? 16 : 10, digit);
        reference->kind = is_hex ? PNEU_I_REFERENCE_HEX : PNEU_I_REFERENCE_DECIMAL;
        return 1;
    }
    if (reference->kind != PNEU_I_REFERENCE_HASH || (c != 'x' && c != 'X'))
        return 0;
    reference->kind = PNEU_I_REFERENCE_X;
    reference->text[reference->len++] = c;
    return 1;
}

int pneu_i_reference_push(pneu_i_reference *reference, char c)
{
    if (reference->kind != PNEU_I_REFERENCE_NAME)
        return push_number(reference, c);
    int is_hash = c == '#' && reference->len == 1;
    if (!is_hash && !is_letter(c) && !(is_digit(c) && reference->len > 1))
        return 0;
    if (reference->len == sizeof reference->text)
        return 0;
    if (is_hash)
        reference->kind = PNEU_I_REFERENCE_HASH;
    reference->text[reference->len++] = c;
    return 1;
}

static const pneu_i_entity *find(pneu_str name)
{
    size_t low = 0, high = PNEU_I_ENTITY_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = pneu_i_str_order(name, pneu_i_entities[middle].name);
        if (order == 0)
            return &pneu_i_entities[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static uint32_t repaired(uint32_t value)
{
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return 0xFFFD;
    if (value < 0x80 || value > 0x9F)
        return value;
    return pneu_i_single_byte_tables[pneu_i_charset_at(PNEU_I_CHARSET_WINDOWS_1252)->table][value - 0x80];
}

static size_t write_entity(const pneu_i_entity *entity, char *out)
{
    size_t len = pneu_i_utf8_write(entity->first, out);
    if (entity->second != 0)
        len += pneu_i_utf8_write(entity->second, out + len);
    return len;
}

static size_t write_as_is(pneu_str text, char *out)
{
    memcpy(out, text.ptr, text.len);
    return text.len;
}

/* A name without ";": all of it, or in text also its beginning. */
static size_t end_without_semicolon(pneu_str name, char next, int is_attribute, char *out)
{
    size_t longest = name.len < PNEU_I_ENTITY_LONGEST_LEGACY ? name.len : PNEU_I_ENTITY_LONGEST_LEGACY;
    size_t shortest = is_attribute ? name.len : 2;
    if (is_attribute && next == '=')
        return 0;
    for (size_t len = longest; len >= shortest && len > 0; len--) {
        const pneu_i_entity *entity = find(pneu_i_str_of(name.ptr, len));
        if (entity == NULL || !entity->is_legacy)
            continue;
        size_t written = write_entity(entity, out);
        return written + write_as_is(pneu_i_str_from(name, len), out + written);
    }
    return 0;
}

size_t pneu_i_reference_end(const pneu_i_reference *reference, char next, int is_attribute, char *out, int *takes_next)
{
    pneu_str all = {reference->text, reference->len};
    size_t written = 0;
    *takes_next = next == ';';
    if (reference->kind == PNEU_I_REFERENCE_DECIMAL || reference->kind == PNEU_I_REFERENCE_HEX)
        return pneu_i_utf8_write(repaired(reference->value), out);
    if (reference->kind == PNEU_I_REFERENCE_NAME && all.len > 1) {
        pneu_str name = pneu_i_str_from(all, 1);
        const pneu_i_entity *entity = *takes_next ? find(name) : NULL;
        if (entity != NULL)
            return write_entity(entity, out);
        written = end_without_semicolon(name, next, is_attribute, out);
    }
    *takes_next = 0;
    return written > 0 ? written : write_as_is(all, out);
}
