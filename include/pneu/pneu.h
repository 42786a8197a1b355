/* pneu/pneu.h: all of the library. */
#ifndef PNEU_PNEU_H
#define PNEU_PNEU_H

#include <pneu/address.h>
#include <pneu/auth.h>
#include <pneu/base.h>
#include <pneu/charset.h>
#include <pneu/codec.h>
#include <pneu/crypto.h>
#include <pneu/date.h>
#include <pneu/defect.h>
#include <pneu/field.h>
#include <pneu/format.h>
#include <pneu/list.h>
#include <pneu/msgid.h>
#include <pneu/parse.h>
#include <pneu/report.h>
#include <pneu/strip.h>
#include <pneu/syntax.h>
#include <pneu/trace.h>
#include <pneu/tree.h>
#include <pneu/view.h>
#include <pneu/write.h>

#endif
