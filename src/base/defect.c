/*
 * The table of defect codes: name, group, usual severity, marks, and the reading that answers each.
 * In: a code, a detail or a name. Out: its properties. Order is that of the enumerators in pneu/defect.h; the test of
 * this file checks both tables against each other.
 * Not handled: recording defects (defect_log.c); severities that depend on where a defect stands (its reporter's).
 */
#include "base/defect.h"

#include "base/str.h"

enum {
    INFO = PNEU_SEVERITY_INFO,
    WARN = PNEU_SEVERITY_WARN,
    AMBIGUOUS = PNEU_SEVERITY_AMBIGUOUS,
    ATTACK = PNEU_SEVERITY_ATTACK,
    N = PNEU_MARK_NONCONFORMING,
    L = PNEU_MARK_LOSSY,
    I = PNEU_MARK_INHERENT
};

static const struct code_info {
    const char *name;
    const char *group;
    uint8_t severity;
    uint8_t marks;
    uint8_t reading;
} codes[PNEU_DEFECT_COUNT] = {
    {"none", "", INFO, 0, PNEU_READING_NONE},
    {"line_lf_endings", "line", INFO, 0, PNEU_READING_NONE},
    {"line_bare_lf", "line", AMBIGUOUS, N, PNEU_READING_NONE},
    {"line_bare_cr", "line", AMBIGUOUS, N, PNEU_READING_BARE_CR},
    {"line_nul", "line", ATTACK, N | L, PNEU_READING_NONE},
    {"line_too_long", "line", WARN, N, PNEU_READING_NONE},
    {"line_truncated_eof", "line", INFO, N, PNEU_READING_NONE},
    {"line_eod_lookalike", "line", ATTACK, N, PNEU_READING_NONE},
    {"line_junk_before_header", "line", WARN, N, PNEU_READING_NONE},
    {"hdr_missing_colon", "header", AMBIGUOUS, N, PNEU_READING_NON_FIELD_LINE},
    {"hdr_no_separator", "header", WARN, N, PNEU_READING_NONE},
    {"hdr_space_before_colon", "header", AMBIGUOUS, N, PNEU_READING_NONE},
    {"hdr_fold_in_name", "header", ATTACK, N, PNEU_READING_NONE},
    {"hdr_blank_fold", "header", AMBIGUOUS, N, PNEU_READING_NONE},
    {"hdr_bad_name", "header", WARN, N, PNEU_READING_NONE},
    {"hdr_8bit", "header", WARN, N, PNEU_READING_NONE},
    {"hdr_utf8", "header", INFO, 0, PNEU_READING_NONE},
    {"hdr_control_char", "header", WARN, N, PNEU_READING_NONE},
    {"hdr_duplicate_singleton", "header", AMBIGUOUS, N, PNEU_READING_DUPLICATE_FIELD},
    {"hdr_missing_required", "header", INFO, N | I, PNEU_READING_NONE},
    {"hdr_value_malformed", "header", INFO, N | I, PNEU_READING_NONE},
    {"addr_syntax", "address", WARN, N, PNEU_READING_NONE},
    {"addr_unbalanced", "address", WARN, N, PNEU_READING_NONE},
    {"addr_list_syntax", "address", WARN, N, PNEU_READING_NONE},
    {"addr_obsolete", "address", INFO, N, PNEU_READING_NONE},
    {"addr_two_angles", "address", ATTACK, N, PNEU_READING_NONE},
    {"addr_multiple_at", "address", ATTACK, N, PNEU_READING_NONE},
    {"addr_multi_from", "address", AMBIGUOUS, I, PNEU_READING_NONE},
    {"addr_name_is_address", "address", AMBIGUOUS, 0, PNEU_READING_NONE},
    {"addr_ew_in_spec", "address", ATTACK, N, PNEU_READING_NONE},
    {"addr_ew_specials", "address", AMBIGUOUS, 0, PNEU_READING_NONE},
    {"addr_comment_glue", "address", AMBIGUOUS, N, PNEU_READING_NONE},
    {"addr_quoted_local", "address", WARN, 0, PNEU_READING_NONE},
    {"date_syntax", "date", WARN, N | I, PNEU_READING_NONE},
    {"date_zone", "date", INFO, N, PNEU_READING_NONE},
    {"date_inconsistent", "date", INFO, N, PNEU_READING_NONE},
    {"param_syntax", "param", WARN, N, PNEU_READING_NONE},
    {"param_invalid_name", "param", AMBIGUOUS, N, PNEU_READING_NONE},
    {"param_duplicate", "param", AMBIGUOUS, N, PNEU_READING_NONE},
    {"param_unquoted_special", "param", WARN, N, PNEU_READING_NONE},
    {"param_unterminated_quote", "param", AMBIGUOUS, N, PNEU_READING_NONE},
    {"param_missing_semicolon", "param", AMBIGUOUS, N, PNEU_READING_MISSING_SEMICOLON},
    {"param_comment", "param", AMBIGUOUS, 0, PNEU_READING_PARAMETER_COMMENT},
    {"param_encoded_word", "param", WARN, N, PNEU_READING_ENCODED_BOUNDARY},
    {"param_2231_sections", "param", AMBIGUOUS, N, PNEU_READING_NONE},
    {"param_2231_conflict", "param", AMBIGUOUS, N, PNEU_READING_ENCODED_BOUNDARY},
    {"param_2231_boundary", "param", AMBIGUOUS, 0, PNEU_READING_ENCODED_BOUNDARY},
    {"param_name_conflict", "param", AMBIGUOUS, N, PNEU_READING_NONE},
    {"ew_syntax", "encoded-word", INFO, N, PNEU_READING_NONE},
    {"ew_split_multibyte", "encoded-word", INFO, N, PNEU_READING_NONE},
    {"ew_in_quoted_string", "encoded-word", WARN, N, PNEU_READING_NONE},
    {"ew_control", "encoded-word", ATTACK, N | L, PNEU_READING_NONE},
    {"mime_version_missing", "mime-structure", INFO, N, PNEU_READING_NONE},
    {"mime_type_invalid", "mime-structure", AMBIGUOUS, N, PNEU_READING_TYPE},
    {"mime_boundary_missing", "mime-structure", AMBIGUOUS, N, PNEU_READING_BOUNDARY},
    {"mime_boundary_not_found", "mime-structure", AMBIGUOUS, N, PNEU_READING_BOUNDARY},
    {"mime_boundary_syntax", "mime-structure", WARN, N, PNEU_READING_NONE},
    {"mime_boundary_prefix", "mime-structure", AMBIGUOUS, N, PNEU_READING_BOUNDARY_MATCH},
    {"mime_boundary_collision", "mime-structure", AMBIGUOUS, N, PNEU_READING_NESTED_BOUNDARY},
    {"mime_boundary_in_header", "mime-structure", AMBIGUOUS, N, PNEU_READING_NONE},
    {"mime_close_missing", "mime-structure", WARN, N, PNEU_READING_NONE},
    {"mime_gap_text", "mime-structure", INFO, 0, PNEU_READING_NONE},
    {"mime_empty_multipart", "mime-structure", WARN, N, PNEU_READING_CLOSED_MULTIPART},
    {"mime_indirect", "mime-structure", ATTACK, 0, PNEU_READING_NONE},
    {"cte_unknown", "cte", WARN, N, PNEU_READING_ENCODING_TOKEN},
    {"cte_token_junk", "cte", AMBIGUOUS, N, PNEU_READING_ENCODING_TOKEN},
    {"cte_on_composite", "cte", AMBIGUOUS, N, PNEU_READING_ENCODED_COMPOSITE},
    {"cte_legacy", "cte", WARN, N, PNEU_READING_NONE},
    {"cte_8bit_in_7bit", "cte", WARN, N, PNEU_READING_NONE},
    {"cte_b64_junk", "cte", WARN, N, PNEU_READING_NONE},
    {"cte_b64_early_pad", "cte", AMBIGUOUS, N, PNEU_READING_BASE64_PADDING},
    {"cte_b64_tail", "cte", WARN, N | L, PNEU_READING_NONE},
    {"cte_qp_nonconforming", "cte", WARN, N, PNEU_READING_NONE},
    {"charset_unknown", "charset", WARN, N | I, PNEU_READING_NONE},
    {"charset_invalid_bytes", "charset", WARN, N | L | I, PNEU_READING_NONE},
    {"charset_missing_8bit", "charset", WARN, N, PNEU_READING_NONE},
    {"charset_dangerous", "charset", ATTACK, 0, PNEU_READING_NONE},
    {"sec_dup_from", "security-ambiguity", ATTACK, N, PNEU_READING_NONE},
    {"sec_dup_content_type", "security-ambiguity", ATTACK, N, PNEU_READING_DUPLICATE_FIELD},
    {"sec_dup_cte", "security-ambiguity", ATTACK, N, PNEU_READING_DUPLICATE_FIELD},
    {"sec_dup_boundary", "security-ambiguity", ATTACK, N, PNEU_READING_BOUNDARY},
    {"sec_hidden_header", "security-ambiguity", ATTACK, N, PNEU_READING_BARE_CR},
    {"sec_part_in_gap", "security-ambiguity", ATTACK, N, PNEU_READING_GAP},
    {"sec_crypto_shape", "security-ambiguity", AMBIGUOUS, I, PNEU_READING_NONE},
    {"sec_invisible_char", "security-ambiguity", ATTACK, N, PNEU_READING_NONE},
    {"sec_filename_unsafe", "security-ambiguity", ATTACK, N, PNEU_READING_NONE},
    {"limit_message_size", "limits", ATTACK, 0, PNEU_READING_NONE},
    {"limit_header_size", "limits", ATTACK, 0, PNEU_READING_NONE},
    {"limit_header_count", "limits", ATTACK, 0, PNEU_READING_NONE},
    {"limit_tokens", "limits", WARN, 0, PNEU_READING_NONE},
    {"limit_nesting", "limits", ATTACK, 0, PNEU_READING_NONE},
    {"limit_parts", "limits", ATTACK, 0, PNEU_READING_NONE},
    {"limit_output", "limits", WARN, 0, PNEU_READING_NONE},
};

