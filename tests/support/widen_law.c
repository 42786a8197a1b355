/* What holds of a message with its bodies decoded in place, compared with the one it was made of. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pneu/tree.h"
#include "support/ascii_run.h"
#include "support/must.h"
#include "support/widen_run.h"
#include "write/choose_encoding.h"

#define MOST_HEADER 500000 /* below the parser's limit, which ends the likeness */

/* ---- Parts -------------------------------------------------------------------------------------------------------- */

static int is_encoded(int32_t encoding)
{
    return encoding == PNEU_ENCODING_QUOTED_PRINTABLE || encoding == PNEU_ENCODING_BASE64;
}

static int is_decoded(pneu_message *a, pneu_message *b, uint32_t part)
{
    return pneu_part_kind(a, part) == PNEU_KIND_LEAF && pneu_part_encoding(a, part) != pneu_part_encoding(b, part);
}

static pneu_str body_of(pneu_message *message, uint32_t part)
{
    pneu_str body;
    MUST(pneu_part_body(message, part, &body) == PNEU_OK);
    return body;
}

static void must_have_same_fields(pneu_message *a, pneu_message *b, uint32_t part)
{
    pneu_field x, y;
    uint32_t count = pneu_part_field_count(a, part), more = pneu_part_field_count(b, part) - count;
    for (uint32_t i = 0; i < count; i++) {
        MUST(pneu_part_field(a, part, i, &x) == PNEU_OK && pneu_part_field(b, part, i, &y) == PNEU_OK);
        MUST(pneu_i_str_equal(x.name, y.name));
        MUST(x.id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING || pneu_i_str_equal(x.value, y.value));
    }
    MUST(more <= 1);
    if (more == 1) {
        MUST(pneu_part_kind(a, part) != PNEU_KIND_LEAF && pneu_part_field(b, part, count, &y) == PNEU_OK);
        MUST(y.id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING);
    }
}

/* A container says no less than what it holds, and never less than before. */
static void must_say_enough(pneu_message *a, pneu_message *b, uint32_t part)
{
    int32_t encoding = pneu_part_encoding(b, part);
    MUST(is_encoded(pneu_part_encoding(a, part)) && encoding <= PNEU_ENCODING_BINARY);
    for (uint32_t up = pneu_part_parent(b, part); up != PNEU_NO_PART; up = pneu_part_parent(b, up)) {
        pneu_str type;
        pneu_part_type(b, up, &type);
        MUST(pneu_part_encoding(b, up) >= encoding);
        MUST(!pneu_i_str_is(type, "multipart/signed") && !pneu_i_str_is(type, "multipart/encrypted"));
    }
}

static void must_be_same_part(pneu_message *a, pneu_message *b, uint32_t part)
{
    pneu_str x, y;
    MUST(pneu_part_kind(a, part) == pneu_part_kind(b, part) && pneu_part_parent(a, part) == pneu_part_parent(b, part));
    pneu_part_type(a, part, &x);
    pneu_part_type(b, part, &y);
    MUST(pneu_i_str_equal(x, y));
    must_have_same_fields(a, b, part);
    if (pneu_part_kind(a, part) != PNEU_KIND_LEAF)
        MUST(pneu_part_encoding(a, part) <= pneu_part_encoding(b, part));
    else
        MUST(pneu_i_str_equal(body_of(a, part), body_of(b, part)));
    if (is_decoded(a, b, part))
        must_say_enough(a, b, part);
}

/* Gives how many leaves were decoded. */
static uint64_t compare(const text *before, const text *after)
{
    pneu_message *a, *b;
    uint64_t decoded = 0;
    MUST(pneu_message_parse(before->ptr, before->len, NULL, NULL, &a) == PNEU_OK);
    MUST(pneu_message_parse(after->ptr, after->len, NULL, NULL, &b) == PNEU_OK);
    MUST(pneu_message_part_count(a) == pneu_message_part_count(b));
    for (uint32_t part = 0; part < pneu_message_part_count(a); part++) {
        must_be_same_part(a, b, part);
        decoded += is_decoded(a, b, part) ? 1 : 0;
    }
    pneu_message_free(a);
    pneu_message_free(b);
    return decoded;
}

/* ---- On the wire -------------------------------------------------------------------------------------------------- */

static text on_the_wire(const text *bytes)
{
    text wire = {NULL, 0, 0};
    size_t start = 0;
    for (size_t i = 0; i < bytes->len; i++)
        if (bytes->ptr[i] == '\n' && (i == 0 || bytes->ptr[i - 1] != '\r')) {
            text_add(&wire, bytes->ptr + start, i - start);
            text_add(&wire, "\r", 1);
            start = i;
        }
    text_add(&wire, bytes->ptr + start, bytes->len - start);
    return wire;
}

