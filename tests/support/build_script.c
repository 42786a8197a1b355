#include "support/build_script.h"

#include "base/arena.h"
#include "base/str.h"
#include "support/must.h"
#include "support/script_values.h"

/* The state of a run: the script's bytes, and what is needed while it is read. */
typedef struct run {
    build_script *script;
    pneu_builder *builder;
    script_values values;
    uint32_t open; /* innermost multipart */
    uint32_t random;
} run;

/* ---- Fields ---------------------------------------------------------------------------------------------------- */

static script_field *note_field(run *r, uint32_t part, int32_t kind, pneu_str name)
{
    build_script *script = r->script;
    static script_field surplus;
    script_field *field = script->field_count < SCRIPT_FIELDS ? &script->fields[script->field_count++] : &surplus;
    memset(field, 0, sizeof *field);
    field->part = part;
    field->kind = kind;
    field->name = script_keep(&r->values, name.ptr, name.len);
    return field;
}

/* 1 if the call was accepted. A refusal is forgotten; lack of memory is not. */
static int accepted(run *r, pneu_status status)
{
    pneu_build_error error;
    if (status == PNEU_OK)
        return 1;
    pneu_builder_error(r->builder, &error);
    MUST(error.status == status || status == PNEU_ERR_NOT_FOUND);
    r->script->refused++;
    (void)pneu_builder_clear_error(r->builder);
    return 0;
}

#define U_LABELS                                                                                                       \
    "j@b\xC3\xBC"                                                                                                      \
    "cher.example"

static pneu_mailbox some_mailbox(run *r)
{
    static const char *const addresses[] = {
        "j@x.example", "john.doe@a.b.example", "\"odd local\"@x.example",   "x@[192.0.2.1]",           "no-domain", "",
        "a@b@c",       "\xC3\xBC@x.example",   "a@b.example>,<c@d.example", "=?utf-8?q?x?=@b.example", U_LABELS};
    pneu_mailbox box;
    unsigned which = script_choose(&r->values, 24);
    pneu_str address = pneu_i_str(addresses[which < COUNT_OF(addresses) ? which : which % 2]);
    pneu_str name = script_choose(&r->values, 4) == 0 ? pneu_i_str("") : script_text(&r->values);
    if (pneu_mailbox_init(r->script->arena, name, address, &box) != PNEU_OK)
        MUST(pneu_mailbox_init(r->script->arena, pneu_i_str("N. N."), pneu_i_str("n@x.example"), &box) == PNEU_OK);
    return box;
}

/* What is read back: domains are written as A-labels. */
static void expect_a_labels(const run *r, pneu_mailbox *boxes, size_t count)
{
    for (size_t i = 0; i < count && (r->script->flags & PNEU_BUILD_UTF8) == 0; i++)
        if (pneu_i_str_is(boxes[i].address, U_LABELS))
            MUST(pneu_mailbox_init(r->script->arena, boxes[i].name, pneu_i_str("j@xn--bcher-kva.example"), &boxes[i]) ==
                 PNEU_OK);
}

static void add_addresses(run *r, uint32_t part, const char *name)
{
    pneu_mailbox *boxes = pneu_i_arena_alloc(r->script->arena, 40 * sizeof *boxes);
    pneu_address_list list = {boxes, 1, NULL, 0, 0};
    MUST(boxes != NULL);
    if (strcmp(name, "From") != 0)
        list.mailbox_count = script_choose(&r->values, 8) == 0 ? 40 : script_choose(&r->values, 4);
    for (size_t i = 0; i < list.mailbox_count; i++)
        boxes[i] = some_mailbox(r);
    if (accepted(r, pneu_builder_add_addresses(r->builder, part, pneu_i_str(name), &list))) {
        expect_a_labels(r, boxes, list.mailbox_count);
        note_field(r, part, PNEU_FIELD_KIND_ADDRESSES, pneu_i_str(name))->addresses = list;
    }
}

static void add_date(run *r, uint32_t part, const char *name)
{
    int64_t epoch = (int64_t)script_byte(&r->values) * 12345678;
    int32_t offset = ((int32_t)script_byte(&r->values) % 113 - 56) * 15; /* up to 14 hours: beyond it is a defect */
    pneu_date date = {epoch, offset, 1};
    if (accepted(r, pneu_builder_add_date(r->builder, part, pneu_i_str(name), &date)))
        note_field(r, part, PNEU_FIELD_KIND_DATE, pneu_i_str(name))->date = date;
}

