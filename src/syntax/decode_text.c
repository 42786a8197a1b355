/*
 * Texts with encoded words (RFC 2047) to UTF-8. In: a raw value. Out: one line of well-formed UTF-8 without control
 * characters but tabs outside of words.
 * White space between two words goes, all other stays (section 6.2). Lenient: words are decoded wherever they stand,
 * with their flaws; octets of neighbouring words in one charset are joined, so that a character split over them is
 * whole; bytes above 127 outside of words are UTF-8, or else windows-1252. Strict: a word stands alone between white
 * space and is decoded by itself. A word in an unknown charset stays as it is (RFC 8621 section 4.1.2.2). What comes
 * out of a word is never read again, and its control characters are dropped: they would be line ends and NUL for
 * somebody.
 * Invariants: linear in the text; one conversion is open at a time.
 * Not handled: phrases and addresses; where a structured field may hold words at all; the usual form (usual_text.c).
 */
#include "syntax/decode_text.h"

#include "charset/text_builder.h"
#include "syntax/encoded_word.h"
#include "syntax/scan.h"
#include "syntax/usual_text.h"

#define OCTETS 256 /* octets of a word that are converted at once */

typedef struct text_decoder {
    pneu_str value;
    const pneu_i_text_rules *rules;
    pneu_i_text_builder builder;
    int raw_charset; /* of the bytes outside of words */
    pneu_i_decoder decoder;
    int charset;       /* of the open conversion, or PNEU_I_CHARSET_NONE */
    size_t word_start; /* the words it is fed from, for defects */
    size_t word_end;
} text_decoder;

static void report(const text_decoder *text, int32_t code, int32_t detail, size_t start, size_t end)
{
    const pneu_defect_sink *sink = text->rules->sink;
    if (sink != NULL)
        sink->report(sink->ctx, code, detail, start, end - start);
}

static int is_strict(const text_decoder *text)
{
    return text->rules->mode == PNEU_STRICT;
}

static void forget_drops(text_decoder *text)
{
    text->builder.dropped_any = 0;
    text->builder.dropped_nul = 0;
}

/* ---- Outside of words --------------------------------------------------------------------------------------- */

static void add_raw(text_decoder *text, const char *bytes, size_t len)
{
    pneu_i_decoder decoder;
    if (len == 0)
        return;
    text->builder.drops = PNEU_I_DROP_CONTROLS_BUT_TAB;
    if (text->raw_charset != PNEU_I_CHARSET_ISO_2022_JP && pneu_i_ascii_only(bytes, len)) {
        pneu_i_text_builder_add(&text->builder, bytes, len);
        forget_drops(text);
        return;
    }
    if (!pneu_i_decoder_open(&decoder, text->raw_charset, pneu_i_text_builder_sink(&text->builder)))
        (void)pneu_i_decoder_open(&decoder, PNEU_I_CHARSET_UTF_8, pneu_i_text_builder_sink(&text->builder));
    decoder.is_started = 1; /* U+FEFF is no byte order mark here */
    pneu_i_decoder_push(&decoder, bytes, len);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    forget_drops(text); /* control characters outside of words are the header's matter */
}

/* Text of a phrase: each run of white space is one space. Gives the length. */
static size_t write_spaced(char *out, pneu_str raw)
{
    size_t len = 0;
    for (size_t at = 0; at < raw.len;) {
        size_t end = pneu_i_skip_space(raw, at);
        out[len++] = end > at ? ' ' : raw.ptr[at];
        at = end > at ? end : at + 1;
    }
    return len;
}

/* Text of a comment: the backslash of a quoted pair goes. Gives the length. */
static size_t write_unescaped(char *out, pneu_str raw)
{
    size_t len = 0;
    for (size_t at = 0; at < raw.len; at++) {
        if (raw.ptr[at] == '\\' && ++at == raw.len)
            break;
        out[len++] = raw.ptr[at];
    }
    return len;
}

/* Does the text change before it is converted? */
static int is_rewritten(const text_decoder *text, pneu_str raw)
{
    if (text->rules->kind == PNEU_I_PHRASE)
        return pneu_i_skip_spaced(raw, 0) < raw.len;
    return text->rules->kind == PNEU_I_COMMENT && memchr(raw.ptr, '\\', raw.len) != NULL;
}

