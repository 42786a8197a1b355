/*
 * Other readings of any bytes: at most eight, each a message over the whole input with all its bytes in place, the parts
 * that begin before the deviation where the primary reading has them. Twice gives the same.
 */
#include "pneu/readings.h"
#include "pneu/write.h"
#include "support/mail_mutator.h"
#include "support/must.h"

static void check_is_exact(pneu_message *message, const uint8_t *data, size_t size)
{
    pneu_writer *writer;
    uint8_t piece[512];
    size_t at = 0, written;
    MUST(pneu_writer_new(message, PNEU_WRITE_EXACT, NULL, &writer) == PNEU_OK);
    while (pneu_writer_read(writer, piece, sizeof piece, &written) == PNEU_OK) {
        MUST(written <= size - at && memcmp(piece, data + at, written) == 0);
        at += written;
    }
    MUST(at == size);
    pneu_writer_free(writer);
}

static void check_begins_alike(const pneu_message *primary, const pneu_other_reading *other)
{
    pneu_span one, two;
    uint32_t count = pneu_message_part_count(primary);
    for (uint32_t part = 0; part < count && pneu_part_space(primary, part) <= other->space; part++) {
        pneu_part_header_span(primary, part, &one);
        if (pneu_part_space(primary, part) != other->space || one.offset >= other->offset)
            continue;
        pneu_part_header_span(other->message, part, &two);
        MUST(one.offset == two.offset && one.length == two.length);
        MUST(pneu_part_kind(primary, part) == pneu_part_kind(other->message, part));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_readings *readings;
    const pneu_other_reading *other;
    uint32_t parts[PNEU_READINGS_MAX];
    size_t count = 0, again = 0;
    MUST(pneu_readings_new(data, size, NULL, NULL, &readings) == PNEU_OK);
    check_is_exact(pneu_readings_primary(readings), data, size);
    for (; pneu_readings_next(readings, &other) == PNEU_OK; count++) {
        MUST(count < PNEU_READINGS_MAX);
        parts[count] = pneu_message_part_count(other->message);
        check_begins_alike(pneu_readings_primary(readings), other);
        check_is_exact(other->message, data, size);
        MUST(pneu_message_load(other->message) == PNEU_OK);
    }
    MUST(count == pneu_readings_count(readings));
    for (pneu_readings_rewind(readings); pneu_readings_next(readings, &other) == PNEU_OK; again++)
        MUST(again < count && parts[again] == pneu_message_part_count(other->message));
    MUST(again == count);
    pneu_readings_free(readings);
    return 0;
}
