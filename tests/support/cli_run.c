/*
 * The command run in this process. In: a command line, an input. Out: exit code, output, what was told. The descriptors
 * 0 to 2 are those of three files meanwhile, and then again what they were.
 * Not handled: commands that change the process: there are none.
 */
#include "support/cli_run.h"

#include <unistd.h>

#include "support/must.h"

#define PIPE_MOST ((size_t)60000)

#if defined(__GNUC__)
/* Of the sanitizers' runtime, where there is one: its reports are not for the descriptor that the command writes to. */
__attribute__((weak)) void __sanitizer_set_report_fd(void *fd);
#endif

static FILE *files[3]; /* the input, what is written, what is told */

/* A file with these bytes, at its start. */
static int put_into(FILE *file, const char *bytes, size_t len)
{
    int fd = fileno(file);
    MUST(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
    for (size_t at = 0; at < len;) {
        ssize_t written = write(fd, bytes + at, len - at);
        MUST(written > 0);
        at += (size_t)written;
    }
    MUST(lseek(fd, 0, SEEK_SET) == 0);
    return dup(fd);
}

static int open_pipe(const char *bytes, size_t len)
{
    int ends[2];
    MUST(pipe(ends) == 0);
    MUST(len == 0 || write(ends[1], bytes, len) == (ssize_t)len);
    (void)close(ends[1]);
    return ends[0];
}

/* Puts the descriptors in the places of 0 to 2, and what was there into `fds`. */
static void exchange(int *fds)
{
    for (int place = 0; place < 3; place++) {
        int before = dup(place);
        MUST(before > 2 && dup2(fds[place], place) == place);
        (void)close(fds[place]);
        fds[place] = before;
    }
}

static char *read_back(FILE *file, size_t *len)
{
    off_t size = lseek(fileno(file), 0, SEEK_END);
    char *bytes = malloc((size_t)size + 1);
    MUST(size >= 0 && bytes != NULL && pread(fileno(file), bytes, (size_t)size, 0) == size);
    bytes[size] = '\0';
    *len = (size_t)size;
    return bytes;
}

int cli_run(int argc, char **argv, const cli_input *input, cli_result *result)
{
    for (size_t i = 0; i < COUNT_OF(files); i++)
        MUST(files[i] != NULL || (files[i] = tmpfile()) != NULL);
    int fds[3] = {input->is_pipe && input->len < PIPE_MOST ? open_pipe(input->bytes, input->len)
                                                           : put_into(files[0], input->bytes, input->len),
                  put_into(files[1], NULL, 0), put_into(files[2], NULL, 0)};
    exchange(fds);
#if defined(__GNUC__)
    if (__sanitizer_set_report_fd != NULL)
        __sanitizer_set_report_fd((void *)(intptr_t)fds[2]);
#endif
    int code = cli_main(argc, argv);
    for (int place = 0; place < 3; place++) /* the command has closed some */
        MUST(dup2(fileno(files[place]), place) == place);
    exchange(fds);
    for (int i = 0; i < 3; i++)
        (void)close(fds[i]);
    result->out = read_back(files[1], &result->out_len);
    result->err = read_back(files[2], &result->err_len);
    return code;
}

void cli_result_free(cli_result *result)
{
    free(result->out);
    free(result->err);
}
