/*
 * pneu trace: the trail of a message as a table, a line a hop, in the order in which the message went.
 * In: a trail. Out: lines for people. Nothing from the message reaches the terminal but through display.h; what is too
 * wide for its column is cut. Not handled: programs (they read --json).
 */
#include <stdio.h>

#include "cli/display.h"
#include "cli/trace_report.h"

enum {
    BAR_WIDTH = 20,
    DELAY_CAPACITY = 32,
    HOST_LIMIT = 60,    /* columns of a host in a warning */
    FROM_CAPACITY = 512 /* more than the widest column can show, four bytes a character */
};

enum {
    COLUMN_FROM,
    COLUMN_BY,
    COLUMN_WITH,
    COLUMN_TLS,
    COLUMNS
};

struct table {
    struct output *out;
    const struct trace *trace;
    int display;
    size_t widths[COLUMNS];
    size_t number_width;
    size_t delay_width;
    int64_t longest; /* delay */
};

static pneu_str words(const char *text)
{
    size_t len = 0;

    while (text[len] != '\0')
        len++;
    return (pneu_str){text, len};
}

/* What the receiving host saw counts more than what the sender called itself. */
static pneu_str from_text(const pneu_trace_host *from, char *buffer)
{
    const pneu_trace_text *name = from->rdns.length > 0 ? &from->rdns : &from->name;
    int name_len = (int)(name->text.len < FROM_CAPACITY ? name->text.len : FROM_CAPACITY);
    int ip_len = (int)(from->ip.text.len < FROM_CAPACITY ? from->ip.text.len : FROM_CAPACITY);
    int len;

    if (from->ip.length == 0)
        return name->text;
    len = snprintf(buffer, FROM_CAPACITY, "%.*s%s[%.*s]", name_len, name_len > 0 ? name->text.ptr : "",
                   name_len > 0 ? " " : "", ip_len, from->ip.text.ptr);
    return (pneu_str){buffer, len < FROM_CAPACITY ? (size_t)len : FROM_CAPACITY - 1};
}

static pneu_str column_text(const pneu_received *received, int column, char *buffer)
{
    if (column == COLUMN_FROM)
        return from_text(&received->from, buffer);
    if (column == COLUMN_BY)
        return received->by.name.length > 0 ? received->by.name.text : received->by.ip.text;
    if (column == COLUMN_WITH)
        return received->with.text;
    if (received->tls.version.length > 0)
        return received->tls.version.text;
    return words((received->protocol & PNEU_PROTOCOL_TLS) != 0 ? "yes" : "");
}

/* The two greatest units of a time. */
static size_t format_delay(int64_t delay, char *buffer)
{
    const char *sign = delay < 0 ? "-" : "";
    unsigned long long s = delay < 0 ? 0 - (unsigned long long)delay : (unsigned long long)delay;
    int len;

    if (s < 60)
        len = snprintf(buffer, DELAY_CAPACITY, "%s%llus", sign, s);
    else if (s < 3600)
        len = snprintf(buffer, DELAY_CAPACITY, "%s%llum%02llus", sign, s / 60, s % 60);
    else if (s < 86400)
        len = snprintf(buffer, DELAY_CAPACITY, "%s%lluh%02llum", sign, s / 3600, s / 60 % 60);
    else
        len = snprintf(buffer, DELAY_CAPACITY, "%s%llud%02lluh", sign, s / 86400, s / 3600 % 24);
    return (size_t)len;
}

static void measure(struct table *table)
{
    static const size_t heads[COLUMNS] = {4, 2, 4, 3}, limits[COLUMNS] = {44, 30, 12, 10};
    const pneu_trail *trail = &table->trace->trail;

    for (int column = 0; column < COLUMNS; column++) {
        size_t width = heads[column];

        for (uint32_t i = 0; i < trail->hop_count && width < limits[column]; i++) {
            char buffer[FROM_CAPACITY];
            size_t wanted = display_width(column_text(&table->trace->received[i], column, buffer), table->display);

            width = wanted > width ? wanted : width;
        }
        table->widths[column] = width < limits[column] ? width : limits[column];
    }
    table->number_width = output_digits(trail->hop_count) > 3 ? output_digits(trail->hop_count) : 3;
    table->delay_width = 5;
    for (uint32_t i = 0; i < trail->hop_count; i++) {
        char buffer[DELAY_CAPACITY];
        size_t width = (trail->hops[i].flags & PNEU_HOP_HAS_DELAY) ? format_delay(trail->hops[i].delay, buffer) : 0;

        table->delay_width = width > table->delay_width ? width : table->delay_width;
        if (width > 0 && trail->hops[i].delay > table->longest)
            table->longest = trail->hops[i].delay;
    }
}

