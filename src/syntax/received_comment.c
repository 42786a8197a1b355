/*
 * What the comments of a Received field say. In: the content of a comment, and the clause it stands in. Out: items of the
 * field: the host's address and name, HELO, identity, TLS, authentication, sender.
 * A comment is words with white space or commas between them; comments in it count as words. Some words are keys whose
 * value follows ("HELO x", "helo=x", "using TLSv1.3"): that is the table. Others show what they are: an address,
 * "user@host", a name before an address. A comment of which nothing is understood is kept as a whole, of others what is
 * left. Invariants: each byte is looked at a fixed number of times; the content has no open comment in it.
 * Products that write these: Postfix (using, with cipher, Authenticated sender), Sendmail (version=, may be forged,
 * authenticated), Exim (helo=, ident=, TLS1.3:cipher:bits, envelope-from), qmail (HELO, user@address), Exchange (address
 * alone, version=), Gmail (version=, bits=n/m), PowerMTA (envelope-from after the date).
 */
#include "syntax/mail_path.h"
#include "syntax/received.h"
#include "syntax/scan.h"

/* What a value is used for. */
enum {
    USE_NONE,
    USE_IGNORED, /* understood, and of no use here */
    USE_HELO,
    USE_IDENT,
    USE_USER, /* user@host of a local submission */
    USE_PORT,
    USE_VERSION,
    USE_CIPHER,
    USE_BITS,
    USE_GROUP,
    USE_SENDER,
    USE_LOGIN
};

static const struct comment_key {
    const char *name;
    uint8_t use;
    uint8_t before_space; /* 1: the value is the next word; 0: it follows "=" */
} keys[] = {
    {"HELO", USE_HELO, 1},
    {"EHLO", USE_HELO, 1},
    {"LHLO", USE_HELO, 1},
    {"helo", USE_HELO, 0},
    {"ident", USE_IDENT, 0},
    {"port", USE_PORT, 0},
    {"version", USE_VERSION, 0},
    {"cipher", USE_CIPHER, 0},
    {"bits", USE_BITS, 0},
    {"group", USE_GROUP, 0},
    {"verify", USE_IGNORED, 0},
    {"using", USE_VERSION, 1},
    {"cipher", USE_CIPHER, 1},
    {"key-exchange", USE_GROUP, 1},
    {"server-signature", USE_IGNORED, 1},
    {"server-digest", USE_IGNORED, 1},
    {"client-signature", USE_IGNORED, 1},
    {"client-digest", USE_IGNORED, 1},
    {"envelope-from", USE_SENDER, 1},
    {"envelope-from", USE_SENDER, 0},
    {"envelope-sender", USE_SENDER, 1},
    {"sender:", USE_LOGIN, 1},
    {"user", USE_LOGIN, 1},
    {"Authid:", USE_LOGIN, 1},
    {"from", USE_USER, 1},
};

#define SHORTEST_KEY 4
#define LONGEST_KEY 16

typedef struct comment_reader {
    pneu_i_received *field;
    pneu_trace_host *host; /* of the clause, or NULL */
    size_t start;          /* of the content */
    size_t end;
    size_t rest; /* words from here on to the current one were not understood */
    int expects; /* USE_... of the next word */
    int last;    /* USE_... of the word before */
    int is_known;
    int is_login; /* 1 after "authenticated" */
} comment_reader;

static pneu_str slice(const comment_reader *reader, size_t start, size_t end)
{
    return pneu_i_received_slice(reader->field, start, end);
}

static char byte_at(const comment_reader *reader, size_t at)
{
    return reader->field->text.ptr[at];
}

/* ---- Values of keys ------------------------------------------------------------------------------------------------ */

static void take_sender(comment_reader *reader, size_t start, size_t end)
{
    pneu_i_path path;
    pneu_i_path_read(slice(reader, start, end), &path);
    size_t at = (size_t)(path.address.ptr - reader->field->text.ptr);
    if (path.address.len > 0)
        pneu_i_trace_set(&reader->field->out.envelope_from, at, at + path.address.len);
    else
        pneu_i_trace_set(&reader->field->out.envelope_from, start, end);
}

