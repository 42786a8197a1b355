/* Edits of fields: what the written message is, byte for byte; what is refused, and at which byte. */
#include "pneu/edit.h"

#include "support/edit_run.h"
#include "support/encode.h"
#include "support/failing_alloc.h"
#include "support/test.h"

enum {
    END = 0,
    SET,
    ADD,
    PREPEND,
    INSERT, /* `name: value` before field `index` */
    REMOVE, /* by name */
    TAKE,   /* by index */
    RENAME  /* `name` to `value` */
};

typedef struct edit_step {
    int what;
    const char *name;
    const char *value;
    uint32_t index;
} edit_step;

static pneu_str str(const char *s)
{
    pneu_str made = {s, s != NULL ? strlen(s) : 0};
    return made;
}

static pneu_status do_step(pneu_message *message, uint32_t part, const edit_step *step)
{
    switch (step->what) {
    case SET: return pneu_part_put_field(message, part, PNEU_PUT_SET, str(step->name), str(step->value));
    case ADD: return pneu_part_put_field(message, part, PNEU_PUT_ADD, str(step->name), str(step->value));
    case PREPEND: return pneu_part_put_field(message, part, PNEU_PUT_PREPEND, str(step->name), str(step->value));
    case INSERT: return pneu_part_insert_field(message, part, step->index, str(step->name), str(step->value));
    case REMOVE: return pneu_part_remove_fields(message, part, str(step->name));
    case TAKE: return pneu_part_remove_field(message, part, step->index);
    default: return pneu_part_rename_fields(message, part, str(step->name), str(step->value));
    }
}

#define MAIL "A: 1\r\nB: 2\r\n 3\r\na: 4\r\n\r\nbody\r\n"
#define TIMES15(s) s s s s s s s s s s s s s s s
#define X995 TIMES15("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx") "xxxxx"
#define PARTS "T: 1\nContent-Type: multipart/mixed; boundary=b\n\n--b\nA: 1\n\nx\n--b\n\n--b\n--b--\n"