static void write_delay(const struct table *table, const pneu_hop *hop)
{
    char buffer[DELAY_CAPACITY];
    size_t width;

    if ((hop->flags & PNEU_HOP_HAS_DELAY) == 0)
        return;
    width = format_delay(hop->delay, buffer);
    output_repeat(table->out, ' ', table->delay_width + 2 - width);
    output_text(table->out, buffer);
    if (hop->delay <= 0)
        return;
    output_text(table->out, "  ");
    /* A delay that is there is seen. */
    for (int64_t i = 0; i == 0 || i < hop->delay * BAR_WIDTH / table->longest; i++)
        output_text(table->out, table->display == DISPLAY_UTF8 ? "█" : "#");
}

static void write_hop(const struct table *table, uint32_t index)
{
    const pneu_hop *hop = &table->trace->trail.hops[index];
    int is_doubtful = table->trace->has_own && (hop->flags & PNEU_HOP_TRUSTED) == 0;

    output_char(table->out, is_doubtful ? '?' : ' ');
    output_aligned(table->out, trace_number(table->trace, index), table->number_width);
    for (int column = 0; column < COLUMNS; column++) {
        char buffer[FROM_CAPACITY];

        output_text(table->out, "  ");
        display_cell(table->out, column_text(&table->trace->received[index], column, buffer), table->display,
                     table->widths[column]);
    }
    write_delay(table, hop);
    output_char(table->out, '\n');
}

static void write_column_heads(const struct table *table)
{
    static const char *const heads[COLUMNS] = {"from", "by", "with", "TLS"};

    output_repeat(table->out, ' ', table->number_width - 2);
    output_text(table->out, "hop");
    for (int column = 0; column < COLUMNS; column++) {
        output_text(table->out, "  ");
        display_cell(table->out, words(heads[column]), table->display, table->widths[column]);
    }
    output_repeat(table->out, ' ', table->delay_width + 2 - 5);
    output_text(table->out, "delay\n");
}

static void write_heading(struct output *out, const struct trace *trace, int display)
{
    const pneu_trail *trail = &trace->trail;
    char buffer[DELAY_CAPACITY];

    display_words(out, trace->file, display);
    output_text(out, "  ");
    output_number(out, trail->hop_count);
    output_text(out, trail->hop_count == 1 ? " hop" : " hops");
    if (trail->has_total) {
        format_delay(trail->total, buffer);
        output_text(out, ", ");
        output_text(out, buffer);
    }
    if (trace->has_own) {
        output_text(out, ", ");
        output_number(out, trail->trusted_count);
        output_text(out, " trustworthy");
    }
    output_char(out, '\n');
}

static void warn_of_time(const struct table *table, uint32_t index)
{
    const pneu_hop *hop = &table->trace->trail.hops[index];
    char buffer[DELAY_CAPACITY];

    format_delay(-hop->delay, buffer);
    output_text(table->out, "warning: hop ");
    output_number(table->out, trace_number(table->trace, index));
    output_text(table->out, " is ");
    output_text(table->out, buffer);
    output_text(table->out, " earlier than hop ");
    output_number(table->out, trace_number(table->trace, hop->since));
    output_char(table->out, '\n');
}

static void warn_of_loop(const struct table *table)
{
    const struct trace *trace = table->trace;

    if ((trace->trail.loop & PNEU_LOOP_HOPS) != 0) {
        output_text(table->out, "warning: ");
        output_number(table->out, trace->trail.hop_count);
        output_text(table->out, " hops: the message may be in a loop\n");
    }
    if ((trace->trail.loop & PNEU_LOOP_SAME_HOST) != 0) {
        uint32_t busiest = trace_busiest(trace);
        pneu_str host = column_text(&trace->received[busiest], COLUMN_BY, NULL);
        size_t width = display_width(host, table->display);

        output_text(table->out, "warning: ");
        output_number(table->out, (uint64_t)trace->trail.hops[busiest].same_host + 1);
        output_text(table->out, " hops by ");
        display_cell(table->out, host, table->display, width < HOST_LIMIT ? width : HOST_LIMIT);
        output_text(table->out, ": the message may be in a loop\n");
    }
}

void trace_lines_write(struct output *out, const struct trace *trace, int display)
{
    struct table table = {.out = out, .trace = trace, .display = display, .longest = 0};

    write_heading(out, trace, display);
    if (trace->trail.hop_count == 0)
        return;
    measure(&table);
    write_column_heads(&table);
    for (uint32_t i = trace->trail.hop_count; i-- > 0 && !output_failed(out);)
        write_hop(&table, i);
    for (uint32_t i = trace->trail.hop_count; i-- > 0;)
        if ((trace->trail.hops[i].flags & PNEU_HOP_TIME_BACKWARDS) != 0)
            warn_of_time(&table, i);
    warn_of_loop(&table);
}
