/*
 * The body of a message as a person wants to see it: the algorithm of RFC 8621 section 4.1.4, which takes the choice
 * that multipart/alternative (RFC 2046 section 5.1.4) leaves to the reader, and tells bodies from attachments.
 * In: a message. Out: a set of roles for each part. Parts are visited in document order, without recursion; the lists of
 * the RFC are roles, for they too are in document order. Messages in the message are attachments, and not looked into.
 * Not handled: text types other than plain and HTML, which the RFC takes for attachments.
 */
#include "cli/body_choice.h"

#include <stdlib.h>
#include <string.h>

#include "cli/attachment.h"

/* What is known of a multipart while its parts are visited. */
struct frame {
    unsigned char is_alternative;
    unsigned char is_related;
    unsigned char in_alternative;
    unsigned char lost[BODY_HTML + 1]; /* by role: 1 if the parts to come do not belong to that body */
    uint32_t before[BODY_HTML + 1];    /* by role: how many parts had it before the multipart */
};

struct chooser {
    pneu_message *message;
    unsigned char *roles;
    struct frame *frames; /* by part; the last is the one around the message */
    uint32_t part;        /* the one visited */
    uint32_t counts[BODY_HTML + 1];
};

static int is_type(pneu_str type, const char *name)
{
    return type.len == strlen(name) && memcmp(type.ptr, name, type.len) == 0;
}

static int is_media(pneu_str type)
{
    static const char *const families[] = {"image/", "audio/", "video/"};

    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (type.len > 6 && memcmp(type.ptr, families[i], 6) == 0)
            return 1;
    return 0;
}

static struct frame *frame_around(const struct chooser *chooser, uint32_t part)
{
    uint32_t parent = pneu_part_parent(chooser->message, part);

    return &chooser->frames[parent == PNEU_NO_PART ? pneu_message_part_count(chooser->message) : parent];
}

static void give(struct chooser *chooser, const struct frame *around, uint32_t part, int role)
{
    if (around->lost[role])
        return;
    chooser->roles[part] |= (unsigned char)role;
    chooser->counts[role]++;
}

/* A part of the body, rather than an attachment. */
static pneu_status is_inline(const struct chooser *chooser, const struct frame *around, pneu_str type, int32_t *is)
{
    uint32_t parent = pneu_part_parent(chooser->message, chooser->part);
    int is_first = parent == PNEU_NO_PART || pneu_part_first_child(chooser->message, parent) == chooser->part;
    pneu_str text;
    int32_t has_name;
    pneu_status status = pneu_part_filename(chooser->message, chooser->part, &text, &has_name);

    pneu_part_disposition(chooser->message, chooser->part, &text);
    *is = !is_type(text, "attachment") && !attachment_is_message(chooser->message, chooser->part) &&
          (is_type(type, "text/plain") || is_type(type, "text/html") || is_media(type)) &&
          (is_first || (!around->is_related && (is_media(type) || !has_name)));
    return status;
}

/* One of several forms of the same: each is for the body of its kind. */
static void place_alternative(struct chooser *chooser, const struct frame *around, pneu_str type)
{
    if (is_type(type, "text/plain"))
        give(chooser, around, chooser->part, BODY_TEXT);
    else if (is_type(type, "text/html"))
        give(chooser, around, chooser->part, BODY_HTML);
    else
        chooser->roles[chooser->part] |= BODY_ATTACHED;
}

static pneu_status place_leaf(struct chooser *chooser)
{
    struct frame *around = frame_around(chooser, chooser->part);
    pneu_str type;
    int32_t is;
    pneu_status status;

    pneu_part_type(chooser->message, chooser->part, &type);
    status = is_inline(chooser, around, type, &is);
    if (status != PNEU_OK)
        return status;
    if (!is) {
        chooser->roles[chooser->part] |= BODY_ATTACHED;
        return PNEU_OK;
    }
    if (around->is_alternative) {
        place_alternative(chooser, around, type);
        return PNEU_OK;
    }
    if (around->in_alternative && is_type(type, "text/plain"))
        around->lost[BODY_HTML] = 1;
    if (around->in_alternative && is_type(type, "text/html"))
        around->lost[BODY_TEXT] = 1;
    give(chooser, around, chooser->part, BODY_TEXT);
    give(chooser, around, chooser->part, BODY_HTML);
    if (is_media(type) && (around->lost[BODY_TEXT] || around->lost[BODY_HTML]))
        chooser->roles[chooser->part] |= BODY_ATTACHED;
    return PNEU_OK;
}

static void open_multipart(struct chooser *chooser)
{
    const struct frame *around = frame_around(chooser, chooser->part);
    struct frame *frame = &chooser->frames[chooser->part];
    pneu_str type;

    pneu_part_type(chooser->message, chooser->part, &type);
    *frame = *around;
    frame->is_alternative = (unsigned char)is_type(type, "multipart/alternative");
    frame->is_related = (unsigned char)is_type(type, "multipart/related");
    frame->in_alternative |= frame->is_alternative;
    memcpy(frame->before, chooser->counts, sizeof frame->before);
}

/* Where the alternatives had one kind alone, it is the body for both tastes. */
static void close_multipart(struct chooser *chooser, uint32_t multipart)
{
    const struct frame *frame = &chooser->frames[multipart];
    int has_text = chooser->counts[BODY_TEXT] != frame->before[BODY_TEXT];
    int has_html = chooser->counts[BODY_HTML] != frame->before[BODY_HTML];
    int found = has_text ? BODY_TEXT : BODY_HTML;

    if (!frame->is_alternative || frame->lost[BODY_TEXT] || frame->lost[BODY_HTML] || has_text == has_html)
        return;
    for (uint32_t part = multipart; part <= chooser->part; part++)
        if ((chooser->roles[part] & found) != 0)
            give(chooser, frame, part, BODY_TEXT + BODY_HTML - found);
}

/* The part to be visited next; multiparts that end here are closed. */
static uint32_t leave(struct chooser *chooser)
{
    uint32_t part = chooser->part;

    while (part != PNEU_NO_PART) {
        uint32_t next = pneu_part_next_sibling(chooser->message, part);

        if (next != PNEU_NO_PART)
            return next;
        part = pneu_part_parent(chooser->message, part);
        if (part != PNEU_NO_PART)
            close_multipart(chooser, part);
    }
    return pneu_message_part_count(chooser->message);
}

static pneu_status visit_all(struct chooser *chooser)
{
    pneu_status status = PNEU_OK;

    while (status == PNEU_OK && chooser->part < pneu_message_part_count(chooser->message)) {
        uint32_t child = pneu_part_first_child(chooser->message, chooser->part);

        if (pneu_part_kind(chooser->message, chooser->part) != PNEU_KIND_MULTIPART) {
            status = place_leaf(chooser);
        } else if (child != PNEU_NO_PART) {
            open_multipart(chooser);
            chooser->part = child;
            continue;
        }
        chooser->part = leave(chooser);
    }
    return status;
}

pneu_status body_choice_make(pneu_message *message, unsigned char *roles)
{
    size_t count = pneu_message_part_count(message);
    struct chooser chooser = {.message = message, .roles = roles};
    pneu_status status;

    chooser.frames = calloc(count + 1, sizeof *chooser.frames);
    if (!chooser.frames)
        return PNEU_ERR_MEMORY;
    memset(roles, 0, count);
    status = visit_all(&chooser);
    free(chooser.frames);
    return status;
}
