/*
 * Charsets of one byte a character: 0 to 127 are ASCII, the rest comes from a table; 0 there means "no such
 * character".
 * In: bytes. Out: UTF-8. The tables are made by tools/make_charset_tables.py.
 */
#include "charset/single_byte_tables.h"

void pneu_i_single_byte_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    const uint16_t *table = pneu_i_single_byte_tables[decoder->charset->table];
    size_t start = 0;
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] < 0x80)
            continue;
        if (i > start)
            pneu_i_decoder_put_utf8(decoder, (const char *)bytes + start, i - start);
        start = i + 1;
        uint16_t character = table[bytes[i] - 0x80];
        if (character == 0)
            pneu_i_decoder_put_error(decoder);
        else
            pneu_i_decoder_put(decoder, character);
    }
    pneu_i_decoder_put_utf8(decoder, (const char *)bytes + start, len - start);
}
