"""Why an item stands on the agenda, where that goes on changing after the release."""

from collections.abc import Collection

from django.conf import settings
from django.utils.module_loading import import_string

from meetings.agenda.models import AgendaItem


def today(items: Collection[AgendaItem]) -> dict[int, str]:
    """The reasons of today by item, of those that change (`ITEM_REASONS`); the others keep what is stored."""
    return {pk: words for path in settings.ITEM_REASONS for pk, words in import_string(path)(items).items()}
