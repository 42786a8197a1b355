/* Attachments removed: what goes, what takes its place, what is told, and what is refused. */
#include "pneu/strip.h"
#include "support/failing_alloc.h"
#include "support/stage_run.h"
#include "support/strip_run.h"
#include "support/test.h"

#define STR(literal)                                                                                                   \
    {                                                                                                                  \
        literal, sizeof(literal) - 1                                                                                   \
    }
#define NOTE "Content-Type: text/plain; charset=us-ascii\nContent-Disposition: inline\n\nGone.\n\n"

static pneu_str str(const char *literal)
{
    return (pneu_str){literal, strlen(literal)};
}

/* ---- One rule, one message -------------------------------------------------------------------------------------- */

#define HEAD "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
#define TEXT "--b\nContent-Type: text/plain\n\nhello\n"
#define CAT "--b\nContent-Type: image/png; name=cat.png\nContent-Transfer-Encoding: base64\n\nAAECAwQF\n"
#define PDF "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"r.pdf\"\n\nPDF\n"
#define CAT_NOTE NOTE "Name: cat.png\nType: image/png\nSize: 6 bytes\n"
#define PDF_NOTE NOTE "Name: r.pdf\nType: application/pdf\nSize: 3 bytes\n"
#define END "--b--\n"
#define SIGNED "Content-Type: multipart/signed; boundary=b\n\n"

