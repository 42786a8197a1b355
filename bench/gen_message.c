/*
 * Kinds of generated mail: small text mail as a mailbox holds it, attachments, deep nesting, quoted-printable HTML,
 * 200-byte messages, and the header of one very large message.
 * In: a generator. Out: one message at the end of its bytes. The mix of fields is that of ordinary list and personal
 * mail: 20 fields on average, half of the text messages' bytes are header. RFC 5322, RFC 2046.
 * Not handled: malformed mail.
 */
#include "gen.h"

#include <stdio.h>

bench_gen_boundary bench_gen_new_boundary(bench_gen *gen)
{
    bench_gen_boundary made;
    unsigned serial = bench_gen_below(gen, 1000000);
    uint64_t unique = bench_gen_random(gen);
    snprintf(made.text, sizeof made.text, "----=_Part_%u_%016llx", serial, (unsigned long long)unique);
    return made;
}

size_t bench_gen_body_size(bench_gen *gen, unsigned lo, unsigned hi)
{
    size_t drawn = bench_gen_between(gen, lo, hi);
    if (gen->message_end == 0)
        return drawn;
    return gen->message_end > gen->len + 64 ? gen->message_end - gen->len : 64;
}

static void put_received(bench_gen *gen)
{
    bench_gen_emit(gen, "Received: from mail-%n100.%d (mail-%n100.%d [192.0.2.%n256])\n", NULL);
    bench_gen_emit(gen, "\tby mx%n10.%d (Postfix) with ESMTPS id %x11", NULL);
    if (bench_gen_chance(gen, 50))
        bench_gen_emit(gen, "\n\t(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)", NULL);
    bench_gen_emit(gen, "\n\tfor <%f.%l@%d>; %t\n", NULL);
}

static void put_dkim_signature(bench_gen *gen)
{
    bench_gen_emit(gen, "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n", NULL);
    bench_gen_emit(gen, "        d=%d; s=s%n100000; t=16%n99999999; x=17%n99999999;\n", NULL);
    bench_gen_emit(gen, "        h=from:to:subject:date:message-id:mime-version:content-type\n", NULL);
    bench_gen_emit(gen, "         :content-transfer-encoding:in-reply-to:references;\n", NULL);
    bench_gen_emit(gen, "        bh=%b43=;\n        b=%b66\n         %b66\n         %b66\n", NULL);
    bench_gen_emit(gen, "         %b66\n         %b60==\n", NULL);
}

void bench_gen_trace_fields(bench_gen *gen)
{
    bench_gen_emit(gen, "Delivered-To: %f@%d\n", NULL);
    for (unsigned n = bench_gen_between(gen, 3, 6); n > 0; n--)
        put_received(gen);
    if (bench_gen_chance(gen, 85))
        bench_gen_emit(gen,
                       "Authentication-Results: mx.%d;\n\tdkim=pass header.i=@%d header.s=s%n1000;\n"
                       "\tspf=pass smtp.mailfrom=%d;\n\tdmarc=pass (p=REJECT) header.from=%d\n",
                       NULL);
    if (bench_gen_chance(gen, 80))
        put_dkim_signature(gen);
    if (bench_gen_chance(gen, 50))
        bench_gen_emit(gen,
                       "X-Spam-Status: No, score=-%n5.%n10 required=5.0 tests=BAYES_00,DKIM_SIGNED,\n"
                       "\tDKIM_VALID,DKIM_VALID_AU,HTML_MESSAGE,SPF_HELO_NONE,SPF_PASS,\n"
                       "\tURIBL_BLOCKED autolearn=ham autolearn_force=no version=3.4.6\n",
                       NULL);
    if (bench_gen_chance(gen, 40))
        bench_gen_emit(gen, "X-Originating-IP: [198.51.100.%n256]\n", NULL);
}

