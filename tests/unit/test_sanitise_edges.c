/* Messages sanitised where something cannot be kept, is cut short, or is not what it was. */
#include "base/str.h"
#include "pneu/sanitise.h"
#include "sanitise/sanitise_filter.h"
#include "support/mime_text.h"
#include "support/sanitise_run.h"
#include "support/starve.h"
#include "support/test.h"

#define HEAD "From: a@b.example\r\nMIME-Version: 1.0\r\n"
#define PLAIN HEAD "Content-Type: text/plain\r\n"
#define MIXED HEAD "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
#define GRAVE "Content-Type: text/plain; charset=utf-7\r\n\r\n+ADw-\r\n"
#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A1024 A64 A64 A64 A64 A64 A64 A64 A64 A64 A64 A64 A64 A64 A64 A64 A64

static pneu_sanitise_plan *new_plan(const pneu_options *options, pneu_sanitise_choices choices)
{
    pneu_sanitise_plan *plan;
    assert_int_equal(pneu_sanitise_plan_new(options, &choices, NULL, &plan), PNEU_OK);
    return plan;
}

static pneu_sanitise_plan *plan_of(const char *bytes, pneu_sanitise_choices choices, pneu_status expected)
{
    pneu_sanitise_plan *plan = new_plan(NULL, choices);
    assert_int_equal(pneu_sanitise_plan_push(plan, bytes, strlen(bytes)), PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_finish(plan), expected);
    return plan;
}

/* Pushes the bytes through, and gives the first status that is no output. */
static pneu_status pass(pneu_sanitise *filter, const char *bytes, text *out)
{
    char room[64];
    size_t written;
    pneu_status status = pneu_sanitise_push(filter, bytes, strlen(bytes));
    while (status == PNEU_OK || status == PNEU_MORE) {
        status = pneu_sanitise_read(filter, room, sizeof room, &written);
        if (status == PNEU_OK)
            text_add(out, room, written);
        else if (status == PNEU_MORE && pneu_sanitise_finish(filter) != PNEU_OK)
            break;
    }
    return status;
}

/* ---- What cannot be kept ---------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *in;
    const char *field; /* stands in the output */
    const char *gone;  /* does not */
} rows[] = {
    {"a parameter of a type", HEAD "Content-Type: text/plain; charset=utf-8; x" A1024 "=1\r\n\r\nx\r\n",
     "\r\nContent-Type: text/plain; charset=utf-8\r\n", "x" A64},
    {"a parameter of a disposition", PLAIN "Content-Disposition: attachment; filename=a; x" A1024 "=1\r\n\r\nx\r\n",
     "\r\nContent-Disposition: attachment; filename=a\r\n", "x" A64},
    {"a disposition that fits no line", PLAIN "Content-Disposition: x" A1024 "; filename=a\r\n\r\nx\r\n",
     "\r\nContent-Disposition: attachment; filename=a\r\n", "x" A64},
    {"addresses that fit no line", PLAIN "To: " A1024 "@b.example\r\nTo: " A1024 "@c.example\r\n\r\nx\r\n", PLAIN,
     "To:"},
    {"lists of which one is none", PLAIN "To: a@c.example\r\nTo: b\r\n\r\nx\r\n", "\r\nTo: a@c.example\r\n", "To: b"},
};

static void what_is_at_fault_is_left_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        sanitise_how how = {PNEU_SANITISE_ALL, PNEU_SANITISE_FORCE, WHOLE, 4096, NULL};
        text out = {NULL, 0, 0};
        pneu_sanitise_summary summary;
        assert_int_equal(sanitise_run(rows[i].in, strlen(rows[i].in), &how, &out, &summary), PNEU_OK);
        text_add(&out, "", 1);
        if (strstr(out.ptr, rows[i].field) == NULL || strstr(out.ptr, rows[i].gone) != NULL)
            fail_msg("%s:\n%s", rows[i].name, out.ptr);
        text_free(&out);
    }
}

