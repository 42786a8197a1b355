#include "support/plain_profile.h"

#include "base/str.h"
#include "pneu/address.h"
#include "support/must.h"

int plain_profile_has_crlf(pneu_str message)
{
    for (size_t i = 0; i < message.len; i++) {
        int is_cr = message.ptr[i] == '\r', is_before_lf = i + 1 < message.len && message.ptr[i + 1] == '\n';
        if (is_cr != is_before_lf)
            return 0;
    }
    return message.len > 0 && message.ptr[0] != '\n' && message.ptr[message.len - 1] == '\n';
}

/* ---- Values ---------------------------------------------------------------------------------------------------- */

/* A parenthesis outside of quoted strings. */
static int has_comment(pneu_str value)
{
    int is_quoted = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (is_quoted && value.ptr[i] == '\\')
            i++;
        else if (value.ptr[i] == '"')
            is_quoted = !is_quoted;
        else if (!is_quoted && (value.ptr[i] == '(' || value.ptr[i] == ')'))
            return 1;
    }
    return 0;
}

/* What stands behind each place of a word, whatever its case; an empty slice where there is no more. */
static pneu_str after(pneu_str value, const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i + len <= value.len; i++)
        if (pneu_i_ascii_same(value.ptr + i, word, len))
            return pneu_i_str_from(value, i + len);
    return pneu_i_str("");
}

static int is_plain_boundary(pneu_str type)
{
    static const char bytes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=";
    pneu_str rest = after(after(type, ";"), "boundary"); /* a type may be called so */
    size_t len = 0;
    if (rest.len < 2 || rest.ptr[0] != '=' || rest.ptr[1] != '"' || after(rest, "boundary").len > 0)
        return 0;
    rest = pneu_i_str_from(rest, 2);
    while (len < rest.len && strchr(bytes, rest.ptr[len]) != NULL)
        len++;
    return len >= 20 && len <= 40 && len < rest.len && rest.ptr[len] == '"';
}

static int is_ascii(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] > 126 || (unsigned char)text.ptr[i] < 32)
            return 0;
    return 1;
}

/* Sections are for names that are longer than a line; what looks like an encoded word is not left as it is. */
static int is_plain_name(pneu_str disposition, pneu_str name)
{
    int is_simple = after(disposition, "filename=").len > 0;
    int forms = is_simple + (after(disposition, "filename*=").len > 0) + (after(disposition, "filename*0").len > 0);
    int must_be_simple = is_ascii(name) && name.len < 40 && after(name, "=?").len == 0;
    return forms == 1 && (is_simple || !must_be_simple);
}

/* ---- Fields ---------------------------------------------------------------------------------------------------- */

static const char *address_fault(pneu_str value, pneu_arena *arena)
{
    pneu_address_list list;
    MUST(pneu_address_list_parse(arena, value, PNEU_LENIENT, NULL, &list) == PNEU_OK);
    if (list.group_count == 0)
        return NULL;
    int is_plain = list.group_count == 1 && list.mailbox_count == 0 &&
                   pneu_i_str_equal(list.groups[0].name, pneu_i_str("undisclosed-recipients"));
    return is_plain ? NULL : "a group";
}

static const char *type_fault(pneu_str value, pneu_arena *arena)
{
    pneu_mime_value type;
    if (pneu_content_type_parse(arena, value, PNEU_STRICT, NULL, &type) != PNEU_OK)
        return "a type that is none";
    int is_multipart = type.value.len > 10 && pneu_i_ascii_same(type.value.ptr, "multipart/", 10);
    for (size_t i = 0; i < type.param_count; i++) {
        if (pneu_i_str_is(type.params[i].name, "name"))
            return "a name in Content-Type";
        if (!is_multipart && pneu_i_str_is(type.params[i].name, "boundary"))
            return "a boundary of no multipart";
    }
    if (is_multipart && !is_plain_boundary(value))
        return "a boundary that is not plain";
    return NULL;
}

static const char *disposition_fault(pneu_str value, pneu_arena *arena)
{
    pneu_mime_value disposition;
    if (pneu_content_disposition_parse(arena, value, PNEU_STRICT, NULL, &disposition) != PNEU_OK)
        return "a disposition that is none";
    for (size_t i = 0; i < disposition.param_count; i++)
        if (pneu_i_str_is(disposition.params[i].name, "filename") && !is_plain_name(value, disposition.params[i].value))
            return "a file name in another form";
    return NULL;
}

static const char *field_fault(const pneu_field *field, pneu_arena *arena)
{
    int32_t kind = pneu_field_kind(field->id);
    if (kind == PNEU_FIELD_KIND_ADDRESSES || kind == PNEU_FIELD_KIND_DATE || kind == PNEU_FIELD_KIND_IDS ||
        field->id == PNEU_FIELD_CONTENT_TYPE || field->id == PNEU_FIELD_CONTENT_DISPOSITION)
        if (has_comment(field->value))
            return "a comment";
    if (kind == PNEU_FIELD_KIND_ADDRESSES)
        return address_fault(field->value, arena);
    if (field->id == PNEU_FIELD_CONTENT_TYPE)
        return type_fault(field->value, arena);
    return field->id == PNEU_FIELD_CONTENT_DISPOSITION ? disposition_fault(field->value, arena) : NULL;
}

/* ---- Parts ----------------------------------------------------------------------------------------------------- */

static int has_children(const pneu_message *message, uint32_t part)
{
    return part + 1 < pneu_message_part_count(message) && pneu_part_parent(message, part + 1) == part;
}

/* Of types in ASCII; message/global-... may be encoded (RFC 6533). */
static int is_encoded_message(const pneu_message *message, uint32_t part)
{
    pneu_str type;
    int32_t encoding = pneu_part_encoding(message, part);
    pneu_part_type(message, part, &type);
    return type.len > 8 && pneu_i_ascii_same(type.ptr, "message/", 8) && after(type, "message/global-").len == 0 &&
           encoding != PNEU_ENCODING_7BIT && encoding != PNEU_ENCODING_8BIT;
}

const char *plain_profile_fault(pneu_message *message, uint32_t part, pneu_arena *arena)
{
    uint32_t count = pneu_part_field_count(message, part), types = 0;
    for (uint32_t i = 0; i < count; i++) {
        pneu_field field;
        MUST(pneu_part_field(message, part, i, &field) == PNEU_OK);
        types += field.id == PNEU_FIELD_CONTENT_TYPE;
        const char *fault = field_fault(&field, arena);
        if (fault != NULL)
            return fault;
    }
    if (types != 1)
        return "a part without a type, or with two";
    if (pneu_part_kind(message, part) == PNEU_KIND_MULTIPART && !has_children(message, part))
        return "a multipart without parts";
    return is_encoded_message(message, part) ? "a message that is encoded" : NULL;
}
