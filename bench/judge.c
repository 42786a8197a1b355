/*
 * What a message means, as a number that is the same however it is written: for outputs that differ in encodings, line
 * ends and folds. In: a message. Out: its leaves, and a sum over their decoded octets but CR, and over the subject and
 * the mailboxes of From and To. Everybody's output is read by our tree here.
 */
#include "ours.h"

typedef struct hash {
    uint64_t value;
} hash;

static void add_text(hash *sum, pneu_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '\r')
            sum->value = (sum->value ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001b3);
    sum->value = (sum->value ^ 256) * UINT64_C(0x100000001b3); /* its end */
}

static void add_mailboxes(hash *sum, pneu_message *message, int32_t id)
{
    pneu_address_list list;
    int32_t has;
    if (pneu_part_field_addresses(message, 0, id, &list, &has) != PNEU_OK || !has)
        return;
    for (size_t i = 0; i < list.mailbox_count; i++) {
        add_text(sum, list.mailboxes[i].name);
        add_text(sum, list.mailboxes[i].address);
    }
}

/* A text without the line ends at its end, which belong to the delimiter for some. */
static pneu_str trim(pneu_str text)
{
    while (text.len > 0 && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
        text.len--;
    return text;
}

void bench_judge(bench_tally *tally, const char *bytes, size_t len)
{
    static pneu_message *message;
    pneu_str text;
    int32_t has;
    hash sum = {UINT64_C(0xcbf29ce484222325)};
    if (message == NULL && pneu_message_new(PNEU_KEEP_ALL, NULL, NULL, &message) != PNEU_OK)
        bench_die("bench: no judge");
    if (pneu_message_parse_again(message, bytes, len) != PNEU_OK)
        bench_die("bench: a message that was written cannot be read");
    if (pneu_part_field_text(message, 0, PNEU_FIELD_SUBJECT, &text, &has) == PNEU_OK && has)
        add_text(&sum, text);
    add_mailboxes(&sum, message, PNEU_FIELD_FROM);
    add_mailboxes(&sum, message, PNEU_FIELD_TO);
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++)
        if (pneu_part_kind(message, part) == PNEU_KIND_LEAF && pneu_part_body(message, part, &text) == PNEU_OK) {
            tally->leaves++;
            add_text(&sum, trim(text));
        }
    tally->bytes += sum.value;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] > 127 && tally->is_judged)
            bench_die("bench: a message that was written is not 7-bit");
}