static const struct {
    const char *name;
    uint32_t part;
    const char *message;
    edit_step steps[5];
    const char *written;
    const char *touches;
} rows[] = {
    {"set what is there", 0, MAIL, {{SET, "b", "x", 0}}, "A: 1\r\nb: x\r\na: 4\r\n\r\nbody\r\n", ""},
    {"set the first, the others go", 0, MAIL, {{SET, "A", "x", 0}}, "A: x\r\nB: 2\r\n 3\r\n\r\nbody\r\n", ""},
    {"set what is not there", 0, MAIL, {{SET, "C", "x", 0}}, "A: 1\r\nB: 2\r\n 3\r\na: 4\r\nC: x\r\n\r\nbody\r\n", ""},
    {"set twice", 0, MAIL, {{SET, "B", "x", 0}, {SET, "B", "y", 0}}, "A: 1\r\nB: y\r\na: 4\r\n\r\nbody\r\n", ""},
    {"set what was added",
     0,
     "A: 1\r\n\r\n",
     {{ADD, "B", "x", 0}, {ADD, "B", "y", 0}, {SET, "B", "z", 0}},
     "A: 1\r\nB: z\r\n\r\n",
     ""},
    {"set what was prepended",
     0,
     MAIL,
     {{PREPEND, "A", "0", 0}, {SET, "A", "z", 0}},
     "A: z\r\nB: 2\r\n 3\r\n\r\nbody\r\n",
     ""},
    {"add",
     0,
     MAIL,
     {{ADD, "A", "x", 0}, {ADD, "A", "y", 0}},
     "A: 1\r\nB: 2\r\n 3\r\na: 4\r\nA: x\r\nA: y\r\n\r\nbody\r\n",
     ""},
    {"prepend",
     0,
     MAIL,
     {{PREPEND, "R", "x", 0}, {PREPEND, "R", "y", 0}},
     "R: y\r\nR: x\r\nA: 1\r\nB: 2\r\n 3\r\na: 4\r\n\r\nbody\r\n",
     ""},
    {"insert",
     0,
     MAIL,
     {{INSERT, "X", "x", 1}, {INSERT, "Y", "y", 1}, {INSERT, "Z", "z", 0}},
     "Z: z\r\nA: 1\r\nX: x\r\nY: y\r\nB: 2\r\n 3\r\na: 4\r\n\r\nbody\r\n",
     ""},
    {"prepend before what was inserted",
     0,
     "A: 1\n\n",
     {{INSERT, "X", "x", 0}, {PREPEND, "Y", "y", 0}},
     "Y: y\nX: x\nA: 1\n\n",
     ""},
    {"remove", 0, MAIL, {{REMOVE, "A", NULL, 0}}, "B: 2\r\n 3\r\n\r\nbody\r\n", ""},
    {"remove all", 0, MAIL, {{REMOVE, "A", NULL, 0}, {REMOVE, "B", NULL, 0}}, "\r\nbody\r\n", ""},
    {"remove what was added",
     0,
     MAIL,
     {{ADD, "C", "x", 0}, {PREPEND, "C", "x", 0}, {INSERT, "C", "x", 1}, {REMOVE, "c", NULL, 0}},
     MAIL,
     ""},
    {"remove, then set",
     0,
     MAIL,
     {{REMOVE, "B", NULL, 0}, {SET, "B", "x", 0}},
     "A: 1\r\na: 4\r\nB: x\r\n\r\nbody\r\n",
     ""},
    {"remove by index", 0, MAIL, {{TAKE, NULL, NULL, 2}}, "A: 1\r\nB: 2\r\n 3\r\n\r\nbody\r\n", ""},
    {"remove by index what was set",
     0,
     MAIL,
     {{SET, "B", "x", 0}, {TAKE, NULL, NULL, 1}},
     "A: 1\r\na: 4\r\n\r\nbody\r\n",
     ""},
    {"rename", 0, MAIL, {{RENAME, "A", "X-Old", 0}}, "X-Old: 1\r\nB: 2\r\n 3\r\nX-Old: 4\r\n\r\nbody\r\n", ""},
    {"rename twice",
     0,
     MAIL,
     {{RENAME, "B", "C", 0}, {RENAME, "c", "D", 0}},
     "A: 1\r\nD: 2\r\n 3\r\na: 4\r\n\r\nbody\r\n",
     ""},
    {"rename what was set, set what was renamed",
     0,
     "A: 1\n\n",
     {{SET, "A", "x", 0}, {RENAME, "A", "B", 0}, {ADD, "A", "y", 0}, {SET, "B", "z", 0}},
     "B: z\nA: y\n\n",
     ""},
    {"rename keeps the blanks before the colon", 0, "A : 1\n\n", {{RENAME, "A", "B", 0}}, "B : 1\n\n", ""},
    {"rename to what the line has room for",
     0,
     "L:" X995 "\n y\n\n",
     {{RENAME, "L", "Ll", 0}},
     "Ll:" X995 "\n y\n\n",
     ""},
    {"LF", 0, "A: 1\n\nx", {{SET, "A", "x\r\n y", 0}, {ADD, "B", "z", 0}}, "A: x y\nB: z\n\nx", ""},
    {"an empty message", 0, "", {{ADD, "A", "x", 0}, {PREPEND, "B", "y", 0}}, "B: y\r\nA: x\r\n", ""},
    {"a body only", 0, "\nbody", {{ADD, "A", "x", 0}, {PREPEND, "B", "y", 0}}, "B: y\nA: x\n\nbody", ""},
    {"no line end: added", 0, "A: 1\nB: 2", {{ADD, "C", "x", 0}}, "A: 1\nB: 2\nC: x\n", "line-end@0 "},
    {"no line end: prepended", 0, "A: 1", {{PREPEND, "C", "x", 0}}, "C: x\r\nA: 1", ""},
    {"no line end: added, then removed",
     0,
     "A: 1\nB: 2",
     {{ADD, "C", "x", 0}, {REMOVE, "B", NULL, 0}},
     "A: 1\nC: x\n",
     "line-end@0 "},
    {"no line end: added, then renamed",
     0,
     "A: 1\nB: 2",
     {{ADD, "C", "x", 0}, {RENAME, "B", "D", 0}, {RENAME, "D", "E", 0}},
     "A: 1\nE: 2\nC: x\n",
     "line-end@0 "},
    {"no line end: renamed, then added",
     0,
     "A: 1\nB: 2",
     {{RENAME, "B", "D", 0}, {ADD, "C", "x", 0}, {RENAME, "D", "E", 0}},
     "A: 1\nE: 2\nC: x\n",
     "line-end@0 "},
    {"no line end: removed, then added",
     0,
     "A: 1\nB: 2",
     {{REMOVE, "B", NULL, 0}, {ADD, "C", "x", 0}},
     "A: 1\nC: x\n",
     ""},
    {"no line end: set", 0, "A: 1\nB: 2", {{SET, "B", "x", 0}}, "A: 1\nB: x\n", ""},
    {"no line end: junk",
     0,
     "From x",
     {{ADD, "C", "x", 0}, {PREPEND, "D", "y", 0}, {ADD, "E", "z", 0}},
     "From x\r\nD: y\r\nC: x\r\nE: z\r\n",
     "line-end@0 "},
    {"in a message behind a header that a line which is no field ends",
     1,
     "Content-Type: message/rfc822\n>From x\n\r\r\nA: 1\n\n",
     {{INSERT, "B", "x", 0}},
     "Content-Type: message/rfc822\n>From x\n\r\r\nB: x\nA: 1\n\n",
     ""},
    {"behind an mbox line", 0, "From x y\nA: 1\n\n", {{PREPEND, "C", "x", 0}}, "From x y\nC: x\nA: 1\n\n", ""},
    {"behind a byte order mark",
     0,
     "\xef\xbb\xbf"
     "A: 1\n\n",
     {{PREPEND, "C", "x", 0}},
     "\xef\xbb\xbf"
     "C: x\nA: 1\n\n",
     ""},
    {"a byte order mark and a body",
     0,
     "\xef\xbb\xbf\nx",
     {{ADD, "C", "x", 0}},
     "\xef\xbb\xbf"
     "C: x\n\nx",
     ""},
    {"behind a line that would go on the field", 0, " x\nA: 1\n\n", {{PREPEND, "C", "x", 0}}, " x\nC: x\nA: 1\n\n", ""},
    {"before other junk", 0, "junk\nA: 1\n\n", {{PREPEND, "C", "x", 0}}, "C: x\njunk\nA: 1\n\n", ""},
    {"no empty line before the body", 0, "A: 1\njunk\nmore\n", {{ADD, "C", "x", 0}}, "A: 1\nC: x\njunk\nmore\n", ""},
    {"in a part",
     1,
     PARTS,
     {{SET, "A", "y", 0}, {PREPEND, "P", "z", 0}},
     "T: 1\nContent-Type: multipart/mixed; boundary=b\n\n--b\nP: z\nA: y\n\nx\n--b\n\n--b\n--b--\n",
     ""},
    {"in a part with an empty header",
     2,
     PARTS,
     {{ADD, "A", "y", 0}},
     "T: 1\nContent-Type: multipart/mixed; boundary=b\n\n--b\nA: 1\n\nx\n--b\nA: y\n\n--b\n--b--\n",
     ""},
    {"in a part with nothing",
     3,
     PARTS,
     {{ADD, "A", "y", 0}, {PREPEND, "B", "z", 0}},
     "T: 1\nContent-Type: multipart/mixed; boundary=b\n\n--b\nA: 1\n\nx\n--b\n\n--b\nB: z\nA: y\n--b--\n",
     ""},
    {"in a signed part",
     1,
     "Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b\n\ns\n--b--\n",
     {{ADD, "A", "y", 0}},
     "Content-Type: multipart/signed; boundary=b\n\n--b\nA: y\n\nx\n--b\n\ns\n--b--\n",
     "signature@0 "},
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
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_message *message = parse(rows[i].message, NULL);
        for (const edit_step *step = rows[i].steps; step->what != END; step++)
            if (do_step(message, rows[i].part, step) != PNEU_OK)
                fail_msg("%s: refused", rows[i].name);
        for (size_t room = 1; room < 80; room += 13) {
            assert_int_equal(edit_write(&written, message, 0, 0, room), PNEU_OK);
            if (strcmp(written.ptr, rows[i].written) != 0)
                fail_msg("%s: %s", rows[i].name, written.ptr);
        }
        text_clear(&touches);
        text_print(&touches, "%s", "");
        edit_print_touches(&touches, message);
        if (strcmp(touches.ptr, rows[i].touches) != 0)
            fail_msg("%s: touched %s", rows[i].name, touches.ptr);
        pneu_message_undo_edits(message);
        assert_int_equal(edit_write(&written, message, 0, 0, 100), PNEU_OK);
        assert_string_equal(written.ptr, rows[i].message);
        pneu_message_free(message);
    }
    text_free(&written);
    text_free(&touches);
}

