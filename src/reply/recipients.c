/*
 * Who gets an answer. In: the address fields of the original, and who one is oneself. Out: lists without groups,
 * without oneself, and without anybody twice. Invariant: a mailbox that is given can be written so that it is read
 * back as it is; where its name cannot, it has none. Time is linear but for a look at each of one's own addresses.
 * Lists put themselves into Reply-To, so that a private answer would go to everybody: for answers to the author the
 * list's own address (List-Post) does not count there. RFC 5322 section 3.6.3, RFC 2369 section 3.4; Mail-Followup-To
 * and Mail-Reply-To as D. J. Bernstein describes them.
 */
#include "base/arena.h"
#include "base/str.h"
#include "pneu/reply.h"
#include "reply/address_set.h"
#include "reply/auto_answer.h"
#include "reply/list_post.h"
#include "tree/value_check.h"

#define WHO_FLAGS ((uint32_t)(PNEU_REPLY_ALL | PNEU_REPLY_LIST | PNEU_REPLY_AUTOMATIC))

typedef struct gathering {
    pneu_message *message;
    const pneu_address_list *own;
    pneu_arena *arena;
    pneu_mailbox list; /* the mailing list, if has_list */
    int has_list;
    int is_in_reply_to;      /* ... and put itself there */
    pneu_i_address_set seen; /* in both lists */
} gathering;

/* ---- One mailbox ----------------------------------------------------------------------------------------------- */

static void note_defect(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    (void)detail;
    (void)offset;
    (void)length;
    if (pneu_defect_severity(code) >= PNEU_SEVERITY_AMBIGUOUS ||
        (pneu_defect_marks(code) & PNEU_MARK_NONCONFORMING) != 0)
        *(int *)ctx = 1;
}

#define AROUND_ADDRESS (sizeof "Cc: <>," - 1)

/* PNEU_OK if the mailbox, written, is read without a defect, PNEU_ERR_UNREPRESENTABLE if not; PNEU_ERR_MEMORY. An address
 * is never folded, so that one that holds what looks like an encoded word can make a line longer than lines with encoded
 * words may be (RFC 2047 section 2). */
static pneu_status check_written(pneu_arena *arena, const pneu_mailbox *mailbox)
{
    const pneu_format format = {PNEU_FORMAT_UTF8, 0};
    int has_defect = 0;
    pneu_defect_sink sink = {note_defect, &has_defect};
    pneu_str written;
    pneu_address_list list;
    pneu_i_word_lines_check(mailbox->address, AROUND_ADDRESS, &sink);
    pneu_status status = pneu_mailbox_format(arena, mailbox, &format, &written);
    if (status == PNEU_OK)
        status = pneu_address_list_parse(arena, written, PNEU_LENIENT, &sink, &list);
    if (status != PNEU_OK)
        return status;
    int is_same = list.mailbox_count == 1 && pneu_mailbox_is_same(&list.mailboxes[0], mailbox);
    return is_same && !has_defect ? PNEU_OK : PNEU_ERR_UNREPRESENTABLE;
}

static pneu_status make_mailbox(pneu_arena *arena, pneu_str name, pneu_str address, pneu_mailbox *out)
{
    pneu_status status = pneu_mailbox_init(arena, name, address, out);
    return status == PNEU_OK ? check_written(arena, out) : status;
}

/* Made anew from name and address, or where that cannot be written from the address alone. PNEU_ERR_MEMORY; another error
 * if it cannot be written at all. */
static pneu_status clean_mailbox(pneu_arena *arena, const pneu_mailbox *from, pneu_mailbox *out)
{
    pneu_str no_name = {"", 0};
    if (from->address.len == 0 || from->domain.len == 0 || (from->flags & PNEU_MAILBOX_UNREADABLE) != 0)
        return PNEU_ERR_UNREPRESENTABLE;
    pneu_status status = make_mailbox(arena, from->name, from->address, out);
    return status == PNEU_OK || status == PNEU_ERR_MEMORY ? status : make_mailbox(arena, no_name, from->address, out);
}

/* Whatever the case of the local part: nobody means somebody else by that. */
static int is_own(const pneu_address_list *own, const pneu_mailbox *mailbox)
{
    for (size_t i = 0; own != NULL && i < own->mailbox_count; i++)
        if (pneu_i_str_same(own->mailboxes[i].address, mailbox->address))
            return 1;
    return 0;
}

/* ---- Fields ---------------------------------------------------------------------------------------------------- */

/* What a field names, without the mailing list where it put itself there. */
static pneu_status read_field(gathering *g, int32_t id, pneu_address_list *list)
{
    int32_t has;
    memset(list, 0, sizeof *list);
    pneu_status status = pneu_part_field_addresses(g->message, 0, id, list, &has);
    if (status != PNEU_OK || id != PNEU_FIELD_REPLY_TO || !g->has_list)
        return status;
    pneu_mailbox *others = pneu_i_arena_alloc(g->arena, list->mailbox_count * sizeof *others);
    size_t count = 0;
    if (others == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < list->mailbox_count; i++)
        if (pneu_mailbox_is_same(&list->mailboxes[i], &g->list))
            g->is_in_reply_to = 1;
        else
            others[count++] = list->mailboxes[i];
    list->mailboxes = others;
    list->mailbox_count = count;
    return PNEU_OK;
}

