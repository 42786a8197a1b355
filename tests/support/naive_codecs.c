/*
 * Reference codecs for tests: see naive_codecs.h. In: all the bytes. Out: all the bytes, and which defects there are.
 */
#include "support/naive_codecs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static naive_result start(size_t len)
{
    naive_result r = {0};
    r.bytes = malloc(len * 2 + 16); /* no codec here makes more */
    if (r.bytes == NULL)
        abort();
    r.end = len;
    return r;
}

static void put(naive_result *r, unsigned byte)
{
    r->bytes[r->len++] = (uint8_t)byte;
}

static void found(naive_result *r, int32_t code, int32_t detail)
{
    r->codes[code] = 1;
    r->details[detail] = 1;
}

static int is_blank(int c)
{
    return c == ' ' || c == '\t';
}

/* ---- base64 ------------------------------------------------------------------------------------------------- */

static void close_group(naive_result *r, unsigned bits, unsigned count, int is_padded)
{
    if (count == 1)
        found(r, PNEU_DEFECT_CTE_B64_TAIL, PNEU_DETAIL_CTE_B64_TRUNCATED);
    if (is_padded && ((count == 2 && (bits & 15) != 0) || (count == 3 && (bits & 3) != 0)))
        found(r, PNEU_DEFECT_CTE_B64_TAIL, PNEU_DETAIL_CTE_B64_NONZERO_BITS);
    bits <<= 6 * (4 - count);
    for (unsigned i = 0; i + 1 < count; i++)
        put(r, bits >> (16 - 8 * i) & 255);
}

naive_result naive_base64_decode(const uint8_t *in, size_t len)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    naive_result r = start(len);
    unsigned bits = 0, count = 0, pads = 0, due = 0;
    for (size_t i = 0; i < len; i++) {
        const char *at = in[i] != 0 ? strchr(alphabet, in[i]) : NULL;
        if (at != NULL) {
            if (pads > 0)
                found(&r, PNEU_DEFECT_CTE_B64_EARLY_PAD, 0);
            pads = 0;
            bits = bits << 6 | (unsigned)(at - alphabet);
            if (++count == 4) {
                close_group(&r, bits, 4, 0);
                bits = count = 0;
            }
        } else if (in[i] == '=') {
            if (pads++ == 0) {
                due = count >= 2 ? 4 - count : 0;
                close_group(&r, bits, count, 1);
                bits = count = 0;
            }
        } else if (in[i] == 0 || strchr(" \t\r\n", in[i]) == NULL) {
            found(&r, PNEU_DEFECT_CTE_B64_JUNK, 0);
        }
    }
    close_group(&r, bits, count, 0);
    if (count > 0 || (pads > 0 && pads < due))
        found(&r, PNEU_DEFECT_CTE_B64_TAIL, PNEU_DETAIL_CTE_B64_TRUNCATED);
    if (pads > due)
        found(&r, PNEU_DEFECT_CTE_B64_EARLY_PAD, 0);
    return r;
}

/* ---- quoted-printable --------------------------------------------------------------------------------------- */

static int hex(int c)
{
    static const char digits[] = "0123456789ABCDEFabcdef";
    const char *at = c > 0 ? strchr(digits, c) : NULL;
    return at == NULL ? -1 : at - digits > 15 ? (int)(at - digits) - 6 : (int)(at - digits);
}

static void qp_found(naive_result *r, int32_t detail)
{
    found(r, PNEU_DEFECT_CTE_QP_NONCONFORMING, detail);
}

/* One line without its line end. Returns 1 if a soft break ends it. */
static int decode_qp_line(naive_result *r, const uint8_t *line, size_t len, int is_last)
{
    size_t trimmed = len;
    while (trimmed > 0 && is_blank(line[trimmed - 1]))
        trimmed--;
    if (len > 76)
        qp_found(r, PNEU_DETAIL_CTE_QP_LINE_TOO_LONG);
    if (len - trimmed > 998)
        trimmed = len;
    if (trimmed < len)
        qp_found(r, PNEU_DETAIL_CTE_QP_TRAILING_WS);
    for (size_t i = 0; i < trimmed; i++) {
        uint8_t c = line[i];
        if (c == '=' && i + 2 < trimmed && hex(line[i + 1]) >= 0 && hex(line[i + 2]) >= 0) {
            if (line[i + 1] >= 'a' || line[i + 2] >= 'a')
                qp_found(r, PNEU_DETAIL_CTE_QP_LOWERCASE);
            put(r, (unsigned)(hex(line[i + 1]) * 16 + hex(line[i + 2])));
            i += 2;
        } else if (c == '=' && i + 1 == trimmed) {
            if (is_last)
                qp_found(r, PNEU_DETAIL_CTE_QP_SOFT_BREAK_AT_END);
            return 1;
        } else {
            if (c == '=')
                qp_found(r, PNEU_DETAIL_CTE_QP_BAD_ESCAPE);
            else if (c > 126 || (c < 32 && c != '\t'))
                qp_found(r, PNEU_DETAIL_CTE_QP_RAW_BYTE);
            put(r, c);
        }
    }
    return 0;
}

