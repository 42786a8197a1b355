/*
 * The parameters of Content-Type and Content-Disposition as they stand in the field, read without memory: places in the
 * raw value, marks of RFC 2231, what has to be undone. The parser's own reads and the public functions both start here.
 */
#ifndef PNEU_SYNTAX_PARAMS_H
#define PNEU_SYNTAX_PARAMS_H

#include "base/options.h"
#include "pneu/syntax.h"
#include "syntax/scan.h"

#define PNEU_I_PARAMS_MAX 128 /* the highest value of PNEU_OPTION_MAX_PARAMETERS */

/* Sections of RFC 2231 section 3. */
enum {
    PNEU_I_SECTION_NONE = -1, /* the name has no number */
    PNEU_I_SECTION_BAD = -2   /* what follows the star is no number: the parameter is not read */
};

enum {
    PNEU_I_FIELD_TYPE = 0,
    PNEU_I_FIELD_DISPOSITION = 1
};

typedef struct pneu_i_raw_param {
    size_t start; /* the whole parameter, for defects */
    size_t end;
    size_t name; /* without marks */
    size_t name_len;
    size_t value; /* without the quote marks */
    size_t value_len;
    uint32_t hash;      /* of the name in any case; set once all are read, if there are two */
    int16_t section;    /* PNEU_I_SECTION_..., or the number (at most INT16_MAX) */
    uint16_t saw;       /* PNEU_I_SAW_... of the value */
    uint8_t is_encoded; /* 1 if the name ends in a star: RFC 2231 section 4 */
    uint8_t is_quoted;
} pneu_i_raw_param;

typedef struct pneu_i_params {
    pneu_str text; /* the whole value of the field */
    const pneu_i_settings *settings;
    const pneu_defect_sink *sink; /* or NULL */
    int32_t field;                /* PNEU_I_FIELD_... */
    int has_stars;                /* 1 if there is a name with a mark of RFC 2231 */
    int has_open_comment;         /* 1 once a comment was not closed: a later "(" is a byte like any other */
    int has_open_quote;           /* the same for quoted strings inside elements that are skipped */
    size_t count;
    pneu_i_raw_param item[PNEU_I_PARAMS_MAX]; /* the first `count` are set */
} pneu_i_params;

/* The settings of the public functions: the primary reading. */
extern const pneu_i_settings pneu_i_primary_settings;

void pneu_i_params_init(pneu_i_params *params, pneu_str text, int32_t field, const pneu_i_settings *settings,
                        const pneu_defect_sink *sink);

/* Reads the parameters after the type or disposition that ends at `at`: first there should be a ";". */
void pneu_i_params_read_after(pneu_i_params *params, size_t at);

/* Reads the parameters from `at` on, where the name of one stands. */
void pneu_i_params_read(pneu_i_params *params, size_t at);

/* Reports what is wrong between parameters: doubles, sections, conflicts, encoded words. To be called once. */
void pneu_i_params_check(const pneu_i_params *params);

/* Skips CFWS and reports comments. In the reading where comments are text, white space only. */
size_t pneu_i_params_skip_cfws(pneu_i_params *params, size_t at, unsigned *saw);

/* The same, quick where there is nothing or one space before a token. */
static inline size_t pneu_i_params_skip_between(pneu_i_params *params, size_t at, unsigned *saw)
{
    size_t token = at;
    if (at < params->text.len && params->text.ptr[at] == ' ')
        token++;
    if (token == params->text.len || !pneu_i_is((unsigned char)params->text.ptr[token], PNEU_I_TOKEN))
        return pneu_i_params_skip_cfws(params, at, saw);
    *saw |= token > at ? PNEU_I_SAW_BLANK : 0u;
    return token;
}

/* The next ";" outside quoted strings and comments from `at` on, or the end. */
size_t pneu_i_params_find_semicolon(pneu_i_params *params, size_t at);

void pneu_i_params_report(const pneu_i_params *params, int32_t code, int32_t detail, size_t start, size_t end);

static inline const char *pneu_i_param_name(const pneu_i_params *params, size_t i)
{
    return params->text.ptr + params->item[i].name;
}

/* 1 if two parameters have the same name. */
int pneu_i_params_same(const pneu_i_params *params, size_t a, size_t b);

/* 1 if no parameter before i has its name. */
int pneu_i_params_is_first(const pneu_i_params *params, size_t i);

/* 1 if parameter i has this name, which is given in lower case and is nothing but letters. */
static inline int pneu_i_params_is_named(const pneu_i_params *params, size_t i, const char *letters, size_t len)
{
    const char *name = params->text.ptr + params->item[i].name;
    size_t k = 0;
    if (params->item[i].name_len != len)
        return 0;
    while (k < len && (name[k] | 0x20) == letters[k]) /* this makes capitals small, and no letter of another byte */
        k++;
    return k == len;
}

/* The first parameter of a name (letters only, in lower case) that can be read, or params->count. */
size_t pneu_i_params_find(const pneu_i_params *params, const char *letters, size_t len);

static inline unsigned pneu_i_params_choice(const pneu_i_params *params, int reading)
{
    return params->settings->reading.choice[reading];
}

#endif
