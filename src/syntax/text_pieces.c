/*
 * What of a text may stay as it is, and what needs encoded words. In: UTF-8. Out: pieces, alternately of both kinds.
 * A word (what stands between white space) needs them if it holds control characters; characters above ASCII, or with
 * PNEU_FORMAT_UTF8 only those that end lines for some programs (C1 controls, U+2028, U+2029); "=?", so that nothing that
 * was not encoded is ever decoded, whatever a lenient reader takes for a word; or if it does not fit on a line.
 * Invariants: each byte is looked at a fixed number of times; the runs and the white space before them are the text.
 * RFC 2047 sections 5 and 7, RFC 6532 section 3, RFC 5322 section 2.1.1.
 * Not handled: specials of phrases and comments.
 */
#include "syntax/text_pieces.h"

#include "charset/text_builder.h"

static int holds(pneu_str s, char c)
{
    return s.len > 0 && memchr(s.ptr, c, s.len) != NULL;
}

static pneu_status make_well_formed(pneu_arena *arena, pneu_str text, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_i_decoder decoder;
    pneu_i_text_builder_init(&builder, arena, text.len);
    (void)pneu_i_decoder_open(&decoder, PNEU_I_CHARSET_UTF_8, pneu_i_text_builder_sink(&builder));
    decoder.is_started = 1; /* U+FEFF is no byte order mark here */
    pneu_i_decoder_push(&decoder, text.ptr, text.len);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    return pneu_i_text_builder_end(&builder, out);
}

pneu_status pneu_i_source_of(pneu_arena *arena, pneu_str utf8, const pneu_format *format, pneu_str *out)
{
    uint32_t flags = format != NULL ? format->flags : 0;
    if (arena == NULL || (utf8.ptr == NULL && utf8.len > 0) || (flags & ~(uint32_t)PNEU_I_FORMAT_FLAGS) != 0)
        return PNEU_ERR_ARGUMENT;
    if (holds(utf8, '\r') || holds(utf8, '\n') || holds(utf8, '\0'))
        return PNEU_ERR_ARGUMENT;
    if (pneu_i_utf8_valid(utf8.ptr, utf8.len) < utf8.len)
        return make_well_formed(arena, utf8, out);
    *out = utf8.len > 0 ? utf8 : pneu_i_str_of("", 0); /* never NULL: callers make pointers from it */
    return PNEU_OK;
}

/* White space that is too long covers one of these places. */
static int has_wide_gap(pneu_str text)
{
    for (size_t at = PNEU_I_GAP_MAX; at < text.len; at += PNEU_I_GAP_MAX + 1) {
        size_t start = at;
        while (start > at - PNEU_I_GAP_MAX && pneu_i_is_blank((unsigned char)text.ptr[start - 1]))
            start--;
        if (pneu_i_skip_blanks(text, at) - start > PNEU_I_GAP_MAX)
            return 1;
    }
    return 0;
}

/* C1 controls, U+2028 and U+2029, in well-formed UTF-8. */
static int is_line_end_for_some(pneu_str word, size_t at)
{
    const unsigned char *c = (const unsigned char *)word.ptr + at;
    return (c[0] == 0xC2 && c[1] < 0xA0) || (c[0] == 0xE2 && c[1] == 0x80 && (c[2] == 0xA8 || c[2] == 0xA9));
}

int pneu_i_may_stay(pneu_str word, uint32_t flags)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.ptr[i];
        if (pneu_i_is(c, PNEU_I_TOKEN))
            continue;
        if (c < 32 || c == 127)
            return 0;
        if (c == '=' && i + 1 < word.len && word.ptr[i + 1] == '?')
            return 0;
        if (c > 127 && (!(flags & PNEU_FORMAT_UTF8) || is_line_end_for_some(word, i)))
            return 0;
    }
    return 1;
}

/* Looks at the word after white space from `gap` on: does it need encoded words? */
static void look_at_word(pneu_i_pieces *pieces, size_t gap)
{
    pneu_str text = pieces->text;
    pieces->start = pneu_i_skip_blanks(text, gap);
    pieces->end = pneu_i_skip_word(text, pieces->start);
    /* only white space at the end of a text must stay on the word's line */
    size_t after = pieces->end == pieces->last ? text.len : pieces->end;
    pneu_str word = pneu_i_str_of(text.ptr + pieces->start, pieces->end - pieces->start);
    pieces->needs_words = after - gap > pieces->most || !pneu_i_may_stay(word, pieces->flags);
}

void pneu_i_pieces_init(pneu_i_pieces *pieces, pneu_str text, const pneu_format *format, size_t most)
{
    pieces->text = text;
    pieces->at = 0;
    pieces->most = most;
    pieces->flags = format != NULL ? format->flags : 0;
    pieces->is_one = has_wide_gap(text);
    pieces->is_done = 0;
    pieces->last = text.len;
    while (pieces->last > 0 && pneu_i_is_blank((unsigned char)text.ptr[pieces->last - 1]))
        pieces->last--;
    look_at_word(pieces, 0);
}

static void take_all(pneu_i_pieces *pieces, pneu_i_piece *piece)
{
    piece->run = pieces->text;
    piece->needs_words = pieces->is_one;
    piece->is_first = piece->is_last = pieces->is_done = 1;
}

/* Steps over the words of one kind; gives the end of the last one. */
static size_t skip_run(pneu_i_pieces *pieces)
{
    int kind = pieces->needs_words;
    size_t end;
    do {
        end = pieces->end;
        look_at_word(pieces, end);
    } while (pieces->start < pieces->text.len && pieces->needs_words == kind);
    return end;
}

int pneu_i_pieces_next(pneu_i_pieces *pieces, pneu_i_piece *piece)
{
    pneu_str text = pieces->text;
    size_t gap = pieces->at;
    size_t start = pieces->start;
    if (pieces->is_done)
        return 0;
    piece->before = piece->after = pneu_i_str_of(text.ptr, 0);
    if (pieces->is_one || start == text.len) {
        take_all(pieces, piece);
        return 1;
    }
    piece->needs_words = pieces->needs_words;
    size_t end = skip_run(pieces);
    size_t next = pieces->start;
    piece->is_first = gap == 0;
    piece->is_last = pieces->is_done = next == text.len;
    if (!piece->is_first)
        piece->before = pneu_i_str_of(text.ptr + gap, start - gap);
    if (!piece->is_last)
        piece->after = pneu_i_str_of(text.ptr + end, next - end);
    size_t from = gap + piece->before.len;
    size_t to = piece->is_last ? text.len : end;
    piece->run = pneu_i_str_of(text.ptr + from, to - from);
    pieces->at = end;
    return 1;
}
