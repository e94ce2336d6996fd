"""The limit: a bare Django page with the content of the meeting page. No layout, no login, no middleware."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from meetings.meeting.models import Meeting

PAGE = Engine().from_string(
    "<!doctype html><title>{{ meeting.board.name }}</title><h1>{{ meeting.board.name }}</h1>"
    "<p>{{ meeting.starts_at }} {{ meeting.place }}</p><ol>{% for item in items %}<li><h3>{{ item.title }}</h3>"
    "<p>{{ item.get_kind_display }} {{ item.reason }}</p>{{ item.minutes }}</li>{% endfor %}</ol>"
    "<ul>{% for one in invitations %}<li>{{ one.person }} {{ one.get_answer_display }}</li>{% endfor %}</ul>"
)


def meeting(request: HttpRequest, pk: str) -> HttpResponse:
    found = Meeting.objects.select_related("board").get(pk=pk)
    context = {
        "meeting": found,
        "items": list(found.items.order_by("position")),
        "invitations": list(found.invitations.select_related("person")),
    }
    return HttpResponse(PAGE.render(Context(context)))


urlpatterns = [path("sitzungen/<uuid:pk>/", meeting)]
