"""How many of those asked cannot answer in time, because they are away all along: a number and no names."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils.translation import ngettext

from foundation.web.wording import plain_day
from governance.mandates.models import Mandate
from meetings.absences.away import throughout
from opinions.rounds.models import Opinion, OpinionRound


def of_the_board(found: OpinionRound, today: date, deadline: date) -> str:
    """Said before a round opens: of those who would be asked today. Empty where all are there at least one day."""
    members = Mandate.objects.on(today).filter(seat__board=found.board_id, seat__voting=True)
    return _told(members.values_list("person", flat=True), today, deadline)


def of_the_waiting(found: OpinionRound, today: date, deadline: date) -> str:
    """Said of a round that runs: of those who have not answered."""
    waiting = found.opinions.filter(status__in=Opinion.WAITING)
    return _told(waiting.values_list("person", flat=True), today, deadline)


def _told(people: Collection[UUID], today: date, deadline: date) -> str:
    count = throughout(people, today, deadline)
    if not count:
        return ""
    words = ngettext(
        "%(count)s of %(asked)s is away until %(day)s and the whole time before.",
        "%(count)s of %(asked)s are away until %(day)s and the whole time before.",
        count,
    )
    return words % {"count": count, "asked": len(people), "day": plain_day(deadline)}
