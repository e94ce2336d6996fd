"""Values every wing shares: refusals, who acts, and texts that are safe to store.

Pure: values in, values out.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, Field
from pydantic import StringConstraints as Len

BERLIN = ZoneInfo("Europe/Berlin")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def midnight(day: date) -> datetime:
    """The moment `day` begins in Darmstadt."""
    return datetime.combine(day, time(), BERLIN)


class DomainError(Exception):
    """An act was refused by a rule. The message is translated, tells what to do and holds no internals.

    `status` is the HTTP status that fits: 400 bad input, 409 the state does not allow it (any more),
    403 the person may not, 410 the time is over, 422 a value of another kind than the API asks for. `fields` says the
    same by the name of the field, where it can.
    """

    def __init__(
        self, message: str, *, code: str = "refused", status: int = 409, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.fields = dict(fields or {})


@dataclass(frozen=True)
class Actor:
    """Who acts (`person:<uuid>`, `user:<id>` or `system`) and, if different, for whom.

    `by_link`: without a login, by a personal link; the journal keeps that.
    """

    key: str
    principal: str = ""
    by_link: bool = False

    def on_behalf_of(self, principal: str) -> "Actor":
        """The same hands, another will: the secretariat records the chair's word."""
        return replace(self, principal=principal)


SYSTEM = Actor("system")


def clean_text(value: str) -> str:
    """NFC text with `\\n` line ends; control characters, bidi overrides and lone surrogates raise ValueError."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    for pattern in (_CONTROL, _BIDI, _SURROGATE):
        if pattern.search(value):
            raise ValueError("control characters are not allowed")
    return value.strip()


def clean_line(value: str) -> str:
    """Like `clean_text`, on one line: line breaks and tabs become spaces."""
    return re.sub(r"\s+", " ", clean_text(value))


def clean_moment(value: datetime) -> datetime:
    """An aware time between 2000 and 2100 that exists in Europe/Berlin (no hour lost to summer time)."""
    if not 2000 <= value.year <= 2100:
        raise ValueError("the year must lie between 2000 and 2100")
    if value.tzinfo is BERLIN and value.astimezone(ZoneInfo("UTC")).astimezone(BERLIN) != value:
        raise ValueError("this hour does not exist: the clocks are put forward")
    return value


# Counted after cleaning as well: some characters become two by NFC.
Line = Annotated[str, Len(max_length=200), AfterValidator(clean_line), Len(max_length=200)]
Text = Annotated[str, Len(max_length=10_000), AfterValidator(clean_text), Len(max_length=10_000)]
Int32 = Annotated[int, Field(strict=True, ge=-(2**31), le=2**31 - 1)]
"""A number sent as one: neither "1" nor true."""
Moment = Annotated[AwareDatetime, AfterValidator(clean_moment)]
