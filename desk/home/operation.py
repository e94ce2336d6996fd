"""What waits for the administration: the operation and the set-up, never what the boards work on."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.home import owed, waiting
from desk.home.rows import Listing, Row, listed
from desk.setup.steps import FOR_ADMINISTRATORS, steps
from desk.setup.steps import State as Stage
from foundation.documents.models import Rendering, RenderingState
from foundation.outbox.models import Delivery, State
from foundation.outbox.waiting import late
from foundation.web.wording import local_day
from governance.boards.models import Company
from governance.confidentiality import Reader


def to_do(reader: Reader, now: datetime) -> Listing:
    """Mails and documents in trouble, open steps of the set-up that are an administrator's, own action items."""
    today = local_day(now)
    return listed([*_mails(now), *_documents(today), *_setup(reader, today), *owed.actions(reader)], today)


def _mails(now: datetime) -> Iterator[Row]:
    found = Delivery.objects.aggregate(
        late=Count("pk", filter=late(now)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        held=Count("pk", filter=Q(state=State.HELD, held_by="")),
    )
    today, mails, button = local_day(now), reverse("dispatches"), _("See the mails")
    if count := found["late"]:
        meta = _("Please see whether worker, beat and mail server are running. Nothing is lost.")
        yield Row(today, waiting.late_mails(count), f"{mails}?state=late", meta, button)
    if count := found["failed"]:
        meta = _("What the mail server answered stands with each of them.")
        yield Row(today, waiting.failed_mails(count), f"{mails}?state=failed", meta, button)
    if count := found["held"]:
        meta = _("The mail server refused several times. Nothing is lost.")
        yield Row(today, waiting.held_mails(count), f"{mails}?state=held", meta, button)


def _documents(today: date) -> Iterator[Row]:
    if count := Rendering.objects.filter(state=RenderingState.FAILED).count():
        yield waiting.failed_documents(count, today)


def _setup(reader: Reader, today: date) -> Iterator[Row]:
    for one in steps(reader, Company.objects.first(), today=today, codes=FOR_ADMINISTRATORS):
        if one.state == Stage.OPEN:
            yield Row(None, _("Set-up: %(step)s") % {"step": one.title}, one.url, one.said)
