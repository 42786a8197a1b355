/*
 * pneu/base.h: what every other header stands on: status codes, slices, the allocator, options and limits.
 *
 * Conventions of the whole library:
 * - Every call that can fail returns a pneu_status. Zero and positive values are good news, negative ones errors.
 *   `*out` is written only on success.
 * - Text is a pneu_str: a pointer and a length. Nothing depends on a terminating NUL.
 * - "borrowed until X" means: do not free it, and do not use it after X. "copied" means the caller's bytes may go.
 * - An object may be used by one thread at a time. Different objects share nothing and need no locking.
 * - The library opens no file, reads no clock, no environment and no locale, and has no writable static data.
 */
#ifndef PNEU_BASE_H
#define PNEU_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__) || defined(__clang__)
#define PNEU_API __attribute__((visibility("default")))
#else
#define PNEU_API
#endif

#define PNEU_VERSION_MAJOR 0
#define PNEU_VERSION_MINOR 1
#define PNEU_VERSION_PATCH 0
#define PNEU_VERSION_STRING "0.1.0"

/* The version of the library in use (not of the headers), "MAJOR.MINOR.PATCH". Static text. */
PNEU_API const char *pneu_version(void);

/* ---- Status ------------------------------------------------------------------------------------------------- */

/* What a call came to. No value means two things. Errors stay with the object (they are sticky) until its reset. */
typedef int32_t pneu_status;

enum {
    PNEU_OK = 0,   /* done; an event, a value or some bytes were given */
    PNEU_MORE = 1, /* everything pushed so far is used up: push more, or finish */
    PNEU_DONE = 2, /* the end: nothing will follow */

    PNEU_ERR_MEMORY = -1,    /* the allocator gave nothing */
    PNEU_ERR_ARGUMENT = -2,  /* an argument is out of its domain (NULL, a bad enumerator, an impossible length) */
    PNEU_ERR_STATE = -3,     /* the call does not belong here: push before MORE, push after finish */
    PNEU_ERR_OPTION = -4,    /* an unknown option key, or a value outside the option's range */
    PNEU_ERR_LIMIT = -5,     /* an output limit set by the caller was reached */
    PNEU_ERR_SYNTAX = -6,    /* strict mode only: the input is outside the RFC's grammar */
    PNEU_ERR_NOT_FOUND = -7, /* there is no such part, field or name */
    PNEU_ERR_NOT_KEPT = -8,  /* the bytes asked for were not kept (a tree in headers-only or offsets mode) */

    PNEU_ERR_SIGNED = -9,    /* a part under multipart/signed would have to be changed (RFC 1847 section 2.1) */
    PNEU_ERR_ENCODING = -10, /* an unknown Content-Transfer-Encoding with bytes that 7-bit transport cannot carry */
    PNEU_ERR_UNREPRESENTABLE = -11, /* a field or part that has no 7-bit form */
    PNEU_ERR_LATE_8BIT = -12,       /* a part that was passed on as 7-bit turned out not to be: the output is void */
    PNEU_ERR_BOUNDARY = -13,        /* a line of the content could be taken for a delimiter that was chosen for it */
    PNEU_ERR_CHANGED = -14,         /* the second pass over a message saw other bytes than the first */
    PNEU_ERR_DECODED = -15, /* the part stands in the decoded body of another one, and cannot be changed there */
    PNEU_ERR_REFUSED = -16, /* a message that a policy does not let through */
    PNEU_ERR_IO = -17 /* for functions of the caller's that cannot read or write; the library gives on what they return */
};

/* The enumerator's name, for instance "PNEU_ERR_MEMORY"; "unknown" for any other value. Static text. */
PNEU_API const char *pneu_status_name(pneu_status status);

/* ---- Slices ------------------------------------------------------------------------------------------------- */

/* A run of bytes that somebody else owns. `ptr` may be NULL when `len` is 0. */
typedef struct pneu_str {
    const char *ptr;
    size_t len;
} pneu_str;

/* ---- Memory ------------------------------------------------------------------------------------------------- */

