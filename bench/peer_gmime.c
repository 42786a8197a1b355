/*
 * GMime 3 as contestant: a memory stream over the caller's bytes (no copy) and a persistent stream, so that contents
 * stay slices: its fastest way over a buffer.
 */
#include "bench.h"
#include "gmime_message.h"

#include <string.h>

static GMimeStream *null_stream;
static GMimeStream *memory_stream; /* for output: it keeps its room, as our buffer does */

static void *open_gmime(bench_heap *heap)
{
    if (null_stream == NULL) {
        g_mime_init();
        null_stream = g_mime_stream_null_new();
        memory_stream = g_mime_stream_mem_new();
    }
    return bench_open_nothing(heap);
}

typedef struct walk {
    bench_tally *tally;
    int is_decoding;
} walk;

static void visit_part(GMimeObject *parent, GMimeObject *object, gpointer opaque)
{
    const walk *at = opaque;
    (void)parent;
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *inner = g_mime_message_part_get_message((GMimeMessagePart *)object);
        if (inner != NULL)
            g_mime_message_foreach(inner, visit_part, opaque);
    } else if (GMIME_IS_PART(object)) {
        at->tally->leaves++;
        GMimeDataWrapper *content = at->is_decoding ? g_mime_part_get_content((GMimePart *)object) : NULL;
        ssize_t written = content != NULL ? g_mime_data_wrapper_write_to_stream(content, null_stream) : 0;
        at->tally->bytes += written > 0 ? (uint64_t)written : 0;
    }
}

static int visit_message(const char *bytes, size_t len, walk at)
{
    GByteArray view;
    GMimeMessage *message = gmime_message_in(bytes, len, &view);
    if (message == NULL)
        return 0;
    g_mime_message_foreach(message, visit_part, &at);
    g_object_unref(message);
    return 0;
}

static int run_structure(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    walk at = {tally, 0};
    (void)state;
    return visit_message(bytes, len, at);
}

static int run_decode(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    walk at = {tally, 1};
    (void)state;
    return visit_message(bytes, len, at);
}

static int run_rebuild(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    GByteArray view;
    GMimeMessage *message = gmime_message_in(bytes, len, &view);
    (void)state;
    if (message == NULL)
        return 0;
    g_mime_stream_reset(memory_stream);
    g_mime_object_write_to_stream((GMimeObject *)message, g_mime_format_options_get_default(), memory_stream);
    tally->bytes += (uint64_t)g_mime_stream_tell(memory_stream);
    g_object_unref(message);
    return 0;
}

/* Bytes of the header with the empty line: it has no way to stop there itself. */
static size_t header_length(const char *bytes, size_t len)
{
    const char *lf = bytes, *end = bytes + len;
    while ((lf = memchr(lf, '\n', (size_t)(end - lf))) != NULL) {
        lf++;
        if (lf < end && (*lf == '\n' || (*lf == '\r' && lf + 1 < end && lf[1] == '\n')))
            return (size_t)(lf - bytes) + (*lf == '\r' ? 2 : 1);
    }
    return len;
}

static int run_fields(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    GByteArray view;
    GMimeMessage *message = gmime_message_in(bytes, header_length(bytes, len), &view);
    (void)state;
    if (message == NULL)
        return 0;
    InternetAddressList *from = g_mime_message_get_from(message);
    const char *subject = g_mime_message_get_subject(message);
    GDateTime *date = g_mime_message_get_date(message);
    tally->leaves += from != NULL ? (uint64_t)internet_address_list_length(from) : 0;
    tally->bytes += subject != NULL ? strlen(subject) : 0;
    tally->bytes += date != NULL ? (uint64_t)g_date_time_to_unix(date) & 1 : 0;
    g_object_unref(message);
    return 0;
}

const bench_contestant bench_gmime[] = {
    {"GMime", BENCH_STRUCTURE, BENCH_IS_PEER, open_gmime, run_structure, NULL, bench_close_nothing},
    {"GMime", BENCH_DECODE, BENCH_IS_PEER, open_gmime, run_decode, NULL, bench_close_nothing},
    {"GMime", BENCH_REBUILD, BENCH_IS_PEER | BENCH_NO_LEAVES | BENCH_NO_BYTES, open_gmime, run_rebuild, NULL,
     bench_close_nothing},
    {"GMime", BENCH_FIELDS, BENCH_IS_PEER | BENCH_NO_BYTES, open_gmime, run_fields, NULL, bench_close_nothing},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
