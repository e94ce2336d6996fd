from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from governance.procedure.models import RulesOfProcedure
from meetings.agenda import editing as agenda_editing
from meetings.meeting.models import Meeting
from reports.editions import editing, publishing, sources, submitting
from reports.editions.models import ManagementReport
from reports.review import reviewing
from reports.review.models import Review, ReviewComment
from tests.reports.conftest import DRAFTED, REVIEWED, SUBMITTED

RESUBMITTED = datetime(2027, 1, 25, 9, tzinfo=UTC)


@pytest.fixture
def officer(world):
    return world.actor(world.mayors_officer)


def must_fix(desk, officer, text="Bitte das Datum nennen."):
    return reviewing.comment(
        desk.report, section="risks", paragraph=1, kind="must_fix", text=text, by=officer, now=REVIEWED
    )


def refusal(act, *args, **kwargs):
    with pytest.raises(DomainError) as refused:
        act(*args, **kwargs)
    return refused.value


def test_an_open_change_blocks_the_approval_with_its_reason(submitted, officer):
    must_fix(submitted, officer)
    error = refusal(reviewing.approve, submitted.report, by=officer, now=REVIEWED)
    assert error.message == "Freigabe nicht möglich: 1 Anmerkung „Änderung nötig“ ist offen."
    assert error.status == 409
    assert ManagementReport.objects.get().status == "submitted"


def test_returned_changed_and_approved(submitted, world, officer):
    comment = must_fix(submitted, officer)
    reviewing.return_(submitted.report, summary="Ein Risiko ist ungenau.", by=officer, now=REVIEWED)
    assert submitted.report.status == "returned"
    submitted.write(risks="Der Start verschiebt sich auf Juli 2027.\n\nDer Förderbescheid steht aus.")
    author = world.actor(world.manager)
    for _twice in range(2):
        reviewing.answer(comment, text="Datum ergänzt.", by=author, now=RESUBMITTED)
    assert submitted.submit(at=RESUBMITTED).number == 2
    assert refusal(reviewing.resolve, comment, by=author, now=RESUBMITTED).code == "author_reviews"
    assert refusal(reviewing.approve, submitted.report, by=officer, now=RESUBMITTED).code == "changes_open"
    assert refusal(reviewing.answer, comment, by=author, now=RESUBMITTED).code == "report_not_editable"
    reviewing.resolve(comment, by=officer, now=RESUBMITTED)
    comment.refresh_from_db()
    assert (comment.answer, comment.answered_by, comment.resolved_by) == (
        "Datum ergänzt.",
        world.manager,
        world.mayors_officer,
    )
    assert JournalEntry.objects.filter(action="report.comment_answered").count() == 1
    reviewing.approve(submitted.report, by=officer, now=RESUBMITTED)
    submitted.report.refresh_from_db()
    assert (submitted.report.status, submitted.report.decided_by) == ("approved", world.mayors_officer)
    decisions = Review.objects.values_list("version", "decision").order_by("version")
    assert list(decisions) == [(1, "returned"), (2, "approved")]
    told = Delivery.objects.filter(recipient=world.manager.key).values_list("subject", flat=True)
    assert sorted(told) == [
        "Bericht der Geschäftsführung Q4/2026: bitte ändern",
        "Bericht der Geschäftsführung Q4/2026: freigegeben",
    ]


def test_the_approved_version_is_printed_with_its_approval(submitted, officer):
    reviewing.approve(submitted.report, by=officer, now=REVIEWED)
    version = submitted.report.versions.get()
    assert version.rendering.data["state"] == (
        "Freigegeben am Freitag, 22. Januar 2027, 10:00 Uhr, von Timo Rheinsberg (OB-Büro)".replace(
            "22. Januar", "22.\u00a0Januar"
        ).replace("10:00 Uhr", "10:00\u00a0Uhr")
    )


def test_the_author_reviews_nothing_and_the_database_knows(submitted, world):
    author = world.actor(world.manager)
    assert refusal(reviewing.approve, submitted.report, by=author, now=REVIEWED).code == "author_reviews"
    assert refusal(must_fix, submitted, author).code == "author_reviews"
    with pytest.raises(IntegrityError), transaction.atomic():
        ManagementReport.objects.update(status="approved", decided_by=world.manager)


@pytest.mark.parametrize("hand", ["wrote", "submitted", "wrote for another"])
def test_nobody_who_had_a_hand_in_the_report_reviews_it(desk, world, officer, hand):
    own = world.actor(world.manager).on_behalf_of(officer.key) if hand == "wrote for another" else officer
    if hand != "submitted":
        texts = {"risks": "Keine."}
        editing.write(desk.report, texts=texts, revision=desk.report.revision, by=own, now=DRAFTED)
    desk.write()
    submitter = officer if hand == "submitted" else world.actor(world.manager)
    version = submitting.submit(desk.report, by=submitter, now=SUBMITTED)
    assert version.submitted_by.key == submitter.key
    desk.report.refresh_from_db()
    assert desk.report.submitted_by == version.submitted_by
    acts = [
        lambda: must_fix(desk, officer),
        lambda: reviewing.return_(desk.report, summary="Bitte ändern.", by=officer, now=REVIEWED),
        lambda: reviewing.approve(desk.report, by=officer, now=REVIEWED),
    ]
    for act in acts:
        assert refusal(act).code == "author_reviews"
    assert reviewing.approve(desk.report, by=world.actor(world.secretary), now=REVIEWED).decision == "approved"


