/*
 * The codecs for use inside the library: a struct that stands on the stack or in another struct, needs no memory of its
 * own and no freeing. pneu/codec.h is the same as an object on the heap.
 *
 *     pneu_i_codec codec;
 *     pneu_i_codec_init(&codec, PNEU_CODEC_BASE64_DECODE, 0, cpu_level);
 *     pneu_i_codec_report_to(&codec, add_to_my_log, my_log);               // optional
 *     pneu_i_codec_io io = {in, in + in_len, out, out + sizeof out};
 *     while ((status = pneu_i_codec_run(&codec, &io)) == PNEU_OK)          // OK: the output is full
 *         empty the output, io.out = out;
 *     ... run again with the next input as long as the status is MORE; then:
 *     while ((status = pneu_i_codec_end(&codec, &io)) == PNEU_OK)
 *         empty the output, io.out = out;                                  // until DONE
 *
 * Bytes and defects do not depend on how input and output are cut; an output of one byte is enough.
 */
#ifndef PNEU_CODEC_CODEC_H
#define PNEU_CODEC_CODEC_H

#include "base/census.h"
#include "pneu/codec.h"

/* Bytes that a codec can hold back: "=", the longest run of blanks that a decoder waits for, CR. */
#define PNEU_I_CODEC_BLANKS 998
#define PNEU_I_CODEC_HELD (PNEU_I_CODEC_BLANKS + 10)
/* Bytes kept of a file's name (uuencode, yEnc); the rest of a longer name is dropped, with a defect. */
#define PNEU_I_CODEC_NAME 255

/* What to work on: run and end move `in` and `out` forward. */
typedef struct pneu_i_codec_io {
    const uint8_t *in;
    const uint8_t *in_end;
    uint8_t *out;
    uint8_t *out_end;
} pneu_i_codec_io;

/* Takes one defect: offset and length in the encoded input of this codec, code, detail, severity, marks and reading are
 * set; part and space are 0. Comes in the order in which things are decided, which may differ from that of the offsets
 * by one line. What it returns, if not PNEU_OK, ends the codec. */
typedef pneu_status (*pneu_i_codec_report)(void *ctx, const pneu_defect *defect);

/* Private to src/codec from here to the end of the struct, but for the members said to be readable. */
typedef struct pneu_i_codec {
    const struct pneu_i_codec_row *row;
    const struct pneu_i_codec_kernels *kernels;
    uint32_t flags;
    pneu_status status;    /* 0, or what ends the codec once held bytes are out: DONE or an error */
    uint64_t offset;       /* readable: input bytes used up so far */
    uint64_t end_offset;   /* of io.in_end, during run */
    uint64_t error_offset; /* readable after PNEU_ERR_SYNTAX */

    pneu_i_codec_report report;
    void *report_ctx;
    pneu_defect find; /* the last find, which the next one may lengthen; code 0: none */

    union {
        struct {
            uint32_t bits;
            uint8_t sextets; /* of the open quantum */
            uint8_t due;     /* padding characters that the last quantum asks for */
            uint8_t padded;  /* between "=" and the next sextet */
            uint8_t stopped;
            uint8_t column; /* strict: of the line */
            uint8_t cr;     /* strict: the last byte was CR */
            uint64_t pads;  /* seen since the last sextet */
            uint64_t quantum_at, last_at, pad_at;
        } base64;
        struct {
            uint8_t bytes[3];
            uint8_t count;
            uint8_t quads; /* written on the line */
            uint8_t cr;
        } base64_encode;
        struct {
            uint64_t line_at;
            uint8_t long_run; /* inside a run of more blanks than can be held */
        } qp;
        struct {
            uint8_t column;
            uint8_t cr;       /* seen, and not yet whether LF follows */
            uint8_t ahead[8]; /* bytes whose form depends on what follows */
            uint8_t ahead_len;
        } qp_encode;
        struct {
            uint8_t state;
            uint8_t matched;
            uint8_t left;    /* bytes that the line still owes */
            uint8_t sextets; /* of the open group */
            uint8_t ended;   /* the last line was the one of no bytes */
            uint8_t odd;     /* the line is malformed, or outside the block not blank */
            uint8_t cr;      /* of the name, which may be its end */
            uint8_t begun;
            uint32_t bits;
            uint64_t line_at;
        } uu;
        struct {
            uint8_t bytes[45];
            uint8_t count;
            uint8_t begun;
        } uu_encode;
        struct {
            uint8_t state;
            uint8_t begun;
            uint8_t checksum; /* readable: PNEU_CHECKSUM_... */
            uint8_t is_part;
            uint8_t odd;
            uint32_t crc;
            uint64_t size; /* readable: what =ybegin says */
            uint64_t part_size, decoded, line_at;
        } yenc;
        struct {
            uint8_t state;
            uint8_t cr;
        } line;
    } u;

    uint16_t held_len, held_due, held_gone;
    uint16_t name_len;
    uint8_t mode_len;
    uint8_t held[PNEU_I_CODEC_HELD]; /* bytes [held_gone, held_due) are to go out; the others are not decided yet */
    char name[PNEU_I_CODEC_NAME];    /* readable, with name_len: uuencode and yEnc */
    char mode[4];
} pneu_i_codec;

/* Makes *codec ready, with the kernels of this level (PNEU_CPU_...) or the best below it: PNEU_OPTION_CPU_LEVEL of what
 * the codec belongs to. PNEU_ERR_ARGUMENT for an unknown kind or a flag that is not its own. */
pneu_status pneu_i_codec_init(pneu_i_codec *codec, int32_t kind, uint32_t flags, uint32_t cpu_level);

/* Goes on with the kernels of another level. */
void pneu_i_codec_use_level(pneu_i_codec *codec, uint32_t cpu_level);

/* 1 if pneu_codec_read_slice is for this codec. */
int pneu_i_codec_has_slices(const pneu_codec *codec);

/* Where defects go from now on; without it they are dropped. */
void pneu_i_codec_report_to(pneu_i_codec *codec, pneu_i_codec_report report, void *ctx);

/* Works through input: MORE, it is used up; OK, the output is full, or has little room left, and there may be more; DONE,
 * the codec found its end (DOT_UNSTUFF only), io->in stands behind it; an error (PNEU_ERR_SYNTAX or what report
 * returned), which stays. */
pneu_status pneu_i_codec_run(pneu_i_codec *codec, pneu_i_codec_io *io);

/* Once the input has ended: OK, the output is full, call again; DONE, that was all; or an error. io->in is not used. */
pneu_status pneu_i_codec_end(pneu_i_codec *codec, pneu_i_codec_io *io);

/* QUOTED_PRINTABLE_ENCODE with PNEU_CODEC_TEXT and PNEU_CODEC_PROTECT_DASH and no other flag: how many bytes
 * pneu_i_codec_run would put for these. The end is the same as behind that. Of all bytes since init, the census is taken,
 * too. */
uint64_t pneu_i_qp_measure(pneu_i_codec *codec, const uint8_t *in, size_t len, pneu_i_census *census);

/* UU_ENCODE: as pneu_codec_set_name, before the first run. */
pneu_status pneu_i_codec_set_name(pneu_i_codec *codec, pneu_str name, pneu_str mode);

#endif
