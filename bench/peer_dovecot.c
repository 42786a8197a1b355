/*
 * Dovecot's lib-mail as contestant: its block parser over the caller's bytes, its decoder, and its readers of values.
 * The decoder makes texts UTF-8, too. It has no tree that could be written again.
 */
#include <lib.h>
#include <istream.h>
#include <message-address.h>
#include <message-date.h>
#include <message-decoder.h>
#include <message-header-decode.h>
#include <message-parser.h>
#include <str.h>

#include "bench.h"

#include <strings.h>
#include <unistd.h>

static void *open_dovecot(bench_heap *heap)
{
    static int is_ready;
    if (!is_ready)
        lib_init();
    is_ready = 1;
    return bench_open_nothing(heap);
}

/* ---- Structure and bodies ------------------------------------------------------------------------------------- */

static void count_leaves(const struct message_part *part, bench_tally *tally)
{
    for (; part != NULL; part = part->next) {
        if (part->children == NULL)
            tally->leaves++;
        else
            count_leaves(part->children, tally);
    }
}

/* Of the header's lines the decoder needs only Content-Type and Content-Transfer-Encoding. */
static int is_for_decoder(const struct message_block *block)
{
    return block->hdr == NULL || block->hdr->eoh || strncasecmp(block->hdr->name, "content-t", 9) == 0;
}

static void decode_blocks(struct message_parser_ctx *parser, bench_tally *tally)
{
    struct message_decoder_context *decoder = message_decoder_init(NULL, MESSAGE_DECODER_FLAG_RETURN_BINARY);
    struct message_block block, decoded;
    while (message_parser_parse_next_block(parser, &block) > 0)
        if (is_for_decoder(&block) && message_decoder_decode_next_block(decoder, &block, &decoded) &&
            decoded.hdr == NULL)
            tally->bytes += decoded.size;
    message_decoder_deinit(&decoder);
}

static void parse_stream(struct istream *in, int is_decoding, bench_tally *tally)
{
    pool_t pool = pool_alloconly_create("bench", 1024);
    struct message_parser_settings settings = {.flags = is_decoding ? 0 : MESSAGE_PARSER_FLAG_SKIP_BODY_BLOCK};
    struct message_parser_ctx *parser = message_parser_init(pool, in, &settings);
    struct message_block block;
    struct message_part *parts;
    if (is_decoding)
        decode_blocks(parser, tally);
    else
        while (message_parser_parse_next_block(parser, &block) > 0)
            ;
    message_parser_deinit(&parser, &parts);
    count_leaves(parts, tally);
    pool_unref(&pool);
}

static int run_parser(const char *bytes, size_t len, int is_decoding, bench_tally *tally)
{
    T_BEGIN
    {
        struct istream *in = i_stream_create_from_data(bytes, len);
        parse_stream(in, is_decoding, tally);
        i_stream_unref(&in);
    }
    T_END;
    return 0;
}

static int run_structure(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    (void)state;
    return run_parser(bytes, len, 0, tally);
}

static int run_decode(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    (void)state;
    return run_parser(bytes, len, 1, tally);
}

static int run_big(void *state, const bench_big *big, bench_tally *tally)
{
    (void)state;
    if (lseek(big->fd, 0, SEEK_SET) != 0)
        return -1;
    struct istream *in = i_stream_create_fd(big->fd, 65536);
    parse_stream(in, 1, tally);
    i_stream_unref(&in);
    return 0;
}

/* ---- Values of fields ------------------------------------------------------------------------------------------- */

static void take_field(pool_t pool, const struct message_header_line *line, bench_tally *tally)
{
    string_t *text = t_str_new(128);
    time_t date;
    int zone;
    if (strcasecmp(line->name, "From") == 0) {
        const struct message_address *at = message_address_parse(pool, line->full_value, line->full_value_len, 100, 0);
        for (; at != NULL; at = at->next) {
            tally->leaves += at->domain != NULL;
            if (at->name != NULL)
                message_header_decode_utf8((const unsigned char *)at->name, strlen(at->name), text, NULL);
        }
    } else if (strcasecmp(line->name, "Subject") == 0) {
        message_header_decode_utf8(line->full_value, line->full_value_len, text, NULL);
    } else if (message_date_parse(line->full_value, line->full_value_len, &date, &zone)) {
        tally->bytes += (uint64_t)date & 1;
    }
    tally->bytes += str_len(text);
}

static int is_wanted(const char *name)
{
    return strcasecmp(name, "From") == 0 || strcasecmp(name, "Subject") == 0 || strcasecmp(name, "Date") == 0;
}

static void read_fields(struct istream *in, bench_tally *tally)
{
    pool_t pool = pool_alloconly_create("bench", 1024);
    struct message_header_parser_ctx *parser = message_parse_header_init(
        in, NULL, MESSAGE_HEADER_PARSER_FLAG_SKIP_INITIAL_LWSP | MESSAGE_HEADER_PARSER_FLAG_CLEAN_ONELINE);
    struct message_header_line *line;
    while (message_parse_header_next(parser, &line) > 0) {
        if (line->eoh || !is_wanted(line->name))
            continue;
        if (line->continues)
            line->use_full_value = TRUE;
        else
            take_field(pool, line, tally);
    }
    message_parse_header_deinit(&parser);
    pool_unref(&pool);
}

static int run_fields(void *state, const char *bytes, size_t len, bench_tally *tally)
{
    (void)state;
    T_BEGIN
    {
        struct istream *in = i_stream_create_from_data(bytes, len);
        read_fields(in, tally);
        i_stream_unref(&in);
    }
    T_END;
    return 0;
}

const bench_contestant bench_dovecot[] = {
    {"Dovecot", BENCH_STRUCTURE, BENCH_IS_PEER, open_dovecot, run_structure, NULL, bench_close_nothing},
    {"Dovecot", BENCH_DECODE, BENCH_IS_PEER | BENCH_NO_BYTES, open_dovecot, run_decode, NULL, bench_close_nothing},
    {"Dovecot", BENCH_FIELDS, BENCH_IS_PEER | BENCH_NO_BYTES, open_dovecot, run_fields, NULL, bench_close_nothing},
    {"Dovecot", BENCH_BIG, BENCH_IS_PEER | BENCH_NO_BYTES, open_dovecot, NULL, run_big, bench_close_nothing},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
