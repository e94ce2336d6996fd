"""Projects of the current strategy."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.web import clock
from governance.confidentiality import Reader
from governance.rights.request import ReadingRequest
from portfolio.projects.models import Guideline, Project
from portfolio.projects.rules import can_see_progress


def _with_light(project: Project, reader: Reader) -> Project:
    """`shown_status` and `shown_note` are empty for who may not see progress."""
    status = getattr(project, "status", None) if can_see_progress(reader, project) else None
    project.shown_note = getattr(project, "note_text", "") if status else ""  # type: ignore[attr-defined]
    project.shown_status = Project.Status(status) if status else None  # type: ignore[attr-defined]
    return project


@require_safe
def projects(request: ReadingRequest) -> HttpResponse:
    """All projects by field of action, with the newest status for those who may see it, and the guidelines."""
    request.section = "effect"
    rows = Project.objects.visible_to(request.reader).with_status(clock.today())
    rows = rows.select_related("field", "phase", "lead").order_by("field__name", "title")
    fields = [
        (field, [_with_light(one, request.reader) for one in group])
        for field, group in groupby(rows, key=lambda one: one.field)
    ]
    context = {
        "fields": fields,
        "guidelines": Guideline.objects.all(),
        "crumbs": [(_("Projects"), "")],
    }
    return render(request, "portfolio/projects/projects.html", context)


@require_safe
def project(request: ReadingRequest, key: str) -> HttpResponse:
    """One project; its notes only for those who may see progress."""
    request.section = "effect"
    rows = Project.objects.visible_to(request.reader).with_status(clock.today())
    shown = _with_light(get_object_or_404(rows.select_related("field", "phase", "lead"), key=key), request.reader)
    progress = can_see_progress(request.reader, shown)
    context = {
        "project": shown,
        "progress": progress,
        "notes": shown.notes.filter(as_of__lte=clock.today()) if progress else [],
        "crumbs": [(_("Projects"), reverse("projects")), (shown.title, "")],
    }
    return render(request, "portfolio/projects/project.html", context)
