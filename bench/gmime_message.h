/* A message as GMime reads it, and makes it 7-bit. */
#ifndef BENCH_GMIME_MESSAGE_H
#define BENCH_GMIME_MESSAGE_H

#include <gmime/gmime.h>

/* The message in a stream, which is used up; NULL if there is none. Of a stream that persists, contents stay slices. */
static inline GMimeMessage *gmime_message_of(GMimeStream *stream, gboolean persists)
{
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_persist_stream(parser, persists);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

/* The message in memory, which is not copied. The view is to live as long as the message: contents are read through it. */
static inline GMimeMessage *gmime_message_in(const char *bytes, size_t len, GByteArray *view)
{
    view->data = (guint8 *)(guintptr)bytes;
    view->len = (guint)len;
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
    g_mime_stream_mem_set_byte_array((GMimeStreamMem *)stream, view);
    return gmime_message_of(stream, TRUE);
}

/* A leaf that is not encoded gets the encoding that GMime finds best for it; g_mime_object_encode alone would believe what
 * a header declares, and pass 8-bit bytes on. For g_mime_message_foreach. */
static inline void gmime_encode_leaf(GMimeObject *parent, GMimeObject *object, gpointer data)
{
    (void)parent;
    (void)data;
    if (!GMIME_IS_PART(object))
        return;
    GMimePart *part = GMIME_PART(object);
    if (g_mime_part_get_content_encoding(part) < GMIME_CONTENT_ENCODING_BASE64)
        g_mime_part_set_content_encoding(part,
                                         g_mime_part_get_best_content_encoding(part, GMIME_ENCODING_CONSTRAINT_7BIT));
}

/* Writes the message with CRLF. */
static inline gboolean gmime_write_message(GMimeMessage *message, GMimeStream *out)
{
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    gboolean is_written = g_mime_object_write_to_stream(GMIME_OBJECT(message), format, out) >= 0;
    g_mime_format_options_free(format);
    return is_written;
}

#endif
