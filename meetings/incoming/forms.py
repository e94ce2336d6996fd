"""Taking a message over as somebody's answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, LineField
from foundation.web.wording import short_day
from meetings.invitations.choices import BY_CODE, CHOICES, Choice, offered
from meetings.invitations.models import Invitation


class TakeOverForm(KernForm):
    """Whose answer it is, and which."""

    invitation = forms.ChoiceField(label=_("Whose answer is it?"))
    answer = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    note = LineField(
        label=_("Who comes as the substitute?"),
        max_length=300,
        required=False,
        help_text=_("Only if somebody comes instead of the member."),
    )

    def __init__(self, *args: Any, invitations: Iterable[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(one.pk): one for one in invitations}
        meetings = {one.meeting for one in self._known.values()}
        named = [(key, _called(one, with_meeting=len(meetings) > 1)) for key, one in self._known.items()]
        whose, answer = self.fields["invitation"], self.fields["answer"]
        assert isinstance(whose, forms.ChoiceField)
        assert isinstance(answer, forms.ChoiceField)
        whose.choices = named if len(named) == 1 else [("", _("Please choose")), *named]
        possible = offered(*meetings) if len(meetings) == 1 else CHOICES
        answer.choices = [(one.code, one.other) for one in possible]

    @property
    def chosen(self) -> Invitation:
        return self._known[self.cleaned_data["invitation"]]

    @property
    def choice(self) -> Choice:
        return BY_CODE[self.cleaned_data["answer"]]

    @property
    def substitute(self) -> str:
        """Who was named; nobody with any other answer."""
        return self.cleaned_data["note"] if self.choice.asks_who else ""


def _called(invitation: Invitation, *, with_meeting: bool) -> str:
    if not with_meeting:
        return str(invitation.person)
    meeting = invitation.meeting
    return f"{invitation.person}, {meeting.board.short_name} {short_day(meeting.starts_at)}"
