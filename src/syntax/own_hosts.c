/*
 * The caller's own hosts. In: names, domains, addresses, networks as texts. Out: whether a host of a trace field is one.
 * Invariants: a name only fits a name, an address only an address: "192.0.2.1.example.net" is not in 192.0.2.0/24.
 * Case of ASCII letters, the root's dot and brackets do not matter.
 * Not handled: U-labels against A-labels.
 */
#include "syntax/own_hosts.h"

#include "base/arena.h"

/* Without brackets around an address, and without the root's dot. */
static pneu_str bare(pneu_str host)
{
    if (host.len > 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
        return pneu_i_str_of(host.ptr + 1, host.len - 2);
    if (host.len > 1 && host.ptr[host.len - 1] == '.')
        host.len--;
    return host;
}

/* "192.0.2.0/24": the bits after the slash. 0 if they are no number that fits. */
static int read_prefix(pneu_str digits, unsigned most, unsigned *out)
{
    unsigned value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (!pneu_i_is((unsigned char)digits.ptr[i], PNEU_I_DIGIT) || i == 3)
            return 0;
        value = value * 10 + (unsigned)(digits.ptr[i] - '0');
    }
    *out = value;
    return digits.len > 0 && value <= most;
}

static int read_host(pneu_str text, pneu_i_own_host *out)
{
    const char *slash = text.len > 0 ? memchr(text.ptr, '/', text.len) : NULL;
    pneu_str address = bare(slash != NULL ? pneu_i_str_of(text.ptr, (size_t)(slash - text.ptr)) : text);
    out->name = pneu_i_str_of(NULL, 0);
    out->bits = 128;
    if (!pneu_i_ip_read(address, &out->ip)) {
        out->name = address;
        return slash == NULL && address.len > (size_t)(address.len > 0 && address.ptr[0] == '.');
    }
    if (slash == NULL)
        return 1;
    unsigned most = out->ip.is_v4 ? 32 : 128;
    pneu_str digits = pneu_i_str_of(slash + 1, text.len - (size_t)(slash - text.ptr) - 1);
    if (!read_prefix(digits, most, &out->bits))
        return 0;
    out->bits += 128 - most;
    return 1;
}

pneu_status pneu_i_own_hosts_init(pneu_i_own_hosts *self, pneu_arena *arena, const pneu_str *hosts, size_t count)
{
    if ((hosts == NULL && count > 0) || count > SIZE_MAX / sizeof(pneu_i_own_host))
        return PNEU_ERR_ARGUMENT;
    pneu_i_own_host *list = pneu_i_arena_alloc(arena, count * sizeof *list);
    if (list == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (!read_host(hosts[i], &list[i]))
            return PNEU_ERR_ARGUMENT;
    self->list = list;
    self->count = count;
    return PNEU_OK;
}

static int is_named(pneu_str own, pneu_str host)
{
    if (own.ptr[0] != '.')
        return pneu_i_str_same(own, host);
    return host.len > own.len && pneu_i_str_same(own, pneu_i_str_from(host, host.len - own.len));
}

int pneu_i_own_hosts_has(const pneu_i_own_hosts *self, pneu_str host)
{
    pneu_i_ip ip;
    host = bare(host);
    int is_address = pneu_i_ip_read(host, &ip);
    for (size_t i = 0; i < self->count && host.len > 0; i++) {
        const pneu_i_own_host *own = &self->list[i];
        int is_own_name = own->name.len > 0;
        if (is_own_name == is_address)
            continue;
        if (is_address ? pneu_i_ip_same(&ip, &own->ip, own->bits) : is_named(own->name, host))
            return 1;
    }
    return 0;
}

int pneu_i_own_hosts_has_peer(const pneu_i_own_hosts *self, pneu_str address)
{
    pneu_i_ip ip;
    if (!pneu_i_ip_read(address, &ip) || self->count == 0)
        return 0;
    return pneu_i_ip_is_loopback(&ip) || pneu_i_own_hosts_has(self, address);
}

int pneu_i_host_same(pneu_str a, pneu_str b)
{
    pneu_i_ip left, right;
    a = bare(a);
    b = bare(b);
    if (a.len == 0 || b.len == 0)
        return 0;
    if (pneu_i_str_same(a, b))
        return 1;
    return pneu_i_ip_read(a, &left) && pneu_i_ip_read(b, &right) && pneu_i_ip_same(&left, &right, 128);
}

uint32_t pneu_i_host_key(pneu_str host)
{
    pneu_i_ip ip;
    uint32_t key = UINT32_C(2166136261);
    host = bare(host);
    if (pneu_i_ip_read(host, &ip))
        host = pneu_i_str_of(ip.bytes, sizeof ip.bytes);
    for (size_t i = 0; i < host.len; i++)
        key = (key ^ (unsigned char)pneu_i_lower(host.ptr[i])) * UINT32_C(16777619);
    return key;
}
