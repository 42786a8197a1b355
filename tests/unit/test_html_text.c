/* HTML as text: one behaviour a row, at every cut; references; bounds. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/view.h"
#include "support/chunks.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"
#include "view/html_element.h"
#include "view/html_entity.h"
#include "view/html_token.h"

static const struct row {
    const char *name, *in, *out;
    uint32_t flags, width;
} rows[] = {
    {"nothing", "", "", 0, 0},
    {"white space only", " \n <p> </p>&#13;", "", 0, 0},
    {"white space", " a \t\n b<b> c</b> <i> d</i>", "a b c d\n", 0, 0},
    {"no-break spaces", "a&nbsp;&nbsp; b<p>&nbsp;</p>c", "a  b\n\nc\n", 0, 0},
    {"paragraphs", "a<p>b<p>c</p>d<div>e</div>f", "a\n\nb\n\nc\n\nd\ne\nf\n", 0, 0},
    {"breaks", "<br>a<br>b<br><br>c<br/><br><br><br><br>d<br></div>", "a\nb\n\nc\n\n\nd\n", 0, 0},
    {"headings", "<H1>a</H1>b", "a\n\nb\n", 0, 0},
    {"rule", "a<hr>b", "a\n\n----------\n\nb\n", 0, 0},
    {"list", "a<ul><li>b<li>c</ul>d", "a\n\n- b\n- c\n\nd\n", 0, 0},
    {"nested lists", "<ul><li>a<ol><li>b<li>c</ol><li>d<ul><li>e</ul></ul>", "- a\n  1. b\n  2. c\n- d\n  - e\n", 0, 0},
    {"numbers", "<ol start=9><li>a<li value=-5>b<li>c</ol>", "9. a\n-5. b\n-4. c\n", 0, 0},
    {"item of paragraphs", "<ul><li><p>a<p>b<br>c</ul>", "- a\n\n  b\n  c\n", 0, 0},
    {"item without a list", "<li>a<li>b", "- a\n- b\n", 0, 0},
    {"empty item", "<ul><li><li>a</ul>", "- a\n", 0, 0},
    {"items in a quote or table of a list",
     "<ol><li>a<blockquote><li>b</blockquote><li>c<table><td><li>d</table><li>e</ol>",
     "1. a\n\n   > - b\n\n2. c\n   - d\n3. e\n", 0, 0},
    {"items in another block of a list", "<ol><pre><li>a<li>b</pre></ol>", "1. a\n2. b\n", 0, 0},
    {"descriptions", "<dl><dt>a<dd>b<dt>c<dd>d</dl>e", "a\n  b\nc\n  d\n\ne\n", 0, 0},
    {"quote", "a<blockquote>b<p>c<blockquote>d</blockquote></blockquote>e", "a\n\n> b\n>\n> c\n>\n> > d\n\ne\n", 0, 0},
    {"quote in an item", "<ul><li>a<blockquote>b</blockquote></ul>", "- a\n\n  > b\n", 0, 0},
    {"end tags stay in their table", "<blockquote><table><td>a</blockquote><p>b</table>", "> a\n>\n> b\n", 0, 0},
    {"preformatted", "<pre>\n a  b\n\tc\r\n\r\nd</pre>e", " a  b\n\tc\n\nd\n\ne\n", 0, 0},
    {"many spaces", "<pre>a                                         b</pre>",
     "a                                         b\n", 0, 0},
    {"row", "<table><tr><td>a<td> b <td><td>c<tr><td>d</table>e", "a | b | c\nd\ne\n", 0, 0},
    {"cell of blocks", "<table><tr><td><p>a</p></td><td>b</td></tr></table>", "a\n\nb\n", 0, 0},
    {"inline quote", "<q>a</q>",
     "\xE2\x80\x9C"
     "a\xE2\x80\x9D\n",
     0, 0},
    {"link", "<a href=\"http://x.example/?a=1&amp;b&copy=2\">a b</a>.", "a b <http://x.example/?a=1&b&copy=2>.\n", 0,
     0},
    {"link that is its text", "<a href='http://x.example/'>x.example</a> <a href=mailto:a@b.c>a@b.c</a>",
     "x.example a@b.c\n", 0, 0},
    {"link that is its text, with the scheme", "<a href='http://x.example/'>http://x.example</a>", "http://x.example\n",
     0, 0},
    {"link that is not what it says", "<a href=http://evil.example>http://x.example</a>",
     "http://x.example <http://evil.example>\n", 0, 0},
    {"link to nowhere", "<a href=#a>a</a> <a name=b>b</a> <A HREF=JavaScript:x>c</A>", "a b c\n", 0, 0},
    {"open links", "<a href=x:1>a<a href=x:2>b", "a <x:1>b <x:2>\n", 0, 0},
    {"address is escaped", "<a href=\" x:\ta &gt;\n&#x202E;\x7F \">a</a>", "a <x:a%20%3E%E2%80%AE%7F>\n", 0, 0},
    {"without links", "<a href=x:1>a</a>", "a\n", PNEU_HTML_NO_LINKS, 0},
    {"image", "a<img alt='b &lt; c' src=x><img><img alt=' '>", "a[b < c]\n", 0, 0},
    {"without images", "a<img alt=b>", "a\n", PNEU_HTML_NO_IMAGES, 0},
    {"dropped elements",
     "<head><title>a</title><style>b</style><script>if (a</b) '</x>'</script></head>c<template>d<b></template>e",
     "ce\n", 0, 0},
    {"unclosed head", "<head><p>a", "a\n", 0, 0},
    {"closed scripts", "<script src=\"x\"/>a<title/>b", "ab\n", 0, 0},
    {"raw text", "<textarea>a<b>&amp;</textar</textarea >b<xmp>&amp;<i></xmp>", "a<b>&</textarb\n&amp;<i>\n", 0, 0},
    {"hidden", "a<div style='x:y; DISPLAY : none'>b<div>c</div>d</div>e<p hidden>f<div>g</div><img hidden alt=h>",
     "ae\ng\n", 0, 0},
    {"a style that hides nothing", "<p style='color:red; display:block'>a<p style=''>b", "a\n\nb\n", 0, 0},
    {"hidden, not closed before what it is in", "<div><span style=display:none>a</b></div>b<p hidden>c</td>d", "bd\n",
     0, 0},
    {"hidden, closed by the next of its kind",
     "<ul><li hidden>a<ul><li>b</ul><li>c</ul><table><tr hidden><td>d<tr><td hidden>e<th>f", "- c\n\nf\n", 0, 0},
    {"hidden, a table in it", "<table><tr><td hidden><table><tr><td>a</table>b</td><td>c</table>d", "c\nd\n", 0, 0},
    {"template, ended by itself alone", "<template></div>a</table>b</template>c", "c\n", 0, 0},
    {"hidden, shown", "a<span style=display:none>b</span>", "ab\n", PNEU_HTML_SHOW_HIDDEN, 0},
    {"comments",
     "a<!-- <b>> -- -->b<!-->c<!--->d<!----!>e<!--[if mso]>f<![endif]-->g<![if x]>h<![endif]>i<!x>j<?k>l</>m</ n>",
     "abcdeghijlm\n", 0, 0},
    {"comment that is not closed", "a<!-- b --", "a\n", 0, 0},
    {"CDATA", "a<![CDATA[b<b>]c]]]]>d<![CDATX>e", "ab<b>]c]]de\n", 0, 0},
    {"CDATA that is not closed", "<![CDATA[a]", "a]\n", 0, 0},
    {"signs that begin nothing", "a < b <3 & & &; &# &#x &#; &x;", "a < b <3 & & &; &# &#x &#; &x;\n", 0, 0},
    {"signs at the end", "a<", "a<\n", 0, 0},
    {"tag that is not closed", "a<b class=\"", "a\n", 0, 0},
    {"attributes", "<img / alt = 'a' alt=b c><img ALT=d/>", "[a][d/]\n", 0, 0},
    {"attributes without a value", "<p hidden=>a</p><a href=>b</a><img alt= >c", "bc\n", 0, 0},
    {"NUL in a name", "a<b\0>", "a\n", 0, 0},
    {"references", "&AMP;&amp&lt;&notit;&not;&NotEqualTilde;&eacute;&CounterClockwiseContourIntegral;",
     "&&<\xC2\xACit;\xC2\xAC\xE2\x89\x82\xCC\xB8\xC3\xA9\xE2\x88\xB3\n", 0, 0},
    {"names longer than any",
     "&CounterClockwiseContourIntegrals; &amplifiers-of-no-kind;&amplifiersThatGoOnBeyondAllNames;",
     "&CounterClockwiseContourIntegrals; &lifiers-of-no-kind;&lifiersThatGoOnBeyondAllNames;\n", 0, 0},
    {"numbers of references", "&#65;&#X42;&#x80;&#151;&#0;&#xD800;&#x110000;&#99999999999999999999;&#x1F600",
     "AB\xE2\x82\xAC\xE2\x80\x94\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xF0\x9F\x98\x80\n", 0, 0},
    {"references to controls", "a&#7;&#x81;b&#10;c&shy;d&ZeroWidthSpace;&#xFEFF;e", "ab cde\n", 0, 0},
    {"ill-formed text",
     "\xEF\xBB\xBF"
     "a\xFF\x07\x7F<\xC3"
     "b",
     "a\xEF\xBF\xBD<\xEF\xBF\xBD"
     "b\n",
     0, 0},
    {"wrapping",
     "aaaa bbbb cccc dddd eeee<p>"
     "ffffffffffffffffffffffffffffff g",
     "aaaa bbbb cccc dddd\neeee\n\nffffffffffffffffffffffffffffff\ng\n", 0, 20},
    {"wrapping in blocks", "<blockquote><ul><li>aaaa bbbb cccc dddd eeee ffff</ul></blockquote>",
     "> - aaaa bbbb cccc dddd\n>   eeee ffff\n", 0, 20},
    {"an end tag that has not begun", "a</", "a</\n", 0, 0},
    {"a script that ends in the middle", "a<script>b<", "a\n", 0, 0},
    {"a text that ends like its element", "<textarea>a</text", "a</text\n", 0, 0},
    {"a text that ends in <", "<textarea>a<", "a<\n", 0, 0},
    {"a line separator",
     "a\xE2\x80\xA8"
     "b",
     "a\nb\n", 0, 0},
    {"no wrapping at no-break spaces", "aaaaaaaaaa&nbsp;bbbbbbbbbb&nbsp;cccccccccc",
     "aaaaaaaaaa bbbbbbbbbb cccccccccc\n", 0, 20},
};

typedef struct reading {
    pneu_html_text *html;
    text out;
    pneu_status status;
} reading;

static void read_some(reading *r, size_t room)
{
    char buffer[512];
    size_t written;
    while ((r->status = pneu_html_text_read(r->html, buffer, room, &written)) == PNEU_OK)
        text_add(&r->out, buffer, written);
}

static int32_t push(void *ctx, const void *bytes, size_t len)
{
    reading *r = ctx;
    assert_int_equal(pneu_html_text_push(r->html, bytes, len), PNEU_OK);
    read_some(r, 1 + len % 5);
    return r->status == PNEU_MORE ? 0 : r->status;
}

static int gives(const struct row *row, pneu_html_text *html, chunking how)
{
    reading r = {html, {0}, PNEU_OK};
    size_t len = strcmp(row->name, "NUL in a name") == 0 ? 5 : strlen(row->in);
    text_add(&r.out, "", 0);
    assert_int_equal(feed_chunks(row->in, len, how, push, &r), 0);
    assert_int_equal(pneu_html_text_finish(html), PNEU_OK);
    assert_int_equal(pneu_html_text_push(html, "a", 1), PNEU_ERR_STATE);
    read_some(&r, 512);
    assert_int_equal(r.status, PNEU_DONE);
    int result = text_equals(row->name, &r.out, row->out);
    text_free(&r.out);
    pneu_html_text_reset(html);
    return result;
}

static void html_becomes_text_at_every_cut(void **state)
{
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_html_text *html;
        assert_int_equal(pneu_html_text_new(rows[i].flags, rows[i].width, NULL, &html), PNEU_OK);
        int is_same = gives(&rows[i], html, WHOLE);
        for (size_t k = 0; k < usual_chunking_count && is_same; k++)
            is_same = gives(&rows[i], html, usual_chunkings[k]);
        for (size_t at = 1; at < strlen(rows[i].in) && is_same; at++)
            is_same = gives(&rows[i], html, CUT_AT(at));
        failed += !is_same;
        pneu_html_text_free(html);
    }
    assert_int_equal(failed, 0);
}

/* Of an address that grows beyond its room when it is escaped, what there is room for. */
static void a_long_address_is_cut(void **state)
{
    text in = {0}, out = {0};
    (void)state;
    text_print(&in, "<a href='");
    text_print(&out, "a <");
    for (int i = 0; i < 1000; i++)
        text_print(&in, "<");
    for (int i = 0; i < (2048 + 8 - 3) / 3; i++)
        text_print(&out, "%%3C");
    text_print(&in, "'>a</a>");
    text_print(&out, "...>\n");
    struct row row = {"a long address", in.ptr, out.ptr, 0, 0};
    pneu_html_text *html;
    assert_int_equal(pneu_html_text_new(0, 0, NULL, &html), PNEU_OK);
    assert_true(gives(&row, html, WHOLE));
    pneu_html_text_free(html);
    text_free(&in);
    text_free(&out);
}

