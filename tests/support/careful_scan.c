#include "support/careful_scan.h"

#include "parse/parser.h"

static void line_ends(const uint8_t *p, size_t n, pneu_i_line_scan *scan)
{
    pneu_i_find_line_ends(p, n, scan);
    scan->is_unusual = 1;
}

static size_t body(const uint8_t *p, size_t from, size_t n, pneu_i_tally *tally, pneu_i_body_scan *scan)
{
    (void)p;
    (void)tally;
    scan->walk = n - from;
    return from;
}

static size_t dash(const uint8_t *p, size_t from, size_t n)
{
    while (from < n && (p[from] != '-' || p[from - 1] != '\n'))
        from++;
    return from;
}

static unsigned header(const uint8_t *p, size_t n, uint8_t before, pneu_i_tally *tally)
{
    return pneu_i_count_header(p, n, before, tally) | PNEU_I_HAS_CONTROL;
}

static const pneu_i_scan careful = {NULL, line_ends, body, pneu_i_find_bare_lf, dash, header, NULL};

void careful_scan_use(pneu_parser *parser)
{
    parser->scan = &careful;
}

void careful_scan_end(pneu_parser *parser)
{
    parser->scan = pneu_i_scan_at(pneu_i_settings_cpu_level(&parser->settings));
}
