from hypothesis import given
from hypothesis import strategies as st

from reports.editions.differences import ADDED, CHANGED, GONE, Change, changed_sections, changes


def test_rewritten_new_and_gone_paragraphs():
    assert changes(["a", "b", "c"], ["a", "B", "c", "d"]) == [
        Change(CHANGED, 2, "b", "B"),
        Change(ADDED, 4, after="d"),
    ]
    assert changes(["a", "b"], ["a"]) == [Change(GONE, 2, before="b")]


def test_only_sections_with_changes_are_listed():
    old = {"sections": [{"slug": "risks", "paragraphs": ["a"]}, {"slug": "outlook", "paragraphs": ["b"]}]}
    new = {
        "sections": [
            {"number": 5, "slug": "risks", "title": "Risiken", "paragraphs": ["x"]},
            {"number": 6, "slug": "outlook", "title": "Ausblick", "paragraphs": ["b"]},
        ]
    }
    assert [(one.title, one.changes) for one in changed_sections(old, new)] == [
        ("Risiken", [Change(CHANGED, 1, "a", "x")])
    ]


@given(st.lists(st.text(max_size=3), max_size=8), st.lists(st.text(max_size=3), max_size=8))
def test_no_change_is_lost_and_none_is_invented(before, after):
    found = changes(before, after)
    gone = [one.before for one in found if one.kind != ADDED]
    new = [one.after for one in found if one.kind != GONE]
    assert sorted([*before, *new]) == sorted([*after, *gone])
