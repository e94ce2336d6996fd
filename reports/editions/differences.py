"""What changed from one version to the next, paragraph by paragraph. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

ADDED, GONE, CHANGED = "added", "gone", "changed"


@dataclass(frozen=True)
class Change:
    """`number` is that of the newer paragraph, of the older one where it is gone."""

    kind: str
    number: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class SectionChanges:
    number: int
    slug: str
    title: str
    changes: list[Change]


def changed_sections(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[SectionChanges]:
    """Sections with changes, in the order of the newer content."""
    old = {one["slug"]: one["paragraphs"] for one in before["sections"]}
    found = [
        SectionChanges(one["number"], one["slug"], one["title"], changes(old.get(one["slug"], []), one["paragraphs"]))
        for one in after["sections"]
    ]
    return [one for one in found if one.changes]


def changes(before: list[str], after: list[str]) -> list[Change]:
    """The fewest changed paragraphs; equally many old and new ones at one place count as rewritten."""
    found: list[Change] = []
    for tag, i, j, k, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        shared = min(j - i, end - k)
        found += [Change(CHANGED, k + n + 1, before[i + n], after[k + n]) for n in range(shared)]
        found += [Change(GONE, n + 1, before=before[n]) for n in range(i + shared, j)]
        found += [Change(ADDED, n + 1, after=after[n]) for n in range(k + shared, end)]
    return found