/* Text between words. */
static void add_plain(text_decoder *text, size_t start, size_t end)
{
    if (start == end)
        return; /* of an absent value there is no place to point at */
    pneu_str raw = pneu_i_str_of(text->value.ptr + start, end - start);
    if (!is_rewritten(text, raw)) {
        add_raw(text, raw.ptr, raw.len);
        return;
    }
    char *copy = pneu_i_arena_alloc(text->builder.arena, raw.len);
    if (copy == NULL) {
        text->builder.status = PNEU_ERR_MEMORY;
        return;
    }
    add_raw(text, copy, text->rules->kind == PNEU_I_PHRASE ? write_spaced(copy, raw) : write_unescaped(copy, raw));
}

static int is_white(pneu_str value, size_t start, size_t end)
{
    while (start < end && pneu_i_is_space((unsigned char)value.ptr[start]))
        start++;
    return start == end;
}

/* ---- The open conversion ------------------------------------------------------------------------------------ */

static void report_conversion(const text_decoder *text)
{
    const pneu_i_decoder *decoder = &text->decoder;
    if (decoder->ended_open && decoder->charset->is_shifted)
        report(text, PNEU_DEFECT_CHARSET_INVALID_BYTES, PNEU_DETAIL_CHARSET_UNTERMINATED_ESCAPE, text->word_start,
               text->word_end);
    else if (decoder->had_errors)
        report(text, PNEU_DEFECT_CHARSET_INVALID_BYTES, 0, text->word_start, text->word_end);
    if (text->builder.dropped_any)
        report(text, PNEU_DEFECT_EW_CONTROL, text->builder.dropped_nul ? PNEU_DETAIL_EW_NUL : 0, text->word_start,
               text->word_end);
}

static void close_conversion(text_decoder *text)
{
    if (text->charset < 0)
        return;
    pneu_i_decoder_finish(&text->decoder);
    report_conversion(text);
    pneu_i_decoder_close(&text->decoder);
    text->charset = PNEU_I_CHARSET_NONE;
}

/* In UTF-8 a word's U+FEFF is text, no byte order mark. */
static void keep_mark(text_decoder *text)
{
    text->decoder.is_started = text->charset == PNEU_I_CHARSET_UTF_8;
}

/* Ends what came before the word; the conversion stays open for it, since opening one may be dear. */
static void restart_conversion(text_decoder *text, const pneu_i_word *word)
{
    pneu_i_decoder_finish(&text->decoder);
    report_conversion(text);
    pneu_i_decoder_restart(&text->decoder);
    keep_mark(text);
    text->word_start = word->start;
    forget_drops(text);
}

/* The word goes on where the one before it ended, or starts anew. */
static void continue_conversion(text_decoder *text, const pneu_i_word *word)
{
    if (is_strict(text) || text->decoder.charset->is_shifted) {
        restart_conversion(text, word);
    } else if (pneu_i_decoder_is_within(&text->decoder)) {
        report(text, PNEU_DEFECT_EW_SPLIT_MULTIBYTE, 0, text->word_start, word->end);
    }
}

/* Opens a conversion for the word. 0 if its charset cannot be decoded. */
static int open_conversion(text_decoder *text, const pneu_i_word *word, int charset)
{
    if (!pneu_i_decoder_open(&text->decoder, charset, pneu_i_text_builder_sink(&text->builder)))
        return 0;
    text->charset = charset;
    keep_mark(text);
    text->word_start = word->start;
    forget_drops(text);
    return 1;
}

static void ignore_text(void *ctx, const char *utf8, size_t len)
{
    (void)ctx;
    (void)utf8;
    (void)len;
}

/* The charset of a word whose label says nothing about bytes above 127: UTF-8 if that fits, else windows-1252. */
static int guess_charset(const pneu_i_word *word)
{
    pneu_i_decoder decoder;
    pneu_i_word_octets octets;
    pneu_i_utf8_sink nowhere = {ignore_text, NULL};
    char some[OCTETS];
    size_t len;
    (void)pneu_i_decoder_open(&decoder, PNEU_I_CHARSET_UTF_8, nowhere);
    pneu_i_word_octets_init(&octets, word);
    while ((len = pneu_i_word_octets_read(&octets, some, sizeof some)) > 0)
        pneu_i_decoder_push(&decoder, some, len);
    pneu_i_decoder_finish(&decoder);
    return decoder.had_errors ? PNEU_I_CHARSET_WINDOWS_1252 : PNEU_I_CHARSET_UTF_8;
}

