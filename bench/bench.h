/* What the parts of the benchmark share: corpora, contestants (our library and its peers), clocks and limits. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Small helpers ------------------------------------------------------------------------------------------ */

/* Prints the text to stderr and ends the program with status 1. */
void bench_die(const char *text);

/* realloc that does not fail: it ends the program instead. */
void *bench_realloc(void *ptr, size_t size);

/* A buffer that grows and is used again. */
typedef struct bench_room {
    char *bytes;
    size_t capacity;
} bench_room;

/* Room for so many bytes, and some more. */
void bench_make_room(bench_room *room, size_t size);

double bench_now(void);                              /* seconds of processor time */
double bench_median(const double *values, size_t n); /* n at most BENCH_MAX_ROUNDS */

#define BENCH_MAX_ROUNDS 64

/* How many LF there are, as fast as the CPU's widest vectors allow: the limit for whatever reads each byte. */
uint64_t bench_count_lf(const char *bytes, size_t len);
const char *bench_scan_level(void); /* the vectors it uses: "AVX-512", "AVX2" or "portable" */

/* The levels of our kernels (PNEU_CPU_...) that this CPU has, up to the one that PNEU_CPU_LEVEL in the environment names,
 * the widest last; gives their number, at most BENCH_MAX_LEVELS. */
size_t bench_cpu_levels(int32_t *out);

/* What contestants of ours use that are opened from now on; 0, as in the beginning, is the widest. */
void bench_use_cpu_level(int32_t level);
int32_t bench_cpu_level(void);

#define BENCH_MAX_LEVELS 4

/* ---- Corpora ------------------------------------------------------------------------------------------------ */

/* One large message in a file that has no name, in memory where the system has a place for that: it is read, like a file
 * that was read before. */
typedef struct bench_big {
    int fd;
    uint64_t total;
} bench_big;

/* Messages in memory, one after another. */
typedef struct bench_corpus {
    char name[32];
    const char *line_ending; /* "CRLF", "LF", "mixed" or "" */
    size_t message_size;     /* of each message, about; 0: as it is usual for the kind */
    char *bytes;
    size_t len;
    size_t *ends; /* of each message */
    size_t count;
    unsigned laps;       /* how often it is worked through in one measurement */
    int is_real;         /* found, not generated: peers may differ on it */
    size_t measured_len; /* bytes that speeds are told for; encoders: of the encoded text, else len */
    bench_big *big;      /* the one message, in place of bytes */
} bench_corpus;

/* A generated corpus: "text", "attach", "deep", "qp", "eight" or "tiny", of about `bytes` bytes, in messages of about
 * `message_size` (0: as usual for the kind). NULL for another name. */
bench_corpus *bench_corpus_generate(const char *name, size_t bytes, size_t message_size, int is_lf);

/* All regular files below the directories, a message each, at most `bytes` bytes of them. NULL if there are none. */
bench_corpus *bench_corpus_from_directories(const char *const *paths, size_t count, size_t bytes);

/* One message of about `total` bytes, in a file. */
bench_corpus *bench_corpus_big(uint64_t total, int is_lf);

/* Input for one codec, as a corpus of one "message": for its modes see below. NULL for other modes. */
bench_corpus *bench_corpus_codec(int mode, size_t bytes);

bench_corpus *bench_corpus_new(const char *name, const char *line_ending); /* without messages */
void bench_corpus_add_end(bench_corpus *corpus, size_t end);               /* of one message more */
void bench_corpus_free(bench_corpus *corpus);
void bench_big_free(bench_big *big);

/* Reads the whole message from its beginning into the buffer, again and again; `take` gets each piece. 0, or what `take`
 * returned if that was not 0, or -1. */
int bench_big_read(const bench_big *big, char *buffer, size_t size,
                   int (*take)(void *opaque, const char *bytes, size_t len), void *opaque);

/* ---- Contestants -------------------------------------------------------------------------------------------- */

