/*
 * What entities say of signatures and encryption: kinds have names; what is taken away of a legacy display is one run of
 * bytes, and after it less is left; escaped cleartext gives the signed text back, and its lines begin with no dash.
 */
#include "base/str.h"
#include "pneu/crypto.h"
#include "support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_type(pneu_arena *arena, pneu_str value)
{
    pneu_mime_value type;
    pneu_header_protection protection;
    MUST(pneu_content_type_parse(arena, value, PNEU_LENIENT, NULL, &type) == PNEU_OK);
    int32_t kind = pneu_crypto_kind(&type);
    MUST(kind >= PNEU_CRYPTO_NONE && kind <= PNEU_CRYPTO_ENCRYPTED_UNKNOWN);
    MUST((kind == PNEU_CRYPTO_NONE) == (strcmp(pneu_crypto_kind_name(kind), "none") == 0));
    MUST(pneu_header_protection_read(&type, &protection) == PNEU_OK);
    MUST(protection.kind >= PNEU_HEADERS_UNPROTECTED && protection.kind <= PNEU_HEADERS_CIPHER);
    must_be_clean(protection.protected_headers);
}

static void check_display(pneu_arena *arena, pneu_str body)
{
    pneu_str rest, cut;
    size_t start = 0;
    MUST(pneu_legacy_display_skip(body, &rest) == PNEU_OK && rest.len <= body.len);
    MUST(rest.len == 0 || rest.ptr + rest.len == body.ptr + body.len);
    MUST(pneu_legacy_display_cut(arena, body, &cut) == PNEU_OK);
    if (cut.ptr == body.ptr) {
        MUST(cut.len == body.len);
        return;
    }
    while (start < cut.len && cut.ptr[start] == body.ptr[start])
        start++;
    size_t end = cut.len - start;
    MUST(cut.len < body.len);
    MUST(end == 0 || memcmp(cut.ptr + start, body.ptr + body.len - end, end) == 0);
}

static void check_cleartext(pneu_arena *arena, pneu_str text)
{
    pneu_str signed_text, escaped, again;
    MUST(pneu_cleartext_unescape(arena, text, &signed_text) == PNEU_OK && signed_text.len <= 2 * text.len);
    MUST(pneu_cleartext_escape(arena, text, &escaped) == PNEU_OK);
    for (size_t i = 0; i < escaped.len; i++) {
        int is_start = i == 0 || escaped.ptr[i - 1] == '\n';
        MUST(!is_start || escaped.ptr[i] != '-' || escaped.ptr[i + 1] == ' ');
        MUST(!is_start || escaped.len - i < 5 || memcmp(escaped.ptr + i, "From ", 5) != 0);
    }
    MUST(pneu_cleartext_escape(arena, signed_text, &escaped) == PNEU_OK);
    MUST(pneu_cleartext_unescape(arena, escaped, &again) == PNEU_OK);
    /* An empty line at the end has no bytes of its own: it needs the line end before it. */
    size_t len = signed_text.len;
    if (len > 0 && signed_text.ptr[len - 1] == '\n')
        len -= 2;
    MUST(pneu_i_str_equal(again, pneu_i_str_of(signed_text.ptr, len)));
}

static void check_all(pneu_arena *arena, pneu_str value)
{
    check_type(arena, value);
    check_display(arena, value);
    check_cleartext(arena, value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return check_copy(data, size, check_all);
}
