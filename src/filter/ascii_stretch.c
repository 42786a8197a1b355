/*
 * What becomes of bodies, preambles and epilogues: the table of RFC 2045 section 6 and RFC 6152 section 3.
 * In: their bytes. Out: in the part's record: copied, mended, encoded, or left out; or a refusal.
 * A plan knows all of a stretch before it decides. In one pass it decides after PNEU_I_SAMPLE bytes at the latest: from
 * the encoding that the header declares, and from the sample. What was to be copied and turns out not to be 7-bit
 * is PNEU_ERR_LATE_8BIT, unless there is room to wait.
 * Not handled: writing any of it (ascii_body.c).
 */
#include "filter/ascii_plan.h"
#include "syntax/mime_fields.h"

/* ---- Bodies ------------------------------------------------------------------------------------------------- */

static pneu_status refuse(pneu_ascii_plan *plan, pneu_status status)
{
    return pneu_i_ascii_refuse(plan, status, plan->stretch.part, plan->stretch.offset);
}

/* A multipart without a boundary is read as a text, but as one that is not encoded, whatever its header says. */
int pneu_i_ascii_is_multipart_by_name(const pneu_ascii_plan *plan)
{
    pneu_i_settings settings;
    pneu_i_type_info info;
    if ((plan->header.entity & PNEU_ENTITY_HAS_TYPE) == 0)
        return 0;
    pneu_str value = {plan->type_field.ptr, plan->type_field.len};
    while (value.len > 0 && pneu_i_is((unsigned char)value.ptr[value.len - 1], PNEU_I_EOL))
        value.len--;
    pneu_i_settings_from(plan->options, &settings);
    pneu_i_content_type_read(value, &settings, NULL, &info);
    return info.type.len > 10 && memcmp(info.type.bytes, "multipart/", 10) == 0;
}

/* The fields that a message without MIME needs for its body to be understood. */
static void plan_mime_fields(pneu_ascii_plan *plan, pneu_i_part_plan *part)
{
    uint32_t entity = plan->header.entity;
    if ((entity & PNEU_ENTITY_MESSAGE_HEADER) == 0 || (entity & PNEU_ENTITY_HAS_TYPE) != 0)
        return;
    if (!plan->header.has_version)
        part->marks |= PNEU_I_ADD_VERSION;
    if (plan->stretch.choice.census.has_high) {
        part->marks |= PNEU_I_ADD_TYPE;
        if (!pneu_i_utf8_watch_is_valid(&plan->stretch.utf8))
            part->marks |= PNEU_I_IS_WINDOWS_1252;
    }
}

static pneu_status encode_body(pneu_ascii_plan *plan, pneu_i_part_plan *part)
{
    const pneu_i_encoding_choice *choice = &plan->stretch.choice;
    if (plan->header.may_not_encode || pneu_i_ascii_is_multipart_by_name(plan))
        return refuse(plan, PNEU_ERR_UNREPRESENTABLE);
    if (pneu_i_encoding_choice_encoded(choice) == PNEU_ENCODING_QUOTED_PRINTABLE) {
        part->body = PNEU_I_BODY_TO_QP;
        plan->summary.quoted_printable++;
    } else {
        int is_text = pneu_i_encoding_choice_is_text(choice);
        part->body = is_text ? PNEU_I_BODY_TO_BASE64_TEXT : PNEU_I_BODY_TO_BASE64;
        plan->summary.base64++;
    }
    plan_mime_fields(plan, part);
    return pneu_i_ascii_mark_changed(plan, plan->stretch.part, plan->stretch.offset);
}

static int is_mended(int32_t encoding)
{
    return encoding == PNEU_ENCODING_QUOTED_PRINTABLE || encoding == PNEU_ENCODING_BASE64;
}

/* 1 if the stretch as it is known so far may be copied. Octets that are no lines do not get CRLF for LF. */
static int may_stay(const pneu_ascii_plan *plan)
{
    const pneu_i_stretch *stretch = &plan->stretch;
    const pneu_i_census *census = &stretch->choice.census;
    int is_octets = stretch->event == PNEU_EVENT_BODY && !plan->header.is_text && !plan->header.may_not_encode &&
                    !is_mended(plan->header.encoding) &&
                    (census->has_high || plan->header.encoding == PNEU_ENCODING_BINARY);
    return pneu_i_ascii_takes(plan, census) && !(is_octets && census->bare_lf > 0);
}

