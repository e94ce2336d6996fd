"""The draft of an agenda: generated from its sources, edited by hand, released by the chair, frozen at dispatch."""

import hashlib
import json
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from foundation.documents.rendering import request
from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from foundation.web.wording import day_digits, local_day
from governance.boards.mailing import reachable, reads_mail
from governance.mandates.delegating import leader, on_whose_word, word_of_chair
from governance.mandates.models import Delegation
from governance.rights import asking
from meetings.agenda import copies, printing, recusals
from meetings.agenda.generator import Diff, Line, Part, Proposal, diff, ordered, part_of, place
from meetings.agenda.models import Agenda, AgendaItem, AgendaProposal, AgendaVersion
from meetings.agenda.rules import can_take_back
from meetings.meeting import standing
from meetings.meeting.models import Meeting

_ASIDE = 1000  # positions are unique; a renumbering passes through numbers nobody uses


def proposals(meeting: Meeting, today: date) -> list[Proposal]:
    """What all sources want on the agenda of this meeting, with reasons (German: it is the record's language)."""
    with translation.override("de"):
        return [one for path in settings.AGENDA_SOURCES for one in import_string(path)(meeting, today)]


def lines(meeting: Meeting) -> list[Line]:
    return [Line(i.pk, i.position, i.source, i.title, i.minutes) for i in meeting.items.order_by("position")]


def generate(meeting: Meeting, *, now: datetime) -> Diff:
    """The difference between the draft and what its sources want now. Changes nothing; twice gives the same."""
    return diff(lines(meeting), proposals(meeting, now.astimezone(BERLIN).date()))


@transaction.atomic
def accept(meeting: Meeting, sources: Collection[str] | None = None, *, by: Actor, now: datetime) -> Diff:
    """Take the named differences (None: all) over into the draft; those already there stay as they are.

    Raises DomainError (409) once the agenda is released.
    """
    agenda = _draft(meeting, by=by, now=now)
    wanted = proposals(meeting, now.astimezone(BERLIN).date())
    found = diff(lines(meeting), wanted)
    _follow_reasons(meeting, wanted)
    new = [one for one in found.new if sources is None or one.source in sources]
    gone = [line for line in found.gone if sources is None or line.source in sources]
    if not new and not gone:
        return Diff((), found.kept, ())
    recusals.leave_with([line.pk for line in gone], meeting, by=by, now=now)
    AgendaItem.objects.filter(pk__in=[line.pk for line in gone]).delete()
    _insert(meeting, new)
    placed = [int(one.source.partition(":")[2]) for one in new if one.source.startswith("proposal:")]
    AgendaProposal.objects.filter(pk__in=placed, status="accepted").update(status="placed")
    left = [int(line.source.partition(":")[2]) for line in gone if line.source.startswith("proposal:")]
    AgendaProposal.objects.filter(pk__in=left, status="placed").update(status="accepted")
    Agenda.objects.filter(pk=agenda.pk).update(revision=F("revision") + 1, generated_at=now)
    record("agenda.accepted", meeting.key, by=by, now=now, new=len(new), gone=len(gone))
    return Diff(tuple(new), found.kept, tuple(gone))


def _draft(meeting: Meeting, *, by: Actor, now: datetime) -> Agenda:
    """The agenda row, locked and still a draft; made at its first use."""
    agenda, made = Agenda.objects.select_for_update().get_or_create(meeting=meeting)
    if made:
        record("agenda.begun", meeting.key, by=by, now=now)
    _check_to_come(meeting)
    if agenda.status != Agenda.Status.DRAFT:
        raise DomainError(
            _("The agenda is released. Take the release back before you change it."), code="agenda_released"
        )
    return agenda


def _check_to_come(meeting: Meeting) -> None:
    if meeting.status in (Meeting.Status.HELD, Meeting.Status.CANCELLED, Meeting.Status.EARLIER):
        raise DomainError(_("This meeting is over. Its agenda can no longer be changed."), code="meeting_over")


def _follow_reasons(meeting: Meeting, wanted: Collection[Proposal]) -> None:
    """Nobody writes reasons by hand, so what stays says why it stands there today."""
    reasons = {one.source: one.reason[:300] for one in wanted}
    stale = [one for one in meeting.items.all() if reasons.get(one.source, one.reason) != one.reason]
    for item in stale:
        item.reason = reasons[item.source]
    AgendaItem.objects.bulk_update(stale, ["reason"])


