/* Tag lists, Received-SPF and ARC chains: what reads pairs of names and values. */
#include "support/test.h"

#include <stdio.h>

#include "base/str.h"
#include "pneu/auth.h"
#include "support/field_rows.h"

static const char bad[] = "PNEU_ERR_SYNTAX";
static const char malformed[] = " hdr_value_malformed";

static void show_tags(text *to, const pneu_tag *tags, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_print(to, " %.*s=[%.*s]", (int)tags[i].name.len, tags[i].name.ptr, (int)tags[i].value.len,
                   tags[i].value.ptr);
}

static pneu_status show_list(text *to, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_tag_list list;
    pneu_status status = pneu_tag_list_parse(arena, value, mode, sink, &list);
    if (status != PNEU_OK)
        return status;
    text_print(to, "%s", list.is_valid ? "valid" : "invalid");
    show_tags(to, list.tags, list.tag_count);
    return status;
}

static const field_row list_rows[] = {
    {"usual", "v=1; a=rsa-sha256;\r\n d=b.c;", "valid v=[1] a=[rsa-sha256] d=[b.c]", "", NULL},
    {"white space", " a = 1 ;\tb_2=x\r\n\ty ", "valid a=[1] b_2=[x\ty]", "", NULL},
    {"equals signs and nothing", "b=ab==; c=", "valid b=[ab==] c=[]", "", NULL},
    {"names have case", "a=1; A=2", "valid a=[1] A=[2]", "", NULL},
    {"line end", "a=1;\r\n", "valid a=[1]", "", NULL},
    {"doubles", "a=1; b=2; a=3", "invalid a=[1] b=[2] a=[3]", malformed, bad},
    {"empty element", "a=1;;b=2", "invalid a=[1] b=[2]", malformed, bad},
    {"no equals sign", "a=1; b", "invalid a=[1]", malformed, bad},
    {"bad name", "1a=x; b=2; c-d=3", "invalid b=[2]", " hdr_value_malformed hdr_value_malformed", bad},
    {"nothing", "", "invalid", malformed, bad},
    {"UTF-8", "d=b\xC3\xBC", "valid d=[b\xC3\xBC]", "", NULL},
    {"not UTF-8", "d=b\xFC", "invalid d=[b\xC3\xBC]", malformed, bad},
    {"line end in a value", "a=b\r\nc; d=e", "invalid a=[bc] d=[e]", malformed, bad},
};

static pneu_status show_spf(text *to, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_received_spf spf;
    pneu_status status = pneu_received_spf_parse(arena, value, mode, sink, &spf);
    if (status != PNEU_OK)
        return status;
    text_print(to, "%.*s", (int)spf.result.len, spf.result.ptr);
    show_text(to, "comment", spf.comment);
    show_tags(to, spf.pairs, spf.pair_count);
    return status;
}

static const field_row spf_rows[] = {
    {"usual", "Pass (mx.a: b is \\(ok\\)) client-ip=192.0.2.1; envelope-from=\"c@d\"; Helo=e",
     "pass comment=[mx.a: b is (ok)] client-ip=[192.0.2.1] envelope-from=[c@d] helo=[e]", "", NULL},
    {"alone", "none", "none", "", NULL},
    {"semicolon at the end", "pass receiver=a;", "pass receiver=[a]", "", NULL},
    {"IPv6", "pass client-ip=2001:db8::1", "pass client-ip=[2001:db8::1]", "", NULL},
    {"address not quoted", "pass envelope-from=a@b", "pass envelope-from=[a@b]", malformed, bad},
    {"no semicolon", "pass a=b c=d", "pass a=[b] c=[d]", malformed, bad},
    {"unknown result", "unknown a=b", "unknown a=[b]", malformed, bad},
    {"stray word", "pass foo; a=b", "pass a=[b]", malformed, bad},
    {"open comment", "pass (a=b", "pass comment=[a=b]", malformed, bad},
    {"open quote", "pass a=\"b", "pass a=[b]", malformed, bad},
};

static void lists_are_read(void **state)
{
    (void)state;
    assert_int_equal(field_rows_failed(list_rows, COUNT_OF(list_rows), show_list), 0);
}

static void spf_is_read(void **state)
{
    (void)state;
    assert_int_equal(field_rows_failed(spf_rows, COUNT_OF(spf_rows), show_spf), 0);
}

