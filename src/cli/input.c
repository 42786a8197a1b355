/*
 * Reading: from a descriptor in full blocks, or a whole input into memory. EINTR is continued, a non-blocking
 * descriptor is waited for; errors are told with the file's name. Invariant: input_read gives a full block unless the
 * input has ended, whatever sizes the system gives. Not handled: opening (inputs.c).
 */
#include "cli/input.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/descriptor.h"
#include "cli/unpacking.h"

int input_read(struct cli *cli, struct input *input, void *into, size_t capacity, size_t *got)
{
    char *to = into;

    if (input->unpacking)
        return unpacking_read(cli, input, into, capacity, got);
    *got = 0;
    while (*got < capacity) {
        ssize_t now = read(input->fd, to + *got, capacity - *got);

        if (now == 0)
            break;
        if (now > 0) {
            *got += (size_t)now;
            continue;
        }
        if (!descriptor_may_try_again(input->fd, POLLIN)) {
            cli_complain_errno(cli, input->name, "cannot read");
            return 0;
        }
    }
    progress_add(&cli->progress, *got, 0);
    return 1;
}

int input_uncompress(struct cli *cli, struct input *input)
{
    return input->unpacking || unpacking_begin(cli, input);
}

int64_t input_place(const struct input *input)
{
    return input->is_regular && !input->unpacking ? lseek(input->fd, 0, SEEK_CUR) : -1;
}

int input_is_compressed(const struct input *input)
{
    return input->unpacking && unpacking_is_compressed(input);
}

/* 0 if there is no memory. */
static int reserve(struct blob *blob, size_t more)
{
    size_t wanted = blob->capacity > 0 ? blob->capacity : 4096;
    char *bytes;

    if (more <= blob->capacity - blob->len)
        return 1;
    while (wanted - blob->len < more && wanted <= SIZE_MAX / 2)
        wanted *= 2;
    bytes = wanted - blob->len < more ? NULL : realloc(blob->bytes, wanted);
    if (!bytes)
        return 0;
    blob->bytes = bytes;
    blob->capacity = wanted;
    return 1;
}

int blob_append(struct blob *blob, const void *bytes, size_t len)
{
    if (len == 0)
        return 1;
    if (!reserve(blob, len))
        return 0;
    memcpy(blob->bytes + blob->len, bytes, len);
    blob->len += len;
    return 1;
}

int blob_append_or_complain(struct cli *cli, struct blob *blob, const void *bytes, size_t len)
{
    int is_done = blob_append(blob, bytes, len);

    if (!is_done)
        cli_complain_status(cli, NULL, PNEU_ERR_MEMORY);
    return is_done;
}

void blob_free(struct blob *blob)
{
    free(blob->bytes);
    *blob = (struct blob){0};
}

/* The size that a file says it has is a hint only: it is read until its end. The byte more lets one read find that end.
 */
static size_t first_reserve(const struct input *input)
{
    if (input->is_regular && input->size < SIZE_MAX / 2)
        return (size_t)input->size + 1;
    return INPUT_BLOCK;
}

int input_read_whole(struct cli *cli, struct input *input, struct blob *blob)
{
    size_t room = first_reserve(input), got;

    blob->len = 0;
    do {
        if (!reserve(blob, room)) {
            cli_complain_status(cli, input->name, PNEU_ERR_MEMORY);
            return 0;
        }
        room = blob->capacity - blob->len;
        if (!input_read(cli, input, blob->bytes + blob->len, room, &got))
            return 0;
        blob->len += got;
    } while (got == room && (room = INPUT_BLOCK) > 0);
    return 1;
}
