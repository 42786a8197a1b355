/*
 * Which charset a text is in, from its label and its bytes. In: label, the whole text (or its first 64 KiB). Out: a
 * charset.
 * RFC 7103 section 7.6: a label may be wrong. Byte order mark first; then escapes of ISO-2022-JP in pure 7-bit text
 * that claims to be ASCII; then the label, if it can be used and says anything about the bytes there are; then UTF-8
 * if the text is well-formed UTF-8; then windows-1252. A text labelled UTF-8 stays UTF-8 though it has errors.
 * Deterministic and bounded; dangerous charsets (UTF-7, HZ) are never guessed.
 * Not handled: languages, statistics.
 */
#include "charset/charset.h"

static int starts_with(pneu_str bytes, const char *text, size_t len)
{
    return bytes.len >= len && memcmp(bytes.ptr, text, len) == 0;
}

static int is_utf32(int charset)
{
    if (charset < 0)
        return 0;
    uint8_t how = pneu_i_charset_at(charset)->how;
    return how == PNEU_I_DECODE_UTF_32LE || how == PNEU_I_DECODE_UTF_32BE;
}

int pneu_i_charset_of_mark(pneu_str bytes, int labelled)
{
    if (is_utf32(labelled))
        return PNEU_I_CHARSET_NONE;
    if (starts_with(bytes, "\xEF\xBB\xBF", 3))
        return PNEU_I_CHARSET_UTF_8;
    if (starts_with(bytes, "\xFF\xFE", 2))
        return PNEU_I_CHARSET_UTF_16LE;
    if (starts_with(bytes, "\xFE\xFF", 2))
        return PNEU_I_CHARSET_UTF_16BE;
    return PNEU_I_CHARSET_NONE;
}

int pneu_i_charset_has_jp_escape(pneu_str bytes)
{
    const char *at = bytes.ptr;
    size_t left = bytes.len;
    while (left >= 3 && (at = memchr(at, 0x1B, left - 2)) != NULL) {
        if (at[1] == '$' && (at[2] == 'B' || at[2] == '@'))
            return 1;
        at++;
        left = bytes.len - (size_t)(at - bytes.ptr);
    }
    return 0;
}

int pneu_i_charset_is_ascii_superset(int charset)
{
    uint8_t how = pneu_i_charset_at(charset)->how;
    return how == PNEU_I_DECODE_UTF_8 || how == PNEU_I_DECODE_SINGLE_BYTE;
}

int pneu_i_charset_guess(pneu_str bytes)
{
    if (pneu_i_ascii_only(bytes.ptr, bytes.len))
        return pneu_i_charset_has_jp_escape(bytes) ? PNEU_I_CHARSET_ISO_2022_JP : PNEU_I_CHARSET_UTF_8;
    return pneu_i_utf8_valid(bytes.ptr, bytes.len) == bytes.len ? PNEU_I_CHARSET_UTF_8 : PNEU_I_CHARSET_WINDOWS_1252;
}

int pneu_i_charset_choose(pneu_str label, pneu_str bytes, pneu_i_charset_info *info)
{
    int is_ascii = pneu_i_ascii_only(bytes.ptr, bytes.len);
    int labelled = pneu_i_charset_find(label);
    int says_nothing = pneu_i_charset_says_nothing(label, labelled);
    int hides_jp =
        !says_nothing && is_ascii && pneu_i_charset_is_ascii_superset(labelled) && pneu_i_charset_has_jp_escape(bytes);
    info->is_label_unknown = labelled == PNEU_I_CHARSET_UNKNOWN;
    int charset = pneu_i_charset_of_mark(bytes, labelled);
    if (charset < 0)
        charset = says_nothing || hides_jp ? pneu_i_charset_guess(bytes) : labelled;
    int is_plain = is_ascii && says_nothing && charset == PNEU_I_CHARSET_UTF_8;
    info->charset = is_plain ? "US-ASCII" : pneu_i_charset_at(charset)->name;
    return charset;
}
