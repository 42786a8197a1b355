/*
 * Dates. The input is a value. What strict mode reads, lenient mode reads alike, and the long way what the short one
 * takes; defects lie within the value, and there is one wherever there is no value; a date of 1900 or later is written,
 * and read back in both modes as the same.
 */
#include <stdlib.h>

#include "base/str.h"
#include "pneu/date.h"
#include "support/must.h"
#include "syntax/usual_date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct seen {
    size_t length;
    size_t count;
} seen;

static void add_defect(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    seen *to = ctx;
    MUST(offset <= to->length && length <= to->length - offset);
    MUST(code > PNEU_DEFECT_NONE && code < PNEU_DEFECT_COUNT && detail >= 0 && detail < PNEU_DETAIL_COUNT);
    to->count++;
}

static int same_date(const pneu_date *a, const pneu_date *b)
{
    return a->epoch == b->epoch && a->offset_min == b->offset_min && a->zone_known == b->zone_known;
}

static void check_writing(const pneu_date *date)
{
    const int64_t first = INT64_C(-2208988800), year_1 = INT64_C(-62135596800), end = INT64_C(253402300800);
    int64_t local = date->epoch + (int64_t)date->offset_min * 60;
    pneu_arena *arena = NULL;
    pneu_date strict, lenient;
    pneu_str out;
    MUST(local >= year_1 && local < end && (date->zone_known || date->offset_min == 0));
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return;
    pneu_status status = pneu_date_format(arena, date, &out);
    MUST(status == (local >= first ? PNEU_OK : PNEU_ERR_ARGUMENT));
    if (status == PNEU_OK) {
        MUST(pneu_date_parse(out, PNEU_STRICT, NULL, &strict) == PNEU_OK && same_date(&strict, date));
        MUST(pneu_date_parse(out, PNEU_LENIENT, NULL, &lenient) == PNEU_OK && same_date(&lenient, date));
    }
    pneu_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    seen defects = {size, 0};
    pneu_defect_sink sink = {add_defect, &defects};
    pneu_date lenient, strict;
    char *copy = malloc(size > 0 ? size : 1); /* exactly the value, so that a byte read too many is seen */
    if (copy == NULL)
        return 0;
    if (size > 0)
        memcpy(copy, data, size);
    pneu_str value = {copy, size};
    pneu_status status = pneu_date_parse(value, PNEU_LENIENT, &sink, &lenient);
    MUST(status == PNEU_OK || (status == PNEU_ERR_NOT_FOUND && defects.count > 0));
    seen again = {size, 0};
    pneu_defect_sink sink_again = {add_defect, &again};
    pneu_date any;
    MUST(pneu_i_any_date_read(value, PNEU_LENIENT, &sink_again, &any) == status && again.count == defects.count);
    MUST(status != PNEU_OK || same_date(&lenient, &any));
    if (pneu_date_parse(value, PNEU_STRICT, NULL, &strict) == PNEU_OK)
        MUST(status == PNEU_OK && same_date(&lenient, &strict));
    if (status == PNEU_OK)
        check_writing(&lenient);
    free(copy);
    return 0;
}