/* Every request for memory refused in turn: the edit says so and has changed nothing, and can be made afterwards. */
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
            for (const edit_step *step = rows[i].steps; step->what != END; step++) {
                assert_int_equal(edit_write(&before, message, 0, 0, 100), PNEU_OK);
                pneu_status status = do_step(message, rows[i].part, step);
                if (status == PNEU_ERR_MEMORY) {
                    assert_int_equal(edit_write(&after, message, 0, 0, 100), PNEU_OK);
                    assert_string_equal(after.ptr, before.ptr);
                    status = do_step(message, rows[i].part, step);
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

static const struct {
    const char *name;
    uint32_t part;
    edit_step step;
    pneu_status status;
    int32_t argument;
    uint64_t offset;
} refused[] = {
    {"CR", 0, {SET, "A", "x\ry", 0}, PNEU_ERR_ARGUMENT, 5, 1},
    {"LF", 0, {ADD, "A", "xy\nB: 1", 0}, PNEU_ERR_ARGUMENT, 5, 2},
    {"CRLF", 0, {PREPEND, "A", "xy\r\nB: 1", 0}, PNEU_ERR_ARGUMENT, 5, 3},
    {"CRLF at the end", 0, {INSERT, "A", "xy\r\n", 0}, PNEU_ERR_ARGUMENT, 5, 3},
    {"8-bit", 0, {SET, "A", "x\xc3\xa9", 0}, PNEU_ERR_ARGUMENT, 5, 1},
    {"a colon in the name", 0, {SET, "A:", "x", 0}, PNEU_ERR_ARGUMENT, 4, 1},
    {"a space in the name", 0, {ADD, "A B", "x", 0}, PNEU_ERR_ARGUMENT, 4, 1},
    {"no name", 0, {ADD, "", "x", 0}, PNEU_ERR_ARGUMENT, 4, 0},
    {"NULL for a name", 0, {ADD, NULL, "x", 0}, PNEU_ERR_ARGUMENT, 4, 0},
    {"a line end in the name", 0, {RENAME, "A", "B\n", 0}, PNEU_ERR_ARGUMENT, 4, 1},
    {"nothing to rename", 0, {RENAME, "C", "B", 0}, PNEU_ERR_NOT_FOUND, 3, 0},
    {"a name for which a line has no room", 0, {RENAME, "L", "Lll", 0}, PNEU_ERR_LIMIT, 4, 0},
    {"nothing to remove", 0, {REMOVE, "C", NULL, 0}, PNEU_ERR_NOT_FOUND, 3, 0},
    {"no such field", 0, {TAKE, NULL, NULL, 9}, PNEU_ERR_NOT_FOUND, 3, 0},
    {"no field to insert before", 0, {INSERT, "A", "x", 9}, PNEU_ERR_NOT_FOUND, 3, 0},
    {"no such part", 7, {SET, "A", "x", 0}, PNEU_ERR_NOT_FOUND, 2, 0},
    {"a decoded part", 1, {SET, "A", "x", 0}, PNEU_ERR_DECODED, 2, 0},
};

static void test_what_is_refused(void **state)
{
    static const char mail[] =
        "A: 1\nL: 1\nL:" X995 "\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogMQoKeAo=";
    text written = {NULL, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        pneu_edit_error error;
        pneu_message *message = parse(mail, NULL);
        pneu_status status = do_step(message, refused[i].part, &refused[i].step);
        assert_int_equal(pneu_message_edit_error(message, &error), PNEU_OK);
        if (status != refused[i].status || error.status != status || error.argument != refused[i].argument ||
            error.offset != refused[i].offset)
            fail_msg("%s: %s, argument %d, offset %d", refused[i].name, pneu_status_name(status), (int)error.argument,
                     (int)error.offset);
        assert_int_equal(pneu_message_is_edited(message), 0);
        assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_SET, str("A"), str("2")), PNEU_OK);
        assert_int_equal(pneu_message_edit_error(message, &error), PNEU_OK);
        assert_int_equal(error.status, PNEU_OK);
        pneu_message_free(message);
    }
    text_free(&written);
}

