"""Routes of meetings: list, page, live page, resolutions, minutes. The meeting is one of the Unternehmensbeirat."""

from datetime import UTC, date, datetime

from meetings.minutes.models import Minutes
from meetings.sittings.models import Sitting
from tests.contracts.roles import BOARD, CHAIRS, LEADERS, STAFF, everybody, inside, link_of_chair, logged_in

SEEN = inside(*BOARD, *STAFF)
LEAD = inside(*LEADERS)

ROWS = {
    "meetings": logged_in(),
    "meeting": SEEN,
    "recusal": inside(*BOARD, "secretariat"),
    "live": SEEN,
    "live_action": LEAD,
    "live_guest": LEAD,
    "live_times": LEAD,
    "live_item": LEAD,
    "meeting_decisions": SEEN,
    "meeting_minutes": SEEN,
    "minutes_pdf": inside(),
    "sign_off_by_link": everybody(302),
}
POSTS = {
    "recusal": 400,
    "live": inside(),
    "live act=find": inside(*LEADERS, got=302),
    "live act=close": inside(*LEADERS, got=409),
    "live_action": 400,
    "live_guest": 400,
    "live_times": 400,
    "live_item": 200,
    "live_item why=": inside(*LEADERS, got=400),
    "sign_off_by_link": everybody(302),
    "meeting_minutes": inside(),
    "meeting_minutes act=begin": inside("secretariat", got=409),
    "meeting_minutes act=write": inside("secretariat", got=400),
    "meeting_minutes act=hand_over": inside("secretariat", got=302),
    "meeting_minutes act=return": inside(*CHAIRS, got=400),
    "meeting_minutes act=sign_off": inside(*LEADERS, got=400),
    "meeting_minutes act=send": inside("secretariat", got=409),
    "meeting_minutes act=take_back": inside("secretariat", got=400),
    "meeting_minutes act=object": inside(),
}


def kwargs(world) -> dict[str, dict]:
    """A running meeting; its minutes exist, but nothing was sent, so there is no file for anybody."""
    meeting = world.meeting(day=date(2026, 11, 23), status="in_session", number=3)
    world.agenda(meeting, "Datenplattform", status="frozen")
    Sitting.objects.create(meeting=meeting, opened_at=datetime(2026, 11, 23, 7, tzinfo=UTC))
    minutes = Minutes.objects.create(meeting=meeting, drafted_at=datetime(2026, 11, 23, 8, tzinfo=UTC))
    one = {"pk": meeting.pk}
    link = link_of_chair(world, "sign_off", minutes.key)
    return dict.fromkeys(ROWS, one) | {
        "meetings": {},
        "live_item": one | {"position": 1},
        "sign_off_by_link": link,
    }
