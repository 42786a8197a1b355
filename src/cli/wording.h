/* Names of the library's enumerators, as the command shows them. */
#ifndef PNEU_CLI_WORDING_H
#define PNEU_CLI_WORDING_H

#include "cli/json.h"
#include "pneu/defect.h"
#include "pneu/parse.h"
#include "pneu/tree.h"

const char *wording_kind(int32_t kind);               /* "leaf", "multipart" or "message" */
const char *wording_line_ending(int32_t line_ending); /* "none", "crlf", "lf" or "mixed" */
const char *wording_reading(int32_t reading);         /* "bare_cr" ...; NULL for PNEU_READING_NONE and unknown ones */

/* The finest name of a defect: its detail's, or where it has none its code's. */
const char *wording_detail(const pneu_defect *defect);

/* The index-th mark of the set, or NULL past the last one. */
const char *wording_mark(uint32_t marks, size_t index);

/* The index-th flag of an event, or NULL past the last one. */
const char *wording_event_flag(uint32_t flags, size_t index);

/* The name of the index-th field of an event, as written. */
pneu_str wording_field_name(const pneu_event *event, size_t index);

/* A defect as a JSON object: see docs/json.md; or its keys, within one that has been begun. */
void wording_defect_json(struct json *json, const pneu_defect *defect);
void wording_defect_keys(struct json *json, const pneu_defect *defect);

/* The key defect_counts: how often each code was found. */
void wording_defect_counts(struct json *json, const pneu_message *message);

/* What was found, in a few words: of the detail, or where it has none of the code. */
const char *wording_title(const pneu_defect *defect);

#endif
