/* What every test includes: cmocka, with the headers it wants first, and the helpers that fit any test. */
#ifndef TESTS_SUPPORT_TEST_H
#define TESTS_SUPPORT_TEST_H

#ifdef PNEU_WITHOUT_CMOCKA
#error "what tests share with fuzz targets uses support/must.h instead"
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/must.h"

/* Runs the tests of one program; the status is the number of failures, as main returns it. */
#define RUN_TESTS(tests) cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL)

#endif
