/*
 * Attachments: which parts they are, and what they are to be called.
 * In: a message. Out: part numbers in document order; names as pneu_safe_filename makes them (RFC 2183 section 2.3).
 * A message that is an attachment is one file: what is in it is not looked for again.
 * Not handled: multiparts with a disposition (their leaves have their own); files of the same name (save_dir.c).
 */
#include "cli/attachment.h"

#include <stdio.h>
#include <string.h>

#include "cli/part_choice.h"

int attachment_is_message(const pneu_message *message, uint32_t part)
{
    return pneu_part_kind(message, part) == PNEU_KIND_MESSAGE ||
           (pneu_part_marks(message, part) & PNEU_ENTITY_ENCODED_MESSAGE) != 0;
}

static int is_str(pneu_str text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.ptr, word, text.len) == 0;
}

static pneu_status is_marked(pneu_message *message, uint32_t part, int32_t *is)
{
    pneu_str text;

    *is = 0;
    if (pneu_part_kind(message, part) == PNEU_KIND_MULTIPART)
        return PNEU_OK;
    pneu_part_disposition(message, part, &text);
    *is = is_str(text, "attachment");
    return *is ? PNEU_OK : pneu_part_filename(message, part, &text, is);
}

static int is_leaf(const pneu_message *message, uint32_t part)
{
    return pneu_part_kind(message, part) == PNEU_KIND_LEAF && pneu_part_first_child(message, part) == PNEU_NO_PART;
}

pneu_status attachment_find(pneu_message *message, int which, uint32_t *part)
{
    for (; *part < pneu_message_part_count(message); ++*part) {
        int32_t is = which == ATTACHMENT_EVERY_LEAF && is_leaf(message, *part);
        pneu_status status = which == ATTACHMENT_MARKED ? is_marked(message, *part, &is) : PNEU_OK;

        if (status != PNEU_OK || is)
            return status;
    }
    return PNEU_ERR_NOT_FOUND;
}

uint32_t attachment_skip(const pneu_message *message, uint32_t part)
{
    while (part != PNEU_NO_PART) {
        uint32_t next = pneu_part_next_sibling(message, part);

        if (next != PNEU_NO_PART)
            return next;
        part = pneu_part_parent(message, part);
    }
    return pneu_message_part_count(message);
}

/* ---- Names ---------------------------------------------------------------------------------------------------- */

static const char *ending_by_type(pneu_str type)
{
    static const struct {
        const char *type;
        const char *ending;
    } endings[] = {
        {"application/json", ".json"},
        {"application/pdf", ".pdf"},
        {"application/pgp-signature", ".asc"},
        {"application/pkcs7-mime", ".p7m"},
        {"application/pkcs7-signature", ".p7s"},
        {"application/xml", ".xml"},
        {"application/zip", ".zip"},
        {"audio/mpeg", ".mp3"},
        {"image/gif", ".gif"},
        {"image/jpeg", ".jpg"},
        {"image/png", ".png"},
        {"image/svg+xml", ".svg"},
        {"image/webp", ".webp"},
        {"message/delivery-status", ".txt"},
        {"text/calendar", ".ics"},
        {"text/csv", ".csv"},
        {"text/html", ".html"},
        {"text/vcard", ".vcf"},
        {"text/xml", ".xml"},
        {"video/mp4", ".mp4"},
    };

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (is_str(type, endings[i].type))
            return endings[i].ending;
    return type.len > 5 && memcmp(type.ptr, "text/", 5) == 0 ? ".txt" : ".bin";
}

/* "part-2.1.png"; "part-index-5.txt" where there is no section. */
static pneu_status name_by_place(pneu_message *message, uint32_t part, pneu_arena *arena, pneu_str *name)
{
    char section_buffer[SECTION_CAPACITY], buffer[SECTION_CAPACITY + 32];
    pneu_str section = part_section_text(message, part, section_buffer), type;
    const char *ending;
    int len;

    pneu_part_type(message, part, &type);
    ending = attachment_is_message(message, part) ? ".eml" : ending_by_type(type);
    if (section.len > 0)
        len = snprintf(buffer, sizeof buffer, "part-%.*s%s", (int)section.len, section.ptr, ending);
    else
        len = snprintf(buffer, sizeof buffer, "part-index-%lu%s", (unsigned long)part, ending);
    return pneu_safe_filename(arena, (pneu_str){buffer, (size_t)len}, name);
}

static int ends_with_eml(pneu_str name)
{
    static const char ending[] = ".eml";

    for (size_t i = 0; i < 4; i++)
        if (name.len < 4 || (name.ptr[name.len - 4 + i] | (i > 0 ? 0x20 : 0)) != ending[i])
            return 0;
    return 1;
}

static pneu_status end_with_eml(pneu_arena *arena, pneu_str *name)
{
    char buffer[PNEU_SAFE_FILENAME_MAX + 4];

    if (ends_with_eml(*name))
        return PNEU_OK;
    memcpy(buffer, name->ptr, name->len);
    memcpy(buffer + name->len, ".eml", 4);
    return pneu_safe_filename(arena, (pneu_str){buffer, name->len + 4}, name);
}

pneu_status attachment_name(pneu_message *message, uint32_t part, pneu_arena *arena, pneu_str *name)
{
    pneu_str given;
    int32_t has;
    pneu_status status = pneu_part_filename(message, part, &given, &has);

    if (status != PNEU_OK)
        return status;
    status = has ? pneu_safe_filename(arena, given, name) : PNEU_ERR_NOT_FOUND;
    if (status == PNEU_ERR_NOT_FOUND)
        return name_by_place(message, part, arena, name);
    return status == PNEU_OK && attachment_is_message(message, part) ? end_with_eml(arena, name) : status;
}
