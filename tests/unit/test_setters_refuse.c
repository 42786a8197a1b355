/*
 * Every public function that makes text of texts refuses CR, LF and NUL in each of them, at its beginning, middle and
 * end, and then writes nothing; nor does it where memory ends. One row a function; its texts are an array, to be
 * spoilt in turn.
 */
#include "support/test.h"

#include "base/str.h"
#include "pneu/pneu.h"
#include "support/spoil.h"
#include "support/starve.h"

#define TEXTS_MAX 24

/* What a function is given: `texts` in the order of its row. */
typedef struct call {
    pneu_arena *arena;
    const pneu_str *texts;
    pneu_format format;
    size_t row;
} call;

typedef pneu_status setter(const call *c, pneu_str *out);

/* ---- pneu/format.h ------------------------------------------------------------------------------------------------ */

static pneu_status text_encode(const call *c, pneu_str *out)
{
    return pneu_text_encode(c->arena, c->texts[0], &c->format, out);
}

static pneu_status phrase_encode(const call *c, pneu_str *out)
{
    return pneu_phrase_encode(c->arena, c->texts[0], &c->format, out);
}

static pneu_status comment_encode(const call *c, pneu_str *out)
{
    return pneu_comment_encode(c->arena, c->texts[0], &c->format, out);
}

static pneu_status mime_value_format(const call *c, pneu_str *out)
{
    pneu_param param = {c->texts[1], c->texts[2], {NULL, 0}, {NULL, 0}};
    pneu_mime_value value = {c->texts[0], {NULL, 0}, &param, 1};
    return pneu_mime_value_format(c->arena, &value, &c->format, out);
}

static pneu_status language_format(const call *c, pneu_str *out)
{
    pneu_param param = {pneu_i_str("name"), c->texts[0], {NULL, 0}, c->texts[1]};
    pneu_mime_value value = {pneu_i_str("attachment"), {NULL, 0}, &param, 1};
    return pneu_mime_value_format(c->arena, &value, &c->format, out);
}

/* In every class. */
static pneu_status field_fold(const call *c, pneu_str *out)
{
    pneu_str folded;
    pneu_status last = pneu_field_fold(c->arena, c->texts[0], c->texts[1], PNEU_FOLD_UNSTRUCTURED, &c->format, &folded);
    for (int32_t class = PNEU_FOLD_ADDRESSES; class <= PNEU_FOLD_NEVER && last != PNEU_ERR_MEMORY; class ++) {
        pneu_status status = pneu_field_fold(c->arena, c->texts[0], c->texts[1], class, &c->format, &folded);
        assert_true(status == last || status == PNEU_ERR_MEMORY);
        last = status;
    }
    if (last == PNEU_OK)
        *out = folded;
    return last;
}

/* ---- pneu/address.h ----------------------------------------------------------------------------------------------- */

static pneu_mailbox mailbox_of(const pneu_str *texts)
{
    pneu_mailbox mailbox;
    memset(&mailbox, 0, sizeof mailbox);
    mailbox.name = texts[0];
    mailbox.local = texts[1];
    mailbox.domain = texts[2];
    mailbox.address = pneu_i_str("a@b"); /* not looked at */
    mailbox.group = PNEU_NO_GROUP;
    return mailbox;
}

static pneu_status mailbox_format(const call *c, pneu_str *out)
{
    pneu_mailbox mailbox = mailbox_of(c->texts);
    return pneu_mailbox_format(c->arena, &mailbox, &c->format, out);
}

static pneu_status address_list_format(const call *c, pneu_str *out)
{
    pneu_mailbox mailbox = mailbox_of(c->texts);
    pneu_group group = {c->texts[3], {NULL, 0}, 0, 0, 0, 1};
    pneu_address_list list = {&mailbox, 1, &group, 1, 0};
    mailbox.group = 0;
    return pneu_address_list_format(c->arena, &list, &c->format, out);
}

static pneu_status mailbox_init(const call *c, pneu_str *out)
{
    pneu_mailbox mailbox;
    pneu_status status = pneu_mailbox_init(c->arena, c->texts[0], c->texts[1], &mailbox);
    if (status == PNEU_OK)
        *out = mailbox.address;
    return status == PNEU_ERR_SYNTAX ? PNEU_ERR_ARGUMENT : status; /* of what is no address */
}

/* ---- pneu/msgid.h ------------------------------------------------------------------------------------------------- */

static pneu_status references_format(const call *c, pneu_str *out)
{
    return pneu_references_format(c->arena, c->texts, 2, 0, out);
}

