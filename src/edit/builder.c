/*
 * The builder as an object: its life, its errors, and the tree of its parts. In: multiparts begun and ended,
 * leaves. Out: parts in document order, each inside the multipart that was open. Invariants: the first error stays,
 * and a refused call changes nothing; an ended multipart has the parts that its type asks for. RFC 2046 section
 * 5.1, RFC 1847, RFC 6522. Not handled: what stands in a leaf (build_leaf.c), reading (build_read.c).
 */
#include "edit/builder.h"

#define ALL_FLAGS (PNEU_BUILD_PART | PNEU_BUILD_DRAFT | PNEU_BUILD_8BIT | PNEU_BUILD_UTF8)
#define KEPT_MEMORY ((size_t)65536)

/* ---- Life ------------------------------------------------------------------------------------------------------ */

/* Part 0, the message, is there from the start. */
static void start(pneu_builder *builder)
{
    memset(&builder->parts[0], 0, sizeof builder->parts[0]);
    builder->parts[0].parent = PNEU_NO_PART;
    builder->part_count = 1;
    builder->open = PNEU_NO_PART;
    builder->has_signers = 0;
    builder->step = PNEU_I_READ_NOTHING;
    builder->pending = pneu_i_str_of(NULL, 0);
    builder->is_waiting = 0;
    memset(&builder->error, 0, sizeof builder->error);
}

