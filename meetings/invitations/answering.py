"""Choosing an answer in a form; also for the rooms above that take one."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, LineField, WholeNumberField
from meetings.invitations.choices import BY_CODE, Choice


class AnswerForm(KernForm):
    """Base of all forms that take an answer: which one, and the SEQUENCE of the date that was shown.

    `note` is up to them: who comes instead, or what else was said.
    """

    answer = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    note = LineField(label=_("Who comes as the substitute?"), max_length=300, required=False)
    sequence = WholeNumberField(widget=forms.HiddenInput)

    @property
    def choice(self) -> Choice:
        return BY_CODE[self.cleaned_data["answer"]]

    @property
    def substitute(self) -> str:
        """Who was named; nobody with any other answer."""
        return self.cleaned_data["note"] if self.choice.asks_who else ""

    def offer(self, choices: Iterable[Choice]) -> None:
        """Let somebody else's answer be one of these."""
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        answer.choices = [(one.code, one.other) for one in choices]