/* What is kept of a link's text may be all of its address, although more follows. */
static void a_long_text_is_not_its_address(void **state)
{
    (void)state;
    for (int is_longer = 0; is_longer < 2; is_longer++) {
        text in = {0}, out = {0}, address = {0};
        text_print(&address, "x:");
        while (address.len < PNEU_I_HTML_VALUE)
            text_print(&address, "a");
        text_print(&in, "<a href=%s>%s%s</a>", address.ptr, address.ptr, is_longer ? "<b>b</b><i>c</i>" : "");
        text_print(&out, "%s", address.ptr);
        if (is_longer)
            text_print(&out, "bc <%s>", address.ptr);
        text_print(&out, "\n");
        struct row row = {"a long text", in.ptr, out.ptr, 0, 0};
        pneu_html_text *html;
        assert_int_equal(pneu_html_text_new(0, 0, NULL, &html), PNEU_OK);
        assert_true(gives(&row, html, WHOLE));
        assert_true(gives(&row, html, (chunking){0, 7, 0}));
        pneu_html_text_free(html);
        text_free(&in);
        text_free(&out);
        text_free(&address);
    }
}

/* Of a word longer than what is held the beginning decides whether it fits: 128 characters, and no half one. */
static void a_long_word_is_cut_between_characters(void **state)
{
    text word = {0}, in = {0}, fits = {0}, wraps = {0};
    (void)state;
    text_print(&word, "a");
    for (int i = 0; i < 200; i++)
        text_print(&word, "\xC3\xA9");
    text_print(&in, "x %s", word.ptr);
    text_print(&fits, "x %s\n", word.ptr);
    text_print(&wraps, "x\n%s\n", word.ptr);
    for (uint32_t width = 129; width < 132; width++) {
        struct row row = {"a long word", in.ptr, width < 130 ? wraps.ptr : fits.ptr, 0, width};
        pneu_html_text *html;
        assert_int_equal(pneu_html_text_new(0, width, NULL, &html), PNEU_OK);
        for (size_t k = 0; k < usual_chunking_count; k++)
            assert_true(gives(&row, html, usual_chunkings[k]));
        pneu_html_text_free(html);
    }
    text_free(&word);
    text_free(&in);
    text_free(&fits);
    text_free(&wraps);
}

