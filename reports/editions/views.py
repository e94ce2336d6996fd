"""Reports: the list, and what the management does with its own."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.documents.files import pdf_response
from foundation.values import DomainError
from foundation.web import clock
from governance.people.models import Person
from governance.procedure.models import RulesOfProcedure
from governance.rights.request import ReadingRequest
from meetings.meeting.models import Meeting
from reports.editions import compiling, editing, files, publishing, rules, submitting
from reports.editions.content import content_of, newest_version, readable
from reports.editions.differences import changed_sections
from reports.editions.finding import crumbs, found
from reports.editions.forms import PublishForm, ReportForm, StartForm, WithdrawForm
from reports.editions.lines import SUMMARY, plain
from reports.editions.models import ManagementReport
from reports.editions.periods import quarter_before
from reports.editions.printing import office_name, title_of
from reports.editions.running import early, obstacle
from reports.editions.tables import sentences

FIGURES = "figures"


@require_safe
def reports(request: ReadingRequest) -> HttpResponse:
    """What this reader may see, the newest first; what waits for the mayor's office stands on top there."""
    request.section = "reports"
    rows = ManagementReport.objects.visible_to(request.reader).select_related(
        "board", "meeting", "author", "submitted_by"
    )
    waiting = list(rows.waiting()) if request.reader.is_mayors_office else []
    context = {
        "waiting": waiting,
        "reports": [one for one in rows if one not in waiting],
        "can_start": request.reader.is_management,
        "crumbs": [(_("Reports"), "")],
    }
    return render(request, "reports/editions/reports.html", context)


def _meetings_without_report() -> QuerySet[Meeting]:
    """Coming meetings whose quarter has begun and has no report yet; two meetings in one quarter share it."""
    boards = RulesOfProcedure.objects.in_force(clock.today()).filter(receives_report=True).values("board")
    upcoming = Meeting.objects.upcoming(clock.now()).filter(board__in=boards, report__isnull=True)
    begun = set(ManagementReport.objects.filter(board__in=boards).values_list("board_id", "period_start"))
    starts = {one: quarter_before(one.day).start for one in upcoming}
    others = [one.pk for one, day in starts.items() if day > clock.today() or (one.board_id, day) in begun]
    return upcoming.exclude(pk__in=others).select_related("board")


def start(request: ReadingRequest) -> HttpResponse:
    """Begin a report before the duty does."""
    if not request.reader.is_management:
        raise Http404
    request.section = "reports"
    meetings = _meetings_without_report()
    form = StartForm(request.POST or None, meetings=meetings)
    if request.method == "POST" and form.is_valid():
        meeting = form.cleaned_data["meeting"]
        author = get_object_or_404(Person.objects.filter(pk__in=[request.reader.person_id]))
        period = quarter_before(meeting.day)
        begun = compiling.compile(
            meeting.board,
            period=period,
            meeting=meeting,
            author=author,
            by=request.reader.actor,
            now=clock.now(),
        )
        return redirect("report_edit", begun.pk)
    context = {
        "form": form,
        "any": meetings.exists(),
        "crumbs": [(_("Reports"), reverse("reports")), (_("Begin a report"), "")],
    }
    return render(request, "reports/editions/start.html", context, status=form.status)


