/*
 * Authentication-Results and ARC-Authentication-Results: reading.
 * In: a raw value. Out: who says so, and what each method came to, in the arena. Comments may stand between any two
 * elements, and are skipped. Lenient: a missing authserv-id (old Exchange), properties without a type, values that
 * should be quoted (a "/" in header.b), empty elements and stray words; each is a defect.
 * Invariants: the cursor only moves forward, and each step of a loop moves it; elements are split at semicolons outside
 * of comments and quoted strings.
 * RFC 8601 sections 2.2 and 2.6; RFC 8617 section 4.1.1; RFC 5321 section 4.1.2 (keywords).
 * Not handled: which fields may be trusted (RFC 8601 section 5), what methods and results mean; the text of comments.
 */
#include "syntax/auth_results.h"

#include "syntax/arena_list.h"

typedef struct results_reader {
    pneu_i_value_reader value;
    pneu_i_arena_list results;
    pneu_i_arena_list properties; /* of all results; each result first holds the index of its first one */
    int saw_none;
} results_reader;

/* Keyword of RFC 5321: letters, digits and hyphens, the last no hyphen. */
static int is_keyword(pneu_str word)
{
    for (size_t i = 0; i < word.len; i++) {
        char c = pneu_i_lower(word.ptr[i]);
        if (!(c >= 'a' && c <= 'z') && !pneu_i_is((unsigned char)c, PNEU_I_DIGIT) && c != '-')
            return 0;
    }
    return word.len > 0 && word.ptr[word.len - 1] != '-';
}

static int is_domain_byte(unsigned char c)
{
    return c >= 0x80 || c == '-' || c == '.' || pneu_i_is(c, PNEU_I_DIGIT) ||
           (pneu_i_lower((char)c) >= 'a' && pneu_i_lower((char)c) <= 'z');
}

int pneu_i_auth_value_is_plain(pneu_str value)
{
    size_t at = value.len;
    if (value.len > 0 && pneu_i_skip_token(value, 0) == value.len)
        return 1;
    while (at > 0 && is_domain_byte((unsigned char)value.ptr[at - 1]))
        at--;
    if (at == value.len || at == 0 || value.ptr[at - 1] != '@')
        return at == 0 && value.len > 0;
    unsigned saw = 0;
    pneu_str local = pneu_i_str_of(value.ptr, at - 1);
    if (local.len > 0 && local.ptr[0] == '"')
        return pneu_i_skip_quoted(local, 0, &saw) == local.len && !(saw & PNEU_I_SAW_OPEN_QUOTE);
    for (size_t i = 0; i < local.len; i++) {
        unsigned char c = (unsigned char)local.ptr[i];
        if (c < 0x80 && c != '.' && !pneu_i_is(c, PNEU_I_ATEXT))
            return 0;
    }
    return 1;
}

static void fault_at(results_reader *reader, pneu_str slice)
{
    size_t place = pneu_i_value_place(&reader->value, slice);
    pneu_i_value_fault(&reader->value, place, place + slice.len);
}

static pneu_str read_keyword(results_reader *reader, const char *stops)
{
    pneu_i_value_skip_cfws(&reader->value);
    pneu_str word = pneu_i_value_run(&reader->value, stops);
    if (!is_keyword(word))
        fault_at(reader, word);
    return pneu_i_value_lower(&reader->value, word);
}

/* A quoted string alone, or one that is the local part of an address. */
static pneu_str read_quoted(results_reader *reader)
{
    pneu_i_value_reader *value = &reader->value;
    size_t start = value->at;
    pneu_str inside = pneu_i_value_skip_quoted(value);
    if (!pneu_i_value_is_at(value, '@'))
        return pneu_i_value_unescaped(value, inside);
    (void)pneu_i_value_run(value, ";(\"");
    pneu_str address = pneu_i_str_of(value->text.ptr + start, value->at - start);
    if (!pneu_i_auth_value_is_plain(address))
        fault_at(reader, address);
    return pneu_i_value_text(value, address);
}

static pneu_str read_value(results_reader *reader)
{
    pneu_i_value_reader *value = &reader->value;
    pneu_i_value_skip_cfws(value);
    if (pneu_i_value_is_at(value, '"'))
        return read_quoted(reader);
    pneu_str run = pneu_i_value_run(value, ";(\"");
    if (!pneu_i_auth_value_is_plain(run))
        fault_at(reader, run);
    return pneu_i_value_text(value, run);
}

