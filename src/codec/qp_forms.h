/* The forms of bytes in quoted-printable, as tables. Only for src/codec. */
#ifndef PNEU_CODEC_QP_FORMS_H
#define PNEU_CODEC_QP_FORMS_H

#include <stdint.h>

/* The form that a byte has inside a line, and behind it how long that is: 1 or 3. */
extern const uint8_t pneu_i_qp_forms[256][4];

/* By the bits of those of four bytes that are escaped: where the bytes of their forms stand, if each of the four is
 * followed by its two digits and "="; 128 behind them. */
extern const uint8_t pneu_i_qp_form_order[16][16];

#endif
