/*
 * Whole fields, folded. In: a name and a finished value. Out: "Name: value" CRLF, with CRLF put before white space where a
 * line would pass its width.
 * Lines are filled word by word. A word that does not fit breaks the line before it at the best place that the line has,
 * the last one of those; what stands after that place is then on the new line already, and is not read again.
 * Invariants: removing each CRLF before white space gives the input back (but for spaces in the tag b= of a signature);
 * each line holds a name or a word; lines have at most 998 bytes; linear in the value.
 * RFC 5322 sections 2.1.1 and 2.2.3, RFC 2047 section 2, RFC 6376 section 3.5, RFC 6532 section 3.4.
 * Not handled: making a value; bytes are counted for the 78 too, not characters.
 */
#include "charset/text_builder.h"
#include "syntax/fold_place.h"
#include "syntax/line_writer.h"
#include "syntax/text_pieces.h"

typedef struct folder {
    pneu_str text; /* the field without folds and line end */
    int32_t fold_class;
    pneu_i_text_builder out;
    size_t line;                      /* where the current line begins in the text */
    size_t indent;                    /* bytes on the line that are not in the text */
    size_t start;                     /* of the last word */
    size_t place[PNEU_I_PLACE_COUNT]; /* the last one of each kind; not after `line`: there is none */
    size_t word;                      /* where the last encoded word stands; not after `line`: there is none */
    size_t signature;                 /* the value of the tag b= */
    size_t signature_end;
    pneu_status status;
} folder;

static size_t width_of(const folder *fold, size_t end)
{
    return fold->indent + end - fold->line;
}

/* Ends the line before `end`. */
static void put_line(folder *fold, size_t end)
{
    if (width_of(fold, end) > PNEU_I_LINE_MAX)
        fold->status = PNEU_ERR_LIMIT;
    pneu_i_text_builder_add(&fold->out, fold->text.ptr + fold->line, end - fold->line);
    pneu_i_text_builder_add(&fold->out, "\r\n", 2);
    fold->line = end;
    fold->indent = 0;
}

/* The best place on this line, or 0. */
static size_t best_place(const folder *fold)
{
    for (int kind = PNEU_I_PLACE_BEST; kind > PNEU_I_PLACE_NONE; kind--)
        if (fold->place[kind] > fold->line)
            return fold->place[kind];
    return 0;
}

/* Breaks the line within the last word, after `width` bytes, if a signature is there. 0 if not. */
static int break_signature(folder *fold, size_t end, size_t width)
{
    size_t at = fold->line + width - fold->indent;
    if (at <= fold->start || at <= fold->signature || at >= fold->signature_end || at >= end)
        return 0;
    put_line(fold, at);
    pneu_i_text_builder_add(&fold->out, " ", 1);
    fold->indent = 1;
    return 1;
}

/* Breaks the line, which goes up to `end` now, until it fits or cannot be broken. */
static void keep_width(folder *fold, size_t end)
{
    for (;;) {
        size_t width = fold->word > fold->line ? PNEU_I_WORD_LINE_WIDTH : PNEU_I_LINE_WIDTH;
        if (width_of(fold, end) <= width)
            return;
        size_t place = best_place(fold);
        if (place > 0)
            put_line(fold, place);
        else if (!break_signature(fold, end, width))
            return;
    }
}

/* After the bytes that change nothing where no backslash stands before them. */
static size_t skip_quiet(pneu_str text, size_t at)
{
    while (at < text.len && pneu_i_is((unsigned char)text.ptr[at], PNEU_I_ATEXT) && text.ptr[at] != '?')
        at++;
    return at;
}

/* Steps over a word; gives its end. */
static size_t step_word(folder *fold, size_t start, pneu_i_nesting *nesting)
{
    pneu_str text = fold->text;
    size_t at = start;
    for (;; at++) {
        if (!nesting->is_escaped)
            at = skip_quiet(text, at);
        if (at == text.len || pneu_i_is_blank((unsigned char)text.ptr[at]))
            return at;
        if (text.ptr[at] == '?' && at > start && text.ptr[at - 1] == '=')
            fold->word = start;
        if (pneu_i_nesting_matters(nesting, text.ptr[at]))
            pneu_i_nesting_step(nesting, text.ptr[at], fold->fold_class);
    }
}

