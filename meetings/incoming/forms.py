"""Taking a message over as somebody's answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.wording import short_day
from meetings.invitations.answering import AnswerForm
from meetings.invitations.choices import CHOICES, offered
from meetings.invitations.models import Invitation


class TakeOverForm(AnswerForm):
    """Whose answer it is, and which."""

    invitation = forms.ChoiceField(label=_("Whose answer is it?"))

    field_order = ("invitation",)

    def __init__(self, *args: Any, invitations: Iterable[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(one.pk): one for one in invitations}
        meetings = {one.meeting for one in self._known.values()}
        named = [(key, _called(one, with_meeting=len(meetings) > 1)) for key, one in self._known.items()]
        whose = self.fields["invitation"]
        assert isinstance(whose, forms.ChoiceField)
        whose.choices = named if len(named) == 1 else [("", _("Please choose")), *named]
        self.offer(offered(*meetings) if len(meetings) == 1 else CHOICES)
        del self.fields["sequence"]
        self.fields["note"].help_text = _("Only if somebody comes instead of the member.")

    @property
    def chosen(self) -> Invitation:
        return self._known[self.cleaned_data["invitation"]]


def _called(invitation: Invitation, *, with_meeting: bool) -> str:
    if not with_meeting:
        return str(invitation.person)
    meeting = invitation.meeting
    return f"{invitation.person}, {meeting.board.short_name} {short_day(meeting.starts_at)}"
