"""What the end of a mandate does to assessments that are still open."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.queue import withdraw
from foundation.values import Actor
from governance.mandates.effects import Effect
from governance.mandates.models import Mandate
from opinions.rounds.models import Opinion, OpinionRound


def open_opinions(mandate: Mandate, on: date) -> Iterator[Effect]:
    """One effect per assessment of this mandate that is asked for and not given; what was given stays."""
    waiting = Opinion.objects.missing().filter(mandate=mandate).select_related("round", "person")
    for opinion in waiting.order_by("round__deadline"):
        text = _("The assessment of “%(title)s” is no longer asked for.") % {"title": opinion.round.title}
        yield Effect(text, _lapsing(opinion))


def _lapsing(opinion: Opinion) -> Callable[..., None]:
    def act(*, by: Actor, now: datetime) -> None:
        OpinionRound.objects.select_for_update().get(pk=opinion.round_id)
        waiting = Opinion.objects.filter(pk=opinion.pk, status__in=Opinion.WAITING)
        if not waiting.update(status=Opinion.Status.LAPSED, draft={}, draft_saved_at=None):
            return
        withdraw(opinion.person.key, opinion.round.key)
        record("opinion.lapsed", opinion.round.key, by=by, now=now, opinion=opinion.pk)

    return act
