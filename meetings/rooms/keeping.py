"""Rooms are added, changed, given up and used again. None is deleted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from meetings.rooms.finding import written
from meetings.rooms.models import Room, Wording


@transaction.atomic
def add(*, known_as: str = "", by: Actor, now: datetime, **described: Any) -> Room:
    """A room with what is known of it (`Room.DESCRIPTION`).

    `known_as`: how it was written so far, so that meetings set there before find it. Raises DomainError (409) where
    another room is written in the same way.
    """
    room = Room.objects.create(**described)
    for words in filter(None, (room.place, known_as)):
        _mean(words, room)
    record("room.added", room.key, by=by, now=now)
    return room


@transaction.atomic
def change(room: Room, *, by: Actor, now: datetime, **described: Any) -> Room:
    """Describe the room anew; meetings that were told its old wording find it still. The same again changes nothing.

    Raises DomainError as `add`.
    """
    held = Room.objects.select_for_update().get(pk=room.pk)
    new = [name for name, value in described.items() if getattr(held, name) != value]
    if not new:
        return held
    for name in new:
        setattr(held, name, described[name])
    held.save(update_fields=new)
    _mean(held.place, held)
    record("room.changed", held.key, by=by, now=now, fields=sorted(new))
    return held


def _mean(words: str, room: Room) -> None:
    """From now on these words mean this room; words that another one has given up are free."""
    wording, _new = (
        Wording.objects.select_for_update()
        .select_related("room")
        .get_or_create(key=written(words), defaults={"room": room})
    )
    if wording.room_id == room.pk:
        return
    if written(wording.room.place) == wording.key:
        told = _("Another room is written like this already.")
        if wording.room.retired:
            told = _("A room that is no longer in use is written like this. Please take it into use again.")
        raise DomainError(told, code="room_known", fields={"name": told})
    Wording.objects.filter(pk=wording.pk).update(room=room)


@transaction.atomic
def retire(room: Room, *, by: Actor, now: datetime) -> None:
    """The room is no longer offered; meetings that are set there stay. Twice is once."""
    if Room.objects.in_use().filter(pk=room.pk).update(retired=True):
        record("room.retired", room.key, by=by, now=now)


@transaction.atomic
def use_again(room: Room, *, by: Actor, now: datetime) -> None:
    """The room is offered again. Twice is once."""
    if Room.objects.filter(pk=room.pk, retired=True).update(retired=False):
        record("room.used_again", room.key, by=by, now=now)
