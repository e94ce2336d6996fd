import pytest
from django.utils import translation

from meetings.agenda.models import ItemKind
from meetings.votes import correcting, voting
from meetings.votes.models import Vote
from meetings.votes.searching import VOTES
from tests.meetings.live import DAY

pytestmark = pytest.mark.django_db


def test_a_hit_names_the_resolution_or_what_the_vote_said(evening):
    """Adopted is adopted, also where no resolution comes of it; a rejected motion keeps no number."""
    evening.meeting.items.filter(position=2).update(kind=ItemKind.DISCUSSION)
    evening.open(present=8)
    for position in (1, 2, 3):
        evening.act(voting.unanimous, evening.item(position))
    last = Vote.objects.get(motion__item=evening.item(3))
    evening.act(correcting.correct, last, yes=1, no=7, abstain=0, reason="verzählt")
    with translation.override("de"):
        rows = VOTES.rows(evening.world.reader(evening.world.secretary), DAY).order_by("item__position")
        assert [row.outcome for row in rows] == ["Beschluss UB-B-2027-01", "angenommen", "abgelehnt"]
