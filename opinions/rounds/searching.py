"""Questions to boards, as the search finds them (`SEARCH_SOURCES`). What members answered is not searched."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page
from opinions.rounds.models import OpinionRound

ROUNDS = Source(
    kind="rounds",
    word=_("Opinion round"),
    model=OpinionRound,
    rows=lambda reader, today: OpinionRound.objects.visible_to(reader),
    title="title",
    texts=("title", "question"),
    owner="board",
    day="deadline",
    address=page("round", UUID),
)
