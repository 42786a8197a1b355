/*
 * pneu/report.h: reports as values: delivery status (RFC 3464), disposition notification (RFC 8098), feedback report
 * (RFC 5965), and the enhanced status codes (RFC 3463) in them. This is the body of the second part of a multipart/report
 * (RFC 6522): message/delivery-status, message/disposition-notification, message/feedback-report and their forms for
 * UTF-8 (RFC 6533).
 *
 * A parse function takes the decoded body. Results live in the arena and hold no CR, LF or NUL; text that is absent has
 * a ptr of NULL. Comments are dropped but in free text. Lenient always gives a value; what is wrong is reported to the
 * sink with offsets in the body, and the first thing that makes the report invalid is its `fault`. Strict gives
 * PNEU_ERR_SYNTAX instead. PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 * A format function gives a body with CRLF, its long lines folded, in the arena. It is read back in strict mode before it
 * is given: what would not come back the same (a required field that is missing, CR, LF, NUL, white space at the ends of
 * a text, a line too long to fold ...) is PNEU_ERR_ARGUMENT.
 *
 * Structs may be zeroed and then filled.
 */
#ifndef PNEU_REPORT_H
#define PNEU_REPORT_H

#include <pneu/date.h>
#include <pneu/field.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Enhanced status codes ------------------------------------------------------------------------------------ */

/* "5.1.1". Part of structs in arrays: this struct never changes. */
typedef struct pneu_status_code {
    uint16_t code_class; /* 2, 4 or 5; 0: there is no code */
    uint16_t subject;    /* 0 to 999 */
    uint16_t detail;     /* 0 to 999 */
    uint16_t reserved;   /* 0 */
} pneu_status_code;

/* Reads a code that stands alone (RFC 3463 section 2): no leading zeros, nothing before or after it.
 * PNEU_ERR_SYNTAX; PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_status_code_parse(pneu_str text, pneu_status_code *out);

/* Writes it, in the arena. PNEU_ERR_ARGUMENT for numbers out of range. PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_status_code_format(pneu_arena *arena, pneu_status_code code, pneu_str *out);

/* ---- What reports are made of --------------------------------------------------------------------------------- */

/* "rfc822; user@example.com", "dns; mail.example.com", "smtp; 550 no such user". Never changes. */
typedef struct pneu_typed_text {
    pneu_str type; /* lower case; "" where it is missing (lenient) */
    pneu_str text;
} pneu_typed_text;

/* A date, as in the field Date (RFC 5322 section 3.3). It is written as `text`, or else made of `date`; where both are
 * set they must say the same. Part of structs in arrays: this struct never changes. */
typedef struct pneu_report_date {
    pneu_str text;    /* as it stands */
    pneu_date date;   /* read leniently */
    int32_t has_date; /* 0 where it cannot be read, or is absent */
    int32_t reserved; /* 0 */
} pneu_report_date;

typedef struct pneu_text_list {
    const pneu_str *texts;
    size_t count;
} pneu_text_list;

/* Fields that the report's RFC does not know, in order. */
typedef struct pneu_extension_list {
    const pneu_field_value *fields;
    size_t count;
} pneu_extension_list;

/* Why a report is invalid. Only ever appended to. */
enum {
    PNEU_REPORT_VALID = 0,
    PNEU_REPORT_MISSING = 1,   /* the field must be there */
    PNEU_REPORT_REPEATED = 2,  /* the field must not come twice; the first one is the value */
    PNEU_REPORT_BAD_VALUE = 3, /* the field's value cannot be read */
    PNEU_REPORT_CONFLICT = 4,  /* the field excludes the one in `other` */
    PNEU_REPORT_BAD_LINE = 5   /* a line that is no field, or fields after the end */
};

/* The first fault. Field names are static text, or "". */
typedef struct pneu_report_fault {
    int32_t kind;     /* PNEU_REPORT_... */
    int32_t reserved; /* 0 */
    pneu_str field;
    pneu_str other;
} pneu_report_fault;

/* ---- Delivery status ------------------------------------------------------------------------------------------ */