def _gone() -> DomainError:
    return DomainError(_("This item is no longer on the agenda. Please load the page again."), code="item_gone")


def _insert(meeting: Meeting, new: Collection[Proposal]) -> None:
    items: list[AgendaItem] = list(meeting.items.order_by("position"))
    parts = [part_of(item.source) for item in items]
    for one in ordered(new):
        part = part_of(one.source)
        index = place(parts, part)
        items.insert(index, _item(meeting, one))
        parts.insert(index, part)
    _number(items)


def _item(meeting: Meeting, one: Proposal) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        position=0,
        title=one.title[:200],
        kind=one.kind,
        minutes=one.minutes,
        text=one.text,
        motion_text=one.motion_text,
        source=one.source,
        reason=one.reason[:300],
        proposer_id=one.proposer_id,
        level=one.level,
    )


def _number(items: list[AgendaItem]) -> None:
    """Number the items in this order, new ones included, without ever using a position twice."""
    stored = [item for item in items if item.pk]
    AgendaItem.objects.filter(pk__in=[item.pk for item in stored]).update(position=F("position") + _ASIDE)
    for position, item in enumerate(items, 1):
        item.position = position
    AgendaItem.objects.bulk_update(stored, ["position"])
    AgendaItem.objects.bulk_create([item for item in items if not item.pk])


def _expect(agenda: Agenda, revision: int | None) -> None:
    if revision is not None and agenda.revision != revision:
        raise DomainError(
            _("Somebody else has changed this agenda in the meantime. Please look at it again."), code="outdated"
        )


@transaction.atomic
def add_item(
    meeting: Meeting, *, title: str, kind: str, minutes: int, by: Actor, now: datetime, **fields: Any
) -> AgendaItem:
    """Add an item by hand, last among the topics. Fields: text, motion_text, level, proposer.

    The very same once more gives the item that stands there already.
    """
    _draft(meeting, by=by, now=now)
    items = list(meeting.items.order_by("position"))
    typed = {"source": "", "title": title, "kind": kind, "minutes": minutes, **fields}
    known = next((one for one in items if all(getattr(one, name) == typed[name] for name in typed)), None)
    if known:
        return known
    item = AgendaItem(meeting=meeting, position=0, title=title, kind=kind, minutes=minutes, **fields)
    items.insert(place([part_of(one.source) for one in items], Part.TOPICS), item)
    _number(items)
    _changed(meeting, "agenda.item_added", item, by, now)
    return item


@transaction.atomic
def edit_item(item: AgendaItem, *, revision: int | None = None, by: Actor, now: datetime, **fields: Any) -> None:
    """Change fields of an item on a draft.

    Raises DomainError (409) when the agenda moved on since `revision`, or without this item, and for other words of
    what an extraordinary meeting was called for.
    """
    _expect(_draft(item.meeting, by=by, now=now), revision)
    if fields.get("title", item.title) != item.title:
        _check_free(item, _("The meeting was called for this item in these words, so they stay."))
    if not AgendaItem.objects.filter(pk=item.pk).update(**fields):
        raise _gone()
    _changed(item.meeting, "agenda.item_changed", item, by, now, fields=sorted(fields))


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, seen_at: int | None = None, by: Actor, now: datetime) -> None:
    """Swap an item with its neighbour; at the end of the list nothing happens.

    `seen_at`: the position it was seen at; where it has moved since (a second tap), nothing happens either.
    """
    _draft(item.meeting, by=by, now=now)
    items = list(item.meeting.items.order_by("position"))
    index = next((number for number, one in enumerate(items) if one.pk == item.pk), None)
    if index is None:
        raise _gone()
    other = index + (-1 if up else 1)
    if seen_at is not None and items[index].position != seen_at:
        return
    if 0 <= other < len(items):
        items[index], items[other] = items[other], items[index]
        _number(items)
        _changed(item.meeting, "agenda.item_moved", item, by, now)


