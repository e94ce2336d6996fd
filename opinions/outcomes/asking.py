"""When the time for dissents is over, who leads the board gets a personal link to adopt the opinion."""

from datetime import datetime

from foundation.outbox.models import Delivery
from foundation.web.wording import local_day
from governance.boards.mailing import key_of
from governance.mandates.delegating import of_person
from governance.mandates.models import Delegation
from governance.rights import asking
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.rules import presiding

ACT = Delegation.Act.ADOPTION


def ask_due(*, now: datetime) -> int:
    """Duty: one mail for each revision and person; none where the office adopts on a delegation. Returns how many."""
    today = local_day(now)
    over = ConsolidatedOpinion.objects.filter(
        status=ConsolidatedOpinion.Status.CIRCULATED, dissents_until__lt=today, round__isnull=False
    )
    return sum(_ask(one, now) for one in over.select_related("board", "round"))


def _ask(opinion: ConsolidatedOpinion, now: datetime) -> bool:
    assert opinion.round is not None
    today = local_day(now)
    person = presiding(opinion.round, today)
    if person is None or of_person(opinion.board_id, ACT, person, today):
        return False
    sent = key_of(f"chair_{ACT}:{opinion.key}:{opinion.revision}", person)
    if Delivery.objects.filter(key=sent).exists():
        return False
    return asking.ask(
        ACT,
        subject=opinion.key,
        revision=opinion.revision,
        board=opinion.board,
        person=person,
        page="adopt_by_link",
        now=now,
    )
