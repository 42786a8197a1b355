"""The shared library for the scores: its strings, values and calls, by ctypes."""
import ctypes
import sys

LENIENT, STRICT = 0, 1
ERR_SYNTAX = -6


class Str(ctypes.Structure):
    _fields_ = [("ptr", ctypes.c_void_p), ("len", ctypes.c_size_t)]

    @classmethod
    def of(cls, data):
        return cls(ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data))

    def bytes(self):
        return ctypes.string_at(self.ptr, self.len) if self.len else b""

    def text(self):
        return self.bytes().decode()


class Param(ctypes.Structure):
    _fields_ = [(name, Str) for name in ("name", "value", "charset", "language")]


class MimeValue(ctypes.Structure):
    _fields_ = [("value", Str), ("declared", Str), ("params", ctypes.POINTER(Param)), ("param_count", ctypes.c_size_t)]


class Mailbox(ctypes.Structure):
    _fields_ = [(name, Str) for name in ("name", "address", "local", "domain", "comment", "route", "raw_name")] + [
        ("offset", ctypes.c_size_t), ("length", ctypes.c_size_t), ("group", ctypes.c_uint32), ("flags", ctypes.c_uint32)]


class AddressList(ctypes.Structure):
    _fields_ = [("mailboxes", ctypes.POINTER(Mailbox)), ("mailbox_count", ctypes.c_size_t), ("groups", ctypes.c_void_p),
                ("group_count", ctypes.c_size_t), ("unread", ctypes.c_size_t)]


def load(build):
    return ctypes.CDLL(str(build / "libpneu.so"))


def must(status):
    if status != 0:
        sys.exit(f"the library answers {status}")


class Values:
    """Reads values of fields. Strict mode that gives no value is None."""

    def __init__(self, build):
        self.pneu, self.arena = load(build), ctypes.c_void_p()
        must(self.pneu.pneu_arena_new(None, ctypes.byref(self.arena)))

    def read(self, function, out, value, mode):
        status = getattr(self.pneu, function)(self.arena, Str.of(value), mode, None, ctypes.byref(out))
        if mode == STRICT and status == ERR_SYNTAX:
            return None
        must(status)
        return out

    def mime(self, function, value, mode):
        """(type or disposition, {name: value})"""
        out = self.read(function, MimeValue(), value, mode)
        return out and (out.value.text(), {param.name.text(): param.value.text()
                                           for param in out.params[:out.param_count]})

    def text(self, value, mode):
        out = self.read("pneu_decode_text", Str(), value, mode)
        return out and out.text()

    def addresses(self, value, mode):
        return self.read("pneu_address_list_parse", AddressList(), value, mode)
