/* What Content-Type says of signatures, encryption and protected headers; the same asked of a part. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/crypto.h"
#include "pneu/tree.h"

static const struct {
    const char *type;
    const char *kind;
} kinds[] = {
    {"text/plain", "none"},
    {"multipart/mixed; boundary=b; protocol=\"application/pgp-signature\"", "none"},
    {"multipart/signed; boundary=b; protocol=\"application/pgp-signature\"", "pgp-mime-signed"},
    {"Multipart/SIGNED; boundary=b; PROTOCOL=\" Application/PGP-Signature \"", "pgp-mime-signed"},
    {"multipart/signed; boundary=b; protocol*=us-ascii''application%2Fpgp-signature", "pgp-mime-signed"},
    {"multipart/signed; boundary=b; protocol=\"application/pkcs7-signature\"", "smime-signed-detached"},
    {"multipart/signed; boundary=b; protocol=\"application/x-pkcs7-signature\"", "smime-signed-detached"},
    {"multipart/signed; boundary=b; protocol=\"application/pgp-encrypted\"", "signed-unknown"},
    {"multipart/signed; boundary=b; protocol=", "signed-unknown"},
    {"multipart/encrypted; boundary=b; protocol=\"application/pgp-encrypted\"", "pgp-mime-encrypted"},
    {"multipart/encrypted; boundary=b; protocol=\"application/pgp-signature\"", "encrypted-unknown"},
    {"multipart/encrypted; boundary=b", "encrypted-unknown"},
    {"application/pgp-signature; name=signature.asc", "pgp-signature"},
    {"application/pkcs7-signature; name=smime.p7s", "smime-signature"},
    {"application/x-pkcs7-signature", "smime-signature"},
    {"application/pkcs7-mime; smime-type=SIGNED-DATA", "smime-signed-opaque"},
    {"application/pkcs7-mime; smime-type=enveloped-data", "smime-enveloped"},
    {"application/pkcs7-mime; smime-type=authenveloped-data", "smime-authenveloped"},
    {"application/pkcs7-mime; smime-type=compressed-data", "smime-compressed"},
    {"application/pkcs7-mime; smime-type=certs-only; name=smime.p7c", "smime-certs-only"},
    {"application/x-pkcs7-mime; smime-type=signed-receipt", "smime-signed-receipt"},
    {"application/pkcs7-mime; smime-type=other", "smime-unknown"},
    {"application/pkcs7-mime; name=smime.p7m", "smime-unknown"},
    {"application/pkcs7-mime-x; smime-type=signed-data", "none"},
};

static int32_t kind_of_part(const char *type)
{
    char message[200];
    pneu_message *tree = NULL;
    int32_t kind = -1;
    int len = snprintf(message, sizeof message, "Content-Type: %s\r\n\r\n--b\r\n\r\n--b--\r\n", type);
    assert_int_equal(pneu_message_parse(message, (size_t)len, NULL, NULL, &tree), PNEU_OK);
    for (int i = 0; i < 2; i++) /* the second time from what was made the first time */
        assert_int_equal(pneu_part_crypto_kind(tree, 0, &kind), PNEU_OK);
    pneu_message_free(tree);
    return kind;
}

static void kinds_are_told(void **state)
{
    pneu_arena *arena = NULL;
    pneu_mime_value type;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        pneu_str in = pneu_i_str(kinds[i].type);
        assert_int_equal(pneu_content_type_parse(arena, in, PNEU_LENIENT, NULL, &type), PNEU_OK);
        assert_string_equal(pneu_crypto_kind_name(pneu_crypto_kind(&type)), kinds[i].kind);
        assert_string_equal(pneu_crypto_kind_name(kind_of_part(kinds[i].type)), kinds[i].kind);
    }
    pneu_arena_free(arena);
    assert_int_equal(kind_of_part("multipart/signed; protocol=\"application/pgp-signature\""), PNEU_CRYPTO_NONE);
}

static void names_are_known(void **state)
{
    (void)state;
    for (int32_t kind = PNEU_CRYPTO_NONE; kind <= PNEU_CRYPTO_ENCRYPTED_UNKNOWN; kind++)
        for (int32_t other = PNEU_CRYPTO_NONE; other < kind; other++)
            assert_string_not_equal(pneu_crypto_kind_name(kind), pneu_crypto_kind_name(other));
    assert_string_equal(pneu_crypto_kind_name(-1), "none");
    assert_string_equal(pneu_crypto_kind_name(PNEU_CRYPTO_ENCRYPTED_UNKNOWN + 1), "none");
}

static const struct {
    const char *type;
    int32_t kind;
    int32_t has_legacy_display;
    const char *protected_headers;
} protections[] = {
    {"text/plain", PNEU_HEADERS_UNPROTECTED, 0, NULL},
    {"text/plain; hp=clear", PNEU_HEADERS_CLEAR, 0, NULL},
    {"multipart/mixed; hp=\"CIPHER\"; hp-legacy-display=\"1\"", PNEU_HEADERS_CIPHER, 1, NULL},
    {"text/plain; hp=both; hp-legacy-display=2", PNEU_HEADERS_UNPROTECTED, 0, NULL},
    {"text/plain; protected-headers=\"v1\"", PNEU_HEADERS_UNPROTECTED, 0, "v1"},
    {"text/plain; protected-headers=v1; hp=cipher", PNEU_HEADERS_CIPHER, 0, "v1"},
};

static void protection_is_told(void **state)
{
    pneu_arena *arena = NULL;
    pneu_mime_value type;
    pneu_header_protection found;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(protections); i++) {
        pneu_str in = pneu_i_str(protections[i].type);
        assert_int_equal(pneu_content_type_parse(arena, in, PNEU_LENIENT, NULL, &type), PNEU_OK);
        assert_int_equal(pneu_header_protection_read(&type, &found), PNEU_OK);
        assert_int_equal(found.kind, protections[i].kind);
        assert_int_equal(found.has_legacy_display, protections[i].has_legacy_display);
        assert_int_equal(found.protected_headers.ptr != NULL, protections[i].protected_headers != NULL);
        if (protections[i].protected_headers != NULL)
            assert_true(pneu_i_str_is(found.protected_headers, protections[i].protected_headers));
    }
    pneu_arena_free(arena);
}

static void misuse_is_refused(void **state)
{
    pneu_header_protection protection;
    pneu_mime_value type = {{NULL, 0}, {NULL, 0}, NULL, 0};
    pneu_message *message = NULL;
    int32_t kind = 7;
    (void)state;
    assert_int_equal(pneu_crypto_kind(NULL), PNEU_CRYPTO_NONE);
    assert_int_equal(pneu_header_protection_read(NULL, &protection), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_header_protection_read(&type, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_parse("A: b\n\n", 6, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_part_crypto_kind(NULL, 0, &kind), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_crypto_kind(message, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_crypto_kind(message, 1, &kind), PNEU_ERR_NOT_FOUND);
    assert_int_equal(kind, 7);
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_told),
        cmocka_unit_test(names_are_known),
        cmocka_unit_test(protection_is_told),
        cmocka_unit_test(misuse_is_refused),
    };
    return RUN_TESTS(tests);
}
