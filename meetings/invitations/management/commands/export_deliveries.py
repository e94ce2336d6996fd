"""Write mails of the outbox as files, for archives and for mail programs."""

import uuid
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.outbox.models import Delivery
from foundation.outbox.reading import masked_mail
from meetings.invitations.composing import TRIAL
from meetings.meeting.models import Meeting


class Command(BaseCommand):
    help = (
        "Write every mail of the outbox whose text is still kept as DIR/<created>-<kind>-<id>.eml, "
        "exactly as it is sent. "
        "The files hold working personal links: keep them like passwords, or use --masked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument(
            "--meeting", metavar="ID", help="only mails about this meeting, without trials to the office"
        )
        parser.add_argument("--masked", action="store_true", help="replace personal links by …")

    def handle(
        self, *args: object, directory: Path, meeting: str | None = None, masked: bool = False, **options: object
    ) -> None:
        deliveries = Delivery.objects.order_by("created_at", "pk").exclude(raw=b"")
        if meeting is not None:
            deliveries = deliveries.filter(topic=_meeting(meeting).key).exclude(kind=TRIAL)
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        count = 0
        for delivery in deliveries.iterator(chunk_size=100):
            path = directory / f"{delivery.created_at:%Y%m%dT%H%M%SZ}-{delivery.kind}-{delivery.pk}.eml"
            path.touch(mode=0o600)
            path.write_bytes(masked_mail(delivery) if masked else bytes(delivery.raw))
            count += 1
        self.stdout.write(f"{count} mails written to {directory}")


def _meeting(value: str) -> Meeting:
    try:
        return Meeting.objects.get(pk=uuid.UUID(value))
    except (ValueError, Meeting.DoesNotExist):
        raise CommandError(f"There is no meeting {value}.") from None
