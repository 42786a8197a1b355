/*
 * Display names: the words of a phrase, joined by one space (RFC 5322 section 3.2.5), decoded to UTF-8.
 * In: a range of a value, and a lexer before it. Out: one line of UTF-8 without control characters, trimmed.
 * Quoted strings are undone, comments left out, encoded words decoded: lenient in quoted strings too, since everybody
 * writes them there (RFC 2047 section 5 forbids it); strict only where they may stand. What came out of a word is never
 * read again. What is text in a name though the grammar has no place for it (a dot, "[x]", ")") is kept as written.
 * Invariants: linear; offsets of defects are those of the value.
 * Not handled: whether the name deceives (address_check.c).
 */
#include "syntax/address_name.h"

#include "charset/text_builder.h"
#include "syntax/decode_text.h"
#include "syntax/encoded_word.h"
#include "syntax/scan.h"

typedef struct name_reader {
    pneu_arena *arena;
    pneu_str text; /* the value */
    pneu_i_address_log *log;
    int32_t mode;
    pneu_i_text_builder builder;
    int has_gap; /* white space or a comment came since the last word */
    int has_words;
} name_reader;

/* Defects of a slice, reported with their place in the value. */
typedef struct shifted_log {
    pneu_i_address_log *log;
    size_t start;
} shifted_log;

static void report_shifted(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    shifted_log *shifted = ctx;
    size_t start = shifted->start + (size_t)offset;
    pneu_i_address_report(shifted->log, code, detail, start, start + (size_t)length);
}

static pneu_status decode_slice(name_reader *reader, pneu_str slice, int32_t kind, pneu_str *out)
{
    shifted_log shifted = {reader->log, (size_t)(slice.ptr - reader->text.ptr)};
    pneu_defect_sink sink = {report_shifted, &shifted};
    pneu_i_text_rules rules = {reader->mode, kind, &sink};
    return pneu_i_text_decode(reader->arena, slice, &rules, out);
}

static void add_space(name_reader *reader)
{
    if (reader->has_gap && reader->builder.len > 0)
        pneu_i_text_builder_add(&reader->builder, " ", 1);
    reader->has_gap = 0;
}

static int is_simple(pneu_str run)
{
    return pneu_i_ascii_only(run.ptr, run.len) && pneu_i_word_candidate(run, 0) == run.len;
}

/* A dot in a name, which only the obsolete grammar has (obs-phrase); encoded words may hold them. Told where nothing worse
 * was found. */
static void report_dot(const name_reader *reader, pneu_str run)
{
    size_t word = 0;
    for (size_t at = 0; at < run.len && reader->log != NULL && !reader->log->is_broken; at++) {
        if (pneu_i_is_space((unsigned char)run.ptr[at]))
            word = at + 1;
        if (run.ptr[at] != '.' || (run.ptr[word] == '=' && word + 1 < run.len && run.ptr[word + 1] == '?'))
            continue;
        size_t start = (size_t)(run.ptr + at - reader->text.ptr);
        pneu_i_address_report(reader->log, PNEU_DEFECT_ADDR_OBSOLETE, PNEU_DETAIL_ADDR_DOT_IN_NAME, start, start + 1);
        return;
    }
}

/* An encoded word that no white space parts from the "<" or quote behind it (RFC 2047 section 5 (3)). */
static void report_glued_word(const name_reader *reader, pneu_str run)
{
    size_t end = (size_t)(run.ptr + run.len - reader->text.ptr);
    int ends_word = run.len > 2 && run.ptr[run.len - 2] == '?' && run.ptr[run.len - 1] == '=';
    if (!ends_word || end == reader->text.len || (reader->text.ptr[end] != '<' && reader->text.ptr[end] != '"'))
        return;
    pneu_i_address_report(reader->log, PNEU_DEFECT_EW_SYNTAX, PNEU_DETAIL_EW_NO_SPACE, end - 2, end);
}

