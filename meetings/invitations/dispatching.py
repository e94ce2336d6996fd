"""One dispatch: calendar entries, personal links, mails and the proof of notice, all in bulk."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db.models import Max, Min, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.links import links_for
from foundation.accounts.models import PersonalLink
from foundation.outbox import queue
from foundation.outbox.models import Delivery, State
from foundation.outbox.resending import POSTED
from foundation.values import DomainError
from foundation.web.wording import local_day
from governance.boards.models import Company
from governance.confidentiality import Level
from governance.procedure.answers import Answer as Ruling
from meetings.agenda import second_calls
from meetings.agenda.models import AgendaItem
from meetings.invitations import composing, copying, entries
from meetings.invitations.composing import Common
from meetings.invitations.ical import stamp_after
from meetings.invitations.models import Dispatch, Invitation, Notice
from meetings.meeting.models import Meeting

LINK_PURPOSE = "reply"
_SECRET = gettext_lazy("Confidential item")
STOPPED = gettext_lazy("The mails about this meeting are stopped. Please let them go or take them back first.")
"""Why nobody can be told anything else about it, for `stopped`."""
LINK_LIVES_ON = timedelta(days=1)
TEMPLATES = {
    Dispatch.Kind.INVITE: "invitation",
    Dispatch.Kind.LATE: "invitation",
    Dispatch.Kind.CHANGE: "change",
    Dispatch.Kind.CANCEL: "cancellation",
    Dispatch.Kind.WITHDRAW: composing.WITHDRAWAL,
    Dispatch.Kind.REACTIVATE: "reactivation",
}
_CANCELLING = (Dispatch.Kind.CANCEL, Dispatch.Kind.WITHDRAW)


class Texts(Protocol):
    """The calendar entry of a meeting in every language."""

    def __call__(self, meeting: Meeting, *, created_at: datetime) -> dict[str, str]: ...


def dispatch(
    kind: str,
    meeting: Meeting,
    invitations: Sequence[Invitation],
    *,
    now: datetime,
    ruling: Ruling | None = None,
    words: Mapping[str, Any] | None = None,
    leaves_at: datetime | None = None,
) -> Dispatch:
    """Queue one mail for each person who is reached by mail and keep the proof for all of them.

    `leaves_at`: when the mails may leave, at once without it. A fixed number of queries. Raises DomainError (400) for
    a time that calendars cannot hold.
    """
    kind = Dispatch.Kind(kind)
    common = common_of(
        kind, meeting, invitations, now=now, ruling=ruling, words=words, leaves_at=leaves_at, texts=entries.store
    )
    deliveries = _enqueue(common, invitations, now, with_links=kind not in _CANCELLING)
    made = Dispatch.objects.create(
        meeting=meeting,
        kind=kind,
        sequence=meeting.sequence,
        sent_at=common.stamp,
        notice=_proof(invitations, ruling),
    )
    queue.enqueue(copying.copies(common, invitations, local_day(now)), now=now)
    Notice.objects.bulk_create(
        Notice(dispatch=made, invitation=one, delivery=delivery) for one, delivery in deliveries
    )
    return made


def common_of(
    kind: Dispatch.Kind,
    meeting: Meeting,
    invitations: Sequence[Invitation],
    *,
    now: datetime,
    texts: Texts,
    ruling: Ruling | None = None,
    words: Mapping[str, Any] | None = None,
    leaves_at: datetime | None = None,
    earlier: int = 0,
) -> Common:
    """What all letters of a dispatch share; `texts` gives the calendar entries and may keep them.

    `earlier`: how many dispatches of the same act go before this one and are not stored yet.
    """
    history = meeting.dispatches.aggregate(last=Max("sent_at"), created=Min("sent_at"))
    before = max((one for one in (history["last"], meeting.published_at) if one), default=None)
    stamp = stamp_after(now, before) + timedelta(seconds=earlier)
    return Common(
        template=TEMPLATES[kind],
        meeting=meeting,
        company=Company.objects.get(),
        room=None if kind in _CANCELLING else entries.room(meeting),
        stamp=stamp,
        words={"items": titles(meeting), "ruling": ruling, "sent_at": leaves_at or now} | dict(words or {}),
        texts=_texts(texts, meeting, history["created"] or stamp),
        method="CANCEL" if kind in _CANCELLING else "REQUEST",
        threads=threads(meeting) if history["last"] else {},
        outside=composing.outside(meeting, invitations),
        leaves_at=leaves_at,
    )


def threads(meeting: Meeting) -> dict[str, str]:
    """By the key of a person, the key of the first invitation that went to them by mail. One query."""
    called = Notice.objects.filter(dispatch__meeting=meeting, dispatch__stopped_at=None, delivery__kind="invitation")
    by_mail = called.exclude(Q(delivery__state=State.LETTER) | Q(delivery__smtp_reply=POSTED))
    return dict(by_mail.order_by("-dispatch__sequence").values_list("delivery__recipient", "delivery__key"))


def stopped(meeting: Meeting) -> bool:
    """Whether a person stopped mails about this meeting: until they decide, nobody else hears of it."""
    return Delivery.objects.stopped().filter(topic=meeting.key).exists()


def titles(meeting: Meeting, *, but: Collection[str] = ()) -> list[tuple[int, object]]:
    """Number and title of the items, with the notice of a second call; confidential titles do not travel by mail.

    `but`: the sources of items that are about to leave, so that the others move up.
    """
    items = list(meeting.items.exclude(source__in=but).order_by("position"))
    for number, item in enumerate(items if but else (), 1):
        item.position = number
    again = second_calls.notices(meeting, items)
    return [(item.position, _titled(item, again.get(item.pk, ""))) for item in items]


def _titled(item: AgendaItem, notice: str) -> object:
    if item.level > Level.BOARD:
        return format_lazy("{}. {}", _SECRET, notice) if notice else _SECRET
    return f"{item.title}. {notice}" if notice else item.title


def reply_links(meeting: Meeting, invitations: Sequence[Invitation], now: datetime) -> dict[str, PersonalLink]:
    """The personal links of these people, the same as ever; they live until a day after the meeting."""
    return links_for(
        purpose=LINK_PURPOSE,
        subject=meeting.key,
        holders=[one.person.key for one in invitations],
        now=now,
        expires_at=meeting.ends_at + LINK_LIVES_ON,
    )


def _texts(texts: Texts, meeting: Meeting, created_at: datetime) -> dict[str, str]:
    try:
        return texts(meeting, created_at=created_at)
    except ValueError as error:
        raise DomainError(
            _("Calendars cannot show this time: the clock changes in this hour. Please choose another one."),
            code="time_not_in_calendar",
            status=400,
        ) from error


def _enqueue(
    common: Common, invitations: Sequence[Invitation], now: datetime, *, with_links: bool
) -> list[tuple[Invitation, Any]]:
    meeting = common.meeting
    by_mail = [one for one in invitations if composing.reachable(one.person)]
    links = reply_links(meeting, by_mail, now) if with_links else {}
    letters = {}
    for one in invitations:
        if composing.addressed(one.person):
            key = composing.mail_key(common.template, meeting, meeting.sequence, one.person)
            letters[key] = one, composing.mail(common, one, links.get(one.person.key), key=key)
    deliveries = queue.enqueue([mail for _one, mail in letters.values()], now=now)
    return [(letters[delivery.key][0], delivery) for delivery in deliveries]


def _proof(invitations: Sequence[Invitation], ruling: Ruling | None) -> dict[str, Any]:
    by_post = [one.person.key for one in invitations if not composing.reachable(one.person)]
    return (ruling.as_json() if ruling else {}) | {"by_mail": len(invitations) - len(by_post), "by_post": by_post}
