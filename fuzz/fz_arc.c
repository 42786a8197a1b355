/*
 * ARC chains: each line of the input is a field: its first byte chooses the name, the rest is the value. A chain has
 * failed if and only if there is a fault, at a field or where one is missing; an intact one has its three fields for
 * each instance.
 */
#include "base/str.h"
#include "pneu/auth.h"
#include "support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_chain(pneu_arena *arena, pneu_str value)
{
    static const char *const names[] = {"ARC-Seal", "arc-message-signature", "ARC-Authentication-Results", "X"};
    pneu_field_value fields[64];
    pneu_arc_chain chain;
    size_t count = 0;
    for (size_t at = 0, end; at < value.len && count < COUNT_OF(fields); at = end + 1) {
        for (end = at; end < value.len && value.ptr[end] != '\n';)
            end++;
        fields[count].name = pneu_i_str(names[(unsigned char)value.ptr[at] % 4]);
        fields[count++].value = pneu_i_str_of(value.ptr + at + (end > at), end - at - (end > at));
    }
    MUST(pneu_arc_chain_read(arena, fields, count, &chain) == PNEU_OK);
    MUST((chain.state == PNEU_ARC_FAIL) == (chain.fault != PNEU_ARC_FAULT_NONE) && chain.fault_field <= count);
    MUST((chain.sets != NULL) == (chain.state == PNEU_ARC_INTACT));
    for (size_t i = 0; chain.sets != NULL && i < chain.instance_count; i++)
        MUST(chain.sets[i].results < count && chain.sets[i].signature < count && chain.sets[i].seal < count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return check_copy(data, size, check_chain);
}