static uint32_t read_version(results_reader *reader)
{
    uint32_t version = 0;
    pneu_i_value_skip_cfws(&reader->value);
    pneu_str digits = pneu_i_value_run(&reader->value, ";(=\"");
    if (!pneu_i_value_number(digits, &version))
        fault_at(reader, digits);
    return version;
}

static pneu_auth_result *newest_result(results_reader *reader)
{
    return (pneu_auth_result *)(void *)reader->results.items + (reader->results.count - 1);
}

static void add_property(results_reader *reader, const pneu_auth_property *property)
{
    pneu_auth_property *added = pneu_i_arena_list_add(&reader->properties);
    if (added == NULL) {
        reader->value.status = PNEU_ERR_MEMORY;
        return;
    }
    *added = *property;
    newest_result(reader)->property_count++;
}

/* "reason=value" or "type.name=value"; a word that is neither is passed over. */
static void read_property(results_reader *reader)
{
    pneu_i_value_reader *value = &reader->value;
    pneu_auth_property property = {{"", 0}, {"", 0}, {"", 0}};
    size_t start = value->at;
    pneu_str word = pneu_i_value_run(value, ";(\"=.");
    pneu_auth_result *result = newest_result(reader);
    int has_type = pneu_i_value_take(value, '.');
    pneu_str name = word;
    if (has_type) {
        pneu_i_value_skip_cfws(value);
        name = pneu_i_value_run(value, ";(\"=");
    }
    if (!pneu_i_value_take(value, '=')) {
        if (value->at == start)
            (void)pneu_i_value_skip_quoted(value); /* nothing else stops a word here */
        pneu_i_value_fault(value, start, value->at);
        return;
    }
    if (!has_type && pneu_i_str_is(word, "reason") && result->reason.ptr == NULL) {
        if (result->property_count > 0)
            pneu_i_value_fault(value, start, value->at);
        result->reason = read_value(reader);
        return;
    }
    if (!is_keyword(name) || !has_type || !is_keyword(word))
        pneu_i_value_fault(value, start, value->at);
    property.type = has_type ? pneu_i_value_lower(value, word) : property.type;
    property.name = pneu_i_value_lower(value, name);
    property.value = read_value(reader);
    add_property(reader, &property);
}

/* What follows the method's name. */
static void read_result(results_reader *reader, pneu_str method)
{
    pneu_i_value_reader *value = &reader->value;
    pneu_auth_result *result = pneu_i_arena_list_add(&reader->results);
    if (result == NULL) {
        value->status = PNEU_ERR_MEMORY;
        return;
    }
    result->method = method;
    result->result = pneu_i_str("");
    result->method_version = pneu_i_value_take(value, '/') ? read_version(reader) : 1;
    result->properties = NULL;
    if (pneu_i_value_take(value, '='))
        result->result = read_keyword(reader, ";(\"");
    else
        pneu_i_value_fault(value, value->at, value->at);
    for (;;) {
        pneu_i_value_skip_cfws(value);
        if (value->status != PNEU_OK || pneu_i_value_is_at_end(value) || pneu_i_value_is_at(value, ';'))
            return;
        read_property(reader);
    }
}

/* One element after a semicolon: nothing, "none", or a method and what belongs to it. */
static void read_element(results_reader *reader)
{
    pneu_i_value_reader *value = &reader->value;
    pneu_i_value_skip_cfws(value);
    size_t start = value->at;
    pneu_str word = pneu_i_value_run(value, ";(\"=/");
    pneu_i_value_skip_cfws(value);
    int is_alone = pneu_i_value_is_at_end(value) || pneu_i_value_is_at(value, ';');
    if (is_alone && pneu_i_str_is(word, "none")) {
        reader->saw_none = 1;
        return;
    }
    if (!is_keyword(word))
        pneu_i_value_fault(value, start, value->at);
    if (word.len == 0 || is_alone)
        pneu_i_value_skip_to(value, ';');
    else
        read_result(reader, pneu_i_value_lower(value, word));
    if (is_alone && word.len > 0)
        pneu_i_value_fault(value, start, value->at);
}

static void read_elements(results_reader *reader)
{
    pneu_i_value_reader *value = &reader->value;
    while (!pneu_i_value_is_at_end(value) && value->status == PNEU_OK) {
        if (pneu_i_value_take(value, ';'))
            read_element(reader);
        else if (!pneu_i_value_is_at_end(value)) {
            size_t start = value->at;
            pneu_i_value_skip_to(value, ';');
            pneu_i_value_fault(value, start, value->at);
        }
    }
    if (reader->saw_none == (reader->results.count > 0))
        pneu_i_value_fault(value, value->at, value->at); /* neither, or both */
}

