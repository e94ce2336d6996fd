"""The board office's rows one by one, and the panels of the boards."""

from datetime import UTC, date, datetime

import pytest

from desk.home import office
from foundation.outbox.models import Delivery
from foundation.web import clock
from governance.mandates.models import Mandate
from meetings.invitations import sending
from meetings.minutes.models import MinutesObjection
from meetings.planning.models import YearPlan
from meetings.votes.models import Motion, Vote
from opinions.outcomes import consolidating


@pytest.fixture
def day(world):
    """What the office finds now."""
    return lambda: office.today_of(world.reader(world.secretary, clock.today()), clock.now())


@pytest.fixture
def filled(world):
    """Nobody is missing on the ethics board."""
    for number, holder in ((30, world.kaya), (31, world.lamprecht)):
        Mandate.objects.create(
            seat=world.etb.seats.get(number=number),
            person=holder,
            status="active",
            start=date(2025, 1, 1),
            appointed_on=date(2025, 1, 1),
        )


def rows(found) -> list[tuple[str, str, str]]:
    return [(one.when, one.row.title, one.row.button) for one in found.work.rows]


def delivery(state: str, name: str, number: int = 1) -> None:
    Delivery.objects.create(
        key=f"{state}:{number}",
        kind="invitation",
        recipient=f"person:{number}",
        recipient_name=name,
        address="kaya@mitglied.example",
        subject="Einladung",
        raw=b"",
        state=state,
        created_at=clock.now(),
        not_before=clock.now(),
        sent_at=clock.now() if state == "sent" else None,
    )


def test_nothing_to_do_says_so(world, filled, day, client):
    assert rows(day()) == []
    client.force_login(world.secretary.user)
    shown = client.get("/").content.decode()
    assert "Nichts zu tun." in shown
    assert "kern-btn--primary" not in shown


def test_each_meeting_shows_its_next_step(world, filled, day, minutes):
    world.agenda(world.meeting(world.ub, day=date(2026, 12, 10), number=1), "Parkausweise", status="released")
    world.agenda(world.meeting(world.etb, day=date(2026, 12, 17), number=1), "Sensoren", status="draft")
    world.meeting(world.ub, day=date(2027, 2, 11), number=2)
    world.meeting(world.sb, day=date(2026, 11, 23), number=1, status="invited")
    world.meeting(world.sb, day=date(2026, 11, 19), number=2, status="invited")
    world.meeting(world.ub, day=date(2026, 8, 13), number=3, status="held")
    signed = world.meeting(world.ub, day=date(2026, 11, 12), number=4, status="held")
    minutes(signed, "signed_off")
    done = world.meeting(world.ub, day=date(2026, 5, 7), number=5, status="held")
    minutes(done, "circulated", circulated_at=clock.now())
    world.meeting(world.ub, day=date(2026, 12, 3), number=6, status="cancelled")
    world.meeting(world.ub, day=date(2026, 12, 4), number=7, status="planned")
    assert rows(day()) == [
        ("Do, 27.08.", "Protokoll: Unternehmensbeirat, 13.08.2026", "Protokoll schreiben"),
        ("Fr, 06.11.", "Termin Unternehmensbeirat: 04.12.2026", "Termin bestätigen"),
        ("Do, 19.11.", "Sitzung vom 19.11.2026 erfassen: Sponsorenbeirat", "Sitzung leiten"),
        ("Mo, 23.11.", "Sitzung heute: Sponsorenbeirat", "Sitzung leiten"),
        ("Mi, 25.11.", "Einladung versenden: Unternehmensbeirat", "Einladung prüfen"),
        ("Do, 26.11.", "Protokoll: Unternehmensbeirat, 12.11.2026", "Protokoll versenden"),
        ("Fr, 27.11.", "Tagesordnung: Ethik- und Technologiebeirat", "Tagesordnung bearbeiten"),
    ]
    assert day().work.overdue == 3


def test_returned_minutes_and_objections_of_members_are_work_of_the_office(world, filled, day, minutes):
    returned = world.meeting(world.ub, day=date(2026, 11, 12), number=1, status="held")
    minutes(returned, "drafting", returned_at=clock.now(), return_reason="Bitte kürzer.")
    sent = world.meeting(world.ub, day=date(2026, 5, 7), number=2, status="held")
    world.agenda(sent, "Parkausweise", status="frozen")
    out = minutes(sent, "circulated", circulated_at=clock.now())
    MinutesObjection.objects.create(
        minutes=out, item=sent.items.get(), person=world.kaya, text="Es fehlt etwas.", raised_at=clock.now()
    )
    assert [(one.row.title, one.row.meta, one.row.button) for one in day().work.rows] == [
        ("Protokoll: Unternehmensbeirat, 12.11.2026", "Vom Vorsitz zurückgegeben: Bitte kürzer.", "Weiterschreiben"),
        ("1 Einwendung gegen ein Protokoll", "Die nächste Sitzung entscheidet darüber.", "Einwendung lesen"),
    ]
    out.status, out.approved_at = "approved", clock.now()
    out.save()
    assert len(day().work.rows) == 1