pneu_status pneu_builder_new(uint32_t flags, const pneu_random *random, const pneu_alloc *alloc, pneu_builder **out)
{
    if (out == NULL || (flags & ~(uint32_t)ALL_FLAGS) != 0 || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    if (random != NULL && random->fill == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_builder *builder = pneu_i_alloc_zeroed(&used, sizeof *builder);
    if (builder == NULL)
        return PNEU_ERR_MEMORY;
    builder->alloc = used;
    builder->flags = flags;
    if (random != NULL)
        builder->random = *random;
    pneu_i_arena_init(&builder->arena, &used);
    void *parts = NULL;
    if (pneu_i_alloc_grow(&used, &parts, &builder->part_capacity, 1, sizeof *builder->parts) != PNEU_OK) {
        pneu_builder_free(builder);
        return PNEU_ERR_MEMORY;
    }
    builder->parts = parts;
    start(builder);
    *out = builder;
    return PNEU_OK;
}

void pneu_builder_reset(pneu_builder *builder)
{
    if (builder == NULL)
        return;
    pneu_i_arena_reset(&builder->arena, KEPT_MEMORY);
    start(builder);
}

void pneu_builder_free(pneu_builder *builder)
{
    if (builder == NULL)
        return;
    pneu_alloc alloc = builder->alloc;
    pneu_message_free(builder->guard);
    pneu_i_alloc_free(&alloc, builder->parts, builder->part_capacity * sizeof *builder->parts);
    pneu_i_arena_free(&builder->arena);
    pneu_i_alloc_free(&alloc, builder, sizeof *builder);
}

/* ---- Errors ---------------------------------------------------------------------------------------------------- */

pneu_status pneu_i_build_refuse(pneu_builder *builder, pneu_status status, const pneu_i_build_place *place)
{
    pneu_build_error *error = &builder->error;
    error->status = status;
    error->argument = place->argument;
    error->offset = place->offset;
    error->part = place->part;
    error->field = pneu_i_str("");
    if (place->field.len > 0)
        (void)pneu_i_arena_copy(&builder->arena, place->field, &error->field);
    return status;
}

pneu_status pneu_i_build_refuse_argument(pneu_builder *builder, pneu_status status, int32_t argument)
{
    pneu_i_build_place place = {0, argument, 0, {NULL, 0}};
    return pneu_i_build_refuse(builder, status, &place);
}

pneu_status pneu_i_build_is_open(const pneu_builder *builder)
{
    if (builder->error.status != PNEU_OK)
        return builder->error.status;
    return builder->step == PNEU_I_READ_NOTHING ? PNEU_OK : PNEU_ERR_STATE;
}

void pneu_builder_error(const pneu_builder *builder, pneu_build_error *error)
{
    if (error == NULL)
        return;
    memset(error, 0, sizeof *error);
    if (builder != NULL)
        *error = builder->error;
}

pneu_status pneu_builder_clear_error(pneu_builder *builder)
{
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    if (builder->step != PNEU_I_READ_NOTHING || builder->error.status == PNEU_ERR_MEMORY)
        return PNEU_ERR_STATE;
    memset(&builder->error, 0, sizeof builder->error);
    return PNEU_OK;
}

/* ---- The tree of parts ----------------------------------------------------------------------------------------- */

/* A new part in the open multipart, or the message itself. It counts once keep_part was called. */
static pneu_status make_part(pneu_builder *builder, uint32_t *number)
{
    if (builder->parts[0].kind == PNEU_I_BUILD_NOTHING) {
        *number = 0;
        return PNEU_OK;
    }
    if (builder->open == PNEU_NO_PART)
        return PNEU_ERR_STATE;
    if (builder->part_count >= PNEU_I_BUILD_PARTS)
        return PNEU_ERR_LIMIT;
    void *parts = builder->parts;
    pneu_status status = pneu_i_alloc_grow(&builder->alloc, &parts, &builder->part_capacity, builder->part_count + 1,
                                           sizeof *builder->parts);
    builder->parts = parts;
    if (status != PNEU_OK)
        return status;
    pneu_i_build_part *part = &builder->parts[builder->part_count];
    const pneu_i_build_part *around = &builder->parts[builder->open];
    memset(part, 0, sizeof *part);
    part->parent = builder->open;
    part->depth = around->depth + 1;
    part->is_signed = around->is_signed || around->shape == PNEU_I_SHAPE_SIGNED;
    *number = (uint32_t)builder->part_count;
    return PNEU_OK;
}

static void keep_part(pneu_builder *builder, uint32_t number, int kind, uint32_t *out)
{
    pneu_i_build_part *part = &builder->parts[number];
    part->kind = (uint8_t)kind;
    if (part->parent != PNEU_NO_PART) {
        builder->parts[part->parent].children++;
        builder->part_count++;
    }
    if (out != NULL)
        *out = number;
}

pneu_status pneu_builder_add_leaf(pneu_builder *builder, const pneu_leaf *leaf, uint32_t *part)
{
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_build_is_open(builder);
    uint32_t number;
    if (status != PNEU_OK)
        return status;
    if (leaf == NULL)
        return pneu_i_build_refuse_argument(builder, PNEU_ERR_ARGUMENT, 2);
    status = make_part(builder, &number);
    if (status != PNEU_OK)
        return pneu_i_build_refuse_argument(builder, status, 0);
    pneu_i_build_part made = builder->parts[number];
    status = pneu_i_build_leaf(builder, &made, leaf);
    if (status != PNEU_OK)
        return status;
    builder->parts[number] = made;
    keep_part(builder, number, PNEU_I_BUILD_LEAF, part);
    return PNEU_OK;
}

static int is_token(pneu_str text)
{
    size_t i = 0;
    while (i < text.len && pneu_i_is((unsigned char)text.ptr[i], PNEU_I_TOKEN))
        i++;
    return i == text.len && i > 0;
}

static pneu_status make_type(pneu_builder *builder, pneu_str subtype, const pneu_param *params, size_t count,
                             pneu_mime_value *out)
{
    static const char main_type[] = "multipart/";
    if (!is_token(subtype) || subtype.len > 100)
        return PNEU_ERR_ARGUMENT;
    char *type = pneu_i_arena_alloc(&builder->arena, sizeof main_type + subtype.len);
    if (type == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(type, main_type, sizeof main_type - 1);
    memcpy(type + sizeof main_type - 1, subtype.ptr, subtype.len);
    return pneu_i_build_type(builder, pneu_i_str_of(type, sizeof main_type - 1 + subtype.len), params, count, out);
}

pneu_status pneu_builder_begin_multipart(pneu_builder *builder, pneu_str subtype, const pneu_param *params,
                                         size_t param_count, uint32_t *part)
{
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_mime_value type;
    uint32_t number;
    pneu_status status = pneu_i_build_is_open(builder);
    if (status != PNEU_OK)
        return status;
    status = make_part(builder, &number);
    if (status == PNEU_OK && builder->parts[number].depth >= PNEU_I_BUILD_NESTING)
        status = PNEU_ERR_LIMIT;
    if (status != PNEU_OK)
        return pneu_i_build_refuse_argument(builder, status, 0);
    status = make_type(builder, subtype, params, param_count, &type);
    if (status != PNEU_OK)
        return pneu_i_build_refuse_argument(builder, status, is_token(subtype) ? 3 : 2);
    builder->parts[number].type = type;
    builder->open = number;
    keep_part(builder, number, PNEU_I_BUILD_MULTIPART, part);
    return PNEU_OK;
}

/* ---- The end of a multipart ------------------------------------------------------------------------------------ */

static const pneu_i_build_part *child_of(const pneu_builder *builder, uint32_t multipart, uint32_t which)
{
    for (size_t i = multipart + 1; i < builder->part_count; i++)
        if (builder->parts[i].parent == multipart && which-- == 0)
            return &builder->parts[i];
    return NULL;
}

static pneu_str param_of(const pneu_i_build_part *part, const char *name)
{
    for (size_t i = 0; i < part->type.param_count; i++)
        if (pneu_i_str_is(part->type.params[i].name, name))
            return part->type.params[i].value;
    return pneu_i_str("");
}

/* "message/delivery-status", or its form for UTF-8, for "delivery-status". */
static int is_report_type(pneu_str type, pneu_str report_type)
{
    static const char *const prefixes[] = {"message/", "message/global-"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t len = strlen(prefixes[i]);
        if (type.len > len && pneu_i_str_same(pneu_i_str_from(type, len), report_type) &&
            pneu_i_ascii_same(type.ptr, prefixes[i], len))
            return 1;
    }
    return 0;
}

static int has_its_shape(const pneu_builder *builder, uint32_t number)
{
    const pneu_i_build_part *part = &builder->parts[number];
    if (part->shape == PNEU_I_SHAPE_ANY)
        return part->children > 0;
    if (part->children != 2 && (part->children != 3 || part->shape != PNEU_I_SHAPE_REPORT))
        return 0;
    const pneu_i_build_part *first = child_of(builder, number, 0), *second = child_of(builder, number, 1);
    if (part->shape == PNEU_I_SHAPE_SIGNED)
        return pneu_i_str_same(second->type.value, param_of(part, "protocol"));
    if (part->shape == PNEU_I_SHAPE_REPORT)
        return is_report_type(second->type.value, param_of(part, "report-type"));
    return pneu_i_str_same(first->type.value, param_of(part, "protocol")) &&
           pneu_i_str_is(second->type.value, "application/octet-stream");
}

pneu_status pneu_builder_end(pneu_builder *builder)
{
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_build_is_open(builder);
    if (status != PNEU_OK)
        return status;
    if (builder->open == PNEU_NO_PART || !has_its_shape(builder, builder->open))
        return pneu_i_build_refuse_argument(builder, PNEU_ERR_STATE, 0);
    builder->open = builder->parts[builder->open].parent;
    return PNEU_OK;
}
