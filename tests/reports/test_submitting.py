from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import SYSTEM, DomainError
from foundation.web import clock
from portfolio.projects import progress
from reports.editions import editing, lines, submitting
from reports.editions.models import ManagementReport
from reports.review import reviewing
from tests.reports.conftest import MANUAL, SUBMITTED

LATER = datetime(2027, 1, 25, 9, tzinfo=UTC)


def test_an_empty_required_section_blocks(desk):
    desk.write(finances="Im Plan.", outlook="Weiter.")
    with pytest.raises(DomainError) as refused:
        desk.submit()
    assert (refused.value.code, refused.value.status) == ("sections_empty", 400)
    assert refused.value.message == "Bitte füllen Sie diesen Abschnitt vor dem Einreichen aus: Risiken."
    assert ManagementReport.objects.get().status == "draft"
    assert not Delivery.objects.exists()


def test_submitting_freezes_figures_although_projects_change_later(submitted, projects):
    version = submitted.report.versions.get()
    platform = projects["Datenplattform"]
    progress.note(platform, as_of=date(2027, 1, 20), status="on_track", text="Gelöst.", by=SYSTEM, now=LATER)
    submitted.report.refresh_from_db()
    assert submitted.report.figures_at == SUBMITTED
    assert submitted.report.figures["projects"]["counts"] == {"off_track": 1, "at_risk": 1, "on_track": 1, "done": 1}
    assert version.content["figures"] == submitted.report.figures
    assert len(version.sha256) == 64


def test_what_a_partner_corrects_later_changes_no_frozen_report(submitted, projects, world, client):
    """A note of a day before the submission, entered after it, by the way of the form."""
    before = submitted.report.versions.get().content
    client.force_login(world.manager.user)
    values = {"act": "note", "light": "on_track", "text": "Gelöst.", "as_of": "2027-01-10"}
    with clock.at(LATER):
        assert client.post(projects["Datenplattform"].get_absolute_url(), values).status_code == 302
    submitted.report.refresh_from_db()
    assert submitted.report.versions.get().content == before
    assert submitted.report.figures == before["figures"]


def test_untouched_texts_follow_the_new_figures_and_written_ones_stay(desk, projects):
    desk.write(**MANUAL, summary="new|Von Hand.")
    progress.note(
        projects["Datenplattform"],
        as_of=date(2027, 1, 18),
        status="on_track",
        text="Gelöst.",
        by=SYSTEM,
        now=SUBMITTED,
    )
    content = desk.submit().content
    sections = {one["slug"]: one["paragraphs"] for one in content["sections"]}
    assert sections["summary"] == ["new|Von Hand."]
    assert sections["projects"][0] == "Über 4 Projekte wird berichtet: 2 im Plan, 1 zu beobachten, 1 abgeschlossen."


def test_a_text_that_was_submitted_stays_and_its_figures_change_beside_it(submitted, world, projects, client):
    before = submitted.report.sections.get(slug="projects").text
    by = world.actor(world.mayors_officer)
    reviewing.comment(submitted.report, section="risks", paragraph=1, kind="must_fix", text="?", by=by, now=LATER)
    reviewing.return_(submitted.report, summary="Bitte die Risiken klären.", by=by, now=LATER)
    platform = projects["Datenplattform"]
    progress.note(platform, as_of=date(2027, 1, 22), status="on_track", text="Gelöst.", by=SYSTEM, now=LATER)
    submitted.write(risks="Keine.")
    client.force_login(world.manager.user)
    with clock.at(LATER):
        asked = client.get(reverse("report_submit", args=[submitted.report.pk])).content.decode()
    assert "ob sie noch stimmen: Das Wichtigste in zehn Zeilen, Projekte." in asked
    submitted.submit(at=LATER)
    assert submitted.report.sections.get(slug="projects").text == before
    assert submitted.report.figures["projects"]["counts"]["on_track"] == 2
    changes = client.get(reverse("report_changes", args=[submitted.report.pk])).content.decode()
    assert "<del>Projekte nach Stand, im Plan: 1</del>" in changes
    assert "<ins>Projekte nach Stand, im Plan: 2</ins>" in changes
    assert 'aria-labelledby="projects"' not in changes


