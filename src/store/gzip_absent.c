/* gzip in a library that was built without zlib: nothing can be made, so nothing else is ever called. */
#include "pneu/gzip.h"

int32_t pneu_gzip_is_available(void)
{
    return 0;
}

pneu_status pneu_gunzip_new(const pneu_gunzip_limits *limits, const pneu_alloc *alloc, pneu_gunzip **out)
{
    (void)limits;
    (void)alloc;
    return out != NULL ? PNEU_ERR_NOT_FOUND : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_gunzip_push(pneu_gunzip *gunzip, const void *bytes, size_t len)
{
    (void)gunzip;
    (void)bytes;
    (void)len;
    return PNEU_ERR_STATE;
}

pneu_status pneu_gunzip_finish(pneu_gunzip *gunzip)
{
    (void)gunzip;
    return PNEU_ERR_STATE;
}

pneu_status pneu_gunzip_read(pneu_gunzip *gunzip, void *out, size_t capacity, size_t *written)
{
    (void)gunzip;
    (void)out;
    (void)capacity;
    (void)written;
    return PNEU_ERR_STATE;
}

int32_t pneu_gunzip_fault(const pneu_gunzip *gunzip, uint64_t *offset)
{
    (void)gunzip;
    (void)offset;
    return PNEU_GUNZIP_FAULT_NONE;
}

void pneu_gunzip_reset(pneu_gunzip *gunzip)
{
    (void)gunzip;
}

void pneu_gunzip_free(pneu_gunzip *gunzip)
{
    (void)gunzip;
}

pneu_status pneu_gzip_new(int32_t level, const pneu_alloc *alloc, pneu_gzip **out)
{
    (void)level;
    (void)alloc;
    return out != NULL ? PNEU_ERR_NOT_FOUND : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_gzip_push(pneu_gzip *gzip, const void *bytes, size_t len)
{
    (void)gzip;
    (void)bytes;
    (void)len;
    return PNEU_ERR_STATE;
}

pneu_status pneu_gzip_finish(pneu_gzip *gzip)
{
    (void)gzip;
    return PNEU_ERR_STATE;
}

pneu_status pneu_gzip_read(pneu_gzip *gzip, void *out, size_t capacity, size_t *written)
{
    (void)gzip;
    (void)out;
    (void)capacity;
    (void)written;
    return PNEU_ERR_STATE;
}

void pneu_gzip_reset(pneu_gzip *gzip)
{
    (void)gzip;
}

void pneu_gzip_free(pneu_gzip *gzip)
{
    (void)gzip;
}
