"""The filter of the journal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.journal.wordings import AREAS
from foundation.web.forms import DayField, KernForm
from governance.boards.models import Board
from governance.people.models import Person


class FilterForm(KernForm):
    """Empty fields filter nothing away."""

    person = forms.ModelChoiceField(Person.objects.all(), required=False, empty_label=_("all"), label=_("Person"))
    board = forms.ModelChoiceField(Board.objects.all(), required=False, empty_label=_("all"), label=_("Board"))
    area = forms.ChoiceField(required=False, label=_("Area"))
    first = DayField(required=False, label=_("From"))
    last = DayField(required=False, label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("all")), *sorted(AREAS.items(), key=lambda pair: str(pair[1]))]  # type: ignore[attr-defined]

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first. Please choose a later day."))
