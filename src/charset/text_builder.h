/* Text that grows in an arena: the sink of conversions whose result is a value. */
#ifndef PNEU_CHARSET_TEXT_BUILDER_H
#define PNEU_CHARSET_TEXT_BUILDER_H

#include <string.h>

#include "base/arena.h"
#include "charset/charset.h"

/* What is dropped on the way in. */
enum {
    PNEU_I_KEEP_ALL = 0,
    PNEU_I_DROP_NUL = 1,
    PNEU_I_DROP_BREAKS = 2,           /* CR, LF, NUL */
    PNEU_I_DROP_CONTROLS_BUT_TAB = 3, /* CR, LF, NUL, the other C0 and C1 controls, DEL */
    PNEU_I_DROP_CONTROLS = 4          /* and tab */
};

typedef struct pneu_i_text_builder {
    pneu_arena *arena;
    char *ptr;
    size_t len;
    size_t capacity;
    pneu_status status; /* PNEU_ERR_MEMORY once there was none: what is added then is lost */
    int drops;          /* PNEU_I_KEEP_ALL ..., may be changed at any time */
    int dropped_nul;    /* 1 once NUL was dropped */
    int dropped_any;    /* 1 once anything was dropped */
} pneu_i_text_builder;

/* `room`: how long the text will probably be. */
void pneu_i_text_builder_init(pneu_i_text_builder *builder, pneu_arena *arena, size_t room);

void pneu_i_text_builder_add(pneu_i_text_builder *builder, const char *utf8, size_t len);

/* The same for a builder that drops nothing; short pieces are cheap. */
static inline void pneu_i_text_builder_put(pneu_i_text_builder *builder, const char *utf8, size_t len)
{
    if (builder->status != PNEU_OK || len == 0 || len > builder->capacity - builder->len) {
        pneu_i_text_builder_add(builder, utf8, len);
        return;
    }
    memcpy(builder->ptr + builder->len, utf8, len);
    builder->len += len;
}

static inline void pneu_i_text_builder_add_str(pneu_i_text_builder *builder, pneu_str text)
{
    pneu_i_text_builder_add(builder, text.ptr, text.len);
}

/* Adds text that ends at its NUL. */
static inline void pneu_i_text_builder_add_words(pneu_i_text_builder *builder, const char *words)
{
    pneu_i_text_builder_add(builder, words, strlen(words));
}

/* The builder as a sink. */
pneu_i_utf8_sink pneu_i_text_builder_sink(pneu_i_text_builder *builder);

/* The text. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_text_builder_end(pneu_i_text_builder *builder, pneu_str *out);

/* Converts `bytes` with this label to UTF-8 in the arena; see pneu_i_charset_choose. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_charset_to_utf8(pneu_arena *arena, pneu_str label, pneu_str bytes, int drops, pneu_str *out,
                                   pneu_i_charset_info *info);

#endif
