/* What docs/defects.md says: a table of text, apart from that of the properties (defect.c). */
#ifndef PNEU_BASE_DEFECT_TABLE_H
#define PNEU_BASE_DEFECT_TABLE_H

#include "pneu/defect.h"

typedef struct pneu_i_defect_about {
    const char *topics[PNEU_ABOUT_COUNT];
} pneu_i_defect_about;

typedef struct pneu_i_detail_about {
    int32_t code; /* that it refines; of several the usual one */
    const char *title;
} pneu_i_detail_about;

extern const pneu_i_defect_about pneu_i_defect_abouts[PNEU_DEFECT_COUNT];
extern const pneu_i_detail_about pneu_i_detail_abouts[PNEU_DETAIL_COUNT];

#endif