/* A body that is not encoded yet. */
static pneu_status decide_plain(pneu_ascii_plan *plan, pneu_i_part_plan *part, int is_complete)
{
    int32_t encoding = plan->header.encoding;
    int is_declared = pneu_i_ascii_is_more(plan, encoding);
    part->body = PNEU_I_BODY_COPY;
    if (may_stay(plan) && (is_complete || !is_declared || plan->header.may_not_encode))
        return PNEU_OK;
    if (encoding == PNEU_ENCODING_UUENCODE || encoding == PNEU_ENCODING_UNKNOWN)
        return refuse(plan, PNEU_ERR_ENCODING);
    return encode_body(plan, part);
}

static pneu_status decide_body(pneu_ascii_plan *plan, int is_complete)
{
    pneu_i_part_plan *part = &plan->parts[plan->stretch.part];
    part->marks |= PNEU_I_HEADER_KNOWN;
    if (is_mended(plan->header.encoding)) {
        int is_base64 = plan->header.encoding == PNEU_ENCODING_BASE64;
        part->body = is_base64 ? PNEU_I_BODY_MEND_BASE64 : PNEU_I_BODY_MEND_QP;
        return PNEU_OK;
    }
    return decide_plain(plan, part, is_complete);
}

/* Mending is done as the lines come; here it is only counted, and refused within a signature. */
static pneu_status end_mended(pneu_ascii_plan *plan)
{
    plan->summary.mended++;
    return pneu_i_ascii_mark_changed(plan, plan->stretch.part, plan->stretch.offset);
}

/* ---- Gaps --------------------------------------------------------------------------------------------------- */

/* A gap goes where it is not fine. What stands in a multipart that has no parts is no gap: that is all its text. */
static pneu_status decide_gap(pneu_ascii_plan *plan)
{
    const pneu_i_stretch *stretch = &plan->stretch;
    pneu_i_part_plan *part = &plan->parts[stretch->part];
    int is_preamble = stretch->event == PNEU_EVENT_PREAMBLE;
    part->marks |= is_preamble ? PNEU_I_PREAMBLE_KNOWN : PNEU_I_EPILOGUE_KNOWN;
    if (may_stay(plan))
        return PNEU_OK;
    if (is_preamble && !part->has_parts && plan->choices.on_unrepresentable == PNEU_UNREPRESENTABLE_REFUSE)
        return refuse(plan, PNEU_ERR_UNREPRESENTABLE);
    part->marks |= is_preamble ? PNEU_I_DROP_PREAMBLE : PNEU_I_DROP_EPILOGUE;
    pneu_status status = pneu_i_ascii_add_note(plan, is_preamble ? PNEU_ASCII_PREAMBLE : PNEU_ASCII_EPILOGUE,
                                               stretch->part, stretch->offset, pneu_i_str_of("", 0));
    return status == PNEU_OK ? pneu_i_ascii_mark_changed(plan, stretch->part, stretch->offset) : status;
}

/* ---- Stretches ---------------------------------------------------------------------------------------------- */

static void begin_stretch(pneu_ascii_plan *plan, const pneu_event *event)
{
    pneu_i_stretch *stretch = &plan->stretch;
    int is_plain_text = event->type == PNEU_EVENT_BODY && plan->header.is_text && !is_mended(plan->header.encoding);
    stretch->event = event->type;
    stretch->part = event->part;
    stretch->offset = event->offset;
    stretch->is_decided = stretch->is_sampled = 0;
    memset(&stretch->utf8, 0, sizeof stretch->utf8);
    pneu_i_encoding_choice_init(&stretch->choice, is_plain_text ? PNEU_I_BODY_TEXT : PNEU_I_BODY_OCTETS,
                                plan->cpu_level);
}

static pneu_status decide(pneu_ascii_plan *plan, int is_complete)
{
    plan->stretch.is_decided = 1;
    return plan->stretch.event == PNEU_EVENT_BODY ? decide_body(plan, is_complete) : decide_gap(plan);
}

