"""Taking a message over as somebody's answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import WholeNumberField
from foundation.web.wording import short_day
from meetings.invitations.answering import AnswerForm
from meetings.invitations.choices import CHOICES, offered
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting


class TakeOverForm(AnswerForm):
    """Whose answer it is, and which."""

    invitation = forms.ChoiceField(label=_("Whose answer is it?"))

    field_order = ("invitation",)

    def __init__(self, *args: Any, invitations: Iterable[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(one.pk): one for one in invitations}
        meetings = list(dict.fromkeys(one.meeting for one in self._known.values()))
        self._is_one = len(meetings) == 1
        named = [(key, _called(one, with_meeting=not self._is_one)) for key, one in self._known.items()]
        whose = self.fields["invitation"]
        assert isinstance(whose, forms.ChoiceField)
        whose.choices = named if len(named) == 1 else [("", _("Please choose")), *named]
        self.offer(offered(*meetings) if self._is_one else CHOICES)
        del self.fields["sequence"]
        for one in meetings:
            self.fields[self._shown(one)] = WholeNumberField(widget=forms.HiddenInput, initial=one.sequence)
        self.fields["note"].help_text = _("Only if somebody comes instead of the member.")

    @property
    def chosen(self) -> Invitation:
        return self._known[self.cleaned_data["invitation"]]

    @property
    def shown_sequence(self) -> int:
        """The SEQUENCE of the date that was shown for the meeting that is chosen."""
        return int(self.cleaned_data[self._shown(self.chosen.meeting)])

    def _shown(self, meeting: Meeting) -> str:
        """The field that says so: one for each meeting."""
        return "sequence" if self._is_one else f"sequence_{meeting.pk}"


def _called(invitation: Invitation, *, with_meeting: bool) -> str:
    if not with_meeting:
        return str(invitation.person)
    meeting = invitation.meeting
    return f"{invitation.person}, {meeting.board.short_name} {short_day(meeting.starts_at)}"
