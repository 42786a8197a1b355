/*
 * New Received fields. In: a pneu_received, from a program whose texts (HELO, reverse names, identities, logins) come
 * from strangers. Out: the folded value of a field that reads back as the same texts, or an error.
 * A clause's value that is no word of the grammar is written as a quoted string, which cannot end early; what stands in
 * a comment cannot be quoted there, so it must be a name, address or path without any byte that has a meaning in
 * comments, and no word that readers take for a key. Lines are folded between clauses, at 78 where that is possible.
 * RFC 5321 section 4.4; RFC 3848; RFC 6531 section 4.3; RFC 8314 section 4.3; RFC 5322 section 2.1.1.
 * Not handled: U-labels to A-labels (a message that is not under SMTPUTF8 must not be given bytes above 127).
 */
#include "base/line.h"
#include "syntax/ip_address.h"
#include "syntax/mail_path.h"
#include "syntax/received.h"
#include "syntax/scan.h"

typedef struct received_writer {
    pneu_i_text_builder text;
    size_t line;   /* where the current line begins */
    size_t indent; /* what stands before it in that line: the field's name */
    size_t clause; /* where the current clause begins */
    int is_bad;
} received_writer;

static void add(received_writer *writer, pneu_str bytes)
{
    if (bytes.len > 0)
        pneu_i_text_builder_add(&writer->text, bytes.ptr, bytes.len);
}

static void add_text(received_writer *writer, const char *text)
{
    add(writer, pneu_i_str(text));
}

static void add_number(received_writer *writer, int32_t number)
{
    char digits[10];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    add(writer, pneu_i_str_of(digits + at, sizeof digits - at));
}

/* ---- Lines ------------------------------------------------------------------------------------------------------ */

static void begin_line(received_writer *writer)
{
    add_text(writer, "\r\n");
    writer->line = writer->text.len;
    writer->indent = 0;
}

/* A clause begins with the space before it, but for the first. */
static void begin_clause(received_writer *writer)
{
    writer->clause = writer->text.len;
    if (writer->text.len > 0)
        add_text(writer, " ");
}

/* Folds before the clause if it made the line too long, and something else stands in the line. */
static void end_clause(received_writer *writer)
{
    pneu_i_text_builder *text = &writer->text;
    size_t length = text->len - writer->clause;
    if (text->len - writer->line + writer->indent > PNEU_I_LINE_WIDTH && writer->clause > writer->line) {
        add_text(writer, "\r\n");
        if (text->status != PNEU_OK)
            return;
        memmove(text->ptr + writer->clause + 2, text->ptr + writer->clause, length);
        memcpy(text->ptr + writer->clause, "\r\n", 2);
        writer->line = writer->clause + 2;
        writer->indent = 0;
    }
    writer->is_bad |= text->len - writer->line + writer->indent > PNEU_I_LINE_MAX - 1; /* a ";" may follow */
}

/* ---- Values ----------------------------------------------------------------------------------------------------- */

static int has_controls(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        int is_c1 = c == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xA0;
        if (c < ' ' || c == 0x7F || is_c1)
            return 1;
    }
    return 0;
}

static int is_text(pneu_str text)
{
    return text.len == 0 || (!has_controls(text) && pneu_i_utf8_valid(text.ptr, text.len) == text.len);
}

/* A word of the grammar, or a quoted string. */
static void add_word(received_writer *writer, pneu_str text)
{
    writer->is_bad |= !is_text(text);
    if (pneu_i_is_received_token(text) && text.ptr[0] != '"') {
        add(writer, text);
        return;
    }
    add_text(writer, "\"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            add_text(writer, "\\");
        add(writer, pneu_i_str_of(text.ptr + i, 1));
    }
    add_text(writer, "\"");
}

/* 1 if the text can be a word, or a part of one, in a comment. */
static int is_comment_word(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ' ' || c == '(' || c == ')' || c == '\\' || c == ',' || c == '[' || c == ']' || c == '"')
            return 0;
    }
    return text.len > 0 && is_text(text);
}

static int has_byte(pneu_str text, char c)
{
    return text.len > 0 && memchr(text.ptr, c, text.len) != NULL;
}

/* ---- Clauses ---------------------------------------------------------------------------------------------------- */

static void add_address(received_writer *writer, const pneu_trace_host *host)
{
    pneu_i_ip ip;
    writer->is_bad |= !pneu_i_ip_read(host->ip.text, &ip) || host->port < 0 || host->port > 65535;
    if (writer->is_bad)
        return;
    add_text(writer, ip.is_v4 ? "[" : "[IPv6:");
    add(writer, ip.text);
    add_text(writer, "]");
    if (host->port == 0)
        return;
    add_text(writer, ":");
    add_number(writer, host->port);
}

/* TCP-info of RFC 5321: "(ident@name [address])"; the address is always there. */
static void add_connection(received_writer *writer, const pneu_trace_host *host)
{
    pneu_str ident = host->ident.text, rdns = host->rdns.text;
    if (ident.len + rdns.len + host->ip.text.len == 0)
        return;
    if (ident.len > 0)
        writer->is_bad |= !is_comment_word(ident) || has_byte(ident, '=') || has_byte(ident, ':');
    if (rdns.len > 0)
        writer->is_bad |=
            !is_text(rdns) || !pneu_i_is_dot_atom(rdns) || has_byte(rdns, '=') || pneu_i_received_is_key(rdns);
    add_text(writer, " (");
    add(writer, ident);
    add_text(writer, ident.len > 0 ? "@" : "");
    add(writer, rdns);
    add_text(writer, ident.len + rdns.len > 0 ? " " : "");
    add_address(writer, host);
    add_text(writer, ")");
}

