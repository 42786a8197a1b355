/*
 * Charsets to UTF-8. A label from a message is looked up in our own table; only names of that table ever reach iconv.
 * Decoding is push state: a character may be split over any two pushes. Ill-formed input becomes U+FFFD, one for each
 * maximal subpart, and decoding goes on.
 */
#ifndef PNEU_CHARSET_CHARSET_H
#define PNEU_CHARSET_CHARSET_H

#include "base/str.h"

/* What a label comes to: a charset (0 and up), or one of these. */
enum {
    PNEU_I_CHARSET_UNKNOWN = -1, /* a label that is not known */
    PNEU_I_CHARSET_NONE = -2     /* no label, or one that says nothing: "unknown-8bit", "x-unknown" ... */
};

/* Charsets that are named in the code; the others only have a row in charset_list.c. */
enum {
    PNEU_I_CHARSET_UTF_8 = 0,
    PNEU_I_CHARSET_WINDOWS_1252 = 1,
    PNEU_I_CHARSET_UTF_16LE = 2,
    PNEU_I_CHARSET_UTF_16BE = 3,
    PNEU_I_CHARSET_ISO_2022_JP = 4
};

/* How a charset is decoded. */
enum {
    PNEU_I_DECODE_UTF_8,
    PNEU_I_DECODE_SINGLE_BYTE,
    PNEU_I_DECODE_UTF_16LE,
    PNEU_I_DECODE_UTF_16BE,
    PNEU_I_DECODE_UTF_32LE,
    PNEU_I_DECODE_UTF_32BE,
    PNEU_I_DECODE_UTF_7,
    PNEU_I_DECODE_ISO_2022_JP,
    PNEU_I_DECODE_ISO_2022_KR,
    PNEU_I_DECODE_HZ,
    PNEU_I_DECODE_ICONV
};

typedef struct pneu_i_charset {
    const char *name;        /* the canonical one, as in the WHATWG standard where it has it */
    uint8_t how;             /* PNEU_I_DECODE_... */
    uint8_t is_dangerous;    /* 1 where ASCII text may hide in other bytes: UTF-7, UTF-16, UTF-32, HZ */
    uint8_t is_shifted;      /* 1 where bytes change the meaning of later ones: each encoded word starts anew */
    uint8_t table;           /* of PNEU_I_DECODE_SINGLE_BYTE */
    const char *iconv_name;  /* tried first */
    const char *iconv_other; /* tried then, or NULL */
} pneu_i_charset;

/* The charset of a label as mail means it (WHATWG labels, then aliases seen in mail): case, spaces, quotes and a ";" at
 * its end do not matter. */
int pneu_i_charset_find(pneu_str label);

const pneu_i_charset *pneu_i_charset_at(int charset);

/* Takes UTF-8, always whole characters. */
typedef struct pneu_i_utf8_sink {
    void (*put)(void *ctx, const char *utf8, size_t len);
    void *ctx;
} pneu_i_utf8_sink;

#define PNEU_I_DECODER_ROOM 512

typedef struct pneu_i_handles pneu_i_handles; /* iconv_handles.h */

/* The state of one conversion. No function of it allocates; iconv does. */
typedef struct pneu_i_decoder {
    const pneu_i_charset *charset;
    pneu_i_utf8_sink sink;
    void *iconv;             /* or NULL */
    pneu_i_handles *handles; /* that the handle was taken from, or NULL if it is the decoder's own */
    int had_errors;          /* 1 once something was ill-formed */
    int ended_open;          /* 1 if the end, or of ISO-2022 a line's, came within a character or a shifted state */
    int is_started;          /* 1 once a byte order mark can no longer come */
    int state;               /* shift state */
    int saw_escape;          /* ISO-2022-JP: an escape sequence came, and no character since */
    uint32_t bits;           /* bits of a character that is not complete */
    unsigned bit_count;
    uint16_t high;   /* UTF-16: the first half of a pair, or 0 */
    size_t held_len; /* bytes of a character that is not complete */
    unsigned char held[8];
    size_t out_len;
    char out[PNEU_I_DECODER_ROOM];
} pneu_i_decoder;

/* Starts a conversion in the initial state. 0 if the charset cannot be decoded here (iconv has no such name). */
int pneu_i_decoder_open(pneu_i_decoder *decoder, int charset, pneu_i_utf8_sink sink);

/* The same with a handle of these, if one is needed; NULL: with one of its own. */
int pneu_i_decoder_open_with(pneu_i_decoder *decoder, int charset, pneu_i_utf8_sink sink, pneu_i_handles *handles);

