/* What holds of a message that was made fit for a transport, compared with the one it was made of. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "charset/charset.h"
#include "pneu/address.h"
#include "pneu/needs.h"
#include "pneu/tree.h"
#include "support/ascii_run.h"
#include "support/must.h"
#include "syntax/a_label.h"

/* ---- Bytes ------------------------------------------------------------------------------------------------------- */

static void must_have_lines(const text *out)
{
    size_t line = 0;
    for (size_t i = 0; i < out->len; i++) {
        char c = out->ptr[i];
        MUST(c != '\0');
        MUST(c != '\r' || (i + 1 < out->len && out->ptr[i + 1] == '\n'));
        MUST(c != '\n' || (i > 0 && out->ptr[i - 1] == '\r'));
        line = c == '\n' ? 0 : line + 1;
        MUST(line <= 998 || (line == 999 && c == '\r'));
    }
}

/* Headers are 7-bit, or, with UTF8, well-formed UTF-8. */
static void must_be_header(const pneu_event *event, int32_t transport)
{
    pneu_str bytes = event->slice;
    if (event->type == PNEU_EVENT_FIELDS || event->type == PNEU_EVENT_JUNK)
        MUST(pneu_i_ascii_only(bytes.ptr, bytes.len) ||
             (transport == PNEU_TRANSPORT_UTF8 && pneu_i_utf8_valid(bytes.ptr, bytes.len) == bytes.len));
}

/* What the output needs is what the transport has. */
static void must_be_taken(const text *out, int32_t transport)
{
    static const uint32_t has[] = {0, PNEU_NEEDS_8BITMIME, PNEU_NEEDS_8BITMIME | PNEU_NEEDS_SMTPUTF8};
    pneu_needs needs = {0};
    pneu_parser *parser;
    const pneu_event *event;
    MUST(pneu_parser_new(NULL, NULL, &parser) == PNEU_OK);
    MUST(pneu_parser_push(parser, out->ptr, out->len) == PNEU_OK);
    for (int is_end = 0; is_end < 2; is_end++) {
        while (pneu_parser_next(parser, &event) == PNEU_OK) {
            MUST(pneu_needs_add(&needs, event) == PNEU_OK);
            must_be_header(event, transport);
        }
        MUST(is_end || pneu_parser_finish(parser) == PNEU_OK);
    }
    pneu_parser_free(parser);
    must_have_lines(out);
    MUST((needs.extensions & ~has[transport]) == 0);
    int is_open = out->len > 0 && out->ptr[out->len - 1] != '\n'; /* what carries it ends the last line */
    MUST(needs.size == out->len + (is_open ? 2 : 0));
}

/* ---- Bodies ------------------------------------------------------------------------------------------------------ */

/* The place after a byte, or after a line end; *c is the byte, '\n' for each form of a line end. CR CR LF is one too: a
 * file with LF may have "=0D" before it. */
static size_t next_byte(pneu_str s, size_t at, char *c)
{
    size_t after = at;
    while (after < s.len && s.ptr[after] == '\r')
        after++;
    if (after < s.len && s.ptr[after] == '\n')
        at = after;
    *c = s.ptr[at];
    return at + 1;
}

int ascii_same_lines(pneu_str a, pneu_str b)
{
    size_t i = 0, k = 0;
    while (i < a.len && k < b.len) {
        char c, d;
        i = next_byte(a, i, &c);
        k = next_byte(b, k, &d);
        if (c != d)
            return 0;
    }
    return i == a.len && k == b.len;
}

static void must_have_same_body(pneu_message *a, pneu_message *b, uint32_t part)
{
    pneu_str x, y;
    if (pneu_part_kind(a, part) != PNEU_KIND_LEAF)
        return;
    MUST(pneu_part_body(a, part, &x) == PNEU_OK && pneu_part_body(b, part, &y) == PNEU_OK);
    if (pneu_part_encoding(a, part) == PNEU_ENCODING_BASE64)
        MUST(pneu_i_str_equal(x, y));
    else
        MUST(ascii_same_lines(x, y));
}

/* ---- Fields ------------------------------------------------------------------------------------------------------ */

/* Texts are the same but for the white space of folds. */
static int same_words(pneu_str a, pneu_str b)
{
    size_t i = 0, k = 0;
    a = pneu_i_str_trim(a);
    b = pneu_i_str_trim(b);
    while (i < a.len && k < b.len) {
        int is_blank = pneu_i_is_blank((unsigned char)a.ptr[i]);
        if (is_blank != pneu_i_is_blank((unsigned char)b.ptr[k]) || (!is_blank && a.ptr[i] != b.ptr[k]))
            return 0;
        do
            i++;
        while (is_blank && i < a.len && pneu_i_is_blank((unsigned char)a.ptr[i]));
        do
            k++;
        while (is_blank && k < b.len && pneu_i_is_blank((unsigned char)b.ptr[k]));
    }
    return i == a.len && k == b.len;
}

