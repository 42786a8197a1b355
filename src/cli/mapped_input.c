/*
 * Inputs of any size as bytes one behind the other. In: the beginning of an input, in memory, and the open input.
 * Out: a mapping of a file that nobody else can shorten (who reads a mapped file that was shortened is ended by SIGBUS).
 * Memory is the system's cache of that file, which it can give back.
 * Not handled: more bytes than there are addresses.
 */
#include "cli/mapped_input.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/unnamed_file.h"

/* 0 if the input cannot be read, which has been told. */
static int copy_rest(struct cli *cli, struct input *input, struct output *file)
{
    char *block = malloc(INPUT_BLOCK);
    size_t got = INPUT_BLOCK;
    int is_read = block != NULL;

    if (!block)
        cli_complain_status(cli, input->name, PNEU_ERR_MEMORY);
    while (is_read && got == INPUT_BLOCK && !output_failed(file)) {
        is_read = input_read(cli, input, block, INPUT_BLOCK, &got);
        output_write(file, block, got);
    }
    free(block);
    return is_read;
}

static int map(struct cli *cli, const char *name, int fd, struct mapped_input *mapped)
{
    off_t size = lseek(fd, 0, SEEK_END);
    void *bytes =
        size > 0 && (uint64_t)size <= SIZE_MAX ? mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;

    if (bytes == MAP_FAILED) {
        cli_complain_errno(cli, name, "cannot map its temporary file");
        return 0;
    }
    *mapped = (struct mapped_input){bytes, (size_t)size};
    return 1;
}

int mapped_input_read(struct cli *cli, struct input *input, struct blob *already, struct mapped_input *mapped)
{
    struct output file;
    int fd = unnamed_file_open(cli), is_read;

    if (fd < 0)
        return 0;
    output_init(&file, fd, NULL, 0);
    output_write(&file, already->bytes, already->len);
    blob_free(already);
    is_read = copy_rest(cli, input, &file);
    if (output_failed(&file)) {
        errno = file.error;
        cli_complain_errno(cli, input->name, "cannot write its temporary file");
    }
    is_read = is_read && !output_failed(&file) && map(cli, input->name, fd, mapped);
    close(fd);
    return is_read;
}

void mapped_input_free(struct mapped_input *mapped)
{
    if (mapped->bytes)
        munmap(mapped->bytes, mapped->len);
    *mapped = (struct mapped_input){NULL, 0};
}
