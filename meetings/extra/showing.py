"""What the page of an extraordinary meeting says of who called it."""

from dataclasses import dataclass

from governance.confidentiality import Reader
from meetings.extra.models import Demand, Supporter
from meetings.meeting.models import Meeting


@dataclass(frozen=True)
class Called:
    """`names` of the members who demanded it, as far as the reader may know them."""

    demand: Demand
    names: list[str]


def called(meeting: Meeting, reader: Reader) -> Called | None:
    """None for every other meeting, without a query."""
    if meeting.kind != Meeting.Kind.EXTRAORDINARY:
        return None
    demand = Demand.objects.visible_to(reader).filter(meeting=meeting).first()
    if demand is None:
        return None
    supporters = Supporter.objects.visible_to(reader).filter(demand=demand).select_related("person")
    by_name = supporters.order_by("person__family_name", "person__given_name")
    return Called(demand, [str(one.person) for one in by_name] if demand.signed else [])
