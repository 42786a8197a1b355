/*
 * The conversion of `pneu ascii`, made with GMime: the peer of tools/pipe_score.py.
 * In: a message on standard input, a pipe. Out: the same message as 7bit with CRLF, on standard output.
 * The parser reads from the pipe itself and keeps the bodies in memory, which is what GMime does where it cannot seek.
 * Exit status: 1 if there is no message or it cannot be written.
 */
#include <unistd.h>

#include "gmime_message.h"

static int write_message(GMimeMessage *message)
{
    GMimeStream *pipe = g_mime_stream_pipe_new(dup(STDOUT_FILENO));
    GMimeStream *out = g_mime_stream_buffer_new(pipe, GMIME_STREAM_BUFFER_BLOCK_WRITE);
    int is_written = gmime_write_message(message, out);
    is_written = g_mime_stream_flush(out) == 0 && is_written;
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
    g_mime_message_foreach(message, gmime_encode_leaf, NULL);
    int is_written = write_message(message);
    g_object_unref(message);
    g_mime_shutdown();
    return is_written ? 0 : 1;
}
