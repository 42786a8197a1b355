/* What holds of a message that was made 7-bit ASCII, compared with the one it was made of. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "charset/charset.h"
#include "pneu/address.h"
#include "pneu/tree.h"
#include "support/ascii_run.h"
#include "support/must.h"
#include "syntax/a_label.h"

/* ---- Bytes ------------------------------------------------------------------------------------------------------- */

static void must_be_seven_bit(const text *out)
{
    size_t line = 0;
    for (size_t i = 0; i < out->len; i++) {
        unsigned char c = (unsigned char)out->ptr[i];
        MUST(c > 0 && c < 128);
        MUST(c != '\r' || (i + 1 < out->len && out->ptr[i + 1] == '\n'));
        MUST(c != '\n' || (i > 0 && out->ptr[i - 1] == '\r'));
        line = c == '\n' ? 0 : line + 1;
        MUST(line <= 998 || (line == 999 && c == '\r'));
    }
}

/* ---- Bodies ------------------------------------------------------------------------------------------------------ */

/* The place after a byte, or after a line end; *c is the byte, '\n' for each form of a line end. CR CR LF is one too: a
 * file with LF may have "=0D" before it. */
static size_t next_byte(pneu_str s, size_t at, char *c)
{
    size_t after = at;
    while (after < s.len && s.ptr[after] == '\r')
        after++;
    if (after < s.len && s.ptr[after] == '\n')
        at = after;
    *c = s.ptr[at];
    return at + 1;
}

static int same_lines(pneu_str a, pneu_str b)
{
    size_t i = 0, k = 0;
    while (i < a.len && k < b.len) {
        char c, d;
        i = next_byte(a, i, &c);
        k = next_byte(b, k, &d);
        if (c != d)
            return 0;
    }
    return i == a.len && k == b.len;
}

static void must_have_same_body(pneu_message *a, pneu_message *b, uint32_t part)
{
    pneu_str x, y;
    if (pneu_part_kind(a, part) != PNEU_KIND_LEAF)
        return;
    MUST(pneu_part_body(a, part, &x) == PNEU_OK && pneu_part_body(b, part, &y) == PNEU_OK);
    if (pneu_part_encoding(a, part) == PNEU_ENCODING_BASE64)
        MUST(pneu_i_str_equal(x, y));
    else
        MUST(same_lines(x, y));
}

/* ---- Fields ------------------------------------------------------------------------------------------------------ */

/* Texts are the same but for the white space of folds. */
static int same_words(pneu_str a, pneu_str b)
{
    size_t i = 0, k = 0;
    a = pneu_i_str_trim(a);
    b = pneu_i_str_trim(b);
    while (i < a.len && k < b.len) {
        int is_blank = pneu_i_is_blank((unsigned char)a.ptr[i]);
        if (is_blank != pneu_i_is_blank((unsigned char)b.ptr[k]) || (!is_blank && a.ptr[i] != b.ptr[k]))
            return 0;
        do
            i++;
        while (is_blank && i < a.len && pneu_i_is_blank((unsigned char)a.ptr[i]));
        do
            k++;
        while (is_blank && k < b.len && pneu_i_is_blank((unsigned char)b.ptr[k]));
    }
    return i == a.len && k == b.len;
}

static int same_text(pneu_arena *arena, pneu_str a, pneu_str b)
{
    MUST(pneu_decode_text(arena, a, PNEU_LENIENT, NULL, &a) == PNEU_OK);
    MUST(pneu_decode_text(arena, b, PNEU_LENIENT, NULL, &b) == PNEU_OK);
    return same_words(a, b);
}

/* The same but for all white space. */
static int same_tokens(pneu_str a, pneu_str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.len && pneu_i_is_blank((unsigned char)a.ptr[i]))
            i++;
        while (k < b.len && pneu_i_is_blank((unsigned char)b.ptr[k]))
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (a.ptr[i++] != b.ptr[k++])
            return 0;
    }
}

static int same_structured(pneu_arena *arena, pneu_str a, pneu_str b)
{
    MUST(pneu_decode_text(arena, a, PNEU_LENIENT, NULL, &a) == PNEU_OK);
    MUST(pneu_decode_text(arena, b, PNEU_LENIENT, NULL, &b) == PNEU_OK);
    return same_tokens(a, b);
}

static int same_mailbox(pneu_arena *arena, const pneu_mailbox *a, const pneu_mailbox *b)
{
    pneu_str domain = a->domain;
    if (pneu_i_domain_to_ascii(arena, a->domain, &domain) != PNEU_OK)
        return 0;
    return same_words(a->name, b->name) && pneu_i_str_equal(a->local, b->local) &&
           pneu_i_str_equal(domain, b->domain) && a->group == b->group;
}

static int same_addresses(pneu_arena *arena, pneu_str a, pneu_str b)
{
    pneu_address_list x, y;
    MUST(pneu_address_list_parse(arena, a, PNEU_LENIENT, NULL, &x) == PNEU_OK);
    MUST(pneu_address_list_parse(arena, b, PNEU_LENIENT, NULL, &y) == PNEU_OK);
    if (x.mailbox_count != y.mailbox_count || x.group_count != y.group_count)
        return 0;
    for (size_t i = 0; i < x.mailbox_count; i++)
        if (!same_mailbox(arena, &x.mailboxes[i], &y.mailboxes[i]))
            return 0;
    for (size_t i = 0; i < x.group_count; i++)
        if (!same_words(x.groups[i].name, y.groups[i].name) || x.groups[i].count != y.groups[i].count)
            return 0;
    return 1;
}

