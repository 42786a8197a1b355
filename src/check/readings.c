/*
 * Other readings: messages over the same bytes, each parsed with another choice.
 * In: a message in memory. Out: the primary reading, then each deviation, one at a time. Invariants: at most
 * PNEU_READINGS_MAX further parses; at most two messages are held; the primary one's records are sorted, and stay.
 * Not handled: deviations that only another deviation brings to light.
 */
#include "pneu/readings.h"

#include <string.h>

#include "base/alloc.h"
#include "base/options.h"
#include "check/deviations.h"

struct pneu_readings {
    pneu_alloc alloc;
    pneu_options *options; /* of the next message */
    const void *bytes;
    size_t len;
    pneu_message *primary;
    pneu_i_deviations deviations;
    pneu_i_deviation joined_at; /* of the reading that combines them, if there is one */
    pneu_reading joined;
    int is_joined;
    size_t next;
    pneu_other_reading given; /* its message is freed by the next call */
};

/* A copy of the options, without a reading. */
static pneu_status copy_limits(pneu_readings *readings, const pneu_options *options)
{
    pneu_i_settings settings;
    pneu_i_settings_from(options, &settings);
    memset(&settings.reading, 0, sizeof settings.reading);
    settings.reading_space = 0;
    settings.reading_offset = 0;
    return pneu_i_options_of(&settings, &readings->alloc, &readings->options);
}

static pneu_status begin(pneu_readings *readings, const pneu_options *options)
{
    pneu_status status = copy_limits(readings, options);
    if (status == PNEU_OK)
        status =
            pneu_message_parse(readings->bytes, readings->len, readings->options, &readings->alloc, &readings->primary);
    if (status == PNEU_OK)
        status = pneu_message_load(readings->primary);
    if (status == PNEU_OK)
        status = pneu_i_deviations_find(readings->primary, &readings->deviations);
    if (status == PNEU_OK)
        readings->is_joined =
            pneu_i_deviations_join(&readings->deviations, &readings->joined_at, &readings->joined) > 1;
    return status;
}

pneu_status pneu_readings_new(const void *bytes, size_t len, const pneu_options *options, const pneu_alloc *alloc,
                              pneu_readings **out)
{
    if (out == NULL || (bytes == NULL && len > 0) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_readings *readings = pneu_i_alloc_zeroed(&used, sizeof *readings);
    if (readings == NULL)
        return PNEU_ERR_MEMORY;
    readings->alloc = used;
    readings->bytes = bytes;
    readings->len = len;
    pneu_status status = begin(readings, options);
    if (status != PNEU_OK) {
        pneu_readings_free(readings);
        return status;
    }
    *out = readings;
    return PNEU_OK;
}

pneu_message *pneu_readings_primary(pneu_readings *readings)
{
    return readings != NULL ? readings->primary : NULL;
}

size_t pneu_readings_count(const pneu_readings *readings)
{
    return readings != NULL ? readings->deviations.count + (size_t)readings->is_joined : 0;
}

/* Which choices the index-th reading makes, and from where on. */
static void describe(const pneu_readings *readings, size_t index, pneu_other_reading *out)
{
    const pneu_i_deviation *where = &readings->joined_at;
    memset(out, 0, sizeof *out);
    if (index < readings->deviations.count) {
        where = &readings->deviations.item[index];
        out->answers = &where->answers;
        out->reading.choice[where->choice] = where->value;
    } else {
        out->reading = readings->joined;
    }
    out->space = where->space;
    out->offset = where->offset;
}

pneu_status pneu_readings_next(pneu_readings *readings, const pneu_other_reading **out)
{
    if (readings == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_message_free(readings->given.message);
    readings->given.message = NULL;
    if (readings->next >= pneu_readings_count(readings))
        return PNEU_DONE;
    pneu_other_reading *given = &readings->given;
    describe(readings, readings->next, given);
    pneu_status status = pneu_options_set_reading(readings->options, &given->reading);
    if (status == PNEU_OK)
        status = pneu_options_set_reading_start(readings->options, given->space, given->offset);
    if (status == PNEU_OK)
        status =
            pneu_message_parse(readings->bytes, readings->len, readings->options, &readings->alloc, &given->message);
    if (status != PNEU_OK)
        return status;
    readings->next++;
    *out = given;
    return PNEU_OK;
}

void pneu_readings_rewind(pneu_readings *readings)
{
    if (readings != NULL)
        readings->next = 0;
}

void pneu_readings_free(pneu_readings *readings)
{
    if (readings == NULL)
        return;
    pneu_alloc alloc = readings->alloc;
    pneu_message_free(readings->given.message);
    pneu_message_free(readings->primary);
    pneu_options_free(readings->options);
    pneu_i_alloc_free(&alloc, readings, sizeof *readings);
}