def test_the_mayors_office_is_told_once_and_has_until_the_invitation(submitted, world):
    again = submitted.submit(at=LATER)
    assert again == submitted.report.versions.get()
    assert submitted.report.review_due == date(2027, 1, 26)
    mail = Delivery.objects.get()
    assert (mail.kind, mail.recipient) == ("report_submitted", world.mayors_officer.key)
    assert mail.subject == "Bericht der Geschäftsführung Q4/2026: bitte prüfen bis 26.01."
    assert JournalEntry.objects.filter(action="report.submitted").count() == 1


@pytest.mark.parametrize(("days", "due"), [(7, date(2027, 2, 4)), (3, date(2027, 1, 31)), (30, date(2027, 2, 10))])
def test_a_late_report_has_the_days_of_the_rules_up_to_the_eve_of_the_meeting(desk, world, days, due):
    world.ub.rules.update(review_days=days)
    desk.write()
    desk.submit(at=datetime(2027, 1, 28, 9, tzinfo=UTC))
    assert desk.report.review_due == due
    assert submitting.is_late(desk.report)


@pytest.mark.parametrize(
    ("day", "late", "due"), [(26, False, date(2027, 1, 26)), (27, True, date(2027, 2, 3))], ids=["T-16", "T-15"]
)
def test_late_is_who_submits_after_the_day_before_the_invitation(desk, day, late, due):
    desk.write()
    desk.submit(at=datetime(2027, 1, day, 9, tzinfo=UTC))
    assert (submitting.is_late(desk.report), desk.report.review_due) == (late, due)


def test_a_report_keeps_to_the_rules_its_meeting_was_invited_under(desk, world):
    kept, other = world.ub.rules.get(), world.ub.rules.get()
    other.pk, other.valid_from, other.notice_days = None, date(2027, 1, 1), 7
    other.save(force_insert=True)
    assert submitting.last_safe_day(desk.report) == date(2027, 2, 2)
    desk.report.meeting.rules = kept
    assert submitting.last_safe_day(desk.report) == date(2027, 1, 26)


def test_withdrawn_it_is_a_draft_and_its_waiting_mail_stays_here(submitted, world):
    by = world.actor(world.manager)
    with pytest.raises(DomainError) as refused:
        submitting.withdraw(submitted.report, reason=" ", by=by, now=LATER)
    assert (refused.value.code, refused.value.status) == ("no_reason", 400)
    for _twice in range(2):
        assert submitting.withdraw(submitted.report, reason="Zahlen fehlen", by=by, now=LATER).status == "draft"
    submitted.report.refresh_from_db()
    assert submitted.report.withdrawn_reason == "Zahlen fehlen"
    assert Delivery.objects.get().state == "obsolete"
    assert submitted.submit(at=LATER).number == 2


def test_a_change_in_between_is_not_overwritten(desk, world):
    by = world.actor(world.manager)
    seen = desk.report.revision
    editing.write(desk.report, texts={"risks": "Eins."}, revision=seen, by=by, now=SUBMITTED)
    editing.write(desk.report, texts={"risks": "Eins."}, revision=seen, by=by, now=SUBMITTED)
    with pytest.raises(DomainError) as refused:
        editing.write(desk.report, texts={"risks": "Zwei."}, revision=seen, by=by, now=SUBMITTED)
    assert (refused.value.code, refused.value.status) == ("revision_outdated", 409)
    assert desk.report.sections.get(slug="risks").text == "Eins."


def test_a_submitted_report_cannot_be_written(submitted):
    with pytest.raises(DomainError) as refused:
        submitted.write(risks="Anders.")
    assert refused.value.code == "report_not_editable"


@pytest.mark.parametrize("text", ["\x00", "a" * 10_001, "\u202eumgekehrt"])
def test_hostile_texts_are_refused(desk, text):
    with pytest.raises(DomainError) as refused:
        desk.write(risks=text)
    assert refused.value.status == 400


def test_eleven_lines_do_not_fit_on_the_first_page(desk):
    with pytest.raises(DomainError):
        desk.write(summary="\n".join(f"new|Zeile {n}" for n in range(11)))


def test_a_line_keeps_its_bars_and_loses_no_text():
    text = lines.write([lines.Line("new", "a | b"), lines.Line("note", "c\nd"), lines.Line("new", "  ")])
    assert lines.parse(text) == [lines.Line("new", "a | b"), lines.Line("note", "c d")]
    assert lines.parse("unbekannt|Text") == [lines.Line("note", "unbekannt|Text")]


def test_submitting_costs_the_same_whatever_the_number_of_projects(desk, projects, django_assert_max_num_queries):
    desk.write()
    with django_assert_max_num_queries(45):
        desk.submit()
