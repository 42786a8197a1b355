/*
 * Lines of encoded bodies. In: a part. Out: cte_b64_junk, detail cte_b64_line_too_long, for the first line of base64 that
 * is over 76 bytes (RFC 2045 section 6.8). All programs read it alike, so it is of no weight.
 * Not handled: lines of quoted-printable, which its codec reports.
 */
#include "check/check.h"
#include "tree/part_bytes.h"

/* The first line that is too long: its place; 0 if there is none. */
static int find_long_line(pneu_str raw, pneu_span *line)
{
    for (size_t start = 0; raw.len - start > PNEU_I_BASE64_LINE_MAX;) {
        const char *lf = memchr(raw.ptr + start, '\n', raw.len - start);
        size_t end = lf != NULL ? (size_t)(lf - raw.ptr) : raw.len;
        size_t len = end > start && raw.ptr[end - 1] == '\r' ? end - 1 - start : end - start;
        if (len > PNEU_I_BASE64_LINE_MAX) {
            line->offset = start;
            line->length = len;
            return 1;
        }
        start = lf != NULL ? end + 1 : end;
    }
    return 0;
}

pneu_status pneu_i_check_lines(pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = &message->nodes[part];
    pneu_span line;
    pneu_str raw;
    if (!pneu_i_node_is_encoded(node) || node->encoding != PNEU_ENCODING_BASE64)
        return PNEU_OK;
    pneu_status status = pneu_i_raw_body(message, part, &raw);
    if (status != PNEU_OK || !pneu_i_check_begins(message, part, PNEU_I_LINES_CHECKED) || !find_long_line(raw, &line))
        return status;
    pneu_defect find = pneu_i_message_find(message, part, PNEU_DEFECT_CTE_B64_JUNK, PNEU_DETAIL_CTE_B64_LINE_TOO_LONG);
    find.offset = node->summary.body_offset + line.offset;
    find.length = line.length;
    find.severity = PNEU_SEVERITY_INFO;
    return pneu_i_message_record(message, &find);
}
