/* The header that DKIM and ARC sign, and multipart/signed. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/canon.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static pneu_arena *arena;

static int make_arena(void **state)
{
    (void)state;
    return pneu_arena_new(NULL, &arena);
}

static int free_arena(void **state)
{
    (void)state;
    pneu_arena_free(arena);
    return 0;
}

/* The header of a message as raw fields. */
typedef struct header {
    pneu_message *message;
    const pneu_str *fields;
    size_t count;
} header;

static header header_of(const char *bytes)
{
    header h;
    MUST(pneu_message_parse(bytes, strlen(bytes), NULL, NULL, &h.message) == PNEU_OK);
    MUST(pneu_canon_fields(h.message, arena, &h.fields, &h.count) == PNEU_OK);
    return h;
}

static void assert_str(pneu_str actual, const char *expected)
{
    if (!pneu_i_str_equal(actual, pneu_i_str(expected)))
        fail_msg("is \"%.*s\"\nnot \"%s\"", (int)actual.len, actual.ptr, expected);
}

static void fields_take_their_form(void **state)
{
    static const struct {
        const char *in, *out;
        int32_t algorithm;
        uint32_t flags;
    } rows[] = {
        {"A: b\n c\n", "A: b\r\n c\r\n", PNEU_CANON_SIMPLE, PNEU_CANON_LF},
        {"A: b\r\n c\n", "A: b\r\n c\r\n", PNEU_CANON_SIMPLE, PNEU_CANON_LF},
        {"A: b\n c", "a:b c\r\n", PNEU_CANON_RELAXED, PNEU_CANON_LF},
        {"A: b\r\n", "A: b\r\n", PNEU_CANON_SIMPLE, 0},
        {"A: b", "A: b\r\n", PNEU_CANON_SIMPLE, 0},
        {"A \t:\r\n\t b\t\r\n\t\r\n", "a:b\r\n", PNEU_CANON_RELAXED, 0},
        {"A: b\rc \x01 d\r\n", "a:b\rc \x01 d\r\n", PNEU_CANON_RELAXED, 0},
        {"A:", "a:\r\n", PNEU_CANON_RELAXED, 0},
    };
    pneu_str out;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].in));
        assert_int_equal(pneu_canon_field(arena, in, rows[i].algorithm, rows[i].flags, &out), PNEU_OK);
        assert_str(out, rows[i].out);
        free((char *)in.ptr);
    }
    assert_int_equal(pneu_canon_field(arena, pneu_i_str("no colon"), 0, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_canon_field(arena, pneu_i_str(""), 0, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_canon_field(arena, pneu_i_str("a:"), 2, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_canon_field(arena, pneu_i_str("a:"), 0, 2, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_canon_without_b(arena, pneu_i_str("b=x"), &out), PNEU_ERR_ARGUMENT);
}

static void b_is_taken_out(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"X: b=1", "X: b="},
        {"X: a=b=1; B=2;\r\n b\r\n =\r\n 3 \r\n ;c", "X: a=b=1; B=2;\r\n b\r\n =;c"},
        {"X: bh=1; b=\r\n", "X: bh=1; b="},
        {"X: bh=1; b\r\n", "X: bh=1; b"},
        {"X:", "X:"},
    };
    pneu_str out;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].in));
        assert_int_equal(pneu_canon_without_b(arena, in, &out), PNEU_OK);
        assert_str(out, rows[i].out);
        free((char *)in.ptr);
    }
}

#define TAGS "a=rsa-sha256; d=x.example; s=t; bh=YQ = =; b=eW\r\n ==; "

