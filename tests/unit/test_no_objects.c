/*
 * Objects: every public function that can fail refuses to be given nothing, and one without a result then does nothing.
 * In the order of the headers.
 */
#include "pneu/pneu.h"
#include "support/test.h"

static const pneu_str none;

#define REFUSED(call) assert_int_equal(call, PNEU_ERR_ARGUMENT)

static void of_base(void **state)
{
    (void)state;
    REFUSED(pneu_arena_new(NULL, NULL));
    pneu_arena_reset(NULL);
    pneu_arena_free(NULL);
    REFUSED(pneu_options_new(NULL, NULL));
    REFUSED(pneu_options_set(NULL, 0, 0));
    REFUSED(pneu_options_value(NULL, 0, NULL));
    pneu_options_free(NULL);
    REFUSED(pneu_options_set_reading(NULL, NULL));
    REFUSED(pneu_options_set_reading_start(NULL, 0, 0));
}

static void of_build(void **state)
{
    (void)state;
    REFUSED(pneu_builder_new(0, NULL, NULL, NULL));
    pneu_builder_reset(NULL);
    pneu_builder_free(NULL);
    pneu_builder_error(NULL, NULL);
    REFUSED(pneu_builder_clear_error(NULL));
    REFUSED(pneu_builder_add_text(NULL, 0, none, none));
    REFUSED(pneu_builder_add_addresses(NULL, 0, none, NULL));
    REFUSED(pneu_builder_add_address_text(NULL, 0, none, none));
    REFUSED(pneu_builder_add_date(NULL, 0, none, NULL));
    REFUSED(pneu_builder_add_ids(NULL, 0, none, NULL, 0));
    REFUSED(pneu_builder_add_mime(NULL, 0, none, NULL));
    REFUSED(pneu_builder_add_raw(NULL, 0, none, none));
    REFUSED(pneu_builder_add_message_id(NULL, none, NULL));
    REFUSED(pneu_builder_remove_fields(NULL, 0, none));
    REFUSED(pneu_builder_add_bodies(NULL, NULL));
    REFUSED(pneu_builder_begin_multipart(NULL, none, NULL, 0, NULL));
    REFUSED(pneu_builder_end(NULL));
    REFUSED(pneu_builder_add_leaf(NULL, NULL, NULL));
    REFUSED(pneu_builder_begin_signed(NULL, none, none, NULL, NULL));
    REFUSED(pneu_builder_begin_encrypted(NULL, none, NULL));
    REFUSED(pneu_builder_begin_report(NULL, none, NULL));
    REFUSED(pneu_builder_add_delivery_status(NULL, NULL, NULL));
    REFUSED(pneu_builder_add_disposition_notification(NULL, NULL, NULL));
    REFUSED(pneu_builder_add_feedback_report(NULL, NULL, NULL));
    REFUSED(pneu_builder_read(NULL, NULL, 0, NULL));
    REFUSED(pneu_builder_push(NULL, NULL, 0));
    REFUSED(pneu_builder_finish_part(NULL));
}

static void of_canon(void **state)
{
    (void)state;
    REFUSED(pneu_canon_body_new(0, 0, 0, NULL, NULL));
    REFUSED(pneu_canon_body_push(NULL, NULL, 0));
    REFUSED(pneu_canon_body_finish(NULL));
    REFUSED(pneu_canon_body_read(NULL, NULL, 0, NULL));
    pneu_canon_body_reset(NULL);
    pneu_canon_body_free(NULL);
    REFUSED(pneu_canon_fields(NULL, NULL, NULL, NULL));
    REFUSED(pneu_canon_field(NULL, none, 0, 0, NULL));
    REFUSED(pneu_canon_without_b(NULL, none, NULL));
    REFUSED(pneu_canon_select(NULL, NULL, 0, none, NULL, NULL));
    REFUSED(pneu_canon_selected_header(NULL, NULL, 0, NULL, NULL));
    REFUSED(pneu_dkim_signature_read(NULL, none, NULL));
    REFUSED(pneu_canon_signed_header(NULL, NULL, 0, 0, 0, NULL));
    REFUSED(pneu_canon_arc_seal(NULL, NULL, 0, 0, 0, NULL));
    REFUSED(pneu_signed_part_find(NULL, 0, NULL, NULL));
    REFUSED(pneu_signed_reader_new(NULL, 0, NULL, NULL));
    REFUSED(pneu_signed_reader_read(NULL, NULL, 0, NULL));
    pneu_signed_reader_free(NULL);
}

