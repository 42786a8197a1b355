/*
 * A leaf: its type, what the header says about it, and how its body will be encoded. In: what the caller asks for.
 * Out: the part, or a refusal that names the argument's byte. Nothing is kept of what is refused. A body that is at
 * hand is looked at here, once; one that is not gets an encoding that fits anything. RFC 2045 sections 5 and 6, RFC
 * 2046 section 5.2, RFC 2183, RFC 2231; section 14 of the table of encodings: text is quoted-printable where that
 * is not longer than base64. Not handled: the charset of text that is not UTF-8 is the caller's word.
 */
#include "charset/charset.h"
#include "edit/body_survey.h"
#include "edit/builder.h"
#include "pneu/msgid.h"

#define TEXT_LINE_MAX ((size_t)78) /* RFC 5322 section 2.1.1: should */
#define ARGUMENT_LEAF 2
#define FIELD_TYPE "Content-Type"

/* A leaf in the making. */
typedef struct making {
    pneu_builder *builder;
    pneu_i_build_part *part;
    const pneu_leaf *leaf;
    pneu_i_build_place place;
} making;

static pneu_status refuse(making *make, pneu_status status, const char *field, size_t offset)
{
    make->place.field = pneu_i_str(field);
    make->place.offset = offset;
    return pneu_i_build_refuse(make->builder, status, &make->place);
}

/* ---- Content-Type ---------------------------------------------------------------------------------------------- */

static int starts_with(pneu_str text, const char *start)
{
    size_t len = strlen(start);
    return text.len >= len && pneu_i_ascii_same(text.ptr, start, len);
}

/* Formats and reads back: as the type of a leaf, whatever it will be the type of. */
static pneu_status check_value(pneu_builder *builder, const pneu_mime_value *value)
{
    pneu_format format;
    pneu_str written, field;
    int has_authors;
    pneu_mime_value copy = *value;
    if (starts_with(copy.value, "multipart/") || starts_with(copy.value, "message/"))
        copy.value = pneu_i_str("application/octet-stream");
    pneu_status status = pneu_mime_value_format(&builder->arena, &copy,
                                                pneu_i_build_format(builder, sizeof FIELD_TYPE + 1, &format), &written);
    if (status == PNEU_OK)
        status =
            pneu_field_fold(&builder->arena, pneu_i_str(FIELD_TYPE), written, PNEU_FOLD_PARAMETERS, &format, &field);
    if (status != PNEU_OK || value->param_count == 0) /* a token cannot be read otherwise */
        return status;
    return pneu_i_build_guard(builder, field, &has_authors);
}

/* Parameters that only the builder writes. */
static int is_the_builders(pneu_str name)
{
    return pneu_i_str_is(name, "boundary") || pneu_i_str_is(name, "name");
}

static pneu_status copy_params(pneu_builder *builder, const pneu_param *params, size_t count, pneu_mime_value *out)
{
    pneu_param *copies = count < 128 ? pneu_i_arena_alloc(&builder->arena, (count + 2) * sizeof *copies) : NULL;
    if (copies == NULL)
        return count < 128 ? PNEU_ERR_MEMORY : PNEU_ERR_LIMIT;
    for (size_t i = 0; i < count; i++) {
        memset(&copies[i], 0, sizeof copies[i]);
        if (is_the_builders(params[i].name))
            return PNEU_ERR_ARGUMENT;
        if (pneu_i_arena_copy(&builder->arena, params[i].name, &copies[i].name) != PNEU_OK ||
            pneu_i_arena_copy(&builder->arena, params[i].value, &copies[i].value) != PNEU_OK ||
            pneu_i_arena_copy(&builder->arena, params[i].language, &copies[i].language) != PNEU_OK)
            return PNEU_ERR_MEMORY;
    }
    out->params = copies;
    out->param_count = count;
    return PNEU_OK;
}

pneu_status pneu_i_build_type(pneu_builder *builder, pneu_str type, const pneu_param *params, size_t count,
                              pneu_mime_value *out)
{
    memset(out, 0, sizeof *out);
    if (params == NULL && count > 0)
        return PNEU_ERR_ARGUMENT;
    if (type.len > 255)
        return PNEU_ERR_LIMIT;
    pneu_status status = pneu_i_arena_copy(&builder->arena, type, &out->value);
    if (status == PNEU_OK)
        status = copy_params(builder, params, count, out);
    return status == PNEU_OK ? check_value(builder, out) : status;
}

void pneu_i_build_add_param(pneu_mime_value *value, const char *name, pneu_str text)
{
    pneu_param *param = (pneu_param *)&value->params[value->param_count++]; /* copy_params made the room */
    memset(param, 0, sizeof *param);
    param->name = pneu_i_str(name);
    param->value = text;
}