static void put_subject(bench_gen *gen)
{
    bench_gen_emit(gen, bench_gen_chance(gen, 40) ? "Subject: Re: " : "Subject: ", NULL);
    if (bench_gen_chance(gen, 30)) {
        bench_gen_encoded_subject(gen);
        if (bench_gen_chance(gen, 30)) {
            bench_gen_emit(gen, "\n ", NULL);
            bench_gen_encoded_subject(gen);
        }
    } else {
        bench_gen_words(gen, bench_gen_between(gen, 3, 9));
    }
    bench_gen_emit(gen, "\n", NULL);
}

static void put_author_fields(bench_gen *gen)
{
    bench_gen_emit(gen, "From: ", NULL);
    bench_gen_addresses(gen, 1);
    bench_gen_emit(gen, "To: ", NULL);
    bench_gen_addresses(gen, bench_gen_between(gen, 1, 3));
    if (bench_gen_chance(gen, 30)) {
        bench_gen_emit(gen, "Cc: ", NULL);
        bench_gen_addresses(gen, bench_gen_between(gen, 1, 4));
    }
    put_subject(gen);
    bench_gen_emit(gen, "Date: %t\nMessage-ID: <%x16.%x8@%d>\n", NULL);
    if (!bench_gen_chance(gen, 55))
        return;
    bench_gen_emit(gen, "In-Reply-To: <%x16.%x8@%d>\nReferences: ", NULL);
    for (unsigned n = bench_gen_between(gen, 1, 5); n > 0; n--)
        bench_gen_emit(gen, n > 1 ? "<%x16.%x8@%d>\n " : "<%x16.%x8@%d>", NULL);
    bench_gen_emit(gen, "\n", NULL);
}

void bench_gen_client_fields(bench_gen *gen)
{
    if (bench_gen_chance(gen, 40))
        bench_gen_emit(gen,
                       "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 "
                       "Thunderbird/115.%n10\n",
                       NULL);
    if (bench_gen_chance(gen, 35))
        bench_gen_emit(gen,
                       "List-Id: <%w.lists.example.org>\n"
                       "List-Unsubscribe: <https://lists.example.org/u/%n1000000>,\n"
                       " <mailto:leave-%n1000000@lists.example.org>\nPrecedence: list\n",
                       NULL);
    if (bench_gen_chance(gen, 30))
        bench_gen_emit(gen, "X-Mailer: ExampleMailer 4.2\n", NULL);
    if (bench_gen_chance(gen, 30))
        bench_gen_emit(gen, "Reply-To: %f@%d\n", NULL);
}

static void put_delivered_header(bench_gen *gen)
{
    bench_gen_emit(gen, "Return-Path: <%f.%l@%d>\n", NULL);
    bench_gen_trace_fields(gen);
    put_author_fields(gen);
    bench_gen_client_fields(gen);
    bench_gen_emit(gen, "MIME-Version: 1.0\n", NULL);
}

static void put_forwarded_header(bench_gen *gen)
{
    bench_gen_emit(gen, "Return-Path: <%f.%l@%d>\n", NULL);
    put_author_fields(gen);
    bench_gen_emit(gen, "MIME-Version: 1.0\n", NULL);
}

void bench_gen_text_message(bench_gen *gen)
{
    put_delivered_header(gen);
    unsigned dice = bench_gen_below(gen, 100);
    if (dice < 60)
        bench_gen_emit(gen, "Content-Type: text/plain; charset=\"UTF-8\"\nContent-Transfer-Encoding: 7bit\n", NULL);
    else if (dice < 85)
        bench_gen_emit(gen,
                       "Content-Type: text/plain; charset=\"UTF-8\"\n"
                       "Content-Transfer-Encoding: quoted-printable\n",
                       NULL);
    else
        bench_gen_emit(gen, "Content-Type: text/plain; charset=us-ascii; format=flowed\n", NULL);
    bench_gen_emit(gen, "\n", NULL);
    size_t bytes = bench_gen_body_size(gen, 400, 3200);
    if (dice >= 60 && dice < 85)
        bench_gen_qp_lines(gen, bytes, dice > 78 ? BENCH_QP_DENSE : BENCH_QP_PROSE);
    else
        bench_gen_text_lines(gen, bytes);
}