def edit(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Write all sections; a second tab with an old state sees what is stored beside its own text.

    `?fehlt` names what submitting still needs.
    """
    report = found(request, pk)
    again = request.method == "POST" and rules.can_withdraw(request.reader, report)
    if not (rules.can_write(request.reader, report) or again):
        raise Http404
    sections = list(report.sections.order_by("position"))
    form = ReportForm(request.POST or None, sections=sections, revision=report.revision)
    if request.method == "GET" and "fehlt" in request.GET:
        form.ask_for(submitting.empty_sections(report))
    status, stored = form.status, dict[str, str]()
    if request.method == "POST" and form.is_valid():
        try:
            editing.write(
                report,
                texts=form.texts,
                levels=form.levels,
                revision=form.cleaned_data["revision"],
                by=request.reader.actor,
                now=clock.now(),
            )
        except DomainError as error:
            status, stored = error.status, _stored(report, form.texts)
            form = form.again(error.message, revision=report.revision)
        else:
            messages.success(request, _("Your text is saved."))
            return redirect("report_submit" if "submit" in request.POST else "report_edit", report.pk)
    comments: dict[int, list[Any]] = {}
    for one in report.comments.filter(resolved_at__isnull=True).select_related("section", "author", "answered_by"):
        comments.setdefault(one.section_id, []).append(one)
    context = {
        "report": report,
        "title": title_of(report),
        "form": form,
        "early": early(report, clock.today()),
        "rows": [(*row, comments.get(row[0].pk, []), stored.get(row[0].slug)) for row in form.section_fields],
        "crumbs": crumbs(report, _("Edit")),
    }
    return render(request, "reports/editions/edit.html", context, status=status)


def _stored(report: ManagementReport, texts: Mapping[str, str]) -> dict[str, str]:
    """What is stored by now and differs from what was typed, by section."""
    report.refresh_from_db()
    changed = [one for one in report.sections.all() if one.text != texts[one.slug]]
    return {one.slug: plain(one.text) if one.slug == SUMMARY else one.text for one in changed}


def submit(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Asks before it submits, once every section is written; a second POST finds the report submitted."""
    report = found(request, pk)
    may = rules.can_write(request.reader, report)
    again = request.method == "POST" and rules.can_withdraw(request.reader, report)
    if not (may or again):
        raise Http404
    if may and submitting.empty_sections(report):
        return redirect(f"{reverse('report_edit', args=[report.pk])}?fehlt")
    office = {"office": office_name()}
    if request.method == "POST":
        submitting.submit(report, by=request.reader.actor, now=clock.now())
        messages.success(request, _("The report is submitted. Told of it for the review: %(office)s.") % office)
        return redirect(report)
    context = {
        "title": _("Submit the report"),
        "question": _("Submit this report?"),
        "text": _("Texts and figures are frozen now. A mail about the review goes to: %(office)s.") % office,
        "early": early(report, clock.today()),
        "outdated": submitting.outdated(report, now=clock.now()),
        "button": _("Submit the report"),
        "report": report,
        "crumbs": crumbs(report, _("Submit the report")),
    }
    return render(request, "reports/editions/confirm.html", context)


def withdraw(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Asks before it takes a submitted report back."""
    report = found(request, pk)
    again = request.method == "POST" and rules.can_write(request.reader, report)
    if not (rules.can_withdraw(request.reader, report) or again):
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        submitting.withdraw(report, reason=form.cleaned_data["why"], by=request.reader.actor, now=clock.now())
        messages.success(request, _("The report is a draft again."))
        return redirect(report)
    context = {
        "title": _("Withdraw the report"),
        "question": _("Take this report back?"),
        "text": _("It becomes a draft again and only the management sees it. What was submitted is kept."),
        "button": _("Withdraw the report"),
        "form": form,
        "report": report,
        "crumbs": crumbs(report, _("Withdraw the report")),
    }
    return render(request, "reports/editions/confirm.html", context, status=form.status)


def publish(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Asks which sections everybody may read."""
    report = found(request, pk)
    done = request.method == "POST" and report.status == report.Status.PUBLISHED
    if not rules.can_publish(request.reader, report) and not (done and rules.sees_review(request.reader, report)):
        raise Http404
    ahead = report.meeting is not None and report.meeting.status != Meeting.Status.HELD
    form = PublishForm(request.POST or None, sections=list(report.sections.order_by("position")), ahead=ahead)
    if request.method == "POST" and form.is_valid():
        publishing.publish(report, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        messages.success(request, _("The report is published."))
        return redirect(report)
    context = {
        "report": report,
        "title": title_of(report),
        "form": form,
        "ahead": ahead,
        "early": early(report, clock.today()),
        "obstacle": obstacle(report, clock.today()),
        "crumbs": crumbs(report, _("Publish")),
    }
    return render(request, "reports/editions/publish.html", context, status=form.status)


@require_safe
def changes(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Paragraphs that changed: from the last version to the draft, or between the last two versions."""
    report = found(request, pk)
    if not rules.sees_review(request.reader, report):
        raise Http404
    versions = list(report.versions.order_by("-number")[:2])
    contents = [one.content for one in versions]
    level = rules.level_of(request.reader, report)
    draft = rules.reads_draft(request.reader, report)
    if draft:
        contents = [content_of(report), *contents[:1]]
    compared = [_compared(one, level) for one in contents]
    context = {
        "report": report,
        "title": title_of(report),
        "sections": changed_sections(*compared[::-1]) if len(compared) > 1 else [],
        "older": versions[0 if draft else 1].number if len(compared) > 1 else None,
        "draft": draft,
        "crumbs": crumbs(report, _("Changes")),
    }
    return render(request, "reports/editions/changes.html", context)


def _compared(content: dict[str, Any], level: int) -> dict[str, Any]:
    """Sections in words, and the frozen figures as one more of them, a line for each number."""
    lines = sentences(content["figures"], level)
    figures = {"slug": FIGURES, "number": 0, "title": _("Figures"), "paragraphs": lines}
    shown = readable(content)
    return {**shown, "sections": [*shown["sections"], figures]}


@require_safe
def pdf(request: ReadingRequest, pk: UUID) -> HttpResponseBase:
    """The newest version as PDF, in the sections of the reader's level."""
    report = found(request, pk)
    rendering = files.file_of(request.reader, report, newest_version(report))
    if rendering is None:
        raise Http404
    return pdf_response(rendering)