static void of_chain(void **state)
{
    (void)state;
    REFUSED(pneu_chain_new(NULL, 0, 0, NULL, NULL));
    REFUSED(pneu_chain_push(NULL, NULL, 0));
    REFUSED(pneu_chain_finish(NULL));
    REFUSED(pneu_chain_read(NULL, NULL, 0, NULL));
    pneu_chain_reset(NULL);
    pneu_chain_free(NULL);
}

static void of_charset(void **state)
{
    (void)state;
    REFUSED(pneu_charset_find(none, NULL));
    REFUSED(pneu_charsets_new(NULL, NULL));
    REFUSED(pneu_charsets_preload(NULL, NULL, 0));
    REFUSED(pneu_charsets_set_default(NULL, none));
    pneu_charsets_free(NULL);
    REFUSED(pneu_text_decoder_new(NULL, none, 0, NULL, NULL));
    REFUSED(pneu_text_decoder_push(NULL, NULL, 0));
    REFUSED(pneu_text_decoder_finish(NULL));
    REFUSED(pneu_text_decoder_read(NULL, NULL, 0, NULL));
    pneu_text_decoder_summary(NULL, NULL);
    pneu_text_decoder_reset(NULL, none);
    pneu_text_decoder_free(NULL);
    REFUSED(pneu_text_decode(NULL, NULL, none, none, NULL));
}

static void of_codec(void **state)
{
    (void)state;
    REFUSED(pneu_codec_new(0, 0, NULL, NULL));
    REFUSED(pneu_codec_push(NULL, NULL, 0));
    REFUSED(pneu_codec_finish(NULL));
    REFUSED(pneu_codec_read(NULL, NULL, 0, NULL));
    REFUSED(pneu_codec_read_slice(NULL, NULL));
    pneu_codec_rest(NULL, NULL);
    pneu_codec_name(NULL, NULL);
    pneu_codec_mode(NULL, NULL);
    REFUSED(pneu_codec_set_name(NULL, none, none));
    pneu_codec_reset(NULL);
    pneu_codec_free(NULL);
}

static void of_edit(void **state)
{
    (void)state;
    REFUSED(pneu_part_put_field(NULL, 0, 0, none, none));
    REFUSED(pneu_part_put_text(NULL, 0, 0, none, none));
    REFUSED(pneu_part_put_addresses(NULL, 0, 0, none, NULL));
    REFUSED(pneu_part_put_date(NULL, 0, 0, none, NULL));
    REFUSED(pneu_part_put_ids(NULL, 0, 0, none, NULL));
    REFUSED(pneu_part_put_mime(NULL, 0, 0, none, NULL));
    REFUSED(pneu_part_insert_field(NULL, 0, 0, none, none));
    REFUSED(pneu_part_remove_field(NULL, 0, 0));
    REFUSED(pneu_part_remove_fields(NULL, 0, none));
    REFUSED(pneu_part_rename_fields(NULL, 0, none, none));
    REFUSED(pneu_message_set_edit_format(NULL, 0));
    REFUSED(pneu_part_replace(NULL, 0, none));
    REFUSED(pneu_part_insert(NULL, 0, 0, none));
    REFUSED(pneu_part_insert_child(NULL, 0, 0, none));
    REFUSED(pneu_part_remove(NULL, 0));
    REFUSED(pneu_part_wrap(NULL, 0, none, none));
    REFUSED(pneu_part_set_body(NULL, 0, none, 0));
    REFUSED(pneu_part_set_text(NULL, 0, none, 0));
    REFUSED(pneu_message_touch(NULL, 0, NULL, NULL));
    REFUSED(pneu_message_edit_error(NULL, NULL));
    REFUSED(pneu_message_parse_edited(NULL, NULL, NULL, NULL, NULL));
    pneu_message_undo_edits(NULL);
}

