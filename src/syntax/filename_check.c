/*
 * File names that do harm where they are used as they are: they lead out of a folder, name a device, hide, or look like
 * others. In: a decoded name. Out: a code, a detail and a severity for each kind of fault; the name stays as it is.
 * All programs give the same name for ".signature", "a.pdf " and "Re: lunch.eml", and honest senders write them: unsafe to
 * create, but no attack. RFC 2183 sections 2.3 and 5. Linear, without memory.
 * Not handled: NUL, which no decoded name has (param_check.c); making a name safe (safe_filename.c).
 */
#include "syntax/filename_check.h"

#include "pneu/defect.h"
#include "syntax/invisible.h"

static int holds(pneu_str name, char c)
{
    return name.len > 0 && memchr(name.ptr, c, name.len) != NULL;
}

/* A drive or a stream of a file; the ":" of a title has a space behind it. */
static int has_drive_or_stream(pneu_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == ':' && (i + 1 == name.len || name.ptr[i + 1] != ' '))
            return 1;
    return 0;
}

/* Windows drops dots and spaces at the end, Unix hides what begins with a dot. */
static int has_odd_end(pneu_str name)
{
    if (name.len == 0)
        return 0;
    char last = name.ptr[name.len - 1];
    return name.ptr[0] == '.' || last == '.' || last == ' ';
}

static int is_unsafe(pneu_str name, pneu_i_name_fault *out)
{
    pneu_i_name_fault fault = {PNEU_DEFECT_SEC_FILENAME_UNSAFE, PNEU_DETAIL_NONE, PNEU_SEVERITY_ATTACK, 0};
    if (holds(name, '/') || holds(name, '\\')) {
        fault.detail = PNEU_DETAIL_SEC_FILENAME_PATH;
    } else if (has_drive_or_stream(name) || pneu_i_filename_is_device(name)) {
        fault.detail = PNEU_DETAIL_SEC_FILENAME_RESERVED;
    } else if (holds(name, ':') || has_odd_end(name)) {
        fault.severity = PNEU_SEVERITY_WARN;
        fault.is_end = !holds(name, ':');
    } else {
        return 0;
    }
    *out = fault;
    return 1;
}

static int is_invisible(pneu_str name, pneu_i_name_fault *out)
{
    unsigned found = pneu_i_invisible_in(name);
    out->code = PNEU_DEFECT_SEC_INVISIBLE_CHAR;
    out->detail = (found & PNEU_I_HAS_BIDI_CONTROL) != 0 ? PNEU_DETAIL_SEC_BIDI_CONTROL : PNEU_DETAIL_NONE;
    out->severity = PNEU_SEVERITY_ATTACK;
    out->is_end = 0;
    return found != PNEU_I_ALL_VISIBLE;
}

int pneu_i_filename_fault(pneu_str name, unsigned turn, pneu_i_name_fault *out)
{
    if (is_unsafe(name, out) && turn-- == 0)
        return 1;
    return turn == 0 && is_invisible(name, out);
}
