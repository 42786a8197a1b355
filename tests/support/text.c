/* Growable text for tests. Growth is geometric, so that traces of large messages stay cheap. */
#include "support/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/must.h"

static void make_room(text *self, size_t more)
{
    if (self->capacity - self->len > more)
        return;
    size_t capacity = self->capacity * 2 + more + 256;
    char *moved = realloc(self->ptr, capacity);
    MUST(moved != NULL);
    self->ptr = moved;
    self->capacity = capacity;
}

void text_add(text *self, const void *bytes, size_t len)
{
    make_room(self, len);
    if (len > 0)
        memcpy(self->ptr + self->len, bytes, len);
    self->len += len;
    self->ptr[self->len] = '\0';
}

void text_print(text *self, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    MUST(len >= 0);
    make_room(self, (size_t)len);
    va_start(arguments, format);
    (void)vsnprintf(self->ptr + self->len, (size_t)len + 1, format, arguments);
    va_end(arguments);
    self->len += (size_t)len;
}

void text_add_quoted(text *self, pneu_str slice)
{
    text_add(self, "\"", 1);
    for (size_t i = 0; i < slice.len; i++) {
        unsigned char c = (unsigned char)slice.ptr[i];
        if (c >= ' ' && c < 127 && c != '"' && c != '\\')
            text_add(self, &c, 1);
        else
            text_print(self, "\\x%02x", c);
    }
    text_add(self, "\"", 1);
}

static size_t line_length(const char *line)
{
    return strcspn(line, "\n");
}

int text_equal(const text *a, const text *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

int text_is_same(const char *name, const text *expected, const text *actual)
{
    if (text_equal(expected, actual))
        return 1;
    const char *a = expected->len > 0 ? expected->ptr : "";
    const char *b = actual->len > 0 ? actual->ptr : "";
    while (*a != '\0' && line_length(a) == line_length(b) && memcmp(a, b, line_length(a)) == 0) {
        a += line_length(a) + (a[line_length(a)] == '\n');
        b += line_length(b) + (b[line_length(b)] == '\n');
    }
    (void)printf("# %s\n#   expected: %.*s\n#   actual:   %.*s\n", name, (int)line_length(a), a, (int)line_length(b),
                 b);
    (void)fflush(stdout); /* a fuzz target aborts next */
    return 0;
}

void text_clear(text *self)
{
    self->len = 0;
}

void text_free(text *self)
{
    free(self->ptr);
    memset(self, 0, sizeof *self);
}
