/* The charset that an HTML text names itself. */
#ifndef PNEU_CHARSET_META_CHARSET_H
#define PNEU_CHARSET_META_CHARSET_H

#include "base/str.h"

#define PNEU_I_META_WINDOW ((size_t)1024) /* bytes at the start that are looked at, as browsers do */

/* The charset of the first <meta charset>, <meta http-equiv=content-type> or XML declaration within the bytes, or
 * PNEU_I_CHARSET_NONE. */
int pneu_i_charset_of_meta(pneu_str html);

#endif
