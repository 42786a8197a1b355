/* Options as the library reads them: one array of limits and one reading, copied into every object. */
#ifndef PNEU_BASE_OPTIONS_H
#define PNEU_BASE_OPTIONS_H

#include "base/alloc.h"

#define PNEU_I_OPTION_COUNT (PNEU_OPTION_CPU_LEVEL + 1)

#define PNEU_I_READING_COUNT (PNEU_READING_TYPE + 1)

/* As pneu_reading, without room for choices to come. */
typedef struct pneu_i_reading {
    uint8_t choice[PNEU_I_READING_COUNT];
} pneu_i_reading;

typedef struct pneu_i_settings {
    uint64_t limit[PNEU_I_OPTION_COUNT]; /* by key, in force; "none" is UINT64_MAX */
    pneu_i_reading reading;
    uint8_t skips_lines;    /* of parsers: PNEU_PARSE_NO_STATS */
    uint8_t skips_parts;    /* PNEU_PARSE_NO_PARTS */
    uint16_t is_silent;     /* nobody wants their defects */
    uint32_t reading_space; /* where the reading begins to hold: with the first part from this offset on */
    uint64_t reading_offset;
} pneu_i_settings;

/* The level of the kernels to use: one that the CPU has. */
static inline uint32_t pneu_i_settings_cpu_level(const pneu_i_settings *settings)
{
    return (uint32_t)settings->limit[PNEU_OPTION_CPU_LEVEL];
}

/* The choice that holds in a part, which begins at `offset` of a space. */
static inline unsigned pneu_i_choice_at(const pneu_i_settings *settings, int32_t reading, uint32_t space,
                                        uint64_t offset)
{
    int holds =
        space > settings->reading_space || (space == settings->reading_space && offset >= settings->reading_offset);
    return holds ? settings->reading.choice[reading] : 0;
}

/* Where in a space the reading begins to hold; UINT64_MAX for nowhere. */
static inline uint64_t pneu_i_reading_offset(const pneu_i_settings *settings, uint32_t space)
{
    if (space == settings->reading_space)
        return settings->reading_offset;
    return space > settings->reading_space ? 0 : UINT64_MAX;
}

/* An options object with these settings. PNEU_OK or PNEU_ERR_MEMORY; the caller frees it. */
pneu_status pneu_i_options_of(const pneu_i_settings *settings, const pneu_alloc *alloc, pneu_options **out);

/* The settings of an options object, or the defaults for NULL. */
void pneu_i_settings_from(const pneu_options *options, pneu_i_settings *out);

#endif
