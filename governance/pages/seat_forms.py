"""What the board office types about seats and working groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import DayField, KernForm, LineField, ParagraphField, WholeNumberField
from governance.boards.models import Seat
from governance.people.models import Organisation


class SeatForm(KernForm):
    """How a seat is described, and from which day."""

    label = LineField(label=_("Office, body or subject"))
    kind = forms.ChoiceField(choices=Seat.Kind.choices, widget=forms.RadioSelect, label=_("How is the seat filled?"))
    delegating_body = forms.ModelChoiceField(
        Organisation.objects.all(), required=False, label=_("Delegating body"), empty_label=_("None")
    )
    sector = forms.ChoiceField(choices=Seat.Sector.choices, label=_("Sector"))
    voting = forms.BooleanField(required=False, initial=True, label=_("With a vote"))
    on = DayField(label=_("Valid from"))


class RetireForm(KernForm):
    on = DayField(label=_("Last day of the seat"), help_text=_("From the next day the board has one seat less."))


class GroupForm(KernForm):
    """A working group to be; its seats are described one by one later."""

    name = LineField(label=_("Name"))
    slug = forms.SlugField(label=_("Short address"), help_text=_("For example “working-group-ethics”."))
    short_name = LineField(max_length=10, label=_("Short name"), help_text=_("At most 10 characters."))
    purpose = ParagraphField(max_length=1000, label=_("Purpose"))
    size = WholeNumberField(min_value=1, max_value=50, label=_("Seats"))
    founded_on = DayField(label=_("Founded on"))


def described(seat: Seat) -> dict[str, Any]:
    """The form's first values."""
    return {name: getattr(seat, name) for name in ("label", "kind", "delegating_body", "sector", "voting")}