def test_mails_in_trouble_name_the_first_addressee_and_lead_to_their_state(world, filled, day):
    delivery("failed", "Aylin Kaya", 1)
    delivery("failed", "Werner Dahlhoff", 2)
    delivery("held", "Lena Ostermann")
    delivery("sent", "Peter Lamprecht")
    assert [(one.row.title, one.row.meta, one.row.url) for one in day().work.rows] == [
        (
            "1 E-Mail ist angehalten",
            "Der Mailserver hat mehrfach abgelehnt. Es ist nichts verloren.",
            "/versandnachweis/?state=held",
        ),
        (
            "2 E-Mails sind nicht angekommen",
            "An Aylin Kaya. Bitte Adresse prüfen oder anrufen.",
            "/versandnachweis/?state=failed",
        ),
    ]


def test_reported_actions_topics_and_own_actions_are_counted(world, filled, day, action, topic, minutes):
    held = world.meeting(world.ub, day=date(2026, 11, 12), status="held")
    minutes(held, "circulated", circulated_at=clock.now())
    action(held, world.dahlhoff, "Gemeldet", date(2026, 12, 1), status="done_reported")
    action(held, world.dahlhoff, "Offen", date(2026, 12, 1))
    action(held, world.secretary, "Raum buchen", date(2026, 12, 3))
    topic(world.ub, world.kaya, "Parkhaus")
    assert rows(day()) == [
        ("Mo, 23.11.", "1 Maßnahme ist gemeldet", "Prüfen"),
        ("Do, 03.12.", "1 eigene Maßnahme ist offen", ""),
        ("ohne Frist", "1 Thema wartet", "Themen ansehen"),
    ]


def test_seats_show_vacancies_and_terms_that_end_soon_without_a_successor(world, day):
    ending = {4: date(2027, 2, 21), 5: date(2027, 2, 22), 6: date(2027, 1, 31), 7: date(2027, 1, 31)}
    for number, end in ending.items():
        Mandate.objects.filter(seat__board=world.ub, seat__number=number, status="active").update(end=end)
    follower = {"person": world.sponsor, "start": date(2027, 2, 1), "appointed_on": date(2026, 11, 1)}
    Mandate.objects.create(seat=world.ub.seats.get(number=6), status="appointed", **follower)
    Mandate.objects.create(seat=world.ub.seats.get(number=7), status="proposed", **follower)
    assert [(one.when, one.row.title, one.row.meta) for one in day().work.rows] == [
        ("Mi, 02.12.", "Nachfolge für Sitz 7 anfragen", "Unternehmensbeirat. Das Mandat endet am 31.01.2027."),
        ("Mi, 23.12.", "Nachfolge für Sitz 4 anfragen", "Unternehmensbeirat. Das Mandat endet am 21.02.2027."),
        ("ohne Frist", "2 Sitze sind frei", "Ethik- und Technologiebeirat, Sitze 30, 31."),
    ]


def test_rounds_lead_from_opening_to_adoption(world, filled, day, asked, advised):
    asked(world.etb, "Neu", status="draft")
    asked(world.etb, "Läuft", world.dahlhoff, world.ostermann).opinions.filter(person=world.dahlhoff).update(
        status="submitted", submitted_at=clock.now()
    )
    asked(world.etb, "Ohne Entwurf", status="closed")
    asked(world.etb, "Abgesagt", status="cancelled")
    advised(world.etb, "Entwurf", status="draft")
    advised(world.etb, "Reif", status="circulated", until=date(2026, 11, 20))
    advised(world.etb, "Verteilt", status="circulated", until=date(2026, 11, 27))
    advised(world.etb, "Fertig")
    found = rows(day())
    assert found == [
        ("Sa, 21.11.", "Stellungnahme des Beirats: Reif", "Stellungnahme festlegen"),
        ("Mo, 23.11.", "Stellungnahme des Beirats: Entwurf", "Entwurf senden"),
        ("Mo, 23.11.", "Stellungnahme des Beirats: Ohne Entwurf", "Stellungnahme schreiben"),
        ("Mo, 23.11.", "Verfahren eröffnen: Neu", "Verfahren eröffnen"),
        ("Sa, 28.11.", "Stellungnahme des Beirats: Verteilt", "Stellungnahme ansehen"),
        ("Mo, 14.12.", "Frist der Einschätzungen: Läuft", "Stand ansehen"),
    ]
    with clock.at(datetime(2026, 12, 15, 9, tzinfo=UTC)):
        assert ("Mo, 14.12.", "Verfahren schließen: Läuft", "Verfahren schließen") in rows(day())