static const struct {
    const char *name;
    const char *type;
    const char *file;
    uint64_t larger_than;
    uint32_t flags;
    int32_t note;
    int32_t on_signed;
    const char *in;
    const char *out;
    const char *items;
} rows[] = {
    {"by type", "image/png", "", 0, 0, 0, 0, HEAD TEXT CAT PDF END, HEAD TEXT "--b\n" CAT_NOTE PDF END,
     "replaced 2 2 image/png \"cat.png\" 6\n"},
    {"by type, any subtype, any case", "IMAGE/*", "", 0, 0, 1, 0, HEAD TEXT CAT PDF END, HEAD TEXT PDF END,
     "removed 2 2 image/png \"cat.png\" 6\n"},
    {"by name", "", "*.PDF", 0, 0, 1, 0, HEAD TEXT CAT PDF END, HEAD TEXT CAT END,
     "removed 3 3 application/pdf \"r.pdf\" 3\n"},
    {"by exact name", "", "r.pdf", 0, 0, 0, 0, HEAD TEXT PDF END, HEAD TEXT "--b\n" PDF_NOTE END,
     "replaced 2 2 application/pdf \"r.pdf\" 3\n"},
    {"no part of a name is the name", "", "r.pd", 0, 0, 1, 0, HEAD TEXT PDF END, HEAD TEXT PDF END, ""},
    {"by decoded size", "", "", 5, 0, 1, 0, HEAD TEXT CAT PDF END, HEAD TEXT PDF END,
     "removed 2 2 image/png \"cat.png\" 6\n"},
    {"not larger than its size", "", "", 6, 0, 1, 0, HEAD TEXT CAT PDF END, HEAD TEXT CAT PDF END, ""},
    {"by encoded size", "", "", 7, 1, 1, 0, HEAD TEXT CAT PDF END, HEAD TEXT PDF END,
     "removed 2 2 image/png \"cat.png\" 6\n"},
    {"not larger than its encoded size", "", "", 8, 1, 1, 0, HEAD TEXT CAT PDF END, HEAD TEXT CAT PDF END, ""},
    {"all conditions must hold", "image/*", "*.pdf", 0, 0, 1, 0, HEAD TEXT CAT PDF END, HEAD TEXT CAT PDF END, ""},
    {"attachments go, the text stays", "", "", 0, 0, 1, 0, HEAD TEXT CAT PDF END, HEAD TEXT END,
     "removed 2 2 image/png \"cat.png\" 6\nremoved 3 3 application/pdf \"r.pdf\" 3\n"},
    {"the first part goes", "text/plain", "", 0, 0, 1, 0, HEAD TEXT PDF END, HEAD PDF END,
     "removed 1 1 text/plain \"\" 5\n"},
    {"the first part goes, the preamble stays", "text/plain", "", 0, 0, 1, 0, HEAD "pre\n" TEXT PDF END,
     HEAD "pre\n" PDF END, "removed 1 1 text/plain \"\" 5\n"},
    {"a multipart keeps a part", "*", "", 0, 0, 1, 0, HEAD TEXT PDF END, HEAD "--b\n" PDF_NOTE END,
     "removed 1 1 text/plain \"\" 5\nreplaced 2 2 application/pdf \"r.pdf\" 3\n"},
    {"a part cut off gets a note", "application/*", "", 0, 0, 1, 0, HEAD TEXT PDF,
     HEAD TEXT "--b\n" NOTE "Name: r.pdf\nType: application/pdf\nSize: 4 bytes\n",
     "replaced 2 2 application/pdf \"r.pdf\" 4\n"},
    {"the next delimiter has no line end of its own", "image/gif", "", 0, 0, 1, 0,
     HEAD TEXT "--b\nContent-Type: image/gif\n\nGIF\n--b\nX: y\n\n--b\n\nz\n" END,
     HEAD TEXT "--b\nX: y\n\n--b\n\nz\n" END, "removed 2 2 image/gif \"\" 3\n"},
    {"a part without a body stays", "image/gif", "", 0, 0, 1, 0, HEAD "--b\nContent-Type: image/gif\n\n" END,
     HEAD "--b\nContent-Type: image/gif\n\n" END, ""},
    {"after a multipart that is not closed", "application/pdf", "", 0, 0, 1, 0,
     HEAD "--b\nContent-Type: multipart/mixed; boundary=\"b--\"\n\n--b--\n\nx\n" PDF END,
     HEAD "--b\nContent-Type: multipart/mixed; boundary=\"b--\"\n\n--b--\n\nx\n--b\n" PDF_NOTE END,
     "replaced 3 2 application/pdf \"r.pdf\" 3\n"},
    {"a message goes with its parts", "message/rfc822", "", 0, 0, 1, 0,
     HEAD TEXT "--b\nContent-Type: message/rfc822\n\n" SIGNED CAT END "\n" END, HEAD TEXT END,
     "removed 2 2 message/rfc822 \"\" 136\n"},
    {"parts in a message", "image/*", "", 0, 0, 1, 0,
     HEAD
     "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c\nContent-Type: "
     "image/gif\n\nGIF\n--c--\n" END,
     HEAD "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--\n" END,
     "removed 4 1.2 image/gif \"\" 3\n"},
    {"a message of one body", "application/pdf", "", 0, 0, 1, 0,
     "From: a\nContent-Type: application/pdf;\n name=x.pdf\nSubject: s\nContent-Length: 3\n\nPDF\n",
     "From: a\nMIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\nContent-Disposition: inline\nSubject: "
     "s\n\n"
     "Gone.\n\nName: x.pdf\nType: application/pdf\nSize: 4 bytes\n",
     "replaced 0 1 application/pdf \"x.pdf\" 4\n"},
    {"a message of one body without fields", "text/*", "", 0, 0, 0, 0, "MIME-Version: 1.0\n\nx",
     "MIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\nContent-Disposition: inline\n\nGone.\n\nType: "
     "text/plain\nSize: 1 byte\n",
     "replaced 0 1 text/plain \"\" 1\n"},
    {"signed parts stay", "image/*", "", 0, 0, 0, 0, SIGNED TEXT CAT END, SIGNED TEXT CAT END,
     "left 2 2 image/png \"cat.png\" 6\n"},
    {"signed parts go if asked", "image/*", "", 0, 0, 1, 1, SIGNED TEXT CAT END, SIGNED TEXT END,
     "removed void 2 2 image/png \"cat.png\" 6\n"},
    {"a name that is not ASCII", "image/*", "", 0, 0, 0, 0,
     HEAD "--b\nContent-Type: image/gif; name*=utf-8''%C3%A9%0A.gif\n\nGIF\n" END,
     HEAD "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\nContent-Disposition: "
          "inline\n\nR29uZS4NCg0KTmFtZTogw6kuZ2lmDQpUeXBlOiBpbWFnZS9naWYNClNpemU6IDMgYnl0ZXM=\n" END,
     "replaced 1 1 image/gif \"\\xc3\\xa9.gif\" 3\n"},
    {"a path is no name", "image/*", "", 0, 0, 0, 0,
     HEAD "--b\nContent-Type: image/gif; name=\"../../x.gif\"\n\nGIF\n" END,
     HEAD "--b\n" NOTE "Name: x.gif\nType: image/gif\nSize: 3 bytes\n" END, "replaced 1 1 image/gif \"x.gif\" 3\n"},
    {"either name counts", "", "evil.exe", 0, 0, 1, 0,
     HEAD TEXT
     "--b\nContent-Type: text/plain; name=evil.exe\nContent-Disposition: attachment; filename=a.txt\n\nMZ\n" END,
     HEAD TEXT END, "removed 2 2 text/plain \"a.txt\" 2\n"},
    {"nothing at all", "*", "", 0, 0, 0, 0, "", "", ""},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_strip_rule rule = {str(rows[i].type), str(rows[i].file), rows[i].larger_than, rows[i].flags, 0};
        strip_way way = {.rules = &rule, .rule_count = 1, .wording = "Gone.\n", .how = WHOLE};
        strip_result result;
        text expected = {NULL, 0, 0}, items = {NULL, 0, 0};
        way.choices.note = rows[i].note;
        way.choices.on_signed = rows[i].on_signed;
        strip_run(&way, rows[i].in, strlen(rows[i].in), &result);
        text_add(&expected, rows[i].out, strlen(rows[i].out));
        text_add(&items, rows[i].items, strlen(rows[i].items));
        assert_true(text_is_same(rows[i].name, &items, &result.items));
        assert_true(text_is_same(rows[i].name, &expected, &result.out));
        strip_must_keep_law(rows[i].in, strlen(rows[i].in), &result);
        strip_result_free(&result);
        text_free(&expected);
        text_free(&items);
    }
}

