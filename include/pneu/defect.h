/*
 * pneu/defect.h: what can be wrong with a message. Input never fails: trouble becomes a defect, which says what was
 * seen, where, and how grave it is. docs/defects.md has each code with its trigger, what others do, and an example.
 */
#ifndef PNEU_DEFECT_H
#define PNEU_DEFECT_H

#include <pneu/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How grave a defect is. From PNEU_SEVERITY_AMBIGUOUS on, strict policies refuse the message. */
enum {
    PNEU_SEVERITY_INFO = 0,      /* harmless; deployed programs agree on it */
    PNEU_SEVERITY_WARN = 1,      /* wrong, but read alike by nearly all programs */
    PNEU_SEVERITY_AMBIGUOUS = 2, /* mainstream parsers read it differently */
    PNEU_SEVERITY_ATTACK = 3     /* no honest sender does it: spoofing or denial of service */
};

/* Marks of a defect: any set of these bits. */
enum {
    PNEU_MARK_NONCONFORMING = 1, /* outside RFC 5322 (without obsolete forms), 2045-2047, 2049, 2231 or 6532 */
    PNEU_MARK_LOSSY = 2,         /* the decoded form has less than the bytes */
    PNEU_MARK_INHERENT = 4       /* no rewriting can mend it */
};

/* The codes. Only ever appended to. */
enum {
    PNEU_DEFECT_NONE = 0,
    /* line */
    PNEU_DEFECT_LINE_LF_ENDINGS = 1,
    PNEU_DEFECT_LINE_BARE_LF = 2,
    PNEU_DEFECT_LINE_BARE_CR = 3,
    PNEU_DEFECT_LINE_NUL = 4,
    PNEU_DEFECT_LINE_TOO_LONG = 5,
    PNEU_DEFECT_LINE_TRUNCATED_EOF = 6,
    PNEU_DEFECT_LINE_EOD_LOOKALIKE = 7,
    PNEU_DEFECT_LINE_JUNK_BEFORE_HEADER = 8,

    /* header */
    PNEU_DEFECT_HDR_MISSING_COLON = 9,
    PNEU_DEFECT_HDR_NO_SEPARATOR = 10,
    PNEU_DEFECT_HDR_SPACE_BEFORE_COLON = 11,
    PNEU_DEFECT_HDR_FOLD_IN_NAME = 12,
    PNEU_DEFECT_HDR_BLANK_FOLD = 13,
    PNEU_DEFECT_HDR_BAD_NAME = 14,
    PNEU_DEFECT_HDR_8BIT = 15,
    PNEU_DEFECT_HDR_UTF8 = 16,
    PNEU_DEFECT_HDR_CONTROL_CHAR = 17,
    PNEU_DEFECT_HDR_DUPLICATE_SINGLETON = 18,
    PNEU_DEFECT_HDR_MISSING_REQUIRED = 19,
    PNEU_DEFECT_HDR_VALUE_MALFORMED = 20,

    /* address */
    PNEU_DEFECT_ADDR_SYNTAX = 21,
    PNEU_DEFECT_ADDR_UNBALANCED = 22,
    PNEU_DEFECT_ADDR_LIST_SYNTAX = 23,
    PNEU_DEFECT_ADDR_OBSOLETE = 24,
    PNEU_DEFECT_ADDR_TWO_ANGLES = 25,
    PNEU_DEFECT_ADDR_MULTIPLE_AT = 26,
    PNEU_DEFECT_ADDR_MULTI_FROM = 27,
    PNEU_DEFECT_ADDR_NAME_IS_ADDRESS = 28,
    PNEU_DEFECT_ADDR_EW_IN_SPEC = 29,
    PNEU_DEFECT_ADDR_EW_SPECIALS = 30,
    PNEU_DEFECT_ADDR_COMMENT_GLUE = 31,
    PNEU_DEFECT_ADDR_QUOTED_LOCAL = 32,

    /* date */
    PNEU_DEFECT_DATE_SYNTAX = 33,
    PNEU_DEFECT_DATE_ZONE = 34,
    PNEU_DEFECT_DATE_INCONSISTENT = 35,

