/*
 * Auto-Submitted, and whether a program may answer a message by itself.
 * In: raw values. Out: keyword and parameters; the first reason against an answer, or none.
 * The guard errs on the side of silence: what cannot be read counts as automatic, and without a return path there is
 * nowhere to send an answer to (RFC 3834 section 4). It takes no memory; each field is looked at once.
 * RFC 3834 sections 2, 4 and 5; RFC 2076 section 3.9 (Precedence); RFC 5230 section 4.5 (well-known senders).
 * Not handled: how often one sender is answered (RFC 3834 section 2), whether To names the recipient: facts of the caller.
 */
#include "pneu/list.h"
#include "syntax/scan.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

pneu_status pneu_auto_submitted_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                      pneu_auto_submitted *out)
{
    pneu_mime_value read;
    if (out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_content_disposition_parse(arena, value, mode, sink, &read); /* the grammar is the same */
    if (status != PNEU_OK)
        return status;
    pneu_str keyword = read.declared.len > 0 ? read.value : pneu_i_str("");
    pneu_auto_submitted result = {keyword, read.params, read.param_count, !pneu_i_str_is(keyword, "no"), 0};
    *out = result;
    return PNEU_OK;
}

/* ---- The guard ---------------------------------------------------------------------------------------------- */

/* A value without the white space and comments before it. */
static pneu_str after_cfws(pneu_str value)
{
    unsigned saw = 0;
    return value.len > 0 ? pneu_i_str_from(value, pneu_i_skip_cfws(value, 0, &saw)) : pneu_i_str("");
}

static int is_one_of(pneu_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pneu_i_str_is(word, words[i]))
            return 1;
    return 0;
}

static int starts_with(pneu_str text, const char *start)
{
    size_t len = strlen(start);
    return text.len >= len && pneu_i_ascii_same(text.ptr, start, len);
}

static int ends_with(pneu_str text, const char *end)
{
    size_t len = strlen(end);
    return text.len >= len && pneu_i_ascii_same(text.ptr + text.len - len, end, len);
}

/* What stands between the angle brackets, or else everything, trimmed. */
static pneu_str path_of(pneu_str value)
{
    const char *open = value.len > 0 ? memchr(value.ptr, '<', value.len) : NULL;
    if (open != NULL) {
        value = pneu_i_str_from(value, (size_t)(open - value.ptr) + 1);
        const char *close = value.len > 0 ? memchr(value.ptr, '>', value.len) : NULL;
        value.len = close != NULL ? (size_t)(close - value.ptr) : value.len;
    }
    return pneu_i_str_trim(value);
}

/* Local parts of programs: lists (owner-x, x-request, x-bounces+y=z), servers, and mail that wants no answer. */
static int is_robot(pneu_str path)
{
    static const char *const names[] = {"mailer-daemon", "listserv",     "majordomo", "noreply",   "no-reply",
                                        "donotreply",    "do-not-reply", "autoreply", "auto-reply"};
    static const char *const ends[] = {"-request", "-owner", "-bounces", "-bounce", "-noreply", "-no-reply"};
    size_t len = path.len;
    while (len > 0 && path.ptr[len - 1] != '@')
        len--;
    pneu_str local = pneu_i_str_of(path.ptr, len > 0 ? len - 1 : path.len);
    const char *plus = local.len > 0 ? memchr(local.ptr, '+', local.len) : NULL;
    local.len =
        plus != NULL ? (size_t)(plus - local.ptr) : local.len; /* variable return paths: list-bounces+user=host */
    if (starts_with(local, "owner-") || is_one_of(local, names, COUNT_OF(names)))
        return 1;
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (ends_with(local, ends[i]))
            return 1;
    return 0;
}

static int32_t check_path(pneu_str value)
{
    pneu_str path = path_of(value);
    if (path.len == 0)
        return PNEU_AUTO_REPLY_NO_SENDER;
    return is_robot(path) ? PNEU_AUTO_REPLY_ROBOT : PNEU_AUTO_REPLY_ALLOWED;
}

