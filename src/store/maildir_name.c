/*
 * The names of files in a Maildir.
 * In: a name. Out: its base, flags and sizes; and back.
 * Invariants: any name can be read; what is written holds no "/" and no control character, and is read back the same.
 * maildir(5) of qmail; Maildir++ (,S= and ,W=).
 * Not handled: directories, and moving files from tmp to new and cur.
 */
#include "pneu/maildir.h"

#include "charset/text_builder.h"
#include "store/decimal.h"

static int is_separator(char c)
{
    return c == ':' || c == '!' || c == ';';
}

/* Where "1," or "2," begins behind the last separator that has one; name.len where there is none. */
static size_t find_info(pneu_str name)
{
    for (size_t at = name.len; at >= 3; at--) {
        const char *p = name.ptr + at - 3;
        if (is_separator(p[0]) && (p[1] == '1' || p[1] == '2') && p[2] == ',')
            return at - 2;
    }
    return name.len;
}

static int is_letter(char c)
{
    return pneu_i_lower(c) >= 'a' && pneu_i_lower(c) <= 'z';
}

/* The letters among the bytes, each once, in order. */
static pneu_status sort_flags(pneu_arena *arena, pneu_str bytes, pneu_str *out)
{
    uint8_t has[128] = {0};
    char sorted[64];
    size_t len = 0;
    for (size_t i = 0; i < bytes.len; i++)
        if (is_letter(bytes.ptr[i]))
            has[(unsigned char)bytes.ptr[i]] = 1;
    for (int c = 'A'; c <= 'z'; c++)
        if (has[c])
            sorted[len++] = (char)c;
    return pneu_i_arena_copy(arena, pneu_i_str_of(sorted, len), out);
}

/* The number of the first ",X=" that has one. */
static int read_size(pneu_str base, char letter, uint64_t *out)
{
    for (size_t i = 0; i + 3 < base.len; i++) {
        if (base.ptr[i] != ',' || base.ptr[i + 1] != letter || base.ptr[i + 2] != '=')
            continue;
        uint64_t value = 0;
        size_t at = i + 3, start = at;
        while (at < base.len && pneu_i_is((unsigned char)base.ptr[at], PNEU_I_DIGIT))
            value = value * 10 + (uint64_t)(base.ptr[at++] - '0');
        if (at == start || at - start > 18 || (at < base.len && base.ptr[at] != ',' && base.ptr[at] != '.'))
            continue;
        *out = value;
        return 1;
    }
    return 0;
}

pneu_status pneu_maildir_name_parse(pneu_arena *arena, pneu_str name, pneu_maildir_name *out)
{
    pneu_maildir_name found = {0};
    if (arena == NULL || out == NULL || (name.ptr == NULL && name.len > 0))
        return PNEU_ERR_ARGUMENT;
    size_t info = find_info(name);
    found.base = pneu_i_str_of(name.ptr, info < name.len ? info - 1 : name.len);
    pneu_str rest = pneu_i_str_of("", 0);
    if (info < name.len)
        rest = pneu_i_str_from(name, info + 2);
    int is_experimental = info < name.len && name.ptr[info] == '1';
    if (is_experimental)
        found.experimental = rest;
    pneu_status status = sort_flags(arena, is_experimental ? pneu_i_str("") : rest, &found.flags);
    found.has_size = read_size(found.base, 'S', &found.size);
    found.has_vsize = read_size(found.base, 'W', &found.vsize);
    if (status == PNEU_OK)
        *out = found;
    return status;
}

static int is_base(pneu_str base)
{
    if (base.len == 0 || base.ptr == NULL || base.ptr[0] == '.' || find_info(base) < base.len)
        return 0;
    for (size_t i = 0; i < base.len; i++) {
        unsigned char c = (unsigned char)base.ptr[i];
        if (c < ' ' || c == 0x7F || c == '/')
            return 0;
    }
    return 1;
}

pneu_status pneu_maildir_name_format(pneu_arena *arena, const pneu_maildir_name *name, char separator, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_str flags;
    if (arena == NULL || name == NULL || out == NULL || !is_separator(separator) || !is_base(name->base))
        return PNEU_ERR_ARGUMENT;
    for (size_t i = 0; i < name->flags.len; i++)
        if (!is_letter(name->flags.ptr[i]))
            return PNEU_ERR_ARGUMENT;
    pneu_status status = sort_flags(arena, name->flags, &flags);
    if (status != PNEU_OK)
        return status;
    pneu_i_text_builder_init(&builder, arena, name->base.len + 3 + flags.len);
    pneu_i_text_builder_add(&builder, name->base.ptr, name->base.len);
    pneu_i_text_builder_add(&builder, &separator, 1);
    pneu_i_text_builder_add(&builder, "2,", 2);
    pneu_i_text_builder_add(&builder, flags.ptr, flags.len);
    return pneu_i_text_builder_end(&builder, out);
}

/* ---- New names -------------------------------------------------------------------------------------------------- */

static void add_number(pneu_i_text_builder *builder, const char *before, uint64_t number)
{
    char room[PNEU_I_DECIMAL_MAX];
    pneu_str digits = pneu_i_decimal(number, room);
    pneu_i_text_builder_add(builder, before, strlen(before));
    pneu_i_text_builder_add(builder, digits.ptr, digits.len);
}

/* "\057" and "\072", and the same for a comma, behind which sizes would be looked for. */
static void add_host(pneu_i_text_builder *builder, pneu_str host)
{
    for (size_t i = 0; i < host.len; i++) {
        switch (host.ptr[i]) {
        case '/': pneu_i_text_builder_add(builder, "\\057", 4); break;
        case ':': pneu_i_text_builder_add(builder, "\\072", 4); break;
        case '!': pneu_i_text_builder_add(builder, "\\041", 4); break;
        case ';': pneu_i_text_builder_add(builder, "\\073", 4); break;
        case ',': pneu_i_text_builder_add(builder, "\\054", 4); break;
        default: pneu_i_text_builder_add(builder, host.ptr + i, 1);
        }
    }
}

static int is_host(pneu_str host)
{
    for (size_t i = 0; i < host.len; i++)
        if ((unsigned char)host.ptr[i] < ' ' || host.ptr[i] == 0x7F)
            return 0;
    return host.len > 0 && host.ptr != NULL;
}

pneu_status pneu_maildir_base_format(pneu_arena *arena, const pneu_maildir_delivery *delivery, pneu_str *out)
{
    pneu_i_text_builder builder;
    if (arena == NULL || delivery == NULL || out == NULL || delivery->microsecond > 999999 || !is_host(delivery->host))
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, delivery->host.len + 96);
    add_number(&builder, "", delivery->seconds);
    add_number(&builder, ".M", delivery->microsecond);
    add_number(&builder, "P", delivery->process);
    add_number(&builder, "Q", delivery->sequence);
    pneu_i_text_builder_add(&builder, ".", 1);
    add_host(&builder, delivery->host);
    if (delivery->has_size)
        add_number(&builder, ",S=", delivery->size);
    if (delivery->has_vsize)
        add_number(&builder, ",W=", delivery->vsize);
    return pneu_i_text_builder_end(&builder, out);
}
