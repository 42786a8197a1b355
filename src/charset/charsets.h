/* What decoders share: open iconv handles and the default charset. */
#ifndef PNEU_CHARSET_CHARSETS_H
#define PNEU_CHARSET_CHARSETS_H

#include "base/alloc.h"
#include "charset/iconv_handles.h"
#include "pneu/charset.h"

struct pneu_charsets {
    pneu_alloc alloc;
    pneu_i_handles handles;
    int default_charset;
};

#endif
