/* What only pneu_message_check finds, or weighs: names of files, shapes, texts, and severities that hang on more than the
 * code. */
#include "pneu/check.h"

#include "support/check_run.h"
#include "support/test.h"
#include "support/tree_dump.h"

#define TEXT "Content-Type: text/plain"
#define B64 "Content-Transfer-Encoding: base64\r\n\r\n"
#define MIXED "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"

/* `found`: the records but those of missing fields, "name/detail severity part:offset+length " each. */
static const struct row {
    const char *name;
    const char *message;
    const char *found;
} rows[] = {
    {"nothing", TEXT "; charset=utf-8\r\n\r\nx\r\n", ""},

    {"a path", "Content-Disposition: inline; filename=\"a/b\"\r\n\r\n",
     "sec_filename_unsafe/sec_filename_path attack 0:0+45 "},
    {"a backslash in the type's name", "Content-Type: a/b; name=\"a\\\\b\"\r\n\r\n",
     "sec_filename_unsafe/sec_filename_path attack 0:0+32 "},
    {"a device", "Content-Disposition: inline; filename=\"nul.txt\"\r\n\r\n",
     "sec_filename_unsafe/sec_filename_reserved attack 0:0+49 "},
    {"a stream", "Content-Disposition: inline; filename=\"a:b\"\r\n\r\n",
     "sec_filename_unsafe/sec_filename_reserved attack 0:0+45 "},
    {"a title", "Content-Disposition: inline; filename=\"Re: a\"\r\n\r\n", "sec_filename_unsafe/ warn 0:0+47 "},
    {"a dot first", "Content-Disposition: inline; filename=.a\r\n\r\n", "sec_filename_unsafe/ warn 0:0+42 "},
    {"a space last", "Content-Disposition: inline; filename=\"a \"\r\n\r\n", "sec_filename_unsafe/ warn 0:0+44 "},
    {"a dot last, of sections that are not all there",
     "Content-Disposition: inline; filename*0=a.; filename*2=b\r\n\r\n",
     "param_2231_sections/param_2231_gap ambiguous 0:44+12 "},
    {"NUL", "Content-Disposition: inline; filename*=utf-8''a%00b\r\n\r\n", "sec_filename_unsafe/ attack 0:29+22 "},
    {"octets of UTF-16 are no NUL", "Content-Disposition: inline; filename*=utf-16be''%00a\r\n\r\n",
     "param_syntax/param_2231_odd_charset warn 0:29+24 "},
    {"a name on another host", "Content-Type: message/external-body; access-type=x-y; name=\"/a\"\r\n\r\n\r\n",
     "mime_indirect/mime_external_body attack 0:0+65 "},
    {"a bidi control", "Content-Disposition: inline; filename*=utf-8''%E2%80%AEa\r\n\r\n",
     "sec_invisible_char/sec_bidi_control attack 0:0+58 "},
    {"a zero width space in a path", "Content-Type: a/b; name*=utf-8''%E2%80%8B%2F\r\n\r\n",
     "sec_invisible_char/ attack 0:0+46 sec_filename_unsafe/sec_filename_path attack 0:0+46 "},

    {"signed, two parts", "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n--b\r\n\r\n--b--\r\n", ""},
    {"signed, one part", "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n--b--\r\n",
     "sec_crypto_shape/mime_signed_shape ambiguous 0:0+44 "},
    {"encrypted, one part", "Content-Type: multipart/encrypted; boundary=b\r\n\r\n--b\r\n\r\n--b--\r\n",
     "sec_crypto_shape/ ambiguous 0:0+47 "},
    {"encrypted and another",
     MIXED "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\n--b\r\n\r\n--b--\r\n",
     "sec_crypto_shape/sec_encrypted_mixed ambiguous 1:50+65 "},
    {"encrypted, alone", MIXED "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\n--b--\r\n", ""},

    {"an unknown charset", TEXT "; charset=x-y\r\n\r\nx\r\n", "charset_unknown/ warn 0:0+39 "},
    {"ill-formed UTF-8", TEXT "; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nab\xff\r\n",
     "charset_invalid_bytes/ warn 0:78+1 "},
    {"ill-formed UTF-8 in base64", TEXT "; charset=utf-8\r\n" B64 "YWL/\r\n", "charset_invalid_bytes/ warn 0:78+6 "},
    {"8-bit without a charset", TEXT "\r\nContent-Transfer-Encoding: 8bit\r\n\r\na\xc3\xbc\r\n",
     "charset_missing_8bit/ warn 0:62+1 "},
    {"ISO-2022-JP that is not closed", TEXT "; charset=iso-2022-jp\r\n\r\n\033$B!!\r\nx\r\n",
     "charset_invalid_bytes/charset_unterminated_escape warn 0:49+10 "},
    {"ISO-2022-JP that is", TEXT "; charset=iso-2022-jp\r\n\r\n\033$B!!\033(B\r\nx\r\n", ""},
    {"UTF-7", TEXT "; charset=utf-7\r\n\r\n+ADw-\r\n", "charset_dangerous/charset_utf7 attack 0:0+41 "},
    {"UTF-7 that is ASCII", TEXT "; charset=utf-7\r\n\r\nx\r\n", "charset_dangerous/charset_utf7 warn 0:0+41 "},
    {"UTF-16", TEXT "; charset=utf-16\r\n" B64 "/v8AaA==\r\n", "charset_dangerous/charset_utf16 attack 0:0+42 "},
    {"charsets of what is no text", "Content-Type: a/b; charset=x-y\r\n\r\n\xff\r\n", "cte_8bit_in_7bit/ warn 0:34+1 "},

    {"an unknown encoding", "Content-Transfer-Encoding: x\r\n\r\nHello, you!\r\n", "cte_unknown/ warn 0:27+1 "},
    {"that looks like base64", "Content-Transfer-Encoding: x\r\n\r\nSGVsbG8=\r\n", "cte_unknown/ ambiguous 0:27+1 "},
    {"that looks like quoted-printable", "Content-Transfer-Encoding: x\r\n\r\na=3Db\r\n",
     "cte_unknown/ ambiguous 0:27+1 "},
    {"an encoded word in a name", "Content-Disposition: inline; filename=\"=?utf-8?Q?b?=\"\r\n\r\n",
     "param_encoded_word/ warn 0:29+24 "},
    {"an encoded word in a boundary", "Content-Type: multipart/x; boundary=\"=?utf-8?Q?b?=\"\r\n\r\nx\r\n",
     "mime_boundary_syntax/mime_boundary_bad_char warn 0:0+53 param_encoded_word/ ambiguous 0:27+24 "
     "mime_boundary_not_found/ warn 0:55+3 "},
    {"what only begins like one in a boundary",
     "Content-Type: multipart/x; boundary=\"a=?b\"\r\n\r\n--a=?b\r\n\r\nx\r\n--a=?b--\r\n", ""},
    {"no delimiter, but a line like one", "Content-Type: multipart/x; boundary=b\r\n\r\n--a\r\n",
     "mime_boundary_not_found/ ambiguous 0:41+5 "},
    {"an unreadable parameter before another", "Content-Type: a/b; x y; c=d\r\n\r\n",
     "param_invalid_name/ ambiguous 0:19+3 "},
    {"an unreadable parameter, the last", "Content-Type: a/b; c=d; x y;\r\n\r\n",
     "param_invalid_name/ warn 0:24+3 param_syntax/param_trailing_semicolon warn 0:27+1 "},
    {"padding before data", B64 "SQ==QU0=\r\n", "cte_b64_early_pad/ ambiguous 0:39+2 "},
    {"too much padding", B64 "SQ====\r\n", "cte_b64_early_pad/ warn 0:39+4 "},

    {"a line of base64 over 76",
     B64 "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh\r\n",
     "cte_b64_junk/cte_b64_line_too_long info 0:37+80 "},
    {"a line with an encoded word over 76",
     "Subject: =?utf-8?Q?a?= xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n b\r\n\r\n",
     "ew_syntax/ew_line_too_long info 0:8+69 "},
    {"of 76", "Subject: =?utf-8?Q?a?= xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n\r\n", ""},
    {"an encoded word next to an angle", "To: =?utf-8?Q?a?=<d@e.f>\r\n\r\n", "ew_syntax/ew_no_space info 0:15+2 "},
    {"an encoded word in a comment of an address", "To: (=?utf-8?Q?a?=)d(=?utf-8?Q?b?=)@e.f\r\n\r\n", ""},
    {"white space around @", "To: d @ e.f\r\n\r\n", "addr_obsolete/addr_space_around_at info 0:4+7 "},
    {"no recipient", "To:\r\nBcc:\r\n\r\n", "addr_syntax/ warn 0:3+0 "},
    {"no identifier", "References: \r\n\r\n", "hdr_value_malformed/ info 0:11+1 "},
    {"an empty path", "Return-Path: <>\r\n\r\n", ""},
    {"a path without brackets", "Return-Path: d@e.f\r\n\r\n", "hdr_value_malformed/ info 0:12+6 "},

    {"two versions", "MIME-Version: 1.0\r\nMIME-Version: 1.0\r\n\r\n", "hdr_duplicate_singleton/ warn 0:19+12 "},
    {"a version that is none", "MIME-Version: 1\r\n\r\n", "hdr_value_malformed/ info 0:13+2 "},
    {"keywords", "Keywords: a b, \"c d\" (e),\r\n f\r\n\r\n", ""},
    {"keywords, one missing", "Keywords: a,,b\r\n\r\n", "hdr_value_malformed/ info 0:12+2 "},
    {"keywords, one with a dot", "Keywords: a.b\r\n\r\n", "hdr_value_malformed/ info 0:9+4 "},
    {"keywords, an open quote", "Keywords: \"a\r\n\r\n", "hdr_value_malformed/ info 0:9+3 "},

    {"a name that is another's address", "From: \"a@b.c\" <d@e.f>\r\n\r\n", "addr_name_is_address/ ambiguous 0:6+15 "},
    {"of the same domain", "From: \"a@E.f\" <d@e.f>\r\n\r\n",
     "addr_name_is_address/addr_name_same_domain warn 0:6+15 "},
    {"the same address in encoded words", "From: =?utf-8?Q?a=40b.c?= <a@b.c>\r\n\r\n",
     "addr_ew_specials/addr_name_own_address warn 0:6+27 ew_syntax/ew_bad_q info 0:6+19 "},
    {"another one", "From: =?utf-8?Q?a=40b.d?= <a@b.c>\r\n\r\n",
     "addr_name_is_address/ ambiguous 0:6+27 addr_ew_specials/ ambiguous 0:6+27 ew_syntax/ew_bad_q info 0:6+19 "},
    {"of one who is written to", "To: \"a@b.c\" <d@e.f>\r\n\r\n", "addr_name_is_address/ warn 0:4+15 "},
};