static const char *const details[PNEU_DETAIL_COUNT] = {
    "",
    "sec_hidden_header_cr",
    "line_missing_final_eol",
    "line_bom",
    "line_mbox_from",
    "line_cr_run",
    "hdr_first_line_continuation",
    "hdr_double_colon",
    "hdr_empty_name",
    "hdr_bad_name_char",
    "hdr_missing_from",
    "hdr_missing_date",
    "msg_empty",
    "hdr_msgid_malformed",
    "hdr_received_malformed",
    "sec_foldable_header_text",
    "addr_route",
    "addr_excess_angle",
    "addr_unbalanced_angle",
    "addr_unbalanced_quote",
    "addr_missing_domain",
    "addr_group_unterminated",
    "addr_group_nested",
    "addr_group_in_from",
    "ew_nul",
    "addr_semicolon_list",
    "addr_unbalanced_paren",
    "sec_bidi_control",
    "date_range",
    "date_weekday_mismatch",
    "date_two_digit_year",
    "date_zone_obsolete",
    "date_zone_missing",
    "param_2231_plain_conflict",
    "mime_boundary_bad_char",
    "param_space_around_eq",
    "param_2231_gap",
    "param_2231_order",
    "sec_filename_path",
    "sec_filename_reserved",
    "param_bad_escape",
    "sec_dup_disposition",
    "param_2231_odd_charset",
    "param_empty_value",
    "ew_unknown_charset",
    "ew_bad_q",
    "ew_too_long",
    "ew_no_space",
    "ew_nested",
    "mime_boundary_empty",
    "mime_boundary_too_long",
    "mime_delimiter_padding",
    "mime_boundary_reused",
    "mime_boundary_nested_prefix",
    "mime_parts_after_close",
    "mime_epilogue_content",
    "mime_message_partial",
    "mime_external_body",
    "mime_signed_shape",
    "sec_encrypted_mixed",
    "cte_comment",
    "cte_b64_truncated",
    "cte_b64_nonzero_bits",
    "cte_qp_bad_escape",
    "cte_qp_lowercase",
    "cte_qp_trailing_ws",
    "cte_uu_in_text",
    "charset_utf7",
    "charset_utf16",
    "charset_unterminated_escape",
    "limit_params",
    "limit_addresses",
    "limit_received",
    "line_quoted_mbox_from",
    "line_blank_first",
    "cte_qp_soft_break_at_end",
    "cte_qp_line_too_long",
    "cte_qp_raw_byte",
    "cte_uu_malformed",
    "param_2231_repeat",
    "param_2231_bad_section",
    "param_text_after_quote",
    "mime_boundary_trailing_space",
    "mime_delimiter_too_long",
    "limit_decoded_depth",
    "limit_message_parts",
    "addr_name_same_domain",
    "addr_name_own_address",
    "addr_space_around_at",
    "date_zone_far",
    "addr_dot_in_name",
    "ew_line_too_long",
    "cte_b64_line_too_long",
    "date_obsolete",
    "param_trailing_semicolon",
    "hdr_missing_resent",
};

