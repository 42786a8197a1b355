/*
 * Buffered output: bytes in, write(2) out. Short writes and EINTR are continued; a descriptor that is non-blocking is
 * waited for. The first error is kept in the output (ENOSPC, EPIPE, EBADF ...) and ends all writing.
 * Invariant: used <= capacity. Pieces as large as the buffer go past it, without a copy.
 * Not handled: telling the user (main.c does, once, at the end); seeking; temporary files.
 */
#include "cli/output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "cli/descriptor.h"
#include "cli/packing.h"

void output_init(struct output *out, int fd, char *buffer, size_t capacity)
{
    out->fd = fd;
    out->error = 0;
    out->flushing = OUTPUT_ANY;
    out->buffer = buffer;
    out->capacity = capacity;
    out->used = 0;
    out->written = 0;
    out->packing = NULL;
}

void output_write(struct output *out, const char *bytes, size_t len)
{
    out->written += len;
    while (len > 0 && out->error == 0) {
        ssize_t written = write(out->fd, bytes, len);

        if (written < 0) {
            if (!descriptor_may_try_again(out->fd, POLLOUT))
                out->error = errno;
            continue;
        }
        bytes += written;
        len -= (size_t)written;
    }
}

static void write_all(struct output *out, const char *bytes, size_t len)
{
    if (out->packing)
        packing_write(out, bytes, len);
    else
        output_write(out, bytes, len);
}

/* Where the part of the buffer ends that may go now. */
static size_t end_of_last_line(const struct output *out)
{
    size_t end = out->used;

    while (end > 0 && out->buffer[end - 1] != '\n')
        end--;
    return end > 0 ? end : out->used;
}

static void make_room(struct output *out)
{
    size_t end = out->flushing == OUTPUT_WHOLE_LINES ? end_of_last_line(out) : out->used;

    write_all(out, out->buffer, end);
    memmove(out->buffer, out->buffer + end, out->used - end);
    out->used -= end;
}

void output_bytes(struct output *out, const void *bytes, size_t len)
{
    const char *from = bytes;

    while (len > 0 && out->error == 0) {
        size_t room = out->capacity - out->used;
        size_t now = len < room ? len : room;

        if (out->used == 0 && len >= out->capacity && out->flushing == OUTPUT_ANY) {
            write_all(out, from, len);
            return;
        }
        memcpy(out->buffer + out->used, from, now);
        out->used += now;
        from += now;
        len -= now;
        if (out->used == out->capacity)
            make_room(out);
    }
}

void output_str(struct output *out, pneu_str text)
{
    output_bytes(out, text.ptr, text.len);
}

void output_text(struct output *out, const char *text)
{
    output_bytes(out, text, strlen(text));
}

void output_char(struct output *out, char c)
{
    output_bytes(out, &c, 1);
}

void output_repeat(struct output *out, char c, size_t times)
{
    for (; times > 0; times--)
        output_char(out, c);
}

size_t output_digits(uint64_t number)
{
    size_t digits = 1;

    for (; number > 9; number /= 10)
        digits++;
    return digits;
}

void output_number(struct output *out, uint64_t number)
{
    char digits[20];
    size_t first = sizeof digits;

    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    output_bytes(out, digits + first, sizeof digits - first);
}

void output_aligned(struct output *out, uint64_t number, size_t width)
{
    size_t digits = output_digits(number);

    if (digits < width)
        output_repeat(out, ' ', width - digits);
    output_number(out, number);
}

uint64_t output_place(const struct output *out)
{
    return out->written + out->used;
}

void output_take_back(struct output *out, uint64_t place)
{
    if (place >= out->written)
        out->used = (size_t)(place - out->written);
    else
        output_char(out, '\n');
}

void output_flush(struct output *out)
{
    write_all(out, out->buffer, out->used);
    out->used = 0;
}

void output_end(struct output *out)
{
    output_flush(out);
    if (out->packing)
        packing_end(out);
}

void output_close(struct output *out)
{
    output_end(out);
    /* After EINTR the descriptor's state is not specified (POSIX close): trying again could close another file. */
    if (close(out->fd) != 0 && errno != EINTR && out->error == 0)
        out->error = errno;
}

int output_failed(const struct output *out)
{
    return out->error != 0;
}