static void add_records(text *out, const pneu_message *message)
{
    text_print(out, "%s", "");
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *found = pneu_message_defect(message, i);
        if (found->code == PNEU_DEFECT_HDR_MISSING_REQUIRED || found->code == PNEU_DEFECT_MIME_VERSION_MISSING)
            continue;
        text_print(out, "%s/%s %s %u:%u+%u ", pneu_defect_name(found->code), pneu_detail_name(found->detail),
                   pneu_severity_name(found->severity), found->part, (unsigned)found->offset, (unsigned)found->length);
    }
}

/* 1 if what is told of the row is not what was expected. */
static int is_row_broken(const struct row *row, size_t push)
{
    int is_broken = 0;
    pneu_message *message;
    text found = {NULL, 0, 0};
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(tree_stream(message, row->message, strlen(row->message), (chunking){0, push, 0}), PNEU_OK);
    for (int i = 0; i < 2; i++) { /* asked for twice, told once */
        assert_int_equal(pneu_message_check(message, NULL), PNEU_OK);
        check_must_hold(message);
        text_clear(&found);
        add_records(&found, message);
        if (strcmp(found.ptr, row->found) != 0) {
            print_error("%s, pushes of %zu: %s\n", row->name, push, found.ptr);
            is_broken = 1;
        }
    }
    pneu_message_free(message);
    text_free(&found);
    return is_broken;
}

