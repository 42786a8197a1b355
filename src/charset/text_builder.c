/*
 * Text that grows in an arena, and the conversion of a whole text. In: UTF-8 in whole characters, in any pieces. Out:
 * one slice in the arena, without the bytes that its kind must not hold. It doubles, so n bytes cost O(n) time and
 * memory.
 * Invariant: after a lack of memory further calls do nothing, and the end reports it.
 */
#include "charset/text_builder.h"

#include "base/word.h"

void pneu_i_text_builder_init(pneu_i_text_builder *builder, pneu_arena *arena, size_t room)
{
    memset(builder, 0, sizeof *builder);
    builder->arena = arena;
    builder->capacity = room;
    builder->ptr = pneu_i_arena_alloc(arena, room);
    builder->status = builder->ptr != NULL ? PNEU_OK : PNEU_ERR_MEMORY;
}

static int make_room(pneu_i_text_builder *builder, size_t more)
{
    if (more <= builder->capacity - builder->len)
        return 1;
    if (more > SIZE_MAX / 2 - builder->len)
        return 0;
    size_t capacity = (builder->len + more) * 2;
    char *ptr = pneu_i_arena_alloc(builder->arena, capacity);
    if (ptr == NULL)
        return 0;
    memcpy(ptr, builder->ptr, builder->len);
    builder->ptr = ptr;
    builder->capacity = capacity;
    return 1;
}

static void add_run(pneu_i_text_builder *builder, const char *utf8, size_t len)
{
    if (builder->status != PNEU_OK || len == 0)
        return;
    if (!make_room(builder, len)) {
        builder->status = PNEU_ERR_MEMORY;
        return;
    }
    memcpy(builder->ptr + builder->len, utf8, len);
    builder->len += len;
}

/* The number of bytes at `at` that are to be dropped. */
static size_t dropped_at(int drops, const unsigned char *at, size_t len)
{
    if (*at == 0)
        return 1;
    if (drops == PNEU_I_DROP_NUL)
        return 0;
    if (*at == '\r' || *at == '\n')
        return 1;
    if (drops == PNEU_I_DROP_BREAKS)
        return 0;
    if (*at == '\t')
        return drops == PNEU_I_DROP_CONTROLS;
    if (*at < 0x20 || *at == 0x7F)
        return 1;
    return *at == 0xC2 && len > 1 && at[1] < 0xA0 ? 2 : 0; /* C1 */
}

static int may_be_dropped(unsigned char c)
{
    return c < 0x20 || c == 0x7F || c == 0xC2;
}

/* Not 0 if one of eight bytes may be dropped. */
static uint64_t may_drop_some(uint64_t word)
{
    return pneu_i_word_below(word, 0x20) | pneu_i_word_find(word, 0x7F) | pneu_i_word_find(word, 0xC2);
}

/* How many bytes at the beginning may not be dropped, counted by whole words; the last one may begin before the end of
 * the one before it. */
static size_t count_kept(const char *utf8, size_t len)
{
    size_t kept = 0;
    if (len < 8)
        return 0;
    for (; len - kept >= 8; kept += 8)
        if (may_drop_some(pneu_i_word_load(utf8 + kept)) != 0)
            return kept;
    return may_drop_some(pneu_i_word_load(utf8 + len - 8)) == 0 ? len : kept;
}

void pneu_i_text_builder_add(pneu_i_text_builder *builder, const char *utf8, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)utf8;
    size_t start = 0;
    if (len == 0)
        return; /* utf8 may be NULL */
    size_t at = builder->drops != PNEU_I_KEEP_ALL ? count_kept(utf8, len) : len;
    while (at < len) {
        size_t count = may_be_dropped(bytes[at]) ? dropped_at(builder->drops, bytes + at, len - at) : 0;
        if (count == 0) {
            at++;
            continue;
        }
        builder->dropped_any = 1;
        builder->dropped_nul |= bytes[at] == 0;
        add_run(builder, utf8 + start, at - start);
        at += count;
        start = at;
    }
    add_run(builder, utf8 + start, len - start);
}

static void add_to_builder(void *ctx, const char *utf8, size_t len)
{
    pneu_i_text_builder_add(ctx, utf8, len);
}

pneu_i_utf8_sink pneu_i_text_builder_sink(pneu_i_text_builder *builder)
{
    pneu_i_utf8_sink sink = {add_to_builder, builder};
    return sink;
}

pneu_status pneu_i_text_builder_end(pneu_i_text_builder *builder, pneu_str *out)
{
    if (builder->status == PNEU_OK)
        *out = pneu_i_str_of(builder->ptr, builder->len);
    return builder->status;
}

/* Opens the conversion; where iconv has no such charset, the one that the bytes suggest. */
static void open_some(pneu_i_decoder *decoder, pneu_str label, pneu_str bytes, pneu_i_utf8_sink sink,
                      pneu_i_charset_info *info)
{
    if (pneu_i_decoder_open(decoder, pneu_i_charset_choose(label, bytes, info), sink))
        return;
    int is_utf8 = pneu_i_utf8_valid(bytes.ptr, bytes.len) == bytes.len;
    info->charset = is_utf8 ? "UTF-8" : "windows-1252";
    info->is_label_unknown = 1;
    (void)pneu_i_decoder_open(decoder, is_utf8 ? PNEU_I_CHARSET_UTF_8 : PNEU_I_CHARSET_WINDOWS_1252, sink);
}

pneu_status pneu_i_charset_to_utf8(pneu_arena *arena, pneu_str label, pneu_str bytes, int drops, pneu_str *out,
                                   pneu_i_charset_info *info)
{
    pneu_i_text_builder builder;
    pneu_i_decoder decoder;
    pneu_i_text_builder_init(&builder, arena, bytes.len);
    builder.drops = drops;
    open_some(&decoder, label, bytes, pneu_i_text_builder_sink(&builder), info);
    pneu_i_decoder_push(&decoder, bytes.ptr, bytes.len);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    info->had_errors = decoder.had_errors;
    info->ended_open = decoder.ended_open;
    return pneu_i_text_builder_end(&builder, out);
}
