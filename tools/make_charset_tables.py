#!/usr/bin/env python3
"""Writes the tables of src/charset: single_byte_tables.c and label_table.c.

Single-byte tables come from Python's codecs, changed where the WHATWG Encoding Standard differs: bytes 80 to 9F that a
windows code page leaves open are the C1 controls, and a few code points listed below. Labels are the standard's, then
the aliases that only mail uses. Run it from the root of the project; its output is committed.
"""
import re
import sys

# charsets and ways of decoding in which bytes change the meaning of later ones
SHIFTED = {'UTF_7', 'ISO_2022_JP', 'ISO_2022_KR', 'HZ', 'ISO-2022-CN'}

# name, Python codec, code points that differ from the codec
SINGLE_BYTE = [
    ('windows-1252', 'cp1252', {}),
    ('windows-1250', 'cp1250', {}),
    ('windows-1251', 'cp1251', {}),
    ('windows-1253', 'cp1253', {}),
    ('windows-1254', 'cp1254', {}),
    ('windows-1255', 'cp1255', {0xCA: 0x05BA}),
    ('windows-1256', 'cp1256', {}),
    ('windows-1257', 'cp1257', {}),
    ('windows-1258', 'cp1258', {}),
    ('windows-874', 'cp874', {}),
    ('ISO-8859-2', 'iso8859-2', {}),
    ('ISO-8859-3', 'iso8859-3', {}),
    ('ISO-8859-4', 'iso8859-4', {}),
    ('ISO-8859-5', 'iso8859-5', {}),
    ('ISO-8859-6', 'iso8859-6', {}),
    ('ISO-8859-7', 'iso8859-7', {}),
    ('ISO-8859-8', 'iso8859-8', {}),
    ('ISO-8859-10', 'iso8859-10', {}),
    ('ISO-8859-13', 'iso8859-13', {}),
    ('ISO-8859-14', 'iso8859-14', {}),
    ('ISO-8859-15', 'iso8859-15', {}),
    ('ISO-8859-16', 'iso8859-16', {}),
    ('KOI8-R', 'koi8-r', {}),
    ('KOI8-U', 'koi8-u', {0xAE: 0x045E, 0xBE: 0x040E}),
    ('macintosh', 'mac-roman', {}),
    ('x-mac-cyrillic', 'mac-cyrillic', {0xA2: 0x0490, 0xB6: 0x0491, 0xFF: 0x20AC}),
    ('IBM866', 'cp866', {}),
    ('IBM437', 'cp437', {}),
    ('IBM850', 'cp850', {}),
    ('IBM852', 'cp852', {}),
    ('IBM855', 'cp855', {}),
    ('IBM858', 'cp858', {}),
]

# The order of charset.h for the first five; then by name of the family. name, how, dangerous, iconv names
OTHERS_FIRST = [
    ('UTF-8', 'UTF_8', 0, None, None),
    ('windows-1252', 'SINGLE_BYTE', 0, None, None),
    ('UTF-16LE', 'UTF_16LE', 1, None, None),
    ('UTF-16BE', 'UTF_16BE', 1, None, None),
    ('ISO-2022-JP', 'ISO_2022_JP', 0, 'EUC-JP-MS', 'EUC-JP'),
    ('UTF-32LE', 'UTF_32LE', 1, None, None),
    ('UTF-32BE', 'UTF_32BE', 1, None, None),
    ('UTF-7', 'UTF_7', 1, None, None),
    ('ISO-2022-KR', 'ISO_2022_KR', 0, 'UHC', 'EUC-KR'),
    ('ISO-2022-CN', 'ICONV', 0, 'ISO-2022-CN', None),
    ('HZ-GB-2312', 'HZ', 1, 'GB18030', 'GBK'),
    ('GBK', 'ICONV', 0, 'GB18030', 'GBK'),
    ('gb18030', 'ICONV', 0, 'GB18030', None),
    ('Big5', 'ICONV', 0, 'BIG5-HKSCS', 'BIG5'),
    ('EUC-JP', 'ICONV', 0, 'EUC-JP-MS', 'EUC-JP'),
    ('Shift_JIS', 'ICONV', 0, 'CP932', 'SHIFT_JIS'),
    ('EUC-KR', 'ICONV', 0, 'UHC', 'EUC-KR'),
    ('EUC-TW', 'ICONV', 0, 'EUC-TW', None),
    ('TCVN', 'ICONV', 0, 'TCVN', None),
    ('VISCII', 'ICONV', 0, 'VISCII', None),
    ('ISO-8859-8-I', 'SINGLE_BYTE', 0, None, None),
]

