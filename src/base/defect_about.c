/*
 * What is told of defects: texts for people, in English. In: a code or a detail. Out: static text.
 * Not handled: other languages; a program that has them goes by the names.
 */
#include "base/defect_table.h"

const char *pneu_defect_about(int32_t code, int32_t topic)
{
    int is_known = code > PNEU_DEFECT_NONE && code < PNEU_DEFECT_COUNT && topic >= 0 && topic < PNEU_ABOUT_COUNT;
    return is_known ? pneu_i_defect_abouts[code].topics[topic] : "";
}

const char *pneu_detail_title(int32_t detail)
{
    return detail > 0 && detail < PNEU_DETAIL_COUNT ? pneu_i_detail_abouts[detail].title : "";
}

int32_t pneu_detail_code(int32_t detail)
{
    return detail > 0 && detail < PNEU_DETAIL_COUNT ? pneu_i_detail_abouts[detail].code : PNEU_DEFECT_NONE;
}
