/*
 * The trail of a message: what all its Received fields say together. In: the fields in the order of the header, newest
 * first, and the caller's own hosts. Out: for each hop its delay, whether it fits the hop before it, and whether it is
 * to be trusted; for the message, whether it loops.
 * Trust ends at the first hop that is not known to be the caller's own, or that was handed over by somebody else: what is
 * below was already in the message when that host gave it away, and it may have made it all up.
 * Invariants: linear in the number of hops times that of own hosts; names of hosts are compared among the newest 256
 * hops only. Nothing is read but the structs.
 * RFC 5321 sections 4.4 and 6.3.
 * Not handled: whether a delay is long, a clock wrong, a host suspicious.
 */
#include "base/arena.h"
#include "syntax/own_hosts.h"

#define DEFAULT_MAX_HOPS 100u
#define DEFAULT_MAX_SAME_HOST 10u
#define COMPARED_HOPS 256u

static int has(const pneu_trace_text *item)
{
    return item->text.len > 0;
}

/* ---- Time ------------------------------------------------------------------------------------------------------- */

/* Goes from the oldest hop to the newest, and measures each known time from the one known before. */
static void measure_delays(const pneu_received *received, pneu_hop *hops, pneu_trail *trail)
{
    uint32_t since = trail->hop_count;
    uint32_t oldest = trail->hop_count;
    for (uint32_t i = trail->hop_count; i-- > 0;) {
        hops[i].since = since;
        if (!received[i].has_date || !received[i].date.zone_known)
            continue;
        if (since < trail->hop_count) {
            hops[i].delay = received[i].date.epoch - received[since].date.epoch;
            hops[i].flags |= PNEU_HOP_HAS_DELAY | (hops[i].delay < 0 ? PNEU_HOP_TIME_BACKWARDS : 0);
            trail->has_total = 1;
            trail->total = received[i].date.epoch - received[oldest].date.epoch;
        } else {
            oldest = i;
        }
        since = i;
    }
}

/* ---- From hop to hop -------------------------------------------------------------------------------------------- */

/* Says who the older hop's "by" is, as the newer hop's "from" has it. */
static int is_handed_over(const pneu_trace_host *from, const pneu_trace_host *by)
{
    pneu_str names[] = {from->name.text, from->rdns.text, from->ip.text};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (pneu_i_host_same(names[i], by->name.text) || pneu_i_host_same(names[i], by->rdns.text) ||
            pneu_i_host_same(names[i], by->ip.text))
            return 1;
    return 0;
}

static void compare_hops(const pneu_received *received, pneu_hop *hops, uint32_t count)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        const pneu_trace_host *from = &received[i].from, *by = &received[i + 1].by;
        if ((has(&from->name) || has(&from->ip)) && (has(&by->name) || has(&by->ip)))
            hops[i].flags |= is_handed_over(from, by) ? PNEU_HOP_CONNECTED : PNEU_HOP_DISCONNECTED;
    }
}

/* ---- Trust ------------------------------------------------------------------------------------------------------ */

/* A hop whose "by" is own may be believed about whom it was talking to: an own host, or itself? */
static int came_from_own(const pneu_i_own_hosts *own, const pneu_received *hop)
{
    const pneu_trace_host *from = &hop->from;
    if (from->flags & PNEU_HOST_CONTESTED)
        return 0;
    if (has(&from->ip))
        return pneu_i_own_hosts_has_peer(own, from->ip.text);
    if (has(&from->rdns))
        return pneu_i_own_hosts_has(own, from->rdns.text);
    return (hop->protocol & PNEU_PROTOCOL_LMTP) != 0 && pneu_i_own_hosts_has(own, from->name.text);
}

static void find_trusted(const pneu_i_own_hosts *own, const pneu_received *received, pneu_hop *hops, pneu_trail *trail)
{
    int is_trusted = 1;
    for (uint32_t i = 0; i < trail->hop_count; i++) {
        const pneu_trace_host *by = &received[i].by;
        int is_own = pneu_i_own_hosts_has(own, by->name.text) || pneu_i_own_hosts_has(own, by->ip.text);
        hops[i].flags |= is_own ? PNEU_HOP_OWN_NAME : 0;
        is_trusted &= is_own;
        if (!is_trusted)
            continue;
        hops[i].flags |= PNEU_HOP_TRUSTED;
        trail->trusted_count = i + 1;
        is_trusted = came_from_own(own, &received[i]);
    }
}

/* ---- Loops ------------------------------------------------------------------------------------------------------ */

/* How many newer hops have the same "by" as each of the newest: one more than the nearest of them has. */
static int32_t count_same_hosts(const pneu_received *received, pneu_hop *hops, uint32_t count)
{
    uint32_t keys[COMPARED_HOPS];
    int32_t most = 0;
    for (uint32_t i = 0; i < count && i < COMPARED_HOPS; i++) {
        pneu_str by = received[i].by.name.text;
        uint32_t k = i;
        keys[i] = pneu_i_host_key(by);
        while (k > 0 && (keys[k - 1] != keys[i] || !pneu_i_host_same(received[k - 1].by.name.text, by)))
            k--;
        hops[i].same_host = k > 0 ? hops[k - 1].same_host + 1 : 0;
        most = hops[i].same_host > most ? hops[i].same_host : most;
    }
    return most;
}

static int32_t find_loop(const pneu_trail_options *options, uint32_t count, int32_t most_same)
{
    uint32_t max_hops = options->max_hops > 0 ? options->max_hops : DEFAULT_MAX_HOPS;
    uint32_t max_same = options->max_same_host > 0 ? options->max_same_host : DEFAULT_MAX_SAME_HOST;
    return (count > max_hops ? PNEU_LOOP_HOPS : 0) | ((uint32_t)most_same >= max_same ? PNEU_LOOP_SAME_HOST : 0);
}

pneu_status pneu_trail_build(pneu_arena *arena, const pneu_received *received, uint32_t count,
                             const pneu_trail_options *options, pneu_trail *out)
{
    pneu_i_own_hosts own;
    pneu_trail trail = {0};
    if (arena == NULL || out == NULL || options == NULL || (received == NULL && count > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_own_hosts_init(&own, arena, options->own_hosts, options->own_host_count);
    if (status != PNEU_OK)
        return status;
    size_t size = count;
    pneu_hop *hops = size <= SIZE_MAX / sizeof *hops ? pneu_i_arena_alloc(arena, size * sizeof *hops) : NULL;
    if (hops == NULL)
        return PNEU_ERR_MEMORY;
    memset(hops, 0, size * sizeof *hops);
    for (uint32_t i = 0; i < count; i++)
        hops[i].protocol = received[i].protocol;
    trail.hops = hops;
    trail.hop_count = count;
    measure_delays(received, hops, &trail);
    compare_hops(received, hops, count);
    find_trusted(&own, received, hops, &trail);
    trail.loop = find_loop(options, count, count_same_hosts(received, hops, count));
    *out = trail;
    return PNEU_OK;
}
