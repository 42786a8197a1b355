/*
 * For builds with MemorySanitizer, put before every file (./dev foreign msan): what its runtime does not know that the C
 * library writes. That of clang 14 knows stat by its name of before glibc 2.33.
 */
#ifndef TOOLS_MSAN_CARE_H
#define TOOLS_MSAN_CARE_H

#include <sanitizer/msan_interface.h>
#include <sys/stat.h>

static inline int msan_written(int status, struct stat *info)
{
    if (status == 0)
        __msan_unpoison(info, sizeof *info);
    return status;
}

#define stat(path, info) msan_written((stat)(path, info), info)
#define lstat(path, info) msan_written((lstat)(path, info), info)
#define fstat(fd, info) msan_written((fstat)(fd, info), info)
#define fstatat(folder, path, info, flags) msan_written((fstatat)(folder, path, info, flags), info)

#endif
