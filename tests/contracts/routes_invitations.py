"""Invitations, answers and the proof of dispatch: who gets what from a GET."""

from datetime import UTC, date, datetime

from foundation.accounts.models import PersonalLink
from foundation.outbox import incoming
from foundation.outbox.models import Delivery, IncomingMail, State
from meetings.invitations import replies, sending
from meetings.invitations.models import Invitation
from tests.contracts.roles import BOARD, LEADERS, STAFF, everybody, inside, logged_in

OFFICE = inside("secretariat")
OWN = inside(*BOARD, "management")
SEEN = inside(*BOARD, *STAFF)
STATES = inside("secretariat", "admin")

ROWS = {
    "reply": everybody(),
    "reply_saved": everybody(),
    "reply_calendar": everybody(),
    "reply_link": everybody(),
    "reply_own": OWN,
    "reply_for": inside("assistant"),
    "meeting_calendar": SEEN,
    "meeting_attendance": SEEN,
    "notice_proof": inside(*LEADERS),
    "phone_reply": OFFICE,
    "remind": OFFICE,
    "documents_announce": OFFICE,
    "invite": OFFICE,
    "invitation_letter": OFFICE,
    "invitation_preview": OFFICE,
    "meeting_change": OFFICE,
    "meeting_cancel": OFFICE,
    **dict.fromkeys(("inbox", "message", "message_original"), OFFICE),
    **dict.fromkeys(("message_ask", "message_leave", "message_reopen"), logged_in(405)),
    "meeting_reactivate": OFFICE,
    "mails_progress": inside("secretariat", got=302),
    "mails_stop": logged_in(405),
    "mails_send": logged_in(405),
    "mails_take_back": logged_in(405),
    "documents": STATES,
    "dispatches": STATES,
    "dispatch_detail": STATES,
    "dispatch_mail": OFFICE,
    "dispatch_letter": OFFICE,
    "dispatch_again": OFFICE,
}
POSTS = {
    "reply": 400,
    "reply_link": 400,
    "reply_own": 400,
    "reply_for": 400,
    "phone_reply": 400,
    "remind": inside("secretariat", got=302),
    "documents_announce": inside("secretariat", got=302),
    "invite": 200,
    "invitation_letter": 302,
    "meeting_change": 400,
    "meeting_cancel": 400,
    "message": 400,
    "message_ask": inside("secretariat", got=409),
    "message_leave": inside("secretariat", got=302),
    "message_reopen": inside("secretariat", got=302),
    "meeting_reactivate": 200,
    "mails_stop": inside("secretariat", got=302),
    "mails_send": inside("secretariat", got=302),
    "mails_take_back": inside("secretariat", got=302),
    "documents": 302,
    "dispatch_again": 302,
}


def kwargs(world):
    """A meeting of the Unternehmensbeirat that people are invited to; its first member has accepted by link."""
    meeting = world.meeting()
    world.agenda(meeting, "Eröffnung")
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    sending.invite(meeting, by=world.actor(world.secretary), now=now)
    invitation = Invitation.objects.get(person=world.dahlhoff)
    replies.record(invitation, "accepted", by=world.actor(world.dahlhoff), now=now, source="link", sequence=1)
    token = {"token": PersonalLink.objects.get(holder=world.dahlhoff.key).token}
    paper = Delivery.objects.filter(recipient=world.kaya.key)
    paper.update(state=State.LETTER)
    letter = {"pk": paper.get().pk}
    row, _is_new = incoming.keep(b"From: nobody@mail.example\r\n\r\nJa\r\n", now=now)
    IncomingMail.objects.filter(pk=row.pk).update(state="review", disposition="review", reason="free_text")
    message = {"pk": row.pk}
    off = world.meeting(number=2, status="cancelled", day=date(2027, 5, 20))
    one, mail = {"pk": meeting.pk}, {"pk": Delivery.objects.get(recipient=world.dahlhoff.key).pk}
    return {
        "inbox": {},
        **{f"message{act}": message for act in ("", "_original", "_ask", "_leave", "_reopen")},
        "reply": token,
        "reply_saved": token,
        "reply_calendar": token,
        "reply_link": {},
        "reply_own": one,
        "reply_for": one | {"person": world.mayor.pk},
        "meeting_calendar": one,
        "meeting_attendance": one,
        "notice_proof": one,
        "remind": one,
        "documents_announce": one,
        "phone_reply": one | {"invitation_pk": invitation.pk},
        "invite": one,
        "invitation_letter": one | {"person": world.kaya.pk},
        "invitation_preview": one | {"person": world.kaya.pk},
        "meeting_change": one,
        "meeting_cancel": one,
        "meeting_reactivate": {"pk": off.pk},
        "mails_progress": one,
        "mails_stop": one,
        "mails_send": one,
        "mails_take_back": one,
        "documents": {},
        "dispatches": {},
        "dispatch_detail": mail,
        "dispatch_mail": mail,
        "dispatch_letter": letter,
        "dispatch_again": mail,
    }
