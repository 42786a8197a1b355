#include "support/script_values.h"

#include "base/arena.h"
#include "base/str.h"
#include "support/must.h"
#include "support/text.h"

unsigned script_byte(script_values *v)
{
    return v->at < v->end ? *v->at++ : 0;
}

unsigned script_choose(script_values *v, unsigned count)
{
    return script_byte(v) % count;
}

pneu_str script_keep(script_values *v, const void *bytes, size_t len)
{
    pneu_str out;
    MUST(pneu_i_arena_copy(v->arena, pneu_i_str_of(bytes, len), &out) == PNEU_OK);
    return out;
}

/* Texts that break what is not careful. Lengths count: there are NULs. */
#define HOSTILE(text)                                                                                                  \
    {                                                                                                                  \
        text, sizeof(text) - 1                                                                                         \
    }
static const pneu_str hostile[] = {
    HOSTILE("a\r\nBcc: evil@x.example"),
    HOSTILE("a\nb"),
    HOSTILE("a\rb"),
    HOSTILE("nul\0here"),
    HOSTILE("=?utf-8?Q?looks_encoded?="),
    HOSTILE("=?utf-8?B?"),
    HOSTILE("quote \" and \\ backslash"),
    HOSTILE("Doe, John; (comment) <angle> [x]"),
    HOSTILE("a@b.example"),
    HOSTILE("ends with space "),
    HOSTILE("  begins with space"),
    HOSTILE("\ttab\tinside"),
    HOSTILE("\xC3\x28 not utf-8 \xFF"),
    HOSTILE("right \xE2\x80\xAE to left"),
    HOSTILE("zero\xE2\x80\x8Bwidth"),
    HOSTILE("\x1B[31mcolour"),
    HOSTILE("../../etc/passwd"),
    HOSTILE("con.txt"),
    HOSTILE(""),
    HOSTILE(" "),
    HOSTILE("--=_"),
    HOSTILE("% *'()<>@,;:\\\"/[]?="),
    HOSTILE("x'y''z%20"),
    HOSTILE(".leading.dots.."),
};

static const char *const words[] = {"Mail",          "tube",
                                    "J\xC3\xBCrgen", "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
                                    "re:",           "a",
                                    "Zo\xC3\xAB",    "\xF0\x9F\x93\xAE",
                                    "pneumatic",     "\xD0\x9F\xD0\xBE\xD1\x87\xD1\x82\xD0\xB0"};

static pneu_str words_text(script_values *v, size_t count)
{
    char *out = pneu_i_arena_alloc(v->arena, count * 16 + 1);
    size_t len = 0;
    MUST(out != NULL);
    for (size_t i = 0; i < count; i++) {
        const char *word = words[script_choose(v, COUNT_OF(words))];
        if (i > 0)
            out[len++] = ' ';
        memcpy(out + len, word, strlen(word));
        len += strlen(word);
    }
    return pneu_i_str_of(out, len);
}

pneu_str script_text(script_values *v)
{
    unsigned how = script_choose(v, 16);
    if (how < 10)
        return words_text(v, 1 + script_choose(v, 6));
    if (how == 10)
        return words_text(v, 60 + script_choose(v, 200));
    if (how < 14)
        return hostile[script_choose(v, COUNT_OF(hostile))];
    if (how == 14) {
        size_t len = script_byte(v);
        len = len < (size_t)(v->end - v->at) ? len : (size_t)(v->end - v->at);
        v->at += len;
        return script_keep(v, v->at - len, len);
    }
    pneu_str one = words_text(v, 1);
    char *out = pneu_i_arena_alloc(v->arena, one.len * 60);
    MUST(out != NULL);
    for (size_t i = 0; i < 60; i++)
        memcpy(out + i * one.len, one.ptr, one.len);
    return pneu_i_str_of(out, one.len * 60);
}

pneu_str script_lines(script_values *v)
{
    static const char *const ends[] = {"\r\n", "\n", "\r\n\r\n", " \n", "", "\r"};
    text lines = {NULL, 0, 0};
    unsigned count = script_choose(v, 12);
    for (unsigned i = 0; i < count; i++) {
        pneu_str line = script_choose(v, 3) != 0 ? pneu_i_str("A plain line of text.") : script_text(v);
        const char *end = ends[script_choose(v, 8) < 7 ? 0 : script_choose(v, COUNT_OF(ends))];
        if (script_choose(v, 9) == 0)
            text_print(&lines, "--=_");
        if (script_choose(v, 9) == 0)
            text_print(&lines, "From ");
        text_add(&lines, line.ptr, line.len);
        text_print(&lines, "%s", end);
    }
    pneu_str out = script_keep(v, lines.ptr, lines.len);
    text_free(&lines);
    return out;
}

pneu_str script_octets(script_values *v)
{
    static const size_t sizes[] = {0, 1, 2, 3, 56, 57, 58, 4095, 4096, 4097, 12345};
    size_t len = sizes[script_choose(v, COUNT_OF(sizes))];
    uint32_t state = script_byte(v) + 1;
    char *out = pneu_i_arena_alloc(v->arena, len);
    MUST(out != NULL);
    for (size_t i = 0; i < len; i++)
        out[i] = (char)((state = state * 1103515245 + 12345) >> 16);
    return pneu_i_str_of(out, len);
}

#define NESTED_MULTIPART                                                                                               \
    "From: a@b.example\r\nDate: Sat, 21 Nov 2026 09:05:00 +0100\r\nMIME-Version: 1.0\r\n"                              \
    "Content-Type: multipart/mixed; boundary=\"=_\"\r\n\r\n--=_\r\nContent-Type: text/plain\r\n\r\nA\r\n--=_--\r\n"

pneu_str script_message(script_values *v)
{
    static const char *const messages[] = {
        "From: a@b.example\r\nDate: Sat, 21 Nov 2026 09:05:00 +0100\r\nSubject: x\r\n\r\nBody.\r\n",
        "From: a@b.example\nDate: Sat, 21 Nov 2026 09:05:00 +0100\nSubject: with LF\n\nBody\n\n", NESTED_MULTIPART,
        "Subject: eight bits\r\n\r\n\xC3\xA9\r\n"};
    return pneu_i_str(messages[script_choose(v, COUNT_OF(messages))]);
}

/* A body that comes in pieces. */
typedef struct source {
    pneu_str rest;
    uint32_t turn;
} source;

static pneu_status pull(void *ctx, void *out, size_t capacity, size_t *written)
{
    source *from = ctx;
    from->turn = from->turn * 1103515245 + 12345;
    if (from->turn >> 29 == 0)
        return PNEU_MORE;
    size_t len = 1 + (from->turn >> 16) % capacity;
    *written = len < from->rest.len ? len : from->rest.len;
    if (*written == 0)
        return PNEU_DONE;
    memcpy(out, from->rest.ptr, *written);
    from->rest = pneu_i_str_from(from->rest, *written);
    return PNEU_OK;
}

void script_content(script_values *v, pneu_content *content, pneu_str body)
{
    unsigned how = script_choose(v, 6);
    content->bytes = body;
    if (how < 3) {
        content->source = how == 0 ? PNEU_CONTENT_COPIED : PNEU_CONTENT_BORROWED;
        return;
    }
    source *from = pneu_i_arena_alloc(v->arena, sizeof *from);
    MUST(from != NULL);
    from->rest = body;
    from->turn = script_byte(v);
    content->source = how == 3 ? PNEU_CONTENT_PUSHED : PNEU_CONTENT_PULLED;
    content->pull = pull;
    content->ctx = from;
}
