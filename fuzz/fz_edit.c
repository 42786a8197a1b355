/*
 * Edits of any message: each alone against the oracle of tests/support/edit_check.c; then all together: what they
 * make can be written, whatever sizes are asked for, in every form, and taken back; then one after the other against
 * the model of tests/support/edit_model.c, what was put in edited again. Byte 0: how many edits, three bytes each
 * (what, part, number), and how many before they are read again; the rest: the message.
 */
#include "support/edit_check.h"
#include "support/edit_model.h"
#include "support/edit_run.h"
#include "support/fuzz_options.h"
#include "support/mail_mutator.h"
#include "support/must.h"

#define LONGEST ((size_t)20000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(1)

static int is_same(const text *a, const char *bytes, size_t len)
{
    return a->len == len && (len == 0 || memcmp(a->ptr, bytes, len) == 0);
}

static void check_together(const uint8_t *script, size_t count, const char *mail, size_t len)
{
    pneu_message *message;
    text whole = {NULL, 0, 0}, pieces = {NULL, 0, 0};
    pneu_options *options = len >= FUZZ_OPTION_BYTES ? fuzz_options((const uint8_t *)mail) : NULL;
    MUST(pneu_message_parse(mail, len, options, NULL, &message) == PNEU_OK);
    pneu_options_free(options);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *step = script + 3 * i;
        pneu_status status = edit_make(message, (edit_choice){step[0] % EDIT_COUNT, step[1], step[2]});
        MUST(status == PNEU_OK || status < 0);
        MUST(status != PNEU_ERR_MEMORY && status != PNEU_ERR_NOT_KEPT);
    }
    MUST(edit_write(&whole, message, 0, PNEU_WRITE_EXACT, 4096) == PNEU_OK);
    MUST(edit_write(&pieces, message, 0, PNEU_WRITE_EXACT, 7) == PNEU_OK);
    MUST(is_same(&whole, pieces.ptr, pieces.len));
    MUST(edit_write(&pieces, message, 0, PNEU_WRITE_DOT_STUFFED | PNEU_WRITE_END_OF_DATA, 4096) == PNEU_OK);
    pneu_message_undo_edits(message);
    MUST(edit_write(&whole, message, 0, PNEU_WRITE_EXACT, 4096) == PNEU_OK);
    MUST(is_same(&whole, mail, len));
    pneu_message_free(message);
    text_free(&whole);
    text_free(&pieces);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count = size > 0 ? data[0] % 8 + (size_t)1 : 0;
    if (size < 1 + 3 * count || size > LONGEST)
        return 0;
    const uint8_t *script = data + 1;
    const char *mail = (const char *)script + 3 * count;
    size_t len = size - 1 - 3 * count;
    for (size_t i = 0; i < count && i < 2; i++)
        edit_check(mail, len, (edit_choice){script[3 * i] % EDIT_COUNT, script[3 * i + 1], script[3 * i + 2]});
    check_together(script, count, mail, len);
    edit_model_run(mail, len, script, count, data[0] / 8 % 4 + (size_t)1);
    return 0;
}
