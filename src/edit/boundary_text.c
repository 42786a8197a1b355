/*
 * The text of boundaries (RFC 2046 section 5.1.1), and hashes to make them of.
 * In: bytes of a message, or random bytes. Out: a boundary. Invariants: the same input gives the same text on any
 * machine, and none that "=_" begins is in quoted-printable (RFC 2045 section 6.7) or base64.
 * Not handled: whether a line has it: fresh_boundary.c, build_boundary.c; boundaries chosen before all lines are known:
 * write/choose_boundary.c.
 */
#include "edit/boundary_text.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

_Static_assert(sizeof letters == PNEU_I_BOUNDARY_ATTEMPTS, "an attempt for each letter, and one without");

/* ---- Hashes -------------------------------------------------------------------------------------------------- */

pneu_i_seed_hash pneu_i_seed_hash_begin(void)
{
    return (pneu_i_seed_hash){UINT64_C(0x243F6A8885A308D3), UINT64_C(0x13198A2E03707344)};
}

void pneu_i_seed_hash_word(pneu_i_seed_hash *hash, uint64_t word)
{
    hash->a = (hash->a ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    hash->a ^= hash->a >> 29;
    hash->b = (hash->b + word) * UINT64_C(0xD6E8FEB86659FD93);
    hash->b ^= hash->b >> 32;
}

/* Little-endian words, the last one filled up, then the length. */
void pneu_i_seed_hash_text(pneu_i_seed_hash *hash, pneu_str text)
{
    for (size_t at = 0; at < text.len; at += 8) {
        uint64_t word = 0;
        for (size_t i = 0; i < 8 && at + i < text.len; i++)
            word |= (uint64_t)(unsigned char)text.ptr[at + i] << (8 * i);
        pneu_i_seed_hash_word(hash, word);
    }
    pneu_i_seed_hash_word(hash, text.len);
}

void pneu_i_seed_hash_end(pneu_i_seed_hash hash, unsigned char *seed)
{
    pneu_i_seed_hash_word(&hash, hash.a ^ hash.b);
    for (int i = 0; i < PNEU_I_SEED_SIZE / 2; i++) {
        seed[i] = (unsigned char)(hash.a >> (8 * i));
        seed[PNEU_I_SEED_SIZE / 2 + i] = (unsigned char)(hash.b >> (8 * i));
    }
}

/* ---- Texts --------------------------------------------------------------------------------------------------- */

char *pneu_i_hex_write(char *to, const unsigned char *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        *to++ = digits[bytes[i] >> 4];
        *to++ = digits[bytes[i] & 15];
    }
    return to;
}

pneu_str pneu_i_boundary_text(char *text, unsigned attempt, const unsigned char *seed, uint32_t part)
{
    const unsigned char number[] = {(unsigned char)(part >> 24), (unsigned char)(part >> 16),
                                    (unsigned char)(part >> 8), (unsigned char)part};
    size_t unused = part > UINT16_MAX ? 0 : 2;
    char *end = text;
    if (attempt > 0)
        *end++ = letters[attempt - 1];
    *end++ = '=';
    *end++ = '_';
    end = pneu_i_hex_write(end, seed, PNEU_I_SEED_SIZE);
    end = pneu_i_hex_write(end, number + unused, sizeof number - unused);
    return pneu_i_str_of(text, (size_t)(end - text));
}
