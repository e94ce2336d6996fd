"""What the cast says holds together for any played range: people exist, counts are right, no year is named."""

import dataclasses
import re
from collections import Counter
from datetime import date

import pytest

from demo import portfolio
from demo.cast import BOARDS, ETB, ORGANISATIONS, UB, board, person
from demo.scripts import ROUNDS, SMART_LIGHTING, report_text, review, risks, ten_lines, topics, votes
from demo.scripts.agendas import POOLS
from demo.scripts.opinions import ABSTAIN, REJECT, SUPPORT, WITH
from demo.scripts.reports import REPORTS, REVIEWS

SENSORS, PLATFORM = ROUNDS
YEAR = re.compile(r"\b(19|20)\d\d\b")


def texts(value):
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)


def seated(slug):
    """Who sits there in the first year."""
    return {seat.holder(date(2026, 1, 1), 2026) for seat in board(slug).seats}


def test_no_text_names_a_year():
    said = [POOLS, ROUNDS, SMART_LIGHTING, REPORTS, REVIEWS, portfolio.PROJECTS, portfolio.GUIDELINES]
    assert [text for one in said for text in texts(one) if YEAR.search(text)] == []


def test_round_1_ends_with_24_of_31():
    assert len(SENSORS.opinions) == 31
    assert SENSORS.counts() == {SUPPORT: 15, WITH: 6, REJECT: 2, ABSTAIN: 1}
    assert [one.seat for one in SENSORS.opinions if not one.verdict] == [5, 12, 17, 21, 22, 28, 30]


def test_round_2_ends_with_27_of_31_and_one_who_is_biased():
    assert PLATFORM.counts() == {SUPPORT: 13, WITH: 9, REJECT: 3, ABSTAIN: 2}
    assert [one.seat for one in PLATFORM.opinions if one.declined] == [7]


@pytest.mark.parametrize("one", ROUNDS, ids=lambda one: one.key)
def test_opinions_are_complete(one):
    assert [opinion.seat for opinion in one.opinions] == list(range(1, 32))
    assert {project.key for project in portfolio.PROJECTS} >= {one.project}
    for opinion in one.opinions:
        assert bool(opinion.recommendations) == (opinion.verdict == WITH)
        assert opinion.verdict != REJECT or opinion.reason
        assert tuple(rating.guideline for rating in opinion.ratings) == (one.important if opinion.verdict else ())
        assert all(rating.reason for rating in opinion.ratings if rating.rating in ("partly", "not_met"))
        assert 0 < opinion.day < 21
    assert [part.number for part in one.recommendations] == [1, 2, 3]
    verdicts = {opinion.seat: opinion.verdict for opinion in one.opinions}
    assert [verdicts[dissent.seat] for dissent in one.dissents] == [REJECT]


def test_the_sensors_get_each_kind_of_answer_and_smart_lighting_two_of_three():
    assert [part.answer.answer for part in SENSORS.recommendations] == ["follow", "partly", "decline"]
    assert [part.answer.answer for part in SMART_LIGHTING.recommendations] == ["follow", "follow", "decline"]
    assert SMART_LIGHTING.topic in {topic.key for meeting in range(4) for topic in topics(UB, meeting)}


def test_every_answer_but_follow_has_its_reason():
    answers = [part.answer for one in (*ROUNDS, SMART_LIGHTING) for part in one.recommendations]
    answers += [topic.answer for pool in POOLS.values() for agenda in pool for topic in agenda if topic.answer]
    assert all(bool(one.reason) == (one.answer in ("partly", "decline")) for one in answers)


@pytest.mark.parametrize("slug", POOLS)
def test_topics_fit_the_meeting_and_belong_to_people_of_the_board(slug):
    people = seated(slug) | {"ebeling"}
    for agenda in POOLS[slug]:
        assert sum(topic.minutes for topic in agenda if not topic.refusal) <= 45
        for topic in agenda:
            assert topic.submitted_by in people
            assert {key for key, _ in topic.recused} <= people
            assert {action.owner for action in topic.actions} <= people
            assert not topic.answer or (topic.motion and topic.motion.recommends)
            assert topic.kind in ("decision", "discussion", "information", "opinion")
            assert len(topic.title) <= 150


@pytest.mark.parametrize("slug", POOLS)
def test_topics_never_repeat_in_three_years(slug):
    keys = [topic.key for meeting in range(13) for topic in topics(slug, meeting)]
    titles = [topic.title for meeting in range(13) for topic in topics(slug, meeting)]
    assert len(keys) == len(set(keys)) == len(set(titles))


@pytest.mark.parametrize("voters", range(1, 32))
def test_votes_add_up_and_go_the_way_they_tend(voters):
    for tendency in ("unanimous", "broad", "contested", "tied", "rejected"):
        yes, no, abstain = votes(tendency, voters)
        assert (yes + no + abstain, min(yes, no, abstain) >= 0) == (voters, True)
        assert (yes > no) == (tendency in ("unanimous", "broad", "contested"))
        assert (yes == no) == (tendency == "tied")


def test_the_vote_of_the_design_screen():
    assert votes("contested", 7) == (5, 1, 1)
    assert votes("tied", 7) == (3, 3, 1)


def test_the_strategy_is_whole():
    assert [(one.number, one.is_open_ended) for one in portfolio.PHASES] == [
        (1, False),
        (2, False),
        (3, False),
        (4, True),
    ]
    assert [one.number for one in portfolio.PHASES if one.name_is_assumed] == [2, 3]
    assert (len(portfolio.FIELDS), len(portfolio.CORE_GOALS), len(portfolio.GUIDELINES)) == (13, 5, 9)
    assert Counter(one.note for one in portfolio.GUIDELINES) == {portfolio.PARAPHRASE: 8, portfolio.ASSUMED: 1}
    assert len({one.key for one in portfolio.PROJECTS}) == 9
    leads = {one.key for one in ORGANISATIONS}
    for project in portfolio.PROJECTS:
        assert project.field in portfolio.FIELDS
        assert project.lead in leads
        assert project.note(-1) == project.notes[0]
        assert project.note(40) == project.notes[-1]
        assert all(len(note.text) <= 300 for note in project.notes)


@pytest.mark.parametrize("report", range(12))
def test_the_first_page_has_ten_lines_and_risks_agree_with_it(report):
    for one in BOARDS:
        lines = ten_lines(one.slug, report, report)
        assert len(lines) == 10
        assert [lines[0].tone, lines[8].tone, lines[9].tone] == ["decision", "followed", "new"]
    worrying = [line.text for line in ten_lines(UB, report, report) if line.tone in ("off_track", "at_risk")]
    assert set(worrying) <= set(risks(report, report))


def test_one_report_in_four_goes_back_and_comes_again_with_another_risk():
    assert [review(report).returns for report in range(4)] == [False, True, False, False]
    assert risks(1, 0)[0] == "Eine Vergabe erfolgt später als geplant."
    assert risks(1, 0, revised=True)[0].startswith("Die Vergabe für die Masten erfolgt sechs Wochen später")
    assert risks(1, 0)[1:] == risks(1, 0, revised=True)[1:]
    assert report_text(5) == report_text(1)


def test_an_open_must_fix_is_there_only_where_the_report_goes_back():
    for one in REVIEWS:
        assert any(comment.kind == "must_fix" for comment in one.comments) == one.returns
        assert all(comment.paragraph == 1 for comment in one.comments)


def test_requests_come_from_the_management():
    assert {person(one.requested_by).role for one in ROUNDS} == {"management"}
    assert {one.board for one in ROUNDS} == {ETB}
