"""Handing mails to a server: the outbox beside smtplib alone, and two workers beside one."""

import smtplib
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.test import override_settings

from bench.sink import running
from foundation.outbox import mime, queue
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery

MAILS, ROUNDS = 31, 9
SENDER = "gremien@stadt.example"
NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)


def letter(number: int) -> queue.Mail:
    """About as large as an invitation: 12 kB."""
    key, address = f"bench:{number}", f"mitglied{number}@mitglied.example"
    raw = mime.message(
        from_name="Geschäftsstelle",
        from_email=SENDER,
        to_name=f"Mitglied {number}",
        to_email=address,
        subject="Einladung",
        text="Guten Tag,\n" + "Tagesordnung der Sitzung\n" * 100,
        html="<p>Tagesordnung der Sitzung</p>\n" * 220,
        message_id=queue.message_id(key),
        date=NOW,
        language="de",
    )
    return queue.Mail(
        key=key,
        kind="invitation",
        recipient=f"person:{number}",
        recipient_name=f"Mitglied {number}",
        address=address,
        subject="Einladung",
        raw=raw,
    )


def _kept(port: int, mails: list[queue.Mail]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as line:
        for mail in mails:
            line.sendmail(SENDER, [mail.address], mail.raw)


def _each(port: int, mails: list[queue.Mail]) -> None:
    for mail in mails:
        with smtplib.SMTP("127.0.0.1", port) as line:
            line.sendmail(SENDER, [mail.address], mail.raw)


def _outbox(_port: int, mails: list[queue.Mail]) -> None:
    assert drain(now=NOW) == len(mails)


def _seconds(act: Callable[[int, list[queue.Mail]], None], port: int, mails: list[queue.Mail]) -> float:
    Delivery.objects.filter(key__startswith="bench:").delete()
    with queue.quiet():
        queue.enqueue(mails, now=NOW)
    began = time.perf_counter()
    act(port, mails)
    return time.perf_counter() - began


def measure() -> dict[str, object]:
    """In turns: kept connection, one connection per mail, the outbox. Medians of the ratios of a turn."""
    mails = [letter(number) for number in range(MAILS)]
    kept, each, ours = [], [], []
    with running() as port, override_settings(EMAIL_URL=f"smtp://127.0.0.1:{port}"):
        for _round in range(ROUNDS):
            kept.append(_seconds(_kept, port, mails))
            each.append(_seconds(_each, port, mails))
            ours.append(_seconds(_outbox, port, mails))
    Delivery.objects.filter(key__startswith="bench:").delete()
    return {
        "handing_ms": statistics.median(ours) * 1000,
        "handing_bare_ms": statistics.median(kept) * 1000,
        "handing_ratio": statistics.median(a / b for a, b in zip(ours, kept, strict=True)),
        "handing_gain": statistics.median(a / b for a, b in zip(each, ours, strict=True)),
        "handing_each_ms": statistics.median(each) * 1000,
    }
