/* Short ways, tried. In: a check of one value, and what to show it. Out: rows that fail, and how much was taken. */
#include "support/short_way.h"

#include <stdlib.h>

#include "support/chunks.h"
#include "support/must.h"

enum {
    LONGEST = 512
};

int try_short_way(short_way *way, const char *text, size_t len)
{
    char *exact = malloc(len > 0 ? len : 1);
    MUST(exact != NULL);
    memcpy(exact, text, len);
    pneu_str value = {exact, len};
    int is_taken = way(value);
    free(exact);
    return is_taken;
}

int short_way_rows_failed(short_way *way, const short_way_row *rows, size_t count)
{
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(rows[i].value);
        for (size_t n = 0; n < len; n++)
            (void)try_short_way(way, rows[i].value, n);
        if (try_short_way(way, rows[i].value, len) == rows[i].is_taken)
            continue;
        failed++;
        printf("# %s: %s\n", rows[i].value, rows[i].is_taken ? "not taken" : "taken");
    }
    return failed;
}

size_t try_changed_bytes(short_way *way, const char *const *texts, size_t count)
{
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        char text[LONGEST];
        size_t len = strlen(texts[i]);
        MUST(len <= sizeof text);
        memcpy(text, texts[i], len);
        for (size_t at = 0; at < len; at++) {
            for (int c = 0; c < 256; c++) {
                text[at] = (char)c;
                taken += (size_t)(text[at] != texts[i][at] && try_short_way(way, text, len));
            }
            text[at] = texts[i][at];
        }
    }
    return taken;
}

static size_t put_together(char text[LONGEST], const piece_noise *noise, uint32_t *seed)
{
    size_t count = next_random(seed) % (noise->most + 1), len = strlen(noise->start);
    memcpy(text, noise->start, len);
    for (size_t i = 0; i < count; i++) {
        const char *piece = noise->pieces[next_random(seed) % noise->piece_count];
        size_t more = strlen(piece);
        MUST(more <= LONGEST - len);
        memcpy(text + len, piece, more);
        len += more;
    }
    return len;
}

size_t try_piece_noise(short_way *way, const piece_noise *noise)
{
    uint32_t seed = 3;
    size_t taken = 0;
    for (size_t round = 0; round < noise->rounds; round++) {
        char text[LONGEST];
        size_t len = put_together(text, noise, &seed);
        taken += (size_t)try_short_way(way, text, len);
    }
    return taken;
}
