"""The demo's meetings wing: year plans, topics, agendas, invitations, answers, sittings, minutes, action items."""

from datetime import date, datetime, timedelta

from demo import cast
from demo.scripts.agendas import POOLS, topics
from demo.scripts.topics import Topic, votes
from demo.story import Story, at, chance
from foundation.values import SYSTEM, Actor
from meetings.actions import tracking
from meetings.actions.models import ActionItem
from meetings.agenda import editing, proposing, recusals
from meetings.agenda.models import AgendaItem, AgendaProposal
from meetings.invitations import replies, sending
from meetings.invitations.models import Answer, Invitation, Reply
from meetings.meeting.models import Meeting
from meetings.minutes import approving, writing
from meetings.minutes.models import Minutes
from meetings.planning import year
from meetings.planning.models import YearPlan
from meetings.planning.proposing import propose
from meetings.rooms import keeping
from meetings.sittings import presence, running
from meetings.votes import voting

TOPICS_BEFORE, TOPICS_DECIDED, RELEASED, INVITED = 26, 22, 18, 16
DRAFTED, SIGNED, CIRCULATED = 2, 6, 9
ADOPT_ON, CONFIRM_ON = (10, 8), (10, 15)
WORD = "E-Mail vom Vortag"
VISITED = "dahlhoff"


def found(day: date) -> None:
    """The rooms the boards meet in."""
    for one in cast.ROOMS:
        keeping.add(**one._asdict(), by=SYSTEM, now=at(day, 7))


def play(story: Story, day: date) -> None:
    """What the board office, the chair and the members do on this day."""
    _plan_years(story, day)
    for meeting in _around(day):
        distance = (meeting.day - day).days
        if meeting.kind == Meeting.Kind.REGULAR:
            _prepare(story, meeting, distance, day)
        if distance == 0:
            _hold(story, meeting)
        if 0 < distance < INVITED:
            _answer(meeting, distance, day)
        if distance < 0:
            _write_minutes(story, meeting, -distance, day)
    _follow_actions(story, day)


def _prepare(story: Story, meeting: Meeting, distance: int, day: date) -> None:
    """The way of a regular meeting to its invitation."""
    if distance == TOPICS_BEFORE:
        _propose_topics(story, meeting, at(day, 9))
    elif distance == TOPICS_DECIDED:
        _decide_topics(story, meeting, at(day, 9))
    elif distance == RELEASED:
        _release(story, meeting, at(day, 11))
    elif distance == INVITED:
        sending.invite(meeting, by=story.office, now=at(day, 9))


def _around(day: date) -> list[Meeting]:
    """Meetings of the script whose preparation or record may fall on this day."""
    window = (at(day, 0) - timedelta(days=CIRCULATED + 1), at(day, 0) + timedelta(days=TOPICS_BEFORE + 1))
    found = Meeting.objects.filter(starts_at__range=window, board__slug__in=POOLS)
    found = found.exclude(status__in=["planned", "cancelled"])
    return list(found.select_related("board", "rules").order_by("starts_at"))


def _plan_years(story: Story, day: date) -> None:
    """The first year on the first day; each next year in October, after the duty has proposed it."""
    now = at(day, 9)
    boards = [story.boards[one.slug] for one in cast.BOARDS]
    if not YearPlan.objects.exists():
        for plan in propose(year=day.year, boards=boards, by=story.office, now=at(day, 7)):
            year.adopt(plan, by=story.office, now=now)
        year.confirm(YearPlan.objects.filter(year=day.year), by=story.office, now=now)
    plans = YearPlan.objects.filter(year=day.year + 1).select_related("board").order_by("board__position")
    if (day.month, day.day) == ADOPT_ON:
        for plan in plans:
            year.adopt(plan, by=story.office, now=now)
    if (day.month, day.day) == CONFIRM_ON:
        year.confirm(plans, by=story.office, now=now)


def count_before(meeting: Meeting) -> int:
    """How many meetings of the board came before this one: its place in the scripts."""
    earlier = Meeting.objects.filter(board=meeting.board_id, starts_at__lt=meeting.starts_at)
    return earlier.exclude(status="cancelled").count()


def script_of(meeting: Meeting) -> tuple[Topic, ...]:
    return topics(meeting.board.slug, count_before(meeting))


def _propose_topics(story: Story, meeting: Meeting, now: datetime) -> None:
    for topic in script_of(meeting):
        proposer = story.person(topic.submitted_by)
        proposing.propose(
            board=meeting.board,
            proposer=proposer,
            title=topic.title,
            kind=topic.kind,
            minutes=topic.minutes,
            text=topic.text,
            motion_text=topic.motion.text if topic.motion else "",
            level=topic.level,
            by=story.actor(topic.submitted_by),
            now=now,
        )


def _decide_topics(story: Story, meeting: Meeting, now: datetime) -> None:
    chair = story.for_chair(meeting.board)
    waiting = {one.title: one for one in AgendaProposal.objects.filter(board=meeting.board, status="proposed")}
    for topic in script_of(meeting):
        proposal = waiting.get(topic.title)
        if proposal is None:
            continue
        if topic.refusal:
            proposing.reject(proposal, reason=topic.refusal, by=chair, now=now)
        else:
            proposing.accept(proposal, by=chair, now=now)


def _release(story: Story, meeting: Meeting, now: datetime) -> None:
    editing.accept(meeting, by=story.office, now=now)
    editing.release(meeting, note=WORD, by=story.for_chair(meeting.board), now=now)