/* Adds those of `from` who are not oneself and were not seen yet. */
static pneu_status gather(gathering *g, const pneu_address_list *from, pneu_address_list *to)
{
    size_t most = to->mailbox_count + from->mailbox_count;
    pneu_mailbox *boxes = pneu_i_arena_alloc(g->arena, most * sizeof *boxes);
    if (boxes == NULL || pneu_i_address_set_reserve(&g->seen, from->mailbox_count) != PNEU_OK)
        return PNEU_ERR_MEMORY;
    if (to->mailbox_count > 0)
        memcpy(boxes, to->mailboxes, to->mailbox_count * sizeof *boxes);
    to->mailboxes = boxes;
    for (size_t i = 0; i < from->mailbox_count; i++) {
        pneu_mailbox mailbox;
        pneu_status status = clean_mailbox(g->arena, &from->mailboxes[i], &mailbox);
        if (status == PNEU_ERR_MEMORY)
            return status;
        if (status == PNEU_OK && !is_own(g->own, &mailbox) && pneu_i_address_set_add(&g->seen, &mailbox))
            boxes[to->mailbox_count++] = mailbox;
    }
    return PNEU_OK;
}

static pneu_status gather_field(gathering *g, int32_t id, pneu_address_list *to)
{
    pneu_address_list list;
    pneu_status status = read_field(g, id, &list);
    return status == PNEU_OK && list.mailbox_count > 0 ? gather(g, &list, to) : status;
}

/* The first of these fields that names somebody but oneself. */
static pneu_status gather_first(gathering *g, const int32_t *ids, size_t count, pneu_address_list *to)
{
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < count && status == PNEU_OK && to->mailbox_count == 0; i++)
        status = gather_field(g, ids[i], to);
    return status;
}

/* ---- To whom --------------------------------------------------------------------------------------------------- */

static pneu_status gather_one(gathering *g, const pneu_mailbox *one, pneu_address_list *to)
{
    const pneu_address_list list = {one, 1, NULL, 0, 0};
    return gather(g, &list, to);
}

static pneu_status gather_sender(gathering *g, pneu_address_list *to)
{
    pneu_mailbox sender;
    pneu_status status = pneu_i_auto_answer_find(g->message, g->arena, &sender);
    return status == PNEU_OK ? gather_one(g, &sender, to) : status;
}

/* Those who want the answer; where that is oneself, those to whom one wrote. */
static const int32_t author[] = {PNEU_FIELD_MAIL_REPLY_TO, PNEU_FIELD_REPLY_TO, PNEU_FIELD_FROM, PNEU_FIELD_TO};

static pneu_status gather_all(gathering *g, pneu_recipients *found)
{
    static const int32_t followup = PNEU_FIELD_MAIL_FOLLOWUP_TO;
    pneu_status status = gather_first(g, &followup, 1, &found->to);
    if (status != PNEU_OK || found->to.mailbox_count > 0)
        return status;
    status = gather_first(g, author, 4, &found->to);
    if (status == PNEU_OK && g->is_in_reply_to)
        status = gather_one(g, &g->list, &found->cc);
    if (status == PNEU_OK)
        status = gather_field(g, PNEU_FIELD_TO, &found->cc);
    return status == PNEU_OK ? gather_field(g, PNEU_FIELD_CC, &found->cc) : status;
}

/* A note to oneself is answered to oneself. */
static pneu_status gather_some(gathering *g, uint32_t flags, pneu_recipients *found)
{
    if ((flags & PNEU_REPLY_AUTOMATIC) != 0)
        return gather_sender(g, &found->to);
    if ((flags & PNEU_REPLY_LIST) != 0)
        return g->has_list ? gather_one(g, &g->list, &found->to) : PNEU_ERR_NOT_FOUND;
    pneu_status status = (flags & PNEU_REPLY_ALL) != 0 ? gather_all(g, found) : gather_first(g, author, 4, &found->to);
    if (status != PNEU_OK || found->to.mailbox_count + found->cc.mailbox_count > 0)
        return status;
    g->own = NULL;
    return gather_first(g, author, 3, &found->to);
}

pneu_status pneu_reply_recipients(pneu_message *message, const pneu_address_list *own, uint32_t flags,
                                  pneu_arena *arena, pneu_recipients *out)
{
    gathering g;
    pneu_recipients found;
    uint32_t who = flags & WHO_FLAGS;
    if (message == NULL || arena == NULL || out == NULL || (flags & ~(WHO_FLAGS | PNEU_REPLY_NO_QUOTE)) != 0 ||
        (who & (who - 1)) != 0)
        return PNEU_ERR_ARGUMENT;
    memset(&found, 0, sizeof found);
    memset(&g, 0, sizeof g);
    g.message = message;
    g.own = own;
    g.arena = g.seen.arena = arena;
    pneu_status status = pneu_i_list_post_find(message, arena, &g.list);
    g.has_list = status == PNEU_OK;
    if (status == PNEU_OK || status == PNEU_ERR_NOT_FOUND)
        status = gather_some(&g, flags, &found);
    if (status != PNEU_OK)
        return status;
    if (found.to.mailbox_count + found.cc.mailbox_count == 0)
        return PNEU_ERR_NOT_FOUND;
    *out = found;
    return PNEU_OK;
}