static void signatures_are_read(void **state)
{
    pneu_dkim_signature signature;
    (void)state;
    static const char *const bad[] = {
        "",
        TAGS,
        TAGS "h=from; h=to",
        TAGS "h=from; c=nofws",
        TAGS "h=from; c=simple/nofws",
        TAGS "h=from; l=-1",
        "d=x.example; s=t; bh=YQ==; b=; h=from",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(pneu_dkim_signature_read(arena, pneu_i_str(bad[i]), &signature), PNEU_ERR_SYNTAX);
    assert_int_equal(pneu_dkim_signature_read(arena, pneu_i_str(TAGS "h=from"), &signature), PNEU_OK);
    assert_int_equal(signature.header_algorithm, PNEU_CANON_SIMPLE);
    assert_int_equal(signature.body_limit, PNEU_LIMIT_NONE);
    assert_str(signature.body_hash, "YQ==");
    assert_str(signature.signature, "eW==");
    pneu_str value = pneu_i_str(TAGS "h=from : to; c=Relaxed; l=99999999999999999999");
    assert_int_equal(pneu_dkim_signature_read(arena, value, &signature), PNEU_OK);
    assert_int_equal(signature.header_algorithm, PNEU_CANON_RELAXED);
    assert_int_equal(signature.body_algorithm, PNEU_CANON_SIMPLE);
    assert_true(signature.body_limit == INT64_MAX);
    assert_str(signature.names, "from : to");
    assert_str(signature.domain, "x.example");
}

static void own_field_comes_last(void **state)
{
    static const char message[] = "Received: 1\r\nDKIM-Signature: v=1; c=relaxed/simple; " TAGS
                                  "h=To:from:received:Received:received\r\n :dkim-signature\r\n"
                                  "From: a\r\nreceived:  2\r\n\r\n";
    header h = header_of(message);
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_canon_signed_header(arena, h.fields, h.count, 1, 0, &out), PNEU_OK);
    assert_str(out, "from:a\r\nreceived:2\r\nreceived:1\r\n"
                    "dkim-signature:v=1; c=relaxed/simple; a=rsa-sha256; d=x.example; s=t; bh=YQ = =; b=; "
                    "h=To:from:received:Received:received :dkim-signature");
    assert_int_equal(pneu_canon_signed_header(arena, h.fields, h.count, 0, 0, &out), PNEU_ERR_SYNTAX);
    assert_int_equal(pneu_canon_signed_header(arena, h.fields, h.count, 4, 0, &out), PNEU_ERR_ARGUMENT);
    pneu_canon_names names = {pneu_i_str("from"), PNEU_CANON_SIMPLE, 0};
    assert_int_equal(pneu_canon_selected_header(arena, h.fields, h.count, &names, &out), PNEU_OK);
    assert_str(out, "From: a\r\n");
    pneu_message_free(h.message);
}

#define ARC(i, cv)                                                                                                     \
    "ARC-Seal: i=" i "; a=rsa-sha256; cv=" cv "; d=x; s=s; b=aa\r\n"                                                   \
    "ARC-Message-Signature: i=" i "; a=rsa-sha256; d=x; s=s; h=from; bh=bb; b=cc\r\n"                                  \
    "ARC-Authentication-Results: i=" i "; x; spf=pass\r\n"
#define SEALED(i)                                                                                                      \
    "arc-authentication-results:i=" i "; x; spf=pass\r\n"                                                              \
    "arc-message-signature:i=" i "; a=rsa-sha256; d=x; s=s; h=from; bh=bb; b=cc\r\n"                                   \
    "arc-seal:i=" i "; a=rsa-sha256; cv="

static void seals_sign_whole_sets(void **state)
{
    header h = header_of(ARC("3", "fail") ARC("2", "pass") ARC("1", "none") "From: a\r\n\r\n");
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_canon_arc_seal(arena, h.fields, h.count, 1, 0, &out), PNEU_OK);
    assert_str(out, SEALED("1") "none; d=x; s=s; b=");
    assert_int_equal(pneu_canon_arc_seal(arena, h.fields, h.count, 2, 0, &out), PNEU_OK);
    assert_str(out, SEALED("1") "none; d=x; s=s; b=aa\r\n" SEALED("2") "pass; d=x; s=s; b=");
    assert_int_equal(pneu_canon_arc_seal(arena, h.fields, h.count, 3, 0, &out), PNEU_OK);
    assert_str(out, SEALED("3") "fail; d=x; s=s; b=");
    assert_int_equal(pneu_canon_arc_seal(arena, h.fields, h.count, 4, 0, &out), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_canon_arc_seal(arena, h.fields, h.count, 0, 0, &out), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_canon_arc_seal(arena, h.fields, h.count, 51, 0, &out), PNEU_ERR_NOT_FOUND);
    pneu_message_free(h.message);
    h = header_of(ARC("123", "pass") ARC("1x", "pass") ARC("1", "none"));
    assert_int_equal(pneu_canon_arc_seal(arena, h.fields, h.count, 1, 0, &out), PNEU_OK);
    assert_str(out, SEALED("1") "none; d=x; s=s; b=");
    pneu_message_free(h.message);
    h = header_of(ARC("2", "pass") ARC("1", "none") ARC("1", "none"));
    assert_int_equal(pneu_canon_arc_seal(arena, h.fields, h.count, 2, 0, &out), PNEU_ERR_NOT_FOUND);
    pneu_message_free(h.message);
}

