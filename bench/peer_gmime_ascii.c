/*
 * GMime as contestant that makes 8-bit mail 7-bit: parsed, each leaf that is not encoded given the encoding that GMime
 * finds best, each field with bytes above 127 set again (fields are written as they were read otherwise), and written
 * with CRLF. The output stream keeps its room from message to message.
 */
#include "bench.h"
#include "gmime_message.h"

static void *open_gmime(bench_heap *heap)
{
    static GMimeStream *out;
    (void)heap;
    g_mime_init();
    if (out == NULL)
        out = g_mime_stream_mem_new();
    return out;
}

static gboolean has_high_bytes(const char *text)
{
    while (*text != '\0' && (unsigned char)*text < 128)
        text++;
    return *text != '\0';
}

/* Of the message's own header and of each part's. */
static void encode_fields(GMimeObject *object)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
        if (!has_high_bytes(g_mime_header_get_raw_value(header)))
            continue;
        char *value = g_strdup(g_mime_header_get_value(header));
        g_mime_header_set_value(header, NULL, value, "utf-8");
        g_free(value);
    }
}

static void encode_part(GMimeObject *parent, GMimeObject *object, gpointer data)
{
    encode_fields(object);
    gmime_encode_leaf(parent, object, data);
}

static int run_ascii(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    GByteArray view;
    GMimeStream *out = state;
    GMimeMessage *message = gmime_message_in(bytes, len, &view);
    if (message == NULL)
        return -1;
    encode_fields(GMIME_OBJECT(message));
    g_mime_message_foreach(message, encode_part, NULL);
    g_mime_stream_reset(out);
    gboolean is_written = gmime_write_message(message, out);
    const GByteArray *written = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out));
    if (tally->is_judged)
        bench_judge(tally, (const char *)written->data, (size_t)g_mime_stream_tell(out));
    g_object_unref(message);
    return is_written ? 0 : -1;
}

const bench_contestant bench_gmime_ascii[] = {
    {"GMime", BENCH_ASCII, BENCH_IS_PEER, open_gmime, run_ascii, NULL, bench_close_nothing},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
