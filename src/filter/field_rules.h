/* The list of edits that fields go through. */
#ifndef PNEU_FILTER_FIELD_RULES_H
#define PNEU_FILTER_FIELD_RULES_H

#include "base/arena.h"
#include "pneu/edit.h"

/* The first three are PNEU_PUT_... */
enum {
    PNEU_I_RULE_SET = PNEU_PUT_SET,
    PNEU_I_RULE_ADD = PNEU_PUT_ADD,
    PNEU_I_RULE_PREPEND = PNEU_PUT_PREPEND,
    PNEU_I_RULE_REMOVE,
    PNEU_I_RULE_RENAME
};

typedef struct pneu_i_rule {
    int32_t what;
    int is_used; /* SET: a field was replaced already */
    pneu_str name;
    pneu_str text[2]; /* the field with CRLF, and with LF; RENAME: the new name, both */
} pneu_i_rule;

typedef struct pneu_i_rules {
    pneu_alloc alloc;
    pneu_arena arena;
    pneu_i_rule *list;
    size_t capacity;
    size_t count;
    uint32_t format_flags;
    pneu_edit_error refused; /* the last one, if it was */
} pneu_i_rules;

void pneu_i_rules_init(pneu_i_rules *rules, const pneu_alloc *alloc);
void pneu_i_rules_free(pneu_i_rules *rules);

/* Makes the rules as if no field had gone through them. */
void pneu_i_rules_restart(pneu_i_rules *rules);

/* Makes the rules as new; memory is kept. */
void pneu_i_rules_clear(pneu_i_rules *rules);

/* Notes why a rule is refused, and returns the status. */
pneu_status pneu_i_rules_refuse(pneu_i_rules *rules, pneu_status status, int32_t argument, size_t offset);

/* As pneu_field_editor_put, _remove and _rename. */
pneu_status pneu_i_rules_put(pneu_i_rules *rules, int32_t where, pneu_str name, pneu_str value);
pneu_status pneu_i_rules_remove(pneu_i_rules *rules, pneu_str name);
pneu_status pneu_i_rules_rename(pneu_i_rules *rules, pneu_str name, pneu_str new_name);

#define PNEU_I_NO_RULE SIZE_MAX

/* A field on its way, and what becomes of it. */
typedef struct pneu_i_outcome {
    int is_dropped;
    pneu_str name;
    size_t text;    /* the rule whose text it is now, or PNEU_I_NO_RULE */
    int is_renamed; /* since then */
} pneu_i_outcome;

/* Takes the field through the rules from `first` on. */
void pneu_i_rules_follow(pneu_i_rules *rules, size_t first, pneu_i_outcome *field);

#endif