/* Not even in sections, of which a parameter has a bounded number. */
static void a_charset_that_is_too_long_is_left_out(void **state)
{
    static const char in[] = HEAD "Content-Type: text/plain; charset=", end[] = "\r\n\r\nx\r\n";
    sanitise_how how = {PNEU_SANITISE_ALL, 0, WHOLE, 4096, NULL};
    text mail = {NULL, 0, 0}, out = {NULL, 0, 0};
    pneu_sanitise_summary summary;
    (void)state;
    text_add(&mail, in, sizeof in - 1);
    for (int i = 0; i < 9; i++)
        text_add(&mail, A1024, sizeof A1024 - 1);
    text_add(&mail, end, sizeof end - 1);
    assert_int_equal(sanitise_run(mail.ptr, mail.len, &how, &out, &summary), PNEU_OK);
    assert_true(text_equals("charset", &out, PLAIN "Content-Transfer-Encoding: quoted-printable\r\n\r\nx\r\n"));
    text_free(&mail);
    text_free(&out);
}

/* Fields beyond the limit are dropped, but not those that say how the body is read. */
static void the_fields_of_the_body_stay(void **state)
{
    static const char in[] = "A: 1\r\nB: 2\r\nC: 3\r\n" HEAD GRAVE;
    pneu_options *options;
    pneu_sanitise *filter;
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_FIELDS, 9), PNEU_OK);
    pneu_sanitise_plan *plan = new_plan(options, (pneu_sanitise_choices){0, PNEU_SANITISE_FORCE, {0}});
    assert_int_equal(pneu_sanitise_plan_push(plan, in, sizeof in - 1), PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_finish(plan), PNEU_OK);
    assert_int_equal(pneu_sanitise_new(plan, NULL, &filter), PNEU_OK);
    assert_int_equal(pass(filter, in, &out), PNEU_DONE);
    text_add(&out, "", 1);
    assert_non_null(strstr(out.ptr, "A: 1\r\nFrom: a@b.example\r\n"));
    assert_null(strstr(out.ptr, "B: 2"));
    assert_non_null(strstr(out.ptr, "\r\nContent-Type: text/plain; charset=utf-8\r\n"));
    text_free(&out);
    pneu_sanitise_free(filter);
    pneu_sanitise_plan_free(plan);
    pneu_options_free(options);
}

/* Unsafe names are attacks or not: a part is not cleaned for what stands in another. */
static void a_part_is_cleaned_for_its_own(void **state)
{
    static const char in[] =
        MIXED "--x\r\nContent-Type: text/plain\r\nContent-Disposition: inline; filename=\"../a\"\r\n\r\n\r\n"
              "--x\r\nContent-Type: text/plain\r\nContent-Disposition: inline; filename=.a\r\n\r\n\r\n--x--\r\n";
    pneu_sanitise_item item;
    (void)state;
    pneu_sanitise_plan *plan = plan_of(in, (pneu_sanitise_choices){0, 0, {0}}, PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_item(plan, 1, &item), 1);
    assert_int_equal(item.reasons, PNEU_SANITISE_FOR_DEFECTS);
    assert_int_equal(pneu_sanitise_plan_item(plan, 2, &item), 0);
    pneu_sanitise_plan_free(plan);
}

/* ---- Boundaries --------------------------------------------------------------------------------------------------- */

/* Lines that begin like each of the boundaries that there are, from the given letter on. */
static void add_taken_lines(text *out, char first)
{
    for (char letter = first; letter <= 'Z'; letter++) {
        text_add(out, "--=_pneu_", 9);
        text_add(out, &letter, 1);
        text_add(out, "\r\n", 2);
    }
}

static void there_may_be_no_boundary_left(void **state)
{
    static const char in[] = PLAIN "Subject: a\rb\r\n\r\n";
    text mail = {NULL, 0, 0};
    (void)state;
    text_add(&mail, in, sizeof in - 1);
    add_taken_lines(&mail, 'A');
    text_add(&mail, "", 1);
    pneu_sanitise_plan *plan = plan_of(mail.ptr, (pneu_sanitise_choices){0, 0, {0}}, PNEU_ERR_BOUNDARY);
    assert_int_equal(pneu_sanitise_plan_push(plan, "x", 1), PNEU_ERR_BOUNDARY);
    pneu_sanitise_plan_free(plan);
    text_free(&mail);
}

/* The message needs one for itself, and another for what other readings show. */
static void there_may_be_one_boundary_left(void **state)
{
    static const char in[] = MIXED "--x\r\nContent-Type: text/plain\r\n\r\n",
                      more[] = "--x--\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nhidden\r\n--x--\r\n";
    text mail = {NULL, 0, 0};
    pneu_arena *arena;
    pneu_str out;
    size_t added = 7;
    (void)state;
    text_add(&mail, in, sizeof in - 1);
    add_taken_lines(&mail, 'B');
    text_add(&mail, more, sizeof more);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_sanitise_plan *plan = plan_of(mail.ptr, (pneu_sanitise_choices){0, PNEU_SANITISE_FORCE, {0}}, PNEU_OK);
    assert_int_equal(pneu_sanitise_union(plan, arena, pneu_i_str(mail.ptr), &out, &added), PNEU_ERR_BOUNDARY);
    assert_int_equal(added, 7);
    pneu_sanitise_plan_free(plan);
    pneu_arena_free(arena);
    text_free(&mail);
}

