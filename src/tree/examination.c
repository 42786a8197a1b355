/*
 * What only decoding shows of a body. In: a body in pieces, as it stands. Out: the decoded length, and defects with
 * offsets in the part's space: those of the codec, and cte_legacy (cte_uu_in_text) for uuencoded blocks in text.
 * Constant memory. Invariant: nothing depends on how the body is cut.
 */
#include "tree/examination.h"

#include "tree/message.h"

/* A find of the codec: its offsets count from the body's first byte. */
static pneu_status take_find(void *ctx, const pneu_defect *found)
{
    const pneu_i_examination *body = ctx;
    pneu_i_node *node = &body->message->nodes[body->part];
    pneu_defect defect = *found;
    defect.offset += node->summary.body_offset;
    defect.part = body->part;
    defect.space = node->space;
    return pneu_i_message_record(body->message, &defect);
}

/* Texts in which programs look for uuencoded blocks: they go by the lines as they stand, and in base64 see none. */
static int is_text_to_scan(const pneu_message *message, const pneu_i_node *node)
{
    static const char text[] = "text/";
    return node->kind == PNEU_KIND_LEAF && node->encoding != PNEU_ENCODING_BASE64 &&
           node->type_length > sizeof text - 1 && memcmp(message->text + node->text, text, sizeof text - 1) == 0;
}

void pneu_i_examination_start(pneu_i_examination *body, pneu_message *message, uint32_t part, int scope)
{
    const pneu_i_node *node = &message->nodes[part];
    int32_t encoding = pneu_i_node_is_encoded(node) ? node->encoding : PNEU_ENCODING_BINARY;
    body->message = message;
    body->part = part;
    body->is_text = scope == PNEU_I_EXAMINE_ALL && is_text_to_scan(message, node);
    body->decoded_length = 0;
    memset(&body->uu, 0, sizeof body->uu);
    pneu_i_body_decoder_start(&body->decoder, encoding, pneu_i_node_choice(message, node, PNEU_READING_BASE64_PADDING),
                              pneu_i_settings_cpu_level(&message->settings));
    if (scope == PNEU_I_EXAMINE_ALL && !body->decoder.is_plain)
        pneu_i_codec_report_to(&body->decoder.codec, take_find, body);
}

/* A place in decoded text has none in the input: then the body's start is named. */
static pneu_status report_uu(pneu_i_examination *body)
{
    pneu_span where = {body->message->nodes[body->part].summary.body_offset, 0};
    if (body->decoder.is_plain) {
        where.offset += body->uu.line_start;
        where.length = body->uu.offset - body->uu.line_start;
    }
    return pneu_i_message_report(body->message, body->part, PNEU_DEFECT_CTE_LEGACY, PNEU_DETAIL_CTE_UU_IN_TEXT, &where);
}

static pneu_status take_decoded(void *ctx, const char *bytes, size_t len)
{
    pneu_i_examination *body = ctx;
    const pneu_i_tree_watch *watch = &body->message->watch;
    pneu_status status = PNEU_OK;
    body->decoded_length += len;
    if (watch->decoded != NULL && len > 0)
        status = watch->decoded(watch->ctx, body->message, body->part, pneu_i_str_of(bytes, len));
    while (body->is_text && len > 0 && status == PNEU_OK) {
        size_t used;
        if (pneu_i_uu_scan_find(&body->uu, bytes, len, &used))
            status = report_uu(body);
        bytes += used;
        len -= used;
    }
    return status;
}

pneu_status pneu_i_examination_feed(pneu_i_examination *body, pneu_str bytes)
{
    const pneu_i_tree_watch *watch = &body->message->watch;
    pneu_status status = watch->body != NULL ? watch->body(watch->ctx, body->message, body->part, bytes) : PNEU_OK;
    return status == PNEU_OK ? pneu_i_body_decoder_push(&body->decoder, bytes, take_decoded, body) : status;
}

pneu_status pneu_i_examination_end(pneu_i_examination *body)
{
    return pneu_i_body_decoder_finish(&body->decoder, take_decoded, body);
}

pneu_status pneu_i_examine_body(pneu_message *message, uint32_t part, int scope, pneu_str raw, uint64_t *length)
{
    pneu_i_examination body;
    pneu_i_examination_start(&body, message, part, scope);
    pneu_status status = pneu_i_examination_feed(&body, raw);
    if (status == PNEU_OK)
        status = pneu_i_examination_end(&body);
    if (status == PNEU_OK)
        *length = body.decoded_length;
    return status;
}
