/*
 * The codecs once more, as plainly as can be: whole input in memory, one pass, no state kept between calls, no care for
 * speed. What the library does must be the same.
 */
#ifndef PNEU_TESTS_NAIVE_CODECS_H
#define PNEU_TESTS_NAIVE_CODECS_H

#include "pneu/codec.h"

typedef struct naive_result {
    uint8_t *bytes; /* freed by the caller */
    size_t len;
    size_t end; /* input bytes used: less than all behind an end of data */
    int is_done;
    uint8_t codes[PNEU_DEFECT_COUNT];   /* 1: found */
    uint8_t details[PNEU_DETAIL_COUNT]; /* 1: found */
} naive_result;

naive_result naive_base64_decode(const uint8_t *in, size_t len);
naive_result naive_qp_decode(const uint8_t *in, size_t len);
naive_result naive_uu_decode(const uint8_t *in, size_t len);
naive_result naive_uu_encode(const uint8_t *in, size_t len);
naive_result naive_yenc_decode(const uint8_t *in, size_t len);
naive_result naive_dot_unstuff(const uint8_t *in, size_t len);
naive_result naive_dot_stuff(const uint8_t *in, size_t len);
naive_result naive_to_crlf(const uint8_t *in, size_t len);
naive_result naive_to_lf(const uint8_t *in, size_t len);

#endif
