/* How a stream of the library becomes a stage of a chain. */
#ifndef PNEU_FILTER_STAGE_H
#define PNEU_FILTER_STAGE_H

#include "pneu/chain.h"

/* The four functions that all streams have. A pointer to pneu_NAME_push itself could not be called as one that takes a
 * pointer to void. */
#define PNEU_I_STAGE_FUNCTIONS(name)                                                                                   \
    static pneu_status name##_push(void *stream, const void *bytes, size_t len)                                        \
    {                                                                                                                  \
        return pneu_##name##_push(stream, bytes, len);                                                                 \
    }                                                                                                                  \
    static pneu_status name##_finish(void *stream)                                                                     \
    {                                                                                                                  \
        return pneu_##name##_finish(stream);                                                                           \
    }                                                                                                                  \
    static pneu_status name##_read(void *stream, void *out, size_t capacity, size_t *written)                          \
    {                                                                                                                  \
        return pneu_##name##_read(stream, out, capacity, written);                                                     \
    }                                                                                                                  \
    static void name##_reset(void *stream)                                                                             \
    {                                                                                                                  \
        pneu_##name##_reset(stream);                                                                                   \
    }

#define PNEU_I_STAGE(name)                                                                                             \
    PNEU_I_STAGE_FUNCTIONS(name)                                                                                       \
    pneu_stage pneu_##name##_stage(pneu_##name *stream)                                                                \
    {                                                                                                                  \
        pneu_stage stage = {name##_push, name##_finish, name##_read, NULL, name##_reset, stream};                      \
        return stage;                                                                                                  \
    }

#endif
