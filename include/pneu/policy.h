/*
 * pneu/policy.h: presets. A policy is a set of limits (pneu/base.h) and the severity (pneu/defect.h) from which on a
 * message is refused. There is nothing in it that single options do not give; who wants something between sets these.
 *
 *     pneu_options_set_policy(options, PNEU_POLICY_MTA);
 *     pneu_message_parse(bytes, len, options, NULL, &message);
 *     pneu_message_check(message, NULL);
 *     if (pneu_message_severity(message) >= pneu_policy_severity(PNEU_POLICY_MTA)) refuse(message);
 *
 *                       default     mta         mua         scanner     strict
 *     refuses from      -           attack      never       ambiguous   ambiguous
 *     MAX_FIELD         102400      102400      102400      1048576     102400
 *     MAX_HEADER        1048576     1048576     1048576     16777216    1048576
 *     MAX_FIELDS        1000        1000        1000        10000       1000
 *     MAX_NESTING       64          64          64          256         64
 *     MAX_PARTS         10000       10000       10000       100000      1000
 *     MAX_DECODED_DEPTH 3           3           3           16          3
 *
 * mta: a server refuses what no honest sender does, and passes on what people's programs cope with.
 * mua: a reader shows what it is given.
 * scanner: looks on where others have stopped long ago, so that nothing is hidden behind a limit; what programs read
 *     differently is to be looked at in all readings (pneu/readings.h), or refused.
 * strict: lets only mail through that everybody reads alike.
 */
#ifndef PNEU_POLICY_H
#define PNEU_POLICY_H

#include <pneu/base.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    PNEU_POLICY_DEFAULT = 0, /* the defaults of all options; nothing is said of refusing: as mua */
    PNEU_POLICY_MTA = 1,
    PNEU_POLICY_MUA = 2,
    PNEU_POLICY_SCANNER = 3,
    PNEU_POLICY_STRICT = 4
};

/* What pneu_policy_severity gives where nothing is refused: above all severities. */
#define PNEU_POLICY_NEVER 4

/* Sets the limits of the table to those of the policy. All others, and the reading, stay as they are; single ones may
 * be set afterwards. PNEU_ERR_OPTION for an unknown policy: then nothing changes. PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_options_set_policy(pneu_options *options, int32_t policy);

/* The severity from which on the policy refuses a message, or PNEU_POLICY_NEVER (also for an unknown policy). */
PNEU_API int32_t pneu_policy_severity(int32_t policy);

/* "default", "mta", "mua", "scanner" or "strict"; "unknown" for any other value. Static text. */
PNEU_API const char *pneu_policy_name(int32_t policy);

/* The policy whose name this is, or -1. */
PNEU_API int32_t pneu_policy_by_name(pneu_str name);

#ifdef __cplusplus
}
#endif

#endif