static int same_parameters(pneu_arena *arena, pneu_str a, pneu_str b, int is_type)
{
    pneu_mime_value x, y;
    pneu_status (*parse)(pneu_arena *, pneu_str, int32_t, const pneu_defect_sink *, pneu_mime_value *) =
        is_type ? pneu_content_type_parse : pneu_content_disposition_parse;
    MUST(parse(arena, a, PNEU_LENIENT, NULL, &x) == PNEU_OK);
    MUST(parse(arena, b, PNEU_LENIENT, NULL, &y) == PNEU_OK);
    if (!pneu_i_str_equal(x.value, y.value) || x.param_count != y.param_count)
        return 0;
    for (size_t i = 0; i < x.param_count; i++)
        if (!pneu_i_str_equal(x.params[i].name, y.params[i].name) ||
            (!pneu_i_str_is(x.params[i].name, "boundary") && !pneu_i_str_equal(x.params[i].value, y.params[i].value)))
            return 0;
    return 1;
}

static int same_field(pneu_arena *arena, const pneu_field *a, const pneu_field *b)
{
    int is_plain = pneu_i_ascii_only(a->value.ptr, a->value.len);
    if (!pneu_i_str_same(a->name, b->name))
        return 0;
    if (a->id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING || a->is_cut)
        return 1;
    switch (pneu_field_kind(a->id)) {
    case PNEU_FIELD_KIND_ADDRESSES: return same_addresses(arena, a->value, b->value);
    case PNEU_FIELD_KIND_MIME: return same_parameters(arena, a->value, b->value, a->id == PNEU_FIELD_CONTENT_TYPE);
    case PNEU_FIELD_KIND_TEXT: return same_text(arena, a->value, b->value);
    case PNEU_FIELD_KIND_TRACE: return !is_plain || same_structured(arena, a->value, b->value);
    default: return a->id == PNEU_FIELD_LIST_ID || same_structured(arena, a->value, b->value);
    }
}

/* All fields of a stand in b, in their order; others of b were added. */
static void must_have_same_fields(pneu_message *a, pneu_message *b, uint32_t part)
{
    pneu_arena *arena;
    pneu_field x, y;
    uint32_t next = 0;
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
    for (uint32_t i = 0; i < pneu_part_field_count(a, part); i++) {
        MUST(pneu_part_field(a, part, i, &x) == PNEU_OK);
        MUST(next < pneu_part_field_count(b, part));
        MUST(pneu_part_field(b, part, next++, &y) == PNEU_OK);
        if (!same_field(arena, &x, &y))
            (void)fprintf(stderr, "part %u, %.*s:%.*s\nbecame %.*s:%.*s\n", (unsigned)part, (int)x.name.len, x.name.ptr,
                          (int)x.value.len, x.value.ptr, (int)y.name.len, y.name.ptr, (int)y.value.len, y.value.ptr);
        MUST(same_field(arena, &x, &y));
        pneu_arena_reset(arena);
    }
    MUST(pneu_part_field_count(b, part) - next <= 3);
    pneu_arena_free(arena);
}

/* ---- The law ----------------------------------------------------------------------------------------------------- */

static void must_be_same_part(pneu_message *a, pneu_message *b, uint32_t part, int keeps_fields)
{
    pneu_str x, y;
    MUST(pneu_part_kind(a, part) == pneu_part_kind(b, part));
    MUST(pneu_part_parent(a, part) == pneu_part_parent(b, part));
    pneu_part_type(a, part, &x);
    pneu_part_type(b, part, &y);
    MUST(pneu_i_str_equal(x, y));
    must_have_same_body(a, b, part);
    if (keeps_fields)
        must_have_same_fields(a, b, part);
}

static void must_be_same_message(const char *bytes, size_t len, const ascii_way *way, const text *out)
{
    pneu_message *a, *b;
    int keeps_fields = way->choices.on_unrepresentable == PNEU_UNREPRESENTABLE_REFUSE;
    MUST(pneu_message_parse(bytes, len, NULL, NULL, &a) == PNEU_OK);
    MUST(pneu_message_parse(out->ptr, out->len, NULL, NULL, &b) == PNEU_OK);
    MUST(pneu_message_part_count(a) == pneu_message_part_count(b));
    for (uint32_t part = 0; part < pneu_message_part_count(a); part++)
        must_be_same_part(a, b, part, keeps_fields);
    pneu_message_free(a);
    pneu_message_free(b);
}

void ascii_must_keep_law(const ascii_way *way, const char *bytes, size_t len, const ascii_result *result)
{
    ascii_way again = *way;
    ascii_result second;
    if (result->status != PNEU_OK)
        return;
    must_be_seven_bit(&result->out);
    must_be_same_message(bytes, len, way, &result->out);
    again.how = WHOLE;
    again.capacity = 0;
    ascii_run(&again, result->out.ptr, result->out.len, &second);
    MUST(second.status == PNEU_OK);
    MUST(second.out.len == result->out.len);
    MUST(second.out.len == 0 || memcmp(second.out.ptr, result->out.ptr, second.out.len) == 0);
    MUST(second.summary.losses == 0);
    ascii_result_free(&second);
}
