"""What is typed about agendas and topics."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, LineField, ParagraphField, WholeNumberField
from governance.boards.models import Board
from governance.confidentiality import LEVELS, Level
from governance.mandates.chairs_word import ChairsWordForm
from meetings.agenda.models import AgendaItem, ItemKind

LONGEST = 600
_WORDS = dict(LEVELS)
_SHOWN = (Level.PUBLIC, Level.BOARD, Level.CONFIDENTIAL)
LEVEL_CHOICES = [
    *[(level.value, _WORDS[level.value]) for level in _SHOWN],
    (_("Further levels"), [(level.value, _WORDS[level.value]) for level in Level if level not in _SHOWN]),
]


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


class ReleaseForm(ChairsWordForm):
    """The chair's word on the agenda with this revision, recorded by the board office."""

    revision = WholeNumberField(required=False, widget=forms.HiddenInput)

    PAGE = "tagesordnung"
    """The one form of the page: its fields and buttons stand in two places."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = self.PAGE


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