naive_result naive_qp_decode(const uint8_t *in, size_t len)
{
    naive_result r = start(len);
    for (size_t at = 0; at < len;) {
        size_t lf = at;
        while (lf < len && in[lf] != '\n')
            lf++;
        int has_lf = lf < len, has_cr = has_lf && lf > at && in[lf - 1] == '\r';
        int is_soft = decode_qp_line(&r, in + at, lf - at - (size_t)has_cr, !has_lf);
        if (has_cr && !is_soft)
            put(&r, '\r');
        if (has_lf && !is_soft)
            put(&r, '\n');
        at = lf + 1;
    }
    return r;
}

/* ---- uuencode ----------------------------------------------------------------------------------------------- */

static size_t line_length(const uint8_t *in, size_t len)
{
    size_t n = 0;
    while (n < len && in[n] != '\n')
        n++;
    return n;
}

static int is_begin_line(const uint8_t *line, size_t len)
{
    size_t digits = 0;
    if (len < 6 || memcmp(line, "begin ", 6) != 0)
        return 0;
    while (6 + digits < len && line[6 + digits] >= '0' && line[6 + digits] <= '7')
        digits++;
    return (digits == 3 || digits == 4) && len > 7 + digits && line[6 + digits] == ' ' &&
           !(len == 8 + digits && line[7 + digits] == '\r');
}

static int is_end_line(const uint8_t *line, size_t len)
{
    if (len < 3 || memcmp(line, "end", 3) != 0)
        return 0;
    for (size_t i = 3; i < len; i++)
        if (!is_blank(line[i]) && line[i] != '\r')
            return 0;
    return 1;
}

static void decode_uu_line(naive_result *r, const uint8_t *line, size_t len)
{
    if (len == 0 || line[0] < 32 || line[0] > 96)
        return;
    unsigned count = (line[0] - 32u) & 63, bits = 0, made = 0;
    int is_over = 0;
    for (unsigned i = 0; made < count; i++) {
        is_over |= 1 + i >= len || line[1 + i] == '\r';
        bits = bits << 6 | (is_over ? 0 : (line[1 + i] - 32u) & 63);
        for (unsigned k = 0; i % 4 == 3 && k < 3 && made < count; k++, made++)
            put(r, bits >> (16 - 8 * k) & 255);
    }
}

naive_result naive_uu_decode(const uint8_t *in, size_t len)
{
    naive_result r = start(len * 32); /* a line of one character may claim 63 bytes */
    int is_begun = 0, is_over = 0;
    r.end = len;
    for (size_t at = 0, n; at < len && !is_over; at += n + 1) {
        n = line_length(in + at, len - at);
        if (!is_begun)
            is_begun = is_begin_line(in + at, n);
        else if (is_end_line(in + at, n))
            is_over = 1;
        else
            decode_uu_line(&r, in + at, n);
    }
    return r;
}

static void put_text(naive_result *r, const char *text)
{
    while (*text != '\0')
        put(r, (unsigned char)*text++);
}

naive_result naive_uu_encode(const uint8_t *in, size_t len)
{
    static const char characters[] = "`!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_";
    naive_result r = start(len + 64);
    put_text(&r, "begin 644 data\n");
    for (size_t at = 0; at < len; at += 45) {
        size_t count = len - at < 45 ? len - at : 45;
        put(&r, (unsigned char)characters[count]);
        for (size_t bit = 0; bit < (count + 2) / 3 * 24; bit += 6) {
            unsigned sextet = 0;
            for (size_t i = bit; i < bit + 6; i++)
                sextet = sextet << 1 | (i / 8 < count ? in[at + i / 8] >> (7 - i % 8) & 1u : 0);
            put(&r, (unsigned char)characters[sextet]);
        }
        put(&r, '\n');
    }
    put_text(&r, "`\nend\n");
    return r;
}

