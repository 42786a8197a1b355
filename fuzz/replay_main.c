/*
 * Runs a fuzz target over files, without a fuzzer: replay FILE-OR-FOLDER...
 * In: paths; folders are walked. Out: nothing, unless the target aborts; the name of the file at work is then on stderr.
 * Every input stands in a heap block of its very size, so that ASan sees reads beyond it. A path that is not there is left
 * out: the corpora of other repositories may or may not lie beside this one.
 */
#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char at_work[PATH_ROOM];

static void tell_what_was_at_work(int signal_number)
{
    (void)!write(STDERR_FILENO, at_work, strlen(at_work));
    (void)!write(STDERR_FILENO, "\n", 1);
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

static void give_up(const char *what, const char *path)
{
    (void)fprintf(stderr, "replay: %s: %s\n", what, path);
    exit(2);
}

static void run_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(size > 0 ? size : 1);
    if (file == NULL || data == NULL || fread(data, 1, size, file) != size)
        give_up("cannot read", path);
    (void)fclose(file);
    (void)snprintf(at_work, sizeof at_work, "%s", path);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
}

static size_t run_path(const char *path);

/* The depth of the recursion is that of the folders. */
static size_t run_folder(const char *path)
{
    size_t count = 0;
    DIR *folder = opendir(path);
    if (folder == NULL)
        give_up("cannot read", path);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char below[PATH_ROOM];
        if (entry->d_name[0] == '.')
            continue;
        if ((size_t)snprintf(below, sizeof below, "%s/%s", path, entry->d_name) >= sizeof below)
            give_up("the path is too long", path);
        count += run_path(below);
    }
    (void)closedir(folder);
    return count;
}

static size_t run_path(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return 0;
    if (S_ISDIR(info.st_mode))
        return run_folder(path);
    run_file(path, (size_t)info.st_size);
    return 1;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    (void)signal(SIGABRT, tell_what_was_at_work);
    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++)
        count += run_path(argv[i]);
    printf("replayed %zu inputs\n", count);
    return 0;
}
