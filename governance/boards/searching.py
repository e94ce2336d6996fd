"""Boards, as the search finds them (`SEARCH_SOURCES`)."""

from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page
from governance.boards.models import Board

BOARDS = Source(
    kind="boards",
    word=_("Board"),
    model=Board,
    rows=lambda reader, today: Board.objects.visible_to(reader),
    title="name",
    texts=("name", "short_name", "purpose"),
    body=("purpose",),
    owner="pk",
    key="slug",
    address=page("board"),
)
