/*
 * Links. In: the value of "href" and the text of the link. Out: the address to show, if any: a reader should see where
 * a link leads, unless its text says so, exactly: "http://bank.example" that leads elsewhere shows both.
 * The address is cleaned as browsers do (URL standard): no white space around it, no tab or line end in it; other
 * spaces, controls, "<", ">" and what cannot be seen are escaped, so that it reads as what it is and ends where it
 * seems to. One that is too long ends with "...".
 * Not handled: base addresses, punycode, what is behind a redirection.
 */
#include "view/html_link.h"

#include "view/characters.h"

static const char CUT_MARK[] = "...";

static int begins(pneu_str address, const char *scheme)
{
    size_t len = strlen(scheme);
    return address.len >= len && pneu_i_ascii_same(address.ptr, scheme, len);
}

static int says_nothing(pneu_str address)
{
    return address.len == 0 || *address.ptr == '#' || begins(address, "javascript:") || begins(address, "vbscript:") ||
           begins(address, "data:") || begins(address, "about:");
}

static int is_escaped(uint32_t c)
{
    if (c > ' ' && c < 0x7F)
        return c == '<' || c == '>' || c == '"';
    return pneu_i_character_is_space(c) || pneu_i_character_is_control(c) || pneu_i_character_is_filler(c);
}

/* Appends as it stands, or each byte as "%XX"; 0 if there is no room. */
static int add_to_address(pneu_i_html_link *link, pneu_str bytes, int escapes)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t room = sizeof link->address - sizeof CUT_MARK + 1 - link->address_len;
    if (bytes.len * (escapes ? 3 : 1) > room)
        return 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        char escaped[3] = {'%', digits[c >> 4], digits[c & 15]};
        memcpy(link->address + link->address_len, escapes ? escaped : bytes.ptr + i, escapes ? 3 : 1);
        link->address_len += escapes ? 3 : 1;
    }
    return 1;
}

static void copy_address(pneu_i_html_link *link, pneu_str address, int is_cut)
{
    link->address_len = 0;
    while (address.len > 0) {
        size_t len;
        uint32_t c = pneu_i_character(address, &len);
        int is_dropped = c == '\t' || c == '\r' || c == '\n';
        if (!is_dropped && !add_to_address(link, pneu_i_str_of(address.ptr, len), is_escaped(c))) {
            is_cut = 1;
            break;
        }
        address = pneu_i_str_from(address, len);
    }
    if (!is_cut)
        return;
    memcpy(link->address + link->address_len, CUT_MARK, sizeof CUT_MARK - 1);
    link->address_len += sizeof CUT_MARK - 1;
}

void pneu_i_html_link_open(pneu_i_html_link *link, const pneu_i_html_tag *tag)
{
    pneu_str address = pneu_i_str_trim(pneu_i_str_of(tag->value, tag->value_len));
    link->is_open = tag->has_value && !says_nothing(address);
    link->is_text_cut = 0;
    link->text_len = 0;
    if (link->is_open)
        copy_address(link, address, tag->is_value_cut);
}

void pneu_i_html_link_add(pneu_i_html_link *link, const char *utf8, size_t len)
{
    size_t room = sizeof link->text - link->text_len;
    if (!link->is_open)
        return;
    if (len > room) {
        link->is_text_cut = 1;
        len = room;
    }
    memcpy(link->text + link->text_len, utf8, len);
    link->text_len += len;
}

static pneu_str without_slash(pneu_str address)
{
    if (address.len > 0 && address.ptr[address.len - 1] == '/')
        address.len--;
    return address;
}

static int is_text(const pneu_i_html_link *link, pneu_str address)
{
    pneu_str text = pneu_i_str_of(link->text, link->text_len);
    return !link->is_text_cut && pneu_i_str_same(without_slash(text), without_slash(address));
}

int pneu_i_html_link_close(pneu_i_html_link *link)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:", "tel:"};
    pneu_str address = {link->address, link->address_len};
    if (!link->is_open)
        return 0;
    link->is_open = 0;
    if (is_text(link, address))
        return 0;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (begins(address, schemes[i]) && is_text(link, pneu_i_str_from(address, strlen(schemes[i]))))
            return 0;
    return 1;
}
