/*
 * pneu/field.h: header fields: where one stands, and which of the known names it has (RFC 5322 section 2.2).
 */
#ifndef PNEU_FIELD_H
#define PNEU_FIELD_H

#include <pneu/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One field, relative to the slice it was given with. Given in arrays: this struct never changes. */
typedef struct pneu_field_span {
    uint32_t name;        /* first byte of the name, and of the field */
    uint32_t value;       /* first byte after the colon */
    uint32_t end;         /* first byte after the field, its line end included */
    uint16_t name_length; /* bytes of the name; blanks before the colon do not count */
    uint16_t id;          /* PNEU_FIELD_..., PNEU_FIELD_OTHER for a name not listed there */
} pneu_field_span;

/* The known names. Only ever appended to. */
enum {
    PNEU_FIELD_OTHER = 0,
    PNEU_FIELD_FROM = 1,
    PNEU_FIELD_SENDER = 2,
    PNEU_FIELD_REPLY_TO = 3,
    PNEU_FIELD_TO = 4,
    PNEU_FIELD_CC = 5,
    PNEU_FIELD_BCC = 6,
    PNEU_FIELD_DATE = 7,
    PNEU_FIELD_SUBJECT = 8,
    PNEU_FIELD_MESSAGE_ID = 9,
    PNEU_FIELD_IN_REPLY_TO = 10,
    PNEU_FIELD_REFERENCES = 11,
    PNEU_FIELD_COMMENTS = 12,
    PNEU_FIELD_KEYWORDS = 13,
    PNEU_FIELD_RECEIVED = 14,
    PNEU_FIELD_RETURN_PATH = 15,
    PNEU_FIELD_DELIVERED_TO = 16,
    PNEU_FIELD_RESENT_FROM = 17,
    PNEU_FIELD_RESENT_SENDER = 18,
    PNEU_FIELD_RESENT_TO = 19,
    PNEU_FIELD_RESENT_CC = 20,
    PNEU_FIELD_RESENT_BCC = 21,
    PNEU_FIELD_RESENT_DATE = 22,
    PNEU_FIELD_RESENT_MESSAGE_ID = 23,
    PNEU_FIELD_RESENT_REPLY_TO = 24,
    PNEU_FIELD_MIME_VERSION = 25,
    PNEU_FIELD_CONTENT_TYPE = 26,
    PNEU_FIELD_CONTENT_TRANSFER_ENCODING = 27,
    PNEU_FIELD_CONTENT_DISPOSITION = 28,
    PNEU_FIELD_CONTENT_ID = 29,
    PNEU_FIELD_CONTENT_DESCRIPTION = 30,
    PNEU_FIELD_CONTENT_LOCATION = 31,
    PNEU_FIELD_CONTENT_LANGUAGE = 32,
    PNEU_FIELD_CONTENT_MD5 = 33,
    PNEU_FIELD_CONTENT_BASE = 34,
    PNEU_FIELD_CONTENT_DURATION = 35,
    PNEU_FIELD_CONTENT_FEATURES = 36,
    PNEU_FIELD_DKIM_SIGNATURE = 37,
    PNEU_FIELD_AUTHENTICATION_RESULTS = 38,
    PNEU_FIELD_RECEIVED_SPF = 39,
    PNEU_FIELD_ARC_SEAL = 40,
    PNEU_FIELD_ARC_MESSAGE_SIGNATURE = 41,
    PNEU_FIELD_ARC_AUTHENTICATION_RESULTS = 42,
    PNEU_FIELD_LIST_ID = 43,
    PNEU_FIELD_LIST_HELP = 44,
    PNEU_FIELD_LIST_UNSUBSCRIBE = 45,
    PNEU_FIELD_LIST_SUBSCRIBE = 46,
    PNEU_FIELD_LIST_POST = 47,
    PNEU_FIELD_LIST_OWNER = 48,
    PNEU_FIELD_LIST_ARCHIVE = 49,
    PNEU_FIELD_LIST_UNSUBSCRIBE_POST = 50,
    PNEU_FIELD_AUTO_SUBMITTED = 51,
    PNEU_FIELD_PRECEDENCE = 52,
    PNEU_FIELD_IMPORTANCE = 53,
    PNEU_FIELD_PRIORITY = 54,
    PNEU_FIELD_X_PRIORITY = 55,
    PNEU_FIELD_DISPOSITION_NOTIFICATION_TO = 56,
    PNEU_FIELD_ORIGINAL_MESSAGE_ID = 57,
    PNEU_FIELD_MAIL_FOLLOWUP_TO = 58,
    PNEU_FIELD_MAIL_REPLY_TO = 59,
    PNEU_FIELD_ORGANIZATION = 60,
    PNEU_FIELD_USER_AGENT = 61,
    PNEU_FIELD_X_MAILER = 62,
    PNEU_FIELD_THREAD_TOPIC = 63,
    PNEU_FIELD_THREAD_INDEX = 64,
    PNEU_FIELD_ERRORS_TO = 65,
    PNEU_FIELD_NEWSGROUPS = 66,
    PNEU_FIELD_FOLLOWUP_TO = 67,
    PNEU_FIELD_LINES = 68,
    PNEU_FIELD_STATUS = 69,
    PNEU_FIELD_X_STATUS = 70,
    PNEU_FIELD_CONTENT_LENGTH = 71,
    PNEU_FIELD_ENVELOPE_TO = 72,
    PNEU_FIELD_X_ORIGINAL_TO = 73,
    PNEU_FIELD_AUTOCRYPT = 74,
    PNEU_FIELD_REQUIRE_RECIPIENT_VALID_SINCE = 75
};