@transaction.atomic
def keep_item(item: AgendaItem, *, by: Actor, now: datetime) -> None:
    """An item whose source no longer wants it stays: from now on it counts as entered by hand.

    Raises DomainError (409) for what an extraordinary meeting was called for, which stays what it is.
    """
    _draft(item.meeting, by=by, now=now)
    _check_free(item)
    if AgendaItem.objects.filter(pk=item.pk).exclude(source="").update(source=""):
        _changed(item.meeting, "agenda.item_kept", item, by, now)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Actor, now: datetime) -> None:
    """Take an item off the draft; a topic of the pool waits there again. Removed twice is removed once.

    Raises DomainError (409) for what an extraordinary meeting was called for: nobody can refuse it (domain 3.3).
    """
    _draft(item.meeting, by=by, now=now)
    _check_free(item)
    meeting, pk = item.meeting, item.pk
    if item.source.startswith("proposal:"):
        AgendaProposal.objects.filter(pk=item.source.partition(":")[2], status="placed").update(status="accepted")
    recusals.leave_with([pk], meeting, by=by, now=now)
    if not AgendaItem.objects.filter(pk=pk).delete()[0]:
        return
    _number(list(meeting.items.order_by("position")))
    _changed(meeting, "agenda.item_removed", item, by, now)


@transaction.atomic
def leave_elsewhere(meeting: Meeting, *, by: Actor, now: datetime) -> int:
    """A cancelled meeting takes place after all: what was put on another agenda meanwhile stays there alone.

    Whatever the state of this agenda; who was sent it gets the next version (`fix_again`). Returns how many left.
    """
    sources = AgendaItem.objects.elsewhere(meeting).values("source")
    gone = list(meeting.items.filter(source__in=sources).order_by("position"))
    if gone:
        recusals.leave_with([one.pk for one in gone], meeting, by=by, now=now)
        AgendaItem.objects.filter(pk__in=[one.pk for one in gone]).delete()
        _number(list(meeting.items.order_by("position")))
    for one in gone:
        _changed(meeting, "agenda.item_removed", one, by, now)
    return len(gone)


def _check_free(item: AgendaItem, words: str = "") -> None:
    """Of what an extraordinary meeting was called for nobody decides any more; `words` say what stays of it."""
    if part_of(item.source) == Part.DEMAND:
        words = words or _("The meeting was called for this item, so it stays on the agenda.")
        raise DomainError(words, code="item_demanded", fields={"title": words})


def _changed(meeting: Meeting, action: str, item: AgendaItem, by: Actor, now: datetime, **facts: Any) -> None:
    Agenda.objects.filter(meeting=meeting).update(revision=F("revision") + 1)
    record(action, meeting.key, by=by, now=now, item=item.pk, **facts)


@transaction.atomic
def release(meeting: Meeting, *, by: Actor, now: datetime, note: str = "", revision: int | None = None) -> None:
    """The chair releases the agenda, or the office for the chair (`by.principal`): on a delegation, or with a `note`.

    Released twice is released once. Raises DomainError: 400 for a word without either, 409 for an empty agenda, one
    that changed since `revision`, and a meeting that is over.
    """
    word = word_of_chair(meeting.board_id, Delegation.Act.RELEASE, by=by, note=note, now=now)
    if not meeting.items.exists():
        raise _empty()
    draft = Agenda.objects.select_for_update().filter(meeting=meeting, status=Agenda.Status.DRAFT)
    for agenda in draft:
        _check_to_come(meeting)
        _expect(agenda, revision)
        _follow_reasons(meeting, proposals(meeting, now.astimezone(BERLIN).date()))
    changed = draft.update(
        status=Agenda.Status.RELEASED,
        released_at=now,
        released_by=by.key,
        released_for=by.principal,
        release_note=word.note,
        revision=F("revision") + 1,
    )
    if changed:
        record("agenda.released", meeting.key, by=by, now=now, **word.facts)


@transaction.atomic
def ask_release(meeting: Meeting, *, by: Actor, now: datetime) -> bool:
    """Mail who leads the board a personal link to release the draft; False where this revision was mailed before.

    Raises DomainError (409) for an empty agenda, one that is no draft, and where nobody leads who reads mail.
    """
    agenda = _draft(meeting, by=by, now=now)
    if not meeting.items.exists():
        raise _empty()
    person = leader(meeting.board_id, now.astimezone(BERLIN).date())
    if person is None or not (reads_mail(person) and reachable(person)):
        raise DomainError(_("The chair reads no mail. Please ask for the release by phone."), code="no_mail")
    asked = asking.ask(
        Delegation.Act.RELEASE,
        subject=meeting.key,
        revision=agenda.revision,
        board=meeting.board,
        person=person,
        page="release_by_link",
        now=now,
        day=meeting.day,
    )
    if asked:
        record("agenda.release_asked", meeting.key, by=by, now=now, revision=agenda.revision)
    return asked


def _empty() -> DomainError:
    return DomainError(_("The agenda is still empty. Take over the proposals first."), code="agenda_empty")