static void of_field_edit(void **state)
{
    (void)state;
    REFUSED(pneu_field_editor_new(NULL, NULL));
    REFUSED(pneu_field_editor_put(NULL, 0, none, none));
    REFUSED(pneu_field_editor_remove(NULL, none));
    REFUSED(pneu_field_editor_rename(NULL, none, none));
    REFUSED(pneu_field_editor_set_format(NULL, 0));
    REFUSED(pneu_field_editor_error(NULL, NULL));
    REFUSED(pneu_field_editor_push(NULL, NULL, 0));
    REFUSED(pneu_field_editor_finish(NULL));
    REFUSED(pneu_field_editor_read(NULL, NULL, 0, NULL));
    pneu_field_editor_reset(NULL);
    pneu_field_editor_clear(NULL);
    pneu_field_editor_free(NULL);
}

static void of_filter(void **state)
{
    (void)state;
    REFUSED(pneu_ascii_plan_new(NULL, NULL, NULL, NULL));
    REFUSED(pneu_ascii_plan_push(NULL, NULL, 0));
    REFUSED(pneu_ascii_plan_finish(NULL));
    pneu_ascii_plan_refusal(NULL, NULL);
    pneu_ascii_plan_summary(NULL, NULL);
    pneu_ascii_plan_reset(NULL);
    pneu_ascii_plan_free(NULL);
    REFUSED(pneu_ascii_new(NULL, NULL, NULL, NULL, NULL));
    REFUSED(pneu_ascii_new_planned(NULL, NULL, NULL));
    REFUSED(pneu_ascii_push(NULL, NULL, 0));
    REFUSED(pneu_ascii_finish(NULL));
    REFUSED(pneu_ascii_read(NULL, NULL, 0, NULL));
    pneu_ascii_refusal(NULL, NULL);
    pneu_ascii_reset(NULL);
    pneu_ascii_free(NULL);
    REFUSED(pneu_ascii_writer_new(NULL, NULL, 0, NULL, NULL));
    REFUSED(pneu_ascii_writer_read(NULL, NULL, 0, NULL));
    pneu_ascii_writer_reset(NULL);
    pneu_ascii_writer_free(NULL);
}

static void of_gzip(void **state)
{
    (void)state;
    if (!pneu_gzip_is_available())
        skip();
    REFUSED(pneu_gunzip_new(NULL, NULL, NULL));
    REFUSED(pneu_gunzip_push(NULL, NULL, 0));
    REFUSED(pneu_gunzip_finish(NULL));
    REFUSED(pneu_gunzip_read(NULL, NULL, 0, NULL));
    pneu_gunzip_reset(NULL);
    pneu_gunzip_free(NULL);
    REFUSED(pneu_gzip_new(0, NULL, NULL));
    REFUSED(pneu_gzip_push(NULL, NULL, 0));
    REFUSED(pneu_gzip_finish(NULL));
    REFUSED(pneu_gzip_read(NULL, NULL, 0, NULL));
    pneu_gzip_reset(NULL);
    pneu_gzip_free(NULL);
}

static void of_mbox(void **state)
{
    (void)state;
    REFUSED(pneu_mbox_from_parse(none, 0, NULL));
    REFUSED(pneu_mbox_from_format(NULL, none, 0, NULL));
    REFUSED(pneu_mbox_splitter_new(0, 0, NULL, NULL));
    REFUSED(pneu_mbox_splitter_push(NULL, NULL, 0));
    REFUSED(pneu_mbox_splitter_finish(NULL));
    REFUSED(pneu_mbox_splitter_next(NULL, NULL));
    REFUSED(pneu_mbox_splitter_answer(NULL, NULL, 0));
    pneu_mbox_splitter_reset(NULL);
    pneu_mbox_splitter_free(NULL);
    REFUSED(pneu_mbox_writer_new(0, 0, NULL, NULL));
    REFUSED(pneu_mbox_writer_begin(NULL, none, 0, 0));
    REFUSED(pneu_mbox_writer_push(NULL, NULL, 0));
    REFUSED(pneu_mbox_writer_end(NULL));
    REFUSED(pneu_mbox_writer_read(NULL, NULL, 0, NULL));
    pneu_mbox_writer_reset(NULL);
    pneu_mbox_writer_free(NULL);
}