static pneu_status cid_url_format(const call *c, pneu_str *out)
{
    return pneu_cid_url_format(c->arena, c->texts[0], out);
}

static pneu_status mid_url_format(const call *c, pneu_str *out)
{
    pneu_mid_url ids = {c->texts[0], c->texts[1]};
    return pneu_mid_url_format(c->arena, &ids, out);
}

/* ---- pneu/trace.h ------------------------------------------------------------------------------------------------- */

static pneu_status received_format(const call *c, pneu_str *out)
{
    pneu_received received;
    pneu_trace_text *const places[] = {
        &received.from.name,     &received.from.rdns, &received.from.ip,     &received.from.ident, &received.by.name,
        &received.by.ip,         &received.via,       &received.with,        &received.id,         &received.recipient,
        &received.envelope_from, &received.login,     &received.tls.version, &received.tls.cipher, &received.tls.group,
    };
    memset(&received, 0, sizeof received);
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        places[i]->text = c->texts[i];
        places[i]->length = (uint32_t)c->texts[i].len;
    }
    received.recipient_count = 1;
    received.has_date = 1;
    return pneu_received_format(c->arena, &received, out);
}

static pneu_status return_path_format(const call *c, pneu_str *out)
{
    return pneu_return_path_format(c->arena, c->texts[0], out);
}

static pneu_status delivered_to_format(const call *c, pneu_str *out)
{
    return pneu_delivered_to_format(c->arena, c->texts[0], out);
}

/* ---- pneu/auth.h and pneu/list.h ------------------------------------------------------------------------------------ */

static pneu_status auth_results_format(const call *c, pneu_str *out)
{
    pneu_auth_property property = {c->texts[4], c->texts[5], c->texts[6]};
    pneu_auth_result result = {c->texts[1], c->texts[2], c->texts[3], 1, 0, &property, 1};
    pneu_auth_results results = {c->texts[0], 1, 0, &result, 1};
    return pneu_auth_results_format(c->arena, &results, out);
}

static pneu_status tag_list_format(const call *c, pneu_str *out)
{
    pneu_tag tag = {c->texts[0], c->texts[1]};
    pneu_tag_list list = {&tag, 1, 1, 0};
    return pneu_tag_list_format(c->arena, &list, out);
}

static pneu_status list_urls_format(const call *c, pneu_str *out)
{
    pneu_list_urls urls = {c->texts, 2, 0, 0};
    return pneu_list_urls_format(c->arena, &urls, out);
}

static pneu_status list_id_format(const call *c, pneu_str *out)
{
    pneu_list_id id = {c->texts[0], c->texts[1]};
    return pneu_list_id_format(c->arena, &id, out);
}

/* ---- pneu/report.h ------------------------------------------------------------------------------------------------ */

static pneu_typed_text typed(const pneu_str *texts)
{
    pneu_typed_text text = {texts[0], texts[1]};
    return text;
}

static pneu_status delivery_status_format(const call *c, pneu_str *out)
{
    const pneu_str *t = c->texts;
    pneu_field_value more[] = {{t[9], t[10]}, {t[22], t[23]}};
    pneu_delivery_recipient recipient;
    memset(&recipient, 0, sizeof recipient);
    recipient.original_recipient = typed(t + 11);
    recipient.final_recipient = typed(t + 13);
    recipient.action = t[15];
    recipient.status = (pneu_status_code){5, 1, 1, 0};
    recipient.remote_mta = typed(t + 16);
    recipient.diagnostic_code = typed(t + 18);
    recipient.last_attempt_date.text = t[20];
    recipient.will_retry_until.text = t[21];
    recipient.extensions = (pneu_extension_list){more + 1, 1};
    pneu_delivery_status report;
    memset(&report, 0, sizeof report);
    report.original_envelope_id = t[0];
    report.reporting_mta = typed(t + 1);
    report.dsn_gateway = typed(t + 3);
    report.received_from_mta = typed(t + 5);
    report.arrival_date.text = t[7];
    recipient.final_log_id = t[8];
    report.extensions.fields = more;
    report.extensions.count = 1;
    report.recipients = &recipient;
    report.recipient_count = 1;
    return pneu_delivery_status_format(c->arena, &report, out);
}

