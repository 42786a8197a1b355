/* pneu/pneu.h: all of the library. */
#ifndef PNEU_PNEU_H
#define PNEU_PNEU_H

#include <pneu/address.h>
#include <pneu/base.h>
#include <pneu/codec.h>
#include <pneu/defect.h>
#include <pneu/field.h>
#include <pneu/format.h>
#include <pneu/parse.h>
#include <pneu/syntax.h>
#include <pneu/tree.h>
#include <pneu/write.h>

#endif
