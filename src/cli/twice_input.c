/*
 * Two passes over one input. In: an open input. Out: its bytes, and then its bytes again. A file is sought back; what
 * cannot be sought goes into a temporary file during the first pass, in $TMPDIR or /tmp, which is unlinked at once,
 * so that nothing is left behind whatever happens. Memory is constant.
 * Not handled: a file that is changed between the passes; whoever reads it has to notice.
 */
#include "cli/twice_input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int open_unnamed(struct cli *cli)
{
    const char *directory = getenv("TMPDIR");
    char path[4096];
    int fd, len;

    len = snprintf(path, sizeof path, "%s/pneu-XXXXXX", directory && directory[0] != '\0' ? directory : "/tmp");
    if (len < 0 || (size_t)len >= sizeof path) {
        cli_complain(cli, CLI_TROUBLE, NULL, "the name in TMPDIR is too long");
        return -1;
    }
    fd = mkstemp(path);
    if (fd < 0) {
        cli_complain_errno(cli, path, "cannot create a temporary file");
        return -1;
    }
    unlink(path);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

int twice_input_open(struct cli *cli, struct twice_input *twice, const struct input *input)
{
    *twice = (struct twice_input){.first = *input, .again = *input};
    if (input->is_regular)
        twice->start = lseek(input->fd, 0, SEEK_CUR);
    if (input->is_regular && twice->start >= 0)
        return 1;
    twice->is_spooled = 1;
    twice->start = 0;
    twice->again.unpacking = NULL;
    twice->again.fd = open_unnamed(cli);
    return twice->again.fd >= 0;
}

static int spool(struct cli *cli, const struct twice_input *twice, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t written = write(twice->again.fd, bytes, len);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            cli_complain_errno(cli, twice->first.name, "cannot write its temporary file");
            return 0;
        }
        bytes += written;
        len -= (size_t)written;
    }
    return 1;
}

int twice_input_read(struct cli *cli, struct twice_input *twice, void *into, size_t capacity, size_t *got)
{
    int is_read = input_read(cli, &twice->first, into, capacity, got);

    return (!twice->is_spooled || spool(cli, twice, into, *got)) && is_read;
}

int twice_input_rewind(struct cli *cli, struct twice_input *twice)
{
    if (lseek(twice->again.fd, twice->start, SEEK_SET) >= 0)
        return 1;
    cli_complain_errno(cli, twice->first.name, "cannot read again");
    return 0;
}

void twice_input_close(struct twice_input *twice)
{
    if (twice->is_spooled && twice->again.fd >= 0)
        close(twice->again.fd);
}
