"""What is typed about a meeting of former times."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.documents.uploads import MOST_PDF_BYTES
from foundation.web.forms import BroughtField, DayField, WholeNumberField
from governance.boards.models import Board
from governance.confidentiality import LEVELS, Level
from meetings.rooms.choosing import PlaceForm

_SHOWN = (Level.BOARD, Level.CONFIDENTIAL, Level.STRICT)


class EarlierForm(PlaceForm):
    board = forms.ModelChoiceField(
        Board.objects.order_by("position"), label=_("Board"), empty_label=_("Please choose"), to_field_name="slug"
    )
    day = DayField(label=_("Day of the meeting"))
    number = WholeNumberField(
        required=False, min_value=1, max_value=99, label=_("Number in that year"), help_text=_("Empty for the next.")
    )
    file = BroughtField(
        required=False,
        most=MOST_PDF_BYTES,
        accept=".pdf",
        label=_("Minutes as PDF"),
        help_text=_("At most 25 MB and 500 pages. Scripts and attachments in it are removed."),
    )
    level = forms.TypedChoiceField(
        choices=[(level, word) for level, word in LEVELS if level in _SHOWN],
        coerce=int,
        initial=Level.BOARD.value,
        widget=forms.RadioSelect,
        label=_("Who may read it"),
    )

    field_order = ("board", "day", "room", "place")

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "room"}
