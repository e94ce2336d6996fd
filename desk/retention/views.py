"""Retention: what is kept for how long, what is due, and letting it go after a question."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desk.retention import listing
from desk.retention.forms import ConfirmForm, PeriodForm
from foundation.retention.clearing import confirm
from foundation.retention.models import Finding
from foundation.retention.periods import Kept, set_days
from foundation.values import DomainError
from foundation.web import clock
from governance.mandates.anonymising import anonymise, label_of, without_function
from governance.people.models import Person
from governance.rights.request import ReadingRequest


def _admit(request: ReadingRequest) -> None:
    """The board office confirms what is let go."""
    request.section = "more"
    if not request.reader.is_secretariat:
        raise Http404


def _kept(request: ReadingRequest, code: str) -> Kept:
    _admit(request)
    found = listing.kept(code)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def retention(request: ReadingRequest) -> HttpResponse:
    """All kinds with their days and what is due; nothing happens by looking."""
    _admit(request)
    context = {
        "lines": listing.lines(clock.now()),
        "reports": listing.reports(),
        "finding": Finding.objects.first(),
        "crumbs": [(_("Retention"), "")],
    }
    return render(request, "desk/retention/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retention_clear(request: ReadingRequest, code: str) -> HttpResponse:
    """The dry run of one kind: how many, examples; a person confirms, the worker does it."""
    kept, now = _kept(request, code), clock.now()
    if request.method == "POST":
        form = ConfirmForm(request.POST)
        expected = form.cleaned_data["expected"] if form.is_valid() else 0
        confirm(kept, expected=expected, by=request.reader.actor, now=now)
        messages.success(request, _("Confirmed. The data goes within a few minutes."))
        return redirect("retention")
    count = kept.kind.rows(kept.border(now)).count()
    context = {
        "kept": kept,
        "count": count,
        "border": kept.border(now),
        "examples": listing.examples(kept, now),
        "form": ConfirmForm(initial={"expected": count}),
        "crumbs": [(_("Retention"), reverse("retention")), (kept.kind.title, "")],
    }
    return render(request, "desk/retention/clear.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retention_period(request: ReadingRequest, code: str) -> HttpResponse:
    """Set how long a kind is kept, with where that stands."""
    kept = _kept(request, code)
    form = PeriodForm(
        request.POST if request.method == "POST" else None, initial={"days": kept.days, "source": kept.source}
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_days(kept.kind, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("retention")
    crumbs = [(_("Retention"), reverse("retention")), (kept.kind.title, "")]
    status = form.status
    return render(
        request, "desk/retention/period.html", {"kept": kept, "form": form, "crumbs": crumbs}, status=status
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_anonymise(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Anonymise one person at once, after a question; for those without a function only."""
    _admit(request)
    person, now = get_object_or_404(Person, pk=pk), clock.now()
    if request.method == "POST":
        anonymise(person, by=request.reader.actor, now=now)
        messages.success(request, _("The person is anonymised."))
        return redirect("retention")
    context = {
        "person": person,
        "label": label_of(person),
        "may": not person.anonymised_at and without_function(now).filter(pk=pk).exists(),
        "crumbs": [(_("Retention"), reverse("retention")), (str(person), "")],
    }
    return render(request, "desk/retention/person.html", context)
