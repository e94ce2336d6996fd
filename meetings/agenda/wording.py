"""Texts that Gremia itself wrote into the German record, as readers of English see them.

The record stays German: titles and reasons are stored as they were sent. What somebody typed stays as it is, unless
it is word by word what Gremia writes.
"""

import re
from datetime import date
from functools import cache

from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext, gettext_noop, override

from foundation.web.wording import day_digits, plain_day

WRITTEN = (
    gettext_noop("Opening, invitation and quorum"),
    gettext_noop("Approval of the agenda"),
    gettext_noop("The agenda is approved."),
    gettext_noop("Declarations of recusal"),
    gettext_noop("Any other business"),
    gettext_noop("Dates"),
    gettext_noop("Standing item"),
    gettext_noop("Standing item, no resolutions"),
    gettext_noop("Vacant seats"),
    gettext_noop("No member on seat %(numbers)s."),
    gettext_noop("Adjourned on %(day)s."),
    gettext_noop("Proposed by %(person)s, accepted on %(day)s."),
    gettext_noop("Follow-up of resolutions"),
    gettext_noop("Approval of the minutes of %(day)s"),
    gettext_noop("The minutes are not approved yet."),
    gettext_noop("The minutes of %(day)s are approved."),
)
RECORD = "de"


def spoken(text: str) -> str:
    """`text` in the language of the page where Gremia wrote it, otherwise as it stands."""
    if get_language() == RECORD:
        return text
    for pattern, message in _patterns():
        if found := pattern.fullmatch(text):
            values = {name: _day(value) for name, value in found.groupdict().items()}
            return gettext(message) % values if values else gettext(message)
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Each written text as it reads in the record, with a group for each value."""
    with override(RECORD):
        german = [(re.escape(gettext(message)), message) for message in WRITTEN]
    return [(re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", words)), message) for words, message in german]


def _day(value: str) -> str:
    """A day of the record in the language of the page; any other value stays, days that no calendar has too."""
    if found := re.fullmatch(r"(\d+)\.\s(\w+)\s(\d{4})", value):
        with override(RECORD):
            months = {str(name): number for number, name in MONTHS.items()}
        day, show = (found[3], str(months.get(found[2], 0)), found[1]), plain_day
    elif found := re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", value):
        day, show = (found[3], found[2], found[1]), day_digits
    else:
        return value
    try:
        return show(date(*map(int, day)))
    except ValueError:
        return value
