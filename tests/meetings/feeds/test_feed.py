"""The calendar a person subscribes to: own dates, nobody else's, and nothing sent twice that has not changed."""

import gzip
import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils.http import http_date
from icalendar import Calendar

from foundation.accounts import feeds
from foundation.accounts.closing import end_access
from foundation.accounts.models import Feed
from foundation.values import SYSTEM
from foundation.web import clock
from foundation.web.masking import MaskedFormatter
from governance.mandates.models import Mandate
from meetings.feeds import addresses
from meetings.invitations import replies, sending
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from tests.links import mistyped

DISPATCH_DAY = datetime(2027, 1, 26, 8, 0, tzinfo=UTC)


@pytest.fixture
def subscribe(world, now):
    """The path of a new feed: `subscribe(person, board=None, detailed=False)`."""

    def act(person, board=None, *, detailed=False):
        subject = addresses.subject_of(board.slug) if board else ""
        _feed, secret = feeds.open_feed(
            person.key, subject=subject, language="de", detailed=detailed, by=world.actor(person), now=now
        )
        where = [str(person.pk), board.slug] if board else [str(person.pk)]
        return f"/kalender/{'/'.join(where)}/{secret}.ics"

    return act


@pytest.fixture
def dates(world):
    """Of the board Kaya sits on and of one she does not."""
    return [
        world.meeting(world.ub, day=date(2027, 2, 11), number=1),
        world.meeting(world.ub, day=date(2027, 5, 13), number=2, status="planned"),
        world.meeting(world.etb, day=date(2027, 3, 4), number=1),
    ]


def events(response):
    return Calendar.from_ical(response.content).walk("VEVENT")


def shown(response):
    return [(str(one["SUMMARY"]), str(one["STATUS"])) for one in events(response)]


def test_a_member_reads_the_own_boards_dates_pencilled_ones_as_tentative(world, dates, subscribe, client):
    response = client.get(subscribe(world.kaya))
    assert response.status_code == 200
    assert shown(response) == [
        ("Unternehmensbeirat, 1. Sitzung 2027", "CONFIRMED"),
        ("Unternehmensbeirat, 2. Sitzung 2027", "TENTATIVE"),
    ]


def test_f1_f2_f3_f6_f8_what_programs_get(world, dates, subscribe, client):
    response = client.get(subscribe(world.kaya))
    calendar = Calendar.from_ical(response.content)
    assert "METHOD" not in calendar
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == "Gremien der Digitalstadt Darmstadt GmbH"
    assert b"ATTENDEE" not in response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, max-age=300"
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_f5_a_year_back_and_cancelled_dates_for_ninety_days(world, subscribe, client, now):
    world.meeting(day=now.date() - timedelta(days=366), status="held", number=1)
    world.meeting(day=now.date() - timedelta(days=367), status="held", number=2)
    gone = [world.meeting(day=date(2027, 2, day), status="cancelled", number=day) for day in (3, 4)]
    Meeting.objects.filter(pk=gone[0].pk).update(changed_at=now - timedelta(days=91))
    Meeting.objects.filter(pk=gone[1].pk).update(changed_at=now - timedelta(days=89))
    assert shown(client.get(subscribe(world.kaya))) == [
        ("Unternehmensbeirat, 1. Sitzung 2025", "CONFIRMED"),
        ("Abgesagt: Unternehmensbeirat, 4. Sitzung 2027", "CANCELLED"),
    ]


def test_a_feed_of_one_board_holds_that_board_alone(world, dates, subscribe, client):
    response = client.get(subscribe(world.dahlhoff, world.etb))
    assert shown(response) == [("Ethik- und Technologiebeirat, 1. Sitzung 2027", "CONFIRMED")]
    assert str(Calendar.from_ical(response.content)["NAME"]) == world.etb.name


def test_a_board_left_takes_its_dates_with_it(world, dates, subscribe, client, now):
    """Dahlhoff keeps the seat on the other board, so the address goes on."""
    path = subscribe(world.dahlhoff)
    tag = client.get(path)["ETag"]
    Mandate.objects.filter(person=world.dahlhoff, seat__board=world.ub).update(status="ended", end=now.date())
    with clock.at(now + timedelta(days=1)):
        response = client.get(path, headers={"If-None-Match": tag})
        assert shown(response) == [("Ethik- und Technologiebeirat, 1. Sitzung 2027", "CONFIRMED")]


def test_who_sits_on_no_board_any_more_finds_an_empty_calendar(world, dates, subscribe, client, now):
    path = subscribe(world.kaya)
    assert len(shown(client.get(path))) == 2
    Mandate.objects.filter(person=world.kaya).update(status="ended", end=now.date())
    with clock.at(now + timedelta(days=1)):
        response = client.get(path)
    assert (response.status_code, shown(response)) == (200, [])


