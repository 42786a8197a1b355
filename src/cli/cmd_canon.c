/*
 * pneu canon dkim|smime: the bytes that signatures are made of, to be hashed.
 * In: a message, streaming (dkim) or read into memory (smime). Out: bytes, nothing else, so that they can be piped into
 * openssl.
 * Not handled: hashing, keys and verdicts; several messages at a time, whose bytes would run together.
 */
#include <string.h>

#include "cli/canon_dkim.h"
#include "cli/message_input.h"
#include "cli/part_choice.h"
#include "cli/verb.h"

enum {
    OPT_HEADER = 1,
    OPT_BODY,
    OPT_ALGORITHM,
    OPT_FIELDS,
    OPT_LENGTH,
    OPT_SIGNATURE,
    OPT_ARC_SIGNATURE,
    OPT_ARC_SEAL,
    OPT_SECTION,
    OPT_MICALG
};

struct canon {
    struct message_input from;
    struct canon_dkim dkim;
    struct part_choice part;
    int is_smime;
    int wants_micalg;
};

/* ---- S/MIME and OpenPGP ----------------------------------------------------------------------------------------- */

/* The part that is meant, or PNEU_NO_PART. */
static uint32_t find_signed(struct cli *cli, const struct canon *canon, pneu_message *message, const char *name)
{
    pneu_str type;

    if (canon->part.section)
        return part_choice_find(cli, &canon->part, message, name);
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++) {
        pneu_part_type(message, part, &type);
        if (type.len == strlen("multipart/signed") && memcmp(type.ptr, "multipart/signed", type.len) == 0)
            return part;
    }
    cli_complain(cli, CLI_REPORT, name, "there is no multipart/signed");
    return PNEU_NO_PART;
}

static pneu_status write_signed_bytes(struct cli *cli, pneu_message *message, uint32_t part)
{
    pneu_signed_reader *reader;
    char out[8192];
    size_t written;
    pneu_status status = pneu_signed_reader_new(message, part, NULL, &reader);

    if (status != PNEU_OK)
        return status;
    while ((status = pneu_signed_reader_read(reader, out, sizeof out, &written)) == PNEU_OK)
        output_bytes(&cli->out, out, written);
    pneu_signed_reader_free(reader);
    return status;
}

static void write_smime(struct cli *cli, const struct canon *canon, pneu_message *message, const char *name)
{
    uint32_t part = find_signed(cli, canon, message, name);
    pneu_arena *arena = NULL;
    pneu_signed_part found = {0};
    pneu_status status;

    if (part == PNEU_NO_PART)
        return;
    status = pneu_arena_new(NULL, &arena);
    if (status == PNEU_OK)
        status = pneu_signed_part_find(message, part, arena, &found);
    if (status == PNEU_OK && canon->wants_micalg) {
        output_str(&cli->out, found.micalg);
        output_char(&cli->out, '\n');
    } else if (status == PNEU_OK) {
        status = write_signed_bytes(cli, message, found.content);
    }
    if (status == PNEU_ERR_NOT_FOUND)
        cli_complain(cli, CLI_REPORT, name, "this part is no multipart/signed of two parts");
    else
        cli_complain_status(cli, name, status);
    pneu_arena_free(arena);
}

/* ---- Both ------------------------------------------------------------------------------------------------------- */

static void use_input(struct cli *cli, struct input *input, void *state)
{
    struct canon *canon = state;
    pneu_message *message;

    if (!canon->is_smime) {
        canon_dkim_write(cli, &canon->dkim, input);
        return;
    }
    message = message_input_whole(cli, &canon->from, input);
    if (message)
        write_smime(cli, canon, message, input->name);
}

static int read_algorithm(const char *name, size_t len, int32_t *algorithm)
{
    static const char *const names[] = {"simple", "relaxed"};

    for (int32_t i = PNEU_CANON_SIMPLE; i <= PNEU_CANON_RELAXED; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0) {
            *algorithm = i;
            return 1;
        }
    }
    return 0;
}

/* "relaxed", "simple", or "HEADER/BODY" of these: as in c=, but that the body's default is the header's. */
static int read_algorithms(struct cli *cli, const char *text, struct canon_dkim *dkim)
{
    size_t len = strcspn(text, "/");
    const char *body = text[len] == '/' ? text + len + 1 : text;

    if (read_algorithm(text, len, &dkim->header_algorithm) && read_algorithm(body, strlen(body), &dkim->body_algorithm))
        return 1;
    cli_complain(cli, CLI_USAGE, NULL, "--algorithm takes simple, relaxed, or two of them as in relaxed/simple");
    return 0;
}

static int read_number(struct cli *cli, const char *option, const char *text, uint64_t *number)
{
    if (arguments_number(text, INT64_MAX, number))
        return 1;
    cli_complain(cli, CLI_USAGE, NULL, "%s takes a number, not '%s'", option, text);
    return 0;
}

/* 0 if more than one is given, or no number, which has been told. */
static int read_whose(struct cli *cli, const struct arguments *arguments, struct canon_dkim *dkim)
{
    static const struct {
        int option, whose;
        const char *name;
    } choices[] = {{OPT_SIGNATURE, CANON_SIGNATURE, "--signature"},
                   {OPT_ARC_SIGNATURE, CANON_ARC_SIGNATURE, "--arc-signature"},
                   {OPT_ARC_SEAL, CANON_ARC_SEAL, "--arc-seal"}};

    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        const char *value = arguments_value(arguments, choices[i].option);

        if (!value)
            continue;
        if (dkim->whose != CANON_FORM) {
            cli_complain(cli, CLI_USAGE, NULL, "only one of --signature, --arc-signature and --arc-seal can be had");
            return 0;
        }
        dkim->whose = choices[i].whose;
        if (!read_number(cli, choices[i].name, value, &dkim->number))
            return 0;
    }
    return 1;
}