/* Another reading goes on behind the close delimiter: of all that it shows one part is new. */
static void what_all_readings_show_is_not_added(void **state)
{
    static const char in[] = HEAD "Content-Type: multipart/mixed; boundary=x\r\nSubject: a\rb\r\n\r\n"
                                  "--x\r\n\r\none\r\n--x\r\n\r\ntwo\r\n--x\r\n\r\nthree\r\n--x\r\n\r\nfour\r\n"
                                  "--x\r\n\r\nfive\r\n--x\r\n\r\nsix\r\n--x\r\n\r\nseven\r\n--x\r\n\r\none\r\n"
                                  "--x--\r\n--x\r\n\r\nhidden\r\n--x--\r\n";
    pneu_arena *arena;
    pneu_str out;
    size_t added = 0;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_sanitise_plan *plan = plan_of(in, (pneu_sanitise_choices){0, PNEU_SANITISE_FORCE, {0}}, PNEU_OK);
    assert_int_equal(pneu_sanitise_union(plan, arena, pneu_i_str(in), &out, &added), PNEU_OK);
    assert_int_equal(added, 1);
    pneu_sanitise_plan_free(plan);
    pneu_arena_free(arena);
}

/* The status of a union at a limit of two containers; its output, parsed with that limit, if there is one. */
static pneu_status join_at_limit(const char *in, uint32_t flags, size_t *added, pneu_message **made)
{
    pneu_options *options;
    pneu_arena *arena;
    pneu_str out;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_NESTING, 2), PNEU_OK);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_sanitise_plan *plan = new_plan(options, (pneu_sanitise_choices){0, flags, {0}});
    assert_int_equal(pneu_sanitise_plan_push(plan, in, strlen(in)), PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_finish(plan), PNEU_OK);
    pneu_status status = pneu_sanitise_union(plan, arena, pneu_i_str(in), &out, added);
    if (status == PNEU_OK)
        assert_int_equal(pneu_message_parse(out.ptr, out.len, options, NULL, made), PNEU_OK);
    pneu_sanitise_plan_free(plan);
    pneu_arena_free(arena);
    pneu_options_free(options);
    return status;
}

/* What is joined stands a level deeper than it stood. */
static void what_is_joined_keeps_to_the_limits(void **state)
{
    static const char in[] =
        MIXED "--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\ndeep\r\n--y--\r\n"
              "--x--\r\n\r\n--x\r\n\r\nhidden\r\n--x--\r\n";
    pneu_message *made;
    size_t added = 0;
    (void)state;
    assert_int_equal(join_at_limit(in, PNEU_SANITISE_FORCE, &added, &made), PNEU_OK);
    assert_int_equal(added, 1);
    assert_int_equal(pneu_message_part_count(made), 4);
    assert_int_equal(pneu_message_defect_count(made, PNEU_DEFECT_LIMIT_NESTING), 0);
    pneu_message_free(made);
    assert_int_equal(join_at_limit(in, 0, &added, &made), PNEU_ERR_REFUSED);
}

/* ---- Second passes ---------------------------------------------------------------------------------------------- */

static void more_parts_than_planned_are_told(void **state)
{
    static const char other[] = MIXED "--x\r\n\r\na\r\n--x\r\n\r\nb\r\n--x--\r\n";
    text out = {NULL, 0, 0};
    pneu_sanitise *filter;
    (void)state;
    pneu_sanitise_plan *plan = plan_of(HEAD GRAVE, (pneu_sanitise_choices){0, 0, {0}}, PNEU_OK);
    assert_int_equal(pneu_sanitise_new(plan, NULL, &filter), PNEU_OK);
    assert_int_equal(pass(filter, other, &out), PNEU_ERR_CHANGED);
    pneu_sanitise_free(filter);
    pneu_sanitise_plan_free(plan);
    text_free(&out);
}

