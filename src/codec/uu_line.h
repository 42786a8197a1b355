/* The full lines of uuencode (POSIX.1, the historical algorithm). Only for src/codec. */
#ifndef PNEU_CODEC_UU_LINE_H
#define PNEU_CODEC_UU_LINE_H

enum {
    PNEU_I_UU_OCTETS = 45,     /* of a line */
    PNEU_I_UU_CHARACTERS = 60, /* that these are, behind the line's count */
    PNEU_I_UU_FULL = 'M',      /* that count */
    PNEU_I_UU_AHEAD = 64       /* bytes that a kernel may read or write for a line */
};

#endif