/* What is measured. */
enum {
    BENCH_STRUCTURE, /* the header's fields and the tree of parts */
    BENCH_DECODE,    /* and each leaf's body, decoded */
    BENCH_REBUILD,   /* parsed, and written again */
    BENCH_ASCII,     /* written as 7-bit ASCII */
    BENCH_FIELDS,    /* From, Subject and Date of the header as values; leaves are authors */
    BENCH_BIG,       /* one very large message, read from a file; decoded where the contestant says so */
    BENCH_BASE64_DECODE,
    BENCH_BASE64_DECODE_UNEVEN,   /* lines of 60 to 76 letters */
    BENCH_BASE64_DECODE_UNBROKEN, /* no line ends */
    BENCH_BASE64_ENCODE,
    BENCH_QP_DECODE_SPARSE,
    BENCH_QP_DECODE_DENSE,
    BENCH_QP_ENCODE,
    BENCH_UU_DECODE,
    BENCH_UU_ENCODE,
    BENCH_YENC_DECODE,
    BENCH_TO_CRLF,
    BENCH_TO_LF,
    BENCH_DOT_STUFF,
    BENCH_DOT_UNSTUFF,
    BENCH_MODE_COUNT
};

extern const char *const bench_mode_names[BENCH_MODE_COUNT];

/* What a contestant found: to be the same for all before speeds are compared. */
typedef struct bench_tally {
    uint64_t leaves;
    uint64_t bytes; /* decoded or written */
    int is_judged;  /* asked for: what is written is looked at. Copies are compared; other messages go to bench_judge */
} bench_tally;

/* Reads a message: its leaves are counted, and what its leaves, authors and subject say is added to bytes as a number,
 * without regard to line ends and encodings. For messages that are written differently but are to mean the same. Where
 * is_judged is set the program ends at a byte above 127. */
void bench_judge(bench_tally *tally, const char *bytes, size_t len);

/* Bytes held by an object of ours, counted exactly. */
typedef struct bench_heap {
    size_t held;
    size_t peak;
    uint64_t calls;
} bench_heap;

/* One way to do one job. */
typedef struct bench_contestant {
    const char *name;
    int mode;
    int flags;                       /* BENCH_... bits */
    void *(*open)(bench_heap *heap); /* heap: where to count, or NULL. NULL: it cannot run */
    int (*run)(void *state, const char *bytes, size_t len, bench_tally *tally); /* one message; 0 or -1 */
    int (*run_big)(void *state, const bench_big *big, bench_tally *tally);      /* BENCH_BIG in place of run */
    void (*close)(void *state);
} bench_contestant;

enum {
    BENCH_IS_PEER = 1,      /* not ours */
    BENCH_NO_LEAVES = 2,    /* its leaves are not counted, or counted in another sense */
    BENCH_NO_BYTES = 4,     /* so with its bytes */
    BENCH_SMALL_ONLY = 8,   /* only run on messages of about 200 bytes */
    BENCH_EVERY_LEVEL = 16, /* ours: with the kernels of each level, not only with the widest */
    BENCH_NO_SIZES = 32     /* not where messages have one size: for the tables of one kind of mail only */
};

/* For contestants that need no state. */
void *bench_open_nothing(bench_heap *heap);
void bench_close_nothing(void *state);

/* Each list ends with a contestant without name. */
extern const bench_contestant bench_pneu_parse[];
extern const bench_contestant bench_pneu_fields[];
extern const bench_contestant bench_pneu_ascii[];
extern const bench_contestant bench_pneu_big[];
extern const bench_contestant bench_pneu_codecs[];
extern const bench_contestant bench_gmime[];
extern const bench_contestant bench_gmime_codecs[];
extern const bench_contestant bench_gmime_ascii[];
extern const bench_contestant bench_gmime_big[];
extern const bench_contestant bench_libetpan[];
extern const bench_contestant bench_mimetic[];
extern const bench_contestant bench_dovecot[];
extern const bench_contestant bench_openssl[];

/* Fills in those of the mode that this build has, at most `capacity`; gives their number. */
size_t bench_contestants(int mode, const bench_contestant **out, size_t capacity);

/* The contestant of this mode and name, or NULL. */
const bench_contestant *bench_contestant_find(int mode, const char *name);

/* Works through the corpus once (all its laps). The tally is counted anew; is_judged stays. 0 or -1. */
int bench_run(const bench_contestant *contestant, void *state, const bench_corpus *corpus, bench_tally *tally);

#ifdef __cplusplus
}
#endif

#endif
