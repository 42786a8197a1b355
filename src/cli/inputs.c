/*
 * All inputs of a command line, one after the other: opened, given to the verb, closed.
 * In: operands. Out: one call a file. A file that cannot be opened is told and passed over; the exit code remembers it.
 * Not handled: several at a time.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/input.h"
#include "cli/unpacking.h"
#include "cli/walk.h"

struct use {
    input_use function;
    void *state;
};

static void use_input(struct cli *cli, struct input *input, const struct use *use)
{
    struct stat status;

    if (fstat(input->fd, &status) == 0) {
        input->is_regular = S_ISREG(status.st_mode);
        input->size = input->is_regular && status.st_size > 0 ? (uint64_t)status.st_size : 0;
    }
    use->function(cli, input, use->state);
    unpacking_free(input);
    progress_add(&cli->progress, 0, 1);
    /* A person who watches wants each result at once. */
    if (isatty(cli->out.fd))
        output_flush(&cli->out);
}

static void use_standard_input(struct cli *cli, const struct use *use)
{
    struct input input = {.name = "-", .fd = STDIN_FILENO};

    use_input(cli, &input, use);
}

static void use_file(struct cli *cli, const char *path, const struct use *use)
{
    struct input input = {.name = path, .fd = -1};

    do
        input.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (input.fd < 0 && errno == EINTR);
    if (input.fd < 0) {
        cli_complain_errno(cli, path, "cannot open");
        return;
    }
    use_input(cli, &input, use);
    close(input.fd);
}

static void use_directory(struct cli *cli, const char *path, const struct use *use)
{
    struct walk walk;
    int found = walk_begin(&walk, path);

    if (found == WALK_ERROR)
        cli_complain_errno(cli, path, "cannot open");
    while (!output_failed(&cli->out) && (found = walk_next(&walk)) != WALK_END) {
        if (found == WALK_ERROR)
            cli_complain_errno(cli, walk.path, "cannot open");
        else
            use_file(cli, walk.path, use);
    }
    walk_free(&walk);
}

static int is_directory(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

void inputs_each(struct cli *cli, const char *const *operands, size_t count, input_use use, void *state)
{
    struct use what = {use, state};

    if (count == 0)
        use_standard_input(cli, &what);
    for (size_t i = 0; i < count && !output_failed(&cli->out); i++) {
        if (strcmp(operands[i], "-") == 0)
            use_standard_input(cli, &what);
        else if (is_directory(operands[i]))
            use_directory(cli, operands[i], &what);
        else
            use_file(cli, operands[i], &what);
    }
}

int inputs_are_many(const char *const *operands, size_t count)
{
    return count > 1 || (count == 1 && is_directory(operands[0]));
}
