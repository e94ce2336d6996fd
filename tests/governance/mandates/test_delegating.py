"""What the chair hands to the board office: which acts, how long, on whose document, and when it is dead."""

from datetime import date, timedelta

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.mandates import delegating
from governance.mandates.ending import end
from governance.mandates.leading import name_deputy, stand_in, take_chair
from governance.mandates.models import Delegation, Office
from governance.mandates.suspending import suspend

TODAY = date(2026, 11, 23)
MARCH = date(2027, 3, 1)
LETTER = "Schreiben vom 20. November 2026"
NOTE = "Vollmacht vom 23.11.2026 (Schreiben vom 20. November 2026)"


@pytest.fixture(autouse=True)
def _only_governance(no_effects, settings):
    settings.SUSPENSION_EFFECTS = []


@pytest.fixture
def chair(world):
    """The office of the chair of the ethics board."""
    return Office.objects.select_related("person").get(board=world.etb, role="chair")


@pytest.fixture
def secretary(world, now):
    return {"by": world.actor(world.secretary), "now": now}


@pytest.fixture
def give(chair, secretary):
    """The office records the chair's letter."""

    def call(*acts, office=chair, start=TODAY, document=LETTER, **values):
        values = secretary | values
        return delegating.delegate(office, acts=acts or ["release"], start=start, document=document, **values)

    return call


@pytest.fixture
def word(world, secretary, now):
    """What the office may do for somebody on a day, without a note."""

    def ask(act="release", *, of=world.cdo, day=TODAY):
        by = world.actor(world.secretary).on_behalf_of(of.key)
        moment = now + (day - TODAY)
        return delegating.word_of_chair(world.etb.pk, act, by=by, now=moment).note

    return ask


def refused(code, call, *given, status=409, **values):
    with pytest.raises(DomainError) as refusal:
        call(*given, **values)
    assert (refusal.value.code, refusal.value.status) == (code, status)


def test_on_a_delegation_the_office_needs_no_note(world, give, word):
    refused("note_missing", word, status=400)
    given = give("release", "sign_off")
    assert word() == word("sign_off") == NOTE
    refused("note_missing", word, "adoption", status=400)
    entry = JournalEntry.objects.get(action="delegation.given")
    assert (entry.actor, entry.principal) == (world.secretary.key, world.cdo.key)
    assert entry.facts == {"delegation": given.pk, "start": "2026-11-23"}


def test_the_chairs_own_act_and_a_word_with_note_need_no_delegation(world, now):
    chair = world.actor(world.cdo)
    assert delegating.word_of_chair(world.etb.pk, "release", by=chair, now=now) == delegating.Word()
    told = world.actor(world.secretary).on_behalf_of(world.cdo.key)
    word = delegating.word_of_chair(world.etb.pk, "release", by=told, note=" Telefon, heute ", now=now)
    assert word == delegating.Word("Telefon, heute")


def test_without_a_chair_the_offices_own_act_is_not_the_chairs(world, now):
    office = world.actor(world.secretary)
    for note in ("", "Telefon, heute"):
        refused("no_chair", delegating.word_of_chair, world.etb.pk, "release", by=office, note=note, now=now)


def test_the_chair_gives_it_without_a_letter_the_office_does_not(world, give, word):
    refused("document_wrong", give, document=" ", status=400)
    give(document="", by=world.actor(world.cdo))
    assert word() == "Vollmacht vom 23.11.2026"
    assert JournalEntry.objects.get(action="delegation.given").principal == ""


def test_it_holds_from_its_first_to_its_last_day(give, word):
    give(start=MARCH, end=date(2027, 3, 31))
    assert word(day=MARCH) == word(day=date(2027, 3, 31)) == NOTE
    for outside in (TODAY, MARCH - timedelta(1), date(2027, 4, 1)):
        refused("note_missing", word, day=outside, status=400)


def test_a_former_chairs_delegation_is_dead(world, give, word, secretary):
    give()
    take_chair(board=world.etb, person=world.ostermann, start=MARCH, **secretary)
    assert word(day=MARCH - timedelta(1)) == NOTE
    refused("note_missing", word, day=MARCH, status=400)
    refused("note_missing", word, of=world.ostermann, day=MARCH, status=400)


def test_it_ends_with_the_mandate_of_the_chair(world, give, word, secretary):
    give()
    mandate = world.cdo.mandates.get(seat__board=world.etb)
    end(mandate=mandate, on=TODAY, reason="resigned", **secretary)
    assert word() == NOTE
    refused("note_missing", word, day=TODAY + timedelta(1), status=400)


