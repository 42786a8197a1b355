/*
 * Known field names. In: a name in any case. Out: its id, by one hash and one case-blind compare.
 * The hash takes four letters of the middle and the last four; its multipliers were searched so that no two known names
 * share a slot, and the test of this file fails if a new name breaks that (then search new ones: random odd numbers).
 */
#include "syntax/field_name.h"

#include "base/str.h"

const pneu_i_known_name pneu_i_known_names[PNEU_FIELD_COUNT] = {
    {"", 0},
    {"From", 4},
    {"Sender", 6},
    {"Reply-To", 8},
    {"To", 2},
    {"Cc", 2},
    {"Bcc", 3},
    {"Date", 4},
    {"Subject", 7},
    {"Message-ID", 10},
    {"In-Reply-To", 11},
    {"References", 10},
    {"Comments", 8},
    {"Keywords", 8},
    {"Received", 8},
    {"Return-Path", 11},
    {"Delivered-To", 12},
    {"Resent-From", 11},
    {"Resent-Sender", 13},
    {"Resent-To", 9},
    {"Resent-Cc", 9},
    {"Resent-Bcc", 10},
    {"Resent-Date", 11},
    {"Resent-Message-ID", 17},
    {"Resent-Reply-To", 15},
    {"MIME-Version", 12},
    {"Content-Type", 12},
    {"Content-Transfer-Encoding", 25},
    {"Content-Disposition", 19},
    {"Content-ID", 10},
    {"Content-Description", 19},
    {"Content-Location", 16},
    {"Content-Language", 16},
    {"Content-MD5", 11},
    {"Content-Base", 12},
    {"Content-Duration", 16},
    {"Content-Features", 16},
    {"DKIM-Signature", 14},
    {"Authentication-Results", 22},
    {"Received-SPF", 12},
    {"ARC-Seal", 8},
    {"ARC-Message-Signature", 21},
    {"ARC-Authentication-Results", 26},
    {"List-ID", 7},
    {"List-Help", 9},
    {"List-Unsubscribe", 16},
    {"List-Subscribe", 14},
    {"List-Post", 9},
    {"List-Owner", 10},
    {"List-Archive", 12},
    {"List-Unsubscribe-Post", 21},
    {"Auto-Submitted", 14},
    {"Precedence", 10},
    {"Importance", 10},
    {"Priority", 8},
    {"X-Priority", 10},
    {"Disposition-Notification-To", 27},
    {"Original-Message-ID", 19},
    {"Mail-Followup-To", 16},
    {"Mail-Reply-To", 13},
    {"Organization", 12},
    {"User-Agent", 10},
    {"X-Mailer", 8},
    {"Thread-Topic", 12},
    {"Thread-Index", 12},
    {"Errors-To", 9},
    {"Newsgroups", 10},
    {"Followup-To", 11},
    {"Lines", 5},
    {"Status", 6},
    {"X-Status", 8},
    {"Content-Length", 14},
    {"Envelope-To", 11},
    {"X-Original-To", 13},
    {"Autocrypt", 9},
    {"Require-Recipient-Valid-Since", 29},
};

const uint8_t pneu_i_name_slots[PNEU_I_NAME_SLOTS] = {
    /* clang-format off */
    0, 0, 0, 0, 0, 38, 0, 0, 63, 0, 0, 21, 0, 0, 0, 49, 0, 0, 0, 0,
    50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, 14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 5, 0, 19, 0, 0, 46, 0, 0, 0, 39, 0, 0, 0, 0, 0, 0,
    0, 0, 15, 0, 0, 34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 72, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 66, 0, 0, 0, 0, 0, 0, 0, 8, 0, 9, 18, 0, 0,
    0, 32, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 75, 4, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 59, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 33, 11, 0, 64, 0, 0, 0, 37, 0, 43, 0, 0, 25, 13, 0, 0,
    0, 0, 0, 27, 0, 35, 0, 0, 0, 0, 0, 0, 0, 52, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 48, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 22, 0, 0, 0, 0, 0, 0, 0, 58, 0, 0, 0, 0,
    0, 0, 0, 65, 0, 28, 61, 0, 0, 36, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
    0, 0, 0, 0, 68, 0, 10, 0, 0, 0, 0, 0, 0, 70, 53, 30, 0, 0, 0, 0,
    0, 42, 0, 0, 0, 0, 0, 0, 0, 0, 56, 0, 0, 0, 0, 0, 55, 0, 0, 0,
    74, 0, 0, 0, 0, 51, 0, 0, 0, 0, 26, 0, 47, 0, 0, 0, 0, 0, 0, 0,
    0, 31, 0, 0, 0, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 45, 73, 0,
    0, 44, 0, 0, 57, 0, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 12, 0, 0, 0,
    0, 0, 41, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 16, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 54,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 69, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 62, 0, 0, 0, 0, 0, 7,
    0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 71, 0, 24, 29, 67,
    0, 0, 23, 0, 0, 0, 0, 0, 0, 0, 0, 0
    /* clang-format on */
};

static uint64_t folded_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return word | UINT64_C(0x2020202020202020);
}

static uint32_t folded_half(const char *text)
{
    uint32_t half;
    memcpy(&half, text, sizeof half);
    return half | UINT32_C(0x20202020);
}

/* Case-blind, by words, the last one overlapping; a is printable ASCII. Setting the bit 0x20 tells field names apart as
 * well as proper folding does: the known ones hold letters, digits and "-" only, and no other printable byte becomes
 * one of these. */
static int is_same_name(const char *a, const char *b, size_t length)
{
    if (length < 4)
        return pneu_i_ascii_same(a, b, length);
    if (length < 8)
        return folded_half(a) == folded_half(b) && folded_half(a + length - 4) == folded_half(b + length - 4);
    for (size_t i = 0; i + 8 < length; i += 8)
        if (folded_word(a + i) != folded_word(b + i))
            return 0;
    return folded_word(a + length - 8) == folded_word(b + length - 8);
}

/* The slot of a name that is not empty; one of less than four letters is taken with blanks. */
static unsigned slot_of(const char *name, size_t length)
{
    char padded[4] = {' ', ' ', ' ', ' '};
    if (length >= sizeof padded)
        return pneu_i_name_slot(pneu_i_name_word(name + (length - 4) / 2), pneu_i_name_word(name + length - 4));
    memcpy(padded, name, length);
    return pneu_i_name_slot(pneu_i_name_word(padded), pneu_i_name_word(padded));
}

uint16_t pneu_i_field_id(const char *name, size_t length)
{
    if (length == 0)
        return PNEU_FIELD_OTHER;
    uint16_t id = pneu_i_name_slots[slot_of(name, length)];
    const pneu_i_known_name *known = &pneu_i_known_names[id];
    return known->length == length && is_same_name(name, known->text, length) ? id : PNEU_FIELD_OTHER;
}

int32_t pneu_field_id(pneu_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!pneu_i_is((unsigned char)name.ptr[i], PNEU_I_FTEXT))
            return PNEU_FIELD_OTHER;
    return pneu_i_field_id(name.ptr, name.len);
}

const char *pneu_field_name(int32_t id)
{
    return id >= 0 && id < PNEU_FIELD_COUNT ? pneu_i_known_names[id].text : "";
}
