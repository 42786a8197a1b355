/* Which other readings a message has: each defect's choices, from which part on, how many, in which order. */
#include "support/test.h"

#include "check/deviations.h"
#include "support/failing_alloc.h"
#include "support/text.h"

#define MULTI "Content-Type: multipart/mixed; boundary=b\n"
#define DECOY "--b\nContent-Type: a/b; c=d; c*=us-ascii''e\n\n\n"
#define DECOYS_BUT_ONE DECOY DECOY DECOY DECOY DECOY DECOY DECOY DECOY DECOY DECOY DECOY DECOY DECOY DECOY DECOY
#define DECOYS DECOYS_BUT_ONE DECOY
#define CRS "A: x\ry: z\nA: x\ry: z\nA: x\ry: z\nA: x\ry: z\n"
#define PART "--b\n\none\n"

/* Each deviation as "choice=value@offset", in a decoded message with its space before it; then how many are joined, and
 * what the joined ones choose. */
static const struct row {
    const char *name;
    const char *in;
    const char *expected;
} rows[] = {
    {"nothing odd", "Subject: a\n\nbody\n", "0:"},
    {"bare CR", "Subject: a\rTo: b\n\nbody\n", "1=1@0 1: 1=1"},
    {"a line that is no field", "Subject: a\nno field\nTo: b\n\nbody\n", "2=1@0 2=2@0 2: 2=2"},
    {"no separator", "Subject: a\nbody", "2=1@0 2=2@0 2: 2=2"},
    {"two types", "Content-Type: text/plain\nContent-Type: text/html\n\nbody\n", "3=1@0 1: 3=1"},
    {"two encodings", "Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: 8bit\n\nbody\n", "3=1@0 1: 3=1"},
    {"two boundaries", "Content-Type: multipart/mixed; boundary=a; boundary=b\n\n" PART "--b--\n",
     "4=1@0 4=2@0 2: 4=2"},
    {"no boundary", "Content-Type: multipart/mixed\n\n" PART "--b--\n", "4=2@0 1: 4=2"},
    {"a boundary that is not there", MULTI "\n--c\n\none\n--c--\n", "4=2@0 1: 4=2"},
    {"a longer delimiter", MULTI "\n" PART "--bb\n\ntwo\n--b--\n", "5=1@47 1: 5=1"},
    {"two of one boundary", MULTI "\n--b\n" MULTI "\n" PART "--b--\n--b--\n", "6=1@47 1: 6=1"},
    {"closed before its first part", MULTI "\n--b--\n" PART "--b--\n", "7=1@0 1: 7=1"},
    {"parts behind the close", MULTI "\n" PART "--b--\n--b\n\ntwo\n--b--\n", "7=1@0 1: 7=1"},
    {"a part in the preamble", MULTI "\n--c\nContent-Type: text/html\n\nx\n" PART "--b--\n", "8=1@0 1: 8=1"},
    {"two forms of a boundary", "Content-Type: multipart/mixed; boundary=a; boundary*=us-ascii''b\n\n" PART "--b--\n",
     "9=1@0 4=1@0 4=2@0 3: 4=2 9=1"},
    {"two forms of a name", "Content-Type: text/plain; name=a; name*=us-ascii''b\n\nx\n", "0:"},
    {"an encoded word for a boundary", "Content-Type: multipart/mixed; boundary=\"=?utf-8?q?b?=\"\n\n" PART "--b--\n",
     "9=2@0 4=2@0 2: 4=2 9=2"},
    {"a comment", "Content-Type: multipart/mixed; boundary=(c)b\n\n" PART "--b--\n", "10=1@0 1: 10=1"},
    {"no semicolon", "Content-Type: multipart/mixed boundary=b\n\n" PART "--b--\n", "11=1@0 1: 11=1"},
    {"an odd encoding", "Content-Transfer-Encoding: base64 8bit\n\nYQ==\n", "12=1@0 12=2@0 12=3@0 3: 12=3"},
    {"an unknown encoding", "Content-Transfer-Encoding: x-none\n\nYQ==\n", "12=3@0 1: 12=3"},
    {"padding in base64", "Content-Transfer-Encoding: base64\n\nYQ==Yg==\n", "13=1@0 0:"},
    {"an encoded message", "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogYgoKYg==\n",
     "14=1@0 0:"},
    {"in two parts, and another one",
     MULTI "\n--b\nA: x\ry: z\n\none\n--b\nno field\nA: b\n\ntwo\n--b\nB: x\ry: z\n\n3\n--b--\n",
     "1=1@47 2=1@66 2=2@66 1=1@89 4: 1=1 2=2"},
    {"in two parts, and then another one",
     MULTI "\n--b\nA: x\ry: z\n\n1\n--b\nB: x\ry: z\n\n2\n--b\nno field\nA: b\n\n3\n--b--\n",
     "1=1@47 1=1@64 2=1@81 2=2@81 4: 1=1 2=2"},
    {"at one offset, but in another space",
     "A: x\ry: z\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogeA15OiB6CgpiCg==\n",
     "1=1@0 14=1@0 1/1=1@0 2: 1=1"},
    {"the greater choice comes first",
     MULTI "\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--d\n\n--b\n"
           "Content-Type: multipart/mixed; boundary=e; boundary=f\n\n--e\n\nx\n--e--\n--b--\n",
     "4=2@47 4=1@99 2: 4=2"},
    {"often in one part", MULTI "\n--b\n" CRS CRS CRS CRS CRS "\nx\n--b--\n", "1=1@47 1: 1=1"},
    {"of no use, all of them recorded", MULTI "\n" DECOYS "--b--\n", "0:"},
    {"of no use, most of them recorded", MULTI "\n" DECOYS DECOY "--b--\n", "9=1@0 1: 9=1"},
    {"what is not recorded counts as the first",
     MULTI "\n" DECOYS DECOY "--b\nA: x\ry: z\nno field\nContent-Type: a/b c=d; e=(f)g\n"
           "Content-Transfer-Encoding: base64 8bit\n\nYQ==\n--b--\n",
     "9=1@0 1=1@812 2=1@812 2=2@812 11=1@812 10=1@812 12=1@812 7: 1=1 2=2 9=1 10=1 11=1 12=1"},
    {"twice in one part", "A: x\ry: z\nB: x\ry: z\n\nbody\n", "1=1@0 1: 1=1"},
    {"by two defects",
     "Content-Type: a/b\nContent-Type: c/d\nMIME-Version: 1\nMIME-Version: 2\nContent-Transfer-Encoding: "
     "8bit\nContent-Transfer-Encoding: base64\n\nbody\n",
     "3=1@0 1: 3=1"},
    {"in an encoded message",
     MULTI "\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
           "Q29udGVudC1UcmFuc2Zlci1FbmNvZGluZzogZm9vCgpiCg==\n--b--\n",
     "14=1@47 1/12=3@0 1: 12=3"},
    {"the least grave are left out",
     "A: x\ry: z\nno field\nContent-Type: multipart/mixed; boundary=(c)a; boundary=b\n"
     "Content-Transfer-Encoding: base64 8bit\n\n--b\n\n--b--\n--b\n\n--b--\n",
     "1=1@0 2=1@0 2=2@0 10=1@0 4=1@0 14=1@0 12=1@0 6: 1=1 2=2 4=1 10=1 12=1"},
    {"the gravest comes last",
     MULTI
     "\n--b\nA: x\ry: z\nno field\nContent-Type: a/b c=d; e=(f)g\nContent-Transfer-Encoding: base64 8bit\n\nYQ==Yg==\n"
     "--b--\n--b\n\n--b--\n",
     "1=1@47 2=1@47 2=2@47 11=1@47 10=1@47 12=1@47 7=1@0 7: 1=1 2=2 7=1 10=1 11=1 12=1"},
    {"behind as many of no use as are recorded",
     MULTI "\n" DECOYS "--b\nContent-Type: multipart/mixed; boundary=x; boundary*=us-ascii''y\n\n--y\n\n--y--\n--b--\n",
     "9=1@0 4=1@767 4=2@767 3: 4=2 9=1"},
    {"behind one of no use fewer",
     MULTI "\n" DECOYS_BUT_ONE
           "--b\nContent-Type: multipart/mixed; boundary=x; boundary*=us-ascii''y\n\n--y\n\n--y--\n--b--\n",
     "9=1@722 4=1@722 4=2@722 3: 4=2 9=1"},
    {"an unreadable type", "Content-Type: multipart/\n\nx\n", "15=1@0 1: 15=1"},
};

