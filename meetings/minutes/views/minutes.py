"""The page of the minutes and its file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from foundation.documents.files import pdf_response
from governance.rights.levels import file_level
from governance.rights.request import ReadingRequest
from meetings.minutes import assemble
from meetings.minutes.models import MinutesVersion
from meetings.minutes.views.acts import ACTS, _begin
from meetings.minutes.views.showing import load, show


@login_required
def minutes(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Reading for everybody who may; the buttons follow the role and the state."""
    meeting, found = load(request, pk)
    if request.method == "POST":
        if request.POST.get("act") == "begin":
            return _begin(request, meeting)
        act = ACTS.get(request.POST.get("act", ""))
        if act is None or found is None:
            raise Http404
        return act(request, meeting, found)
    return show(request, meeting, found)


@login_required
@require_safe
def pdf(request: ReadingRequest, pk: UUID) -> FileResponse:
    """The last version as PDF, for those who may read every item of it."""
    meeting, found = load(request, pk)
    version = MinutesVersion.objects.filter(minutes=found, rendering__isnull=False).select_related("rendering").last()
    if found is None or version is None or version.rendering is None:
        raise Http404
    if not assemble.is_whole(version.content, file_level(request.reader, meeting.board_id, meeting.day)):
        raise Http404
    return pdf_response(version.rendering)
