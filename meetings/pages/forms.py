"""What is typed on the pages of a meeting."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.almanac.days import at_wall_time
from foundation.web.forms import DayField, KernForm, LineField, ParagraphField, WholeNumberField
from foundation.web.wording import local_day, time_in_words
from governance.people.models import Person
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.sittings.models import Attendance

HANDS = 999
LONG_BEFORE = timedelta(hours=6)


class MotionForm(KernForm):
    """The text that is put to the vote."""

    text = ParagraphField(label=_("Motion"), rows=3, max_length=4000)


class CountForm(MotionForm):
    """Hands counted on a motion."""

    yes = WholeNumberField(label=_("Yes"), max_value=HANDS)
    no = WholeNumberField(label=_("No"), max_value=HANDS)
    abstain = WholeNumberField(label=_("Abstentions"), max_value=HANDS)
    invalid = WholeNumberField(label=_("Invalid"), max_value=HANDS, required=False, initial=0)

    def __init__(self, *args: Any, chair_decides: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if chair_decides:
            choices = [("", _("no tie")), ("yes", _("adopted")), ("no", _("rejected"))]
            self.fields["chair"] = forms.ChoiceField(
                label=_("On a tie the chair decides"), choices=choices, required=False
            )

    @property
    def ballot(self) -> dict[str, Any]:
        """Arguments of the act."""
        data = self.cleaned_data
        numbers = {name: data[name] or 0 for name in ("yes", "no", "abstain", "invalid")}
        return numbers | {"chair_says_yes": {"yes": True, "no": False}.get(data.get("chair", ""))}


class CorrectionForm(CountForm):
    text = None  # type: ignore[assignment]
    reason = LineField(label=_("Reason of the correction"), max_length=300)


class TakeBackForm(KernForm):
    """Why a vote is undone."""

    why = LineField(label=_("Why is the vote taken back?"), max_length=300)


class ReopenForm(KernForm):
    """Why an entry without a vote is undone."""

    why = LineField(label=_("Why is the item taken up again?"), max_length=300)


class ActionForm(KernForm):
    title = LineField(label=_("What is to be done"))
    item = forms.ModelChoiceField(label=_("Agenda item"), queryset=AgendaItem.objects.none(), empty_label=None)
    owner = forms.ModelChoiceField(label=_("Who"), queryset=Person.objects.none())
    due_on = DayField(label=_("By when"))

    def __init__(self, *args: Any, items: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["item"]).queryset = items
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = people


class GuestForm(KernForm):
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none())
    video = forms.BooleanField(label=_("takes part by video"), required=False)

    def __init__(self, *args: Any, people: Any, rule: str, **kwargs: Any) -> None:
        """`rule`: what the rules of procedure say about guests."""
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = people
        self.fields["person"].help_text = rule


class TimesForm(KernForm):
    """When somebody really came and left; an empty time stays as it is."""

    stay = forms.TypedChoiceField(label=_("Who?"), coerce=int)
    came = forms.TimeField(label=_("Came at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    left = forms.TimeField(
        label=_("Left at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("A time left empty stays as it is."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begins = meeting.starts_at
        rows = meeting.attendances.select_related("person").order_by("person__family_name", "arrived_at")
        self.stays = {row.pk: row for row in rows}
        cast(forms.ChoiceField, self.fields["stay"]).choices = [
            ("", "---------"),
            *((pk, f"{row.person}, {_span(row)}") for pk, row in self.stays.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """The row itself, and the clock times as moments of the meeting."""
        values = super().clean() or self.cleaned_data
        stay = values["stay"] = self.stays.get(values.get("stay", 0))
        for name, known in (("came", "arrived_at"), ("left", "left_at")):
            if stay is None or name not in values:
                continue
            try:
                typed = values[name]
                values[name] = self._moment(typed) if typed else getattr(stay, known)
            except ValueError:
                self.add_error(name, _("The clocks change in that hour. Please choose another time."))
        return values

    def _moment(self, typed: time) -> datetime:
        """A time long before the meeting began is one after midnight."""
        day = local_day(self.begins)
        moment = at_wall_time(day, typed)
        return moment if moment > self.begins - LONG_BEFORE else at_wall_time(day + timedelta(days=1), typed)


def _span(stay: Attendance) -> str:
    if stay.left_at is None:
        return gettext("since %(time)s") % {"time": time_in_words(stay.arrived_at)}
    return gettext("%(begin)s to %(end)s") % {
        "begin": time_in_words(stay.arrived_at),
        "end": time_in_words(stay.left_at),
    }


class RecusalForm(KernForm):
    item = forms.TypedChoiceField(label=_("Which item?"), widget=forms.RadioSelect, coerce=int)
    reason = LineField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("In short, for the board office and the chair."),
    )

    understood = forms.BooleanField(label=_("I no longer read the papers of this item and do not vote on it."))

    def __init__(self, *args: Any, items: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["item"]).choices = list(items)


class RecusalOfForm(RecusalForm):
    """The recusal of a member, entered by who leads the meeting."""

    understood = None  # type: ignore[assignment]
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none())
    field_order = ["person", "item", "reason"]

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = people
