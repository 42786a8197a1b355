/*
 * The choice of a charset while text streams by: the rules of pneu/charset.h, which are those of choose_charset.c for a
 * window of bytes. In: the label, and the bytes from the first one that is not plain ASCII. Out: a charset and a
 * reason.
 * Invariants: the result depends on the bytes alone, never on how they come; a byte is looked at a bounded number of
 * times; no more than PNEU_I_CHOICE_WINDOW bytes are asked for.
 * Not handled: languages, statistics.
 */
#include "charset/text_choice.h"

#define ESC 0x1B
#define ESCAPE_LENGTH ((size_t)3)

/* 1 in the top bit of each byte that is an escape or above 127 (and perhaps in bytes above it: only 0 is certain). */
static uint64_t marks_of(uint64_t word)
{
    uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
    uint64_t escapes = word ^ (ones * ESC);
    return (((escapes - ones) & ~escapes) | word) & tops;
}

size_t pneu_i_text_plain_run(const char *bytes, size_t len)
{
    size_t at = 0;
    uint64_t word;
    for (; len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        if (marks_of(word) != 0)
            break;
    }
    while (at < len && bytes[at] != ESC && (unsigned char)bytes[at] < 0x80)
        at++;
    return at;
}

void pneu_i_text_choice_init(pneu_i_text_choice *choice, pneu_str label, int labelled, int fallback)
{
    memset(choice, 0, sizeof *choice);
    choice->labelled = labelled;
    choice->label_reason = PNEU_CHARSET_LABEL;
    choice->fallback = fallback;
    choice->says_nothing = pneu_i_charset_says_nothing(label, labelled);
    choice->charset = choice->says_nothing ? PNEU_I_CHARSET_UTF_8 : labelled;
    choice->reason = choice->says_nothing ? PNEU_CHARSET_PLAIN : PNEU_CHARSET_LABEL;
}

void pneu_i_text_choice_set_meta(pneu_i_text_choice *choice, int charset)
{
    choice->labelled = choice->charset = charset;
    choice->label_reason = choice->reason = PNEU_CHARSET_META;
    choice->says_nothing = 0;
}

static int make(pneu_i_text_choice *choice, int charset, int32_t reason)
{
    choice->charset = charset;
    choice->reason = reason;
    return PNEU_I_CHOICE_MADE;
}

/* What is left to choose from once nothing but ASCII is in the whole text. */
static int make_plain(pneu_i_text_choice *choice)
{
    return make(choice, choice->charset, choice->reason);
}

static int pass(pneu_i_text_choice *choice, size_t len)
{
    choice->plain = len;
    choice->scanned = choice->valid = 0;
    choice->saw_escape = 0;
    return PNEU_I_CHOICE_PASS;
}

static int may_become_mark(pneu_str window)
{
    static const char *const marks[] = {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (window.len < strlen(marks[i]) && memcmp(marks[i], window.ptr, window.len) == 0)
            return 1;
    return 0;
}

static int look_for_mark(pneu_i_text_choice *choice, pneu_str window, int is_end)
{
    if (window.len == 0 || (may_become_mark(window) && !is_end))
        return PNEU_I_CHOICE_OPEN;
    choice->is_past_mark = 1;
    int charset = pneu_i_charset_of_mark(window, choice->labelled);
    if (charset >= 0)
        return make(choice, charset, PNEU_CHARSET_MARK);
    if (!choice->says_nothing && !pneu_i_charset_is_ascii_superset(choice->labelled))
        return make(choice, choice->labelled, choice->label_reason);
    return pass(choice, 0);
}

static void scan(pneu_i_text_choice *choice, pneu_str window)
{
    size_t overlap = choice->scanned < ESCAPE_LENGTH - 1 ? choice->scanned : ESCAPE_LENGTH - 1;
    pneu_str fresh = pneu_i_str_from(window, choice->scanned - overlap);
    choice->saw_8bit |= !pneu_i_ascii_only(fresh.ptr, fresh.len);
    choice->saw_escape |= pneu_i_charset_has_jp_escape(fresh);
    choice->valid += pneu_i_utf8_valid(window.ptr + choice->valid, window.len - choice->valid);
    choice->scanned = window.len;
}

/* There are bytes above 127: UTF-8 if the window is well-formed, but for a character that its end cuts. */
static int look_at_8bit(pneu_i_text_choice *choice, pneu_str window, int is_end)
{
    if (!choice->says_nothing)
        return make(choice, choice->labelled, choice->label_reason);
    pneu_str rest = pneu_i_str_from(window, choice->valid);
    int is_ill = rest.len > 0 && (is_end || !pneu_i_utf8_is_beginning(rest.ptr, rest.len));
    if (is_ill)
        return make(choice, choice->fallback, PNEU_CHARSET_DEFAULT);
    if (is_end || window.len >= PNEU_I_CHOICE_WINDOW)
        return make(choice, PNEU_I_CHARSET_UTF_8, PNEU_CHARSET_WELL_FORMED);
    return PNEU_I_CHOICE_OPEN;
}

int pneu_i_text_choice_look(pneu_i_text_choice *choice, pneu_str window, int is_end)
{
    if (!choice->is_past_mark)
        return look_for_mark(choice, window, is_end);
    if (window.len == 0)
        return is_end ? make_plain(choice) : PNEU_I_CHOICE_OPEN;
    if (choice->scanned == 0) {
        size_t run = pneu_i_text_plain_run(window.ptr, window.len);
        if (run > 0)
            return pass(choice, run);
    }
    scan(choice, window);
    if (choice->saw_8bit)
        return look_at_8bit(choice, window, is_end);
    if (!is_end && window.len < PNEU_I_CHOICE_WINDOW)
        return PNEU_I_CHOICE_OPEN;
    if (choice->saw_escape)
        return make(choice, PNEU_I_CHARSET_ISO_2022_JP, PNEU_CHARSET_ESCAPES);
    return is_end ? make_plain(choice) : pass(choice, window.len - (ESCAPE_LENGTH - 1)); /* one may begin at its end */
}
