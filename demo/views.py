"""Trying the product in a role. These addresses exist only with DEMO=true."""

from typing import NamedTuple

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from demo.people import PEOPLE
from foundation.accounts.models import User
from foundation.web.addresses import safe_next


class Role(NamedTuple):
    email: str
    name: str
    word: object


WORDS = {
    "dahlhoff": _("member"),
    "kaya": _("member"),
    "ostermann": _("member of the ethics and technology board"),
    "holtkamp": _("mayor and chair"),
    "sander": _("chair of the ethics and technology board"),
    "wendt": _("board office"),
    "ebeling": _("management"),
    "rheinsberg": _("mayor's office"),
}


def roles() -> list[Role]:
    """The people of the demo one may look through the eyes of, as far as they have a login."""
    people = {person.key: person for person in PEOPLE}
    chosen = [Role(people[key].email, people[key].name, word) for key, word in WORDS.items() if key in people]
    known = set(User.objects.filter(email__in=[one.email for one in chosen]).values_list("email", flat=True))
    return [one for one in chosen if one.email in known]


@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Log in as one of the shown roles, without a code."""
    email = request.POST.get("email", "")
    if email not in {one.email for one in roles()}:
        raise Http404
    user = User.objects.get(email=email)
    login(request, user)
    return HttpResponseRedirect(safe_next(request))