static pneu_status disposition_notification_format(const call *c, pneu_str *out)
{
    const pneu_str *t = c->texts;
    pneu_field_value more = {t[14], t[15]};
    pneu_disposition_notification report;
    memset(&report, 0, sizeof report);
    report.reporting_ua = t[0];
    report.reporting_product = t[1];
    report.mdn_gateway = typed(t + 2);
    report.original_recipient = typed(t + 4);
    report.final_recipient = typed(t + 6);
    report.original_message_id = t[8];
    report.disposition.action_mode = t[9];
    report.disposition.sending_mode = t[10];
    report.disposition.type = t[11];
    report.disposition.modifiers.texts = t + 12;
    report.disposition.modifiers.count = 1;
    report.errors.texts = t + 13;
    report.errors.count = 1;
    report.extensions.fields = &more;
    report.extensions.count = 1;
    return pneu_disposition_notification_format(c->arena, &report, out);
}

static pneu_status feedback_report_format(const call *c, pneu_str *out)
{
    const pneu_str *t = c->texts;
    pneu_field_value more = {t[12], t[13]};
    pneu_feedback_report report;
    memset(&report, 0, sizeof report);
    report.feedback_type = t[0];
    report.user_agent = t[1];
    report.version = 1;
    report.original_envelope_id = t[2];
    report.original_mail_from = t[3];
    report.arrival_date.text = t[4];
    report.reporting_mta = typed(t + 5);
    report.source_ip = t[7];
    report.original_rcpt_to.texts = t + 8;
    report.authentication_results.texts = t + 9;
    report.reported_domain.texts = t + 10;
    report.reported_uri.texts = t + 11;
    report.original_rcpt_to.count = report.authentication_results.count = 1;
    report.reported_domain.count = report.reported_uri.count = 1;
    report.extensions.fields = &more;
    report.extensions.count = 1;
    return pneu_feedback_report_format(c->arena, &report, out);
}

/* ---- pneu/view.h -------------------------------------------------------------------------------------------------- */

static pneu_status flowed_encode(const call *c, pneu_str *out)
{
    pneu_paragraph paragraph = {c->texts[0], 1, PNEU_PARAGRAPH_FLOWED};
    pneu_paragraphs paragraphs = {&paragraph, 1};
    return pneu_flowed_encode(c->arena, &paragraphs, 0, 0, out);
}

/* ---- The table ------------------------------------------------------------------------------------------------------ */

#define DATE "Sat, 21 Nov 2026 09:05:00 +0100"

static const struct {
    const char *name;
    setter *set;
    const char *texts[TEXTS_MAX + 1]; /* good ones, up to NULL */
} rows[] = {
    {"text", text_encode, {"a text"}},
    {"text with encoded words", text_encode, {"ein S\xC3\xA4tzchen"}},
    {"phrase", phrase_encode, {"ab cd"}},
    {"quoted phrase", phrase_encode, {"a. \"b\""}},
    {"encoded phrase", phrase_encode, {"J\xC3\xBCrgen"}},
    {"comment", comment_encode, {"a (b)"}},
    {"MIME value", mime_value_format, {"text/plain", "name", "abc"}},
    {"MIME value, quoted", mime_value_format, {"attachment", "filename", "a b"}},
    {"MIME value, RFC 2231", mime_value_format, {"attachment", "filename", "\xC3\xA4\xC3\xB6"}},
    {"boundary", mime_value_format, {"multipart/mixed", "boundary", "=_ab"}},
    {"language", language_format, {"abc", "en"}},
    {"field", field_fold, {"X-Name", "some;value"}},
    {"mailbox", mailbox_format, {"A Name", "local", "example.com"}},
    {"mailbox, quoted", mailbox_format, {"A. Name", "a b", "[192.0.2.1]"}},
    {"mailbox, encoded", mailbox_format, {"J\xC3\xBCrgen", "local", "example.com"}},
    {"address list", address_list_format, {"Name", "local", "example.com", "Group"}},
    {"new mailbox", mailbox_init, {"Name", "local@example.com"}},
    {"new mailbox, quoted", mailbox_init, {"", "\"a b\"@example.com"}},
    {"references", references_format, {"a@b.example", "\"c d\"@e.example"}},
    {"cid URL", cid_url_format, {"a%b@c.example"}},
    {"mid URL", mid_url_format, {"a@b.example", "c@d.example"}},
    {"Received",
     received_format,
     {"helo.example", "host.example", "192.0.2.1", "user", "mx.example", "192.0.2.2", "TCP", "ESMTPS", "ab12",
      "to@example.com", "from@example.com", "login", "TLSv1.3", "TLS_AES_256_GCM_SHA384", "X25519"}},
    {"Return-Path", return_path_format, {"local@example.com"}},
    {"Return-Path, quoted", return_path_format, {"\"a b\"@example.com"}},
    {"Delivered-To", delivered_to_format, {"local@example.com"}},
    {"Authentication-Results",
     auth_results_format,
     {"mx.example", "spf", "pass", "a good reason", "smtp", "mailfrom", "user@example.com"}},
    {"tag list", tag_list_format, {"b", "abcd"}},
    {"list URLs", list_urls_format, {"mailto:a@b.example", "https://example.com/c"}},
    {"List-Id", list_id_format, {"The list", "list.example.com"}},
    {"delivery status",
     delivery_status_format,
     {"envelope",
      "dns",
      "mx.example",
      "x400",
      "gateway",
      "dns",
      "mx2.example",
      DATE,
      "log 1",
      "X-More",
      "more",
      "rfc822",
      "a@example.com",
      "rfc822",
      "b@example.com",
      "failed",
      "dns",
      "mx3.example",
      "smtp",
      "550 no such user",
      DATE,
      DATE,
      "X-Other",
      "other"}},
    {"disposition notification",
     disposition_notification_format,
     {"host.example", "product", "smtp", "gateway", "rfc822", "a@example.com", "rfc822", "b@example.com",
      "c@example.com", "manual-action", "mdn-sent-manually", "displayed", "error", "an error", "X-More", "more"}},
    {"feedback report",
     feedback_report_format,
     {"abuse", "agent/1", "envelope", "a@example.com", DATE, "dns", "mx.example", "192.0.2.1", "b@example.com",
      "mx.example; spf=pass", "example.com", "https://example.com/", "X-More", "more"}},
    {"flowed paragraph", flowed_encode, {"a paragraph"}},
};

