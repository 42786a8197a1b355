/*
 * Over-long lines of one header field.
 * In: a field as it stands in the message, in pieces cut anywhere. Out: the same with line ends put in before white space,
 * in lines that were too long.
 * A line is held until it is known to be too long; then it is broken at the best place it has as soon as it passes its
 * width, or at the first place after that, as src/syntax/fold.c does with a field that is written.
 * Invariants: what is put in stands between a byte of the line and white space with a word behind it, so that no line of
 * white space comes about and unfolding gives the field back; a line over the limit that is left has no place, so that
 * folding again changes nothing; constant memory; each byte is scanned once.
 * RFC 5322 sections 2.1.1 and 2.2.3, RFC 2047 section 2.
 * Not handled: cutting a word, or white space of more than 998 bytes.
 */
#include "filter/line_folder.h"

#include "pneu/format.h"
#include "syntax/line_writer.h"

#define GAP_MAX ((size_t)PNEU_I_LINE_MAX) /* bytes of white space */
#define AHEAD ((size_t)6)                 /* bytes of a word by which a clause of Received is known */

void pneu_i_line_folder_begin(pneu_i_line_folder *folder, pneu_i_feed *feed, const pneu_i_fold_rule *rule, size_t skip)
{
    memset(folder, 0, offsetof(pneu_i_line_folder, text));
    folder->feed = feed;
    folder->rule = *rule;
    folder->skip = skip;
    folder->is_after_colon = 1;
}

static unsigned char byte_at(const pneu_i_line_folder *folder, size_t at)
{
    return (unsigned char)folder->text[at];
}

/* ---- Lines that are written --------------------------------------------------------------------------------- */

/* Puts the text before `end`. */
static void put_before(pneu_i_line_folder *folder, size_t end)
{
    pneu_i_feed_put(folder->feed, folder->text + folder->from, end - folder->from);
    folder->put += end - folder->from;
    folder->has_put_word |= folder->word > folder->from && folder->word <= end;
    folder->from = end;
}

/* A line is out; its end is the last `len` bytes of it. */
static void finish_line(pneu_i_line_folder *folder, size_t len)
{
    folder->long_lines += folder->put - len > PNEU_I_LINE_MAX;
    folder->put = 0;
    folder->has_put_word = 0;
}

/* Bytes of the line, up to `at`. */
static uint64_t column(const pneu_i_line_folder *folder)
{
    return folder->put + (folder->at - folder->from);
}

/* The best place on the line, or 0. */
static size_t best_place(const pneu_i_line_folder *folder)
{
    for (int kind = PNEU_I_PLACE_BEST; kind > PNEU_I_PLACE_NONE; kind--)
        if (folder->place[kind] > folder->from)
            return folder->place[kind];
    return 0;
}

static size_t width_of(const pneu_i_line_folder *folder)
{
    int has_word = folder->word > folder->from || folder->has_put_word;
    size_t width = folder->rule.width;
    return has_word && width > PNEU_I_WORD_LINE_WIDTH ? (size_t)PNEU_I_WORD_LINE_WIDTH : width;
}

/* Breaks the line, which goes up to `at` now, until it fits or has no place. */
static void keep_width(pneu_i_line_folder *folder)
{
    while (folder->is_long && column(folder) > width_of(folder)) {
        size_t place = best_place(folder);
        if (place == 0)
            return;
        put_before(folder, place);
        finish_line(folder, 0);
        pneu_i_feed_put(folder->feed, folder->rule.line_end, strlen(folder->rule.line_end));
        folder->folds++;
    }
}

/* The line has come to its end, which is the last `len` bytes before `at`. */
static void end_line(pneu_i_line_folder *folder, size_t len)
{
    put_before(folder, folder->at);
    finish_line(folder, len);
    folder->is_decided = folder->is_long = 0;
}

/* ---- The scan ----------------------------------------------------------------------------------------------- */

/* Finds out whether the line is too long; 0 if more bytes are needed. */
static int decide(pneu_i_line_folder *folder, int is_end)
{
    const char *line = folder->text + folder->from;
    const char *lf = memchr(line, '\n', folder->len - folder->from);
    size_t len = lf != NULL ? (size_t)(lf - line) : folder->len - folder->from;
    if (len > 0 && line[len - 1] == '\r')
        len--;
    folder->is_long = len > folder->rule.over;
    folder->is_decided = lf != NULL || folder->is_long || is_end;
    return folder->is_decided;
}

static int is_line_end(const pneu_i_line_folder *folder, size_t at)
{
    return byte_at(folder, at) == '\n' ||
           (byte_at(folder, at) == '\r' && at + 1 < folder->len && byte_at(folder, at + 1) == '\n');
}

/* 1 if enough is known of the word behind white space: its first bytes, or all of it. */
static int knows_word(const pneu_i_line_folder *folder, size_t start)
{
    for (size_t at = start; at < folder->len; at++)
        if (at - start == AHEAD || byte_at(folder, at) <= ' ')
            return 1;
    return 0;
}

/* PNEU_I_PLACE_... of the white space from `at` to `end`. */
static int place_of(const pneu_i_line_folder *folder, size_t end)
{
    pneu_str text = pneu_i_str_of(folder->text, folder->len);
    unsigned char after = byte_at(folder, end);
    if (folder->at == folder->from || byte_at(folder, folder->at - 1) == '\r' || after <= ' ' || after == 0x7F)
        return PNEU_I_PLACE_NONE;
    int kind = pneu_i_place_at(text, folder->at, end, &folder->nesting, folder->rule.fold_class);
    return kind != PNEU_I_PLACE_NONE && folder->is_after_colon ? PNEU_I_PLACE_START : kind;
}

