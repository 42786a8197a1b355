/*
 * Mutations that know what mail is made of: pieces between the borders of lines, fields, parameters and parts are
 * removed, doubled, moved, or taken from another input. For libFuzzer; half of the mutations are its own.
 */
#ifndef TESTS_SUPPORT_MAIL_MUTATOR_H
#define TESTS_SUPPORT_MAIL_MUTATOR_H

#include <stddef.h>
#include <stdint.h>

/* Changes a message in place, at most `room` bytes; the same seed gives the same. Gives its new size. */
size_t mail_mutate(uint8_t *mail, size_t size, size_t room, unsigned seed);

/* One message with a piece of another in it, in `out`; gives its size, at most `room`. */
size_t mail_cross(const uint8_t *mail, size_t size, const uint8_t *other, size_t other_size, uint8_t *out, size_t room,
                  unsigned seed);

/* For the file of a target whose inputs are messages behind so many bytes of options. */
#define MAIL_MUTATOR(options)                                                                                          \
    size_t mail_option_bytes(void)                                                                                     \
    {                                                                                                                  \
        return options;                                                                                                \
    }                                                                                                                  \
    size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed);                            \
    size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed)                             \
    {                                                                                                                  \
        return mail_target_mutate(data, size, room, seed, options);                                                    \
    }                                                                                                                  \
    size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size, uint8_t *out,   \
                                     size_t room, unsigned seed);                                                      \
    size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size, uint8_t *out,   \
                                     size_t room, unsigned seed)                                                       \
    {                                                                                                                  \
        return mail_cross(a, a_size, b, b_size, out, room, seed);                                                      \
    }

/* What MAIL_MUTATOR calls: the fuzzer's own mutation, or one of the message. */
size_t mail_target_mutate(uint8_t *data, size_t size, size_t room, unsigned seed, size_t options);

/* Of the target: its bytes of options. MAIL_MUTATOR defines it. */
size_t mail_option_bytes(void);

#endif
