"""The management writes its report while it is a draft or came back from the review."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError, clean_text
from governance.confidentiality import Level
from governance.people.models import Person
from reports.editions import lines
from reports.editions.models import EDITABLE, ManagementReport, ReportSection

LONGEST = 10_000
LEVELS_ALLOWED = (Level.PUBLIC, Level.INTERNAL, Level.BOARD)


@transaction.atomic
def write(
    report: ManagementReport,
    *,
    texts: Mapping[str, str],
    levels: Mapping[str, int] | None = None,
    revision: int,
    by: Actor,
    now: datetime,
) -> ManagementReport:
    """Store texts (and levels) of sections by slug; the text of `summary` is made by `lines.write`.

    `revision` is the one the writer read: written twice is written once, but somebody else's change in between
    raises DomainError (409), as does a report that is being reviewed or decided. 400 for texts that cannot be kept.
    """
    sections = {one.slug: one for one in report.sections.all()}
    changed = _changed(sections, texts, levels or {})
    if not changed:
        report.refresh_from_db()
        return report
    claimed = ManagementReport.objects.filter(pk=report.pk, revision=revision, status__in=EDITABLE)
    if not claimed.update(revision=F("revision") + 1):
        raise _refusal(report)
    ReportSection.objects.bulk_update(changed, ["text", "level"])
    sign(report, by=by)
    report.refresh_from_db()
    sections_changed = sorted(one.slug for one in changed)
    record("report.written", report.key, by=by, now=now, revision=report.revision, sections=sections_changed)
    return report


def sign(report: ManagementReport, *, by: Actor) -> list[Person]:
    """Keep who had a hand in the report, the one who acts first and then for whom; none of them reviews it."""
    keys = [key for key in (by.key, by.principal) if key.startswith("person:")]
    people = Person.objects.in_bulk([UUID(key.removeprefix("person:")) for key in keys])
    report.writers.add(*people)
    return [people[pk] for pk in sorted(people, key=lambda pk: keys.index(people[pk].key))]


def _changed(
    sections: Mapping[str, ReportSection], texts: Mapping[str, str], levels: Mapping[str, int]
) -> list[ReportSection]:
    """The sections with their new values, those that differ only."""
    changed = []
    for slug in texts.keys() | levels.keys():
        if slug not in sections:
            raise DomainError(_("This section does not exist."), code="unknown_section", status=400)
        one = sections[slug]
        text, level = _kept(slug, texts.get(slug, one.text)), levels.get(slug, one.level)
        if level != one.level and level not in LEVELS_ALLOWED:
            raise DomainError(_("Please choose a level from the list."), code="unknown_level", status=400)
        if (text, level) != (one.text, one.level):
            one.text, one.level = text, level
            changed.append(one)
    return changed


def _kept(slug: str, text: str) -> str:
    try:
        text = clean_text(text)
        if slug == lines.SUMMARY:
            text = lines.write(lines.parse(text))
    except ValueError:
        text = " " * (LONGEST + 1)
    if len(text) > LONGEST:
        raise DomainError(
            _("A section holds at most 10,000 characters, the first page ten lines. Please shorten the text."),
            code="text_not_usable",
            status=400,
        )
    return text


def _refusal(report: ManagementReport) -> DomainError:
    report.refresh_from_db()
    if report.is_editable:
        return DomainError(
            _(
                "Somebody else changed the report meanwhile. "
                "Compare your text with what is stored and save again to keep yours."
            ),
            code="revision_outdated",
        )
    return DomainError(_("The report is submitted and cannot be changed now."), code="report_not_editable")
