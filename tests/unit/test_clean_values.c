/*
 * No decoded value holds CR, LF or NUL, whatever stands in the field: the bytes themselves, folds, quoted pairs of them,
 * and what decodes to them in encoded words, RFC 2231 values and URLs. One row a function that reads; every spoil is put at
 * every place of every value, in both modes.
 */
#include "support/test.h"

#include "base/str.h"
#include "pneu/pneu.h"
#include "support/spoil.h"

/* ---- pneu/syntax.h, field.h and crypto.h ------------------------------------------------------------------------- */

static void see_params(reading *r, const pneu_param *params, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const pneu_str texts[] = {params[i].name, params[i].value, params[i].charset, params[i].language};
        see_all(r, texts, COUNT_OF(texts));
    }
}

static void see_mime_value(reading *r, const pneu_mime_value *value)
{
    see(r, value->value);
    see(r, value->declared);
    see_params(r, value->params, value->param_count);
}

static void content_type(reading *r)
{
    pneu_mime_value value;
    pneu_header_protection protection;
    if (pneu_content_type_parse(r->arena, r->in, r->mode, NULL, &value) != PNEU_OK)
        return;
    see_mime_value(r, &value);
    if (pneu_header_protection_read(&value, &protection) == PNEU_OK)
        see(r, protection.protected_headers);
}

static void content_disposition(reading *r)
{
    pneu_mime_value value;
    if (pneu_content_disposition_parse(r->arena, r->in, r->mode, NULL, &value) == PNEU_OK)
        see_mime_value(r, &value);
}

static void decode_text(reading *r)
{
    pneu_str out;
    if (pneu_decode_text(r->arena, r->in, r->mode, NULL, &out) == PNEU_OK)
        see(r, out);
}

static void base_subject(reading *r)
{
    pneu_str out;
    int32_t is_marked;
    if (pneu_base_subject(r->arena, r->in, &is_marked, &out) == PNEU_OK)
        see(r, out);
}

static void location_resolve(reading *r)
{
    pneu_str out;
    if (pneu_location_resolve(r->arena, pneu_i_str("http://a/b/c"), r->in, &out) == PNEU_OK)
        see(r, out);
    if (pneu_location_resolve(r->arena, r->in, pneu_i_str("d"), &out) == PNEU_OK)
        see(r, out);
}

static void safe_filename(reading *r)
{
    pneu_str out;
    if (pneu_safe_filename(r->arena, r->in, &out) == PNEU_OK)
        see(r, out);
}

static void field_merge(reading *r)
{
    pneu_str values[] = {pneu_i_str("a@b"), r->in}, out;
    if (pneu_field_merge(r->arena, PNEU_FIELD_TO, values, 2, &out) == PNEU_OK)
        see(r, out);
    if (pneu_field_merge(r->arena, PNEU_FIELD_SUBJECT, values, 2, &out) == PNEU_OK)
        see(r, out);
}

/* ---- pneu/address.h and msgid.h ---------------------------------------------------------------------------------- */

static void address_list(reading *r)
{
    pneu_address_list list;
    if (pneu_address_list_parse(r->arena, r->in, r->mode, NULL, &list) != PNEU_OK)
        return;
    for (size_t i = 0; i < list.mailbox_count; i++) {
        const pneu_mailbox *box = &list.mailboxes[i];
        const pneu_str texts[] = {box->name, box->address, box->local, box->domain, box->comment, box->route};
        see_all(r, texts, COUNT_OF(texts));
    }
    for (size_t i = 0; i < list.group_count; i++)
        see(r, list.groups[i].name);
}

static void mailbox_init(reading *r)
{
    pneu_mailbox box;
    if (pneu_mailbox_init(r->arena, pneu_i_str("name"), r->in, &box) != PNEU_OK)
        return;
    see(r, box.address);
    see(r, box.local);
    see(r, box.domain);
}

static void msgid_list(reading *r)
{
    pneu_msgid_list list;
    pneu_str id;
    if (pneu_msgid_list_parse(r->arena, r->in, r->mode, NULL, &list) == PNEU_OK)
        see_all(r, list.ids, list.count);
    if (pneu_msgid_parse(r->arena, r->in, r->mode, NULL, &id) == PNEU_OK)
        see(r, id);
}