static void put(text *out, const pneu_i_deviations *found)
{
    pneu_i_deviation where;
    pneu_reading reading;
    memset(&where, 0, sizeof where);
    for (size_t i = 0; i < found->count; i++) {
        const pneu_i_deviation *item = &found->item[i];
        if (item->space > 0)
            text_print(out, "%u/", (unsigned)item->space);
        text_print(out, "%d=%d@%llu ", item->choice, item->value, (unsigned long long)item->offset);
    }
    text_print(out, "%u:", (unsigned)pneu_i_deviations_join(found, &where, &reading));
    for (int choice = 1; choice < PNEU_READING_SIZE; choice++)
        if (reading.choice[choice] > 0)
            text_print(out, " %d=%d", choice, reading.choice[choice]);
}

static pneu_status describe(const char *in, const pneu_alloc *alloc, text *out)
{
    pneu_message *message;
    pneu_i_deviations found;
    pneu_status status = pneu_message_parse(in, strlen(in), NULL, alloc, &message);
    if (status != PNEU_OK)
        return status;
    status = pneu_message_load(message);
    if (status == PNEU_OK)
        status = pneu_i_deviations_find(message, &found);
    if (status == PNEU_OK)
        put(out, &found);
    pneu_message_free(message);
    return status;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text out = {NULL, 0, 0};
        assert_int_equal(describe(rows[i].in, NULL, &out), PNEU_OK);
        if (strcmp(out.ptr, rows[i].expected) != 0)
            fail_msg("%s: %s", rows[i].name, out.ptr);
        text_free(&out);
    }
}

static void test_memory(void **state)
{
    pneu_status status = PNEU_ERR_MEMORY;
    (void)state;
    for (size_t n = 1; status == PNEU_ERR_MEMORY; n++) {
        failing_alloc memory;
        text out = {NULL, 0, 0};
        failing_alloc_init(&memory, FAIL_ONCE, n);
        status = describe(rows[COUNT_OF(rows) - 2].in, &memory.alloc, &out);
        assert_true(status == (memory.refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK));
        failing_alloc_check_clean(&memory);
        text_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_memory),
    };
    return RUN_TESTS(tests);
}
