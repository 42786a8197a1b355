/* What a body asks of its encoding, and what the watch over unseen lines lets pass, cut anywhere. */
#include "edit/body_pump.h"
#include "edit/body_survey.h"
#include "edit/line_watch.h"

#include "support/test.h"
#include "support/text.h"

#define S(text)                                                                                                        \
    {                                                                                                                  \
        text, sizeof(text) - 1                                                                                         \
    }

static const struct {
    const char *row;
    pneu_str body;
    size_t high, odd, longest, bare_lfs;
    int loose;
} surveys[] = {
    {"nothing", S(""), 0, 0, 0, 0, 0},
    {"lines", S("a\r\nbcd\r\n"), 8, 8, 3, 0, 0},
    {"LF", S("a\nbcd\n"), 6, 6, 3, 2, 0},
    {"no end", S("abc"), 3, 3, 3, 0, 0},
    {"8-bit", S("ab\xC3\xA9"), 2, 4, 4, 0, 0},
    {"NUL", S("a\0b\n"), 4, 1, 3, 1, 0},
    {"bare CR", S("ab\rc\n"), 5, 2, 4, 1, 0},
    {"CR at the end", S("ab\r"), 3, 2, 3, 0, 0},
    {"CR CR LF", S("a\r\r\n"), 4, 1, 2, 0, 0},
    {"space at the end of a line", S("a \r\n"), 4, 4, 2, 0, 1},
    {"tab at the end", S("a\t"), 2, 2, 2, 0, 1},
    {"From", S("x\nFrom y\n"), 9, 9, 6, 2, 1},
    {"no From", S("xFrom y\nFrom\n"), 13, 13, 7, 2, 0},
};

static void bodies_are_looked_at(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(surveys); i++) {
        pneu_i_body_survey seen;
        size_t len = surveys[i].body.len;
        char *copy = malloc(len > 0 ? len : 1);
        assert_non_null(copy);
        memcpy(copy, surveys[i].body.ptr, len);
        pneu_i_body_survey_make(&seen, pneu_i_str_of(copy, len));
        if (seen.first_high != surveys[i].high || seen.first_odd != surveys[i].odd || seen.first_long != len ||
            seen.longest != surveys[i].longest || seen.bare_lfs != surveys[i].bare_lfs ||
            seen.has_loose_ends != surveys[i].loose)
            fail_msg("%s: high %u, odd %u, longest %u, LF %u, loose %d", surveys[i].row, (unsigned)seen.first_high,
                     (unsigned)seen.first_odd, (unsigned)seen.longest, (unsigned)seen.bare_lfs, seen.has_loose_ends);
        free(copy);
    }
}

static void long_lines_are_found(void **state)
{
    char line[1100];
    pneu_i_body_survey seen;
    (void)state;
    memset(line, 'a', sizeof line);
    line[50] = '\n';
    pneu_i_body_survey_make(&seen, pneu_i_str_of(line, 51 + 998));
    assert_int_equal(seen.first_long, 51 + 998);
    pneu_i_body_survey_make(&seen, pneu_i_str_of(line, 51 + 999));
    assert_int_equal(seen.first_long, 51 + 998);
}

/* ---- The watch ------------------------------------------------------------------------------------------------- */

static int is_xyz(const void *ctx, pneu_str line)
{
    size_t len = line.len < 3 ? line.len : 3;
    (void)ctx;
    if (memcmp(line.ptr, "xyz", len) != 0)
        return PNEU_I_NO_DELIMITER;
    return len == 3 ? PNEU_I_IS_DELIMITER : PNEU_I_MAY_BE_DELIMITER;
}

static const struct {
    const char *row;
    pneu_str bytes;
    size_t passed;
    pneu_status status;
} watched[] = {
    {"lines", S("a\r\n-b\r\n--c\r\n"), 12, PNEU_OK},  {"delimiter", S("a\r\n--xyz\r\n"), 3, PNEU_ERR_BOUNDARY},
    {"first line", S("--xyz"), 0, PNEU_ERR_BOUNDARY}, {"within a line", S("a--xyz\r\n"), 8, PNEU_OK},
    {"half of one", S("a\r\n--xy"), 7, PNEU_OK},      {"one dash", S("a\r\n-"), 4, PNEU_OK},
    {"8-bit", S("ab\xC3"), 2, PNEU_ERR_LATE_8BIT},    {"NUL", S("ab\0"), 2, PNEU_ERR_LATE_8BIT},
    {"bare LF", S("ab\n"), 2, PNEU_ERR_LATE_8BIT},    {"bare CR", S("ab\rc"), 3, PNEU_ERR_LATE_8BIT},
    {"CR last", S("ab\r"), 3, PNEU_ERR_LATE_8BIT},
};

