/* Bodies as events: line ends, NUL, 8-bit bytes, and what only looks like an end of data. */
#include "support/event_brief.h"
#include "support/test.h"

static const event_case lines[] = {
    {.name = "a bare LF",
     .input = "From: a\r\nDate: b\r\n\r\nx\ny\r\n",
     .events = "( From Date |text/plain body\"x\\ny\\r\\n\" )",
     .defects = "line_bare_lf@21+1"},
    {.name = "only LF",
     .input = "From: a\nDate: b\n\nx\n",
     .events = "( From Date |text/plain body\"x\\n\" )",
     .defects = "line_lf_endings@7+1"},
    {.name = "a bare CR",
     .input = "From: a\r\nDate: b\r\n\r\nx\ry\r\n",
     .events = "( From Date |text/plain body\"x\\ry\\r\\n\" )",
     .defects = "line_bare_cr@21+1"},
    {.name = "a bare CR at the end",
     .input = "From: a\r\nDate: b\r\n\r\nx\r",
     .events = "( From Date |text/plain body\"x\\r\" )",
     .defects = "line_bare_cr@21+1 line_truncated_eof/line_missing_final_eol@22+0"},
    {.name = "no line end at the end",
     .input = "From: a\r\nDate: b\r\n\r\nx",
     .events = "( From Date |text/plain body\"x\" )",
     .defects = "line_truncated_eof/line_missing_final_eol@21+0"},
    {.name = "NUL",
     .input = "From: a\r\nDate: b\r\n\r\nx\0"
              "y\r\n",
     .events = "( From Date |text/plain body\"x\\0y\\r\\n\" )",
     .defects = "line_nul@21+1",
     .input_length = sizeof("From: a\r\nDate: b\r\n\r\nx\0"
                            "y\r\n") -
                     1},
    {.name = "8-bit in 7bit",
     .input = "From: a\r\nDate: b\r\n\r\nx\xe9y\xe9\r\n",
     .events = "( From Date |text/plain body\"x?y?\\r\\n\" )",
     .defects = "cte_8bit_in_7bit@21+1"},
    {.name = "8-bit in 8bit",
     .input = "From: a\r\nDate: b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
              "x\xe9\r\n",
     .events = "( From Date Content-Transfer-Encoding |text/plain body\"x?\\r\\n\" )",
     .defects = ""},
    {.name = "LF.LF",
     .input = "From: a\r\nDate: b\r\n\r\na\n.\nb\r\n",
     .events = "( From Date |text/plain body\"a\\n.\\nb\\r\\n\" )",
     .defects = "line_bare_lf@21+1 line_eod_lookalike@22+1 line_bare_lf@23+1"},
    {.name = "LF.CRLF",
     .input = "From: a\r\nDate: b\r\n\r\na\n.\r\nb\r\n",
     .events = "( From Date |text/plain body\"a\\n.\\r\\nb\\r\\n\" )",
     .defects = "line_bare_lf@21+1 line_eod_lookalike@22+1"},
    {.name = "CRLF.LF",
     .input = "From: a\r\nDate: b\r\n\r\na\r\n.\nb\r\n",
     .events = "( From Date |text/plain body\"a\\r\\n.\\nb\\r\\n\" )",
     .defects = "line_eod_lookalike@23+1 line_bare_lf@24+1"},
    {.name = "CR.CR",
     .input = "From: a\r\nDate: b\r\n\r\na\r.\rb\r\n",
     .events = "( From Date |text/plain body\"a\\r.\\rb\\r\\n\" )",
     .defects = "line_bare_cr@21+1 line_bare_cr@23+1 line_eod_lookalike@22+1"},
    {.name = "CR.CRLF",
     .input = "From: a\r\nDate: b\r\n\r\na\r.\r\nb\r\n",
     .events = "( From Date |text/plain body\"a\\r.\\r\\nb\\r\\n\" )",
     .defects = "line_bare_cr@21+1 line_eod_lookalike@22+1"},
    {.name = "CRLF.CR",
     .input = "From: a\r\nDate: b\r\n\r\na\r\n.\rb\r\n",
     .events = "( From Date |text/plain body\"a\\r\\n.\\rb\\r\\n\" )",
     .defects = "line_bare_cr@24+1 line_eod_lookalike@23+1"},
    {.name = "CRLF.CRCRLF",
     .input = "From: a\r\nDate: b\r\n\r\na\r\n.\r\r\nb\r\n",
     .events = "( From Date |text/plain body\"a\\r\\n.\\r\\r\\nb\\r\\n\" )",
     .defects = "line_bare_cr/line_cr_run@24+1 line_eod_lookalike@23+1"},
    {.name = "CRLF-NUL.CRLF",
     .input = "From: a\r\nDate: b\r\n\r\na\r\n\0.\r\nb\r\n",
     .events = "( From Date |text/plain body\"a\\r\\n\\0.\\r\\nb\\r\\n\" )",
     .defects = "line_nul@23+1 line_eod_lookalike@24+1",
     .input_length = sizeof("From: a\r\nDate: b\r\n\r\na\r\n\0.\r\nb\r\n") - 1},
    {.name = "CRLF.CRLF is an end of data, not one that looks like it",
     .input = "From: a\r\nDate: b\r\n\r\na\r\n.\r\nb\r\n",
     .events = "( From Date |text/plain body\"a\\r\\n.\\r\\nb\\r\\n\" )",
     .defects = ""},
    {.name = "a dot and more",
     .input = "From: a\r\nDate: b\r\n\r\na\r\n..\r\n.b\r\n",
     .events = "( From Date |text/plain body\"a\\r\\n..\\r\\n.b\\r\\n\" )",
     .defects = ""},
    {.name = "LF.LF in a message of LF",
     .input = "From: a\nDate: b\n\na\n.\nb\n",
     .events = "( From Date |text/plain body\"a\\n.\\nb\\n\" )",
     .defects = "line_lf_endings@7+1"},
};

static void test_lines(void **state)
{
    (void)state;
    check_event_cases(lines, COUNT_OF(lines));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines)};
    return RUN_TESTS(tests);
}
