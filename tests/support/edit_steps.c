/* Tables of edits. */
#include "support/edit_steps.h"

#include "support/edit_run.h"
#include "support/failing_alloc.h"
#include "support/must.h"

static pneu_str str(const char *s)
{
    pneu_str made = {s, s != NULL ? strlen(s) : 0};
    return made;
}

pneu_status edit_step_do(pneu_message *message, const edit_step *step)
{
    pneu_str given = str(step->text);
    switch (step->what) {
    case REPLACE: return pneu_part_replace(message, step->part, given);
    case BEFORE: return pneu_part_insert(message, step->part, PNEU_INSERT_BEFORE, given);
    case AFTER: return pneu_part_insert(message, step->part, PNEU_INSERT_AFTER, given);
    case CHILD: return pneu_part_insert_child(message, step->part, (uint32_t)step->number, given);
    case REMOVE: return pneu_part_remove(message, step->part);
    case WRAP: return pneu_part_wrap(message, step->part, str("mixed"), given);
    case BODY: return pneu_part_set_body(message, step->part, given, step->number);
    case TEXT: return pneu_part_set_text(message, step->part, given, step->number);
    case TYPE: return pneu_part_put_field(message, step->part, PNEU_PUT_SET, str("Content-Type"), given);
    default: return pneu_part_put_field(message, step->part, PNEU_PUT_SET, str("S"), given);
    }
}

static pneu_message *parse(const char *mail, const pneu_alloc *alloc)
{
    pneu_message *message = NULL;
    if (pneu_message_parse(mail, strlen(mail), NULL, alloc, &message) != PNEU_OK)
        return NULL;
    return message;
}

size_t edit_rows_that_fail(const edit_row *rows, size_t count)
{
    text written = {NULL, 0, 0}, touches = {NULL, 0, 0};
    size_t failures = 0;
    for (size_t i = 0; i < count; i++) {
        pneu_message *message = parse(rows[i].message, NULL);
        for (const edit_step *step = rows[i].steps; step->what != STEP_END; step++)
            if (edit_step_do(message, step) != PNEU_OK)
                (void)printf("# %s: refused\n", rows[i].name);
        for (size_t room = 1; room < 80; room += 13) {
            MUST(edit_write(&written, message, 0, 0, room) == PNEU_OK);
            if (strcmp(written.ptr, rows[i].written) != 0)
                break;
        }
        text_clear(&touches);
        text_print(&touches, "%s", "");
        edit_print_touches(&touches, message);
        if (strcmp(written.ptr, rows[i].written) != 0 || strcmp(touches.ptr, rows[i].touches) != 0) {
            (void)printf("# %s: touched %s\n%s<<<\n", rows[i].name, touches.ptr, written.ptr);
            failures++;
        }
        pneu_message_undo_edits(message);
        MUST(edit_write(&written, message, 0, 0, 100) == PNEU_OK);
        MUST(strcmp(written.ptr, rows[i].message) == 0);
        pneu_message_free(message);
    }
    text_free(&written);
    text_free(&touches);
    return failures;
}

void edit_rows_without_memory(const edit_row *rows, size_t count)
{
    text before = {NULL, 0, 0}, after = {NULL, 0, 0};
    for (size_t i = 0; i < count; i++) {
        for (size_t at = 1, is_over = 0; !is_over; at++) {
            failing_alloc memory;
            failing_alloc_init(&memory, FAIL_NEVER, 0);
            pneu_message *message = parse(rows[i].message, &memory.alloc);
            memory.fail = FAIL_ONCE;
            memory.fail_at = memory.requests + at;
            for (const edit_step *step = rows[i].steps; step->what != STEP_END; step++) {
                MUST(edit_write(&before, message, 0, 0, 100) == PNEU_OK);
                size_t touched = pneu_message_touch_count(message);
                pneu_status status = edit_step_do(message, step);
                if (status == PNEU_ERR_MEMORY) {
                    MUST(edit_write(&after, message, 0, 0, 100) == PNEU_OK);
                    MUST(strcmp(after.ptr, before.ptr) == 0);
                    MUST(pneu_message_touch_count(message) == touched);
                    status = edit_step_do(message, step);
                }
                MUST(status == PNEU_OK);
            }
            is_over = memory.refused == 0;
            MUST(edit_write(&after, message, 0, 0, 100) == PNEU_OK);
            MUST(strcmp(after.ptr, rows[i].written) == 0);
            pneu_message_free(message);
            failing_alloc_check_clean(&memory);
        }
    }
    text_free(&before);
    text_free(&after);
}
