/*
 * The names of transmission protocols: to bits, and back. In: a name, of any case and several words. Out: what it says.
 * A name is an optional "UTF8", then "SMTP", "ESMTP" or "LMTP", then "S" under TLS, then "A" with authentication
 * (RFC 3848, RFC 6531 section 4.3); products write a few others.
 * Not handled: HTTP, POP3, IMAP and local delivery: no bits.
 */
#include "base/str.h"
#include "pneu/trace.h"

static const struct protocol_word {
    const char *name;
    int32_t bits;
} stems[] =
    {
        {"ESMTP", PNEU_PROTOCOL_SMTP | PNEU_PROTOCOL_EHLO},
        {"SMTP", PNEU_PROTOCOL_SMTP},
        {"LMTP", PNEU_PROTOCOL_LMTP},
},
  others[] = {
      {"SMTPSVC", PNEU_PROTOCOL_SMTP},                                         /* Microsoft */
      {"ASMTP", PNEU_PROTOCOL_SMTP | PNEU_PROTOCOL_EHLO | PNEU_PROTOCOL_AUTH}, /* Exim before 4.43 */
};

static int begins_with(pneu_str text, pneu_str start)
{
    return text.len >= start.len && pneu_i_ascii_same(text.ptr, start.ptr, start.len);
}

/* The bits of "S", "A" and "SA"; -1 for anything else. */
static int32_t bits_of_suffix(pneu_str suffix)
{
    int32_t bits = 0;
    size_t at = 0;
    if (at < suffix.len && pneu_i_lower(suffix.ptr[at]) == 's') {
        bits |= PNEU_PROTOCOL_TLS;
        at++;
    }
    if (at < suffix.len && pneu_i_lower(suffix.ptr[at]) == 'a') {
        bits |= PNEU_PROTOCOL_AUTH;
        at++;
    }
    return at == suffix.len ? bits : -1;
}

static int32_t bits_of_word(pneu_str word)
{
    int32_t utf8 = 0;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (pneu_i_str_is(word, others[i].name))
            return others[i].bits;
    if (begins_with(word, pneu_i_str("UTF8"))) {
        utf8 = PNEU_PROTOCOL_UTF8;
        word = pneu_i_str_from(word, 4);
    }
    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++) {
        pneu_str stem = pneu_i_str(stems[i].name);
        if (!begins_with(word, stem))
            continue;
        int32_t suffix = bits_of_suffix(pneu_i_str_from(word, stem.len));
        int32_t ehlo = utf8 && (stems[i].bits & PNEU_PROTOCOL_SMTP) ? PNEU_PROTOCOL_EHLO : 0;
        return suffix >= 0 ? stems[i].bits | suffix | utf8 | ehlo : 0;
    }
    return 0;
}

int32_t pneu_protocol_parse(pneu_str name)
{
    int32_t bits = 0;
    size_t at = 0;
    while (at < name.len) {
        size_t start = at;
        while (at < name.len && !pneu_i_is_space((unsigned char)name.ptr[at]))
            at++;
        bits |= bits_of_word(pneu_i_str_of(name.ptr + start, at - start));
        at += at < name.len;
    }
    return bits;
}

const char *pneu_protocol_name(int32_t protocol)
{
    static const char *const names[4][4] = {
        {"ESMTP", "ESMTPS", "ESMTPA", "ESMTPSA"},
        {"UTF8SMTP", "UTF8SMTPS", "UTF8SMTPA", "UTF8SMTPSA"},
        {"LMTP", "LMTPS", "LMTPA", "LMTPSA"},
        {"UTF8LMTP", "UTF8LMTPS", "UTF8LMTPA", "UTF8LMTPSA"},
    };
    int has_extension = (protocol & ~PNEU_PROTOCOL_SMTP) != 0;
    int row = ((protocol & PNEU_PROTOCOL_LMTP) ? 2 : 0) + ((protocol & PNEU_PROTOCOL_UTF8) ? 1 : 0);
    int column = ((protocol & PNEU_PROTOCOL_TLS) ? 1 : 0) + ((protocol & PNEU_PROTOCOL_AUTH) ? 2 : 0);
    return has_extension ? names[row][column] : "SMTP";
}
