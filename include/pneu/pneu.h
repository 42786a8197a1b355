/* pneu/pneu.h: all of the library. */
#ifndef PNEU_PNEU_H
#define PNEU_PNEU_H

#include <pneu/address.h>
#include <pneu/auth.h>
#include <pneu/base.h>
#include <pneu/build.h>
#include <pneu/canon.h>
#include <pneu/chain.h>
#include <pneu/charset.h>
#include <pneu/check.h>
#include <pneu/codec.h>
#include <pneu/crypto.h>
#include <pneu/date.h>
#include <pneu/defect.h>
#include <pneu/edit.h>
#include <pneu/field.h>
#include <pneu/field_edit.h>
#include <pneu/filter.h>
#include <pneu/format.h>
#include <pneu/gzip.h>
#include <pneu/list.h>
#include <pneu/maildir.h>
#include <pneu/mbox.h>
#include <pneu/msgid.h>
#include <pneu/needs.h>
#include <pneu/note.h>
#include <pneu/parse.h>
#include <pneu/policy.h>
#include <pneu/readings.h>
#include <pneu/refold.h>
#include <pneu/reply.h>
#include <pneu/report.h>
#include <pneu/sanitise.h>
#include <pneu/strip.h>
#include <pneu/syntax.h>
#include <pneu/trace.h>
#include <pneu/tree.h>
#include <pneu/view.h>
#include <pneu/widen.h>
#include <pneu/write.h>

#endif
