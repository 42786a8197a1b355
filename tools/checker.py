"""pneu_message_check for the tools and tests: what is wrong with a message, by ctypes."""
import ctypes
import pathlib

import libpneu

ROOT = pathlib.Path(__file__).resolve().parents[1]
SEVERITIES = ("info", "warn", "ambiguous", "attack")
NONCONFORMING, LOSSY, INHERENT = 1, 2, 4


class Defect(ctypes.Structure):
    _fields_ = [("offset", ctypes.c_uint64), ("length", ctypes.c_uint64), ("part", ctypes.c_uint32),
                ("space", ctypes.c_uint32), ("code", ctypes.c_uint16), ("detail", ctypes.c_uint16),
                ("reading", ctypes.c_uint16), ("severity", ctypes.c_uint8), ("marks", ctypes.c_uint8)]


class Checker:
    """Checks messages with the library of a build."""

    def __init__(self, build):
        self.pneu = libpneu.load(pathlib.Path(build))
        for name in ("pneu_defect_name", "pneu_detail_name", "pneu_defect_group", "pneu_defect_about",
                     "pneu_detail_title"):
            getattr(self.pneu, name).restype = ctypes.c_char_p
        self.pneu.pneu_message_defect.restype = ctypes.POINTER(Defect)
        for name in ("pneu_message_defect_record_count", "pneu_message_defect_count"):
            getattr(self.pneu, name).restype = ctypes.c_uint64
        self.names, code = {}, 1
        while (name := self.pneu.pneu_defect_name(code).decode()) != "unknown":
            self.names[code] = name
            code += 1
        self.keys = self.read_keys()

    @staticmethod
    def read_keys():
        """Names of options, as pneu/base.h has them, to their keys."""
        lines = (ROOT / "include/pneu/base.h").read_text(encoding="utf-8").splitlines()
        words = [line.replace(",", " ").split() for line in lines if line.strip().startswith("PNEU_OPTION_")]
        return {word[0].removeprefix("PNEU_OPTION_"): int(word[2]) for word in words}

    def options(self, settings):
        options = ctypes.c_void_p()
        libpneu.must(self.pneu.pneu_options_new(None, ctypes.byref(options)))
        for name, value in settings.items():
            libpneu.must(self.pneu.pneu_options_set(options, self.keys[name], ctypes.c_int64(value)))
        return options

    def check(self, data, settings=None):
        """{code name: (finds, severity, marks)} of a message, and its records."""
        message, options = ctypes.c_void_p(), self.options(settings or {})
        try:
            libpneu.must(self.pneu.pneu_message_parse(data, ctypes.c_size_t(len(data)), options, None,
                                                      ctypes.byref(message)))
            libpneu.must(self.pneu.pneu_message_check(message, None))
            return self.codes(message), self.records(message)
        finally:
            self.pneu.pneu_message_free(message)
            self.pneu.pneu_options_free(options)

    def codes(self, message):
        found = {}
        for code, name in self.names.items():
            if count := self.pneu.pneu_message_defect_count(message, code):
                found[name] = (count, self.pneu.pneu_message_defect_severity(message, code),
                               self.pneu.pneu_message_defect_marks(message, code))
        return found

    def records(self, message):
        count = self.pneu.pneu_message_defect_record_count(message)
        found = [self.pneu.pneu_message_defect(message, ctypes.c_size_t(i)).contents for i in range(count)]
        return [Defect.from_buffer_copy(record) for record in found]  # the message's own are freed with it

    def detail(self, record):
        return self.pneu.pneu_detail_name(record.detail).decode()