/* multipart/alternative of text and HTML, quoted-printable, from its Content-Type field on. */
static void put_alternative(bench_gen *gen, size_t text_bytes, size_t html_bytes, int text_kind)
{
    bench_gen_boundary own = bench_gen_new_boundary(gen);
    bench_gen_emit(gen,
                   "Content-Type: multipart/alternative; boundary=\"%s\"\n\n--%s\n"
                   "Content-Type: text/plain; charset=utf-8\n"
                   "Content-Transfer-Encoding: quoted-printable\n\n",
                   own.text);
    bench_gen_qp_lines(gen, text_bytes, text_kind);
    bench_gen_emit(gen,
                   "\n--%s\nContent-Type: text/html; charset=utf-8\n"
                   "Content-Transfer-Encoding: quoted-printable\n\n",
                   own.text);
    bench_gen_qp_lines(gen, html_bytes, text_kind == BENCH_QP_DENSE ? BENCH_QP_DENSE : BENCH_QP_HTML);
    bench_gen_emit(gen, "\n--%s--\n", own.text);
}

/* One file of 100 KiB to 5 MiB before encoding, small ones more often; or what the message's end leaves. */
static void put_attachment(bench_gen *gen)
{
    char name[16];
    size_t bytes = (size_t)102400 << bench_gen_below(gen, 6);
    bytes = bytes / 2 + bench_gen_below(gen, (unsigned)(bytes / 2));
    bytes = bytes < 102400 ? 102400 : bytes;
    if (gen->message_end != 0)
        bytes = bench_gen_body_size(gen, 0, 0) / 78 * 57;
    snprintf(name, sizeof name, "document-%u", bench_gen_below(gen, 100000));
    bench_gen_emit(gen,
                   "Content-Type: application/pdf; name=\"%s.pdf\"\nContent-Transfer-Encoding: base64\n"
                   "Content-Disposition: attachment;\n filename=\"%s.pdf\"\nX-Attachment-Id: f_%x8\n\n",
                   name);
    bench_gen_base64_lines(gen, bytes, BENCH_LINES_EVEN);
}

void bench_gen_attach_message(bench_gen *gen)
{
    bench_gen_boundary own = bench_gen_new_boundary(gen);
    put_delivered_header(gen);
    bench_gen_emit(gen,
                   "Content-Type: multipart/mixed;\n\tboundary=\"%s\"\n\n"
                   "This is a multi-part message in MIME format.\n\n--%s\n",
                   own.text);
    size_t text_bytes = bench_gen_between(gen, 2000, 6000);
    size_t html_bytes = bench_gen_between(gen, 8000, 40000);
    if (gen->message_end != 0)
        text_bytes = html_bytes = bench_gen_body_size(gen, 0, 0) / 16;
    put_alternative(gen, text_bytes, html_bytes, BENCH_QP_PROSE);
    for (unsigned n = gen->message_end != 0 ? 1 : bench_gen_between(gen, 1, 3); n > 0; n--) {
        bench_gen_emit(gen, "\n--%s\n", own.text);
        put_attachment(gen);
    }
    bench_gen_emit(gen, "--%s--\n", own.text);
}

static void put_small_leaf(bench_gen *gen)
{
    switch (bench_gen_below(gen, 4)) {
    case 0:
        bench_gen_emit(gen, "Content-Type: text/plain; charset=us-ascii\n\n", NULL);
        bench_gen_text_lines(gen, bench_gen_between(gen, 50, 700));
        break;
    case 1:
        bench_gen_emit(gen,
                       "Content-Type: text/html; charset=utf-8\n"
                       "Content-Transfer-Encoding: quoted-printable\n\n",
                       NULL);
        bench_gen_qp_lines(gen, bench_gen_between(gen, 100, 900), BENCH_QP_HTML);
        break;
    case 2:
        bench_gen_emit(gen,
                       "Content-Type: image/png; name=\"i%n100.png\"\nContent-Transfer-Encoding: base64\n"
                       "Content-ID: <%x8@x>\nContent-Disposition: inline\n\n",
                       NULL);
        bench_gen_base64_lines(gen, bench_gen_between(gen, 60, 900), BENCH_LINES_EVEN);
        break;
    default: bench_gen_emit(gen, "\n", NULL); bench_gen_text_lines(gen, bench_gen_between(gen, 20, 300));
    }
}

