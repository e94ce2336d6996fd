"""What is typed about minutes."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, LineField, ParagraphField, WholeNumberField
from governance.mandates.chairs_word import ChairsWordForm
from meetings.agenda.models import AgendaItem
from meetings.minutes.models import MinutesEntry


class TextsForm(KernForm):
    """One free text per item, and the revision it was written on."""

    revision = WholeNumberField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, entries: Iterable[MinutesEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry in entries:
            self.fields[f"text_{entry.item_id}"] = ParagraphField(
                label=_("Text on item %(number)s") % {"number": entry.item.position},
                required=False,
                rows=3,
                initial=entry.text,
            )

    @property
    def texts(self) -> dict[int, str]:
        """The texts that were sent; an item the page did not send keeps its own."""
        fields = {
            name: text for name, text in self.cleaned_data.items() if name.startswith("text_") and name in self.data
        }
        return {int(name.removeprefix("text_")): text for name, text in fields.items()}


class ReadForm(KernForm):
    """The chair signs off what was read: the revision on the screen."""

    revision = WholeNumberField(widget=forms.HiddenInput)


class SignOffForm(ReadForm, ChairsWordForm):
    """The chair's word, recorded by the board office."""


class ReturnForm(KernForm):
    """What the chair wants changed."""

    reason = ParagraphField(label=_("What should be changed?"), max_length=1000, rows=3)


class TakeBackForm(KernForm):
    """Why the office writes again on what the chair has, signed off or was sent."""

    why = LineField(label=_("Why are the minutes taken back?"), max_length=300)


class ObjectionForm(KernForm):
    item = forms.ModelChoiceField(label=_("Agenda item"), queryset=AgendaItem.objects.none())
    text = ParagraphField(label=_("What should be written instead?"), max_length=2000, rows=4)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["item"]).queryset = items
