/*
 * Known field names. In: a name in any case. Out: its id, by one hash and one case-blind compare.
 * The hash takes the length and three letters; its multipliers were searched so that no two known names share a slot, and
 * the test of this file fails if a new name breaks that (then search new ones: it is a loop over small numbers).
 */
#include "syntax/field_name.h"

#include "base/str.h"

/* The names by id; their lengths stand beside them so that the compare needs no strlen. */
static const struct known_name {
    const char *text;
    uint8_t length;
} names[PNEU_FIELD_COUNT] = {
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

#define SLOTS 512u

/* The id whose name hashes to each slot, 0 for none. */
static const uint8_t slots[SLOTS] = {
    0, 0, 0, 0, 42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,
    75, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 66, 16, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 48, 73, 22, 25, 0, 0, 0, 64, 0, 50, 0, 0, 0,
    0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 35, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 54, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 11, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    68, 0, 0, 0, 0, 38, 0, 24, 0, 0, 20, 0, 4, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 10, 0, 43, 0, 0, 0, 0, 0, 0, 34, 0, 0, 0, 0, 0, 46, 0,
    0, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0, 0, 14, 0, 0, 0,
    0, 0, 0, 72, 0, 0, 0, 47, 0, 0, 51, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 70, 6, 44, 0, 17,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 52, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 9, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 65, 0, 0, 0, 39, 0, 0, 0, 55, 0, 0, 0, 0,
    0, 0, 0, 0, 61, 0, 19, 33, 59, 0, 8, 0, 32, 0, 0, 0, 0, 0, 0, 0,
    0, 7, 0, 67, 0, 49, 0, 0, 0, 18, 0, 0, 0, 0, 0, 0, 63, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 29, 0, 0, 37, 0, 0, 0,
    0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 58, 0, 0, 0, 41, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 62, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 71, 27, 0, 60, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 45, 0, 74, 0, 0, 0, 0, 0, 0, 0, 0, 0, 26, 0, 0, 0, 0, 69,
    0, 0, 0, 0, 0, 0, 0, 36, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 31, 0, 0, 0, 0, 0, 0, 0, 57, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 56, 53, 0, 0, 0, 0, 0, 0, 0, 0
};

static unsigned slot_of(const char *name, size_t length)
{
    unsigned first = (unsigned char)name[0] | 32u;
    unsigned middle = (unsigned char)name[length * 2 / 3] | 32u;
    unsigned last = (unsigned char)name[length - 1] | 32u;
    return (first * 159u + middle * 43u + last * 13u + (unsigned)length * 34u) % SLOTS;
}

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

uint16_t pneu_i_field_id(const char *name, size_t length)
{
    if (length == 0)
        return PNEU_FIELD_OTHER;
    uint16_t id = slots[slot_of(name, length)];
    return names[id].length == length && is_same_name(name, names[id].text, length) ? id : PNEU_FIELD_OTHER;
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
    return id >= 0 && id < PNEU_FIELD_COUNT ? names[id].text : "";
}
