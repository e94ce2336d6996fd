"""The questions before something leaves the house, and the sentence after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.web.wording import day_digits, day_in_words, local_day, span_in_words, time_in_words
from governance.procedure.answers import Answer as Ruling
from meetings.agenda.models import AgendaItem
from meetings.invitations import housing
from meetings.invitations.models import Dispatch, Invitation
from meetings.invitations.recipients import names_of
from meetings.invitations.stopping import Progress, obstacle
from meetings.meeting import neighbours
from meetings.meeting.models import Meeting
from meetings.rooms import finding

_UNTOLD = gettext_lazy("The date is pencilled in. Nobody was told yet, so nobody gets a mail.")
_HELD_FREE = gettext_lazy("Nobody is invited yet. Members who keep the date free get a mail with the new one.")


def invite(called: Sequence[Invitation], ruling: Ruling) -> dict[str, str]:
    """Title, text and button of the page that asks before inviting."""
    count = len(called)
    asked = ngettext(
        "The invitation goes to %(count)s person. The agenda is fixed with it.",
        "The invitation goes to %(count)s people. The agenda is fixed with it.",
        count,
    )
    title, button = _("Send the invitation now?"), _("Send invitation")
    return {"title": title, "text": asked % {"count": count}, "more": _period(ruling), "button": button}


def outlook(ruling: Ruling, last_days: str) -> str:
    """Whether the period is kept when the invitation goes out today, with the last day of each way it goes.

    `last_days`: both days in a sentence where somebody gets it by post, else "".
    """
    if not ruling.ok:
        return f"{ruling.sentence} {last_days}".strip()
    words = {"days": ruling.numbers["notice_days"], "day": day_in_words(ruling.numbers["latest_dispatch"])}
    if not last_days:
        kept = _(
            "Sent today, the invitation keeps the notice period of %(days)s days. Last day of dispatch: %(day)s."
        )
        return kept % words
    kept = _("Sent today, the invitation keeps the notice period of %(days)s days.") % words
    return f"{kept} {last_days}"


def _period(ruling: Ruling) -> str:
    """The notice period once a reason for shortening it is given: nothing is asked for any more."""
    if ruling.ok:
        return ruling.sentence
    words = {"days": ruling.numbers["notice_days"], "day": day_in_words(ruling.numbers["latest_dispatch"])}
    return _("The notice period of %(days)s days is shortened. The last day of dispatch was %(day)s.") % words


def became(dispatch: Dispatch, stopped: int) -> str:
    """What became of a dispatch: taken back, `stopped` so and so many of its mails, or what it did to the notice
    period."""
    if dispatch.stopped_at:
        return _("Taken back, nobody heard of it.")
    if stopped:
        words = ngettext("%(count)s mail is stopped.", "%(count)s mails are stopped.", stopped)
        return words % {"count": stopped}
    return proof(dispatch)


def proof(dispatch: Dispatch) -> str:
    """What a dispatch did to the notice period, as history; "" where it asked for none."""
    numbers = dispatch.notice.get("numbers")
    if not numbers:
        return ""
    words = {"days": numbers["notice_days"], "day": day_in_words(date.fromisoformat(numbers["latest_dispatch"]))}
    if not numbers["shortened"]:
        return _("The notice period of %(days)s days was kept. Last day of dispatch: %(day)s.") % words
    told = _("The notice period of %(days)s days was shortened. Last day of dispatch: %(day)s.") % words
    if numbers["shortening_allowed"]:
        return told
    late = _("The invitation arrived on the day of the meeting or later.")
    return f"{told} {late}"


def change(meeting: Meeting, new: dict[str, Any], ruling: Ruling | None, today: date) -> dict[str, str]:
    """What was and what will be, what follows for the answers, warnings: the mail comes late, others meet that day,
    the room does not fit.

    Without a change there is no button.
    """
    starts, ends = new.get("starts_at", meeting.starts_at), new.get("ends_at", meeting.ends_at)
    link = new.get("video_url", "")
    moved = bool({"starts_at", "ends_at"} & set(new))
    place, day = new.get("place", meeting.place), local_day(starts)
    late = _late(ruling, day, today) if new and meeting.status == Meeting.Status.INVITED else ""
    others = neighbours.by_day(meeting.board_id, day, day)[day] if moved or "place" in new else []
    known = finding.places()
    told = neighbours.told(others, starts, ends, place, known)
    fits = housing.fits(meeting, known.room(place), link or meeting.video_url) if new else []
    warning = " ".join(filter(None, [late, told, *fits]))
    more = str(_UNTOLD if meeting.status == Meeting.Status.PLANNED else _HELD_FREE)
    if meeting.status == Meeting.Status.INVITED:
        more = (
            _("Everybody invited gets a mail. All answers are asked for anew.")
            if moved
            else _("Everybody invited gets a mail. The answers stay as they are.")
        )
    if not new:
        more = _("Nothing is different from what is stored.")
    return {
        "title": _("Change the meeting?"),
        "before": _told(meeting.starts_at, meeting.ends_at, meeting.place, meeting.video_url if link else ""),
        "text": _told(starts, ends, place, link),
        "warning": warning,
        "more": more,
        "button": _("Save change") if new else "",
    }


def _told(starts: datetime, ends: datetime, place: str, link: str) -> str:
    """The video link is told where it changes."""
    return " ".join([f"{span_in_words(starts, ends)}. {place}.", link]).strip()


def _late(ruling: Ruling | None, day: date, today: date) -> str:
    """What the change does to the notice period, and whether the mail still comes before the day."""
    words = [_period(ruling)] if ruling and not ruling.ok else []
    if today >= day:
        words.append(_("The mail arrives on the day of the meeting. Please call the members as well."))
    return " ".join(words)


def cancel(meeting: Meeting) -> dict[str, str]:
    """A meeting can be set again, under its date; one that was only pencilled in falls away."""
    after = [] if meeting.status == Meeting.Status.PLANNED else [_("You can set the meeting again later.")]
    count = meeting.invitations.in_force().count()
    told = ngettext("%(count)s person gets a mail.", "%(count)s people get a mail.", count) % {"count": count}
    if meeting.status == Meeting.Status.PLANNED:
        told = str(_UNTOLD)
    elif meeting.status == Meeting.Status.SCHEDULED:
        told = _("Nobody is invited yet. Members who keep the date free get a mail.")
    return {
        "title": _("Cancel the meeting?"),
        "text": span_in_words(meeting.starts_at, meeting.ends_at),
        "more": " ".join([told, *after]),
        "button": _("Cancel meeting"),
    }


def reactivate(meeting: Meeting, ruling: Ruling | None) -> dict[str, str]:
    """What follows when a cancelled meeting is set again; without a `ruling` nobody had been invited."""
    left = elsewhere(meeting)
    asked = _("Everybody to be invited gets a mail. All answers are asked for anew.")
    if not left:
        asked = f"{asked} {_('The agenda stays as it was.')}"
    return {
        "title": _("Set the meeting again?"),
        "text": span_in_words(meeting.starts_at, meeting.ends_at),
        "more": f"{_period(ruling)} {asked}" if ruling else str(_HELD_FREE),
        "warning": left,
        "button": _("Set meeting again"),
    }


def elsewhere(meeting: Meeting) -> str:
    """Which topics leave a cancelled meeting that is set again, and where they are by now; "" for none."""
    found = AgendaItem.objects.elsewhere(meeting).select_related("meeting").order_by("meeting__starts_at", "position")
    topics = [f"{one.title} ({day_digits(one.meeting.starts_at)})" for one in found]
    told = ngettext(
        "One topic stands on another agenda by now and stays there alone: %(topics)s.",
        "These topics stand on another agenda by now and stay there alone: %(topics)s.",
        len(topics),
    )
    return told % {"topics": "; ".join(topics)} if topics else ""


@dataclass(frozen=True)
class Told:
    """How far the mails are, in words. `mark` tells whether something is new; `back`: the button that undoes it."""

    kind: str
    title: str
    text: str
    mark: str
    runs: bool
    stoppable: bool
    stopped: bool
    back: str = ""


def progress(found: Progress | None, now: datetime) -> Told | None:
    """ "Der Versand beginnt um 10:32 Uhr.", "12 von 31 versendet.", who stopped it, or the letters to print."""
    if found is None:
        return None
    so_far = _so_far(found)
    waits = bool(found.begins_at and found.begins_at > now and not found.left)
    runs = bool(found.waiting or found.sending)
    mark = f"{found.dispatch.pk}-{found.total}-{found.left}-{found.stopped}-{found.failed}-{waits:d}-{runs:d}"
    if found.stopped:
        return _stopped(found, so_far, mark, now)
    if waits and found.begins_at:
        title = _("The dispatch begins at %(time)s.") % {"time": time_in_words(found.begins_at)}
        return Told("info", title, _("Until then nothing leaves."), mark, runs=True, stoppable=True, stopped=False)
    if runs:
        being_sent = _("The mails are being sent.")
        title, text = (so_far, being_sent) if so_far else (being_sent, "")
        return Told("info", title, text, mark, runs=True, stoppable=True, stopped=False)
    if not found.total:
        return _on_paper(found, now)
    failed = ngettext(
        "%(count)s mail did not arrive, see the proof of dispatch.",
        "%(count)s mails did not arrive, see the proof of dispatch.",
        found.failed,
    ) % {"count": found.failed}
    gathering = ngettext(
        "%(count)s further mail waits for the mail of the day.",
        "%(count)s further mails wait for the mail of the day.",
        found.gathering,
    ) % {"count": found.gathering}
    kind, text = ("warning", failed) if found.failed else ("success", gathering if found.gathering else "")
    return Told(kind, so_far, text, mark, runs=False, stoppable=found.gathering > 0, stopped=False)


def _so_far(found: Progress) -> str:
    """Of the letters; "" where all were posted."""
    if found.total:
        return _("%(left)s of %(total)s sent") % {"left": found.left, "total": found.total}
    return _letters(found.letters) if found.letters else ""


def _stopped(found: Progress, so_far: str, mark: str, now: datetime) -> Told:
    who = names_of([found.stopped_by]).get(found.stopped_by, _("the board office"))
    title = _("%(who)s stopped the dispatch.") % {"who": who}
    if so_far:
        title = _("%(who)s stopped the dispatch: %(so_far)s") % {"who": who, "so_far": so_far}
    back = _way_back(found)
    barred = obstacle(found.dispatch, now) if found.untold else ""
    if barred:
        text, back = _("%(why)s What is stopped can be sent now.") % {"why": barred}, ""
    elif found.reversible:
        text = _("Nobody has got anything. Send now, or take it back: then nobody hears of it.")
    elif found.untold:
        text, back = (
            _("Nobody has got anything. Send now, or change or cancel the meeting: that replaces these mails."),
            "",
        )
    else:
        text, back = _("Some mails have left already, so this cannot be taken back."), ""
    return Told("warning", title, text, mark, runs=False, stoppable=False, stopped=True, back=back)


def _on_paper(found: Progress, now: datetime) -> Told:
    """Where all get letters nothing leaves by itself: until the first one is posted it can be taken back."""
    title, mark = _letters(found.letters), f"{found.dispatch.pk}-{found.letters}"
    over = now >= found.dispatch.meeting.starts_at
    back = "" if over or not found.reversible or obstacle(found.dispatch, now) else _way_back(found)
    text = _("No letter is noted as posted. Take it back, and nobody hears of it.") if back else ""
    return Told("info", title, text, mark, runs=False, stoppable=False, stopped=False, back=back)


def _letters(count: int) -> str:
    words = ngettext("%(count)s letter has to be printed.", "%(count)s letters have to be printed.", count)
    return words % {"count": count}


def _way_back(found: Progress) -> str:
    backs = {Dispatch.Kind.INVITE: _("Take invitation back"), Dispatch.Kind.CHANGE: _("Take change back")}
    return backs.get(Dispatch.Kind(found.dispatch.kind), _("Take cancellation back"))


def sent(dispatch: Dispatch, leaves_at: datetime) -> str:
    """ "Die Einladung geht um 10:32 Uhr an 10 Personen." with those who need a printed letter."""
    by_mail, by_post = dispatch.notice.get("by_mail", 0), len(dispatch.notice.get("by_post", []))
    words = ngettext(
        "The invitation leaves at %(time)s to %(count)s person.",
        "The invitation leaves at %(time)s to %(count)s people.",
        by_mail,
    ) % {"count": by_mail, "time": time_in_words(leaves_at)}
    return f"{words} {_letters(by_post)}" if by_post else words