int pneu_i_received_is_tls_version(pneu_str word)
{
    if (word.len < 4 || !(pneu_i_ascii_same(word.ptr, "TLS", 3) || pneu_i_ascii_same(word.ptr, "SSL", 3)))
        return 0;
    return pneu_i_lower(word.ptr[3]) == 'v' || pneu_i_is((unsigned char)word.ptr[3], PNEU_I_DIGIT);
}

int pneu_i_received_is_key(pneu_str word)
{
    for (size_t i = 0; word.len <= LONGEST_KEY && i < sizeof keys / sizeof keys[0]; i++)
        if (pneu_i_str_is(word, keys[i].name))
            return 1;
    return pneu_i_str_is(word, "authenticated");
}

/* Exim: "TLS1.3", "TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256". */
static int take_exim_tls(comment_reader *reader, size_t start, size_t end)
{
    pneu_received *out = &reader->field->out;
    size_t colon = start;
    if (!pneu_i_received_is_tls_version(slice(reader, start, end)) || pneu_i_trace_has(&out->tls.version))
        return 0;
    while (colon < end && byte_at(reader, colon) != ':')
        colon++;
    pneu_i_trace_set(&out->tls.version, start, colon);
    if (colon + 1 >= end)
        return 1;
    size_t cipher = colon + 1;
    for (colon = cipher; colon < end && byte_at(reader, colon) != ':';)
        colon++;
    if (colon > cipher)
        pneu_i_trace_set(&out->tls.cipher, cipher, colon);
    if (colon < end && out->tls.bits == 0)
        out->tls.bits = pneu_i_received_number(slice(reader, colon + 1, end), 65535);
    return 1;
}

static int take_value(comment_reader *reader, int use, size_t start, size_t end)
{
    pneu_received *out = &reader->field->out;
    pneu_str value = slice(reader, start, end);
    if (value.len == 0)
        return use == USE_IGNORED;
    switch (use) {
    case USE_HELO: pneu_i_trace_set(&reader->field->helo, start, end); return 1;
    case USE_IDENT: pneu_i_trace_set(&out->from.ident, start, end); return 1;
    case USE_PORT: out->from.port = pneu_i_received_number(value, 65535); return 1;
    case USE_VERSION:
        if (pneu_i_received_is_tls_version(value))
            pneu_i_trace_set(&out->tls.version, start, end);
        return pneu_i_received_is_tls_version(value);
    case USE_CIPHER: /* Exim 3: "Cipher TLSv1:DES-CBC3-SHA:168" */
        if (!take_exim_tls(reader, start, end))
            pneu_i_trace_set(&out->tls.cipher, start, end);
        return 1;
    case USE_BITS:
        if (out->tls.bits == 0 && !reader->is_login) /* Sendmail: "authenticated bits=0" is about the login */
            out->tls.bits = pneu_i_received_number(value, 65535);
        return 1;
    case USE_GROUP: pneu_i_trace_set(&out->tls.group, start, end); return 1;
    case USE_SENDER: take_sender(reader, start, end); return 1;
    case USE_LOGIN: pneu_i_trace_set(&out->login, start, end); return 1;
    default: return 1;
    }
}

/* ---- Words ----------------------------------------------------------------------------------------------------------- */

static int take_key(comment_reader *reader, const pneu_i_comment_word *word)
{
    pneu_str text = slice(reader, word->start, word->end);
    const char *mark = text.len > 0 ? memchr(text.ptr, '=', text.len < LONGEST_KEY ? text.len : LONGEST_KEY) : NULL;
    pneu_str name = mark != NULL ? pneu_i_str_of(text.ptr, (size_t)(mark - text.ptr)) : text;
    if (name.len < SHORTEST_KEY || name.len > LONGEST_KEY)
        return 0;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if ((keys[i].name[0] | 0x20) != (name.ptr[0] | 0x20)) /* a quick no */
            continue;
        if (keys[i].before_space != (mark == NULL) || !pneu_i_str_is(name, keys[i].name))
            continue;
        if (mark != NULL)
            return take_value(reader, reader->last = keys[i].use, word->start + name.len + 1, word->end);
        if ((keys[i].use == USE_LOGIN && !reader->is_login && !pneu_i_str_is(name, "Authid:")) || word->is_last)
            return 0;
        if (keys[i].use == USE_USER && (!word->is_first || reader->field->clause != PNEU_I_CLAUSE_NONE))
            return 0; /* "(from user@host)" before all clauses: Sendmail, local submission */
        reader->expects = keys[i].use;
        return 1;
    }
    return 0;
}

