/*
 * What a byte costs as messages grow: bench_scaling [AXIS=N | FILE]...
 * In: messages made here, with N of something ordinary (KiB of a body, parts, levels, fields, addresses), and hostile
 * ones in files. Each is read as a client reads it: the tree, every body decoded, and the values that a list shows.
 * Out: a line each, "NAME BYTES NANOSECONDS"; under callgrind instead a dump each, marked "NAME BYTES", of one reading.
 * tools/cost_gate.py holds the same kind of figures against limits; here they are only told.
 */
#include "gen.h"
#include "ours.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef BENCH_WITH_CALLGRIND
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_ZERO_STATS (void)0
#define CALLGRIND_DUMP_STATS_AT(label) (void)(label)
#define RUNNING_ON_VALGRIND 0
#endif

/* ---- Messages that grow ----------------------------------------------------------------------------------------- */

static void put_header(bench_gen *gen)
{
    bench_gen_emit(gen, "From: %f %l <%f.%l@%d>\nSubject: %w %w %w\nDate: %t\nMIME-Version: 1.0\n", NULL);
}

static void put_text(bench_gen *gen, unsigned n)
{
    put_header(gen);
    bench_gen_emit(gen, "Content-Type: text/plain; charset=us-ascii\n\n", NULL);
    bench_gen_text_lines(gen, (size_t)n * 1024);
}

static void put_base64(bench_gen *gen, unsigned n)
{
    put_header(gen);
    bench_gen_emit(gen, "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n", NULL);
    bench_gen_base64_lines(gen, (size_t)n * 1024 / 78 * 57, BENCH_LINES_EVEN);
}

static void put_quoted_printable(bench_gen *gen, unsigned n)
{
    put_header(gen);
    bench_gen_emit(gen, "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n",
                   NULL);
    bench_gen_qp_lines(gen, (size_t)n * 1024, BENCH_QP_HTML);
}

static void put_leaves(bench_gen *gen, unsigned n)
{
    put_header(gen);
    bench_gen_emit(gen, "Content-Type: multipart/mixed; boundary=next-part\n\n", NULL);
    for (unsigned i = 0; i < n; i++)
        bench_gen_emit(gen, "--next-part\nContent-Type: text/plain\n\n%w %w %w\n", NULL);
    bench_gen_emit(gen, "--next-part--\n", NULL);
}

static void put_levels(bench_gen *gen, unsigned n)
{
    char boundary[32];
    put_header(gen);
    for (unsigned i = 0; i < n; i++) {
        snprintf(boundary, sizeof boundary, "level-%u-", i);
        bench_gen_emit(gen, "Content-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\n", boundary);
    }
    bench_gen_emit(gen, "Content-Type: text/plain\n\n%w %w %w\n", NULL);
    for (unsigned i = n; i-- > 0;) {
        snprintf(boundary, sizeof boundary, "level-%u-", i);
        bench_gen_emit(gen, "--%s--\n", boundary);
    }
}

static void put_fields(bench_gen *gen, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bench_gen_emit(gen, "X-%w: %w %w\n %w %x16\n", NULL);
    put_header(gen);
    bench_gen_emit(gen, "\n%w\n", NULL);
}

static void put_recipients(bench_gen *gen, unsigned n)
{
    put_header(gen);
    bench_gen_emit(gen, "To: ", NULL);
    bench_gen_addresses(gen, n);
    bench_gen_emit(gen, "\n%w\n", NULL);
}

static const struct axis {
    const char *name;
    void (*put)(bench_gen *gen, unsigned n);
} axes[] = {
    {"text", put_text},     {"base64", put_base64}, {"qp", put_quoted_printable},  {"parts", put_leaves},
    {"levels", put_levels}, {"fields", put_fields}, {"addresses", put_recipients},
};

/* "AXIS=N" as a message; 0 where there is no such axis. */
static int make_message(bench_gen *gen, const char *item)
{
    const char *sign = strchr(item, '=');
    for (size_t i = 0; sign != NULL && i < sizeof axes / sizeof *axes; i++)
        if (strlen(axes[i].name) == (size_t)(sign - item) && strncmp(axes[i].name, item, (size_t)(sign - item)) == 0) {
            axes[i].put(gen, (unsigned)strtoul(sign + 1, NULL, 10));
            return 1;
        }
    return 0;
}

static void read_file(bench_gen *gen, const char *path)
{
    char buffer[65536];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        bench_die("bench_scaling: there is no such axis or file");
    while ((got = fread(buffer, 1, sizeof buffer, file)) > 0)
        bench_gen_put(gen, buffer, got);
    fclose(file);
}

/* ---- Reading it ------------------------------------------------------------------------------------------------- */

static void read_values(pneu_message *message)
{
    pneu_address_list list;
    pneu_str text;
    pneu_date date;
    pneu_msgid_list ids;
    int32_t has;
    if (pneu_part_field_addresses(message, 0, PNEU_FIELD_FROM, &list, &has) != PNEU_OK ||
        pneu_part_field_addresses(message, 0, PNEU_FIELD_TO, &list, &has) != PNEU_OK ||
        pneu_part_field_text(message, 0, PNEU_FIELD_SUBJECT, &text, &has) != PNEU_OK ||
        pneu_part_field_date(message, 0, PNEU_FIELD_DATE, &date, &has) != PNEU_OK ||
        pneu_part_field_ids(message, 0, PNEU_FIELD_REFERENCES, &ids, &has) != PNEU_OK)
        bench_die("bench_scaling: a value cannot be read");
}

static void read_message(pneu_message *message, const bench_gen *bytes)
{
    pneu_str body;
    if (pneu_message_parse_again(message, bytes->bytes, bytes->len) != PNEU_OK)
        bench_die("bench_scaling: a message cannot be read");
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++)
        if (pneu_part_kind(message, part) == PNEU_KIND_LEAF && pneu_part_body(message, part, &body) != PNEU_OK)
            bench_die("bench_scaling: a body cannot be read");
    read_values(message);
}

/* The fastest of some readings; what the first one needs to grow into is not counted. */
static void measure(pneu_message *message, const bench_gen *bytes, const char *name)
{
    char label[256];
    double best = 1e9;
    unsigned rounds = RUNNING_ON_VALGRIND ? 1 : 7;
    snprintf(label, sizeof label, "%s %zu", name, bytes->len);
    read_message(message, bytes);
    for (unsigned round = 0; round < rounds; round++) {
        double start = bench_now();
        CALLGRIND_ZERO_STATS;
        read_message(message, bytes);
        CALLGRIND_DUMP_STATS_AT(label);
        double seconds = bench_now() - start;
        best = seconds < best ? seconds : best;
    }
    if (!RUNNING_ON_VALGRIND)
        printf("%s %.0f\n", label, best * 1e9);
}

int main(int argc, char **argv)
{
    pneu_message *message;
    if (pneu_message_new(PNEU_KEEP_ALL, bench_options(), NULL, &message) != PNEU_OK)
        bench_die("bench_scaling: no message");
    for (int i = 1; i < argc; i++) {
        bench_gen bytes = bench_gen_new("scaling", 0);
        const char *file = strrchr(argv[i], '/');
        if (!make_message(&bytes, argv[i]))
            read_file(&bytes, argv[i]);
        measure(message, &bytes, file != NULL ? file + 1 : argv[i]);
        free(bytes.bytes);
    }
    pneu_message_free(message);
    return 0;
}
