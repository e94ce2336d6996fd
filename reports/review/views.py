"""The page of a report, and what the mayor's office does with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.forms import KernForm
from governance.rights.request import ReadingRequest
from reports.editions import files, rules
from reports.editions.charts import chart
from reports.editions.content import newest_version
from reports.editions.finding import crumbs, found
from reports.editions.lines import SUMMARY
from reports.editions.models import ManagementReport, ReportVersion
from reports.editions.printing import title_of
from reports.editions.running import early, obstacle
from reports.editions.showing import Shown, shown_to
from reports.editions.submitting import is_late
from reports.review import reviewing
from reports.review.forms import AnswerForm, CommentForm, ReturnForm
from reports.review.models import ReviewComment
from reports.review.timeline import steps

WORDS = 8  # of a paragraph, so that it is found in the list


@require_safe
def report(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """A report as this reader sees it, with the review for those who take part in it."""
    shown_report = found(request, pk)
    versions = list(shown_report.versions.select_related("submitted_by", "rendering").order_by("number"))
    version = versions[-1] if versions else None
    shown = shown_to(request.reader, shown_report, version)
    context = {
        "report": shown_report,
        "title": title_of(shown_report),
        "version": version,
        "shown": shown,
        "charts": [(table, chart(table.bars) if table.bars else None) for table in shown.tables],
        "badge": _badge(shown_report),
        "file": files.file_of(request.reader, shown_report, version),
        "can_write": rules.can_write(request.reader, shown_report),
        "can_withdraw": rules.can_withdraw(request.reader, shown_report),
        "can_publish": rules.can_publish(request.reader, shown_report),
        "period_runs": obstacle(shown_report, clock.today()),
        "early": early(shown_report, clock.today()),
        "crumbs": crumbs(shown_report),
        **_review_context(request, shown_report, shown, versions),
    }
    return render(request, "reports/review/report.html", context)


def _badge(shown: ManagementReport) -> tuple[str, str]:
    """KERN's kind and the word of the state."""
    state = ManagementReport.Status
    words = {
        state.DRAFT: ("info", _("draft")),
        state.SUBMITTED: ("info", _("Under review")),
        state.RETURNED: ("warning", _("Returned")),
        state.SEEN: ("success", _("Seen")),
        state.APPROVED: ("success", pgettext("report", "approved").capitalize()),
        state.PUBLISHED: ("success", _("Published")),
    }
    return words[ManagementReport.Status(shown.status)]


def _review_context(
    request: ReadingRequest, shown_report: ManagementReport, shown: Shown, versions: list[ReportVersion]
) -> dict[str, Any]:
    """Comments by section, obstacle and steps; nothing of it for readers outside the review."""
    reader = request.reader
    if not rules.sees_review(reader, shown_report):
        return {"reviewed": [(section, []) for section in shown.sections], "summary_comments": []}
    comments: dict[str, list[ReviewComment]] = {}
    for one in shown_report.comments.select_related("section", "author", "answered_by", "resolved_by"):
        comments.setdefault(one.section.slug, []).append(one)
    must_fix = [one for group in comments.values() for one in group if one.is_open_change]
    reviews = list(shown_report.reviews.select_related("reviewer"))
    can_review = rules.can_review(reader, shown_report)
    wants_approval = can_review and reviewing.wants_approval(shown_report, clock.now())
    return {
        "reviewed": [(section, comments.get(section.slug, [])) for section in shown.sections],
        "summary_comments": comments.get(SUMMARY, []),
        "sees_review": True,
        "can_review": can_review,
        "own_work": rules.waits_for(reader, shown_report) and not can_review,
        "wants_approval": wants_approval,
        "obstacle": reviewing.obstacle_of(len(must_fix), approval=wants_approval),
        "can_return": bool(must_fix),
        "late": shown_report.status == shown_report.Status.SUBMITTED and is_late(shown_report),
        "days_left": (shown_report.review_due - clock.today()).days if shown_report.review_due else None,
        "last_return": next((one for one in reversed(reviews) if one.decision == "returned"), None),
        "steps": steps(shown_report, versions, reviews),
    }


def _reviewable(request: ReadingRequest, pk: UUID) -> ManagementReport:
    shown = found(request, pk)
    if not rules.can_review(request.reader, shown):
        raise Http404
    return shown


def _places(shown: Shown) -> list[tuple[str, str]]:
    """What a comment may speak of: lines of the first page, then paragraphs by their number."""
    texts = [line.text for line in shown.lines or []] or [""]
    lines = [
        (f"{SUMMARY}:{place}", _begun(_("First page, line %(number)s") % {"number": place}, text))
        for place, text in enumerate(texts, 1)
    ]
    return lines + [
        (f"{one.slug}:{place}", _begun(f"{one.number}.{place} {one.title}", text))
        for one in shown.sections
        for place, text in enumerate(one.paragraphs or [""], 1)
    ]


