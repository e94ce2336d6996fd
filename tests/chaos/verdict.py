"""What became of every mail that was promised."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from foundation.outbox.models import Delivery, State
from foundation.outbox.queue import message_id
from meetings.invitations.models import Notice
from tests.chaos.cast import SIZE, Cast
from tests.chaos.relay import Relay, Taken
from tests.chaos.rounds import Record

MOST_COPIES = 0.02


@dataclass
class Verdict:
    """`faults` is empty when every promise was kept."""

    promised: int
    accepted: int
    refused: int
    copies: int
    copies_per_kill: int
    lost: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    errors: int = 0

    @property
    def share(self) -> float:
        return self.copies / self.promised

    @property
    def faults(self) -> list[str]:
        found = [*(f"lost: {one}" for one in self.lost), *(f"another mail: {one}" for one in self.strangers)]
        if self.errors:
            found.append(f"the web answered {self.errors} times with an error")
        if self.share > MOST_COPIES or self.copies_per_kill > 1:
            found.append(f"{self.copies} copies ({self.share:.1%}), up to {self.copies_per_kill} by one kill")
        return found


def judge(cast: Cast, relay: Relay, record: Record) -> Verdict:
    """Hold the rows of the outbox against what the relay took."""
    mails = relay.taken()
    taken = Counter(one.message_id for one in mails)
    rows = list(Delivery.objects.exclude(state=State.OBSOLETE).defer("raw"))
    refused = [row for row in rows if row.state == State.FAILED and row.address == cast.refused]
    arrived = [row for row in rows if row.state == State.SENT and taken[message_id(row.key)]]
    return Verdict(
        promised=len(rows),
        accepted=len(arrived),
        refused=len(refused),
        copies=sum(number - 1 for number in taken.values()),
        copies_per_kill=max(Counter(_kills(mails, record)).values(), default=0),
        lost=[*_uninvited(record), *(_words(row) for row in rows if not _is_kept(row, cast, taken))],
        errors=sum(number for status, number in record.answers.items() if status not in (0, 302)),
        strangers=[*_strangers(mails, rows), *_twins(mails)],
    )


def _is_kept(row: Delivery, cast: Cast, taken: Counter[str]) -> bool:
    """Accepted by the relay, or failed with the reason where the address takes nothing."""
    if row.address == cast.refused:
        return row.state == State.FAILED and row.last_error == "550 5.1.1 no such mailbox"
    return row.state == State.SENT and taken[message_id(row.key)] > 0


def _words(row: Delivery) -> str:
    return f"{row.key} to {row.address}: {row.state} after {row.attempts} tries, {row.last_error or row.smtp_reply}"


def _uninvited(record: Record) -> list[str]:
    """Every meeting has its 31 members, and whoever comes as a guest, exactly once among its notices."""
    numbers = Counter(Notice.objects.values_list("dispatch__meeting", flat=True))
    return [f"{one} has {numbers[one.pk]} notices" for one in record.invited if numbers[one.pk] < SIZE]


def _strangers(mails: list[Taken], rows: list[Delivery]) -> list[str]:
    """Mails no row stands for."""
    known = {message_id(row.key) for row in rows}
    return [f"{one.message_id} to {one.recipient}" for one in mails if one.message_id not in known]


def _twins(mails: list[Taken]) -> list[str]:
    """One entry for one person under two ids, or one id with two contents."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in mails:
        if one.uid:
            found[one.uid, one.sequence, one.recipient].add(one.message_id)
        found[(one.message_id,)].add(one.digest)
    return [f"{' '.join(one)}: {sorted(values)}" for one, values in found.items() if len(values) > 1]


def _kills(mails: list[Taken], record: Record) -> list[float]:
    """For each copy the kill that made it: the first one after the mail had arrived."""
    arrived: dict[str, float] = {}
    found = []
    for one in mails:
        if one.message_id in arrived:
            found.append(next((at for at, _who in record.kills if at > arrived[one.message_id] - 0.1), 0.0))
        arrived[one.message_id] = one.at
    return found