/* The authserv-id and the version after it. Where the first word holds "=", it is a result already. */
static void read_head(results_reader *reader, pneu_auth_results *out)
{
    pneu_i_value_reader *value = &reader->value;
    pneu_i_value_skip_cfws(value);
    size_t start = value->at;
    if (pneu_i_value_is_at(value, '"')) {
        out->authserv_id = pneu_i_value_unescaped(value, pneu_i_value_skip_quoted(value));
    } else {
        pneu_str word = pneu_i_value_run(value, ";(\"");
        if (word.len == 0 || memchr(word.ptr, '=', word.len) != NULL) {
            pneu_i_value_fault(value, start, start);
            value->at = start;
            if (word.len > 0)
                read_element(reader);
            return;
        }
        if (pneu_i_skip_token(word, 0) < word.len)
            fault_at(reader, word);
        out->authserv_id = pneu_i_value_text(value, word);
    }
    pneu_i_value_skip_cfws(value);
    if (!pneu_i_value_is_at_end(value) && !pneu_i_value_is_at(value, ';')) {
        out->version = read_version(reader);
        if (out->version != 1)
            value->is_bad = 1; /* RFC 8601 section 2.6: the rest may mean anything */
    }
}

/* "i=1;" at the start. */
static uint32_t read_instance(results_reader *reader)
{
    pneu_i_value_reader *value = &reader->value;
    uint32_t instance = 0;
    pneu_i_value_skip_cfws(value);
    size_t start = value->at;
    pneu_str name = pneu_i_value_run(value, ";(\"=");
    int is_named = pneu_i_str_equal(name, pneu_i_str("i")) && pneu_i_value_take(value, '=');
    if (is_named) {
        pneu_i_value_skip_cfws(value);
        pneu_str digits = pneu_i_value_run(value, ";(\"=");
        if (digits.len > 2 || !pneu_i_value_number(digits, &instance))
            instance = 0;
    }
    if (!is_named)
        value->at = start;
    int has_end = is_named && pneu_i_value_take(value, ';');
    if (!has_end || instance == 0)
        pneu_i_value_fault(value, start, value->at);
    return instance;
}

/* Now that the properties stay where they are. */
static void link_properties(results_reader *reader)
{
    pneu_auth_result *results = (pneu_auth_result *)(void *)reader->results.items;
    const pneu_auth_property *next = (const pneu_auth_property *)(const void *)reader->properties.items;
    for (size_t i = 0; i < reader->results.count; i++) {
        if (results[i].property_count == 0)
            continue;
        results[i].properties = next;
        next += results[i].property_count;
    }
}

static pneu_status parse_results(results_reader *reader, int is_arc, pneu_auth_results *out)
{
    pneu_auth_results results = {{NULL, 0}, 1, 0, NULL, 0};
    if (is_arc)
        results.instance = read_instance(reader);
    read_head(reader, &results);
    read_elements(reader);
    pneu_status status = pneu_i_value_reader_end(&reader->value);
    if (status != PNEU_OK)
        return status;
    link_properties(reader);
    results.results = (const pneu_auth_result *)(const void *)reader->results.items;
    results.result_count = reader->results.count;
    *out = results;
    return PNEU_OK;
}

static pneu_status open_reader(results_reader *reader, pneu_arena *arena, pneu_str value, int32_t mode,
                               const pneu_defect_sink *sink)
{
    reader->results = pneu_i_arena_list_of(arena, sizeof(pneu_auth_result));
    reader->properties = pneu_i_arena_list_of(arena, sizeof(pneu_auth_property));
    reader->saw_none = 0;
    return pneu_i_value_reader_init(&reader->value, arena, value, mode, sink);
}

pneu_status pneu_auth_results_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                    pneu_auth_results *out)
{
    results_reader reader;
    pneu_status status = out != NULL ? open_reader(&reader, arena, value, mode, sink) : PNEU_ERR_ARGUMENT;
    return status == PNEU_OK ? parse_results(&reader, 0, out) : status;
}

pneu_status pneu_arc_results_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                   pneu_auth_results *out)
{
    results_reader reader;
    pneu_status status = out != NULL ? open_reader(&reader, arena, value, mode, sink) : PNEU_ERR_ARGUMENT;
    return status == PNEU_OK ? parse_results(&reader, 1, out) : status;
}
