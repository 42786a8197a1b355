/*
 * Policies: named sets of limits, each with the severity from which on it refuses. In: a policy. Out: options, numbers.
 * Invariant: a value of the table is within the range of its option, so setting it cannot fail.
 * Not handled: the check itself (check/check.c), and readings.
 */
#include "pneu/policy.h"

#include "base/str.h"
#include "pneu/defect.h"

/* The options that a policy sets. */
static const int32_t keys[] = {PNEU_OPTION_MAX_FIELD,   PNEU_OPTION_MAX_HEADER, PNEU_OPTION_MAX_FIELDS,
                               PNEU_OPTION_MAX_NESTING, PNEU_OPTION_MAX_PARTS,  PNEU_OPTION_MAX_DECODED_DEPTH};

enum {
    KEY_COUNT = sizeof keys / sizeof keys[0],
    POLICY_COUNT = PNEU_POLICY_STRICT + 1
};

static const struct policy {
    const char *name;
    int32_t severity;
    int64_t values[KEY_COUNT]; /* in the order of keys; 0: the default */
} policies[POLICY_COUNT] = {
    {"default", PNEU_POLICY_NEVER, {0}},
    {"mta", PNEU_SEVERITY_ATTACK, {0}},
    {"mua", PNEU_POLICY_NEVER, {0}},
    {"scanner", PNEU_SEVERITY_AMBIGUOUS, {1048576, 16777216, 10000, 256, 100000, 16}},
    {"strict", PNEU_SEVERITY_AMBIGUOUS, {0, 0, 0, 0, 1000, 0}},
};

static int is_policy(int32_t policy)
{
    return policy >= 0 && policy < POLICY_COUNT;
}

pneu_status pneu_options_set_policy(pneu_options *options, int32_t policy)
{
    if (options == NULL)
        return PNEU_ERR_ARGUMENT;
    if (!is_policy(policy))
        return PNEU_ERR_OPTION;
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < KEY_COUNT && status == PNEU_OK; i++)
        status = pneu_options_set(options, keys[i], policies[policy].values[i]);
    return status;
}

int32_t pneu_policy_severity(int32_t policy)
{
    return is_policy(policy) ? policies[policy].severity : PNEU_POLICY_NEVER;
}

const char *pneu_policy_name(int32_t policy)
{
    return is_policy(policy) ? policies[policy].name : "unknown";
}

int32_t pneu_policy_by_name(pneu_str name)
{
    int32_t policy = POLICY_COUNT - 1;
    while (policy >= 0 && !pneu_i_str_equal(name, pneu_i_str(policies[policy].name)))
        policy--;
    return policy;
}
