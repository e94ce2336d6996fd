"""Who may do what with a round of assessments."""

from datetime import date

from django.utils.translation import gettext as _

from foundation.values import Actor, DomainError
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.mandates.models import Office
from governance.people.models import Person
from opinions.rounds.models import Opinion, OpinionRound


def can_see_rounds(reader: Reader) -> bool:
    """The list of all rounds: board office, management, chairs. Members have their own list."""
    return reader.is_secretariat or reader.is_management or bool(reader.chairs)


def can_request(reader: Reader, board: Board | None = None) -> bool:
    """Ask a board for its opinion: management, board office, and the chair of that board."""
    if reader.is_secretariat or reader.is_management:
        return True
    return bool(reader.chairs) if board is None else board.pk in reader.chairs


def leads(reader: Reader, opinion_round: OpinionRound, *, mine: Opinion | None = None) -> bool:
    """Chair or deputy of the board, unless they declared a conflict of interest in this round.

    `mine`, the reader's own opinion in the round, saves a query where it is loaded.
    """
    if opinion_round.board_id not in reader.chairs:
        return False
    if mine:
        return mine.status != Opinion.Status.DECLINED
    declined = Opinion.objects.of(reader.person_id).filter(status=Opinion.Status.DECLINED)
    return not declined.filter(round=opinion_round).exists()


def can_run(reader: Reader, opinion_round: OpinionRound, *, mine: Opinion | None = None) -> bool:
    """Open, extend, close, cancel, and see who is missing: board office and who leads the round."""
    return reader.is_secretariat or leads(reader, opinion_round, mine=mine)


def expect_unbiased(opinion_round: OpinionRound | None, by: Actor) -> None:
    """Refuses (403) whoever acts, or on whose word, with a declared conflict of interest in this round."""
    involved = {by.key, by.principal}
    declined = Opinion.objects.filter(round=opinion_round, status=Opinion.Status.DECLINED).select_related("person")
    if any(one.person.key in involved for one in declined):
        raise DomainError(
            _("Who declared a conflict of interest takes no part in this opinion. The deputy chair acts."),
            code="conflict_of_interest",
            status=403,
        )


def presiding(opinion_round: OpinionRound, day: date) -> Person | None:
    """On whose word the board office acts: who leads the board and declared no conflict of interest."""
    declined = Opinion.objects.filter(round=opinion_round, status=Opinion.Status.DECLINED).values("person")
    offices = Office.objects.acting(day).filter(board=opinion_round.board_id)
    first = offices.exclude(person__in=declined).select_related("person").first()
    return first.person if first else None


def can_enter_paper(reader: Reader) -> bool:
    """Enter an answer that came on paper: the board office."""
    return reader.is_secretariat
