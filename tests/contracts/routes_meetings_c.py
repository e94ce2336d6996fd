"""Routes of meetings: list, page, live page, resolutions, minutes. The meeting is one of the Unternehmensbeirat."""

from datetime import UTC, date, datetime

from meetings.minutes.models import Minutes
from meetings.sittings.models import Sitting


def _row(seen: str, *, anonymous: int = 302) -> dict[str, int]:
    roles = [
        "member",
        "other_member",
        "former",
        "chair",
        "secretariat",
        "management",
        "mayors_office",
        "admin",
        "assistant",
    ]
    return {"anonymous": anonymous} | {role: 200 if role in seen.split() else 404 for role in roles}


_ALL = "member other_member former chair secretariat management mayors_office admin assistant"
_BOARD = "member chair secretariat management mayors_office"
_LEAD = "chair secretariat"

ROWS = {
    "meetings": _row(_ALL),
    "meeting": _row(_BOARD),
    "recusal": _row("member chair"),
    "live": _row(_BOARD),
    "live_action": _row(_LEAD),
    "live_guest": _row(_LEAD),
    "live_item": _row(_LEAD),
    "meeting_decisions": _row(_BOARD),
    "meeting_minutes": _row(_BOARD),
    "minutes_pdf": _row(""),
}


def kwargs(world) -> dict[str, dict]:
    """A running meeting; its minutes exist, but nothing was sent, so there is no file for anybody."""
    meeting = world.meeting(day=date(2026, 11, 23), status="in_session", number=3)
    world.agenda(meeting, "Datenplattform", status="frozen")
    Sitting.objects.create(meeting=meeting, opened_at=datetime(2026, 11, 23, 7, tzinfo=UTC))
    Minutes.objects.create(meeting=meeting, drafted_at=datetime(2026, 11, 23, 8, tzinfo=UTC))
    one = {"pk": meeting.pk}
    return {name: one for name in ROWS if name != "meetings"} | {"live_item": one | {"position": 1}}