static void test_finds(void **state)
{
    int broken = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        broken += is_row_broken(&rows[i], 4096) + is_row_broken(&rows[i], 1);
    assert_int_equal(broken, 0);
}

static void test_prefixes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t len = 0; len <= strlen(rows[i].message); len++) {
            text found = {NULL, 0, 0};
            char *copy = malloc(len + 1);
            assert_non_null(copy);
            memcpy(copy, rows[i].message, len);
            copy = realloc(copy, len > 0 ? len : 1);
            assert_int_equal(check_run(&found, (pneu_str){copy, len}, NULL, NULL, WHOLE), PNEU_OK);
            free(copy);
            text_free(&found);
        }
    }
}

/* ---- The message as a whole -------------------------------------------------------------------------------------- */

#define COMPLETE "From: a@b.example\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"

static void test_verdicts(void **state)
{
    static const struct {
        const char *message;
        int32_t severity;
        int32_t is_conforming;
    } verdicts[] = {
        {COMPLETE "\r\n", -1, 1},
        {COMPLETE "Subject: \xc3\xbc\r\n\r\n", PNEU_SEVERITY_INFO, 1},
        {COMPLETE "To: a@b.example (\r\n\r\n", PNEU_SEVERITY_WARN, 0},
        {COMPLETE "To: \"Joe@x.example\" <a@b.example>\r\n\r\n", PNEU_SEVERITY_WARN, 1},
        {COMPLETE "Content-Type: text/plain\r\nMIME-Version: 1.0\r\n\r\n\0\r\n", PNEU_SEVERITY_AMBIGUOUS, 0},
        {COMPLETE "From: a@b.example\r\n\r\n", PNEU_SEVERITY_ATTACK, 0},
        {"From: a@b.example, c@d.example\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\n", PNEU_SEVERITY_AMBIGUOUS, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(verdicts); i++) {
        pneu_message *message;
        size_t len = strlen(verdicts[i].message);
        len += i == 4 ? 3 : 0; /* what stands behind the NUL */
        assert_int_equal(pneu_message_parse(verdicts[i].message, len, NULL, NULL, &message), PNEU_OK);
        assert_int_equal(pneu_message_check(message, NULL), PNEU_OK);
        if (pneu_message_severity(message) != verdicts[i].severity ||
            pneu_message_is_conforming(message) != verdicts[i].is_conforming)
            fail_msg("%zu: %d %d", i, pneu_message_severity(message), pneu_message_is_conforming(message));
        pneu_message_free(message);
    }
}

/* Seventeen in a body, then one in a header: the worst has no record. */
static void test_worst_severity_is_not_capped(void **state)
{
    text mail = {NULL, 0, 0};
    pneu_message *message;
    (void)state;
    text_print(&mail, "%s", MIXED "\r\n");
    for (int i = 0; i < 17; i++)
        text_add(&mail, "", 1);
    text_print(&mail, "%s", "\r\n--b\r\nContent-Description: ");
    text_add(&mail, "\0\r\n\r\n--b--\r\n", 12);
    assert_int_equal(pneu_message_parse(mail.ptr, mail.len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_defect_severity(message, PNEU_DEFECT_LINE_NUL), PNEU_SEVERITY_ATTACK);
    assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_LINE_NUL), 18);
    assert_int_equal(pneu_part_summary_severity(pneu_part_body_summary(message, 1)), PNEU_SEVERITY_AMBIGUOUS);
    assert_int_equal(pneu_part_summary_severity(pneu_part_body_summary(message, 2)), PNEU_SEVERITY_ATTACK);
    assert_int_equal(pneu_part_summary_severity(pneu_part_body_summary(message, 3)), -1);
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++)
        if (pneu_message_defect(message, i)->code == PNEU_DEFECT_LINE_NUL)
            assert_int_equal(pneu_message_defect(message, i)->severity, PNEU_SEVERITY_AMBIGUOUS);
    pneu_message_free(message);
    text_free(&mail);
}

