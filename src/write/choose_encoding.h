/* Which Content-Transfer-Encoding a body is to get for 7-bit transport: the choice, from its bytes as they pass. */
#ifndef PNEU_WRITE_CHOOSE_ENCODING_H
#define PNEU_WRITE_CHOOSE_ENCODING_H

#include "base/str.h"
#include "codec/codec.h"
#include "parse/scan.h"

/* The flags with which text is written in quoted-printable. */
#define PNEU_I_QP_FLAGS (PNEU_CODEC_TEXT | PNEU_CODEC_PROTECT_DASH)

/* Bytes behind those that a census was taken of before; with kernels of this level at most. */
void pneu_i_census_add(pneu_i_census *census, const char *bytes, size_t len, uint32_t cpu_level);

/* The end of the bytes: a CR there is bare. */
void pneu_i_census_end(pneu_i_census *census);

/* 1 if the bytes, with CRLF for bare LF, may be sent as 7bit (RFC 2045 section 2.7). */
int pneu_i_census_is_seven_bit(const pneu_i_census *census);

/* 1 if they may be sent as 8bit (RFC 2045 section 2.8): the same, but for bytes above 127. */
int pneu_i_census_is_eight_bit(const pneu_i_census *census);

/* What kind of body it is: it says whether line ends are its own. */
enum {
    PNEU_I_BODY_OCTETS = 0, /* anything but text: each octet counts */
    PNEU_I_BODY_TEXT = 1    /* lines, whose ends become CRLF (RFC 2045 section 6.8); with NUL it counts as octets */
};

/* A body on its way to a choice. */
typedef struct pneu_i_encoding_choice {
    pneu_i_census census;
    int kind;           /* PNEU_I_BODY_... */
    uint32_t cpu_level; /* of the kernels, at most */
    uint64_t qp_length; /* text: in quoted-printable, so far */
    pneu_i_codec qp;
} pneu_i_encoding_choice;

void pneu_i_encoding_choice_init(pneu_i_encoding_choice *choice, int kind, uint32_t cpu_level);
void pneu_i_encoding_choice_add(pneu_i_encoding_choice *choice, const char *bytes, size_t len);
void pneu_i_encoding_choice_end(pneu_i_encoding_choice *choice);

/* Ends the measuring, but not the census: the choice is made from what came so far. Then only the census may go on. */
void pneu_i_encoding_choice_stop(pneu_i_encoding_choice *choice);

/* How the body is to be sent: PNEU_ENCODING_7BIT where that will do; text in quoted-printable if that is not longer
 * than base64, lines' ends counted; all other in base64. */
int32_t pneu_i_encoding_choice_made(const pneu_i_encoding_choice *choice);

/* The same where 7bit is not wanted although it would do. */
int32_t pneu_i_encoding_choice_encoded(const pneu_i_encoding_choice *choice);

/* 1 if the choice takes the body for text, whose line ends become CRLF before it is encoded. */
int pneu_i_encoding_choice_is_text(const pneu_i_encoding_choice *choice);

#endif
