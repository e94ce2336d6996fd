"""Whether a room fits a meeting. Nothing is refused: the board office knows more of its rooms than a form does."""

from django.utils.translation import gettext as _

from meetings.rooms.models import Room


def remarks(room: Room | None, *, people: int, link: str = "") -> list[str]:
    """What speaks against the room or should be known of it, as sentences.

    `people`: for how many it has to do; `link`: where people join by video, "" where nobody does.
    """
    if room is None:
        return []
    words = {"room": room.name, "seats": room.capacity, "people": people, "link": room.video_url}
    found = [
        (room.retired, _("%(room)s is no longer in use.")),
        (
            room.capacity is not None and room.capacity < people,
            _("%(room)s has %(seats)s seats, up to %(people)s people may come."),
        ),
        (bool(link) and not room.video_conference, _("%(room)s has no video conference, but people join by video.")),
        (bool(link and room.video_url) and link != room.video_url, _("%(room)s has its own video link: %(link)s")),
        (room.step_free is False, _("%(room)s is not step-free.")),
    ]
    return [told % words for holds, told in found if holds]
