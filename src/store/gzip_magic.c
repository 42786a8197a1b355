/* How a gzip file is known: the two magic bytes and deflate, the one method (RFC 1952 section 2.3.1). Needs no zlib. */
#include "pneu/gzip.h"

int32_t pneu_gzip_is_magic(pneu_str bytes)
{
    return bytes.len >= 3 && bytes.ptr[0] == '\x1F' && (unsigned char)bytes.ptr[1] == 0x8B && bytes.ptr[2] == 8;
}
