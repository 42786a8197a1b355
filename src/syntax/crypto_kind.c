/*
 * What a Content-Type says of signatures, encryption and protected headers. In: a type and its parameters. Out: a kind.
 * RFC 1847, RFC 3156 sections 4 and 5, RFC 8551 section 3, RFC 2634 section 2, RFC 9788 section 2.1.
 * Invariant: only what is declared counts; file names (smime.p7m) do not.
 * Not handled: the CMS object itself; the number and types of parts in multipart/signed and multipart/encrypted.
 */
#include "base/str.h"
#include "pneu/crypto.h"

static const pneu_str absent = {NULL, 0};

/* The value of a parameter without white space around it; ptr is NULL where there is none. */
static pneu_str param_of(const pneu_mime_value *type, const char *name)
{
    for (size_t i = 0; i < type->param_count; i++)
        if (pneu_i_str_is(type->params[i].name, name))
            return pneu_i_str_trim(type->params[i].value);
    return absent;
}

/* What counts: the type, one parameter, and its value. The first row that fits; a NULL parameter always does. */
static const struct {
    const char *type;
    const char *param;
    const char *value;
    int32_t kind;
} rows[] = {
    {"multipart/signed", "protocol", "application/pgp-signature", PNEU_CRYPTO_PGP_SIGNED},
    {"multipart/signed", "protocol", "application/pkcs7-signature", PNEU_CRYPTO_SMIME_SIGNED},
    {"multipart/signed", "protocol", "application/x-pkcs7-signature", PNEU_CRYPTO_SMIME_SIGNED},
    {"multipart/signed", NULL, NULL, PNEU_CRYPTO_SIGNED_UNKNOWN},
    {"multipart/encrypted", "protocol", "application/pgp-encrypted", PNEU_CRYPTO_PGP_ENCRYPTED},
    {"multipart/encrypted", NULL, NULL, PNEU_CRYPTO_ENCRYPTED_UNKNOWN},
    {"application/pgp-signature", NULL, NULL, PNEU_CRYPTO_PGP_SIGNATURE},
    {"application/pkcs7-signature", NULL, NULL, PNEU_CRYPTO_SMIME_SIGNATURE},
    {"application/x-pkcs7-signature", NULL, NULL, PNEU_CRYPTO_SMIME_SIGNATURE},
    {"application/pkcs7-mime", "smime-type", "signed-data", PNEU_CRYPTO_SMIME_OPAQUE},
    {"application/pkcs7-mime", "smime-type", "enveloped-data", PNEU_CRYPTO_SMIME_ENVELOPED},
    {"application/pkcs7-mime", "smime-type", "authEnveloped-data", PNEU_CRYPTO_SMIME_AUTHENVELOPED},
    {"application/pkcs7-mime", "smime-type", "compressed-data", PNEU_CRYPTO_SMIME_COMPRESSED},
    {"application/pkcs7-mime", "smime-type", "certs-only", PNEU_CRYPTO_SMIME_CERTIFICATES},
    {"application/pkcs7-mime", "smime-type", "signed-receipt", PNEU_CRYPTO_SMIME_RECEIPT},
    {"application/pkcs7-mime", NULL, NULL, PNEU_CRYPTO_SMIME_UNKNOWN},
};

int32_t pneu_crypto_kind(const pneu_mime_value *type)
{
    if (type == NULL)
        return PNEU_CRYPTO_NONE;
    int is_old = pneu_i_str_is(type->value, "application/x-pkcs7-mime"); /* its name before RFC 2311 */
    pneu_str name = is_old ? pneu_i_str("application/pkcs7-mime") : type->value;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (pneu_i_str_is(name, rows[i].type) &&
            (rows[i].param == NULL || pneu_i_str_is(param_of(type, rows[i].param), rows[i].value)))
            return rows[i].kind;
    return PNEU_CRYPTO_NONE;
}

const char *pneu_crypto_kind_name(int32_t kind)
{
    static const char *const names[] = {
        [PNEU_CRYPTO_NONE] = "none",
        [PNEU_CRYPTO_PGP_SIGNED] = "pgp-mime-signed",
        [PNEU_CRYPTO_PGP_ENCRYPTED] = "pgp-mime-encrypted",
        [PNEU_CRYPTO_PGP_SIGNATURE] = "pgp-signature",
        [PNEU_CRYPTO_SMIME_SIGNED] = "smime-signed-detached",
        [PNEU_CRYPTO_SMIME_SIGNATURE] = "smime-signature",
        [PNEU_CRYPTO_SMIME_OPAQUE] = "smime-signed-opaque",
        [PNEU_CRYPTO_SMIME_ENVELOPED] = "smime-enveloped",
        [PNEU_CRYPTO_SMIME_AUTHENVELOPED] = "smime-authenveloped",
        [PNEU_CRYPTO_SMIME_COMPRESSED] = "smime-compressed",
        [PNEU_CRYPTO_SMIME_CERTIFICATES] = "smime-certs-only",
        [PNEU_CRYPTO_SMIME_RECEIPT] = "smime-signed-receipt",
        [PNEU_CRYPTO_SMIME_UNKNOWN] = "smime-unknown",
        [PNEU_CRYPTO_SIGNED_UNKNOWN] = "signed-unknown",
        [PNEU_CRYPTO_ENCRYPTED_UNKNOWN] = "encrypted-unknown",
    };
    int is_known = kind >= 0 && kind < (int32_t)(sizeof names / sizeof names[0]);
    return names[is_known ? kind : PNEU_CRYPTO_NONE];
}

pneu_status pneu_header_protection_read(const pneu_mime_value *type, pneu_header_protection *out)
{
    if (type == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_str hp = param_of(type, "hp");
    out->kind = pneu_i_str_is(hp, "clear")    ? PNEU_HEADERS_CLEAR
                : pneu_i_str_is(hp, "cipher") ? PNEU_HEADERS_CIPHER
                                              : PNEU_HEADERS_UNPROTECTED;
    out->has_legacy_display = pneu_i_str_is(param_of(type, "hp-legacy-display"), "1");
    out->protected_headers = param_of(type, "protected-headers");
    return PNEU_OK;
}
