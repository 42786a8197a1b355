/*
 * pneu mbox split: each message of an mbox into a file of its own.
 * In: mboxes. Out: numbered files in a directory, or files of a Maildir. A message is gathered in memory and written when it
 * is whole, so that a file is there whole or not at all; no file is overwritten (save_dir.c).
 * A Maildir's message is written into tmp and then moved: to cur with the flags of Status and X-Status, or to new where
 * the message has no such field.
 * Not handled: marks of other programs (X-Mozilla-Status, X-Keywords).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/mbox_verbs.h"
#include "cli/message_input.h"
#include "cli/packing.h"
#include "cli/save_dir.h"
#include "pneu/maildir.h"

struct split {
    struct cli *cli;
    const struct mbox_options *options;
    const char *file;
    struct mbox_source source;
    struct message_input message; /* the one at hand */
    struct save_dir dir;          /* the directory, or a Maildir's tmp */
    int maildir;                  /* the Maildir, or -1 */
    pneu_arena *arena;
    char numbered[64]; /* the file's name, where that is a number */
    uint64_t number;
    uint64_t junk;
    int has_failed;
};

/* ---- Names ------------------------------------------------------------------------------------------------------ */

static pneu_status numbered_name(struct split *split, pneu_str *name)
{
    int len = snprintf(split->numbered, sizeof split->numbered, "%06llu.eml%s", (unsigned long long)split->number,
                       split->options->is_gzip ? ".gz" : "");

    *name = (pneu_str){split->numbered, (size_t)len};
    return PNEU_OK;
}

static pneu_status unique_name(struct split *split, pneu_str *name)
{
    char host[256] = "";
    struct timespec now = {0, 0};
    pneu_maildir_delivery delivery = {.sequence = split->number};

    if (gethostname(host, sizeof host - 1) != 0 || host[0] == '\0')
        strcpy(host, "localhost");
    clock_gettime(CLOCK_REALTIME, &now);
    delivery.seconds = (uint64_t)now.tv_sec;
    delivery.microsecond = (uint32_t)(now.tv_nsec / 1000);
    delivery.process = (uint32_t)getpid();
    delivery.host = (pneu_str){host, strlen(host)};
    delivery.size = split->message.blob.len;
    delivery.has_size = !split->options->is_gzip;
    return pneu_maildir_base_format(split->arena, &delivery, name);
}

/* ---- Maildir ---------------------------------------------------------------------------------------------------- */

struct mark {
    const char *field;
    char letter;
    char flag;
};

static int has_letter(pneu_str value, char letter)
{
    return value.len > 0 && memchr(value.ptr, letter, value.len) != NULL;
}

/* The flags; 0 if the message has no field that tells them. */
static int read_flags(pneu_message *message, char *flags)
{
    static const struct mark marks[] = {{"Status", 'R', 'S'},
                                        {"X-Status", 'A', 'R'},
                                        {"X-Status", 'F', 'F'},
                                        {"X-Status", 'D', 'T'},
                                        {"X-Status", 'T', 'D'}};
    pneu_field field;
    int is_told = 0;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        int32_t id = strcmp(marks[i].field, "Status") == 0 ? PNEU_FIELD_STATUS : PNEU_FIELD_X_STATUS;
        uint32_t index = 0;

        if (pneu_part_find_field(message, 0, id, (pneu_str){NULL, 0}, &index, &field) != PNEU_OK)
            continue;
        is_told = 1;
        if (has_letter(field.value, marks[i].letter))
            *flags++ = marks[i].flag;
    }
    *flags = '\0';
    return is_told;
}

/* From tmp to its place, under a name that nobody has. */
static void deliver(struct split *split, const char *base)
{
    char flags[8], path[2 * PNEU_SAFE_FILENAME_MAX];
    pneu_message *message = message_input_parse_blob(split->cli, &split->message, split->file);
    pneu_maildir_name name = {.base = {base, strlen(base)}};
    pneu_str full = name.base;
    int is_told = message && read_flags(message, flags);

    name.flags = (pneu_str){flags, is_told ? strlen(flags) : 0};
    if (is_told && pneu_maildir_name_format(split->arena, &name, ':', &full) != PNEU_OK)
        full = name.base;
    snprintf(path, sizeof path, "%s/%.*s", is_told ? "cur" : "new", (int)full.len, full.ptr);
    if (linkat(split->dir.fd, base, split->maildir, path, 0) != 0) {
        cli_complain_errno(split->cli, path, "cannot create");
        split->has_failed = 1;
    }
    unlinkat(split->dir.fd, base, 0);
}

