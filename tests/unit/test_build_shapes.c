/* Bodies as a user sees them; signed, encrypted, reports: the trees they become, and what they refuse. */
#include "support/build_run.h"
#include "support/failing_alloc.h"
#include "support/test.h"

/* ---- Bodies ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *row;
    const char *text;
    const char *html;
    size_t related;
    size_t attachments;
    const char *outline;
} bodies_rows[] = {
    {"nothing", NULL, NULL, 0, 0, "text/plain:7bit"},
    {"text", "Hi\n", NULL, 0, 0, "text/plain:7bit"},
    {"HTML", NULL, "<p>Hi", 0, 0, "text/html:7bit"},
    {"both", "Hi\n", "<p>Hi", 0, 0, "multipart/alternative:7bit(text/plain:7bit text/html:7bit)"},
    {"an attachment alone", NULL, NULL, 0, 1, "image/png:base64"},
    {"two attachments", NULL, NULL, 0, 2, "multipart/mixed:7bit(image/png:base64 image/png:base64)"},
    {"text and attachment", "Hi\n", NULL, 0, 1, "multipart/mixed:7bit(text/plain:7bit image/png:base64)"},
    {"HTML and picture", NULL, "<p>Hi", 1, 0, "multipart/related:7bit(text/html:7bit image/gif:base64)"},
    {"everything", "Hi\n", "<p>Hi", 2, 1,
     "multipart/mixed:7bit(multipart/related:7bit(multipart/alternative:7bit(text/plain:7bit text/html:7bit) "
     "image/gif:base64 image/gif:base64) image/png:base64)"},
    {"picture without HTML", "Hi\n", NULL, 1, 0, "PNEU_ERR_ARGUMENT"},
};

static pneu_bodies make_bodies(size_t row, const pneu_leaf *related, const pneu_leaf *attachments)
{
    pneu_bodies bodies;
    memset(&bodies, 0, sizeof bodies);
    if (bodies_rows[row].text != NULL)
        bodies.text = pneu_i_str(bodies_rows[row].text);
    if (bodies_rows[row].html != NULL)
        bodies.html = pneu_i_str(bodies_rows[row].html);
    bodies.related = related;
    bodies.related_count = bodies_rows[row].related;
    bodies.attachments = attachments;
    bodies.attachment_count = bodies_rows[row].attachments;
    return bodies;
}

static void bodies_become_the_least_tree(void **state)
{
    pneu_leaf picture = build_leaf("image/gif", "GIF89a"), photo = build_leaf("image/png", "\x89PNG");
    (void)state;
    picture.content_id = pneu_i_str("p@x.example");
    pneu_leaf related[] = {picture, picture}, attachments[] = {photo, photo};
    related[1].content_id = pneu_i_str("q@x.example");
    for (size_t i = 0; i < COUNT_OF(bodies_rows); i++) {
        pneu_bodies bodies = make_bodies(i, related, attachments);
        text out = {NULL, 0, 0};
        pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
        (void)pneu_builder_add_bodies(builder, &bodies);
        build_outline(&out, builder);
        if (strcmp(out.ptr, bodies_rows[i].outline) != 0)
            fail_msg("%s: %s", bodies_rows[i].row, out.ptr);
        text_free(&out);
    }
}

/* Refused bodies leave nothing behind: others may be tried. */
static void refused_bodies_change_nothing(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    pneu_leaf good = build_leaf("image/png", "x"), bad = build_leaf("image/png", "x");
    pneu_bodies bodies = {{"text", 4}, {"<p>html", 7}, NULL, 0, &bad, 1, 0, 0};
    text out = {NULL, 0, 0};
    (void)state;
    bad.filename = pneu_i_str("../x");
    assert_int_equal(pneu_builder_add_bodies(builder, &bodies), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_bodies(builder, &bodies), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_ERR_STATE);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    bodies.attachments = &good;
    assert_int_equal(pneu_builder_add_bodies(builder, &bodies), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    build_outline(&out, builder);
    assert_string_equal(out.ptr, "multipart/mixed:7bit(multipart/mixed:7bit(multipart/alternative:7bit(text/plain:7bit "
                                 "text/html:7bit) image/png:base64))");
    text_free(&out);
}

static void the_whole_text(void **state)
{
    static const char expected[] =
        "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n"
        " boundary=\"=_abababababababababababababababab0000\"\r\n\r\n"
        "--=_abababababababababababababababab0000\r\n"
        "Content-Type: text/plain; format=flowed; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "Gr=C3=BC=C3=9Fe, all of you=20\r\nend\r\n\r\n--=_abababababababababababababababab0000\r\n"
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Disposition: attachment; filename*=UTF-8''%C3%A9.png\r\n\r\n"
        "iVBORw==\r\n--=_abababababababababababababababab0000--\r\n";
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    pneu_leaf photo = build_leaf("image/png", "\x89PNG");
    pneu_bodies bodies = {{"Gr\xC3\xBC\xC3\x9F"
                           "e, all of you \nend\n",
                           25},
                          {NULL, 0},
                          NULL,
                          0,
                          &photo,
                          1,
                          PNEU_BODIES_FLOWED,
                          0};
    text out = {NULL, 0, 0};
    (void)state;
    photo.filename = pneu_i_str("\xC3\xA9.png");
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("Subject"), pneu_i_str("x")), PNEU_OK);
    assert_int_equal(pneu_builder_add_bodies(builder, &bodies), PNEU_OK);
    assert_int_equal(build_read(builder, 7, &out), PNEU_DONE);
    assert_string_equal(out.ptr, expected);
    text_free(&out);
    pneu_builder_free(builder);
}

