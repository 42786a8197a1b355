/*
 * Counts what reading one hostile value costs, in one callgrind process: cost_trace SIZE..., or of
 * one alone: cost_trace API VALUE SIZE.
 * Each reader of trace fields, results of authentication, lists, reports and text bodies gets each of its values in each
 * size, made by repeating a unit. Out: one dump of callgrind's counts for each, marked "API VALUE SIZE";
 * tools/cost_gate.py reads them. Without valgrind it only runs everything once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valgrind/callgrind.h>

#include "pneu/pneu.h"

static void need(int good, const char *what)
{
    if (good)
        return;
    (void)fprintf(stderr, "cost_trace: %s\n", what);
    exit(1);
}

/* ---- What is measured --------------------------------------------------------------------------------------- */

#define READER(name, parse, type)                                                                                      \
    static pneu_status name(pneu_arena *arena, pneu_str value)                                                         \
    {                                                                                                                  \
        type out;                                                                                                      \
        return parse(arena, value, PNEU_LENIENT, NULL, &out);                                                          \
    }

READER(received, pneu_received_parse, pneu_received)
READER(return_path, pneu_return_path_parse, pneu_str)
READER(auth_results, pneu_auth_results_parse, pneu_auth_results)
READER(tag_list, pneu_tag_list_parse, pneu_tag_list)
READER(received_spf, pneu_received_spf_parse, pneu_received_spf)
READER(list_urls, pneu_list_urls_parse, pneu_list_urls)
READER(list_id, pneu_list_id_parse, pneu_list_id)
READER(delivery_status, pneu_delivery_status_parse, pneu_delivery_status)
READER(disposition, pneu_disposition_notification_parse, pneu_disposition_notification)
READER(feedback, pneu_feedback_report_parse, pneu_feedback_report)

