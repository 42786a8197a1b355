/* The conversion for each transport: what becomes of each kind of part and field, and what is refused. */
#include "support/test.h"

#include "support/ascii_run.h"

#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X250 X50 X50 X50 X50 X50
#define X700 X250 X250 X50 X50 X50 X50
#define X1000 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50

enum {
    REFUSE = PNEU_UNREPRESENTABLE_REFUSE,
    DOWNGRADE = PNEU_UNREPRESENTABLE_DOWNGRADE,
    DROP = PNEU_UNREPRESENTABLE_DROP
};

typedef struct row {
    const char *name;
    int32_t policy;
    const char *in;
    const char *out; /* planned; NULL: refused */
    pneu_status status;
    uint64_t losses;
} row;

static const row to_7bit[] = {
    {"nothing", REFUSE, "", "", 0, 0},
    {"LF", REFUSE, "A: b\n\nc\n", "A: b\r\n\r\nc\r\n", 0, 0},
    {"no line end", REFUSE, "A: b\r\n\r\nc", "A: b\r\n\r\nc", 0, 0},
    {"8-bit without an empty line", REFUSE, "A: b\r\n\xC3\xA9 c\r\nd\r\n",
     "A: b\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
     "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9 c\r\nd\r\n",
     0, 0},
    {"windows-1252", REFUSE, "A: b\r\n\r\ncaf\xE9\r\n",
     "A: b\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1252\r\n"
     "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9\r\n",
     0, 0},
    {"a bare CR", REFUSE, "Content-Type: text/plain\r\n\r\na\rb\r\n",
     "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=0Db\r\n", 0, 0},
    {"a line that would become a delimiter", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\xC3\xA9 --b\r\n--b--\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
     "=C3=A9 --b\r\n--b--\r\n",
     0, 0},
    {"base64 before a delimiter", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: a/b\r\n\r\n\xFF\xFE\r\n--b--\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: a/b\r\n"
     "Content-Transfer-Encoding: base64\r\n\r\n//4=\r\n--b--\r\n",
     0, 0},
    {"a path with a domain above ASCII", REFUSE,
     "Received: from a by b for <c@\xC3\xA9.example>; 1 Jan 2026 00:00:00 +0000\r\n\r\n",
     "Received: from a by b for <c@xn--9ca.example>; 1 Jan 2026 00:00:00 +0000\r\n\r\n", 0, 0},
    {"a parenthesis in quotes, and a comment", REFUSE,
     "Received: from \"a (b\" by c (\xC3\xA9); 1 Jan 2026 00:00:00 +0000\r\n\r\n",
     "Received: from \"a (b\" by c (=?UTF-8?Q?=C3=A9?=); 1 Jan 2026 00:00:00 +0000\r\n\r\n", 0, 0},
    {"a name of a host that has no ASCII form", REFUSE,
     "Received: from a by \xC3\xA9\xFF.example; 1 Jan 2026 00:00:00 +0000\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"a domain in pieces", REFUSE, "To: a@\xC3\xA9.(c)example\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"a group in a group", DOWNGRADE, "To: o: i: \xC3\xA9@x;;\r\n\r\n", "To: o =?UTF-8?Q?=C3=A9=40x?= :;\r\n\r\n", 0,
     1},
    {"an encoding above ASCII", REFUSE,
     "Content-Transfer-Encoding: 8bit (\xC3\xA9)\r\nSubject: \xC3\xA9\r\n\r\n\xC3\xA9\r\n",
     "Content-Transfer-Encoding: quoted-printable\r\nSubject: =?UTF-8?Q?=C3=A9?=\r\nMIME-Version: 1.0\r\n"
     "Content-Type: text/plain; charset=utf-8\r\n\r\n=C3=A9\r\n",
     0, 0},
    {"quoted-printable with 8-bit", REFUSE,
     "Content-Transfer-Encoding: quoted-printable\r\n\r\na=\r\nb\r\nc=3D\xE9  \r\nd=\xE9=\r\ne\r\nf =\r\n",
     "Content-Transfer-Encoding: quoted-printable\r\n\r\na=\r\nb\r\nc=3D=E9\r\nd=3D=E9e\r\nf =\r\n", 0, 0},
    {"quoted-printable with CR before white space and LF alone", REFUSE,
     "Content-Transfer-Encoding: quoted-printable\n\n\r \na\n",
     "Content-Transfer-Encoding: quoted-printable\r\n\r\n\r\na\r\n", 0, 0},
    {"a bare CR in a quoted local part", REFUSE, "From: \"a\r b\"@c.example\r\n\r\nx\r\n", NULL,
     PNEU_ERR_UNREPRESENTABLE, 0},
    {"a bare CR in a quoted name", REFUSE, "From: \"a\r b\" <c@d.example>\r\n\r\nx\r\n",
     "From: \"a b\" <c@d.example>\r\n\r\nx\r\n", 0, 0},
    {"base64 with 8-bit", REFUSE, "Content-Transfer-Encoding: base64\r\n\r\nYW\xE9Jj\r\n\xE9YWJj\r\n",
     "Content-Transfer-Encoding: base64\r\n\r\nYWJj\r\n.YWJj\r\n", 0, 0},
    {"quoted-printable with 8-bit, and a CR at the end", REFUSE,
     "Content-Transfer-Encoding: quoted-printable\r\n\r\na\xE9\r",
     "Content-Transfer-Encoding: quoted-printable\r\n\r\na=E9=0D", 0, 0},
    {"quoted-printable with 8-bit in a last line without an end", REFUSE,
     "Content-Transfer-Encoding: quoted-printable\r\n\r\na\r\nb\xE9",
     "Content-Transfer-Encoding: quoted-printable\r\n\r\na\r\nb=E9", 0, 0},
    {"preamble and epilogue", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\npr\xE9\r\n--b\r\n\r\nx\r\n--b--\r\nepi\xE9\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n", 0, 2},
    {"no empty line, twice, where the first header is changed", REFUSE,
     "Content-Type: message/rfc822\r\nSubject: \xC3\xA9\r\nno field, and no other one\r\n",
     "Content-Type: message/rfc822\r\nSubject: =?UTF-8?Q?=C3=A9?=\r\n\r\nno field, and no other one\r\n", 0, 0},
    {"the same where the text is changed", REFUSE,
     "Content-Type: message/rfc822\r\nSubject: a\r\nno field, \xC3\xA9\r\n",
     "Content-Type: message/rfc822\r\nSubject: a\r\n\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
     "charset=utf-8\r\n"
     "Content-Transfer-Encoding: quoted-printable\r\n\r\nno field, =C3=A9\r\n",
     0, 0},
    {"junk before all of a body that goes", DROP,
     "Content-Type: multipart/mixed; boundary=b\r\njunk\r\n\r\nall \xE9 of it\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\njunk\r\n\r\n\r\n", 0, 1},
    {"a multipart without parts", REFUSE, "Content-Type: multipart/mixed; boundary=b\r\n\r\nall \xE9 of it\r\n", NULL,
     PNEU_ERR_UNREPRESENTABLE, 0},
    {"a multipart without a boundary", REFUSE, "Content-Type: multipart/mixed\r\n\r\nall \xE9 of it\r\n", NULL,
     PNEU_ERR_UNREPRESENTABLE, 0},
    {"junk", REFUSE,
     "\xEF\xBB\xBF"
     "A: b\r\nC: d\r\n\r\n",
     "A: b\r\nC: d\r\n\r\n", 0, 1},
    {"a boundary beyond ASCII", REFUSE,
     "Content-Type: multipart/mixed; boundary=\"\xC3\xA9\"\r\n\r\n--\xC3\xA9\r\n\r\n--=_pneu_A_\r\n--\xC3\xA9--\r\n",
     "Content-Type: multipart/mixed; boundary=\"=_pneu_B_0_\"\r\n\r\n--=_pneu_B_0_\r\n\r\n--=_pneu_A_\r\n"
     "--=_pneu_B_0_--\r\n",
     0, 0},
    {"a second Content-Type that cannot be written", REFUSE,
     "Content-Type: multipart/mixed; boundary*=utf-8''%C3%A9\r\nContent-Type: a/b; boundary=c;\r\n " X700 "=" X250
     "\r\n\r\n--\xC3\xA9\r\n\r\n--\xC3\xA9--\r\n",
     NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"a first Content-Type that cannot be written", REFUSE,
     "Content-Type: multipart/mixed; boundary*=utf-8''%C3%A9;\r\n " X700 "=" X250
     "\r\nContent-Type: a/b; boundary=c\r\n\r\n--\xC3\xA9\r\n\r\n--\xC3\xA9--\r\n",
     NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"two with a boundary", REFUSE,
     "Content-Type: multipart/mixed; boundary*=utf-8''%C3%A9\r\nContent-Type: a/b; boundary=c\r\n\r\n--\xC3\xA9\r\n\r\n"
     "--\xC3\xA9--\r\n",
     "Content-Type: multipart/mixed; boundary=\"=_pneu_A_0_\"\r\nContent-Type: a/b; boundary=\"=_pneu_A_0_\"\r\n\r\n"
     "--=_pneu_A_0_\r\n\r\n--=_pneu_A_0_--\r\n",
     0, 0},
    {"a multipart without a boundary, and another type", REFUSE,
     "Content-Type: multipart/mixed\r\nContent-Type: text/plain\r\n\r\n\xE9\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"message/partial", REFUSE, "Content-Type: message/partial; id=a; number=1\r\n\r\n\xE9\r\n", NULL,
     PNEU_ERR_UNREPRESENTABLE, 0},
    {"a wide charset keeps its octets", REFUSE, "Content-Type: text/plain; charset=utf-16\r\n\r\n\xFF\xFE\x0A\x41\r\n",
     "Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n//4KQQ0K\r\n", 0, 0},
    {"an identifier", DOWNGRADE, "Message-ID: <\xC3\xA9@x>\r\n\r\n",
     "Downgraded-Message-ID: =?UTF-8?B?PMOpQHg+?=\r\n\r\n", 0, 1},
    {"two addresses behind one for", DOWNGRADE, "Received: from a for \xC3\xA9@b \xC3\xA9@c by d\r\n\r\n",
     "Downgraded-Received: =?UTF-8?Q?from_a_for_=C3=A9=40b_=C3=A9=40c_by_d?=\r\n\r\n", 0, 1},
    {"an address behind for", DOWNGRADE, "Received: from a for \xC3\xA9@b for \xC3\xA9@c by d\r\n\r\n",
     "Received: from a by d\r\n\r\n", 0, 1},
    {"an identifier that goes", DROP, "Message-ID: <\xC3\xA9@x>\r\nA: b\r\n\r\n", "A: b\r\n\r\n", 0, 1},
    {"Content-Type stays", DROP, "Content-Type: t\xC3\xA9xt/plain\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"junk in Content-Type, and a boundary beyond ASCII", REFUSE,
     "Content-Type: multipart/mixed; \xC3\xA9; boundary=\"\xC3\xA9\"\r\n\r\n--\xC3\xA9\r\n\r\n--\xC3\xA9--\r\n",
     "Content-Type: multipart/mixed; boundary=\"=_pneu_A_0_\"\r\n\r\n--=_pneu_A_0_\r\n\r\n--=_pneu_A_0_--\r\n", 0, 1},
    {"an odd boundary that delimits nothing", REFUSE, "Content-Type: text/plain; boundary=\"\xC3\xA9\"\r\n\r\nx\r\n",
     "Content-Type: text/plain; boundary=\"=_pneu_A_0_\"\r\n\r\nx\r\n", 0, 1},
    {"the same in a second Content-Type", REFUSE,
     "Content-Type: text/plain\r\nContent-Type: a/b; boundary=\"\xC3\xA9\"\r\n\r\nx\r\n",
     "Content-Type: text/plain\r\nContent-Type: a/b; boundary=\"=_pneu_A_0_\"\r\n\r\nx\r\n", 0, 1},
    {"the same of a message", REFUSE, "Content-Type: message/rfc822; boundary=\"\xC3\xA9\"\r\n\r\nA: b\r\n\r\nx\r\n",
     "Content-Type: message/rfc822; boundary=\"=_pneu_A_0_\"\r\n\r\nA: b\r\n\r\nx\r\n", 0, 1},
    {"a boundary like an encoded word, where the field cannot stay", REFUSE,
     "Content-Type: multipart/mixed; boundary=\"=?x\"; a=\xC3\xA9\r\n\r\n--=?x\r\n\r\n--=?x--\r\n",
     "Content-Type: multipart/mixed; boundary=\"=_pneu_A_0_\"; a*=UTF-8''%C3%A9\r\n\r\n--=_pneu_A_0_\r\n\r\n"
     "--=_pneu_A_0_--\r\n",
     0, 0},
    {"a boundary too long to be one, beyond ASCII", REFUSE,
     "Content-Type: multipart/mixed; boundary=\"\xC3\xA9" X1000 "\"\r\n\r\nx\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"a name in quotes, glued to its address", REFUSE, "From: \"\xC3\xA9\"a@b\r\n\r\n",
     "From: =?UTF-8?Q?=C3=A9?= a@b\r\n\r\n", 0, 0},
    {"a name that ends with a bracket, glued to its address", REFUSE, "From: \xC3\xA9[a@b>\r\n\r\n",
     "From: =?UTF-8?B?w6lb?= a@b>\r\n\r\n", 0, 0},
    {"names glued to what is around them", REFUSE,
     "To: (c)\"\xC3\xA9\"<a@b>,\"\xC3\xA9\"(d)<a@b>,\xC3\xA9:a@b;\r\n\r\n",
     "To: (c) =?UTF-8?Q?=C3=A9?= <a@b>, =?UTF-8?Q?=C3=A9?= (d)<a@b>,\r\n =?UTF-8?Q?=C3=A9?=:a@b;\r\n\r\n", 0, 0},
    {"a name that needs quotes, after a quote that is open", REFUSE, "From: \"Joe <a@b>, \xC3\xA9 c [d] <e@f>\r\n\r\n",
     NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"one that does not", REFUSE, "From: \"Joe <a@b>, \xC3\xA9 c <e@f>\r\n\r\n",
     "From: \"Joe <a@b>, =?UTF-8?Q?=C3=A9?= c <e@f>\r\n\r\n", 0, 0},
    {"a name with parentheses, after one that is open", REFUSE,
     "From: (x <a@b>, \xC3\xA9 =?us-ascii?Q?=28[]cdefghijk=29?= <e@f>\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"a comment within a comment", REFUSE, "Date: 1 Jan 2026 00:00:00 +0000 (a (b) \xC3\xA9)\r\n\r\n",
     "Date: 1 Jan 2026 00:00:00 +0000 (a \\(b\\) =?UTF-8?Q?=C3=A9?=)\r\n\r\n", 0, 0},
    {"an address glued to a comma", DOWNGRADE, "To: a@b,\"x\"<\xC3\xA9@b>\r\n\r\n",
     "To: a@b, x =?UTF-8?Q?=C3=A9=40b?= :;\r\n\r\n", 0, 1},
    {"junk in Content-Type", REFUSE, "Content-Type: text/pl\xC3\xA9in\r\n\r\n", "Content-Type: text/pl\r\n\r\n", 0, 1},
    {"a bare CR among the words of Received", REFUSE, "Received: from a\rb by c (\xC3\xA9)\r\n\r\n",
     "Received: from a b by c (=?UTF-8?Q?=C3=A9?=)\r\n\r\n", 0, 0},
    {"a long text", REFUSE, "Subject: " X1000 "\r\n\r\n", "", 0, 0},
    {"a long token", REFUSE, "References: <" X1000 "@x>\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
};

/* What 8BITMIME takes and what not. "=" in the place of an output: the input. */
static const row to_8bit[] = {
    {"8-bit text", REFUSE, "Content-Type: text/plain\r\n\r\ncaf\xE9\r\n", "=", 0, 0},
    {"8-bit text with LF", REFUSE, "A: b\n\ncaf\xE9\n", "A: b\r\n\r\ncaf\xE9\r\n", 0, 0},
    {"8-bit octets in lines", REFUSE, "Content-Type: a/b\r\n\r\n\xFF\r\n\xFE\r\n", "=", 0, 0},
    {"8-bit octets with LF", REFUSE, "Content-Type: a/b\r\n\r\n\xFF\n\xFE\r\n",
     "Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n/wr+DQo=\r\n", 0, 0},
    {"a bare CR in octets", REFUSE, "Content-Type: a/b\r\n\r\n\xFF\rx\r\n",
     "Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n/w14DQo=\r\n", 0, 0},
    {"a binary text that is lines", REFUSE, "Content-Transfer-Encoding: binary\r\n\r\n\xC3\xA9\r\n", "=", 0, 0},
    {"a binary text that is none", REFUSE, "Content-Transfer-Encoding: binary\r\n\r\n\xC3\xA9\ra longer text\r\n",
     "Content-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n"
     "Content-Type: text/plain; charset=utf-8\r\n\r\n=C3=A9=0Da longer text\r\n",
     0, 0},
    {"containers that say binary", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: binary\r\n\r\n--b\r\n"
     "Content-Type: text/plain\r\n\r\n\xE9\ra longer text\r\n--b--\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--b\r\n"
     "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E9=0Da longer text\r\n--b--\r\n",
     0, 0},
    {"containers that say 8bit", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--b\r\n"
     "Content-Type: text/plain\r\n\r\n\xE9\r\n--b--\r\n",
     "=", 0, 0},
    {"fields are 7-bit", REFUSE, "Subject: \xC3\xA9\r\n\r\n\xC3\xA9\r\n",
     "Subject: =?UTF-8?Q?=C3=A9?=\r\n\r\n\xC3\xA9\r\n", 0, 0},
    {"fields of parts, too", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: inline; filename=\"\xC3\xA9\"\r\n"
     "\r\n\xE9\r\n--b--\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: inline; filename*=UTF-8''%C3%A9\r\n"
     "\r\n\xE9\r\n--b--\r\n",
     0, 0},
    {"quoted-printable with 8-bit", REFUSE, "Content-Transfer-Encoding: quoted-printable\r\n\r\na=\r\n\xE9\r\n", "=", 0,
     0},
    {"quoted-printable with 8-bit and CR", REFUSE,
     "Content-Transfer-Encoding: quoted-printable\r\n\r\n\xE9\ra\r\n\xE9\r\n",
     "Content-Transfer-Encoding: quoted-printable\r\n\r\n=E9=0Da\r\n\xE9\r\n", 0, 0},
    {"base64 that ends like a delimiter and CR", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj\r\n--b\r",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj\r\n--b.", 0,
     0},
    {"base64 with 8-bit and CR", REFUSE, "Content-Transfer-Encoding: base64\r\n\r\nYW\xE9\rJj\r\n",
     "Content-Transfer-Encoding: base64\r\n\r\nYW\xE9Jj\r\n", 0, 0},
    {"preamble and epilogue", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\npr\xE9\r\n--b\r\n\r\nx\r\n--b--\r\nepi\xE9\r\n", "=", 0, 0},
    {"a signed part that it takes", REFUSE,
     "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n\xE9\r\n--b\r\n\r\nx\r\n--b--\r\n", "=", 0, 0},
    {"a signed part that it does not", REFUSE,
     "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\nA: \xE9\r\n\r\nx\r\n--b\r\n\r\nx\r\n--b--\r\n", NULL,
     PNEU_ERR_SIGNED, 0},
    {"an unknown encoding", REFUSE, "Content-Transfer-Encoding: x-odd\r\n\r\n\xE9\r\n", "=", 0, 0},
    {"a message in pieces", REFUSE, "Content-Type: message/partial; id=a; number=1\r\n\r\n\xE9\r\n", "=", 0, 0},
    {"a boundary beyond ASCII", REFUSE,
     "Content-Type: multipart/mixed; boundary=\"\xC3\xA9\"\r\n\r\n--\xC3\xA9\r\n\r\n\xE9\r\n--\xC3\xA9--\r\n",
     "Content-Type: multipart/mixed; boundary=\"=_pneu_A_0_\"\r\n\r\n--=_pneu_A_0_\r\n\r\n\xE9\r\n--=_pneu_A_0_--\r\n",
     0, 0},
};

/* What SMTPUTF8 takes besides. */
static const row to_utf8[] = {
    {"UTF-8", REFUSE, "To: \xC3\xA9 <\xC3\xA9@b\xC3\xBC.example>\r\nMessage-ID: <\xC3\xA9@x>\r\n\r\n\xE9\r\n", "=", 0,
     0},
    {"a text in windows-1252", REFUSE, "Subject: caf\xE9\r\n\r\n", "Subject: caf\xC3\xA9\r\n\r\n", 0, 0},
    {"a name in windows-1252", REFUSE, "To: J\xFCrgen <\xC3\xA9@b\xC3\xBC.example>, \xC3\xA9 <a@b>\r\n\r\n",
     "To: J\xC3\xBCrgen <\xC3\xA9@b\xC3\xBC.example>, \xC3\xA9 <a@b>\r\n\r\n", 0, 0},
    {"the same where 6857 is allowed", DOWNGRADE, "To: J\xFCrgen <\xC3\xA9@b>\r\n\r\n",
     "To: J\xC3\xBCrgen <\xC3\xA9@b>\r\n\r\n", 0, 0},
    {"a comment in windows-1252", REFUSE, "Date: 1 Jan 2026 00:00:00 +0000 (\xE9)\r\n\r\n",
     "Date: 1 Jan 2026 00:00:00 +0000 (\xC3\xA9)\r\n\r\n", 0, 0},
    {"a parameter in windows-1252", REFUSE, "Content-Disposition: inline; filename=\"\xE9\"\r\n\r\n",
     "Content-Disposition: inline; filename=\"\xC3\xA9\"\r\n\r\n", 0, 0},
    {"an address that is not UTF-8", REFUSE, "To: \xE9@x\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"an identifier that is not UTF-8", REFUSE, "Message-ID: <\xE9@x>\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"a bare CR in UTF-8", REFUSE, "Subject: \xC3\xA9\ra\r\n\r\n", "", 0, 0},
    {"a long text in UTF-8", REFUSE, "Subject: \xC3\xA9 " X1000 "\r\n\r\n", "", 0, 0},
    {"a boundary in UTF-8", REFUSE,
     "Content-Type: multipart/mixed; boundary=\"\xC3\xA9\"\r\n\r\n--\xC3\xA9\r\n\r\n\xE9\r\n--\xC3\xA9--\r\n",
     "Content-Type: multipart/mixed; boundary=\"=_pneu_A_0_\"\r\n\r\n--=_pneu_A_0_\r\n\r\n\xE9\r\n--=_pneu_A_0_--\r\n",
     0, 0},
    {"message/global", REFUSE,
     "Content-Type: message/global\r\n\r\nSubject: \xC3\xA9\r\nContent-Type: text/plain\r\n\r\n\xC3\xA9\r\n", "=", 0,
     0},
};

/* What comes of bytes with NUL, in each way: this status, and, where there is one, this message. */
static void check_nul(const char *in, size_t len, pneu_status status, const char *out)
{
    for (int i = 0; i < 2; i++) {
        ascii_way way = {.is_one_pass = i, .how = WHOLE};
        ascii_result result;
        ascii_run(&way, in, len, &result);
        assert_int_equal(result.status, status);
        if (out != NULL)
            assert_string_equal(result.out.ptr, out);
        ascii_must_keep_law(&way, in, len, &result);
        ascii_result_free(&result);
    }
}

/* NUL in a word has no form. */
static void test_nul_in_received(void **state)
{
    static const char in[] = "Received: from a\0b by c (\xC3\xA9)\r\n\r\n";
    (void)state;
    check_nul(in, sizeof in - 1, PNEU_ERR_UNREPRESENTABLE, NULL);
}

/* In a name or comment it is not read, so it goes; in an address it is, and has no form. */
static void test_nul_in_addresses(void **state)
{
    static const char name[] = "From: \"a\0b\" <c@d>, e\0f <g@h>,\r\n i@j (k\0(l)m)\r\n\r\n";
    static const char mixed[] = "From: \"\xC3\xA9\0b\"c@d (\xC3\xA9\0)\r\n\r\n";
    static const char local[] = "From: a\0b@c\r\n\r\n";
    static const char domain[] = "From: \xC3\xA9 <a@b\0c>\r\n\r\n";
    static const char date[] = "Date: 1 Jan 2026 00:00:00 +0000 (a\0b)\r\n\r\n";
    (void)state;
    check_nul(name, sizeof name - 1, PNEU_OK, "From: ab <c@d>, ef <g@h>, i@j (k\\(l\\)m)\r\n\r\n");
    check_nul(mixed, sizeof mixed - 1, PNEU_OK, "From: =?UTF-8?B?w6li?= c@d (=?UTF-8?Q?=C3=A9?=)\r\n\r\n");
    check_nul(local, sizeof local - 1, PNEU_ERR_UNREPRESENTABLE, NULL);
    check_nul(domain, sizeof domain - 1, PNEU_ERR_UNREPRESENTABLE, NULL);
    check_nul(date, sizeof date - 1, PNEU_OK, "Date: 1 Jan 2026 00:00:00 +0000 (ab)\r\n\r\n");
}

/* Without its NUL this boundary looks like an encoded word, and no longer is one that can be written. */
static void test_nul_in_boundary(void **state)
{
    static const char leaf[] = "Content-Type:t/d;boundary=\0=?\r\n\r\n";
    static const char multipart[] = "Content-Type:multipart/d;boundary=\0=?\r\n\r\n--=?\r\n\r\n--=?--\r\n";
    (void)state;
    check_nul(leaf, sizeof leaf - 1, PNEU_OK, NULL);
    check_nul(multipart, sizeof multipart - 1, PNEU_OK, NULL);
}

static void check_row(const row *r, int32_t transport)
{
    ascii_way way = {.how = WHOLE, .choices = {.on_unrepresentable = r->policy, .transport = transport}};
    ascii_result result;
    ascii_run(&way, r->in, strlen(r->in), &result);
    if (result.status != r->status || result.summary.losses != (r->out != NULL ? r->losses : 0))
        fail_msg("%s: %s, %d losses", r->name, pneu_status_name(result.status), (int)result.summary.losses);
    const char *out = result.out.ptr != NULL ? result.out.ptr : "";
    const char *expected = r->out != NULL && strcmp(r->out, "=") == 0 ? r->in : r->out;
    if (expected != NULL && *expected != '\0' && strcmp(out, expected) != 0)
        fail_msg("%s:\n%s", r->name, out);
    ascii_must_keep_law(&way, r->in, strlen(r->in), &result);
    ascii_result_free(&result);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(to_7bit); i++)
        check_row(&to_7bit[i], PNEU_TRANSPORT_7BIT);
    for (size_t i = 0; i < COUNT_OF(to_8bit); i++)
        check_row(&to_8bit[i], PNEU_TRANSPORT_8BIT);
    for (size_t i = 0; i < COUNT_OF(to_utf8); i++)
        check_row(&to_utf8[i], PNEU_TRANSPORT_UTF8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_nul_in_received),
        cmocka_unit_test(test_nul_in_addresses),
        cmocka_unit_test(test_nul_in_boundary),
    };
    return RUN_TESTS(tests);
}
