/*
 * pneu/maildir.h: the names of files in a Maildir, which say what was done with a message (maildir(5) of qmail,
 * Maildir++). The library reads and writes no file and no directory.
 */
#ifndef PNEU_MAILDIR_H
#define PNEU_MAILDIR_H

#include <pneu/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A name taken apart. This struct never changes. */
typedef struct pneu_maildir_name {
    pneu_str base;  /* what stays the same for the message's life, sizes included */
    pneu_str flags; /* letters, each once, in the order of ASCII: D draft, F flagged, P passed on, R replied, S seen,
                              T trashed; small letters have a meaning of the server's own */
    pneu_str experimental; /* what stands behind ":1,"; ptr is NULL where it does not */
    uint64_t size;         /* ,S= bytes of the file */
    uint64_t vsize;        /* ,W= bytes with CRLF line ends */
    int32_t has_size;
    int32_t has_vsize;
} pneu_maildir_name;

/* Takes a file's name apart. Before "2,FLAGS" may stand ":", "!" or ";": the latter on systems whose names have no ":".
 * Any name can be read; one without flags is its base. Slices are borrowed from the name, but for the flags, which are
 * in the arena. PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_maildir_name_parse(pneu_arena *arena, pneu_str name, pneu_maildir_name *out);

/* Puts base and flags together, "BASE:2,FLAGS", flags sorted and each once; other members are not looked at.
 * `separator` is ':', or '!' or ';' on systems that have no ":" in names. In the arena. PNEU_ERR_ARGUMENT: the base is
 * empty, begins with a dot, has a "/", a control character or a separator before "1," or "2,"; a flag is no letter.
 * PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_maildir_name_format(pneu_arena *arena, const pneu_maildir_name *name, char separator,
                                              pneu_str *out);

/* What makes a new name unique (maildir(5)). This struct never changes. */
typedef struct pneu_maildir_delivery {
    uint64_t seconds;     /* since 1970 */
    uint32_t microsecond; /* below 1000000 */
    uint32_t process;
    uint64_t sequence; /* deliveries of this process so far */
    pneu_str host;     /* as gethostname() tells it */
    uint64_t size;     /* of the file */
    uint64_t vsize;    /* with CRLF line ends */
    int32_t has_size;
    int32_t has_vsize;
} pneu_maildir_delivery;

/* A new base, "SECONDS.MmicrosecondPprocessQsequence.HOST,S=size,W=vsize", in the arena; "/" and ":" in the host's name
 * are escaped as maildir(5) says. PNEU_ERR_ARGUMENT: the host is empty or has control characters, the microsecond is no
 * such; PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_maildir_base_format(pneu_arena *arena, const pneu_maildir_delivery *delivery, pneu_str *out);

#ifdef __cplusplus
}
#endif

#endif
