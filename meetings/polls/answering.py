"""Taking answers: by personal link, signed in, by an assistant, or by phone through the board office."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from foundation.web.wording import day_in_words, local_day
from governance.people.models import Person
from meetings.polls.asked import is_asked
from meetings.polls.asking import expect_open, locked
from meetings.polls.models import DatePoll, DateVote

Source = DateVote.Source
THEIR_OWN = (Source.LINK, Source.PAGE)


@transaction.atomic
def answer(
    poll: DatePoll, person: Person, choices: Mapping[int, str], *, by: Actor, source: str, now: datetime
) -> int:
    """Keep what a person says to dates of a poll (by the key of the option); returns how many answers are new.

    The newest answer to a date counts, earlier ones are kept; the same again is nothing new, and a date left out
    stays as it was. Eight queries, whatever the number of dates. Raises DomainError: 400 for no answer, one that is
    none and a date of another poll; 403 for who is not asked; 409 once the date is fixed, the poll called off or a
    date withdrawn; 410 after the deadline, which the board office may still enter answers behind.
    """
    standing = locked(poll)
    expect_open(standing)
    if source in THEIR_OWN and not standing.takes_answers(now):
        words = _("Answers were possible until %(day)s. Please call the board office.")
        raise DomainError(words % {"day": day_in_words(standing.deadline)}, code="poll_deadline_over", status=410)
    if not is_asked(standing.board_id, person.pk, local_day(now)):
        words = _("Only members of the board answer this date poll.")
        raise DomainError(words, code="not_asked", status=403)
    _check(standing, choices)
    counting = DateVote.objects.counting().filter(option__in=choices, person=person)
    known = dict(counting.values_list("option_id", "choice"))
    new = {option: choice for option, choice in choices.items() if known.get(option) != choice}
    if new:
        counting.filter(option__in=new).update(superseded_at=now)
        DateVote.objects.bulk_create(
            DateVote(option_id=pk, person=person, choice=choice, source=source, entered_by=by.key, answered_at=now)
            for pk, choice in new.items()
        )
        record("date_poll.answered", standing.key, by=by, now=now, person=person.key, source=source, dates=len(new))
    return len(new)


def _check(poll: DatePoll, choices: Mapping[int, str]) -> None:
    if not choices or set(choices.values()) - set(DateVote.Choice.values):
        words = _("Please choose an answer for at least one date.")
        raise DomainError(words, code="not_an_answer", status=400)
    withdrawn = dict(poll.options.filter(pk__in=choices).values_list("pk", "withdrawn_at"))
    if choices.keys() - withdrawn.keys():
        raise DomainError(_("This date is not part of the poll."), code="foreign_date", status=400)
    if any(withdrawn.values()):
        words = _("One of the dates was withdrawn meanwhile. Please look at the dates again and save once more.")
        raise DomainError(words, code="date_withdrawn")