static void test_a_limit_of_output(void **state)
{
    static const char mail[] = TEXT "\r\n" B64 "YWJjZA==\r\n";
    pneu_options *options;
    pneu_message *message;
    pneu_str body;
    (void)state;
    for (int64_t limit = 3; limit <= 4; limit++) {
        assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
        assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_OUTPUT, limit), PNEU_OK);
        assert_int_equal(pneu_message_parse(mail, sizeof mail - 1, options, NULL, &message), PNEU_OK);
        for (int i = 0; i < 2; i++) {
            assert_int_equal(pneu_part_body(message, 0, &body), limit == 3 ? PNEU_ERR_LIMIT : PNEU_OK);
            assert_int_equal(pneu_message_check(message, NULL), PNEU_OK);
            assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_LIMIT_OUTPUT), limit == 3);
        }
        pneu_message_free(message);
        pneu_options_free(options);
    }
}

static void test_refusals(void **state)
{
    static const char part[] = TEXT "; charset=x-y\r\nContent-Disposition: inline; filename=.a\r\n\r\nx\r\n";
    pneu_message *message;
    text mail = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_message_check(NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_severity(NULL), -1);
    assert_int_equal(pneu_part_summary_severity(NULL), -1);
    assert_int_equal(pneu_message_is_conforming(NULL), 0);
    text_print(&mail, "%s%s--b\r\n%s--b--\r\n", MIXED, part, part);
    for (int32_t keep = PNEU_KEEP_HEADERS; keep <= PNEU_KEEP_OFFSETS; keep++) {
        assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
        assert_int_equal(pneu_message_check(message, NULL), PNEU_ERR_STATE);
        assert_int_equal(pneu_message_is_conforming(message), 0);
        assert_int_equal(tree_stream(message, mail.ptr, mail.len, WHOLE), PNEU_OK);
        assert_int_equal(pneu_message_check(message, NULL), PNEU_ERR_NOT_KEPT);
        assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_SEC_FILENAME_UNSAFE), 2);
        assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_CHARSET_UNKNOWN), 0);
        pneu_message_free(message);
    }
    text_free(&mail);
}