def test_f4_f7_the_same_dates_are_the_same_octets_and_are_not_sent_again(
    world, dates, subscribe, client, django_assert_num_queries
):
    path = subscribe(world.kaya)
    first, second = client.get(path), client.get(path)
    assert first.content == second.content
    for asked in (first["ETag"], f"W/{first['ETag']}"):
        with django_assert_num_queries(2):
            assert client.get(path, headers={"If-None-Match": asked}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    Meeting.objects.filter(pk=dates[0].pk).update(place="Rathaus", changed_at=clock.now())
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_f7_a_withdrawn_invitation_counts_for_who_only_knows_the_hour_of_the_last_change(
    world, dates, subscribe, client
):
    with clock.at(DISPATCH_DAY):
        world.agenda(dates[0], "Eröffnung")
        sending.invite(dates[0], by=world.actor(world.secretary), now=DISPATCH_DAY)
        path = subscribe(world.kaya)
        asked = {"If-Modified-Since": client.get(path)["Last-Modified"]}
        assert client.get(path, headers=asked).status_code == 304
    later = DISPATCH_DAY + timedelta(minutes=5)
    Invitation.objects.filter(person=world.kaya).update(withdrawn_at=later)
    with clock.at(later):
        assert client.get(path, headers=asked).status_code == 200


def test_f7_a_mandate_entered_today_counts_for_who_only_knows_the_hour_of_the_last_change(
    world, dates, subscribe, client, now
):
    path = subscribe(world.ostermann)
    this_morning = client.get(path)
    assert shown(this_morning) == [("Ethik- und Technologiebeirat, 1. Sitzung 2027", "CONFIRMED")]
    Mandate.objects.filter(seat__board=world.ub, person=world.kaya).update(person=world.ostermann)
    with clock.at(now + timedelta(hours=2)):
        for asked in (this_morning["Last-Modified"], http_date(now.timestamp())):
            fresh = client.get(path, headers={"If-Modified-Since": asked})
            assert (fresh.status_code, len(events(fresh))) == (200, 3)
        assert client.get(path, headers={"If-Modified-Since": fresh["Last-Modified"]}).status_code == 304


def test_f6_the_head_alone_comes_without_a_body(world, dates, subscribe, client):
    path = subscribe(world.kaya)
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "ETag", "Last-Modified", "Cache-Control"):
        assert head[name] == whole[name]
    assert client.head(path, headers={"If-None-Match": head["ETag"]}).status_code == 304


def test_f6_f7_packed_for_the_way_it_is_the_same_calendar_under_a_weak_tag(world, dates, subscribe, client):
    path = subscribe(world.kaya)
    plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})
    assert (packed["Content-Encoding"], packed["ETag"]) == ("gzip", f"W/{plain['ETag']}")
    assert gzip.decompress(packed.content) == plain.content
    again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_f9_queries_do_not_grow_with_the_dates(world, dates, subscribe, client, django_assert_num_queries):
    path = subscribe(world.kaya)
    client.get(path)
    with django_assert_num_queries(4):
        client.get(path)
    for number in range(3, 13):
        world.meeting(day=date(2027, number % 12 + 1, 20), number=number)
    with django_assert_num_queries(4):
        assert len(events(client.get(path))) == 12


def test_another_name_of_the_board_is_news_and_heads_the_calendar(world, dates, subscribe, client):
    for path, renamed, head in (
        (subscribe(world.kaya, world.ub), world.ub, "Stadtwerke"),
        (subscribe(world.kaya), world.company, "Gremien der Stadtwerke"),
    ):
        known = client.get(path)["ETag"]
        type(renamed).objects.filter(pk=renamed.pk).update(name="Stadtwerke")
        fresh = client.get(path, headers={"if-none-match": known})
        assert fresh.status_code == 200
        assert str(Calendar.from_ical(fresh.content)["NAME"]) == head


def test_f8_without_details_no_link_with_them_link_and_answer_never_a_personal_link(
    world, dates, subscribe, client, now
):
    world.agenda(dates[0], "Eröffnung", "Vertraulich: Kauf der Anteile")
    with clock.at(DISPATCH_DAY):
        sending.invite(dates[0], by=world.actor(world.secretary), now=DISPATCH_DAY)
        path = subscribe(world.kaya, detailed=True)
        (first, second) = events(client.get(path))
        assert str(first["DESCRIPTION"]).splitlines() == [
            f"Tagesordnung (nach Anmeldung): http://localhost:8000/sitzungen/{dates[0].pk}/",
            "Sie haben noch nicht geantwortet.",
        ]
        assert not {"DESCRIPTION", "URL"} & set(second)
        tag = client.get(path)["ETag"]
        own = Invitation.objects.get(person=world.kaya)
        replies.record(own, "accepted", by=world.actor(world.kaya), now=DISPATCH_DAY, source="page", sequence=1)
        answered = client.get(path, headers={"If-None-Match": tag})
        assert str(events(answered)[0]["DESCRIPTION"]).endswith("Sie nehmen teil.")
        assert b"Kauf der Anteile" not in answered.content
        plain = client.get(subscribe(world.kaya))
        assert not {"DESCRIPTION", "URL"} & set(events(plain)[0])
    assert events(plain)[0]["UID"] == dates[0].uid