static void urls(reading *r)
{
    pneu_mid_url ids;
    pneu_str id;
    if (pneu_cid_url_parse(r->arena, r->in, &id) == PNEU_OK)
        see(r, id);
    if (pneu_mid_url_parse(r->arena, r->in, &ids) != PNEU_OK)
        return;
    see(r, ids.message_id);
    see(r, ids.content_id);
}

/* ---- pneu/trace.h ------------------------------------------------------------------------------------------------ */

static void see_host(reading *r, const pneu_trace_host *host)
{
    const pneu_str texts[] = {host->name.text, host->rdns.text, host->ip.text, host->ident.text};
    see_all(r, texts, COUNT_OF(texts));
}

static void received(reading *r)
{
    pneu_received f;
    if (pneu_received_parse(r->arena, r->in, r->mode, NULL, &f) != PNEU_OK)
        return;
    const pneu_str texts[] = {
        f.via.text,     f.with.text,  f.id.text,        f.recipient.text,   f.envelope_from.text, f.login.text,
        f.comment.text, f.extra.text, f.date_text.text, f.tls.version.text, f.tls.cipher.text,    f.tls.group.text,
    };
    see_host(r, &f.from);
    see_host(r, &f.by);
    see_all(r, texts, COUNT_OF(texts));
}

static void paths(reading *r)
{
    pneu_str out;
    if (pneu_return_path_parse(r->arena, r->in, r->mode, NULL, &out) == PNEU_OK)
        see(r, out);
    if (pneu_delivered_to_parse(r->arena, r->in, r->mode, NULL, &out) == PNEU_OK)
        see(r, out);
}

/* ---- pneu/auth.h and list.h -------------------------------------------------------------------------------------- */

static void see_results(reading *r, const pneu_auth_results *results)
{
    see(r, results->authserv_id);
    for (size_t i = 0; i < results->result_count; i++) {
        const pneu_auth_result *result = &results->results[i];
        const pneu_str texts[] = {result->method, result->result, result->reason};
        see_all(r, texts, COUNT_OF(texts));
        for (size_t k = 0; k < result->property_count; k++) {
            see(r, result->properties[k].type);
            see(r, result->properties[k].name);
            see(r, result->properties[k].value);
        }
    }
}

static void auth_results(reading *r)
{
    pneu_auth_results results;
    if (pneu_auth_results_parse(r->arena, r->in, r->mode, NULL, &results) == PNEU_OK)
        see_results(r, &results);
    if (pneu_arc_results_parse(r->arena, r->in, r->mode, NULL, &results) == PNEU_OK)
        see_results(r, &results);
}

static void see_tags(reading *r, const pneu_tag *tags, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        see(r, tags[i].name);
        see(r, tags[i].value);
    }
}

static void tag_list(reading *r)
{
    pneu_tag_list list;
    if (pneu_tag_list_parse(r->arena, r->in, r->mode, NULL, &list) == PNEU_OK)
        see_tags(r, list.tags, list.tag_count);
}

static void received_spf(reading *r)
{
    pneu_received_spf spf;
    if (pneu_received_spf_parse(r->arena, r->in, r->mode, NULL, &spf) != PNEU_OK)
        return;
    see(r, spf.result);
    see(r, spf.comment);
    see_tags(r, spf.pairs, spf.pair_count);
}

static void list_urls(reading *r)
{
    pneu_list_urls list;
    pneu_str url;
    if (pneu_list_urls_parse(r->arena, r->in, r->mode, NULL, &list) == PNEU_OK)
        see_all(r, list.urls, list.url_count);
    if (pneu_one_click_url(r->arena, r->in, pneu_i_str("List-Unsubscribe=One-Click"), &url) == PNEU_OK)
        see(r, url);
}

static void list_id(reading *r)
{
    pneu_list_id id;
    if (pneu_list_id_parse(r->arena, r->in, r->mode, NULL, &id) != PNEU_OK)
        return;
    see(r, id.phrase);
    see(r, id.id);
}