/* Steps over white space; 0 if more bytes are needed. */
static int step_gap(pneu_i_line_folder *folder, int is_end)
{
    size_t end = folder->at;
    while (end < folder->len && pneu_i_is_blank(byte_at(folder, end)))
        end++;
    int goes_on = folder->at > folder->from && pneu_i_is_blank(byte_at(folder, folder->at - 1));
    int is_cuttable = !goes_on && end - folder->at <= GAP_MAX;
    if (is_cuttable && !is_end && !knows_word(folder, end))
        return 0;
    if (is_cuttable && end < folder->len)
        folder->place[place_of(folder, end)] = folder->at;
    folder->place[PNEU_I_PLACE_NONE] = 0;
    folder->nesting.is_escaped = folder->is_after_colon = 0;
    folder->at = end;
    return 1;
}

/* Steps over a line end or a CR; 0 if more bytes are needed. */
static int step_break(pneu_i_line_folder *folder, int is_end)
{
    if (is_line_end(folder, folder->at)) {
        size_t len = byte_at(folder, folder->at) == '\r' ? 2 : 1;
        keep_width(folder);
        folder->at += len;
        end_line(folder, len);
        return 1;
    }
    if (folder->at + 1 == folder->len && !is_end)
        return 0;
    pneu_i_nesting_step(&folder->nesting, '\r', folder->rule.fold_class);
    folder->at++;
    return 1;
}

/* Steps over the bytes of a word, as far as they are there. */
static void step_word(pneu_i_line_folder *folder)
{
    int has_structure = folder->rule.fold_class != PNEU_FOLD_UNSTRUCTURED;
    size_t most = folder->rule.width < PNEU_I_WORD_LINE_WIDTH ? folder->rule.width : (size_t)PNEU_I_WORD_LINE_WIDTH;
    for (; folder->at < folder->len && !pneu_i_is_space(byte_at(folder, folder->at)); folder->at++) {
        char c = folder->text[folder->at];
        if (c == '?' && folder->at > folder->from && byte_at(folder, folder->at - 1) == '=')
            folder->word = folder->at;
        if (has_structure)
            pneu_i_nesting_step(&folder->nesting, c, folder->rule.fold_class);
        if (folder->is_long && column(folder) > most)
            keep_width(folder);
    }
    folder->is_after_colon = 0;
}

/* The name and the colon have no place; but the colon may stand on a line of its own. */
static void step_name(pneu_i_line_folder *folder)
{
    size_t left = folder->len - folder->at;
    size_t len = left < folder->skip ? left : folder->skip;
    const char *lf = memchr(folder->text + folder->at, '\n', len);
    if (lf != NULL)
        len = (size_t)(lf - (folder->text + folder->at)) + 1;
    folder->at += len;
    folder->skip -= len;
    if (lf != NULL)
        end_line(folder, folder->at - folder->from > 1 && lf[-1] == '\r' ? 2 : 1);
}

static int step(pneu_i_line_folder *folder, int is_end)
{
    if (!folder->is_decided && !decide(folder, is_end))
        return 0;
    unsigned char c = byte_at(folder, folder->at);
    if (folder->skip > 0)
        step_name(folder);
    else if (pneu_i_is_blank(c))
        return step_gap(folder, is_end);
    else if (c == '\r' || c == '\n')
        return step_break(folder, is_end);
    else
        step_word(folder);
    return 1;
}

/* Lets go of what is scanned, unless the line may be broken there; its last byte is needed to judge a place. */
static void run(pneu_i_line_folder *folder, int is_end)
{
    while (folder->at < folder->len && step(folder, is_end))
        keep_width(folder);
    if (folder->at > folder->from && (!folder->is_long || best_place(folder) == 0))
        put_before(folder, folder->at - 1);
}

/* Makes room for more text. */
static void forget_put(pneu_i_line_folder *folder)
{
    size_t from = folder->from;
    memmove(folder->text, folder->text + from, folder->len - from);
    for (int kind = 0; kind < PNEU_I_PLACE_COUNT; kind++)
        folder->place[kind] = folder->place[kind] > from ? folder->place[kind] - from : 0;
    folder->word = folder->word > from ? folder->word - from : 0;
    folder->at -= from;
    folder->len -= from;
    folder->from = 0;
}

void pneu_i_line_folder_add(pneu_i_line_folder *folder, pneu_str bytes)
{
    while (bytes.len > 0) {
        size_t room = PNEU_I_FOLDER_ROOM - folder->len;
        size_t len = bytes.len < room ? bytes.len : room;
        memcpy(folder->text + folder->len, bytes.ptr, len);
        folder->len += len;
        bytes = pneu_i_str_from(bytes, len);
        run(folder, 0);
        forget_put(folder);
    }
}

void pneu_i_line_folder_end(pneu_i_line_folder *folder)
{
    run(folder, 1);
    if (column(folder) > 0)
        end_line(folder, 0);
}

int pneu_i_has_long_line(pneu_str lines, size_t over)
{
    for (size_t at = 0; lines.len - at > over;) {
        const char *lf = memchr(lines.ptr + at, '\n', lines.len - at);
        size_t end = lf != NULL ? (size_t)(lf - lines.ptr) : lines.len;
        size_t len = end - at;
        if (len > 0 && lines.ptr[end - 1] == '\r')
            len--;
        if (len > over)
            return 1;
        if (lf == NULL)
            break;
        at = end + 1;
    }
    return 0;
}
