/*
 * Reads messages with GMime: one line of JSON for each file named on standard input.
 *
 * What a line holds is told in readers.py. Everything is as GMime gives it with its default options; a message of which it
 * makes nothing has an "error".
 */
#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>

static void put_string(GString *out, const char *string)
{
    if (string == NULL) {
        g_string_append(out, "null");
        return;
    }
    char *valid = g_utf8_make_valid(string, -1);
    g_string_append_c(out, '"');
    for (const char *p = valid; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            g_string_append_printf(out, "\\%c", *p);
        else if ((unsigned char)*p < 0x20 || *p == 0x7F)
            g_string_append_printf(out, "\\u%04x", (unsigned)*p);
        else
            g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
    g_free(valid);
}

static void put_key(GString *out, const char *key)
{
    g_string_append_printf(out, ", \"%s\": ", key);
}

/* ---- Parts ------------------------------------------------------------------------------------------------------ */

static void put_digest(GString *out, const char *key, const GByteArray *body)
{
    char *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, body->data, body->len);
    put_key(out, key);
    put_string(out, digest);
    g_free(digest);
}

/* CRLF becomes LF, in place. */
static void unify_line_ends(GByteArray *body)
{
    guint kept = 0;
    for (guint i = 0; i < body->len; i++)
        if (body->data[i] != '\r' || i + 1 == body->len || body->data[i + 1] != '\n')
            body->data[kept++] = body->data[i];
    g_byte_array_set_size(body, kept);
}

static void put_leaf(GString *out, GMimePart *part)
{
    GMimeStream *stream = g_mime_stream_mem_new();
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (content != NULL)
        g_mime_data_wrapper_write_to_stream(content, stream);
    GByteArray *body = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
    put_key(out, "length");
    g_string_append_printf(out, "%u", body->len);
    put_digest(out, "exact", body);
    unify_line_ends(body);
    put_digest(out, "sha256", body);
    g_object_unref(stream);
}

static void put_header(GString *out, GMimeObject *object, gboolean *is_next)
{
    GMimeHeaderList *fields = g_mime_object_get_header_list(object);
    for (int i = 0; i < g_mime_header_list_get_count(fields); i++) {
        GMimeHeader *field = g_mime_header_list_get_header_at(fields, i);
        g_string_append(out, *is_next ? ", [" : "[");
        put_string(out, g_mime_header_get_name(field));
        g_string_append(out, ", ");
        put_string(out, g_mime_header_get_value(field));
        g_string_append_c(out, ']');
        *is_next = TRUE;
    }
}

/* A message's own fields are kept apart from those that describe its body; `message` is NULL for other parts. */
static void put_fields(GString *out, GMimeMessage *message, GMimeObject *object)
{
    gboolean is_next = FALSE;
    put_key(out, "fields");
    g_string_append_c(out, '[');
    if (message != NULL)
        put_header(out, (GMimeObject *)message, &is_next);
    put_header(out, object, &is_next);
    g_string_append_c(out, ']');
}

static const char *filename_of(GMimeObject *object)
{
    const char *name = g_mime_object_get_content_disposition_parameter(object, "filename");
    return name != NULL ? name : g_mime_object_get_content_type_parameter(object, "name");
}

/* The message in a part, or NULL. */
static GMimeMessage *embedded_in(GMimeObject *object)
{
    return GMIME_IS_MESSAGE_PART(object) ? g_mime_message_part_get_message((GMimeMessagePart *)object) : NULL;
}

static int child_count(GMimeObject *object)
{
    if (GMIME_IS_MULTIPART(object))
        return g_mime_multipart_get_count((GMimeMultipart *)object);
    GMimeMessage *message = embedded_in(object);
    return message != NULL && g_mime_message_get_mime_part(message) != NULL;
}

static void put_part(GString *out, GMimeMessage *message, GMimeObject *object, const char *path)
{
    GMimeContentType *type = g_mime_object_get_content_type(object);
    char *full = g_mime_content_type_get_mime_type(type);
    char *lower = g_ascii_strdown(full, -1);
    g_string_append_printf(out, "%s{\"path\": \"%s\", \"type\": ", strcmp(path, "1") == 0 ? "" : ", ", path);
    put_string(out, lower);
    put_key(out, "disposition");
    put_string(out, g_mime_object_get_disposition(object));
    put_key(out, "filename");
    put_string(out, filename_of(object));
    put_key(out, "children");
    g_string_append_printf(out, "%d", child_count(object));
    put_fields(out, message, object);
    if (GMIME_IS_PART(object))
        put_leaf(out, (GMimePart *)object);
    g_string_append_c(out, '}');
    g_free(lower);
    g_free(full);
}

