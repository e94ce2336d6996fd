"""Projects, their notes and the ethical guidelines, as the search finds them (`SEARCH_SOURCES`)."""

from datetime import date

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page, pages, seen
from governance.confidentiality import Reader
from portfolio.projects.models import Guideline, ProgressNote, Project


def _notes(reader: Reader, today: date) -> QuerySet[ProgressNote]:
    """What the page of a project shows to those who see progress."""
    return ProgressNote.objects.visible_to(reader).filter(
        seen("project", Project.objects.visible_to(reader)), as_of__lte=today
    )


def _guidelines(reader: Reader, today: date) -> QuerySet[Guideline]:
    place = Concat(Value("leitplanke-"), "number", output_field=CharField())
    return Guideline.objects.annotate(place=place)


PROJECTS = Source(
    kind="projects",
    word=_("Project"),
    model=Project,
    rows=lambda reader, today: Project.objects.visible_to(reader),
    title="title",
    texts=("title", "summary"),
    key="key",
    address=page("project"),
)
NOTES = Source(
    kind="projects",
    word=_("Note on progress"),
    model=ProgressNote,
    rows=_notes,
    title="project__title",
    texts=("text",),
    day="as_of",
    key="project__key",
    address=page("project"),
)
GUIDELINES = Source(
    kind="projects",
    word=_("Guideline"),
    model=Guideline,
    rows=_guidelines,
    title="title",
    texts=("title", "text"),
    key="place",
    address=pages("projects"),
)
