"""What is typed about the board's opinion, and the management's answer."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import DayField, KernForm, LineField, ParagraphField, WholeNumberField
from governance.mandates.chairs_word import ChairsWordForm
from opinions.outcomes.models import ManagementResponse
from opinions.rounds.gaps import paragraphs


class OpinionForm(KernForm):
    """Text and recommendations; `revision` is the one that was read, 0 for a new opinion."""

    text = ParagraphField(label=_("Text of the opinion"), rows=8)
    recommendations = ParagraphField(
        required=False,
        rows=6,
        label=_("Recommendations of the board"),
        help_text=_("One recommendation per paragraph. The management answers each one."),
    )
    revision = WholeNumberField(widget=forms.HiddenInput, initial=0)

    def content(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"text": data["text"], "recommendations": paragraphs(data["recommendations"])}


class PublishingForm(KernForm):
    """The last fields publish; what is confidential needs a note that its level was lowered."""

    public = forms.BooleanField(
        required=False, label=_("Publish the opinion"), help_text=_("Opinion, dissents and answers become public.")
    )
    lowering = LineField(
        max_length=300,
        required=False,
        label=_("Lowering of the level"),
        help_text=_("This opinion is confidential. To publish it, note when and how the chair lowered its level."),
    )

    def __init__(self, *args: Any, confidential: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not confidential:
            del self.fields["lowering"]
        self.order_fields([name for name in self.fields if name not in ("public", "lowering")])


class ItemOpinionForm(PublishingForm):
    """The opinion that a vote in a meeting adopted."""

    title = LineField(label=_("Title"))
    text = ParagraphField(label=_("Text of the opinion"), rows=8)
    recommendations = ParagraphField(
        required=False,
        rows=6,
        label=_("Recommendations of the board"),
        help_text=_("One recommendation per paragraph. The management answers each one."),
    )

    def content(self) -> dict[str, Any]:
        return {**self.cleaned_data, "recommendations": paragraphs(self.cleaned_data["recommendations"])}


class DissentForm(KernForm):
    """`revision` is the text of the opinion that was read."""

    revision = WholeNumberField(required=False, widget=forms.HiddenInput)
    text = ParagraphField(
        label=_("Your dissent"),
        rows=6,
        help_text=_("In your own words. It stands with your name beside the opinion, also when that is published."),
    )


class AdoptForm(PublishingForm, ChairsWordForm):
    """The word is asked of the board office where it acts `on_behalf` of the chair without a delegation."""

    def __init__(self, *args: Any, on_behalf: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in () if on_behalf else self.FIELDS:
            del self.fields[name]

    @property
    def publishing(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in self.FIELDS}


class AnswerForm(KernForm):
    answer = forms.ChoiceField(
        choices=ManagementResponse.Answer.choices, widget=forms.RadioSelect, label=_("Your answer")
    )
    reason = ParagraphField(
        required=False,
        needed_at_times=True,
        rows=4,
        label=_("Your reason"),
        help_text=_("Only “will be followed” needs no reason."),
    )
    again_on = DayField(
        required=False,
        label=_("Deferred until"),
        help_text=_("Only with “deferred”: on this day it is on your list again."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answer, again_on = data.get("answer"), data.get("again_on")
        if self.errors or not answer:
            return data
        if answer != ManagementResponse.Answer.FOLLOW and not data.get("reason"):
            self.add_error("reason", _("Please give a reason. Only “will be followed” needs none."))
        if answer == ManagementResponse.Answer.DEFERRED and not (again_on and again_on > self.today):
            self.add_error("again_on", _("Please say on which later day you come back to it."))
        return data


class PlainForm(KernForm):
    """A question with one button."""
