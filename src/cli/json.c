/*
 * A streaming JSON writer: calls in, UTF-8 text out, nothing kept but whether a comma is due. The text is one line:
 * line ends in strings are escaped, so that a value and json_line_end make JSON Lines. Strings hold characters only:
 * bytes that are not UTF-8 become U+FFFD, one a maximal subpart. Controls, marks of text direction and the like are
 * written as escapes, for the sake of terminals and of readers that split lines at U+2028. Not handled: fractions
 * (nothing in docs/json.md needs them).
 */
#include "cli/json.h"

#include <string.h>

#include "cli/codepoint.h"

void json_init(struct json *json, struct output *out)
{
    json->out = out;
    json->needs_comma = 0;
    json->line = output_place(out);
}

static void separate(struct json *json)
{
    if (json->needs_comma)
        output_char(json->out, ',');
    json->needs_comma = 1;
}

static void begin(struct json *json, char bracket)
{
    separate(json);
    output_char(json->out, bracket);
    json->needs_comma = 0;
}

static void end(struct json *json, char bracket)
{
    output_char(json->out, bracket);
    json->needs_comma = 1;
}

void json_object_begin(struct json *json)
{
    begin(json, '{');
}

void json_object_end(struct json *json)
{
    end(json, '}');
}

void json_array_begin(struct json *json)
{
    begin(json, '[');
}

void json_array_end(struct json *json)
{
    end(json, ']');
}

static void write_unit(struct json *json, uint32_t unit)
{
    output_text(json->out, "\\u");
    for (int shift = 12; shift >= 0; shift -= 4)
        output_char(json->out, "0123456789abcdef"[unit >> shift & 15]);
}

static void write_escape(struct json *json, uint32_t codepoint)
{
    static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt";

    for (size_t i = 0; i + 1 < sizeof shorts; i += 2) {
        if (codepoint == (unsigned char)shorts[i]) {
            output_char(json->out, '\\');
            output_char(json->out, shorts[i + 1]);
            return;
        }
    }
    if (codepoint < 0x10000) {
        write_unit(json, codepoint);
        return;
    }
    write_unit(json, 0xd800 + ((codepoint - 0x10000) >> 10)); /* RFC 8259 section 7: a surrogate pair */
    write_unit(json, 0xdc00 + ((codepoint - 0x10000) & 0x3ff));
}

static int is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

static void write_string(struct json *json, pneu_str text)
{
    size_t at = 0;

    output_char(json->out, '"');
    while (at < text.len) {
        uint32_t codepoint;
        size_t plain = at, length;

        while (plain < text.len && is_plain((unsigned char)text.ptr[plain]))
            plain++;
        output_bytes(json->out, text.ptr + at, plain - at);
        at = plain;
        if (at == text.len)
            break;
        length = codepoint_read(text.ptr + at, text.len - at, &codepoint);
        if (codepoint == CODEPOINT_INVALID)
            output_text(json->out, "\xef\xbf\xbd");
        else if (codepoint < 0x80 || codepoint_is_unsafe(codepoint))
            write_escape(json, codepoint);
        else
            output_bytes(json->out, text.ptr + at, length);
        at += length;
    }
    output_char(json->out, '"');
}

void json_key_str(struct json *json, pneu_str key)
{
    separate(json);
    write_string(json, key);
    output_char(json->out, ':');
    json->needs_comma = 0;
}

void json_key(struct json *json, const char *key)
{
    json_key_str(json, (pneu_str){key, strlen(key)});
}

void json_str(struct json *json, pneu_str text)
{
    separate(json);
    write_string(json, text);
}

void json_text(struct json *json, const char *text)
{
    json_str(json, (pneu_str){text, strlen(text)});
}

void json_number(struct json *json, uint64_t number)
{
    separate(json);
    output_number(json->out, number);
}

void json_integer(struct json *json, int64_t number)
{
    separate(json);
    if (number < 0)
        output_char(json->out, '-');
    output_number(json->out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void json_bool(struct json *json, int is_true)
{
    separate(json);
    output_text(json->out, is_true ? "true" : "false");
}

void json_null(struct json *json)
{
    separate(json);
    output_text(json->out, "null");
}

void json_str_or_null(struct json *json, pneu_str text)
{
    if (text.len > 0)
        json_str(json, text);
    else
        json_null(json);
}

static void write_base64_group(struct json_base64 *text, size_t bytes)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *in = text->carry;
    char group[4];

    group[0] = alphabet[in[0] >> 2];
    group[1] = alphabet[(in[0] & 3) << 4 | in[1] >> 4];
    group[2] = bytes > 1 ? alphabet[(in[1] & 15) << 2 | in[2] >> 6] : '=';
    group[3] = bytes > 2 ? alphabet[in[2] & 63] : '=';
    output_bytes(text->json->out, group, sizeof group);
}

void json_base64_begin(struct json_base64 *text, struct json *json)
{
    separate(json);
    text->json = json;
    text->carried = 0;
    output_char(json->out, '"');
}

void json_base64_add(struct json_base64 *text, const void *bytes, size_t len)
{
    const unsigned char *from = bytes;

    for (size_t i = 0; i < len; i++) {
        text->carry[text->carried++] = from[i];
        if (text->carried == 3) {
            write_base64_group(text, 3);
            text->carried = 0;
        }
    }
}

void json_base64_end(struct json_base64 *text)
{
    if (text->carried > 0) {
        memset(text->carry + text->carried, 0, sizeof text->carry - text->carried);
        write_base64_group(text, text->carried);
    }
    output_char(text->json->out, '"');
}

void json_line_end(struct json *json)
{
    output_char(json->out, '\n');
    json_init(json, json->out);
}

void json_line_drop(struct json *json)
{
    output_take_back(json->out, json->line);
    json_init(json, json->out);
}