void pneu_i_decoder_push(pneu_i_decoder *decoder, const char *text, size_t len);

/* 1 if the bytes so far end within a character. */
int pneu_i_decoder_is_within(const pneu_i_decoder *decoder);

/* Passes on to the sink what is ready. */
void pneu_i_decoder_flush(pneu_i_decoder *decoder);

/* The end of the input, and the start of another in the same charset. */
void pneu_i_decoder_restart(pneu_i_decoder *decoder);

/* The end of the input: an incomplete character becomes U+FFFD. Everything is in the sink then. */
void pneu_i_decoder_finish(pneu_i_decoder *decoder);

void pneu_i_decoder_close(pneu_i_decoder *decoder);

/* For the decoders: one character, or U+FFFD, to the sink. */
void pneu_i_decoder_put(pneu_i_decoder *decoder, uint32_t character);
void pneu_i_decoder_put_utf8(pneu_i_decoder *decoder, const char *utf8, size_t len);
void pneu_i_decoder_put_error(pneu_i_decoder *decoder);

/* UTF-8 (utf8.c). */

/* The length of the longest prefix that is well-formed UTF-8. */
size_t pneu_i_utf8_valid(const char *text, size_t len);

/* 1 if the bytes are the beginning of one character, and not all of it. */
int pneu_i_utf8_is_beginning(const char *text, size_t len);

/* 1 if there is no byte above 127. */
int pneu_i_ascii_only(const char *bytes, size_t len);

#define PNEU_I_UTF8_LONGEST ((size_t)4) /* bytes of a character */

/* Writes one character (not a surrogate, at most U+10FFFF); gives the number of bytes. */
size_t pneu_i_utf8_write(uint32_t character, char *out);

/* The decoders, one a family: `push` takes bytes, `finish` what is held. */
void pneu_i_utf8_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len);
void pneu_i_utf8_finish(pneu_i_decoder *decoder);
void pneu_i_single_byte_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len);
void pneu_i_utf16_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len);
void pneu_i_utf16_finish(pneu_i_decoder *decoder);
void pneu_i_utf16_unit(pneu_i_decoder *decoder, uint16_t unit);
void pneu_i_utf32_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len);
void pneu_i_utf7_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len);
void pneu_i_utf7_finish(pneu_i_decoder *decoder);
void pneu_i_iso2022_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len);
void pneu_i_iso2022_finish(pneu_i_decoder *decoder);
void pneu_i_iconv_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len);
void pneu_i_iconv_finish(pneu_i_decoder *decoder);
void pneu_i_iconv_character(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len);

/* iconv handles. A new one for this charset in its initial state, or NULL if iconv has no such charset; *name is what
 * it is opened for. */
void *pneu_i_iconv_new(const pneu_i_charset *charset, const char **name);
void pneu_i_iconv_restart(void *iconv);
void pneu_i_iconv_free(void *iconv);

/* What was made of a label and its text. */
typedef struct pneu_i_charset_info {
    const char *charset;  /* the name of the charset used; "US-ASCII" where all was plain ASCII without a label */
    int is_label_unknown; /* 1 if there was a label, and it could not be used */
    int had_errors;       /* 1 if U+FFFD stands for something ill-formed */
    int ended_open;
} pneu_i_charset_info;

/*
 * The charset to use for a body or value with this label: that of a byte order mark; ISO-2022-JP for pure 7-bit text
 * with its escapes; the label's if it can be used; else UTF-8 if that is well-formed; else windows-1252. The label
 * us-ascii counts as none: it says nothing about bytes above 127.
 */
int pneu_i_charset_choose(pneu_str label, pneu_str bytes, pneu_i_charset_info *info);

/* The charset of a byte order mark at the start, or PNEU_I_CHARSET_NONE. `labelled` is the charset of the label: in
 * UTF-32 the marks of UTF-16 mean something else. */
int pneu_i_charset_of_mark(pneu_str bytes, int labelled);

/* 1 if there is an escape of ISO-2022-JP to a set of two bytes. */
int pneu_i_charset_has_jp_escape(pneu_str bytes);

/* 1 if ASCII text is the same in this charset, so that its label tells nothing about that. */
int pneu_i_charset_is_ascii_superset(int charset);

/* 1 if a label, which pneu_i_charset_find takes for `labelled`, says nothing about bytes above 127: it is unknown, or a
 * name of ASCII, of the IANA registry's or of those that only mail has. */
int pneu_i_charset_says_nothing(pneu_str label, int labelled);

/* The same for bytes without a label and without a byte order mark. */
int pneu_i_charset_guess(pneu_str bytes);

#endif
