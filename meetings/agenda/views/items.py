"""Items by hand: added, changed, taken off."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.values import DomainError
from foundation.web import clock
from governance.rights.request import ReadingRequest
from meetings.agenda import editing
from meetings.agenda.forms import ItemForm
from meetings.agenda.models import Agenda, AgendaItem
from meetings.agenda.views.shared import agenda_of, back_to, crumbs, meeting_for
from meetings.meeting.models import Meeting


@login_required
def item_add(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """An item by hand; it goes behind the last topic."""
    meeting = meeting_for(request, pk)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        item = editing.add_item(meeting, **form.fields_of_item, by=request.reader.actor, now=clock.now())
        return back_to(meeting, f"top-{item.pk}")
    return _item_page(request, meeting, form, _("Add an item"), form.status)


@login_required
def item_edit(request: ReadingRequest, pk: UUID, item_pk: int) -> HttpResponse:
    """Change an item. Where somebody else was faster, both texts are shown and nothing is lost."""
    meeting = meeting_for(request, pk)
    item = _open_item(request, meeting, item_pk)
    agenda = agenda_of(meeting)
    title = _("Edit item %(number)s") % {"number": item.position}
    if request.method != "POST":
        return _item_page(
            request, meeting, ItemForm(initial=ItemForm.values_of(item, agenda.revision)), title, item=item
        )
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _item_page(request, meeting, form, title, 400, item=item)
    try:
        seen = form.cleaned_data["revision"]
        editing.edit_item(item, revision=seen, by=request.reader.actor, now=clock.now(), **form.fields_of_item)
    except DomainError as error:
        if error.code != "outdated":
            return _item_page(request, meeting, form, title, form.refuse(error), item=item)
        return _item_page(
            request, meeting, _again(request, agenda, error), title, error.status, item=item, outdated=True
        )
    return back_to(meeting, f"top-{item.pk}")


def _again(request: ReadingRequest, agenda: Agenda, error: DomainError) -> ItemForm:
    """What was typed, on the revision shown beside it now: saving once more is a decision."""
    data = request.POST.copy()
    data["revision"] = str(agenda.revision)
    form = ItemForm(data)
    form.add_error(None, error.message)
    return form


def _open_item(request: ReadingRequest, meeting: Meeting, item_pk: int) -> AgendaItem:
    """An item whose text this reader may see: nobody edits what they are recused from."""
    rows = AgendaItem.objects.prefetch_related("recusals")
    item = get_object_or_404(rows, meeting=meeting, pk=item_pk)
    item.meeting = meeting
    if not item.open_to(request.reader):
        raise Http404
    return item


def _item_page(
    request: ReadingRequest,
    meeting: Meeting,
    form: ItemForm,
    title: str,
    status: int = 200,
    item: AgendaItem | None = None,
    outdated: bool = False,
) -> HttpResponse:
    above = (_("Proposal for the agenda"), reverse("agenda_edit", args=[meeting.pk]))
    context = {
        "meeting": meeting,
        "form": form,
        "title": title,
        "item": item,
        "stored": item if outdated else None,
        "crumbs": crumbs(meeting, above, (title, "")),
    }
    return render(request, "meetings/agenda/item.html", context, status=status)


@login_required
def item_remove(request: ReadingRequest, pk: UUID, item_pk: int) -> HttpResponse:
    """Ask once, then take the item off."""
    meeting = meeting_for(request, pk)
    item = AgendaItem.objects.filter(meeting=meeting, pk=item_pk).first()
    if item is not None:
        item = _open_item(request, meeting, item_pk)
    if request.method == "POST":
        if item:
            editing.remove_item(item, by=request.reader.actor, now=clock.now())
            messages.success(request, _("The item is off the agenda: %(title)s.") % {"title": item.title})
        return back_to(meeting, "punkte")
    if item is None:
        raise Http404
    above = (_("Proposal for the agenda"), reverse("agenda_edit", args=[meeting.pk]))
    context = {"meeting": meeting, "item": item, "crumbs": crumbs(meeting, above, (_("Remove an item"), ""))}
    return render(request, "meetings/agenda/item_remove.html", context)
