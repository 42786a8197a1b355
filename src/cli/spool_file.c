/*
 * A queue of bytes in a file without a name. In: bytes; out: the same, in order.
 * Invariant: the file is cut to nothing as soon as all bytes were given back.
 * Not handled: limits, but those of the file system.
 */
#include "cli/spool_file.h"

#include <poll.h>
#include <unistd.h>

#include "cli/descriptor.h"
#include "cli/unnamed_file.h"

static int open_file(struct spool_file *file)
{
    if (!file->is_open)
        file->fd = unnamed_file_open(file->cli);
    file->is_open = file->fd >= 0;
    return file->is_open;
}

static pneu_status fail(struct spool_file *file, const char *what)
{
    cli_complain_errno(file->cli, NULL, what);
    return PNEU_ERR_LIMIT;
}

static pneu_status write_bytes(void *ctx, const void *bytes, size_t len)
{
    struct spool_file *file = ctx;
    const char *from = bytes;

    if (!open_file(file))
        return PNEU_ERR_LIMIT;
    while (len > 0) {
        ssize_t now = pwrite(file->fd, from, len, (off_t)file->written);

        if (now < 0 && !descriptor_may_try_again(file->fd, POLLOUT))
            return fail(file, "cannot write to the temporary file");
        if (now > 0) {
            from += now;
            len -= (size_t)now;
            file->written += (uint64_t)now;
        }
    }
    return PNEU_OK;
}

static pneu_status read_bytes(void *ctx, void *out, size_t len)
{
    struct spool_file *file = ctx;
    char *to = out;

    while (len > 0) {
        ssize_t now = pread(file->fd, to, len, (off_t)file->read);

        if (now == 0 || (now < 0 && !descriptor_may_try_again(file->fd, POLLIN)))
            return fail(file, "cannot read the temporary file");
        if (now > 0) {
            to += now;
            len -= (size_t)now;
            file->read += (uint64_t)now;
        }
    }
    if (file->read == file->written)
        spool_file_clear(file);
    return PNEU_OK;
}

pneu_spool spool_file_of(struct spool_file *file)
{
    pneu_spool spool = {write_bytes, read_bytes, file};

    return spool;
}

void spool_file_clear(struct spool_file *file)
{
    file->read = file->written = 0;
    if (file->is_open && ftruncate(file->fd, 0) != 0)
        cli_complain_errno(file->cli, NULL, "cannot empty the temporary file");
}

void spool_file_close(struct spool_file *file)
{
    if (file->is_open)
        close(file->fd);
    file->is_open = 0;
}
