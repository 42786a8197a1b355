/*
 * Bytes as a script of calls to the builder: what was accepted is noted down, so that the message can be compared
 * with it. Any bytes are a script; those of a pseudo-random generator make messages of every kind.
 */
#ifndef TESTS_SUPPORT_BUILD_SCRIPT_H
#define TESTS_SUPPORT_BUILD_SCRIPT_H

#include "base/str.h"
#include "pneu/build.h"
#include "pneu/msgid.h"
#include "support/text.h"

#define SCRIPT_PARTS 64
#define SCRIPT_FIELDS 48

/* A leaf or multipart that was accepted. */
typedef struct script_part {
    uint32_t parent;
    int is_multipart;
    int is_exact; /* octets: nothing is done to line ends */
    pneu_str type;
    pneu_str filename;
    pneu_str content_id;
    pneu_str description;
    pneu_str body; /* as it was given */
} script_part;

/* A field that was accepted. `kind` is a PNEU_FIELD_KIND_...; OTHER: raw. */
typedef struct script_field {
    uint32_t part;
    int32_t kind;
    pneu_str name;
    pneu_str text; /* text, raw */
    pneu_date date;
    pneu_address_list addresses;
    pneu_msgid_list ids;
} script_field;

typedef struct build_script {
    pneu_arena *arena; /* of everything here */
    uint32_t flags;    /* of the builder */
    script_part parts[SCRIPT_PARTS];
    size_t part_count;
    script_field fields[SCRIPT_FIELDS];
    size_t field_count;
    size_t refused;       /* calls that were */
    text signed_bytes;    /* what the innermost signed multipart was shown */
    uint32_t signed_part; /* or PNEU_NO_PART */
    text message;
    pneu_status status; /* of the last read: PNEU_DONE, or why there is no message */
} build_script;

/* Runs the script, reading `capacity` bytes at a time. Memory failure of `alloc` ends it with PNEU_ERR_MEMORY. */
void build_script_run(build_script *script, pneu_str bytes, size_t capacity, const pneu_alloc *alloc);

/* Reads the message back: it has what was set, and no defect that the builder must not write. Ends the program
 * where that does not hold. */
void build_script_check(const build_script *script);

/* What was set as one line of JSON: {"parts": [...], "fields": [...]}, texts in hexadecimal. */
void build_script_json(text *out, const build_script *script);

void build_script_free(build_script *script);

#endif
