/*
 * The oracle for single edits (law 5). In: a message, an edit. Two looks at the result: its bytes against those of the
 * input, around the span that was to change; and, for messages that all parsers read alike, the tree that is read from it
 * against the tree before.
 */
#include "support/edit_check.h"

#include "support/edit_run.h"
#include "support/must.h"

#define FIELD "X-New: new"
#define CONTENT "new content"
#define ENTITY "Content-Type: text/plain\r\n\r\n" CONTENT

static pneu_str str(const char *s)
{
    pneu_str made = {s, strlen(s)};
    return made;
}

static int is_same(pneu_str a, pneu_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* ---- Making -------------------------------------------------------------------------------------------------- */

static edit_choice settle(const pneu_message *message, edit_choice edit)
{
    edit.part %= pneu_message_part_count(message);
    uint32_t fields = pneu_part_field_count(message, edit.part);
    if (edit.what == EDIT_SET_BODY || edit.what == EDIT_SET_TEXT)
        edit.number %= PNEU_ENCODING_BASE64 + 1;
    else if (edit.what != EDIT_INSERT_CHILD && fields > 0)
        edit.number %= fields;
    return edit;
}

/* The name of the field that is chosen, or one that is not there. */
static pneu_str name_of(pneu_message *message, edit_choice edit)
{
    pneu_field field;
    if (pneu_part_field(message, edit.part, edit.number, &field) != PNEU_OK)
        return str("X-New");
    return field.name;
}

static pneu_status make_field(pneu_message *message, edit_choice edit)
{
    pneu_str name = name_of(message, edit);
    switch (edit.what) {
    case EDIT_SET: return pneu_part_put_field(message, edit.part, PNEU_PUT_SET, name, str("new"));
    case EDIT_ADD: return pneu_part_put_field(message, edit.part, PNEU_PUT_ADD, str("X-New"), str("new"));
    case EDIT_PREPEND: return pneu_part_put_text(message, edit.part, PNEU_PUT_PREPEND, str("X-New"), str("new"));
    case EDIT_INSERT_FIELD: return pneu_part_insert_field(message, edit.part, edit.number, str("X-New"), str("new"));
    case EDIT_REMOVE_FIELDS: return pneu_part_remove_fields(message, edit.part, name);
    case EDIT_REMOVE_FIELD: return pneu_part_remove_field(message, edit.part, edit.number);
    default: return pneu_part_rename_fields(message, edit.part, name, str("X-New"));
    }
}

pneu_status edit_make(pneu_message *message, edit_choice edit)
{
    edit = settle(message, edit);
    switch (edit.what) {
    case EDIT_REPLACE: return pneu_part_replace(message, edit.part, str(ENTITY));
    case EDIT_INSERT_BEFORE: return pneu_part_insert(message, edit.part, PNEU_INSERT_BEFORE, str(ENTITY));
    case EDIT_INSERT_AFTER: return pneu_part_insert(message, edit.part, PNEU_INSERT_AFTER, str(ENTITY));
    case EDIT_INSERT_CHILD: return pneu_part_insert_child(message, edit.part, edit.number, str(ENTITY));
    case EDIT_REMOVE: return pneu_part_remove(message, edit.part);
    case EDIT_WRAP: return pneu_part_wrap(message, edit.part, str("mixed"), str(""));
    case EDIT_SET_BODY: return pneu_part_set_body(message, edit.part, str(CONTENT), (int32_t)edit.number);
    case EDIT_SET_TEXT: return pneu_part_set_text(message, edit.part, str(CONTENT), (int32_t)edit.number);
    default: return make_field(message, edit);
    }
}

/* ---- Bytes --------------------------------------------------------------------------------------------------- */

static size_t common_prefix(pneu_str a, pneu_str b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && a.ptr[i] == b.ptr[i])
        i++;
    return i;
}

static size_t common_suffix(pneu_str a, pneu_str b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && a.ptr[a.len - 1 - i] == b.ptr[b.len - 1 - i])
        i++;
    return i;
}

static int is_touched(const pneu_message *message, int32_t what)
{
    uint32_t part;
    int32_t touched;
    for (size_t i = 0; pneu_message_touch(message, i, &part, &touched) == PNEU_OK; i++)
        if (touched == what)
            return 1;
    return 0;
}

/* What stands before `from` and behind `end` is as it was. */
static void check_outside(pneu_str before, pneu_str after, uint64_t from, uint64_t end)
{
    size_t tail = before.len - (size_t)end;
    MUST(after.len >= from + tail);
    MUST(from == 0 || memcmp(before.ptr, after.ptr, (size_t)from) == 0);
    MUST(tail == 0 || memcmp(before.ptr + end, after.ptr + after.len - tail, tail) == 0);
}

