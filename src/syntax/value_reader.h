/*
 * A cursor over one raw structured value, and the texts that are made of its pieces. Each reader of a field whose value
 * is no MIME parameter list starts here: it moves `at` forward, notes what is outside of the grammar, and asks at the
 * end what came of it.
 */
#ifndef PNEU_SYNTAX_VALUE_READER_H
#define PNEU_SYNTAX_VALUE_READER_H

#include "base/arena.h"
#include "pneu/syntax.h"
#include "syntax/scan.h"

typedef struct pneu_i_value_reader {
    pneu_arena *arena;
    pneu_str text;
    size_t at;
    int32_t mode;
    const pneu_defect_sink *sink; /* or NULL */
    int is_bad;                   /* 1 once something was outside of the grammar */
    pneu_status status;           /* PNEU_ERR_MEMORY once there was none */
} pneu_i_value_reader;

/* PNEU_OK, PNEU_ERR_ARGUMENT, or PNEU_ERR_SYNTAX (strict: bytes that no field may hold). */
pneu_status pneu_i_value_reader_init(pneu_i_value_reader *reader, pneu_arena *arena, pneu_str text, int32_t mode,
                                     const pneu_defect_sink *sink);

/* What the value came to: PNEU_OK, PNEU_ERR_MEMORY, or PNEU_ERR_SYNTAX (strict, and something was bad). */
pneu_status pneu_i_value_reader_end(const pneu_i_value_reader *reader);

/* Something is wrong, and this is its code; pneu_i_value_fault: hdr_value_malformed. */
void pneu_i_value_defect(pneu_i_value_reader *reader, int32_t code, size_t start, size_t end);
void pneu_i_value_fault(pneu_i_value_reader *reader, size_t start, size_t end);

static inline int pneu_i_value_is_at_end(const pneu_i_value_reader *reader)
{
    return reader->at >= reader->text.len;
}

/* 1 if this byte comes next. */
static inline int pneu_i_value_is_at(const pneu_i_value_reader *reader, char c)
{
    return reader->at < reader->text.len && reader->text.ptr[reader->at] == c;
}

/* Skips white space and comments; one that is not closed is a fault. The first is for where some begin. */
void pneu_i_value_skip_some_cfws(pneu_i_value_reader *reader);
static inline void pneu_i_value_skip_cfws(pneu_i_value_reader *reader)
{
    if (reader->at == reader->text.len)
        return;
    unsigned char c = (unsigned char)reader->text.ptr[reader->at];
    if (c == '(' || pneu_i_is_space(c))
        pneu_i_value_skip_some_cfws(reader);
}

/* Skips a quoted string; one that is not closed is a fault. Gives what stands between the quote marks, still escaped. */
pneu_str pneu_i_value_skip_quoted(pneu_i_value_reader *reader);

/* Skips CFWS and then this byte: 1 if it came. */
int pneu_i_value_take(pneu_i_value_reader *reader, char c);

/* The run up to white space or one of these bytes, which may be empty. They are "." or none that a token holds. */
pneu_str pneu_i_value_run(pneu_i_value_reader *reader, const char *stops);

/* Goes on to the next such byte outside of comments and quoted strings, or to the end. */
void pneu_i_value_skip_to(pneu_i_value_reader *reader, char c);

/* The place of a slice of the value. */
static inline size_t pneu_i_value_place(const pneu_i_value_reader *reader, pneu_str slice)
{
    return (size_t)(slice.ptr - reader->text.ptr);
}

/* Texts in the arena, never NULL: one line of UTF-8 without control characters but tab; the same in lower case; the
 * same with the backslashes of quoted pairs gone. */
pneu_str pneu_i_value_text(pneu_i_value_reader *reader, pneu_str raw);
pneu_str pneu_i_value_lower(pneu_i_value_reader *reader, pneu_str raw);
pneu_str pneu_i_value_unescaped(pneu_i_value_reader *reader, pneu_str raw);

/* A text without comments and the white space around it; quoted strings stay as written. */
pneu_str pneu_i_value_without_comments(pneu_i_value_reader *reader, pneu_str raw);

/* A decimal number of at most nine digits. 0 if it is anything else. */
int pneu_i_value_number(pneu_str digits, uint32_t *out);

/* 1 if the bytes may stand in the value of a field: UTF-8, no control characters, line ends only in folds or at the
 * end. */
int pneu_i_value_is_clean(pneu_str raw);

#endif