static int same_text(pneu_arena *arena, pneu_str a, pneu_str b)
{
    MUST(pneu_decode_text(arena, a, PNEU_LENIENT, NULL, &a) == PNEU_OK);
    MUST(pneu_decode_text(arena, b, PNEU_LENIENT, NULL, &b) == PNEU_OK);
    return same_words(a, b);
}

static size_t skip_blanks_and_escapes(pneu_str s, size_t at)
{
    while (at < s.len && (pneu_i_is_blank((unsigned char)s.ptr[at]) || s.ptr[at] == '\\'))
        at++;
    return at;
}

/* The same but for all white space, and for backslashes: parentheses in a comment may be escaped, or be a comment. */
static int same_tokens(pneu_str a, pneu_str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        i = skip_blanks_and_escapes(a, i);
        k = skip_blanks_and_escapes(b, k);
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (a.ptr[i++] != b.ptr[k++])
            return 0;
    }
}

static int same_structured(pneu_arena *arena, pneu_str a, pneu_str b)
{
    MUST(pneu_decode_text(arena, a, PNEU_LENIENT, NULL, &a) == PNEU_OK);
    MUST(pneu_decode_text(arena, b, PNEU_LENIENT, NULL, &b) == PNEU_OK);
    return same_tokens(a, b);
}

static int same_mailbox(pneu_arena *arena, const pneu_mailbox *a, const pneu_mailbox *b)
{
    pneu_str x, y;
    int is_same_domain = pneu_i_str_equal(a->domain, b->domain) ||
                         (pneu_i_domain_to_ascii(arena, a->domain, &x) == PNEU_OK &&
                          pneu_i_domain_to_ascii(arena, b->domain, &y) == PNEU_OK && pneu_i_str_equal(x, y));
    return is_same_domain && same_words(a->name, b->name) && pneu_i_str_equal(a->local, b->local) &&
           a->group == b->group;
}

static int same_addresses(pneu_arena *arena, pneu_str a, pneu_str b)
{
    pneu_address_list x, y;
    MUST(pneu_address_list_parse(arena, a, PNEU_LENIENT, NULL, &x) == PNEU_OK);
    MUST(pneu_address_list_parse(arena, b, PNEU_LENIENT, NULL, &y) == PNEU_OK);
    if (x.mailbox_count != y.mailbox_count || x.group_count != y.group_count)
        return 0;
    for (size_t i = 0; i < x.mailbox_count; i++)
        if (!same_mailbox(arena, &x.mailboxes[i], &y.mailboxes[i]))
            return 0;
    for (size_t i = 0; i < x.group_count; i++)
        if (!same_words(x.groups[i].name, y.groups[i].name) || x.groups[i].count != y.groups[i].count)
            return 0;
    return 1;
}

static int same_parameters(pneu_arena *arena, pneu_str a, pneu_str b, int is_type)
{
    pneu_mime_value x, y;
    pneu_status (*parse)(pneu_arena *, pneu_str, int32_t, const pneu_defect_sink *, pneu_mime_value *) =
        is_type ? pneu_content_type_parse : pneu_content_disposition_parse;
    MUST(parse(arena, a, PNEU_LENIENT, NULL, &x) == PNEU_OK);
    MUST(parse(arena, b, PNEU_LENIENT, NULL, &y) == PNEU_OK);
    if (!pneu_i_str_equal(x.value, y.value) || x.param_count != y.param_count)
        return 0;
    for (size_t i = 0; i < x.param_count; i++)
        if (!pneu_i_str_equal(x.params[i].name, y.params[i].name) ||
            (!pneu_i_str_is(x.params[i].name, "boundary") && !pneu_i_str_equal(x.params[i].value, y.params[i].value)))
            return 0;
    return 1;
}

static int same_field(pneu_arena *arena, const pneu_field *a, const pneu_field *b)
{
    int is_plain = pneu_i_ascii_only(a->value.ptr, a->value.len);
    if (!pneu_i_str_same(a->name, b->name))
        return 0;
    if (a->id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING || a->is_cut)
        return 1;
    switch (pneu_field_kind(a->id)) {
    case PNEU_FIELD_KIND_ADDRESSES: return same_addresses(arena, a->value, b->value);
    case PNEU_FIELD_KIND_MIME: return same_parameters(arena, a->value, b->value, a->id == PNEU_FIELD_CONTENT_TYPE);
    case PNEU_FIELD_KIND_TEXT: return same_text(arena, a->value, b->value);
    case PNEU_FIELD_KIND_TRACE: return !is_plain || same_structured(arena, a->value, b->value);
    default: return a->id == PNEU_FIELD_LIST_ID || same_structured(arena, a->value, b->value);
    }
}

