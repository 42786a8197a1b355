/*
 * Law 9, closer: memory ends at every byte of the arenas of a message, of a builder and of the caller, not only at
 * their blocks. What is asked for is refused with PNEU_ERR_MEMORY, nothing changes, and with memory again it is done.
 */
#include "edit/builder.h"
#include "pneu/canon.h"
#include "pneu/crypto.h"
#include "pneu/reply.h"
#include "pneu/report.h"
#include "pneu/view.h"
#include "support/build_run.h"
#include "support/edit_check.h"
#include "support/edit_run.h"
#include "support/mime_text.h"
#include "support/starve.h"
#include "support/test.h"
#include "support/tree_dump.h"
#include "tree/message.h"

#define ANN "From: =?utf-8?Q?J=C3=B6rg?= <ann@example.com>\r\nTo: \"B\" <b@example.org>, g: c@example.org;\r\n"
#define HEADER                                                                                                         \
    ANN "Subject: Re: =?utf-8?Q?caf=C3=A9?=\r\nDate: Mon, 1 Jan 2024 12:00:00 +0000\r\nMessage-ID: "                   \
        "<1@example.com>\r\n"

/* Field by field and part by part what values are made of. */
static const char *const mails[] = {
    HEADER
    "References: <2@example.com> <3@example.com>\r\nList-Post: <mailto:l%40x@example.org>\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    "Content-Type: text/plain; charset=koi8-r; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "> =C1 =\r\n=C2\r\ntext\r\n--b\r\n"
    "Content-Type: image/png; name=\"=?utf-8?Q?=C3=A9.png?=\"\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Disposition: attachment; filename*=utf-8''%C3%A9.png\r\nContent-ID: <4@example.com>\r\n\r\n"
    "iVBORw==\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "U3ViamVjdDogYQ0KDQpiDQo=\r\n--b--\r\n",
    HEADER "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=s; h=from:to; bh=YQ==; b=eA==\r\n"
           "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=x; s=s; b=aa\r\n"
           "ARC-Message-Signature: i=1; a=rsa-sha256; d=x; s=s; h=from; bh=bb; b=cc\r\n"
           "ARC-Authentication-Results: i=1; x; spf=pass\r\nContent-Type: multipart/signed; micalg=pgp-sha256;\r\n"
           " protocol=\"application/pgp-signature\"; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
           "<p>One <a href=\"http://example.org/\">link</a><ul><li>a</ul>\r\n--b\r\n"
           "Content-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n",
};

typedef struct scene {
    pneu_message *message;
    pneu_builder *builder;
    pneu_arena *arena;
} scene;

/* What is done; `number` tells the ways of doing it apart. */
typedef pneu_status act(scene *s, uint32_t number);

/* ---- Edits ------------------------------------------------------------------------------------------------------ */

static pneu_status edit(scene *s, uint32_t number)
{
    return edit_make(s->message, (edit_choice){(int)(number % EDIT_COUNT), number / EDIT_COUNT, 2});
}

static pneu_status put_value(scene *s, uint32_t number)
{
    pneu_mailbox mailbox = {.name = pneu_i_str("J\xC3\xB6rg B"), .local = pneu_i_str("b"), .domain = pneu_i_str("c.d")};
    pneu_address_list list = {.mailboxes = &mailbox, .mailbox_count = 1};
    pneu_str id = pneu_i_str("a@b");
    pneu_msgid_list ids = {&id, NULL, 1};
    pneu_param param = {pneu_i_str("name"), pneu_i_str("\xC3\xA9 x"), {NULL, 0}, {NULL, 0}};
    pneu_mime_value value = {pneu_i_str("a/b"), {NULL, 0}, &param, 1};
    mailbox.group = PNEU_NO_GROUP;
    switch (number) {
    case 0: return pneu_part_put_addresses(s->message, 0, PNEU_PUT_SET, pneu_i_str("To"), &list);
    case 1: return pneu_part_put_ids(s->message, 0, PNEU_PUT_ADD, pneu_i_str("References"), &ids);
    case 2: return pneu_part_put_mime(s->message, 1, PNEU_PUT_SET, pneu_i_str("Content-Type"), &value);
    default: return pneu_part_put_text(s->message, 0, PNEU_PUT_PREPEND, pneu_i_str("Subject"), param.value);
    }
}

/* ---- Answers ---------------------------------------------------------------------------------------------------- */

static pneu_status answer(scene *s, uint32_t number)
{
    pneu_reply_options reply = {NULL, PNEU_REPLY_ALL, 0, {"Mine.\n", 6}, {"They:", 5}, NULL};
    pneu_forward_options forward = {(int32_t)number - 1, 0, {"Mine.\n", 6}, {"They:", 5}, NULL};
    return number == 0 ? pneu_builder_add_reply(s->builder, s->message, &reply)
                       : pneu_builder_add_forward(s->builder, s->message, &forward);
}

