/*
 * The note in the place of what was removed: a text/plain entity with its name, type and size.
 * In: an item. Out: fields, and a body without a last line end but where one is owed. What all notes of a message share
 * is made once: there may be a note for every few bytes of a message.
 * Invariants: nothing of it can be taken for a delimiter, whatever the boundary, nor for a mbox "From " line: text that
 * is not plain enough (bytes above 127, a line that begins with "-" or is over 998 bytes ...) is written in base64,
 * whose alphabet has neither dash nor space. Line ends are those of the message. RFC 2183 section 2.1, RFC 5322
 * section 2.1.1.
 */
#include "filter/strip_plan.h"

#include "base/line.h"

static const char usual_wording[] = "An attachment was removed from this message.";

/* ---- What all notes share ------------------------------------------------------------------------------------- */

static int is_printable(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || (unsigned char)text.ptr[i] >= 0x7F)
            return 0;
    return 1;
}

/* Fit for a line of its own: no tab is in the way, and nothing that could mean more than text at its begin. */
static int is_plain_line(pneu_str line)
{
    if (line.len > PNEU_I_LINE_MAX || (line.len > 0 && line.ptr[0] == '-') ||
        (line.len >= 5 && memcmp(line.ptr, "From ", 5) == 0))
        return 0;
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != '\t' && !is_printable(pneu_i_str_of(line.ptr + i, 1)))
            return 0;
    return 1;
}