static void put_parts(bench_gen *gen, unsigned lo_depth, unsigned hi_depth);

/* An entity of at most this many levels, from its first field on. */
static void put_entity(bench_gen *gen, unsigned depth)
{
    if (depth == 0 || bench_gen_chance(gen, 30)) {
        put_small_leaf(gen);
    } else if (bench_gen_chance(gen, 25)) {
        bench_gen_emit(gen, "Content-Type: message/rfc822\n\n", NULL);
        put_forwarded_header(gen);
        put_entity(gen, depth - 1);
    } else {
        put_parts(gen, depth - 1, depth - 1);
    }
}

/* A multipart of 2 to 4 parts, from its Content-Type field on. */
static void put_parts(bench_gen *gen, unsigned lo_depth, unsigned hi_depth)
{
    static const char *const subtypes[] = {"mixed", "related", "alternative", "mixed"};
    bench_gen_boundary own = bench_gen_new_boundary(gen);
    bench_gen_emit(gen, "Content-Type: multipart/%s", subtypes[bench_gen_below(gen, 4)]);
    bench_gen_emit(gen, "; boundary=\"%s\"\n\n", own.text);
    for (unsigned n = bench_gen_between(gen, 2, 4); n > 0; n--) {
        bench_gen_emit(gen, "\n--%s\n", own.text);
        put_entity(gen, bench_gen_between(gen, lo_depth, hi_depth));
    }
    bench_gen_emit(gen, "\n--%s--\n", own.text);
}

/* Parts of several levels, as many as are needed. */
static void put_parts_to_end(bench_gen *gen)
{
    bench_gen_boundary own = bench_gen_new_boundary(gen);
    bench_gen_emit(gen, "Content-Type: multipart/mixed; boundary=\"%s\"\n\n", own.text);
    do {
        size_t rest = bench_gen_body_size(gen, 0, 0);
        bench_gen_emit(gen, "\n--%s\n", own.text);
        put_entity(gen, rest > 32768 ? 6 : rest > 4096 ? 2 : 0);
    } while (gen->len + 256 < gen->message_end);
    bench_gen_emit(gen, "\n--%s--\n", own.text);
}

void bench_gen_deep_message(bench_gen *gen)
{
    put_delivered_header(gen);
    if (gen->message_end != 0)
        put_parts_to_end(gen);
    else
        put_parts(gen, 3, 7);
}

void bench_gen_qp_message(bench_gen *gen)
{
    put_delivered_header(gen);
    int kind = bench_gen_chance(gen, 50) ? BENCH_QP_DENSE : BENCH_QP_PROSE;
    size_t text_bytes = bench_gen_between(gen, 5000, 60000);
    size_t html_bytes = bench_gen_between(gen, 20000, 300000);
    if (gen->message_end != 0)
        text_bytes = html_bytes = bench_gen_body_size(gen, 0, 0) / 2;
    put_alternative(gen, text_bytes, html_bytes, kind);
}

void bench_gen_tiny_message(bench_gen *gen)
{
    bench_gen_emit(gen, "From: %f@%d\nTo: %f@%d\nSubject: %w %w\nDate: %t\nMessage-ID: <%x16@%d>\n\n", NULL);
    bench_gen_emit(gen, "%w %w %w %w\n%w %w %w\n", NULL);
}

void bench_gen_big_header(bench_gen *gen)
{
    put_delivered_header(gen);
    bench_gen_emit(gen,
                   "Content-Type: application/octet-stream; name=\"big.bin\"\n"
                   "Content-Transfer-Encoding: base64\n"
                   "Content-Disposition: attachment; filename=\"big.bin\"\n\n",
                   NULL);
}
