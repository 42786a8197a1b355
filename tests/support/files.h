/* The files that laws are tried on: corpus/, and what lies in ../shared where that is present. */
#ifndef TESTS_SUPPORT_FILES_H
#define TESTS_SUPPORT_FILES_H

#include <stddef.h>
#include <stdint.h>

/* One file, in a block of its very size; borrowed for the call. */
typedef struct test_file {
    const char *name;
    const char *bytes;
    size_t len;
} test_file;

typedef void file_visitor(void *ctx, const test_file *file);

/* Visits every message of corpus/ (relative to PNEU_SOURCE_ROOT or the current folder). Returns how many. */
size_t for_each_corpus_file(file_visitor *visit, void *ctx);

/* The same, and then ../shared/cases, ../shared/mail and ../shared/vectors/messages where they are present. */
size_t for_each_known_file(file_visitor *visit, void *ctx);

/* Visits `count` files of noise (support/noise.h) of up to `most` bytes each: those of the seeds `step`, 2 * `step`... */
void for_each_noise(uint32_t count, uint32_t step, size_t most, file_visitor *visit, void *ctx);

/* A teardown of cmocka's: if the test ended while a file was being visited, tells which. */
int tell_file_at_work(void **state);

/* Reads a file into a block of its very size, that the caller frees; ends the program if it cannot. */
char *read_whole_file(const char *path, size_t *len);

#endif
