/*
 * The judgements of isemail on single addresses, where its table lies beside this repository: strict reading must take an
 * address as the table does. The table also knows rules of other RFCs and of SMTP; what it refuses for these reasons is
 * not an error of the grammar (see OTHER_RULES). Prints each miss and the score.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "pneu/address.h"
#include "support/mime_text.h"

/* Diagnoses that do not concern RFC 5322, as RFC 6532 changes it, or what a value may hold here. */
static const char *const OTHER_RULES[] = {
    "ISEMAIL_ERR_DOMAINHYPHENSTART",   /* RFC 1035 */
    "ISEMAIL_ERR_DOMAINHYPHENEND",     /* RFC 1035 */
    "ISEMAIL_DEPREC_QP",               /* quoted pairs of CR, LF and NUL: no value holds them */
    "ISEMAIL_ERR_EXPECTING_QPAIR",     /* non-ASCII in quoted pairs: RFC 6532 section 3.2 */
    "ISEMAIL_RFC5322_DOMLIT_OBSDTEXT", /* control characters in a literal are not read */
};

static int is_of_other_rules(const char *diagnosis, pneu_str input)
{
    if (input.len > 0 && input.ptr[input.len - 1] == '\n')
        return 1; /* the line end of the field may be part of a value */
    for (size_t i = 0; i < sizeof OTHER_RULES / sizeof OTHER_RULES[0]; i++)
        if (strcmp(diagnosis, OTHER_RULES[i]) == 0)
            return 1;
    return 0;
}

/* The table writes control characters as the pictures U+2400 to U+2420, that is E2 90 80 and so on. */
static pneu_str without_pictures(const json_t *row)
{
    const char *input = json_string_value(json_object_get(row, "input"));
    size_t len = json_string_length(json_object_get(row, "input")), to = 0;
    char *bytes = malloc(len + 1);
    if (bytes == NULL)
        abort();
    for (size_t at = 0; at < len; at++) {
        int is_picture = strncmp(input + at, "\xE2\x90", 2) == 0 && (unsigned char)input[at + 2] <= 0xA0;
        bytes[to++] = is_picture ? (char)(input[at + 2] & 63) : input[at];
        at += is_picture ? 2 : 0;
    }
    pneu_str result = {bytes, to};
    return result;
}

static int is_read(pneu_arena *arena, pneu_str input)
{
    pneu_address_list list;
    pneu_str value = exact_copy(input);
    pneu_status status = pneu_address_list_parse(arena, value, PNEU_STRICT, NULL, &list);
    free((char *)value.ptr);
    return status == PNEU_OK && list.mailbox_count == 1 && list.group_count == 0 && list.mailboxes[0].domain.len > 0;
}

typedef struct score {
    size_t count, agreed, other_rules, missed;
} score;

static void judge(pneu_arena *arena, const json_t *row, score *total)
{
    const json_t *expect = json_object_get(row, "expect");
    const char *diagnosis = json_string_value(json_object_get(expect, "diagnosis"));
    const char *category = json_string_value(json_object_get(expect, "category"));
    pneu_str input = without_pictures(row);
    int is_valid = strcmp(category, "ISEMAIL_ERR") != 0;
    total->count++;
    if (is_read(arena, input) == is_valid) {
        total->agreed++;
    } else if (is_of_other_rules(diagnosis, input)) {
        total->other_rules++;
    } else {
        total->missed++;
        fprintf(stderr, "isemail: %s %s\n", json_string_value(json_object_get(row, "input")), diagnosis);
    }
    free((char *)input.ptr);
}

int main(void)
{
    char path[1024], line[16384];
    const char *root = getenv("PNEU_SOURCE_ROOT");
    pneu_arena *arena = NULL;
    score total = {0, 0, 0, 0};
    snprintf(path, sizeof path, "%s/../shared/mail/tables/tables.jsonl", root != NULL ? root : ".");
    FILE *table = fopen(path, "r");
    if (table == NULL || pneu_arena_new(NULL, &arena) != PNEU_OK) {
        printf("isemail: no table here\n");
        return 0;
    }
    while (fgets(line, sizeof line, table) != NULL) {
        json_t *row = json_loads(line, JSON_ALLOW_NUL, NULL);
        const char *kind = json_string_value(json_object_get(row, "kind"));
        if (kind != NULL && strcmp(kind, "address-valid") == 0)
            judge(arena, row, &total);
        json_decref(row);
    }
    printf("isemail passed %zu failed %zu not held %zu\n", total.agreed, total.missed, total.other_rules);
    (void)fclose(table);
    pneu_arena_free(arena);
    return total.missed > 0;
}