static void test_nul_is_refused(void **state)
{
    pneu_edit_error error;
    pneu_message *message = parse("A: 1\n\n", NULL);
    pneu_str value = {"x\0y", 3};
    (void)state;
    assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_SET, str("A"), value), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_edit_error(message, &error), PNEU_OK);
    assert_int_equal(error.offset, 1);
    assert_int_equal(pneu_part_put_text(message, 0, PNEU_PUT_SET, str("A"), value), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_edit_error(message, &error), PNEU_OK);
    assert_int_equal(error.argument, 5);
    assert_int_equal(error.offset, 1);
    pneu_message_free(message);
}

/* Undoing takes edits back, not how they are written. */
static void test_undo_keeps_the_format(void **state)
{
    pneu_message *message = parse("A: 1\n\n", NULL);
    pneu_str utf8 = str("\xc3\xa9");
    (void)state;
    assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_ADD, str("B"), utf8), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_set_edit_format(message, PNEU_FORMAT_UTF8), PNEU_OK);
    pneu_message_undo_edits(message);
    assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_ADD, str("B"), utf8), PNEU_OK);
    assert_int_equal(pneu_message_parse_again(message, "A: 1\n\n", 6), PNEU_OK);
    assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_ADD, str("B"), utf8), PNEU_ERR_ARGUMENT);
    pneu_message_free(message);
}

