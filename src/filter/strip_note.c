/*
 * The note in the place of what was removed: a text/plain entity with its name, type and size.
 * In: an item. Out: fields, and a body without a last line end but where one is owed.
 * Invariants: nothing of it can be taken for a delimiter, whatever the boundary, nor for a mbox "From " line: text that
 * is not plain enough (bytes above 127, a line that begins with "-" or is over 998 bytes ...) is written in base64,
 * whose alphabet has neither dash nor space. Line ends are those of the message. RFC 2183 section 2.1, RFC 5322
 * section 2.1.1.
 */
#include "filter/strip_plan.h"

#define LINE_MOST 998

static const char usual_wording[] = "An attachment was removed from this message.";

/* ---- The text, with LF -------------------------------------------------------------------------------------- */

typedef struct writer {
    const pneu_alloc *alloc;
    pneu_i_buf buf;
    pneu_status status;
} writer;

static void add(writer *to, const char *bytes, size_t len)
{
    if (to->status == PNEU_OK)
        to->status = pneu_i_buf_append(&to->buf, to->alloc, bytes, len);
}

static void add_text(writer *to, const char *text)
{
    add(to, text, strlen(text));
}

static void add_number(writer *to, uint64_t number)
{
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    add(to, digits + first, sizeof digits - first);
}

/* A type is a sender's word: only what is printable is repeated. */
static void add_type(writer *to, pneu_str type)
{
    for (size_t i = 0; i < type.len; i++) {
        unsigned char c = (unsigned char)type.ptr[i];
        add(to, c > 0x20 && c < 0x7F ? type.ptr + i : "?", 1);
    }
}

static pneu_str without_last_line_ends(pneu_str text)
{
    while (text.len > 0 && text.ptr[text.len - 1] == '\n')
        text.len--;
    return text;
}

static void add_note(writer *to, pneu_str wording, const pneu_strip_item *item)
{
    wording = without_last_line_ends(wording);
    if (wording.len == 0)
        wording = pneu_i_str(usual_wording);
    add(to, wording.ptr, wording.len);
    add_text(to, "\n\n");
    if (item->name.len > 0) {
        add_text(to, "Name: ");
        add(to, item->name.ptr, item->name.len);
        add_text(to, "\n");
    }
    add_text(to, "Type: ");
    add_type(to, item->type);
    add_text(to, "\nSize: ");
    add_number(to, item->size);
    add_text(to, item->size == 1 ? " byte" : " bytes");
}

/* ---- Its form ------------------------------------------------------------------------------------------------- */

static int is_plain_line(pneu_str line)
{
    if (line.len > LINE_MOST || (line.len > 0 && line.ptr[0] == '-') ||
        (line.len >= 5 && memcmp(line.ptr, "From ", 5) == 0))
        return 0;
    for (size_t i = 0; i < line.len; i++)
        if ((unsigned char)line.ptr[i] >= 0x7F || ((unsigned char)line.ptr[i] < 0x20 && line.ptr[i] != '\t'))
            return 0;
    return 1;
}

/* Takes the first line off, without its LF. */
static pneu_str next_line(pneu_str *text)
{
    const char *end = memchr(text->ptr, '\n', text->len);
    pneu_str line = pneu_i_str_of(text->ptr, end != NULL ? (size_t)(end - text->ptr) : text->len);
    *text = pneu_i_str_from(*text, line.len + (end != NULL ? 1 : 0));
    return line;
}

static int is_plain(pneu_str text)
{
    while (text.len > 0)
        if (!is_plain_line(next_line(&text)))
            return 0;
    return 1;
}

static void add_base64(writer *to, pneu_str text)
{
    char room[256];
    pneu_i_codec codec;
    pneu_status status;
    pneu_i_codec_io io = {.in = (const uint8_t *)text.ptr, .in_end = (const uint8_t *)text.ptr + text.len};
    int is_ending = 0;
    (void)pneu_i_codec_init(&codec, PNEU_CODEC_BASE64_ENCODE, PNEU_CODEC_TEXT | PNEU_CODEC_LF_LINES);
    do {
        io.out = (uint8_t *)room;
        io.out_end = io.out + sizeof room;
        status = is_ending ? pneu_i_codec_end(&codec, &io) : pneu_i_codec_run(&codec, &io);
        add(to, room, (size_t)((char *)io.out - room));
        is_ending |= status == PNEU_MORE;
    } while (status == PNEU_OK || status == PNEU_MORE);
}

/* LF becomes the line end of the message. The result is in the plan's arena. */
static pneu_status finish(pneu_strip_plan *plan, writer *from, pneu_str *out)
{
    writer to = {.alloc = from->alloc, .status = from->status};
    pneu_str text = pneu_i_str_of(from->buf.ptr, from->buf.len);
    while (text.len > 0 && to.status == PNEU_OK) {
        pneu_str line = next_line(&text);
        add(&to, line.ptr, line.len);
        if (line.ptr + line.len < from->buf.ptr + from->buf.len)
            add_text(&to, plan->line_end);
    }
    if (to.status == PNEU_OK)
        to.status = pneu_i_arena_copy(&plan->arena, pneu_i_str_of(to.buf.ptr, to.buf.len), out);
    pneu_i_buf_free(&to.buf, to.alloc);
    pneu_i_buf_free(&from->buf, from->alloc);
    return to.status;
}

static pneu_status write_fields(pneu_strip_plan *plan, const pneu_i_strip_item *item, int is_base64, pneu_str *out)
{
    writer to = {.alloc = &plan->alloc, .status = PNEU_OK};
    if (item->is_message && !item->has_version)
        add_text(&to, "MIME-Version: 1.0\n");
    add_text(&to, is_base64 ? "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"
                            : "Content-Type: text/plain; charset=us-ascii\n");
    add_text(&to, "Content-Disposition: inline\n");
    return finish(plan, &to, out);
}

pneu_status pneu_i_strip_write_note(pneu_strip_plan *plan, const pneu_i_strip_item *item, pneu_str *fields,
                                    pneu_str *body)
{
    writer text = {.alloc = &plan->alloc, .status = PNEU_OK}, encoded = text;
    add_note(&text, plan->wording, &item->told);
    pneu_str note = pneu_i_str_of(text.buf.ptr, text.buf.len);
    int is_base64 = text.status == PNEU_OK && !is_plain(note);
    if (is_base64) {
        add_base64(&encoded, note);
        pneu_i_buf_free(&text.buf, text.alloc);
        text = encoded;
        text.buf.len = without_last_line_ends(pneu_i_str_of(text.buf.ptr, text.buf.len)).len;
    }
    if (item->owes_line_end)
        add_text(&text, "\n");
    pneu_status status = finish(plan, &text, body);
    return status == PNEU_OK ? write_fields(plan, item, is_base64, fields) : status;
}
