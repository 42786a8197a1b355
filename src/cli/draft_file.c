/*
 * Files of a message: text is read into memory, since its charset and encoding hang on all of it; other files are
 * opened, and read when it is their turn, so that an attachment of any size takes constant memory. In: paths; "-"
 * is standard input, once. Out: leaves of the builder. The type is guessed from the end of the name.
 */
#include "cli/draft_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

struct draft_file {
    struct draft_file *next;
    struct cli *cli;
    struct input input; /* its fd is -1 where it is not open */
    char *path;
    struct blob blob;
    int has_failed;
};

void draft_file_free_all(struct draft_file *files)
{
    while (files) {
        struct draft_file *next = files->next;

        if (files->input.fd > STDIN_FILENO)
            close(files->input.fd);
        blob_free(&files->blob);
        free(files->path);
        free(files);
        files = next;
    }
}

int draft_file_has_failed(const struct draft_file *files)
{
    for (; files; files = files->next)
        if (files->has_failed)
            return 1;
    return 0;
}

/* ---- Opening and reading --------------------------------------------------------------------------------------- */

static int open_descriptor(struct draft *draft, const char *path)
{
    int fd;

    if (strcmp(path, "-") == 0 && draft->stdin_is_used) {
        cli_complain(draft->cli, CLI_USAGE, NULL, "standard input can be read only once");
        return -1;
    }
    if (strcmp(path, "-") == 0) {
        draft->stdin_is_used = 1;
        return STDIN_FILENO;
    }
    do
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    if (fd < 0)
        cli_complain_errno(draft->cli, path, "cannot open");
    return fd;
}

static struct draft_file *open_file(struct draft *draft, const char *path)
{
    int fd = open_descriptor(draft, path);
    struct draft_file *file = fd >= 0 ? calloc(1, sizeof *file) : NULL;

    if (!file) {
        if (fd > STDIN_FILENO)
            close(fd);
        if (fd >= 0)
            cli_complain_status(draft->cli, path, PNEU_ERR_MEMORY);
        return NULL;
    }
    file->path = strdup(path);
    file->input = (struct input){.name = file->path ? file->path : "-", .fd = fd};
    file->cli = draft->cli;
    file->next = draft->files;
    draft->files = file;
    return file;
}

int draft_read_file(struct draft *draft, const char *path, pneu_str *bytes)
{
    struct draft_file *file = open_file(draft, path);

    if (!file || !input_read_whole(draft->cli, &file->input, &file->blob))
        return 0;
    *bytes = (pneu_str){file->blob.bytes, file->blob.len};
    if (file->input.fd > STDIN_FILENO)
        close(file->input.fd);
    file->input.fd = -1;
    return 1;
}

static pneu_status pull(void *ctx, void *out, size_t capacity, size_t *written)
{
    struct draft_file *file = ctx;

    if (!input_read(file->cli, &file->input, out, capacity, written)) {
        file->has_failed = 1;
        return PNEU_ERR_IO;
    }
    return *written > 0 ? PNEU_OK : PNEU_DONE;
}

/* ---- Leaves ---------------------------------------------------------------------------------------------------- */

static const char *guess_type(const char *path)
{
    static const struct {
        const char *end;
        const char *type;
    } types[] = {
        {".txt", "text/plain"},
        {".html", "text/html"},
        {".htm", "text/html"},
        {".csv", "text/csv"},
        {".ics", "text/calendar"},
        {".md", "text/markdown"},
        {".css", "text/css"},
        {".xml", "application/xml"},
        {".json", "application/json"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".gif", "image/gif"},
        {".webp", "image/webp"},
        {".svg", "image/svg+xml"},
        {".mp3", "audio/mpeg"},
        {".ogg", "audio/ogg"},
        {".mp4", "video/mp4"},
        {".pdf", "application/pdf"},
        {".zip", "application/zip"},
        {".gz", "application/gzip"},
        {".eml", "message/rfc822"},
        {".asc", "application/pgp-signature"},
    };
    size_t len = strlen(path);

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        size_t end = strlen(types[i].end);

        if (len > end && strcasecmp(path + len - end, types[i].end) == 0)
            return types[i].type;
    }
    return "application/octet-stream";
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* What the attachment is called: a name that is safe to write, since the builder takes no other. */
static int safe_name(struct draft *draft, const char *name, pneu_str *safe)
{
    pneu_str raw = {name, strlen(name)};

    *safe = (pneu_str){"", 0};
    return !*name || draft_takes(draft, pneu_safe_filename(draft->arena, raw, safe), name);
}

/* Text that is attached keeps its bytes; what is not UTF-8 is no text for us. */
static void choose_text(pneu_leaf *leaf)
{
    leaf->flags = strncmp(leaf->type.ptr, "text/", 5) == 0 ? PNEU_LEAF_OCTETS : 0;
}

static int is_read_whole(const char *type)
{
    return strncmp(type, "text/", 5) == 0 || strncmp(type, "message/", 8) == 0 ||
           strncmp(type, "application/pgp-", 16) == 0;
}

int draft_read_leaf(struct draft *draft, const char *path, const char *type, const char *name, pneu_leaf *leaf)
{
    if (!type)
        type = guess_type(name && *name ? name : path);
    if (!name)
        name = strcmp(path, "-") == 0 ? "" : base_name(path);
    memset(leaf, 0, sizeof *leaf);
    leaf->type = (pneu_str){type, strlen(type)};
    if (!safe_name(draft, name, &leaf->filename))
        return 0;
    if (is_read_whole(type)) {
        choose_text(leaf);
        return draft_read_file(draft, path, &leaf->content.bytes);
    }
    struct draft_file *file = open_file(draft, path);
    leaf->content.source = PNEU_CONTENT_PULLED;
    leaf->content.pull = pull;
    leaf->content.ctx = file;
    return file != NULL;
}
