"""Calling an extraordinary meeting: who may demand it, how short the notice may be, and what one click sets."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from functools import partial

import pytest

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from governance.mandates.models import Mandate, Suspension
from governance.people.models import Person
from governance.procedure.answers import Rules
from meetings.agenda import editing
from meetings.agenda.models import AgendaProposal
from meetings.extra.models import Demand, Supporter
from meetings.invitations import sending
from meetings.meeting import scheduling, standing
from meetings.meeting.models import Meeting
from meetings.planning.posing import problem
from meetings.planning.watching import Window, watch
from tests.meetings.extra.conftest import MATTER, REASON, SOONEST, TODAY, asked, moment


def nothing_is_set() -> bool:
    rows = (Meeting, Demand, Supporter, Delivery, JournalEntry)
    return not any(model.objects.exists() for model in rows)


def test_one_click_sets_the_meeting_and_asks_everybody_to_keep_it_free(world, call):
    meeting = call()
    assert (meeting.kind, meeting.status, meeting.starts_at) == (
        "extraordinary",
        "scheduled",
        moment(date(2026, 12, 10)),
    )
    assert (meeting.place, meeting.mode, meeting.shortened) == ("Rathaus, Raum 4", "in_person", False)
    told = Delivery.objects.filter(kind="date_set")
    assert set(told.values_list("recipient", flat=True)) == {one.key for one in world.members["UB"]}
    told = list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))
    assert told == ["meeting.planned", "meeting.called", "meeting.scheduled", "agenda.begun", "agenda.accepted"]


def test_what_it_was_called_for_is_the_first_matter_and_takes_the_time_there_is(world, call, now):
    AgendaProposal.objects.create(
        board=world.ub, title="Ladepunkte", kind="discussion", proposer=world.kaya, proposed_at=now, status="accepted"
    )
    meeting = call()
    items = list(meeting.items.order_by("position"))
    assert [item.source.partition(":")[0] for item in items] == [*["standing"] * 3, "demand", *["standing"] * 2]
    assert (items[3].title, items[3].text, items[3].minutes) == (MATTER, REASON, 95)
    assert items[3].reason == "Vom Vorsitz einberufen am 23.\xa0November 2026."
    assert [one.title for one in editing.generate(meeting, now=now).new] == ["Ladepunkte"]


@pytest.mark.parametrize(
    "act",
    [
        editing.remove_item,
        editing.keep_item,
        partial(editing.edit_item, title="Verschiedenes"),
    ],
    ids=["taken off", "made one by hand", "put in other words"],
)
def test_what_it_was_called_for_stays_on_the_agenda_in_its_words(world, call, now, act):
    meeting = call()
    demanded = meeting.items.get(source__startswith="demand:")
    with pytest.raises(DomainError) as refused:
        act(demanded, by=world.actor(world.secretary), now=now)
    assert refused.value.code == "item_demanded"
    editing.edit_item(demanded, title=MATTER, minutes=60, by=world.actor(world.secretary), now=now)
    stands = meeting.items.get(pk=demanded.pk)
    assert (stands.title, stands.minutes, stands.source) == (MATTER, 60, demanded.source)


def test_other_words_for_it_are_refused_beside_what_was_typed(world, call, client):
    meeting = call()
    demanded = meeting.items.get(source__startswith="demand:")
    client.force_login(world.secretary.user)
    page = f"/sitzungen/{meeting.pk}/tagesordnung/{demanded.pk}/"
    typed = client.get(page).context["form"].initial | {"title": "Verschiedenes"}
    answer = client.post(page, {name: value for name, value in typed.items() if value not in (None, False)})
    assert answer.status_code == 409
    assert "Für diesen Punkt wurde die Sitzung in diesen Worten einberufen." in answer.text
    assert 'value="Verschiedenes"' in answer.text


@pytest.mark.parametrize("count", [0, 1, 7])
def test_fewer_than_a_quarter_of_the_members_in_office_are_refused_and_nothing_is_kept(world, call, count):
    """29 of 31 seats are filled: eight."""
    members = world.members["ETB"][:count]
    with pytest.raises(DomainError) as refused:
        call(asked(date(2026, 12, 10), *members, asked_by="members"), world.etb)
    word = "verlangt" if count == 1 else "verlangen"
    assert refused.value.message == f"{count} von 29 Mitgliedern {word} die Sitzung (nötig: 8)."
    assert (refused.value.status, refused.value.code, nothing_is_set()) == (409, "too_few", True)


def test_a_quarter_is_enough_and_who_asked_is_kept(world, call):
    members = world.members["ETB"][:8]
    meeting = call(asked(date(2026, 12, 10), *members), world.etb)
    demand = meeting.demand
    assert (demand.signed, demand.needed, demand.occupied) == (8, 8, 29)
    assert {one.person for one in demand.supporters.all()} == set(members)
    assert demand.sentence == "Verlangt von 8 der 29 Mitglieder am 23.\xa0November 2026."


def test_only_who_sits_on_the_board_and_exercises_the_mandate_can_demand_it(world, call):
    two = world.members["UB"][:2]
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    Suspension.objects.create(mandate=mandate, start=date(2026, 11, 1), reason="Elternzeit")
    for third in (world.ostermann, world.former, world.kaya):
        with pytest.raises(DomainError) as refused:
            call(asked(date(2026, 12, 10), *two, third))
        assert (refused.value.status, refused.value.code) == (409, "no_member")
    assert nothing_is_set()


def test_whoever_else_asks_needs_no_members(world, call):
    assert call(asked(asked_by="management")).demand.sentence.startswith("Verlangt von der Geschäftsführung am")
    other = asked(date(2026, 12, 11), asked_by="shareholder", supporters=frozenset([world.kaya.pk]))
    assert call(other).demand.supporters.count() == 0


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        (asked(date(2026, 11, 20)), 400, "unfit_starts_at"),
        (asked(TODAY, hour=9), 400, "unfit_starts_at"),
        (asked(asked_on=date(2026, 11, 24)), 400, "unfit_asked_on"),
        (asked(ends_at=moment(date(2026, 12, 10), 15)), 400, "unfit_minutes"),
        (asked(TODAY, shortened_reason="Eilt."), 409, "notice_too_short"),
        (asked(SOONEST - timedelta(days=1)), 409, "notice_short"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world, call, wanted, status, code):
    with pytest.raises(DomainError) as refused:
        call(wanted)
    assert (refused.value.status, refused.value.code, nothing_is_set()) == (status, code, True)


def test_the_full_notice_period_needs_no_reason_and_one_that_is_given_is_not_kept(world, call):
    meeting = call(asked(SOONEST, shortened_reason="Eilt."))
    assert (meeting.shortened, meeting.shortened_reason) == (False, "")


def test_a_day_sooner_is_short_and_letters_by_post_make_it_shorter(world, call):
    meeting = call(asked(SOONEST - timedelta(days=1), shortened_reason="Die Leitstelle steht still."))
    assert (meeting.shortened, meeting.shortened_reason) == (True, "Die Leitstelle steht still.")
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    with pytest.raises(DomainError) as refused:
        call(asked(SOONEST + timedelta(days=3)))
    assert refused.value.code == "notice_short"
    assert not call(asked(SOONEST + timedelta(days=4))).shortened


@pytest.mark.parametrize(
    ("day", "reason", "release", "dispatch"),
    [
        (date(2026, 12, 10), "", date(2026, 11, 25), date(2026, 11, 25)),
        (date(2026, 12, 14), "", date(2026, 11, 27), date(2026, 11, 29)),
        (date(2026, 12, 2), "Eilt.", date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_the_short_chain_ends_as_late_as_the_notice_period_allows(call, day, reason, release, dispatch):
    """Topics come until the release, on a working day; the invitation may leave on a Sunday."""
    due = standing.deadlines(call(asked(day, shortened_reason=reason)))
    assert (due.submission, due.release, due.dispatch, due.meeting) == (release, release, dispatch, day)


def test_a_reminder_before_the_invitation_is_no_step(call):
    meeting = call(asked(date(2026, 12, 2), shortened_reason="Eilt."))
    assert [step.text for step in standing.lane(meeting, TODAY)] == [
        "Themenschluss",
        "Freigabe durch den Vorsitz",
        "Letzter Versandtag der Einladung",
        "Sitzung",
    ]


def test_the_invitation_tells_the_reason_given_when_the_meeting_was_called(world, call, now):
    meeting = call(asked(date(2026, 12, 2), shortened_reason="Die Leitstelle steht still."))
    editing.release(meeting, by=world.actor(world.mayor), now=now)
    sending.invite(meeting, by=world.actor(world.secretary), now=now)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.shortened_reason) == ("invited", "Die Leitstelle steht still.")
    sent = Delivery.objects.get(kind="invitation", recipient=world.kaya.key)
    letter = message_from_bytes(bytes(sent.raw), policy=policy.default)
    told = " ".join(letter.get_body(("plain",)).get_content().split())
    assert "Unternehmensbeirat, 1. Sitzung 2026 (außerordentliche Sitzung)" in told
    assert "ist verkürzt. Grund: „Die Leitstelle steht still.“." in told


def test_moved_to_a_later_day_the_notice_period_is_full_again(world, call, now):
    meeting = call(asked(date(2026, 12, 2), shortened_reason="Eilt."))
    later = moment(date(2026, 12, 15))
    sending.change(
        meeting, starts_at=later, ends_at=later + timedelta(hours=2), by=world.actor(world.secretary), now=now
    )
    meeting.refresh_from_db()
    assert (meeting.shortened, meeting.shortened_reason) == (False, "")


def test_the_same_call_twice_is_one_meeting_and_another_at_this_hour_is_refused(world, call):
    assert call().pk == call().pk
    assert (Meeting.objects.count(), Delivery.objects.count(), Demand.objects.count()) == (1, 10, 1)
    for other in (asked(matter="Anderes"), asked(hour=17, matter="Anderes")):
        with pytest.raises(DomainError) as refused:
            call(other)
        assert refused.value.code == "meeting_there"
    assert call(asked(hour=18, matter="Anderes")).number == 2


def test_a_cancelled_one_can_be_called_again(world, call, now):
    sending.cancel(call(), reason="Erledigt", by=world.actor(world.secretary), now=now)
    assert call().status == "scheduled"
    assert Meeting.objects.count() == 2


def test_it_stands_outside_the_cadence(world, call, now):
    """The next ordinary meeting is due from the last ordinary one, and the year plan keeps its gaps."""
    last = date(2026, 11, 12)
    world.meeting(world.ub, day=last, status="held", number=4)
    call()
    after = now.replace(year=2027, month=1, day=4)
    seen = watch({world.ub.pk: Rules()}, after, pencilled=True)[world.ub.pk]
    assert (seen.last, seen.window) == (last, Window(date(2027, 2, 4), date(2027, 3, 18)))
    before = watch({world.ub.pk: Rules()}, now, pencilled=True)[world.ub.pk]
    said = before.sentence.replace("\xa0", " ")
    assert said.startswith("Außerordentliche Sitzung: Donnerstag, 10. Dezember 2026. Es ist kein Termin festgelegt.")
    assert problem([world.ub], date(2027, 1, 1), date(2027, 12, 31), now=now).boards[0].last == last


def test_an_ordinary_meeting_of_that_hour_stays_what_it_is(world, call, now):
    scheduling.pencil_in(world.ub, date(2026, 12, 10), by=world.actor(world.secretary), now=now)
    with pytest.raises(DomainError) as refused:
        call()
    assert (refused.value.code, Meeting.objects.get().kind) == ("meeting_there", "regular")
