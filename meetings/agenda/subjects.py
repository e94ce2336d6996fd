"""What the items of an agenda are about, as rooms here and above know it today."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from governance.confidentiality import Reader
from meetings.agenda.models import AgendaItem


@dataclass(frozen=True)
class Subject:
    """`links` lead, as (label, address), to what the reader may see; `reason` is today's, "" keeps the stored one."""

    links: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def today(items: Collection[AgendaItem], reader: Reader) -> dict[int, Subject]:
    """By item (`ITEM_SUBJECTS`). An item has one source, so no two of them speak of the same item."""
    return {pk: one for path in settings.ITEM_SUBJECTS for pk, one in import_string(path)(items, reader).items()}
