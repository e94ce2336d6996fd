"""The demo's opinion wing: two rounds a year of the ethics board, one opinion from an agenda item, the answers."""

from datetime import date, datetime, timedelta

from demo.meetings import VISITED, WORD
from demo.scripts.agendas import POOLS
from demo.scripts.opinions import ROUNDS, SMART_LIGHTING, Recommendation, Round, SeatOpinion
from demo.scripts.topics import Answer
from demo.story import Story, at
from foundation.values import Actor
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from opinions.outcomes import answering, consolidating, dissenting
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.outcomes.models import Recommendation as Advice
from opinions.rounds import collecting, opening
from opinions.rounds.collecting import Assessment
from opinions.rounds.models import Opinion, OpinionRound
from portfolio.projects.models import Guideline, Project

REQUESTS = ((2, 3), (9, 1))
OPENED, DAYS, DRAFTED, CIRCULATED, DISSENTED, ADOPTED = (timedelta(days) for days in (2, 21, 24, 26, 28, 33))
ANSWERED_AFTER = 24
FOLLOWS_UP = "Nachfrage vom"


def play(story: Story, day: date) -> None:
    """A round is requested in February and one in September; answers come 24 days after an opinion was adopted."""
    for begin in (date(day.year, *request) for request in REQUESTS):
        _follow_round(story, begin, day)
    for one in OpinionRound.objects.filter(status=OpinionRound.Status.OPEN).select_related("board"):
        _collect(story, one, day)
    _record_from_item(story, day)
    _answer(story, day)


def _script(story: Story, begin: date) -> tuple[Round, str]:
    """The script of the round that begins on this day, and the title it has then."""
    turn = begin.year - story.first_year
    script = ROUNDS[REQUESTS.index((begin.month, begin.day))]
    return script, f"{script.title} (Fortschreibung {turn})" if turn else script.title


def _follow_round(story: Story, begin: date, day: date) -> None:
    script, title = _script(story, begin)
    board = story.boards[script.board]
    if day == begin:
        opening.prepare(
            board=board,
            title=title,
            question=script.question,
            requested_by=story.person(script.requested_by),
            deadline=at(day + OPENED + DAYS, 23, 59),
            project=Project.objects.get(key=script.project),
            by=story.actor(script.requested_by),
            now=at(day, 10),
        )
        return
    if not begin < day <= begin + OPENED + ADOPTED:
        return
    current = OpinionRound.objects.filter(title=title).first()
    if current is None:
        return
    since = day - begin - OPENED
    if not since:
        opening.open_round(
            current,
            deadline=at(day + DAYS, 23, 59),
            guidelines=Guideline.objects.all(),
            important=script.important,
            by=story.office,
            now=at(day, 10),
        )
    elif since == DRAFTED:
        texts = [one.text for one in script.recommendations]
        consolidating.draft(current, text=script.text, recommendations=texts, by=story.office, now=at(day, 10))
    elif since == CIRCULATED:
        consolidating.circulate(current.consolidated, by=story.office, now=at(day, 10))
    elif since == DISSENTED:
        _dissent(story, script, current.consolidated, at(day, 17))
    elif since == ADOPTED:
        chair = story.for_chair(board)
        consolidating.adopt(
            current.consolidated,
            by=Actor(chair.key),
            principal=chair.principal,
            note=WORD,
            public=True,
            now=at(day, 10),
        )


def _dissent(story: Story, script: Round, opinion: ConsolidatedOpinion, now: datetime) -> None:
    assert opinion.round is not None
    holders = {
        one.mandate.seat.number: one.person
        for one in opinion.round.opinions.select_related("mandate__seat", "person")
    }
    for one in script.dissents:
        person = holders[one.seat]
        dissenting.dissent(opinion, person, one.text, by=Actor(person.key), now=now)


def _collect(story: Story, current: OpinionRound, day: date) -> None:
    """Members answer on the days of the script; in a follow-up the one people look at is left out (`leaving`)."""
    script = next((one for one in ROUNDS if current.title.startswith(one.title)), None)
    if script is None:
        return
    since = (day - (current.opened_at or at(day, 0)).date()).days
    due = {one.seat: one for one in script.opinions if one.day == since}
    if not due:
        return
    asked = current.opinions.filter(mandate__seat__number__in=due, status__in=["requested", "draft"])
    if FOLLOWS_UP in current.title:
        asked = asked.exclude(person=story.person(VISITED))
    guidelines = {one.number: one for one in Guideline.objects.all()}
    for opinion in asked.select_related("mandate__seat", "person", "round__board").order_by("mandate__seat__number"):
        _give(opinion, due[opinion.mandate.seat.number], guidelines, at(day, 17))


def _give(opinion: Opinion, script: SeatOpinion, guidelines: dict[int, Guideline], now: datetime) -> None:
    by = Actor(opinion.person.key)
    if not script.verdict:
        if script.declined:
            collecting.decline(opinion, reason=script.declined, by=by, now=now)
        return
    collecting.submit(
        opinion,
        verdict=script.verdict,
        recommendations=script.recommendations,
        reason=script.reason,
        ratings=[Assessment(guidelines[one.guideline].number, one.rating, one.reason) for one in script.ratings],
        by=by,
        now=now,
    )


def _record_from_item(story: Story, day: date) -> None:
    """The day after the meeting the office records the opinion that was resolved there."""
    titles = [
        topic.title for agenda in POOLS[SMART_LIGHTING.board] for topic in agenda if topic.key == SMART_LIGHTING.topic
    ]
    items = AgendaItem.objects.filter(
        meeting__board__slug=SMART_LIGHTING.board,
        meeting__status=Meeting.Status.HELD,
        title__in=titles,
        outcome=AgendaItem.Outcome.DECIDED,
        consolidated__isnull=True,
        motions__vote__result="adopted",
    )
    for item in items.select_related("meeting__board"):
        consolidating.record_from_item(
            item,
            text=SMART_LIGHTING.text,
            recommendations=[one.text for one in SMART_LIGHTING.recommendations],
            title=SMART_LIGHTING.title,
            public=True,
            by=story.office,
            now=at(day, 7),
        )


def _answers() -> dict[str, Answer]:
    written: tuple[Recommendation, ...] = SMART_LIGHTING.recommendations
    for script in ROUNDS:
        written += script.recommendations
    return {one.text: one.answer for one in written}


def _answer(story: Story, day: date) -> None:
    due = at(day, 0) - timedelta(days=ANSWERED_AFTER)
    answers = _answers()
    manager = story.person("ebeling")
    open_ones = Advice.objects.filter(opinion__adopted_at__lte=due, responses=None, text__in=answers).order_by(
        "opinion__adopted_at", "number"
    )
    for advice in open_ones:
        given = answers[advice.text]
        answering.give(
            advice, answer=given.answer, reason=given.reason, person=manager, by=Actor(manager.key), now=at(day, 15)
        )
