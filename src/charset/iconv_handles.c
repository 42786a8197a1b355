/*
 * A few open iconv handles: opening one costs more than decoding a letter, and a sandbox may forbid it.
 * In: charsets. Out: handles in their initial state. At most PNEU_I_HANDLE_COUNT stay open; the least recently used one
 * that is neither lent nor pinned makes room. A decoder that finds no room gets a handle of its own, so that what comes
 * out never depends on what is kept.
 * Not handled: threads.
 */
#include "charset/iconv_handles.h"

static int converts(const pneu_i_handle *place, const pneu_i_charset *charset)
{
    if (place->iconv == NULL)
        return 0;
    return strcmp(place->name, charset->iconv_name) == 0 ||
           (charset->iconv_other != NULL && strcmp(place->name, charset->iconv_other) == 0);
}

static pneu_i_handle *find_open(pneu_i_handles *handles, const pneu_i_charset *charset)
{
    for (size_t i = 0; i < PNEU_I_HANDLE_COUNT; i++)
        if (!handles->places[i].is_lent && converts(&handles->places[i], charset))
            return &handles->places[i];
    return NULL;
}

/* A free place, else that of the handle that was not used for the longest time, else NULL. */
static pneu_i_handle *find_room(pneu_i_handles *handles)
{
    pneu_i_handle *oldest = NULL;
    for (size_t i = 0; i < PNEU_I_HANDLE_COUNT; i++) {
        pneu_i_handle *place = &handles->places[i];
        if (place->iconv == NULL)
            return place;
        if (!place->is_lent && !place->is_pinned && (oldest == NULL || place->last_use < oldest->last_use))
            oldest = place;
    }
    return oldest;
}

static void put_in_place(pneu_i_handle *place, void *iconv, const char *name)
{
    if (place->iconv != NULL)
        pneu_i_iconv_free(place->iconv);
    memset(place, 0, sizeof *place);
    place->iconv = iconv;
    place->name = name;
}

void *pneu_i_handles_take(pneu_i_handles *handles, const pneu_i_charset *charset)
{
    const char *name;
    pneu_i_handle *place = find_open(handles, charset);
    if (place == NULL) {
        void *iconv = pneu_i_iconv_new(charset, &name);
        place = iconv != NULL ? find_room(handles) : NULL;
        if (place == NULL)
            return iconv;
        put_in_place(place, iconv, name);
    }
    place->is_lent = 1;
    place->last_use = ++handles->uses;
    pneu_i_iconv_restart(place->iconv);
    return place->iconv;
}

void pneu_i_handles_return(pneu_i_handles *handles, void *iconv)
{
    for (size_t i = 0; i < PNEU_I_HANDLE_COUNT; i++) {
        if (handles->places[i].iconv == iconv) {
            handles->places[i].is_lent = 0;
            return;
        }
    }
    pneu_i_iconv_free(iconv);
}

pneu_status pneu_i_handles_pin(pneu_i_handles *handles, const pneu_i_charset *charset)
{
    const char *name;
    pneu_i_handle *place = find_open(handles, charset);
    if (place == NULL) {
        void *iconv = pneu_i_iconv_new(charset, &name);
        if (iconv == NULL)
            return PNEU_ERR_NOT_FOUND;
        place = find_room(handles);
        if (place == NULL) {
            pneu_i_iconv_free(iconv);
            return PNEU_ERR_LIMIT;
        }
        put_in_place(place, iconv, name);
    }
    place->is_pinned = 1;
    return PNEU_OK;
}

void pneu_i_handles_close(pneu_i_handles *handles)
{
    for (size_t i = 0; i < PNEU_I_HANDLE_COUNT; i++)
        if (handles->places[i].iconv != NULL)
            pneu_i_iconv_free(handles->places[i].iconv);
    memset(handles, 0, sizeof *handles);
}