static void of_parse(void **state)
{
    (void)state;
    REFUSED(pneu_parser_new(NULL, NULL, NULL));
    REFUSED(pneu_parser_push(NULL, NULL, 0));
    REFUSED(pneu_parser_finish(NULL));
    REFUSED(pneu_parser_next(NULL, NULL));
    pneu_parser_reset(NULL);
    pneu_parser_free(NULL);
}

static void of_readings(void **state)
{
    (void)state;
    REFUSED(pneu_readings_new(NULL, 0, NULL, NULL, NULL));
    REFUSED(pneu_readings_next(NULL, NULL));
    pneu_readings_rewind(NULL);
    pneu_readings_free(NULL);
}

static void of_refold(void **state)
{
    (void)state;
    REFUSED(pneu_refolder_new(NULL, NULL, NULL, NULL));
    REFUSED(pneu_refolder_push(NULL, NULL, 0));
    REFUSED(pneu_refolder_finish(NULL));
    REFUSED(pneu_refolder_read(NULL, NULL, 0, NULL));
    pneu_refolder_summary(NULL, NULL);
    pneu_refolder_reset(NULL);
    pneu_refolder_free(NULL);
}

static void of_reply(void **state)
{
    (void)state;
    REFUSED(pneu_reply_recipients(NULL, NULL, 0, NULL, NULL));
    REFUSED(pneu_reply_identity(NULL, NULL, NULL));
    REFUSED(pneu_reply_subject(NULL, none, NULL));
    REFUSED(pneu_forward_subject(NULL, none, NULL));
    REFUSED(pneu_quote_text(NULL, NULL, 0, NULL, NULL));
    REFUSED(pneu_builder_add_reply(NULL, NULL, NULL));
    REFUSED(pneu_builder_add_forward(NULL, NULL, NULL));
}

static void of_strip(void **state)
{
    (void)state;
    REFUSED(pneu_strip_plan_new(NULL, NULL, NULL, NULL));
    REFUSED(pneu_strip_plan_add_rule(NULL, NULL));
    REFUSED(pneu_strip_plan_set_wording(NULL, none));
    REFUSED(pneu_strip_plan_push(NULL, NULL, 0));
    REFUSED(pneu_strip_plan_finish(NULL));
    pneu_strip_plan_error(NULL, NULL);
    pneu_strip_plan_summary(NULL, NULL);
    pneu_strip_plan_reset(NULL);
    pneu_strip_plan_free(NULL);
    REFUSED(pneu_strip_new(NULL, NULL, NULL));
    REFUSED(pneu_strip_push(NULL, NULL, 0));
    REFUSED(pneu_strip_finish(NULL));
    REFUSED(pneu_strip_read(NULL, NULL, 0, NULL));
    pneu_strip_error(NULL, NULL);
    pneu_strip_reset(NULL);
    pneu_strip_free(NULL);
}

