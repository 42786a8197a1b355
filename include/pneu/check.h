/*
 * pneu/check.h: everything that is wrong with a message. A parser reports what it sees of lines, headers and structure;
 * the rest shows only when values are read and bodies are decoded. Here all of that is done, for every part.
 *
 *     pneu_message_parse(bytes, len, NULL, NULL, &message);
 *     pneu_message_check(message, NULL);
 *     if (pneu_message_severity(message) >= PNEU_SEVERITY_AMBIGUOUS) refuse(message);
 *
 * pneu/policy.h has limits and severities for who refuses what.
 *
 * Two promises hold after pneu_message_check. A message is strictly conforming exactly if no find is marked
 * PNEU_MARK_NONCONFORMING: to RFC 5322 without its obsolete forms, RFC 2045 to 2047, 2049, 2231 and 6532, with their
 * limits on lines and alphabets; what they only recommend, and registries, do not count. And mainstream programs agree
 * on a message without a find of PNEU_SEVERITY_AMBIGUOUS or above. docs/defects.md has all codes.
 */
#ifndef PNEU_CHECK_H
#define PNEU_CHECK_H

#include <pneu/base.h>
#include <pneu/charset.h>
#include <pneu/defect.h>
#include <pneu/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Does what pneu_message_load does, decodes every text, and looks at names of files and at the shape of signed and
 * encrypted multiparts. What is found is among the defects of the message (pneu/tree.h): each find once, also when it is
 * called again, or called again after there was no memory. The time is linear in the message; memory is taken for values
 * of fields and for decoded messages, not for the bodies of other parts. `charsets` may be NULL; it spares opening
 * converters anew for each text. Edits of the message are not looked at.
 * PNEU_ERR_NOT_KEPT: the message does not keep its bodies, and has a text or a body in base64; all was looked for but
 * the codes PNEU_DEFECT_CHARSET_... of texts and long lines of base64. PNEU_ERR_STATE before finish, PNEU_ERR_MEMORY,
 * PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_message_check(pneu_message *message, pneu_charsets *charsets);

/* The worst severity (PNEU_SEVERITY_...) of all that was found so far; -1 if nothing was. */
PNEU_API int32_t pneu_message_severity(const pneu_message *message);

/* 1 if nothing that was found so far is marked PNEU_MARK_NONCONFORMING, else 0. Before finish it is 0. */
PNEU_API int32_t pneu_message_is_conforming(const pneu_message *message);

#ifdef __cplusplus
}
#endif

#endif
