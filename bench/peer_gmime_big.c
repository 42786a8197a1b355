/*
 * GMime over one large message in a file: parsed from its file stream, and the body's octets counted.
 */
#include "bench.h"
#include "gmime_message.h"

#include <unistd.h>

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
    if (lseek(big->fd, 0, SEEK_SET) != 0)
        return -1;
    GMimeMessage *message = gmime_message_of(g_mime_stream_fs_new(dup(big->fd)), TRUE);
    if (message == NULL)
        return -1;
    g_mime_message_foreach(message, decode_part, tally);
    g_object_unref(message);
    return 0;
}

static void *open_gmime(bench_heap *heap)
{
    g_mime_init();
    return bench_open_nothing(heap);
}

const bench_contestant bench_gmime_big[] = {
    {"GMime", BENCH_BIG, BENCH_IS_PEER, open_gmime, NULL, run_big, bench_close_nothing},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