/* Words that are not quoted, and the white space between them. */
static pneu_status add_words(name_reader *reader, pneu_str run)
{
    pneu_str decoded;
    if (run.len == 0)
        return PNEU_OK;
    add_space(reader);
    report_dot(reader, run);
    if (!is_simple(run)) {
        pneu_status status = decode_slice(reader, run, PNEU_I_PHRASE, &decoded);
        if (status == PNEU_OK)
            pneu_i_text_builder_add(&reader->builder, decoded.ptr, decoded.len);
        reader->has_words |= pneu_i_word_is_in(run);
        report_glued_word(reader, run);
        return status;
    }
    for (size_t start = 0; start < run.len;) {
        size_t at = pneu_i_skip_spaced(run, start);
        pneu_i_text_builder_add(&reader->builder, run.ptr + start, at - start);
        start = pneu_i_skip_space(run, at);
        if (start > at)
            pneu_i_text_builder_add(&reader->builder, " ", 1);
    }
    return PNEU_OK;
}

/* The content of a quoted string without the backslashes of its quoted pairs; itself if it has none. */
static pneu_status unescape(pneu_arena *arena, pneu_str content, pneu_str *out)
{
    size_t len = 0;
    *out = content;
    if (content.len == 0 || memchr(content.ptr, '\\', content.len) == NULL)
        return PNEU_OK;
    char *copy = pneu_i_arena_alloc(arena, content.len);
    if (copy == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t at = 0; at < content.len; at++) {
        if (content.ptr[at] == '\\' && at + 1 < content.len)
            at++;
        copy[len++] = content.ptr[at];
    }
    *out = pneu_i_str_of(copy, len);
    return PNEU_OK;
}

/* Encoded words in a quoted string: decoded as they stand, backslashes and all. */
static pneu_status add_quoted_words(name_reader *reader, pneu_str content)
{
    pneu_str decoded;
    size_t start = (size_t)(content.ptr - reader->text.ptr);
    pneu_i_address_report(reader->log, PNEU_DEFECT_EW_IN_QUOTED_STRING, 0, start, start + content.len);
    pneu_status status = decode_slice(reader, content, PNEU_I_UNSTRUCTURED, &decoded);
    if (status == PNEU_OK)
        pneu_i_text_builder_add(&reader->builder, decoded.ptr, decoded.len);
    reader->has_words = 1;
    return status;
}

/* Text without encoded words: UTF-8, or else windows-1252. */
static void add_converted(name_reader *reader, pneu_str text)
{
    pneu_i_decoder decoder;
    int charset = pneu_i_charset_guess(text);
    if (charset == PNEU_I_CHARSET_UTF_8 && pneu_i_ascii_only(text.ptr, text.len)) {
        pneu_i_text_builder_add(&reader->builder, text.ptr, text.len);
        return;
    }
    (void)pneu_i_decoder_open(&decoder, charset, pneu_i_text_builder_sink(&reader->builder));
    decoder.is_started = 1; /* U+FEFF is no byte order mark here */
    pneu_i_decoder_push(&decoder, text.ptr, text.len);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
}

static pneu_status add_quoted(name_reader *reader, pneu_str content)
{
    pneu_str plain;
    add_space(reader);
    if (reader->mode == PNEU_LENIENT && pneu_i_word_is_in(content))
        return add_quoted_words(reader, content);
    pneu_status status = unescape(reader->arena, content, &plain);
    if (status == PNEU_OK)
        add_converted(reader, plain);
    return status;
}

/* The text built so far as a name: tabs are spaces, and there is no white space at its ends. */
static pneu_status finish_name(name_reader *reader, pneu_i_address_name *out)
{
    pneu_str text;
    pneu_status status = pneu_i_text_builder_end(&reader->builder, &text);
    if (status != PNEU_OK)
        return status;
    char *tab = text.len > 0 ? memchr(reader->builder.ptr, '\t', text.len) : NULL;
    for (; tab != NULL; tab = memchr(tab, '\t', text.len - (size_t)(tab - reader->builder.ptr)))
        *tab = ' ';
    out->text = pneu_i_str_trim(text);
    out->has_words = reader->has_words;
    return PNEU_OK;
}

