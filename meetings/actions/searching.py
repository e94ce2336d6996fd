"""Action items, as the search finds them (`SEARCH_SOURCES`)."""

from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page
from meetings.actions.models import ActionItem

ACTIONS = Source(
    kind="actions",
    word=_("Action item"),
    model=ActionItem,
    rows=lambda reader, today: ActionItem.objects.visible_to(reader),
    title="title",
    texts=("title", "report_note", "dropped_reason"),
    owner="item__meeting__board",
    day="due_on",
    address=page("action", int),
)
