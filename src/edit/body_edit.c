/*
 * Another body for a leaf. In: bytes, or a text in UTF-8, and an encoding. Out: the encoded body in the place of the
 * old one, and the fields that speak of it, changed in place where they said something else. Invariants: what the
 * encoding cannot carry is refused; decoded again, the body is what was given, line ends of text aside. RFC 2045
 * sections 2.7, 2.8, 6.7 and 6.8.
 */
#include "base/buf.h"
#include "charset/charset.h"
#include "codec/codec.h"
#include "edit/delimiter_place.h"
#include "edit/entity_content.h"
#include "edit/header_edit.h"
#include "syntax/line_writer.h"

#define ENCODE_PIECE ((size_t)4096)

/* A body that is being made. */
typedef struct new_body {
    pneu_message *message;
    uint32_t part;
    int32_t encoding;
    int is_text;
    pneu_i_content content;
    pneu_i_new_field encoding_field;
    pneu_i_new_field type_field;
    int sets_encoding;
    int sets_type;
} new_body;

static pneu_str encoding_name(void)
{
    return pneu_i_str(pneu_field_name(PNEU_FIELD_CONTENT_TRANSFER_ENCODING));
}

static pneu_str type_name(void)
{
    return pneu_i_str(pneu_field_name(PNEU_FIELD_CONTENT_TYPE));
}

/* ---- Encoding ------------------------------------------------------------------------------------------------ */

static pneu_status run_codec(pneu_i_codec *codec, const pneu_alloc *alloc, pneu_str in, pneu_i_buf *out)
{
    const uint8_t *bytes = (const uint8_t *)in.ptr;
    pneu_i_codec_io io = {bytes, in.len > 0 ? bytes + in.len : bytes, NULL, NULL};
    pneu_status status = PNEU_OK;
    for (int is_ending = 0; status == PNEU_OK;) {
        pneu_status room = pneu_i_buf_reserve(out, alloc, ENCODE_PIECE);
        if (room != PNEU_OK)
            return room;
        io.out = (uint8_t *)out->ptr + out->len;
        io.out_end = (uint8_t *)out->ptr + out->capacity;
        status = is_ending ? pneu_i_codec_end(codec, &io) : pneu_i_codec_run(codec, &io);
        out->len = (size_t)(io.out - (uint8_t *)out->ptr);
        if (status == PNEU_MORE) {
            is_ending = 1;
            status = PNEU_OK;
        }
    }
    return status < 0 ? status : PNEU_OK;
}

static pneu_status encode(new_body *body, int32_t kind, uint32_t flags, pneu_str in, pneu_str *out)
{
    pneu_message *message = body->message;
    pneu_i_codec codec;
    pneu_i_buf buf = {NULL, 0, 0};
    if (pneu_i_edit_eol(message).len == 1)
        flags |= PNEU_CODEC_LF_LINES;
    pneu_status status = pneu_i_codec_init(&codec, kind, flags, pneu_i_settings_cpu_level(&message->settings));
    if (status == PNEU_OK)
        status = run_codec(&codec, &message->alloc, in, &buf);
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(&message->arena, pneu_i_str_of(buf.ptr, buf.len), out);
    pneu_i_buf_free(&buf, &message->alloc);
    return status;
}