static void add_ids(run *r, uint32_t part, const char *name)
{
    static const char *const known[] = {
        "a@x.example", "\"q u\"@x.example", "1$2@[192.0.2.1]", "no-at-sign", "a b@x", "a@x>\r\nX: <b@x", "",
        "\xC3\xA9@x"};
    pneu_str *ids = pneu_i_arena_alloc(r->script->arena, 30 * sizeof *ids);
    size_t count = script_choose(&r->values, 5) == 0 ? 30 : 1 + script_choose(&r->values, 3);
    MUST(ids != NULL);
    if (strcmp(name, "Message-ID") == 0)
        count = 1;
    for (size_t i = 0; i < count; i++) {
        unsigned which = script_choose(&r->values, 32);
        ids[i] = pneu_i_str(known[which < COUNT_OF(known) ? which : 0]);
    }
    if (accepted(r, pneu_builder_add_ids(r->builder, part, pneu_i_str(name), ids, count))) {
        script_field *field = note_field(r, part, PNEU_FIELD_KIND_IDS, pneu_i_str(name));
        field->ids.ids = ids;
        field->ids.count = count;
    }
}

static void add_text(run *r, uint32_t part, pneu_str name)
{
    pneu_str value = script_text(&r->values);
    if (accepted(r, pneu_builder_add_text(r->builder, part, name, value)))
        note_field(r, part, PNEU_FIELD_KIND_TEXT, name)->text = value;
}

static void add_raw(run *r, uint32_t part)
{
    static const char *const names[] = {
        "X-Raw", "Auto-Submitted", "List-Id", "Received", "From", "Content-Type", "X Y", "X:", "", "Precedence"};
    static const char *const values[] = {"auto-generated",
                                         "<list.x.example>",
                                         "plain text here",
                                         "a\r\n b",
                                         "(open",
                                         "from a.example by b.example; Sat, 21 Nov 2026 09:05:00 +0100",
                                         "\xC3\xA9",
                                         "=?utf-8?q?x?=",
                                         "",
                                         "  spaced  out  "};
    pneu_str name = pneu_i_str(names[script_choose(&r->values, COUNT_OF(names))]);
    pneu_str value = pneu_i_str(values[script_choose(&r->values, COUNT_OF(values))]);
    if (accepted(r, pneu_builder_add_raw(r->builder, part, name, value)))
        note_field(r, part, PNEU_FIELD_KIND_OTHER, name)->text = value;
}

static void add_some_fields(run *r, uint32_t part, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        switch (script_choose(&r->values, 10)) {
        case 0: add_text(r, part, pneu_i_str("Comments")); break;
        case 1: add_text(r, part, pneu_i_str("X-Text")); break;
        case 2: add_text(r, part, script_text(&r->values)); break;
        case 3: add_addresses(r, part, "X-Somebody"); break;
        case 4: add_ids(r, part, "References"); break;
        case 5: add_ids(r, part, "In-Reply-To"); break;
        case 6: add_raw(r, part); break;
        case 7: add_date(r, part, "X-Date"); break;
        case 8: add_addresses(r, part, "Cc"); break;
        default: add_text(r, part, pneu_i_str("Subject")); break;
        }
    }
}

static void add_header(run *r)
{
    if (script_choose(&r->values, 4) != 0)
        add_text(r, 0, pneu_i_str("Subject"));
    add_addresses(r, 0, "From");
    add_addresses(r, 0, "To");
    add_ids(r, 0, "Message-ID");
    add_date(r, 0, "Date");
    add_some_fields(r, 0, script_choose(&r->values, 6));
}

/* ---- Bodies ---------------------------------------------------------------------------------------------------- */

static void note_part(run *r, uint32_t number, int is_multipart, pneu_str type)
{
    build_script *script = r->script;
    MUST(number == script->part_count && number < SCRIPT_PARTS);
    script_part *part = &script->parts[script->part_count++];
    memset(part, 0, sizeof *part);
    part->parent = number == 0 ? PNEU_NO_PART : r->open;
    part->is_multipart = is_multipart;
    part->type = script_keep(&r->values, type.ptr, type.len);
}

static int is_text_type(pneu_str type)
{
    return type.len > 5 &&
           (memcmp(type.ptr, "text/", 5) == 0 || memcmp(type.ptr, "message/", 8) == 0 ||
            pneu_i_str_is(type, "application/pgp-signature") || pneu_i_str_is(type, "application/pgp-encrypted"));
}

/* Adds a leaf as it is, and notes it if it is accepted. */
static void put_leaf(run *r, const pneu_leaf *leaf)
{
    uint32_t number;
    if (r->script->part_count >= SCRIPT_PARTS - 8 || !accepted(r, pneu_builder_add_leaf(r->builder, leaf, &number)))
        return;
    note_part(r, number, 0, leaf->type);
    script_part *part = &r->script->parts[number];
    part->is_exact = !is_text_type(leaf->type) && (leaf->flags & PNEU_LEAF_LINES) == 0;
    part->filename = leaf->filename;
    part->content_id = leaf->content_id;
    part->description = leaf->description;
    part->body = leaf->content.bytes;
}

