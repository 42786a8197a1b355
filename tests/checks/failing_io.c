/*
 * For LD_PRELOAD: a call to the system goes wrong. In: the environment. PNEU_IO_AT is the number of the call, from 1
 * (with a "+" after it all later ones go wrong, too; but one that was interrupted is not, when it is made again);
 * PNEU_IO_WAY is "error" (what a full disk, a bad device or a lack of descriptors gives), "interrupt" (EINTR, of reads
 * and writes) or "short" (one byte is read or written); PNEU_IO_REPORT names a file. Out, in that file: how many calls
 * there were. Messages on stderr get through. Not handled: threads, and what the C library calls for itself.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static unsigned long fail_at, calls;
static int fails_on, is_interrupted;
static char way[16];

__attribute__((constructor)) static void begin(void)
{
    const char *number = getenv("PNEU_IO_AT"), *wanted = getenv("PNEU_IO_WAY");
    char *end = NULL;
    fail_at = number != NULL ? strtoul(number, &end, 10) : 0;
    fails_on = end != NULL && *end == '+';
    (void)snprintf(way, sizeof way, "%s", wanted != NULL ? wanted : "");
    calls = 0;
}

__attribute__((destructor)) static void end(void)
{
    const char *name = getenv("PNEU_IO_REPORT");
    unsigned long count = calls;
    fail_at = 0;
    FILE *report = name != NULL ? fopen(name, "w") : NULL;
    if (report == NULL)
        return;
    fprintf(report, "%lu\n", count);
    fclose(report);
}

static int is_way(const char *name)
{
    return strcmp(way, name) == 0;
}

static int goes_wrong(void)
{
    calls++;
    return fail_at > 0 && (fails_on ? calls >= fail_at : calls == fail_at);
}

static int is_refused(int error)
{
    int is_wrong = goes_wrong() && is_way("error");
    if (is_wrong)
        errno = error;
    return is_wrong;
}

/* Of calls that move bytes. 1 if it fails; else what is left of `len`. */
static int is_hindered(int error, size_t *len)
{
    int is_wrong = goes_wrong();
    if (is_wrong && is_way("error")) {
        errno = error;
        return 1;
    }
    is_interrupted = is_wrong && is_way("interrupt") && !is_interrupted;
    if (is_interrupted)
        errno = EINTR;
    if (is_wrong && is_way("short") && *len > 1)
        *len = 1;
    return is_interrupted;
}

/* The function that this one stands before. ISO C has no cast from void * to a function. */
#define USUAL(name, pointer) (*(void **)(&(pointer)) = dlsym(RTLD_NEXT, name))

ssize_t read(int fd, void *to, size_t len)
{
    ssize_t (*usual)(int, void *, size_t);
    USUAL("read", usual);
    return is_hindered(EIO, &len) ? -1 : usual(fd, to, len);
}

ssize_t write(int fd, const void *from, size_t len)
{
    ssize_t (*usual)(int, const void *, size_t);
    USUAL("write", usual);
    return fd != STDERR_FILENO && is_hindered(ENOSPC, &len) ? -1 : usual(fd, from, len);
}

ssize_t pread64(int fd, void *to, size_t len, off64_t at)
{
    ssize_t (*usual)(int, void *, size_t, off64_t);
    USUAL("pread64", usual);
    return is_hindered(EIO, &len) ? -1 : usual(fd, to, len, at);
}

/* What FORTIFY makes of them where it knows the room of the place. */
ssize_t __read_chk(int fd, void *to, size_t len, size_t room);
ssize_t __read_chk(int fd, void *to, size_t len, size_t room)
{
    return len <= room ? read(fd, to, len) : -1;
}

ssize_t __pread64_chk(int fd, void *to, size_t len, off64_t at, size_t room);
ssize_t __pread64_chk(int fd, void *to, size_t len, off64_t at, size_t room)
{
    return len <= room ? pread64(fd, to, len, at) : -1;
}

ssize_t pwrite64(int fd, const void *from, size_t len, off64_t at)
{
    ssize_t (*usual)(int, const void *, size_t, off64_t);
    USUAL("pwrite64", usual);
    return is_hindered(ENOSPC, &len) ? -1 : usual(fd, from, len, at);
}

int ftruncate64(int fd, off64_t len)
{
    int (*usual)(int, off64_t);
    USUAL("ftruncate64", usual);
    return is_refused(EIO) ? -1 : usual(fd, len);
}

static int mode_of(int flags, va_list more)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, int) : 0;
}

int open64(const char *path, int flags, ...)
{
    int (*usual)(const char *, int, ...);
    va_list more;
    va_start(more, flags);
    int mode = mode_of(flags, more);
    va_end(more);
    USUAL("open64", usual);
    return is_refused(EMFILE) ? -1 : usual(path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
    int (*usual)(int, const char *, int, ...);
    va_list more;
    va_start(more, flags);
    int mode = mode_of(flags, more);
    va_end(more);
    USUAL("openat64", usual);
    return is_refused(EMFILE) ? -1 : usual(folder, path, flags, mode);
}

int mkstemp64(char *path)
{
    int (*usual)(char *);
    USUAL("mkstemp64", usual);
    return is_refused(ENOSPC) ? -1 : usual(path);
}

int linkat(int from, const char *old_path, int to, const char *new_path, int flags)
{
    int (*usual)(int, const char *, int, const char *, int);
    USUAL("linkat", usual);
    return is_refused(EPERM) ? -1 : usual(from, old_path, to, new_path, flags);
}

int renameat(int from, const char *old_path, int to, const char *new_path)
{
    int (*usual)(int, const char *, int, const char *);
    USUAL("renameat", usual);
    return is_refused(EIO) ? -1 : usual(from, old_path, to, new_path);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    int (*usual)(int, const char *, mode_t);
    USUAL("mkdirat", usual);
    return is_refused(ENOSPC) ? -1 : usual(folder, path, mode);
}

DIR *opendir(const char *path)
{
    DIR *(*usual)(const char *);
    USUAL("opendir", usual);
    return is_refused(EMFILE) ? NULL : usual(path);
}

int close(int fd)
{
    int (*usual)(int);
    USUAL("close", usual);
    int status = usual(fd); /* it is closed in either case */
    return is_refused(EIO) ? -1 : status;
}
