/*
 * gzip files as input: known by their first bytes, decompressed as they are read.
 * In: an open input. Out: what it holds. An input that is not compressed gives its bytes unchanged, the first ones from
 * here, since a pipe cannot be read twice.
 * A file that is damaged, cut off or a bomb is an error like one of the disk: what came before it has been given.
 * Not handled: other compressions.
 */
#include "cli/unpacking.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pneu/gzip.h"

enum {
    MAGIC = 3
};

struct unpacking {
    char head[MAGIC]; /* bytes that were read to see what it is */
    size_t head_len;
    pneu_gunzip *gunzip; /* NULL: it is not compressed */
    char *block;
    int is_over;    /* the file was read to its end */
    int has_failed; /* it cannot be read to its end, which has been told */
};

static int begin_gunzip(struct cli *cli, struct input *input)
{
    struct unpacking *unpacking = input->unpacking;
    pneu_status status;

    if (!pneu_gzip_is_available()) {
        cli_complain(cli, CLI_TROUBLE, input->name, "is compressed, and this pneu was built without zlib");
        return 0;
    }
    unpacking->block = malloc(INPUT_BLOCK);
    status = unpacking->block ? pneu_gunzip_new(NULL, NULL, &unpacking->gunzip) : PNEU_ERR_MEMORY;
    if (status == PNEU_OK)
        status = pneu_gunzip_push(unpacking->gunzip, unpacking->head, unpacking->head_len);
    cli_complain_status(cli, input->name, status);
    input->is_regular = 0; /* its size is not known */
    return status == PNEU_OK;
}

int unpacking_begin(struct cli *cli, struct input *input)
{
    struct unpacking *unpacking = calloc(1, sizeof *unpacking);

    if (!unpacking) {
        cli_complain_status(cli, input->name, PNEU_ERR_MEMORY);
        return 0;
    }
    if (!input_read(cli, input, unpacking->head, MAGIC, &unpacking->head_len)) {
        free(unpacking);
        return 0;
    }
    input->unpacking = unpacking;
    if (pneu_gzip_is_magic((pneu_str){unpacking->head, unpacking->head_len}))
        return begin_gunzip(cli, input);
    if (input->is_regular && lseek(input->fd, -(off_t)unpacking->head_len, SEEK_CUR) >= 0)
        unpacking_free(input); /* as if nothing had been read */
    return 1;
}

int unpacking_is_compressed(const struct input *input)
{
    return input->unpacking->gunzip != NULL;
}

void unpacking_free(struct input *input)
{
    if (!input->unpacking)
        return;
    pneu_gunzip_free(input->unpacking->gunzip);
    free(input->unpacking->block);
    free(input->unpacking);
    input->unpacking = NULL;
}

static void tell_fault(struct cli *cli, const struct input *input, pneu_status status)
{
    static const char *const texts[] = {"",
                                        "the compressed data are damaged",
                                        "the compressed data are cut off",
                                        "what follows the compressed data is not compressed",
                                        "the compressed data hold too much",
                                        "the compressed data are a bomb: more than 250 bytes for each one"};
    uint64_t offset;
    int32_t fault = pneu_gunzip_fault(input->unpacking->gunzip, &offset);

    if (fault == PNEU_GUNZIP_FAULT_NONE)
        cli_complain_status(cli, input->name, status);
    else
        cli_complain(cli, CLI_TROUBLE, input->name, "%s, at byte %llu",
                     texts[(size_t)fault < sizeof texts / sizeof texts[0] ? fault : PNEU_GUNZIP_FAULT_DATA],
                     (unsigned long long)offset);
}

/* What the file itself gives next. */
static int read_file(struct cli *cli, struct input *input, void *into, size_t capacity, size_t *got)
{
    struct unpacking *unpacking = input->unpacking;
    int is_fine;

    input->unpacking = NULL;
    is_fine = input_read(cli, input, into, capacity, got);
    input->unpacking = unpacking;
    return is_fine;
}

/* The next block of the file into gunzip, or its end. 0 on an error, which has been told. */
static int feed(struct cli *cli, struct input *input)
{
    struct unpacking *unpacking = input->unpacking;
    size_t got;

    if (unpacking->is_over)
        return pneu_gunzip_finish(unpacking->gunzip) == PNEU_OK;
    if (unpacking->has_failed)
        return 0;
    unpacking->has_failed = !read_file(cli, input, unpacking->block, INPUT_BLOCK, &got);
    unpacking->is_over = got < INPUT_BLOCK && !unpacking->has_failed;
    return pneu_gunzip_push(unpacking->gunzip, unpacking->block, got) == PNEU_OK;
}

static int unpack(struct cli *cli, struct input *input, char *to, size_t capacity, size_t *got)
{
    pneu_gunzip *gunzip = input->unpacking->gunzip;
    pneu_status status = PNEU_OK;
    size_t now;

    while (*got < capacity && status != PNEU_DONE) {
        status = pneu_gunzip_read(gunzip, to + *got, capacity - *got, &now);
        *got += now;
        if (status < 0)
            tell_fault(cli, input, status);
        if (status < 0 || (status == PNEU_MORE && !feed(cli, input)))
            return 0;
    }
    return 1;
}

int unpacking_read(struct cli *cli, struct input *input, void *into, size_t capacity, size_t *got)
{
    struct unpacking *unpacking = input->unpacking;
    size_t len = unpacking->head_len < capacity ? unpacking->head_len : capacity, more;
    int is_fine;

    *got = 0;
    if (unpacking->gunzip)
        return unpack(cli, input, into, capacity, got);
    memcpy(into, unpacking->head, len);
    memmove(unpacking->head, unpacking->head + len, unpacking->head_len - len);
    unpacking->head_len -= len;
    is_fine = read_file(cli, input, (char *)into + len, capacity - len, &more);
    *got = len + more;
    return is_fine;
}
