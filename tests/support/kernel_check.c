/* Runs codecs with the kernels of each level, and compares all that can be seen of them. */
#include "support/kernel_check.h"

#include "base/cpu.h"
#include "codec/codec.h"
#include "support/must.h"
#include "write/choose_encoding.h"

#define TEXT PNEU_CODEC_TEXT
#define STRICT PNEU_CODEC_STRICT
#define PROTECT (PNEU_CODEC_PROTECT_FROM | PNEU_CODEC_PROTECT_DOT | PNEU_CODEC_PROTECT_DASH)
#define MEASURED (TEXT | PNEU_CODEC_PROTECT_DASH) /* quoted-printable so written is measured, too */

const kernel_codec kernel_codecs[] = {
    {PNEU_CODEC_BASE64_DECODE, 0},
    {PNEU_CODEC_BASE64_DECODE, STRICT},
    {PNEU_CODEC_BASE64_DECODE, PNEU_CODEC_STOP_AT_PAD},
    {PNEU_CODEC_BASE64_ENCODE, 0},
    {PNEU_CODEC_BASE64_ENCODE, TEXT},
    {PNEU_CODEC_BASE64_ENCODE, PNEU_CODEC_LF_LINES},
    {PNEU_CODEC_QUOTED_PRINTABLE_DECODE, 0},
    {PNEU_CODEC_QUOTED_PRINTABLE_DECODE, STRICT},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, 0},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_BINARY},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, TEXT | PROTECT},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_LF_LINES | PROTECT},
    {PNEU_CODEC_TO_CRLF, 0},
    {PNEU_CODEC_TO_CRLF, PNEU_CODEC_FIX_CR},
    {PNEU_CODEC_TO_LF, 0},
    {PNEU_CODEC_TO_LF, PNEU_CODEC_FIX_CR},
    {PNEU_CODEC_DOT_STUFF, 0},
    {PNEU_CODEC_DOT_STUFF, STRICT},
    {PNEU_CODEC_DOT_STUFF, PNEU_CODEC_FIX_CR | PNEU_CODEC_NO_END},
    {PNEU_CODEC_DOT_STUFF, PNEU_CODEC_KEEP_LF},
    {PNEU_CODEC_DOT_UNSTUFF, 0},
    {PNEU_CODEC_DOT_UNSTUFF, STRICT},
    {PNEU_CODEC_UU_DECODE, 0},
    {PNEU_CODEC_UU_DECODE, STRICT},
    {PNEU_CODEC_UU_ENCODE, 0},
    {PNEU_CODEC_YENC_DECODE, 0},
    {PNEU_CODEC_YENC_DECODE, STRICT},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, MEASURED},
};

const size_t kernel_codec_count = COUNT_OF(kernel_codecs);

typedef struct kernel_run {
    uint8_t *bytes;
    size_t len, room;
    pneu_defect *defects;
    size_t defect_count, defect_room;
    pneu_status status;
    uint64_t offset, error_offset;
} kernel_run;

static void *grown(void *array, size_t *room, size_t needed, size_t size)
{
    if (needed > *room || array == NULL)
        array = realloc(array, (*room = 2 * needed + 64) * size);
    MUST(array != NULL);
    return array;
}

static pneu_status keep_defect(void *ctx, const pneu_defect *defect)
{
    kernel_run *run = ctx;
    run->defects = grown(run->defects, &run->defect_room, run->defect_count + 1, sizeof *defect);
    run->defects[run->defect_count++] = *defect;
    return PNEU_OK;
}

typedef pneu_status (*codec_function)(pneu_i_codec *codec, pneu_i_codec_io *io);

/* Calls until there is nothing more to be had, each time with so much room. */
static void run_on(kernel_run *run, codec_function function, pneu_i_codec *codec, pneu_i_codec_io *io, size_t room)
{
    uint8_t *out = malloc(room);
    MUST(out != NULL);
    do {
        io->out = out;
        io->out_end = out + room;
        run->status = function(codec, io);
        size_t len = (size_t)(io->out - out);
        run->bytes = grown(run->bytes, &run->room, run->len + len, 1);
        memcpy(run->bytes + run->len, out, len);
        run->len += len;
    } while (run->status == PNEU_OK);
    free(out);
}

/* What is still to come of a codec that measured so far. */
static uint64_t measure_end(pneu_i_codec *codec)
{
    uint8_t rest[64];
    pneu_i_codec_io io = {NULL, NULL, rest, rest + sizeof rest};
    MUST(pneu_i_codec_end(codec, &io) == PNEU_DONE);
    return (uint64_t)(io.out - rest);
}