WHATWG = {
    'UTF-8': 'unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8',
    'IBM866': '866 cp866 csibm866 ibm866',
    'ISO-8859-2': 'csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2',
    'ISO-8859-3': 'csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3',
    'ISO-8859-4': 'csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4',
    'ISO-8859-5': 'csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988',
    'ISO-8859-6': 'arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e '
                  'iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987',
    'ISO-8859-7': 'csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 '
                  'iso_8859-7:1987 sun_eu_greek',
    'ISO-8859-8': 'csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 '
                  'iso_8859-8 iso_8859-8:1988 visual',
    'ISO-8859-8-I': 'csiso88598i iso-8859-8-i logical',
    'ISO-8859-10': 'csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6',
    'ISO-8859-13': 'iso-8859-13 iso8859-13 iso885913',
    'ISO-8859-14': 'iso-8859-14 iso8859-14 iso885914',
    'ISO-8859-15': 'csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9',
    'ISO-8859-16': 'iso-8859-16',
    'KOI8-R': 'cskoi8r koi koi8 koi8-r koi8_r',
    'KOI8-U': 'koi8-ru koi8-u',
    'macintosh': 'csmacintosh mac macintosh x-mac-roman',
    'windows-874': 'dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874',
    'windows-1250': 'cp1250 windows-1250 x-cp1250',
    'windows-1251': 'cp1251 windows-1251 x-cp1251',
    'windows-1252': 'ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 '
                    'iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252',
    'windows-1253': 'cp1253 windows-1253 x-cp1253',
    'windows-1254': 'cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 '
                    'windows-1254 x-cp1254',
    'windows-1255': 'cp1255 windows-1255 x-cp1255',
    'windows-1256': 'cp1256 windows-1256 x-cp1256',
    'windows-1257': 'cp1257 windows-1257 x-cp1257',
    'windows-1258': 'cp1258 windows-1258 x-cp1258',
    'x-mac-cyrillic': 'x-mac-cyrillic x-mac-ukrainian',
    'GBK': 'chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk',
    'gb18030': 'gb18030',
    'Big5': 'big5 big5-hkscs cn-big5 csbig5 x-x-big5',
    'EUC-JP': 'cseucpkdfmtjapanese euc-jp x-euc-jp',
    'ISO-2022-JP': 'csiso2022jp iso-2022-jp',
    'Shift_JIS': 'csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis',
    'EUC-KR': 'cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 '
              'windows-949',
    'UTF-16BE': 'unicodefffe utf-16be',
    'UTF-16LE': 'csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le',
}

