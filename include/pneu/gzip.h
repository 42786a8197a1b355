/*
 * pneu/gzip.h: gzip (RFC 1952), each direction as a push/read stream, for compressed messages and mboxes. It needs
 * zlib; where the library was built without, pneu_gzip_is_available is 0 and both _new give PNEU_ERR_NOT_FOUND.
 *
 *     pneu_gunzip_push(gunzip, bytes, len);
 *     while (pneu_gunzip_read(gunzip, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);       // until PNEU_MORE
 *     pneu_gunzip_finish(gunzip), and read again until PNEU_DONE
 */
#ifndef PNEU_GZIP_H
#define PNEU_GZIP_H

#include <pneu/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 1 if the library was built with zlib. */
PNEU_API int32_t pneu_gzip_is_available(void);

/* 1 if the bytes, at least the first three of a file, are the start of a gzip file. */
PNEU_API int32_t pneu_gzip_is_magic(pneu_str bytes);

/* ---- Decompressing -------------------------------------------------------------------------------------------- */

/* How much may come out. 0 stands for the default, PNEU_LIMIT_NONE for no limit. This struct never changes. */
typedef struct pneu_gunzip_limits {
    int64_t max_bytes; /* by default none */
    int64_t max_ratio; /* bytes out for a byte in, looked at beyond PNEU_GUNZIP_FREE_BYTES; by default 250 */
} pneu_gunzip_limits;

/* So much may come out of anything. */
#define PNEU_GUNZIP_FREE_BYTES (INT64_C(4) << 20)

/* What is wrong, after PNEU_ERR_SYNTAX or PNEU_ERR_LIMIT. Only ever appended to. */
enum {
    PNEU_GUNZIP_FAULT_NONE = 0,
    PNEU_GUNZIP_FAULT_DATA = 1,      /* no gzip, corrupt, or its checksum or length is wrong */
    PNEU_GUNZIP_FAULT_TRUNCATED = 2, /* the input ends too early */
    PNEU_GUNZIP_FAULT_TRAILING = 3,  /* what follows is neither another member nor zeros */
    PNEU_GUNZIP_FAULT_BYTES = 4,     /* more than max_bytes */
    PNEU_GUNZIP_FAULT_RATIO = 5      /* more than max_ratio: a bomb */
};

/* One member or several, one after the other, and zeros as padding. */
typedef struct pneu_gunzip pneu_gunzip;

/* A new one; the caller frees it with pneu_gunzip_free. `limits` may be NULL (copied). PNEU_ERR_NOT_FOUND (no zlib),
 * PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_gunzip_new(const pneu_gunzip_limits *limits, const pneu_alloc *alloc, pneu_gunzip **out);

/* Gives the next bytes, borrowed until pneu_gunzip_read returns PNEU_MORE. PNEU_ERR_STATE before MORE and after
 * finish. */
PNEU_API pneu_status pneu_gunzip_push(pneu_gunzip *gunzip, const void *bytes, size_t len);

/* Says that there is no more input. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_gunzip_finish(pneu_gunzip *gunzip);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE:
 * nothing was, the input is used up; PNEU_DONE: nothing was, and nothing will be. PNEU_ERR_SYNTAX (see the fault; what
 * came before it was given), PNEU_ERR_LIMIT and PNEU_ERR_MEMORY stay until reset. PNEU_ERR_ARGUMENT for a capacity of
 * 0. */
PNEU_API pneu_status pneu_gunzip_read(pneu_gunzip *gunzip, void *out, size_t capacity, size_t *written);

/* One of PNEU_GUNZIP_FAULT_..., and how many bytes of input were used up before it. */
PNEU_API int32_t pneu_gunzip_fault(const pneu_gunzip *gunzip, uint64_t *offset);

/* As new; memory is kept. */
PNEU_API void pneu_gunzip_reset(pneu_gunzip *gunzip);

/* Frees it; NULL is allowed. */
PNEU_API void pneu_gunzip_free(pneu_gunzip *gunzip);

/* ---- Compressing ---------------------------------------------------------------------------------------------- */

/* One member, without a name and time, so that the same input gives the same output. */
typedef struct pneu_gzip pneu_gzip;

/* A new one; the caller frees it with pneu_gzip_free. `level` is 1 (fast) to 9 (small), or 0 for the default.
 * PNEU_ERR_NOT_FOUND (no zlib), PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_gzip_new(int32_t level, const pneu_alloc *alloc, pneu_gzip **out);

/* As those of pneu_gunzip; read knows no error but PNEU_ERR_MEMORY and PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_gzip_push(pneu_gzip *gzip, const void *bytes, size_t len);
PNEU_API pneu_status pneu_gzip_finish(pneu_gzip *gzip);
PNEU_API pneu_status pneu_gzip_read(pneu_gzip *gzip, void *out, size_t capacity, size_t *written);
PNEU_API void pneu_gzip_reset(pneu_gzip *gzip);
PNEU_API void pneu_gzip_free(pneu_gzip *gzip);

#ifdef __cplusplus
}
#endif

#endif