static int charset_of(const text_decoder *text, const pneu_i_word *word)
{
    int charset = pneu_i_charset_find(word->charset);
    if (is_strict(text))
        return charset == PNEU_I_CHARSET_NONE ? PNEU_I_CHARSET_UNKNOWN : charset;
    int says_nothing = charset == PNEU_I_CHARSET_NONE || pneu_i_str_is(word->charset, "us-ascii");
    return says_nothing ? guess_charset(word) : charset;
}

/* ---- Words -------------------------------------------------------------------------------------------------- */

/* Watches for text that looks like an encoded word within a decoded one. */
typedef struct nested_watch {
    char before;
    int saw_start;
    int saw_end;
} nested_watch;

static void watch(nested_watch *nested, const char *octets, size_t len)
{
    if (len > sizeof(uint64_t) && nested->before != '?' && memchr(octets, '?', len) == NULL) {
        nested->before = octets[len - 1];
        return;
    }
    for (size_t i = 0; i < len; i++) {
        nested->saw_end |= nested->saw_start && nested->before == '?' && octets[i] == '=';
        nested->saw_start |= nested->before == '=' && octets[i] == '?';
        nested->before = octets[i];
    }
}

static void convert_word(text_decoder *text, const pneu_i_word *word)
{
    pneu_i_word_octets octets;
    nested_watch nested = {0, 0, 0};
    char some[OCTETS];
    size_t len;
    text->builder.drops = PNEU_I_DROP_CONTROLS;
    pneu_i_word_octets_init(&octets, word);
    while ((len = pneu_i_word_octets_read(&octets, some, sizeof some)) > 0) {
        watch(&nested, some, len);
        pneu_i_decoder_push(&text->decoder, some, len);
    }
    text->word_end = word->end;
    if (nested.saw_end)
        report(text, PNEU_DEFECT_EW_SYNTAX, PNEU_DETAIL_EW_NESTED, word->start, word->end);
}

static int is_delimiter(const text_decoder *text, size_t at)
{
    unsigned char c = (unsigned char)text->value.ptr[at];
    return pneu_i_is_space(c) || (text->rules->kind == PNEU_I_COMMENT && (c == '(' || c == ')')) ||
           (text->rules->kind == PNEU_I_PHRASE && c == ','); /* words on both sides of a comma: "Doe, John <a@b>" */
}

static int stands_alone(const text_decoder *text, const pneu_i_word *word)
{
    return (word->start == 0 || is_delimiter(text, word->start - 1)) &&
           (word->end == text->value.len || is_delimiter(text, word->end));
}

/* In a phrase, Q has letters, digits and a few marks only (RFC 2047 section 5 (3)). */
static int has_phrase_fault(const text_decoder *text, const pneu_i_word *word)
{
    if (text->rules->kind != PNEU_I_PHRASE || word->is_base64)
        return 0;
    for (size_t i = 0; i < word->text.len; i++) {
        char c = word->text.ptr[i];
        char lower = pneu_i_lower(c);
        int is_alnum = (lower >= 'a' && lower <= 'z') || pneu_i_is((unsigned char)c, PNEU_I_DIGIT);
        if (!is_alnum && memchr("!*+-/=_", c, 7) == NULL)
            return 1;
    }
    return 0;
}

static void report_flaws(const text_decoder *text, const pneu_i_word *word)
{
    if (word->flaws & PNEU_I_WORD_TOO_LONG)
        report(text, PNEU_DEFECT_EW_SYNTAX, PNEU_DETAIL_EW_TOO_LONG, word->start, word->end);
    if ((word->flaws & PNEU_I_WORD_BAD_Q) || has_phrase_fault(text, word))
        report(text, PNEU_DEFECT_EW_SYNTAX, PNEU_DETAIL_EW_BAD_Q, word->start, word->end);
    if (word->flaws & PNEU_I_WORD_BAD_TEXT)
        report(text, PNEU_DEFECT_EW_SYNTAX, 0, word->start, word->end);
    if (!stands_alone(text, word))
        report(text, PNEU_DEFECT_EW_SYNTAX, PNEU_DETAIL_EW_NO_SPACE, word->start, word->end);
}

