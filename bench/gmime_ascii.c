/*
 * The conversion of `pneu ascii`, made with GMime: the peer of tools/pipe_score.py.
 * In: a message on standard input, a pipe. Out: the same message as 7bit with CRLF, on standard output.
 * The parser reads from the pipe itself and keeps the bodies in memory, which is what GMime does where it cannot seek.
 * Each leaf that is not encoded gets the encoding that GMime finds best for it; g_mime_object_encode alone would believe
 * what a header declares, and pass 8-bit bytes on. Exit status: 1 if there is no message or it cannot be written.
 */
#include <unistd.h>

#include "gmime_message.h"

static void encode(GMimeObject *parent, GMimeObject *object, gpointer data)
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

static int write_message(GMimeMessage *message)
{
    GMimeStream *pipe = g_mime_stream_pipe_new(dup(STDOUT_FILENO));
    GMimeStream *out = g_mime_stream_buffer_new(pipe, GMIME_STREAM_BUFFER_BLOCK_WRITE);
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    int is_written = g_mime_object_write_to_stream(GMIME_OBJECT(message), format, out) >= 0;
    is_written = g_mime_stream_flush(out) == 0 && is_written;
    g_mime_format_options_free(format);
    g_object_unref(out);
    g_object_unref(pipe);
    return is_written;
}

int main(void)
{
    g_mime_init();
    GMimeMessage *message = gmime_message_of(g_mime_stream_pipe_new(dup(STDIN_FILENO)), FALSE);
    if (message == NULL)
        return 1;
    g_mime_message_foreach(message, encode, NULL);
    int is_written = write_message(message);
    g_object_unref(message);
    g_mime_shutdown();
    return is_written ? 0 : 1;
}
