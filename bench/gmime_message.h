/* A message as GMime reads it. */
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

#endif