static int is_code(int32_t code)
{
    return code > PNEU_DEFECT_NONE && code < PNEU_DEFECT_COUNT;
}

const char *pneu_defect_name(int32_t code)
{
    return is_code(code) ? codes[code].name : "unknown";
}

int32_t pneu_defect_by_name(pneu_str name)
{
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        if (pneu_i_str_equal(name, pneu_i_str(codes[code].name)))
            return code;
    return PNEU_DEFECT_NONE;
}

const char *pneu_defect_group(int32_t code)
{
    return is_code(code) ? codes[code].group : "";
}

int32_t pneu_defect_severity(int32_t code)
{
    return is_code(code) ? codes[code].severity : 0;
}

int32_t pneu_defect_marks(int32_t code)
{
    return is_code(code) ? codes[code].marks : 0;
}

/* Details that differ from their code in what the RFCs say of them. */
static uint8_t marks_of(int32_t code, int32_t detail)
{
    switch (detail) {
    case PNEU_DETAIL_CTE_COMMENT:          /* RFC 2045 section 1: comments may stand in all fields of MIME */
    case PNEU_DETAIL_ADDR_SPACE_AROUND_AT: /* RFC 5322 section 3.4.1: it only should not be there */
    case PNEU_DETAIL_DATE_ZONE_FAR:        /* RFC 5322 section 3.3: up to 99 hours and 59 minutes */
        return codes[code].marks & (uint8_t)~N;
    default: /* RFC 5322 section 3.6.2: there must be a Sender */
        return code == PNEU_DEFECT_ADDR_MULTI_FROM ? codes[code].marks | N : codes[code].marks;
    }
}

void pneu_i_defect_weigh(pneu_defect *find)
{
    find->severity = codes[find->code].severity;
    find->marks = marks_of(find->code, find->detail);
    find->reading = codes[find->code].reading;
}

uint16_t pneu_i_defect_reading(int32_t code)
{
    return is_code(code) ? codes[code].reading : (uint16_t)PNEU_READING_NONE;
}

const char *pneu_detail_name(int32_t detail)
{
    return detail >= 0 && detail < PNEU_DETAIL_COUNT ? details[detail] : "";
}

const char *pneu_severity_name(int32_t severity)
{
    static const char *const names[] = {"info", "warn", "ambiguous", "attack"};
    return severity >= 0 && severity <= PNEU_SEVERITY_ATTACK ? names[severity] : "unknown";
}

int32_t pneu_severity_by_name(pneu_str name)
{
    int32_t severity = PNEU_SEVERITY_ATTACK;
    while (severity >= 0 && !pneu_i_str_equal(name, pneu_i_str(pneu_severity_name(severity))))
        severity--;
    return severity;
}

int32_t pneu_defect_set_has(const pneu_defect_set *set, int32_t code)
{
    return is_code(code) && (set->bits[code / 64] >> (code % 64) & 1) != 0;
}
