#include "base/arena.h"
#include "base/str.h"
#include "pneu/tree.h"
#include "support/build_script.h"
#include "support/header_text.h"
#include "support/must.h"
#include "support/plain_profile.h"

/* ---- The message as bytes -------------------------------------------------------------------------------------- */

/* CRLF only, no NUL, lines of at most 998 bytes. */
static void check_lines(const text *message)
{
    size_t column = 0;
    MUST(plain_profile_has_crlf(pneu_i_str_of(message->ptr, message->len)));
    for (size_t i = 0; i < message->len; i++) {
        MUST(message->ptr[i] != 0);
        column = message->ptr[i] == '\n' ? 0 : column + 1;
        MUST(column <= 998 + 1);
    }
}

/* ---- Defects --------------------------------------------------------------------------------------------------- */

/* 1 if the part stands in a nested message. */
static int is_nested(const pneu_message *message, uint32_t part)
{
    for (; part != PNEU_NO_PART; part = pneu_part_parent(message, part))
        if (pneu_part_kind(message, part) == PNEU_KIND_MESSAGE)
            return 1;
    return 0;
}

/* What pneu/build.h says depends on what the caller gives: flags, texts that look like something else, addresses, the
 * offset of a date (RFC 5322 has more of them than there are on Earth), the identifiers of others, nested messages. */
static int is_of_the_caller(const pneu_message *message, const pneu_defect *defect, uint32_t flags)
{
    switch (defect->code) {
    case PNEU_DEFECT_HDR_MISSING_REQUIRED: return (flags & PNEU_BUILD_DRAFT) != 0;
    case PNEU_DEFECT_HDR_UTF8: return (flags & PNEU_BUILD_UTF8) != 0;
    case PNEU_DEFECT_ADDR_QUOTED_LOCAL: return 1;
    case PNEU_DEFECT_HDR_VALUE_MALFORMED: return defect->part == 0;
    default: break;
    }
    return defect->detail == PNEU_DETAIL_EW_NESTED || defect->detail == PNEU_DETAIL_CTE_UU_IN_TEXT ||
           is_nested(message, defect->part);
}

/* None at all, of whatever severity. */
static void check_defects(pneu_message *message, uint32_t flags)
{
    MUST(pneu_message_load(message) == PNEU_OK);
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        if (!is_of_the_caller(message, defect, flags)) {
            (void)fprintf(stderr, "the builder must not write: %s %s at %u\n", pneu_defect_name(defect->code),
                          pneu_detail_name(defect->detail), (unsigned)defect->offset);
            abort();
        }
    }
}

/* ---- Parts ----------------------------------------------------------------------------------------------------- */

/* A text body as it is read back: line ends as CRLF, and one at the end where the leaf is the message. */
static pneu_str expected_body(const build_script *script, size_t number, int32_t encoding)
{
    const script_part *part = &script->parts[number];
    char *out = pneu_i_arena_alloc(script->arena, 2 * part->body.len + 2);
    size_t len = 0;
    MUST(out != NULL);
    for (size_t i = 0; i < part->body.len; i++) {
        char c = part->body.ptr[i];
        if (c == '\n' && !part->is_exact && (i == 0 || part->body.ptr[i - 1] != '\r'))
            out[len++] = '\r';
        out[len++] = c;
    }
    int is_ended = len == 0 || out[len - 1] == '\n';
    if (number == 0 && encoding != PNEU_ENCODING_BASE64 && !is_ended) {
        memcpy(out + len, "\r\n", 2);
        len += 2;
    }
    return pneu_i_str_of(out, len);
}

static void check_leaf(const build_script *script, pneu_message *message, size_t number, uint32_t part)
{
    const script_part *expected = &script->parts[number];
    pneu_str value, body;
    int32_t has;
    MUST(pneu_part_body(message, part, &value) == PNEU_OK);
    body = expected_body(script, number, pneu_part_encoding(message, part));
    MUST(pneu_i_str_equal(value, body));
    MUST(pneu_part_filename(message, part, &value, &has) == PNEU_OK);
    MUST(has == (expected->filename.len > 0) && (!has || pneu_i_str_equal(value, expected->filename)));
    MUST(pneu_part_content_id(message, part, &value) == PNEU_OK);
    MUST(pneu_i_str_equal(value, expected->content_id));
    MUST(pneu_part_field_text(message, part, PNEU_FIELD_CONTENT_DESCRIPTION, &value, &has) == PNEU_OK);
    MUST(header_same_text(script->arena, pneu_i_str_trim(expected->description), value));
}

/* The tree's number of each part of the script: what is in nested messages is not of it. */
static size_t find_parts(const pneu_message *message, uint32_t *numbers)
{
    size_t count = 0;
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++)
        if (part == 0 || !is_nested(message, pneu_part_parent(message, part)))
            numbers[count++] = part;
    return count;
}

static void check_parts(const build_script *script, pneu_message *message, const uint32_t *numbers)
{
    for (size_t i = 0; i < script->part_count; i++) {
        const script_part *expected = &script->parts[i];
        uint32_t parent = pneu_part_parent(message, numbers[i]);
        pneu_str type;
        pneu_part_type(message, numbers[i], &type);
        MUST(pneu_i_str_same(type, expected->type));
        MUST(parent == (expected->parent == PNEU_NO_PART ? PNEU_NO_PART : numbers[expected->parent]));
        MUST((pneu_part_kind(message, numbers[i]) == PNEU_KIND_MULTIPART) == expected->is_multipart);
        if (!expected->is_multipart)
            check_leaf(script, message, i, numbers[i]);
    }
}