/* GMime limits how deeply parts are nested, and so the depth here. */
static void put_tree(GString *out, GMimeMessage *message, GMimeObject *object, const char *path)
{
    GMimeMessage *embedded = embedded_in(object);
    put_part(out, message, object, path);
    for (int i = 0; i < child_count(object); i++) {
        GMimeObject *child = embedded != NULL ? g_mime_message_get_mime_part(embedded)
                                              : g_mime_multipart_get_part((GMimeMultipart *)object, i);
        char *below = g_strdup_printf("%s.%d", path, i + 1);
        put_tree(out, embedded, child, below);
        g_free(below);
    }
}

/* ---- Values ----------------------------------------------------------------------------------------------------- */

static void put_mailboxes(GString *out, InternetAddressList *list, gboolean *is_next)
{
    for (int i = 0; i < internet_address_list_length(list); i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(address)) {
            InternetAddressList *members = internet_address_group_get_members((InternetAddressGroup *)address);
            if (members != NULL)
                put_mailboxes(out, members, is_next);
            continue;
        }
        g_string_append(out, *is_next ? ", [" : "[");
        put_string(out, internet_address_get_name(address));
        g_string_append(out, ", ");
        put_string(out, internet_address_mailbox_get_addr((InternetAddressMailbox *)address));
        g_string_append_c(out, ']');
        *is_next = TRUE;
    }
}

static void put_addresses(GString *out, GMimeMessage *message)
{
    static const struct {
        const char *name;
        GMimeAddressType type;
    } fields[] = {
        {"from", GMIME_ADDRESS_TYPE_FROM},
        {"sender", GMIME_ADDRESS_TYPE_SENDER},
        {"reply-to", GMIME_ADDRESS_TYPE_REPLY_TO},
        {"to", GMIME_ADDRESS_TYPE_TO},
        {"cc", GMIME_ADDRESS_TYPE_CC},
        {"bcc", GMIME_ADDRESS_TYPE_BCC},
    };
    put_key(out, "addresses");
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        gboolean is_next = FALSE;
        g_string_append_printf(out, "%s\"%s\": [", i > 0 ? ", " : "{", fields[i].name);
        put_mailboxes(out, g_mime_message_get_addresses(message, fields[i].type), &is_next);
        g_string_append_c(out, ']');
    }
    g_string_append_c(out, '}');
}

static void put_values(GString *out, GMimeMessage *message)
{
    GDateTime *date = g_mime_message_get_date(message);
    put_key(out, "subject");
    put_string(out, g_mime_message_get_subject(message));
    put_key(out, "message_id");
    put_string(out, g_mime_message_get_message_id(message));
    put_key(out, "date");
    if (date != NULL)
        g_string_append_printf(out, "%" G_GINT64_FORMAT, g_date_time_to_unix(date));
    else
        g_string_append(out, "null");
    put_addresses(out, message);
}

/* ---- Messages --------------------------------------------------------------------------------------------------- */

static GMimeMessage *parse_file(const char *name)
{
    GMimeStream *stream = g_mime_stream_file_open(name, "rb", NULL);
    if (stream == NULL)
        return NULL;
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static void read_file(const char *name)
{
    GString *out = g_string_new("{\"file\": ");
    GMimeMessage *message = parse_file(name);
    put_string(out, name);
    if (message != NULL && g_mime_message_get_mime_part(message) != NULL) {
        put_key(out, "parts");
        g_string_append_c(out, '[');
        put_tree(out, message, g_mime_message_get_mime_part(message), "1");
        g_string_append_c(out, ']');
        put_values(out, message);
    } else {
        put_key(out, "error");
        put_string(out, "no message");
    }
    g_string_append(out, "}\n");
    fwrite(out->str, 1, out->len, stdout);
    fflush(stdout);
    if (message != NULL)
        g_object_unref(message);
    g_string_free(out, TRUE);
}

int main(void)
{
    char line[4096];
    g_mime_init();
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        read_file(line);
    }
    g_mime_shutdown();
    return 0;
}