static size_t count_lines(pneu_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

/* Each line is the value of a Received field. */
static pneu_status trail(pneu_arena *arena, pneu_str text)
{
    static const pneu_str own[] = {{".example", 8}, {"192.0.2.0/24", 12}};
    pneu_trail_options options = {own, 2, 0, 0};
    pneu_received *hops = malloc((count_lines(text) + 1) * sizeof *hops);
    uint32_t count = 0;
    pneu_trail out;
    need(hops != NULL, "no memory");
    for (const char *line = text.ptr, *end; line < text.ptr + text.len; line = end + 1, count++) {
        end = memchr(line, '\n', (size_t)(text.ptr + text.len - line));
        need(end != NULL, "a line without end");
        pneu_str value = {line, (size_t)(end - line)};
        need(pneu_received_parse(arena, value, PNEU_LENIENT, NULL, &hops[count]) == PNEU_OK, "a hop failed");
    }
    pneu_status status = pneu_trail_build(arena, hops, count, &options, &out);
    free(hops);
    return status;
}

/* Each line is a field. */
static pneu_status arc(pneu_arena *arena, pneu_str text)
{
    pneu_field_value *fields = malloc((count_lines(text) + 1) * sizeof *fields);
    size_t count = 0;
    pneu_arc_chain out;
    need(fields != NULL, "no memory");
    for (const char *line = text.ptr, *end; line < text.ptr + text.len; line = end + 1, count++) {
        const char *colon = memchr(line, ':', (size_t)(text.ptr + text.len - line));
        end = memchr(line, '\n', (size_t)(text.ptr + text.len - line));
        need(end != NULL && colon != NULL && colon < end, "a line that is no field");
        pneu_field_value field = {{line, (size_t)(colon - line)}, {colon + 1, (size_t)(end - colon - 1)}};
        fields[count] = field;
    }
    pneu_status status = pneu_arc_chain_read(arena, fields, count, &out);
    free(fields);
    return status;
}

static pneu_status flowed(pneu_arena *arena, pneu_str text)
{
    pneu_paragraphs out;
    return pneu_flowed_decode(arena, text, PNEU_FLOWED_DELSP, &out);
}

/* Reading, writing, and the reading again that writing does. */
static pneu_status delivery_written(pneu_arena *arena, pneu_str body)
{
    pneu_delivery_status report;
    pneu_str out;
    pneu_status status = pneu_delivery_status_parse(arena, body, PNEU_LENIENT, NULL, &report);
    if (status == PNEU_OK)
        status = pneu_delivery_status_format(arena, &report, &out);
    return status == PNEU_ERR_ARGUMENT ? PNEU_OK : status; /* what was read leniently cannot always be written */
}

static pneu_status auth_results_written(pneu_arena *arena, pneu_str value)
{
    pneu_auth_results results;
    pneu_str out;
    pneu_status status = pneu_auth_results_parse(arena, value, PNEU_LENIENT, NULL, &results);
    if (status == PNEU_OK)
        status = pneu_auth_results_format(arena, &results, &out);
    return status == PNEU_ERR_ARGUMENT ? PNEU_OK : status;
}

static pneu_status flowed_written(pneu_arena *arena, pneu_str text)
{
    pneu_paragraphs paragraphs;
    pneu_str out;
    pneu_status status = pneu_flowed_decode(arena, text, PNEU_FLOWED_DELSP, &paragraphs);
    if (status == PNEU_OK)
        status = pneu_flowed_encode(arena, &paragraphs, PNEU_FLOWED_DELSP, 0, &out);
    return status == PNEU_ERR_ARGUMENT ? PNEU_OK : status;
}

static pneu_status html(pneu_arena *arena, pneu_str text)
{
    pneu_str out;
    return pneu_html_to_text(arena, text, 0, 72, &out);
}

static pneu_status preview(pneu_arena *arena, pneu_str text)
{
    pneu_str out;
    return pneu_preview(arena, text, PNEU_BODY_FLOWED, &out);
}

static pneu_status decode_as(pneu_arena *arena, const char *label, pneu_str text)
{
    pneu_decoded_text out;
    pneu_str name = {label, strlen(label)};
    return pneu_text_decode(arena, NULL, name, text, &out);
}

static pneu_status charset_none(pneu_arena *arena, pneu_str text)
{
    return decode_as(arena, "", text);
}

static pneu_status charset_utf8(pneu_arena *arena, pneu_str text)
{
    return decode_as(arena, "utf-8", text);
}

static pneu_status charset_latin(pneu_arena *arena, pneu_str text)
{
    return decode_as(arena, "iso-8859-1", text);
}

static pneu_status charset_iso2022(pneu_arena *arena, pneu_str text)
{
    return decode_as(arena, "iso-2022-jp", text);
}

static pneu_status charset_utf7(pneu_arena *arena, pneu_str text)
{
    return decode_as(arena, "utf-7", text);
}

static pneu_status charset_utf16(pneu_arena *arena, pneu_str text)
{
    return decode_as(arena, "utf-16le", text);
}

/* ---- What is read ------------------------------------------------------------------------------------------- */

/* A value: `start`, then `unit` as often as it fits. */
typedef struct hostile_value {
    const char *name;
    const char *start;
    const char *unit;
} hostile_value;

static const hostile_value structured[] = {
    {"words", "", "a "},
    {"comments-open", "", "(a"},
    {"comments-many", "", "()"},
    {"comments-of-words", "from a (", "a "},
    {"quotes-open", "a\"", "\"\\"},
    {"quotes-many", "", "\"\""},
    {"escapes", "from \"", "\\a"},
    {"semicolons", "", ";"},
    {"commas", "", ","},
    {"angles", "", "<"},
    {"angle-pairs", "", "<a>,"},
    {"brackets", "from a [", "["},
    {"literals", "from a (", "[1.2.3.4]"},
    {"equals", "", "a=b;"},
    {"results", "a", "; b=c d.e=f"},
    {"equals-spaced", "a; ", "b = c "},
    {"slashes", "a/1; b=", "c/"},
    {"folds", "", "\r\n "},
    {"bytes-8bit", "", "\xE4"},
    {"controls", "", "a\x01"},
    {"recipients", "from a by b for ", "<a@b.c>,"},
    {"keywords", "", "by "},
    {"days", "", " Mon,"},
    {"encoded-words", "(", "=?utf-8?q?a?= "},
};

static const hostile_value report_lines[] = {
    {"extensions", "", "a:\r\n"},
    {"extensions-lf", "", "a:\n"},
    {"extensions-of-1", "", "a:b\n"},
    {"groups", "", "a:\n\n"},
    {"recipients", "Reporting-MTA: dns; a\n\n", "Final-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.1.1\n\n"},
    {"no-fields", "", "a\n"},
    {"blank-lines", "a:", "\n"},
    {"repeated", "", "Error: a\nOriginal-Rcpt-To: b\n"},
    {"folds", "a:", "\n a"},
    {"comments", "Final-Recipient: rfc822; ", "()"},
    {"xtext", "Original-Recipient: rfc822; ", "+2B"},
    {"semicolons", "Reporting-UA: ", ";"},
    {"modifiers", "Disposition: manual-action/mdn-sent-manually; displayed/", "a,"},
    {"bytes-8bit", "a:", "\xE4"},
    {"written", "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.1.1\n", "a:\n"},
    {"two-in-one", "Action: failed\nReporting-MTA: dns; a\n", "a:\n"},
};

static const hostile_value hops[] = {
    {"empty", "", "; a b c\n"},
    {"ordinary", "",
     "from a.example (b.example [192.0.2.1]) by mx.example with ESMTPS id 1; Sat, 21 Nov 2026 10:00:00 +0000\n"},
};

static const hostile_value arc_lines[] = {
    {"empty", "", "ARC-Seal:\nARC-Message-Signature:\nARC-Authentication-Results:\n"},
    {"seals", "", "ARC-Seal:i=1;a=b;c=d;e=f\n"},
    {"results", "", "ARC-Authentication-Results:i=1;a;b=c d.e=f\n"},
};

static const hostile_value texts[] = {
    {"ordinary", "", "The quick brown fox jumps over the lazy dog. \r\n"},
    {"empty-lines", "", "\n"},
    {"short-lines", "", "a \n"},
    {"quotes", "", ">"},
    {"quote-lines", "", "> a \n>> b \n"},
    {"spaces", "", " "},
    {"signatures", "", "-- \n"},
    {"bytes-8bit", "", "\xE4"},
    {"umlauts", "", "\xC3\xA4"},
    {"controls", "", "\x01"},
    {"directions", "", "\xE2\x80\xAE"},
};

static const hostile_value documents[] = {
    {"ordinary", "",
     "<p>The quick <b>brown</b> fox jumps over the <a href=\"http://a.example/\">lazy dog</a>.</p>\r\n"},
    {"less-than", "", "<"},
    {"tags", "", "<b>"},
    {"closing-tags", "", "</b>"},
    {"open-divs", "", "<div>"},
    {"open-lists", "", "<ol><li>"},
    {"open-quotes", "", "<blockquote>a"},
    {"open-tables", "", "<table><tr><td>"},
    {"attributes", "<a ", "a=b "},
    {"attribute-long", "<a href=\"", "a"},
    {"links", "", "<a href=b>"},
    {"images", "", "<img alt=b>"},
    {"rules", "", "<hr>"},
    {"breaks", "", "<br>"},
    {"comments-open", "", "<!--"},
    {"comment-dashes", "<!--", "-"},
    {"script-ends", "<script>", "</scrip"},
    {"entities", "", "&amp;"},
    {"entities-open", "", "&a"},
    {"entities-long", "", "&CounterClockwiseContourIntegral"},
    {"entities-numeric", "", "&#x1F600;"},
    {"spaces", "", " "},
    {"lines", "<pre>", "\n"},
    {"word", "", "a"},
    {"bytes-8bit", "", "\xE4"},
};

static const hostile_value encodings[] = {
    {"ascii", "", "The quick brown fox jumps over the lazy dog.\r\n"},
    {"bytes-8bit", "", "\xE4"},
    {"umlauts", "", "\xC3\xA4"},
    {"cut-sequences", "", "\xF0\x9F\x98"},
    {"escapes", "", "\x1B$B\x1B(B"},
    {"escapes-bad", "", "\x1B$"},
    {"shifts", "", "+AGE-"},
    {"shifts-open", "", "+"},
};

#define LIST(values) values, sizeof(values) / sizeof((values)[0])

static const struct api {
    const char *name;
    pneu_status (*run)(pneu_arena *arena, pneu_str value);
    const hostile_value *values;
    size_t value_count;
} apis[] = {
    {"received", received, LIST(structured)},
    {"return-path", return_path, LIST(structured)},
    {"auth-results", auth_results, LIST(structured)},
    {"tag-list", tag_list, LIST(structured)},
    {"received-spf", received_spf, LIST(structured)},
    {"list-urls", list_urls, LIST(structured)},
    {"list-id", list_id, LIST(structured)},
    {"delivery-status", delivery_status, LIST(report_lines)},
    {"disposition", disposition, LIST(report_lines)},
    {"feedback", feedback, LIST(report_lines)},
    {"delivery-status-written", delivery_written, LIST(report_lines)},
    {"auth-results-written", auth_results_written, LIST(structured)},
    {"trail", trail, LIST(hops)},
    {"arc", arc, LIST(arc_lines)},
    {"flowed", flowed, LIST(texts)},
    {"flowed-written", flowed_written, LIST(texts)},
    {"preview", preview, LIST(texts)},
    {"html", html, LIST(documents)},
    {"charset", charset_none, LIST(encodings)},
    {"charset-utf-8", charset_utf8, LIST(encodings)},
    {"charset-latin", charset_latin, LIST(encodings)},
    {"charset-iso2022", charset_iso2022, LIST(encodings)},
    {"charset-utf-7", charset_utf7, LIST(encodings)},
    {"charset-utf-16", charset_utf16, LIST(encodings)},
};

/* ---- Running it --------------------------------------------------------------------------------------------- */

/* A whole number of units, at least one; `bytes` has room for the size and one unit. */
static pneu_str make_value(const hostile_value *value, size_t size, char *bytes)
{
    size_t len = strlen(value->start), unit = strlen(value->unit);
    memcpy(bytes, value->start, len);
    do {
        memcpy(bytes + len, value->unit, unit);
        len += unit;
    } while (len + unit <= size);
    pneu_str made = {bytes, len};
    return made;
}

static void measure(const struct api *api, const hostile_value *value, size_t size)
{
    char label[256];
    pneu_arena *arena = NULL;
    char *bytes = malloc(size + 256);
    need(bytes != NULL && pneu_arena_new(NULL, &arena) == PNEU_OK, "no memory");
    pneu_str made = make_value(value, size, bytes);
    (void)snprintf(label, sizeof label, "%s %s %zu", api->name, value->name, made.len);
    CALLGRIND_ZERO_STATS;
    pneu_status status = api->run(arena, made);
    CALLGRIND_DUMP_STATS_AT(label);
    need(status == PNEU_OK, label);
    pneu_arena_free(arena);
    free(bytes);
}

static int is_wanted(const char *name, const char *wanted)
{
    return wanted == NULL || strcmp(name, wanted) == 0;
}

/* NULL: all of them. */
static void measure_all(const char *api, const char *value, size_t size)
{
    for (size_t k = 0; k < sizeof apis / sizeof apis[0]; k++)
        for (size_t n = 0; n < apis[k].value_count && is_wanted(apis[k].name, api); n++)
            if (is_wanted(apis[k].values[n].name, value))
                measure(&apis[k], &apis[k].values[n], size);
}

int main(int argc, char **argv)
{
    if (argc == 4 && argv[1][0] > '9')
        measure_all(argv[1], argv[2], strtoul(argv[3], NULL, 10));
    else
        for (int i = 1; i < argc; i++)
            measure_all(NULL, NULL, strtoul(argv[i], NULL, 10));
    return 0;
}
