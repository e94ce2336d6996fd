"""What is left to do on the day somebody looks at the demo: each role that has nothing gets one thing, by real acts.

Only `play_demo` leaves tasks; `play_year` tells the same story on every run. What was left is part of the story from
then on: people answer, the meeting is held, and on a later day the next thing is left.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from demo import cast, mailbox, polls, reports
from demo.meetings import VISITED, WORD
from demo.opinions import FOLLOWS_UP
from demo.play import first_year
from demo.scripts.leaving import ACTION, FOLLOW_UP, MEETING, TOPICS
from demo.scripts.opinions import SENSORS
from demo.scripts.topics import Topic
from demo.story import Story, at
from desk.home import member, owed, staff
from foundation.almanac.periods import closed_days, school_days
from foundation.outbox import queue
from foundation.values import DomainError
from foundation.web.wording import local_day
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.rights.reader import reader_of_person
from meetings.actions import tracking
from meetings.agenda import editing, proposing
from meetings.agenda.models import AgendaItem, AgendaProposal
from meetings.invitations import sending
from meetings.invitations.models import Invitation
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from opinions.rounds import opening
from portfolio.projects.models import Guideline, Project
from reports.editions import compiling, submitting
from reports.editions.models import ManagementReport
from reports.editions.periods import Period, quarter_before

log = logging.getLogger(__name__)
MANAGER = "ebeling"
CHAIRS = {"holtkamp": cast.UB, "sander": cast.ETB}
AHEAD, APART = timedelta(days=16), timedelta(days=21)
QUARTERS_BACK = 4
THURSDAY, SATURDAY = 3, 5


def leave_tasks(*, now: datetime) -> list[str]:
    """Leave a thing to do to each role that has none; return for whom. Done twice it is done once.

    What visitors did may stand in the way of one of them; the others are left all the same.
    """
    story = Story(first_year(local_day(now)))
    story.load()
    left = []
    with queue.quiet():
        for leave in (
            _invitation,
            _assessment,
            _report,
            _work_of_the_management,
            polls.leave,
            mailbox.leave,
            *_chairs(),
        ):
            try:
                with transaction.atomic():
                    left += leave(story, now)
            except DomainError as error:
                log.warning("%s: %s", getattr(leave, "__name__", "leave"), error)
    return left


def _reader(story: Story, key: str, now: datetime) -> Reader:
    return reader_of_person(story.person(key), today=local_day(now))


def _invitation(story: Story, now: datetime) -> list[str]:
    """An extraordinary meeting in some two weeks, where no meeting of the member's boards is near."""
    person = story.person(VISITED)
    waiting = Invitation.objects.silent().filter(person=person, meeting__status="invited", meeting__starts_at__gt=now)
    place = None if waiting.exists() else _free_day(story, now)
    if place is None:
        return []
    board, day = place
    meeting = scheduling.pencil_in(board, day, kind=Meeting.Kind.EXTRAORDINARY, by=story.office, now=now)
    scheduling.confirm([meeting], by=story.office, now=now)
    meeting.refresh_from_db()
    editing.accept(meeting, by=story.office, now=now)
    _add(meeting, MEETING, story, now)
    editing.release(meeting, note=WORD, by=story.for_chair(board), now=now)
    sending.invite(meeting, by=story.office, now=now)
    return [VISITED]


def _add(meeting: Meeting, topic: Topic, story: Story, now: datetime) -> None:
    editing.add_item(
        meeting,
        title=topic.title,
        kind=topic.kind,
        minutes=topic.minutes,
        text=topic.text,
        motion_text=topic.motion.text if topic.motion else "",
        by=story.office,
        now=now,
    )


def _free_day(story: Story, now: datetime) -> tuple[Board, date] | None:
    """A day that keeps the notice period, and the board of the member that meets far from it.

    A Thursday in school time at best, then another weekday, then one in school holidays, as the planner gives way.
    Never on a public holiday, and never on a day on which another board meets: people sit on two of them.
    """
    first = local_day(now) + AHEAD
    found = Meeting.objects.exclude(status=Meeting.Status.CANCELLED).filter(starts_at__gte=now - APART)
    taken = [(slug, local_day(starts)) for slug, starts in found.values_list("board__slug", "starts_at")]
    last = first + APART
    closed, school = closed_days(first, last), school_days(first, last)
    days = [first + timedelta(days=offset) for offset in range(APART.days)]
    working = [day for day in days if day.weekday() < SATURDAY and day not in closed]
    best = sorted(working, key=lambda day: (day in school, day.weekday() != THURSDAY))
    for day in best:
        if any(other == day for _slug, other in taken):
            continue
        for slug in (cast.UB, cast.ETB):
            if all(abs(other - day) >= APART for board, other in taken if board == slug):
                return story.boards[slug], day
    return None


