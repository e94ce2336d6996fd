"""Projects of the current strategy, and what is entered on how they go on."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.forms import KernForm
from governance.confidentiality import Reader
from governance.rights.request import ReadingRequest
from portfolio.projects import measuring, milestones, progress, showing
from portfolio.projects.forms import IndicatorForm, MilestoneForm, MoveForm, NoteForm, ValueForm
from portfolio.projects.models import Guideline, Project
from portfolio.projects.rules import can_define, can_enter, can_see_progress


def _with_light(project: Project, reader: Reader) -> Project:
    """`shown_status` and `shown_note` are empty for who may not see progress."""
    status = getattr(project, "status", None) if can_see_progress(reader, project) else None
    project.shown_note = getattr(project, "note_text", "") if status else ""  # type: ignore[attr-defined]
    project.shown_status = Project.Status(status) if status else None  # type: ignore[attr-defined]
    return project


@require_safe
def projects(request: ReadingRequest) -> HttpResponse:
    """All projects by field of action, with the newest status for those who may see it, and the guidelines."""
    request.section = "projects" if request.reader.is_partner else "effect"
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


@require_http_methods(["GET", "HEAD", "POST"])
def project(request: ReadingRequest, key: str) -> HttpResponse:
    """One project; how it goes on only for those who may see progress, entered by who leads it and the offices."""
    request.section = "projects" if request.reader.is_partner else "effect"
    rows = Project.objects.visible_to(request.reader).with_status(clock.today())
    shown = _with_light(get_object_or_404(rows.select_related("field", "phase", "lead"), key=key), request.reader)
    return _enter(request, shown) if request.method == "POST" else _show(request, shown)


def _show(request: ReadingRequest, shown: Project, sent: KernForm | None = None, status: int = 200) -> HttpResponse:
    """`sent` is the form that could not be taken, in place of an empty one."""
    reader, today = request.reader, clock.today()
    seen = can_see_progress(reader, shown)
    context = {
        "project": shown,
        "progress": seen,
        "course": showing.course(shown, today) if seen else None,
        "forms": {
            act: sent if isinstance(sent, form) else _empty(form, shown, today) for act, form in _forms(reader, shown)
        },
        "crumbs": [(_("Projects"), reverse("projects")), (shown.title, "")],
    }
    return render(request, "portfolio/projects/project.html", context, status=status)


def _forms(reader: Reader, project: Project) -> list[tuple[str, type[KernForm]]]:
    """The forms this reader may send, by their act."""
    if not can_enter(reader, project):
        return []
    return [(act, form) for act, form in FORMS.items() if act != "indicator" or can_define(reader)]


def _empty(form: type[KernForm], project: Project, today: date, data: Any = None) -> KernForm:
    act = next(word for word, one in FORMS.items() if one is form)
    more = {"project": project} if form in (MoveForm, ValueForm) else {}
    initial = {"as_of": today, "day": today} if form is not MilestoneForm else {}
    return form(data, auto_id=f"{act}_%s", initial=initial, **more)


def _enter(request: ReadingRequest, shown: Project) -> HttpResponse:
    form_class = dict(_forms(request.reader, shown)).get(request.POST.get("act", ""))
    if form_class is None:
        raise Http404
    form = _empty(form_class, shown, clock.today(), request.POST)
    if not form.is_valid():
        return _show(request, shown, form, status=form.status)
    act, anchor = ACTS[form_class]
    try:
        act(shown, form.cleaned_data, by=request.reader.actor, now=clock.now())
    except DomainError as error:
        return _show(request, shown, form, status=form.refuse(error))
    messages.success(request, _("Thank you, it is entered. A newer entry corrects it."))
    return redirect(f"{shown.get_absolute_url()}#{anchor}")


def _note(project: Project, values: dict[str, Any], **who: Any) -> object:
    return progress.note(project, status=values.pop("light"), **values, **who)


def _move(project: Project, values: dict[str, Any], **who: Any) -> object:
    return milestones.move(values.pop("milestone"), **values, **who)


def _measure(project: Project, values: dict[str, Any], **who: Any) -> object:
    return measuring.enter(values.pop("indicator"), **values, **who)


FORMS: dict[str, type[KernForm]] = {
    "note": NoteForm,
    "milestone": MilestoneForm,
    "move": MoveForm,
    "value": ValueForm,
    "indicator": IndicatorForm,
}
ACTS: dict[type[KernForm], tuple[Callable[..., object], str]] = {
    NoteForm: (_note, "stand"),
    MilestoneForm: (lambda project, values, **who: milestones.plan(project, **values, **who), "meilensteine"),
    MoveForm: (_move, "meilensteine"),
    ValueForm: (_measure, "messwerte"),
    IndicatorForm: (lambda project, values, **who: measuring.define(project, **values, **who), "messwerte"),
}
