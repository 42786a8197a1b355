/*
 * The mutator. In: bytes, taken for a message; a seed. Out: bytes. A kind of border is chosen, then a piece between two
 * borders of that kind, then what becomes of it. Invariant: nothing is written beyond the room.
 */
#include "support/mail_mutator.h"

#include <stdlib.h>
#include <string.h>

#define BORDERS_MOST 512

/* The fuzzer's; absent in plain programs and with AFL++. */
#if defined(__GNUC__)
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);
#endif

enum {
    LINES,  /* behind each line end */
    FIELDS, /* and no white space follows */
    PARAMS, /* at each semicolon and comma */
    PARTS,  /* before each line that begins with "--" */
    KINDS
};

typedef struct borders {
    size_t at[BORDERS_MOST]; /* rising; the first is 0, the last the size */
    size_t count;
} borders;

/* Xorshift. */
static unsigned draw(unsigned *seed, size_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return below > 0 ? *seed % (unsigned)below : 0;
}

static int is_border(const uint8_t *mail, size_t size, size_t at, unsigned kind)
{
    if (kind == PARAMS)
        return mail[at] == ';' || mail[at] == ',';
    if (mail[at - 1] != '\n')
        return 0;
    if (kind == FIELDS)
        return mail[at] != ' ' && mail[at] != '\t';
    return kind == LINES || (at + 1 < size && mail[at] == '-' && mail[at + 1] == '-');
}

static void find_borders(borders *found, const uint8_t *mail, size_t size, unsigned kind)
{
    found->count = 0;
    found->at[found->count++] = 0;
    for (size_t i = 1; i < size && found->count + 1 < BORDERS_MOST; i++)
        if (is_border(mail, size, i, kind))
            found->at[found->count++] = i;
    found->at[found->count++] = size;
}

/* A piece between two borders, mostly near each other. */
static void choose_piece(const borders *of, unsigned *seed, size_t *start, size_t *end)
{
    size_t first = draw(seed, of->count - 1), most = of->count - 1 - first;
    size_t pieces = 1 + (draw(seed, 4) == 0 ? draw(seed, most) : 0);
    *start = of->at[first];
    *end = of->at[first + pieces];
}

/* Puts bytes in at a place; they are none of the message's own. */
static size_t insert(uint8_t *mail, size_t size, size_t room, size_t at, const uint8_t *bytes, size_t len)
{
    if (len > room - size)
        return size;
    memmove(mail + at + len, mail + at, size - at);
    memcpy(mail + at, bytes, len);
    return size + len;
}

static size_t cut(uint8_t *mail, size_t size, size_t start, size_t end)
{
    memmove(mail + start, mail + end, size - end);
    return size - (end - start);
}

static void change_case(uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len && bytes[i] != ':' && bytes[i] != '='; i++)
        if ((bytes[i] | 32) >= 'a' && (bytes[i] | 32) <= 'z')
            bytes[i] ^= 32;
}

size_t mail_mutate(uint8_t *mail, size_t size, size_t room, unsigned seed)
{
    borders all;
    size_t start, end;
    seed = seed != 0 ? seed : 1;
    if (size == 0 || size > room)
        return size;
    find_borders(&all, mail, size, draw(&seed, KINDS));
    choose_piece(&all, &seed, &start, &end);
    size_t len = end - start, to = all.at[draw(&seed, all.count)];
    unsigned what = draw(&seed, 4);
    if (what == 0) {
        change_case(mail + start, len);
        return size;
    }
    if (what == 1)
        return cut(mail, size, start, end);
    uint8_t *piece = malloc(len > 0 ? len : 1);
    if (piece == NULL)
        return size;
    memcpy(piece, mail + start, len);
    if (what == 2) { /* moved */
        size = cut(mail, size, start, end);
        to = to >= end ? to - len : to < start ? to : start;
    }
    size = insert(mail, size, room, to, piece, len);
    free(piece);
    return size;
}

size_t mail_cross(const uint8_t *mail, size_t size, const uint8_t *other, size_t other_size, uint8_t *out, size_t room,
                  unsigned seed)
{
    borders all;
    size_t start, end;
    seed = seed != 0 ? seed : 1;
    if (size > room)
        size = room;
    memcpy(out, mail, size);
    if (size == 0 || other_size == 0)
        return size;
    unsigned kind = draw(&seed, KINDS);
    find_borders(&all, other, other_size, kind);
    choose_piece(&all, &seed, &start, &end);
    find_borders(&all, mail, size, kind);
    return insert(out, size, room, all.at[draw(&seed, all.count)], other + start, end - start);
}

size_t mail_target_mutate(uint8_t *data, size_t size, size_t room, unsigned seed, size_t options)
{
    int is_ours = (seed & 1) != 0 && size > options;
#if defined(__GNUC__)
    if (!is_ours && LLVMFuzzerMutate != NULL)
        return LLVMFuzzerMutate(data, size, room);
#endif
    return is_ours ? options + mail_mutate(data + options, size - options, room - options, seed >> 1) : size;
}