def _assessment(story: Story, now: datetime) -> list[str]:
    """A question that follows up the first round of the script; its members answer as they did then."""
    if any(owed.assessments(_reader(story, VISITED, now), now)):
        return []
    today = local_day(now)
    deadline = at(today + APART, 23, 59)
    asked = opening.prepare(
        board=story.boards[SENSORS.board],
        title=f"{SENSORS.title} ({FOLLOWS_UP} {today:%d.%m.%Y})",
        question=FOLLOW_UP,
        requested_by=story.person(SENSORS.requested_by),
        deadline=deadline,
        project=Project.objects.get(key=SENSORS.project),
        by=story.actor(SENSORS.requested_by),
        now=now,
    )
    guidelines = Guideline.objects.all()
    opening.open_round(
        asked, deadline=deadline, guidelines=guidelines, important=SENSORS.important, by=story.office, now=now
    )
    return [VISITED]


def _report(story: Story, now: datetime) -> list[str]:
    """The draft that stands, or one for the newest quarter without a report, written and submitted."""
    if ManagementReport.objects.waiting().exists():
        return []
    report = ManagementReport.objects.filter(status=ManagementReport.Status.DRAFT).order_by("created_at").first()
    report = report or _compiled(story, now)
    if report is None:
        return []
    reports.write(story, report, local_day(now), now=now)
    submitting.submit(report, by=story.actor(MANAGER), now=now)
    return ["rheinsberg"]


def _compiled(story: Story, now: datetime) -> ManagementReport | None:
    author = story.person(MANAGER)
    for period in _quarters(local_day(now)):
        for slug in (cast.UB, cast.ETB):
            board = story.boards[slug]
            if not ManagementReport.objects.filter(board=board, period_start=period.start).exists():
                by = story.actor(MANAGER)
                return compiling.compile(board, period=period, meeting=None, author=author, by=by, now=now)
    return None


def _quarters(today: date) -> list[Period]:
    found = [quarter_before(today)]
    while len(found) < QUARTERS_BACK:
        found.append(quarter_before(found[-1].start))
    return found


def _work_of_the_management(story: Story, now: datetime) -> list[str]:
    """An action item from the last meeting whose minutes are not between the chair's signature and the members."""
    today = local_day(now)
    if staff.management(_reader(story, MANAGER, now), now).work.count:
        return []
    held = AgendaItem.objects.filter(meeting__status=Meeting.Status.HELD)
    free = held.exclude(meeting__minutes__status=Minutes.Status.SIGNED_OFF).order_by("meeting__starts_at", "position")
    if (item := free.select_related("meeting").last()) is None:
        return []
    owner = story.person(MANAGER)
    tracking.assign(item, title=ACTION, owner=owner, due_on=today + APART, by=story.office, now=now)
    return [MANAGER]


def _chairs() -> list[Callable[[Story, datetime], list[str]]]:
    return [partial(_topic, chair, slug) for chair, slug in CHAIRS.items()]


def _topic(chair: str, slug: str, story: Story, now: datetime) -> list[str]:
    """A member's topic that the chair decides on."""
    if member.overview(_reader(story, chair, now), now).release.count:
        return []
    board = story.boards[slug]
    known = set(AgendaProposal.objects.filter(board=board).values_list("title", flat=True))
    topic = next((one for one in TOPICS if one.board == slug and one.title not in known), None)
    if topic is None:
        return []
    proposing.propose(
        board=board,
        proposer=story.person(topic.submitted_by),
        title=topic.title,
        kind="discussion",
        minutes=20,
        text=topic.text,
        by=story.actor(topic.submitted_by),
        now=now,
    )
    return [chair]


_LEAVING = (_invitation, _assessment, _report, _work_of_the_management, polls.leave, mailbox.leave)
