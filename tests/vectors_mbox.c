/*
 * The test vectors of mbox.json: quotes (as the writer sets and the splitter undoes them), splitting, From lines, names of
 * Maildirs. Everything that streams is run in every usual chunking.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pneu/maildir.h"
#include "support/mbox_run.h"
#include "support/mime_text.h"
#include "support/must.h"
#include "support/vectors.h"

static const char from_line[] = "From a@b.c Mon Jan  1 00:00:00 2024\n";
static pneu_arena *arena;

static int32_t variant_of(const char *name)
{
    static const char *const names[] = {"mboxrd", "mboxo", "mboxcl", "mboxcl2", "default"};
    for (int32_t i = 0; i < 5; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    MUST(name == NULL); /* one of these, always */
    return 0;
}

static pneu_str text_str(const text *t)
{
    return pneu_i_str_of(t->ptr, t->len);
}

/* ---- Quotes ------------------------------------------------------------------------------------------------------- */

/* The text as the body of a message, written: what stands between its header and the end. */
static void quote(int32_t variant, pneu_str in, chunking cut, text *body)
{
    text mbox = {0}, message = {0};
    mbox_joiner joiner = {NULL, variant, 0, cut, &mbox};
    text_print(&message, "S: 1\n\n");
    text_add(&message, in.ptr, in.len);
    MUST(pneu_mbox_writer_new(variant, 0, NULL, &joiner.writer) == PNEU_OK);
    MUST(mbox_add(&joiner, text_str(&message)) == PNEU_OK);
    char *start = strstr(mbox.ptr, "\n\n");
    MUST(start != NULL && mbox.ptr[mbox.len - 1] == '\n');
    text_clear(body);
    text_add(body, start + 2, mbox.len - (size_t)(start + 2 - mbox.ptr) - 1);
    pneu_mbox_writer_free(joiner.writer);
    text_free(&mbox);
    text_free(&message);
}

static void unquote(int32_t variant, pneu_str in, chunking cut, text *body)
{
    text mbox = {0};
    mbox_messages messages = {0};
    text_print(&mbox, "%sS: 1\n\n%.*s\n", from_line, (int)in.len, in.ptr);
    mbox_messages_of((mbox_how){variant, 0, 1}, text_str(&mbox), cut, &messages);
    MUST(messages.count == 1 && memcmp(messages.bytes.ptr, "S: 1\n\n", 6) == 0);
    text_clear(body);
    text_add(body, messages.bytes.ptr + 6, messages.bytes.len - 6);
    text_free(&messages.bytes);
    text_free(&mbox);
}

static void check_quotes(vectors *v, size_t i, const char *op)
{
    text once = {0}, back = {0};
    for (size_t k = 0; k < usual_chunking_count; k++) {
        if (strncmp(op, "quote_", 6) == 0) {
            quote(variant_of(op + 6), vectors_text(v, i, "in"), usual_chunkings[k], &back);
        } else if (strncmp(op, "unquote_", 8) == 0) {
            unquote(variant_of(op + 8), vectors_text(v, i, "in"), usual_chunkings[k], &back);
        } else {
            quote(PNEU_MBOX_RD, vectors_text(v, i, "in"), usual_chunkings[k], &once);
            unquote(PNEU_MBOX_RD, text_str(&once), usual_chunkings[k], &back);
        }
        if (!vectors_check_octets(v, i, vectors_text(v, i, "out"), text_str(&back)))
            break;
    }
    text_free(&once);
    text_free(&back);
}

/* ---- Splitting ---------------------------------------------------------------------------------------------------- */

static void check_split(vectors *v, size_t i)
{
    const json_t *out = vectors_json(v, i, "out");
    mbox_messages messages = {0};
    for (size_t k = 0; k < usual_chunking_count; k++) {
        mbox_how how = {variant_of(json_string_value(vectors_json(v, i, "variant"))), 0, 1};
        mbox_messages_of(how, vectors_text(v, i, "in"), usual_chunkings[k], &messages);
        if (!vectors_check(v, i, messages.count == json_array_size(out)))
            break;
        for (size_t n = 0; n < messages.count; n++)
            vectors_check_octets(v, i, vectors_octets(v, json_array_get(out, n)), mbox_message(&messages, n));
    }
    text_free(&messages.bytes);
}

/* ---- From lines --------------------------------------------------------------------------------------------------- */

static void check_from_line(vectors *v, size_t i)
{
    const json_t *out = vectors_json(v, i, "out");
    for (int32_t mode = PNEU_LENIENT; mode <= PNEU_STRICT; mode++) {
        pneu_mbox_from from = {{NULL, 0}, {0, 0, 0}};
        pneu_str in = exact_copy(vectors_text(v, i, "in"));
        pneu_status status = pneu_mbox_from_parse(in, mode, &from);
        if (!json_is_object(out)) {
            vectors_check(v, i, status == PNEU_ERR_NOT_FOUND);
        } else if (vectors_check(v, i, status == PNEU_OK)) {
            vectors_check_octets(v, i, vectors_member(v, out, "sender"), from.sender);
            vectors_check(v, i, from.date.epoch == json_integer_value(json_object_get(out, "date")));
        }
        free((char *)in.ptr);
    }
}

static void check_format_from_line(vectors *v, size_t i)
{
    pneu_str in = vectors_text(v, i, "in"), line;
    json_t *object = json_loadb(in.ptr, in.len, 0, NULL);
    pneu_str sender = pneu_i_str(json_string_value(json_object_get(object, "sender")));
    int64_t date = json_integer_value(json_object_get(object, "date"));
    if (vectors_check(v, i, pneu_mbox_from_format(arena, sender, date, &line) == PNEU_OK))
        vectors_check_octets(v, i, vectors_text(v, i, "out"), line);
    json_decref(object);
}

/* ---- Maildir ------------------------------------------------------------------------------------------------------ */

static int is_number(const json_t *expected, int32_t has, uint64_t actual)
{
    return expected == NULL ? !has : has && actual == (uint64_t)json_integer_value(expected);
}

static void check_maildir(vectors *v, size_t i)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_maildir_name name;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    MUST(pneu_maildir_name_parse(arena, in, &name) == PNEU_OK);
    vectors_check_octets(v, i, vectors_member(v, out, "base"), name.base);
    vectors_check_octets(v, i, vectors_member(v, out, "flags"), name.flags);
    vectors_check(v, i, is_number(json_object_get(out, "size"), name.has_size, name.size));
    vectors_check(v, i, is_number(json_object_get(out, "vsize"), name.has_vsize, name.vsize));
    pneu_str experimental = vectors_member(v, out, "experimental");
    vectors_check(v, i,
                  (experimental.ptr == NULL) == (name.experimental.ptr == NULL) &&
                      pneu_i_str_equal(experimental, name.experimental));
    free((char *)in.ptr);
}

static void check(vectors *v, size_t i)
{
    const char *op = json_string_value(vectors_json(v, i, "op"));
    if (strcmp(op, "split") == 0)
        check_split(v, i);
    else if (strcmp(op, "from_line") == 0)
        check_from_line(v, i);
    else if (strcmp(op, "format_from_line") == 0)
        check_format_from_line(v, i);
    else if (strcmp(op, "maildir_info") == 0)
        check_maildir(v, i);
    else
        check_quotes(v, i, op);
}

int main(void)
{
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    vectors *v = vectors_open("mbox.json");
    for (size_t i = 0; i < vectors_count(v); i++)
        check(v, i);
    size_t failed = vectors_close(v);
    pneu_arena_free(arena);
    return failed > 0;
}