/* Each row, cut off after every byte. */
static void test_beginnings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t len = 0; len <= strlen(rows[i].in); len++) {
            pneu_strip_rule rule = {str(rows[i].type), str(rows[i].file), rows[i].larger_than, rows[i].flags, 0};
            strip_way way = {.rules = &rule, .rule_count = 1, .how = WHOLE};
            strip_result result;
            way.choices.note = rows[i].note;
            strip_run(&way, rows[i].in, len, &result);
            strip_must_keep_law(rows[i].in, len, &result);
            strip_result_free(&result);
        }
}

/* ---- Notes ------------------------------------------------------------------------------------------------------ */

/* Whatever is said in a note, no line of it is a delimiter, and its line ends are those of the message. */
static void test_wording(void **state)
{
    static const char *const wordings[] = {"--b", "ok\n--b--\n", "From me\n", "caf\xC3\xA9", "\n\n", ""};
    static const char in[] =
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: a/b\r\n\r\nx\r\n--b--\r\n";
    pneu_strip_rule rule = {STR("a/b"), {"", 0}, 0, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wordings); i++) {
        strip_way way = {.rules = &rule, .rule_count = 1, .wording = wordings[i], .how = WHOLE};
        strip_result result;
        strip_run(&way, in, sizeof in - 1, &result);
        strip_must_keep_law(in, sizeof in - 1, &result);
        for (size_t at = 0; at < result.out.len; at++)
            assert_true(result.out.ptr[at] != '\n' || result.out.ptr[at - 1] == '\r');
        assert_non_null(strstr(result.out.ptr, i < 4 ? "base64" : "An attachment was removed from this message."));
        strip_result_free(&result);
    }
}

/* ---- What is told ----------------------------------------------------------------------------------------------- */

static void test_summary(void **state)
{
    static const char in[] = "DKIM-Signature: v=1\n" SIGNED TEXT CAT END;
    pneu_strip_rule rule = {STR("image/*"), {"", 0}, 0, 0, 0};
    strip_way way = {.rules = &rule, .rule_count = 1, .how = WHOLE};
    strip_result result;
    (void)state;
    strip_run(&way, in, sizeof in - 1, &result);
    assert_int_equal(result.summary.left, 1);
    assert_int_equal(result.summary.removed + result.summary.signatures + result.summary.signed_parts, 0);
    strip_result_free(&result);
    way.choices.on_signed = PNEU_STRIP_CHANGE_SIGNED;
    strip_run(&way, in, sizeof in - 1, &result);
    assert_int_equal(result.summary.removed, 1);
    assert_int_equal(result.summary.replaced, 1);
    assert_int_equal(result.summary.signatures, 1);
    assert_int_equal(result.summary.signed_parts, 1);
    strip_result_free(&result);
}

