/*
 * Labels of charsets. In: what a message says, in any case, perhaps with spaces, quotes, a ";" or a "," around it.
 * Out: a charset, or that the label is unknown, or that it says nothing. A binary search over the sorted table.
 * The meaning is the WHATWG Encoding Standard's (us-ascii and iso-8859-1 are windows-1252, gb2312 is GBK ...), then
 * the aliases that only mail has. RFC 1428: "unknown-8bit" says nothing.
 * Not handled: the "replacement" encoding of the standard: mail needs ISO-2022-KR, ISO-2022-CN and HZ.
 */
#include "charset/label_table.h"

static int is_around(char c)
{
    return pneu_i_is_space((unsigned char)c) || c == '"' || c == '\'' || c == ';' || c == ',';
}

static pneu_str strip(pneu_str label)
{
    while (label.len > 0 && is_around(label.ptr[label.len - 1]))
        label.len--;
    while (label.len > 0 && is_around(*label.ptr)) {
        label.ptr++;
        label.len--;
    }
    return label;
}

/* Compares the label, in lower case, with an entry: below, at or above 0. */
static int compare(pneu_str label, const char *entry)
{
    for (size_t i = 0; i < label.len; i++) {
        unsigned char a = (unsigned char)pneu_i_lower(label.ptr[i]);
        unsigned char b = (unsigned char)entry[i];
        if (a != b)
            return a < b ? -1 : 1; /* the entry's end, 0, is below every byte but NUL */
        if (b == 0)
            return 1;
    }
    return entry[label.len] == 0 ? 0 : -1;
}

int pneu_i_charset_find(pneu_str label)
{
    size_t low = 0;
    size_t high = PNEU_I_LABEL_COUNT;
    label = strip(label);
    if (label.len == 0)
        return PNEU_I_CHARSET_NONE;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(label, pneu_i_labels[middle].text);
        if (order == 0)
            return pneu_i_labels[middle].charset;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return PNEU_I_CHARSET_UNKNOWN;
}

int pneu_i_charset_says_nothing(pneu_str label, int labelled)
{
    static const char *const names[] = {"us-ascii",  "ascii",      "ansi_x3.4-1968", "ansi_x3.4-1986",
                                        "iso646-us", "iso-646-us", "iso-ir-6",       "iso_646.irv:1991",
                                        "cp367",     "ibm367",     "csascii",        "usascii",
                                        "us_ascii",  "ascii-us",   "us-ascii-8bit"};
    if (labelled != PNEU_I_CHARSET_WINDOWS_1252) /* as which WHATWG reads all names of ASCII */
        return labelled < 0;
    label = strip(label);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (pneu_i_str_is(label, names[i]))
            return 1;
    return 0;
}

const pneu_i_charset *pneu_i_charset_at(int charset)
{
    return &pneu_i_charsets[charset];
}
