/* Edits of parts and bodies: what the written message is, byte for byte, what it touched, and what is refused. */
#include "pneu/edit.h"

#include "support/edit_run.h"
#include "support/failing_alloc.h"
#include "support/test.h"

enum {
    END = 0,
    REPLACE,
    BEFORE,
    AFTER,
    CHILD,
    REMOVE,
    WRAP,
    BODY,
    TEXT,
    SET /* `text`: "Name: value" */
};

typedef struct step {
    int what;
    uint32_t part;
    const char *text;
    int32_t number; /* encoding; index of a child */
} step;

static pneu_str str(const char *s)
{
    pneu_str made = {s, s != NULL ? strlen(s) : 0};
    return made;
}

static pneu_status do_step(pneu_message *message, const step *step)
{
    pneu_str given = str(step->text);
    switch (step->what) {
    case REPLACE: return pneu_part_replace(message, step->part, given);
    case BEFORE: return pneu_part_insert(message, step->part, PNEU_INSERT_BEFORE, given);
    case AFTER: return pneu_part_insert(message, step->part, PNEU_INSERT_AFTER, given);
    case CHILD: return pneu_part_insert_child(message, step->part, (uint32_t)step->number, given);
    case REMOVE: return pneu_part_remove(message, step->part);
    case WRAP: return pneu_part_wrap(message, step->part, str("mixed"), given);
    case BODY: return pneu_part_set_body(message, step->part, given, step->number);
    case TEXT: return pneu_part_set_text(message, step->part, given, step->number);
    default: return pneu_part_put_field(message, step->part, PNEU_PUT_SET, str("S"), given);
    }
}

#define MULTI "Content-Type: multipart/mixed; boundary=b\n\n"
#define ONE "--b\nA: 1\n\none\n"
#define TWO "--b\n\ntwo\n"
#define BARE "--b\n\n"
#define CLOSE "--b--\n"
#define NEW "N: 1\n\nnew"
#define BNEW "--b\nN: 1\n\nnew\n"
#define INNER "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--c--\n"
#define CTE "Content-Transfer-Encoding: "

