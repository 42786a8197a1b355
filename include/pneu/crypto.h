/*
 * pneu/crypto.h: what a MIME entity says of signatures and encryption: multipart/signed and multipart/encrypted (RFC
 * 1847) with OpenPGP (RFC 3156) or S/MIME (RFC 8551), header protection (RFC 9788), and text in the cleartext signature
 * framework of OpenPGP (RFC 9580 section 7). There is no cryptography here: nothing is decrypted or verified, and what
 * an entity says of itself anybody may have written.
 */
#ifndef PNEU_CRYPTO_H
#define PNEU_CRYPTO_H

#include <pneu/base.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Kinds of protection -------------------------------------------------------------------------------------- */

/* Only ever appended to. */
enum {
    PNEU_CRYPTO_NONE = 0,
    PNEU_CRYPTO_PGP_SIGNED = 1,          /* multipart/signed: a part, and an OpenPGP signature of it */
    PNEU_CRYPTO_PGP_ENCRYPTED = 2,       /* multipart/encrypted: "Version: 1", and an OpenPGP message */
    PNEU_CRYPTO_PGP_SIGNATURE = 3,       /* application/pgp-signature: the second part of PGP_SIGNED */
    PNEU_CRYPTO_SMIME_SIGNED = 4,        /* multipart/signed: a part, and a CMS signature of it */
    PNEU_CRYPTO_SMIME_SIGNATURE = 5,     /* application/pkcs7-signature: the second part of SMIME_SIGNED */
    PNEU_CRYPTO_SMIME_OPAQUE = 6,        /* application/pkcs7-mime: signed, the content within */
    PNEU_CRYPTO_SMIME_ENVELOPED = 7,     /* encrypted */
    PNEU_CRYPTO_SMIME_AUTHENVELOPED = 8, /* encrypted with authentication */
    PNEU_CRYPTO_SMIME_COMPRESSED = 9,    /* compressed only (RFC 3274) */
    PNEU_CRYPTO_SMIME_CERTIFICATES = 10, /* certificates only */
    PNEU_CRYPTO_SMIME_RECEIPT = 11,      /* a signed receipt (RFC 2634) */
    PNEU_CRYPTO_SMIME_UNKNOWN = 12,    /* application/pkcs7-mime that does not say which: the CMS content type tells */
    PNEU_CRYPTO_SIGNED_UNKNOWN = 13,   /* multipart/signed with another protocol, or none */
    PNEU_CRYPTO_ENCRYPTED_UNKNOWN = 14 /* multipart/encrypted with another protocol, or none */
};

/* The kind that a Content-Type tells of: from its type and the parameters "protocol" and "smime-type", whatever their
 * case. Names of files are not looked at. PNEU_CRYPTO_NONE for NULL. */
PNEU_API int32_t pneu_crypto_kind(const pneu_mime_value *type);

/* The kind's name, for instance "pgp-mime-signed"; "none" for PNEU_CRYPTO_NONE and unknown values. Static text. */
PNEU_API const char *pneu_crypto_kind_name(int32_t kind);

/* ---- Header protection ---------------------------------------------------------------------------------------- */

enum {
    PNEU_HEADERS_UNPROTECTED = 0,
    PNEU_HEADERS_CLEAR = 1, /* hp="clear": signed; nothing was to be hidden */
    PNEU_HEADERS_CIPHER = 2 /* hp="cipher": encrypted; what differs outside is told by the fields HP-Outer */
};

/* What the Content-Type of a cryptographic payload, or of a part in it, says of header fields. This struct never
 * changes. */
typedef struct pneu_header_protection {
    int32_t kind;               /* PNEU_HEADERS_...; another value of hp is as none (RFC 9788 section 2.1.1) */
    int32_t has_legacy_display; /* 1 for hp-legacy-display="1": the body may begin with fields for old readers */
    pneu_str protected_headers; /* of the scheme before RFC 9788: "v1"; ptr is NULL where there is none. Borrowed from
                                 * the type */
} pneu_header_protection;

/* Reads the parameters hp, hp-legacy-display and protected-headers. Where headers are protected, the fields of the
 * payload replace those outside, once its signature or decryption is known to be good. PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_header_protection_read(const pneu_mime_value *type, pneu_header_protection *out);

/*
 * The decoded text of a text/plain part without its legacy display: the lines up to and with the first blank one (RFC
 * 9788 section 4.5.3.2), before format=flowed is undone. Borrowed from `text`, the whole of it where no line is blank.
 * Only for a part with `has_legacy_display` in an encrypted payload with PNEU_HEADERS_CIPHER. PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_legacy_display_skip(pneu_str text, pneu_str *out);

/*
 * The same for text/html, in UTF-8 (RFC 9788 section 4.5.3.3): without the first element
 * <div class="header-protection-legacy-display">. In the arena; `html` itself where there is no such element, or where
 * its end is missing. PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_legacy_display_cut(pneu_arena *arena, pneu_str html, pneu_str *out);

/* ---- Cleartext signatures ------------------------------------------------------------------------------------- */

/*
 * The text that is signed, from the dash-escaped text between the empty line after the armor header and the line
 * "-----BEGIN PGP SIGNATURE-----": "- " before lines is taken away, spaces and tabs at their ends too; lines end in
 * CRLF, but the last one (RFC 9580 sections 7.1 and 7.2). In the arena, no longer than twice `text`. PNEU_ERR_MEMORY;
 * PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_cleartext_unescape(pneu_arena *arena, pneu_str text, pneu_str *out);

/* Dash-escapes a text for that place: "- " before lines that begin with "-" or "From "; each line ends in CRLF, the
 * last one too. Unescaped, it is the text again, but for its last line end and the blanks at the ends of its lines,
 * which no signature covers. In the arena. PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_cleartext_escape(pneu_arena *arena, pneu_str text, pneu_str *out);

#ifdef __cplusplus
}
#endif

#endif