/* Gives the bytes in pieces; what is held back comes again. */
static pneu_status watch_pieces(pneu_str bytes, size_t piece, size_t *passed)
{
    pneu_i_line_watch watch = {is_xyz, NULL, 0, 0, 0};
    size_t given = 0, now;
    pneu_status status = PNEU_OK;
    *passed = 0;
    while (status == PNEU_OK && (given < bytes.len || *passed < bytes.len)) {
        given = bytes.len - given < piece ? bytes.len : given + piece;
        status = pneu_i_line_watch_pass(&watch, pneu_i_str_of(bytes.ptr + *passed, given - *passed), given == bytes.len,
                                        &now);
        *passed += now;
    }
    return status;
}

static void lines_are_watched(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(watched); i++)
        for (size_t piece = 1; piece <= 12; piece++) {
            size_t passed;
            pneu_status status = watch_pieces(watched[i].bytes, piece, &passed);
            if (status != watched[i].status || passed != watched[i].passed)
                fail_msg("%s, %u at a time: %s, %u", watched[i].row, (unsigned)piece, pneu_status_name(status),
                         (unsigned)passed);
        }
}

/* ---- The pump -------------------------------------------------------------------------------------------------- */

static const struct {
    int32_t encoding;
    uint32_t flags;
    const char *in;
    const char *out;
} pumped[] = {
    {PNEU_ENCODING_7BIT, PNEU_I_PUMP_LINES, "a\nb\r\n\rc", "a\r\nb\r\n\rc"},
    {PNEU_ENCODING_7BIT, 0, "a\nb", "a\nb"},
    {PNEU_ENCODING_QUOTED_PRINTABLE, PNEU_I_PUMP_LINES, "a=\n\xC3 \nFrom ", "a=3D\r\n=C3=20\r\n=46rom=20"},
    {PNEU_ENCODING_BASE64, PNEU_I_PUMP_LINES, "a\n", "YQ0K\r\n"},
    {PNEU_ENCODING_BASE64, 0, "a\n", "YQo=\r\n"},
};

static void run_pump(size_t row, size_t in_piece, size_t out_piece, text *out)
{
    pneu_i_body_pump pump;
    const uint8_t *in = (const uint8_t *)pumped[row].in;
    size_t len = strlen(pumped[row].in), given = 0;
    uint8_t room[64];
    pneu_status status = PNEU_MORE;
    pneu_i_codec_io io = {in, in, room, room + out_piece};
    pneu_i_body_pump_start(&pump, pumped[row].encoding, pumped[row].flags);
    while (status != PNEU_DONE) {
        if (status == PNEU_MORE)
            given = len - given < in_piece ? len : given + in_piece;
        io.in_end = in + given;
        io.out = room;
        status = pneu_i_body_pump_run(&pump, &io, given == len);
        text_add(out, room, (size_t)(io.out - room));
    }
}

static void bodies_are_pumped(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pumped); i++)
        for (size_t in = 1; in < 8; in++)
            for (size_t room = 1; room < 64; room += 13) {
                text out = {NULL, 0, 0};
                run_pump(i, in, room, &out);
                assert_string_equal(out.ptr, pumped[i].out);
                text_free(&out);
            }
}

static void sizes_are_told_without_writing(void **state)
{
    pneu_i_body_pump pump;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pumped); i++) {
        pneu_i_body_pump_start(&pump, pumped[i].encoding, pumped[i].flags);
        assert_int_equal(pneu_i_body_pump_size(&pump, pneu_i_str(pumped[i].in), 1000), strlen(pumped[i].out));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_looked_at),
        cmocka_unit_test(long_lines_are_found),
        cmocka_unit_test(lines_are_watched),
        cmocka_unit_test(bodies_are_pumped),
        cmocka_unit_test(sizes_are_told_without_writing),
    };
    return RUN_TESTS(tests);
}