/* The bytes of one field were cut out, or something was put before it. */
static void check_one_field(pneu_message *message, edit_choice edit, pneu_str before, pneu_str after)
{
    pneu_field field;
    MUST(pneu_part_field(message, edit.part, edit.number, &field) == PNEU_OK);
    int is_cut = edit.what == EDIT_REMOVE_FIELD;
    check_outside(before, after, field.offset, is_cut ? field.offset + field.length : field.offset);
    if (is_cut)
        MUST(after.len == before.len - field.length);
    else
        MUST(memcmp(after.ptr + field.offset, FIELD, strlen(FIELD)) == 0);
}

static int begins_with(pneu_str all, const char *bytes, size_t len)
{
    return all.len >= len && (len == 0 || memcmp(all.ptr, bytes, len) == 0);
}

/* The part, and the type that it had as the default of a digest behind its first lines: no field can be put before a
 * line that would continue it, nor before one of an mbox. */
static int begins_with_typed(pneu_str all, pneu_str part)
{
    static const char type[] = "Content-Type: message/rfc822";
    size_t len = sizeof type - 1;
    for (size_t at = 1; at <= part.len && begins_with(all, part.ptr, at); at++) {
        pneu_str rest = {all.ptr + at, all.len - at};
        if (part.ptr[at - 1] != '\n' || !begins_with(rest, type, len))
            continue;
        len += rest.len > len && rest.ptr[len] == '\r' ? 2 : 1;
        return rest.len >= len && begins_with((pneu_str){rest.ptr + len, rest.len - len}, part.ptr + at, part.len - at);
    }
    return 0;
}

/* The part stands there whole, with something before and behind it. */
static void check_wrapped(pneu_str before, pneu_str after, const pneu_span *part)
{
    pneu_str body = {before.ptr + part->offset, (size_t)part->length};
    check_outside(before, after, part->offset, part->offset + part->length);
    pneu_str there = {after.ptr + part->offset, after.len - (size_t)part->offset};
    for (; there.len > 0 && !begins_with(there, body.ptr, body.len) && !begins_with_typed(there, body); there.len--)
        there.ptr++;
    MUST(there.len > 0 || body.len == 0);
}

static void check_bytes(pneu_message *message, edit_choice edit, pneu_str before, pneu_str after)
{
    pneu_span part, header;
    pneu_part_span(message, edit.part, &part);
    pneu_part_header_span(message, edit.part, &header);
    size_t same = common_prefix(before, after) + common_suffix(before, after);
    if (is_touched(message, PNEU_TOUCHED_ENCODING))
        return;
    if (edit.what == EDIT_REMOVE_FIELD || edit.what == EDIT_INSERT_FIELD)
        check_one_field(message, edit, before, after);
    else if (edit.what <= EDIT_RENAME)
        check_outside(before, after, header.offset, header.offset + header.length);
    if ((edit.what == EDIT_ADD || edit.what == EDIT_PREPEND) && !is_touched(message, PNEU_TOUCHED_LINE_END))
        MUST(same >= before.len && after.len > before.len);
    if (edit.what >= EDIT_INSERT_BEFORE && edit.what <= EDIT_INSERT_CHILD)
        MUST(same >= before.len || pneu_message_touch_count(message) > 0);
    if (edit.what == EDIT_REMOVE)
        MUST(same >= after.len || is_touched(message, PNEU_TOUCHED_CLOSE));
    if (edit.what == EDIT_REPLACE || edit.what >= EDIT_WRAP)
        check_outside(before, after, part.offset, part.offset + part.length);
    if (edit.what == EDIT_WRAP && !is_touched(message, PNEU_TOUCHED_MIME))
        check_wrapped(before, after, &part);
}

/* ---- Trees --------------------------------------------------------------------------------------------------- */

/* 1 if nothing in the message is read in different ways. */
static int is_plain(const pneu_message *message)
{
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++)
        if (pneu_message_defect(message, i)->severity >= PNEU_SEVERITY_AMBIGUOUS)
            return 0;
    return 1;
}

static int is_inside(const pneu_message *message, uint32_t part, uint32_t top)
{
    while (part != PNEU_NO_PART && part != top)
        part = pneu_part_parent(message, part);
    return part == top;
}

static uint32_t count_inside(const pneu_message *message, uint32_t top)
{
    uint32_t count = 0;
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++)
        count += (uint32_t)is_inside(message, part, top);
    return count;
}

/* How many parts there are more behind the edit. */
static int64_t growth(const pneu_message *message, edit_choice edit)
{
    if (edit.what == EDIT_REPLACE)
        return 1 - (int64_t)count_inside(message, edit.part);
    if (edit.what == EDIT_REMOVE)
        return -(int64_t)count_inside(message, edit.part);
    if (edit.what == EDIT_SET_BODY || edit.what == EDIT_SET_TEXT)
        return 1 - (int64_t)count_inside(message, edit.part);
    return edit.what >= EDIT_INSERT_BEFORE && edit.what <= EDIT_WRAP ? 1 : 0;
}

