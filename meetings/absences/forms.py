"""When somebody is away: days typed, or a calendar brought."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import BroughtField, DayField, KernForm
from meetings.absences.busy import MOST_BYTES
from meetings.absences.stretches import Stretch


class DaysForm(KernForm):
    start = DayField(label=_("First day"))
    end = DayField(required=False, label=_("Last day"), help_text=_("Empty for one day."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and said["end"] and said["end"] < said["start"]:
            self.add_error("end", _("The end lies before the start."))
        return said

    @property
    def stretch(self) -> Stretch:
        """The days as typed."""
        return Stretch(self.cleaned_data["start"], self.cleaned_data["end"] or self.cleaned_data["start"])


class CalendarForm(KernForm):
    file = BroughtField(
        most=MOST_BYTES,
        accept=".ics,.ifb,.vfb",
        label=_("Calendar file (ICS)"),
        help_text=_("Your calendar program calls it “export” or “save as iCalendar”. Free/busy times are enough."),
    )
    zone = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("The file says it")),
            ("Europe/Berlin", _("Central European Time")),
            ("Europe/London", _("British time")),
            ("UTC", _("Universal time (UTC)")),
        ],
        label=_("Time zone"),
    )
