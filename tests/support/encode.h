/* Encoded bodies for test messages. */
#ifndef TESTS_SUPPORT_ENCODE_H
#define TESTS_SUPPORT_ENCODE_H

#include "support/text.h"

/* Appends the bytes in an encoding: a PNEU_CODEC_..._ENCODE kind. */
void text_add_encoded(text *out, int32_t codec, pneu_str bytes);

/* Appends a message whose one part is `inner` as message/rfc822 in base64: a header, and the encoded body. */
void text_add_wrapped(text *out, pneu_str inner);

#endif
