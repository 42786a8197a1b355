/*
 * The header as a DKIM signature sees it: the fields that h= selects, then the signature's own field.
 * In: the raw fields of a header. Out: bytes in the arena, ready to be hashed.
 * Invariant: what comes out is at most the header twice, whatever h= says, as no field is selected twice.
 * RFC 6376 sections 3.5, 3.7 and 5.4; RFC 8617 section 4.1.2 (ARC-Message-Signature is made the same way).
 * Not handled: keys, hashes, expiry, and whether h= has all it should.
 */
#include "base/str.h"
#include "pneu/auth.h"
#include "view/canon_field.h"

/* ---- Fields ---------------------------------------------------------------------------------------------------- */

pneu_status pneu_canon_fields(pneu_message *message, pneu_arena *arena, const pneu_str **fields, size_t *count)
{
    if (message == NULL || arena == NULL || fields == NULL || count == NULL)
        return PNEU_ERR_ARGUMENT;
    size_t all = pneu_part_field_count(message, 0);
    pneu_str *list = pneu_i_arena_alloc(arena, all * sizeof *list);
    pneu_status status = list != NULL ? PNEU_OK : PNEU_ERR_MEMORY;
    for (size_t i = 0; i < all && status == PNEU_OK; i++) {
        pneu_field field;
        status = pneu_part_field(message, 0, (uint32_t)i, &field);
        if (status != PNEU_OK)
            break;
        pneu_span span = {field.offset, field.length};
        status = pneu_part_bytes(message, 0, &span, &list[i]);
    }
    if (status != PNEU_OK)
        return status;
    *fields = list;
    *count = all;
    return PNEU_OK;
}

static pneu_status add_selected(pneu_i_text_builder *builder, const pneu_str *fields, size_t count, pneu_str names,
                                pneu_i_canon_form form)
{
    const size_t *selected;
    size_t selected_count;
    pneu_status status = pneu_canon_select(builder->arena, fields, count, names, &selected, &selected_count);
    for (size_t i = 0; i < selected_count && status == PNEU_OK; i++)
        if (selected[i] != PNEU_CANON_NO_FIELD)
            pneu_i_canon_add_field(builder, fields[selected[i]], form);
    return status;
}

static size_t length_of(const pneu_str *fields, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += fields[i].len;
    return length;
}

pneu_status pneu_canon_selected_header(pneu_arena *arena, const pneu_str *fields, size_t count,
                                       const pneu_canon_names *names, pneu_str *out)
{
    pneu_i_text_builder builder;
    if (arena == NULL || names == NULL || out == NULL || (fields == NULL && count > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_i_canon_form form = {names->algorithm, names->flags};
    if (!pneu_i_canon_form_is_known(form))
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, length_of(fields, count));
    pneu_status status = add_selected(&builder, fields, count, names->names, form);
    return status != PNEU_OK ? status : pneu_i_text_builder_end(&builder, out);
}

/* ---- The signature --------------------------------------------------------------------------------------------- */

/* The value of a tag; "" where it is missing. */
static pneu_str tag_of(const pneu_tag_list *list, const char *name)
{
    pneu_str value = pneu_i_str("");
    (void)pneu_tag_list_find(list, pneu_i_str(name), &value);
    return value;
}

/* 0 if there is no such algorithm. */
static int read_algorithm(pneu_str name, int32_t *algorithm)
{
    *algorithm = pneu_i_str_is(name, "relaxed") ? PNEU_CANON_RELAXED : PNEU_CANON_SIMPLE;
    return *algorithm == PNEU_CANON_RELAXED || pneu_i_str_is(name, "simple");
}

/* "header/body"; a missing body is simple, a missing header too. */
static int read_algorithms(pneu_str c, pneu_dkim_signature *signature)
{
    pneu_str body = pneu_i_str("simple");
    if (c.len == 0)
        c = body;
    const char *slash = memchr(c.ptr, '/', c.len);
    if (slash != NULL) {
        size_t len = (size_t)(slash - c.ptr);
        body = pneu_i_str_from(c, len + 1);
        c.len = len;
    }
    return read_algorithm(c, &signature->header_algorithm) && read_algorithm(body, &signature->body_algorithm);
}

static int read_limit(pneu_str digits, int64_t *limit)
{
    int64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        int digit = digits.ptr[i] - '0';
        if (digit < 0 || digit > 9)
            return 0;
        value = value > (INT64_MAX - digit) / 10 ? INT64_MAX : value * 10 + digit;
    }
    *limit = digits.len > 0 ? value : PNEU_LIMIT_NONE;
    return 1;
}

