/*
 * The plain profile: of all forms that the RFCs allow those that every program reads alike.
 * In: a field's value, or a part of a tree. Out: whether it is plain. Nothing is said of defects: a malformed value may
 * be taken for plain, and the caller asks for those beside this.
 * Linear time. Values are read strictly, since what is not in the grammar is in no profile.
 * Not handled: writing it (clean_*.c).
 */
#include "sanitise/plain.h"

#include "pneu/syntax.h"
#include "tree/field_list.h"

#define BOUNDARY_LEAST 20
#define BOUNDARY_MOST 40
#define SHORT_NAME 40 /* bytes of a name that fits a line in any case */

/* ---- Values --------------------------------------------------------------------------------------------------- */

/* The first place from `at` on, outside of quoted strings, where the text stands, whatever its case; the length if
 * there is none. */
static size_t find_unquoted(pneu_str value, size_t at, const char *text)
{
    size_t len = strlen(text);
    int is_quoted = 0;
    for (; at < value.len; at++) {
        if (!is_quoted && len <= value.len - at && pneu_i_ascii_same(value.ptr + at, text, len))
            return at;
        if (is_quoted && value.ptr[at] == '\\')
            at++;
        else if (value.ptr[at] == '"')
            is_quoted = !is_quoted;
    }
    return value.len;
}

static int has_unquoted(pneu_str value, const char *text)
{
    return find_unquoted(value, 0, text) < value.len;
}

int pneu_i_bars_comments(int32_t id)
{
    int32_t kind = pneu_field_kind(id);
    return kind == PNEU_FIELD_KIND_ADDRESSES || kind == PNEU_FIELD_KIND_DATE || kind == PNEU_FIELD_KIND_IDS ||
           id == PNEU_FIELD_CONTENT_TYPE || id == PNEU_FIELD_CONTENT_DISPOSITION ||
           id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING || id == PNEU_FIELD_MIME_VERSION;
}

static pneu_status judge_addresses(pneu_arena *arena, pneu_str value, int *is_plain)
{
    pneu_address_list list;
    pneu_status status = pneu_address_list_parse(arena, value, PNEU_LENIENT, NULL, &list);
    *is_plain = status == PNEU_OK && (list.group_count == 0 ||
                                      (list.group_count == 1 && list.mailbox_count == 0 &&
                                       pneu_i_str_equal(list.groups[0].name, pneu_i_str("undisclosed-recipients"))));
    return status;
}

static int is_boundary_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '=';
}

int pneu_i_mentions_boundary(pneu_str text)
{
    static const char word[] = "boundary";
    size_t at = 0, len = sizeof word - 1;
    while (at + len <= text.len && !pneu_i_ascii_same(text.ptr + at, word, len))
        at++;
    return at + len <= text.len;
}

/* The boundary of a multipart stands in quotes, and needs them or not; there is no word of another one. */
static int has_plain_boundary(pneu_str value, pneu_str boundary)
{
    static const char start[] = "boundary=\"";
    size_t found = find_unquoted(value, 0, start), at = found + sizeof start - 1;
    const char *params = memchr(value.ptr, ';', value.len);
    for (size_t i = 0; i < boundary.len; i++)
        if (!is_boundary_byte(boundary.ptr[i]))
            return 0;
    if (params == NULL || (size_t)(params - value.ptr) > found || at > value.len ||
        pneu_i_mentions_boundary(pneu_i_str_of(params, (size_t)(value.ptr + found - params))) ||
        pneu_i_mentions_boundary(pneu_i_str_from(value, at)))
        return 0;
    return boundary.len >= BOUNDARY_LEAST && boundary.len <= BOUNDARY_MOST && boundary.len < value.len - at &&
           memcmp(value.ptr + at, boundary.ptr, boundary.len) == 0 && value.ptr[at + boundary.len] == '"';
}

static int is_multipart(pneu_str type)
{
    static const char start[] = "multipart/";
    return type.len >= sizeof start - 1 && pneu_i_ascii_same(type.ptr, start, sizeof start - 1);
}

static pneu_status judge_type(pneu_arena *arena, pneu_str value, int *is_plain)
{
    pneu_mime_value type;
    pneu_str boundary = pneu_i_str("");
    pneu_status status = pneu_content_type_parse(arena, value, PNEU_STRICT, NULL, &type);
    *is_plain = status == PNEU_OK;
    if (status != PNEU_OK)
        return status;
    int has_boundary = 0;
    for (size_t i = 0; i < type.param_count; i++) {
        if (pneu_i_str_is(type.params[i].name, "name"))
            *is_plain = 0;
        if (pneu_i_str_is(type.params[i].name, "boundary")) {
            has_boundary = 1;
            boundary = type.params[i].value;
        }
    }
    if (is_multipart(type.value) ? !has_plain_boundary(value, boundary) : has_boundary) /* some split any type by it */
        *is_plain = 0;
    return PNEU_OK;
}

/* A name for which there is a form without extensions: ASCII that fits a line and is like no encoded word. */
static int can_be_simple(pneu_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] < ' ' || name.ptr[i] > '~' || (name.ptr[i] == '?' && i > 0 && name.ptr[i - 1] == '='))
            return 0;
    return name.len < SHORT_NAME;
}

