/*
 * Writing attachments where nothing can go wrong: in: one directory and names that hold no path. Out: new files.
 * Invariants: no file that was there is opened or changed, and no link followed (O_EXCL); nothing is created outside the
 * directory, even if its path changes meanwhile (openat); what cannot be written whole is removed. Mail is private:
 * files have mode 0600, whatever the umask, and whoever wants to share one says so himself.
 * A free number is found by doubling and halving, so 10,000 files of one name cost a few looks each, and file systems
 * that take names of different letters for the same are asked, not guessed.
 * Not handled: SIGKILL while a file is written; making directories.
 */
#include "cli/save_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUFFER_SIZE = 65536,
    ENDING_MAX = 32, /* bytes of an ending that stays behind the number, dot and all */
    TRIES_MAX = 100  /* against others that create files at the same time */
};

#define NUMBER_MAX (UINT64_C(1) << 32)

int save_dir_open(struct cli *cli, struct save_dir *dir, const char *path)
{
    *dir = (struct save_dir){.cli = cli, .path = path, .fd = -1};
    dir->buffer = malloc(BUFFER_SIZE);
    if (!dir->buffer) {
        cli_complain_status(cli, path, PNEU_ERR_MEMORY);
        return 0;
    }
    dir->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir->fd < 0)
        cli_complain_errno(cli, path, "cannot open the directory");
#ifdef SIGXFSZ
    signal(SIGXFSZ, SIG_IGN); /* a limit of file sizes is an error like a full disk, and must not leave half a file */
#endif
    return dir->fd >= 0;
}

void save_dir_close(struct save_dir *dir)
{
    if (dir->fd >= 0)
        close(dir->fd);
    free(dir->buffer);
    *dir = (struct save_dir){.fd = -1};
}

/* ---- Names ---------------------------------------------------------------------------------------------------- */

/* Where the ending begins, its dot included; the end of the name where it has none. */
static size_t ending_of(pneu_str name)
{
    size_t at = name.len;

    while (at > 0 && name.ptr[at - 1] != '.')
        at--;
    return at > 1 && name.len - (at - 1) <= ENDING_MAX ? at - 1 : name.len;
}

static int is_inside_character(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Number 1 is the name itself. Where it would become too long the name is cut before its number. */
static void make_name(char *to, pneu_str name, uint64_t number)
{
    size_t ending = ending_of(name), stem = ending, len;
    char mark[32] = "";

    len = number > 1 ? (size_t)snprintf(mark, sizeof mark, " (%llu)", (unsigned long long)number) : 0;
    if (name.len + len > PNEU_SAFE_FILENAME_MAX) {
        stem = PNEU_SAFE_FILENAME_MAX - len - (name.len - ending);
        while (stem > 0 && is_inside_character(name.ptr[stem]))
            stem--;
    }
    memcpy(to, name.ptr, stem);
    memcpy(to + stem, mark, len);
    memcpy(to + stem + len, name.ptr + ending, name.len - ending);
    to[stem + len + name.len - ending] = '\0';
}

/* A link that points nowhere takes its name too. After an error of another kind creating the file will say why. */
static int is_taken(const struct save_dir *dir, pneu_str name, uint64_t number)
{
    char path[PNEU_SAFE_FILENAME_MAX + 1];
    struct stat status;

    make_name(path, name, number);
    return fstatat(dir->fd, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The lowest free number where those taken have no gap; else one that is free. */
static uint64_t find_free_number(const struct save_dir *dir, pneu_str name)
{
    uint64_t taken = 1, unused = 2;

    while (unused < NUMBER_MAX && is_taken(dir, name, unused)) {
        taken = unused;
        unused *= 2;
    }
    while (unused - taken > 1) {
        uint64_t middle = taken + (unused - taken) / 2;

        if (is_taken(dir, name, middle))
            taken = middle;
        else
            unused = middle;
    }
    return unused;
}

/* ---- Files ---------------------------------------------------------------------------------------------------- */

/* The bytes to be written are at hand, so this is not for long. */
static void hold_signals(sigset_t *before)
{
    static const int signals[] = {SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGPIPE};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaddset(&set, signals[i]);
    sigprocmask(SIG_BLOCK, &set, before);
}

static int open_new(const struct save_dir *dir, const char *name)
{
    int fd;

    do
        fd = openat(dir->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, S_IRUSR | S_IWUSR);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* "DIR/NAME" before what went wrong. */
static void complain(const struct save_dir *dir, const char *name, const char *what)
{
    cli_complain(dir->cli, CLI_TROUBLE, dir->path, "%s: %s: %s", name, what, strerror(errno));
}

int saved_file_create(struct save_dir *dir, pneu_str name, struct saved_file *file)
{
    int fd = -1;

    hold_signals(&file->signals);
    errno = EEXIST;
    for (int tries = 0; tries < TRIES_MAX && fd < 0 && errno == EEXIST; tries++) {
        make_name(file->name, name, tries == 0 ? 1 : find_free_number(dir, name));
        fd = open_new(dir, file->name);
    }
    if (fd < 0) {
        complain(dir, file->name, "cannot create");
        sigprocmask(SIG_SETMASK, &file->signals, NULL);
        return 0;
    }
    output_init(&file->out, fd, dir->buffer, BUFFER_SIZE);
    return 1;
}

int saved_file_close(struct save_dir *dir, struct saved_file *file, pneu_status status)
{
    int is_whole;

    output_close(&file->out);
    is_whole = status == PNEU_OK && !output_failed(&file->out);
    if (!is_whole)
        unlinkat(dir->fd, file->name, 0);
    if (output_failed(&file->out)) {
        errno = file->out.error;
        complain(dir, file->name, "cannot write");
    }
    cli_complain_status(dir->cli, file->name, status);
    sigprocmask(SIG_SETMASK, &file->signals, NULL);
    return is_whole;
}
