"""Forms of answers and invitations."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, LineField, MailField, MomentField, ParagraphField, WholeNumberField
from meetings.invitations.answering import AnswerForm
from meetings.invitations.choices import BY_CODE, offered
from meetings.meeting.models import LONGEST, Meeting
from meetings.rooms.choosing import PlaceForm

TOO_LONG = _("A meeting lasts at most %(hours)s hours. Please check day and hour of the end.")
REASON = _("Reason for the short notice period")


class ReplyForm(AnswerForm):
    """What the answer pages send."""

    answer = forms.ChoiceField(choices=[(code, code) for code in BY_CODE])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _("You can add the name later, too.")


class PhoneReplyForm(AnswerForm):
    """An answer that somebody gave by phone."""

    note = LineField(label=_("Note"), max_length=300, required=False, help_text=_("For example who represents."))

    def __init__(self, *args: Any, meeting: Meeting, for_deputy: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(offered(meeting, for_deputy=for_deputy))


class RemindForm(KernForm):
    """Words of the board office to those who have not answered."""

    words = ParagraphField(
        label=_("Your own words"),
        max_length=600,
        required=False,
        help_text=_("They stand at the beginning of the mail, before date and answer."),
    )


class AnnounceForm(KernForm):
    """Words of the board office to those who read that the documents are ready."""

    words = ParagraphField(
        label=_("What is new"),
        max_length=600,
        required=False,
        help_text=_("It stands at the beginning of the mail, for example which paper was handed in later."),
    )


class AddressForm(KernForm):
    email = MailField(
        label=_("Your e-mail address"),
        help_text=_("The address your invitations are sent to."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class InviteForm(KernForm):
    reason = LineField(
        label=REASON, max_length=300, required=False, help_text=_("It stands in the invitation and in the proof.")
    )

    def __init__(self, *args: Any, reason_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reason_needed:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class ChangeForm(PlaceForm):
    """Date and place; `revision` notices that somebody else changed the meeting meanwhile."""

    starts_at = MomentField(label=_("Begins"))
    ends_at = MomentField(label=_("Ends"))
    video_url = forms.URLField(label=_("Video link"), required=False, max_length=200, assume_scheme="https")
    reason = LineField(
        label=REASON, max_length=300, required=False, help_text=_("Needed only if the notice period is not kept.")
    )
    revision = WholeNumberField(widget=forms.HiddenInput)

    field_order = ("starts_at", "ends_at", "room", "place")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        names = ("starts_at", "ends_at", "place", "video_url", "revision")
        super().__init__(*args, initial={name: getattr(meeting, name) for name in names}, **kwargs)
        link = self.fields["video_url"]
        link.required = meeting.mode == Meeting.Mode.VIDEO
        if not link.required:
            link.help_text = _("With a link, people may join by video as well.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if isinstance(starts, datetime) and isinstance(ends, datetime) and ends <= starts:
            self.add_error("ends_at", _("A meeting ends after it starts."))
        elif isinstance(starts, datetime) and isinstance(ends, datetime) and ends - starts > LONGEST:
            self.add_error("ends_at", TOO_LONG % {"hours": LONGEST // timedelta(hours=1)})
        return values

    @property
    def appointment(self) -> dict[str, Any]:
        """When and where, as arguments for `sending.change`."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "place", "video_url")}


class CancelForm(KernForm):
    reason = LineField(
        label=_("Reason for the cancellation"), max_length=300, help_text=_("It stands in the mail to everybody.")
    )
