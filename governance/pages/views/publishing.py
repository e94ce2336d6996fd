"""Whether everybody may know when and where a board meets: one question, one button."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.web import clock
from governance.boards.models import Board
from governance.boards.publishing import publish_dates
from governance.pages.views.shared import board_for, page
from governance.rights.request import ReadingRequest

WAYS = {"yes": True, "no": False}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: ReadingRequest, slug: str) -> HttpResponse:
    """Ask, and do what the button said: pressed twice or from an old page, the dates do not turn back."""
    shown = board_for(request, slug, manage=True)
    if request.method != "POST":
        return _question(request, shown)
    publish = WAYS.get(request.POST.get("publish", ""))
    if publish is None:
        return _question(request, shown, status=400)
    publish_dates(shown, publish=publish, by=request.reader.actor, now=clock.now())
    words = _("The dates are public now.") if publish else _("The dates are no longer public.")
    messages.success(request, words)
    return redirect(shown)


def _question(request: ReadingRequest, shown: Board, status: int = 200) -> HttpResponse:
    if shown.publishes_dates:
        title = _("Take the dates back from the public")
        text = _("They leave the public page. Calendars that subscribed to them lose them with their next look.")
    else:
        title = _("Make the dates public")
        text = _("Everybody sees day, time and place of meetings that are set. Items and papers stay as they are.")
    back, value = shown.get_absolute_url(), "no" if shown.publishes_dates else "yes"
    words = {"title": title, "lead": shown.name, "text": text, "back": back, "name": "publish", "value": value}
    return page(request, "confirm", [(shown.name, back), (title, "")], status=status, **words)
