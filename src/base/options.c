/*
 * Options: limits by key and the choices of a reading, checked when they are set so that nobody checks them again.
 * In: keys and int64 values from the caller. Out: pneu_i_settings. The defaults are those of the hostile-mail catalogue:
 * each is what several deployed programs use (Postfix 100 KiB a field, Exim 1 MiB a header, rspamd nesting 64 ...).
 */
#include "base/options.h"

#include <string.h>

#include "base/cpu.h"

struct pneu_options {
    pneu_alloc alloc;
    pneu_i_settings settings;
};

/* What a key may be set to; may_be_none: PNEU_LIMIT_NONE switches the limit off. */
static const struct range {
    int64_t usual; /* the default; PNEU_LIMIT_NONE: off */
    int64_t least;
    int64_t most;
    int may_be_none;
} ranges[PNEU_I_OPTION_COUNT] = {
    {0, 0, 0, 0},
    {PNEU_LIMIT_NONE, 1, INT64_MAX, 1},                 /* MAX_MESSAGE */
    {102400, 2048, INT64_C(1) << 30, 0},                /* MAX_FIELD: spans of a field are 32-bit */
    {1048576, 1, INT64_MAX, 1},                         /* MAX_HEADER */
    {1000, 1, INT64_MAX, 1},                            /* MAX_FIELDS */
    {64, 1, 1024, 0},                                   /* MAX_NESTING: the stack of open parts must stay bounded */
    {10000, 1, INT64_C(1) << 31, 0},                    /* MAX_PARTS: part numbers are 32-bit */
    {128, 1, 128, 0},                                   /* MAX_PARAMETERS: their table stands on the C stack */
    {3, 1, 64, 0},                                      /* MAX_DECODED_DEPTH */
    {100, 1, INT64_MAX, 1},                             /* MAX_RECEIVED */
    {262144, 1, INT64_C(1) << 40, 0},                   /* MAX_KEPT_MEMORY */
    {PNEU_LIMIT_NONE, 1, INT64_MAX, 1},                 /* MAX_OUTPUT */
    {PNEU_CPU_512, PNEU_CPU_PORTABLE, PNEU_CPU_512, 0}, /* CPU_LEVEL */
};

/* The number of values each choice of a reading has, by its index. */
static const uint8_t choice_counts[PNEU_READING_SIZE] = {1, 2, 3, 2, 3, 2, 2, 2, 2, 3, 2, 2, 4, 2, 2, 2};

static int is_key(int32_t key)
{
    return key >= PNEU_OPTION_MAX_MESSAGE && key < PNEU_I_OPTION_COUNT;
}

/* What a value comes to here. */
static uint64_t in_force(int32_t key, int64_t value)
{
    if (key == PNEU_OPTION_CPU_LEVEL)
        return pneu_i_cpu_level((uint32_t)value);
    return value == PNEU_LIMIT_NONE ? UINT64_MAX : (uint64_t)value;
}

static void set_defaults(pneu_i_settings *settings)
{
    memset(settings, 0, sizeof *settings);
    for (int32_t key = 1; key < PNEU_I_OPTION_COUNT; key++)
        settings->limit[key] = in_force(key, ranges[key].usual);
}

pneu_status pneu_options_new(const pneu_alloc *alloc, pneu_options **out)
{
    if (out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_options *options = pneu_i_alloc_zeroed(&used, sizeof *options);
    if (options == NULL)
        return PNEU_ERR_MEMORY;
    options->alloc = used;
    set_defaults(&options->settings);
    *out = options;
    return PNEU_OK;
}

pneu_status pneu_options_set(pneu_options *options, int32_t key, int64_t value)
{
    if (options == NULL)
        return PNEU_ERR_ARGUMENT;
    if (!is_key(key))
        return PNEU_ERR_OPTION;
    const struct range *range = &ranges[key];
    if (value == 0)
        value = range->usual;
    int is_none = value == PNEU_LIMIT_NONE && range->may_be_none;
    if (!is_none && (value < range->least || value > range->most))
        return PNEU_ERR_OPTION;
    options->settings.limit[key] = in_force(key, value);
    return PNEU_OK;
}

pneu_status pneu_options_value(const pneu_options *options, int32_t key, int64_t *out)
{
    if (options == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    if (!is_key(key))
        return PNEU_ERR_OPTION;
    uint64_t limit = options->settings.limit[key];
    *out = limit == UINT64_MAX ? PNEU_LIMIT_NONE : (int64_t)limit;
    return PNEU_OK;
}

pneu_status pneu_options_set_reading(pneu_options *options, const pneu_reading *reading)
{
    if (options == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_reading primary;
    memset(&primary, 0, sizeof primary);
    if (reading == NULL)
        reading = &primary;
    for (size_t i = 0; i < PNEU_READING_SIZE; i++) {
        unsigned count = choice_counts[i] != 0 ? choice_counts[i] : 1;
        if (reading->choice[i] >= count)
            return PNEU_ERR_OPTION;
    }
    memcpy(options->settings.reading.choice, reading->choice, PNEU_I_READING_COUNT);
    return PNEU_OK;
}

pneu_status pneu_options_set_reading_start(pneu_options *options, uint32_t space, uint64_t offset)
{
    if (options == NULL)
        return PNEU_ERR_ARGUMENT;
    options->settings.reading_space = space;
    options->settings.reading_offset = offset;
    return PNEU_OK;
}

void pneu_options_free(pneu_options *options)
{
    if (options != NULL) {
        pneu_alloc alloc = options->alloc;
        pneu_i_alloc_free(&alloc, options, sizeof *options);
    }
}

pneu_status pneu_i_options_of(const pneu_i_settings *settings, const pneu_alloc *alloc, pneu_options **out)
{
    pneu_status status = pneu_options_new(alloc, out);
    if (status == PNEU_OK)
        (*out)->settings = *settings;
    return status;
}

void pneu_i_settings_from(const pneu_options *options, pneu_i_settings *out)
{
    if (options != NULL)
        *out = options->settings;
    else
        set_defaults(out);
}
