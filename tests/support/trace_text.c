#include <inttypes.h>

#include "charset/charset.h"
#include "support/must.h"
#include "support/trace_text.h"

static void add_item(text *to, const char *name, const pneu_trace_text *item)
{
    if (item->text.len > 0)
        text_print(to, " %s=%.*s", name, (int)item->text.len, item->text.ptr);
}

static void add_number(text *to, const char *name, int32_t number)
{
    if (number != 0)
        text_print(to, " %s=%" PRId32, name, number);
}

void trace_text_add(text *to, const pneu_received *received)
{
    add_item(to, "from", &received->from.name);
    add_item(to, "rdns", &received->from.rdns);
    add_item(to, "ip", &received->from.ip);
    add_number(to, "port", received->from.port);
    add_item(to, "ident", &received->from.ident);
    add_item(to, "by", &received->by.name);
    add_item(to, "by.rdns", &received->by.rdns);
    add_item(to, "by.ip", &received->by.ip);
    add_number(to, "by.port", received->by.port);
    add_item(to, "by.ident", &received->by.ident);
    add_item(to, "via", &received->via);
    add_item(to, "with", &received->with);
    add_item(to, "id", &received->id);
    add_item(to, "for", &received->recipient);
    if (received->recipient_count > 1)
        text_print(to, " (%" PRId32 ")", received->recipient_count);
    add_item(to, "sender", &received->envelope_from);
    if (received->envelope_from.length > 0 && received->envelope_from.text.len == 0)
        text_print(to, " sender=<>");
    add_item(to, "login", &received->login);
    add_item(to, "version", &received->tls.version);
    add_item(to, "cipher", &received->tls.cipher);
    add_item(to, "group", &received->tls.group);
    add_number(to, "bits", received->tls.bits);
    add_number(to, "protocol", received->protocol);
    if (received->has_date)
        text_print(to, " date=%" PRId64, received->date.epoch);
    else
        text_print(to, " date=?");
}

void trace_text_add_rest(text *to, const pneu_received *received)
{
    add_item(to, "comment", &received->comment);
    add_item(to, "extra", &received->extra);
}

static void check_item(const pneu_trace_text *item, size_t length)
{
    MUST(item->offset <= length && item->length <= length - item->offset);
    MUST(item->text.ptr != NULL && (item->length > 0 || item->text.len == 0));
    MUST(pneu_i_utf8_valid(item->text.ptr, item->text.len) == item->text.len);
    for (size_t i = 0; i < item->text.len; i++)
        MUST((unsigned char)item->text.ptr[i] >= ' ' && item->text.ptr[i] != 0x7F);
}

static void check_host(const pneu_trace_host *host, size_t length)
{
    check_item(&host->name, length);
    check_item(&host->rdns, length);
    check_item(&host->ip, length);
    check_item(&host->ident, length);
    MUST(host->port >= 0 && host->port <= 65535);
}

void trace_text_check(const pneu_received *received, size_t length)
{
    const pneu_trace_text *const items[] = {
        &received->via,           &received->with,      &received->id,        &received->recipient,
        &received->envelope_from, &received->login,     &received->date_text, &received->tls.version,
        &received->tls.cipher,    &received->tls.group, &received->comment,   &received->extra,
    };
    check_host(&received->from, length);
    check_host(&received->by, length);
    for (size_t i = 0; i < COUNT_OF(items); i++)
        check_item(items[i], length);
    MUST(received->recipient_count >= 0 && received->tls.bits >= 0);
}
