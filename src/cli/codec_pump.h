/* An input through a codec, in constant memory. */
#ifndef PNEU_CLI_CODEC_PUMP_H
#define PNEU_CLI_CODEC_PUMP_H

#include "cli/arguments.h"
#include "cli/input.h"
#include "pneu/codec.h"

struct codec_pump {
    pneu_codec *codec;
    char *in;
    char *out;
    uint64_t after_end; /* bytes of the input behind the end that the codec found */
    int has_end;        /* the codec said that it is done before the input was over */
};

/* 0 on an error, which has been told. */
int codec_pump_init(struct cli *cli, struct codec_pump *pump, int32_t kind, uint32_t flags);
void codec_pump_free(struct codec_pump *pump);

/* Writes what the codec makes of the input. 1 at its end; 0 on an error, which has been told (PNEU_ERR_SYNTAX with exit
 * code 1 and the offset), or once the output has failed. */
int codec_pump_run(struct cli *cli, struct codec_pump *pump, struct input *input);

/* Warns of the defects the codec has found, one line each, and of how many more there are. */
void codec_pump_tell_defects(struct cli *cli, const struct codec_pump *pump, const char *name);

/* A codec as it is called on the command line. A table of them ends with an entry without a name. */
struct codec_name {
    const char *name;
    int32_t kind;
};

/* Takes the name of a codec from the operands. NULL if there is none such, which has been told. */
const struct codec_name *codec_name_choose(struct cli *cli, const struct arguments *arguments,
                                           const struct codec_name *names);

/* An option that is a flag of some codecs. A table of them ends with an entry whose option is 0. */
struct codec_flag {
    int option;
    uint32_t flag;
};

/* The flags of the options given. */
uint32_t codec_flags_given(const struct arguments *arguments, const struct codec_flag *flags);

#endif
