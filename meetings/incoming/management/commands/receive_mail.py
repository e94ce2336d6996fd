"""`manage.py receive_mail [--json] FILE.eml ...`: what the mailbox poller does, for messages at hand."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from foundation.outbox import incoming
from foundation.outbox.models import Delivery
from foundation.web import clock
from meetings.incoming import reading
from meetings.incoming.deciding import DUPLICATE, Verdict
from meetings.invitations.composing import partstat
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting

STDIN = "-"


class Command(BaseCommand):
    help = "Read messages as if the mailbox had brought them; without files, one from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE.eml")
        parser.add_argument("--json", action="store_true", help="print one JSON object a line")

    def handle(self, *_args: Any, **options: Any) -> None:
        for name in options["files"] or [STDIN]:
            told = _received(name, _octets(name))
            self.stdout.write(json.dumps(told) if options["json"] else _sentence(told))


def _octets(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error


def _received(name: str, raw: bytes) -> dict[str, Any]:
    """Read one message; what changed is measured in the database, before and after."""
    began, before = time.perf_counter(), _State()
    row, _is_new = incoming.keep(raw, now=clock.now())
    verdict = reading.settle(row.pk, now=clock.now()) or Verdict(DUPLICATE, "read_before")
    seconds, after = time.perf_counter() - began, _State()
    row.refresh_from_db()
    invitation = Invitation.objects.filter(pk=row.facts.get("invitation")).first()
    return {
        "file": name,
        "disposition": verdict.disposition,
        "partstat": partstat(invitation) if invitation else None,
        "reason": verdict.reason,
        "others_changed": after.others(invitation) != before.others(invitation),
        "event_changed": after.meetings != before.meetings,
        "mails_sent": len(after.mails - before.mails),
        "seconds": round(seconds, 4),
    }


class _State:
    """What no message may change: other people's answers, meetings, and what is to be sent."""

    def __init__(self) -> None:
        self.invitations: dict[int, Any] = {row["id"]: row for row in Invitation.objects.values()}
        self.meetings: dict[UUID, Any] = {row["id"]: row for row in Meeting.objects.values()}
        self.mails = set(Delivery.objects.values_list("pk", "state", "not_before"))

    def others(self, own: Invitation | None) -> dict[int, Any]:
        return {pk: row for pk, row in self.invitations.items() if own is None or pk != own.pk}


def _sentence(told: dict[str, Any]) -> str:
    answer = f", {told['partstat']}" if told["partstat"] else ""
    return f"{told['file']}: {told['disposition']} ({told['reason']}){answer}"
