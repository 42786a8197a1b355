/*
 * Writing files where nothing can go wrong: in: one directory and names that hold no path. Out: new files.
 * Invariants: a file gets its name when it is whole, and not before; no file that was there is opened or changed, and
 * no link followed (linkat, O_EXCL); nothing is created outside the directory, even if its path changes meanwhile
 * (openat). Mail is private: files have mode 0600, whatever the umask, and whoever wants to share one says so himself.
 * Where the system knows files without a name (O_TMPFILE) nothing is left behind whatever happens. Elsewhere the file
 * has a temporary name, and signals that ask the program to end wait until it is kept or dropped.
 * A free number is found by doubling and halving, so 10,000 files of one name cost a few looks each, and file systems
 * that take names of different letters for the same are asked, not guessed.
 * Not handled: SIGKILL where there is a temporary name; making directories; fsync.
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): it is what the C library looks at */
#define _GNU_SOURCE /* O_TMPFILE */
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

/* "DIR/NAME" before what went wrong. */
static void complain(const struct save_dir *dir, const char *name, const char *what)
{
    cli_complain(dir->cli, CLI_TROUBLE, dir->path, "%s: %s: %s", name, what, strerror(errno));
}

static void hold_signals(sigset_t *before)
{
    static const int signals[] = {SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGPIPE};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaddset(&set, signals[i]);
    sigprocmask(SIG_BLOCK, &set, before);
}

/* Where a file that has no name can be found. */
static void path_of_descriptor(char path[32], int fd)
{
    snprintf(path, 32, "/proc/self/fd/%d", fd);
}

/* A file without a name, or -1. */
static int open_unnamed(const struct save_dir *dir)
{
    int fd = -1;
#ifdef O_TMPFILE
    char path[32];

    fd = openat(dir->fd, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return -1;
    path_of_descriptor(path, fd);
    if (access(path, F_OK) != 0) { /* it could not be given one */
        close(fd);
        fd = -1;
    }
#else
    (void)dir;
#endif
    return fd;
}

static int open_temporary(const struct save_dir *dir, char name[32])
{
    static const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY;
    int fd = -1;

    for (unsigned number = 0; number < TRIES_MAX && fd < 0; number++) {
        snprintf(name, 32, ".pneu-%ld-%u", (long)getpid(), number);
        fd = openat(dir->fd, name, flags, S_IRUSR | S_IWUSR);
        if (fd < 0 && errno != EEXIST && errno != EINTR)
            break;
    }
    return fd;
}

int saved_file_begin(struct save_dir *dir, pneu_str name, struct saved_file *file)
{
    int fd = open_unnamed(dir);

    make_name(file->name, name, 1);
    file->temporary[0] = '\0';
    if (fd < 0) {
        hold_signals(&file->signals);
        fd = open_temporary(dir, file->temporary);
    }
    if (fd >= 0) {
        output_init(&file->out, fd, dir->buffer, BUFFER_SIZE);
        return 1;
    }
    complain(dir, file->name, "cannot create");
    sigprocmask(SIG_SETMASK, &file->signals, NULL);
    return 0;
}

/* Moves the file over an empty one of its new name, where a file cannot have two names. */
static int rename_file(const struct save_dir *dir, const struct saved_file *file, int directory, const char *path)
{
    int fd = openat(directory, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (fd < 0)
        return 0;
    close(fd);
    if (renameat(dir->fd, file->temporary, directory, path) == 0)
        return 1;
    unlinkat(directory, path, 0);
    return 0;
}

/* Gives the file this name. 0 where that cannot be: errno. */
static int name_file(const struct save_dir *dir, const struct saved_file *file, int directory, const char *path)
{
    char unnamed[32];

    path_of_descriptor(unnamed, file->out.fd);
    if (file->temporary[0] == '\0')
        return linkat(AT_FDCWD, unnamed, directory, path, AT_SYMLINK_FOLLOW) == 0;
    if (linkat(dir->fd, file->temporary, directory, path, 0) == 0)
        return 1;
    return errno != EEXIST && rename_file(dir, file, directory, path);
}

/* Under its name, or one with a number. */
static int name_file_here(const struct save_dir *dir, struct saved_file *file)
{
    char wanted[PNEU_SAFE_FILENAME_MAX + 1];
    pneu_str name = {wanted, strlen(file->name)};

    memcpy(wanted, file->name, name.len);
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        make_name(file->name, name, tries == 0 ? 1 : find_free_number(dir, name));
        if (name_file(dir, file, dir->fd, file->name))
            return 1;
        if (errno != EEXIST)
            return 0;
    }
    return 0;
}

void saved_file_drop(struct save_dir *dir, struct saved_file *file)
{
    file->out.used = 0;
    if (file->out.fd >= 0)
        output_close(&file->out);
    if (file->temporary[0] == '\0')
        return;
    unlinkat(dir->fd, file->temporary, 0);
    sigprocmask(SIG_SETMASK, &file->signals, NULL);
}

/* In `directory`, or with -1 here. */
static int keep(struct save_dir *dir, struct saved_file *file, int directory, const char *path)
{
    int is_kept = 0;

    output_end(&file->out);
    if (file->temporary[0] != '\0') { /* a file without a name is only there as long as it is open */
        output_close(&file->out);
        file->out.fd = -1;
    }
    if (output_failed(&file->out)) {
        errno = file->out.error;
        complain(dir, path, "cannot write");
    } else {
        is_kept = directory < 0 ? name_file_here(dir, file) : name_file(dir, file, directory, path);
        if (!is_kept)
            complain(dir, path, "cannot create");
    }
    saved_file_drop(dir, file);
    return is_kept;
}

int saved_file_keep(struct save_dir *dir, struct saved_file *file, pneu_status status)
{
    if (status == PNEU_OK)
        return keep(dir, file, -1, file->name);
    cli_complain_status(dir->cli, file->name, status);
    saved_file_drop(dir, file);
    return 0;
}

int saved_file_keep_at(struct save_dir *dir, struct saved_file *file, int directory, const char *path)
{
    return keep(dir, file, directory, path);
}
