/*
 * pneu/codec.h: the encodings of mail, each direction, as one push/read stream.
 *
 *     pneu_codec_new(PNEU_CODEC_BASE64_DECODE, 0, NULL, &codec);
 *     while there is input:
 *         pneu_codec_push(codec, bytes, len);
 *         while (pneu_codec_read(codec, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);     // until PNEU_MORE
 *     pneu_codec_finish(codec);
 *     while (pneu_codec_read(codec, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);         // until PNEU_DONE
 *
 * The output does not depend on how input and output are cut. Memory is constant. Lenient decoding (the default) takes
 * any bytes and reports what is wrong as defects; PNEU_CODEC_STRICT ends with PNEU_ERR_SYNTAX at the first byte outside
 * the RFC's grammar instead.
 */
#ifndef PNEU_CODEC_H
#define PNEU_CODEC_H

#include <pneu/base.h>
#include <pneu/defect.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The codecs. Only ever appended to. */
enum {
    PNEU_CODEC_BASE64_DECODE = 1,           /* RFC 2045 section 6.8 */
    PNEU_CODEC_BASE64_ENCODE = 2,           /* lines of 76 columns, each ended by CRLF */
    PNEU_CODEC_QUOTED_PRINTABLE_DECODE = 3, /* RFC 2045 section 6.7; white space at a line's end is dropped */
    PNEU_CODEC_QUOTED_PRINTABLE_ENCODE = 4, /* text: line ends (CRLF or LF) are kept as they stand; see PNEU_CODEC_TEXT
                                               and PNEU_CODEC_BINARY */
    PNEU_CODEC_UU_DECODE = 5,               /* what stands between the first "begin MODE NAME" and "end" (POSIX) */
    PNEU_CODEC_UU_ENCODE = 6,               /* with begin and end lines; LF line ends as POSIX says */
    PNEU_CODEC_YENC_DECODE = 7,             /* what stands between =ybegin and =yend (yEnc draft 1.3) */
    PNEU_CODEC_TO_CRLF = 8,                 /* LF without CR becomes CRLF; a CR without LF stays, or see PNEU_CODEC_FIX_CR */
    PNEU_CODEC_TO_LF = 9,                   /* CRLF becomes LF */
    PNEU_CODEC_DOT_STUFF = 10,              /* RFC 5321 section 4.5.2, with the final ".CRLF" unless PNEU_CODEC_NO_END */
    PNEU_CODEC_DOT_UNSTUFF = 11             /* ends (PNEU_DONE) at CRLF.CRLF and nowhere else; see pneu_codec_rest */
};

/* Flags of pneu_codec_new; a flag that does not belong to the codec is PNEU_ERR_ARGUMENT. */
enum {
    PNEU_CODEC_STRICT = 1,        /* decoders, DOT_STUFF and DOT_UNSTUFF (there: a bare CR or LF is PNEU_ERR_SYNTAX) */
    PNEU_CODEC_TEXT = 2,          /* BASE64_ENCODE, QUOTED_PRINTABLE_ENCODE: a line end is CRLF, also where it is
                                     LF in the input (RFC 2045 section 6.8) */
    PNEU_CODEC_BINARY = 4,        /* QUOTED_PRINTABLE_ENCODE: CR and LF are escaped too */
    PNEU_CODEC_PROTECT_FROM = 8,  /* QUOTED_PRINTABLE_ENCODE: "From " at a line's start becomes "=46rom " (RFC 2049 3) */
    PNEU_CODEC_PROTECT_DOT = 16,  /* QUOTED_PRINTABLE_ENCODE: "." at a line's start becomes "=2E" */
    PNEU_CODEC_FIX_CR = 32,       /* TO_CRLF, TO_LF, DOT_STUFF: a CR without LF is a line end too */
    PNEU_CODEC_KEEP_LF = 64,      /* DOT_STUFF: a bare LF (or CR) is data; by default it is made CRLF before stuffing */
    PNEU_CODEC_STOP_AT_PAD = 128, /* BASE64_DECODE: stop at padding, as mutt and Python do */
    PNEU_CODEC_LF_LINES = 256,    /* encoders: lines are ended by LF (UU_ENCODE: always) */
    PNEU_CODEC_NO_END = 512,      /* DOT_STUFF: without the final ".CRLF", for whoever sends that himself */
    PNEU_CODEC_PROTECT_DASH = 1024 /* QUOTED_PRINTABLE_ENCODE: "-" at a line's start becomes "=2D": then no line of the
                                      output is a delimiter of a multipart */
};

typedef struct pneu_codec pneu_codec;

