"""Days nobody should meet on, typed or brought as a list; a day chosen by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.almanac.entering import Stretch
from foundation.almanac.models import CalendarPeriod
from foundation.documents.sheets import MOST_BYTES
from foundation.web.forms import BroughtField, DayField, KernForm, LineField

Kind = CalendarPeriod.Kind


def _kind_field() -> forms.ChoiceField:
    kinds = [
        (Kind.CUSTOM, _("Closed: nobody meets")),
        (Kind.PUBLIC, _("Public holiday: nobody meets")),
        (Kind.SCHOOL, _("School holidays: avoided where possible")),
    ]
    return forms.ChoiceField(choices=kinds, initial=Kind.CUSTOM, widget=forms.RadioSelect, label=_("Kind"))


class PeriodForm(KernForm):
    name = LineField(label=_("Name"), help_text=_("For example: company holidays, Heinerfest, election day."))
    start = DayField(label=_("First day"))
    end = DayField(required=False, label=_("Last day"), help_text=_("Empty for one day."))
    kind = _kind_field()

    @property
    def stretch(self) -> Stretch:
        """The days as typed."""
        said = self.cleaned_data
        return Stretch(said["kind"], said["name"], said["start"], said["end"] or said["start"])


class ListForm(KernForm):
    file = BroughtField(
        most=MOST_BYTES,
        accept=".csv,.txt,.xlsx,.ics",
        label=_("List (CSV, XLSX) or calendar file (ICS)"),
        help_text=_("A list has the columns Name, From, Until, Kind."),
    )
    kind = _kind_field()


class ChosenDayForm(KernForm):
    day = DayField(label=_("Other day"))
