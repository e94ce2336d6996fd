"""The chair decides without a login: one mail for each revision, and behind its personal link a page with one button.

The link names the person, the remembered device proves it, and whether the person leads the board is asked each time.
Both together open level 2; what is confidential asks for the login.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from foundation.accounts import devices
from foundation.accounts.links import address_of, link_for, open_link
from foundation.accounts.models import PersonalLink
from foundation.outbox.queue import supersede
from foundation.values import Actor, DomainError
from foundation.web.wording import local_day
from governance.boards.mailing import post, reachable, reads_mail
from governance.boards.models import Board
from governance.confidentiality import Level, Reader
from governance.people.models import Person
from governance.rights.reader import reader_of_person

MAIL = "chair_word"
OPEN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Visit:
    """Somebody who came by a link: about what, who, and what this person may read."""

    subject: str
    person: Person
    reader: Reader

    def pk(self, prefix: str) -> str:
        """The key of what the link is about."""
        return self.subject.removeprefix(f"{prefix}:")

    def seen(self, request: HttpRequest) -> int:
        """The revision that stood on the page; 0, which no text has, for nonsense."""
        revision = request.POST.get("revision", "")
        return int(revision) if revision.isdecimal() and len(revision) < 10 else 0

    def challenge(self, request: HttpRequest, board: int, *, now: datetime) -> HttpResponseBase | None:
        """The way to prove the device, or None on one that is remembered. DomainError (410): no longer leads."""
        if board not in self.reader.chairs:
            raise DomainError(
                _("You do not lead this board any more. This link shows nothing."), code="office_over", status=410
            )
        if devices.remembered(request, self.person.key, now=now):
            return None
        return devices.ask(request, holder=self.person.key, email=self.person.email)

    def expect_whole(self, whole: bool) -> None:
        """Nobody decides by a link on what the link does not show. DomainError (403)."""
        if not whole:
            raise DomainError(
                _("A part of this is confidential. Please log in to read and decide it."),
                code="login_needed",
                status=403,
            )


def ask(
    act: str,
    *,
    subject: str,
    revision: int,
    board: Board,
    person: Person | None,
    page: str,
    now: datetime,
    day: date | None = None,
) -> bool:
    """Mail the person the link to `page`, once for each revision; False where no mail goes, or went already.

    The mail names the board, the day of its meeting and the act only: what is confidential stays behind the link.
    """
    if person is None or not (reads_mail(person) and reachable(person)):
        return False
    purpose, topic = f"chair_{act}", topic_of(act, subject)
    link = link_for(purpose=purpose, subject=subject, holder=person.key, now=now, expires_at=now + OPEN_FOR)
    supersede(topic, revision)
    sent = post(
        MAIL,
        [person],
        key=f"{topic}:{revision}",
        topic=topic,
        version=revision,
        context={"act": act, "board": board, "day": day, "until": link.expires_at, "url": address_of(link, page)},
        secrets=(link.token,),
        now=now,
    )
    return bool(sent)


def asked(act: str, subjects: Iterable[str], today: date) -> set[str]:
    """Those of these subjects about which a chair holds a link that still opens."""
    links = PersonalLink.objects.filter(purpose=f"chair_{act}", subject__in=list(subjects), revoked_at=None)
    return set(links.filter(expires_at__date__gte=today).values_list("subject", flat=True))


def topic_of(act: str, subject: str) -> str:
    """What the mails to the chair about this act are queued under."""
    return f"chair_{act}:{subject}"


def visit(token: str, act: str, *, now: datetime) -> Visit:
    """Who comes by this link; acts by it are journalled as such. DomainError as `open_link`."""
    link = open_link(token, purpose=f"chair_{act}", now=now)
    person = Person.objects.get(pk=link.holder.removeprefix("person:"))
    reader = reader_of_person(person, today=local_day(now))
    by = Actor(person.key, by_link=True)
    return Visit(link.subject, person, replace(reader, actor=by, up_to=Level.BOARD))
