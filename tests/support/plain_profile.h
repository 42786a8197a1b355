/*
 * The plain profile: of all that is allowed, the forms that every program reads alike. No comment in a structured
 * field; one quoted boundary of 20 to 40 of A-Z a-z 0-9 _ =; one form of a file name, plain if it is ASCII, and no name
 * in Content-Type; a type on every part; no multipart without parts; no message encoded; no group but
 * "undisclosed-recipients:;"; lines ended by CRLF.
 */
#ifndef TESTS_SUPPORT_PLAIN_PROFILE_H
#define TESTS_SUPPORT_PLAIN_PROFILE_H

#include "pneu/tree.h"

/* What in the header of this part is not of the profile; NULL if nothing is. */
const char *plain_profile_fault(pneu_message *message, uint32_t part, pneu_arena *arena);

/* 1 if all line ends are CRLF, and the last line has one. */
int plain_profile_has_crlf(pneu_str message);

#endif
