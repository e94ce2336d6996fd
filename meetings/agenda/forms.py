"""What is typed about agendas and topics."""

from datetime import date
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import DayField, KernForm, LineField, ParagraphField, WholeNumberField
from foundation.web.wording import day_digits
from governance.boards.models import Board
from governance.confidentiality import LEVELS, Level
from meetings.agenda.models import AgendaItem, ItemKind

LONGEST = 600
_WORDS = dict(LEVELS)
_SHOWN = (Level.PUBLIC, Level.BOARD, Level.CONFIDENTIAL)
LEVEL_CHOICES = [
    *[(level.value, _WORDS[level.value]) for level in _SHOWN],
    (_("Further levels"), [(level.value, _WORDS[level.value]) for level in Level if level not in _SHOWN]),
]
MEDIA = [("E-Mail", _("by e-mail")), ("Telefon", _("by phone")), ("persönlich", _("face to face"))]
"""The stored word stands in the record, which is German."""


class TopicFields(KernForm):
    """What an item and a topic have in common."""

    title = LineField(label=_("Title"))
    kind = forms.ChoiceField(choices=ItemKind.choices, initial=ItemKind.DISCUSSION.value, label=_("Kind"))
    minutes = WholeNumberField(min_value=1, max_value=LONGEST, initial=15, label=_("Duration in minutes"))
    text = ParagraphField(required=False, label=_("What it is about"))
    motion_text = ParagraphField(
        required=False,
        rows=3,
        label=_("Motion"),
        help_text=_("The sentence that is voted on, for example “The board recommends …”."),
    )
    level = forms.TypedChoiceField(
        choices=LEVEL_CHOICES, coerce=int, initial=Level.BOARD.value, label=_("Who may read it")
    )


class ItemForm(TopicFields):
    """An item of a draft, and the revision of the agenda it was read on."""

    revision = WholeNumberField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def values_of(item: AgendaItem, revision: int) -> dict[str, Any]:
        fields = ("title", "kind", "minutes", "text", "motion_text", "level")
        return {name: getattr(item, name) for name in fields} | {"revision": revision}

    @property
    def fields_of_item(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class ReleaseForm(KernForm):
    """The chair's word, recorded by the board office: when, how, and what was said."""

    day = DayField(label=_("Day of the release"))
    medium = forms.ChoiceField(choices=MEDIA, widget=forms.RadioSelect, label=_("How did the chair release it?"))
    remark = LineField(required=False, max_length=200, label=_("Remark"))
    revision = WholeNumberField(required=False, widget=forms.HiddenInput)

    PAGE = "tagesordnung"
    """The one form of the page: its fields and buttons stand in two places."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for field in self.fields.values():
            field.widget.attrs["form"] = self.PAGE

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come. Please give the day the chair spoke."))
        return day

    @property
    def note(self) -> str:
        """One line for the record: "Telefon, 25.01.2027. Ohne Änderungen"."""
        data = self.cleaned_data
        with translation.override("de"):
            words = f"{data['medium']}, {day_digits(data['day'])}"
        return f"{words}. {data['remark']}" if data["remark"] else words


class TakeBackForm(KernForm):
    """Why a released agenda becomes a draft again."""

    why = LineField(label=_("Why is the release taken back?"), max_length=300)


class TopicForm(TopicFields):
    """A topic for one of the boards the person may propose to."""

    board = forms.ModelChoiceField(Board.objects.none(), label=_("Board"), empty_label=None)
    field_order = ["board", "title", "kind", "minutes", "text", "motion_text", "level"]

    def __init__(self, *args: Any, boards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]


class RejectForm(KernForm):
    reason = LineField(
        max_length=300, label=_("Reason"), help_text=_("The person who proposed the topic will read it.")
    )
