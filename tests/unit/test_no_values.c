/*
 * Values: every public function that can fail refuses to be given nothing, and one without a result then does nothing.
 * In the order of the headers.
 */
#include "pneu/pneu.h"
#include "support/test.h"

static const pneu_str none;
static const pneu_status_code no_code;

#define REFUSED(call) assert_int_equal(call, PNEU_ERR_ARGUMENT)

static void of_address(void **state)
{
    (void)state;
    REFUSED(pneu_address_list_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_mailbox_init(NULL, none, none, NULL));
    REFUSED(pneu_mailbox_format(NULL, NULL, NULL, NULL));
    REFUSED(pneu_address_list_format(NULL, NULL, NULL, NULL));
}

static void of_auth(void **state)
{
    (void)state;
    REFUSED(pneu_auth_results_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_arc_results_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_auth_results_format(NULL, NULL, NULL));
    REFUSED(pneu_tag_list_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_tag_list_find(NULL, none, NULL));
    REFUSED(pneu_tag_list_format(NULL, NULL, NULL));
    REFUSED(pneu_dkim_qp_decode(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_arc_chain_read(NULL, NULL, 0, NULL));
    REFUSED(pneu_received_spf_parse(NULL, none, 0, NULL, NULL));
}

static void of_crypto(void **state)
{
    (void)state;
    REFUSED(pneu_header_protection_read(NULL, NULL));
    REFUSED(pneu_legacy_display_skip(none, NULL));
    REFUSED(pneu_legacy_display_cut(NULL, none, NULL));
    REFUSED(pneu_cleartext_unescape(NULL, none, NULL));
    REFUSED(pneu_cleartext_escape(NULL, none, NULL));
}

static void of_date(void **state)
{
    (void)state;
    REFUSED(pneu_date_parse(none, 0, NULL, NULL));
    REFUSED(pneu_date_format(NULL, NULL, NULL));
}

static void of_field(void **state)
{
    (void)state;
    REFUSED(pneu_field_counts_check(NULL, NULL, 0, NULL, NULL));
    REFUSED(pneu_field_merge(NULL, 0, NULL, 0, NULL));
}

static void of_format(void **state)
{
    (void)state;
    REFUSED(pneu_text_encode(NULL, none, NULL, NULL));
    REFUSED(pneu_phrase_encode(NULL, none, NULL, NULL));
    REFUSED(pneu_comment_encode(NULL, none, NULL, NULL));
    REFUSED(pneu_mime_value_format(NULL, NULL, NULL, NULL));
    REFUSED(pneu_field_fold(NULL, none, none, 0, NULL, NULL));
}

static void of_list(void **state)
{
    (void)state;
    REFUSED(pneu_list_urls_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_list_urls_format(NULL, NULL, NULL));
    REFUSED(pneu_one_click_url(NULL, none, none, NULL));
    REFUSED(pneu_list_id_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_list_id_format(NULL, NULL, NULL));
    REFUSED(pneu_auto_submitted_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_auto_reply_check(NULL, NULL));
}

static void of_maildir(void **state)
{
    (void)state;
    REFUSED(pneu_maildir_name_parse(NULL, none, NULL));
    REFUSED(pneu_maildir_name_format(NULL, NULL, 0, NULL));
    REFUSED(pneu_maildir_base_format(NULL, NULL, NULL));
}

static void of_msgid(void **state)
{
    (void)state;
    REFUSED(pneu_msgid_list_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_msgid_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_msgid_normalise(NULL, none, NULL));
    REFUSED(pneu_references_format(NULL, NULL, 0, 0, NULL));
    REFUSED(pneu_references_reply(NULL, none, NULL, NULL, NULL));
    REFUSED(pneu_cid_url_format(NULL, none, NULL));
    REFUSED(pneu_cid_url_parse(NULL, none, NULL));
    REFUSED(pneu_mid_url_format(NULL, NULL, NULL));
    REFUSED(pneu_mid_url_parse(NULL, none, NULL));
}

static void of_needs(void **state)
{
    (void)state;
    REFUSED(pneu_needs_add(NULL, NULL));
    REFUSED(pneu_offer_parse(none, NULL));
}

static void of_report(void **state)
{
    (void)state;
    REFUSED(pneu_status_code_parse(none, NULL));
    REFUSED(pneu_status_code_format(NULL, no_code, NULL));
    REFUSED(pneu_delivery_status_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_delivery_status_format(NULL, NULL, NULL));
    REFUSED(pneu_disposition_notification_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_disposition_notification_format(NULL, NULL, NULL));
    REFUSED(pneu_feedback_report_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_feedback_report_format(NULL, NULL, NULL));
}

static void of_syntax(void **state)
{
    (void)state;
    REFUSED(pneu_content_type_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_content_disposition_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_unfold(NULL, none, NULL));
    REFUSED(pneu_decode_text(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_base_subject(NULL, none, NULL, NULL));
    REFUSED(pneu_mime_version_parse(none, 0, NULL, NULL, NULL));
    REFUSED(pneu_related_root(none, NULL, 0, 0, NULL, NULL));
    REFUSED(pneu_location_resolve(NULL, none, none, NULL));
    REFUSED(pneu_safe_filename(NULL, none, NULL));
}

static void of_trace(void **state)
{
    (void)state;
    REFUSED(pneu_received_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_received_format(NULL, NULL, NULL));
    REFUSED(pneu_trail_build(NULL, NULL, 0, NULL, NULL));
    REFUSED(pneu_return_path_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_delivered_to_parse(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_return_path_format(NULL, none, NULL));
    REFUSED(pneu_delivered_to_format(NULL, none, NULL));
    REFUSED(pneu_resent_blocks(NULL, NULL, 0, NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_address), cmocka_unit_test(of_auth),    cmocka_unit_test(of_crypto),
        cmocka_unit_test(of_date),    cmocka_unit_test(of_field),   cmocka_unit_test(of_format),
        cmocka_unit_test(of_list),    cmocka_unit_test(of_maildir), cmocka_unit_test(of_msgid),
        cmocka_unit_test(of_needs),   cmocka_unit_test(of_report),  cmocka_unit_test(of_syntax),
        cmocka_unit_test(of_trace),
    };
    return RUN_TESTS(tests);
}