MAIL = {
    'UTF-8': 'utf8mb4 utf_8 x-utf-8 utf-8-sig unicode-2-0-utf-8 csutf8 65001 cp65001',
    'UTF-7': 'utf-7 utf7 utf_7 unicode-1-1-utf-7 unicode-2-0-utf-7 x-unicode-2-0-utf-7 csunicode11utf7',
    'UTF-16LE': 'utf16 utf_16 utf16le utf-16-le',
    'UTF-16BE': 'utf16be utf-16-be',
    'UTF-32LE': 'utf-32 utf32 utf-32le utf32le ucs-4 iso-10646-ucs-4',
    'UTF-32BE': 'utf-32be utf32be',
    'ISO-2022-JP': 'iso2022jp iso2022-jp iso_2022_jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-ms cp50220 '
                   'cp50221 cp50222 jis _iso-2022-jp$esc _iso-2022-jp',
    'ISO-2022-KR': 'iso-2022-kr iso2022kr iso2022-kr csiso2022kr cp50225',
    'ISO-2022-CN': 'iso-2022-cn iso2022cn iso-2022-cn-ext',
    'HZ-GB-2312': 'hz-gb-2312 hz hzgb2312',
    'GBK': 'cp936 936 ms936 windows-936 x-windows-936 gb-2312 euc-cn euccn x-euc-cn cn-gb gb_1988-80',
    'gb18030': 'gb-18030 gb18030-2000 cp54936 windows-54936',
    'Big5': 'cp950 950 windows-950 x-windows-950 big-5 big5-eten big5hkscs x-big5 cn-big-5',
    'EUC-TW': 'euc-tw euctw x-euc-tw cns11643',
    'EUC-JP': 'eucjp euc_jp x-eucjp ujis cp51932 extended_unix_code_packed_format_for_japanese',
    'Shift_JIS': 'cp932 932 cp943 ibm943 ms-kanji windows-932 x-ms-cp932 shiftjis x-shift-jis csshift_jis mskanji',
    'EUC-KR': 'cp949 949 ms949 uhc euckr x-windows-949 x-euc-kr ks_c_5601 ks_c_5601_1987 ksc_5601-1987 ks_c-5601-1987 '
              'ksc5601-1987 cp51949',
    'TCVN': 'tcvn tcvn5712-1 tcvn-5712 x-viet-tcvn',
    'VISCII': 'viscii csviscii viscii1.1-1',
    'IBM866': '',
    'IBM437': 'ibm437 cp437 437 cspc8codepage437',
    'IBM850': 'ibm850 cp850 850 cspc850multilingual',
    'IBM852': 'ibm852 cp852 852 cspcp852',
    'IBM855': 'ibm855 cp855 855 csibm855',
    'IBM858': 'ibm858 cp858 ibm00858 cp00858 pc-multilingual-850+euro',
    'ISO-8859-2': 'iso-8859-2-windows-latin-2 iso_8859_2',
    'ISO-8859-6': 'iso_8859_6',
    'ISO-8859-15': 'latin-9 latin9 iso_8859_15 iso8859_15 iso-8859-15-windows-latin-9',
    'ISO-8859-16': 'latin10 l10 iso8859-16 iso885916 iso-ir-226',
    'ISO-8859-10': 'iso_8859-10:1992',
    'ISO-8859-13': 'latin7 l7 iso-ir-179',
    'ISO-8859-14': 'latin8 l8 iso-ir-199 iso-celtic',
    'windows-874': 'cp874 874 tis620 ibm874',
    'windows-1250': 'win-1250 win1250 windows1250 1250 ms-ee',
    'windows-1251': 'win-1251 win1251 windows1251 1251 cp-1251 cp_1251 ansi-1251',
    'windows-1252': 'win-1252 win1252 windows1252 1252 cp-1252 ansi_x3.4-1986 ansi_x3.110-1983 iso646-us iso-646-us '
                    'iso_646.irv:1991 iso-ir-6 us cp367 ibm367 csascii usascii us_ascii us-ascii-8bit ascii-us '
                    'iso-8859-1-windows-3.1 iso-8859-1-windows-3.0-latin-1 iso-8859-1-windows-3.1-latin-1 iso8859_1 '
                    'iso_8859_1 iso-latin-1 latin-1 latin_1 isolatin1 iso-8859 ansi',
    'windows-1253': 'win-1253 win1253 windows1253 1253',
    'windows-1254': 'win-1254 win1254 windows1254 1254',
    'windows-1255': 'win-1255 win1255 windows1255 1255',
    'windows-1256': 'win-1256 win1256 windows1256 1256',
    'windows-1257': 'win-1257 win1257 windows1257 1257',
    'windows-1258': 'win-1258 win1258 windows1258 1258',
    'KOI8-R': 'koi8r x-koi8-r cp20866 20866',
    'KOI8-U': 'koi8u x-koi8-u cp21866',
    'macintosh': 'macroman mac-roman x-macroman macos-roman',
    'x-mac-cyrillic': 'maccyrillic mac-cyrillic',
}

