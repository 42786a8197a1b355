/* The reader of one body in pieces, and the one that a message keeps for the next body. */
#ifndef PNEU_TREE_BODY_READER_H
#define PNEU_TREE_BODY_READER_H

#include "tree/body_decoder.h"
#include "tree/message.h"

struct pneu_body_reader {
    pneu_message *message;
    pneu_str rest; /* of the raw body */
    int is_ending; /* all of it was decoded */
    pneu_i_body_decoder decoder;
};

/* Frees the message's spare reader, if it has one. */
void pneu_i_body_reader_free_spare(pneu_message *message);

#endif
