"""What entries are about: kinds of subjects, their titles and links for a reader, and the subjects of a board.

A new kind of subject is one line in `KINDS`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.almanac.models import CalendarPeriod
from foundation.documents.models import Rendering
from foundation.outbox.models import Delivery, IncomingMail
from foundation.web.wording import day_digits
from governance.boards.models import Board, Company, ElectoralTerm, Seat
from governance.confidentiality import Reader
from governance.mandates.models import Mandate, Office
from governance.people.models import Organisation, Person
from governance.procedure.models import RulesOfProcedure
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaProposal
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from meetings.planning.models import YearPlan
from meetings.polls.models import DatePoll
from meetings.rooms.models import Room
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.models import OpinionRound
from portfolio.projects.models import Project
from reports.editions.models import ManagementReport


@dataclass(frozen=True)
class Subject:
    """What an entry is about; `title` and `url` are empty where the reader may not see more than the kind."""

    kind: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """A word, the rows behind it with what their title needs, and the way from such a row to its board."""

    word: str | Promise
    model: type[models.Model] | None = None
    board: str = ""
    related: tuple[str, ...] = ()
    title: Callable[[Any], str] = str
    url: Callable[[Any], str] = lambda row: row.get_absolute_url()

    def rows(self, reader: Reader) -> models.QuerySet[Any] | None:
        """Rows whose titles the reader may see. Without a `visible_to` of their own they are the board office's, and
        the chair's where they belong to a board."""
        if self.model is None:
            return None
        rows = self.model._default_manager.all()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(reader)
        elif not reader.is_secretariat:
            if not (self.board and reader.chairs):
                return None
            rows = rows.filter(**{f"{self.board}__in": reader.chairs})
        return rows.select_related(*self.related) if self.related else rows


def _nowhere(_row: object) -> str:
    return ""


def _date(meeting: Meeting) -> str:
    return f"{meeting.board.short_name}, {day_digits(meeting.starts_at)}"


def _seat(mandate: Mandate) -> str:
    return f"{mandate.called}, {mandate.seat}"


def _office(office: Office) -> str:
    return f"{office.person}, {office.board.short_name}"


KINDS = {
    "meeting": Kind(_("Meeting"), Meeting, "board", ("board",), _date),
    "date-poll": Kind(_("Date poll"), DatePoll, "board"),
    "minutes": Kind(
        _("Minutes"),
        Minutes,
        "meeting__board",
        ("meeting__board",),
        lambda row: _date(row.meeting),
        lambda row: reverse("meeting_minutes", args=[row.meeting_id]),
    ),
    "action": Kind(_("Action item"), ActionItem, "item__meeting__board"),
    "topic": Kind(
        _("Topic"), AgendaProposal, "board", title=lambda row: row.title, url=lambda _row: reverse("proposals")
    ),
    "seat": Kind(
        _("Seat"),
        Seat,
        "board",
        ("board",),
        lambda seat: f"{seat.board.short_name}, {seat}",
        lambda seat: reverse("seat", args=[seat.board.slug, seat.number]),
    ),
    "electoral_term": Kind(_("Electoral term"), ElectoralTerm, url=lambda _row: reverse("terms")),
    "document": Kind(_("Document"), Rendering, url=_nowhere),
    "plan": Kind(_("Year plan"), YearPlan, "board", ("board",)),
    "period": Kind(_("Holidays and closed days"), CalendarPeriod, url=lambda _row: reverse("periods")),
    "room": Kind(_("Room"), Room),
    "opinion-round": Kind(_("Round of opinions"), OpinionRound, "board"),
    "board-opinion": Kind(_("Board's opinion"), ConsolidatedOpinion, "board"),
    "report": Kind(_("Report"), ManagementReport, "board", ("board",)),
    "board": Kind(_("Board"), Board, "pk"),
    "mandate": Kind(
        _("Mandate"),
        Mandate,
        "seat__board",
        ("person", "seat__board"),
        _seat,
        lambda row: reverse("seat", args=[row.seat.board.slug, row.seat.number]),
    ),
    "office": Kind(
        _("Office"), Office, "board", ("person", "board"), _office, lambda row: row.board.get_absolute_url()
    ),
    "rules": Kind(
        _("Rules"),
        RulesOfProcedure,
        "board",
        ("board",),
        lambda row: row.board.name,
        lambda row: row.board.get_absolute_url(),
    ),
    "person": Kind(_("Person"), Person, url=_nowhere),
    "company": Kind(_("Company"), Company, title=lambda row: row.name, url=lambda _row: reverse("setup")),
    "organisation": Kind(_("Organisation"), Organisation, url=_nowhere),
    "project": Kind(_("Project"), Project),
    "delivery": Kind(
        _("E-mail"),
        Delivery,
        title=lambda row: row.recipient_name,
        url=lambda row: reverse("dispatch_detail", args=[row.pk]),
    ),
    "message": Kind(
        _("Message"),
        IncomingMail,
        title=lambda row: row.sender_name or row.sender,
        url=lambda row: reverse("message", args=[row.pk]),
    ),
    "user": Kind(_("Account")),
    "strategy": Kind(_("Strategy")),
    "guidelines": Kind(_("Ethical guidelines")),
    "contributions": Kind(_("Participation")),
    "checkpoint": Kind(_("Journal")),
    "retention": Kind(_("Retention")),
    "day": Kind(_("Day")),
}


def resolve(keys: Iterable[str], reader: Reader) -> dict[str, Subject]:
    """The subject of each key ("meeting:<uuid>"), one query for each kind that occurs."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        prefix, _colon, pk = key.partition(":")
        wanted[prefix].add(pk)
    found = {}
    for prefix, pks in wanted.items():
        kind = KINDS.get(prefix, Kind(prefix))
        rows = kind.rows(reader)
        titles = dict(_titled(kind, rows, pks)) if rows is not None else {}
        for pk in pks:
            found[f"{prefix}:{pk}" if pk else prefix] = titles.get(pk, Subject(str(kind.word)))
    return found


def _titled(kind: Kind, rows: models.QuerySet[Any], pks: set[str]) -> Iterator[tuple[str, Subject]]:
    field = rows.model._meta.pk
    for row in rows.filter(pk__in=filter(None, (_valid(field, pk) for pk in pks))):
        yield str(row.pk), Subject(str(kind.word), kind.title(row), kind.url(row))


def _valid(field: "models.Field[Any, Any]", pk: str) -> Any:
    try:
        return field.to_python(pk)
    except ValidationError:
        return None


def keys_of(board: Board) -> list[str]:
    """The keys of everything that belongs to a board, one query for each kind."""
    return [
        f"{prefix}:{pk}"
        for prefix, kind in KINDS.items()
        if kind.board and kind.model
        for pk in kind.model._default_manager.filter(**{kind.board: board.pk}).values_list("pk", flat=True)
    ]


def led_keys(reader: Reader) -> list[str]:
    """The keys of what belongs to the boards this reader leads and may be seen, one query for each kind."""
    return [
        f"{prefix}:{pk}"
        for prefix, kind in KINDS.items()
        if kind.board and (rows := kind.rows(reader)) is not None
        for pk in rows.filter(**{f"{kind.board}__in": reader.chairs}).values_list("pk", flat=True)
    ]