#define PNEU_FIELD_COUNT 76

/* A field by its name and value, for functions over several fields. Given in arrays: this struct never changes. */
typedef struct pneu_field_value {
    pneu_str name;
    pneu_str value; /* what stands after the colon */
} pneu_field_value;

/* The id of a name, whatever its case, or PNEU_FIELD_OTHER. */
PNEU_API int32_t pneu_field_id(pneu_str name);

/* The name as usually written, for instance "Message-ID"; "" for PNEU_FIELD_OTHER and unknown values. Static text. */
PNEU_API const char *pneu_field_name(int32_t id);

/* What the values of a field are, and so which function reads them. */
enum {
    PNEU_FIELD_KIND_TEXT = 0,      /* unstructured: pneu_decode_text; also every name that is not known */
    PNEU_FIELD_KIND_ADDRESSES = 1, /* pneu_address_list_parse */
    PNEU_FIELD_KIND_DATE = 2,      /* pneu_date_parse */
    PNEU_FIELD_KIND_IDS = 3,       /* message-ids: pneu_msgid_list_parse */
    PNEU_FIELD_KIND_MIME = 4,      /* Content-Type and Content-Disposition */
    PNEU_FIELD_KIND_TRACE = 5,     /* Received */
    PNEU_FIELD_KIND_OTHER = 6      /* tokens, numbers, tags, URLs: structured, each in its own way */
};

/* The kind of a PNEU_FIELD_... id. */
PNEU_API int32_t pneu_field_kind(int32_t id);

/* ---- How often a field may stand ------------------------------------------------------------------------------- */

/* RFC 5322 section 3.6, RFC 2045 section 3. */
enum {
    PNEU_OCCURS_ANY = 0,     /* any number of times: trace fields, Comments, Keywords, names that are not known ... */
    PNEU_OCCURS_AT_MOST = 1, /* at most once */
    PNEU_OCCURS_ONCE = 2,    /* exactly once: From, Date */
    PNEU_OCCURS_IN_BLOCK = 3 /* Resent fields: at most once in each block; Resent-From and Resent-Date exactly once */
};

/* How often a field with this id may stand in the header of a message. */
PNEU_API int32_t pneu_field_occurrence(int32_t id);

enum {
    PNEU_COUNT_MISSING = 1, /* the field must be there */
    PNEU_COUNT_REPEATED = 2 /* the field is there too often */
};

/* One fault of a header. Given in arrays: this struct never changes. */
typedef struct pneu_count_fault {
    int32_t kind; /* PNEU_COUNT_... */
    int32_t id;   /* the field's */
    size_t index; /* REPEATED: the second field of this id; MISSING: of a Resent block its first field, else the number
                   * of fields */
    size_t count; /* how many there are */
} pneu_count_fault;

/*
 * Says of the header of a message which fields are missing and which stand too often: From and Date; Sender where From
 * has several mailboxes (RFC 5322 section 3.6.2); the same with Resent-Date, Resent-From and Resent-Sender in each
 * Resent block (section 3.6.6; a second Resent field of a name begins a new block, so none is ever repeated). In the
 * order of RFC 5322 section 3.6, then blocks as they stand. In the arena. PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_field_counts_check(pneu_arena *arena, const pneu_field_value *fields, size_t field_count,
                                             const pneu_count_fault **out, size_t *out_count);

/* What the values of a repeated field are together (RFC 7103 sections 7.5.1 and 7.5.3). */
enum {
    PNEU_MERGE_FIRST = 0, /* the first stands for all */
    PNEU_MERGE_LIST = 1,  /* addresses and Keywords: joined by ", " */
    PNEU_MERGE_TEXT = 2   /* Subject, Comments and Content-Description: joined by a space */
};

/* How the values of the field with this id are merged. */
PNEU_API int32_t pneu_field_merging(int32_t id);

/*
 * One value for the `count` values of a field that is repeated, in the order of the header: again a raw value, but
 * unfolded, without white space around it and with a space for each other CR, LF or NUL. Values that are empty or equal
 * to one of the 16 before are left out. Only to show or to search a message: programs differ on which of the fields
 * counts, so what is decided must not hang on one reading.
 * PNEU_ERR_SYNTAX: a value of a list that is to be followed by another has a quoted string or comment that is not
 * closed, and would swallow it: read them one by one. PNEU_ERR_NOT_FOUND for a count of 0. PNEU_ERR_MEMORY;
 * PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_field_merge(pneu_arena *arena, int32_t id, const pneu_str *values, size_t count,
                                      pneu_str *out);

#ifdef __cplusplus
}
#endif

#endif