static void signed_parts_are_found(void **state)
{
    static const char lf[] = "Content-Type: multipart/signed; boundary=b; micalg=PGP-SHA256; protocol=\"A/B\"\n\n"
                             "pre\n--b\n\nx \n\n--b\nContent-Type: a/b\n\ny\n--b--\n";
    static const char one[] = "Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b--\n";
    static const char bare[] = "Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b\n\ny\n--b--\n";
    pneu_message *message;
    pneu_signed_part found;
    pneu_signed_reader *reader;
    char buffer[64];
    size_t written;
    (void)state;
    assert_int_equal(pneu_message_parse(lf, strlen(lf), NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_signed_part_find(message, 0, arena, &found), PNEU_OK);
    assert_str(found.micalg, "pgp-sha256");
    assert_str(found.protocol, "a/b");
    assert_int_equal(found.is_crlf, 0);
    assert_int_equal(found.is_two, 1);
    assert_int_equal(found.content, 1);
    assert_int_equal(found.signature, 2);
    assert_int_equal(pneu_signed_part_find(message, 1, arena, &found), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_signed_part_find(message, 9, arena, &found), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_signed_reader_new(message, 9, NULL, &reader), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_signed_reader_new(message, 1, NULL, &reader), PNEU_OK);
    assert_int_equal(pneu_signed_reader_read(reader, buffer, sizeof buffer, &written), PNEU_OK);
    assert_str(pneu_i_str_of(buffer, written), "\r\nx \r\n");
    assert_int_equal(pneu_signed_reader_read(reader, buffer, sizeof buffer, &written), PNEU_DONE);
    pneu_signed_reader_free(reader);
    pneu_signed_reader_free(NULL);
    assert_int_equal(pneu_message_parse_again(message, one, strlen(one)), PNEU_OK);
    assert_int_equal(pneu_signed_part_find(message, 0, arena, &found), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_message_parse_again(message, bare, strlen(bare)), PNEU_OK);
    assert_int_equal(pneu_signed_part_find(message, 0, arena, &found), PNEU_OK);
    assert_str(found.micalg, "");
    assert_str(found.protocol, "");
    pneu_message_free(message);
}

static void every_allocation_may_fail(void **state)
{
    header h = header_of(ARC("1", "none") "DKIM-Signature: " TAGS "h=from\r\nFrom: a\r\n\r\n");
    (void)state;
    for (size_t n = 1;; n++) {
        failing_alloc counts;
        pneu_arena *weak;
        pneu_str out = pneu_i_str("kept");
        failing_alloc_init(&counts, FAIL_ONCE, n);
        pneu_status status = pneu_arena_new(&counts.alloc, &weak);
        if (status == PNEU_OK) {
            status = pneu_canon_signed_header(weak, h.fields, h.count, 3, 0, &out);
            if (status == PNEU_OK)
                status = pneu_canon_arc_seal(weak, h.fields, h.count, 1, 0, &out);
            pneu_arena_free(weak);
        }
        failing_alloc_check_clean(&counts);
        if (counts.refused == 0)
            break;
        assert_int_equal(status, PNEU_ERR_MEMORY);
    }
    pneu_message_free(h.message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_take_their_form),    cmocka_unit_test(b_is_taken_out),
        cmocka_unit_test(signatures_are_read),       cmocka_unit_test(own_field_comes_last),
        cmocka_unit_test(seals_sign_whole_sets),     cmocka_unit_test(signed_parts_are_found),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name(__FILE__, tests, make_arena, free_arena);
}
