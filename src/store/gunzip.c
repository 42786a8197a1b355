/*
 * gzip undone: members one after the other, zeros as padding between and behind them.
 * In: bytes of any pieces. Out: bytes, straight into the caller's room.
 * Invariants: no more than max_bytes ever comes out, and beyond PNEU_GUNZIP_FREE_BYTES no more than max_ratio times
 * what went in; what came before a fault was given. Memory is zlib's (about 48 KiB).
 * RFC 1952.
 * Not handled: the names and times in headers; .Z, bzip2, xz and zstd files.
 */
#include "base/str.h"
#include "pneu/gzip.h"
#include "store/zlib_stream.h"

#define DEFAULT_RATIO 250

enum {
    BETWEEN = 0, /* members; at first there must be one */
    IN_MEMBER = 1,
    IN_PADDING = 2
};

struct pneu_gunzip {
    pneu_i_zlib_stream stream;
    uint64_t max_bytes;
    uint64_t max_ratio;
    uint64_t given; /* bytes */
    int32_t fault;
    uint8_t place;
    uint8_t has_member;
};

int32_t pneu_gzip_is_available(void)
{
    return 1;
}

static int is_limit(int64_t limit)
{
    return limit >= PNEU_LIMIT_NONE;
}

static uint64_t limit_of(int64_t limit, uint64_t otherwise)
{
    if (limit == PNEU_LIMIT_NONE)
        return UINT64_MAX;
    return limit > 0 ? (uint64_t)limit : otherwise;
}

void pneu_gunzip_reset(pneu_gunzip *gunzip)
{
    if (gunzip == NULL)
        return;
    (void)inflateReset(&gunzip->stream.z); /* fails for a stream that is none only */
    pneu_i_zlib_restart(&gunzip->stream);
    gunzip->given = 0;
    gunzip->fault = PNEU_GUNZIP_FAULT_NONE;
    gunzip->place = BETWEEN;
    gunzip->has_member = 0;
}

pneu_status pneu_gunzip_new(const pneu_gunzip_limits *limits, const pneu_alloc *alloc, pneu_gunzip **out)
{
    static const pneu_gunzip_limits defaults = {0, 0};
    if (limits == NULL)
        limits = &defaults;
    if (out == NULL || !pneu_i_alloc_usable(alloc) || !is_limit(limits->max_bytes) || !is_limit(limits->max_ratio))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_gunzip *gunzip = pneu_i_alloc_zeroed(&own, sizeof *gunzip);
    if (gunzip == NULL)
        return PNEU_ERR_MEMORY;
    pneu_i_zlib_init(&gunzip->stream, &own);
    if (inflateInit2(&gunzip->stream.z, PNEU_I_GZIP_WINDOW) != Z_OK) {
        pneu_i_alloc_free(&own, gunzip, sizeof *gunzip);
        return PNEU_ERR_MEMORY;
    }
    gunzip->max_bytes = limit_of(limits->max_bytes, UINT64_MAX);
    gunzip->max_ratio = limit_of(limits->max_ratio, DEFAULT_RATIO);
    pneu_gunzip_reset(gunzip);
    *out = gunzip;
    return PNEU_OK;
}

