/*
 * pneu/view.h: what a reader sees of a text body: paragraphs of format=flowed text (RFC 3676), HTML as plain text, and
 * a preview line. All text is UTF-8 (pneu/charset.h makes it so); ill-formed bytes do no harm. Nothing is ever executed
 * or fetched.
 */
#ifndef PNEU_VIEW_H
#define PNEU_VIEW_H

#include <pneu/base.h>
#include <pneu/charset.h>
#include <pneu/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The text of a part --------------------------------------------------------------------------------------- */

/* How a text body is to be read. Only ever appended to. */
enum {
    PNEU_BODY_FIXED = 0,  /* lines as they stand */
    PNEU_BODY_FLOWED = 1, /* text/plain; format=flowed */
    PNEU_BODY_DELSP = 2,  /* the same with delsp=yes */
    PNEU_BODY_HTML = 3    /* text/html, and application/xhtml+xml */
};

/* A text body as UTF-8. The struct never changes. */
typedef struct pneu_body_text {
    pneu_str text; /* after transfer decoding and charset; line ends as they stand; no NUL */
    int32_t kind;  /* PNEU_BODY_... */
    pneu_text_summary summary;
} pneu_body_text;

/* The text of a part of type text/... (or application/xhtml+xml), in the arena. `charsets` may be NULL. Of HTML whose
 * Content-Type has no charset, the text may name it (PNEU_CHARSET_META).
 * PNEU_ERR_NOT_FOUND for a part of another type, a container, or where there is no such part; PNEU_ERR_NOT_KEPT,
 * _LIMIT (MAX_OUTPUT), _MEMORY, _ARGUMENT. */
PNEU_API pneu_status pneu_part_text(pneu_message *message, uint32_t part, pneu_charsets *charsets, pneu_arena *arena,
                                    pneu_body_text *out);

/* ---- Preview -------------------------------------------------------------------------------------------------- */

#define PNEU_PREVIEW_MAX 256 /* characters */

/*
 * One line that tells what a text is about (RFC 8621 section 4.1.4), in the arena: at most PNEU_PREVIEW_MAX characters
 * (code points), with each run of white space as one space, without line ends, control characters and what turns the
 * direction of text. Left out are quotes with the line that leads them in ("... wrote:"), the signature, and lines that
 * only draw a rule; in HTML links' addresses and images too. If nothing else is there, the quotes are shown. Only the
 * first 64 KiB of the text (of HTML: what is shown of the first 256 KiB) are looked at. `kind` is one of PNEU_BODY_....
 * PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_preview(pneu_arena *arena, pneu_str text, int32_t kind, pneu_str *out);

/* ---- format=flowed -------------------------------------------------------------------------------------------- */

enum {
    PNEU_PARAGRAPH_FIXED = 0,    /* one line, as it stands */
    PNEU_PARAGRAPH_FLOWED = 1,   /* begins with a flowed line: may be wrapped anew */
    PNEU_PARAGRAPH_SIGNATURE = 2 /* the line "-- ", which is neither */
};

/* Given in arrays: this struct never changes. */
typedef struct pneu_paragraph {
    pneu_str text;  /* without quote marks, stuffing and line ends; no CR, LF or NUL */
    uint32_t quote; /* quote depth */
    int32_t kind;   /* PNEU_PARAGRAPH_...; pneu_flowed_encode does not look at it */
} pneu_paragraph;

typedef struct pneu_paragraphs {
    const pneu_paragraph *items;
    size_t count;
} pneu_paragraphs;

enum {
    PNEU_FLOWED_DELSP = 1,  /* DelSp=yes: the space at the end of a flowed line is no part of the text */
    PNEU_FLOWED_STRICT = 2, /* decode: a bare CR or LF, or NUL, is PNEU_ERR_SYNTAX */
    PNEU_FLOWED_LF = 4      /* encode: lines are ended by LF; by default by CRLF */
};

#define PNEU_FLOWED_QUOTE_MAX 199 /* the deepest quote that can be encoded: its marks are half of a line of 998 bytes */