def test_without_details_nobody_reads_the_way_into_a_video_meeting(world, dates, subscribe, client):
    Meeting.objects.filter(pk=dates[0].pk).update(mode="hybrid", video_url="https://video.example/gremium")
    Meeting.objects.filter(pk=dates[1].pk).update(mode="video", video_url="https://video.example/zwei")
    plain = client.get(subscribe(world.kaya))
    assert b"video.example" not in plain.content
    assert [str(one["LOCATION"]) for one in events(plain)] == [dates[0].place, dates[1].place]
    detailed = client.get(subscribe(world.kaya, detailed=True))
    assert detailed.content.replace(b"\r\n ", b"").count(b"https://video.example/gremium") == 1
    assert b"video.example/zwei" not in detailed.content


def test_whatever_is_no_live_address_gets_the_same_answer(world, dates, subscribe, client, now):
    live, of_board = subscribe(world.kaya), subscribe(world.kaya, world.ub)
    secret, board_secret = (path.split("/")[-1] for path in (live, of_board))
    ended = subscribe(world.ostermann)
    feeds.close_feed(Feed.objects.get(holder=world.ostermann.key), by=SYSTEM, now=now)
    wrong = [
        ended,
        mistyped(live, at=-5),
        f"/kalender/{world.ostermann.pk}/{secret}",
        f"/kalender/{world.kaya.pk}/{board_secret}",
        f"/kalender/{world.kaya.pk}/{world.etb.slug}/{board_secret}",
        f"/kalender/{world.kaya.pk}/{world.ub.slug}/{secret}",
        f"/kalender/{world.kaya.pk}/.ics",
    ]
    answers = {(response.status_code, response.content) for response in map(client.get, wrong[:-1])}
    assert answers == {(404, b"")}
    assert client.get(wrong[-1]).status_code == 404
    assert client.post(live).status_code == 405
    assert client.get(live).status_code == client.get(of_board).status_code == 200


def test_f8_no_log_line_keeps_the_secret(world, dates, subscribe, client, caplog):
    for path in (subscribe(world.kaya), subscribe(world.kaya, world.ub)):
        with caplog.at_level(logging.WARNING, logger="django.request"):
            caplog.clear()
            client.post(path)
        (refusal,) = caplog.records
        assert path in refusal.getMessage()
        where = path.rpartition("/")[0]
        line = f"WARNING django.request: Method Not Allowed (POST): {where}/….ics"
        assert MaskedFormatter().format(refusal) == line


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_f8_feeds_are_only_read(world, dates, subscribe, method):
    """Whoever sends them something hears that, not that a form was sent without its token."""
    program = Client(enforce_csrf_checks=True)
    for path in (subscribe(world.kaya), "/kalender/oeffentlich.ics"):
        refused = getattr(program, method)(path)
        assert (refused.status_code, refused["Allow"], refused.content) == (405, "GET, HEAD", b"")


def test_a_new_address_ends_the_one_before(world, dates, subscribe, client):
    old, new = subscribe(world.kaya), subscribe(world.kaya)
    assert [client.get(path).status_code for path in (old, new)] == [404, 200]


def test_with_the_access_the_addresses_end(world, dates, subscribe, client, now):
    paths = [subscribe(world.kaya), subscribe(world.kaya, world.ub)]
    ended = end_access(holder=world.kaya.key, user=world.kaya.user, by=SYSTEM, now=now)
    assert ended.feeds == 2
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_who_tries_many_addresses_is_slowed_down(world, client):
    tries = [client.get(f"/kalender/{world.kaya.pk}/{number}.ics").status_code for number in range(61)]
    assert tries == [404] * 60 + [429]


def test_that_a_programme_asks_is_noted_once_a_day(world, dates, subscribe, client, now):
    path = subscribe(world.kaya)
    assert Feed.objects.get().last_read_on is None
    client.get(path)
    with clock.at(now + timedelta(days=2)):
        client.get(path)
    assert Feed.objects.get().last_read_on == date(2026, 11, 25)
