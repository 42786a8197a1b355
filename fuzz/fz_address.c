/*
 * Address lists. Byte 0: bit 0 = write UTF-8, bits 1 to 6 = column; the rest: a value. Values are clean, places lie within
 * the input, groups follow each other. What strict reading reads, lenient reading reads alike, and the long way what the
 * short one takes, and what is read in both ways. What can be written is read back as the same list, strictly and without a repair, on lines that are not
 * too long.
 */
#include <stdlib.h>

#include "base/str.h"
#include "charset/charset.h"
#include "pneu/address.h"
#include "support/must.h"
#include "syntax/usual_address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_place(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    const pneu_str *value = ctx;
    MUST(code > 0 && detail >= 0);
    MUST(offset <= value->len && length <= value->len - offset);
}

static void check_clean(pneu_str s)
{
    MUST(pneu_i_utf8_valid(s.ptr, s.len) == s.len);
    for (size_t i = 0; i < s.len; i++)
        MUST(s.ptr[i] != '\r' && s.ptr[i] != '\n' && s.ptr[i] != '\0');
}

static void check_list(const pneu_address_list *list, pneu_str value)
{
    size_t end = 0;
    MUST(list->mailbox_count + list->group_count <= PNEU_ADDRESS_MAX && list->unread <= value.len);
    for (size_t i = 0; i < list->mailbox_count; i++) {
        const pneu_mailbox *m = &list->mailboxes[i];
        const pneu_str texts[] = {m->name, m->address, m->local, m->domain, m->comment, m->route};
        for (size_t k = 0; k < COUNT_OF(texts); k++)
            check_clean(texts[k]);
        MUST(m->offset >= end && m->offset <= value.len && m->length <= value.len - m->offset);
        end = m->offset + m->length;
        MUST((m->address.len == 0) == ((m->flags & (PNEU_MAILBOX_NULL | PNEU_MAILBOX_UNREADABLE)) != 0));
        MUST(pneu_mailbox_is_same(m, m) == (m->address.len > 0));
    }
    for (size_t i = 0; i < list->group_count; i++) {
        const pneu_group *g = &list->groups[i];
        check_clean(g->name);
        MUST(g->offset <= value.len && g->length <= value.len - g->offset);
        for (size_t k = 0; k < g->count; k++)
            MUST(list->mailboxes[g->first + k].group == i);
    }
}

static void check_same(const pneu_address_list *a, const pneu_address_list *b)
{
    MUST(a->mailbox_count == b->mailbox_count && a->group_count == b->group_count);
    for (size_t i = 0; i < a->mailbox_count; i++) {
        MUST(pneu_i_str_equal(a->mailboxes[i].name, b->mailboxes[i].name));
        MUST(pneu_i_str_equal(a->mailboxes[i].local, b->mailboxes[i].local));
        MUST(pneu_i_str_equal(a->mailboxes[i].domain, b->mailboxes[i].domain));
    }
    for (size_t i = 0; i < a->group_count; i++) {
        MUST(pneu_i_str_equal(a->groups[i].name, b->groups[i].name));
        MUST(a->groups[i].first == b->groups[i].first && a->groups[i].count == b->groups[i].count);
    }
}

/* The same of the same value. */
static void check_alike(const pneu_address_list *a, const pneu_address_list *b)
{
    check_same(a, b);
    for (size_t i = 0; i < a->mailbox_count; i++) {
        const pneu_mailbox *m = &a->mailboxes[i], *n = &b->mailboxes[i];
        MUST(pneu_i_str_equal(m->comment, n->comment) && pneu_i_str_equal(m->route, n->route));
        MUST(pneu_i_str_equal(m->raw_name, n->raw_name) && m->flags == n->flags);
        MUST(m->offset == n->offset && m->length == n->length);
    }
}

static void check_written(pneu_arena *arena, const pneu_address_list *list, uint8_t options)
{
    pneu_format format = {options & 1u, (uint32_t)(options >> 1 & 63)};
    pneu_address_list again;
    pneu_str text;
    pneu_status status = pneu_address_list_format(arena, list, &format, &text);
    MUST(status == PNEU_OK || status == PNEU_ERR_ARGUMENT);
    if (status != PNEU_OK)
        return;
    size_t column = format.column;
    for (size_t i = 0; i < text.len; i++) {
        MUST(text.ptr[i] != '\0' && (format.flags != 0 || (unsigned char)text.ptr[i] < 0x80));
        MUST(text.ptr[i] != '\r' || (i + 2 < text.len && text.ptr[i + 1] == '\n' && text.ptr[i + 2] == ' '));
        column = text.ptr[i] == '\n' ? 0 : column + 1;
        MUST(column <= 998);
    }
    MUST(pneu_address_list_parse(arena, text, PNEU_STRICT, NULL, &again) == PNEU_OK);
    check_same(list, &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    pneu_address_list lenient, strict, any, mixed;
    if (size < 1 || pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 0;
    char *copy = malloc(size > 1 ? size - 1 : 1); /* exactly the value, so that a byte read too many is seen */
    if (copy != NULL) {
        memcpy(copy, data + 1, size - 1);
        pneu_str value = {copy, size - 1};
        pneu_defect_sink sink = {check_place, &value};
        MUST(pneu_address_list_parse(arena, value, PNEU_LENIENT, &sink, &lenient) == PNEU_OK);
        check_list(&lenient, value);
        MUST(pneu_i_any_addresses_read(arena, value, PNEU_LENIENT, &sink, &any) == PNEU_OK);
        check_alike(&lenient, &any);
        MUST(pneu_i_mixed_addresses_read(arena, value, PNEU_LENIENT, &sink, &mixed) == PNEU_OK);
        check_alike(&mixed, &any);
        if (pneu_address_list_parse(arena, value, PNEU_STRICT, &sink, &strict) == PNEU_OK) {
            check_list(&strict, value);
            MUST(strict.mailbox_count == lenient.mailbox_count && strict.group_count == lenient.group_count);
        }
        check_written(arena, &lenient, data[0]);
        free(copy);
    }
    pneu_arena_free(arena);
    return 0;
}