static const pneu_str spoils[] = {{"\r", 1}, {"\n", 1}, {"\0", 1}, {"\r\n", 2}, {"\r\nX: y", 6}, {"\0\n", 2}};

/* 1 unless the row's function refuses its texts with number k spoilt. */
static int takes_spoilt(size_t row, pneu_str *texts, size_t k, call *c)
{
    int takes = 0;
    pneu_str good = texts[k];
    for (size_t i = 0; i < COUNT_OF(spoils); i++)
        for (size_t part = 0; part <= 2; part++) {
            pneu_str out = {NULL, 99};
            texts[k] = spoilt(good, spoils[i], good.len * part / 2);
            pneu_status status = rows[row].set(c, &out);
            if (status != PNEU_ERR_ARGUMENT || out.ptr != NULL || out.len != 99) {
                takes = 1;
                print_error("%s, text %zu, spoil %zu at %zu/2: %s\n", rows[row].name, k, i, part,
                            pneu_status_name(status));
            }
            free((char *)texts[k].ptr);
        }
    texts[k] = good;
    return takes;
}

/* Nothing is given where there is no memory. */
static pneu_status set_starved(void *ctx, pneu_arena *arena)
{
    const call *with = ctx, starved = {arena, with->texts, with->format, with->row};
    pneu_str out = {NULL, 99};
    pneu_status status = rows[starved.row].set(&starved, &out);
    assert_true(status == PNEU_OK || (out.ptr == NULL && out.len == 99));
    return status;
}

static int row_fails(size_t row, call *c)
{
    pneu_str texts[TEXTS_MAX], out = {NULL, 0};
    size_t count = 0;
    int failed = 0;
    c->texts = texts;
    c->row = row;
    for (; count < TEXTS_MAX && rows[row].texts[count] != NULL; count++)
        texts[count] = pneu_i_str(rows[row].texts[count]);
    pneu_status status = rows[row].set(c, &out); /* good texts are taken: it is the spoil that is refused */
    if (status != PNEU_OK) {
        print_error("%s: %s\n", rows[row].name, pneu_status_name(status));
        return 1;
    }
    failed |= starve_each(set_starved, c) != PNEU_OK;
    for (size_t k = 0; k < count; k++)
        failed |= takes_spoilt(row, texts, k, c);
    return failed;
}

static void line_ends_and_nul_are_refused(void **state)
{
    int failed = 0;
    call c = {NULL, NULL, {0, 0}, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &c.arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (c.format.flags = 0; c.format.flags <= (PNEU_FORMAT_UTF8 | PNEU_FORMAT_PLAIN_FALLBACK); c.format.flags++)
            failed += row_fails(i, &c);
    pneu_arena_free(c.arena);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_ends_and_nul_are_refused),
    };
    return RUN_TESTS(tests);
}
