"""Who may download the own data, and how long after the last mandate."""

from datetime import date, timedelta

from governance.confidentiality import Reader
from governance.mandates.models import Mandate

DAYS_AFTER = 30


def last_day(reader: Reader, today: date) -> date | None:
    """Until when a former member may download; None for everybody else: no end in sight.

    30 days after the last mandate ended. One query, only for those without a function.
    """
    if reader.boards or reader.chairs or reader.roles or not reader.former:
        return None
    ended = (
        Mandate.objects.filter(person=reader.person_id, end__lt=today).order_by("-end").values_list("end", flat=True)
    )
    last = ended.first()
    return last + timedelta(days=DAYS_AFTER) if last else None
