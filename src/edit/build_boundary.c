/*
 * The boundaries of a message that is built (RFC 2046 section 5.1.1). In: 128 random bits each, or a hash of all that
 * is known of the message. Out: those of boundary_text.c: none is the beginning of another. Invariant: no line of an
 * unencoded body that is at hand begins with the delimiter of a multipart around it, nor would as a delimiter be the
 * beginning of one, as that of a nested message might. Where it does, others are drawn, which begin with a letter.
 * Not handled: bodies that are pulled or pushed (line_watch.c).
 */
#include "edit/boundary_text.h"
#include "edit/builder.h"

/* ---- Without random bytes -------------------------------------------------------------------------------------- */

static void mix_fields(pneu_i_seed_hash *hash, const pneu_i_build_fields *fields)
{
    for (const pneu_i_build_field *field = fields->first; field != NULL; field = field->next)
        pneu_i_seed_hash_text(hash, field->bytes);
}

static void hash_message(const pneu_builder *builder, unsigned char *seed)
{
    pneu_i_seed_hash hash = pneu_i_seed_hash_begin();
    for (size_t i = 0; i < builder->part_count; i++) {
        const pneu_i_build_part *part = &builder->parts[i];
        mix_fields(&hash, &part->fields);
        mix_fields(&hash, &part->about);
        pneu_i_seed_hash_text(&hash, part->type.value);
        if (pneu_i_build_is_seen(&part->content))
            pneu_i_seed_hash_text(&hash, part->content.bytes);
    }
    pneu_i_seed_hash_end(hash, seed);
}

/* ---- Writing them ---------------------------------------------------------------------------------------------- */

/* The seed is used, or, where there is chance, drawn. */
static pneu_status write_boundary(pneu_builder *builder, uint32_t number, unsigned attempt, unsigned char *seed)
{
    pneu_str *boundary = &builder->parts[number].boundary;
    char *text = (char *)boundary->ptr;
    if (text == NULL)
        text = pneu_i_arena_alloc(&builder->arena, PNEU_I_BOUNDARY_TEXT_MAX);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    pneu_status status = builder->random.fill != NULL ? pneu_i_build_fill(builder, seed, PNEU_I_SEED_SIZE) : PNEU_OK;
    if (status == PNEU_OK)
        *boundary = pneu_i_boundary_text(text, attempt, seed, number);
    return status;
}

static pneu_status write_boundaries(pneu_builder *builder, unsigned attempt, unsigned char *seed)
{
    pneu_status status = PNEU_OK;
    for (uint32_t i = 0; i < builder->part_count && status == PNEU_OK; i++)
        if (builder->parts[i].kind == PNEU_I_BUILD_MULTIPART)
            status = write_boundary(builder, i, attempt, seed);
    return status;
}

/* ---- Checking them --------------------------------------------------------------------------------------------- */

/* `line`: what stands behind "--". */
static int collides(pneu_str line, pneu_str boundary)
{
    if (line.len >= boundary.len)
        return memcmp(line.ptr, boundary.ptr, boundary.len) == 0;
    while (line.len > 0 && pneu_i_is_space((unsigned char)line.ptr[line.len - 1]))
        line.len--;
    if (line.len > 2 && memcmp(line.ptr + line.len - 2, "--", 2) == 0)
        line.len -= 2;
    return line.len > 0 && memcmp(line.ptr, boundary.ptr, line.len) == 0;
}

static int is_taken(const pneu_builder *builder, const pneu_i_build_part *part, pneu_str line)
{
    for (uint32_t around = part->parent; around != PNEU_NO_PART; around = builder->parts[around].parent)
        if (collides(line, builder->parts[around].boundary))
            return 1;
    return 0;
}

static int body_has_delimiter(const pneu_builder *builder, const pneu_i_build_part *part)
{
    pneu_str body = part->content.bytes;
    for (size_t at = 0; at < body.len;) {
        const char *found = memchr(body.ptr + at, '\n', body.len - at);
        size_t end = found != NULL ? (size_t)(found - body.ptr) : body.len;
        if (end - at > 2 && memcmp(body.ptr + at, "--", 2) == 0 &&
            is_taken(builder, part, pneu_i_str_of(body.ptr + at + 2, end - at - 2)))
            return 1;
        at = end + 1;
    }
    return 0;
}

static int is_unencoded(const pneu_i_build_part *part)
{
    return part->encoding == PNEU_ENCODING_7BIT || part->encoding == PNEU_ENCODING_8BIT;
}

static int has_collision(const pneu_builder *builder)
{
    for (size_t i = 0; i < builder->part_count; i++) {
        const pneu_i_build_part *part = &builder->parts[i];
        if (part->kind == PNEU_I_BUILD_LEAF && is_unencoded(part) && pneu_i_build_is_seen(&part->content) &&
            body_has_delimiter(builder, part))
            return 1;
    }
    return 0;
}

pneu_status pneu_i_build_choose_boundaries(pneu_builder *builder)
{
    unsigned char seed[PNEU_I_SEED_SIZE] = {0};
    if (builder->parts[0].kind != PNEU_I_BUILD_MULTIPART)
        return PNEU_OK;
    if (builder->random.fill == NULL)
        hash_message(builder, seed);
    for (unsigned attempt = 0; attempt < PNEU_I_BOUNDARY_ATTEMPTS; attempt++) {
        pneu_status status = write_boundaries(builder, attempt, seed);
        if (status != PNEU_OK || !has_collision(builder))
            return status;
    }
    return PNEU_ERR_BOUNDARY;
}