/* A charset of iconv, with converters that are shared and without. */
static void test_shared_converters(void **state)
{
    static const char mail[] = TEXT "; charset=euc-jp\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xA4\xA2\xFF\r\n";
    pneu_charsets *charsets;
    (void)state;
    assert_int_equal(pneu_charsets_new(NULL, &charsets), PNEU_OK);
    for (int i = 0; i < 2; i++) {
        pneu_message *message;
        text found = {NULL, 0, 0};
        assert_int_equal(pneu_message_parse(mail, sizeof mail - 1, NULL, NULL, &message), PNEU_OK);
        assert_int_equal(pneu_message_check(message, i == 0 ? charsets : NULL), PNEU_OK);
        add_records(&found, message);
        assert_string_equal(found.ptr, "charset_invalid_bytes/ warn 0:77+5 ");
        pneu_message_free(message);
        text_free(&found);
    }
    pneu_charsets_free(charsets);
}

/* Names of files, texts and shapes in the decoded body of an encoded message have their places there. */
static void test_spaces(void **state)
{
    static const char mail[] = "Content-Type: message/rfc822\r\n" B64
                               "Q29udGVudC1UeXBlOiB0ZXh0L3BsYWluOyBjaGFyc2V0PXgteTsgbmFtZT0uYQ0KDQpYDQo=\r\n";
    pneu_message *message;
    text found = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_message_parse(mail, sizeof mail - 1, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_check(message, NULL), PNEU_OK);
    check_must_hold(message);
    add_records(&found, message);
    assert_string_equal(found.ptr, "cte_on_composite/ ambiguous 0:30+35 "
                                   "charset_unknown/ warn 1:0+48 sec_filename_unsafe/ warn 1:0+48 ");
    pneu_message_free(message);
    text_free(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds),
        cmocka_unit_test(test_prefixes),
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_worst_severity_is_not_capped),
        cmocka_unit_test(test_a_limit_of_output),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_shared_converters),
        cmocka_unit_test(test_spaces),
    };
    return RUN_TESTS(tests);
}