static void add_host(received_writer *writer, const char *keyword, const pneu_trace_host *host)
{
    begin_clause(writer);
    add_text(writer, keyword);
    add_word(writer, host->name.text);
    add_connection(writer, host);
    end_clause(writer);
}

static void add_clause(received_writer *writer, const char *keyword, pneu_str value)
{
    if (value.len == 0)
        return;
    begin_clause(writer);
    add_text(writer, keyword);
    add_word(writer, value);
    end_clause(writer);
}

static void add_path(received_writer *writer, const char *before, pneu_str address, const char *after)
{
    begin_clause(writer);
    add_text(writer, before);
    add(writer, address);
    add_text(writer, after);
    end_clause(writer);
}

/* The version and bits have no clause; Sendmail's comment is the most read. */
static void add_tls_comment(received_writer *writer, const pneu_trace_tls *tls)
{
    pneu_str version = tls->version.text;
    if (version.len == 0 && tls->bits == 0)
        return;
    writer->is_bad |= tls->bits < 0 || tls->bits > 65535;
    if (version.len > 0)
        writer->is_bad |= !is_comment_word(version) || !pneu_i_received_is_tls_version(version);
    begin_clause(writer);
    add_text(writer, version.len > 0 ? "(version=" : "(");
    add(writer, version);
    add_text(writer, version.len > 0 && tls->bits > 0 ? " " : "");
    if (tls->bits > 0 && !writer->is_bad) {
        add_text(writer, "bits=");
        add_number(writer, tls->bits);
    }
    add_text(writer, ")");
    end_clause(writer);
}

/* RFC 8314 section 4.3. */
static void add_tls_clause(received_writer *writer, const pneu_trace_tls *tls)
{
    writer->is_bad |= tls->group.text.len > 0 && tls->cipher.text.len == 0;
    writer->is_bad |= tls->cipher.text.len > 0 && !pneu_i_is_tls_name(tls->cipher.text);
    writer->is_bad |= tls->group.text.len > 0 && !pneu_i_is_tls_name(tls->group.text);
    add_clause(writer, "tls ", tls->cipher.text);
    add_clause(writer, "group ", tls->group.text);
}

static void add_sender(received_writer *writer, const pneu_received *received)
{
    pneu_str address = received->envelope_from.text, login = received->login.text;
    if (address.len > 0)
        writer->is_bad |= !pneu_i_is_mailbox(address) || !is_comment_word(address);
    if (address.len > 0 || received->envelope_from.length > 0)
        add_path(writer, "(envelope-from <", address, ">)");
    if (login.len == 0)
        return;
    writer->is_bad |= !is_comment_word(login);
    add_path(writer, "(Authenticated sender: ", login, ")");
}

static void add_recipient(received_writer *writer, const pneu_received *received)
{
    pneu_str address = received->recipient.text;
    if (received->recipient_count != 1 || address.len == 0)
        return;
    writer->is_bad |= !is_text(address) || !pneu_i_is_mailbox(address);
    add_path(writer, "for <", address, ">");
}

static pneu_str protocol_of(const pneu_received *received)
{
    if (received->with.text.len > 0 || received->protocol == 0)
        return received->with.text;
    return pneu_i_str(pneu_protocol_name(received->protocol));
}

static void add_clauses(received_writer *writer, const pneu_received *received)
{
    if (received->from.name.text.len > 0) {
        add_host(writer, "from ", &received->from);
        begin_line(writer);
    }
    add_host(writer, "by ", &received->by);
    add_clause(writer, "via ", received->via.text);
    add_clause(writer, "with ", protocol_of(received));
    add_tls_comment(writer, &received->tls);
    add_clause(writer, "id ", received->id.text);
    add_recipient(writer, received);
    add_tls_clause(writer, &received->tls);
    add_sender(writer, received);
}

/* What has no place without another: a connection without name, no "by", no date. */
static int is_whole(const pneu_received *received)
{
    const pneu_trace_host *from = &received->from;
    int has_from = from->name.text.len > 0;
    int has_connection = from->ip.text.len + from->rdns.text.len + from->ident.text.len > 0;
    return received->by.name.text.len > 0 && received->has_date && (has_from || !has_connection);
}

pneu_status pneu_received_format(pneu_arena *arena, const pneu_received *received, pneu_str *out)
{
    received_writer writer;
    pneu_str date;
    if (arena == NULL || received == NULL || out == NULL || !is_whole(received))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_date_format(arena, &received->date, &date);
    if (status != PNEU_OK)
        return status;
    memset(&writer, 0, sizeof writer);
    writer.indent = sizeof "Received: " - 1;
    pneu_i_text_builder_init(&writer.text, arena, 256);
    add_clauses(&writer, received);
    add_text(&writer, ";");
    begin_line(&writer);
    add_text(&writer, " ");
    add(&writer, date);
    if (writer.is_bad)
        return PNEU_ERR_ARGUMENT;
    return pneu_i_text_builder_end(&writer.text, out);
}
