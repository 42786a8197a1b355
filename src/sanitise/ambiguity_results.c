/*
 * The result field of a check for ambiguity.
 * In: who says so, and the set of codes that was found. Out: a field to be put on top of the message.
 * The draft draft-chen-email-mime-ambiguity-defense names the field; its value has the form of Authentication-Results
 * (RFC 8601 section 2.2), so that what reads that reads this. Codes below "ambiguous" are no reason to distrust a
 * message, and are not told.
 */
#include "base/arena.h"
#include "base/str.h"
#include "pneu/auth.h"
#include "pneu/format.h"
#include "pneu/sanitise.h"

static const char *result_of(int32_t worst)
{
    return worst >= PNEU_SEVERITY_ATTACK ? "fail" : worst >= PNEU_SEVERITY_AMBIGUOUS ? "neutral" : "pass";
}

pneu_status pneu_ambiguity_results_format(pneu_arena *arena, pneu_str authserv_id, const pneu_defect_set *found,
                                          pneu_str *out)
{
    pneu_auth_property properties[PNEU_DEFECT_COUNT];
    size_t count = 0;
    int32_t worst = PNEU_SEVERITY_INFO;
    pneu_str value;
    if (arena == NULL || found == NULL || out == NULL || authserv_id.ptr == NULL || authserv_id.len == 0)
        return PNEU_ERR_ARGUMENT;
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        int32_t severity = pneu_defect_severity(code);
        if (!pneu_defect_set_has(found, code) || severity < PNEU_SEVERITY_AMBIGUOUS)
            continue;
        worst = severity > worst ? severity : worst;
        properties[count++] =
            (pneu_auth_property){pneu_i_str("policy"), pneu_i_str("defect"), pneu_i_str(pneu_defect_name(code))};
    }
    pneu_auth_result result = {.method = pneu_i_str("mime-ambiguity"),
                               .result = pneu_i_str(result_of(worst)),
                               .properties = properties,
                               .property_count = count};
    pneu_auth_results results = {.authserv_id = authserv_id, .results = &result, .result_count = 1};
    pneu_status status = pneu_auth_results_format(arena, &results, &value);
    if (status == PNEU_OK)
        status = pneu_field_fold(arena, pneu_i_str("MIME-Ambiguity-Results"), value, PNEU_FOLD_UNSTRUCTURED, NULL, out);
    return status;
}
