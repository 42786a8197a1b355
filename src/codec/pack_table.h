/* Packing eight bytes by a shuffle. Only for the kernels of src/codec. */
#ifndef PNEU_CODEC_PACK_TABLE_H
#define PNEU_CODEC_PACK_TABLE_H

#include <stdint.h>

/* By the bits of the bytes that are dropped: where those stand that stay; 128 behind them. */
extern const uint8_t pneu_i_pack_order[256][8];

#endif
