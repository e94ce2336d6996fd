"""What a member owes and gave: assessments, and drafts of opinions to read while dissents are open."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.web import clock
from governance.rights.request import ReadingRequest
from opinions.outcomes.reading import circulated_opinions
from opinions.outcomes.rules import can_dissent
from opinions.rounds.models import Opinion, OpinionRound


@login_required
@require_safe
def opinions(request: ReadingRequest) -> HttpResponse:
    """What I owe, and what I gave."""
    request.section = "opinions"
    reader, now = request.reader, clock.now()
    if not reader.is_member:
        raise Http404
    mine = Opinion.objects.of(reader.person_id).exclude(round__status=OpinionRound.Status.DRAFT)
    found = list(mine.select_related("round__board").order_by("round__deadline"))
    owed = [one for one in found if one.status in Opinion.WAITING and one.round.is_open and now <= one.round.deadline]
    drafts = circulated_opinions(reader)
    context = {
        "owed": owed,
        "drafts": [one for one in drafts if can_dissent(reader, one, clock.today())],
        "past": [one for one in reversed(found) if one not in owed],
        "crumbs": [(_("Assessments"), "")],
    }
    return render(request, "opinions/outcomes/opinions.html", context)