    /* param */
    PNEU_DEFECT_PARAM_SYNTAX = 36,
    PNEU_DEFECT_PARAM_INVALID_NAME = 37,
    PNEU_DEFECT_PARAM_DUPLICATE = 38,
    PNEU_DEFECT_PARAM_UNQUOTED_SPECIAL = 39,
    PNEU_DEFECT_PARAM_UNTERMINATED_QUOTE = 40,
    PNEU_DEFECT_PARAM_MISSING_SEMICOLON = 41,
    PNEU_DEFECT_PARAM_COMMENT = 42,
    PNEU_DEFECT_PARAM_ENCODED_WORD = 43,
    PNEU_DEFECT_PARAM_2231_SECTIONS = 44,
    PNEU_DEFECT_PARAM_2231_CONFLICT = 45,
    PNEU_DEFECT_PARAM_2231_BOUNDARY = 46,
    PNEU_DEFECT_PARAM_NAME_CONFLICT = 47,

    /* encoded-word */
    PNEU_DEFECT_EW_SYNTAX = 48,
    PNEU_DEFECT_EW_SPLIT_MULTIBYTE = 49,
    PNEU_DEFECT_EW_IN_QUOTED_STRING = 50,
    PNEU_DEFECT_EW_CONTROL = 51,

    /* mime-structure */
    PNEU_DEFECT_MIME_VERSION_MISSING = 52,
    PNEU_DEFECT_MIME_TYPE_INVALID = 53,
    PNEU_DEFECT_MIME_BOUNDARY_MISSING = 54,
    PNEU_DEFECT_MIME_BOUNDARY_NOT_FOUND = 55,
    PNEU_DEFECT_MIME_BOUNDARY_SYNTAX = 56,
    PNEU_DEFECT_MIME_BOUNDARY_PREFIX = 57,
    PNEU_DEFECT_MIME_BOUNDARY_COLLISION = 58,
    PNEU_DEFECT_MIME_BOUNDARY_IN_HEADER = 59,
    PNEU_DEFECT_MIME_CLOSE_MISSING = 60,
    PNEU_DEFECT_MIME_GAP_TEXT = 61,
    PNEU_DEFECT_MIME_EMPTY_MULTIPART = 62,
    PNEU_DEFECT_MIME_INDIRECT = 63,

    /* cte */
    PNEU_DEFECT_CTE_UNKNOWN = 64,
    PNEU_DEFECT_CTE_TOKEN_JUNK = 65,
    PNEU_DEFECT_CTE_ON_COMPOSITE = 66,
    PNEU_DEFECT_CTE_LEGACY = 67,
    PNEU_DEFECT_CTE_8BIT_IN_7BIT = 68,
    PNEU_DEFECT_CTE_B64_JUNK = 69,
    PNEU_DEFECT_CTE_B64_EARLY_PAD = 70,
    PNEU_DEFECT_CTE_B64_TAIL = 71,
    PNEU_DEFECT_CTE_QP_NONCONFORMING = 72,

    /* charset */
    PNEU_DEFECT_CHARSET_UNKNOWN = 73,
    PNEU_DEFECT_CHARSET_INVALID_BYTES = 74,
    PNEU_DEFECT_CHARSET_MISSING_8BIT = 75,
    PNEU_DEFECT_CHARSET_DANGEROUS = 76,

    /* security-ambiguity */
    PNEU_DEFECT_SEC_DUP_FROM = 77,
    PNEU_DEFECT_SEC_DUP_CONTENT_TYPE = 78,
    PNEU_DEFECT_SEC_DUP_CTE = 79,
    PNEU_DEFECT_SEC_DUP_BOUNDARY = 80,
    PNEU_DEFECT_SEC_HIDDEN_HEADER = 81,
    PNEU_DEFECT_SEC_PART_IN_GAP = 82,
    PNEU_DEFECT_SEC_CRYPTO_SHAPE = 83,
    PNEU_DEFECT_SEC_INVISIBLE_CHAR = 84,
    PNEU_DEFECT_SEC_FILENAME_UNSAFE = 85,

