"""The page of the minutes: what this reader reads, and the forms of role and state."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from foundation.web.wording import plain_day
from governance.confidentiality import Level, Reader
from governance.mandates.delegating import leaders
from governance.mandates.models import Delegation
from governance.rights.levels import file_level, level_q, max_level
from governance.rights.request import ReadingRequest
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.minutes import assemble, rules, versions, writing
from meetings.minutes.forms import ObjectionForm, ReadForm, ReturnForm, SignOffForm, TakeBackForm, TextsForm
from meetings.minutes.models import Minutes
from meetings.sittings.wording import meeting_name

SECTION = "meetings"
TAKEN_BACK_FROM = (Minutes.Status.CHAIR_REVIEW, Minutes.Status.SIGNED_OFF, Minutes.Status.CIRCULATED)


def load(request: ReadingRequest, pk: UUID) -> tuple[Meeting, Minutes | None]:
    rows = Meeting.objects.visible_to(request.reader).select_related("board", "rules", "minute_taker")
    meeting = get_object_or_404(rows, pk=pk)
    minutes = Minutes.objects.visible_to(request.reader).filter(meeting=meeting).first()
    if minutes:
        minutes.meeting = meeting
    request.section = SECTION
    return meeting, minutes


def show(request: ReadingRequest, meeting: Meeting, found: Minutes | None, status: int = 200, **forms: Any):
    context = {
        "meeting": meeting,
        "minutes": found,
        "name": meeting_name(meeting.number, meeting.year, meeting.board.name),
        "tab": "meeting_minutes",
        "may_begin": rules.can_write(request.reader) and meeting.status == Meeting.Status.HELD,
        "crumbs": [
            (_("Meetings"), reverse("meetings")),
            (f"{meeting.board.name}, {plain_day(meeting.starts_at)}", meeting.get_absolute_url()),
            (_("Minutes"), ""),
        ],
    }
    if found:
        context |= _reading(request, found) | _forms(request, found, forms)
    return render(request, "meetings/minutes/minutes.html", context, status=status)


def _reading(request: ReadingRequest, found: Minutes) -> dict[str, Any]:
    """The text to read: the present state for those who see drafts, otherwise the last version sent."""
    level = max_level(request.reader, found.meeting.board_id, found.meeting.day)
    version = found.versions.select_related("rendering").last()
    if rules.sees_draft(request.reader, found) and found.is_draft:
        content: dict[str, Any] | None = versions.current(found, now=clock.now())
    else:
        content = version.content if version else None
    whole = version is not None and assemble.is_whole(
        version.content, file_level(request.reader, found.meeting.board_id, found.meeting.day)
    )
    return {
        "content": _with_fields(assemble.shown(content, level, _barred(request, found, level))) if content else None,
        "version": version if whole else None,
        "signed": writing.sign_off_words(found) if rules.sees_draft(request.reader, found) else "",
        "objections": found.objections.select_related("item", "person").filter(_own_or_all(request, found)),
    }


def _barred(request: ReadingRequest, found: Minutes, level: Level) -> set[int]:
    """Confidential items a member is recused from; who reads up to another level is asked nothing."""
    if level != Level.CONFIDENTIAL:
        return set()
    items = AgendaItem.objects.filter(meeting=found.meeting, level__gt=Level.BOARD)
    return set(items.filter(recusals__person=request.reader.person_id).values_list("pk", flat=True))


def _with_fields(content: dict[str, Any]) -> dict[str, Any]:
    """Each item knows the field of its free text."""
    return {**content, "items": [{**item, "field": f"text_{item['key']}"} for item in content["items"]]}


def _own_or_all(request: ReadingRequest, found: Minutes):
    if rules.sees_draft(request.reader, found):
        return level_q(request.reader, "item__meeting__board", "item__level", "item__meeting__starts_at")
    return Q(person_id=request.reader.person_id)


def _forms(request: ReadingRequest, found: Minutes, forms: dict[str, Any]) -> dict[str, Any]:
    reader, offered = request.reader, {}
    if rules.can_write(reader) and found.status == Minutes.Status.DRAFTING:
        offered["texts"] = forms.get("texts") or texts_form(found)
        offered["returned"] = found.returned_at
    if rules.can_return(reader, found):
        offered["return_form"] = forms.get("return_form") or ReturnForm()
    if _signable(reader, found):
        offered["is_chair"] = found.meeting.board_id in reader.chairs
        offered["delegation"] = delegation(reader, found.meeting)
        offered["sign_off"] = forms.get("sign_off") or _sign_off_form(found, offered)
    if rules.can_object(reader, found) and found.objections_until and clock.today() <= found.objections_until:
        offered["objection"] = forms.get("objection") or objection_form(request, found)
    offered["may_send"] = rules.can_write(reader) and found.status == Minutes.Status.SIGNED_OFF
    if rules.can_write(reader) and found.status in TAKEN_BACK_FROM:
        offered["take_back"] = forms.get("take_back") or TakeBackForm()
    return offered


def _sign_off_form(found: Minutes, offered: dict[str, Any]) -> ReadForm:
    """Who signs presses a button; who records the chair's word says when and how it came."""
    initial = {"revision": found.revision}
    if offered["is_chair"] or offered["delegation"]:
        return ReadForm(initial=initial)
    return SignOffForm(today=clock.today(), initial=initial)


def _signable(reader: Reader, found: Minutes) -> bool:
    """The chair signs what was handed over; the office may record the chair's word before that, too."""
    if found.meeting.board_id in reader.chairs:
        return found.status == Minutes.Status.CHAIR_REVIEW
    return found.status in writing.UNSIGNED and rules.can_sign_off(reader, found.meeting)


def delegation(reader: Reader, meeting: Meeting) -> Delegation | None:
    """What lets this reader sign off for the chair without a note."""
    if meeting.board_id in reader.chairs:
        return None
    return leaders(meeting.board_id, Delegation.Act.SIGN_OFF, clock.today())


def texts_form(found: Minutes, data: Any = None) -> TextsForm:
    entries = found.entries.select_related("item").order_by("item__position")
    return TextsForm(data, entries=entries, initial={"revision": found.revision})


def objection_form(request: ReadingRequest, found: Minutes, data: Any = None) -> ObjectionForm:
    seen = level_q(request.reader, "meeting__board", "level", "meeting__starts_at")
    return ObjectionForm(data, items=AgendaItem.objects.filter(seen, meeting=found.meeting).order_by("position"))
