/*
 * What a field's value is faulty in as a whole. In: a raw value and what was read in it. Out: addr_syntax for a list of
 * addresses without one, hdr_value_malformed for identifiers, addr_list_syntax for several senders; ew_syntax for a line
 * that is too long for the encoded words in it.
 * RFC 5322 sections 3.6.2 to 3.6.4, RFC 2047 section 2. Linear, without memory.
 * Not handled: what is wrong within a value (src/syntax).
 */
#include "tree/value_check.h"

#include "base/line.h"

/* Fields whose grammar has at least one address; Bcc may be empty (RFC 5322 section 3.6.3). */
static int needs_address(int32_t id)
{
    switch (id) {
    case PNEU_FIELD_FROM:
    case PNEU_FIELD_SENDER:
    case PNEU_FIELD_REPLY_TO:
    case PNEU_FIELD_TO:
    case PNEU_FIELD_CC:
    case PNEU_FIELD_RESENT_FROM:
    case PNEU_FIELD_RESENT_SENDER:
    case PNEU_FIELD_RESENT_TO:
    case PNEU_FIELD_RESENT_CC: return 1;
    default: return 0;
    }
}

static int32_t code_of(int32_t id, const pneu_i_value *value)
{
    size_t mailboxes = value->addresses.mailbox_count;
    int is_sender = id == PNEU_FIELD_SENDER || id == PNEU_FIELD_RESENT_SENDER;
    if (needs_address(id) && mailboxes + value->addresses.group_count == 0)
        return PNEU_DEFECT_ADDR_SYNTAX;
    if (is_sender && mailboxes > 1)
        return PNEU_DEFECT_ADDR_LIST_SYNTAX;
    if (pneu_field_kind(id) == PNEU_FIELD_KIND_IDS && value->ids.count == 0)
        return PNEU_DEFECT_HDR_VALUE_MALFORMED;
    return PNEU_DEFECT_NONE;
}

void pneu_i_value_check(int32_t id, pneu_str raw, const pneu_i_value *value, const pneu_defect_sink *sink)
{
    int32_t code = code_of(id, value);
    if (code != PNEU_DEFECT_NONE)
        sink->report(sink->ctx, code, PNEU_DETAIL_NONE, 0, raw.len);
}

static int holds_word(pneu_str line)
{
    const char *at = line.ptr, *end = line.ptr + line.len;
    while (at < end && (at = memchr(at, '?', (size_t)(end - at))) != NULL) {
        if (at > line.ptr && at[-1] == '=')
            return 1;
        at++;
    }
    return 0;
}

void pneu_i_word_lines_check(pneu_str raw, size_t before, const pneu_defect_sink *sink)
{
    for (size_t start = 0; start < raw.len && raw.len - start + before > PNEU_I_WORD_LINE_WIDTH; before = 0) {
        const char *lf = memchr(raw.ptr + start, '\n', raw.len - start);
        size_t end = lf != NULL ? (size_t)(lf - raw.ptr) : raw.len;
        size_t len = end > start && raw.ptr[end - 1] == '\r' ? end - 1 - start : end - start;
        if (before + len > PNEU_I_WORD_LINE_WIDTH && before + len <= PNEU_I_LINE_MAX &&
            holds_word(pneu_i_str_of(raw.ptr + start, len))) {
            sink->report(sink->ctx, PNEU_DEFECT_EW_SYNTAX, PNEU_DETAIL_EW_LINE_TOO_LONG, start, len);
            return;
        }
        start = end + 1;
    }
}
