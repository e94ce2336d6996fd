"""Two clicks at once: one version to review, one decision, one publication."""

from functools import partial

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from reports.editions import submitting
from reports.editions.models import ManagementReport, ReportVersion
from reports.review import reviewing
from reports.review.models import Review
from tests.reports.conftest import REVIEWED, SUBMITTED
from tests.together import together


def entries(*actions: str) -> int:
    return JournalEntry.objects.filter(action__in=actions).count()


def mails(kind: str) -> list[str]:
    """Who gets a mail of this kind, as often as it was written."""
    return sorted(Delivery.objects.filter(kind=kind).values_list("recipient", flat=True))


def fresh(report: ManagementReport) -> ManagementReport:
    """As each request loads it."""
    return ManagementReport.objects.select_related("board", "author", "meeting").get(pk=report.pk)


def test_a_report_submitted_twice_at_once_is_one_version(transactional_db, world, desk):
    desk.write()
    by = world.actor(world.manager)
    clicks = [partial(submitting.submit, fresh(desk.report), by=by, now=SUBMITTED) for _ in range(2)]
    first, second = together(*clicks)
    assert (first, ReportVersion.objects.get()) == (second, first)
    assert (entries("report.submitted"), mails("report_submitted")) == (1, [world.mayors_officer.key])


def test_a_report_approved_twice_at_once_is_approved_once(transactional_db, world, submitted):
    by = world.actor(world.mayors_officer)
    clicks = [partial(reviewing.approve, fresh(submitted.report), by=by, now=REVIEWED) for _ in range(2)]
    first, second = together(*clicks)
    assert (first, Review.objects.get()) == (second, first)
    assert (entries("report.approved"), mails("report_decided")) == (1, [world.manager.key])


def test_a_report_is_approved_or_withdrawn_and_never_both(transactional_db, world, submitted):
    approved, withdrawn = together(
        partial(reviewing.approve, fresh(submitted.report), by=world.actor(world.mayors_officer), now=REVIEWED),
        partial(
            submitting.withdraw,
            fresh(submitted.report),
            reason="Zahlen fehlen",
            by=world.actor(world.manager),
            now=REVIEWED,
        ),
    )
    assert "report_not_submitted" in (approved, withdrawn)
    won = "approved" if withdrawn == "report_not_submitted" else "draft"
    assert (fresh(submitted.report).status, Review.objects.count()) == (won, int(won == "approved"))
    assert entries("report.approved", "report.withdrawn") == 1


def test_a_needed_change_and_an_approval_at_once_are_never_both(transactional_db, world, submitted):
    by = world.actor(world.mayors_officer)
    place = {"section": "risks", "paragraph": 1, "kind": "must_fix", "text": "Welches Risiko?"}
    together(
        partial(reviewing.comment, fresh(submitted.report), **place, by=by, now=REVIEWED),
        partial(reviewing.approve, fresh(submitted.report), by=by, now=REVIEWED),
    )
    assert (reviewing.open_changes(submitted.report), fresh(submitted.report).status) in [
        (1, "submitted"),
        (0, "approved"),
    ]


def test_the_same_comment_twice_at_once_is_one(transactional_db, world, submitted):
    by = world.actor(world.mayors_officer)
    place = {"section": "risks", "paragraph": 1, "kind": "note", "text": "Gut."}
    clicks = [partial(reviewing.comment, fresh(submitted.report), **place, by=by, now=REVIEWED) for _ in range(2)]
    first, second = together(*clicks)
    assert (first, submitted.report.comments.count(), entries("report.commented")) == (second, 1, 1)