/* An encoded message is taken apart by a parser of its own; a filter that is reset in the middle of it begins anew. */
static void a_reset_within_an_encoded_message_is_one(void **state)
{
    static const char head[] = HEAD "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                      in[] = HEAD "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                                  "RnJvbTogYUBiCgp4Cg==\r\n";
    char room[64];
    size_t written;
    text first = {NULL, 0, 0}, again = {NULL, 0, 0};
    pneu_sanitise *filter;
    (void)state;
    pneu_sanitise_plan *plan = plan_of(in, (pneu_sanitise_choices){0, 0, {0}}, PNEU_OK);
    assert_int_equal(pneu_sanitise_new(plan, NULL, &filter), PNEU_OK);
    assert_int_equal(pass(filter, in, &first), PNEU_DONE);
    pneu_sanitise_reset(filter);
    assert_int_equal(pneu_sanitise_push(filter, in, sizeof head + 7), PNEU_OK);
    while (pneu_sanitise_read(filter, room, sizeof room, &written) == PNEU_OK)
        ;
    pneu_sanitise_reset(filter);
    assert_int_equal(pass(filter, in, &again), PNEU_DONE);
    assert_true(text_is_same("again", &first, &again));
    text_free(&first);
    text_free(&again);
    pneu_sanitise_free(filter);
    pneu_sanitise_plan_free(plan);
}

/* The first field of a header that is cleaned, or the fields that are made: each value is refused its memory in turn. */
static int is_starved(const pneu_sanitise_plan *plan, const char *mail, size_t room)
{
    pneu_sanitise *filter;
    starving hunger;
    text out = {NULL, 0, 0};
    assert_int_equal(pneu_sanitise_new(plan, NULL, &filter), PNEU_OK);
    starve(&hunger, &filter->cleaner.arena, room);
    pneu_status status = pass(filter, mail, &out);
    assert_int_equal(status, hunger.refused > 0 ? PNEU_ERR_MEMORY : PNEU_DONE);
    starve_end(&hunger);
    pneu_sanitise_free(filter);
    text_free(&out);
    return hunger.refused > 0;
}

static void memory_may_end_at_any_value(void **state)
{
    static const char *const mails[] = {
        "To: a@b.example, J <c@d.example>\r\nTo: e@f.example\r\n\r\nx\r\n",
        "Content-Type: image/png; name=\"=?utf-8?q?=C3=A9?=\"; x=1\r\n\r\nx\r\n",
        "Content-Disposition: attachment; size=1; filename=\"../a\"\r\n\r\nx\r\n",
        "Content-Type: message/external-body; access-type=x\r\n\r\nx\r\n",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mails); i++) {
        pneu_sanitise_choices choices = {PNEU_SANITISE_ALL, PNEU_SANITISE_FORCE, {0}};
        pneu_sanitise_plan *plan = plan_of(mails[i], choices, PNEU_OK);
        for (size_t room = 0; is_starved(plan, mails[i], room);)
            room += _Alignof(max_align_t);
        pneu_sanitise_plan_free(plan);
    }
}

static void nothing_is_not_looked_at(void **state)
{
    char room[8];
    size_t written;
    pneu_sanitise *filter;
    (void)state;
    pneu_sanitise_plan *plan = new_plan(NULL, (pneu_sanitise_choices){0, 0, {0}});
    assert_int_equal(pneu_sanitise_plan_push(NULL, "x", 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_plan_finish(NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_new(NULL, NULL, &filter), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_new(plan, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_push(NULL, "x", 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_finish(NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_read(NULL, room, sizeof room, &written), PNEU_ERR_ARGUMENT);
    pneu_sanitise_plan_reset(NULL);
    pneu_sanitise_reset(NULL);
    pneu_sanitise_free(NULL);
    pneu_sanitise_plan_free(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_at_fault_is_left_out),
        cmocka_unit_test(a_charset_that_is_too_long_is_left_out),
        cmocka_unit_test(the_fields_of_the_body_stay),
        cmocka_unit_test(a_part_is_cleaned_for_its_own),
        cmocka_unit_test(there_may_be_no_boundary_left),
        cmocka_unit_test(there_may_be_one_boundary_left),
        cmocka_unit_test(what_all_readings_show_is_not_added),
        cmocka_unit_test(what_is_joined_keeps_to_the_limits),
        cmocka_unit_test(more_parts_than_planned_are_told),
        cmocka_unit_test(a_reset_within_an_encoded_message_is_one),
        cmocka_unit_test(memory_may_end_at_any_value),
        cmocka_unit_test(nothing_is_not_looked_at),
    };
    return RUN_TESTS(tests);
}
