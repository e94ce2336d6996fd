"""The pool of topics: proposed by whom, decided by whom, seen by whom."""

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from meetings.agenda import proposing
from meetings.agenda.models import AgendaItem, AgendaProposal

FORM = {
    "title": "Barrierefreie Bezahlautomaten",
    "kind": "discussion",
    "minutes": 15,
    "text": "Wer zahlt heute nicht selbst?",
    "motion_text": "",
    "level": 2,
}


@pytest.fixture
def post(client):
    def send(who, path, data, status=302):
        client.force_login(who.user)
        response = client.post(path, data)
        assert response.status_code == status
        return response.content.decode()

    return send


def page(client, who, path="/themen/"):
    client.force_login(who.user)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_same_open_topic_is_not_doubled(world, topic, now):
    whose = {"board": world.ub, "proposer": world.kaya, "by": world.actor(world.kaya), "now": now}
    assert proposing.propose(**whose, **FORM) == topic
    assert AgendaProposal.objects.count() == 1


def test_a_second_topic_of_one_title_keeps_its_own_words(world, topic, now):
    whose = {"board": world.ub, "proposer": world.kaya, "by": world.actor(world.kaya), "now": now}
    proposing.propose(**whose, **FORM | {"text": "Und wer hilft am Automaten?"})
    assert {one.text for one in AgendaProposal.objects.all()} == {topic.text, "Und wer hilft am Automaten?"}


def test_a_topic_is_decided_once(world, topic, now):
    chair = world.actor(world.mayor)
    for _twice in range(2):
        proposing.accept(topic, by=chair, now=now)
    with pytest.raises(DomainError) as error:
        proposing.reject(topic, reason="Doch nicht", by=chair, now=now)
    assert error.value.code == "topic_decided"
    assert (topic.status, topic.decided_reason) == ("accepted", "")
    assert JournalEntry.objects.filter(action="topic.accepted").count() == 1


def test_nothing_is_rejected_without_a_reason(world, topic, now):
    with pytest.raises(DomainError) as error:
        proposing.reject(topic, reason="", by=world.actor(world.mayor), now=now)
    assert error.value.status == 400
    topic.refresh_from_db()
    assert topic.status == "proposed"


def test_a_member_proposes_to_the_own_board_only(world, post):
    post(world.kaya, "/themen/", FORM | {"board": world.ub.pk})
    post(world.kaya, "/themen/", FORM | {"board": world.ub.pk})
    text = post(world.kaya, "/themen/", FORM | {"board": world.etb.pk, "title": "Fremd"}, status=400)
    assert "Ethik- und Technologiebeirat" not in text
    (made,) = AgendaProposal.objects.all()
    assert (made.board, made.proposer, made.status, made.level) == (world.ub, world.kaya, "proposed", 2)


@pytest.mark.parametrize("name", ["manager", "secretary"])
def test_management_and_office_propose_to_every_board(world, post, name):
    who = getattr(world, name)
    for board in (world.ub, world.etb, world.sb):
        post(who, "/themen/", FORM | {"board": board.pk})
    assert list(AgendaProposal.objects.values_list("proposer", flat=True)) == [who.pk] * 3


@pytest.mark.parametrize("name", ["former", "admin", "mayors_officer"])
def test_others_find_no_topics(world, client, post, name):
    who = getattr(world, name)
    client.force_login(who.user)
    assert client.get("/themen/").status_code == 404
    post(who, "/themen/", FORM | {"board": world.ub.pk}, status=404)
    assert not AgendaProposal.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": "1e9"},
        {"title": ""},
        {"title": "a\x00b"},
        {"kind": "party"},
        {"level": 9},
        {"board": 0},
    ],
)
def test_hostile_entries_are_refused(world, post, wrong):
    text = post(world.kaya, "/themen/", FORM | {"board": world.ub.pk} | wrong, status=400)
    assert "Bitte prüfen Sie Ihre Angaben" in text
    assert not AgendaProposal.objects.exists()


def test_the_chair_accepts_and_the_member_sees_it(world, client, post, topic):
    assert topic.title in page(client, world.mayor)
    post(world.mayor, "/themen/", {"accept": topic.pk})
    assert "Angenommen" in page(client, world.kaya)
    entry = JournalEntry.objects.get(action="topic.accepted")
    assert (entry.actor, entry.principal) == (world.mayor.key, "")


def test_the_office_accepts_on_the_chairs_word(world, post, topic):
    post(world.secretary, "/themen/", {"accept": topic.pk})
    entry = JournalEntry.objects.get(action="topic.accepted")
    assert (entry.actor, entry.principal) == (world.secretary.key, world.mayor.key)


def test_the_member_reads_why_a_topic_was_rejected(world, client, post, topic):
    address = f"/themen/{topic.pk}/ablehnen/"
    post(world.mayor, address, {"reason": ""}, status=400)
    post(world.mayor, address, {"reason": "Zuständig ist der Aufsichtsrat."})
    text = page(client, world.kaya)
    assert "Grund: Zuständig ist der Aufsichtsrat." in text
    assert "Abgelehnt" in text


def test_topics_of_others_stay_hidden(world, client, post, topic):
    for who in (world.dahlhoff, world.cdo, world.manager, world.sponsor):
        assert topic.title not in page(client, who)
        client.force_login(who.user)
        assert client.get(f"/themen/{topic.pk}/ablehnen/").status_code == 404
        post(who, "/themen/", {"accept": topic.pk}, status=404)
    topic.refresh_from_db()
    assert topic.status == "proposed"


@pytest.mark.parametrize("value", ["", "x", "9" * 30, "-1", "\x00"])
def test_accepting_nothing_known_answers_404(world, post, value):
    post(world.mayor, "/themen/", {"accept": value}, status=404)
    assert not AgendaItem.objects.exists()


def test_the_page_costs_the_same_for_5_and_50_topics(world, client, now, django_assert_num_queries):
    client.force_login(world.secretary.user)
    for number in (5, 50):
        AgendaProposal.objects.all().delete()
        AgendaProposal.objects.bulk_create(
            AgendaProposal(
                board=(world.ub, world.etb)[n % 2],
                title=f"Thema {n}",
                kind="decision",
                proposer=world.members["UB"][n % 10],
                proposed_at=now,
            )
            for n in range(number)
        )
        with django_assert_num_queries(8):
            assert "Thema 4" in client.get("/themen/").content.decode()