static int body_of(const pneu_leaf *leaf, pneu_str type)
{
    static const char *const lines[] = {"application/pgp-signature", "application/pgp-encrypted",
                                        "application/pgp-keys"};
    if (pneu_i_str_is(type, "message/rfc822") || pneu_i_str_is(type, "message/global"))
        return PNEU_I_CONTENT_MESSAGE;
    if (starts_with(type, "message/"))
        return starts_with(type, "message/global-") ? PNEU_I_CONTENT_LINES : PNEU_I_CONTENT_RIGID;
    if ((leaf->flags & PNEU_LEAF_LINES) != 0)
        return PNEU_I_CONTENT_LINES;
    if ((leaf->flags & PNEU_LEAF_OCTETS) != 0)
        return PNEU_I_CONTENT_OCTETS;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (pneu_i_str_is(type, lines[i]))
            return PNEU_I_CONTENT_LINES;
    return starts_with(type, "text/") ? PNEU_I_CONTENT_LINES : PNEU_I_CONTENT_OCTETS;
}

static pneu_status make_type(making *make)
{
    pneu_str type = make->leaf->type.len > 0 ? make->leaf->type : pneu_i_str("application/octet-stream");
    const char *slash = type.ptr != NULL ? memchr(type.ptr, '/', type.len) : NULL;
    if (slash == NULL || starts_with(type, "multipart/") || pneu_i_str_is(type, "message/partial") ||
        pneu_i_str_is(type, "message/external-body"))
        return refuse(make, PNEU_ERR_ARGUMENT, FIELD_TYPE, 0);
    pneu_status status =
        pneu_i_build_type(make->builder, type, make->leaf->params, make->leaf->param_count, &make->part->type);
    make->part->body = (uint8_t)body_of(make->leaf, type);
    return status == PNEU_OK ? PNEU_OK : refuse(make, status, FIELD_TYPE, 0);
}

/* ---- Charset --------------------------------------------------------------------------------------------------- */

static int is_safe_charset(pneu_str label)
{
    int charset = pneu_i_charset_find(label);
    return charset >= 0 && !pneu_i_charset_at(charset)->is_dangerous;
}

static pneu_status make_charset(making *make)
{
    pneu_mime_value *type = &make->part->type;
    const pneu_content *content = &make->leaf->content;
    if (!starts_with(type->value, "text/"))
        return PNEU_OK;
    for (size_t i = 0; i < type->param_count; i++)
        if (pneu_i_str_is(type->params[i].name, "charset"))
            return is_safe_charset(type->params[i].value) ? PNEU_OK : refuse(make, PNEU_ERR_ARGUMENT, FIELD_TYPE, 0);
    int is_ascii = 0;
    if (pneu_i_build_is_seen(content)) {
        size_t good = pneu_i_utf8_valid(content->bytes.ptr, content->bytes.len);
        if (good < content->bytes.len)
            return refuse(make, PNEU_ERR_ARGUMENT, "", good);
        is_ascii = pneu_i_ascii_only(content->bytes.ptr, content->bytes.len);
    }
    pneu_i_build_add_param(type, "charset", pneu_i_str(is_ascii ? "us-ascii" : "utf-8"));
    return PNEU_OK;
}

/* ---- What else the header says --------------------------------------------------------------------------------- */

/* Keeps a field about the part, read back. */
static pneu_status keep(making *make, const char *name, pneu_status status, pneu_str value)
{
    pneu_builder *builder = make->builder;
    pneu_format format;
    pneu_str field;
    int has_authors;
    if (status == PNEU_OK)
        status =
            pneu_field_fold(&builder->arena, pneu_i_str(name), value, pneu_fold_class(pneu_field_id(pneu_i_str(name))),
                            pneu_i_build_format(builder, 0, &format), &field);
    if (status == PNEU_OK)
        status = pneu_i_build_guard(builder, field, &has_authors);
    if (status == PNEU_OK)
        status = pneu_i_build_append(builder, &make->part->about, pneu_i_str(name), field);
    return status == PNEU_OK ? PNEU_OK : refuse(make, status, name, 0);
}

/* PNEU_ERR_ARGUMENT for a name that a reader would have to change. */
static pneu_status check_filename(pneu_builder *builder, pneu_str name)
{
    pneu_str safe = {NULL, 0};
    if (name.len == 0)
        return PNEU_OK;
    pneu_status status = pneu_safe_filename(&builder->arena, name, &safe);
    return status != PNEU_OK || pneu_i_str_equal(safe, name) ? status : PNEU_ERR_ARGUMENT;
}

