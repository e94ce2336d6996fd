"""From the words of an invitation to the room they mean.

A place is what people are told, so it is kept as words, and the same words are the same place. A room adds to them
what is known of it; where nothing is known, the words stay what they were (docs/decisions/0011).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from meetings.rooms.models import Room, Wording


def written(place: str) -> str:
    """The words of a place without what does not matter: case, and the width and kind of blanks."""
    return " ".join(unicodedata.normalize("NFC", place).casefold().split())


def named(place: str) -> Room | None:
    """The room that is meant, also by a wording it had before. One query."""
    found = Wording.objects.filter(key=written(place)).select_related("room").first()
    return found.room if found else None


@dataclass(frozen=True)
class Places:
    """All rooms by their wordings, read once where many places are compared."""

    rooms: Mapping[str, Room]

    def room(self, place: str) -> Room | None:
        return self.rooms.get(written(place))

    def spot(self, place: str) -> str:
        """Equal for two places where two boards would meet in each other's way."""
        room = self.room(place)
        return room.key if room else written(place)


def places() -> Places:
    """One query."""
    return Places({one.key: one.room for one in Wording.objects.select_related("room")})
