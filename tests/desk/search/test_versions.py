"""What was sent is found as it was sent, by those who read it so; what is being written by those who see drafts."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from meetings.minutes import writing
from meetings.minutes.models import MinutesEntry
from meetings.sittings import running
from meetings.votes import voting
from reports.editions.models import ReportSection
from reports.review import reviewing
from tests.meetings.live import evening  # noqa: F401
from tests.reports.conftest import desk, projects  # noqa: F401

OLD, NEW = "Zahnradbahn", "Seilbahn"


@pytest.fixture
def minutes(evening):  # noqa: F811
    """Minutes of a meeting that is over, with a text on the first item."""
    evening.open(present=8)
    evening.act(voting.unanimous, evening.item(1))
    evening.act(running.close, evening.meeting, adjourn_open=True)
    evening.meeting.refresh_from_db()
    evening.minutes = evening.act(writing.draft, evening.meeting)
    write(evening, OLD)
    return evening


def write(evening, text):  # noqa: F811
    evening.minutes.refresh_from_db()
    texts = {evening.item(1).pk: f"Beraten wird die {text}."}
    evening.act(writing.write, evening.minutes, texts, revision=evening.minutes.revision)


def send(evening):  # noqa: F811
    evening.minutes.refresh_from_db()
    by = evening.by.on_behalf_of(evening.world.mayor.key)
    writing.sign_off(evening.minutes, note="telefonisch", by=by, now=evening.tick())
    evening.act(writing.circulate, evening.minutes)


def test_a_draft_of_minutes_is_found_by_the_office_and_the_chair(world, minutes, found):
    for who in (world.secretary, world.mayor):
        assert found(who, OLD) == ["Protokollentwurf: Datenplattform"]
    for who in (world.kaya, world.manager, world.mayors_officer, None):
        assert found(who, OLD) == []


def test_minutes_that_were_sent_are_found_by_the_members(world, minutes, found):
    send(minutes)
    for who in (world.secretary, world.mayor, world.kaya, world.manager):
        assert found(who, OLD) == ["Protokoll: Datenplattform"]
    assert found(world.mayors_officer, OLD) == []


def test_members_find_the_last_version_while_a_new_one_is_written(world, minutes, found, client):
    send(minutes)
    minutes.act(writing.take_back, minutes.minutes, reason="Einwendung")
    write(minutes, NEW)
    assert (found(world.kaya, OLD), found(world.kaya, NEW)) == (["Protokoll: Datenplattform"], [])
    assert (found(world.mayor, OLD), found(world.mayor, NEW)) == ([], ["Protokollentwurf: Datenplattform"])
    client.force_login(world.kaya.user)
    page = client.get(reverse("meeting_minutes", args=[minutes.meeting.pk])).text
    assert (OLD in page, NEW in page) == (True, False)
    send(minutes)
    assert (found(world.kaya, OLD), found(world.kaya, NEW)) == ([], ["Protokoll: Datenplattform"])


def finances(report_desk, text):
    report_desk.write(finances=f"Gebaut wird die {text}.", risks="Keine.", outlook="Gut.")


def test_the_mayors_office_finds_the_version_it_returned_and_the_management_its_draft(world, desk, found):  # noqa: F811
    finances(desk, OLD)
    assert found(world.manager, OLD) == ["Bericht: Q4/2026: Finanzen"]
    assert found(world.mayors_officer, OLD) == []
    desk.submit()
    assert found(world.mayors_officer, OLD) == ["Bericht: Q4/2026: Finanzen"]
    by, now = world.actor(world.mayors_officer), desk.report.submitted_at
    reviewing.comment(desk.report, section="finances", paragraph=1, kind="must_fix", text="Prüfen.", by=by, now=now)
    reviewing.return_(desk.report, summary="Bitte prüfen.", by=by, now=now)
    finances(desk, NEW)
    assert (found(world.mayors_officer, OLD), found(world.mayors_officer, NEW)) == (
        ["Bericht: Q4/2026: Finanzen"],
        [],
    )
    assert (found(world.manager, OLD), found(world.manager, NEW)) == ([], ["Bericht: Q4/2026: Finanzen"])
    for who in (world.kaya, world.secretary, None):
        assert found(who, OLD) == found(who, NEW) == []


def test_minutes_sent_before_there_was_a_search_are_found(world, minutes, found):
    send(minutes)
    MinutesEntry.objects.update(sent_text="")
    assert found(world.kaya, OLD) == []
    import_module("meetings.minutes.migrations.0003_sent_text").fill(apps, None)
    assert found(world.kaya, OLD) == ["Protokoll: Datenplattform"]


def test_reports_submitted_before_there_was_a_search_are_found(world, desk, found):  # noqa: F811
    finances(desk, OLD)
    desk.submit()
    ReportSection.objects.update(sent_text="")
    assert found(world.secretary, OLD) == []
    import_module("reports.editions.migrations.0003_sent_text").fill(apps, None)
    assert found(world.secretary, OLD) == ["Bericht: Q4/2026: Finanzen"]
