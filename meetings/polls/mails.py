"""Mails about a date poll, each with the personal link of its reader."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from foundation.accounts.links import links_for
from foundation.accounts.models import PersonalLink
from foundation.outbox.models import Delivery
from governance.boards.mailing import post
from governance.people.models import Person
from meetings.polls.asked import Member
from meetings.polls.models import DateOption, DatePoll

LINK_PURPOSE = "date_poll"
REQUEST, MORE, REMINDER = "date_poll", "date_poll_more", "date_poll_reminder"
CANCELLED = "date_poll_cancelled"
PAGE = "poll_by_link"
# What waits to be sent while a poll is asked is overtaken once it is over.
ASKING, OVER = 0, 1
LINK_LIVES_ON = timedelta(days=1)


def personal_links(
    poll: DatePoll, options: Sequence[DateOption], people: Iterable[Person], now: datetime
) -> dict[str, PersonalLink]:
    """The links of these people, the same as ever; they live until a day after the last of the dates."""
    last = max(option.ends_at for option in options)
    holders = [person.key for person in people]
    return links_for(
        purpose=LINK_PURPOSE, subject=poll.key, holders=holders, now=now, expires_at=last + LINK_LIVES_ON
    )


def write(
    kind: str,
    poll: DatePoll,
    people: Iterable[Member],
    *,
    now: datetime,
    options: Sequence[DateOption] = (),
    step: str = "",
    **words: Any,
) -> list[Delivery]:
    """One mail of this kind (and `step`) to each of the people for ever; with `options` it holds the personal link.

    Deputies read in whose place they are asked.
    """
    asked = list(people)
    return post(
        kind,
        [one.person for one in asked],
        key=key_of(kind, poll, step),
        topic=poll.key,
        version=OVER if kind == CANCELLED else ASKING,
        context={"poll": poll, "board": poll.board, "options": options, **words},
        now=now,
        links=personal_links(poll, options, [one.person for one in asked], now) if options else {},
        page=PAGE,
        each={one.person.key: {"instead_of": one.instead_of} for one in asked},
        gathers=kind == REMINDER,
    )


def key_of(kind: str, poll: DatePoll, step: str = "") -> str:
    """What names the mails of one kind and step."""
    return ":".join(filter(None, (kind, str(poll.pk), step)))