pneu_status pneu_gunzip_push(pneu_gunzip *gunzip, const void *bytes, size_t len)
{
    return gunzip != NULL ? pneu_i_zlib_push(&gunzip->stream, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_gunzip_finish(pneu_gunzip *gunzip)
{
    return gunzip != NULL ? pneu_i_zlib_finish(&gunzip->stream) : PNEU_ERR_ARGUMENT;
}

static void fail(pneu_gunzip *gunzip, pneu_status status, int32_t fault)
{
    gunzip->stream.status = status;
    gunzip->fault = fault;
}

static uint64_t used_up(const pneu_gunzip *gunzip)
{
    return gunzip->stream.taken - gunzip->stream.z.avail_in;
}

/* Between members: the next byte begins one, or is padding. */
static void begin_member(pneu_gunzip *gunzip)
{
    z_stream *z = &gunzip->stream.z;
    if (gunzip->has_member && *z->next_in == 0) {
        gunzip->place = IN_PADDING;
        z->next_in++;
        z->avail_in--;
        return;
    }
    if (gunzip->has_member && (gunzip->place == IN_PADDING || *z->next_in != 0x1F)) {
        fail(gunzip, PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_TRAILING);
        return;
    }
    (void)inflateReset(z);
    gunzip->place = IN_MEMBER;
}

/* How much may still come, up to `capacity`; 0 if the limit is reached. */
static size_t room_of(const pneu_gunzip *gunzip, size_t capacity)
{
    uint64_t left = gunzip->max_bytes - gunzip->given;
    size_t room = capacity < (1U << 30) ? capacity : 1U << 30;
    return left < room ? (size_t)left : room;
}

static void check_ratio(pneu_gunzip *gunzip)
{
    uint64_t in = used_up(gunzip), most = gunzip->max_ratio;
    if (gunzip->given <= (uint64_t)PNEU_GUNZIP_FREE_BYTES || most == UINT64_MAX || gunzip->given / most < in)
        return;
    fail(gunzip, PNEU_ERR_LIMIT, PNEU_GUNZIP_FAULT_RATIO);
}

/* One call of zlib: gives how much came out. Where the limit is reached, a byte of our own shows whether more would. */
static size_t inflate_some(pneu_gunzip *gunzip, unsigned char *out, size_t capacity)
{
    z_stream *z = &gunzip->stream.z;
    unsigned char beyond = 0;
    size_t room = room_of(gunzip, capacity);
    z->next_out = room > 0 ? out : &beyond;
    z->avail_out = room > 0 ? (uInt)room : 1;
    uInt before = z->avail_out;
    int result = inflate(z, Z_NO_FLUSH);
    size_t len = before - z->avail_out;
    if (room == 0 && len > 0) {
        fail(gunzip, PNEU_ERR_LIMIT, PNEU_GUNZIP_FAULT_BYTES);
        return 0;
    }
    gunzip->given += len;
    if (result == Z_STREAM_END) {
        gunzip->place = BETWEEN;
        gunzip->has_member = 1;
    } else if (result == Z_MEM_ERROR) {
        gunzip->stream.status = PNEU_ERR_MEMORY;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
        fail(gunzip, PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_DATA);
    }
    if (gunzip->stream.status == PNEU_OK)
        check_ratio(gunzip);
    return len;
}

static void end_input(pneu_gunzip *gunzip)
{
    if (!gunzip->stream.is_finished)
        return;
    if (gunzip->place == IN_MEMBER || !gunzip->has_member)
        fail(gunzip, PNEU_ERR_SYNTAX, PNEU_GUNZIP_FAULT_TRUNCATED);
    else
        gunzip->stream.status = PNEU_DONE;
}

pneu_status pneu_gunzip_read(pneu_gunzip *gunzip, void *out, size_t capacity, size_t *written)
{
    if (gunzip == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_zlib_stream *stream = &gunzip->stream;
    *written = 0;
    while (stream->status == PNEU_OK && *written == 0) {
        int has_input = pneu_i_zlib_feed(stream);
        if (gunzip->place != IN_MEMBER && has_input) {
            begin_member(gunzip);
            continue;
        }
        if (gunzip->place == IN_MEMBER)
            *written = inflate_some(gunzip, out, capacity);
        if (*written > 0 || has_input)
            continue;
        if (stream->status == PNEU_OK)
            end_input(gunzip);
        break;
    }
    return *written > 0 ? PNEU_OK : pneu_i_zlib_state(stream);
}

int32_t pneu_gunzip_fault(const pneu_gunzip *gunzip, uint64_t *offset)
{
    if (offset != NULL)
        *offset = used_up(gunzip);
    return gunzip->fault;
}

void pneu_gunzip_free(pneu_gunzip *gunzip)
{
    if (gunzip == NULL)
        return;
    pneu_alloc alloc = gunzip->stream.alloc;
    (void)inflateEnd(&gunzip->stream.z);
    pneu_i_alloc_free(&alloc, gunzip, sizeof *gunzip);
}
