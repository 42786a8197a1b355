/*
 * The boundaries of a message that is built. In: 128 random bits each, or a hash of all that is known of the
 * message. Out: "=_" (never in quoted-printable, RFC 2045 section 6.7 with RFC 2046 section 5.1.1), the bits and
 * the part's number in hexadecimal: all of one length, so that none is the beginning of another. Invariant: no line
 * of an unencoded body that is at hand begins with the delimiter of a multipart around it, nor would as a delimiter
 * be the beginning of one, as that of a nested message might. Where it does, others are drawn, which begin with a
 * letter. Not handled: bodies that are pulled or pushed (line_watch.c).
 */
#include "edit/builder.h"

#define SEED_SIZE 16
#define BOUNDARY_ROOM 40
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* ---- A hash for builders without random bytes ------------------------------------------------------------------ */

typedef struct hash {
    uint64_t a;
    uint64_t b;
} hash;

static void mix_word(hash *h, uint64_t word)
{
    h->a = (h->a ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    h->a ^= h->a >> 29;
    h->b = (h->b + word) * UINT64_C(0xD6E8FEB86659FD93);
    h->b ^= h->b >> 32;
}

/* The same on any machine: little-endian words, the last one filled up, then the length. */
static void mix_text(hash *h, pneu_str text)
{
    for (size_t at = 0; at < text.len; at += 8) {
        uint64_t word = 0;
        for (size_t i = 0; i < 8 && at + i < text.len; i++)
            word |= (uint64_t)(unsigned char)text.ptr[at + i] << (8 * i);
        mix_word(h, word);
    }
    mix_word(h, text.len);
}

static void mix_fields(hash *h, const pneu_i_build_fields *fields)
{
    for (const pneu_i_build_field *field = fields->first; field != NULL; field = field->next)
        mix_text(h, field->bytes);
}

static hash hash_message(const pneu_builder *builder)
{
    hash h = {UINT64_C(0x243F6A8885A308D3), UINT64_C(0x13198A2E03707344)};
    for (size_t i = 0; i < builder->part_count; i++) {
        const pneu_i_build_part *part = &builder->parts[i];
        mix_fields(&h, &part->fields);
        mix_fields(&h, &part->about);
        mix_text(&h, part->type.value);
        if (pneu_i_build_is_seen(&part->content))
            mix_text(&h, part->content.bytes);
    }
    return h;
}

static void seed_of_hash(hash h, uint64_t number, uint64_t attempt, unsigned char *seed)
{
    mix_word(&h, number << 16 | attempt);
    mix_word(&h, h.a ^ h.b);
    for (int i = 0; i < 8; i++) {
        seed[i] = (unsigned char)(h.a >> (8 * i));
        seed[8 + i] = (unsigned char)(h.b >> (8 * i));
    }
}

/* ---- Writing one ----------------------------------------------------------------------------------------------- */

static char *put_hex(char *to, unsigned byte)
{
    static const char digits[] = "0123456789abcdef";
    *to++ = digits[byte >> 4 & 15];
    *to++ = digits[byte & 15];
    return to;
}

static pneu_status write_boundary(pneu_builder *builder, size_t number, size_t attempt, const unsigned char *seed)
{
    pneu_str *boundary = &builder->parts[number].boundary;
    char *text = boundary->ptr != NULL ? (char *)boundary->ptr : pneu_i_arena_alloc(&builder->arena, BOUNDARY_ROOM);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    char *end = text;
    if (attempt > 0)
        *end++ = LETTERS[attempt - 1];
    *end++ = '=';
    *end++ = '_';
    for (size_t i = 0; i < SEED_SIZE; i++)
        end = put_hex(end, seed[i]);
    end = put_hex(end, (unsigned)(number >> 8));
    end = put_hex(end, (unsigned)number);
    *boundary = pneu_i_str_of(text, (size_t)(end - text));
    return PNEU_OK;
}

static pneu_status write_boundaries(pneu_builder *builder, hash h, size_t attempt)
{
    unsigned char seed[SEED_SIZE];
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < builder->part_count && status == PNEU_OK; i++) {
        if (builder->parts[i].kind != PNEU_I_BUILD_MULTIPART)
            continue;
        if (builder->random.fill != NULL)
            status = pneu_i_build_fill(builder, seed, sizeof seed);
        else
            seed_of_hash(h, i, attempt, seed);
        if (status == PNEU_OK)
            status = write_boundary(builder, i, attempt, seed);
    }
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
    hash h = {0, 0};
    if (builder->parts[0].kind != PNEU_I_BUILD_MULTIPART)
        return PNEU_OK;
    if (builder->random.fill == NULL)
        h = hash_message(builder);
    for (size_t attempt = 0; attempt < sizeof LETTERS; attempt++) {
        pneu_status status = write_boundaries(builder, h, attempt);
        if (status != PNEU_OK || !has_collision(builder))
            return status;
    }
    return PNEU_ERR_BOUNDARY;
}
