/* Which parts of a message are its body. */
#ifndef PNEU_CLI_BODY_CHOICE_H
#define PNEU_CLI_BODY_CHOICE_H

#include "pneu/tree.h"

/* What a part is for; a part may be several. None for containers, and for parts of a message within the message. */
enum {
    BODY_TEXT = 1,    /* belongs to the body for who prefers plain text */
    BODY_HTML = 2,    /* belongs to the body for who prefers HTML */
    BODY_ATTACHED = 4 /* belongs to the list of attachments */
};

/* Sets roles[part] to a set of these for each part of the message (RFC 8621 section 4.1.4: textBody, htmlBody and
 * attachments). PNEU_ERR_MEMORY. */
pneu_status body_choice_make(pneu_message *message, unsigned char *roles);

#endif