static pneu_status make_disposition(making *make)
{
    static const char field[] = "Content-Disposition";
    const pneu_leaf *leaf = make->leaf;
    pneu_param name = {pneu_i_str("filename"), leaf->filename, {"", 0}, {"", 0}};
    pneu_mime_value value = {leaf->disposition, {"", 0}, &name, leaf->filename.len > 0};
    pneu_format format;
    pneu_str written = {NULL, 0};
    if (leaf->disposition.len == 0 && leaf->filename.len == 0)
        return PNEU_OK;
    if (leaf->disposition.len == 0)
        value.value = pneu_i_str("attachment");
    pneu_status status = check_filename(make->builder, leaf->filename);
    if (status != PNEU_OK)
        return refuse(make, status, field, 0);
    (void)pneu_i_build_format(make->builder, sizeof field + 1, &format);
    return keep(make, field, pneu_mime_value_format(&make->builder->arena, &value, &format, &written), written);
}

static pneu_status make_id(making *make)
{
    pneu_str written = {NULL, 0};
    if (make->leaf->content_id.len == 0)
        return PNEU_OK;
    return keep(make, "Content-ID",
                pneu_references_format(&make->builder->arena, &make->leaf->content_id, 1, 0, &written), written);
}

static pneu_status make_description(making *make)
{
    static const char field[] = "Content-Description";
    pneu_format format;
    pneu_str written = {NULL, 0};
    if (make->leaf->description.len == 0)
        return PNEU_OK;
    (void)pneu_i_build_format(make->builder, sizeof field + 1, &format);
    return keep(make, field, pneu_text_encode(&make->builder->arena, make->leaf->description, &format, &written),
                written);
}

/* ---- Encoding -------------------------------------------------------------------------------------------------- */

/* Bytes of a body in base64, the last line end counted. */
static uint64_t base64_size(uint64_t octets)
{
    uint64_t columns = (octets + 2) / 3 * 4;
    return columns + (columns + 75) / 76 * 2;
}

