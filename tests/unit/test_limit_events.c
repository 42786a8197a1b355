/* Limits as events: what is beyond one is passed on as opaque bytes, and nothing is dropped. */
#include "support/event_brief.h"
#include "support/test.h"

#define TIMES10(s) s s s s s s s s s s
#define TIMES100(s) TIMES10(TIMES10(s))
#define TIMES1000(s) TIMES10(TIMES100(s))

static const event_case limits[] = {
    {.name = "a field as long as the limit",
     .input = "From: a\r\nDate: b\r\nX: " TIMES1000("xx") TIMES10("xxxx") "xxx"
                                                                          "\r\n\r\nx\r\n",
     .events = "( From Date X |text/plain body\"x\\r\\n\" )",
     .defects = "line_too_long@18+2046",
     .options = {PNEU_OPTION_MAX_FIELD, 2048}},
    {.name = "a field one byte longer",
     .input = "From: a\r\nDate: b\r\nX: " TIMES1000("xx") TIMES10("xxxx") "xxxx"
                                                                          "\r\n\r\nx\r\n",
     .events = "( From Date piece |text/plain body\"x\\r\\n\" )",
     .defects = "limit_header_size@18+2048 line_too_long@18+2047",
     .options = {PNEU_OPTION_MAX_FIELD, 2048}},
    {.name = "NUL and CR in a field over the limit",
     .input = "From: a\r\nDate: b\r\nX: " TIMES1000("xx") TIMES100("x") "\0\ry\r\n\r\n",
     .events = "( From Date piece |text/plain )",
     .defects = "limit_header_size@18+2048 line_too_long@18+2106 line_nul@2121+1 line_bare_cr@2122+1",
     .input_length = sizeof("From: a\r\nDate: b\r\nX: " TIMES1000("xx") TIMES100("x") "\0\ry\r\n\r\n") - 1,
     .options = {PNEU_OPTION_MAX_FIELD, 2048}},
    {.name = "a folded field over the limit",
     .input = "From: a\r\nDate: b\r\nX: " TIMES1000("x") "\r\n " TIMES1000("y") TIMES100("yy") "\r\nY: z\r\n\r\n",
     .events = "( From Date piece Y |text/plain )",
     .defects = "line_too_long@18+1003 limit_header_size@18+2048 line_too_long@1023+1201",
     .options = {PNEU_OPTION_MAX_FIELD, 2048}},
    {.name = "a field over the limit without an end",
     .input = "From: a\r\nDate: b\r\nX: " TIMES1000("xx") TIMES100("x"),
     .events = "( From Date piece |-text/plain )",
     .defects = "limit_header_size@18+2048 line_too_long@18+2103 line_truncated_eof/line_missing_final_eo"
                "l@2121+0",
     .options = {PNEU_OPTION_MAX_FIELD, 2048}},
    {.name = "junk over the limit",
     .input = "From: a\r\nDate: b\r\nA B: " TIMES1000("xx") TIMES100("x") "\r\nY: z\r\n\r\n",
     .events = "( From Date junk Y |text/plain )",
     .defects = "hdr_bad_name/hdr_bad_name_char@18+2048 limit_header_size@18+2048 line_too_long@18+2105",
     .options = {PNEU_OPTION_MAX_FIELD, 2048}},
    {.name = "a header over its limit",
     .input = "A: 1\r\nB: 2\r\nC: 3\r\nFrom: a\r\nD: 4\r\nContent-Type: text/html\r\n"
              "\r\nx\r\n",
     .events = "( A B junk From junk Content-Type |text/html body\"x\\r\\n\" )",
     .defects = "limit_header_size@12+6 mime_version_missing@33+25 hdr_missing_required/hdr_missing_date@"
                "58+0",
     .options = {PNEU_OPTION_MAX_HEADER, 12}},
    {.name = "more fields than the limit",
     .input = "A: 1\r\nB: 2\r\nC: 3\r\nFrom: a\r\nD: 4\r\n\r\nx\r\n",
     .events = "( A B junk From junk |text/plain body\"x\\r\\n\" )",
     .defects = "limit_header_count@12+6 hdr_missing_required/hdr_missing_date@33+0",
     .options = {PNEU_OPTION_MAX_FIELDS, 2}},
    {.name = "many more fields than the limit",
     .input = "A: 1\r\nB: 2\r\n" TIMES10("C: 3\r\n") TIMES10("D: 4\r\n\tfolded\r\n") "From: a\r\nFrom: b\r\n" TIMES10(
         "D: 4\r\n") "Content-Type: text/html\r\n" TIMES10("D: 4\r\n") "\r\nx\r\n",
     .events = "( A B junk From From junk Content-Type junk |text/html body\"x\\r\\n\" )",
     .defects =
         "limit_header_count@12+6 sec_dup_from@231+4 mime_version_missing@300+25 hdr_missing_required/hdr_missing_"
         "date@385+0",
     .options = {PNEU_OPTION_MAX_FIELDS, 2}},
    {.name = "nesting",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n"
              "\r\none\r\n--c--\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( Content-Type |multipart/mixe"
               "d body\"--c\\r\\n\\r\\none\\r\\n--c--\" ) 2--. )",
     .defects = "limit_nesting@128+0",
     .options = {PNEU_OPTION_MAX_NESTING, 1}},
    {.name = "nesting of messages",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: message/rfc822\r\n"
              "\r\nFrom: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: message/rfc822\r\n"
              "\r\nFrom: a\r\nDate: b\r\n\r\nx\r\n",
     .events = "( From Date MIME-Version Content-Type |message/rfc822 ( From Date MIME-Version Content-T"
               "ype |message/rfc822 body\"From: a\\r\\nDate: b\\r\\n\\r\\nx\\r\\n\" ) )",
     .defects = "limit_nesting@132+0",
     .options = {PNEU_OPTION_MAX_NESTING, 1}},
    {.name = "parts",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b\r\n\r\nthree\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "- ( |text/plain body\"two\\r\\n--b\\r\\n\\r\\nthree\\r\\n--b--\\r\\n\" ) )",
     .defects = "limit_parts@104+3",
     .options = {PNEU_OPTION_MAX_PARTS, 3}},
    {.name = "parts, a message",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: message/rfc822\r\n"
              "\r\nFrom: a\r\nDate: b\r\n\r\nx\r\n",
     .events = "( From Date MIME-Version Content-Type |message/rfc822 body\"From: a\\r\\nDate: b\\r\\n\\"
               "r\\nx\\r\\n\" )",
     .defects = "limit_parts@65+0",
     .options = {PNEU_OPTION_MAX_PARTS, 1}},
    {.name = "a message cut in its body",
     .input = "From: a\r\nDate: b\r\n\r\n0123456789\r\n",
     .events = "( From Date |text/plain body\"0123456789\\r\\n\" )",
     .defects = "limit_message_size@25+0",
     .options = {PNEU_OPTION_MAX_MESSAGE, 25}},
    {.name = "a message cut in its header",
     .input = "From: a\r\nDate: b\r\n\r\n0123456789\r\n",
     .events = "( From |-text/plain body\"Date: b\\r\\n\\r\\n0123456789\\r\\n\" )",
     .defects = "hdr_missing_colon@9+3 hdr_no_separator@9+0 hdr_missing_required/hdr_missing_date@9+0 lim"
                "it_message_size@12+0",
     .options = {PNEU_OPTION_MAX_MESSAGE, 12}},
    {.name = "a message cut in a multipart",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n"
              "\r\n--b\r\n\r\none\r\n--b--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\\r\\n-"
               "-b--\\r\\n\" ) )",
     .defects = "limit_message_size@90+0",
     .options = {PNEU_OPTION_MAX_MESSAGE, 90}},
    {.name = "received fields",
     .input = "From: a\r\nDate: b\r\nReceived: 1\r\nReceived: 2\r\nReceived: 3\r\n"
              "Received: 4\r\n\r\n",
     .events = "( From Date Received Received Received Received |text/plain )",
     .defects = "limit_tokens/limit_received@44+13",
     .options = {PNEU_OPTION_MAX_RECEIVED, 2}},
    {.name = "a boundary as long as can be",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=" TIMES10(
         "bbbbbbb") "\r\n\r\n--" TIMES10("bbbbbbb") "\r\n\r\none\r\n--" TIMES10("bbbbbbb") "--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = ""},
    {.name = "a long boundary",
     .input = "From: a\r\nDate: b\r\nMIME-Version: 1\r\nContent-Type: multipart/mixed; boundary=" TIMES10(
         "bbbbbbb") "b"
                    "\r\n\r\n--" TIMES10("bbbbbbb") "b"
                                                    "\r\n\r\none\r\n--" TIMES10("bbbbbbb") "b"
                                                                                           "--\r\n",
     .events = "( From Date MIME-Version Content-Type |multipart/mixed -- ( |text/plain body\"one\" ) 2-"
               "-. )",
     .defects = "mime_boundary_syntax/mime_boundary_too_long@35+113"},
};

static void test_limits(void **state)
{
    (void)state;
    check_event_cases(limits, COUNT_OF(limits));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_limits)};
    return RUN_TESTS(tests);
}
