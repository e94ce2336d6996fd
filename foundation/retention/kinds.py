"""What is kept for how long: each kind of data says what is due and how to let it go. `settings.RETENTION_KINDS`
names them, in the order in which pages show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from foundation.journal import cutting
from foundation.journal.models import JournalEntry


@dataclass(frozen=True)
class Kind:
    """`days` after `since` the rows are due, unless the board office set another number.

    `rows(before)` are those whose time was over before that moment, whatever was let go already; `forget(rows,
    before=, by=, now=)` lets some of them go so that `rows` finds them no more, and returns how many.
    """

    code: str
    title: Promise
    since: Promise
    what: Promise
    days: int
    rows: Callable[[datetime], QuerySet[Any]]
    forget: Callable[..., int]
    example: Callable[[Any], str] = str


def deleting(model: type[Model]) -> Callable[..., int]:
    """`Kind.forget` where the rows go."""
    return lambda rows, **_who: model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()[0]


def blanking(model: type[Model], **values: object) -> Callable[..., int]:
    """`Kind.forget` where these fields go and the rows stay."""
    return lambda rows, **_who: model._default_manager.filter(pk__in=[row.pk for row in rows]).update(**values)


def all_kinds() -> list[Kind]:
    return [import_string(path) for path in settings.RETENTION_KINDS]


def kind_of(code: str) -> Kind | None:
    return next((kind for kind in all_kinds() if kind.code == code), None)


def _cut(rows: Sequence[JournalEntry], *, before: datetime, by: Any, now: datetime) -> int:
    return cutting.cut(before=before, by=by, now=now)


JOURNAL = Kind(
    code="journal",
    title=_("Entries of the journal"),
    since=_("after the act"),
    what=_("The entries are deleted behind a signed checkpoint."),
    days=3 * 365,
    rows=cutting.due,
    forget=_cut,
    example=lambda entry: f"{entry.at:%d.%m.%Y}",
)
