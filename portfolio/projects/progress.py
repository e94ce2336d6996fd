"""Notes on how a project stands. A note is never changed: a newer one follows."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError, clean_line
from portfolio.projects.models import ProgressNote, Project

LONGEST = 300


@transaction.atomic
def note(project: Project, *, as_of: date, status: str, text: str, by: Actor, now: datetime) -> ProgressNote:
    """Say how the project stands on `as_of`; said twice is said once.

    Raises DomainError: 400 for a day in the future, an unknown status or a text that is empty or longer than 300
    characters; 409 when another note stands for that day.
    """
    if as_of > now.astimezone(BERLIN).date():
        raise DomainError(_("A note cannot speak of a day to come."), code="future_note", status=400)
    if status not in Project.Status.values:
        raise DomainError(_("Please choose a status from the list."), code="unknown_status", status=400)
    line = _line(text)
    made, is_new = ProgressNote.objects.get_or_create(
        project=project, as_of=as_of, defaults={"status": status, "text": line}
    )
    if is_new:
        record("project.noted", project.journal_key, by=by, now=now, note=made.pk, status=status)
    elif (made.status, made.text) != (status, line):
        raise DomainError(_("There is a note for this day already. Please choose another day."), code="day_taken")
    return made


def _line(text: str) -> str:
    try:
        line = clean_line(text)
    except ValueError:
        line = ""
    if not 0 < len(line) <= LONGEST:
        raise DomainError(
            _("Please write a text of at most %(count)s characters.") % {"count": LONGEST},
            code="text_not_usable",
            status=400,
        )
    return line
