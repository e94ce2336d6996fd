"""The answers as people read them on buttons, headings and confirmations."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.invitations.models import Answer, Invitation, Reply
from meetings.meeting.models import Meeting

VIDEO = "video"


@dataclass(frozen=True)
class Choice:
    """`code` goes through forms; `question` is the heading before, `ask` its button, `saved` the heading after,
    `state` the answer in force, `other` the button of who answers for somebody else. One that `asks_who` comes
    asks so before it is confirmed."""

    code: str
    answer: str
    button: Promise
    ask: Promise
    question: Promise
    saved: Promise
    state: Promise
    other: Promise
    by_video: bool = False
    asks_who: bool = False


CHOICES = (
    Choice(
        "accepted",
        Answer.ACCEPTED,
        _("I will attend"),
        _("Confirm that you take part"),
        _("Do you want to accept?"),
        _("Your acceptance is saved"),
        _("You take part."),
        _("Takes part"),
    ),
    Choice(
        VIDEO,
        Answer.ACCEPTED,
        _("I will attend by video"),
        _("Confirm that you take part by video"),
        _("Do you want to take part by video?"),
        _("Your acceptance by video is saved"),
        _("You take part by video."),
        _("Takes part by video"),
        by_video=True,
    ),
    Choice(
        "declined",
        Answer.DECLINED,
        _("I will not attend"),
        _("Confirm that you do not take part"),
        _("Do you want to decline?"),
        _("Your refusal is saved"),
        _("You do not take part."),
        _("Does not take part"),
    ),
    Choice(
        "tentative",
        Answer.TENTATIVE,
        _("With reservation"),
        _("Confirm your answer with reservation"),
        _("Do you want to answer with reservation?"),
        _("Your answer with reservation is saved"),
        _("You answered with reservation."),
        _("With reservation"),
    ),
    Choice(
        "delegated",
        Answer.DELEGATED,
        _("I will be represented"),
        _("Confirm that you will be represented"),
        _("Do you want to be represented?"),
        _("Your representation is saved"),
        _("You will be represented."),
        _("Will be represented"),
        asks_who=True,
    ),
)
BY_CODE = {choice.code: choice for choice in CHOICES}
FROM_ADDRESS = {"zusage": "accepted", "absage": "declined", "vertretung": "delegated"}


def offered(meeting: Meeting, *, for_deputy: bool = False) -> list[Choice]:
    """All answers; by video only where there is video, and nobody represents a deputy."""
    video = meeting.mode != Meeting.Mode.IN_PERSON
    return [one for one in CHOICES if (video or not one.by_video) and not (for_deputy and one.asks_who)]


def given(invitation: Invitation) -> Choice | None:
    """The answer in force, None while there is none."""
    same = (one for one in CHOICES if (one.answer, one.by_video) == (invitation.answer, invitation.by_video))
    return next(same, None)


def substitute_of(given: Choice | None, reply: Reply | None) -> str:
    """Who comes instead, as far as the answer in force names somebody."""
    return reply.note if given and given.asks_who and reply else ""