    /* limits */
    PNEU_DEFECT_LIMIT_MESSAGE_SIZE = 86,
    PNEU_DEFECT_LIMIT_HEADER_SIZE = 87,
    PNEU_DEFECT_LIMIT_HEADER_COUNT = 88,
    PNEU_DEFECT_LIMIT_TOKENS = 89,
    PNEU_DEFECT_LIMIT_NESTING = 90,
    PNEU_DEFECT_LIMIT_PARTS = 91,
    PNEU_DEFECT_LIMIT_OUTPUT = 92
};

#define PNEU_DEFECT_COUNT 93

/* Finer names within a code, for display; 0 where the code says it all. Only ever appended to. */
enum {
    PNEU_DETAIL_NONE = 0,
    PNEU_DETAIL_SEC_HIDDEN_HEADER_CR = 1,
    PNEU_DETAIL_LINE_MISSING_FINAL_EOL = 2,
    PNEU_DETAIL_LINE_BOM = 3,
    PNEU_DETAIL_LINE_MBOX_FROM = 4,
    PNEU_DETAIL_LINE_CR_RUN = 5,
    PNEU_DETAIL_HDR_FIRST_LINE_CONTINUATION = 6,
    PNEU_DETAIL_HDR_DOUBLE_COLON = 7,
    PNEU_DETAIL_HDR_EMPTY_NAME = 8,
    PNEU_DETAIL_HDR_BAD_NAME_CHAR = 9,
    PNEU_DETAIL_HDR_MISSING_FROM = 10,
    PNEU_DETAIL_HDR_MISSING_DATE = 11,
    PNEU_DETAIL_MSG_EMPTY = 12,
    PNEU_DETAIL_HDR_MSGID_MALFORMED = 13,
    PNEU_DETAIL_HDR_RECEIVED_MALFORMED = 14,
    PNEU_DETAIL_SEC_FOLDABLE_HEADER_TEXT = 15,
    PNEU_DETAIL_ADDR_ROUTE = 16,
    PNEU_DETAIL_ADDR_EXCESS_ANGLE = 17,
    PNEU_DETAIL_ADDR_UNBALANCED_ANGLE = 18,
    PNEU_DETAIL_ADDR_UNBALANCED_QUOTE = 19,
    PNEU_DETAIL_ADDR_MISSING_DOMAIN = 20,
    PNEU_DETAIL_ADDR_GROUP_UNTERMINATED = 21,
    PNEU_DETAIL_ADDR_GROUP_NESTED = 22,
    PNEU_DETAIL_ADDR_GROUP_IN_FROM = 23,
    PNEU_DETAIL_EW_NUL = 24,
    PNEU_DETAIL_ADDR_SEMICOLON_LIST = 25,
    PNEU_DETAIL_ADDR_UNBALANCED_PAREN = 26,
    PNEU_DETAIL_SEC_BIDI_CONTROL = 27,
    PNEU_DETAIL_DATE_RANGE = 28,
    PNEU_DETAIL_DATE_WEEKDAY_MISMATCH = 29,
    PNEU_DETAIL_DATE_TWO_DIGIT_YEAR = 30,
    PNEU_DETAIL_DATE_ZONE_OBSOLETE = 31,
    PNEU_DETAIL_DATE_ZONE_MISSING = 32,
    PNEU_DETAIL_PARAM_2231_PLAIN_CONFLICT = 33,
    PNEU_DETAIL_MIME_BOUNDARY_BAD_CHAR = 34,
    PNEU_DETAIL_PARAM_SPACE_AROUND_EQ = 35,
    PNEU_DETAIL_PARAM_2231_GAP = 36,
    PNEU_DETAIL_PARAM_2231_ORDER = 37,
    PNEU_DETAIL_SEC_FILENAME_PATH = 38,
    PNEU_DETAIL_SEC_FILENAME_RESERVED = 39,
    PNEU_DETAIL_PARAM_BAD_ESCAPE = 40,
    PNEU_DETAIL_SEC_DUP_DISPOSITION = 41,
    PNEU_DETAIL_PARAM_2231_ODD_CHARSET = 42,
    PNEU_DETAIL_PARAM_EMPTY_VALUE = 43,
    PNEU_DETAIL_EW_UNKNOWN_CHARSET = 44,
    PNEU_DETAIL_EW_BAD_Q = 45,
    PNEU_DETAIL_EW_TOO_LONG = 46,
    PNEU_DETAIL_EW_NO_SPACE = 47,
    PNEU_DETAIL_EW_NESTED = 48,
    PNEU_DETAIL_MIME_BOUNDARY_EMPTY = 49,
    PNEU_DETAIL_MIME_BOUNDARY_TOO_LONG = 50,
    PNEU_DETAIL_MIME_DELIMITER_PADDING = 51,
    PNEU_DETAIL_MIME_BOUNDARY_REUSED = 52,
    PNEU_DETAIL_MIME_BOUNDARY_NESTED_PREFIX = 53,
    PNEU_DETAIL_MIME_PARTS_AFTER_CLOSE = 54,
    PNEU_DETAIL_MIME_EPILOGUE_CONTENT = 55,
    PNEU_DETAIL_MIME_MESSAGE_PARTIAL = 56,
    PNEU_DETAIL_MIME_EXTERNAL_BODY = 57,
    PNEU_DETAIL_MIME_SIGNED_SHAPE = 58,
    PNEU_DETAIL_SEC_ENCRYPTED_MIXED = 59,
    PNEU_DETAIL_CTE_COMMENT = 60,
    PNEU_DETAIL_CTE_B64_TRUNCATED = 61,
    PNEU_DETAIL_CTE_B64_NONZERO_BITS = 62,
    PNEU_DETAIL_CTE_QP_BAD_ESCAPE = 63,
    PNEU_DETAIL_CTE_QP_LOWERCASE = 64,
    PNEU_DETAIL_CTE_QP_TRAILING_WS = 65,
    PNEU_DETAIL_CTE_UU_IN_TEXT = 66,
    PNEU_DETAIL_CHARSET_UTF7 = 67,
    PNEU_DETAIL_CHARSET_UTF16 = 68,
    PNEU_DETAIL_CHARSET_UNTERMINATED_ESCAPE = 69,
    PNEU_DETAIL_LIMIT_PARAMS = 70,
    PNEU_DETAIL_LIMIT_ADDRESSES = 71,
    PNEU_DETAIL_LIMIT_RECEIVED = 72,
    PNEU_DETAIL_LINE_QUOTED_MBOX_FROM = 73,
    PNEU_DETAIL_LINE_BLANK_FIRST = 74,
    PNEU_DETAIL_CTE_QP_SOFT_BREAK_AT_END = 75,
    PNEU_DETAIL_CTE_QP_LINE_TOO_LONG = 76,
    PNEU_DETAIL_CTE_QP_RAW_BYTE = 77,
    PNEU_DETAIL_CTE_UU_MALFORMED = 78,
    PNEU_DETAIL_PARAM_2231_REPEAT = 79,
    PNEU_DETAIL_PARAM_2231_BAD_SECTION = 80,
    PNEU_DETAIL_PARAM_TEXT_AFTER_QUOTE = 81,
    PNEU_DETAIL_MIME_BOUNDARY_TRAILING_SPACE = 82,
    PNEU_DETAIL_MIME_DELIMITER_TOO_LONG = 83,
    PNEU_DETAIL_LIMIT_DECODED_DEPTH = 84,
    PNEU_DETAIL_LIMIT_MESSAGE_PARTS = 85,
    PNEU_DETAIL_ADDR_NAME_SAME_DOMAIN = 86,
    PNEU_DETAIL_ADDR_NAME_OWN_ADDRESS = 87,
    PNEU_DETAIL_ADDR_SPACE_AROUND_AT = 88,
    PNEU_DETAIL_DATE_ZONE_FAR = 89,
    PNEU_DETAIL_ADDR_DOT_IN_NAME = 90,
    PNEU_DETAIL_EW_LINE_TOO_LONG = 91,
    PNEU_DETAIL_CTE_B64_LINE_TOO_LONG = 92,
    PNEU_DETAIL_DATE_OBSOLETE = 93,
    PNEU_DETAIL_PARAM_TRAILING_SEMICOLON = 94,
    PNEU_DETAIL_HDR_MISSING_RESENT = 95
};