/* The first byte that 7bit or 8bit cannot carry: NUL, a bare CR, one of 8 bits, the one that makes a line too long. */
static size_t first_bad(pneu_str text, int32_t encoding)
{
    size_t line = 0, i = 0;
    for (; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        int ends_line = c == '\n' || (c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n');
        line = c == '\n' ? 0 : line + (size_t)!ends_line;
        if (c == 0 || (c == '\r' && !ends_line) || (c >= 0x80 && encoding == PNEU_ENCODING_7BIT) ||
            line > PNEU_I_LINE_MAX)
            break;
    }
    return i;
}

static pneu_status encode_body(new_body *body, pneu_str bytes, pneu_str *out)
{
    pneu_message *message = body->message;
    if (body->encoding == PNEU_ENCODING_BINARY)
        return pneu_i_arena_copy(&message->arena, bytes, out);
    if (body->encoding == PNEU_ENCODING_BASE64)
        return encode(body, PNEU_CODEC_BASE64_ENCODE, 0, bytes, out);
    if (body->encoding == PNEU_ENCODING_QUOTED_PRINTABLE && !body->is_text)
        return encode(body, PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_BINARY, bytes, out);
    pneu_status status = pneu_i_text_with_eol(message, bytes, pneu_i_edit_eol(message), &bytes);
    *out = bytes;
    if (status != PNEU_OK || body->encoding != PNEU_ENCODING_QUOTED_PRINTABLE)
        return status;
    return encode(body, PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, 0, bytes, out);
}

static pneu_status prepare_content(new_body *body, pneu_str bytes)
{
    pneu_message *message = body->message;
    pneu_i_content *content = &body->content;
    pneu_status status = pneu_i_edit_pieces(message, 1 + PNEU_I_ROOM_BEHIND, &content->pieces);
    if (status == PNEU_OK)
        status = encode_body(body, bytes, &content->pieces[0].bytes);
    if (status != PNEU_OK)
        return pneu_i_edit_refuse(message, status, 0, 0);
    content->pieces[0].is_binary = body->encoding == PNEU_ENCODING_BINARY;
    content->count = 1;
    pneu_i_content_measure(content);
    int followed_by = pneu_i_followed_by(message, body->part);
    if (followed_by != PNEU_I_FOLLOWED_BY_NOTHING)
        pneu_i_content_end(message, content);
    if (content->pieces[0].bytes.len > 0 && followed_by == PNEU_I_FOLLOWED_BY_DELIMITER)
        content->pieces[content->count++] = pneu_i_piece_of(pneu_i_edit_eol(message));
    return PNEU_OK;
}

/* ---- Fields -------------------------------------------------------------------------------------------------- */

/* 1 if an edit put a field with this name. */
static int is_field_edited(pneu_message *message, uint32_t part, pneu_str name)
{
    pneu_i_header_cursor cursor = pneu_i_header_begin(message, part);
    pneu_i_header_item item;
    while (pneu_i_header_next(&cursor, &item))
        if (pneu_i_str_same(item.name, name) && item.patch != PNEU_I_NO_PATCH)
            return 1;
    return 0;
}

static pneu_status prepare_encoding_field(new_body *body)
{
    const pneu_i_node *node = &body->message->nodes[body->part];
    size_t count = pneu_i_header_count(body->message, body->part, encoding_name());
    int is_edited = is_field_edited(body->message, body->part, encoding_name());
    int says_so = count == 0 ? body->encoding == PNEU_ENCODING_7BIT : node->encoding == body->encoding;
    body->sets_encoding = !says_so || is_edited;
    if (!body->sets_encoding)
        return PNEU_OK;
    return pneu_i_field_make(body->message, encoding_name(), pneu_i_str(pneu_encoding_name(body->encoding)), 4,
                             &body->encoding_field);
}

/* The parameters as read, with this charset. */
static pneu_status make_params(const new_body *body, pneu_str charset, pneu_param **out, size_t *count)
{
    pneu_message *message = body->message;
    const pneu_param *params;
    size_t given = 0;
    pneu_status status = pneu_part_parameters(message, body->part, &params, &given);
    if (status != PNEU_OK)
        return status;
    given = body->is_text ? given : 0;
    pneu_param *made = pneu_i_arena_alloc(&message->arena, (given + 1) * sizeof *made);
    if (made == NULL)
        return PNEU_ERR_MEMORY;
    pneu_param of_charset = {pneu_i_str("charset"), charset, pneu_i_str(""), pneu_i_str("")};
    made[0] = of_charset;
    *count = 1;
    for (size_t i = 0; i < given; i++)
        if (!pneu_i_str_is(params[i].name, "charset"))
            made[(*count)++] = params[i];
    *out = made;
    return PNEU_OK;
}

static pneu_status make_type(new_body *body, pneu_str charset)
{
    pneu_message *message = body->message;
    pneu_mime_value type = {pneu_i_str("text/plain"), pneu_i_str(""), NULL, 0};
    pneu_format format = {0, (uint32_t)type_name().len + 2};
    pneu_param *params;
    pneu_str value;
    pneu_status status = make_params(body, charset, &params, &type.param_count);
    if (status != PNEU_OK)
        return pneu_i_edit_refuse(message, status, 0, 0);
    if (body->is_text)
        pneu_part_type(message, body->part, &type.value);
    type.params = params;
    status = pneu_mime_value_format(&message->arena, &type, &format, &value);
    if (status == PNEU_ERR_ARGUMENT || status == PNEU_ERR_LIMIT) { /* hostile parameters do not go on */
        type.param_count = 1;
        status = pneu_mime_value_format(&message->arena, &type, &format, &value);
    }
    if (status != PNEU_OK)
        return pneu_i_edit_refuse(message, status, 0, 0);
    return pneu_i_field_make(message, type_name(), value, 3, &body->type_field);
}

/* What is ASCII may go under utf-8, too, and under no charset at all. */
static int says_charset(pneu_str said, int is_ascii)
{
    if (pneu_i_str_is(said, "utf-8"))
        return 1;
    return is_ascii && (said.len == 0 || pneu_i_str_is(said, "us-ascii"));
}

static pneu_status prepare_type_field(new_body *body, pneu_str text)
{
    pneu_str said;
    int is_ascii = pneu_i_ascii_only(text.ptr, text.len);
    pneu_part_charset(body->message, body->part, &said);
    int is_edited = is_field_edited(body->message, body->part, type_name());
    body->sets_type = !body->is_text || is_edited || !says_charset(said, is_ascii);
    if (!body->sets_type)
        return PNEU_OK;
    return make_type(body, pneu_i_str(is_ascii ? "us-ascii" : "utf-8"));
}

/* ---- Putting ------------------------------------------------------------------------------------------------- */

static pneu_status put_body(new_body *body)
{
    pneu_message *message = body->message;
    uint32_t part = body->part;
    const pneu_i_node *node = &message->nodes[part];
    pneu_i_piece *spare;
    pneu_status status = pneu_i_edit_pieces(message, PNEU_I_SPARE_PIECES, &spare);
    size_t room =
        4 + pneu_i_header_room(message, part, encoding_name()) + pneu_i_header_room(message, part, type_name());
    pneu_i_around around = {.part = node->parent, .inside = part, .content = &body->content};
    if (status == PNEU_OK)
        status = pneu_i_around_prepare(message, &around, room, 4);
    if (status != PNEU_OK)
        return pneu_i_edit_refuse(message, status, status == PNEU_ERR_MEMORY ? 0 : 3, 0);
    if (body->sets_encoding)
        pneu_i_header_put(message, part, PNEU_PUT_SET, &body->encoding_field);
    if (body->sets_type)
        pneu_i_header_put(message, part, PNEU_PUT_SET, &body->type_field);
    pneu_i_header_separate(message, part, spare);
    pneu_i_patch patch = {.offset = node->summary.body_offset, .length = node->summary.body_length, .part = part};
    patch.pieces = body->content.pieces;
    patch.piece_count = body->content.count;
    patch.slot = PNEU_I_SLOT_BODY;
    pneu_i_patch *old = pneu_i_overlay_find(&message->edits, patch.offset, part, patch.slot);
    if (old != NULL)
        *old = patch;
    else
        (void)pneu_i_overlay_put(&message->edits, &patch);
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}

static pneu_status begin_body(new_body *body, pneu_str bytes)
{
    pneu_message *message = body->message;
    pneu_str type;
    pneu_status status = pneu_i_edit_begin(message, body->part);
    if (status != PNEU_OK)
        return status;
    if (message->nodes[body->part].kind != PNEU_KIND_LEAF)
        return pneu_i_edit_refuse_argument(message, 2);
    if (bytes.ptr == NULL && bytes.len > 0)
        return pneu_i_edit_refuse_argument(message, 3);
    if (body->encoding < PNEU_ENCODING_7BIT || body->encoding > PNEU_ENCODING_BASE64)
        return pneu_i_edit_refuse_argument(message, 4);
    if (pneu_i_overlay_find(&message->edits, message->nodes[body->part].summary.body_offset, body->part,
                            PNEU_I_SLOT_BODY_OPEN) != NULL)
        return pneu_i_edit_refuse(message, PNEU_ERR_STATE, 2, 0);
    pneu_part_type(message, body->part, &type);
    body->is_text = type.len > 5 && memcmp(type.ptr, "text/", 5) == 0;
    size_t bad = body->encoding <= PNEU_ENCODING_8BIT ? first_bad(bytes, body->encoding) : bytes.len;
    return bad == bytes.len ? PNEU_OK : pneu_i_edit_refuse(message, PNEU_ERR_ARGUMENT, 3, bad);
}

pneu_status pneu_part_set_body(pneu_message *message, uint32_t part, pneu_str bytes, int32_t encoding)
{
    new_body body = {.message = message, .part = part, .encoding = encoding};
    pneu_status status = begin_body(&body, bytes);
    if (status == PNEU_OK)
        status = prepare_content(&body, bytes);
    if (status == PNEU_OK)
        status = prepare_encoding_field(&body);
    return status == PNEU_OK ? put_body(&body) : status;
}

pneu_status pneu_part_set_text(pneu_message *message, uint32_t part, pneu_str utf8, int32_t encoding)
{
    new_body body = {.message = message, .part = part, .encoding = encoding};
    pneu_status status = begin_body(&body, utf8);
    if (status != PNEU_OK)
        return status;
    size_t good = pneu_i_utf8_valid(utf8.ptr, utf8.len);
    if (good < utf8.len)
        return pneu_i_edit_refuse(message, PNEU_ERR_ARGUMENT, 3, good);
    status = prepare_type_field(&body, utf8);
    body.is_text = 1;
    if (status == PNEU_OK)
        status = prepare_content(&body, utf8);
    if (status == PNEU_OK)
        status = prepare_encoding_field(&body);
    return status == PNEU_OK ? put_body(&body) : status;
}
