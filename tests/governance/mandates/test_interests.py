"""The register of interests: yearly, kept, seen by few, reminded of twice."""

from datetime import UTC, date, datetime

import pytest

from foundation.almanac.models import CalendarPeriod
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.mandates.interests import missing, remind_due
from governance.people.declaring import declare
from governance.people.models import InterestDeclaration, Person

TODAY = date(2026, 11, 23)
JANUARY = datetime(2027, 1, 11, 8, tzinfo=UTC)
FEBRUARY = datetime(2027, 2, 2, 8, tzinfo=UTC)


@pytest.fixture
def own(world):
    InterestDeclaration.objects.all().delete()

    def act(person, now, **values):
        nothing = values.pop("nothing", False)
        return declare(person, values, nothing=nothing, by=world.actor(person), now=now)

    return act


def test_declared_twice_is_one_row_and_a_change_keeps_both(world, now, own):
    first = own(world.kaya, now, employer="HEAG mobilo")
    assert own(world.kaya, now, employer=" HEAG  mobilo ") == first
    own(world.kaya, now, nothing=True)
    assert [(one.year, one.nothing) for one in InterestDeclaration.objects.all()] == [(2026, True), (2026, False)]


@pytest.mark.parametrize(
    "values", [{}, {"nothing": True, "employer": "HEAG"}, {"employer": "x" * 501}, {"clients": "a\x00"}]
)
def test_declarations_that_are_refused(world, now, own, values):
    with pytest.raises(DomainError) as refusal:
        own(world.kaya, now, **values)
    assert refusal.value.status == 400
    assert not InterestDeclaration.objects.exists()


def test_missing_are_members_of_the_day_without_a_declaration_of_its_year(world, now, own):
    everybody = set(missing(TODAY))
    assert world.former not in everybody
    assert world.secretary not in everybody
    own(world.kaya, now, nothing=True)
    assert everybody - set(missing(TODAY)) == {world.kaya}
    assert world.kaya in missing(date(2027, 1, 8))


def test_it_is_seen_by_office_own_chair_and_oneself(world, now, own):
    for person in (world.kaya, world.ostermann, world.sponsor):
        own(person, now, employer=f"Firma {person.family_name}")
    seen = {
        name: {one.person for one in InterestDeclaration.objects.visible_to(world.reader(getattr(world, name)))}
        for name in ("secretary", "mayor", "kaya", "manager", "mayors_officer", "admin", "former", "assistant")
    }
    nobody = {name: set() for name in ("manager", "mayors_officer", "admin", "former", "assistant")}
    assert seen == nobody | {
        "secretary": {world.kaya, world.ostermann, world.sponsor},
        "mayor": {world.kaya},
        "kaya": {world.kaya},
    }


def test_who_has_not_declared_gets_one_mail_per_step(world, now, own):
    own(world.kaya, JANUARY, nothing=True)
    Person.objects.filter(pk=world.ostermann.pk).update(channel="post")
    members = set(missing(JANUARY.date())) - {world.ostermann}
    assert remind_due(now=JANUARY) == len(members)
    assert remind_due(now=JANUARY) == 0
    assert set(Delivery.objects.values_list("recipient", flat=True)) == {one.key for one in members}
    own(world.mayor, JANUARY, nothing=True)
    assert remind_due(now=FEBRUARY) == len(members) - 1
    mail = Delivery.objects.filter(recipient=world.dahlhoff.key).order_by("created_at").last()
    assert mail.subject == "Ihre Interessen 2027: bitte bestätigen"


def test_the_mail_waits_until_the_office_is_open_again(world, own):
    day = JANUARY.date()
    CalendarPeriod.objects.create(kind="custom", name="Betriebsruhe", start=day, end=day, source="Geschäftsstelle")
    assert remind_due(now=JANUARY) == 0


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 1, 7, 8, tzinfo=UTC),
        datetime(2027, 1, 9, 8, tzinfo=UTC),
        datetime(2027, 1, 11, 6, tzinfo=UTC),
        datetime(2027, 3, 8, 8, tzinfo=UTC),
        datetime(2026, 11, 23, 8, tzinfo=UTC),
    ],
)
def test_no_mail_at_other_times(world, own, moment):
    assert remind_due(now=moment) == 0


def test_a_member_declares_on_the_own_page_and_office_and_chair_read_it(world, client, own):
    client.force_login(world.kaya.user)
    assert "Interessen erklären für 2026" in client.get("/").text
    assert client.post("/meine-angaben/interessen/", {}).status_code == 400
    assert client.post("/meine-angaben/interessen/", {"employer": "HEAG mobilo"}).status_code == 302
    assert "Interessen erklären" not in client.get("/").text
    assert client.get("/interessen/").status_code == 404
    for who in (world.secretary, world.mayor):
        client.force_login(who.user)
        text = client.get("/interessen/").text
        assert "HEAG mobilo" in text
        assert "Werner Dahlhoff" in text
    assert "Lena Ostermann" not in text
    assert "HEAG mobilo" not in client.get("/interessen/?jahr=2025").text
    client.force_login(world.cdo.user)
    assert "HEAG mobilo" not in client.get("/interessen/?jahr=x").text


def test_a_chair_reads_it_in_a_fixed_number_of_queries(world, client, own, django_assert_num_queries):
    client.force_login(world.mayor.user)
    client.get("/interessen/")
    for _more in range(2):
        with django_assert_num_queries(7):
            client.get("/interessen/")
        for person in world.members["UB"][:5]:
            own(person, clock.now(), nothing=True)
