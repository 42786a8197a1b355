/* The caller's own hosts, and when two names mean one host. */
#ifndef PNEU_SYNTAX_OWN_HOSTS_H
#define PNEU_SYNTAX_OWN_HOSTS_H

#include "pneu/trace.h"
#include "syntax/ip_address.h"

typedef struct pneu_i_own_host {
    pneu_str name; /* of a host, or with a dot before it of a domain; "" for an address */
    pneu_i_ip ip;
    unsigned bits; /* of the address that count */
} pneu_i_own_host;

typedef struct pneu_i_own_hosts {
    const pneu_i_own_host *list;
    size_t count;
} pneu_i_own_hosts;

/* Reads the list of pneu_trail_options. Names are borrowed. PNEU_OK, PNEU_ERR_MEMORY or PNEU_ERR_ARGUMENT. */
pneu_status pneu_i_own_hosts_init(pneu_i_own_hosts *self, pneu_arena *arena, const pneu_str *hosts, size_t count);

/* 1 if the text, a name or an address with or without brackets, is an own host. */
int pneu_i_own_hosts_has(const pneu_i_own_hosts *self, pneu_str host);

/* 1 if the address is an own host, or the host itself; only if there are own hosts. */
int pneu_i_own_hosts_has_peer(const pneu_i_own_hosts *self, pneu_str address);

/* 1 if two texts are one host: the same name in any case, with or without the root's dot, or the same address. Nothing
 * is the same as "". */
int pneu_i_host_same(pneu_str a, pneu_str b);

/* A number that is the same for texts that are one host, and mostly another one for others. */
uint32_t pneu_i_host_key(pneu_str host);

#endif
