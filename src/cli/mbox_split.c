/*
 * pneu mbox split: each message of an mbox into a file of its own.
 * In: mboxes. Out: numbered files in a directory, or files of a Maildir, there whole or not at all; none is overwritten
 * (save_dir.c). Memory is constant: of each message no more than its beginning is kept.
 * A Maildir's message is written in tmp and then gets its place: in cur with the flags of Status and X-Status, or in
 * new where the message has no such field.
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
#include "cli/packing.h"
#include "cli/save_dir.h"
#include "pneu/maildir.h"

struct split {
    struct cli *cli;
    const struct mbox_options *options;
    const char *file;
    struct mbox_source source;
    struct mbox_head head;   /* of the message at hand */
    struct saved_file saved; /* the same */
    int is_open;             /* there is one */
    uint64_t size;           /* its bytes so far */
    struct save_dir dir;     /* the directory, or a Maildir's tmp */
    int maildir;             /* the Maildir, or -1 */
    pneu_arena *arena;
    uint64_t number;
    uint64_t junk;
    int has_failed;
};

/* ---- Maildir ---------------------------------------------------------------------------------------------------- */

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
    delivery.size = split->size;
    delivery.has_size = !split->options->is_gzip;
    return pneu_maildir_base_format(split->arena, &delivery, name);
}

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

/* "cur/NAME" or "new/NAME", with a name that nobody has. */
static pneu_status maildir_path(struct split *split, char *path, size_t size)
{
    char flags[8] = "";
    pneu_message *message = mbox_head_parse(split->cli, &split->head, split->file);
    pneu_maildir_name name = {.has_size = 0};
    int is_told = message && read_flags(message, flags);
    pneu_status status = message ? unique_name(split, &name.base) : PNEU_ERR_MEMORY;
    pneu_str full = name.base;

    name.flags = (pneu_str){flags, strlen(flags)};
    if (status == PNEU_OK && is_told)
        status = pneu_maildir_name_format(split->arena, &name, ':', &full);
    if (status == PNEU_OK)
        snprintf(path, size, "%s/%.*s", is_told ? "cur" : "new", (int)full.len, full.ptr);
    return status;
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
    int is_open;

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
    is_open = save_dir_open(split->cli, &split->dir, tmp);
    split->dir.path = path; /* for the user; tmp goes */
    return is_open;
}

/* ---- Messages --------------------------------------------------------------------------------------------------- */

static void begin_message(struct split *split)
{
    char name[64];
    int len = snprintf(name, sizeof name, "%06llu.eml%s", (unsigned long long)++split->number,
                       split->options->is_gzip ? ".gz" : "");

    split->size = 0;
    mbox_head_clear(&split->head);
    split->is_open = saved_file_begin(&split->dir, (pneu_str){name, (size_t)len}, &split->saved);
    split->has_failed = !split->is_open || (split->options->is_gzip && !packing_begin(split->cli, &split->saved.out));
}

static void add_bytes(struct split *split, pneu_str bytes)
{
    split->size += bytes.len;
    output_str(&split->saved.out, bytes);
    if (split->options->is_maildir && !mbox_head_add(split->cli, &split->head, bytes))
        split->has_failed = 1;
}

static void end_message(struct split *split)
{
    char path[1024];
    pneu_status status = PNEU_OK;

    pneu_arena_reset(split->arena);
    if (split->options->is_maildir)
        status = maildir_path(split, path, sizeof path);
    if (split->options->is_maildir && status == PNEU_OK)
        split->has_failed = !saved_file_keep_at(&split->dir, &split->saved, split->maildir, path);
    else
        split->has_failed = !saved_file_keep(&split->dir, &split->saved, status);
    split->is_open = 0;
}

static void use_event(void *state, const pneu_mbox_event *event)
{
    struct split *split = state;

    if (event->type == PNEU_MBOX_JUNK)
        split->junk += event->slice.len;
    if (split->has_failed)
        return;
    switch (event->type) {
    case PNEU_MBOX_MESSAGE: begin_message(split); break;
    case PNEU_MBOX_BYTES: add_bytes(split, event->slice); break;
    case PNEU_MBOX_END: end_message(split); break;
    default: break;
    }
}

static void split_input(struct cli *cli, struct input *input, void *state)
{
    struct split *split = state;

    split->file = input->name;
    split->junk = 0;
    if (split->has_failed)
        return;
    if (!mbox_source_run(cli, &split->source, input, use_event, split) && split->source.is_cut && split->is_open)
        cli_complain(cli, CLI_TROUBLE, input->name, "message %llu is cut off, and was left out",
                     (unsigned long long)split->number);
    if (split->is_open)
        saved_file_drop(&split->dir, &split->saved);
    split->is_open = 0;
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
    mbox_head_free(&split.head);
    pneu_arena_free(split.arena);
    save_dir_close(&split.dir);
    if (split.maildir >= 0)
        close(split.maildir);
}
