/*
 * Files without a name. In: a folder, from the environment. Out: a descriptor.
 * Invariants: mail is private: mode 0600 (mkstemp); no program that is started gets the descriptor.
 * Not handled: limits, but those of the file system.
 */
#include "cli/unnamed_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int unnamed_file_open(struct cli *cli)
{
    const char *folder = getenv("TMPDIR");
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/pneu-XXXXXX", folder && *folder ? folder : "/tmp");
    int fd;

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