static int32_t shorter_encoding(making *make, const pneu_i_body_survey *survey)
{
    pneu_str body = make->leaf->content.bytes;
    size_t limit = (size_t)base64_size((uint64_t)body.len + survey->bare_lfs);
    pneu_i_body_pump *pump = &make->builder->pump; /* free until the body's turn */
    pneu_i_body_pump_start(pump, PNEU_ENCODING_QUOTED_PRINTABLE, PNEU_I_PUMP_LINES);
    return pneu_i_body_pump_size(pump, body, limit) <= limit ? PNEU_ENCODING_QUOTED_PRINTABLE : PNEU_ENCODING_BASE64;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The first byte that keeps the body from going out unencoded; its length if there is none. */
static size_t obstacle(const pneu_i_body_survey *survey, int allows_high)
{
    size_t at = least(survey->first_odd, survey->first_long);
    if (!allows_high)
        at = least(at, survey->first_high);
    return at;
}

/* Messages, where that is allowed; what is signed stays 7-bit (RFC 1847 section 2.1). */
static int may_be_8bit(const making *make)
{
    return make->part->body == PNEU_I_CONTENT_MESSAGE && (make->builder->flags & PNEU_BUILD_8BIT) != 0 &&
           !make->part->is_signed;
}

/* Unencoded, as the leaf or its type asks for: 7bit, or 8bit for messages where that is allowed. */
static pneu_status take_unencoded(making *make, const pneu_i_body_survey *survey)
{
    pneu_str body = make->leaf->content.bytes;
    size_t at = obstacle(survey, may_be_8bit(make));
    if (at < body.len)
        return refuse(make, PNEU_ERR_ARGUMENT, "", at);
    if (make->part->is_signed && survey->has_loose_ends && make->part->body != PNEU_I_CONTENT_MESSAGE)
        return refuse(make, PNEU_ERR_ARGUMENT, "", 0);
    make->part->encoding = survey->first_high < body.len ? PNEU_ENCODING_8BIT : PNEU_ENCODING_7BIT;
    return PNEU_OK;
}

static pneu_status encode_seen(making *make)
{
    static const uint8_t asked[] = {0, PNEU_ENCODING_7BIT, PNEU_ENCODING_QUOTED_PRINTABLE, PNEU_ENCODING_BASE64};
    pneu_i_build_part *part = make->part;
    pneu_i_body_survey survey;
    pneu_i_body_survey_make(&survey, make->leaf->content.bytes);
    if (part->body >= PNEU_I_CONTENT_MESSAGE || make->leaf->encoding == PNEU_LEAF_ENCODING_7BIT)
        return take_unencoded(make, &survey);
    if (make->leaf->encoding != PNEU_LEAF_ENCODING_CHOSEN)
        part->encoding = asked[make->leaf->encoding];
    else if (part->body == PNEU_I_CONTENT_OCTETS)
        part->encoding = PNEU_ENCODING_BASE64;
    else if (obstacle(&survey, 0) == make->leaf->content.bytes.len && survey.longest <= TEXT_LINE_MAX &&
             !(part->is_signed && survey.has_loose_ends))
        part->encoding = PNEU_ENCODING_7BIT;
    else
        part->encoding = (uint8_t)shorter_encoding(make, &survey);
    return PNEU_OK;
}

static void encode_unseen(making *make)
{
    static const uint8_t asked[] = {0, PNEU_ENCODING_7BIT, PNEU_ENCODING_QUOTED_PRINTABLE, PNEU_ENCODING_BASE64,
                                    PNEU_ENCODING_8BIT};
    pneu_i_build_part *part = make->part;
    if (make->leaf->encoding != PNEU_LEAF_ENCODING_CHOSEN)
        part->encoding = asked[make->leaf->encoding];
    else if (part->body >= PNEU_I_CONTENT_MESSAGE)
        part->encoding = PNEU_ENCODING_7BIT;
    else
        part->encoding = part->body == PNEU_I_CONTENT_LINES ? PNEU_ENCODING_QUOTED_PRINTABLE : PNEU_ENCODING_BASE64;
}

/* What may be asked for: messages are never encoded, octets always, and nothing but messages is 8bit. */
static int is_possible(const making *make)
{
    int body = make->part->body;
    int is_unseen_signed = make->part->is_signed && !pneu_i_build_is_seen(&make->leaf->content);
    switch (make->leaf->encoding) {
    case PNEU_LEAF_ENCODING_CHOSEN: return 1;
    case PNEU_LEAF_ENCODING_7BIT:
        return body != PNEU_I_CONTENT_OCTETS && !(body == PNEU_I_CONTENT_LINES && is_unseen_signed);
    case PNEU_LEAF_ENCODING_QUOTED_PRINTABLE: return body == PNEU_I_CONTENT_LINES;
    case PNEU_LEAF_ENCODING_BASE64: return body == PNEU_I_CONTENT_LINES || body == PNEU_I_CONTENT_OCTETS;
    case PNEU_LEAF_ENCODING_8BIT: return may_be_8bit(make);
    default: return 0;
    }
}

static pneu_status make_encoding(making *make)
{
    if (!is_possible(make))
        return refuse(make, PNEU_ERR_ARGUMENT, "Content-Transfer-Encoding", 0);
    if (pneu_i_build_is_seen(&make->leaf->content))
        return encode_seen(make);
    encode_unseen(make);
    return PNEU_OK;
}

/* ---- The leaf -------------------------------------------------------------------------------------------------- */

static int is_content(const pneu_content *content)
{
    switch (content->source) {
    case PNEU_CONTENT_BORROWED:
    case PNEU_CONTENT_COPIED: return content->bytes.ptr != NULL || content->bytes.len == 0;
    case PNEU_CONTENT_PULLED: return content->pull != NULL;
    case PNEU_CONTENT_PUSHED: return 1;
    default: return 0;
    }
}

static pneu_status check_leaf(making *make)
{
    const pneu_leaf *leaf = make->leaf;
    uint32_t both = PNEU_LEAF_LINES | PNEU_LEAF_OCTETS;
    if ((leaf->flags & ~both) != 0 || leaf->flags == both || !is_content(&leaf->content))
        return refuse(make, PNEU_ERR_ARGUMENT, "", 0);
    return PNEU_OK;
}

static pneu_status make_content(making *make)
{
    pneu_content *content = &make->part->content;
    *content = make->leaf->content;
    if (content->source != PNEU_CONTENT_COPIED)
        return PNEU_OK;
    pneu_status status = pneu_i_arena_copy(&make->builder->arena, make->leaf->content.bytes, &content->bytes);
    return status == PNEU_OK ? PNEU_OK : refuse(make, status, "", 0);
}

pneu_status pneu_i_build_leaf(pneu_builder *builder, pneu_i_build_part *part, const pneu_leaf *leaf)
{
    static pneu_status (*const steps[])(making * make) = {check_leaf,       make_type, make_charset,     make_encoding,
                                                          make_disposition, make_id,   make_description, make_content};
    making make = {builder, part, leaf, {0, ARGUMENT_LEAF, 0, {NULL, 0}}};
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == PNEU_OK; i++)
        status = steps[i](&make);
    return status;
}
