/*
 * Preambles and epilogues: text that no part shows, and parts that some programs find there.
 * In: the pieces of a gap. Out: mime_gap_text, or sec_part_in_gap where a line begins like a MIME field; one of them a gap.
 * Invariant: the state is a few bytes of the region, so the pieces may be cut anywhere. RFC 2046 section 5.1.1.
 * Not handled: lines like delimiters (boundary_match.c), which explain what follows them.
 */
#include <string.h>

#include "base/ascii.h"
#include "parse/parser.h"

static const char mime_prefix[] = "content-";

/* Follows one byte of a gap's line: `field_column` counts matched letters of "Content-", plus one; 0 behind a mismatch. */
static void match_field_name(pneu_i_region *region, uint8_t c, uint64_t offset)
{
    size_t column = region->field_column;
    if (column == 0)
        return;
    if (pneu_i_lower((char)c) != mime_prefix[column - 1]) {
        region->field_column = 0;
        return;
    }
    region->field_column++;
    if (column == sizeof mime_prefix - 1) {
        region->field_column = 0;
        region->has_gap_field = 1;
        region->gap_field_offset = offset + 1 - column;
    }
}

/* Looks for text, and for lines that begin like MIME fields, in a piece of a preamble or epilogue. */
void pneu_i_look_at_gap(pneu_i_region *region, const uint8_t *p, size_t n, uint64_t offset)
{
    for (size_t i = 0; i < n && !region->has_gap_field; i++) {
        if (region->field_column == 0 && region->has_gap_text) { /* nothing in the rest of this line matters */
            const uint8_t *lf = memchr(p + i, '\n', n - i);
            if (lf == NULL)
                return;
            i = (size_t)(lf - p);
        }
        if (!region->has_gap_text && !pneu_i_is_space(p[i])) {
            region->has_gap_text = 1;
            region->gap_text_offset = offset + i;
        }
        if (p[i] == '\n')
            region->field_column = 1;
        else
            match_field_name(region, p[i], offset + i);
    }
}

void pneu_i_judge_gap(pneu_parser *parser)
{
    const pneu_i_region *region = &parser->region;
    int is_epilogue = region->event == PNEU_EVENT_EPILOGUE;
    if (region->is_explained)
        return;
    if (pneu_defect_set_has(&pneu_i_parser_top(parser)->found, PNEU_DEFECT_SEC_DUP_BOUNDARY))
        return; /* the gap holds the parts that the other boundary shows */
    if (region->has_gap_field)
        pneu_i_parser_note(parser, PNEU_DEFECT_SEC_PART_IN_GAP, PNEU_DETAIL_NONE, region->gap_field_offset,
                           sizeof mime_prefix - 1);
    else if (region->has_gap_text)
        pneu_i_parser_note(parser, PNEU_DEFECT_MIME_GAP_TEXT,
                           is_epilogue ? PNEU_DETAIL_MIME_EPILOGUE_CONTENT : PNEU_DETAIL_NONE, region->gap_text_offset,
                           pneu_i_window_offset(&parser->window) - region->gap_text_offset);
}