/* What became of one recipient (RFC 3464 section 2.3). Given in arrays: this struct never changes. */
typedef struct pneu_delivery_recipient {
    pneu_typed_text original_recipient; /* xtext that is left in it is decoded */
    pneu_typed_text final_recipient;    /* required */
    pneu_str action;                    /* required; "failed", "delayed", "delivered", "relayed", "expanded" */
    pneu_status_code status;            /* required */
    pneu_typed_text remote_mta;
    pneu_typed_text diagnostic_code;
    pneu_report_date last_attempt_date;
    pneu_str final_log_id;
    pneu_report_date will_retry_until;
    pneu_extension_list extensions;
} pneu_delivery_recipient;

typedef struct pneu_delivery_status {
    pneu_str original_envelope_id; /* xtext that is left in it is decoded */
    pneu_typed_text reporting_mta; /* required, but where the whole first group is missing */
    pneu_typed_text dsn_gateway;
    pneu_typed_text received_from_mta;
    pneu_report_date arrival_date;
    pneu_extension_list extensions;
    const pneu_delivery_recipient *recipients; /* at most 10000 are read */
    size_t recipient_count;
    pneu_report_fault fault;
} pneu_delivery_status;

PNEU_API pneu_status pneu_delivery_status_parse(pneu_arena *arena, pneu_str body, int32_t mode,
                                                const pneu_defect_sink *sink, pneu_delivery_status *out);
PNEU_API pneu_status pneu_delivery_status_format(pneu_arena *arena, const pneu_delivery_status *report, pneu_str *out);

/* ---- Disposition notification --------------------------------------------------------------------------------- */

/* "manual-action/MDN-sent-manually; displayed" (RFC 8098 section 3.2.6). All in lower case. */
typedef struct pneu_disposition {
    pneu_str action_mode;
    pneu_str sending_mode;
    pneu_str type;
    pneu_text_list modifiers;
} pneu_disposition;

typedef struct pneu_disposition_notification {
    pneu_str reporting_ua;      /* the name: a host, as a rule */
    pneu_str reporting_product; /* what stands after its ";" */
    pneu_typed_text mdn_gateway;
    pneu_typed_text original_recipient;
    pneu_typed_text final_recipient; /* required */
    pneu_str original_message_id;    /* without brackets */
    pneu_disposition disposition;    /* required */
    pneu_text_list errors;
    pneu_extension_list extensions;
    pneu_report_fault fault;
} pneu_disposition_notification;

PNEU_API pneu_status pneu_disposition_notification_parse(pneu_arena *arena, pneu_str body, int32_t mode,
                                                         const pneu_defect_sink *sink,
                                                         pneu_disposition_notification *out);
PNEU_API pneu_status pneu_disposition_notification_format(pneu_arena *arena,
                                                          const pneu_disposition_notification *report, pneu_str *out);

/* ---- Feedback report ------------------------------------------------------------------------------------------ */

typedef struct pneu_feedback_report {
    pneu_str feedback_type; /* required; lower case: "abuse", "fraud" ... */
    pneu_str user_agent;    /* required */
    uint32_t version;       /* required; 0: there is none */
    uint32_t incidents;     /* 0: there is none */
    pneu_str original_envelope_id;
    pneu_str original_mail_from; /* without brackets; "" for the empty path */
    pneu_report_date arrival_date;
    pneu_report_date received_date; /* the older name of arrival_date: one of both at most */
    pneu_typed_text reporting_mta;
    pneu_str source_ip;
    pneu_text_list original_rcpt_to;       /* without brackets */
    pneu_text_list authentication_results; /* unfolded values: see pneu/auth.h */
    pneu_text_list reported_domain;
    pneu_text_list reported_uri;
    pneu_extension_list extensions;
    pneu_report_fault fault;
} pneu_feedback_report;

PNEU_API pneu_status pneu_feedback_report_parse(pneu_arena *arena, pneu_str body, int32_t mode,
                                                const pneu_defect_sink *sink, pneu_feedback_report *out);
PNEU_API pneu_status pneu_feedback_report_format(pneu_arena *arena, const pneu_feedback_report *report, pneu_str *out);

#ifdef __cplusplus
}
#endif

#endif
