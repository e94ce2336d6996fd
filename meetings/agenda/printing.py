"""The agenda as data for templates/print/agenda.typ; German, because the invitation is."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from foundation.values import BERLIN
from foundation.web.wording import moment_in_words, span_in_words
from governance.boards.models import Company
from governance.confidentiality import Level
from governance.mandates.models import Office
from meetings.agenda import second_calls
from meetings.agenda.models import AgendaItem
from meetings.meeting import standing
from meetings.meeting.models import Meeting


def title(meeting: Meeting) -> str:
    with translation.override("de"):
        words = {"number": meeting.number, "year": meeting.year, "board": meeting.board.name}
        return _("Agenda of meeting %(number)s/%(year)s: %(board)s") % words


def content(meeting: Meeting, *, now: datetime) -> dict[str, Any]:
    """What stands on the printed agenda; confidential titles are shown neutrally, the paper may lie about."""
    with translation.override("de"):
        company = Company.objects.first()
        items = list(meeting.items.order_by("position"))
        again = second_calls.notices(meeting, items)
        return {
            "organisation": company.name if company else "",
            "stand": _("As of %(moment)s") % {"moment": moment_in_words(now)},
            "confidentiality": _("Not public"),
            "board": meeting.board.name,
            "facts": _facts(meeting),
            "items": [_item(item, again.get(item.pk, "")) for item in items],
            "total": _("%(used)s of %(all)s minutes are planned.")
            % {
                "used": sum(item.minutes for item in items),
                "all": int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
            },
            "notice": _notice(meeting, now),
            "contact": _contact(company),
            "labels": {
                "page": _("Page {page} of {pages}"),
                "number": _("No."),
                "item": _("Item"),
                "kind": _("Kind"),
                "minutes": _("Time"),
                "papers": _("Paper:"),
                "motion": _("Motion"),
                "no_items": _("There are no items yet."),
            },
        }


def _notice(meeting: Meeting, now: datetime) -> str:
    """That the period is kept, or why not: the paper goes to people who cannot change it any more."""
    if meeting.shortened:
        return _("The notice period is shortened: %(reason)s") % {"reason": meeting.shortened_reason}
    return standing.notice(meeting, now.astimezone(BERLIN).date()).sentence


def _facts(meeting: Meeting) -> list[dict[str, Any]]:
    chair = Office.objects.at_meeting(meeting.day).filter(board=meeting.board_id).select_related("person").first()
    extra = meeting.kind == Meeting.Kind.EXTRAORDINARY
    facts = [{"label": _("Kind"), "value": _capital(meeting.get_kind_display())}] if extra else []
    facts += [
        {"label": _("Date"), "value": span_in_words(meeting.starts_at, meeting.ends_at)},
        {"label": _("Place"), "value": meeting.place},
    ]
    if chair:
        facts.append({"label": _("Chair"), "value": str(chair.person)})
    return facts


def _item(item: AgendaItem, second_call: str) -> dict[str, Any]:
    secret = item.level >= Level.CONFIDENTIAL
    return {
        "key": item.pk,
        "second_call": second_call,
        "number": number(item.position),
        "title": _("Confidential agenda item") if secret else item.title,
        "kind": _capital(item.get_kind_display()),
        "minutes": _("%(count)s min") % {"count": item.minutes},
        "reason": "" if secret else item.reason,
        "text": [] if secret else [line for line in item.text.splitlines() if line.strip()],
        "motion": "" if secret else item.motion_text,
        "level": _capital(item.get_level_display()) if secret else "",
        "papers": [],
    }


def number(position: int) -> str:
    """ "TOP 5"."""
    return _("Item %(number)s") % {"number": position}


def _contact(company: Company | None) -> str:
    if company is None:
        return ""
    words = {"phone": company.office_phone, "hours": company.office_hours}
    return _("The board office answers questions: %(phone)s, %(hours)s.") % words


def _capital(text: object) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]
