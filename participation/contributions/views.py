"""What the public wrote about the strategy."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.rights.request import ReadingRequest
from participation.contributions.models import Contribution, PrintedChapter
from participation.contributions.texts import linked


@require_safe
def contributions(request: ReadingRequest) -> HttpResponse:
    """All threads by chapter, with the honest count of what the source prints."""
    request.section = "contributions"
    threads: dict[str, list[Contribution]] = {}
    rows = Contribution.objects.visible_to(request.reader).with_replies(request.reader)
    for one in rows.select_related("phase"):
        for text in (one, *one.replies.all()):
            text.html = linked(text.text)  # type: ignore[attr-defined]
        threads.setdefault(one.chapter, []).append(one)
    printed = {chapter.title: chapter for chapter in PrintedChapter.objects.all()}
    chapters = [(title, printed.get(title), group) for title, group in threads.items()]
    context = {"chapters": chapters, "crumbs": [(_("Participation"), "")]}
    return render(request, "participation/contributions/contributions.html", context)
