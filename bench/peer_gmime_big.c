/*
 * GMime 3 over one very large message: a stream of our own that GMime reads and seeks in as it would in a file, without
 * a file's cost.
 */
#include "bench.h"
#include "gmime_message.h"

typedef struct big_stream {
    GMimeStream parent;
    const bench_big *big;
} big_stream;

typedef struct big_stream_class {
    GMimeStreamClass parent;
} big_stream_class;

static GMimeStream *new_big_stream(const bench_big *big, gint64 start, gint64 end);

static ssize_t read_stream(GMimeStream *stream, char *out, size_t n)
{
    const big_stream *self = (const big_stream *)stream;
    gint64 end = stream->bound_end >= 0 ? stream->bound_end : (gint64)self->big->total;
    if (stream->position >= end)
        return 0;
    if ((gint64)n > end - stream->position)
        n = (size_t)(end - stream->position);
    size_t got = bench_big_read(self->big, (uint64_t)stream->position, out, n);
    stream->position += (gint64)got;
    return (ssize_t)got;
}

static ssize_t refuse_write(GMimeStream *stream, const char *bytes, size_t n)
{
    (void)stream;
    (void)bytes;
    (void)n;
    return -1;
}

static int do_nothing(GMimeStream *stream)
{
    (void)stream;
    return 0;
}

static int rewind_stream(GMimeStream *stream)
{
    stream->position = stream->bound_start;
    return 0;
}

static gint64 end_of_stream(GMimeStream *stream)
{
    return stream->bound_end >= 0 ? stream->bound_end : (gint64)((const big_stream *)stream)->big->total;
}

static gboolean is_at_end(GMimeStream *stream)
{
    return stream->position >= end_of_stream(stream);
}

static gint64 seek_stream(GMimeStream *stream, gint64 offset, GMimeSeekWhence whence)
{
    gint64 base = whence == GMIME_STREAM_SEEK_SET   ? 0
                  : whence == GMIME_STREAM_SEEK_CUR ? stream->position
                                                    : end_of_stream(stream);
    stream->position = base + offset;
    return stream->position;
}

static gint64 tell_stream(GMimeStream *stream)
{
    return stream->position;
}

static gint64 length_of_stream(GMimeStream *stream)
{
    return end_of_stream(stream) - stream->bound_start;
}

static GMimeStream *substream_of(GMimeStream *stream, gint64 start, gint64 end)
{
    return new_big_stream(((const big_stream *)stream)->big, start, end);
}

static void init_class(gpointer opaque, gpointer data)
{
    GMimeStreamClass *class = opaque;
    (void)data;
    class->read = read_stream;
    class->write = refuse_write;
    class->flush = do_nothing;
    class->close = do_nothing;
    class->reset = rewind_stream;
    class->eos = is_at_end;
    class->seek = seek_stream;
    class->tell = tell_stream;
    class->length = length_of_stream;
    class->substream = substream_of;
}

static GMimeStream *new_big_stream(const bench_big *big, gint64 start, gint64 end)
{
    static GType type;
    if (type == 0) {
        static const GTypeInfo info = {sizeof(big_stream_class), NULL, NULL, init_class, NULL, NULL,
                                       sizeof(big_stream),       0,    NULL, NULL};
        type = g_type_register_static(GMIME_TYPE_STREAM, "BenchBigStream", &info, 0);
    }
    big_stream *made = g_object_new(type, NULL);
    made->big = big;
    g_mime_stream_construct(&made->parent, start, end);
    return &made->parent;
}

static void decode_part(GMimeObject *parent, GMimeObject *object, gpointer opaque)
{
    bench_tally *tally = opaque;
    (void)parent;
    if (!GMIME_IS_PART(object))
        return;
    GMimeStream *nowhere = g_mime_stream_null_new();
    ssize_t written = g_mime_data_wrapper_write_to_stream(g_mime_part_get_content((GMimePart *)object), nowhere);
    tally->leaves++;
    tally->bytes += written > 0 ? (uint64_t)written : 0;
    g_object_unref(nowhere);
}

static int run_big(void *state, const bench_big *big, bench_tally *tally)
{
    (void)state;
    GMimeMessage *message = gmime_message_of(new_big_stream(big, 0, -1), TRUE);
    if (message != NULL) {
        g_mime_message_foreach(message, decode_part, tally);
        g_object_unref(message);
    }
    return message != NULL ? 0 : -1;
}

static void *open_gmime(bench_heap *heap)
{
    static int is_ready = 1;
    (void)heap;
    g_mime_init();
    return &is_ready;
}

static void close_gmime(void *state)
{
    (void)state;
}

const bench_contestant bench_gmime_big[] = {
    {"GMime", BENCH_BIG, BENCH_IS_PEER, open_gmime, NULL, run_big, close_gmime},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
