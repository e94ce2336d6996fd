"""Agenda items and topics, as the search finds them (`SEARCH_SOURCES`)."""

from datetime import date
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page, pages
from governance.confidentiality import Reader
from meetings.agenda.models import AgendaItem, AgendaProposal


def _items(reader: Reader, today: date) -> QuerySet[AgendaItem]:
    """Who is recused from an item does not find it, neither does who reads only its neutral title."""
    place = Concat(Cast("meeting", CharField()), Value("#top-"), "position", output_field=CharField())
    return AgendaItem.objects.readable_by(reader).annotate(place=place)


def _topics(reader: Reader, today: date) -> QuerySet[AgendaProposal]:
    """What the page of topics shows: the own ones, and what waits on the boards this reader leads."""
    state = AgendaProposal.Status
    waits = Q(status__in=[state.PROPOSED, state.ACCEPTED])
    own = Q(proposer=reader.person_id) if reader.person_id else Q(pk__in=[])
    return AgendaProposal.objects.visible_to(reader).filter(waits | own)


ITEMS = Source(
    kind="items",
    word=_("Agenda item"),
    model=AgendaItem,
    rows=_items,
    title="title",
    texts=("title", "text", "motion_text"),
    many=True,
    owner="meeting__board",
    day="meeting__starts_at",
    key="place",
    address=page("meeting", UUID),
)
TOPICS = Source(
    kind="items",
    word=_("Topic"),
    model=AgendaProposal,
    rows=_topics,
    title="title",
    texts=("title", "text", "motion_text"),
    owner="board",
    day="proposed_at",
    key="",
    address=pages("proposals"),
)
