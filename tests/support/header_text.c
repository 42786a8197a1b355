/* Checks of header text by plain loops, with nothing of the code that wrote it. */
#include "support/header_text.h"

#include "base/arena.h"
#include "base/str.h"
#include "charset/text_builder.h"
#include "pneu/syntax.h"
#include "support/must.h"

int header_has_breaks(pneu_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\r' || s.ptr[i] == '\n' || s.ptr[i] == '\0')
            return 1;
    return 0;
}

int header_is_ascii(pneu_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] > 127)
            return 0;
    return 1;
}

static int line_holds(pneu_str line, size_t column, size_t word_width)
{
    size_t width = 998;
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i - 1] == '=' && line.ptr[i] == '?')
            width = word_width;
    return !header_has_breaks(line) && column + line.len <= width;
}

/* The first line that ends at a fold may be blank only if something stands before it; any later one must not be. */
int header_lines_hold(pneu_str text, size_t column, size_t word_width)
{
    size_t start = 0;
    for (size_t i = 0; i + 2 < text.len; i++) {
        if (memcmp(text.ptr + i, "\r\n", 2) != 0)
            continue;
        pneu_str line = pneu_i_str_of(text.ptr + start, i - start);
        int may_be_blank = start == 0 && column > 0;
        if ((!may_be_blank && pneu_i_str_trim(line).len == 0) || !line_holds(line, column, word_width) ||
            !pneu_i_is_blank((unsigned char)text.ptr[i + 2]))
            return 0;
        start = i + 2;
        column = 0;
    }
    pneu_str last = pneu_i_str_from(text, start);
    return (start == 0 || pneu_i_str_trim(last).len > 0) && line_holds(last, column, word_width);
}

static pneu_str unfold(pneu_arena *arena, pneu_str s)
{
    pneu_str out = {NULL, 0};
    MUST(pneu_unfold(arena, s, &out) == PNEU_OK);
    return out;
}

/* Quote marks stand only around quoted strings: words have none. */
static pneu_str without_quotes(pneu_arena *arena, pneu_str s)
{
    char *out = pneu_i_arena_alloc(arena, s.len);
    size_t len = 0;
    int is_quoted = 0;
    MUST(out != NULL);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"')
            is_quoted = !is_quoted;
        else if (s.ptr[i] == '\\' && is_quoted)
            out[len++] = s.ptr[++i];
        else
            out[len++] = s.ptr[i];
    }
    MUST(!is_quoted);
    return pneu_i_str_of(out, len);
}

pneu_str header_content(pneu_arena *arena, pneu_str written, int kind)
{
    if (written.len > 2 && *written.ptr == '\r')
        written = pneu_i_str_from(written, 3);
    written = unfold(arena, written);
    if (kind == HEADER_PHRASE)
        return without_quotes(arena, written);
    if (kind == HEADER_TEXT)
        return written;
    MUST(written.len >= 2 && *written.ptr == '(' && written.ptr[written.len - 1] == ')');
    return pneu_i_str_of(written.ptr + 1, written.len - 2);
}

/* Without control characters but tab, which becomes a space, and without U+FEFF. */
static pneu_str clean(pneu_arena *arena, pneu_str s)
{
    pneu_i_text_builder builder;
    pneu_i_decoder decoder;
    pneu_str out = {NULL, 0};
    pneu_i_text_builder_init(&builder, arena, s.len);
    builder.drops = PNEU_I_DROP_CONTROLS_BUT_TAB;
    MUST(pneu_i_decoder_open(&decoder, PNEU_I_CHARSET_UTF_8, pneu_i_text_builder_sink(&builder)));
    pneu_i_decoder_push(&decoder, s.ptr, s.len);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    MUST(pneu_i_text_builder_end(&builder, &out) == PNEU_OK);
    char *bytes = pneu_i_arena_alloc(arena, out.len);
    size_t len = 0;
    MUST(bytes != NULL);
    for (size_t i = 0; i < out.len; i++) {
        if (out.len - i >= 3 && memcmp(out.ptr + i, "\xEF\xBB\xBF", 3) == 0)
            i += 2;
        else
            bytes[len++] = out.ptr[i] == '\t' ? ' ' : out.ptr[i];
    }
    return pneu_i_str_of(bytes, len);
}

int header_same_text(pneu_arena *arena, pneu_str given, pneu_str decoded)
{
    return pneu_i_str_equal(clean(arena, given), clean(arena, decoded));
}

static pneu_str without_space(pneu_arena *arena, pneu_str s)
{
    char *out = pneu_i_arena_alloc(arena, s.len);
    size_t len = 0;
    MUST(out != NULL);
    for (size_t i = 0; i < s.len; i++)
        if (!pneu_i_is_space((unsigned char)s.ptr[i]))
            out[len++] = s.ptr[i];
    return pneu_i_str_of(out, len);
}

int header_same_value(pneu_arena *arena, pneu_str given, pneu_str value, int is_signature)
{
    pneu_str a = unfold(arena, given);
    pneu_str b = unfold(arena, value);
    if (is_signature)
        return pneu_i_str_equal(without_space(arena, a), without_space(arena, b));
    int has_own_space = a.len == 0 || pneu_i_is_blank((unsigned char)*a.ptr);
    if (!has_own_space)
        MUST(b.len > 0 && *b.ptr == ' ');
    return pneu_i_str_equal(a, has_own_space ? b : pneu_i_str_from(b, 1));
}
