/*
 * What a Received field says of a host beside its name: address, port, the name found from the address, the user.
 * In: words of a clause or of its comment. Out: items of the host.
 * What stands in brackets is the address the host had; the name before it, and the user before that, are what strangers
 * call themselves: they may look like an address, and are never taken for one. The first address counts; a second one
 * makes it contested, for some servers write what was said in HELO as it came, brackets and all.
 * Products: "(name [address])" Postfix, Sendmail; "([address]:port)" Exim; "(address)" Exchange, qmail;
 * "(user@name [address])" Sendmail with RFC 1413; "(user@address)" qmail.
 */
#include "syntax/ip_address.h"
#include "syntax/received.h"

int32_t pneu_i_received_number(pneu_str digits, int32_t most)
{
    int32_t value = 0;
    for (size_t i = 0; i < digits.len && pneu_i_is((unsigned char)digits.ptr[i], PNEU_I_DIGIT); i++) {
        value = value * 10 + (digits.ptr[i] - '0');
        if (value > most)
            return 0;
    }
    return value;
}

/* Another address than the one the client has already. */
static void contest(pneu_i_received *self, const pneu_trace_host *host, const pneu_i_ip *other)
{
    pneu_i_ip ip;
    pneu_str text = pneu_i_received_slice(self, host->ip.offset, host->ip.offset + host->ip.length);
    if (host == &self->out.from && pneu_i_ip_read(text, &ip) && !pneu_i_ip_same(&ip, other, 128))
        self->out.from.flags |= PNEU_HOST_CONTESTED;
}

int pneu_i_received_take_address(pneu_i_received *self, pneu_trace_host *host, size_t start, size_t end)
{
    pneu_i_ip ip;
    pneu_str word = pneu_i_received_slice(self, start, end);
    pneu_str inner = word;
    pneu_str after = {NULL, 0};
    if (word.len > 0 && word.ptr[0] == '[') {
        const char *close = memchr(word.ptr, ']', word.len);
        if (close == NULL)
            return 0;
        inner = pneu_i_str_of(word.ptr + 1, (size_t)(close - word.ptr) - 1);
        after = pneu_i_str_from(word, inner.len + 2);
    }
    if (!pneu_i_ip_read(inner, &ip))
        return 0;
    if (pneu_i_trace_has(&host->ip)) {
        contest(self, host, &ip);
        return 0;
    }
    size_t at = (size_t)(ip.text.ptr - self->text.ptr);
    pneu_i_trace_set(&host->ip, at, at + ip.text.len);
    if (after.len > 1 && after.ptr[0] == ':')
        host->port = pneu_i_received_number(pneu_i_str_from(after, 1), 65535);
    return 1;
}

/* Says that there is no name. */
static int is_no_name(pneu_str word)
{
    return pneu_i_str_is(word, "unknown") || pneu_i_str_is(word, "unverified") || pneu_i_str_is(word, "untrusted");
}

static void take_name(const pneu_i_received *self, pneu_trace_host *host, size_t start, size_t end)
{
    pneu_str name = pneu_i_received_slice(self, start, end);
    if (name.len > 1 && name.ptr[name.len - 1] == '.') /* Gmail writes the root's dot */
        end--;
    if (!is_no_name(name))
        pneu_i_trace_set(&host->rdns, start, end);
}

int pneu_i_received_take_user(pneu_i_received *self, pneu_trace_host *host, const pneu_i_comment_word *word)
{
    static const char tag[] = "IDENT:"; /* Sendmail */
    pneu_str text = pneu_i_received_slice(self, word->start, word->end);
    size_t user = word->start, at = word->end;
    while (at > user && self->text.ptr[at - 1] != '@') /* the last one: qmail's users may have an "@" */
        at--;
    if (at == user)
        return 0;
    if (text.len >= sizeof tag && pneu_i_ascii_same(text.ptr, tag, sizeof tag - 1))
        user += sizeof tag - 1;
    if (at - 1 > user)
        pneu_i_trace_set(&host->ident, user, at - 1);
    if (at < word->end && (word->is_before_literal || !pneu_i_received_take_address(self, host, at, word->end)))
        take_name(self, host, at, word->end);
    return 1;
}

/* The name of the address that follows; else a word that is all there is, a name or an address. */
static int take_first_word(pneu_i_received *self, pneu_trace_host *host, const pneu_i_comment_word *word)
{
    pneu_str text = pneu_i_received_slice(self, word->start, word->end);
    int is_name = memchr(text.ptr, '.', text.len) != NULL || pneu_i_str_is(text, "localhost");
    if (is_no_name(text) || pneu_i_received_take_user(self, host, word))
        return 1;
    if (!word->is_before_literal) {
        if (pneu_i_received_take_address(self, host, word->start, word->end))
            return 1;
        if (self->clause != PNEU_I_CLAUSE_FROM || !is_name || !word->is_last)
            return 0;
    }
    take_name(self, host, word->start, word->end);
    return 1;
}

int pneu_i_received_take_host_word(pneu_i_received *self, pneu_trace_host *host, const pneu_i_comment_word *word)
{
    if (self->text.ptr[word->start] == '[')
        return pneu_i_received_take_address(self, host, word->start, word->end);
    return word->is_first && take_first_word(self, host, word);
}