/* Base64 as one word. */
static pneu_str without_space(pneu_arena *arena, pneu_str text, pneu_status *status)
{
    pneu_str word = {NULL, 0};
    char *to = pneu_i_arena_alloc(arena, text.len);
    if (to == NULL) {
        *status = PNEU_ERR_MEMORY;
        return word;
    }
    for (size_t i = 0; i < text.len; i++)
        if (!pneu_i_is_space((unsigned char)text.ptr[i]))
            to[word.len++] = text.ptr[i];
    word.ptr = to;
    return word;
}

pneu_status pneu_dkim_signature_read(pneu_arena *arena, pneu_str value, pneu_dkim_signature *out)
{
    static const char *const needed[] = {"a", "b", "bh", "d", "h", "s"};
    pneu_tag_list list;
    pneu_str text;
    if (out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_tag_list_parse(arena, value, PNEU_STRICT, NULL, &list);
    for (size_t i = 0; i < sizeof needed / sizeof *needed && status == PNEU_OK; i++)
        if (pneu_tag_list_find(&list, pneu_i_str(needed[i]), &text) != PNEU_OK)
            status = PNEU_ERR_SYNTAX;
    if (status != PNEU_OK)
        return status;
    pneu_dkim_signature signature = {.algorithm = tag_of(&list, "a"),
                                     .names = tag_of(&list, "h"),
                                     .domain = tag_of(&list, "d"),
                                     .selector = tag_of(&list, "s")};
    if (!read_algorithms(tag_of(&list, "c"), &signature) || !read_limit(tag_of(&list, "l"), &signature.body_limit))
        return PNEU_ERR_SYNTAX;
    signature.body_hash = without_space(arena, tag_of(&list, "bh"), &status);
    signature.signature = without_space(arena, tag_of(&list, "b"), &status);
    if (status == PNEU_OK)
        *out = signature;
    return status;
}

/* The fields without the one at `index`, which must not be selected. */
static pneu_status leave_out(pneu_arena *arena, const pneu_str *fields, size_t count, size_t index, pneu_str **out)
{
    pneu_str *others = pneu_i_arena_alloc(arena, count * sizeof *others);
    if (others == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(others, fields, count * sizeof *others);
    others[index] = pneu_i_str("");
    *out = others;
    return PNEU_OK;
}

pneu_status pneu_canon_signed_header(pneu_arena *arena, const pneu_str *fields, size_t count, size_t index,
                                     uint32_t flags, pneu_str *out)
{
    pneu_dkim_signature signature;
    pneu_i_text_builder builder;
    pneu_str *others = NULL;
    if (arena == NULL || fields == NULL || index >= count || (flags & ~(uint32_t)PNEU_CANON_LF) || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_dkim_signature_read(arena, pneu_i_canon_value(fields[index]), &signature);
    if (status == PNEU_OK)
        status = leave_out(arena, fields, count, index, &others);
    if (status != PNEU_OK)
        return status;
    pneu_i_canon_form form = {signature.header_algorithm, flags};
    pneu_i_text_builder_init(&builder, arena, length_of(fields, count));
    status = add_selected(&builder, others, count, signature.names, form);
    if (status == PNEU_OK)
        status = pneu_i_canon_add_own(&builder, fields[index], form);
    return status != PNEU_OK ? status : pneu_i_text_builder_end(&builder, out);
}
