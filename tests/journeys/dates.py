"""The days of the story, and what people find in their mail on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage

from foundation.outbox.models import Delivery
from foundation.values import BERLIN
from foundation.web import clock

NOVEMBER = date(2026, 11, 12)
FEBRUARY = date(2027, 2, 11)
MAY = date(2027, 5, 13)


@contextmanager
def on(day: date, hour: int = 9, minute: int = 0) -> Iterator[datetime]:
    """The clock stands at this time of this day in Darmstadt."""
    moment = datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)
    with clock.at(moment):
        yield moment


def mail_of(delivery: Delivery) -> EmailMessage:
    """The bytes that left, as a mail program reads them."""
    mail = message_from_bytes(bytes(delivery.raw), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def link_in(delivery: Delivery, part: str) -> str:
    """The first address in the text of a mail that holds `part`."""
    text = mail_of(delivery).get_body(("plain",))
    assert text is not None
    return next(word for word in text.get_content().split() if part in word)
