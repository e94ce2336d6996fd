"""From the facts of a sitting to the content of its minutes, in the shape of `templates/print/minutes.typ`. Pure.

Result minutes: who was there, what was moved, how it was decided, who does what; no who-said-what by name.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from foundation.values import BERLIN
from foundation.web.wording import day_digits, day_in_words, time_in_words

Dated = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Finding:
    present: int
    needed: int
    quorate: bool
    found_at: datetime


@dataclass(frozen=True)
class Attendee:
    """A member or guest; no `stays` means absent, `excused` only says how."""

    name: str
    seat: str
    stays: Sequence[Dated] = ()
    video: bool = False
    excused: bool = False


@dataclass(frozen=True)
class MotionFacts:
    text: str
    vote: str
    resolution: str = ""
    correction: str = ""


@dataclass(frozen=True)
class ActionFacts:
    what: str
    who: str
    due: date


@dataclass(frozen=True)
class ItemFacts:
    """One item. `text` is the minute-taker's, everything else comes from the sitting."""

    key: int
    position: int
    title: str
    outcome: str
    level: int
    text: str = ""
    recused: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    motions: Sequence[MotionFacts] = ()
    actions: Sequence[ActionFacts] = ()


@dataclass(frozen=True)
class Facts:
    organisation: str
    board: str
    seats: int
    starts_at: datetime
    opened_at: datetime
    closed_at: datetime
    place: str
    chair: str
    minute_taker: str
    stand: str
    state: str
    findings: Sequence[Finding] = ()
    attendees: Sequence[Attendee] = ()
    items: Sequence[ItemFacts] = ()
    shown_level: str = ""
    shortened: str = ""


def content(facts: Facts) -> dict[str, Any]:
    """The minutes as data, in the active language; JSON-ready, and the same facts give the same data."""
    return {
        "organisation": facts.organisation,
        "stand": facts.stand,
        "confidentiality": facts.shown_level,
        "board": facts.board,
        "state": facts.state,
        "facts": _lines(facts),
        "quorum": " ".join(_finding(found, facts.seats) for found in facts.findings),
        "attendance": [_attendee(one, facts) for one in facts.attendees],
        "items": [_item(one, facts.seats) for one in facts.items],
        "closing": _("The chair closes the meeting at %(time)s.") % {"time": time_in_words(facts.closed_at)},
        "signatures": [
            {"office": _("Chair"), "name": facts.chair},
            {"office": _("Minute-taker"), "name": facts.minute_taker},
        ],
        "labels": labels(),
    }


def _lines(facts: Facts) -> list[dict[str, str]]:
    span = _("%(from)s to %(until)s")
    lines = [
        (_("Date"), day_in_words(facts.starts_at)),
        (_("Begin and end"), span % {"from": _clock(facts.opened_at), "until": _clock(facts.closed_at)}),
        (_("Place"), facts.place),
        (_("Led by"), facts.chair),
        (_("Minute-taker"), facts.minute_taker),
        (_("Notice period"), facts.shortened and _("It was shortened: %(reason)s") % {"reason": facts.shortened}),
    ]
    return [{"label": label, "value": value} for label, value in lines if value]


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(BERLIN):%H:%M}"


def _finding(found: Finding, seats: int) -> str:
    if found.quorate:
        words = _("Quorate: %(present)s of %(seats)s members present (needed: %(needed)s).")
    else:
        words = _("Found not quorate: %(present)s of %(seats)s members present (needed: %(needed)s).")
    numbers = {"present": found.present, "needed": found.needed, "seats": seats}
    at = _("Found at %(time)s.") % {"time": time_in_words(found.found_at)}
    return f"{words % numbers} {at}"


def _attendee(one: Attendee, facts: Facts) -> dict[str, str]:
    return {"name": one.name, "seat": one.seat, "present": _presence(one, facts)}


def _presence(one: Attendee, facts: Facts) -> str:
    """Presence lies inside the meeting: who came early is there from the opening."""
    spans = []
    for arrived, left in one.stays:
        start, end = max(arrived, facts.opened_at), min(left or facts.closed_at, facts.closed_at)
        if start <= end:
            spans.append(_("%(from)s to %(until)s") % {"from": _clock(start), "until": _clock(end)})
    if not spans:
        return _("excused") if one.excused else _("not present")
    words = _(" and ").join(spans)
    by_video = _("by video")
    return f"{words}, {by_video}" if one.video else words


def _item(one: ItemFacts, seats: int) -> dict[str, Any]:
    recusals = [_("%(name)s is recused and neither advised nor voted.") % {"name": name} for name in one.recused]
    return {
        "key": one.key,
        "level": one.level,
        "number": _("Item %(number)s") % {"number": one.position},
        "title": one.title,
        "text": paragraphs(one.text) + outcome_lines(one.outcome),
        "motions": [_motion(motion) for motion in one.motions],
        "recusals": recusals + [_finding(found, seats) for found in one.findings],
        "actions": [{"what": act.what, "who": act.who, "due": day_digits(act.due)} for act in one.actions],
    }


def _motion(motion: MotionFacts) -> dict[str, str]:
    vote = motion.vote
    if motion.correction:
        corrected = _("corrected: %(reason)s") % {"reason": motion.correction}
        vote = f"{vote} ({corrected})"
    return {"text": motion.text, "vote": vote, "resolution": motion.resolution}


def paragraphs(text: str) -> list[str]:
    """Blocks between empty lines; single line breaks become spaces."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [" ".join(block.split()) for block in blocks if block.strip()]


def outcome_lines(outcome: str) -> list[str]:
    """The sentence the record itself says about an item without a vote."""
    sentences = {
        "noted": _("The board takes note."),
        "adjourned": _("The item is adjourned."),
        "withdrawn": _("The item is withdrawn."),
    }
    return [sentences[outcome]] if outcome in sentences else []


def labels() -> dict[str, str]:
    return {
        "page": _("Page {page} of {pages}"),
        "attendance": _("Attendance"),
        "name": _("Name"),
        "seat": _("Seat or office"),
        "present": _("Present"),
        "agenda": _("Course and resolutions"),
        "motion": _("Motion"),
        "vote": _("Vote"),
        "resolution": _("Resolution no."),
        "actions": _("Action items"),
        "what": _("What"),
        "who": _("Who"),
        "due": _("Due"),
        "no_items": _("No item was dealt with."),
        "nobody": _("Nobody was present."),
        "place_and_date": _("Place, date, signature"),
    }


def shown(content: dict[str, Any], level: int, barred: Container[int] = ()) -> dict[str, Any]:
    """The same minutes for somebody who reads up to `level`: items above it keep their number and nothing else, and
    so do those whose key is `barred`."""
    hidden = {"title": _("Confidential agenda item"), "text": [], "motions": [], "recusals": [], "actions": []}
    items = content["items"]
    open_ = [item["level"] <= level and item["key"] not in barred for item in items]
    return {
        **content,
        "items": [item if seen else {**item, **hidden} for item, seen in zip(items, open_, strict=True)],
    }


def is_whole(content: dict[str, Any], level: int) -> bool:
    """Whether somebody who reads up to `level` may have the document as it is."""
    return all(item["level"] <= level for item in content["items"])