static void of_tree(void **state)
{
    (void)state;
    REFUSED(pneu_message_parse(NULL, 0, NULL, NULL, NULL));
    REFUSED(pneu_message_new(0, NULL, NULL, NULL));
    REFUSED(pneu_message_push(NULL, NULL, 0));
    REFUSED(pneu_message_finish(NULL));
    pneu_message_reset(NULL);
    REFUSED(pneu_message_parse_again(NULL, NULL, 0));
    pneu_message_free(NULL);
    REFUSED(pneu_message_load(NULL));
    REFUSED(pneu_part_section(NULL, 0, NULL, 0, NULL, NULL));
    REFUSED(pneu_message_find_section(NULL, none, NULL));
    pneu_part_header_span(NULL, 0, NULL);
    pneu_part_body_span(NULL, 0, NULL);
    pneu_part_span(NULL, 0, NULL);
    REFUSED(pneu_part_bytes(NULL, 0, NULL, NULL));
    REFUSED(pneu_part_field(NULL, 0, 0, NULL));
    REFUSED(pneu_part_find_field(NULL, 0, 0, none, NULL, NULL));
    REFUSED(pneu_part_field_text(NULL, 0, 0, NULL, NULL));
    REFUSED(pneu_part_field_date(NULL, 0, 0, NULL, NULL));
    REFUSED(pneu_part_field_addresses(NULL, 0, 0, NULL, NULL));
    REFUSED(pneu_part_field_ids(NULL, 0, 0, NULL, NULL));
    pneu_part_type(NULL, 0, NULL);
    pneu_part_charset(NULL, 0, NULL);
    pneu_part_disposition(NULL, 0, NULL);
    REFUSED(pneu_part_declared_type(NULL, 0, NULL));
    REFUSED(pneu_part_encoding_text(NULL, 0, NULL));
    REFUSED(pneu_part_filename(NULL, 0, NULL, NULL));
    REFUSED(pneu_part_content_id(NULL, 0, NULL));
    REFUSED(pneu_part_parameters(NULL, 0, NULL, NULL));
    REFUSED(pneu_part_crypto_kind(NULL, 0, NULL));
    REFUSED(pneu_part_body(NULL, 0, NULL));
    REFUSED(pneu_part_decoded_length(NULL, 0, NULL));
    REFUSED(pneu_body_reader_new(NULL, 0, NULL));
    REFUSED(pneu_body_reader_read(NULL, NULL, 0, NULL));
    pneu_body_reader_free(NULL);
    pneu_message_defects_found(NULL, NULL);
    pneu_part_defects_found(NULL, 0, NULL);
}

static void of_view(void **state)
{
    (void)state;
    REFUSED(pneu_part_text(NULL, 0, NULL, NULL, NULL));
    REFUSED(pneu_preview(NULL, none, 0, NULL));
    REFUSED(pneu_flowed_decode(NULL, none, 0, NULL));
    REFUSED(pneu_flowed_encode(NULL, NULL, 0, 0, NULL));
    REFUSED(pneu_html_text_new(0, 0, NULL, NULL));
    REFUSED(pneu_html_text_push(NULL, NULL, 0));
    REFUSED(pneu_html_text_finish(NULL));
    REFUSED(pneu_html_text_read(NULL, NULL, 0, NULL));
    pneu_html_text_reset(NULL);
    pneu_html_text_free(NULL);
    REFUSED(pneu_html_to_text(NULL, none, 0, 0, NULL));
}

static void of_widen(void **state)
{
    (void)state;
    REFUSED(pneu_widen_plan_new(NULL, NULL, NULL, NULL));
    REFUSED(pneu_widen_plan_push(NULL, NULL, 0));
    REFUSED(pneu_widen_plan_finish(NULL));
    pneu_widen_plan_summary(NULL, NULL);
    pneu_widen_plan_reset(NULL);
    pneu_widen_plan_free(NULL);
    REFUSED(pneu_widen_new(NULL, NULL, NULL));
    REFUSED(pneu_widen_push(NULL, NULL, 0));
    REFUSED(pneu_widen_finish(NULL));
    REFUSED(pneu_widen_read(NULL, NULL, 0, NULL));
    pneu_widen_reset(NULL);
    pneu_widen_free(NULL);
}

static void of_write(void **state)
{
    (void)state;
    REFUSED(pneu_writer_new(NULL, 0, NULL, NULL));
    REFUSED(pneu_part_writer_new(NULL, 0, 0, NULL, NULL));
    REFUSED(pneu_writer_read(NULL, NULL, 0, NULL));
    pneu_writer_reset(NULL);
    pneu_writer_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_base),     cmocka_unit_test(of_build),      cmocka_unit_test(of_canon),
        cmocka_unit_test(of_chain),    cmocka_unit_test(of_charset),    cmocka_unit_test(of_codec),
        cmocka_unit_test(of_edit),     cmocka_unit_test(of_field_edit), cmocka_unit_test(of_filter),
        cmocka_unit_test(of_gzip),     cmocka_unit_test(of_mbox),       cmocka_unit_test(of_parse),
        cmocka_unit_test(of_readings), cmocka_unit_test(of_refold),     cmocka_unit_test(of_reply),
        cmocka_unit_test(of_strip),    cmocka_unit_test(of_tree),       cmocka_unit_test(of_view),
        cmocka_unit_test(of_widen),    cmocka_unit_test(of_write),
    };
    return RUN_TESTS(tests);
}