/* Reads the text as format=flowed (RFC 3676 section 4) into paragraphs in the arena: 24 bytes a paragraph and the text.
 * Every line ends at CRLF, LF or CR; a paragraph also where the quote depth changes (section 4.5) and at "-- ". NULs
 * are dropped. PNEU_ERR_SYNTAX (strict), PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_flowed_decode(pneu_arena *arena, pneu_str text, uint32_t flags, pneu_paragraphs *out);

/* Writes paragraphs as format=flowed, in the arena (RFC 3676 section 4.2): lines of at most `width` characters (0: 72;
 * at most 249) with their marks and last space, longer only where a word is, or where a quote is deeper than half of
 * it. Lines are broken at spaces, and with PNEU_FLOWED_DELSP also between ideographs, kana and Hangul. Spaces at the
 * end of a paragraph are dropped. A word of more than 998 bytes stays whole: send that body as quoted-printable or
 * base64. PNEU_ERR_ARGUMENT: CR, LF or NUL in a text, a quote deeper than PNEU_FLOWED_QUOTE_MAX, a bad width or flag.
 * PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_flowed_encode(pneu_arena *arena, const pneu_paragraphs *paragraphs, uint32_t flags,
                                        uint32_t width, pneu_str *out);

/* ---- HTML to plain text --------------------------------------------------------------------------------------- */

/*
 * Turns HTML into text for reading, streaming, in constant memory (below 256 KiB), with lines ended by LF:
 * - paragraphs and headings stand between empty lines; <br>, rows and other blocks begin a line; <hr> is a line of
 *   dashes;
 * - list items have "- " or their number, nested lists are indented; quotes have "> "; <pre> keeps its spaces and
 *   lines;
 * - cells of a row are separated by " | ";
 * - a link is its text and " <address>", unless the text is the address; an image is "[its alternative text]";
 * - comments (conditional ones too), scripts, styles, the title, templates and what is hidden by the attribute "hidden"
 *   or "display: none" are left out;
 * - character references are decoded, all of HTML 5's; numeric ones of 128 to 159 mean windows-1252 (HTML 5 does so);
 * - no control characters come out but LF, and tab in <pre>.
 * What is unclosed is closed by the end of the text, as browsers do. The result does not depend on how the input is
 * cut.
 */
typedef struct pneu_html_text pneu_html_text;

enum {
    PNEU_HTML_NO_LINKS = 1,   /* without addresses of links */
    PNEU_HTML_NO_IMAGES = 2,  /* without alternative texts */
    PNEU_HTML_SHOW_HIDDEN = 4 /* with what is hidden by an attribute */
};

/* A new one; the caller frees it with pneu_html_text_free. Lines are wrapped to `width` characters where there is a
 * space (beside lists and quotes there is room for 20 all the same); 0: they are not wrapped. PNEU_ERR_ARGUMENT (a flag,
 * a width above 65535), PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_html_text_new(uint32_t flags, uint32_t width, const pneu_alloc *alloc, pneu_html_text **out);

/* Gives the next bytes, borrowed until pneu_html_text_read returns PNEU_MORE. PNEU_ERR_STATE before MORE and after
 * finish. */
PNEU_API pneu_status pneu_html_text_push(pneu_html_text *html, const void *bytes, size_t len);

/* Says that there is no more input. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_html_text_finish(pneu_html_text *html);

/* Writes up to `capacity` bytes of UTF-8 (a character may be cut between two reads) and sets *written. PNEU_OK: at
 * least one byte was written, call again; PNEU_MORE: nothing was, the input is used up; PNEU_DONE: nothing was, and
 * nothing will be. PNEU_ERR_MEMORY stays until reset; PNEU_ERR_ARGUMENT for a capacity of 0. */
PNEU_API pneu_status pneu_html_text_read(pneu_html_text *html, void *out, size_t capacity, size_t *written);

/* As new; memory is kept. */
PNEU_API void pneu_html_text_reset(pneu_html_text *html);

/* Frees it; NULL is allowed. */
PNEU_API void pneu_html_text_free(pneu_html_text *html);

/* A whole document at once, in the arena. PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_html_to_text(pneu_arena *arena, pneu_str html, uint32_t flags, uint32_t width, pneu_str *out);

#ifdef __cplusplus
}
#endif

#endif
