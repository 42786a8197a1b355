/*
 * A message as an object: its life (new, push, finish, reset, free), its memory and its defects.
 * In: the bytes of a message, pushed or borrowed. Out: the tree. Invariants: a message is empty, being filled or
 * finished; its nodes can be seen only when finished, and nothing of it moves from then on. A small message without
 * defects takes one allocation here, and what the parser takes; a reset message keeps at most MAX_KEPT_MEMORY.
 */
#include "tree/message.h"

#include "tree/body_reader.h"
#include "tree/tree_builder.h"

pneu_status pneu_i_message_grow(pneu_message *message, void **array, size_t *capacity, size_t needed, size_t size,
                                const void *first)
{
    if (*array != first)
        return pneu_i_alloc_grow(&message->alloc, array, capacity, needed, size);
    void *moved = NULL;
    size_t moved_capacity = 0;
    size_t wanted = needed < *capacity * 2 ? *capacity * 2 : needed;
    pneu_status status = pneu_i_alloc_grow(&message->alloc, &moved, &moved_capacity, wanted, size);
    if (status != PNEU_OK)
        return status;
    memcpy(moved, first, *capacity * size);
    *array = moved;
    *capacity = moved_capacity;
    return PNEU_OK;
}

/* ---- Life ---------------------------------------------------------------------------------------------------- */

static void use_first_room(pneu_message *message)
{
    message->nodes = message->first_nodes;
    message->node_capacity = PNEU_I_FIRST_PARTS;
    message->fields = message->first_fields;
    message->field_capacity = PNEU_I_FIRST_FIELDS;
    message->text = message->first_text;
    message->text_capacity = PNEU_I_FIRST_TEXT;
}

static pneu_message *allocate(const pneu_alloc *alloc)
{
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_message *message = pneu_i_alloc_resize(&used, NULL, 0, sizeof *message);
    if (message == NULL)
        return NULL;
    memset(message, 0, offsetof(pneu_message, input_stream));
    memset(&message->input_stream, 0, offsetof(pneu_i_stream, body));
    message->alloc = used;
    pneu_i_arena_init(&message->arena, &used);
    pneu_i_arena_init(&message->scratch, &used);
    use_first_room(message);
    return message;
}

pneu_status pneu_message_new(int32_t keep, const pneu_options *options, const pneu_alloc *alloc, pneu_message **out)
{
    if (out == NULL || !pneu_i_alloc_usable(alloc) || keep < PNEU_KEEP_ALL || keep > PNEU_KEEP_OFFSETS)
        return PNEU_ERR_ARGUMENT;
    pneu_message *message = allocate(alloc);
    if (message == NULL)
        return PNEU_ERR_MEMORY;
    pneu_i_settings_from(options, &message->settings);
    message->keep = message->mode = keep;
    pneu_status status = pneu_i_stream_init(message);
    if (status != PNEU_OK) {
        pneu_message_free(message);
        return status;
    }
    *out = message;
    return PNEU_OK;
}

static void free_bodies(pneu_message *message)
{
    for (size_t i = 0; i < message->body_count; i++)
        pneu_i_buf_free(&message->bodies[i], &message->alloc);
    message->body_count = 0;
}

static void free_array(pneu_message *message, void *array, size_t capacity, size_t size, const void *first)
{
    if (array != first)
        pneu_i_alloc_free(&message->alloc, array, capacity * size);
}

static void free_arrays(pneu_message *message)
{
    free_array(message, message->nodes, message->node_capacity, sizeof *message->nodes, message->first_nodes);
    free_array(message, message->fields, message->field_capacity, sizeof *message->fields, message->first_fields);
    free_array(message, message->text, message->text_capacity, 1, message->first_text);
    free_array(message, message->far, message->far_capacity, sizeof *message->far, NULL);
    free_array(message, message->spaces, message->space_capacity, sizeof *message->spaces, NULL);
    free_array(message, message->bodies, message->body_capacity, sizeof *message->bodies, NULL);
    free_array(message, message->jumps, message->jump_capacity, sizeof *message->jumps, NULL);
    pneu_i_overlay_free(&message->edits, &message->alloc);
    message->far = NULL;
    message->spaces = NULL;
    message->bodies = NULL;
    message->jumps = NULL;
    message->far_capacity = message->space_capacity = message->body_capacity = message->jump_capacity = 0;
    use_first_room(message);
}

static size_t bytes_in_arrays(const pneu_message *message)
{
    return message->node_capacity * sizeof *message->nodes + message->field_capacity * sizeof *message->fields +
           message->text_capacity + message->far_capacity * sizeof *message->far +
           message->space_capacity * sizeof *message->spaces + message->body_capacity * sizeof *message->bodies +
           message->jump_capacity * sizeof *message->jumps + pneu_i_overlay_held(&message->edits);
}

/* What a kept thing leaves of the bytes that may be kept. */
static size_t rest_of(size_t keep, size_t held)
{
    return held < keep ? keep - held : 0;
}

