/*
 * The public face of labels and of what decoders share. In: labels as messages or a configuration write them. Out:
 * names, and open handles.
 * Invariants: only names of our own table reach iconv; nothing is opened before it is needed or preloaded.
 * Not handled: threads (each has its own pneu_charsets).
 */
#include "charset/charsets.h"

pneu_status pneu_charset_find(pneu_str label, pneu_str *name)
{
    if (name == NULL || (label.ptr == NULL && label.len > 0))
        return PNEU_ERR_ARGUMENT;
    int charset = pneu_i_charset_find(label);
    if (charset < 0)
        return PNEU_ERR_NOT_FOUND;
    *name = pneu_i_str(pneu_i_charset_at(charset)->name);
    return PNEU_OK;
}

pneu_status pneu_charsets_new(const pneu_alloc *alloc, pneu_charsets **out)
{
    if (out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_charsets *charsets = pneu_i_alloc_zeroed(&own, sizeof *charsets);
    if (charsets == NULL)
        return PNEU_ERR_MEMORY;
    charsets->alloc = own;
    charsets->default_charset = PNEU_I_CHARSET_WINDOWS_1252;
    *out = charsets;
    return PNEU_OK;
}

static pneu_status preload_one(pneu_charsets *charsets, pneu_str label)
{
    int charset = pneu_i_charset_find(label);
    if (charset < 0)
        return PNEU_ERR_NOT_FOUND;
    if (pneu_i_charset_at(charset)->iconv_name == NULL)
        return PNEU_OK;
    return pneu_i_handles_pin(&charsets->handles, pneu_i_charset_at(charset));
}

pneu_status pneu_charsets_preload(pneu_charsets *charsets, const pneu_str *labels, size_t count)
{
    pneu_status result = PNEU_OK;
    if (charsets == NULL || (labels == NULL && count > 0))
        return PNEU_ERR_ARGUMENT;
    for (size_t i = 0; i < count; i++) {
        pneu_status status = preload_one(charsets, labels[i]);
        if (result == PNEU_OK)
            result = status;
    }
    return result;
}

pneu_status pneu_charsets_set_default(pneu_charsets *charsets, pneu_str label)
{
    if (charsets == NULL)
        return PNEU_ERR_ARGUMENT;
    int charset = pneu_i_charset_find(label);
    if (charset < 0)
        return PNEU_ERR_NOT_FOUND;
    if (pneu_i_charset_at(charset)->is_dangerous)
        return PNEU_ERR_ARGUMENT;
    charsets->default_charset = charset;
    return PNEU_OK;
}

void pneu_charsets_free(pneu_charsets *charsets)
{
    if (charsets == NULL)
        return;
    pneu_alloc alloc = charsets->alloc;
    pneu_i_handles_close(&charsets->handles);
    pneu_i_alloc_free(&alloc, charsets, sizeof *charsets);
}
