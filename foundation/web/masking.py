"""Log lines without secrets: what opens a door never reaches a log file, tracebacks included."""

import logging
import re

# Tokens of personal links, feeds and devices, API keys; the parameters single sign-on comes back with.
_SECRET = re.compile(r"gremia_[A-Za-z0-9_-]+|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43,}(?![A-Za-z0-9_-])")
_PARAMETER = re.compile(r"\b(code|state|token|key)=[^&\s\"']+")


def masked(text: str) -> str:
    """The text with "…" in the place of every secret."""
    return _PARAMETER.sub(r"\1=…", _SECRET.sub("…", text))


class MaskedFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