/* ---- Signed and encrypted -------------------------------------------------------------------------------------- */

static void take_bytes(void *ctx, const void *bytes, size_t len)
{
    text_add(ctx, bytes, len);
}

static void signed_bytes_are_shown_before_the_signature_is_asked_for(void **state)
{
    static const char shown[] = "Content-Type: text/plain; charset=us-ascii\r\n"
                                "Content-Transfer-Encoding: quoted-printable\r\n\r\n=46rom me.=20\r\n";
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    pneu_leaf content = build_leaf("text/plain", "From me. \n"),
              signature = build_leaf("application/pgp-signature", "");
    text seen = {NULL, 0, 0}, out = {NULL, 0, 0};
    pneu_byte_sink sink = {take_bytes, &seen};
    uint32_t part = 7, number = 7;
    (void)state;
    signature.content.source = PNEU_CONTENT_PUSHED;
    assert_int_equal(pneu_builder_begin_signed(builder, signature.type, pneu_i_str("pgp-sha256"), &sink, &part),
                     PNEU_OK);
    assert_int_equal(part, 0);
    assert_int_equal(pneu_builder_add_leaf(builder, &content, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &signature, &number), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 5, &out), PNEU_MORE);
    assert_int_equal(pneu_builder_wanted(builder), number);
    assert_string_equal(seen.ptr, shown);
    assert_int_equal(pneu_builder_push(builder, "sig\n", 4), PNEU_OK);
    assert_int_equal(build_read(builder, 5, &out), PNEU_MORE);
    assert_int_equal(pneu_builder_finish_part(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 5, &out), PNEU_DONE);
    assert_string_equal(seen.ptr, shown);
    assert_non_null(strstr(out.ptr, "protocol=\"application/pgp-signature\""));
    assert_non_null(strstr(out.ptr, shown));
    text_free(&seen);
    text_free(&out);
    pneu_builder_free(builder);
}

static const struct {
    const char *row;
    const char *kind;   /* of the multipart */
    const char *types;  /* of the parts added */
    pneu_status status; /* of end */
} shapes[] = {
    {"signed", "s", "text/plain application/pgp-signature", PNEU_OK},
    {"signed, no signature", "s", "text/plain", PNEU_ERR_STATE},
    {"signed, three parts", "s", "text/plain application/pgp-signature text/plain", PNEU_ERR_STATE},
    {"signed, another type", "s", "text/plain application/pdf", PNEU_ERR_STATE},
    {"encrypted", "e", "application/pgp-encrypted application/octet-stream", PNEU_OK},
    {"encrypted, reversed", "e", "application/octet-stream application/pgp-encrypted", PNEU_ERR_STATE},
    {"report", "r", "text/plain message/delivery-status", PNEU_OK},
    {"report in UTF-8", "r", "text/plain message/global-delivery-status text/rfc822-headers", PNEU_OK},
    {"report, another", "r", "text/plain message/feedback-report", PNEU_ERR_STATE},
    {"report alone", "r", "message/delivery-status", PNEU_ERR_STATE},
    {"empty", "m", "", PNEU_ERR_STATE},
    {"mixed", "m", "text/plain", PNEU_OK},
};