static void tags_are_bounded(void **state)
{
    pneu_arena *arena = NULL;
    pneu_tag_list list;
    pneu_str value;
    char in[1400];
    size_t len = 0;
    (void)state;
    for (int i = 0; i < 200; i++)
        len += (size_t)snprintf(in + len, sizeof in - len, "a%d=1;", i);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_tag_list_parse(arena, pneu_i_str_of(in, len), PNEU_LENIENT, NULL, &list), PNEU_OK);
    assert_int_equal(list.tag_count, 128);
    assert_int_equal(list.is_valid, 0);
    assert_int_equal(pneu_tag_list_find(&list, pneu_i_str("a127"), &value), PNEU_OK);
    assert_int_equal(pneu_tag_list_find(&list, pneu_i_str("a128"), &value), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_tag_list_find(NULL, pneu_i_str("a"), &value), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

static void lists_are_written(void **state)
{
    static const char *const refused[][2] = {{"a", "b;c=d"}, {"a", "b\r\nc"}, {"a", " b"}, {"a b", "c"}, {"", "x"}};
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    pneu_tag tags[] = {{pneu_i_str("a"), pneu_i_str("b c")}, {pneu_i_str("d"), {NULL, 0}}};
    pneu_tag_list list = {tags, 2, 1, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_tag_list_format(arena, &list, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("a=b c; d=")));
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        tags[0].name = pneu_i_str(refused[i][0]);
        tags[0].value = pneu_i_str(refused[i][1]);
        assert_int_equal(pneu_tag_list_format(arena, &list, &out), PNEU_ERR_ARGUMENT);
    }
    list.tag_count = 0;
    assert_int_equal(pneu_tag_list_format(arena, &list, &out), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

/* ---- ARC: the faults that the vectors do not tell apart ----------------------------------------------------------- */

#define SEAL(i, cv) "i=" i "; a=x; cv=" cv "; d=x; s=s; b=a"
#define SIGNATURE(i) "i=" i "; a=x; d=x; s=s; h=from; bh=b; b=c"
#define RESULTS(i) "i=" i "; mx; none"

static void chains_have_faults(void **state)
{
    static const struct {
        const char *values[7]; /* seal, signature, results, and again */
        int32_t fault;
        size_t field;
    } chains[] = {
        {{SEAL("1", "none"), SIGNATURE("1"), RESULTS("1")}, PNEU_ARC_FAULT_NONE, 0},
        {{SEAL("1", "none; h=x"), SIGNATURE("1"), RESULTS("1")}, PNEU_ARC_FAULT_SEAL_H, 0},
        {{SEAL("1", "none"), "i=1; a=x", RESULTS("1")}, PNEU_ARC_FAULT_SYNTAX, 1},
        {{SEAL("1", "none"), SIGNATURE("1"), "mx; none"}, PNEU_ARC_FAULT_INSTANCE, 2},
        {{SEAL("1", "none"), SIGNATURE("1"), RESULTS("100")}, PNEU_ARC_FAULT_INSTANCE, 2},
        {{SEAL("1", "none"), SIGNATURE("1")}, PNEU_ARC_FAULT_INCOMPLETE, 2},
        {{SEAL("1", "pass"), SIGNATURE("1"), RESULTS("1")}, PNEU_ARC_FAULT_CV, 0},
        {{SEAL("1", "none"), SIGNATURE("1"), RESULTS("1"), SEAL("2", "fail"), SIGNATURE("2"), RESULTS("2")},
         PNEU_ARC_FAULT_CV,
         3},
        {{SEAL("1", "none"), SIGNATURE("1"), RESULTS("1"), SEAL("1", "none")}, PNEU_ARC_FAULT_DUPLICATE, 3},
    };
    static const char *const names[] = {"ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results"};
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(chains); i++) {
        pneu_field_value fields[7];
        pneu_arc_chain chain;
        size_t count = 0;
        for (; chains[i].values[count] != NULL; count++) {
            fields[count].name = pneu_i_str(names[count % 3]);
            fields[count].value = pneu_i_str(chains[i].values[count]);
        }
        assert_int_equal(pneu_arc_chain_read(arena, fields, count, &chain), PNEU_OK);
        assert_int_equal(chain.fault, chains[i].fault);
        assert_int_equal(chain.fault_field, chains[i].field);
        assert_int_equal(chain.sets != NULL, chain.state == PNEU_ARC_INTACT);
    }
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lists_are_read), cmocka_unit_test(spf_is_read),
                                       cmocka_unit_test(tags_are_bounded), cmocka_unit_test(lists_are_written),
                                       cmocka_unit_test(chains_have_faults)};
    return RUN_TESTS(tests);
}
