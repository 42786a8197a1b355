/*
 * All inputs of a command line, one after the other: opened, given to the verb, closed.
 * In: operands. Out: one call a file. A file that cannot be opened is told and passed over; the exit code remembers it.
 * Not handled: several at a time (jobs.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/input.h"
#include "cli/unpacking.h"
#include "cli/walk.h"

static void use_input(struct cli *cli, struct input *input, const struct input_user *user)
{
    struct stat status;

    if (fstat(input->fd, &status) == 0) {
        input->is_regular = S_ISREG(status.st_mode);
        input->size = input->is_regular && status.st_size > 0 ? (uint64_t)status.st_size : 0;
    }
    user->use(cli, input, user->state);
    unpacking_free(input);
    progress_add(&cli->progress, 0, 1);
    /* A person who watches wants each result at once. */
    if (isatty(cli->out.fd))
        output_flush(&cli->out);
}

void input_use_named(struct cli *cli, const char *name, const struct input_user *user)
{
    struct input input = {.name = name, .fd = STDIN_FILENO};

    if (strcmp(name, "-") == 0) {
        use_input(cli, &input, user);
        return;
    }
    do
        input.fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (input.fd < 0 && errno == EINTR);
    if (input.fd < 0) {
        cli_complain_errno(cli, name, "cannot open");
        return;
    }
    use_input(cli, &input, user);
    close(input.fd);
}

static void name_directory(struct cli *cli, const char *path, input_name_use use, void *state)
{
    struct walk walk;
    int found = walk_begin(&walk, path);

    if (found == WALK_ERROR)
        cli_complain_errno(cli, path, "cannot open");
    while (!output_failed(&cli->out) && (found = walk_next(&walk)) != WALK_END) {
        if (found == WALK_ERROR)
            cli_complain_errno(cli, walk.path, "cannot open");
        else
            use(cli, walk.path, state);
    }
    walk_free(&walk);
}

static int is_directory(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

void inputs_name(struct cli *cli, const char *const *operands, size_t count, input_name_use use, void *state)
{
    if (count == 0)
        use(cli, "-", state);
    for (size_t i = 0; i < count && !output_failed(&cli->out); i++) {
        if (strcmp(operands[i], "-") != 0 && is_directory(operands[i]))
            name_directory(cli, operands[i], use, state);
        else
            use(cli, operands[i], state);
    }
}

static void use_named(struct cli *cli, const char *name, void *state)
{
    input_use_named(cli, name, state);
}

void inputs_each(struct cli *cli, const char *const *operands, size_t count, input_use use, void *state)
{
    struct input_user user = {use, state};

    inputs_name(cli, operands, count, use_named, &user);
}

int inputs_are_many(const char *const *operands, size_t count)
{
    return count > 1 || (count == 1 && is_directory(operands[0]));
}