static int has_plain_name(pneu_str value, pneu_str name)
{
    int is_simple = has_unquoted(value, "filename=");
    int forms = is_simple + has_unquoted(value, "filename*=") + has_unquoted(value, "filename*0");
    return forms == 1 && (is_simple || !can_be_simple(name));
}

static pneu_status judge_disposition(pneu_arena *arena, pneu_str value, int *is_plain)
{
    pneu_mime_value disposition;
    pneu_status status = pneu_content_disposition_parse(arena, value, PNEU_STRICT, NULL, &disposition);
    *is_plain = status == PNEU_OK;
    for (size_t i = 0; status == PNEU_OK && i < disposition.param_count; i++)
        if (pneu_i_str_is(disposition.params[i].name, "filename") &&
            !has_plain_name(value, disposition.params[i].value))
            *is_plain = 0;
    return status;
}

pneu_status pneu_i_plain_value(pneu_arena *arena, int32_t id, pneu_str value, int *is_plain)
{
    pneu_status status = PNEU_OK;
    *is_plain = !pneu_i_bars_comments(id) || !(has_unquoted(value, "(") || has_unquoted(value, ")"));
    if (!*is_plain)
        return PNEU_OK;
    if (pneu_field_kind(id) == PNEU_FIELD_KIND_ADDRESSES)
        status = judge_addresses(arena, value, is_plain);
    else if (id == PNEU_FIELD_CONTENT_TYPE)
        status = judge_type(arena, value, is_plain);
    else if (id == PNEU_FIELD_CONTENT_DISPOSITION)
        status = judge_disposition(arena, value, is_plain);
    return status == PNEU_ERR_MEMORY ? status : PNEU_OK;
}

/* ---- Parts ---------------------------------------------------------------------------------------------------- */

/* Of types in ASCII; message/global-... may be encoded (RFC 6533). */
static int is_encoded_message(const pneu_message *message, uint32_t part)
{
    static const char start[] = "message/", other[] = "message/global-";
    int32_t encoding = pneu_part_encoding(message, part);
    pneu_str type;
    pneu_part_type(message, part, &type);
    if (type.len < sizeof start - 1 || memcmp(type.ptr, start, sizeof start - 1) != 0)
        return 0;
    if (type.len >= sizeof other - 1 && memcmp(type.ptr, other, sizeof other - 1) == 0)
        return 0;
    return encoding != PNEU_ENCODING_7BIT && encoding != PNEU_ENCODING_8BIT;
}

int pneu_i_is_plain_part(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    unsigned types = 0;
    if (node == NULL)
        return 0;
    for (uint32_t i = 0; i < node->field_count; i++)
        types += pneu_i_field_id(&message->fields[node->first_field + i]) == PNEU_FIELD_CONTENT_TYPE;
    if (node->kind == PNEU_KIND_MULTIPART && node->last_child == PNEU_NO_PART)
        return 0;
    return types == 1 && !is_encoded_message(message, part);
}

static pneu_status judge_part(pneu_arena *arena, pneu_message *message, uint32_t part, int *is_plain)
{
    pneu_status status = PNEU_OK;
    *is_plain = pneu_i_is_plain_part(message, part);
    for (uint32_t i = 0; *is_plain && i < pneu_part_field_count(message, part) && status == PNEU_OK; i++) {
        pneu_field field;
        status = pneu_part_field(message, part, i, &field);
        if (status == PNEU_OK)
            status = pneu_i_plain_value(arena, field.id, field.value, is_plain);
        pneu_i_arena_reset(arena, PNEU_I_PLAIN_KEPT);
    }
    return status;
}

static pneu_status judge(pneu_message *message, uint32_t from, uint32_t end, int32_t *out)
{
    pneu_arena arena;
    pneu_status status = PNEU_OK;
    int is_plain = 1;
    pneu_i_arena_init(&arena, &message->alloc);
    for (uint32_t part = from; part < end && is_plain && status == PNEU_OK; part++)
        status = judge_part(&arena, message, part, &is_plain);
    pneu_i_arena_free(&arena);
    if (status == PNEU_OK)
        *out = is_plain;
    return status;
}

pneu_status pneu_part_is_plain(pneu_message *message, uint32_t part, int32_t *is_plain)
{
    if (message == NULL || is_plain == NULL)
        return PNEU_ERR_ARGUMENT;
    return pneu_i_part(message, part) != NULL ? judge(message, part, part + 1, is_plain) : PNEU_ERR_NOT_FOUND;
}

pneu_status pneu_message_is_plain(pneu_message *message, int32_t *is_plain)
{
    if (message == NULL || is_plain == NULL)
        return PNEU_ERR_ARGUMENT;
    uint32_t count = pneu_message_part_count(message);
    if (count == 0)
        return PNEU_ERR_NOT_FOUND;
    *is_plain = 0;
    if (pneu_message_line_ending(message) > PNEU_LINE_ENDING_CRLF)
        return PNEU_OK;
    return judge(message, 0, count, is_plain);
}