/* ---- yEnc --------------------------------------------------------------------------------------------------- */

static int begins_with(const uint8_t *line, size_t len, const char *word)
{
    return len >= strlen(word) && memcmp(line, word, strlen(word)) == 0;
}

/* `line` with its line end. */
static void decode_yenc_line(naive_result *r, const uint8_t *line, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        int is_escape = line[i] == '=' && i + 1 < len && line[i + 1] != '\r' && line[i + 1] != '\n';
        if (is_escape)
            put(r, (line[++i] - 64u - 42u) & 255);
        else if (line[i] != '=' && line[i] != '\r' && line[i] != '\n')
            put(r, (line[i] - 42u) & 255);
    }
}

naive_result naive_yenc_decode(const uint8_t *in, size_t len)
{
    naive_result r = start(len);
    int is_begun = 0;
    for (size_t at = 0, n; at < len; at += n) {
        n = line_length(in + at, len - at);
        n += at + n < len;
        if (!is_begun)
            is_begun = begins_with(in + at, n, "=ybegin ");
        else if (begins_with(in + at, n, "=yend"))
            break;
        else if (!begins_with(in + at, n, "=y"))
            decode_yenc_line(&r, in + at, n);
    }
    return r;
}

/* ---- lines -------------------------------------------------------------------------------------------------- */

static int is_crlf(const uint8_t *in, size_t len, size_t i)
{
    return i + 1 < len && in[i] == '\r' && in[i + 1] == '\n';
}

naive_result naive_to_crlf(const uint8_t *in, size_t len)
{
    naive_result r = start(len);
    for (size_t i = 0; i < len; i++) {
        if (in[i] == '\n' && (i == 0 || in[i - 1] != '\r'))
            put(&r, '\r');
        if (in[i] == '\r' && !is_crlf(in, len, i))
            found(&r, PNEU_DEFECT_LINE_BARE_CR, 0);
        put(&r, in[i]);
    }
    return r;
}

naive_result naive_to_lf(const uint8_t *in, size_t len)
{
    naive_result r = start(len);
    for (size_t i = 0; i < len; i++) {
        if (in[i] == '\r' && !is_crlf(in, len, i))
            found(&r, PNEU_DEFECT_LINE_BARE_CR, 0);
        if (!is_crlf(in, len, i))
            put(&r, in[i]);
    }
    return r;
}

naive_result naive_dot_stuff(const uint8_t *in, size_t len)
{
    naive_result r = start(len);
    for (size_t i = 0; i < len; i++) {
        if (in[i] == '\r' && !is_crlf(in, len, i))
            found(&r, PNEU_DEFECT_LINE_BARE_CR, 0);
        if (in[i] == '\n' && (i == 0 || in[i - 1] != '\r')) {
            found(&r, PNEU_DEFECT_LINE_BARE_LF, 0);
            put(&r, '\r');
        }
        if (in[i] == '.' && (r.len == 0 || r.bytes[r.len - 1] == '\n'))
            put(&r, '.');
        put(&r, in[i]);
    }
    if (r.len > 0 && r.bytes[r.len - 1] != '\n') {
        put(&r, '\r');
        put(&r, '\n');
    }
    put(&r, '.');
    put(&r, '\r');
    put(&r, '\n');
    return r;
}

naive_result naive_dot_unstuff(const uint8_t *in, size_t len)
{
    naive_result r = start(len);
    for (size_t i = 0; i < len; i++) {
        int is_first = i == 0 || (i >= 2 && is_crlf(in, len, i - 2));
        if (is_first && in[i] == '.') {
            if (is_crlf(in, len, i + 1)) {
                r.end = i + 3;
                r.is_done = 1;
                return r;
            }
            continue;
        }
        if (in[i] == '\r' && !is_crlf(in, len, i))
            found(&r, PNEU_DEFECT_LINE_BARE_CR, 0);
        if (in[i] == '\n' && (i == 0 || in[i - 1] != '\r'))
            found(&r, PNEU_DEFECT_LINE_BARE_LF, 0);
        put(&r, in[i]);
    }
    found(&r, PNEU_DEFECT_LINE_TRUNCATED_EOF, 0);
    return r;
}
