"""The register of interests: declaring for oneself, and reading it."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation.web import clock
from governance.mandates.interests import members_on, missing
from governance.pages.people_forms import InterestsForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.people.declaring import declare, newest
from governance.people.models import InterestDeclaration, Person
from governance.rights.request import ReadingRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_interests(request: ReadingRequest) -> HttpResponse:
    """Declare for this year; what was declared last stands in the form."""
    request.section = "account"
    me = get_object_or_404(Person, pk=request.reader.person_id)
    last, year = newest(me), clock.today().year
    fields = ("nothing", *InterestDeclaration.FIELDS)
    form = InterestsForm(**posted(request), initial={name: getattr(last, name) for name in fields} if last else None)

    def act() -> str:
        by, now = request.reader.actor, clock.now()
        declare(me, form.texts(), nothing=form.cleaned_data["nothing"], by=by, now=now)
        return _("Your declaration for %(year)s is saved. Thank you.") % {"year": year}

    title = _("Your interests in %(year)s") % {"year": year}
    lead = _("Seen by the board office and the chair of your board. Earlier declarations stay with the register.")
    page = FormPage(title, _("Save the declaration"), reverse("own_details"), lead=lead)
    return form_page(request, form, page, act)


@require_safe
def interests(request: ReadingRequest) -> HttpResponse:
    """Who declared what in a year (`?jahr=`), and who has not yet: for the board office and the chairs."""
    reader, today = request.reader, clock.today()
    if not (reader.is_secretariat or reader.chairs):
        raise Http404
    request.section = "more" if reader.is_secretariat else "home"
    year = _year(request.GET.get("jahr", ""), today)
    day = today if year == today.year else date(year, 12, 31)
    found = InterestDeclaration.objects.visible_to(reader).filter(year=year).select_related("person")
    theirs = Person.objects.all() if reader.is_secretariat else Person.objects.led_by(reader)
    context = {
        "year": year,
        "years": [today.year - back for back in range(4)],
        "declarations": found.order_by("person__family_name", "person__given_name", "-declared_at", "-pk"),
        "missing": missing(day).filter(pk__in=theirs.values("pk")).order_by("family_name", "given_name"),
        "members": members_on(day).filter(pk__in=theirs.values("pk")).count(),
        "crumbs": [(_("Register of interests"), "")],
    }
    return render(request, "governance/pages/interests.html", context)


def _year(given: str, today: date) -> int:
    years = {str(today.year - back): today.year - back for back in range(4)}
    return years.get(given, today.year)