/* The number that the first part behind what was edited had. */
static uint32_t first_behind(const pneu_message *message, edit_choice edit)
{
    uint32_t child = pneu_part_first_child(message, edit.part);
    if (edit.what == EDIT_INSERT_BEFORE)
        return edit.part;
    for (uint32_t i = edit.number; edit.what == EDIT_INSERT_CHILD && child != PNEU_NO_PART; i--) {
        if (i == 0)
            return child;
        child = pneu_part_next_sibling(message, child);
    }
    return edit.part + count_inside(message, edit.part);
}

static void check_others(pneu_message *before, pneu_message *after, edit_choice edit)
{
    int64_t more = growth(before, edit);
    uint32_t behind = first_behind(before, edit), count = pneu_message_part_count(before);
    MUST((int64_t)pneu_message_part_count(after) == (int64_t)count + more);
    for (uint32_t part = 0; part < count; part++) {
        if (is_inside(before, edit.part, part) || (part >= edit.part && part < behind))
            continue;
        uint32_t now = part < behind ? part : (uint32_t)(part + more);
        MUST(is_same(edit_bytes_of(before, part), edit_bytes_of(after, now)));
    }
}

static uint32_t count_named(pneu_message *message, uint32_t part, pneu_str name, pneu_field *first)
{
    uint32_t count = 0, index = 0;
    pneu_field field;
    for (; pneu_part_find_field(message, part, pneu_field_id(name), name, &index, &field) == PNEU_OK; index++)
        if (count++ == 0)
            *first = field;
    return count;
}

/* " new", behind a fold where the name fills the line. */
static int is_new(pneu_str value)
{
    return is_same(value, str(" new")) || is_same(value, str("\r\n new")) || is_same(value, str("\n new"));
}

static void check_fields(pneu_message *before, pneu_message *after, edit_choice edit)
{
    pneu_field first, new_one;
    pneu_str name = name_of(before, edit);
    uint32_t was = count_named(before, edit.part, name, &first), is = count_named(after, edit.part, name, &first);
    uint32_t last = pneu_part_field_count(after, edit.part) - 1;
    if (edit.what == EDIT_SET)
        MUST(is == 1 && is_new(first.value));
    if (edit.what == EDIT_REMOVE_FIELDS || edit.what == EDIT_RENAME)
        MUST(is == 0 || is_same(name, str("X-New")));
    if (edit.what == EDIT_REMOVE_FIELD)
        MUST(is == was - 1);
    if (edit.what != EDIT_ADD && edit.what != EDIT_PREPEND && edit.what != EDIT_INSERT_FIELD)
        return;
    uint32_t place = edit.what == EDIT_ADD ? last : edit.what == EDIT_PREPEND ? 0 : edit.number;
    MUST(pneu_part_field(after, edit.part, place, &new_one) == PNEU_OK);
    MUST(is_same(new_one.name, str("X-New")) && is_same(new_one.value, str(" new")));
}

static void check_tree(pneu_message *before, pneu_message *after, edit_choice edit)
{
    pneu_str name = name_of(before, edit), body;
    int is_of_mime = name.len > 4 && ((name.ptr[0] | 32) == 'c' || (name.ptr[0] | 32) == 'm');
    if (edit.what <= EDIT_RENAME && is_of_mime && edit.what != EDIT_ADD && edit.what != EDIT_PREPEND)
        return;
    check_others(before, after, edit);
    if (edit.what <= EDIT_RENAME)
        check_fields(before, after, edit);
    if (edit.what == EDIT_SET_BODY || edit.what == EDIT_SET_TEXT) {
        MUST(pneu_part_body(after, edit.part, &body) == PNEU_OK);
        MUST(body.len >= strlen(CONTENT) && memcmp(body.ptr, CONTENT, strlen(CONTENT)) == 0);
    }
}

/* ---- Both ---------------------------------------------------------------------------------------------------- */

void edit_check(const char *bytes, size_t len, edit_choice edit)
{
    pneu_message *message, *again;
    pneu_edit_error error;
    text written = {NULL, 0, 0};
    pneu_str before = {bytes, len};
    MUST(pneu_message_parse(bytes, len, NULL, NULL, &message) == PNEU_OK);
    edit = settle(message, edit);
    pneu_status status = edit_make(message, edit);
    MUST(pneu_message_edit_error(message, &error) == PNEU_OK && error.status == status);
    MUST(edit_write(&written, message, 0, PNEU_WRITE_EXACT, 4096) == PNEU_OK);
    pneu_str after = {written.ptr, written.len};
    if (status != PNEU_OK) {
        MUST(status != PNEU_ERR_MEMORY && is_same(before, after) && !pneu_message_is_edited(message));
    } else {
        check_bytes(message, edit, before, after);
        MUST(pneu_message_parse(after.ptr, after.len, NULL, NULL, &again) == PNEU_OK);
        if (is_plain(message))
            check_tree(message, again, edit);
        pneu_message_free(again);
    }
    pneu_message_free(message);
    text_free(&written);
}
