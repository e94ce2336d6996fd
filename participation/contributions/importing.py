"""Printed contributions enter as they are: ids, times and labels included; nothing is added to the print."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from participation.contributions.chapter import Chapter, PrintedContribution, parse
from participation.contributions.models import Contribution, PrintedChapter
from portfolio.strategy.models import Phase


@transaction.atomic
def import_chapter(text: str, *, by: Actor, now: datetime, phases: Mapping[int, int]) -> list[Contribution]:
    """Import the contributions of a printed chapter as published; return those that were new.

    What is known by its printed id stays as it is. `phases` links a printed id to a phase number of the current
    strategy. Raises DomainError (400) where the print does not hold together.
    """
    chapter = _parsed(text)
    PrintedChapter.objects.update_or_create(
        title=chapter.heading,
        defaults={"announced_count": chapter.announced_count, "printed_count": chapter.printed_count},
        create_defaults={
            "announced_count": chapter.announced_count,
            "printed_count": chapter.printed_count,
            "imported_at": now,
        },
    )
    new = _store(chapter, phases)
    if new:
        refs = sorted(one.source_ref for one in new if one.source_ref is not None)
        record("contributions.imported", "contributions", by=by, now=now, refs=refs)
    return new


def _parsed(text: str) -> Chapter:
    try:
        return parse(text)
    except ValueError as error:
        raise DomainError(
            _("This text cannot be imported (%(problem)s). Please correct it and try again.") % {"problem": error},
            code="chapter_not_readable",
            status=400,
        ) from error


def _store(chapter: Chapter, phases: Mapping[int, int]) -> list[Contribution]:
    printed = [one for thread in chapter.contributions for one in (thread, *thread.replies)]
    known = Contribution.objects.in_bulk([one.source_ref for one in printed], field_name="source_ref")
    by_number = {phase.number: phase for phase in Phase.objects.filter(strategy__is_current=True)}

    def row(one: PrintedContribution, parent: Contribution | None = None) -> Contribution:
        return Contribution(
            source_ref=one.source_ref,
            chapter=chapter.heading,
            author_label=one.author_label,
            posted_at=one.posted_at,
            text=one.text,
            parent=parent,
            phase=by_number.get(phases.get(one.source_ref, 0)),
            status=Contribution.Status.PUBLISHED,
        )

    threads = Contribution.objects.bulk_create(
        row(one) for one in chapter.contributions if one.source_ref not in known
    )
    parents = known | {one.source_ref: one for one in threads if one.source_ref is not None}
    replies = Contribution.objects.bulk_create(
        row(reply, parents[thread.source_ref])
        for thread in chapter.contributions
        for reply in thread.replies
        if reply.source_ref not in known
    )
    return [*threads, *replies]
