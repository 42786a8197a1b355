/* A program outside the tree, built with pkg-config: prints section and type of each part of the file named. */
#include <pneu/pneu.h>

#include <stdio.h>
#include <stdlib.h>

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    if (file == NULL || bytes == NULL)
        exit(2);
    *len = fread(bytes, 1, 1 << 20, file);
    (void)fclose(file);
    return bytes;
}

static void print_part(pneu_message *message, uint32_t part)
{
    char section[256];
    size_t len;
    int32_t has;
    pneu_str type;
    if (pneu_part_section(message, part, section, sizeof section, &len, &has) != PNEU_OK)
        exit(2);
    pneu_part_type(message, part, &type);
    printf("%.*s %.*s\n", (int)len, section, (int)type.len, type.ptr);
}

int main(int argc, char **argv)
{
    size_t len = 0;
    pneu_message *message = NULL;
    char *bytes = argc == 2 ? read_file(argv[1], &len) : NULL;
    if (bytes == NULL || pneu_message_parse(bytes, len, NULL, NULL, &message) != PNEU_OK)
        return 2;
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++)
        print_part(message, part);
    pneu_message_free(message);
    free(bytes);
    return 0;
}
