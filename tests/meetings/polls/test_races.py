"""Two clicks at once: one poll, one meeting, one mail a person; an answer counts or is refused, nothing is lost."""

from functools import partial

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import Actor
from meetings.meeting.models import Meeting
from meetings.polls import answering, asking
from meetings.polls.fixing import fix
from meetings.polls.models import DateOption, DatePoll, DateVote
from tests.meetings.polls.conftest import DEADLINE, STARTS
from tests.together import together


def made(world, now) -> DatePoll:
    act = partial(
        asking.ask,
        world.ub,
        title="Nächste Sitzung",
        starts=STARTS,
        minutes=120,
        place="Rathaus",
        deadline=DEADLINE,
        by=world.actor(world.secretary),
        now=now,
    )
    together(act, act)
    return DatePoll.objects.get()


def test_a_poll_is_asked_fixed_and_answered_once(transactional_db, world, now):
    poll = made(world, now)
    assert (poll.options.count(), Delivery.objects.count()) == (3, 10)
    first, second, _third = DateOption.objects.select_related("poll__board").order_by("starts_at")

    say = partial(answering.answer, source="link", now=now)
    answers = together(
        *(
            partial(say, poll, world.kaya, {first.pk: choice}, by=Actor(world.kaya.key))
            for choice in ("yes", "if_need_be")
        )
    )
    assert answers == [1, 1]
    assert (DateVote.objects.count(), DateVote.objects.counting().count()) == (2, 1)

    office, chair = world.actor(world.secretary), world.actor(world.mayor)
    results = together(partial(fix, first, by=office, now=now), partial(fix, second, by=chair, now=now))
    assert sorted(isinstance(one, Meeting) for one in results) == [False, True]
    assert "poll_fixed" in results
    assert (Meeting.objects.count(), Delivery.objects.filter(kind="date_set").count()) == (1, 10)
    assert JournalEntry.objects.filter(action="date_poll.fixed").count() == 1


def test_pressed_twice_is_fixed_once(transactional_db, world, now):
    poll = made(world, now)
    option = poll.options.first()
    act = partial(fix, option, by=world.actor(world.secretary), now=now)
    first, second = together(act, act)
    assert first == second == Meeting.objects.get()


def test_who_answers_while_the_date_is_fixed_is_kept_or_told(transactional_db, world, now):
    poll = made(world, now)
    option = poll.options.first()
    said, fixed = together(
        partial(
            answering.answer,
            poll,
            world.kaya,
            {option.pk: "yes"},
            by=Actor(world.kaya.key),
            source="link",
            now=now,
        ),
        partial(fix, option, by=world.actor(world.secretary), now=now),
    )
    assert isinstance(fixed, Meeting)
    assert said in (1, "poll_fixed")
    assert DateVote.objects.count() == (1 if said == 1 else 0)
