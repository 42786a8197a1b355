/*
 * The forms of bytes in quoted-printable (RFC 2045 section 6.7), as tables: of one byte, and where the bytes of four
 * forms stand, for vector kernels that put them by a shuffle.
 */
#include "codec/qp_forms.h"

#define DIGIT(value) (uint8_t)((value) < 10 ? '0' + (value) : 'A' - 10 + (value))
#define IS_TEXT(byte) (((byte) >= ' ' && (byte) < 127 && (byte) != '=') || (byte) == '\t')
#define FORM(byte)                                                                                                     \
    {                                                                                                                  \
        IS_TEXT(byte) ? (byte) : '=', DIGIT((byte) / 16), DIGIT((byte) % 16), IS_TEXT(byte) ? 1 : 3                    \
    }
#define FOUR(byte) FORM(byte), FORM((byte) + 1), FORM((byte) + 2), FORM((byte) + 3)
#define SIXTEEN(byte) FOUR(byte), FOUR((byte) + 4), FOUR((byte) + 8), FOUR((byte) + 12)
#define SIXTY_FOUR(byte) SIXTEEN(byte), SIXTEEN((byte) + 16), SIXTEEN((byte) + 32), SIXTEEN((byte) + 48)

const uint8_t pneu_i_qp_forms[256][4] = {SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128), SIXTY_FOUR(192)};

#define X 128

/* clang-format off */
const uint8_t pneu_i_qp_form_order[16][16] = {
    {0, 4, 8, 12, X, X, X, X, X, X, X, X, X, X, X, X},
    {3, 1, 2, 4, 8, 12, X, X, X, X, X, X, X, X, X, X},
    {0, 7, 5, 6, 8, 12, X, X, X, X, X, X, X, X, X, X},
    {3, 1, 2, 7, 5, 6, 8, 12, X, X, X, X, X, X, X, X},
    {0, 4, 11, 9, 10, 12, X, X, X, X, X, X, X, X, X, X},
    {3, 1, 2, 4, 11, 9, 10, 12, X, X, X, X, X, X, X, X},
    {0, 7, 5, 6, 11, 9, 10, 12, X, X, X, X, X, X, X, X},
    {3, 1, 2, 7, 5, 6, 11, 9, 10, 12, X, X, X, X, X, X},
    {0, 4, 8, 15, 13, 14, X, X, X, X, X, X, X, X, X, X},
    {3, 1, 2, 4, 8, 15, 13, 14, X, X, X, X, X, X, X, X},
    {0, 7, 5, 6, 8, 15, 13, 14, X, X, X, X, X, X, X, X},
    {3, 1, 2, 7, 5, 6, 8, 15, 13, 14, X, X, X, X, X, X},
    {0, 4, 11, 9, 10, 15, 13, 14, X, X, X, X, X, X, X, X},
    {3, 1, 2, 4, 11, 9, 10, 15, 13, 14, X, X, X, X, X, X},
    {0, 7, 5, 6, 11, 9, 10, 15, 13, 14, X, X, X, X, X, X},
    {3, 1, 2, 7, 5, 6, 11, 9, 10, 15, 13, 14, X, X, X, X},
};
/* clang-format on */
