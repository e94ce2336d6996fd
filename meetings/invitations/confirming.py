"""The questions before something leaves the house, and the sentence after."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.web.wording import day_in_words, local_day, span_in_words
from governance.procedure.answers import Answer as Ruling
from meetings.invitations import housing
from meetings.invitations.models import Dispatch, Invitation
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
    """A cancellation is final."""
    count = meeting.invitations.in_force().count()
    told = ngettext("%(count)s person gets a mail.", "%(count)s people get a mail.", count) % {"count": count}
    if meeting.status == Meeting.Status.PLANNED:
        told = str(_UNTOLD)
    elif meeting.status == Meeting.Status.SCHEDULED:
        told = _("Nobody is invited yet. Members who keep the date free get a mail.")
    return {
        "title": _("Cancel the meeting?"),
        "text": span_in_words(meeting.starts_at, meeting.ends_at),
        "more": " ".join([told, _("This cannot be undone.")]),
        "button": _("Cancel meeting"),
    }


def sent(dispatch: Dispatch) -> str:
    """ "Die Einladung ist an 10 Personen versendet." with those who need a printed letter."""
    by_mail, by_post = dispatch.notice.get("by_mail", 0), len(dispatch.notice.get("by_post", []))
    words = ngettext(
        "The invitation is on its way to %(count)s person.",
        "The invitation is on its way to %(count)s people.",
        by_mail,
    ) % {"count": by_mail}
    if by_post:
        words += " " + ngettext(
            "%(count)s letter has to be printed.", "%(count)s letters have to be printed.", by_post
        ) % {"count": by_post}
    return words
