"""Properties of putting an agenda together, whatever the sources want."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.agenda.generator import Line, Part, Proposal, diff, displaced, ordered, part_of, place

SOURCES = st.sampled_from(
    [
        "standing:opening",
        "standing:agenda",
        "standing:other",
        "standing:dates",
        "minutes:4",
        "report:2",
        "actions:open",
        "vacancies:10",
        "adjourned:7",
        "proposal:1",
        "proposal:2",
        "opinion-round:17",
    ]
)
PROPOSALS = st.lists(SOURCES.map(lambda source: Proposal(source, source, "decision", 10, "Grund")), max_size=20)


def test_standing_items_away_from_their_usual_place():
    usual = ["standing:opening", "standing:agenda", "minutes:4", "", "standing:other", "standing:dates"]
    assert displaced(usual) == {}
    assert displaced(["minutes:4", "standing:opening"]) == {1: Part.OPENING}
    assert displaced(["standing:agenda", "standing:opening"]) == {1: Part.OPENING}
    assert displaced(["standing:dates", "standing:other", "proposal:1"]) == {0: Part.CLOSING, 1: Part.CLOSING}


def put(lines: list[Line], proposals: list[Proposal]) -> list[Line]:
    """What taking everything over does, without a database."""
    found = diff(lines, proposals)
    sources = [line.source for line in found.kept]
    for one in ordered(found.new):
        sources.insert(place([part_of(source) for source in sources], part_of(one.source)), one.source)
    return [Line(n, n, source, source, 10) for n, source in enumerate(sources, 1)]


@given(PROPOSALS)
def test_taking_over_twice_changes_nothing(proposals):
    lines = put([], proposals)
    assert diff(lines, proposals).is_empty
    assert put(lines, proposals) == lines


@given(PROPOSALS, PROPOSALS)
def test_a_draft_follows_its_sources(first, second):
    lines = put(put([], first), second)
    assert {line.source for line in lines} == {one.source for one in second}


@given(PROPOSALS, PROPOSALS)
def test_parts_keep_their_order(first, second):
    parts = [part_of(line.source) for line in put(put([], first), [*first, *second])]
    assert parts == sorted(parts)


@given(PROPOSALS, st.integers(0, 5))
def test_lines_by_hand_are_never_taken_away(proposals, number):
    by_hand = [Line(n, n, "", f"Von Hand {n}", 10) for n in range(number)]
    found = diff(by_hand, proposals)
    assert found.kept == tuple(by_hand)
    assert found.gone == ()


@given(PROPOSALS)
def test_a_source_named_twice_counts_once(proposals):
    sources = [one.source for one in ordered([*proposals, *proposals])]
    assert len(sources) == len(set(sources))


@given(st.lists(st.sampled_from(list(Part)), max_size=15), st.sampled_from(list(Part)))
def test_an_item_goes_behind_the_last_of_its_part(parts, part):
    """Whatever order a person has made, what follows the place belongs later."""
    index = place(parts, part)
    assert all(one > part for one in parts[index:])
    assert index == 0 or parts[index - 1] <= part


def test_unknown_sources_stand_among_the_topics():
    assert {part_of(source) for source in ("", "proposal:4", "opinion-round:1", "neu:9")} == {Part.TOPICS}