static pneu_str without_last_line_ends(pneu_str text)
{
    while (text.len > 0 && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
        text.len--;
    return text;
}

/* The text with its LF as the message's line ends, and an empty line behind it. */
static pneu_status make_beginning(pneu_strip_plan *plan, pneu_str text)
{
    size_t eol = plan->line_end.len, lines = 2;
    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    char *made = pneu_i_arena_alloc(&plan->arena, text.len + lines * eol), *to = made;
    if (made == NULL)
        return PNEU_ERR_MEMORY;
    plan->notes.is_plain = 1;
    for (size_t left = lines - 1; left > 0; left--) {
        const char *end = memchr(text.ptr, '\n', text.len);
        pneu_str line = pneu_i_str_of(text.ptr, end != NULL ? (size_t)(end - text.ptr) : text.len);
        plan->notes.is_plain &= is_plain_line(line);
        memcpy(to, line.ptr, line.len);
        memcpy(to + line.len, plan->line_end.ptr, eol);
        to += line.len + eol;
        text = pneu_i_str_from(text, line.len + (end != NULL));
    }
    memcpy(to, plan->line_end.ptr, eol);
    plan->notes.beginning = pneu_i_str_of(made, (size_t)(to - made) + eol);
    return PNEU_OK;
}

pneu_status pneu_i_strip_begin_notes(pneu_strip_plan *plan)
{
    pneu_str wording = without_last_line_ends(plan->wording);
    return make_beginning(plan, wording.len > 0 ? wording : pneu_i_str(usual_wording));
}

/* ---- One note ------------------------------------------------------------------------------------------------- */

static void add(pneu_strip_plan *plan, pneu_str bytes)
{
    pneu_i_strip_notes *notes = &plan->notes;
    if (notes->status == PNEU_OK)
        notes->status = pneu_i_buf_append(&notes->text, &plan->alloc, bytes.ptr, bytes.len);
}

static void add_line(pneu_strip_plan *plan, const char *line)
{
    add(plan, pneu_i_str(line));
    add(plan, plan->line_end);
}

static void add_size(pneu_strip_plan *plan, uint64_t size)
{
    char digits[20];
    size_t first = sizeof digits;
    pneu_str unit = pneu_i_str(size == 1 ? " byte" : " bytes");
    do {
        digits[--first] = (char)('0' + size % 10);
        size /= 10;
    } while (size > 0);
    add(plan, pneu_i_str("Size: "));
    add(plan, pneu_i_str_of(digits + first, sizeof digits - first));
    add(plan, unit);
}

/* A type is a sender's word: only what is printable is repeated. */
static void add_type(pneu_strip_plan *plan, pneu_str type)
{
    add(plan, pneu_i_str("Type: "));
    if (is_printable(type)) {
        add(plan, type);
        return;
    }
    for (size_t i = 0; i < type.len; i++) {
        pneu_str c = pneu_i_str_of(type.ptr + i, 1);
        add(plan, is_printable(c) ? c : pneu_i_str("?"));
    }
}

static void add_text(pneu_strip_plan *plan, const pneu_strip_item *item)
{
    add(plan, plan->notes.beginning);
    if (item->name.len > 0) {
        add(plan, pneu_i_str("Name: "));
        add(plan, item->name);
        add(plan, plan->line_end);
    }
    add_type(plan, item->type);
    add(plan, plan->line_end);
    add_size(plan, item->size);
}

/* What was written from `begin` on, in base64. */
static void encode(pneu_strip_plan *plan, size_t begin)
{
    pneu_i_strip_notes *notes = &plan->notes;
    char room[256];
    pneu_i_codec codec;
    pneu_str text;
    if (notes->status == PNEU_OK)
        notes->status = pneu_i_arena_copy(
            &plan->scratch, pneu_i_str_from(pneu_i_str_of(notes->text.ptr, notes->text.len), begin), &text);
    if (notes->status != PNEU_OK)
        return;
    notes->text.len = begin;
    pneu_i_codec_io io = {.in = (const uint8_t *)text.ptr, .in_end = (const uint8_t *)text.ptr + text.len};
    uint32_t flags = PNEU_CODEC_TEXT | (plan->line_end.len == 1 ? (uint32_t)PNEU_CODEC_LF_LINES : 0);
    pneu_status status =
        pneu_i_codec_init(&codec, PNEU_CODEC_BASE64_ENCODE, flags, pneu_i_settings_cpu_level(&plan->settings));
    int is_ending = 0;
    while (status == PNEU_OK || status == PNEU_MORE) {
        io.out = (uint8_t *)room;
        io.out_end = io.out + sizeof room;
        status = is_ending ? pneu_i_codec_end(&codec, &io) : pneu_i_codec_run(&codec, &io);
        add(plan, pneu_i_str_of(room, (size_t)((char *)io.out - room)));
        is_ending |= status == PNEU_MORE;
    }
    pneu_i_arena_reset(&plan->scratch, 65536);
    notes->text.len = without_last_line_ends(pneu_i_str_of(notes->text.ptr, notes->text.len)).len;
}

static int is_plain(const pneu_strip_plan *plan, const pneu_i_strip_item *item)
{
    return plan->notes.is_plain && is_printable(item->told.name);
}

void pneu_i_strip_add_note_fields(pneu_strip_plan *plan, const pneu_i_strip_item *item)
{
    if (item->is_message && !item->has_version)
        add_line(plan, "MIME-Version: 1.0");
    if (is_plain(plan, item)) {
        add_line(plan, "Content-Type: text/plain; charset=us-ascii");
    } else {
        add_line(plan, "Content-Type: text/plain; charset=utf-8");
        add_line(plan, "Content-Transfer-Encoding: base64");
    }
    add_line(plan, "Content-Disposition: inline");
}

void pneu_i_strip_add_note_body(pneu_strip_plan *plan, const pneu_i_strip_item *item)
{
    size_t begin = plan->notes.text.len;
    add_text(plan, &item->told);
    if (!is_plain(plan, item))
        encode(plan, begin);
    if (item->owes_line_end)
        add(plan, plan->line_end);
}

void pneu_i_strip_add_line_end(pneu_strip_plan *plan)
{
    add(plan, plan->line_end);
}

pneu_status pneu_i_strip_take_text(pneu_strip_plan *plan, pneu_str *out)
{
    pneu_i_strip_notes *notes = &plan->notes;
    pneu_status status = notes->status;
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(&plan->arena, pneu_i_str_of(notes->text.ptr, notes->text.len), out);
    notes->text.len = 0;
    notes->status = PNEU_OK;
    return status;
}
