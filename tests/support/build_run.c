#include "support/build_run.h"

#include "pneu/tree.h"
#include "support/must.h"

static pneu_status fill(void *ctx, void *out, size_t len)
{
    (void)ctx;
    memset(out, 0xAB, len);
    return PNEU_OK;
}

const pneu_random fixed_random = {fill, NULL};

pneu_builder *build_start(uint32_t flags)
{
    pneu_builder *builder = NULL;
    MUST(pneu_builder_new(flags, &fixed_random, NULL, &builder) == PNEU_OK);
    return builder;
}

pneu_status build_read(pneu_builder *builder, size_t capacity, text *out)
{
    char *piece = malloc(capacity);
    pneu_status status;
    size_t len;
    MUST(piece != NULL);
    while ((status = pneu_builder_read(builder, piece, capacity, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= capacity);
        text_add(out, piece, len);
    }
    MUST(len == 0);
    free(piece);
    return status;
}

pneu_leaf build_leaf(const char *type, const char *body)
{
    pneu_leaf leaf;
    memset(&leaf, 0, sizeof leaf);
    leaf.type = pneu_i_str(type);
    leaf.content.bytes = pneu_i_str(body);
    return leaf;
}

static void put_part(text *out, pneu_message *message, uint32_t part)
{
    pneu_str type, encoding;
    pneu_part_type(message, part, &type);
    MUST(pneu_part_encoding_text(message, part, &encoding) == PNEU_OK);
    text_print(out, "%.*s:%.*s", (int)type.len, type.ptr, (int)encoding.len, encoding.ptr);
}

/* Goes up from a part without a next sibling; the next part to be shown, or PNEU_NO_PART. */
static uint32_t next_part(text *out, const pneu_message *message, uint32_t part)
{
    uint32_t next = PNEU_NO_PART;
    while (part != PNEU_NO_PART && (next = pneu_part_next_sibling(message, part)) == PNEU_NO_PART) {
        part = pneu_part_parent(message, part);
        if (part != PNEU_NO_PART)
            text_print(out, ")");
    }
    if (next != PNEU_NO_PART)
        text_print(out, " ");
    return next;
}

void build_outline(text *out, pneu_builder *builder)
{
    text bytes = {NULL, 0, 0};
    pneu_message *message;
    pneu_status status = build_read(builder, 4096, &bytes);
    if (status != PNEU_DONE) {
        text_print(out, "%s", pneu_status_name(status));
    } else {
        MUST(pneu_message_parse(bytes.ptr, bytes.len, NULL, NULL, &message) == PNEU_OK);
        for (uint32_t part = 0; part != PNEU_NO_PART;) {
            put_part(out, message, part);
            if (pneu_part_child_count(message, part) > 0) {
                text_print(out, "(");
                part = pneu_part_first_child(message, part);
            } else {
                part = next_part(out, message, part);
            }
        }
        pneu_message_free(message);
    }
    text_free(&bytes);
    pneu_builder_free(builder);
}