/* 1 if the stretch is copied, so that every byte of it must be fine. */
static int is_copied(const pneu_ascii_plan *plan)
{
    const pneu_i_part_plan *part = &plan->parts[plan->stretch.part];
    switch (plan->stretch.event) {
    case PNEU_EVENT_BODY: return part->body == PNEU_I_BODY_COPY;
    case PNEU_EVENT_PREAMBLE: return (part->marks & PNEU_I_DROP_PREAMBLE) == 0;
    default: return (part->marks & PNEU_I_DROP_EPILOGUE) == 0;
    }
}

/* 1 if it matters what the rest of the stretch is made of: it is copied, or mended as it passes. */
static int is_looked_at(const pneu_ascii_plan *plan)
{
    return is_copied(plan) || (plan->stretch.event == PNEU_EVENT_BODY && is_mended(plan->header.encoding));
}

/* What came after the decision. */
static pneu_status check_late(pneu_ascii_plan *plan)
{
    if (may_stay(plan) || !is_copied(plan))
        return PNEU_OK;
    return refuse(plan, PNEU_ERR_LATE_8BIT);
}

/* 1 if a decision can be made before the end of the stretch is known, which is asked of the sample. */
static int may_decide(const pneu_ascii_plan *plan)
{
    const pneu_i_stretch *stretch = &plan->stretch;
    int32_t encoding = plan->header.encoding;
    if (stretch->event == PNEU_EVENT_BODY && is_mended(encoding))
        return 1;
    if (stretch->choice.census.length < PNEU_I_SAMPLE)
        return 0;
    return !plan->is_patient || stretch->event != PNEU_EVENT_BODY || pneu_i_ascii_is_more(plan, encoding) ||
           !may_stay(plan);
}

static void add_bytes(pneu_ascii_plan *plan, pneu_str bytes)
{
    pneu_i_encoding_choice_add(&plan->stretch.choice, bytes.ptr, bytes.len);
    if ((plan->header.entity & PNEU_ENTITY_HAS_TYPE) == 0)
        pneu_i_utf8_watch_add(&plan->stretch.utf8, bytes.ptr, bytes.len);
}

/* Adds the bytes that belong to the sample, and decides once it is full: it is counted, however the bytes are cut.
 * *rest is what is left of them. */
static pneu_status add_sample(pneu_ascii_plan *plan, pneu_str *rest)
{
    pneu_i_stretch *stretch = &plan->stretch;
    uint64_t room = PNEU_I_SAMPLE - stretch->choice.census.length;
    size_t len = rest->len < room ? rest->len : (size_t)room;
    add_bytes(plan, pneu_i_str_of(rest->ptr, len));
    *rest = pneu_i_str_from(*rest, len);
    if (may_decide(plan)) {
        pneu_i_encoding_choice_stop(&stretch->choice);
        return decide(plan, 0);
    }
    stretch->is_sampled = stretch->choice.census.length == PNEU_I_SAMPLE;
    return PNEU_OK;
}

pneu_status pneu_i_ascii_add_stretch(pneu_ascii_plan *plan, const pneu_event *event)
{
    pneu_i_stretch *stretch = &plan->stretch;
    pneu_str rest = event->slice;
    pneu_status status = PNEU_OK;
    if (stretch->event == 0)
        begin_stretch(plan, event);
    if (plan->is_one_pass && !stretch->is_decided && !stretch->is_sampled)
        status = add_sample(plan, &rest);
    if (status != PNEU_OK)
        return status;
    if (!stretch->is_decided)
        add_bytes(plan, rest);
    else if (is_looked_at(plan))
        pneu_i_census_add(&stretch->choice.census, rest.ptr, rest.len, plan->cpu_level);
    return stretch->is_decided ? check_late(plan) : PNEU_OK;
}

pneu_status pneu_i_ascii_end_stretch(pneu_ascii_plan *plan)
{
    pneu_i_stretch *stretch = &plan->stretch;
    pneu_status status = PNEU_OK;
    if (stretch->event == 0)
        return PNEU_OK;
    if (stretch->is_decided) {
        pneu_i_census_end(&stretch->choice.census);
        status = check_late(plan);
    } else {
        pneu_i_encoding_choice_end(&stretch->choice);
        status = decide(plan, 1);
    }
    if (status == PNEU_OK && !may_stay(plan) && stretch->event == PNEU_EVENT_BODY && is_mended(plan->header.encoding))
        status = end_mended(plan);
    stretch->event = 0;
    return status;
}
