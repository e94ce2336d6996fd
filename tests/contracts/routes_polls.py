"""Date polls of the Unternehmensbeirat: who sees them, answers them, and fixes the date."""

from datetime import UTC, date, datetime

from foundation.accounts.models import PersonalLink
from meetings.polls import asking
from tests.contracts.roles import BOARD, CHAIRS, LEADERS, STAFF, everybody, inside, logged_in

OFFICE = inside("secretariat")

ROWS = {
    "polls": inside(*BOARD, *STAFF),
    "poll_new": OFFICE,
    "poll_ask": logged_in(405),
    "poll": inside(*LEADERS) | {"member": 302},
    "poll_answer": inside(*BOARD),
    "poll_answer_for": inside("assistant"),
    "poll_enter": OFFICE,
    "poll_more": OFFICE,
    "poll_cancel": OFFICE,
    "poll_extend": OFFICE,
    "poll_link": logged_in(405),
    "poll_fix": inside(*LEADERS),
    "poll_date_out": logged_in(405),
    "poll_by_link": everybody(),
}
POSTS = {
    "poll_new": 400,
    "poll_ask": inside("secretariat", got=302),
    "poll_answer": 400,
    "poll_answer all=yes": 302,
    "poll_answer_for": 400,
    "poll_enter": 400,
    "poll_more": 400,
    "poll_cancel": 400,
    "poll_extend": 400,
    "poll_link": inside("secretariat", got=302),
    "poll_fix": inside(*CHAIRS, "secretariat", got=302),
    "poll_date_out": inside("secretariat", got=302),
    "poll_by_link": 400,
    "poll_by_link all=yes": everybody(302),
}


def kwargs(world):
    """A poll of two dates that everybody was asked and nobody has answered."""
    poll = asking.ask(
        world.ub,
        title="Nächste Sitzung",
        starts=[datetime(2027, 1, day, 15, tzinfo=UTC) for day in (14, 21)],
        minutes=120,
        place="Rathaus",
        deadline=date(2026, 12, 4),
        by=world.actor(world.secretary),
        now=datetime(2026, 11, 23, 8, tzinfo=UTC),
    )
    board, one = {"slug": world.ub.slug}, {"pk": poll.pk}
    option = one | {"option": poll.options.first().pk}
    return {
        "polls": board,
        "poll_new": board,
        "poll_ask": board,
        "poll": one,
        "poll_answer": one,
        "poll_answer_for": one | {"person": world.mayor.pk},
        "poll_enter": one | {"person": world.kaya.pk},
        "poll_more": one,
        "poll_cancel": one,
        "poll_extend": one,
        "poll_link": one | {"person": world.kaya.pk},
        "poll_fix": option,
        "poll_date_out": option,
        "poll_by_link": {"token": PersonalLink.objects.get(holder=world.kaya.key, subject=poll.key).token},
    }
