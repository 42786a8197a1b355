/* Multiparts and messages as events: delimiters, who owns a line end, and what is missing. */
#include "support/event_brief.h"
#include "support/test.h"

static const event_case structures[] = {
    {.name = "two parts",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "- ( |text/plain body\"two\" ) 2--. )",
     .defects = ""},
    {.name = "preamble and epilogue",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\npre\r\n--b\r\n\r\none\r\n--b--\r\nepi\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed pre\"pre\" 2-- ( |text/plain body"
               "\"one\" ) 2--. epi\"epi\\r\\n\" )",
     .defects = "mime_gap_text@80+3 mime_gap_text/mime_epilogue_content@104+5"},
    {.name = "an epilogue that begins like a delimiter",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=bc\r\n"
              "\r\n--bc\r\n\r\none\r\n--bc--\r\n--bdefgh\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. epi\"--bdefgh\\r\\n\" )",
     .defects = "mime_gap_text/mime_epilogue_content@102+10"},
    {.name = "blank preamble",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed pre\"\\r\\n\" 2-- ( |text/plain b"
               "ody\"one\" ) 2--. )",
     .defects = ""},
    {.name = "LF line ends",
     .input = "From: a\nDate: b\nMIME-Version: 1\nContent-Type: multipart/mixed; boundary=b\n"
              "\n--b\n\none\n--b--\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 1-"
               "-. )",
     .defects = "line_lf_endings@7+1"},
    {.name = "no line end after the close",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\n--b--",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "line_truncated_eof/line_missing_final_eol@97+0"},
    {.name = "no close delimiter",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\\r\\n"
               "\" ) )",
     .defects = "mime_close_missing@92+0"},
    {.name = "delimiter never comes",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\ntext\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed pre\"text\\r\\n\" )",
     .defects = "mime_boundary_not_found@80+6"},
    {.name = "close delimiter first",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed --. )",
     .defects = "mime_empty_multipart@80+5"},
    {.name = "an empty part",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain ) --. )",
     .defects = ""},
    {.name = "a part without header and empty line",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |-text/plain ) --. )",
     .defects = "mime_boundary_in_header@85+5"},
    {.name = "a delimiter inside a header",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nX: y\r\n--b\r\n\r\ntwo\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( X |-text/plain ) -- ( |text/"
               "plain body\"two\" ) 2--. )",
     .defects = "mime_boundary_in_header@91+3"},
    {.name = "own delimiter inside the header",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |-multipart/mixed -- ( |text/plain body\"one\" ) 2"
               "--. )",
     .defects = "hdr_no_separator@78+0 mime_boundary_in_header@78+3"},
    {.name = "a held line before a delimiter",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nX: y\r\ntext\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( X |-text/plain body\"text\" "
               ") 2--. )",
     .defects = "hdr_missing_colon@91+4 hdr_no_separator@91+0"},
    {.name = "a held line, an empty line and a delimiter",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nX: y\r\ntext\r\n\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( X |-text/plain body\"text\\r"
               "\\n\" ) 2--. )",
     .defects = "hdr_missing_colon@91+4 hdr_no_separator@91+0"},
    {.name = "padding",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b \t\r\n\r\none\r\n--b-- \r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "mime_boundary_syntax/mime_delimiter_padding@80+5 mime_boundary_syntax/mime_delimiter_pad"
                "ding@94+6"},
    {.name = "prefix lines",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\n--bx\r\n--b x\r\n--b--x\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"--bx\\r\\n"
               "--b x\\r\\n--b--x\" ) 2--. )",
     .defects = "mime_boundary_prefix@87+4 mime_boundary_prefix@93+5 mime_boundary_prefix@100+6"},
    {.name = "dashes in text",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\n--\r\n-- \r\n-\r\n---b\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"--\\r\\n--"
               " \\r\\n-\\r\\n---b\" ) 2--. )",
     .defects = ""},
    {.name = "CR CR LF before a delimiter",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\\r\" )"
               " 2--. )",
     .defects = "line_bare_cr/line_cr_run@90+1"},
    {.name = "a CR at the end of a body",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\\r\" )"
               " )",
     .defects = "line_bare_cr@90+1 line_truncated_eof/line_missing_final_eol@91+0 mime_close_missing@91+0"},
    {.name = "nested",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n"
              "\r\none\r\n--c--\r\n\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |multipart/mixe"
               "d -- ( |text/plain body\"one\" ) 2--. ) 2--. )",
     .defects = ""},
    {.name = "inner close, outer delimiter at once",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n"
              "\r\none\r\n--c--\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |multipart/mixe"
               "d -- ( |text/plain body\"one\" ) 2--. ) 2--. )",
     .defects = ""},
    {.name = "inner never closed",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n"
              "\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |multipart/mixe"
               "d -- ( |text/plain body\"one\" ) ) 2-- ( |text/plain body\"two\" ) 2--. )",
     .defects = "mime_close_missing@140+0"},
    {.name = "inner never begun",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\ntext\r\n"
              "--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |multipart/mixe"
               "d pre\"text\" ) 2--. )",
     .defects = "mime_boundary_not_found@130+4"},
    {.name = "inner boundary begins like the outer",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: multipart/mixed; boundary=bc\r\n\r\n"
              "--bc\r\n\r\none\r\n--bc--\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |multipart/mixe"
               "d -- ( |text/plain body\"one\" ) 2--. ) 2--. )",
     .defects = ""},
    {.name = "the same boundary twice",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
              "\r\none\r\n--b--\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |multipart/mixe"
               "d -- ( |text/plain body\"one\" ) 2--. ) 2--. )",
     .defects = "mime_boundary_collision/mime_boundary_reused@85+43"},
    {.name = "inner boundary is the outer close",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: multipart/mixed; boundary=\"b--\"\r\n"
              "\r\n--b--\r\n\r\none\r\n--b----\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |multipart/mixe"
               "d -- ( |text/plain body\"one\" ) 2--. ) 2--. )",
     .defects = "mime_boundary_collision/mime_boundary_nested_prefix@85+47"},
    {.name = "parts after the close",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\ntwo\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. epi\"--b\\r\\n\\r\\ntwo\\r\\n--b--\\r\\n\" )",
     .defects = "sec_part_in_gap/mime_parts_after_close@99+3"},
    {.name = "a MIME field in the preamble",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--x\r\nContent-Type: text/html\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed pre\"--x\\r\\nContent-Type: text/"
               "html\\r\\n\" 2-- ( |text/plain body\"one\" ) 2--. )",
     .defects = "sec_part_in_gap@85+8"},
    {.name = "no boundary parameter",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed\r\n"
              "\r\n--b\r\n",
     .events = "( From Date MIME-Version Content-Type |text/plain body\"--b\\r\\n\" )",
     .defects = "mime_boundary_missing@35+31"},
    {.name = "an empty boundary",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=\"\"\r"
              "\n\r\n--\r\n",
     .events = "( From Date MIME-Version Content-Type |text/plain body\"--\\r\\n\" )",
     .defects = "mime_boundary_missing/mime_boundary_empty@35+44"},
    {.name = "a boundary with a blank at its end",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=\"b \""
              "\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "mime_boundary_syntax/mime_boundary_trailing_space@35+46"},
    {.name = "a boundary of bytes of tokens alone",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b#!\r\n"
              "\r\n--b#!\r\n\r\none\r\n--b#!--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "mime_boundary_syntax/mime_boundary_bad_char@35+45"},
    {.name = "a message",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: message/rfc822\r\n"
              "\r\nFrom: a\r\nDate: b\r\n\r\nin\r\n",
     .events = "( From Date MIME-Version Content-Type |message/rfc822 ( From Date |text/plain body\"in\\"
               "r\\n\" ) )",
     .defects = ""},
    {.name = "a message in a part",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a\r\nDate: b\r\n"
              "\r\nin\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |message/rfc822"
               " ( From Date |text/plain body\"in\" ) ) 2--. )",
     .defects = ""},
    {.name = "a message without header",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\r\nin\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |message/rfc822"
               " ( |text/plain body\"in\" ) ) 2--. )",
     .defects = "hdr_missing_required/hdr_missing_from@117+0 hdr_missing_required/hdr_missing_date@117+0"},
    {.name = "a message that is empty",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |message/rfc822"
               " ( |-text/plain ) ) --. )",
     .defects = "hdr_missing_required/hdr_missing_from@117+0 hdr_missing_required/hdr_missing_date@117+0 "
                "mime_boundary_in_header@117+5"},
    {.name = "an mbox line in a message",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: message/rfc822\r\n"
              "\r\nFrom a@b Mon\r\nFrom: a\r\nDate: b\r\n\r\nin\r\n",
     .events = "( From Date MIME-Version Content-Type |message/rfc822 ( junk From Date |text/plain body"
               "\"in\\r\\n\" ) )",
     .defects = "line_junk_before_header/line_mbox_from@67+14"},
    {.name = "an encoded message",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: message/rfc822\r\n"
              "Content-Transfer-Encoding: base64\r\n\r\nRg==\r\n",
     .events = "( From Date MIME-Version Content-Type Content-Transfer-Encoding |message/rfc822=base64 body\"Rg"
               "==\\r\\n\" )",
     .defects = "cte_on_composite@65+35"},
    {.name = "an encoded message/global",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: message/global\r\n"
              "Content-Transfer-Encoding: base64\r\n\r\nRg==\r\n",
     .events = "( From Date MIME-Version Content-Type Content-Transfer-Encoding |message/global=base64 body\"Rg"
               "==\\r\\n\" )",
     .defects = ""},
    {.name = "an encoded multipart",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "Content-Transfer-Encoding: base64\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type Content-Transfer-Encoding |multipart/mixed -- ( |t"
               "ext/plain body\"one\" ) 2--. )",
     .defects = "cte_on_composite@78+35"},
    {.name = "digest",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/digest; boundary=b\r\n"
              "\r\n--b\r\n\r\nFrom: a\r\nDate: b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/digest -- ( |message/rfc822 ( From Date"
               " |text/plain body\"one\" ) ) 2--. )",
     .defects = ""},
    {.name = "digest with an explicit type",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/digest; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: text/plain\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/digest -- ( Content-Type |text/plain bo"
               "dy\"one\" ) 2--. )",
     .defects = ""},
    {.name = "partial and external-body",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: message/partial; id=x\r\n\r\n--b\r\n"
              "Content-Type: message/external-body\r\n\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |message/partia"
               "l ) -- ( Content-Type |message/external-body ) --. )",
     .defects = "mime_indirect/mime_message_partial@85+37 mime_indirect/mime_external_body@129+37"},
};

static void test_structures(void **state)
{
    (void)state;
    check_event_cases(structures, COUNT_OF(structures));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_structures)};
    return RUN_TESTS(tests);
}