static void auto_submitted(reading *r)
{
    pneu_auto_submitted field;
    if (pneu_auto_submitted_parse(r->arena, r->in, r->mode, NULL, &field) != PNEU_OK)
        return;
    see(r, field.keyword);
    see_params(r, field.params, field.param_count);
}

/* ---- The table --------------------------------------------------------------------------------------------------- */

static const reader_row rows[] = {
    {"Content-Type", content_type,
     "text/plain; name=\"a\\b\"; protected-headers=v1; c*0*=utf-8'en'd%20; c*1=\"e\" (f)"},
    {"Content-Type, RFC 2231", content_type, "a/b; name*=iso-8859-1'en'c%0D%0A%00d; e*=utf-16''%00%0D%00%0A%00%00"},
    {"Content-Type, encoded word", content_type, "a/b; name=\"=?utf-8?Q?c=0D=0A=00d?=\""},
    {"Content-Disposition", content_disposition, "attachment; filename=\"a\\b.c\"; filename*=''%0d%0a%00"},
    {"text", decode_text, "ab =?utf-8?Q?c=0D=0A=00d?= =?utf-8?B?DQoA?= e"},
    {"text, other charsets", decode_text, "=?utf-16?B?AA0ACgAA?= =?utf-7?Q?+AA0ACgAA-?= =?iso-2022-jp?B?DQoA?="},
    {"base subject", base_subject, "Re: [a] =?utf-8?Q?b=0D=0A=00c?= (fwd)"},
    {"Content-Location", location_resolve, "http://a/b?c#d%0D%0A%00"},
    {"file name", safe_filename, "a/b c.d"},
    {"merged", field_merge, "\"a\" <b@c> (d)"},
    {"address", address_list, "\"a\\b\" <\"c\\d\"@e.f> (g\\h), i: <@j,@k:l@[m]>;"},
    {"address, encoded words", address_list,
     "=?utf-8?Q?a=0D=0A=00b?= <c@d>, e@f (=?utf-8?B?DQoA?=), =?utf-8?Q?=0A?=: \"=?utf-8?Q?=0D?=\" <g@h>;"},
    {"new mailbox", mailbox_init, "\"a\\b\"@[c]"},
    {"identifiers", msgid_list, "<a@b> <\"c\\d\"@[e]> (f) g@h"},
    {"cid URL", urls, "cid:a%25b@c"},
    {"mid URL", urls, "mid:a%25@b/c@d"},
    {"Received", received,
     "from a (b [192.0.2.1] (c\\d)) by \"e\\f\" with g id h for <i@j> (version=k cipher=l); Sat, 1 Jan 2000 00:00:00 "
     "+0000"},
    {"Return-Path", paths, "<\"a\\b\"@c>"},
    {"Delivered-To", paths, "a@b"},
    {"Authentication-Results", auth_results, "a 1; b=c reason=\"d\\e\" f.g=\"h\\i\" (j); k=l m.n=o@p"},
    {"ARC-Authentication-Results", auth_results, "i=1; a; b=c d.e=f"},
    {"tag list", tag_list, "v=1; a=b; c=d e\r\n f"},
    {"Received-SPF", received_spf, "pass (a\\b =?utf-8?Q?=0D=0A=00?=) c=\"d\\e\"; f=g"},
    {"list URLs", list_urls, "<mailto:a>, <https://b/c%0D>"},
    {"List-Id", list_id, "\"a\\b\" =?utf-8?Q?=0D=0A=00?= <c.d>"},
    {"Auto-Submitted", auto_submitted, "auto-replied; a=\"b\\c\"; d*=utf-8''%0D%0A%00"},
};

static void values_are_clean(void **state)
{
    (void)state;
    assert_int_equal(readers_failed(rows, COUNT_OF(rows)), 0);
}

static void values_are_clean_when_memory_ends(void **state)
{
    (void)state;
    readers_starve(rows, COUNT_OF(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_clean),
        cmocka_unit_test(values_are_clean_when_memory_ends),
    };
    return RUN_TESTS(tests);
}