static void check_profile(const build_script *script, pneu_message *message, uint32_t part)
{
    const char *fault = plain_profile_fault(message, part, script->arena);
    if (fault != NULL) {
        (void)fprintf(stderr, "the builder must not write: %s, in part %u\n", fault, (unsigned)part);
        abort();
    }
}

/* RFC 3156 section 5: 7-bit, no line ends in white space or begins with "From ". Nested messages stay as they are. */
static void check_safe_lines(const build_script *script, pneu_str lines)
{
    pneu_str type = script->parts[script->signed_part + 1].type;
    if (type.len > 8 && memcmp(type.ptr, "message/", 8) == 0)
        return;
    for (size_t i = 0; i < lines.len; i++) {
        int is_start = i == 0 || lines.ptr[i - 1] == '\n';
        MUST((unsigned char)lines.ptr[i] < 128 || (script->flags & PNEU_BUILD_UTF8) != 0);
        MUST(!is_start || lines.len - i < 5 || memcmp(lines.ptr + i, "From ", 5) != 0);
        MUST(lines.ptr[i] != '\r' || is_start || (lines.ptr[i - 1] != ' ' && lines.ptr[i - 1] != '\t'));
    }
}

/* The signer saw the first part of the signed one, byte for byte. */
static void check_signed(const build_script *script, pneu_message *message, const uint32_t *numbers)
{
    pneu_span span;
    if (script->signed_part == PNEU_NO_PART)
        return;
    pneu_part_span(message, numbers[script->signed_part + 1], &span);
    MUST(span.length == script->signed_bytes.len);
    MUST(memcmp(script->message.ptr + span.offset, script->signed_bytes.ptr, script->signed_bytes.len) == 0);
    check_safe_lines(script, pneu_i_str_of(script->signed_bytes.ptr, script->signed_bytes.len));
}

/* ---- Fields ---------------------------------------------------------------------------------------------------- */

static void check_addresses(const build_script *script, const pneu_address_list *given, pneu_str value)
{
    pneu_address_list list;
    MUST(pneu_address_list_parse(script->arena, value, PNEU_STRICT, NULL, &list) == PNEU_OK);
    MUST(list.mailbox_count == given->mailbox_count && list.group_count == given->group_count);
    for (size_t i = 0; i < list.mailbox_count; i++) {
        MUST(pneu_mailbox_is_same(&list.mailboxes[i], &given->mailboxes[i]));
        MUST(header_same_text(script->arena, pneu_i_str_trim(given->mailboxes[i].name), list.mailboxes[i].name));
    }
}

static void check_ids(const build_script *script, const pneu_msgid_list *given, pneu_str value)
{
    pneu_msgid_list list;
    MUST(pneu_msgid_list_parse(script->arena, value, PNEU_LENIENT, NULL, &list) == PNEU_OK);
    MUST(list.count == given->count);
    for (size_t i = 0; i < list.count; i++)
        MUST(pneu_i_str_equal(list.ids[i], given->ids[i]));
}

static void check_value(const build_script *script, const script_field *expected, pneu_str value)
{
    pneu_str decoded;
    pneu_date date;
    switch (expected->kind) {
    case PNEU_FIELD_KIND_TEXT:
        MUST(pneu_decode_text(script->arena, value, PNEU_STRICT, NULL, &decoded) == PNEU_OK);
        MUST(header_same_text(script->arena, pneu_i_str_trim(expected->text), pneu_i_str_trim(decoded)));
        break;
    case PNEU_FIELD_KIND_DATE:
        MUST(pneu_date_parse(value, PNEU_STRICT, NULL, &date) == PNEU_OK);
        MUST(date.epoch == expected->date.epoch && date.offset_min == expected->date.offset_min);
        break;
    case PNEU_FIELD_KIND_ADDRESSES: check_addresses(script, &expected->addresses, value); break;
    case PNEU_FIELD_KIND_IDS: check_ids(script, &expected->ids, value); break;
    default: MUST(header_same_value(script->arena, expected->text, value, 0)); break;
    }
}

/* The fields of a part's header that the script set are there, in its order, and no other but the builder's. */
static void check_fields(const build_script *script, pneu_message *message, uint32_t number, uint32_t part)
{
    pneu_field field;
    uint32_t index = 0;
    for (size_t i = 0; i < script->field_count; i++) {
        if (script->fields[i].part != number)
            continue;
        MUST(pneu_part_field(message, part, index++, &field) == PNEU_OK);
        MUST(pneu_i_str_equal(field.name, script->fields[i].name));
        check_value(script, &script->fields[i], field.value);
    }
    if (script->field_count < SCRIPT_FIELDS && pneu_part_field(message, part, index, &field) == PNEU_OK)
        MUST(field.id == PNEU_FIELD_MIME_VERSION || field.id == PNEU_FIELD_CONTENT_TYPE);
}

/* ---- The whole ------------------------------------------------------------------------------------------------- */

void build_script_check(const build_script *script)
{
    pneu_message *message;
    uint32_t *numbers;
    check_lines(&script->message);
    MUST(pneu_message_parse(script->message.ptr, script->message.len, NULL, NULL, &message) == PNEU_OK);
    check_defects(message, script->flags);
    numbers = pneu_i_arena_alloc(script->arena, pneu_message_part_count(message) * sizeof *numbers);
    MUST(numbers != NULL);
    size_t count = find_parts(message, numbers);
    MUST(count == script->part_count || (count == 1 && script->part_count == 0));
    check_parts(script, message, numbers);
    check_signed(script, message, numbers);
    for (size_t i = 0; i < count; i++) {
        check_fields(script, message, (uint32_t)i, numbers[i]);
        check_profile(script, message, numbers[i]);
    }
    pneu_message_free(message);
}