/*
 * The allocator of an object and of everything it makes. `resize` is malloc (ptr NULL, old_size 0), realloc and free
 * (new_size 0, whose result is ignored) in one; old_size is always what the library last asked for. It returns NULL
 * when there is no memory, and then `ptr` is still valid. NULL in place of a pneu_alloc means malloc.
 * The struct is copied by the object that is given it; what `ctx` points to must outlive the object.
 */
typedef struct pneu_alloc {
    void *(*resize)(void *ctx, void *ptr, size_t old_size, size_t new_size);
    void *ctx;
} pneu_alloc;

/* Memory for values of variable size that are freed all at once. Values put there live until its reset or free. */
typedef struct pneu_arena pneu_arena;

/* A new, empty arena; nothing more is allocated before its first use. The caller frees it with pneu_arena_free.
 * PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT (out is NULL). */
PNEU_API pneu_status pneu_arena_new(const pneu_alloc *alloc, pneu_arena **out);

/* Ends the life of every value in the arena; some memory is kept for what comes next. */
PNEU_API void pneu_arena_reset(pneu_arena *arena);

/* Frees the arena and every value in it; NULL is allowed. */
PNEU_API void pneu_arena_free(pneu_arena *arena);

/* ---- Options and limits ------------------------------------------------------------------------------------- */

/*
 * Settings for parser and message. Values are int64; 0 always means "the default"; where a limit may be switched off
 * its value is PNEU_LIMIT_NONE. A limit that is reached never fails a parse: what is beyond it is passed on as opaque
 * bytes, with a defect (see pneu/defect.h).
 */
typedef struct pneu_options pneu_options;

#define PNEU_LIMIT_NONE INT64_C(-1)

/* Keys of pneu_options_set. They are only ever appended to. Sizes are in bytes. */
enum {
    PNEU_OPTION_MAX_MESSAGE = 1,       /* bytes interpreted of a message; default PNEU_LIMIT_NONE */
    PNEU_OPTION_MAX_FIELD = 2,         /* bytes of one field; default 102400; at least 2048, at most 1 GiB */
    PNEU_OPTION_MAX_HEADER = 3,        /* bytes of one header; default 1048576 */
    PNEU_OPTION_MAX_FIELDS = 4,        /* fields of one header; default 1000 */
    PNEU_OPTION_MAX_NESTING = 5,       /* open multiparts and messages, decoded ones too; default 64; at most 1024 */
    PNEU_OPTION_MAX_PARTS = 6,         /* parts of a message; default 10000 */
    PNEU_OPTION_MAX_PARAMETERS = 7,    /* parameters of one field; default and maximum 128 */
    PNEU_OPTION_MAX_DECODED_DEPTH = 8, /* encoded messages inside encoded messages; default 3 */
    PNEU_OPTION_MAX_RECEIVED = 9,      /* Received fields of one header before limit_tokens; default 100 */
    PNEU_OPTION_MAX_KEPT_MEMORY = 10,  /* bytes a reset object may keep for its next use; default 262144 */
    PNEU_OPTION_MAX_OUTPUT = 11,       /* bytes of a decoded body given as a whole; default PNEU_LIMIT_NONE */
    PNEU_OPTION_CPU_LEVEL = 12         /* PNEU_CPU_...: the widest vectors to use; default PNEU_CPU_512 */
};

/*
 * Values of PNEU_OPTION_CPU_LEVEL. What this CPU (or this build) lacks is taken as the next lower level, and
 * pneu_options_value tells which one that is. It is for parsing, decoding and converting; builders, and whatever looks
 * at a single text or field, use the widest. Results never depend on it: it is there to compare speeds, and to keep off
 * units of a CPU that are slow or broken.
 */
enum {
    PNEU_CPU_PORTABLE = 1, /* plain C */
    PNEU_CPU_128 = 2,      /* vectors of 128 bits: SSE4.2 on x86-64, NEON on arm64 */
    PNEU_CPU_256 = 3,      /* AVX2 with BMI2 */
    PNEU_CPU_512 = 4       /* AVX-512 with VBMI2 */
};

/* The level's name: "portable", "128", "256", "512"; "unknown" for any other value. Static text. */
PNEU_API const char *pneu_cpu_level_name(int32_t level);