static void tables_are_sorted(void **state)
{
    (void)state;
    for (size_t i = 0; i < PNEU_I_ELEMENT_COUNT; i++) {
        pneu_str name = pneu_i_str(pneu_i_elements[i].name);
        assert_true(name.len > 0 && name.len <= PNEU_I_ELEMENT_LONGEST);
        assert_int_equal(pneu_i_element_find(name), i);
    }
    for (size_t i = 0; i < PNEU_I_ENTITY_COUNT; i++) {
        const pneu_i_entity *entity = &pneu_i_entities[i];
        size_t len = strlen(entity->name);
        assert_true(len <= PNEU_I_ENTITY_LONGEST);
        assert_true(!entity->is_legacy || len <= PNEU_I_ENTITY_LONGEST_LEGACY);
        assert_true(i == 0 || strcmp(pneu_i_entities[i - 1].name, entity->name) < 0);
    }
}

/* What bombs come to: memory is bounded, and so is what one byte becomes. */
static void memory_and_output_are_bounded(void **state)
{
    static const char *const units[] = {"<blockquote>", "<ul><li>",     "<",     "&",     "<b>",     "<!--",
                                        "<a href=",     "<a href=\"x:", "x",     "<br>x", "<pre>\n", "&nbsp;",
                                        "<td>",         "<hr>",         "</ul>", " ",     "[",       "<p hidden",
                                        "<table>x",     "<img alt=",    "]"};
    text in = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        for (uint32_t width = 0; width <= 72; width += 72) {
            failing_alloc alloc;
            reading r = {0};
            text_clear(&in);
            while (in.len < 300000)
                text_add(&in, units[i], strlen(units[i]));
            failing_alloc_init(&alloc, FAIL_ABOVE, 262144);
            assert_int_equal(pneu_html_text_new(0, width, &alloc.alloc, &r.html), PNEU_OK);
            assert_int_equal(feed_chunks(in.ptr, in.len, (chunking){0, 65536, 0}, push, &r), 0);
            assert_int_equal(pneu_html_text_finish(r.html), PNEU_OK);
            read_some(&r, 512);
            assert_int_equal(r.status, PNEU_DONE);
            assert_true(r.out.len <= 40 * in.len);
            pneu_html_text_free(r.html);
            failing_alloc_check_clean(&alloc);
            text_free(&r.out);
        }
    }
    text_free(&in);
}