static void add_leaf(run *r)
{
    static const char *const types[] = {
        "text/plain",       "text/html",       "image/png", "application/octet-stream", "message/rfc822", "text/x-odd",
        "application/json", "multipart/mixed", "text",      "message/partial",          "a b/c"};
    pneu_leaf leaf;
    memset(&leaf, 0, sizeof leaf);
    leaf.type = pneu_i_str(types[script_choose(&r->values, 16) < 14 ? script_choose(&r->values, 7)
                                                                    : script_choose(&r->values, COUNT_OF(types))]);
    if (pneu_i_str_is(leaf.type, "message/rfc822"))
        script_content(&r->values, &leaf.content, script_message(&r->values));
    else
        script_content(&r->values, &leaf.content,
                       is_text_type(leaf.type) ? script_lines(&r->values) : script_octets(&r->values));
    if (script_choose(&r->values, 2) == 0)
        leaf.filename = script_text(&r->values);
    if (script_choose(&r->values, 4) == 0)
        leaf.description = script_text(&r->values);
    if (script_choose(&r->values, 4) == 0)
        leaf.content_id = script_choose(&r->values, 4) != 0 ? pneu_i_str("part1@x.example") : script_text(&r->values);
    if (script_choose(&r->values, 6) == 0)
        leaf.encoding = (int32_t)script_choose(&r->values, 6);
    if (script_choose(&r->values, 12) == 0)
        leaf.flags = script_choose(&r->values, 2);
    put_leaf(r, &leaf);
}

static void take_signed(void *ctx, const void *bytes, size_t len)
{
    text_add(&((build_script *)ctx)->signed_bytes, bytes, len);
}

static void put_signature(run *r)
{
    pneu_leaf leaf;
    memset(&leaf, 0, sizeof leaf);
    leaf.type = pneu_i_str("application/pgp-signature");
    script_content(&r->values, &leaf.content,
                   pneu_i_str("-----BEGIN PGP SIGNATURE-----\r\n\r\nabcd\r\n-----END PGP SIGNATURE-----\r\n"));
    put_leaf(r, &leaf);
}

/* A leaf that is never refused. */
static void put_plain(run *r)
{
    pneu_leaf leaf;
    memset(&leaf, 0, sizeof leaf);
    leaf.type = pneu_i_str("text/plain");
    leaf.content.bytes = pneu_i_str("Signed \xC3\xA9.\r\nends in space \r\n");
    put_leaf(r, &leaf);
}

static void add_signed(run *r)
{
    pneu_byte_sink sink = {take_signed, r->script};
    uint32_t number, around = r->open;
    if (r->script->signed_part != PNEU_NO_PART || r->script->part_count >= SCRIPT_PARTS - 12)
        return;
    if (!accepted(r, pneu_builder_begin_signed(r->builder, pneu_i_str("application/pgp-signature"),
                                               pneu_i_str("pgp-sha256"), &sink, &number)))
        return;
    note_part(r, number, 1, pneu_i_str("multipart/signed"));
    r->script->signed_part = number;
    r->open = number;
    if (script_choose(&r->values, 2) == 0)
        add_leaf(r);
    if (r->script->part_count == number + 1)
        put_plain(r);
    put_signature(r);
    (void)accepted(r, pneu_builder_end(r->builder));
    r->open = around;
}

/* A multipart of two parts whose types it asks for. */
static void add_pair(run *r, pneu_status status, uint32_t number, const char *type, const pneu_leaf *leaves)
{
    uint32_t around = r->open;
    if (!accepted(r, status))
        return;
    note_part(r, number, 1, pneu_i_str(type));
    r->open = number;
    put_leaf(r, &leaves[0]);
    put_leaf(r, &leaves[1]);
    (void)accepted(r, pneu_builder_end(r->builder));
    r->open = around;
}

static void add_encrypted(run *r)
{
    pneu_leaf leaves[2];
    uint32_t number = 0;
    memset(leaves, 0, sizeof leaves);
    leaves[0].type = pneu_i_str("application/pgp-encrypted");
    leaves[0].content.bytes = pneu_i_str("Version: 1\n");
    leaves[1].type = pneu_i_str("application/octet-stream");
    script_content(&r->values, &leaves[1].content, script_octets(&r->values));
    if (r->script->part_count >= SCRIPT_PARTS - 12)
        return;
    pneu_status status = pneu_builder_begin_encrypted(r->builder, leaves[0].type, &number);
    add_pair(r, status, number, "multipart/encrypted", leaves);
}

