/*
 * From offsets of defects to lines and columns. In: a checked message and its bytes. Out: its records, each with its
 * place in the file or in the decoded message that it stands in.
 * Invariant: records come sorted by space and offset, so that each space is walked through once.
 */
#include "cli/defect_places.h"

static pneu_status bytes_of(pneu_message *message, uint32_t space, pneu_str *bytes)
{
    return pneu_part_body(message, pneu_space_part(message, space), bytes);
}

pneu_status defect_places_begin(struct defect_places *places, pneu_message *message, pneu_str bytes)
{
    size_t count = pneu_message_defect_record_count(message);
    pneu_status status = PNEU_OK;
    uint32_t space = 0;
    pneu_str decoded;

    for (size_t i = 0; i < count && status == PNEU_OK; i++)
        if (pneu_message_defect(message, i)->space != space) {
            space = pneu_message_defect(message, i)->space;
            status = bytes_of(message, space, &decoded);
        }
    *places = (struct defect_places){.message = message};
    place_walk_init(&places->walk, bytes);
    return status;
}

int defect_places_next(struct defect_places *places, struct placed_defect *placed)
{
    const pneu_defect *defect;
    pneu_str bytes = places->walk.text;

    if (places->index == pneu_message_defect_record_count(places->message))
        return 0;
    defect = pneu_message_defect(places->message, places->index++);
    if (defect->space != places->space) {
        places->space = defect->space;
        if (bytes_of(places->message, defect->space, &bytes) != PNEU_OK) /* it was made by defect_places_begin */
            bytes.len = 0;
        place_walk_init(&places->walk, bytes);
    }
    placed->defect = defect;
    placed->place = place_walk_to(&places->walk, defect->offset);
    placed->text = places->walk.text;
    return 1;
}
