"""Checking the chain: from the last checkpoint, seal by seal, in memory that does not grow with the journal."""

from dataclasses import dataclass

from foundation.journal.chain import START, digest, first_fault
from foundation.journal.cutting import is_genuine
from foundation.journal.models import Checkpoint, JournalEntry, Seal
from foundation.journal.sealing import lines_between


@dataclass
class Finding:
    """What was checked, and the first fault in words, empty when the journal is whole.

    Somebody who deletes the newest entries together with their seals leaves a shorter chain that is whole: note
    `head` outside from time to time and ask for it again (`known`).
    """

    entries: int = 0
    seals: int = 0
    waiting: int = 0
    cut: int = 0
    head: str = START
    fault: str = ""


def verify(known: str = "") -> Finding:
    """Check every checkpoint and every seal; `known` is a hash noted earlier that must still be part of the chain."""
    found = Finding()
    last = _checkpoints(found)
    seen = not known or known == found.head
    for seal in Seal.objects.defer("marks").iterator():
        if found.fault:
            return found
        last = _seal(found, seal, last)
        seen = seen or known == found.head
    found.waiting = JournalEntry.objects.filter(pk__gt=last).count()
    if not found.fault and not seen:
        found.fault = "the hash you noted is no longer part of the chain: its newest part was taken away"
    return found


def _checkpoints(found: Finding) -> int:
    """Signatures and sums of all checkpoints; return the entry after which the chain goes on."""
    last, before = 0, ""
    for checkpoint in Checkpoint.objects.all():
        if not is_genuine(checkpoint, before):
            found.fault = f"checkpoint {checkpoint.pk} is not signed by this installation"
            return last
        last, before, found.head = checkpoint.last, checkpoint.signature, checkpoint.sha256
        found.cut += checkpoint.count
    stray = JournalEntry.objects.filter(pk__lte=last).order_by("pk").first()
    if stray:
        found.fault = f"entry {stray.pk} was added before the checkpoint, where nothing may stand"
    return last


def _seal(found: Finding, seal: Seal, last: int) -> int:
    if seal.previous != found.head:
        found.fault = f"seal {seal.pk} (entries {seal.first} to {seal.last}) does not follow the one before it"
        return last
    lines = lines_between(last, seal.last)
    if digest(seal.previous, lines) != seal.sha256:
        broken = first_fault(seal.marks, lines)
        found.fault = broken or f"seal {seal.pk} (entries {seal.first} to {seal.last}) was changed"
        return last
    found.entries += len(lines)
    found.seals += 1
    found.head = seal.sha256
    return seal.last