/* "authenticated", and the little words between a key and the next. */
static int take_plain_word(comment_reader *reader, const pneu_i_comment_word *word)
{
    pneu_str text = slice(reader, word->start, word->end);
    if (pneu_i_str_is(text, "authenticated")) {
        reader->is_login = 1;
        reader->field->out.protocol |= PNEU_PROTOCOL_AUTH;
        return 1;
    }
    return reader->last == USE_VERSION && pneu_i_str_is(text, "with"); /* "using TLSv1.3 with cipher" */
}

static int take_word(comment_reader *reader, const pneu_i_comment_word *word)
{
    int use = reader->expects;
    reader->expects = USE_NONE;
    if (use != USE_NONE) {
        reader->last = use;
        if (use == USE_USER)
            return pneu_i_received_take_user(reader->field, &reader->field->out.from, word);
        return take_value(reader, use, word->start, word->end);
    }
    if (byte_at(reader, word->start) == '(') /* "(256/256 bits)" after a cipher */
        return reader->last == USE_CIPHER && take_value(reader, USE_BITS, word->start + 1, word->end);
    if (take_key(reader, word) || take_plain_word(reader, word))
        return 1;
    if (reader->host != NULL && pneu_i_received_take_host_word(reader->field, reader->host, word))
        return 1;
    return take_exim_tls(reader, word->start, word->end);
}

/* The end of the word at `at`: white space, a comma, a comment, an address literal. */
static size_t skip_word(const comment_reader *reader, size_t at)
{
    unsigned saw = 0;
    size_t start = at;
    if (byte_at(reader, at) == '(')
        return pneu_i_skip_comment(slice(reader, 0, reader->end), at, &saw);
    while (at < reader->end) {
        char c = byte_at(reader, at);
        int is_literal = c == '[' && at > start && byte_at(reader, at - 1) != '=';
        if (pneu_i_is_space((unsigned char)c) || c == ',' || c == '(' || is_literal)
            break;
        at += c == '\\' && at + 1 < reader->end ? 2 : 1;
    }
    return at;
}

static size_t skip_delimiters(const comment_reader *reader, size_t at)
{
    while (at < reader->end && (pneu_i_is_space((unsigned char)byte_at(reader, at)) || byte_at(reader, at) == ','))
        at++;
    return at;
}

/* Keeps what was not understood before `end`. */
static void keep_rest(comment_reader *reader, size_t end)
{
    size_t start = skip_delimiters(reader, reader->rest);
    if (start < end && reader->field->clause != PNEU_I_CLAUSE_DATE)
        pneu_i_received_add_extra(reader->field, start, end);
}

static void keep_unknown(comment_reader *reader)
{
    pneu_i_received *field = reader->field;
    if (field->clause == PNEU_I_CLAUSE_DATE)
        return; /* the name of the zone */
    if (field->clause == PNEU_I_CLAUSE_FROM || pneu_i_trace_has(&field->out.comment) || reader->start == reader->end)
        pneu_i_received_add_extra(field, reader->start - 1, reader->end + 1);
    else
        pneu_i_trace_set(&field->out.comment, reader->start, reader->end);
}

void pneu_i_received_read_comment(pneu_i_received *self, size_t start, size_t end)
{
    comment_reader reader = {self, pneu_i_received_host(self), start, end, start, USE_NONE, USE_NONE, 0, 0};
    pneu_i_comment_word word = {start, start, 1, 0, 0};
    size_t understood = start; /* where what is understood now begins: a key and its value go together */
    size_t at = skip_delimiters(&reader, start);
    while (at < end) {
        if (reader.expects == USE_NONE)
            understood = at;
        word.start = at;
        word.end = skip_word(&reader, at);
        at = skip_delimiters(&reader, word.end);
        word.is_last = at >= end;
        word.is_before_literal = at < end && byte_at(&reader, at) == '[';
        if (take_word(&reader, &word) && reader.expects == USE_NONE) {
            keep_rest(&reader, understood);
            reader.rest = word.end;
            reader.is_known = 1;
        }
        word.is_first = 0;
    }
    if (reader.is_known)
        keep_rest(&reader, end);
    else
        keep_unknown(&reader);
}