@transaction.atomic
def take_back(meeting: Meeting, *, reason: str, by: Actor, now: datetime) -> None:
    """A released agenda becomes a draft again, as long as nobody was invited. A draft stays one.

    Raises DomainError: 400 without a reason, 409 once people are invited or the meeting is over.
    """
    agenda = Agenda.objects.select_for_update(of=("self",)).select_related("meeting").filter(meeting=meeting).first()
    if agenda is None or agenda.status == Agenda.Status.DRAFT:
        return
    _check_to_come(agenda.meeting)
    if not can_take_back(agenda.meeting, agenda):
        raise DomainError(_("The invitation was sent. The agenda can no longer be taken back."), code="agenda_frozen")
    if not reason.strip():
        raise DomainError(_("Please say why the release is taken back."), code="no_reason", status=400)
    unsaid = dict.fromkeys(("released_by", "released_for", "release_note"), "")
    Agenda.objects.filter(pk=agenda.pk).update(
        status=Agenda.Status.DRAFT, released_at=None, taken_back_reason=reason.strip()[:300], **unsaid
    )
    record("agenda.taken_back", meeting.key, by=by, now=now)


@transaction.atomic
def freeze(meeting: Meeting, *, by: Actor, now: datetime) -> AgendaVersion | None:
    """Fix a released agenda as its next version with SHA-256 and queue its PDF. None: it is fixed already.

    Raises DomainError (409) where it is not released: a release taken back at this moment stops the invitation.
    """
    if not Agenda.objects.filter(meeting=meeting, status=Agenda.Status.RELEASED).update(status=Agenda.Status.FROZEN):
        if Agenda.objects.filter(meeting=meeting, status=Agenda.Status.FROZEN).exists():
            return None
        raise DomainError(
            _("The agenda is not released yet. Please ask the chair for the release first."), code="agenda_open"
        )
    return _fix(meeting, by=by, now=now)


def unfreeze(meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """The invitation was taken back before anybody got it: the agenda is released as before. Its version stays."""
    frozen = Agenda.objects.filter(meeting=meeting, status=Agenda.Status.FROZEN)
    if frozen.update(status=Agenda.Status.RELEASED):
        record("agenda.unfrozen", meeting.key, by=by, now=now)


def fix_again(meeting: Meeting, *, by: Actor, now: datetime) -> AgendaVersion | None:
    """The next version of an agenda that was sent, after date or place changed; None while it is not fixed."""
    if not Agenda.objects.filter(meeting=meeting, status=Agenda.Status.FROZEN).exists():
        return None
    return _fix(meeting, by=by, now=now)


def _fix(meeting: Meeting, *, by: Actor, now: datetime) -> AgendaVersion:
    agenda = Agenda.objects.select_for_update().get(meeting=meeting)
    content = printing.content(meeting, now=now)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    number = (agenda.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    rendering = request(
        key=f"agenda:{meeting.pk}:{number}",
        template="agenda",
        title=printing.title(meeting),
        file_name=f"Tagesordnung-{meeting.board.short_name}-{meeting.day:%Y-%m-%d}.pdf",
        language="de",
        data=content,
        now=now,
    )
    version = agenda.versions.create(
        number=number, frozen_at=now, content=content, sha256=digest, rendering=rendering
    )
    copies.prepare(version, now=now)
    record("agenda.frozen", meeting.key, by=by, now=now, version=number, sha256=digest)
    return version


def generate_due(*, now: datetime) -> int:
    """Duty: on the day on which its rules close the topics of a meeting, its draft is generated, if nobody has begun
    one. Returns how many."""
    made, waiting = 0, set[int]()
    ahead = Meeting.objects.filter(status=Meeting.Status.SCHEDULED, starts_at__gt=now, agenda__isnull=True)
    for meeting in ahead.select_related("board", "rules").order_by("starts_at"):
        if meeting.board_id in waiting:
            continue
        if standing.topics_close(meeting) <= local_day(now):
            accept(meeting, by=SYSTEM, now=now)
            made += 1
        else:
            waiting.add(meeting.board_id)
    return made


def release_words(agenda: Agenda) -> str:
    """How the release came about, as a sentence."""
    if agenda.released_at is None:
        return ""
    who = on_whose_word(agenda.released_by, agenda.released_for)
    words = {"who": who, "day": day_digits(agenda.released_at), "note": agenda.release_note}
    if agenda.release_note:
        return _("Released by %(who)s on %(day)s. Basis: %(note)s") % words
    return _("Released by %(who)s on %(day)s.") % words