static const struct {
    const char *name;
    const char *message;
    step steps[4];
    const char *written;
    const char *touches;
} rows[] = {
    /* replacing */
    {"replace", MULTI ONE TWO CLOSE, {{REPLACE, 1, NEW, 0}}, MULTI BNEW TWO CLOSE, ""},
    {"replace the last", MULTI ONE TWO CLOSE "epi", {{REPLACE, 2, NEW, 0}}, MULTI ONE BNEW CLOSE "epi", ""},
    {"replace the last of an open multipart",
     MULTI ONE "--b\n\ntwo",
     {{REPLACE, 2, NEW, 0}},
     MULTI ONE "--b\n" NEW,
     ""},
    {"replace a part without a body", MULTI BARE TWO CLOSE, {{REPLACE, 1, NEW, 0}}, MULTI BNEW TWO CLOSE, ""},
    {"replace by a part without a body",
     MULTI ONE TWO CLOSE,
     {{REPLACE, 1, "N: 1\n\n", 0}},
     MULTI "--b\nN: 1\n\n\n" TWO CLOSE,
     ""},
    {"replace by a header only", MULTI ONE CLOSE, {{REPLACE, 1, "N: 1", 0}}, MULTI "--b\nN: 1\n\n\n" CLOSE, ""},
    {"replace by nothing", MULTI ONE CLOSE, {{REPLACE, 1, "", 0}}, MULTI "--b\n\n\n" CLOSE, ""},
    {"replace the message", MULTI ONE CLOSE, {{REPLACE, 0, NEW, 0}}, NEW, ""},
    {"replace the message in a message",
     "Content-Type: message/rfc822\n\nA: 1\n\nx\n",
     {{REPLACE, 1, NEW, 0}},
     "Content-Type: message/rfc822\n\n" NEW,
     ""},
    {"replace CRLF by LF",
     "A: 1\r\n"
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n",
     {{REPLACE, 1, NEW "\nx\r\n", 0}},
     "A: 1\r\n"
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nN: 1\r\n\r\nnew\r\nx\r\n\r\n--b--\r\n",
     ""},
    {"a binary body keeps its bytes",
     MULTI ONE CLOSE,
     {{REPLACE, 1, CTE "binary\r\n\r\n\r\n\n", 0}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "binary\n\n--b\n" CTE "binary\n\n\r\n\n\n" CLOSE,
     "encoding@0 "},
    {"replace drops what was edited there",
     MULTI ONE TWO CLOSE,
     {{SET, 1, "x", 0}, {BODY, 1, "y", 0}, {REPLACE, 1, NEW, 0}},
     MULTI BNEW TWO CLOSE,
     ""},
    {"8-bit raises encodings",
     MULTI INNER TWO CLOSE,
     {{REPLACE, 2, "\n\xc3\xa9", 0}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "8bit\n\n--b\nContent-Type: multipart/mixed; boundary=c\n" CTE
     "8bit\n"
     "\n--c\n\n\xc3\xa9\n--c--\n" TWO CLOSE,
     "encoding@1 encoding@0 "},
    {"8-bit raises them in place",
     CTE "7bit\n" MULTI ONE TWO CLOSE,
     {{REPLACE, 2, "\n\xc3\xa9", 0}},
     CTE "8bit\n" MULTI ONE "--b\n\n\xc3\xa9\n" CLOSE,
     "encoding@0 "},
    {"8-bit, as was said before",
     CTE "binary\n" MULTI ONE TWO CLOSE,
     {{REPLACE, 2, "\n\xc3\xa9", 0}},
     CTE "binary\n" MULTI ONE "--b\n\n\xc3\xa9\n" CLOSE,
     ""},
    {"a signed part",
     "Content-Type: multipart/signed; boundary=b\n\n" ONE TWO CLOSE,
     {{REPLACE, 1, NEW, 0}},
     "Content-Type: multipart/signed; boundary=b\n\n" BNEW TWO CLOSE,
     "signature@0 "},

    /* inserting */
    {"before", MULTI ONE TWO CLOSE, {{BEFORE, 1, NEW, 0}}, MULTI BNEW ONE TWO CLOSE, ""},
    {"before, with a preamble", MULTI "pre\n" ONE CLOSE, {{BEFORE, 1, NEW, 0}}, MULTI "pre\n" BNEW ONE CLOSE, ""},
    {"between", MULTI ONE TWO CLOSE, {{AFTER, 1, NEW, 0}}, MULTI ONE BNEW TWO CLOSE, ""},
    {"after", MULTI ONE TWO CLOSE "epi", {{AFTER, 2, NEW, 0}}, MULTI ONE TWO BNEW CLOSE "epi", ""},
    {"in order",
     MULTI ONE TWO CLOSE,
     {{AFTER, 1, "\n1", 0}, {BEFORE, 2, "\n2", 0}, {CHILD, 0, "\n3", 1}},
     MULTI ONE "--b\n\n1\n--b\n\n2\n--b\n\n3\n" TWO CLOSE,
     ""},
    {"as a child",
     MULTI ONE TWO CLOSE,
     {{CHILD, 0, "\n1", 0}, {CHILD, 0, "\n3", 9}},
     MULTI "--b\n\n1\n" ONE TWO "--b\n\n3\n" CLOSE,
     ""},
    {"behind a part without a body", MULTI BARE CLOSE, {{AFTER, 1, NEW, 0}}, MULTI BARE BNEW CLOSE, ""},
    {"behind the last of an open multipart",
     MULTI ONE "--b\n\ntwo",
     {{AFTER, 2, NEW, 0}, {AFTER, 2, "\n2", 0}},
     MULTI ONE "--b\n\ntwo\n" BNEW "--b\n\n2\n" CLOSE,
     "line-end@0 close@0 "},
    {"behind one that ends a line",
     MULTI ONE "--b\n\ntwo\n",
     {{AFTER, 2, NEW, 0}},
     MULTI ONE "--b\n\ntwo\n\n" BNEW CLOSE,
     "line-end@0 close@0 "},
    {"behind the last of an open inner multipart",
     MULTI "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n" TWO CLOSE,
     {{AFTER, 2, NEW, 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--c\n" NEW "\n--c--\n" TWO CLOSE,
     "line-end@1 close@1 "},
    {"into a multipart without parts",
     MULTI "pre",
     {{CHILD, 0, NEW, 0}},
     MULTI "pre\n" BNEW CLOSE,
     "line-end@0 close@0 "},
    {"into an empty multipart", MULTI, {{CHILD, 0, NEW, 0}}, MULTI BNEW CLOSE, "close@0 "},
    {"into a header only",
     "Content-Type: multipart/mixed; boundary=b",
     {{CHILD, 0, NEW, 0}},
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nN: 1\r\n\r\nnew\r\n--b--\r\n",
     "line-end@0 close@0 "},
    {"into a multipart with a close delimiter only",
     MULTI "pre\n--b--\nepi",
     {{CHILD, 0, NEW, 0}},
     MULTI "pre\n" BNEW CLOSE "epi",
     ""},
    {"next to a nested multipart",
     MULTI INNER TWO CLOSE,
     {{AFTER, 1, NEW, 0}, {AFTER, 2, "\nx", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--c\n\nx\n--c--\n" BNEW TWO CLOSE,
     ""},

    /* removing */
    {"remove the first", MULTI ONE TWO CLOSE, {{REMOVE, 1, NULL, 0}}, MULTI TWO CLOSE, ""},
    {"remove the last", MULTI "pre\n" ONE TWO CLOSE "epi", {{REMOVE, 2, NULL, 0}}, MULTI "pre\n" ONE CLOSE "epi", ""},
    {"remove the last of an open multipart",
     MULTI ONE "--b\n\ntwo",
     {{REMOVE, 2, NULL, 0}},
     MULTI ONE CLOSE,
     "close@0 "},
    {"remove it behind an insertion",
     MULTI ONE "--b\n\ntwo",
     {{AFTER, 2, NEW, 0}, {REMOVE, 2, NULL, 0}},
     MULTI ONE BNEW CLOSE,
     "line-end@0 close@0 "},
    {"remove it before an insertion",
     MULTI ONE "--b\n\ntwo",
     {{REMOVE, 2, NULL, 0}, {AFTER, 1, NEW, 0}, {CHILD, 0, "\nx", 9}},
     MULTI ONE BNEW "--b\n\nx\n" CLOSE,
     "close@0 "},
    {"remove a part without a body", MULTI BARE TWO CLOSE, {{REMOVE, 1, NULL, 0}}, MULTI TWO CLOSE, ""},
    {"remove what was edited",
     MULTI ONE TWO CLOSE,
     {{WRAP, 1, "w", 0}, {SET, 1, "x", 0}, {REMOVE, 1, NULL, 0}},
     MULTI TWO CLOSE,
     ""},
    {"remove, insert where it was",
     MULTI ONE TWO CLOSE,
     {{BEFORE, 1, NEW, 0}, {REMOVE, 1, NULL, 0}, {CHILD, 0, "\nx", 0}},
     MULTI BNEW "--b\n\nx\n" TWO CLOSE,
     ""},
    {"remove all that were read",
     MULTI ONE TWO CLOSE,
     {{AFTER, 1, NEW, 0}, {REMOVE, 1, NULL, 0}, {REMOVE, 2, NULL, 0}},
     MULTI BNEW CLOSE,
     ""},

    /* wrapping */
    {"wrap a part",
     MULTI ONE TWO CLOSE,
     {{WRAP, 1, "w", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\nA: 1\n\none\n--w--\n" TWO CLOSE,
     ""},
    {"wrap it again, insert next to it",
     MULTI ONE CLOSE,
     {{WRAP, 1, "w", 0}, {WRAP, 1, "v", 0}, {AFTER, 1, NEW, 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=v\n\n--v\n"
           "Content-Type: multipart/mixed; boundary=w\n\n--w\nA: 1\n\none\n--w--\n--v--\n" BNEW CLOSE,
     ""},
    {"wrap a part without a body",
     MULTI BARE CLOSE,
     {{WRAP, 1, "w", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\n\n--w--\n" CLOSE,
     ""},
    {"wrap the last of an open multipart",
     MULTI "--b\n\nx",
     {{WRAP, 1, "w", 0}, {AFTER, 1, NEW, 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\n\nx\n--w--\n\n" BNEW CLOSE,
     "line-end@0 close@0 "},
    {"wrap what was edited",
     MULTI ONE CLOSE,
     {{SET, 1, "x", 0}, {WRAP, 1, "w", 0}, {BODY, 1, "y", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\nA: 1\nS: x\n\ny\n--w--\n" CLOSE,
     ""},
    {"wrap an 8-bit part",
     MULTI "--b\n" CTE "8bit\n\n\xc3\xa9\n" CLOSE,
     {{WRAP, 1, "w", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n" CTE "8bit\n\n--w\n" CTE "8bit\n\n\xc3\xa9\n--w--\n" CLOSE,
     ""},
    {"wrap a part of a digest",
     "Content-Type: multipart/digest; boundary=b\n\n--b\n\nA: 1\n\nx\n" CLOSE,
     {{WRAP, 1, "w", 0}},
     "Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=w\n\n"
     "--w\nContent-Type: message/rfc822\n\nA: 1\n\nx\n--w--\n" CLOSE,
     ""},
    {"wrap a message",
     "A: 1\nContent-Type: text/html;\n charset=x\nContent-Id: <i>\nMIME-Version: 1.0\nContent-Length: 1\n\nx\n",
     {{WRAP, 0, "w", 0}},
     "A: 1\nContent-Type: multipart/mixed; boundary=w\nMIME-Version: 1.0\nContent-Length: 1\n\n"
     "--w\nContent-Type: text/html;\n charset=x\nContent-Id: <i>\n\nx\n\n--w--\n",
     "mime@0 "},
    {"wrap a plain message",
     "A: 1\n\nx",
     {{WRAP, 0, "w", 0}},
     "A: 1\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=w\n\n--w\n\nx\n--w--\n",
     "mime@0 "},
    {"wrap it twice",
     "A: 1\nMIME-Version: 1.0\n\nx",
     {{WRAP, 0, "w", 0}, {WRAP, 0, "v", 0}},
     "A: 1\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=v\n\n--v\nContent-Type: multipart/mixed; "
     "boundary=w\n\n"
     "--w\n\nx\n--w--\n\n--v--\n",
     "mime@0 "},
    {"wrap an empty message",
     "",
     {{WRAP, 0, "w", 0}},
     "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\n\r\n\r\n--w--\r\n",
     "line-end@0 mime@0 "},
    {"wrap a header without an end",
     "Content-Type: text/html",
     {{WRAP, 0, "w", 0}},
     "Content-Type: multipart/mixed; boundary=w\r\nMIME-Version: 1.0\r\n\r\n--w\r\nContent-Type: "
     "text/html\r\n\r\n\r\n--w--\r\n",
     "line-end@0 mime@0 "},
    {"wrap an 8-bit message",
     "MIME-Version: 1.0\n" CTE "8bit\n\n\xc3\xa9",
     {{WRAP, 0, "w", 0}},
     "MIME-Version: 1.0\n" CTE "8bit\nContent-Type: multipart/mixed; boundary=w\n\n--w\n" CTE
     "8bit\n\n\xc3\xa9\n--w--\n",
     "mime@0 "},
    {"wrap the message in a message",
     "Content-Type: message/rfc822\n\nMIME-Version: 1.0\n\nx",
     {{WRAP, 1, "w", 0}},
     "Content-Type: message/rfc822\n\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
     "boundary=w\n\n--w\n\nx\n--w--\n",
     "mime@1 "},

    /* bodies */
    {"set a body", "A: 1\n\nx", {{BODY, 0, "y\r\nz", PNEU_ENCODING_7BIT}}, "A: 1\n\ny\nz", ""},
    {"set a body twice",
     "A: 1\n\nx",
     {{BODY, 0, "y", PNEU_ENCODING_BASE64}, {BODY, 0, "z", PNEU_ENCODING_7BIT}},
     "A: 1\n" CTE "7bit\n\nz",
     ""},
    {"set a body in base64",
     "A: 1\n\nx",
     {{BODY, 0, "y\r\nz", PNEU_ENCODING_BASE64}},
     "A: 1\n" CTE "base64\n\neQ0Keg==\n",
     ""},
    {"set a body in quoted-printable",
     CTE "base64\nA: 1\n\neA==",
     {{BODY, 0, "=\r\n\xc3\xa9\n", PNEU_ENCODING_QUOTED_PRINTABLE}},
     CTE "quoted-printable\nA: 1\n\n=3D\n=C3=A9\n",
     ""},
    {"quoted-printable that is no text",
     "Content-Type: image/png\n\nx",
     {{BODY, 0, "\r\n\n", PNEU_ENCODING_QUOTED_PRINTABLE}},
     "Content-Type: image/png\n" CTE "quoted-printable\n\n=0D=0A=0A",
     ""},
    {"set a binary body",
     MULTI ONE CLOSE,
     {{BODY, 1, "\r\n\n\r", PNEU_ENCODING_BINARY}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "binary\n\n--b\nA: 1\n" CTE "binary\n\n\r\n\n\r\n" CLOSE,
     "encoding@0 "},
    {"set an 8-bit body",
     MULTI ONE CLOSE,
     {{BODY, 1, "\xc3\xa9", PNEU_ENCODING_8BIT}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "8bit\n\n--b\nA: 1\n" CTE "8bit\n\n\xc3\xa9\n" CLOSE,
     "encoding@0 "},
    {"set a body where there was none", MULTI BARE CLOSE, {{BODY, 1, "y", 0}}, MULTI "--b\n\ny\n" CLOSE, ""},
    {"set a body where there was no separator",
     MULTI "--b\nA: 1\n" CLOSE,
     {{BODY, 1, "y", 0}},
     MULTI "--b\nA: 1\n\ny\n" CLOSE,
     "line-end@1 "},
    {"set a body where there was nothing",
     MULTI "--b\n" CLOSE,
     {{BODY, 1, "y", 0}},
     MULTI "--b\n\ny\n" CLOSE,
     "line-end@1 "},
    {"set an empty body", MULTI ONE CLOSE, {{BODY, 1, "", 0}}, MULTI "--b\nA: 1\n\n\n" CLOSE, ""},
    {"set the body of a header without an end", "A: 1", {{BODY, 0, "y", 0}}, "A: 1\r\n\r\ny", "line-end@0 "},
    {"set the body of an encoded message",
     "Content-Type: message/rfc822\n" CTE "base64\n\nQTogMQoKeAo=\n",
     {{BODY, 0, "B: 2\n\n", 0}},
     "Content-Type: message/rfc822\n" CTE "7bit\n\nB: 2\n\n",
     ""},
    {"set a text",
     "Content-Type: text/plain; charset=x; format=flowed\n\nx",
     {{TEXT, 0, "\xc3\xa9", PNEU_ENCODING_QUOTED_PRINTABLE}},
     "Content-Type: text/plain; charset=utf-8; format=flowed\n" CTE "quoted-printable\n\n=C3=A9",
     ""},
    {"set an ASCII text",
     "Content-Type: text/html; charset=utf-8\n\nx",
     {{TEXT, 0, "y", 0}},
     "Content-Type: text/html; charset=utf-8\n\ny",
     ""},
    {"set an ASCII text of another charset",
     "Content-Type: text/html; charset=x\n\nx",
     {{TEXT, 0, "y", 0}},
     "Content-Type: text/html; charset=us-ascii\n\ny",
     ""},
    {"set a text where there was none",
     "Content-Type: image/png; name=x\n\nx",
     {{TEXT, 0, "y", 0}},
     "Content-Type: text/plain; charset=us-ascii\n\ny",
     ""},
};

static pneu_message *parse(const char *mail, const pneu_alloc *alloc)
{
    pneu_message *message = NULL;
    if (pneu_message_parse(mail, strlen(mail), NULL, alloc, &message) != PNEU_OK)
        return NULL;
    return message;
}

static void test_rows(void **state)
{
    text written = {NULL, 0, 0}, touches = {NULL, 0, 0};
    size_t failures = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_message *message = parse(rows[i].message, NULL);
        for (const step *step = rows[i].steps; step->what != END; step++)
            if (do_step(message, step) != PNEU_OK)
                fail_msg("%s: refused", rows[i].name);
        for (size_t room = 1; room < 80; room += 13) {
            assert_int_equal(edit_write(&written, message, 0, 0, room), PNEU_OK);
            if (strcmp(written.ptr, rows[i].written) != 0)
                break;
        }
        text_clear(&touches);
        text_print(&touches, "%s", "");
        edit_print_touches(&touches, message);
        if (strcmp(written.ptr, rows[i].written) != 0 || strcmp(touches.ptr, rows[i].touches) != 0) {
            print_error("%s: touched %s\n%s<<<\n", rows[i].name, touches.ptr, written.ptr);
            failures++;
        }
        pneu_message_undo_edits(message);
        assert_int_equal(edit_write(&written, message, 0, 0, 100), PNEU_OK);
        assert_string_equal(written.ptr, rows[i].message);
        pneu_message_free(message);
    }
    assert_int_equal(failures, 0);
    text_free(&written);
    text_free(&touches);
}

static void test_memory_failure(void **state)
{
    text before = {NULL, 0, 0}, after = {NULL, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t at = 1, is_over = 0; !is_over; at++) {
            failing_alloc memory;
            failing_alloc_init(&memory, FAIL_NEVER, 0);
            pneu_message *message = parse(rows[i].message, &memory.alloc);
            memory.fail = FAIL_ONCE;
            memory.fail_at = memory.requests + at;
            for (const step *step = rows[i].steps; step->what != END; step++) {
                assert_int_equal(edit_write(&before, message, 0, 0, 100), PNEU_OK);
                size_t touched = pneu_message_touch_count(message);
                pneu_status status = do_step(message, step);
                if (status == PNEU_ERR_MEMORY) {
                    assert_int_equal(edit_write(&after, message, 0, 0, 100), PNEU_OK);
                    assert_string_equal(after.ptr, before.ptr);
                    assert_int_equal(pneu_message_touch_count(message), touched);
                    status = do_step(message, step);
                }
                assert_int_equal(status, PNEU_OK);
            }
            is_over = memory.refused == 0;
            assert_int_equal(edit_write(&after, message, 0, 0, 100), PNEU_OK);
            assert_string_equal(after.ptr, rows[i].written);
            pneu_message_free(message);
            failing_alloc_check_clean(&memory);
        }
    }
    text_free(&before);
    text_free(&after);
}

#define NESTED MULTI INNER TWO CLOSE

static const struct {
    const char *name;
    const char *message;
    step steps[3]; /* the last one is refused */
    pneu_status status;
    int32_t argument;
    uint64_t offset;
} refused[] = {
    {"an outer boundary", NESTED, {{REPLACE, 2, "\nx\n--bb\n", 0}}, PNEU_ERR_BOUNDARY, 3, 0},
    {"an inner boundary", NESTED, {{AFTER, 2, "\n--c", 0}}, PNEU_ERR_BOUNDARY, 4, 0},
    {"not the boundary of a sibling", NESTED, {{REPLACE, 3, "\n--c", 0}}, PNEU_OK, 0, 0},
    {"a boundary of its own", NESTED, {{REPLACE, 3, MULTI "x", 0}}, PNEU_ERR_BOUNDARY, 3, 0},
    {"a boundary in a header", NESTED, {{REPLACE, 3, "A: 1\n--b: 2\n\nx", 0}}, PNEU_ERR_BOUNDARY, 3, 0},
    {"a boundary behind a CR", NESTED, {{REPLACE, 3, "A: 1\n\nx\r--b", 0}}, PNEU_ERR_BOUNDARY, 3, 0},
    {"a boundary of a new multipart", NESTED, {{WRAP, 2, "w", 0}, {REPLACE, 2, "\n--w", 0}}, PNEU_ERR_BOUNDARY, 3, 0},
    {"a boundary in a body", NESTED, {{BODY, 2, "x\n--b", 0}}, PNEU_ERR_BOUNDARY, 3, 0},
    {"a boundary in an encoded body", NESTED, {{BODY, 2, "x\n--b", PNEU_ENCODING_BASE64}}, PNEU_OK, 0, 0},
    {"wrapping: the boundary is there", NESTED, {{WRAP, 1, "c", 0}}, PNEU_ERR_BOUNDARY, 4, 0},
    {"wrapping: the boundary is around", NESTED, {{WRAP, 2, "bb", 0}}, PNEU_ERR_BOUNDARY, 4, 0},
    {"wrapping: the boundary was put there",
     NESTED,
     {{REPLACE, 3, "\n--w", 0}, {WRAP, 0, "w", 0}},
     PNEU_ERR_BOUNDARY,
     4,
     0},
    {"wrapping: no boundary", NESTED, {{WRAP, 1, "a\"", 0}}, PNEU_ERR_ARGUMENT, 4, 1},
    {"wrapping: a space at its end", NESTED, {{WRAP, 1, "a ", 0}}, PNEU_ERR_ARGUMENT, 4, 1},
    {"junk in an entity", NESTED, {{REPLACE, 2, "A: 1\njunk\n\nx", 0}}, PNEU_ERR_ARGUMENT, 3, 5},
    {"no header in an entity", NESTED, {{REPLACE, 2, "just text\nand more\n", 0}}, PNEU_ERR_ARGUMENT, 3, 0},
    {"NULL for an entity", NESTED, {{REPLACE, 2, NULL, 0}}, PNEU_ERR_ARGUMENT, 3, 0},
    {"removing the message", NESTED, {{REMOVE, 0, NULL, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"removing the only part", NESTED, {{REMOVE, 2, NULL, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"removing the last part", NESTED, {{REMOVE, 1, NULL, 0}, {REMOVE, 3, NULL, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"next to the message", NESTED, {{AFTER, 0, NEW, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"into a leaf", NESTED, {{CHILD, 2, NEW, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"in what was removed", NESTED, {{REMOVE, 1, NULL, 0}, {BODY, 2, "x", 0}}, PNEU_ERR_NOT_FOUND, 2, 0},
    {"in what was replaced", NESTED, {{REPLACE, 1, NEW, 0}, {SET, 1, "x", 0}}, PNEU_ERR_NOT_FOUND, 2, 0},
    {"the body of a multipart", NESTED, {{BODY, 0, "x", 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"the body of what was wrapped", "A: 1\n\nx", {{WRAP, 0, "", 0}, {BODY, 0, "x", 0}}, PNEU_ERR_STATE, 2, 0},
    {"8-bit in 7bit", NESTED, {{BODY, 2, "xy\xc3\xa9", PNEU_ENCODING_7BIT}}, PNEU_ERR_ARGUMENT, 3, 2},
    {"a bare CR in 8bit", NESTED, {{BODY, 2, "x\ry", PNEU_ENCODING_8BIT}}, PNEU_ERR_ARGUMENT, 3, 1},
    {"uuencode", NESTED, {{BODY, 2, "x", PNEU_ENCODING_UUENCODE}}, PNEU_ERR_ARGUMENT, 4, 0},
    {"a text that is not UTF-8", NESTED, {{TEXT, 2, "x\xff", PNEU_ENCODING_BASE64}}, PNEU_ERR_ARGUMENT, 3, 1},
    {"a decoded part",
     "Content-Type: message/rfc822\n" CTE "base64\n\nQTogMQoKeAo=\n",
     {{BODY, 1, "x", 0}},
     PNEU_ERR_DECODED,
     2,
     0},
};

static void test_what_is_refused(void **state)
{
    text before = {NULL, 0, 0}, after = {NULL, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        pneu_edit_error error;
        pneu_message *message = parse(refused[i].message, NULL);
        const step *last = refused[i].steps;
        for (; last[1].what != END; last++)
            assert_int_equal(do_step(message, last), PNEU_OK);
        assert_int_equal(edit_write(&before, message, 0, 0, 100), PNEU_OK);
        pneu_status status = do_step(message, last);
        assert_int_equal(pneu_message_edit_error(message, &error), PNEU_OK);
        if (status != refused[i].status || error.status != status || error.argument != refused[i].argument ||
            error.offset != refused[i].offset)
            fail_msg("%s: %s, argument %d, offset %d", refused[i].name, pneu_status_name(status), (int)error.argument,
                     (int)error.offset);
        assert_int_equal(edit_write(&after, message, 0, 0, 100), PNEU_OK);
        assert_int_equal(strcmp(before.ptr, after.ptr) == 0, status != PNEU_OK);
        pneu_message_free(message);
    }
    text_free(&before);
    text_free(&after);
}

/* One part of an edited message, and the line ends of what was put in. */
static void test_forms_of_edited_parts(void **state)
{
    text written = {NULL, 0, 0};
    pneu_message *message = parse(MULTI ONE TWO CLOSE, NULL);
    (void)state;
    assert_int_equal(pneu_part_wrap(message, 1, str("mixed"), str("w")), PNEU_OK);
    assert_int_equal(pneu_part_put_field(message, 1, PNEU_PUT_ADD, str("S"), str("x")), PNEU_OK);
    assert_int_equal(pneu_part_set_body(message, 1, str("\n.\r\n"), PNEU_ENCODING_BINARY), PNEU_OK);
    assert_int_equal(pneu_part_replace(message, 2, str("\nx\n")), PNEU_OK);
    assert_int_equal(edit_write(&written, message, 1, 0, 5), PNEU_OK);
    assert_string_equal(written.ptr, "A: 1\nS: x\n" CTE "binary\n\n\n.\r\n");
    assert_int_equal(edit_write(&written, message, 1, PNEU_WRITE_HEADER | PNEU_WRITE_CRLF, 5), PNEU_OK);
    assert_string_equal(written.ptr, "A: 1\r\nS: x\r\n" CTE "binary\r\n\r\n");
    assert_int_equal(edit_write(&written, message, 1, PNEU_WRITE_BODY | PNEU_WRITE_CRLF, 5), PNEU_OK);
    assert_string_equal(written.ptr, "\n.\r\n");
    assert_int_equal(edit_write(&written, message, 2, 0, 5), PNEU_ERR_NOT_FOUND);
    assert_int_equal(edit_write(&written, message, 0, PNEU_WRITE_CRLF, 5), PNEU_OK);
    assert_string_equal(written.ptr, "Content-Type: multipart/mixed; boundary=b\r\n" CTE "binary\r\n\r\n--b\r\n"
                                     "Content-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\nA: 1\r\nS: x\r\n" CTE
                                     "binary\r\n\r\n\n.\r\n\r\n--w--\r\n--b\r\n\r\nx\r\n\r\n--b--\r\n");
    pneu_message_free(message);
    text_free(&written);
}

static void test_the_boundary_that_is_made(void **state)
{
    text written = {NULL, 0, 0}, again = {NULL, 0, 0};
    (void)state;
    for (int round = 0; round < 2; round++) {
        pneu_message *message = parse(MULTI ONE TWO CLOSE, NULL);
        assert_int_equal(pneu_part_wrap(message, 1, str("mixed"), str("")), PNEU_OK);
        assert_int_equal(pneu_part_wrap(message, 1, str("mixed"), str(NULL)), PNEU_OK);
        assert_int_equal(pneu_part_wrap(message, 0, str("mixed"), str("")), PNEU_OK);
        assert_int_equal(edit_write(round == 0 ? &written : &again, message, 0, 0, 100), PNEU_OK);
        pneu_message_free(message);
    }
    assert_string_equal(written.ptr, again.ptr);
    pneu_message *message = parse(written.ptr, NULL);
    assert_int_equal(pneu_message_part_count(message), 6);
    assert_int_equal(edit_write(&again, message, 4, 0, 100), PNEU_OK);
    assert_string_equal(again.ptr, "A: 1\n\none");
    pneu_message_free(message);
    text_free(&written);
    text_free(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_memory_failure),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_forms_of_edited_parts),
        cmocka_unit_test(test_the_boundary_that_is_made),
    };
    return RUN_TESTS(tests);
}
