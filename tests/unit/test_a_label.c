/* Punycode: the samples of RFC 3492 section 7.1; domains. Bytes that are no U-label give nothing, and never too much. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "syntax/a_label.h"

/* RFC 3492 section 7.1, (A) to (S). */
static const struct sample {
    const char *name;
    const char *utf8;
    const char *code;
} samples[] = {
    {"(A) Arabic",
     "\u0644\u064A\u0647\u0645\u0627\u0628\u062A\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064A\u061F",
     "egbpdaj6bu4bxfgehfvwxn"},
    {"(B) Chinese, simplified", "\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587", "ihqwcrb4cv8a8dqg056pqjye"},
    {"(C) Chinese, traditional", "\u4ED6\u5011\u7232\u4EC0\u9EBD\u4E0D\u8AAA\u4E2D\u6587",
     "ihqwctvzc91f659drss3x8bo0yb"},
    {"(D) Czech", "Pro\u010Dprost\u011Bnemluv\u00ED\u010Desky", "Proprostnemluvesky-uyb24dma41a"},
    {"(E) Hebrew",
     "\u05DC\u05DE\u05D4\u05D4\u05DD\u05E4\u05E9\u05D5\u05D8\u05DC\u05D0\u05DE\u05D3\u05D1\u05E8\u05D9\u05DD\u05E2"
     "\u05D1\u05E8\u05D9\u05EA",
     "4dbcagdahymbxekheh6e0a7fei0b"},
    {"(G) Japanese",
     "\u306A\u305C\u307F\u3093\u306A\u65E5\u672C\u8A9E\u3092\u8A71\u3057\u3066\u304F\u308C\u306A\u3044\u306E\u304B",
     "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"},
    {"(J) Spanish", "Porqu\u00E9nopuedensimplementehablarenEspa\u00F1ol",
     "PorqunopuedensimplementehablarenEspaol-fmd56a"},
    {"(L) three years", "3\u5E74B\u7D44\u91D1\u516B\u5148\u751F", "3B-ww4c5e180e575a65lsy2b"},
    {"(M) with", "\u5B89\u5BA4\u5948\u7F8E\u6075-with-SUPER-MONKEYS", "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n"},
    {"(N) hello", "Hello-Another-Way-\u305D\u308C\u305E\u308C\u306E\u5834\u6240",
     "Hello-Another-Way--fc4qua05auwb3674vfr0b"},
    {"(O) hitotsu", "\u3072\u3068\u3064\u5C4B\u6839\u306E\u4E0B2", "2-u9tlzr9756bt3uc0v"},
    {"(P) maji", "Maji\u3067Koi\u3059\u308B5\u79D2\u524D", "MajiKoi5-783gue6qz075azm5e"},
    {"(Q) pafii", "\u30D1\u30D5\u30A3\u30FCde\u30EB\u30F3\u30D0", "de-jg4avhby1noc0d"},
    {"(R) sono", "\u305D\u306E\u30B9\u30D4\u30FC\u30C9\u3067", "d9juau41awczczp"},
    {"(S) ASCII", "-> $1.00 <-", "-> $1.00 <--"},
    {"beyond the first plane", "\U0001F600", "e28h"},
};

static void test_samples(void **state)
{
    char out[PNEU_I_LABEL_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        size_t len = pneu_i_punycode_encode(pneu_i_str(samples[i].utf8), out);
        if (!pneu_i_str_equal(pneu_i_str_of(out, len), pneu_i_str(samples[i].code)))
            fail_msg("%s: %.*s", samples[i].name, (int)len, out);
    }
}

/* ---- Domains ---------------------------------------------------------------------------------------------------- */

#define E20                                                                                                            \
    "\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9"     \
    "\u00E9\u00E9"
#define J10 "\u65E5\u672C\u8A9E\u306A\u305C\u307F\u3093\u5B89\u5BA4\u5948"

static const struct domain {
    const char *name;
    const char *in;
    const char *out; /* NULL: PNEU_ERR_SYNTAX */
} domains[] = {
    {"ASCII stays", "X.Example", "X.Example"},
    {"nothing", "", ""},
    {"one label", "b\u00FCcher.example", "xn--bcher-kva.example"},
    {"ASCII letters become lower case", "B\u00FCCHER.Example", "xn--bcher-kva.Example"},
    {"other capitals, too", "\u00D6\u00D7\u0100\u0139\u0178.\u0391\u0386\u0388\u038F.\u041F\u0401",
     "xn--rca5d2ah9z.xn--hxack2j.xn--o1a0b"},
    {"letters without a small one", "\u0130\u0138\u0149\u0390\u00DF", "xn--zca5nya2e94n"},
    {"the last label", "x.\u4E2D\u56FD", "x.xn--fiqs8s"},
    {"a dot at the end", "\u00E9.", "xn--9ca."},
    {"dots", "..\u00E9", "..xn--9ca"},
    {"a capital whose small letter stands apart", "\u038C", "xn--eya"},
    {"61 letters and another", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\u00E9", NULL},
    {"58 letters and another", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\u4E2D", NULL},
    {"ill-formed",
     "b\xFC"
     "cher.example",
     NULL},
    {"cut", "x.\xC3", NULL},
    {"64 characters", E20 E20 E20 "\u00E9\u00E9\u00E9\u00E9", NULL},
    {"too long in Punycode", J10 J10 J10, NULL},
    {"a long label", E20 E20, "xn--9caaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
};

static void check_domain(pneu_arena *arena, const struct domain *row)
{
    size_t len = strlen(row->in);
    char *exact = malloc(len + 1);
    pneu_str out = {NULL, 0};
    MUST(exact != NULL);
    memcpy(exact, row->in, len + 1);
    pneu_status status = pneu_i_domain_to_ascii(arena, pneu_i_str_of(exact, len), &out);
    if (row->out == NULL ? status != PNEU_ERR_SYNTAX
                         : status != PNEU_OK || !pneu_i_str_equal(out, pneu_i_str(row->out)))
        fail_msg("%s: %d %.*s", row->name, (int)status, (int)out.len, out.ptr);
    free(exact);
}

static void test_domains(void **state)
{
    pneu_arena *arena;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(domains); i++)
        check_domain(arena, &domains[i]);
    pneu_arena_free(arena);
}

/* Whatever comes in, labels have at most 63 bytes of ASCII. */
static void test_every_beginning(void **state)
{
    pneu_arena *arena;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        for (size_t len = 0; len <= strlen(samples[i].utf8); len++) {
            char *exact = malloc(len > 0 ? len : 1);
            pneu_str out = {NULL, 0};
            MUST(exact != NULL);
            memcpy(exact, samples[i].utf8, len);
            if (pneu_i_domain_to_ascii(arena, pneu_i_str_of(exact, len), &out) == PNEU_OK)
                for (size_t k = 0; k < out.len; k++)
                    assert_true((unsigned char)out.ptr[k] < 0x80);
            free(exact);
        }
    }
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_domains),
        cmocka_unit_test(test_every_beginning),
    };
    return RUN_TESTS(tests);
}
