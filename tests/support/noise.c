/* Noise: words of mail in random order with random bytes between, so that headers, delimiters and encodings come up. */
#include "support/noise.h"

#include <stdlib.h>

#include "support/chunks.h"
#include "support/must.h"

static const char *const words[] = {
    "\r\n",
    "\r\n",
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    "\r\n ",
    "\r\n\t",
    "\r\r\n",
    " ",
    ":",
    ";",
    "=",
    "\"",
    "(",
    ")",
    "\\",
    "From: a@b.example",
    "From ",
    ">From ",
    "Subject: x",
    "MIME-Version: 1.0",
    "Content-Type: ",
    "Content-Type : ",
    "multipart/mixed; boundary=b",
    "multipart/digest; boundary=\"b b\"",
    "multipart/mixed; boundary=bb",
    "text/plain",
    "multipart/alternative; boundary*0=b; boundary*1=b",
    "message/rfc822",
    "message/global",
    "--b",
    "--b--",
    "--bb",
    "--",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable",
    "charset=utf-8",
    "=3D",
    "=\r\n",
    "Q29udGVudC1UeXBlOiB0ZXh0L3BsYWlu",
    "=?utf-8?Q?a?=",
    "filename*=utf-8''%41",
    "\xef\xbb\xbf",
    "\xc3\xa9",
    "no colon",
    "begin 644 f\r\n",
    "end\r\n",
    ".\r\n",
    "\x1b$B",
    "X:",
    "::",
    "boundary=",
    "name=\"",
    "*1*=",
    "\x7f",
    "====",
};

static size_t add(char *bytes, size_t at, size_t most, const char *more, size_t len)
{
    if (len > most - at)
        len = most - at;
    memcpy(bytes + at, more, len);
    return at + len;
}

char *make_noise(uint32_t seed, size_t most, size_t *len)
{
    uint32_t random = seed;
    char *bytes = malloc(most);
    MUST(bytes != NULL);
    size_t wanted = 1 + next_random(&random) % most;
    size_t at = 0;
    while (at < wanted) {
        uint32_t pick = next_random(&random);
        char any = (char)(pick >> 24);
        if (pick % 8 == 0)
            at = add(bytes, at, wanted, &any, 1);
        else
            at = add(bytes, at, wanted, words[pick / 8 % COUNT_OF(words)], strlen(words[pick / 8 % COUNT_OF(words)]));
    }
    char *exact = realloc(bytes, at);
    MUST(exact != NULL);
    *len = at;
    return exact;
}