ANSWERS = (
    (0.74, Answer.ACCEPTED),
    (0.82, Answer.TENTATIVE),
    (0.91, Answer.DECLINED),
    (0.93, Answer.DELEGATED),
)


def _answer(meeting: Meeting, distance: int, day: date) -> None:
    """Each invited person answers on a day of their own; some by phone, some never.

    To an extraordinary meeting the member people look at does not answer: it was left for them (`leaving`).
    """
    asked = Invitation.objects.filter(meeting=meeting, answer="needs_action")
    if meeting.kind == Meeting.Kind.EXTRAORDINARY:
        asked = asked.exclude(person__email=cast.person(VISITED).email)
    for invitation in asked.select_related("person"):
        luck = chance("answer", meeting.day, invitation.person.email)
        answer = next((word for limit, word in ANSWERS if luck < limit), None)
        if answer is None or distance != INVITED - 1 - int(chance("day", meeting.day, invitation.person.email) * 12):
            continue
        replies.record(
            invitation,
            answer,
            by=Actor(invitation.person.key),
            now=at(day, 18),
            source=Reply.Source.LINK,
            sequence=meeting.sequence,
        )


def _hold(story: Story, meeting: Meeting) -> None:
    """The meeting from opening to closing, an item every eight minutes."""
    start = meeting.starts_at
    office = story.office
    _attend(story, meeting, start - timedelta(minutes=3))
    running.open(meeting, by=office, now=start + timedelta(minutes=2))
    if not meeting.findings.latest("found_at").quorate:
        running.close(meeting, inquorate=True, by=office, now=start + timedelta(minutes=30))
        return
    script = {topic.title: topic for topic in script_of(meeting)}
    for place, item in enumerate(meeting.items.order_by("position")):
        _deal_with(story, item, script.get(item.title), start + timedelta(minutes=4 + 8 * place))
    end = start + timedelta(minutes=10 + 8 * meeting.items.count())
    running.close(meeting, adjourn_open=True, by=office, now=end)
    approving.approve_decided(meeting, by=office, now=end)


PRESENT_IF: dict[str, float] = {
    Answer.ACCEPTED: 0.97,
    Answer.TENTATIVE: 0.7,
    Answer.NEEDS_ACTION: 0.6,
    Answer.DECLINED: 0.0,
}


def _attend(story: Story, meeting: Meeting, now: datetime) -> None:
    chair = story.person(cast.board(meeting.board.slug).chair)
    invited = Invitation.objects.filter(meeting=meeting, withdrawn_at=None).select_related("person")
    for one in invited.order_by("person__family_name", "person__given_name"):
        likely = 1.0 if one.person_id in (chair.pk, story.person("ebeling").pk) else PRESENT_IF.get(one.answer, 0.0)
        if chance("there", meeting.day, one.person.email) < likely:
            video = one.person_id != chair.pk and chance("video", meeting.day, one.person.email) < 0.12
            how = running.VIDEO if video else running.PRESENT
            running.mark(meeting, one.person, how=how, by=story.office, now=now)


def _deal_with(story: Story, item: AgendaItem, topic: Topic | None, now: datetime) -> None:
    office = story.office
    for key, reason in topic.recused if topic else ():
        recusals.declare(item, story.person(key), reason=reason, by=office, now=now)
    if topic and topic.motion:
        motion = voting.put(item, topic.motion.text, by=office, now=now)
        yes, no, abstain = votes(topic.motion.tendency, len(presence.voters(item.meeting, item)))
        voting.count(motion, yes=yes, no=no, abstain=abstain, by=office, now=now + timedelta(minutes=5))
    elif item.motion_text:
        voting.unanimous(item, by=office, now=now)
    else:
        voting.note(item, by=office, now=now)
    for action in topic.actions if topic else ():
        due = item.meeting.day + timedelta(days=action.days)
        tracking.assign(item, title=action.title, owner=story.person(action.owner), due_on=due, by=office, now=now)


def _write_minutes(story: Story, meeting: Meeting, after: int, day: date) -> None:
    if after == DRAFTED:
        minutes = writing.draft(meeting, by=story.office, now=at(day, 10))
        topics_by_title = {topic.title: topic.text for topic in script_of(meeting)}
        texts = {item.pk: topics_by_title.get(item.title, "") for item in meeting.items.all()}
        writing.write(minutes, texts, revision=minutes.revision, by=story.office, now=at(day, 11))
        writing.hand_over(minutes, by=story.office, now=at(day, 12))
    elif after == SIGNED:
        writing.sign_off(
            Minutes.objects.get(meeting=meeting), note=WORD, by=story.for_chair(meeting.board), now=at(day, 10)
        )
    elif after == CIRCULATED:
        writing.circulate(Minutes.objects.get(meeting=meeting), by=story.office, now=at(day, 10))


LATE = {
    action.title: action.late
    for pool in POOLS.values()
    for agenda in pool
    for topic in agenda
    for action in topic.actions
}
EARLY = timedelta(days=3)


def _follow_actions(story: Story, day: date) -> None:
    """Owners report three days early, or as late as the script says; the office verifies the day after."""
    for action in ActionItem.objects.unfinished().select_related("owner"):
        late = LATE.get(action.title)
        done_on = action.due_on - EARLY if late is None else action.due_on + timedelta(days=late)
        if action.status == ActionItem.Status.DONE_REPORTED:
            tracking.verify(action, by=story.office, now=at(day, 9))
        elif day >= done_on:
            tracking.report_done(action, note="Erledigt wie besprochen.", by=Actor(action.owner.key), now=at(day, 16))