#define PNEU_DETAIL_COUNT 96

/* One defect. Given in arrays: this struct never changes. */
typedef struct pneu_defect {
    uint64_t offset;  /* first byte concerned, in the space */
    uint64_t length;  /* bytes concerned; 0 for "something is missing here" */
    uint32_t part;    /* index of the part, 0 for the message itself, in document order */
    uint32_t space;   /* 0: offsets in the input; else in the decoded body of an encoded message */
    uint16_t code;    /* PNEU_DEFECT_... */
    uint16_t detail;  /* PNEU_DETAIL_..., or 0 */
    uint16_t reading; /* the choice (PNEU_READING_...) that gives the other reading, or 0 */
    uint8_t severity; /* PNEU_SEVERITY_... */
    uint8_t marks;    /* PNEU_MARK_... bits */
} pneu_defect;

/* A set of codes: bit (code % 64) of bits[code / 64]. Sets are never capped, unlike records. */
typedef struct pneu_defect_set {
    uint64_t bits[2];
} pneu_defect_set;

/* 1 if the set holds the code, else 0. */
PNEU_API int32_t pneu_defect_set_has(const pneu_defect_set *set, int32_t code);

/* The code's name, for instance "line_bare_lf"; "unknown" for any other value. Static text. */
PNEU_API const char *pneu_defect_name(int32_t code);