def test_a_deputy_who_leads_has_a_word_of_its_own(world, give, word, secretary):
    deputy = name_deputy(board=world.etb, person=world.ostermann, start=TODAY, **secretary)
    give()
    suspend(mandate=world.cdo.mandates.get(seat__board=world.etb), start=TODAY, reason="Elternzeit", **secretary)
    assert delegating.leaders(world.etb.pk, "release", TODAY) is None
    refused("note_missing", word, status=400)
    refused("note_missing", word, of=world.ostermann, status=400)
    own = give(office=deputy)
    assert delegating.leaders(world.etb.pk, "release", TODAY) == own
    assert word(of=world.ostermann) == NOTE


def test_who_leads_one_meeting_only_delegates_nothing(world, give, secretary):
    one_day = stand_in(board=world.etb, person=world.ostermann, on=TODAY, **secretary)
    refused("does_not_lead", give, office=one_day)


def test_only_the_own_office_is_delegated_and_only_by_its_holder_or_the_board_office(world, give, word, secretary):
    deputy = name_deputy(board=world.etb, person=world.ostermann, start=TODAY, **secretary)
    stand_in(board=world.etb, person=world.dahlhoff, on=TODAY, **secretary)
    for stranger in (world.ostermann, world.dahlhoff, world.manager, world.former):
        refused("not_entitled", give, by=world.actor(stranger), status=403)
    given = give()
    own = give(office=deputy, document="", by=world.actor(world.ostermann))
    for stranger in (world.ostermann, world.dahlhoff):
        by = {"by": world.actor(stranger), "now": secretary["now"]}
        refused("not_entitled", delegating.end_delegation, given, on=TODAY, **by, status=403)
    assert list(Delegation.objects.filter(end=None)) == [given, own]
    assert word() == NOTE


def test_who_stands_in_for_a_day_leaves_the_chairs_delegation_alone(world, give, secretary):
    given = give()
    stand_in(board=world.etb, person=world.ostermann, on=TODAY, **secretary)
    assert delegating.leaders(world.etb.pk, "release", TODAY) == given


def test_a_former_chair_delegates_nothing(world, give, chair):
    Office.objects.filter(pk=chair.pk).update(end=TODAY - timedelta(1))
    refused("does_not_lead", give)


def test_the_same_twice_is_once_and_the_same_act_is_not_delegated_twice(give):
    first = give("release", "sign_off")
    assert give("sign_off", "release") == first
    refused("delegated_already", give, "sign_off", "adoption", start=MARCH)
    give("adoption")
    assert [one.acts for one in Delegation.objects.order_by("pk")] == [["release", "sign_off"], ["adoption"]]
    assert JournalEntry.objects.filter(action="delegation.given").count() == 2


def test_one_may_follow_the_other(give):
    give(end=MARCH)
    refused("delegated_already", give, start=MARCH)
    give(start=MARCH + timedelta(1))


@pytest.mark.parametrize(
    ("acts", "values", "code"),
    [((), {}, "acts_wrong"), (("storm",), {}, "acts_wrong"), (("release",), {"end": date(2026, 1, 1)}, "end_wrong")],
)
def test_nonsense_is_refused(chair, secretary, acts, values, code):
    given = {"acts": acts, "start": TODAY, "document": LETTER} | values
    refused(code, delegating.delegate, chair, **given, **secretary, status=400)
    assert not Delegation.objects.exists()


def test_it_is_ended_once_and_only_forward(give, word, secretary):
    given = give(start=date(2026, 11, 2))
    refused("on_wrong", delegating.end_delegation, given, on=date(2026, 11, 1), **secretary, status=400)
    for _twice in range(2):
        delegating.end_delegation(given, on=TODAY, **secretary)
    assert word() == NOTE
    refused("note_missing", word, day=TODAY + timedelta(1), status=400)
    refused("ends_earlier", delegating.end_delegation, given, on=MARCH, **secretary)
    assert JournalEntry.objects.filter(action="delegation.ended").count() == 1


def test_what_begins_after_today_is_taken_back_and_what_holds_ends(give, word, secretary):
    holds = give()
    refused("on_wrong", delegating.end_delegation, holds, on=TODAY - timedelta(1), **secretary, status=400)
    given = give("adoption", start=TODAY + timedelta(1))
    for _twice in range(2):
        delegating.end_delegation(given, on=TODAY, **secretary)
    assert list(Delegation.objects.all()) == [holds]
    refused("note_missing", word, "adoption", day=MARCH, status=400)
    assert JournalEntry.objects.filter(action="delegation.withdrawn").count() == 1


def test_asking_costs_one_query(world, give, word, django_assert_num_queries):
    give()
    with django_assert_num_queries(1):
        word()
    with django_assert_num_queries(1):
        delegating.leaders(world.etb.pk, "release", TODAY)
