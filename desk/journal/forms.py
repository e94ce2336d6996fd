"""The filter of the journal."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from desk.journal.rules import reads_all
from desk.journal.wordings import AREAS, OF_BOARDS
from foundation.web.forms import DayField, KernForm
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.mandates.models import Mandate
from governance.people.models import Person, StaffAssignment


def led(reader: Reader) -> QuerySet[Board]:
    """The boards this reader leads."""
    return Board.objects.filter(pk__in=reader.chairs)


def _acting(reader: Reader) -> QuerySet[Person]:
    """Members of the led boards, former ones too, and staff: who acts on what belongs to a board."""
    members = Mandate.objects.real().filter(seat__board__in=reader.chairs).values("person")
    return Person.objects.filter(Q(pk__in=members) | Q(pk__in=StaffAssignment.objects.values("person")))


class FilterForm(KernForm):
    """Empty fields filter nothing away. Chairs choose among what belongs to their boards."""

    person = forms.ModelChoiceField(Person.objects.all(), required=False, empty_label=_("all"), label=_("Person"))
    board = forms.ModelChoiceField(Board.objects.all(), required=False, empty_label=_("all"), label=_("Board"))
    area = forms.ChoiceField(required=False, label=_("Area"))
    first = DayField(required=False, label=_("From"))
    last = DayField(required=False, label=_("Until"))

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: dict[str, Any] = AREAS
        if not reads_all(reader):
            areas = {code: AREAS[code] for code in OF_BOARDS}
            self.fields["person"].queryset = _acting(reader)  # type: ignore[attr-defined]
            self.fields["board"].queryset = led(reader)  # type: ignore[attr-defined]
            if len(reader.chairs) == 1:
                del self.fields["board"]
        self.fields["area"].choices = [("", _("all")), *sorted(areas.items(), key=lambda pair: str(pair[1]))]  # type: ignore[attr-defined]

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first. Please choose a later day."))