NOTHING = ('unknown-8bit unknown_8bit unknown8bit x-unknown-8bit unknown x-unknown x-user-defined default x-default '
           'none 8bit 7bit binary us-ascii-unknown undefined')

HEAD = '''/*
 * {what}
 * Made by tools/make_charset_tables.py; change that, not this.
 */
#include "charset/{include}"

/* clang-format off */
'''


def table_of(codec, changes):
    """Code points of the bytes 80 to FF; 0 where there is none."""
    is_windows = re.match(r'cp(125|874)', codec)
    row = []
    for byte in range(0x80, 0x100):
        try:
            point = ord(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            point = byte if is_windows and byte < 0xA0 else 0
        row.append(changes.get(byte, point))
    return row


def write_tables(path):
    with open(path, 'w') as out:
        out.write(HEAD.format(what='The upper halves of the single-byte charsets; 0 where a byte is no character.',
                              include='single_byte_tables.h'))
        out.write('const uint16_t pneu_i_single_byte_tables[PNEU_I_SINGLE_BYTE_COUNT][128] = {\n')
        for name, codec, changes in SINGLE_BYTE:
            row = table_of(codec, changes)
            out.write('    /* %s */\n    {\n' % name)
            for i in range(0, 128, 12):
                out.write('        %s,\n' % ', '.join('0x%04x' % p for p in row[i:i + 12]))
            out.write('    },\n')
        out.write('};\n')


def charset_rows():
    tables = {name: i for i, (name, _, _) in enumerate(SINGLE_BYTE)}
    rows = []
    for name, how, dangerous, first, other in OTHERS_FIRST:
        table = tables.get('ISO-8859-8' if name == 'ISO-8859-8-I' else name, 0)
        rows.append((name, how, dangerous, table, first, other))
    done = {row[0] for row in rows}
    rows += [(name, 'SINGLE_BYTE', 0, i, None, None) for name, i in tables.items() if name not in done]
    return rows


def quoted(name):
    return '"%s"' % name if name else 'NULL'


def label_rows(rows):
    numbers = {row[0]: i for i, row in enumerate(rows)}
    labels = {label: 'PNEU_I_CHARSET_NONE' for label in NOTHING.split()}
    for source in (WHATWG, MAIL):
        for name, text in source.items():
            for label in text.split():
                assert label not in labels, label
                labels[label] = str(numbers[name])
    return sorted(labels.items())


def write_labels(path):
    rows = charset_rows()
    labels = label_rows(rows)
    with open(path, 'w') as out:
        out.write(HEAD.format(what='The charsets, and their labels in order.', include='label_table.h'))
        out.write('const pneu_i_charset pneu_i_charsets[PNEU_I_CHARSET_COUNT] = {\n')
        for name, how, dangerous, table, first, other in rows:
            out.write('    {"%s", PNEU_I_DECODE_%s, %d, %d, %d, %s, %s},\n'
                      % (name, how, dangerous, how in SHIFTED or name in SHIFTED, table, quoted(first), quoted(other)))
        out.write('};\n\nconst pneu_i_label pneu_i_labels[PNEU_I_LABEL_COUNT] = {\n')
        for label, number in labels:
            out.write('    {"%s", %s},\n' % (label, number))
        out.write('};\n')
    return len(rows), len(labels)


def main():
    write_tables('src/charset/single_byte_tables.c')
    charsets, labels = write_labels('src/charset/label_table.c')
    print('single-byte %d, charsets %d, labels %d' % (len(SINGLE_BYTE), charsets, labels))
    return 0


if __name__ == '__main__':
    sys.exit(main())