/* Decodes the word after the plain text that begins at plain_start. 0 if it must stay as it is. */
static int add_word(text_decoder *text, const pneu_i_word *word, size_t plain_start)
{
    if (is_strict(text) && (word->flaws != 0 || !stands_alone(text, word)))
        return 0;
    int charset = charset_of(text, word);
    int is_neighbour = text->charset >= 0 && is_white(text->value, plain_start, word->start);
    if (is_neighbour && charset == text->charset) {
        continue_conversion(text, word);
    } else if (charset == text->charset) {
        restart_conversion(text, word);
    } else {
        close_conversion(text);
        if (!open_conversion(text, word, charset)) {
            report(text, PNEU_DEFECT_CHARSET_UNKNOWN, PNEU_DETAIL_EW_UNKNOWN_CHARSET, word->start, word->end);
            return 0;
        }
    }
    if (!is_neighbour)
        add_plain(text, plain_start, word->start);
    report_flaws(text, word);
    convert_word(text, word);
    return 1;
}

static void decode_all(text_decoder *text)
{
    pneu_str value = text->value;
    pneu_i_word word;
    size_t plain = 0; /* where the text after the last word begins */
    size_t at = pneu_i_word_candidate(value, 0);
    while (at < value.len) {
        int found = pneu_i_word_at(value, at, &word);
        if (found == PNEU_I_BROKEN_WORD)
            report(text, PNEU_DEFECT_EW_SYNTAX, 0, at, at + 2);
        size_t end = found == PNEU_I_IS_WORD ? word.end : at + 1;
        if (found == PNEU_I_IS_WORD && add_word(text, &word, plain))
            plain = end;
        at = pneu_i_word_candidate(value, end);
    }
    close_conversion(text);
    add_plain(text, plain, value.len);
}

/* The builder is ready. */
static pneu_status decode_any(text_decoder *text, pneu_str value, const pneu_i_text_rules *rules, pneu_str *out)
{
    text->value = value;
    text->rules = rules;
    text->charset = PNEU_I_CHARSET_NONE;
    text->raw_charset = rules->mode == PNEU_STRICT ? PNEU_I_CHARSET_UTF_8 : pneu_i_charset_guess(value);
    decode_all(text);
    return pneu_i_text_builder_end(&text->builder, out);
}

pneu_status pneu_i_any_text_decode(pneu_arena *arena, pneu_str value, const pneu_i_text_rules *rules, pneu_str *out)
{
    text_decoder text;
    pneu_i_text_builder_init(&text.builder, arena, value.len);
    return decode_any(&text, value, rules, out);
}

pneu_status pneu_i_text_decode(pneu_arena *arena, pneu_str value, const pneu_i_text_rules *rules, pneu_str *out)
{
    text_decoder text;
    pneu_i_text_builder *builder = &text.builder;
    if (rules->kind != PNEU_I_UNSTRUCTURED)
        return pneu_i_any_text_decode(arena, value, rules, out);
    pneu_i_text_builder_init(builder, arena, value.len + PNEU_I_USUAL_TEXT_ROOM);
    int may_be_long = rules->mode == PNEU_LENIENT && rules->sink == NULL; /* it would be no more than told */
    size_t longest = may_be_long ? SIZE_MAX : PNEU_I_WORD_MAX;
    if (builder->status == PNEU_OK && pneu_i_usual_text_write(value, longest, builder->ptr, &builder->len))
        return pneu_i_text_builder_end(builder, out);
    return decode_any(&text, value, rules, out);
}

pneu_status pneu_decode_text(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                             pneu_str *out)
{
    int is_mode = mode == PNEU_LENIENT || mode == PNEU_STRICT;
    if (arena == NULL || out == NULL || (value.ptr == NULL && value.len > 0) || !is_mode)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_rules rules = {mode, PNEU_I_UNSTRUCTURED, sink};
    return pneu_i_text_decode(arena, value, &rules, out);
}
