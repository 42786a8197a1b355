/*
 * One large message, in a file without a name: a header and one base64 body of the same lines again and again.
 * In: a size. Out: a bench_corpus, and its bytes by read(). The file is in memory where /dev/shm is, else in /tmp, where
 * it has just been written: what is measured is not the disk.
 */
#include "bench.h"
#include "gen.h"

#include <stdlib.h>
#include <unistd.h>

static int open_file(void)
{
    char in_memory[] = "/dev/shm/pneu-bench-XXXXXX", on_disk[] = "/tmp/pneu-bench-XXXXXX";
    char *path = in_memory;
    int fd = mkstemp(path);
    if (fd < 0)
        fd = mkstemp(path = on_disk);
    if (fd < 0)
        bench_die("bench: no place for the large message");
    unlink(path);
    return fd;
}

static void append(bench_big *big, const char *bytes, size_t len)
{
    big->total += len;
    while (len > 0) {
        ssize_t written = write(big->fd, bytes, len);
        if (written <= 0)
            bench_die("bench: no room for the large message");
        bytes += written;
        len -= (size_t)written;
    }
}

bench_corpus *bench_corpus_big(uint64_t total, int is_lf)
{
    bench_corpus *corpus = bench_corpus_new("big", is_lf ? "LF" : "CRLF");
    bench_gen gen = bench_gen_new("big", is_lf);
    bench_big *big = bench_realloc(NULL, sizeof *big);
    *big = (bench_big){open_file(), 0};
    bench_gen_big_header(&gen);
    append(big, gen.bytes, gen.len);
    gen.len = 0;
    bench_gen_base64_lines(&gen, (size_t)57 * 4096, BENCH_LINES_EVEN);
    while (big->total < total)
        append(big, gen.bytes, gen.len);
    free(gen.bytes);
    corpus->big = big;
    corpus->count = 1;
    return corpus;
}

int bench_big_read(const bench_big *big, char *buffer, size_t size,
                   int (*take)(void *opaque, const char *bytes, size_t len), void *opaque)
{
    ssize_t got;
    if (lseek(big->fd, 0, SEEK_SET) != 0)
        return -1;
    while ((got = read(big->fd, buffer, size)) > 0) {
        int status = take(opaque, buffer, (size_t)got);
        if (status != 0)
            return status;
    }
    return (int)got;
}

void bench_big_free(bench_big *big)
{
    if (big == NULL)
        return;
    close(big->fd);
    free(big);
}