/* The words of a list separated by commas: does one of them ask for no automatic answer? */
static int suppresses(pneu_str value)
{
    static const char *const words[] = {"all", "autoreply", "oof"};
    size_t at = 0;
    while (at < value.len) {
        size_t end = at;
        while (end < value.len && value.ptr[end] != ',')
            end++;
        if (is_one_of(pneu_i_str_trim(pneu_i_str_of(value.ptr + at, end - at)), words, COUNT_OF(words)))
            return 1;
        at = end + 1;
    }
    return 0;
}

static int32_t check_unlisted(const pneu_field_value *field)
{
    static const char *const responders[] = {"X-Autoreply",     "X-Auto-Reply",     "X-Autorespond",
                                             "X-Autoresponder", "X-Mail-Autoreply", "X-FC-MachineGenerated"};
    static const char *const lists[] = {"X-Mailing-List", "X-List", "Mailing-List"};
    if (starts_with(field->name, "List-") || is_one_of(field->name, lists, COUNT_OF(lists)))
        return PNEU_AUTO_REPLY_LIST;
    if (pneu_i_str_is(field->name, "X-Auto-Response-Suppress"))
        return suppresses(field->value) ? PNEU_AUTO_REPLY_SUPPRESSED : PNEU_AUTO_REPLY_ALLOWED;
    return is_one_of(field->name, responders, COUNT_OF(responders)) ? PNEU_AUTO_REPLY_RESPONDER
                                                                    : PNEU_AUTO_REPLY_ALLOWED;
}

static int32_t check_field(const pneu_field_value *field)
{
    static const char *const bulk[] = {"bulk", "junk", "list"};
    pneu_str value = after_cfws(field->value);
    pneu_str word = pneu_i_str_of(value.ptr, pneu_i_skip_token(value, 0));
    switch (pneu_field_id(field->name)) {
    case PNEU_FIELD_AUTO_SUBMITTED:
        return pneu_i_str_is(word, "no") ? PNEU_AUTO_REPLY_ALLOWED : PNEU_AUTO_REPLY_SUBMITTED;
    case PNEU_FIELD_PRECEDENCE:
        return is_one_of(word, bulk, COUNT_OF(bulk)) ? PNEU_AUTO_REPLY_PRECEDENCE : PNEU_AUTO_REPLY_ALLOWED;
    case PNEU_FIELD_CONTENT_TYPE:
        return starts_with(value, "multipart/report") ? PNEU_AUTO_REPLY_REPORT : PNEU_AUTO_REPLY_ALLOWED;
    default: return check_unlisted(field);
    }
}

/* Keeps the reason that stands first in the list of reasons. */
static void note(int32_t *reason, int32_t found)
{
    if (found != PNEU_AUTO_REPLY_ALLOWED && (*reason == PNEU_AUTO_REPLY_ALLOWED || found < *reason))
        *reason = found;
}

pneu_status pneu_auto_reply_check(const pneu_auto_reply_facts *facts, int32_t *reason)
{
    int32_t found = PNEU_AUTO_REPLY_ALLOWED;
    if (facts == NULL || reason == NULL || (facts->fields == NULL && facts->field_count > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_str path = facts->return_path;
    for (size_t i = 0; i < facts->field_count; i++) {
        const pneu_field_value *field = &facts->fields[i];
        if (path.ptr == NULL && pneu_field_id(field->name) == PNEU_FIELD_RETURN_PATH)
            path = field->value.ptr != NULL ? field->value : pneu_i_str(""); /* the topmost */
        note(&found, check_field(field));
    }
    note(&found, path.ptr != NULL ? check_path(path) : PNEU_AUTO_REPLY_NO_RETURN_PATH);
    if (facts->addressed == PNEU_ADDRESSED_NO)
        note(&found, PNEU_AUTO_REPLY_NOT_ADDRESSED);
    *reason = found;
    return PNEU_OK;
}
