"""What is known of a room, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.rooms.models import Room

EQUIPMENT = {
    "video_conference": gettext_lazy("video conference"),
    "microphones": gettext_lazy("microphones"),
    "projector": gettext_lazy("screen or projector"),
    "wifi": gettext_lazy("Wi-Fi"),
}
ACCESS = {
    "step_free": (gettext_lazy("step-free"), gettext_lazy("not step-free")),
    "accessible_toilet": (gettext_lazy("accessible toilet"), gettext_lazy("no accessible toilet")),
    "induction_loop": (gettext_lazy("induction loop"), gettext_lazy("no induction loop")),
    "accessible_parking": (gettext_lazy("accessible parking"), gettext_lazy("no accessible parking")),
}


def equipment(room: Room) -> list[str]:
    return [str(word) for name, word in EQUIPMENT.items() if getattr(room, name)]


def accessibility(room: Room) -> str:
    """ "stufenlos, kein barrierefreies WC": what is there and what is not; what nobody said is left out."""
    said = [(words, getattr(room, name)) for name, words in ACCESS.items()]
    return ", ".join(str(yes if holds else no) for (yes, no), holds in said if holds is not None)


def access(room: Room | None) -> str:
    """What people need to know to get in: "Barrierefreiheit: stufenlos, kein barrierefreies WC. Aufzug links."

    On one line; "" where nothing is known.
    """
    if room is None:
        return ""
    facts = accessibility(room)
    told = _("Accessibility: %(facts)s.") % {"facts": facts} if facts else ""
    return f"{told} {room.way_in}".strip()


def size(room: Room) -> str:
    count = room.capacity
    return ngettext("%(count)s seat", "%(count)s seats", count) % {"count": count} if count else ""


def summary(room: Room) -> str:
    """Size and equipment on one line; "" where nothing is known."""
    return ", ".join(filter(None, [size(room), *equipment(room)]))
