"""Trying the product in a role. These addresses exist only with DEMO=true."""

from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from demo.people import PEOPLE
from desk.dispatch.rules import can_read
from foundation.accounts.models import PersonalLink, User
from foundation.outbox.models import Delivery
from foundation.outbox.reading import MASK, masked_text
from foundation.web.addresses import safe_next
from governance.people.models import Person
from governance.rights.request import ReadingRequest
from meetings.invitations.dispatching import LINK_PURPOSE
from meetings.meeting.models import Meeting


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
    "reuter": _("administration"),
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


@login_required
@require_safe
def demo_reply(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Open the link that the own invitation brought by mail."""
    person = get_object_or_404(Person, pk=request.reader.person_id)
    subject = get_object_or_404(Meeting, pk=pk).key
    link = get_object_or_404(PersonalLink, purpose=LINK_PURPOSE, subject=subject, holder=person.key)
    return redirect("reply", link.token)


@login_required
@require_safe
def demo_mail_link(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The board office follows the link of a mail in the place of its recipient."""
    if not can_read(request.reader):
        raise Http404
    delivery = get_object_or_404(Delivery, pk=pk)
    masked = next((word for word in masked_text(delivery).text.split() if MASK in word), None)
    if masked is None or not delivery.secrets:
        raise Http404
    return redirect(urlsplit(masked).path.replace(MASK, delivery.secrets[0]))
