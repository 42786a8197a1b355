/* The first element of Content-Type and Content-Disposition: the type or the disposition, as it stands. */
#ifndef PNEU_SYNTAX_MIME_HEAD_H
#define PNEU_SYNTAX_MIME_HEAD_H

#include "syntax/params.h"

typedef struct pneu_i_mime_head {
    pneu_str main;     /* the type before "/", or the disposition */
    pneu_str sub;      /* the subtype */
    pneu_str declared; /* as written, trimmed, without parameters */
    int is_readable;   /* Content-Type: 0 if it is not token "/" token, or is over 255 bytes */
    int is_missing;    /* Content-Disposition: 1 if the first element is a parameter */
} pneu_i_mime_head;

/* Reads the head and then all parameters, and reports everything that is wrong with them. */
void pneu_i_type_read_all(pneu_i_params *params, pneu_i_mime_head *head);
void pneu_i_disposition_read_all(pneu_i_params *params, pneu_i_mime_head *head);

#endif
