"""The chain as mathematics: any change of any entry changes the hash, and the changed entry is named."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from foundation.journal.chain import START, Line, canonical, digest, first_fault, marks

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
texts = st.text('aZ09äß€😀:,"\\\n\x00', max_size=8)
facts = st.dictionaries(texts, st.none() | st.booleans() | st.integers(-9, 9) | texts | st.lists(texts), max_size=3)


@st.composite
def runs(draw):
    """Entries with rising ids."""
    ids = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=8)))
    return [Line(one, NOW, draw(texts), draw(texts), draw(texts), draw(texts), draw(facts)) for one in ids]


@given(runs(), st.data())
def test_a_changed_entry_changes_the_hash_and_is_named(lines, data):
    place = data.draw(st.integers(0, len(lines) - 1))
    changed = lines.copy()
    changed[place] = lines[place]._replace(actor=lines[place].actor + "!")
    assert digest(START, changed) != digest(START, lines)
    assert first_fault(marks(lines), changed) == f"entry {lines[place].id} was changed"


@given(runs(), st.data())
def test_a_missing_and_an_added_entry_are_named(lines, data):
    place = data.draw(st.integers(0, len(lines) - 1))
    fewer = lines[:place] + lines[place + 1 :]
    assert digest(START, fewer) != digest(START, lines)
    assert first_fault(marks(lines), fewer) == f"entry {lines[place].id} is missing"
    assert first_fault(marks(fewer), lines) == f"entry {lines[place].id} was added"


@given(runs())
def test_the_same_entries_have_the_same_hash_wherever_they_are_read(lines):
    east = timezone(timedelta(hours=2))
    same = [
        line._replace(at=line.at.astimezone(east), facts=dict(reversed(list(line.facts.items())))) for line in lines
    ]
    assert digest(START, same) == digest(START, lines)
    assert digest("1" * 64, same) != digest(START, lines)
    assert first_fault(marks(lines), same) == ""


def test_the_text_of_an_entry_is_what_it_says():
    line = Line(7, NOW, "person:a", "", "meeting.held", "meeting:b", {"b": "ü", "a": 1})
    assert canonical(line).decode() == (
        '[7,"2026-11-23T08:00:00.000000+00:00","person:a","","meeting.held","meeting:b",{"a":1,"b":"ü"}]'
    )
