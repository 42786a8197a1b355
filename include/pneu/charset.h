/*
 * pneu/charset.h: text in any charset of mail to UTF-8.
 *
 *     pneu_charsets_new(NULL, &charsets);                                    // once, with every thread its own
 *     pneu_text_decoder_new(charsets, label, 0, NULL, &decoder);
 *     while there is input:
 *         pneu_text_decoder_push(decoder, bytes, len);
 *         while (pneu_text_decoder_read(decoder, out, sizeof out, &n) == PNEU_OK) use(n of out);   // until PNEU_MORE
 *     pneu_text_decoder_finish(decoder);
 *     while (pneu_text_decoder_read(decoder, out, sizeof out, &n) == PNEU_OK) use(n of out);       // until PNEU_DONE
 *
 * Which charset a text is in (RFC 7103 section 7.6; the first that applies):
 *   1. that of a byte order mark (UTF-8 or UTF-16);
 *   2. ISO-2022-JP, for 7-bit text with its escapes whose label is missing, unknown or that of a superset of ASCII;
 *   3. that of the label, if it is known and can be decoded here ("us-ascii" says nothing about bytes above 127);
 *      where there is no label, and the text is said to be HTML, the one that it names itself, in <meta charset> or its
 *      XML declaration, within its first 1024 bytes (as browsers look for it; never UTF-7, UTF-16, UTF-32 and HZ);
 *   4. UTF-8, if the text is well-formed UTF-8;
 *   5. the default of the pneu_charsets: windows-1252, or what was set.
 * Rules 2, 4 and 5 need a look ahead, and so does HTML. Plain ASCII is passed on at once, for it is the same in all of
 * them; from the first other byte on at most 64 KiB are held back until the choice is made, and it is made from those
 * alone. So the result depends on neither the length of the text nor the way it is cut. UTF-7, UTF-32 and HZ are never
 * guessed.
 *
 * What is ill-formed becomes U+FFFD, one for each maximal subpart, and decoding goes on. What comes out is always
 * well-formed UTF-8. Line ends stay as they are. Neither a label nor a byte of the text is ever an error.
 */
#ifndef PNEU_CHARSET_H
#define PNEU_CHARSET_H

#include <pneu/base.h>
#include <pneu/defect.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The name of the charset that a label means in mail, for instance "windows-1252" for "iso-8859-1" (the WHATWG Encoding
 * Standard's labels and names, then what only mail uses). Case, spaces, quotes and ";" around a label do not matter.
 * Static text. PNEU_ERR_NOT_FOUND for a label that is not known or that says nothing ("", "unknown-8bit");
 * PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_charset_find(pneu_str label, pneu_str *name);

/* ---- What decoders share -------------------------------------------------------------------------------------- */

/*
 * Keeps up to 8 converters of the system's iconv open, for East Asian charsets; all others need none. Each is reset
 * before it is used again, and the least recently used one makes room for another. Where it goes with all its decoders,
 * only one thread may be at a time.
 */
typedef struct pneu_charsets pneu_charsets;

/* A new one that holds nothing yet. The caller frees it with pneu_charsets_free. PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_charsets_new(const pneu_alloc *alloc, pneu_charsets **out);

/* Opens now what decoding texts with these labels will need, and keeps it open: to be called before chroot or a
 * sandbox, where iconv no longer finds its files. PNEU_ERR_NOT_FOUND if a label is not known, or iconv cannot decode
 * its charset, PNEU_ERR_LIMIT if more than 8 converters would be open: in both cases the other labels are taken care of
 * all the same. */
PNEU_API pneu_status pneu_charsets_preload(pneu_charsets *charsets, const pneu_str *labels, size_t count);

/* Sets the charset of rule 5. PNEU_ERR_NOT_FOUND if the label is not known; PNEU_ERR_ARGUMENT for one in which ASCII
 * text may hide (UTF-7, UTF-16, UTF-32, HZ). */
PNEU_API pneu_status pneu_charsets_set_default(pneu_charsets *charsets, pneu_str label);

/* Closes everything; NULL is allowed. Its decoders must have been freed before. */
PNEU_API void pneu_charsets_free(pneu_charsets *charsets);

