/*
 * File names that do harm where they are used as they are: they lead out of a folder, name a device, hide, or look like
 * others. In: a decoded name. Out: a code and a detail for each kind of fault; the name stays as it is.
 * RFC 2183 sections 2.3 and 5. Linear, without memory.
 * Not handled: NUL, which no decoded name has (param_check.c); making a name safe (safe_filename.c).
 */
#include "syntax/filename_check.h"

#include "pneu/defect.h"
#include "syntax/invisible.h"

static int holds(pneu_str name, char c)
{
    return name.len > 0 && memchr(name.ptr, c, name.len) != NULL;
}

/* Windows drops dots and spaces at the end, Unix hides what begins with a dot. */
static int has_odd_end(pneu_str name)
{
    if (name.len == 0)
        return 0;
    char last = name.ptr[name.len - 1];
    return name.ptr[0] == '.' || last == '.' || last == ' ';
}

static int is_unsafe(pneu_str name, int32_t *detail)
{
    *detail = PNEU_DETAIL_SEC_FILENAME_PATH;
    if (holds(name, '/') || holds(name, '\\'))
        return 1;
    *detail = PNEU_DETAIL_SEC_FILENAME_RESERVED;
    if (holds(name, ':') || pneu_i_filename_is_device(name))
        return 1;
    *detail = PNEU_DETAIL_NONE;
    return has_odd_end(name);
}

int32_t pneu_i_filename_fault(pneu_str name, unsigned turn, int32_t *detail)
{
    unsigned invisible = pneu_i_invisible_in(name);
    if (is_unsafe(name, detail) && turn-- == 0)
        return PNEU_DEFECT_SEC_FILENAME_UNSAFE;
    *detail = (invisible & PNEU_I_HAS_BIDI_CONTROL) != 0 ? PNEU_DETAIL_SEC_BIDI_CONTROL : PNEU_DETAIL_NONE;
    return invisible != 0 && turn == 0 ? PNEU_DEFECT_SEC_INVISIBLE_CHAR : PNEU_DEFECT_NONE;
}
