/* The names of status codes, and the version. */
#include "pneu/base.h"

const char *pneu_status_name(pneu_status status)
{
    switch (status) {
    case PNEU_OK: return "PNEU_OK";
    case PNEU_MORE: return "PNEU_MORE";
    case PNEU_DONE: return "PNEU_DONE";
    case PNEU_ERR_MEMORY: return "PNEU_ERR_MEMORY";
    case PNEU_ERR_ARGUMENT: return "PNEU_ERR_ARGUMENT";
    case PNEU_ERR_STATE: return "PNEU_ERR_STATE";
    case PNEU_ERR_OPTION: return "PNEU_ERR_OPTION";
    case PNEU_ERR_LIMIT: return "PNEU_ERR_LIMIT";
    case PNEU_ERR_SYNTAX: return "PNEU_ERR_SYNTAX";
    case PNEU_ERR_NOT_FOUND: return "PNEU_ERR_NOT_FOUND";
    case PNEU_ERR_NOT_KEPT: return "PNEU_ERR_NOT_KEPT";
    case PNEU_ERR_SIGNED: return "PNEU_ERR_SIGNED";
    case PNEU_ERR_ENCODING: return "PNEU_ERR_ENCODING";
    case PNEU_ERR_UNREPRESENTABLE: return "PNEU_ERR_UNREPRESENTABLE";
    case PNEU_ERR_LATE_8BIT: return "PNEU_ERR_LATE_8BIT";
    case PNEU_ERR_BOUNDARY: return "PNEU_ERR_BOUNDARY";
    case PNEU_ERR_CHANGED: return "PNEU_ERR_CHANGED";
    case PNEU_ERR_DECODED: return "PNEU_ERR_DECODED";
    case PNEU_ERR_REFUSED: return "PNEU_ERR_REFUSED";
    case PNEU_ERR_IO: return "PNEU_ERR_IO";
    default: return "unknown";
    }
}

const char *pneu_version(void)
{
    return PNEU_VERSION_STRING;
}