static pneu_status begin(pneu_builder *builder, char kind)
{
    switch (kind) {
    case 's':
        return pneu_builder_begin_signed(builder, pneu_i_str("application/pgp-signature"), pneu_i_str("pgp-sha1"), NULL,
                                         NULL);
    case 'e': return pneu_builder_begin_encrypted(builder, pneu_i_str("application/pgp-encrypted"), NULL);
    case 'r': return pneu_builder_begin_report(builder, pneu_i_str("delivery-status"), NULL);
    default: return pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL);
    }
}

static void multiparts_have_their_shape(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
        char types[200];
        (void)snprintf(types, sizeof types, "%s", shapes[i].types);
        assert_int_equal(begin(builder, *shapes[i].kind), PNEU_OK);
        for (char *at = types; *at != 0;) {
            size_t len = strcspn(at, " ");
            int is_last = at[len] == 0;
            at[len] = 0;
            pneu_leaf leaf = build_leaf(at, "x");
            assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
            at += len + (size_t)!is_last;
        }
        pneu_status status = pneu_builder_end(builder);
        if (status != shapes[i].status)
            fail_msg("%s: %s", shapes[i].row, pneu_status_name(status));
        pneu_builder_free(builder);
    }
}

/* ---- Reports --------------------------------------------------------------------------------------------------- */

static void reports_are_parts(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    pneu_delivery_recipient recipient;
    pneu_delivery_status report;
    pneu_leaf words = build_leaf("text/plain", "It failed.\n"), header = build_leaf("text/rfc822-headers", "A: b\n");
    text out = {NULL, 0, 0};
    (void)state;
    memset(&recipient, 0, sizeof recipient);
    memset(&report, 0, sizeof report);
    assert_int_equal(pneu_builder_begin_report(builder, pneu_i_str("delivery-status"), NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &words, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_delivery_status(builder, &report, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    report.reporting_mta = (pneu_typed_text){{"dns", 3}, {"mx.example", 10}};
    report.recipients = &recipient;
    report.recipient_count = 1;
    recipient.final_recipient = (pneu_typed_text){{"rfc822", 6}, {"j@x.example", 11}};
    recipient.action = pneu_i_str("failed");
    recipient.status = (pneu_status_code){5, 1, 1, 0};
    assert_int_equal(pneu_builder_add_delivery_status(builder, &report, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &header, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    build_outline(&out, builder);
    assert_string_equal(out.ptr, "multipart/report:7bit(text/plain:7bit message/delivery-status:7bit "
                                 "text/rfc822-headers:7bit)");
    text_free(&out);
}

static void other_reports(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_PART);
    pneu_feedback_report abuse;
    pneu_disposition_notification read;
    text out = {NULL, 0, 0};
    (void)state;
    memset(&abuse, 0, sizeof abuse);
    memset(&read, 0, sizeof read);
    abuse.feedback_type = pneu_i_str("abuse");
    abuse.user_agent = pneu_i_str("test/1");
    abuse.version = 1;
    read.final_recipient = (pneu_typed_text){{"rfc822", 6}, {"j@x.example", 11}};
    read.disposition.action_mode = pneu_i_str("manual-action");
    read.disposition.sending_mode = pneu_i_str("mdn-sent-manually");
    read.disposition.type = pneu_i_str("displayed");
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_feedback_report(builder, &abuse, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_disposition_notification(builder, &read, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    build_outline(&out, builder);
    assert_string_equal(out.ptr,
                        "multipart/mixed:7bit(message/feedback-report:7bit message/disposition-notification:7bit)");
    text_free(&out);
}

/* The type of a multipart/related that is given is not given again. */
static void a_type_that_is_given_stays(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_PART);
    pneu_param param = {pneu_i_str("type"), pneu_i_str("text/plain"), {NULL, 0}, {NULL, 0}};
    pneu_leaf leaf = build_leaf("text/plain", "x");
    text out = {NULL, 0, 0};
    uint32_t part;
    (void)state;
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("related"), &param, 1, &part), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, &part), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 999, &out), PNEU_DONE);
    text_add(&out, "", 1);
    const char *first = strstr(out.ptr, " type=");
    assert_non_null(first);
    assert_null(strstr(first + 1, " type="));
    text_free(&out);
    pneu_builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_become_the_least_tree),
        cmocka_unit_test(refused_bodies_change_nothing),
        cmocka_unit_test(the_whole_text),
        cmocka_unit_test(signed_bytes_are_shown_before_the_signature_is_asked_for),
        cmocka_unit_test(multiparts_have_their_shape),
        cmocka_unit_test(reports_are_parts),
        cmocka_unit_test(a_type_that_is_given_stays),
        cmocka_unit_test(other_reports),
    };
    return RUN_TESTS(tests);
}
