/* Other readings: each choice of each point on which deployed parsers differ. */
#include "support/event_brief.h"
#include "support/test.h"

static const event_case readings[] = {
    {.name = "a bare CR ends the line",
     .input = "From: a\rDate: b\r\rx\r",
     .events = "( From Date |text/plain body\"x\\r\" )",
     .defects = "line_bare_cr@7+1 line_bare_cr@15+1 line_bare_cr@16+1 line_bare_cr@18+1",
     .reading = PNEU_READING_BARE_CR,
     .choice = 1},
    {.name = "a bare CR ends the line, with delimiters",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\r--"
              "b\r\rone\r--b--\r",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 1-"
               "-. )",
     .defects = "line_bare_cr@76+1 line_bare_cr@77+1 line_bare_cr@82+1 line_bare_cr@86+1 line_bare_cr@92+"
                "1",
     .reading = PNEU_READING_BARE_CR,
     .choice = 1},
    {.name = "a line without colon ends the header",
     .input = "From: a\r\nDate: b\r\ntext\r\nTo: c\r\n\r\nx\r\n",
     .events = "( From Date |-text/plain body\"text\\r\\nTo: c\\r\\n\\r\\nx\\r\\n\" )",
     .defects = "hdr_missing_colon@18+4 hdr_no_separator@18+0",
     .reading = PNEU_READING_NON_FIELD_LINE,
     .choice = 1},
    {.name = "a line without colon is passed over",
     .input = "From: a\r\nDate: b\r\ntext\r\nmore\r\nTo: c\r\n\r\nx\r\n",
     .events = "( From Date junk To |text/plain body\"x\\r\\n\" )",
     .defects = "hdr_missing_colon@18+6 hdr_missing_colon@24+6",
     .reading = PNEU_READING_NON_FIELD_LINE,
     .choice = 2},
    {.name = "the last Content-Type counts",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: text/html\r\n"
              "Content-Type: text/csv\r\n\r\n",
     .events = "( From Date MIME-Version Content-Type Content-Type |text/csv )",
     .defects = "sec_dup_content_type@60+12",
     .reading = PNEU_READING_DUPLICATE_FIELD,
     .choice = 1},
    {.name = "the last boundary counts",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=a; boun"
              "dary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "sec_dup_boundary@78+10",
     .reading = PNEU_READING_BOUNDARY,
     .choice = 1},
    {.name = "the boundary is guessed",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=a\r\n"
              "\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "",
     .reading = PNEU_READING_BOUNDARY,
     .choice = 2},
    {.name = "the boundary is guessed where there is none",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed\r\n"
              "\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "mime_boundary_missing@35+31",
     .reading = PNEU_READING_BOUNDARY,
     .choice = 2},
    {.name = "the line begins with the boundary",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--bX\r\n\r\none\r\n--b--Y\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "",
     .reading = PNEU_READING_BOUNDARY_MATCH,
     .choice = 1},
    {.name = "the outermost multipart first",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
              "\r\none\r\n--b--\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |multipart/mixe"
               "d ) -- ( |text/plain body\"one\" ) 2--. epi\"--b--\\r\\n\" )",
     .defects = "mime_boundary_collision/mime_boundary_reused@85+43 mime_boundary_not_found@130+0 sec_par"
                "t_in_gap/mime_parts_after_close@149+5",
     .reading = PNEU_READING_NESTED_BOUNDARY,
     .choice = 1},
    {.name = "parts go on after the close",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\ntwo\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. -- ( |text/plain body\"two\" ) 2--. )",
     .defects = "",
     .reading = PNEU_READING_CLOSED_MULTIPART,
     .choice = 1},
    {.name = "the preamble is a part",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--x\r\nContent-Type: text/html\r\n\r\nhid\r\n--b\r\n\r\none\r\n"
              "--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed ( junk Content-Type |text/html bo"
               "dy\"hid\" ) 2-- ( |text/plain body\"one\" ) 2--. )",
     .defects = "hdr_missing_colon@80+5",
     .reading = PNEU_READING_GAP,
     .choice = 1},
    {.name = "the epilogue is a part",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\n--b--\r\nContent-Type: text/html\r\n\r\n"
              "hid\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. ( Content-Type |text/html body\"hid\\r\\n\" ) )",
     .defects = "",
     .reading = PNEU_READING_GAP,
     .choice = 1},
    {.name = "RFC 2231 over the plain boundary",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=a; boun"
              "dary*=us-ascii''b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "param_2231_conflict/param_2231_plain_conflict@66+10 sec_dup_boundary@78+21",
     .reading = PNEU_READING_ENCODED_BOUNDARY,
     .choice = 1},
    {.name = "an encoded word in the boundary",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=\"=?us-"
              "ascii?Q?b?=\"\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "param_encoded_word@66+27",
     .reading = PNEU_READING_ENCODED_BOUNDARY,
     .choice = 2},
    {.name = "a comment is part of the value",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b(x)\r"
              "\n\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed pre\"--b\\r\\n\\r\\none\\r\\n--b-"
               "-\\r\\n\" )",
     .defects = "param_unquoted_special@66+13 mime_boundary_not_found@83+19",
     .reading = PNEU_READING_PARAMETER_COMMENT,
     .choice = 1},
    {.name = "a parameter without a semicolon",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "param_missing_semicolon@65+10",
     .reading = PNEU_READING_MISSING_SEMICOLON,
     .choice = 1},
    {.name = "an unreadable type that says multipart",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: \"multipart/mixed\"; boundary=b\r"
              "\n\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "mime_type_invalid@48+18",
     .reading = PNEU_READING_TYPE,
     .choice = 1},
    {.name = "the encoding is guessed: base64, over several lines",
     .input = "From: a\r\nDate: b\r\nContent-Transfer-Encoding: base-64\r\n\r\nb25l\r\nand more\r\n",
     .events = "( From Date Content-Transfer-Encoding |text/plain=base64 body\"b25l\\r\\nand more\\r\\n\" )",
     .defects = "cte_unknown@45+7",
     .reading = PNEU_READING_ENCODING_TOKEN,
     .choice = 3},
    {.name = "the encoding is guessed: quoted-printable, up to the end of input",
     .input = "From: a\r\nDate: b\r\nContent-Transfer-Encoding: 7bit (qp)\r\n\r\na=3D",
     .events = "( From Date Content-Transfer-Encoding |text/plain=quoted-printable body\"a=3D\" )",
     .defects = "cte_token_junk/cte_comment@44+10 line_truncated_eof/line_missing_final_eol@62+0",
     .reading = PNEU_READING_ENCODING_TOKEN,
     .choice = 3},
    {.name = "the encoding is guessed: nothing to go by",
     .input = "From: a\r\nDate: b\r\nContent-Transfer-Encoding: x-foo\r\n\r\n",
     .events = "( From Date Content-Transfer-Encoding |text/plain )",
     .defects = "cte_unknown@45+5",
     .reading = PNEU_READING_ENCODING_TOKEN,
     .choice = 3},
    {.name = "the encoding is not guessed where it is known",
     .input = "From: a\r\nDate: b\r\nContent-Transfer-Encoding: 7bit\r\n\r\nb25l\r\n",
     .events = "( From Date Content-Transfer-Encoding |text/plain body\"b25l\\r\\n\" )",
     .defects = "",
     .reading = PNEU_READING_ENCODING_TOKEN,
     .choice = 3},
    {.name = "the boundary is guessed: nothing behind the dashes",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed\r\n\r\n--\r\n--b\r\n\r\nx\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed pre\"--\" 2-- ( |text/plain body\"x\\r\\n\" ) )",
     .defects = "mime_boundary_missing@35+31 mime_gap_text@68+2 mime_close_missing@82+0",
     .reading = PNEU_READING_BOUNDARY,
     .choice = 2},
    {.name = "an encoded message is read as it stands",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: message/rfc822\r\n"
              "Content-Transfer-Encoding: base64\r\n\r\nFrom: a\r\nDate: b\r\n"
              "\r\nin\r\n",
     .events = "( From Date MIME-Version Content-Type Content-Transfer-Encoding |message/rfc822 ( From D"
               "ate |text/plain body\"in\\r\\n\" ) )",
     .defects = "cte_on_composite@65+35",
     .reading = PNEU_READING_ENCODED_COMPOSITE,
     .choice = 1},
};

static void test_readings(void **state)
{
    (void)state;
    check_event_cases(readings, COUNT_OF(readings));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_readings)};
    return RUN_TESTS(tests);
}
