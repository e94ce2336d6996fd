"""Reminding those who have not answered, and nobody else."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from foundation.almanac.periods import closed_days
from foundation.journal.recording import record
from foundation.outbox.models import Delivery
from foundation.values import BERLIN, SYSTEM
from foundation.web.wording import local_day
from governance.boards.mailing import key_of, post, reads_mail
from opinions.rounds.deadlines import FIRST_HOUR, due_step
from opinions.rounds.models import Opinion, OpinionRound
from opinions.rounds.opening import REMINDER, mail_context

# Only steps that have come are asked for; the days of a round that ends later than this have none yet.
AROUND = timedelta(days=30)


def remind_due(*, now: datetime) -> int:
    """Duty: from 08:00 in Berlin, seven and two days before the deadline and on the last working day.

    Never on Sundays and closed days, nothing after the deadline, each step once per person. Returns how many mails.
    """
    today = local_day(now)
    if now.astimezone(BERLIN).hour < FIRST_HOUR:
        return 0
    missing = Prefetch("opinions", Opinion.objects.missing().select_related("person"), to_attr="waiting")
    running = OpinionRound.objects.filter(status=OpinionRound.Status.OPEN, deadline__gte=now)
    rounds = running.select_related("board").prefetch_related(missing)
    closed = closed_days(today - AROUND, today + AROUND)
    return sum(_remind(one, step, now) for one in rounds if (step := _step(one, today, closed)))


def _step(opinion_round: OpinionRound, today: date, closed: dict[date, str]) -> str:
    assert opinion_round.opened_at is not None
    opened, deadline = local_day(opinion_round.opened_at), local_day(opinion_round.deadline)
    return due_step(today, opened=opened, deadline=deadline, closed=closed)


@transaction.atomic
def _remind(opinion_round: Any, step: str, now: datetime) -> int:
    key = f"{REMINDER}:{opinion_round.pk}:{local_day(opinion_round.deadline)}:{step}"
    people = [opinion.person for opinion in opinion_round.waiting if reads_mail(opinion.person)]
    keys = [key_of(key, person) for person in people]
    done = set(Delivery.objects.filter(key__in=keys).values_list("key", flat=True))
    left = [person for person in people if key_of(key, person) not in done]
    if not left:
        return 0
    version = 2 if opinion_round.extended_reason else 1
    sent = post(
        REMINDER,
        left,
        key=key,
        topic=opinion_round.key,
        version=version,
        context=mail_context(opinion_round, last_day=step == "last-day"),
        now=now,
        gathers=True,
    )
    record("opinions.reminded", opinion_round.key, by=SYSTEM, now=now, step=step, count=len(sent))
    return len(sent)
