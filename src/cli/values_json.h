/* What the fields of a message's header say, as JSON. */
#ifndef PNEU_CLI_VALUES_JSON_H
#define PNEU_CLI_VALUES_JSON_H

#include "cli/json.h"
#include "pneu/tree.h"

/* The values of the part's known fields as an object: field names in lower case to texts, address lists, dates, arrays of
 * identifiers. Fields of other kinds are left out. */
pneu_status values_json_write(struct json *json, pneu_message *message, uint32_t part);

/* Mailboxes as an array of objects {name, address, local, domain, group}; a date as {epoch, offset_min, zone_known}. */
void values_json_addresses(struct json *json, const pneu_address_list *list);
void values_json_date(struct json *json, const pneu_date *date);

/* The keys of one mailbox, for an object that has others, too. */
void values_json_mailbox(struct json *json, const pneu_address_list *list, const pneu_mailbox *mailbox);

#endif
