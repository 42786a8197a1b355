/*
 * The table of verbs, in the order in which the help shows them.
 * In: a name or a number. Out: the verb. Nothing else in the command knows which verbs there are.
 */
#include "cli/verb.h"

#include <string.h>

const struct verb *verb_at(size_t index)
{
    static const struct verb *const verbs[] = {
        &verb_tree,    &verb_show,  &verb_get,   &verb_text,     &verb_extract, &verb_fields, &verb_addresses,
        &verb_date,    &verb_trace, &verb_check, &verb_readings, &verb_needs,   &verb_build,  &verb_reply,
        &verb_forward, &verb_edit,  &verb_strip, &verb_sanitize, &verb_ascii,   &verb_widen,  &verb_fold,
        &verb_crlf,    &verb_lf,    &verb_canon, &verb_mbox,     &verb_cat,     &verb_events, &verb_encode,
        &verb_decode,  &verb_dot,   &verb_help,
    };

    return index < sizeof verbs / sizeof verbs[0] ? verbs[index] : NULL;
}

const struct verb *verb_find(const char *name)
{
    const struct verb *verb;

    for (size_t i = 0; (verb = verb_at(i)) != NULL; i++)
        if (strcmp(verb->name, name) == 0)
            return verb;
    return NULL;
}
