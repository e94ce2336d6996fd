"""The draft of an agenda as its page shows it: what stands there, what its sources want, and the time it takes."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.values import BERLIN
from governance.confidentiality import LEVELS, Level, Reader
from meetings.agenda import subjects
from meetings.agenda.editing import proposals
from meetings.agenda.generator import Diff, Line, Part, Proposal, diff, displaced, ordered, part_of, place
from meetings.agenda.models import Agenda, AgendaItem, ItemKind, Recusal
from meetings.agenda.subjects import Subject
from meetings.agenda.wording import spoken
from meetings.meeting.models import Meeting


@dataclass(frozen=True)
class Row:
    """One line. `mark`: "new", "kept", "gone", or "" once the agenda is released; gone rows have no number."""

    mark: str
    title: str
    minutes: int
    reason: str
    source: str
    level_word: str
    item: AgendaItem | None = None
    number: int | None = None
    first: bool = False
    last: bool = False
    hint: str = ""

    @property
    def may_edit(self) -> bool:
        """Not what drops out, and not what the reader is recused from."""
        return self.item is not None and self.mark != "gone" and not getattr(self.item, "barred", False)

    @property
    def anchor(self) -> str:
        """Where the page jumps to after a change of this row."""
        return f"top-{self.item.pk}" if self.item else ""


@dataclass(frozen=True)
class Draft:
    """`planned` minutes after taking everything over, `before` minutes that stand there now, `length` available."""

    rows: list[Row]
    diff: Diff
    planned: int
    before: int
    length: int

    @property
    def changes(self) -> int:
        return len(self.diff.new) + len(self.diff.gone)

    @property
    def summary(self) -> str:
        """ "5 neu, 1 entfällt"; what there is none of is left out."""
        new, kept, gone = len(self.diff.new), len(self.diff.kept), len(self.diff.gone)
        parts = (
            (new, _("%(count)s new")),
            (kept, ngettext("%(count)s stays", "%(count)s stay", kept)),
            (gone, ngettext("%(count)s drops out", "%(count)s drop out", gone)),
        )
        return ", ".join(words % {"count": count} for count, words in parts if count)

    @property
    def sources(self) -> list[str]:
        """What "take all over" means on this very page."""
        return [one.source for one in self.diff.new] + [line.source for line in self.diff.gone]

    @property
    def lacking(self) -> str:
        """Numbers of the items for decision on the draft that have no motion yet, as "2, 6"."""
        items = [row.item for row in self.rows if row.item and row.mark != "gone"]
        lack = [one.position for one in items if one.kind == ItemKind.DECISION and not one.motion_text]
        return ", ".join(map(str, lack))

    @property
    def spare(self) -> int:
        """Minutes left; negative when too much is planned."""
        return self.length - self.planned

    @property
    def over(self) -> int:
        return max(0, -self.spare)

    @property
    def bar(self) -> int:
        return min(self.planned, self.length)


def draft(meeting: Meeting, agenda: Agenda, reader: Reader, *, now: datetime) -> Draft:
    """What the page shows. A released agenda is no longer compared with its sources."""
    mine = Exists(Recusal.objects.filter(item=OuterRef("pk"), person=reader.person_id))
    prefetch_related_objects([meeting], Prefetch("items", AgendaItem.objects.annotate(barred=mine)))
    items = sorted(meeting.items.all(), key=lambda item: item.position)
    open_ = agenda.status == Agenda.Status.DRAFT
    lines = [Line(i.pk, i.position, i.source, i.title, i.minutes) for i in items]
    wanted = proposals(meeting, now.astimezone(BERLIN).date()) if open_ else []
    found = diff(lines, wanted) if open_ else Diff((), tuple(lines), ())
    wished = {one.source: one.reason for one in wanted}
    current = {} if open_ or meeting.status == Meeting.Status.HELD else subjects.today(items, reader)
    for item in items:
        item.reason = wished.get(item.source) or current.get(item.pk, Subject()).reason or item.reason
    before = sum(item.minutes for item in items)
    planned = before + sum(one.minutes for one in found.new) - sum(line.minutes for line in found.gone)
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    return Draft(_rows(items, found, open_), found, planned, before, length)


def _rows(items: list[AgendaItem], found: Diff, open_: bool) -> list[Row]:
    gone = {line.pk for line in found.gone}
    rows = [_kept(item, "gone" if item.pk in gone else "kept" if open_ else "") for item in items]
    if rows:
        rows[0] = replace(rows[0], first=True)
        rows[-1] = replace(rows[-1], last=True)
    parts = [part_of(row.source) for row in rows]
    for one in ordered(found.new):
        index = place(parts, part_of(one.source))
        rows.insert(index, _new(one))
        parts.insert(index, part_of(one.source))
    return _hinted(_numbered(rows)) if open_ else _numbered(rows)


def _hinted(rows: list[Row]) -> list[Row]:
    """A standing item that was moved says where it usually stands; the chair may want it so."""
    stay = [number for number, row in enumerate(rows) if row.mark != "gone"]
    moved = {stay[index]: part for index, part in displaced([rows[number].source for number in stay]).items()}
    return [replace(row, hint=_usual(moved[number])) if number in moved else row for number, row in enumerate(rows)]


def _usual(part: Part) -> str:
    return _("Usually stands at the beginning.") if part == Part.OPENING else _("Usually stands at the end.")


def _kept(item: AgendaItem, mark: str) -> Row:
    reason = item.reason or capfirst(item.get_kind_display())
    return Row(mark, spoken(item.title), item.minutes, spoken(reason), item.source, _level(item.level), item)


def _new(one: Proposal) -> Row:
    return Row("new", spoken(one.title), one.minutes, spoken(one.reason), one.source, _level(one.level))


def _level(level: int) -> str:
    """Only what differs from the rule: for the board."""
    return "" if level == Level.BOARD else str(dict(LEVELS)[level])


def _numbered(rows: list[Row]) -> list[Row]:
    """Numbers run on as they will when everything is taken over."""
    number, numbered = 0, []
    for row in rows:
        if row.mark != "gone":
            number += 1
            row = replace(row, number=number)
        numbered.append(row)
    return numbered