/* All fields of a stand in b, in their order; others of b were added. */
static void must_have_same_fields(pneu_message *a, pneu_message *b, uint32_t part)
{
    pneu_arena *arena;
    pneu_field x, y;
    uint32_t next = 0;
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
    for (uint32_t i = 0; i < pneu_part_field_count(a, part); i++) {
        MUST(pneu_part_field(a, part, i, &x) == PNEU_OK);
        MUST(next < pneu_part_field_count(b, part));
        MUST(pneu_part_field(b, part, next++, &y) == PNEU_OK);
        if (!same_field(arena, &x, &y))
            (void)fprintf(stderr, "part %u, %.*s:%.*s\nbecame %.*s:%.*s\n", (unsigned)part, (int)x.name.len, x.name.ptr,
                          (int)x.value.len, x.value.ptr, (int)y.name.len, y.name.ptr, (int)y.value.len, y.value.ptr);
        MUST(same_field(arena, &x, &y));
        pneu_arena_reset(arena);
    }
    MUST(pneu_part_field_count(b, part) - next <= 3);
    pneu_arena_free(arena);
}

/* ---- The law ----------------------------------------------------------------------------------------------------- */

static void must_be_same_part(pneu_message *a, pneu_message *b, uint32_t part, int keeps_fields)
{
    pneu_str x, y;
    MUST(pneu_part_kind(a, part) == pneu_part_kind(b, part));
    MUST(pneu_part_parent(a, part) == pneu_part_parent(b, part));
    pneu_part_type(a, part, &x);
    pneu_part_type(b, part, &y);
    MUST(pneu_i_str_equal(x, y));
    must_have_same_body(a, b, part);
    if (keeps_fields)
        must_have_same_fields(a, b, part);
}

static void must_be_same_message(pneu_message *a, const text *out, int keeps_fields)
{
    pneu_message *b;
    MUST(pneu_message_parse(out->ptr, out->len, NULL, NULL, &b) == PNEU_OK);
    MUST(pneu_message_part_count(a) == pneu_message_part_count(b));
    for (uint32_t part = 0; part < pneu_message_part_count(a); part++)
        must_be_same_part(a, b, part, keeps_fields);
    pneu_message_free(b);
}

static void must_be_fixpoint(const ascii_way *way, const text *out)
{
    ascii_way again = *way;
    ascii_result second;
    again.how = WHOLE;
    again.capacity = 0;
    ascii_run(&again, out->ptr, out->len, &second);
    MUST(second.status == PNEU_OK);
    MUST(text_equal(&second.out, out));
    MUST(second.summary.losses == 0);
    ascii_result_free(&second);
}

/* ---- Of one message ---------------------------------------------------------------------------------------------- */

#define SEEN_MAX 64
#define WAYS 9 /* three transports, in one pass or not, with a spool or not */

/* An output, and what is known of it. */
typedef struct seen_output {
    text out;
    int is_same;      /* as the message, at least but for its fields */
    int keeps_fields; /* that, too */
    int is_taken[3];  /* by each transport */
    int is_fixpoint[WAYS];
} seen_output;

struct ascii_law {
    text in;
    pneu_message *message;
    seen_output seen[SEEN_MAX];
    size_t count;
};

ascii_law *ascii_law_of(const char *bytes, size_t len)
{
    ascii_law *law = calloc(1, sizeof *law);
    MUST(law != NULL);
    law->in = (text){(char *)bytes, len, len};
    MUST(pneu_message_parse(bytes, len, NULL, NULL, &law->message) == PNEU_OK);
    return law;
}

void ascii_law_free(ascii_law *law)
{
    for (size_t i = 0; i < law->count; i++)
        text_free(&law->seen[i].out);
    pneu_message_free(law->message);
    free(law);
}

static seen_output *find_seen(ascii_law *law, const text *out)
{
    for (size_t i = 0; i < law->count; i++)
        if (text_equal(&law->seen[i].out, out))
            return &law->seen[i];
    MUST(law->count < SEEN_MAX);
    seen_output *seen = &law->seen[law->count++];
    if (out->len > 0)
        text_add(&seen->out, out->ptr, out->len);
    return seen;
}

void ascii_law_check(ascii_law *law, const ascii_way *way, const ascii_result *result)
{
    int keeps_fields = way->choices.on_unrepresentable == PNEU_UNREPRESENTABLE_REFUSE;
    int32_t transport = way->choices.transport;
    int index = (int)transport * 3 + way->is_one_pass + way->has_spool;
    MUST(result->status !=
         PNEU_ERR_CHANGED); /* nobody changed anything: the plan did not foresee what the writer did */
    if (result->status != PNEU_OK)
        return;
    seen_output *seen = find_seen(law, &result->out);
    if (text_equal(&result->out, &law->in)) /* this conversion changed nothing, and so would the next one */
        seen->is_same = seen->keeps_fields = seen->is_fixpoint[index] = 1;
    if (!seen->is_taken[transport])
        must_be_taken(&result->out, transport);
    if (!seen->is_same || (keeps_fields && !seen->keeps_fields))
        must_be_same_message(law->message, &result->out, keeps_fields);
    if (!seen->is_fixpoint[index])
        must_be_fixpoint(way, &result->out);
    seen->is_same = seen->is_taken[transport] = seen->is_fixpoint[index] = 1;
    seen->keeps_fields |= keeps_fields;
}

void ascii_must_keep_law(const ascii_way *way, const char *bytes, size_t len, const ascii_result *result)
{
    ascii_law *law = ascii_law_of(bytes, len);
    ascii_law_check(law, way, result);
    ascii_law_free(law);
}
