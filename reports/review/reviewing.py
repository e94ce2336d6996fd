"""The mayor's office comments, returns, marks as seen or approves; it never writes the report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError, clean_text
from foundation.web.wording import moment_in_words
from governance.people.models import Person
from governance.procedure.models import RulesOfProcedure
from governance.procedure.rules_in_force import rules_on
from reports.editions import files
from reports.editions.content import newest_version, paragraphs
from reports.editions.mailing import tell
from reports.editions.models import ManagementReport, ReportSection, ReportVersion
from reports.editions.printing import office_name, print_report
from reports.editions.wording import GERMAN
from reports.review.models import Review, ReviewComment

Status = ManagementReport.Status
LONGEST = 2_000


@transaction.atomic
def comment(
    report: ManagementReport, *, section: str, paragraph: int, kind: str, text: str, by: Actor, now: datetime
) -> ReviewComment:
    """Add a comment to a paragraph of a section (slug); the same words written twice are one comment.

    Raises DomainError: 409 when the report is not under review, 400 for an unknown place, kind or an empty text.
    """
    _lock(report)
    author = _reviewer(report, by)
    _require_review(report)
    place = report.sections.filter(slug=section).first()
    if place is None or not 1 <= paragraph <= max(1, _paragraphs(report, place)):
        raise DomainError(_("This paragraph does not exist."), code="unknown_paragraph", status=400)
    if kind not in ReviewComment.Kind.values:
        raise DomainError(_("Please choose the kind of your comment."), code="unknown_kind", status=400)
    made, is_new = ReviewComment.objects.get_or_create(
        report=report,
        section=place,
        paragraph=paragraph,
        kind=kind,
        text=_words(text),
        author=author,
        resolved_at=None,
        defaults={"written_at": now},
    )
    if is_new:
        record("report.commented", report.key, by=by, now=now, comment=made.pk, kind=kind)
    return made


def _paragraphs(report: ManagementReport, section: ReportSection) -> int:
    """How many paragraphs the section has in the version under review."""
    version = newest_version(report)
    sections = version.content["sections"] if version else []
    frozen = [one["paragraphs"] for one in sections if one["slug"] == section.slug]
    return len(frozen[0] if frozen else paragraphs(section.text))


def _words(text: str) -> str:
    try:
        text = clean_text(text)
    except ValueError:
        text = ""
    if not 0 < len(text) <= LONGEST:
        raise DomainError(
            _("Please write a text of at most %(count)s characters.") % {"count": LONGEST},
            code="text_not_usable",
            status=400,
        )
    return text


@transaction.atomic
def answer(comment: ReviewComment, *, text: str = "", by: Actor, now: datetime) -> None:
    """The management reports a comment as dealt with, with a word on it or without; it stays open for the review.

    A later answer replaces the earlier one, the same twice changes nothing. Raises DomainError: 400 for a text that
    cannot be kept, 409 while the report is not being revised.
    """
    _lock(comment.report)
    text = _words(text) if text.strip() else ""
    if not comment.report.is_editable:
        raise DomainError(_("The report is submitted and cannot be changed now."), code="report_not_editable")
    open_one = ReviewComment.objects.filter(pk=comment.pk, resolved_at__isnull=True)
    changed = open_one.exclude(answered_at__isnull=False, answer=text)
    if changed.update(answer=text, answered_at=now, answered_by=_person(by)):
        record("report.comment_answered", comment.report.key, by=by, now=now, comment=comment.pk)


@transaction.atomic
def resolve(comment: ReviewComment, *, by: Actor, now: datetime) -> None:
    """Who reviews settles a comment, who wrote the report does not; settled twice is settled once.

    Raises DomainError (409) for who wrote or submitted the report, and after the decision.
    """
    _lock(comment.report)
    reviewer = _reviewer(comment.report, by)
    if comment.report.is_decided:
        raise DomainError(_("The review of this report is over."), code="report_decided")
    open_one = ReviewComment.objects.filter(pk=comment.pk, resolved_at__isnull=True)
    if open_one.update(resolved_at=now, resolved_by=reviewer):
        record("report.comment_resolved", comment.report.key, by=by, now=now, comment=comment.pk)


@transaction.atomic
def return_(report: ManagementReport, *, summary: str, by: Actor, now: datetime) -> Review:
    """Give the report back for changes; returned twice it is returned once.

    Raises DomainError: 400 without a summary, 409 when no comment says what has to change.
    """
    _lock(report)
    reviewer = _reviewer(report, by)
    summary = _words(summary)
    if report.status != Status.RETURNED and not open_changes(report):
        raise DomainError(
            _("Please write at least one comment “change needed”, so that the management knows what to do."),
            code="no_change_named",
        )
    review = _decide(report, Review.Decision.RETURNED, Status.RETURNED, reviewer, by=by, now=now, summary=summary)
    words = {"summary": review.summary, "changes": open_changes(report)}
    tell("report_returned", report, _senders(report), version=review.version, now=now, words=words)
    return review


@transaction.atomic
def approve(report: ManagementReport, *, version: int | None = None, by: Actor, now: datetime) -> Review:
    """Approve the newest version; approved twice it is approved once.

    Raises DomainError (409): a needed change is open, who asks wrote or submitted it, this board's rules want no
    approval, or the newest version is not the one that was read (`version`).
    """
    _lock(report)
    _expect(report, version)
    reviewer = _reviewer(report, by)
    if not wants_approval(report, now):
        raise DomainError(
            _("This board's rules want no approval. Please mark the report as seen."), code="no_approval"
        )
    _expect_no_change(report, approval=True)
    return _pass(report, Review.Decision.APPROVED, Status.APPROVED, reviewer, by=by, now=now)


@transaction.atomic
def mark_seen(report: ManagementReport, *, version: int | None = None, by: Actor, now: datetime) -> Review:
    """Mark the newest version as seen; marked twice it is marked once.

    What has to change is not passed on as seen: it is settled first, or the report goes back. Raises DomainError
    (409) then, where this board's rules want an approval, or when `version` is not the newest.
    """
    _lock(report)
    _expect(report, version)
    reviewer = _reviewer(report, by)
    if wants_approval(report, now):
        raise DomainError(_("This board's rules want an approval of the report."), code="approval_needed")
    _expect_no_change(report, approval=False)
    return _pass(report, Review.Decision.SEEN, Status.SEEN, reviewer, by=by, now=now)


def wants_approval(report: ManagementReport, now: datetime) -> bool:
    """Whether the board's rules ask for an approval; otherwise the report is marked as seen."""
    rules = rules_on(report.board, now.astimezone(BERLIN).date())
    return rules.report_review == RulesOfProcedure.ReportReview.APPROVAL


