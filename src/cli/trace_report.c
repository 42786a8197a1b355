/*
 * What the table and the JSON of a trail both need to know of it.
 * In: a trail. Out: numbers.
 */
#include "cli/trace_report.h"

uint32_t trace_number(const struct trace *trace, uint32_t index)
{
    return trace->trail.hop_count - index;
}

int trace_has_warning(const struct trace *trace)
{
    for (uint32_t i = 0; i < trace->trail.hop_count; i++)
        if ((trace->trail.hops[i].flags & PNEU_HOP_TIME_BACKWARDS) != 0)
            return 1;
    return trace->trail.loop != 0;
}

uint32_t trace_busiest(const struct trace *trace)
{
    uint32_t busiest = 0;

    for (uint32_t i = 1; i < trace->trail.hop_count; i++)
        if (trace->trail.hops[i].same_host > trace->trail.hops[busiest].same_host)
            busiest = i;
    return busiest;
}
