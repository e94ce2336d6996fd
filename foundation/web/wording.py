"""Days and times in words, in the language of the page.

Days are thought in Europe/Berlin. No-break spaces stand where a line must not break: "16:00 Uhr", "11. Februar".
"""

import re
from datetime import date, datetime

from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foundation.values import BERLIN

_TIMETABLE = {
    **dict(
        zip(
            ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True
        )
    ),
    "bis": "to",
    "und": "and",
    "Uhr": "",
}


def local_day(when: date | datetime) -> date:
    """The day in Berlin; a plain date stays what it is."""
    return when.astimezone(BERLIN).date() if isinstance(when, datetime) else when


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(BERLIN):%H:%M}"


def _parts(when: date | datetime) -> dict[str, object]:
    day = local_day(when)
    return {
        "weekday": WEEKDAYS[day.weekday()],
        "weekday_short": WEEKDAYS_ABBR[day.weekday()],
        "day": day.day,
        "month": MONTHS[day.month],
        "month_short": str(MONTHS_3[day.month]).title(),
        "year": day.year,
        "dd": f"{day.day:02d}",
        "mm": f"{day.month:02d}",
    }


def day_in_words(when: date | datetime) -> str:
    """ "Donnerstag, 11. Februar 2027"."""
    return _("%(weekday)s, %(day)s %(month)s %(year)s") % _parts(when)


def plain_day(when: date | datetime) -> str:
    """ "11. Februar 2027"."""
    return _("%(day)s %(month)s %(year)s") % _parts(when)


def days_in_words(days: int) -> str:
    """ "5 Jahre" for whole years of 365 days, else "90 Tage"."""
    if days % 365:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    return ngettext("%(count)s year", "%(count)s years", days // 365) % {"count": days // 365}


def day_and_month(when: date | datetime) -> str:
    """ "11. Februar"."""
    return _("%(day)s %(month)s") % _parts(when)


def short_day(when: date | datetime) -> str:
    """ "Do, 11.02."."""
    return _("%(weekday_short)s, %(day)s %(month_short)s") % _parts(when)


def short_date(when: date | datetime) -> str:
    """ "11.02."."""
    return _("%(day)s %(month_short)s") % _parts(when)


def day_digits(when: date | datetime) -> str:
    """ "11.02.2027"."""
    return _("%(day)s %(month_short)s %(year)s") % _parts(when)


def time_in_words(moment: datetime) -> str:
    """ "16:00 Uhr"."""
    return _("%(time)s") % {"time": _clock(moment)}


def moment_in_words(moment: datetime) -> str:
    """ "Donnerstag, 11. Februar 2027, 16:00 Uhr"."""
    return f"{day_in_words(moment)}, {time_in_words(moment)}"


def span_in_words(start: datetime, end: datetime) -> str:
    """ "Donnerstag, 11. Februar 2027, 16:00 bis 18:00 Uhr"; over midnight both days are named."""
    if local_day(start) != local_day(end):
        return _("%(start)s to %(end)s") % {"start": moment_in_words(start), "end": moment_in_words(end)}
    hours = _("%(from)s to %(until)s") % {"from": _clock(start), "until": _clock(end)}
    return f"{day_in_words(start)}, {hours}"


def opening_hours(typed: str) -> str:
    """ "Mo bis Fr, 8:00 bis 16:00 Uhr" as it was typed; in English where every word of it is one of a timetable."""
    if get_language() == "de":
        return typed
    words = re.findall(r"[^\W\d]+", typed)
    if not all(word in _TIMETABLE for word in words):
        return typed
    return re.sub(r"\s*\bUhr\b|[^\W\d]+", lambda found: _TIMETABLE.get(found[0], ""), typed)


def days_from(today: date | datetime, when: date | datetime) -> str:
    """ "heute", "morgen", "in 14 Tagen", "seit gestern", "seit 3 Tagen"."""
    days = (local_day(when) - local_day(today)).days
    words = {0: _("today"), 1: _("tomorrow"), -1: _("since yesterday")}
    if days in words:
        return words[days]
    if days > 0:
        return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
    return ngettext("for %(count)s day", "for %(count)s days", -days) % {"count": -days}


def phone_address(number: str) -> str:
    """`tel:` address in the international form; a number without a country is German, "(0)" is not dialled."""
    digits = "".join(c for c in number.replace("(0)", "") if c.isdigit())
    if number.strip().startswith("+"):
        return f"tel:+{digits}"
    if digits.startswith("00"):
        return f"tel:+{digits.removeprefix('00')}"
    return f"tel:+49{digits.removeprefix('0')}"