/* A new codec; the caller frees it with pneu_codec_free. PNEU_ERR_ARGUMENT for an unknown kind or a flag that is not its
 * own, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_codec_new(int32_t kind, uint32_t flags, const pneu_alloc *alloc, pneu_codec **out);

/* Has the codec use vectors of this level (PNEU_CPU_...) at most, of those that the CPU has, in place of the widest;
 * reset does not change that. Results never depend on it. PNEU_ERR_ARGUMENT for another value. */
PNEU_API pneu_status pneu_codec_set_cpu_level(pneu_codec *codec, int32_t level);

/* Gives the codec the next bytes, borrowed until pneu_codec_read returns PNEU_MORE or PNEU_DONE. PNEU_ERR_STATE before
 * MORE and after finish. */
PNEU_API pneu_status pneu_codec_push(pneu_codec *codec, const void *bytes, size_t len);

/* Says that there is no more input. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_codec_finish(pneu_codec *codec);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE: nothing
 * was, the input is used up; PNEU_DONE: nothing was, and nothing will be; PNEU_ERR_SYNTAX (strict), PNEU_ERR_MEMORY;
 * PNEU_ERR_ARGUMENT for a capacity of 0. Errors stay until reset. */
PNEU_API pneu_status pneu_codec_read(pneu_codec *codec, void *out, size_t capacity, size_t *written);

/* DOT_UNSTUFF: as pneu_codec_read, but nothing is copied: *slice is the next run of the pushed bytes that goes out as it
 * stands, borrowed as the push was; now and then one or two bytes of the codec's own, borrowed until the next call that is
 * given the codec. PNEU_OK, the slice is not empty; PNEU_MORE, PNEU_DONE and errors as there; PNEU_ERR_ARGUMENT for
 * another codec. */
PNEU_API pneu_status pneu_codec_read_slice(pneu_codec *codec, pneu_str *slice);

/* After PNEU_DONE of DOT_UNSTUFF: the bytes of the last push behind the end of data; borrowed as the push was. */
PNEU_API void pneu_codec_rest(const pneu_codec *codec, pneu_str *rest);

/* UU and yEnc: the name on the begin line so far seen, "" before; at most 255 bytes of it; borrowed until the next
 * push, read or reset. */
PNEU_API void pneu_codec_name(const pneu_codec *codec, pneu_str *name);

/* What is known of the checksum that came with the bytes. */
enum {
    PNEU_CHECKSUM_NONE = 0, /* the bytes came with none, or their end was not seen yet */
    PNEU_CHECKSUM_GOOD = 1, /* it is that of the decoded bytes */
    PNEU_CHECKSUM_BAD = 2
};

/* YENC_DECODE: one of PNEU_CHECKSUM_..., once the =yend line was read. */
PNEU_API int32_t pneu_codec_checksum(const pneu_codec *codec);

/* YENC_DECODE: the size that the =ybegin line tells, of the whole file even if this is one part of it; 0 if none. */
PNEU_API uint64_t pneu_codec_declared_size(const pneu_codec *codec);

/* UU_DECODE: the mode on the begin line, octal digits, "" before it was read; borrowed as the name is. */
PNEU_API void pneu_codec_mode(const pneu_codec *codec, pneu_str *mode);

/* UU_ENCODE: the name ("data" by default) and the mode (octal digits, "644" by default) for the begin line, before the
 * first push; copied, and forgotten by reset. An empty one is the default. PNEU_ERR_ARGUMENT for a name of more than
 * 255 bytes or with a line end or NUL in it, a mode that is not 3 or 4 octal digits, or another codec; PNEU_ERR_STATE
 * after the first push. */
PNEU_API pneu_status pneu_codec_set_name(pneu_codec *codec, pneu_str name, pneu_str mode);

/* Defects found so far, offsets in the pushed stream, ordered: the i-th record, or NULL; borrowed until the next call that
 * is given the codec. The count of a code is never capped. Codes: cte_b64_*, cte_qp_nonconforming, cte_legacy, line_*. */
PNEU_API const pneu_defect *pneu_codec_defect(const pneu_codec *codec, size_t i);
PNEU_API uint64_t pneu_codec_defect_count(const pneu_codec *codec, int32_t code);

/* After PNEU_ERR_SYNTAX: the offset of the offending byte in the pushed stream. */
PNEU_API uint64_t pneu_codec_error_offset(const pneu_codec *codec);

/* Makes the codec as new, with the same kind and flags. */
PNEU_API void pneu_codec_reset(pneu_codec *codec);

/* Frees the codec; NULL is allowed. */
PNEU_API void pneu_codec_free(pneu_codec *codec);

#ifdef __cplusplus
}
#endif

#endif
