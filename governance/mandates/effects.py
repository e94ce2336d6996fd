"""What an act on a mandate or a deputy brings with it: sentences to show before, and what is done then."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.module_loading import import_string

from foundation.values import Actor
from governance.mandates.models import Deputy, Mandate
from governance.people.models import Person


@dataclass(frozen=True)
class Effect:
    """Something that follows from an act: a sentence to show before, and what is done, safe to repeat.

    `act` is called as `act(by=..., now=...)`; where work is handed on (`hands_on`), with `to=` as well: who takes
    it over, or None for whoever leads the board then. `inner` is what `act` brings with it in turn, to be shown.
    """

    text: str
    act: Callable[..., object]
    hands_on: bool = False
    inner: tuple["Effect", ...] = ()


def listed(paths: Iterable[str], ending: Mandate | Deputy, on: date) -> list[Effect]:
    """The effects that the functions at these dotted paths know of; `on` is the last day the mandate is exercised or
    the deputy may be called."""
    return [effect for path in paths for effect in import_string(path)(ending, on)]


def bring_about(effects: Iterable[Effect], *, to: Person | None = None, by: Actor, now: datetime) -> None:
    """Do what was shown."""
    for effect in effects:
        effect.act(by=by, now=now, **({"to": to} if effect.hands_on else {}))


def stays(mandate: Mandate, on: date) -> bool:
    """Whether the person is on the board the day after on another mandate, such as a second term."""
    others = Mandate.objects.on(on + timedelta(days=1)).exclude(pk=mandate.pk)
    return others.filter(person=mandate.person_id, seat__board=mandate.seat.board_id).exists()