static int is_same_census(const pneu_i_census *a, const pneu_i_census *b)
{
    return a->length == b->length && a->bare_lf == b->bare_lf && a->column == b->column && a->has_high == b->has_high &&
           a->has_nul == b->has_nul && a->has_bare_cr == b->has_bare_cr && a->has_long_line == b->has_long_line &&
           a->is_after_cr == b->is_after_cr;
}

static kernel_run run_at(uint32_t level, const kernel_codec *how, pneu_str in, codec_cut cut, size_t shift)
{
    kernel_run run = {0};
    pneu_i_codec codec, measuring;
    pneu_i_codec_io io = {NULL, NULL, NULL, NULL};
    int is_measured = how->kind == PNEU_CODEC_QUOTED_PRINTABLE_ENCODE && how->flags == MEASURED;
    uint64_t measured = 0;
    pneu_i_census census = {0}, expected = {0};
    size_t room = cut.room > 0 ? cut.room : in.len * 3 + 64, piece = cut.first;
    MUST(pneu_i_codec_init(&codec, how->kind, how->flags, level) == PNEU_OK);
    measuring = codec;
    pneu_i_codec_report_to(&codec, keep_defect, &run);
    run.status = PNEU_MORE;
    for (size_t at = 0; at < in.len && run.status == PNEU_MORE; at += piece, piece = 0) {
        piece = piece > 0 ? piece : cut.step > 0 ? cut.step : in.len;
        piece = piece < in.len - at ? piece : in.len - at;
        uint8_t *block = malloc(shift + piece);
        MUST(block != NULL);
        memcpy(block + shift, in.ptr + at, piece);
        io.in = block + shift;
        io.in_end = io.in + piece;
        measured += is_measured ? pneu_i_qp_measure(&measuring, io.in, piece, &census) : 0;
        pneu_i_census_add(&expected, (const char *)io.in, piece, level);
        run_on(&run, pneu_i_codec_run, &codec, &io, room);
        free(block);
    }
    if (run.status == PNEU_MORE)
        run_on(&run, pneu_i_codec_end, &codec, &io, room);
    MUST(!is_measured || (measured + measure_end(&measuring) == run.len && is_same_census(&census, &expected)));
    run.offset = codec.offset;
    run.error_offset = codec.error_offset;
    return run;
}

static int is_same(const kernel_run *a, const kernel_run *b)
{
    if (a->len != b->len || a->defect_count != b->defect_count || a->status != b->status || a->offset != b->offset ||
        a->error_offset != b->error_offset || (a->len > 0 && memcmp(a->bytes, b->bytes, a->len) != 0))
        return 0;
    for (size_t i = 0; i < a->defect_count; i++) {
        const pneu_defect *x = &a->defects[i], *y = &b->defects[i];
        if (x->code != y->code || x->detail != y->detail || x->offset != y->offset || x->length != y->length)
            return 0;
    }
    return 1;
}

static void free_run(kernel_run *run)
{
    free(run->bytes);
    free(run->defects);
}

int kernel_check_plain(const kernel_codec *codec, pneu_str in)
{
    kernel_run whole = run_at(PNEU_CPU_PORTABLE, codec, in, (codec_cut){0, 0, 0}, 0);
    kernel_run plain = run_at(PNEU_CPU_PORTABLE, codec, in, (codec_cut){0, 1, 1}, 0);
    int differs = !is_same(&whole, &plain);
    if (differs)
        (void)fprintf(stderr, "codec %d, flags %u, %zu bytes: whole %zu bytes, %zu defects; byte by byte %zu, %zu\n",
                      (int)codec->kind, (unsigned)codec->flags, in.len, whole.len, whole.defect_count, plain.len,
                      plain.defect_count);
    free_run(&whole);
    free_run(&plain);
    return differs;
}

uint32_t kernel_check(const kernel_codec *codec, pneu_str in, codec_cut cut, size_t shift)
{
    uint32_t wrong = 0;
    kernel_run portable = run_at(PNEU_CPU_PORTABLE, codec, in, cut, shift);
    for (uint32_t level = PNEU_CPU_PORTABLE + 1; level <= pneu_i_cpu_level(PNEU_CPU_512) && wrong == 0; level++) {
        kernel_run other = run_at(level, codec, in, cut, shift);
        if (!is_same(&portable, &other)) {
            (void)fprintf(stderr,
                          "codec %d, flags %u, %zu bytes: level %s gives %zu bytes, %zu defects; portable %zu, %zu\n",
                          (int)codec->kind, (unsigned)codec->flags, in.len, pneu_cpu_level_name((int32_t)level),
                          other.len, other.defect_count, portable.len, portable.defect_count);
            wrong = level;
        }
        free_run(&other);
    }
    free_run(&portable);
    return wrong;
}
