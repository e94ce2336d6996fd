"""Tags and filters every template may use (a builtin library)."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from foundation.web import wording

register = template.Library()


def _register(words: Callable[..., str]) -> None:
    def of_value(value: date | datetime | None) -> str:
        return words(value) if value else ""

    register.filter(words.__name__, of_value)


for _words in (
    wording.day_in_words,
    wording.plain_day,
    wording.day_and_month,
    wording.short_day,
    wording.short_date,
    wording.day_digits,
    wording.time_in_words,
    wording.moment_in_words,
):
    _register(_words)


@register.filter
def span_in_words(start: datetime | None, end: datetime | None) -> str:
    """`{{ meeting.starts_at|span_in_words:meeting.ends_at }}`"""
    return wording.span_in_words(start, end) if start and end else ""


@register.filter
def days_from(when: date | datetime | None, today: date | datetime) -> str:
    """`{{ meeting.starts_at|days_from:today }}`: "in 14 Tagen"."""
    return wording.days_from(today, when) if when else ""


@register.filter
def opening_hours(typed: str) -> str:
    """`{{ company.office_hours|opening_hours }}`"""
    return wording.opening_hours(typed)


register.filter("phone_address", wording.phone_address)


@register.filter
def cell_css(words: str) -> str:
    """Classes of one cell from short words: "yes need" -> "app-seat--yes app-seat--need"."""
    return " ".join(word if word.startswith("app-") else f"app-seat--{word}" for word in words.split())


@register.filter
def message_kind(level: str) -> str:
    """KERN's word for a level of django.contrib.messages."""
    return {"error": "danger", "debug": "info"}.get(level, level or "info")


@register.filter
def marks(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """`{{ hit.title|marks }}`: a text in pieces, of which the found ones are marked."""
    marked, plain = '<mark class="app-mark">{}</mark>', "{}"
    return mark_safe("".join(format_html(marked if found else plain, text) for text, found in pieces))


@register.filter
def is_word(value: str, word: str) -> str:
    """ "true" or "false", for ARIA attributes."""
    return "true" if value == word else "false"
