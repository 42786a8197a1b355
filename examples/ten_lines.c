/* Prints section and type of each part of the message on standard input: ten_lines <mail.eml */
#include <pneu/pneu.h>
#include <stdio.h>

int main(void)
{
    char bytes[65536], section[1024];
    size_t len;
    int32_t has_section;
    pneu_str type;
    pneu_message *message;

    if (pneu_message_new(PNEU_KEEP_OFFSETS, NULL, NULL, &message) != PNEU_OK)
        return 1;
    while ((len = fread(bytes, 1, sizeof bytes, stdin)) > 0)
        pneu_message_push(message, bytes, len);
    if (pneu_message_finish(message) != PNEU_OK)
        return 1;
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++) {
        pneu_part_type(message, part, &type);
        pneu_part_section(message, part, section, sizeof section, &len, &has_section);
        printf("%.*s\t%.*s\n", (int)len, section, (int)type.len, type.ptr);
    }
    pneu_message_free(message);
    return 0;
}