static pneu_status build(scene *s, uint32_t number)
{
    pneu_leaf leaf = build_leaf("text/plain", "x");
    pneu_str id;
    uint32_t part;
    (void)number;
    leaf.filename = pneu_i_str("\xC3\xA9 x.txt");
    pneu_status status = pneu_builder_add_message_id(s->builder, pneu_i_str("example.org"), &id);
    if (status == PNEU_OK)
        status = pneu_builder_add_address_text(s->builder, 0, pneu_i_str("From"), pneu_i_str("J\xC3\xB6 <a@b.c>"));
    if (status == PNEU_OK)
        status = pneu_builder_begin_multipart(s->builder, pneu_i_str("mixed"), NULL, 0, &part);
    if (status == PNEU_OK)
        status = pneu_builder_add_leaf(s->builder, &leaf, &part);
    return status == PNEU_OK ? pneu_builder_end(s->builder) : status;
}

/* ---- Reading ---------------------------------------------------------------------------------------------------- */

static pneu_status dump(scene *s, uint32_t number)
{
    text out = {NULL, 0, 0};
    (void)number;
    pneu_status status = tree_dump(&out, s->message);
    text_free(&out);
    return status;
}

static pneu_status show(scene *s, uint32_t number)
{
    pneu_body_text body;
    pneu_str out;
    pneu_status status = pneu_part_text(s->message, 1 + number, NULL, s->arena, &body);
    if (status == PNEU_OK)
        status = pneu_quote_text(s->message, NULL, 1, s->arena, &out);
    return status;
}

static pneu_status canonicalise(scene *s, uint32_t number)
{
    const pneu_str *fields;
    pneu_signed_part part;
    pneu_str out;
    size_t count;
    pneu_status status = pneu_canon_fields(s->message, s->arena, &fields, &count);
    if (status == PNEU_OK && number == 0)
        status = pneu_canon_signed_header(s->arena, fields, count, 5, 0, &out);
    if (status == PNEU_OK && number == 1)
        status = pneu_canon_arc_seal(s->arena, fields, count, 1, 0, &out);
    if (status == PNEU_OK && number == 2)
        status = pneu_signed_part_find(s->message, 0, s->arena, &part);
    return status;
}

/* ---- Sweep ------------------------------------------------------------------------------------------------------ */

static const struct row {
    const char *name;
    act *run;
    uint32_t ways;
} rows[] = {
    {"edits", edit, EDIT_COUNT * 5},
    {"typed edits", put_value, 4},
    {"answers", answer, 4},
    {"building", build, 1},
    {"all that can be asked of a tree", dump, 1},
    {"texts", show, 1},
    {"canonical forms", canonicalise, 3},
};

static void begin(scene *s, const char *mail)
{
    MUST(pneu_message_parse(mail, strlen(mail), NULL, NULL, &s->message) == PNEU_OK);
    s->builder = build_start(PNEU_BUILD_DRAFT | PNEU_BUILD_8BIT);
    MUST(pneu_arena_new(NULL, &s->arena) == PNEU_OK);
}

static void end(scene *s)
{
    pneu_message_free(s->message);
    pneu_builder_free(s->builder);
    pneu_arena_free(s->arena);
}

/* An arena of the scene, by number. */
static pneu_arena *arena_of(scene *s, int which)
{
    return which == 0 ? &s->message->arena : which == 1 ? &s->builder->arena : s->arena;
}

static void must_be_unchanged(pneu_message *message, const char *mail)
{
    text out = {NULL, 0, 0};
    MUST(edit_write(&out, message, 0, 0, 999) == PNEU_OK);
    MUST(text_equals("unchanged", &out, mail));
    text_free(&out);
}

typedef struct sweep {
    const struct row *row;
    const char *mail;
    uint32_t way;
    int which;         /* of the arenas */
    pneu_status usual; /* with memory */
} sweep;

/* What cannot be done at all may be refused as such without memory, too. */
static void check_refusal(const sweep *w, scene *s, pneu_status status, size_t room)
{
    if (status != PNEU_ERR_MEMORY && (status == PNEU_OK || status != w->usual))
        print_error("%s, way %u, arena %d with %zu bytes: %s\n", w->row->name, (unsigned)w->way, w->which, room,
                    pneu_status_name(status));
    MUST(status == PNEU_ERR_MEMORY || (status != PNEU_OK && status == w->usual));
    must_be_unchanged(s->message, w->mail);
    pneu_builder_reset(s->builder); /* it keeps its error */
    MUST(w->row->run(s, w->way) == w->usual);
}

/* 1 if there was too little memory. */
static int is_starved(sweep *w, size_t room)
{
    scene s;
    starving hunger;
    begin(&s, w->mail);
    starve(&hunger, arena_of(&s, w->which), room);
    pneu_status status = w->row->run(&s, w->way);
    starve_end(&hunger);
    if (hunger.refused > 0)
        check_refusal(w, &s, status, room);
    else
        w->usual = status;
    end(&s);
    return hunger.refused > 0;
}

static void test_row(void **state)
{
    sweep w = {*state, NULL, 0, 0, PNEU_OK};
    for (size_t i = 0; i < COUNT_OF(mails); i++)
        for (w.mail = mails[i], w.way = 0; w.way < w.row->ways; w.way++)
            for (w.which = 0; w.which < 3; w.which++) {
                MUST(!is_starved(&w, STARVE_MOST));
                for (size_t room = 0; is_starved(&w, room);)
                    room += _Alignof(max_align_t);
            }
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(rows)];
    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = test_row;
        tests[i].initial_state = (void *)(uintptr_t)&rows[i];
    }
    return RUN_TESTS(tests);
}