static void fold_all(folder *fold, size_t colon)
{
    pneu_i_nesting nesting = {0, 0, 0};
    size_t at = colon + 1;
    for (;;) {
        size_t start = pneu_i_skip_blanks(fold->text, at);
        if (start == fold->text.len)
            break;
        int kind = pneu_i_place_at(fold->text, at, start, &nesting, fold->fold_class);
        if (at == colon + 1 && kind != PNEU_I_PLACE_NONE)
            kind = PNEU_I_PLACE_START;
        fold->place[kind] = at;
        nesting.is_escaped = 0;
        fold->start = start;
        at = step_word(fold, start, &nesting);
        keep_width(fold, at);
    }
    keep_width(fold, fold->text.len); /* white space at the end */
    put_line(fold, fold->text.len);
}

static int is_name(pneu_str name)
{
    size_t i = 0;
    while (i < name.len && pneu_i_is((unsigned char)name.ptr[i], PNEU_I_FTEXT))
        i++;
    return i == name.len && i > 0;
}

/* "Name:" and the value, in one piece. */
static pneu_status join(pneu_arena *arena, pneu_str name, pneu_str value, pneu_str *out)
{
    if (value.len > SIZE_MAX / 2 || name.len > SIZE_MAX / 4)
        return PNEU_ERR_MEMORY;
    char *text = pneu_i_arena_alloc(arena, name.len + 2 + value.len);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(text, name.ptr, name.len);
    size_t len = name.len;
    text[len++] = ':';
    if (value.len > 0 && !pneu_i_is_blank((unsigned char)*value.ptr))
        text[len++] = ' ';
    if (value.len > 0)
        memcpy(text + len, value.ptr, value.len);
    *out = pneu_i_str_of(text, len + value.len);
    return PNEU_OK;
}

/* Undoes folds and checks the value. */
static pneu_status check_value(pneu_arena *arena, pneu_str value, const pneu_format *format, pneu_str *out)
{
    int takes_utf8 = format != NULL && (format->flags & PNEU_FORMAT_UTF8) != 0;
    pneu_status status = pneu_unfold(arena, value, &value);
    if (status != PNEU_OK)
        return status;
    if (takes_utf8 ? pneu_i_utf8_valid(value.ptr, value.len) < value.len : !pneu_i_ascii_only(value.ptr, value.len))
        return PNEU_ERR_ARGUMENT;
    return pneu_i_source_of(arena, value, format, out);
}

static pneu_status run(folder *fold, pneu_arena *arena, size_t colon, pneu_str *out)
{
    pneu_i_text_builder_init(&fold->out, arena, fold->text.len + fold->text.len / 32 + 4);
    if (fold->fold_class == PNEU_FOLD_DKIM)
        pneu_i_find_signature(fold->text, colon + 1, &fold->signature, &fold->signature_end);
    if (fold->text.len <= PNEU_I_WORD_LINE_WIDTH)
        put_line(fold, fold->text.len); /* whatever it is made of */
    else
        fold_all(fold, colon);
    return fold->status == PNEU_OK ? pneu_i_text_builder_end(&fold->out, out) : fold->status;
}

pneu_status pneu_field_fold(pneu_arena *arena, pneu_str name, pneu_str value, int32_t fold_class,
                            const pneu_format *format, pneu_str *out)
{
    folder fold = {.fold_class = fold_class, .status = PNEU_OK};
    if (arena == NULL || out == NULL || name.ptr == NULL || !is_name(name) || fold_class < PNEU_FOLD_UNSTRUCTURED ||
        fold_class > PNEU_FOLD_NEVER)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = check_value(arena, value, format, &value);
    if (status == PNEU_OK)
        status = join(arena, name, value, &fold.text);
    return status == PNEU_OK ? run(&fold, arena, name.len, out) : status;
}
