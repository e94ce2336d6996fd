"""The limit: a bare Django page with the content of the meeting page. No layout, no login, no rights, no middleware.

It shows of a meeting that is over what our page shows of it, read in the plainest way: head, chair, the reader's
invitation, the items with text, motion and outcome, and the links of the items.
"""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from governance.mandates.models import Office
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from opinions.outcomes.models import ConsolidatedOpinion
from reports.editions.models import ManagementReport

PAGE = Engine().from_string(
    "<!doctype html><title>{{ meeting.board.name }}</title><h1>{{ meeting.board.name }}</h1>"
    "<p>{{ meeting.starts_at }} {{ meeting.place }} {{ meeting.get_status_display }}</p>"
    "<p>{{ chair.person }} {{ own.answer }}</p><ol>{% for item, link in items %}"
    "<li><h3>{{ item.title }}</h3><p>{{ item.get_kind_display }} {{ item.reason }}</p>{{ item.text|linebreaks }}"
    "<p>{{ item.motion_text }}</p>{% if link %}<a href='/{{ link }}/'>{{ link }}</a>{% endif %}"
    "{{ item.get_outcome_display }} {{ item.minutes }}</li>{% endfor %}</ol>"
)
ABOUT = {"minutes": Minutes, "answers": ConsolidatedOpinion, "report": ManagementReport}


def _links(items: list[AgendaItem]) -> list[tuple[AgendaItem, object]]:
    found = {}
    for word, model in ABOUT.items():
        keys = [one.source.partition(":")[2] for one in items if one.source.startswith(f"{word}:")]
        found.update({f"{word}:{row.pk}": row for row in model.objects.filter(pk__in=keys)} if keys else {})
    return [(item, found.get(item.source, "")) for item in items]


def meeting(request: HttpRequest, pk: str) -> HttpResponse:
    found = Meeting.objects.select_related("board").get(pk=pk)
    chairs = Office.objects.filter(board=found.board, role=Office.Role.CHAIR, start__lte=found.starts_at)
    context = {
        "meeting": found,
        "chair": chairs.select_related("person").last(),
        "own": found.invitations.last(),
        "items": _links(list(found.items.order_by("position"))),
    }
    return HttpResponse(PAGE.render(Context(context)))


urlpatterns = [path("sitzungen/<uuid:pk>/", meeting)]