static int make_directory(struct split *split, const char *name)
{
    if (mkdirat(split->maildir, name, S_IRWXU) == 0 || errno == EEXIST)
        return 1;
    cli_complain_errno(split->cli, name, "cannot make the directory");
    return 0;
}

static int open_maildir(struct split *split, const char *path)
{
    char tmp[4096];

    split->maildir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (split->maildir < 0) {
        cli_complain_errno(split->cli, path, "cannot open the directory");
        return 0;
    }
    if (!make_directory(split, "tmp") || !make_directory(split, "new") || !make_directory(split, "cur"))
        return 0;
    if ((size_t)snprintf(tmp, sizeof tmp, "%s/tmp", path) >= sizeof tmp) {
        cli_complain(split->cli, CLI_TROUBLE, path, "the name is too long");
        return 0;
    }
    return save_dir_open(split->cli, &split->dir, tmp);
}

/* ---- Messages --------------------------------------------------------------------------------------------------- */

static void save_message(struct split *split)
{
    struct saved_file file;
    pneu_str name;
    pneu_status status;
    int is_packed;

    split->number++;
    pneu_arena_reset(split->arena);
    status = split->options->is_maildir ? unique_name(split, &name) : numbered_name(split, &name);
    cli_complain_status(split->cli, split->file, status);
    if (status != PNEU_OK || !saved_file_create(&split->dir, name, &file)) {
        split->has_failed = 1;
        return;
    }
    is_packed = !split->options->is_gzip || packing_begin(split->cli, &file.out);
    output_bytes(&file.out, split->message.blob.bytes, split->message.blob.len);
    if (!saved_file_close(&split->dir, &file, is_packed ? PNEU_OK : PNEU_ERR_MEMORY))
        split->has_failed = 1;
    else if (split->options->is_maildir)
        deliver(split, file.name);
}

static void use_event(void *state, const pneu_mbox_event *event)
{
    struct split *split = state;
    struct blob *blob = &split->message.blob;

    if (event->type == PNEU_MBOX_JUNK)
        split->junk += event->slice.len;
    if (split->has_failed)
        return;
    if (event->type == PNEU_MBOX_MESSAGE) {
        if (split->message.whole)
            pneu_message_reset(split->message.whole);
        blob->len = 0;
    } else if (event->type == PNEU_MBOX_BYTES) {
        split->has_failed = !blob_append_or_complain(split->cli, blob, event->slice.ptr, event->slice.len);
    } else if (event->type == PNEU_MBOX_END) {
        save_message(split);
    }
}

static void split_input(struct cli *cli, struct input *input, void *state)
{
    struct split *split = state;

    split->file = input->name;
    split->junk = 0;
    if (split->has_failed)
        return;
    (void)mbox_source_run(cli, &split->source, input, use_event, split);
    if (split->junk > 0)
        cli_complain(cli, CLI_REPORT, input->name, "%llu bytes before the first message",
                     (unsigned long long)split->junk);
}

void mbox_split_run(struct cli *cli, const struct mbox_options *options)
{
    struct split split = {.cli = cli, .options = options, .maildir = -1, .dir = {.fd = -1}};
    int is_open;

    if (!options->directory) {
        cli_complain(cli, CLI_USAGE, NULL, "split needs a directory: -d DIR");
        return;
    }
    is_open = options->is_maildir ? open_maildir(&split, options->directory)
                                  : save_dir_open(cli, &split.dir, options->directory);
    if (is_open && mbox_source_init(cli, &split.source, options->variant)) {
        pneu_status status = pneu_arena_new(NULL, &split.arena);

        cli_complain_status(cli, NULL, status);
        if (status == PNEU_OK)
            inputs_each(cli, options->files, options->file_count, split_input, &split);
    }
    mbox_source_free(&split.source);
    message_input_free(&split.message);
    pneu_arena_free(split.arena);
    save_dir_close(&split.dir);
    if (split.maildir >= 0)
        close(split.maildir);
}
