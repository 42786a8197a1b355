/*
 * The command, run in this process: any input, with any of the options below. It ends with one of its documented exit
 * codes, tells nothing that moves a cursor, and writes JSON Lines where that is what was asked for and nothing failed.
 * Byte 0: the verb; byte 1: how many words follow, whether --json comes before them, and whether the input is a pipe;
 * then a byte for each word.
 * Not handled: verbs and options that write files, and those that take the names of files.
 */
#include <stdint.h>

#include "support/cli_run.h"
#include "support/json_lines.h"
#include "support/must.h"

#define IS_JSON 0x40
#define IS_PIPE 0x80
#define VERB_MOST 9
#define WORDS_MOST 7
#define WORD_MOST 24
#define DRAFT                                                                                                          \
    "--date", "Mon, 1 Jan 2024 12:00:00 +0000", "--message-id", "<5@example.org>", "--from", "me@example.org", "--to", \
        "you@example.org"

static const char *const verbs[][VERB_MOST + 1] = {
    {"tree"},     {"show"},         {"get"},          {"text"},         {"extract", "--list"},
    {"fields"},   {"addresses"},    {"date"},         {"trace"},        {"check"},
    {"readings"}, {"needs"},        {"edit"},         {"strip"},        {"sanitize"},
    {"ascii"},    {"widen"},        {"fold"},         {"crlf"},         {"lf"},
    {"canon"},    {"mbox", "list"}, {"mbox", "join"}, {"cat"},          {"events"},
    {"encode"},   {"decode"},       {"dot"},          {"reply", DRAFT}, {"forward", DRAFT},
    {"help"}};

/* Words for command lines, and a sign that ends each. */
static const char words[] =
    "--file|-|1|2|1.1|--all|--list|--raw|--header|--mime|--index|0|--html|--raw-lines|--bodies|--text|"
    "--fields|--values|--ascii|--decode|--section|--value|--all-parts|--strict|--own|192.0.2.0/24|--fail-on|warn|"
    "--policy|scanner|--summary|--quiet|--explain|line_nul|--set|--add|--prepend|--remove|--rename|A: b|A:b|To|"
    "--type|text/*|--name|*.exe|--larger-than|9|--no-note|--note|--signed|--encoded|--to|8bit|utf8|"
    "--on-unrepresentable|downgrade|drop|--on-signed|convert|--level|all|--force|--readings|union|--crlf|--over|20|"
    "--width|dkim|smime|--algorithm|simple|--body|--length|--signature|--arc-seal|--micalg|--variant|mboxcl2|--lf|"
    "--gzip|--block|7|base64|qp|uu|yenc|--binary|--protect-from|--protect-dot|--stop-at-pad|stuff|unstuff|--keep-lf|"
    "--fix-cr|--offer|8BITMIME|get|tree|--color|always|--automatic|--no-quote|--attribution|--inline|--8bit|--flowed|"
    "--show|--|";

/* The word with this number; behind the last one they begin anew. */
static char *choose_word(unsigned number, char *room)
{
    const char *word = words;
    for (size_t len; number > 0; number--, word = word[len + 1] != '\0' ? word + len + 1 : words)
        len = strcspn(word, "|");
    memcpy(room, word, strcspn(word, "|"));
    room[strcspn(word, "|")] = '\0';
    return room;
}

static int moves_cursor(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (((unsigned char)bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\t') || bytes[i] == 0x7F)
            return 1;
    return 0;
}

static void check(int code, const cli_result *result, const char *verb, int is_json)
{
    MUST(code >= 0 && code <= 3);
    MUST(!moves_cursor(result->err, result->err_len));
    const char *fault = is_json && code < 2 ? json_lines_fault(result->out, result->out_len) : NULL;
    if (fault != NULL)
        (void)fprintf(stderr, "%s of %s: %s\n", fault, verb, result->out);
    MUST(fault == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *argv[VERB_MOST + WORDS_MOST + 3] = {(char *)(uintptr_t) "pneu"};
    char room[WORDS_MOST][WORD_MOST];
    int argc = 1;
    cli_result result;
    size_t count = size > 1 ? data[1] % (WORDS_MOST + 1) : 0;
    if (size < 2 + count)
        return 0;
    for (const char *const *word = verbs[data[0] % COUNT_OF(verbs)]; *word != NULL; word++)
        argv[argc++] = (char *)(uintptr_t)*word;
    if (data[1] & IS_JSON)
        argv[argc++] = (char *)(uintptr_t) "--json";
    for (size_t i = 0; i < count; i++)
        argv[argc++] = choose_word(data[2 + i], room[i]);
    cli_input input = {(const char *)data + 2 + count, size - 2 - count, (data[1] & IS_PIPE) != 0};
    check(cli_run(argc, argv, &input, &result), &result, argv[1], (data[1] & IS_JSON) != 0);
    cli_result_free(&result);
    return 0;
}
