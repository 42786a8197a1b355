/*
 * pneu build: a message from options, or from a text that specifies it. In: addresses, texts, files. Out: a message
 * ready to be sent, on standard output. Nothing is written where something is refused; attachments are read while
 * they are written, in constant memory. Not handled: signing and encrypting (the library does; the keys are
 * elsewhere).
 */
#include <stdlib.h>
#include <string.h>

#include "cli/draft.h"
#include "cli/spec.h"
#include "cli/verb.h"

enum {
    OPT_HTML = 1,
    OPT_INLINE,
    OPT_ID,
    OPT_SPEC,
    OPT_FLOWED
};

/* The files of the options, in order. */
struct leaves {
    pneu_leaf *related;
    size_t related_count;
    pneu_leaf *attachments;
    size_t attachment_count;
};

/* An id for cid: where none is given, in memory that the caller frees. */
static char *make_id(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t len = strlen(name);
    char *id = malloc(len + sizeof "@inline");

    if (!id)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        int is_plain = (name[i] >= '0' && name[i] <= '9') || (name[i] >= 'a' && name[i] <= 'z') ||
                       (name[i] >= 'A' && name[i] <= 'Z') || strchr("-_", name[i]) ||
                       (name[i] == '.' && i > 0 && i + 1 < len && name[i - 1] != '.');
        id[i] = is_plain ? name[i] : '-';
    }
    memcpy(id + len, "@inline", sizeof "@inline");
    return id;
}

/* --type, --name and --id are of the next file. */
struct next_file {
    const char *type;
    const char *name;
    const char *id;
};

static int add_file(struct draft *draft, const struct given_option *option, const struct next_file *next,
                    struct leaves *leaves)
{
    int is_related = option->id == OPT_INLINE;
    pneu_leaf *leaf =
        is_related ? &leaves->related[leaves->related_count] : &leaves->attachments[leaves->attachment_count];

    if (!draft_read_leaf(draft, option->value, next->type, next->name, leaf))
        return 0;
    if (is_related) {
        char *id = next->id ? strdup(next->id) : make_id(option->value);
        if (!id)
            return draft_takes(draft, PNEU_ERR_MEMORY, option->value);
        leaf->content_id = (pneu_str){id, strlen(id)};
        leaves->related_count++;
    } else {
        leaves->attachment_count++;
    }
    return 1;
}

static int add_files(struct draft *draft, struct leaves *leaves)
{
    const struct arguments *arguments = draft->arguments;
    struct next_file next = {0};

    for (size_t i = 0; i < arguments->option_count; i++) {
        const struct given_option *option = &arguments->options[i];

        switch (option->id) {
        case DRAFT_TYPE: next.type = option->value; break;
        case DRAFT_NAME: next.name = option->value; break;
        case OPT_ID: next.id = option->value; break;
        case OPT_INLINE:
        case DRAFT_ATTACH:
            if (!add_file(draft, option, &next, leaves))
                return 0;
            next = (struct next_file){0};
            break;
        default: break;
        }
    }
    return 1;
}

static int leaves_init(struct draft *draft, struct leaves *leaves)
{
    size_t count = draft->arguments->option_count + 1;

    *leaves = (struct leaves){calloc(count, sizeof *leaves->related), 0, calloc(count, sizeof *leaves->attachments), 0};
    return leaves->related && leaves->attachments ? 1 : draft_takes(draft, PNEU_ERR_MEMORY, NULL);
}

static void leaves_free(struct leaves *leaves)
{
    for (size_t i = 0; i < leaves->related_count; i++)
        free((char *)leaves->related[i].content_id.ptr);
    free(leaves->related);
    free(leaves->attachments);
}

/* The texts: those of the options, or standard input. An empty one is one, too. */
static int read_texts(struct draft *draft, pneu_bodies *bodies)
{
    const char *html = arguments_value(draft->arguments, OPT_HTML);
    const char *text = arguments_value(draft->arguments, DRAFT_TEXT);

    if (!text && !html)
        text = "-";
    if ((text && !draft_read_file(draft, text, &bodies->text)) ||
        (html && !draft_read_file(draft, html, &bodies->html)))
        return 0;
    if (text && !bodies->text.ptr)
        bodies->text.ptr = "";
    if (html && !bodies->html.ptr)
        bodies->html.ptr = "";
    return 1;
}

