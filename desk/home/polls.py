"""Date polls on first screens: to be answered, and to be fixed once the deadline is over."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.home.rows import Row
from foundation.web.wording import day_digits, local_day
from governance.confidentiality import Reader
from governance.mandates.models import Deputy, Mandate
from governance.people.models import Person
from meetings.polls.models import DatePoll, DateVote


def of_member(reader: Reader) -> list[Any]:
    """Open polls of the boards this reader sits on or leads, each knowing whether it is answered; one query."""
    own = DateVote.objects.filter(option__poll=OuterRef("pk"), person=reader.person_id)
    asking = DatePoll.objects.asking().filter(board__in=reader.boards | reader.chairs)
    return list(asking.annotate(answered=Exists(own)).select_related("board").order_by("deadline"))


def to_answer(polls: Iterable[Any], reader: Reader, now: datetime) -> Iterator[Row]:
    """What this member, or the deputy in the place of one, has not answered yet, while answers are taken."""
    for poll in polls:
        if poll.board_id in reader.boards and poll.takes_answers(now) and not poll.answered:
            title = _("Choose dates: %(board)s") % {"board": poll.board.name}
            meta = _("%(title)s. About one minute.") % {"title": poll.title}
            yield Row(poll.deadline, title, reverse("poll_answer", args=[poll.pk]), meta)


def to_fix(polls: Iterable[DatePoll], today: date) -> Iterator[Row]:
    """Polls whose deadline is over."""
    for poll in polls:
        if poll.deadline < today:
            title = _("Fix the date: %(board)s") % {"board": poll.board.name}
            words = {"title": poll.title, "day": day_digits(poll.deadline)}
            meta = _("%(title)s. Answers were possible until %(day)s.") % words
            yield Row(poll.deadline + timedelta(days=1), title, poll.get_absolute_url(), meta, _("Fix the date"))


def of_assistant(reader: Reader, now: datetime) -> Iterator[Row]:
    """What the people this reader assists have not answered yet, in four queries; none for who assists nobody."""
    if not reader.assists:
        return
    boards: dict[int, dict[UUID, Person]] = defaultdict(dict)
    held = Mandate.objects.on(local_day(now)).filter(person__in=reader.assists)
    deputies = Deputy.objects.in_place(local_day(now)).filter(person__in=reader.assists)
    acting: list[Mandate | Deputy] = [*held.select_related("person", "seat")]
    acting += deputies.select_related("person", "seat")
    for one in acting:
        boards[one.seat.board_id][one.person_id] = one.person
    asking = DatePoll.objects.asking().filter(board__in=boards, deadline__gte=local_day(now))
    polls = list(asking.select_related("board").order_by("deadline"))
    said = DateVote.objects.filter(option__poll__in=polls, person__in=reader.assists)
    answered = set(said.values_list("option__poll_id", "person_id")) if polls else set()
    for poll in polls:
        for pk, person in boards[poll.board_id].items():
            if (poll.pk, pk) not in answered:
                words = {"person": person, "board": poll.board.name}
                yield Row(
                    poll.deadline,
                    _("Choose dates for %(person)s: %(board)s") % words,
                    reverse("poll_answer_for", args=[poll.pk, pk]),
                    poll.title,
                )