static void add_report(run *r)
{
    pneu_leaf leaves[2];
    uint32_t number = 0;
    memset(leaves, 0, sizeof leaves);
    leaves[0].type = pneu_i_str("text/plain");
    script_content(&r->values, &leaves[0].content, pneu_i_str("It failed.\n"));
    leaves[1].type = pneu_i_str("message/delivery-status");
    script_content(&r->values, &leaves[1].content,
                   pneu_i_str("Reporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; j@x.example\n"
                              "Action: failed\nStatus: 5.1.1\n"));
    if (r->script->part_count >= SCRIPT_PARTS - 12)
        return;
    pneu_status status = pneu_builder_begin_report(r->builder, pneu_i_str("delivery-status"), &number);
    add_pair(r, status, number, "multipart/report", leaves);
}

static void begin_multipart(run *r)
{
    static const char *const subtypes[] = {"mixed", "alternative", "related", "digest", "x-odd", "a b"};
    pneu_str subtype = pneu_i_str(subtypes[script_choose(&r->values, COUNT_OF(subtypes))]);
    char type[64];
    uint32_t number;
    if (r->script->part_count >= SCRIPT_PARTS - 12)
        return;
    if (!accepted(r, pneu_builder_begin_multipart(r->builder, subtype, NULL, 0, &number)))
        return;
    (void)snprintf(type, sizeof type, "multipart/%.*s", (int)subtype.len, subtype.ptr);
    note_part(r, number, 1, pneu_i_str(type));
    r->open = number;
    put_plain(r);
}

static void end_multipart(run *r)
{
    if (r->open == PNEU_NO_PART)
        return;
    if (accepted(r, pneu_builder_end(r->builder)))
        r->open = r->script->parts[r->open].parent;
}

static void add_parts(run *r)
{
    unsigned count = 1 + script_choose(&r->values, 10);
    for (unsigned i = 0; i < count; i++) {
        switch (script_choose(&r->values, 12)) {
        case 0: begin_multipart(r); break;
        case 1: end_multipart(r); break;
        case 2: add_signed(r); break;
        case 3: add_encrypted(r); break;
        case 4: add_report(r); break;
        default: add_leaf(r); break;
        }
        if (r->script->part_count > 0 && script_choose(&r->values, 6) == 0)
            add_some_fields(r, (uint32_t)r->script->part_count - 1, 1);
    }
    while (r->open != PNEU_NO_PART && pneu_builder_end(r->builder) == PNEU_OK)
        r->open = r->script->parts[r->open].parent;
}

/* ---- The run --------------------------------------------------------------------------------------------------- */

static pneu_status fill(void *ctx, void *out, size_t len)
{
    run *r = ctx;
    for (size_t i = 0; i < len; i++)
        ((unsigned char *)out)[i] = (unsigned char)((r->random = r->random * 1664525 + 1013904223) >> 24);
    return PNEU_OK;
}

static void read_message(run *r, size_t capacity)
{
    build_script *script = r->script;
    char *out = malloc(capacity);
    uint32_t pushed = PNEU_NO_PART;
    size_t len, idle = 0;
    MUST(out != NULL);
    while (idle < 1000) {
        script->status = pneu_builder_read(r->builder, out, capacity, &len);
        if (script->status == PNEU_OK) {
            MUST(len > 0 && len <= capacity);
            text_add(&script->message, out, len);
            idle = 0;
        } else if (script->status != PNEU_MORE) {
            break;
        } else {
            uint32_t wanted = pneu_builder_wanted(r->builder);
            MUST(len == 0 && wanted < script->part_count);
            pneu_str body = script->parts[wanted].body;
            if (pushed == wanted)
                (void)pneu_builder_finish_part(r->builder);
            else if (pneu_builder_push(r->builder, body.ptr, body.len) == PNEU_OK)
                pushed = wanted;
            idle++;
        }
    }
    free(out);
}

void build_script_run(build_script *script, pneu_str bytes, size_t capacity, const pneu_alloc *alloc)
{
    const uint8_t *start = (const uint8_t *)bytes.ptr;
    run r = {script, NULL, {NULL, start, bytes.len > 0 ? start + bytes.len : start}, PNEU_NO_PART, 7};
    pneu_random random = {fill, &r};
    memset(script, 0, sizeof *script);
    script->signed_part = PNEU_NO_PART;
    MUST(pneu_arena_new(NULL, &script->arena) == PNEU_OK);
    r.values.arena = script->arena;
    static const uint32_t flags[] = {PNEU_BUILD_8BIT, PNEU_BUILD_UTF8, 0, 0, 0};
    script->flags = PNEU_BUILD_DRAFT | flags[script_choose(&r.values, COUNT_OF(flags))];
    script->status = pneu_builder_new(script->flags, script_choose(&r.values, 2) ? &random : NULL, alloc, &r.builder);
    if (script->status != PNEU_OK)
        return;
    add_header(&r);
    add_parts(&r);
    read_message(&r, capacity);
    pneu_builder_free(r.builder);
}

void build_script_free(build_script *script)
{
    text_free(&script->signed_bytes);
    text_free(&script->message);
    pneu_arena_free(script->arena);
}