/* Fields over the limit of the defaults come in pieces, and go whole. */
static void test_a_long_field_goes(void **state)
{
    pneu_strip_rule rule = {STR("*"), {"", 0}, 0, 0, 0};
    strip_way way = {.rules = &rule, .rule_count = 1, .how = WHOLE, .wording = "Gone."};
    strip_result result;
    text in = {NULL, 0, 0};
    (void)state;
    text_print(&in, "A: b\nContent-Description:");
    for (int i = 0; i < 2000; i++)
        text_print(&in, " %0*d\n", 70, 0);
    text_print(&in, "Content-Type: application/pdf\n\nPDF\n");
    strip_run(&way, in.ptr, in.len, &result);
    assert_int_equal(result.status, PNEU_OK);
    assert_int_equal(result.summary.replaced, 1);
    text_add(&result.out, "", 1);
    assert_null(strstr(result.out.ptr, "Content-Description"));
    assert_null(strstr(result.out.ptr, "0000"));
    strip_result_free(&result);
    text_free(&in);
}

/* ---- Refusals --------------------------------------------------------------------------------------------------- */

static void test_refused_rules(void **state)
{
    static const char long_pattern[PNEU_STRIP_PATTERN_MAX + 1] = "x";
    static const struct {
        pneu_strip_rule rule;
        int32_t argument;
        uint64_t offset;
    } refused[] = {
        {{STR("a\nb"), {"", 0}, 0, 0, 0}, 1, 1},
        {{{"", 0}, STR("abc\\"), 0, 0, 0}, 2, 3},
        {{{"", 0}, {long_pattern, sizeof long_pattern}, 0, 0, 0}, 2, PNEU_STRIP_PATTERN_MAX},
        {{{NULL, 1}, {"", 0}, 0, 0, 0}, 1, 0},
        {{{"", 0}, {"", 0}, 0, 2, 0}, 3, 0},
        {{{"", 0}, {"", 0}, 0, 0, 1}, 3, 0},
    };
    pneu_strip_plan *plan;
    pneu_strip_fault fault;
    (void)state;
    assert_int_equal(pneu_strip_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_int_equal(pneu_strip_plan_add_rule(plan, &refused[i].rule), PNEU_ERR_ARGUMENT);
        pneu_strip_plan_error(plan, &fault);
        assert_int_equal(fault.status, PNEU_ERR_ARGUMENT);
        assert_int_equal(fault.argument, refused[i].argument);
        assert_int_equal(fault.offset, refused[i].offset);
    }
    pneu_strip_rule fine = {STR("a/b"), STR("x"), 0, 0, 0};
    for (size_t i = 0; i < PNEU_STRIP_RULES_MAX; i++)
        assert_int_equal(pneu_strip_plan_add_rule(plan, &fine), PNEU_OK);
    assert_int_equal(pneu_strip_plan_add_rule(plan, &fine), PNEU_ERR_ARGUMENT);
    pneu_strip_plan_free(plan);
}

static void test_refused_wordings(void **state)
{
    static const struct {
        pneu_str wording;
        uint64_t offset;
    } refused[] = {
        {STR("a\rb"), 1},     {STR("\0"), 0},       {STR("ab\xFF"), 2},
        {STR("\xC2\x85"), 0}, {STR("x\x1B[2J"), 1}, {{NULL, 1}, 0},
    };
    pneu_strip_plan *plan;
    pneu_strip_fault fault;
    (void)state;
    assert_int_equal(pneu_strip_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_int_equal(pneu_strip_plan_set_wording(plan, refused[i].wording), PNEU_ERR_ARGUMENT);
        pneu_strip_plan_error(plan, &fault);
        assert_true(refused[i].wording.ptr == NULL || fault.offset == refused[i].offset);
    }
    pneu_strip_plan_free(plan);
}