static void long_addresses_are_cut(void **state)
{
    pneu_arena *arena;
    text in = {0};
    pneu_str out;
    (void)state;
    text_print(&in, "<a href=\"x:");
    for (int i = 0; i < 3000; i++)
        text_print(&in, "\xC3\xA9");
    text_print(&in, "\">a</a>b");
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_html_to_text(arena, (pneu_str){in.ptr, in.len}, 0, 0, &out), PNEU_OK);
    assert_true(out.len > 2000 && out.len < 2100);
    assert_memory_equal(out.ptr + out.len - 8, "\xC3\xA9...>b\n", 8);
    text_free(&in);
    pneu_arena_free(arena);
}

static void misuse_is_told(void **state)
{
    pneu_html_text *html = NULL;
    pneu_str out;
    char buffer[4];
    size_t written;
    (void)state;
    assert_int_equal(pneu_html_text_new(8, 0, NULL, &html), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_html_text_new(0, 65536, NULL, &html), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_html_text_new(0, 0, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_html_to_text(NULL, (pneu_str){"", 0}, 0, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_html_text_new(0, 0, NULL, &html), PNEU_OK);
    assert_int_equal(pneu_html_text_push(html, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_html_text_push(html, "a", 1), PNEU_OK);
    assert_int_equal(pneu_html_text_push(html, "a", 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_html_text_finish(html), PNEU_ERR_STATE);
    assert_int_equal(pneu_html_text_read(html, buffer, 0, &written), PNEU_ERR_ARGUMENT);
    pneu_html_text_free(html);
    pneu_html_text_free(NULL);
}

static void lack_of_memory_is_survived(void **state)
{
    size_t refused = 1;
    (void)state;
    for (size_t at = 1; refused > 0; at++) {
        failing_alloc alloc;
        pneu_arena *arena = NULL;
        pneu_str out;
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        pneu_status status = pneu_arena_new(&alloc.alloc, &arena);
        if (status == PNEU_OK)
            status = pneu_html_to_text(arena, (pneu_str){"<p>a<li>b", 9}, 0, 0, &out);
        if (status == PNEU_OK)
            status = pneu_preview(arena, (pneu_str){"<p>a<li>b", 9}, PNEU_BODY_HTML, &out);
        refused = alloc.refused;
        assert_int_equal(status, refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
        pneu_arena_free(arena);
        failing_alloc_check_clean(&alloc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_becomes_text_at_every_cut),
        cmocka_unit_test(a_long_address_is_cut),
        cmocka_unit_test(a_long_text_is_not_its_address),
        cmocka_unit_test(a_long_word_is_cut_between_characters),
        cmocka_unit_test(tables_are_sorted),
        cmocka_unit_test(memory_and_output_are_bounded),
        cmocka_unit_test(long_addresses_are_cut),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(lack_of_memory_is_survived),
    };
    return RUN_TESTS(tests);
}
