"""What a message may not exceed if a parser is to see it: counted in the octets, in one pass each. Pure."""

import re

MAX_OCTETS = 1024 * 1024
MAX_DEPTH = 20
MAX_PARTS = 100
# What Python's parser needs time for, some of it by the square. To it, a bare CR ends a line, too.
_MAX_LINES = 25_000
_MAX_MARKS = 500
_MAX_LEVEL_MARKS = 50
_MAX_FIELD = 2_000
_MARK = re.compile(rb"(?i)(?:\A|[\r\n])(?:--|content-type[ \t]*:)")
_LEVEL_MARK = re.compile(rb"(?i)(?:\A|[\r\n])content-type[ \t]*:\s*multipart/")
_FIELD = re.compile(rb"(?i)(?:\A|[\r\n])content-[a-z-]*:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*")


class Unsafe(ValueError):
    """The message exceeds a limit; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_size(raw: bytes) -> None:
    """Raises Unsafe for what no parser should see."""
    if len(raw) > MAX_OCTETS:
        raise Unsafe("too_large")
    if raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n") > _MAX_LINES:
        raise Unsafe("too_many_lines")
    for mark, most in ((_MARK, _MAX_MARKS), (_LEVEL_MARK, _MAX_LEVEL_MARKS)):
        if sum(1 for _found in mark.finditer(raw)) > most:
            raise Unsafe("too_many_parts")
    if any(field.end() - field.start() > _MAX_FIELD for field in _FIELD.finditer(raw)):
        raise Unsafe("unreadable")