/* Empties everything that holds memory, keeping it as long as the sum stays within the ceiling. */
static void empty_memory(pneu_message *message)
{
    uint64_t ceiling = message->settings.limit[PNEU_OPTION_MAX_KEPT_MEMORY];
    size_t keep = ceiling < SIZE_MAX ? (size_t)ceiling : SIZE_MAX;
    free_bodies(message);
    pneu_i_overlay_reset(&message->edits);
    if (bytes_in_arrays(message) > keep)
        free_arrays(message);
    keep = rest_of(keep, bytes_in_arrays(message));
    if (keep < sizeof *message->spare_reader)
        pneu_i_body_reader_free_spare(message);
    keep = rest_of(keep, message->spare_reader != NULL ? sizeof *message->spare_reader : 0);
    pneu_i_arena_reset(&message->arena, keep);
    keep = rest_of(keep, message->arena.held);
    pneu_i_arena_reset(&message->scratch, keep);
    keep = rest_of(keep, message->scratch.held);
    pneu_i_buf_reset(&message->kept, &message->alloc, keep);
    keep = rest_of(keep, message->kept.capacity);
    pneu_i_buf_reset(&message->all, &message->alloc, keep);
    keep = rest_of(keep, message->all.capacity);
    pneu_i_stream_reset(message, keep);
    pneu_i_defect_log_reset(&message->log);
}

void pneu_message_reset(pneu_message *message)
{
    if (message == NULL || !message->is_used)
        return;
    empty_memory(message);
    message->mode = message->keep;
    message->is_borrowed = message->is_used = message->is_finished = message->has_line_end = 0;
    message->error = PNEU_OK;
    message->size = 0;
    message->values = NULL;
    message->node_count = message->field_count = message->space_count = 0;
    message->far_count = message->text_length = message->jump_count = 0;
    message->input = pneu_i_str_of(NULL, 0);
}

void pneu_message_free(pneu_message *message)
{
    if (message == NULL)
        return;
    pneu_alloc alloc = message->alloc;
    free_bodies(message);
    free_arrays(message);
    pneu_i_body_reader_free_spare(message);
    pneu_i_arena_free(&message->arena);
    pneu_i_arena_free(&message->scratch);
    pneu_i_buf_free(&message->kept, &alloc);
    pneu_i_buf_free(&message->all, &alloc);
    pneu_i_defect_log_free(&message->log, &alloc);
    pneu_i_stream_free(message);
    pneu_i_alloc_free(&alloc, message, sizeof *message);
}

/* ---- Filling --------------------------------------------------------------------------------------------------- */

pneu_status pneu_message_push(pneu_message *message, const void *bytes, size_t len)
{
    if (message == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (message->error != PNEU_OK)
        return message->error;
    if (message->is_finished)
        return PNEU_ERR_STATE;
    if (len == 0)
        return PNEU_OK;
    message->size += len;
    if (message->mode == PNEU_KEEP_ALL && !message->is_borrowed)
        message->error = pneu_i_buf_append(&message->all, &message->alloc, bytes, len);
    message->is_used = 1;
    if (message->error == PNEU_OK)
        message->error = pneu_i_tree_build(message, bytes, len);
    return message->error;
}

pneu_status pneu_message_finish(pneu_message *message)
{
    if (message == NULL)
        return PNEU_ERR_ARGUMENT;
    if (message->error != PNEU_OK)
        return message->error;
    if (message->is_finished)
        return PNEU_ERR_STATE;
    message->is_used = 1;
    message->error = pneu_i_tree_complete(message);
    if (message->error != PNEU_OK)
        return message->error;
    if (!message->is_borrowed && message->mode == PNEU_KEEP_ALL)
        message->input = pneu_i_str_of(message->all.ptr, message->all.len);
    pneu_i_message_sort_defects(message);
    message->is_finished = 1;
    return PNEU_OK;
}

pneu_status pneu_message_parse_again(pneu_message *message, const void *bytes, size_t len)
{
    if (message == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_message_reset(message);
    message->is_used = message->is_borrowed = 1;
    message->mode = PNEU_KEEP_ALL;
    message->input = pneu_i_str_of(bytes, len);
    pneu_status status = pneu_message_push(message, bytes, len);
    return status == PNEU_OK ? pneu_message_finish(message) : status;
}

pneu_status pneu_message_parse(const void *bytes, size_t len, const pneu_options *options, const pneu_alloc *alloc,
                               pneu_message **out)
{
    if (out == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_message *message;
    pneu_status status = pneu_message_new(PNEU_KEEP_ALL, options, alloc, &message);
    if (status != PNEU_OK)
        return status;
    status = pneu_message_parse_again(message, bytes, len);
    if (status != PNEU_OK) {
        pneu_message_free(message);
        return status;
    }
    *out = message;
    return PNEU_OK;
}

/* ---- The message as a whole ------------------------------------------------------------------------------------ */

uint64_t pneu_message_size(const pneu_message *message)
{
    return message != NULL ? message->size : 0;
}

/* The parser has seen every line end, and says so in its defects: all are LF, or some are. */
int32_t pneu_message_line_ending(const pneu_message *message)
{
    const pneu_i_node *root = pneu_i_part(message, 0);
    if (root == NULL)
        return PNEU_LINE_ENDING_NONE;
    if (pneu_defect_set_has(&message->input_stream.found, PNEU_DEFECT_LINE_LF_ENDINGS))
        return PNEU_LINE_ENDING_LF;
    if (pneu_defect_set_has(&message->input_stream.found, PNEU_DEFECT_LINE_BARE_LF))
        return PNEU_LINE_ENDING_MIXED;
    return message->has_line_end || root->summary.lines > 0 ? PNEU_LINE_ENDING_CRLF : PNEU_LINE_ENDING_NONE;
}

uint32_t pneu_message_part_count(const pneu_message *message)
{
    return message != NULL && message->is_finished ? message->node_count : 0;
}