/* ---- Decoding ------------------------------------------------------------------------------------------------- */

/* Why a charset was used. Only ever appended to. */
enum {
    PNEU_CHARSET_PLAIN = 0,       /* nothing but ASCII (so far), and no label that says more */
    PNEU_CHARSET_MARK = 1,        /* rule 1 */
    PNEU_CHARSET_ESCAPES = 2,     /* rule 2 */
    PNEU_CHARSET_LABEL = 3,       /* rule 3 */
    PNEU_CHARSET_WELL_FORMED = 4, /* rule 4 */
    PNEU_CHARSET_DEFAULT = 5,     /* rule 5 */
    PNEU_CHARSET_META = 6         /* rule 3, named in the text */
};

/* What was made of a text. This struct never changes. */
typedef struct pneu_text_summary {
    pneu_str charset;        /* the name of the charset used, "US-ASCII" with PNEU_CHARSET_PLAIN; static text */
    int32_t reason;          /* PNEU_CHARSET_... */
    int32_t had_errors;      /* 1 if U+FFFD stands for something ill-formed, or the end came in a shifted state */
    uint64_t nul_count;      /* NULs that were dropped */
    pneu_defect_set defects; /* PNEU_DEFECT_CHARSET_...: what is wrong with the text or its label */
} pneu_text_summary;

/* Flags of pneu_text_decoder_new. */
enum {
    PNEU_TEXT_KEEP_NUL = 1, /* U+0000 is passed on; by default it is dropped and counted (RFC 7103 section 7.6) */
    PNEU_TEXT_HTML = 2      /* the text is HTML, and may name its charset itself */
};

typedef struct pneu_text_decoder pneu_text_decoder;

/* A new decoder for a text with this label ("" for none; copied). `charsets` may be NULL; else it must outlive the
 * decoder. The caller frees it with pneu_text_decoder_free. PNEU_ERR_ARGUMENT (an unknown flag), PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_text_decoder_new(pneu_charsets *charsets, pneu_str label, uint32_t flags,
                                           const pneu_alloc *alloc, pneu_text_decoder **out);

/* Gives the decoder the next bytes, borrowed until pneu_text_decoder_read returns PNEU_MORE. A character may be split
 * over any two pushes. PNEU_ERR_STATE before MORE and after finish. */
PNEU_API pneu_status pneu_text_decoder_push(pneu_text_decoder *decoder, const void *bytes, size_t len);

/* Says that there is no more input. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_text_decoder_finish(pneu_text_decoder *decoder);

/* Writes up to `capacity` bytes of UTF-8 (a character may be cut between two reads) and sets *written. PNEU_OK: at
 * least one byte was written, call again; PNEU_MORE: nothing was, the input is used up; PNEU_DONE: nothing was, and
 * nothing will be. PNEU_ERR_MEMORY stays until reset; PNEU_ERR_ARGUMENT for a capacity of 0. */
PNEU_API pneu_status pneu_text_decoder_read(pneu_text_decoder *decoder, void *out, size_t capacity, size_t *written);

/* What is known so far; all of it after PNEU_DONE. */
PNEU_API void pneu_text_decoder_summary(const pneu_text_decoder *decoder, pneu_text_summary *out);

/* As new, for a text with this label (copied); memory is kept. */
PNEU_API void pneu_text_decoder_reset(pneu_text_decoder *decoder, pneu_str label);

/* Frees the decoder; NULL is allowed. */
PNEU_API void pneu_text_decoder_free(pneu_text_decoder *decoder);

/* A whole text at once. The struct never changes. */
typedef struct pneu_decoded_text {
    pneu_str text; /* UTF-8 without NUL */
    pneu_text_summary summary;
} pneu_decoded_text;

/* Decodes a text with this label ("" for none) to UTF-8 in the arena, as a decoder would. `charsets` may be NULL.
 * PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_text_decode(pneu_arena *arena, pneu_charsets *charsets, pneu_str label, pneu_str bytes,
                                      pneu_decoded_text *out);

#ifdef __cplusplus
}
#endif

#endif
