"""Handing mails to a server: the outbox beside smtplib alone, and two workers beside one."""

import smtplib
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from unittest.mock import patch

from django.test import override_settings

from bench.sink import aiosmtpd
from foundation.outbox import mime, queue, transport
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery

MAILS, ROUNDS = 31, 9
SENDER = "gremien@stadt.example"
NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)


def letter(number: int, lines: int = 100) -> queue.Mail:
    """About as large as an invitation, 12 kB, or shorter."""
    key, address = f"bench:{number}", f"mitglied{number}@mitglied.example"
    raw = mime.message(
        from_name="Geschäftsstelle",
        from_email=SENDER,
        to_name=f"Mitglied {number}",
        to_email=address,
        subject="Einladung",
        text="Guten Tag,\n" + "Tagesordnung der Sitzung\n" * lines,
        html="<p>Tagesordnung der Sitzung</p>\n" * 2 * lines,
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
    assert drain(now=NOW) >= len(mails)


def _seconds(act: Callable[[int, list[queue.Mail]], None], port: int, mails: list[queue.Mail]) -> float:
    Delivery.objects.filter(key__startswith="bench:").delete()
    with queue.quiet():
        queue.enqueue(mails, now=NOW)
    began = time.perf_counter()
    act(port, mails)
    return time.perf_counter() - began


def _outbox_each(port: int, mails: list[queue.Mail]) -> None:
    """The outbox as it would be with a connection for each mail."""
    send = transport.Smtp.send

    def alone(way: transport.Smtp, address: str, raw: bytes) -> str:
        try:
            return send(way, address, raw)
        finally:
            way.close()

    with patch.object(transport.Smtp, "send", alone):
        _outbox(port, mails)


def _commits(_port: int, mails: list[queue.Mail]) -> None:
    """What the database alone needs to write down each mail by itself."""
    for mail in mails:
        Delivery.objects.filter(key=mail.key).update(smtp_reply="250 OK")


WAYS = {"bare": _kept, "bare_each": _each, "ours": _outbox, "ours_each": _outbox_each, "commits": _commits}


def measure() -> dict[str, object]:
    """In turns; medians in ms, and medians of the ratios of a turn."""
    mails = [letter(number) for number in range(MAILS)]
    with aiosmtpd() as port, override_settings(EMAIL_URL=f"smtp://127.0.0.1:{port}"):
        turns = [{name: _seconds(act, port, mails) for name, act in WAYS.items()} for _round in range(ROUNDS)]
    Delivery.objects.filter(key__startswith="bench:").delete()
    return {
        "handing_ms": {name: statistics.median(turn[name] for turn in turns) * 1000 for name in WAYS},
        "handing_ratio": statistics.median(turn["ours"] / turn["bare"] for turn in turns),
        "handing_gain": statistics.median(turn["ours_each"] / turn["ours"] for turn in turns),
    }


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """(what, measured, goal, met)."""
    ratio, gain = float(str(found["handing_ratio"])), float(str(found["handing_gain"]))
    ms: dict[str, float] = found["handing_ms"]  # type: ignore[assignment]
    words = (
        f"{ratio:.2f} x ({ms['ours']:.0f} ms, bare {ms['bare']:.0f} ms; of ours about {ms['commits']:.0f} ms are the"
        " database's commit of each mail)"
    )
    each = f"{gain:.2f} x faster ({ms['ours_each']:.0f} ms; bare {ms['bare_each']:.0f} ms)"
    return [
        ("31 mails handed over, against smtplib on one kept connection", words, "≤ 3 x", ratio <= 3),
        ("the same, against the outbox with a connection for each mail", each, "≥ 1.3 x", gain >= 1.3),
    ]
