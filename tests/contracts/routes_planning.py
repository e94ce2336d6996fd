"""Routes of planning: the year plan of the Unternehmensbeirat, the calendar it is made with, absences and feeds."""

from datetime import UTC, date, datetime

from foundation.accounts import feeds
from foundation.almanac.models import CalendarPeriod
from foundation.values import SYSTEM
from governance.boards.models import Board
from meetings.absences.models import Absence
from meetings.planning.models import PlannedDate, YearPlan
from meetings.rooms import keeping
from tests.contracts.roles import BOARD, LEADERS, STAFF, everybody, inside, logged_in
from tests.world import DECLARED

OFFICE = inside("secretariat")
THEIRS = ("chair", "assistant", "secretariat")

ROWS = {
    "year_plan": inside(*BOARD, *STAFF),
    **dict.fromkeys(("periods", "period_new", "period_change", "period_list", "period_export"), OFFICE),
    **dict.fromkeys(("year_calendar", "year_calendar_pdf"), logged_in()),
    "year_calendar_file": inside(*BOARD, *STAFF),
    "planned_date": OFFICE,
    "planned_date_release": logged_in(405),
    "set_date": logged_in(405),
    "extra_meeting": inside(*LEADERS),
    **dict.fromkeys(("period_list_enter", "period_out", "period_in"), logged_in(405)),
    **dict.fromkeys(("rooms", "room_new", "room_change", "usual_place"), OFFICE),
    "room": inside("other_member", "assistant", *BOARD, *STAFF),
    **dict.fromkeys(("room_retire", "room_use_again"), logged_in(405)),
    "absences_own": logged_in(302),
    **dict.fromkeys(("absences", "absence_remove", "absence_calendar"), inside(*THEIRS)),
    **dict.fromkeys(("absence_calendar_enter", "absence_calendar_forget"), logged_in(405)),
    "subscriptions": logged_in(),
    "subscription_end": logged_in(405),
    **dict.fromkeys(("feed", "board_feed", "principal_feed"), everybody()),
    **dict.fromkeys(("public_feed", "public_board_feed", "public_dates"), everybody()),
    "board_dates": OFFICE,
    "board_reminders": OFFICE,
}
POSTS = {
    "year_plan": inside(),
    "year_plan act=adopt": inside(),
    "year_plan act=confirm": inside("secretariat", got=302),
    "planned_date": 400,
    "planned_date_release": inside("secretariat", got=302),
    "set_date": inside(*LEADERS, got=302),
    "extra_meeting": 400,
    "period_new": 400,
    "period_change": 400,
    "period_list": 400,
    "period_list_enter": inside("secretariat", got=302),
    "period_out": inside("secretariat", got=302),
    "period_in": inside("secretariat", got=302),
    "room_new": 400,
    "room_change": 400,
    "usual_place": 400,
    "board_dates": 400,
    "board_reminders": 400,
    "room_retire": inside("secretariat", got=302),
    "room_use_again": inside("secretariat", got=302),
    "absences": 400,
    "absence_remove": 302,
    "absence_calendar": 400,
    **dict.fromkeys(("absence_calendar_enter", "absence_calendar_forget"), inside(*THEIRS, got=302)),
    "subscriptions": 400,
    "subscription_end": inside("member", got=302),
}


def _feeds(person, *subjects):
    opened = {"language": "de", "detailed": True, "by": SYSTEM, "now": DECLARED}
    return [feeds.open_feed(person.key, subject=subject, **opened) for subject in subjects]


def kwargs(world):
    (own, secret), (_own, of_board) = _feeds(world.kaya, "", f"board:{world.ub.slug}")
    ((_own, of_mayor),) = _feeds(world.assistant, f"person:{world.mayor.pk}")
    Board.objects.filter(pk=world.sb.pk).update(publishes_dates=True)
    closed = CalendarPeriod.objects.create(
        kind="custom", name="Betriebsferien", start=date(2027, 7, 5), end=date(2027, 7, 9), source="own"
    )
    proposal = YearPlan.objects.create(
        board=world.etb, year=2027, proposed_at=datetime(2026, 10, 1, tzinfo=UTC), outcome="optimal"
    )
    spring = PlannedDate.objects.create(plan=proposal, day=date(2027, 4, 15))
    away = Absence.objects.create(
        person=world.mayor,
        start=date(2027, 3, 1),
        end=date(2027, 3, 5),
        entered_at=DECLARED,
        entered_by=world.mayor.key,
    )
    theirs = {"pk": world.mayor.pk}
    world.meeting(world.ub, day=date(2028, 2, 10))
    room = keeping.add(name="Rathaus, Raum 2.10", by=SYSTEM, now=DECLARED)
    return {
        "rooms": {},
        **{name: {"pk": room.pk} for name in ("room", "room_change", "room_retire", "room_use_again")},
        "usual_place": {"slug": world.ub.slug},
        "absences_own": {},
        "absence_remove": theirs | {"absence": away.pk},
        **dict.fromkeys(
            ("absences", "absence_calendar", "absence_calendar_enter", "absence_calendar_forget"), theirs
        ),
        "subscriptions": {},
        "subscription_end": {"pk": own.pk},
        "feed": {"person": world.kaya.pk, "secret": secret},
        "board_feed": {"person": world.kaya.pk, "slug": world.ub.slug, "secret": of_board},
        "principal_feed": {"person": world.assistant.pk, "principal": world.mayor.pk, "secret": of_mayor},
        **{name: {} for name in ("public_feed", "public_dates")},
        "public_board_feed": {"slug": world.sb.slug},
        **{name: {"slug": world.ub.slug} for name in ("board_dates", "board_reminders")},
        "year_plan": {"slug": world.ub.slug, "year": 2027},
        "extra_meeting": {"slug": world.ub.slug},
        **{name: {"pk": spring.pk} for name in ("planned_date", "planned_date_release")},
        **{name: {"year": 2028} for name in ("year_calendar", "year_calendar_pdf", "year_calendar_file")},
        "set_date": {"pk": world.meeting(world.ub, day=date(2027, 5, 13), status="planned", number=9).pk},
        "period_export": {"year": 2027},
        **{name: {"pk": closed.pk} for name in ("period_change", "period_out", "period_in")},
    }