/* A body that 7bit or 8bit carries. */
static void must_be_lines(pneu_str body, int32_t encoding)
{
    pneu_i_census census = {0};
    pneu_i_census_add(&census, body.ptr, body.len, PNEU_CPU_512);
    pneu_i_census_end(&census);
    MUST(!census.has_nul && !census.has_bare_cr && !census.has_long_line && census.bare_lf == 0);
    MUST((encoding == PNEU_ENCODING_8BIT) == census.has_high);
}

static void must_be_lines_on_the_wire(const text *wire, const text *decoded)
{
    pneu_message *a, *b;
    MUST(pneu_message_parse(wire->ptr, wire->len, NULL, NULL, &a) == PNEU_OK);
    MUST(pneu_message_parse(decoded->ptr, decoded->len, NULL, NULL, &b) == PNEU_OK);
    for (uint32_t part = 0; part < pneu_message_part_count(b); part++)
        if (is_decoded(a, b, part))
            must_be_lines(body_of(b, part), pneu_part_encoding(b, part));
    pneu_message_free(a);
    pneu_message_free(b);
}

/* ---- As 7-bit ASCII ------------------------------------------------------------------------------------------------ */

static int begins(pneu_str type, const char *with)
{
    return type.len > strlen(with) && pneu_i_ascii_same(type.ptr, with, strlen(with));
}

static void must_have_same_lines(pneu_message *a, pneu_message *b, uint32_t part)
{
    pneu_str type, x = body_of(a, part), y = body_of(b, part);
    pneu_part_type(a, part, &type);
    int is_text = begins(type, "text/") || begins(type, "message/");
    if (pneu_part_encoding(a, part) == PNEU_ENCODING_BASE64 && !is_text)
        MUST(pneu_i_str_equal(x, y));
    else
        MUST(ascii_same_lines(x, y));
}

static void must_come_back(const text *before, const text *after)
{
    ascii_way way = {.how = WHOLE};
    ascii_result result, of_after;
    ascii_run(&way, before->ptr, before->len, &result);
    ascii_run(&way, after->ptr, after->len, &of_after);
    MUST(result.status != PNEU_OK || of_after.status == PNEU_OK); /* what is replaced may be why it could not */
    if (result.status == PNEU_OK) {
        pneu_message *a, *b;
        MUST(pneu_message_parse(before->ptr, before->len, NULL, NULL, &a) == PNEU_OK);
        MUST(pneu_message_parse(of_after.out.ptr, of_after.out.len, NULL, NULL, &b) == PNEU_OK);
        MUST(pneu_message_part_count(a) == pneu_message_part_count(b));
        for (uint32_t part = 0; part < pneu_message_part_count(a); part++)
            if (pneu_part_kind(a, part) == PNEU_KIND_LEAF)
                must_have_same_lines(a, b, part);
        pneu_message_free(a);
        pneu_message_free(b);
    }
    ascii_result_free(&result);
    ascii_result_free(&of_after);
}

/* ---- The law ------------------------------------------------------------------------------------------------------ */

static void must_be_fixed(const widen_way *way, const widen_result *result)
{
    widen_result again;
    widen_run(way, result->out.ptr, result->out.len, &again);
    MUST(again.status == PNEU_OK && text_equal(&again.out, &result->out));
    MUST(again.summary.left == result->summary.left && again.summary.signatures == 0);
    widen_result_free(&again);
}

void widen_must_keep_law(const widen_way *way, const char *bytes, size_t len, const widen_result *result)
{
    const pneu_widen_summary *summary = &result->summary;
    uint64_t decoded = summary->seven_bit + summary->eight_bit + summary->binary;
    text before = {NULL, 0, 0};
    MUST(result->status == PNEU_OK);
    if (decoded == 0) {
        MUST(result->out.len == len && (len == 0 || memcmp(result->out.ptr, bytes, len) == 0));
        return;
    }
    if (len >= MOST_HEADER)
        return;
    text_add(&before, bytes, len);
    MUST(compare(&before, &result->out) == decoded);
    if (summary->binary == 0) {
        text wire = on_the_wire(&before), decoded_wire = on_the_wire(&result->out);
        MUST(compare(&wire, &decoded_wire) == decoded);
        must_be_lines_on_the_wire(&wire, &decoded_wire);
        text_free(&wire);
        text_free(&decoded_wire);
    }
    must_be_fixed(way, result);
    must_come_back(&before, &result->out);
    text_free(&before);
}
