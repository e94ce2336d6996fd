"""The first screen of each role: what do I have to do, by when?"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from desk.home import member, office, public, staff
from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.invitations import choices


def home(request: ReadingRequest) -> HttpResponse:
    """One address, one question; the answer follows from who reads."""
    request.section = "home"
    reader, now = request.reader, clock.now()
    if not reader.is_known:
        return render(request, "desk/home/public.html", {"front": public.front(reader, clock.today())})
    if reader.is_secretariat:
        return render(request, "desk/home/office.html", {"view": office.today_of(now)})
    if reader.is_mayors_office and not reader.is_member:
        context = {"desk": staff.mayors_office(reader, now), "lead": _("Reports waiting for your review")}
        return render(request, "desk/home/staff.html", context)
    if reader.is_management:
        context = {"desk": staff.management(reader, now), "lead": _("To be answered and written")}
        return render(request, "desk/home/staff.html", context)
    if reader.is_member or reader.chairs:
        view = member.overview(reader, now)
        context = {"view": view, "choices": choices.offered(view.next.meeting) if view.next else []}
        return render(request, "desk/home/member.html", context)
    return render(request, "desk/home/nobody.html")


@login_required
def more(request: ReadingRequest) -> HttpResponse:
    """What the board office needs less often."""
    if not request.reader.is_secretariat:
        raise Http404
    request.section = "more"
    return render(request, "desk/home/more.html", {"year": clock.today().year})