/* The code whose name this is, or PNEU_DEFECT_NONE. */
PNEU_API int32_t pneu_defect_by_name(pneu_str name);

/* The group of a code: "line", "header", "address", "date", "param", "encoded-word", "mime-structure", "cte",
 * "charset", "security-ambiguity" or "limits"; "" for an unknown code. Static text. */
PNEU_API const char *pneu_defect_group(int32_t code);

/* The usual severity and marks of a code (a record may differ: a NUL is graver in a header than in a body); 0 for an
 * unknown code. */
PNEU_API int32_t pneu_defect_severity(int32_t code);
PNEU_API int32_t pneu_defect_marks(int32_t code);

/* The name of a detail, or "" for 0 and unknown values. Static text. */
PNEU_API const char *pneu_detail_name(int32_t detail);

/* "info", "warn", "ambiguous" or "attack"; "unknown" for any other value. Static text. */
PNEU_API const char *pneu_severity_name(int32_t severity);

/* The severity whose name this is, or -1. */
PNEU_API int32_t pneu_severity_by_name(pneu_str name);

/* ---- What is told of them ----------------------------------------------------------------------------------- */

/* What can be told of a code; docs/defects.md says the same. */
enum {
    PNEU_ABOUT_TITLE = 0,    /* what it is in a few words, for a line of a report: "more than one From" */
    PNEU_ABOUT_STANDARD = 1, /* where the RFCs speak of it: "RFC 5322 section 3.6"; "" where they do not */
    PNEU_ABOUT_TRIGGER = 2,  /* when it is found, in whole sentences, as the next two are */
    PNEU_ABOUT_OURS = 3,     /* what the primary reading makes of it: "We take the first. ..." */
    PNEU_ABOUT_OTHERS = 4,   /* what other programs make of it, which is why it matters */
    PNEU_ABOUT_EXAMPLE = 5   /* lines that show it, with \r \n \0 \xHH for such bytes; "" where none are short enough */
};

#define PNEU_ABOUT_COUNT 6

/* The text, in English and ASCII; "" for an unknown code or topic. Static text. */
PNEU_API const char *pneu_defect_about(int32_t code, int32_t topic);

/* What a detail is in a few words; "" for 0 and unknown values. Static text. */
PNEU_API const char *pneu_detail_title(int32_t detail);

/* The code that a detail refines (where there are several, the usual one), or PNEU_DEFECT_NONE. */
PNEU_API int32_t pneu_detail_code(int32_t detail);

#ifdef __cplusplus
}
#endif

#endif