def open_changes(report: ManagementReport) -> int:
    """How many comments "change needed" are open."""
    return report.comments.filter(kind=ReviewComment.Kind.MUST_FIX, resolved_at__isnull=True).count()


def obstacle_of(count: int, *, approval: bool) -> str:
    """Why the review cannot end well with that many open changes, or ""."""
    if not count:
        return ""
    if approval:
        words = ngettext(
            "Approval is not possible: %(count)s comment “change needed” is open.",
            "Approval is not possible: %(count)s comments “change needed” are open.",
            count,
        )
    else:
        words = ngettext(
            "The report cannot be marked as seen: %(count)s comment “change needed” is open.",
            "The report cannot be marked as seen: %(count)s comments “change needed” are open.",
            count,
        )
    return words % {"count": count}


def _expect_no_change(report: ManagementReport, *, approval: bool) -> None:
    if sentence := obstacle_of(open_changes(report), approval=approval):
        raise DomainError(sentence, code="changes_open")


def _pass(
    report: ManagementReport, decision: str, status: str, reviewer: Person, *, by: Actor, now: datetime
) -> Review:
    known = report.reviews.filter(decision=decision).order_by("version").last()
    if report.status == status and known is not None:
        return known
    review = _decide(report, decision, status, reviewer, by=by, now=now)
    version = newest_version(report)
    assert version is not None
    _print_decided(report, version, review, now)
    tell("report_decided", report, _senders(report), version=review.version, now=now, words={"review": review})
    return review


def _decide(
    report: ManagementReport,
    decision: str,
    status: str,
    reviewer: Person,
    *,
    by: Actor,
    now: datetime,
    summary: str = "",
) -> Review:
    """Move a submitted report on; who comes second gets the decision that stands if it is the same."""
    decided = {} if status == Status.RETURNED else {"decided_at": now, "decided_by": reviewer}
    waiting = ManagementReport.objects.filter(pk=report.pk, status=Status.SUBMITTED)
    moved = waiting.update(status=status, **decided)
    report.refresh_from_db()
    version = newest_version(report)
    if not moved:
        known = report.reviews.filter(decision=decision).order_by("version").last()
        if known is None or report.status != status:
            raise _not_waiting()
        return known
    assert version is not None
    review = Review.objects.create(
        report=report,
        version=version.number,
        decision=decision,
        summary=summary,
        reviewer=reviewer,
        decided_at=now,
    )
    record(f"report.{decision}", report.key, by=by, now=now, version=version.number)
    return review


def _senders(report: ManagementReport) -> list[Person]:
    """Author and submitter, who wait for the decision; often the same person."""
    return list(dict.fromkeys([report.author, report.submitted_by or report.author]))


def _print_decided(report: ManagementReport, version: ReportVersion, review: Review, now: datetime) -> None:
    """The same content once more, with the decision on its first page."""
    with override(GERMAN):
        facts = {"moment": moment_in_words(now), "person": review.reviewer, "office": office_name()}
        approved = review.decision == Review.Decision.APPROVED
        words = (
            _("Approved on %(moment)s by %(person)s (%(office)s)")
            if approved
            else _("Seen on %(moment)s by %(person)s (%(office)s)")
        )
        state = words % facts
    key = f"{report.key}:v{version.number}:{review.decision}"
    rendering = print_report(report, version.content, key=key, state=state, now=now)
    version.rendering = rendering
    version.save(update_fields=["rendering"])
    files.prepare(report, version, now=now)


def _lock(report: ManagementReport) -> None:
    """One act of the review at a time: no comment comes between the look at the open changes and the decision."""
    report.status = ManagementReport.objects.select_for_update(no_key=True).get(pk=report.pk).status


def _expect(report: ManagementReport, version: int | None) -> None:
    newest = newest_version(report)
    if version is not None and newest is not None and newest.number != version:
        words = _("There is a newer version of this report. Please read it first.")
        raise DomainError(words, code="newer_version")


def _require_review(report: ManagementReport) -> None:
    if not ManagementReport.objects.filter(pk=report.pk, status=Status.SUBMITTED).exists():
        raise _not_waiting()


def _not_waiting() -> DomainError:
    return DomainError(_("This report does not wait for a review (any more)."), code="report_not_submitted")


def _reviewer(report: ManagementReport, by: Actor) -> Person:
    person = _person(by)
    if report.is_work_of(person.pk):
        raise DomainError(
            _("You wrote or submitted this report. Somebody else has to review it."), code="author_reviews"
        )
    return person


def _person(by: Actor) -> Person:
    kind, _colon, key = by.key.partition(":")
    try:
        return Person.objects.get(pk=UUID(key if kind == "person" else ""))
    except (Person.DoesNotExist, ValueError) as error:
        raise DomainError(_("Please log in as a person for this."), code="person_needed", status=403) from error