/* An attachment whose text is not UTF-8, or a message that is not 7-bit, is one of bytes. */
static pneu_status add_bodies(struct draft *draft, const pneu_bodies *bodies, struct leaves *leaves)
{
    pneu_status status = pneu_builder_add_bodies(draft->builder, bodies);

    for (size_t i = 0; status == PNEU_ERR_ARGUMENT && i < leaves->attachment_count; i++) {
        pneu_leaf *leaf = &leaves->attachments[i];

        if (leaf->content.source == PNEU_CONTENT_PULLED || arguments_has(draft->arguments, DRAFT_TYPE))
            continue;
        leaf->type = (pneu_str){"application/octet-stream", 24};
        leaf->flags = 0;
        if (pneu_builder_clear_error(draft->builder) == PNEU_OK)
            status = pneu_builder_add_bodies(draft->builder, bodies);
    }
    return status;
}

static int add_content(struct draft *draft)
{
    struct leaves leaves;
    pneu_bodies bodies;
    int is_fine;

    memset(&bodies, 0, sizeof bodies);
    is_fine = leaves_init(draft, &leaves) && add_files(draft, &leaves) && read_texts(draft, &bodies);
    if (is_fine) {
        bodies.related = leaves.related;
        bodies.related_count = leaves.related_count;
        bodies.attachments = leaves.attachments;
        bodies.attachment_count = leaves.attachment_count;
        bodies.flags = arguments_has(draft->arguments, OPT_FLOWED) ? PNEU_BODIES_FLOWED : 0;
        is_fine = draft_takes(draft, add_bodies(draft, &bodies, &leaves), "body");
    }
    leaves_free(&leaves);
    return is_fine;
}

static int add_spec(struct draft *draft, const char *path)
{
    pneu_str text;

    return draft_read_file(draft, path, &text) && spec_read(draft, path, text);
}

/* A specification has the bodies; options may replace its fields. */
static int check_options(struct cli *cli, const struct arguments *arguments)
{
    static const int bodies[] = {DRAFT_TEXT, OPT_HTML, OPT_INLINE, DRAFT_ATTACH, OPT_FLOWED};

    if (arguments->operand_count > 0) {
        cli_complain(cli, CLI_USAGE, NULL, "'%s': files are named by options", arguments->operands[0]);
        return 0;
    }
    for (size_t i = 0; arguments_has(arguments, OPT_SPEC) && i < sizeof bodies / sizeof bodies[0]; i++)
        if (arguments_has(arguments, bodies[i])) {
            cli_complain(cli, CLI_USAGE, NULL, "bodies come from --spec or from options, not from both");
            return 0;
        }
    return 1;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    const char *spec = arguments_value(arguments, OPT_SPEC);
    struct draft draft;

    if (!check_options(cli, arguments)) {
        cli_point_to_help(cli);
        return;
    }
    if (draft_start(cli, &draft, arguments) && (spec ? add_spec(&draft, spec) : add_content(&draft)) &&
        draft_add_options(&draft))
        draft_write(&draft);
    draft_free(&draft);
}

static const struct option options[] = {
    DRAFT_ADDRESS_OPTIONS,
    DRAFT_FIELD_OPTIONS,
    {DRAFT_TEXT, 'T', "text", "FILE", "the text, UTF-8; standard input where there is no --html"},
    {OPT_FLOWED, '\0', "flowed", NULL, "the text is format=flowed"},
    {OPT_HTML, '\0', "html", "FILE", "the same in HTML, UTF-8"},
    {OPT_INLINE, 'I', "inline", "FILE", "a picture that the HTML shows as cid:NAME@inline"},
    {DRAFT_ATTACH, 'a', "attach", "FILE", "an attachment"},
    {DRAFT_TYPE, '\0', "type", "TYPE", "the type of the next file; else it is guessed"},
    {DRAFT_NAME, '\0', "name", "NAME", "what the next file is called; '' for nothing"},
    {OPT_ID, '\0', "id", "ID", "the Content-ID of the next --inline"},
    {OPT_SPEC, 'S', "spec", "FILE", "header and parts as the manual page says"},
    DRAFT_OUTPUT_OPTIONS,
    {0},
};

const struct verb verb_build = {
    .name = "build",
    .summary = "make a message from texts and files",
    .usage = "[OPTION]... <TEXT\n       pneu build [OPTION]... --spec FILE",
    .about =
        "Writes a message that is ready to be sent: 7-bit, with Date, Message-ID and MIME-Version. --from is needed.\n"
        "Names and texts are UTF-8; what would be read back as something else is refused, and then nothing is\n"
        "written. --type, --name and --id are of the file option that follows. --spec takes the header, and bodies of\n"
        "any shape, from a text (see pneu(1)); options then replace its fields. Each FILE may be '-', one of them.",
    .options = options,
    .exits =
        "  0 the message was written; 1 something was refused; 2 usage; 3 a file cannot be read, output cannot be\n"
        "  written, no memory.",
    .example = "  echo Hello | pneu build -f ann@x.example -t 'J\xC3\xBCrgen <j@y.example>' -s Tubes -a map.png",
    .run = run,
};
