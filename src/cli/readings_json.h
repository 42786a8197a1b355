/* All readings of a message as one line of JSON. */
#ifndef PNEU_CLI_READINGS_JSON_H
#define PNEU_CLI_READINGS_JSON_H

#include "cli/output.h"
#include "pneu/readings.h"

/* Writes the object that docs/json.md describes, and a line end; goes through all readings. An error takes the line
 * back. */
pneu_status readings_json_write(struct output *out, pneu_readings *readings, const char *file);

#endif