/* A new set of options, all at their defaults. The caller frees it with pneu_options_free.
 * PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT (out is NULL). */
PNEU_API pneu_status pneu_options_new(const pneu_alloc *alloc, pneu_options **out);

/* Sets one option. PNEU_ERR_OPTION for an unknown key or a value out of range: then nothing changes. */
PNEU_API pneu_status pneu_options_set(pneu_options *options, int32_t key, int64_t value);

/* The value in force (the default where none was set), or PNEU_ERR_OPTION for an unknown key. */
PNEU_API pneu_status pneu_options_value(const pneu_options *options, int32_t key, int64_t *out);

/* Frees the options; NULL is allowed. Objects made with them keep their own copy. */
PNEU_API void pneu_options_free(pneu_options *options);

/* ---- Readings ----------------------------------------------------------------------------------------------- */

/*
 * Deployed parsers differ on malformed mail. A reading answers each point of difference with one choice; all zero is
 * the primary reading, what most programs do. A choice is looked at only where the defect that names it fires.
 * choice[PNEU_READING_x] holds one of the values listed with x.
 */
enum {
    PNEU_READING_NONE = 0,               /* (a defect that no choice answers) */
    PNEU_READING_BARE_CR = 1,            /* 0 data; 1 a bare CR ends the line */
    PNEU_READING_NON_FIELD_LINE = 2,     /* 0 look ahead one line; 1 it ends the header; 2 the header goes on */
    PNEU_READING_DUPLICATE_FIELD = 3,    /* Content-Type and other MIME fields: 0 first; 1 last */
    PNEU_READING_BOUNDARY = 4,           /* 0 first boundary parameter; 1 last; 2 guessed from the first "--" line */
    PNEU_READING_BOUNDARY_MATCH = 5,     /* 0 whole line; 1 prefix of the line */
    PNEU_READING_NESTED_BOUNDARY = 6,    /* 0 innermost multipart first; 1 outermost first */
    PNEU_READING_CLOSED_MULTIPART = 7,   /* 0 what follows the close delimiter is epilogue; 1 parts go on */
    PNEU_READING_GAP = 8,                /* 0 preamble and epilogue are gaps; 1 delimiter lines in them open parts */
    PNEU_READING_ENCODED_BOUNDARY = 9,   /* 0 plain over RFC 2231; 1 RFC 2231 over plain; 2 RFC 2047 decoded */
    PNEU_READING_PARAMETER_COMMENT = 10, /* 0 skipped; 1 part of the name or value */
    PNEU_READING_MISSING_SEMICOLON = 11, /* 0 not read; 1 parameters are found without it */
    PNEU_READING_ENCODING_TOKEN = 12,    /* 0 first token; 1 last token; 2 none (identity); 3 guessed
                                           * from the body's first line where the field has no token alone that is known */
    PNEU_READING_BASE64_PADDING = 13,    /* 0 decoding goes on after padding; 1 it stops there */
    PNEU_READING_ENCODED_COMPOSITE = 14, /* 0 an encoded message is decoded; 1 it is read as it stands */
    PNEU_READING_TYPE = 15               /* unreadable type: 0 text/plain; 1 multipart where it says "multipart/" */
};

#define PNEU_READING_SIZE 32

/* One reading. This struct never changes its size; unused choices must be 0. */
typedef struct pneu_reading {
    uint8_t choice[PNEU_READING_SIZE];
} pneu_reading;

/* Sets the reading (copied); NULL sets the primary one. PNEU_ERR_OPTION if a choice has no such value. */
PNEU_API pneu_status pneu_options_set_reading(pneu_options *options, const pneu_reading *reading);

/* Where the reading begins to hold: with the first part that begins at this offset or behind it, in this space (0: the
 * input; else the decoded body of an encoded message, see pneu_defect) or in one opened later. What stands before is read
 * in the primary reading. 0 and 0, the default: it holds everywhere. PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_options_set_reading_start(pneu_options *options, uint32_t space, uint64_t offset);

#ifdef __cplusplus
}
#endif

#endif
