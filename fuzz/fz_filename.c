/*
 * Safe file names and resolved locations. A safe name is safe; made again, both stay as they are.
 */
#include "base/str.h"
#include "charset/charset.h"
#include "support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_names(pneu_arena *arena, pneu_str value)
{
    pneu_str name, again, base = {"http://a.example/b/c?d", 22};
    if (pneu_safe_filename(arena, value, &name) == PNEU_OK) {
        MUST(name.len > 0 && name.len <= PNEU_SAFE_FILENAME_MAX && name.ptr[0] != '.');
        MUST(memchr(name.ptr, '/', name.len) == NULL && memchr(name.ptr, '\\', name.len) == NULL);
        MUST(pneu_i_utf8_valid(name.ptr, name.len) == name.len);
        MUST(pneu_safe_filename(arena, name, &again) == PNEU_OK && pneu_i_str_equal(name, again));
    }
    MUST(pneu_location_resolve(arena, base, value, &name) == PNEU_OK);
    must_be_clean(name);
    MUST(pneu_location_resolve(arena, base, name, &again) == PNEU_OK && pneu_i_str_equal(name, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return check_copy(data, size, check_names);
}