def _begun(place: str, text: str) -> str:
    """ "1.2 Projekte: Sensoren sind im Verzug …"."""
    return f"{place}: {Truncator(text).words(WORDS)}" if text else place


def comment(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Write a comment; `?abschnitt=risks` chooses the place."""
    shown = _reviewable(request, pk)
    places = _places(shown_to(request.reader, shown, newest_version(shown)))
    form = CommentForm(
        request.POST or None, places=places, initial={"place": f"{request.GET.get('abschnitt', SUMMARY)}:1"}
    )

    def act() -> None:
        reviewing.comment(
            shown,
            section=form.section,
            paragraph=form.paragraph,
            kind=form.cleaned_data["kind"],
            text=form.cleaned_data["text"],
            by=request.reader.actor,
            now=clock.now(),
        )

    done, status = _done(request, form, act)
    if done:
        messages.success(request, _("Your comment is saved."))
        return redirect(f"{shown.get_absolute_url()}#{form.section}")
    context = {"report": shown, "title": title_of(shown), "form": form, "crumbs": crumbs(shown, _("Comment"))}
    return render(request, "reports/review/comment.html", context, status=status)


def _done(request: ReadingRequest, form: KernForm, act: Callable[[], object]) -> tuple[bool, int]:
    """Whether it was done, and the status of the page with the form; a refusal stands above what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as error:
            form.add_error(None, error.message)
            return False, error.status
        return True, 302
    return False, form.status


def _comment(shown: ManagementReport, pk: int) -> ReviewComment:
    one = get_object_or_404(ReviewComment.objects.select_related("section", "author"), pk=pk, report=shown)
    one.report = shown
    return one


def answer(request: ReadingRequest, pk: UUID, comment: int) -> HttpResponse:
    """The management reports a comment as dealt with, while it revises."""
    shown = found(request, pk)
    if not rules.can_write(request.reader, shown):
        raise Http404
    one = _comment(shown, comment)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"text": one.answer})

    def act() -> None:
        reviewing.answer(one, text=form.cleaned_data["text"], by=request.reader.actor, now=clock.now())

    done, status = _done(request, form, act)
    if done:
        return redirect(f"{reverse('report_edit', args=[shown.pk])}#{one.section.slug}")
    crumb = crumbs(shown, _("Answer the comment"))
    context = {"report": shown, "title": title_of(shown), "comment": one, "form": form, "crumbs": crumb}
    return render(request, "reports/review/answer.html", context, status=status)


@require_POST
def resolve(request: ReadingRequest, pk: UUID, comment: int) -> HttpResponse:
    """Settle a comment: who reviews."""
    shown = _reviewable(request, pk)
    one = _comment(shown, comment)
    reviewing.resolve(one, by=request.reader.actor, now=clock.now())
    return redirect(f"{shown.get_absolute_url()}#{one.section.slug}")


def return_(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Give the report back with a summary."""
    shown = found(request, pk)
    again = request.method == "POST" and request.reader.is_mayors_office
    if not (rules.can_review(request.reader, shown) or again):
        raise Http404
    form = ReturnForm(request.POST or None)

    def act() -> None:
        summary = form.cleaned_data["summary"]
        reviewing.return_(shown, summary=summary, by=request.reader.actor, now=clock.now())

    done, status = _done(request, form, act)
    if done:
        messages.success(request, _("The report is returned. The management has been told."))
        return redirect(shown)
    context = {
        "report": shown,
        "title": title_of(shown),
        "form": form,
        "changes": reviewing.open_changes(shown),
        "crumbs": crumbs(shown, _("Return the report")),
    }
    return render(request, "reports/review/return.html", context, status=status)


def _for_decision(request: ReadingRequest, pk: UUID) -> ManagementReport:
    """Also a decided report: a second click is answered by the act."""
    shown = found(request, pk)
    if not request.reader.is_mayors_office:
        raise Http404
    return shown


def _version_read(request: ReadingRequest) -> int:
    """The version on the screen; 0, which is none, where it is not said."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 6 else 0


@require_POST
def approve(request: ReadingRequest, pk: UUID) -> HttpResponse:
    shown = _for_decision(request, pk)
    reviewing.approve(shown, version=_version_read(request), by=request.reader.actor, now=clock.now())
    messages.success(request, _("The report is approved."))
    return redirect(shown)


@require_POST
def mark_seen(request: ReadingRequest, pk: UUID) -> HttpResponse:
    shown = _for_decision(request, pk)
    reviewing.mark_seen(shown, version=_version_read(request), by=request.reader.actor, now=clock.now())
    messages.success(request, _("The report is marked as seen."))
    return redirect(shown)
