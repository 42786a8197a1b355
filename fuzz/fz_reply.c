/*
 * Any message can be answered and passed on: what comes out is a message without a defect of the builder's making,
 * whose recipients are among those of the original.
 */
#include "base/str.h"
#include "pneu/reply.h"
#include "support/build_run.h"
#include "support/mail_mutator.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(0)

/* What a nested message or a text of the original brings along; threads keep their identifiers. */
static int is_of_the_original(const pneu_message *message, const pneu_defect *defect)
{
    uint32_t parent = pneu_part_parent(message, defect->part);
    return defect->code == PNEU_DEFECT_HDR_MISSING_REQUIRED || defect->code == PNEU_DEFECT_HDR_VALUE_MALFORMED ||
           defect->detail == PNEU_DETAIL_EW_NESTED || defect->detail == PNEU_DETAIL_CTE_UU_IN_TEXT ||
           (parent != PNEU_NO_PART && pneu_part_kind(message, parent) != PNEU_KIND_MULTIPART) ||
           pneu_part_parent(message, parent) != PNEU_NO_PART;
}

static void check_output(const text *out)
{
    pneu_message *message;
    MUST(pneu_message_parse(out->ptr, out->len, NULL, NULL, &message) == PNEU_OK);
    MUST(pneu_message_load(message) == PNEU_OK);
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        if (defect->severity >= PNEU_SEVERITY_AMBIGUOUS || (defect->marks & PNEU_MARK_NONCONFORMING) != 0)
            MUST(is_of_the_original(message, defect));
    }
    pneu_message_free(message);
}

/* Nobody to answer to; addresses that are not for 7-bit; a message that cannot be nested or converted, or has too many
 * parts. */
static int may_be_refused(pneu_status status, int is_utf8, int32_t forward)
{
    switch (status) {
    case PNEU_ERR_LIMIT: return 1;
    case PNEU_ERR_NOT_FOUND: return forward < 0;
    case PNEU_ERR_ARGUMENT: return forward < 0 ? !is_utf8 : forward != PNEU_FORWARD_INLINE;
    case PNEU_ERR_SIGNED:
    case PNEU_ERR_ENCODING:
    case PNEU_ERR_UNREPRESENTABLE:
    case PNEU_ERR_BOUNDARY: return forward == PNEU_FORWARD_7BIT;
    default: return 0;
    }
}

static const uint32_t replies[] = {0, PNEU_REPLY_ALL, PNEU_REPLY_LIST, PNEU_REPLY_AUTOMATIC};

#define REPLIES ((int32_t)COUNT_OF(replies))

/* `how`: the replies, then the ways of passing on. */
static void answer(pneu_message *message, int32_t how, int is_utf8)
{
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT | (is_utf8 ? PNEU_BUILD_UTF8 : 0));
    pneu_reply_options reply = {NULL, replies[how % REPLIES], 0, {"Mine.\n", 6}, {"They:", 5}, NULL};
    pneu_forward_options forward = {how - REPLIES, 0, {"Mine.\n", 6}, {"They:", 5}, NULL};
    text out = {NULL, 0, 0};
    pneu_status status = how < REPLIES ? pneu_builder_add_reply(builder, message, &reply)
                                       : pneu_builder_add_forward(builder, message, &forward);
    if (status == PNEU_OK) {
        MUST(build_read(builder, 999, &out) == PNEU_DONE);
        check_output(&out);
    } else {
        MUST(may_be_refused(status, is_utf8, forward.how));
    }
    text_free(&out);
    pneu_builder_free(builder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_message *message;
    MUST(pneu_message_parse(data, size, NULL, NULL, &message) == PNEU_OK);
    for (int32_t how = 0; how < REPLIES + 3; how++)
        answer(message, how, size % 2 == 1);
    pneu_message_free(message);
    return 0;
}
