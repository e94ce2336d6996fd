"""Who follows on a seat: what is open or will be soon, and asking the body that fills it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.mime import checked_address
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.mailing import Addressee, post_to_body
from governance.boards.models import Board, Seat
from governance.mandates.composition import SOON
from governance.mandates.models import Mandate, SuccessionRequest

KIND = "succession_request"
Medium = SuccessionRequest.Medium


def open_seats(today: date) -> QuerySet[Seat]:
    """Seats to be filled: vacant, or with a holder whose term ends within 90 days, and nobody appointed to follow.

    Annotated: `ends` (None: vacant), `last_end` (of the holder before), `asked_at` (the newest request since the
    last change) and `proposed`.
    """
    here = Mandate.objects.real().filter(seat=OuterRef("pk"))
    held = here.filter(start__lte=today).filter(Q(end__isnull=True) | Q(end__gte=today))
    begun = here.filter(start__lte=today).order_by("-start").values("start")[:1]
    requests = SuccessionRequest.objects.filter(seat=OuterRef("pk")).order_by("-asked_at")
    proposals = Mandate.objects.proposed().filter(seat=OuterRef("pk")).order_by().values("seat")
    return (
        Seat.objects.voting()
        .to_fill(today)
        .annotate(
            is_held=Exists(held),
            ends=Subquery(held.order_by("-start").values("end")[:1]),
            last_end=Subquery(here.filter(end__lt=today).order_by("-end").values("end")[:1]),
            begun=Subquery(begun),
            follows=Exists(here.filter(start__gt=today)),
            asked_at=Subquery(requests.values("asked_at")[:1]),
            proposed=Subquery(proposals.annotate(n=Count("pk")).values("n")),
        )
        .filter(Q(is_held=False) | Q(ends__lte=today + SOON), follows=False)
        .select_related("board", "delegating_body")
        .order_by(F("ends").asc(nulls_first=True), "board__position", "number")
    )


@dataclass(frozen=True)
class Opening:
    """A seat that needs a successor. `since`: vacant since; `ends`: the holder's last day; one of them is None.

    `asked_on` is the day of the newest request for this vacancy, None while nobody was asked.
    """

    seat: Seat
    since: date | None
    ends: date | None
    asked_on: date | None
    proposed: int


def openings(today: date) -> list[Opening]:
    """`open_seats` as values, the vacant ones first, then by the end of the term. One query."""
    return [_opening(seat) for seat in open_seats(today)]


def opening(seat: Seat, today: date) -> Opening | None:
    """The same for one seat, None where nobody is sought."""
    found = open_seats(today).filter(pk=seat.pk).first()
    return _opening(found) if found else None


def _opening(seat: Seat) -> Opening:
    ends: date | None = seat.ends  # type: ignore[attr-defined]
    last: date | None = seat.last_end  # type: ignore[attr-defined]
    begun: date | None = seat.begun  # type: ignore[attr-defined]
    asked_at: datetime | None = seat.asked_at  # type: ignore[attr-defined]
    asked_on = asked_at.astimezone(BERLIN).date() if asked_at else None
    since = None if ends else last + timedelta(days=1) if last else seat.since or seat.board.founded_on
    # A request from before the last holder began was about another vacancy.
    current = asked_on if asked_on and (begun is None or asked_on >= begun) else None
    return Opening(seat, since, ends, current, seat.proposed or 0)  # type: ignore[attr-defined]


def draft(found: Opening) -> str:
    """The usual words of the request, to be changed at will."""
    seat = found.seat
    words = {"number": seat.number, "label": seat.label, "board": seat.board.name}
    if found.ends:
        reason = _("The term on seat %(number)s (%(label)s) of the board “%(board)s” ends on %(day)s.")
        words["day"] = plain_day(found.ends)
    else:
        reason = _("Seat %(number)s (%(label)s) of the board “%(board)s” is vacant since %(day)s.")
        words["day"] = plain_day(found.since) if found.since else ""
    lines = [
        _("Dear Sir or Madam,"),
        reason % words,
        _("Please tell us whom you send as successor: name, e-mail address and the first day."),
    ]
    return "\n\n".join(lines)


@transaction.atomic
def ask(seat: Seat, *, medium: str, address: str = "", text: str, by: Actor, now: datetime) -> SuccessionRequest:
    """Ask the body that fills the seat whom it sends: by a mail through the outbox, or by a letter sent by hand.

    The same words to the same address on the same day are one request. Raises DomainError: 400 for no words, an
    unknown medium or a mail without an address it can go to; 409 where nobody is sought for the seat.
    """
    Board.objects.select_for_update(no_key=True).get(pk=seat.board_id)
    today = now.astimezone(BERLIN).date()
    address = address if medium == Medium.MAIL else ""
    _check(medium, address, text)
    if opening(seat, today) is None:
        raise DomainError(_("Somebody holds this seat, or follows already. Nobody is sought."), code="seat_filled")
    values = {"medium": medium, "address": address, "text": text}
    same = seat.succession_requests.filter(**values).first()
    if same and same.asked_at.astimezone(BERLIN).date() == today:
        return same
    body = seat.delegating_body
    asked = SuccessionRequest.objects.create(seat=seat, organisation=body, asked_at=now, **values)
    record("succession.asked", f"seat:{seat.pk}", by=by, now=now, medium=medium)
    if medium == Medium.MAIL:
        to = Addressee(body.key if body else f"seat:{seat.pk}", body.name if body else seat.label, address)
        context = {"seat": seat, "board": seat.board, "words": text}
        post_to_body(KIND, to, key=f"succession:{asked.pk}", topic=f"seat:{seat.pk}", context=context, now=now)
    return asked


def _check(medium: str, address: str, text: str) -> None:
    if medium not in Medium.values:
        raise DomainError(_("Please choose how you ask."), code="unknown_medium", status=400)
    if not text.strip():
        words = _("Please write what you ask.")
        raise DomainError(words, code="text_missing", status=400, fields={"text": words})
    if medium == Medium.MAIL:
        try:
            checked_address(address)
        except ValueError as error:
            words = _("Please enter an e-mail address that mail can go to.")
            raise DomainError(words, code="wrong_address", status=400, fields={"address": words}) from error


def addresses(seat: Seat) -> Sequence[str]:
    """Where the body that fills the seat can be reached by mail, its own address first."""
    body = seat.delegating_body
    if body is None:
        return []
    found = [body.email, *body.contacts.order_by("name").values_list("email", flat=True)]
    return list(dict.fromkeys(filter(None, found)))