def test_the_submitter_never_decides_and_the_database_knows(desk, world):
    desk.write()
    submitting.submit(desk.report, by=world.actor(world.mayors_officer), now=SUBMITTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        ManagementReport.objects.update(status="approved", decided_by=world.mayors_officer)


def test_returning_needs_a_named_change_and_a_summary(submitted, officer):
    error = refusal(reviewing.return_, submitted.report, summary="Bitte ändern.", by=officer, now=REVIEWED)
    assert error.code == "no_change_named"
    must_fix(submitted, officer)
    assert refusal(reviewing.return_, submitted.report, summary=" ", by=officer, now=REVIEWED).status == 400


def test_everything_done_twice_is_done_once(submitted, officer):
    assert must_fix(submitted, officer) == must_fix(submitted, officer)
    first = reviewing.return_(submitted.report, summary="Bitte ändern.", by=officer, now=REVIEWED)
    assert reviewing.return_(submitted.report, summary="Bitte ändern.", by=officer, now=REVIEWED) == first
    comment = ReviewComment.objects.get()
    for _twice in range(2):
        reviewing.resolve(comment, by=officer, now=REVIEWED)
    submitted.submit(at=RESUBMITTED)
    approved = reviewing.approve(submitted.report, by=officer, now=RESUBMITTED)
    assert reviewing.approve(submitted.report, by=officer, now=RESUBMITTED) == approved
    assert Review.objects.count() == 2
    assert Delivery.objects.filter(kind="report_decided").count() == 1


def test_a_decided_report_takes_no_comment(submitted, officer):
    reviewing.approve(submitted.report, by=officer, now=REVIEWED)
    assert refusal(must_fix, submitted, officer).code == "report_not_submitted"


@pytest.mark.parametrize(("section", "paragraph"), [("risks", 3), ("risks", 0), ("geheim", 1)])
def test_a_comment_speaks_of_a_paragraph_that_exists(submitted, officer, section, paragraph):
    error = refusal(
        reviewing.comment,
        submitted.report,
        section=section,
        paragraph=paragraph,
        kind="note",
        text="?",
        by=officer,
        now=REVIEWED,
    )
    assert error.code == "unknown_paragraph"


def test_where_the_rules_want_no_approval_the_report_is_marked_as_seen(submitted, world, officer):
    assert refusal(reviewing.mark_seen, submitted.report, by=officer, now=REVIEWED).code == "approval_needed"
    RulesOfProcedure.objects.filter(board=world.ub).update(report_review="seen")
    assert refusal(reviewing.approve, submitted.report, by=officer, now=REVIEWED).code == "no_approval"
    comment = must_fix(submitted, officer)
    error = refusal(reviewing.mark_seen, submitted.report, by=officer, now=REVIEWED)
    assert (error.status, error.code) == (409, "changes_open")
    reviewing.resolve(comment, by=officer, now=REVIEWED)
    assert reviewing.mark_seen(submitted.report, by=officer, now=REVIEWED).decision == "seen"


def test_the_agenda_gets_the_report_and_says_how_far_its_review_is(submitted, world, officer):
    meeting, other = submitted.report.meeting, world.meeting(world.ub, number=2)
    day = REVIEWED.date()
    (waiting,) = sources.report(meeting, day)
    assert (waiting.source, waiting.title) == (submitted.report.key, "Bericht der Geschäftsführung Q4/2026")
    assert waiting.reason == "Eingereicht, Prüfung nicht abgeschlossen"
    reviewing.approve(submitted.report, by=officer, now=REVIEWED)
    (approved,) = sources.report(meeting, day)
    assert approved.reason == "Freigegeben am 22.\u00a0Januar 2027 (OB-Büro)"
    assert list(sources.report(other, day)) == []


def test_a_released_agenda_says_how_far_the_review_is_today(client, submitted, world, officer):
    meeting, by = submitted.report.meeting, world.actor(world.secretary)
    agenda_editing.accept(meeting, by=by, now=SUBMITTED)
    agenda_editing.release(meeting, by=world.actor(world.mayor), now=SUBMITTED)
    client.force_login(world.secretary.user)
    pages = [meeting.get_absolute_url(), reverse("agenda_edit", args=[meeting.pk])]
    assert all("Prüfung nicht abgeschlossen" in client.get(page).content.decode() for page in pages)
    reviewing.approve(submitted.report, by=officer, now=REVIEWED)
    for page in pages:
        text = client.get(page).content.decode()
        assert "Prüfung nicht abgeschlossen" not in text
        assert "Freigegeben am 22.\u00a0Januar 2027 (OB-Büro)" in text


def test_a_draft_is_on_no_agenda(desk):
    assert list(sources.report(desk.report.meeting, REVIEWED.date())) == []


def test_published_after_the_meeting_with_the_chosen_sections(submitted, world, officer):
    publish = {"by": world.actor(world.manager), "now": RESUBMITTED}
    assert refusal(publishing.publish, submitted.report, **publish).code == "report_not_decided"
    reviewing.approve(submitted.report, by=officer, now=REVIEWED)
    assert refusal(publishing.publish, submitted.report, sections=["outlook"], **publish).code == "meeting_not_held"
    Meeting.objects.update(status="held", rules=world.ub.rules.first())
    assert refusal(publishing.publish, submitted.report, **publish).code == "nothing_public"
    for _twice in range(2):
        report = publishing.publish(submitted.report, sections=["outlook"], **publish)
    assert report.status == "published"
    assert list(report.sections.filter(level=0).values_list("slug", flat=True)) == ["outlook"]
