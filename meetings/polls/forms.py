"""Forms of date polls: days and hours to offer, and answers to them."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import YEARS, DayField, KernForm, LineField, ScaleSelect, WholeNumberField
from foundation.web.wording import moment_in_words
from meetings.polls.asking import MOST
from meetings.polls.models import DateOption, DatePoll, DateVote
from meetings.polls.results import Counts
from meetings.polls.slots import LONGEST, pattern
from meetings.rooms.choosing import PlaceForm

BY_THE_OFFICE = (DateVote.Source.PHONE, DateVote.Source.LETTER, DateVote.Source.IN_PERSON)
_APART = re.compile(r"[,;\s]+")
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


def _parts(typed: str) -> list[str]:
    return [part for part in _APART.split(typed) if part and part.casefold() not in ("uhr", "und", "and")]


class DaysField(LineField):
    """Single days in one line: "11.02.2027, 15.02.2027"."""

    def clean(self, value: Any) -> list[date]:
        return [self._day(part) for part in _parts(super().clean(value))]

    def _day(self, part: str) -> date:
        for form in ("%d.%m.%Y", "%Y-%m-%d"):
            try:
                day = datetime.strptime(part, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            if not 2000 <= day.year <= 2100:
                raise ValidationError(YEARS, code="year")
            return day
        words = gettext("“%(part)s” is not a day. Please write days like 11.02.2027, with commas between them.")
        raise ValidationError(words % {"part": part[:20]}, code="no_day")


class HoursField(LineField):
    """Times of day in one line: "16:00, 18:00"."""

    def clean(self, value: Any) -> list[time]:
        return [self._hour(part) for part in _parts(super().clean(value))]

    def _hour(self, part: str) -> time:
        found = _HOUR.fullmatch(part)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            words = gettext("“%(part)s” is not a time. Please write times like 16:00, with commas between them.")
            raise ValidationError(words % {"part": part[:20]}, code="no_hour")
        return time(hour, minute)


class DatesForm(KernForm):
    """Which days at which hours: a pattern of weekdays, single days, or both."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        choices=[(number, WEEKDAYS[number]) for number in range(5)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    days = DaysField(
        label=_("Single days"), required=False, max_length=500, help_text=_("For example: 11.02.2027, 15.02.2027")
    )
    hours = HoursField(label=_("Times"), help_text=_("For example: 16:00, 18:00. Each day is offered at each time."))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            self._check_days(values)
        return values

    def _check_days(self, said: Mapping[str, Any]) -> None:
        first, last = said.get("first"), said.get("last")
        if bool(first) != bool(last):
            self.add_error("last" if first else "first", _("Please give both days, or neither."))
        elif first and last and last < first:
            self.add_error("last", _("The end lies before the start."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("More than a year. Please check the days."))
        elif first and not said["weekdays"]:
            self.add_error("weekdays", _("Please choose the weekdays to offer."))
        elif not self.wanted(said):
            self.add_error("first", _("Please give days: a span with weekdays, or single days."))
        elif len(self.wanted(said)) * len(set(said["hours"])) > MOST:
            words = _("These are more than %(most)s dates. Please choose fewer days or times.") % {"most": MOST}
            self.add_error(None, words)

    def wanted(self, said: Mapping[str, Any]) -> list[date]:
        """The days asked for, each once."""
        span = pattern(said["first"], said["last"], said["weekdays"]) if said.get("first") else []
        return sorted({*span, *said["days"]})


class AskForm(PlaceForm, DatesForm):
    """The whole question in one form."""

    title = LineField(label=_("Subject"), help_text=_("It stands in the mail: for example “Next meeting”."))
    minutes = WholeNumberField(label=_("Length in minutes"), min_value=15, max_value=14 * 60)
    video_url = forms.URLField(label=_("Video link"), required=False, max_length=200, assume_scheme="https")
    deadline = DayField(label=_("Answers until"), help_text=_("Two days before, those who are silent are reminded."))
    shown = forms.ChoiceField(
        label=_("Members who have answered see of the others"),
        choices=DatePoll.Shown.choices,
        initial=DatePoll.Shown.COUNTS,
        widget=forms.RadioSelect,
    )

    field_order = ("title", "first", "last", "weekdays", "days", "hours", "minutes", "deadline", "room", "place")

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["minutes"])


class ExtendForm(KernForm):
    deadline = DayField(label=_("Answers until"))


class CancelForm(KernForm):
    reason = LineField(label=_("Reason"), max_length=300, help_text=_("It stands in the mail to the members."))


class Asked(NamedTuple):
    """One date as the page asks for it; `counts` are there once the person may see those of others. `away`: the
    person is known to be away that day; `preset`: so no is chosen beforehand."""

    option: DateOption
    field: BoundField
    counts: Counts | None
    away: bool = False
    preset: bool = False


class AnswerForm(KernForm):
    """Yes, if need be or no to each date; what is left out stays as it was.

    Dates on which the person is `away` and nothing is `given` yet begin with no, in sight and to be changed.
    """

    presets = True

    def __init__(
        self,
        data: Any,
        *,
        dates: Iterable[DateOption],
        given: Mapping[int, str],
        counts: Iterable[Counts] = (),
        away: Collection[int] = (),
    ) -> None:
        self._dates = {f"date_{one.pk}": one for one in dates}
        self._counts = {one.option.pk: one for one in counts}
        self._away = away
        self._preset = {pk for pk in away if self.presets and pk not in given}
        begin = dict.fromkeys(self._preset, DateVote.Choice.NO.value) | dict(given)
        super().__init__(data, initial={name: begin.get(one.pk, "") for name, one in self._dates.items()})
        for name, one in self._dates.items():
            self.fields[name] = forms.ChoiceField(
                label=moment_in_words(one.starts_at),
                choices=DateVote.Choice.choices,
                required=False,
                widget=ScaleSelect(),
            )

    @property
    def rows(self) -> list[Asked]:
        return [
            Asked(one, self[name], self._counts.get(one.pk), one.pk in self._away, one.pk in self._preset)
            for name, one in self._dates.items()
        ]

    @property
    def can_take_all(self) -> bool:
        """Whether one button may offer yes to all: nobody is asked for a yes to a day on which they are away."""
        return not self._away

    @property
    def choices(self) -> dict[int, str]:
        """What was said, by the key of the date; one button says yes to all of them."""
        if self.data.get("all") == DateVote.Choice.YES:
            return {one.pk: DateVote.Choice.YES.value for one in self._dates.values()}
        said = {one.pk: self.cleaned_data[name] for name, one in self._dates.items()}
        return {pk: choice for pk, choice in said.items() if choice}


class EnterForm(AnswerForm):
    """The same for somebody who told the board office, with the way it came; nobody's word is chosen beforehand."""

    presets = False
    source = forms.ChoiceField(
        label=_("How did the answer come?"),
        choices=[(one.value, one.label) for one in BY_THE_OFFICE],
        initial=DateVote.Source.PHONE,
        widget=forms.RadioSelect,
    )
