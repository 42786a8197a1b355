/*
 * libetpan as contestant: mailmime_parse over the caller's bytes. Its quoted-printable decoder makes LF CRLF.
 */
#include "bench.h"

#include <libetpan/libetpan.h>

static int encoding_of(const struct mailmime *part)
{
    if (part->mm_mime_fields == NULL)
        return MAILMIME_MECHANISM_8BIT;
    for (clistiter *at = clist_begin(part->mm_mime_fields->fld_list); at != NULL; at = clist_next(at)) {
        const struct mailmime_field *field = clist_content(at);
        if (field->fld_type == MAILMIME_FIELD_TRANSFER_ENCODING && field->fld_data.fld_encoding != NULL)
            return field->fld_data.fld_encoding->enc_type;
    }
    return MAILMIME_MECHANISM_8BIT;
}

static void decode_leaf(const struct mailmime *part, bench_tally *tally)
{
    const struct mailmime_data *data = part->mm_data.mm_single;
    if (data == NULL || data->dt_type != MAILMIME_DATA_TEXT)
        return;
    size_t at = 0;
    size_t len = 0;
    char *decoded = NULL;
    if (mailmime_part_parse(data->dt_data.dt_text.dt_data, data->dt_data.dt_text.dt_length, &at, encoding_of(part),
                            &decoded, &len) != MAILIMF_NO_ERROR)
        return;
    tally->bytes += len;
    mailmime_decoded_part_free(decoded);
}

static void visit_part(const struct mailmime *part, int is_decoding, bench_tally *tally)
{
    if (part->mm_type == MAILMIME_SINGLE) {
        tally->leaves++;
        if (is_decoding)
            decode_leaf(part, tally);
    } else if (part->mm_type == MAILMIME_MULTIPLE) {
        clist *parts = part->mm_data.mm_multipart.mm_mp_list;
        for (clistiter *at = clist_begin(parts); at != NULL; at = clist_next(at))
            visit_part(clist_content(at), is_decoding, tally);
    } else if (part->mm_data.mm_message.mm_msg_mime != NULL) {
        visit_part(part->mm_data.mm_message.mm_msg_mime, is_decoding, tally);
    }
}

static struct mailmime *parse_message(const char *bytes, size_t len)
{
    size_t at = 0;
    struct mailmime *message = NULL;
    return mailmime_parse(bytes, len, &at, &message) == MAILIMF_NO_ERROR ? message : NULL;
}

static int run_structure(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    struct mailmime *message = parse_message(bytes, len);
    (void)state;
    if (message == NULL)
        return 0;
    visit_part(message, 0, tally);
    mailmime_free(message);
    return 0;
}

static int run_decode(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    struct mailmime *message = parse_message(bytes, len);
    (void)state;
    if (message == NULL)
        return 0;
    visit_part(message, 1, tally);
    mailmime_free(message);
    return 0;
}

static int run_rebuild(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    struct mailmime *message = parse_message(bytes, len);
    int column = 0;
    (void)state;
    if (message == NULL)
        return 0;
    MMAPString *out = mmap_string_sized_new(len + 4096);
    if (mailmime_write_mem(out, &column, message) == MAILIMF_NO_ERROR)
        tally->bytes += out->len;
    mmap_string_free(out);
    mailmime_free(message);
    return 0;
}

const bench_contestant bench_libetpan[] = {
    {"libetpan", BENCH_STRUCTURE, BENCH_IS_PEER, bench_open_nothing, run_structure, NULL, bench_close_nothing},
    {"libetpan", BENCH_DECODE, BENCH_IS_PEER | BENCH_NO_BYTES, bench_open_nothing, run_decode, NULL,
     bench_close_nothing},
    {"libetpan", BENCH_REBUILD, BENCH_IS_PEER | BENCH_NO_LEAVES | BENCH_NO_BYTES, bench_open_nothing, run_rebuild, NULL,
     bench_close_nothing},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
