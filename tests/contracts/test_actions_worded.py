"""Every act that is journalled has its sentence on the page "Wer hat wann was geändert" (desk/journal)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from desk.journal.subjects import KINDS
from desk.journal.wordings import AREAS, SENTENCES
from meetings.agenda.models import AgendaItem, AgendaProposal
from reports.review.models import Review

WINGS = ["demo", "desk", "reports", "opinions", "meetings", "participation", "portfolio", "governance", "foundation"]
NO_SUBJECTS = {"address"}  # the name of a lock
# Actions that are put together: what stands behind the full stop.
COMPOSED = {
    "topic.": {AgendaProposal.Status.ACCEPTED, AgendaProposal.Status.REJECTED},
    "item.": set(AgendaItem.Outcome) - {"open", "decided"},
    "report.": set(Review.Decision),
}


def recorded() -> set[str]:
    """Every action in the sources: words like "meeting.invited" in files that write the journal."""
    return {action for source in _sources() for action in _actions(ast.parse(source))}


def _sources() -> Iterator[str]:
    for wing in WINGS:
        for path in (Path(settings.BASE_DIR) / wing).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            if "foundation.journal.recording import" in source:
                yield source


def _actions(tree):
    """First arguments that read like an action, of `record` itself and of helpers that pass one on."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        for argument in call.args:
            if (
                isinstance(argument, ast.JoinedStr)
                and argument is call.args[0]
                and _name(call) in ("record", "journal")
            ):
                start = argument.values[0].value
                yield from (start + end for end in COMPOSED.get(start, {"(not in COMPOSED)"}))
            for one in ast.walk(argument):
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and _reads_like_an_action(one.value):
                    yield one.value


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _reads_like_an_action(text: str) -> bool:
    start, stop, end = text.partition(".")
    return bool(stop) and all(part.replace("_", "").isalpha() and part.islower() for part in (start, end))


def test_every_action_recorded_anywhere_has_its_sentence():
    missing = {action for action in recorded() if action not in SENTENCES and not action.endswith(".ics")}
    assert missing == set(), "Add a sentence in desk/journal/wordings.py (and its German) for each of these."


def test_every_subject_of_an_entry_is_a_kind_the_page_knows():
    """A key that is put together where the journal is written, such as f"seat:{seat.pk}"."""
    keys = re.compile(r'[(\s,]f"([a-z_-]+):\{')
    subjects = {prefix for source in _sources() for prefix in keys.findall(source)}
    assert "seat" in subjects
    assert subjects - KINDS.keys() == NO_SUBJECTS


def test_every_sentence_names_who_and_belongs_to_an_area():
    assert {action for action, (_area, words) in SENTENCES.items() if not str(words).startswith("%(who)s ")} == set()
    assert {area for area, _words in SENTENCES.values()} == set(AREAS)
