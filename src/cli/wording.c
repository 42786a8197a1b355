/*
 * Words for numbers: kinds, line ends, readings, marks; and a defect in JSON, which is made of them.
 * In: an enumerator. Out: static text. The words are part of the command's interface (docs/json.md): they do not
 * change. Not handled: what the library names itself (codes, details, severities, encodings, events).
 */
#include "cli/wording.h"

const char *wording_kind(int32_t kind)
{
    return kind == PNEU_KIND_MULTIPART ? "multipart" : kind == PNEU_KIND_MESSAGE ? "message" : "leaf";
}

const char *wording_line_ending(int32_t line_ending)
{
    switch (line_ending) {
    case PNEU_LINE_ENDING_CRLF: return "crlf";
    case PNEU_LINE_ENDING_LF: return "lf";
    case PNEU_LINE_ENDING_MIXED: return "mixed";
    default: return "none";
    }
}

const char *wording_reading(int32_t reading)
{
    static const char *const names[] = {
        [PNEU_READING_NONE] = NULL,
        [PNEU_READING_BARE_CR] = "bare_cr",
        [PNEU_READING_NON_FIELD_LINE] = "non_field_line",
        [PNEU_READING_DUPLICATE_FIELD] = "duplicate_field",
        [PNEU_READING_BOUNDARY] = "boundary",
        [PNEU_READING_BOUNDARY_MATCH] = "boundary_match",
        [PNEU_READING_NESTED_BOUNDARY] = "nested_boundary",
        [PNEU_READING_CLOSED_MULTIPART] = "closed_multipart",
        [PNEU_READING_GAP] = "gap",
        [PNEU_READING_ENCODED_BOUNDARY] = "encoded_boundary",
        [PNEU_READING_PARAMETER_COMMENT] = "parameter_comment",
        [PNEU_READING_MISSING_SEMICOLON] = "missing_semicolon",
        [PNEU_READING_ENCODING_TOKEN] = "encoding_token",
        [PNEU_READING_BASE64_PADDING] = "base64_padding",
        [PNEU_READING_ENCODED_COMPOSITE] = "encoded_composite",
        [PNEU_READING_TYPE] = "type",
    };

    return reading > 0 && (size_t)reading < sizeof names / sizeof names[0] ? names[reading] : NULL;
}

const char *wording_detail(const pneu_defect *defect)
{
    const char *detail = pneu_detail_name(defect->detail);

    return detail[0] != '\0' ? detail : pneu_defect_name(defect->code);
}

const char *wording_title(const pneu_defect *defect)
{
    const char *title = pneu_detail_title(defect->detail);

    return title[0] != '\0' ? title : pneu_defect_about(defect->code, PNEU_ABOUT_TITLE);
}

const char *wording_mark(uint32_t marks, size_t index)
{
    static const struct {
        uint32_t mark;
        const char *name;
    } names[] = {
        {PNEU_MARK_NONCONFORMING, "nonconforming"},
        {PNEU_MARK_LOSSY, "lossy"},
        {PNEU_MARK_INHERENT, "inherent"},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((marks & names[i].mark) != 0 && index-- == 0)
            return names[i].name;
    return NULL;
}

const char *wording_event_flag(uint32_t flags, size_t index)
{
    static const struct {
        uint32_t flag;
        const char *name;
    } names[] = {{PNEU_PIECE_FIRST, "first"}, {PNEU_PIECE_LAST, "last"}, {PNEU_DELIMITER_CLOSE, "close"}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((flags & names[i].flag) != 0 && index-- == 0)
            return names[i].name;
    return NULL;
}

pneu_str wording_field_name(const pneu_event *event, size_t index)
{
    const pneu_field_span *field = &event->fields[index];

    return (pneu_str){event->slice.ptr + field->name, field->name_length};
}

static void write_marks(struct json *json, uint32_t marks)
{
    const char *mark;

    json_array_begin(json);
    for (size_t i = 0; (mark = wording_mark(marks, i)) != NULL; i++)
        json_text(json, mark);
    json_array_end(json);
}

void wording_defect_keys(struct json *json, const pneu_defect *defect)
{
    const char *reading = wording_reading(defect->reading);

    json_key(json, "code");
    json_text(json, pneu_defect_name(defect->code));
    json_key(json, "detail");
    json_text(json, wording_detail(defect));
    json_key(json, "severity");
    json_text(json, pneu_severity_name(defect->severity));
    json_key(json, "marks");
    write_marks(json, defect->marks);
    json_key(json, "part");
    json_number(json, defect->part);
    json_key(json, "space");
    json_number(json, defect->space);
    json_key(json, "offset");
    json_number(json, defect->offset);
    json_key(json, "length");
    json_number(json, defect->length);
    json_key(json, "reading");
    if (reading)
        json_text(json, reading);
    else
        json_null(json);
}

void wording_defect_json(struct json *json, const pneu_defect *defect)
{
    json_object_begin(json);
    wording_defect_keys(json, defect);
    json_object_end(json);
}

void wording_defect_counts(struct json *json, const pneu_message *message)
{
    json_key(json, "defect_counts");
    json_object_begin(json);
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        uint64_t found = pneu_message_defect_count(message, code);

        if (found == 0)
            continue;
        json_key(json, pneu_defect_name(code));
        json_number(json, found);
    }
    json_object_end(json);
}
