"""How a project stands: its traffic light with a sentence. What was entered stays; a newer entry corrects it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError, clean_line
from portfolio.projects.models import ProgressNote, Project

LONGEST = 300


@transaction.atomic
def note(project: Project, *, as_of: date, status: str, text: str, by: Actor, now: datetime) -> ProgressNote:
    """Say how the project stands on `as_of`; said twice is said once, said otherwise it corrects the day.

    Raises DomainError (400): a day in the future, an unknown status, or a text that is empty or longer than 300
    characters.
    """
    expect_past(as_of, now)
    if status not in Project.Status.values:
        raise DomainError(_("Please choose a status from the list."), code="unknown_status", status=400)
    line = one_line(text, LONGEST)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    before = ProgressNote.objects.filter(project=project, as_of=as_of).first()
    if before and (before.status, before.text) == (status, line):
        return before
    made = ProgressNote.objects.create(
        project=project, as_of=as_of, status=status, text=line, entered_at=now, entered_by=by.key
    )
    action = "project.note_corrected" if before else "project.noted"
    record(action, project.journal_key, by=by, now=now, note=made.pk, status=status)
    return made


def expect_past(day: date, now: datetime) -> None:
    """DomainError (400) for a day to come."""
    if day > now.astimezone(BERLIN).date():
        raise DomainError(
            _("This day is still to come. Please choose today or a day before."), code="future_day", status=400
        )


def one_line(text: str, longest: int) -> str:
    """The text on one line. DomainError (400): empty, too long, or with characters that cannot be shown."""
    try:
        line = clean_line(text)
    except ValueError:
        line = ""
    if not 0 < len(line) <= longest:
        raise DomainError(
            _("Please write a text of at most %(count)s characters.") % {"count": longest},
            code="text_not_usable",
            status=400,
        )
    return line