static void test_reset_drops_edits(void **state)
{
    text written = {NULL, 0, 0};
    pneu_message *message = parse("A: 1\n\n", NULL);
    (void)state;
    for (int round = 0; round < 3; round++) {
        assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_ADD, str("B"), str("2")), PNEU_OK);
        assert_int_equal(pneu_message_is_edited(message), 1);
        assert_int_equal(pneu_message_parse_again(message, "A: 1\n\n", 6), PNEU_OK);
        assert_int_equal(pneu_message_is_edited(message), 0);
        assert_int_equal(edit_write(&written, message, 0, 0, 7), PNEU_OK);
        assert_string_equal(written.ptr, "A: 1\n\n");
    }
    pneu_message_free(message);
    text_free(&written);
}

/* In the reading in which a bare CR ends a line the mbox line ends there, and with CRLF behind it. */
static void test_lines_that_a_cr_ends(void **state)
{
    static const char *const mails[][2] = {
        {"From x y\rA: 1\r\n\r\n", "From x y\rC: x\r\nA: 1\r\n\r\n"},
        {"From x y\r\nA: 1\r\n\r\n", "From x y\r\nC: x\r\nA: 1\r\n\r\n"},
    };
    pneu_reading reading = {.choice = {[PNEU_READING_BARE_CR] = 1}};
    pneu_options *options;
    (void)state;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set_reading(options, &reading), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(mails); i++) {
        text written = {NULL, 0, 0};
        pneu_message *message;
        assert_int_equal(pneu_message_parse(mails[i][0], strlen(mails[i][0]), options, NULL, &message), PNEU_OK);
        assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_PREPEND, str("C"), str("x")), PNEU_OK);
        assert_int_equal(edit_write(&written, message, 0, PNEU_WRITE_EXACT, 61), PNEU_OK);
        assert_string_equal(written.ptr, mails[i][1]);
        text_free(&written);
        pneu_message_free(message);
    }
    pneu_options_free(options);
}

static void test_what_was_read_stays(void **state)
{
    pneu_field before, after;
    pneu_str subject;
    int32_t has;
    pneu_message *message = parse("Subject: x\nB: 2\n\nbody", NULL);
    (void)state;
    assert_int_equal(pneu_part_field(message, 0, 1, &before), PNEU_OK);
    assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_SET, str("Subject"), str("y")), PNEU_OK);
    assert_int_equal(pneu_part_remove_field(message, 0, 1), PNEU_OK);
    assert_int_equal(pneu_part_field(message, 0, 1, &after), PNEU_OK);
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(pneu_part_field_text(message, 0, PNEU_FIELD_SUBJECT, &subject, &has), PNEU_OK);
    assert_true(subject.len == 1 && *subject.ptr == 'x');
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_memory_failure),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_nul_is_refused),
        cmocka_unit_test(test_undo_keeps_the_format),
        cmocka_unit_test(test_reset_drops_edits),
        cmocka_unit_test(test_lines_that_a_cr_ends),
        cmocka_unit_test(test_what_was_read_stays),
    };
    return RUN_TESTS(tests);
}