static void begin_name(name_reader *reader, pneu_arena *arena, const pneu_i_address_lexer *lexer, int32_t mode,
                       size_t room)
{
    memset(reader, 0, sizeof *reader);
    reader->arena = arena;
    reader->text = lexer->text;
    reader->log = lexer->log;
    reader->mode = mode;
    pneu_i_text_builder_init(&reader->builder, arena, room);
    reader->builder.drops = PNEU_I_DROP_CONTROLS_BUT_TAB;
}

/* Adds the tokens up to `end`: runs of words are added when something else follows. */
static pneu_status add_tokens(name_reader *reader, pneu_i_address_lexer *lexer, size_t start, size_t end)
{
    pneu_i_address_token token;
    pneu_status status = PNEU_OK;
    pneu_str run = {lexer->text.ptr + start, 0};
    while (lexer->at < end && status == PNEU_OK) {
        pneu_i_address_next(lexer, &token);
        if (token.start < start || token.end > end)
            continue;
        int is_word = token.kind != PNEU_I_TOKEN_QUOTED && token.kind != PNEU_I_TOKEN_DROPPED;
        if (!is_word || token.has_comment || run.len == 0) {
            status = add_words(reader, run);
            run = pneu_i_str_of(lexer->text.ptr + token.start, 0);
            reader->has_gap |= pneu_i_address_has_gap(&token);
        }
        if (is_word)
            run.len = (size_t)(lexer->text.ptr + token.end - run.ptr);
        else if (token.kind == PNEU_I_TOKEN_QUOTED && status == PNEU_OK)
            status = add_quoted(reader, pneu_i_str_of(run.ptr + 1, token.end - token.start - 2));
    }
    return status == PNEU_OK ? add_words(reader, run) : status;
}

/* Atoms, dots, commas and white space only: nothing that had to be read as tokens again. */
static int is_plain_phrase(pneu_str raw)
{
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.ptr[i];
        if (!pneu_i_is_atom_byte(c) && !pneu_i_is_space(c) && c != '.' && c != ',')
            return 0;
    }
    return 1;
}

pneu_status pneu_i_address_name_read(pneu_arena *arena, const pneu_i_address_lexer *lexer, pneu_str raw, int32_t mode,
                                     pneu_i_address_name *out)
{
    name_reader reader;
    pneu_i_address_lexer again = *lexer;
    size_t start = (size_t)(raw.ptr - lexer->text.ptr);
    begin_name(&reader, arena, lexer, mode, raw.len);
    again.log = NULL;
    pneu_status status =
        is_plain_phrase(raw) ? add_words(&reader, raw) : add_tokens(&reader, &again, start, start + raw.len);
    return status == PNEU_OK ? finish_name(&reader, out) : status;
}

pneu_status pneu_i_address_comment_read(pneu_arena *arena, const pneu_i_address_lexer *lexer, int32_t mode,
                                        pneu_i_address_name *out)
{
    name_reader reader;
    pneu_str decoded;
    pneu_str content = {lexer->text.ptr, 0};
    if (lexer->comment_end != 0)
        content = pneu_i_str_of(lexer->text.ptr + lexer->comment_start, lexer->comment_end - lexer->comment_start);
    begin_name(&reader, arena, lexer, mode, content.len);
    pneu_status status = decode_slice(&reader, content, PNEU_I_COMMENT, &decoded);
    if (status != PNEU_OK)
        return status;
    pneu_i_text_builder_add(&reader.builder, decoded.ptr, decoded.len);
    reader.has_words = pneu_i_word_is_in(content);
    return finish_name(&reader, out);
}