def test_an_opinion_resolved_in_a_meeting_waits_until_it_is_recorded(world, filled, day, minutes, client):
    held = world.meeting(world.etb, day=date(2026, 11, 19), status="held")
    minutes(held, "circulated", circulated_at=clock.now())
    world.agenda(held, "Parkausweise", "Sensoren", "Funknetz", status="frozen")
    held.items.exclude(title="Parkausweise").update(kind="opinion")
    held.items.exclude(title="Funknetz").update(outcome="decided")
    for item, result in zip(held.items.order_by("position"), ("adopted", "adopted", "rejected"), strict=True):
        motion = Motion.objects.create(item=item, text="Ja.", put_at=clock.now())
        Vote.objects.create(
            motion=motion, yes=9, no=1, abstain=0, eligible=10, result=result, counted_at=clock.now(), counted_by="x"
        )
    assert rows(day()) == [("Mo, 23.11.", "1 beschlossene Stellungnahme ist nicht erfasst", "Stellungnahme erfassen")]
    assert day().work.rows[0].row.meta.startswith("Beschlossen am 19.11.2026.")
    client.force_login(world.secretary.user)
    item = held.items.get(title="Sensoren")
    assert f'href="/stellungnahmen/aus-sitzung/{item.pk}/"' in client.get(day().work.rows[0].row.url).content.decode()
    consolidating.record_from_item(item, text="Ja.", by=world.actor(world.secretary), now=clock.now())
    assert rows(day()) == []


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (
            datetime(2026, 9, 30, 9, tzinfo=UTC),
            [("Mo, 30.11.", "Termine 2027: Ethik- und Technologiebeirat", "Termine bestätigen")],
        ),
        (
            datetime(2026, 10, 1, 9, tzinfo=UTC),
            [
                ("Mo, 30.11.", "Termine 2027: Ethik- und Technologiebeirat", "Termine bestätigen"),
                ("Mo, 30.11.", "Termine 2027: Unternehmensbeirat", "Vorschlag ansehen"),
            ],
        ),
        (
            datetime(2027, 1, 4, 9, tzinfo=UTC),
            [
                ("Mo, 30.11.", "Termine 2027: Ethik- und Technologiebeirat", "Termine bestätigen"),
                ("Mo, 30.11.", "Termine 2027: Unternehmensbeirat", "Vorschlag ansehen"),
            ],
        ),
    ],
)
def test_the_next_year_is_proposed_from_october_on_and_stands_there_until_it_is_confirmed(
    world, filled, day, at, found
):
    for board, status in ((world.ub, "proposed"), (world.etb, "adopted"), (world.sb, "confirmed")):
        YearPlan.objects.create(board=board, year=2027, status=status, proposed_at=at, outcome="optimal")
    with clock.at(at):
        assert rows(day()) == found


def test_each_board_has_a_panel_with_quorum_dates_and_notice(world, filled, day):
    meeting = world.meeting(world.ub, day=date(2026, 12, 10), number=1)
    world.agenda(meeting, "Parkausweise")
    sending.invite(meeting, by=world.actor(world.secretary), now=clock.now())
    meeting.invitations.filter(person__in=[world.kaya, world.dahlhoff]).update(answer="accepted")
    world.meeting(world.etb, day=date(2027, 12, 16), number=1)
    ub, etb, sb = day().panels
    assert ub.forecast.sentence == "Noch nicht beschlussfähig: 2 von 10 zugesagt, nötig sind 6."
    note = "Die Ladungsfrist von 14 Tagen ist eingehalten. Letzter Versandtag: Mittwoch, 25. November 2026."
    assert ub.note.replace("\u00a0", " ") == note
    assert [step.date for step in ub.lane] == ["23.11.", "03.12.", "10.12."]
    assert (etb.meeting.day, etb.forecast, etb.note) == (date(2027, 12, 16), None, "")
    assert (sb.board, sb.meeting) == (world.sb, None)
