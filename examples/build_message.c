/*
 * A message with a text, and a picture that is read piece by piece, to standard output: build_message FILE.png
 * Errors are looked at once, at the end: the first one stays with the builder, and then nothing is written.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <pneu/build.h>

static pneu_str str(const char *text)
{
    return (pneu_str){text, strlen(text)};
}

static pneu_status pull(void *file, void *out, size_t capacity, size_t *written)
{
    *written = fread(out, 1, capacity, file);
    return *written > 0 ? PNEU_OK : ferror((FILE *)file) ? PNEU_ERR_IO : PNEU_DONE;
}

int main(int argc, char **argv)
{
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
    pneu_builder *builder;
    if (file == NULL || pneu_builder_new(0, NULL, NULL, &builder) != PNEU_OK)
        return 1;
    pneu_date now = {(int64_t)time(NULL), 0, 1};
    pneu_leaf picture = {.type = str("image/png"), .filename = str("Z\xC3\xBCrich.png")};
    picture.content = (pneu_content){.source = PNEU_CONTENT_PULLED, .pull = pull, .ctx = file};
    pneu_bodies bodies = {.text = str("Gr\xC3\xBC\xC3\x9F"
                                      "e aus Z\xC3\xBCrich\n"),
                          .attachments = &picture,
                          .attachment_count = 1};
    pneu_builder_add_address_text(builder, 0, str("From"), str("J\xC3\xBCrgen <j@x.example>"));
    pneu_builder_add_address_text(builder, 0, str("To"), str("ann@y.example, \"Doe, John\" <john@y.example>"));
    pneu_builder_add_text(builder, 0, str("Subject"), str("Z\xC3\xBCrich"));
    pneu_builder_add_date(builder, 0, str("Date"), &now);
    pneu_builder_add_bodies(builder, &bodies);

    char out[4096];
    size_t len;
    pneu_status status;
    while ((status = pneu_builder_read(builder, out, sizeof out, &len)) == PNEU_OK)
        fwrite(out, 1, len, stdout);
    if (status != PNEU_DONE) {
        pneu_build_error error;
        pneu_builder_error(builder, &error);
        fprintf(stderr, "%s: %.*s\n", pneu_status_name(status), (int)error.field.len, error.field.ptr);
    }
    pneu_builder_free(builder);
    fclose(file);
    return status != PNEU_DONE;
}