static int read_dkim(struct cli *cli, const struct arguments *arguments, struct canon_dkim *dkim)
{
    const char *algorithm = arguments_value(arguments, OPT_ALGORITHM), *length = arguments_value(arguments, OPT_LENGTH);
    int header = arguments_has(arguments, OPT_HEADER), body = arguments_has(arguments, OPT_BODY);
    uint64_t limit = 0;

    dkim->wants_header = header || !body;
    dkim->wants_body = body || !header;
    dkim->names = arguments_value(arguments, OPT_FIELDS);
    if (length && !read_number(cli, "--length", length, &limit))
        return 0;
    dkim->limit = length ? (int64_t)limit : PNEU_LIMIT_NONE;
    if (!read_algorithms(cli, algorithm ? algorithm : "relaxed", dkim) || !read_whose(cli, arguments, dkim))
        return 0;
    if (dkim->whose == CANON_FORM || (!algorithm && !length && !dkim->names))
        return 1;
    cli_complain(cli, CLI_USAGE, NULL, "a signature says itself what --algorithm, --fields and --length say");
    return 0;
}

/* Which of the two, by the first operand. 0 if it is neither, or options do not go with it, which has been told. */
static int read_kind(struct cli *cli, const struct arguments *arguments, struct canon *canon)
{
    const char *kind = arguments->operand_count > 0 ? arguments->operands[0] : "";

    canon->is_smime = strcmp(kind, "smime") == 0;
    if (!canon->is_smime && strcmp(kind, "dkim") != 0) {
        cli_complain(cli, CLI_USAGE, NULL, "the first operand must be one of: dkim, smime");
        cli_point_to_help(cli);
        return 0;
    }
    for (size_t i = 0; i < arguments->option_count; i++) {
        int is_for_smime = arguments->options[i].id >= OPT_SECTION;

        if (is_for_smime == canon->is_smime)
            continue;
        cli_complain(cli, CLI_USAGE, NULL, "an option that was given does not go with '%s'", kind);
        return 0;
    }
    return 1;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct canon canon = {.is_smime = 0};

    if (!read_kind(cli, arguments, &canon) || !read_dkim(cli, arguments, &canon.dkim))
        return;
    canon.part.section = arguments_value(arguments, OPT_SECTION);
    canon.wants_micalg = arguments_has(arguments, OPT_MICALG);
    if (inputs_are_many(arguments->operands + 1, arguments->operand_count - 1)) {
        cli_complain(cli, CLI_USAGE, NULL, "only one message can be named");
        return;
    }
    inputs_each(cli, arguments->operands + 1, arguments->operand_count - 1, use_input, &canon);
    message_input_free(&canon.from);
}

static const struct option options[] = {
    {OPT_HEADER, 'H', "header", NULL, "dkim: the header alone"},
    {OPT_BODY, 'b', "body", NULL, "dkim: the body alone"},
    {OPT_ALGORITHM, 'a', "algorithm", "C", "dkim: relaxed (the default), simple, or HEADER/BODY of these"},
    {OPT_FIELDS, 'f', "fields", "NAMES", "dkim: the fields that these names between colons select, as in h="},
    {OPT_LENGTH, 'l', "length", "N", "dkim: of the body no more than N bytes, as in l="},
    {OPT_SIGNATURE, 's', "signature", "N",
     "dkim: what the N-th DKIM-Signature from the top signs, from 1: its\n"
     "fields and at last itself without b=, its body"},
    {OPT_ARC_SIGNATURE, '\0', "arc-signature", "I", "dkim: the same for the ARC-Message-Signature of instance I"},
    {OPT_ARC_SEAL, '\0', "arc-seal", "I", "dkim: what the ARC-Seal of instance I signs"},
    {OPT_SECTION, 'S', "section", "SECTION", "smime: of this multipart/signed; by default of the first one"},
    {OPT_MICALG, 'm', "micalg", NULL, "smime: in place of the bytes the parameter micalg: how to hash them"},
    {0},
};

const struct verb verb_canon = {
    .name = "canon",
    .summary = "write the bytes that a signature signs",
    .usage = "dkim|smime [OPTION]... [FILE]",
    .about =
        "Writes bytes to be hashed. dkim: the message in the canonical form of RFC 6376, header, empty line and body,\n"
        "or what a signature in it signs; it streams, in constant memory. smime: the signed part of a\n"
        "multipart/signed, S/MIME's or OpenPGP's, header and body. Lines end in CRLF; a file with LF stands for the\n"
        "message with CRLF. Nothing is verified.",
    .options = options,
    .exits = "  0 the bytes were written; 1 the message has no such signature, or a malformed one; 2 usage;\n"
             "  3 the file cannot be read, output cannot be written, no memory.",
    .example = "  pneu canon dkim --signature 1 --body mail.eml | openssl dgst -sha256 -binary | base64\n"
               "  pneu canon smime mail.eml >signed && gpg --verify signature.asc signed",
    .run = run,
};
