/* CRC-32 (ISO-HDLC, as in yEnc and gzip). Only for src/codec. */
#ifndef PNEU_CODEC_CRC32_H
#define PNEU_CODEC_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of the bytes behind those that `crc` is the checksum of; of none it is 0. */
uint32_t pneu_i_crc32(uint32_t crc, const uint8_t *bytes, size_t len);

#endif
