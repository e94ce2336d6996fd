"""The way of minutes: drafting -> with the chair -> signed off -> circulated -> approved.

Every act changes the status only from the expected one; a second call of the same act changes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import day_digits, day_in_words
from governance.mandates.delegating import on_whose_word, word_of_chair
from governance.mandates.models import Delegation
from governance.procedure.answers import objection_deadline
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.minutes import letters, versions
from meetings.minutes.approving import approve as approve
from meetings.minutes.approving import approve_due as approve_due
from meetings.minutes.models import Minutes, MinutesEntry

Status = Minutes.Status
UNSIGNED = (Status.DRAFTING, Status.CHAIR_REVIEW)


@transaction.atomic
def draft(meeting: Meeting, *, by: Actor, now: datetime) -> Minutes:
    """Begin the minutes of a meeting that was held; there is one per meeting.

    Who begins them is their taker, where nobody was named before.
    """
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.status != Meeting.Status.HELD:
        raise DomainError(_("Minutes are written after the meeting was closed."), code="not_held")
    minutes, is_new = Minutes.objects.get_or_create(meeting=current, defaults={"drafted_at": now})
    if is_new:
        items = AgendaItem.objects.filter(meeting=current)
        MinutesEntry.objects.bulk_create(MinutesEntry(minutes=minutes, item=item) for item in items)
        _name_taker(current, by)
        record("minutes.drafted", minutes.key, by=by, now=now, meeting=str(current.pk))
    return minutes


def _name_taker(meeting: Meeting, by: Actor) -> None:
    kind, _colon, key = by.key.partition(":")
    if kind == "person":
        Meeting.objects.filter(pk=meeting.pk, minute_taker=None).update(minute_taker=key)


@transaction.atomic
def write(minutes: Minutes, texts: Mapping[int, str], *, revision: int, by: Actor, now: datetime) -> int:
    """Save the free texts by item id; returns the new revision.

    Raises DomainError (409) when somebody saved something else since `revision`: nothing is overwritten.
    """
    current = _locked(minutes)
    entries = {entry.item_id: entry for entry in MinutesEntry.objects.filter(minutes=current)}
    changed = [item for item, text in texts.items() if item in entries and entries[item].text != text]
    if not changed:
        return current.revision
    if current.status != Status.DRAFTING:
        words = _("The minutes are %(status)s. Take them back to write on.")
        raise DomainError(words % {"status": current.get_status_display()}, code="not_drafting")
    if not Minutes.objects.filter(pk=current.pk, revision=revision).update(revision=F("revision") + 1):
        words = _("Somebody else saved these minutes in the meantime. Load the page again and enter your text there.")
        raise DomainError(words, code="changed_meanwhile")
    for item in changed:
        entries[item].text = texts[item]
    MinutesEntry.objects.bulk_update([entries[item] for item in changed], ["text"])
    record("minutes.written", current.key, by=by, now=now, items=sorted(changed))
    return revision + 1


@transaction.atomic
def hand_over(minutes: Minutes, *, by: Actor, now: datetime) -> None:
    """The office gives the draft to the chair, who gets a personal link: drafting -> chair_review."""
    if _move(minutes, [Status.DRAFTING], Status.CHAIR_REVIEW, returned_at=None, return_reason=""):
        record("minutes.handed_over", minutes.key, by=by, now=now)
        letters.ask_chair(_locked(minutes), now=now)


@transaction.atomic
def return_(minutes: Minutes, *, reason: str, by: Actor, now: datetime) -> None:
    """The chair gives the draft back with a remark, which the office reads while it writes on."""
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Please say what should be changed."), code="no_reason", status=400)
    fields = {"returned_at": now, "return_reason": reason[:1000]}
    if _move(minutes, [Status.CHAIR_REVIEW], Status.DRAFTING, **fields):
        record("minutes.returned", minutes.key, by=by, now=now)


@transaction.atomic
def sign_off(minutes: Minutes, *, revision: int | None = None, note: str = "", by: Actor, now: datetime) -> None:
    """The chair's word: chair_review -> signed_off; recorded by the office from drafting, too.

    Who acts for the chair has a delegation, or says where the word was given (`note`), else DomainError (400).
    Raises DomainError (409) when the text is no longer the `revision` that was read, and for a chair who signs what
    the office took back to write on.
    """
    current = _locked(minutes)
    if current.status == Status.DRAFTING and not by.principal:
        words = _("The board office writes on these minutes. It hands them over again.")
        raise DomainError(words, code="not_handed_over")
    word = word_of_chair(current.meeting.board_id, Delegation.Act.SIGN_OFF, by=by, note=note, now=now)
    if current.status in UNSIGNED and revision not in (None, current.revision):
        words = _("The minutes were changed after you opened them. Please read them again.")
        raise DomainError(words, code="changed_meanwhile")
    moved = _move(
        minutes,
        UNSIGNED,
        Status.SIGNED_OFF,
        signed_off_at=now,
        signed_off_by=by.key,
        signed_off_for=by.principal,
        sign_off_note=word.note,
        signed_sha256=versions.signature(versions.to_seal(current, now=now)),
    )
    if moved:
        record("minutes.signed_off", minutes.key, by=by, now=now, **word.facts)


@transaction.atomic
def take_back(minutes: Minutes, *, reason: str, by: Actor, now: datetime) -> None:
    """Back to drafting, to change what the chair has, signed off or was sent; the next sending is a new version.

    Raises DomainError: 400 without a reason, 409 for approved minutes.
    """
    current = _locked(minutes)
    if current.status == Status.DRAFTING:
        return
    if current.status == Status.APPROVED:
        raise DomainError(
            _("These minutes are approved. A later meeting can correct them by resolution."), code="sealed"
        )
    if not reason.strip():
        raise DomainError(_("Please say why the minutes are taken back."), code="no_reason", status=400)
    back = {"status": Status.DRAFTING, "taken_back_reason": reason.strip()[:300], "revision": F("revision") + 1}
    Minutes.objects.filter(pk=current.pk).update(**back)
    current.refresh_from_db(fields=["revision"])
    letters.withhold(current)
    record("minutes.taken_back", current.key, by=by, now=now, before=current.status)


@transaction.atomic
def circulate(minutes: Minutes, *, by: Actor, now: datetime) -> int:
    """signed_off -> circulated: freeze a version, queue its PDF and a letter to each member; returns the letters.

    Raises DomainError (409) where something else would be sent than what the chair signed.
    """
    current = _locked(minutes)
    today = now.astimezone(BERLIN).date()
    rules = current.meeting.rules
    assert rules is not None
    until = objection_deadline(rules.as_rules(), today)
    fields = {"circulated_at": now, "objections_until": until}
    if not _move(current, [Status.SIGNED_OFF], Status.CIRCULATED, **fields):
        return 0
    content = versions.to_seal(current, state=_sent_words(today, until), now=now)
    if current.signed_sha256 not in ("", versions.signature(content)):
        words = _(
            "Something changed since the chair signed off: a vote, an action item or the attendance. "
            "Take the minutes back and have them signed again."
        )
        raise DomainError(words, code="changed_since_signed")
    version = versions.freeze(current, content, now=now)
    Minutes.objects.filter(pk=current.pk).update(sha256=version.sha256)
    facts = {"version": version.number, "sha256": version.sha256, "objections_until": until.isoformat()}
    record("minutes.circulated", current.key, by=by, now=now, **facts)
    return letters.send(current, version.number, until, now=now)


def sign_off_words(minutes: Minutes) -> str:
    """Who signed off, for whom and on what; empty before, and once somebody writes on."""
    if minutes.signed_off_at is None or minutes.status in UNSIGNED:
        return ""
    who = on_whose_word(minutes.signed_off_by, minutes.signed_off_for)
    words = {"who": who, "day": day_digits(minutes.signed_off_at), "note": minutes.sign_off_note}
    if minutes.sign_off_note:
        return _("Signed off by %(who)s on %(day)s. %(note)s") % words
    return _("Signed off by %(who)s on %(day)s.") % words


def _sent_words(today: date, until: date) -> str:
    with override(versions.LANGUAGE):
        words = _("Sent on %(day)s. Time for objections: until %(until)s.")
        return words % {"day": day_in_words(today), "until": day_in_words(until)}


def _locked(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__board", "meeting__rules", "meeting__minute_taker").get(pk=minutes.pk)


def _move(minutes: Minutes, expected: Sequence[str], to: str, **fields: object) -> bool:
    """Change the status; False when it is `to` already, DomainError (409) in any other state."""
    if Minutes.objects.filter(pk=minutes.pk, status__in=expected).update(status=to, **fields):
        return True
    now_is = Minutes.objects.get(pk=minutes.pk)
    if now_is.status == to:
        return False
    words = _("This is not possible now: the minutes are %(status)s.")
    raise DomainError(words % {"status": now_is.get_status_display()}, code="minutes_state")