static void test_states(void **state)
{
    static const pneu_strip_choices bad = {2, 0, {0}};
    pneu_strip_rule rule = {STR("*"), {"", 0}, 0, 0, 0};
    pneu_strip_plan *plan;
    pneu_strip *strip;
    size_t len;
    char room[8];
    (void)state;
    assert_int_equal(pneu_strip_plan_new(NULL, &bad, NULL, &plan), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_strip_plan_new(NULL, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_strip_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_strip_new(plan, NULL, &strip), PNEU_ERR_STATE);
    assert_int_equal(pneu_strip_plan_push(plan, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_strip_plan_push(plan, "x", 1), PNEU_OK);
    assert_int_equal(pneu_strip_plan_add_rule(plan, &rule), PNEU_ERR_STATE);
    assert_int_equal(pneu_strip_plan_set_wording(plan, rule.name), PNEU_ERR_STATE);
    assert_null(pneu_strip_plan_item(plan, 0));
    assert_int_equal(pneu_strip_plan_finish(plan), PNEU_OK);
    assert_int_equal(pneu_strip_plan_finish(plan), PNEU_ERR_STATE);
    assert_int_equal(pneu_strip_plan_push(plan, "x", 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_strip_new(plan, NULL, &strip), PNEU_OK);
    assert_int_equal(pneu_strip_read(strip, room, 0, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_strip_read(strip, room, sizeof room, &len), PNEU_MORE);
    assert_int_equal(pneu_strip_finish(strip), PNEU_OK);
    assert_int_equal(pneu_strip_finish(strip), PNEU_ERR_STATE);
    pneu_strip_free(strip);
    pneu_strip_plan_free(plan);
    pneu_strip_free(NULL);
    pneu_strip_plan_free(NULL);
    pneu_strip_plan_reset(NULL);
    pneu_strip_reset(NULL);
}

/* Bytes that are not those of the plan: fewer, more, others. And the same object again. */
static void test_changed(void **state)
{
    static const struct {
        const char *bytes;
        pneu_status status;
    } others[] = {{"a: b\n\nbody", PNEU_DONE},
                  {"a: b\n\nbod", PNEU_ERR_CHANGED},
                  {"a: b\n\nbody!", PNEU_ERR_CHANGED},
                  {"a: b\n\nbodi", PNEU_ERR_CHANGED},
                  {"", PNEU_ERR_CHANGED},
                  {"a: b\n\nbody", PNEU_DONE}};
    pneu_strip_plan *plan;
    pneu_strip *strip;
    pneu_strip_fault fault;
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_strip_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_strip_plan_push(plan, others[0].bytes, strlen(others[0].bytes)), PNEU_OK);
    assert_int_equal(pneu_strip_plan_finish(plan), PNEU_OK);
    assert_int_equal(pneu_strip_new(plan, NULL, &strip), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        pneu_str in = {others[i].bytes, strlen(others[i].bytes)};
        pneu_status status = stage_run(pneu_strip_stage(strip), in, WHOLE, 0, &out);
        assert_int_equal(status, others[i].status);
        pneu_strip_error(strip, &fault);
        assert_int_equal(fault.status, status == PNEU_DONE ? PNEU_OK : status);
        pneu_strip_reset(strip);
    }
    text_free(&out);
    pneu_strip_free(strip);
    pneu_strip_plan_free(plan);
}

/* ---- Reset and memory ------------------------------------------------------------------------------------------- */

static void test_reset_keeps_rules(void **state)
{
    pneu_strip_rule rule = {STR("image/*"), {"", 0}, 0, 0, 0};
    pneu_strip_plan *plan;
    static const char *const messages[] = {HEAD TEXT CAT END, HEAD TEXT, HEAD CAT CAT END};
    static const size_t counts[] = {1, 0, 2};
    (void)state;
    assert_int_equal(pneu_strip_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_strip_plan_add_rule(plan, &rule), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        pneu_strip_summary summary;
        assert_int_equal(pneu_strip_plan_push(plan, messages[i], strlen(messages[i])), PNEU_OK);
        assert_int_equal(pneu_strip_plan_finish(plan), PNEU_OK);
        pneu_strip_plan_summary(plan, &summary);
        assert_int_equal(summary.removed, counts[i]);
        assert_int_equal(summary.input_size, strlen(messages[i]));
        pneu_strip_plan_reset(plan);
    }
    pneu_strip_plan_free(plan);
}

static void test_memory(void **state)
{
    static const char in[] = HEAD TEXT CAT PDF "--b\nContent-Type: message/rfc822\n\nContent-Type: image/x\n\nx\n" END;
    (void)state;
    for (size_t set = 0; set < strip_rule_set_count; set++)
        for (size_t n = 1;; n++) {
            failing_alloc memory;
            strip_result result;
            strip_way way = strip_usual_way(set);
            failing_alloc_init(&memory, n % 2 == 0 ? FAIL_ONCE : FAIL_FROM_ON, n / 2 + 1);
            way.alloc = &memory.alloc;
            way.how = (chunking){0, 61, 0};
            way.wording = "Gone.";
            strip_run(&way, in, sizeof in - 1, &result);
            assert_int_equal(result.status, memory.refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
            strip_result_free(&result);
            failing_alloc_check_clean(&memory);
            if (memory.refused == 0)
                break;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_beginnings),
        cmocka_unit_test(test_wording),
        cmocka_unit_test(test_summary),
        cmocka_unit_test(test_refused_rules),
        cmocka_unit_test(test_refused_wordings),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_changed),
        cmocka_unit_test(test_reset_keeps_rules),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_a_long_field_goes),
    };
    return RUN_TESTS(tests);
}
