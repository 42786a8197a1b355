/*
 * Two passes over one input. In: an open input. Out: its bytes, uncompressed, and then its bytes again. A file is sought
 * back; what cannot be sought, or is compressed, goes into a file without a name during the first pass. Memory is constant.
 * Not handled: a file that is changed between the passes; whoever reads it has to notice.
 */
#include "cli/twice_input.h"

#include <errno.h>
#include <unistd.h>

#include "cli/unnamed_file.h"

int twice_input_open(struct cli *cli, struct twice_input *twice, struct input *input)
{
    *twice = (struct twice_input){.again.fd = -1};
    if (!input_uncompress(cli, input))
        return 0;
    *twice = (struct twice_input){.first = *input, .again = *input};
    twice->again.unpacking = NULL;
    twice->start = input_place(input);
    if (twice->start >= 0)
        return 1;
    twice->start = 0;
    twice->is_spooled = 1;
    twice->again.fd = unnamed_file_open(cli);
    return twice->again.fd >= 0;
}

static int spool(struct cli *cli, struct twice_input *twice, const char *bytes, size_t len)
{
    twice->spooled += len;
    if (twice->spool_max > 0 && twice->spooled > twice->spool_max) {
        cli_complain(cli, CLI_TROUBLE, twice->first.name, "more than %llu bytes, which no temporary file may have",
                     (unsigned long long)twice->spool_max);
        return 0;
    }
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
