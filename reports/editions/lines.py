"""The first page: at most ten lines, each with a word that says what it means. Pure.

They are stored as the text of the section `summary`, one line each: "off_track|Datenplattform: ...".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SUMMARY = "summary"
MOST = 10
LONGEST = 200
PLAIN = "note"

TONES = {
    "off_track": ("danger", _("critical")),
    "decision": ("checklist", _("decision needed")),
    "at_risk": ("warning", _("to be watched")),
    "on_track": ("success", _("on track")),
    "done": ("success", _("completed")),
    "followed": ("info", _("advice followed")),
    "new": ("info", _("new")),
    PLAIN: ("info", pgettext_lazy("comment", "note")),
}


@dataclass(frozen=True)
class Line:
    """`tone` is a key of TONES."""

    tone: str
    text: str

    @property
    def light(self) -> str:
        """KERN's word for the icon."""
        return TONES[self.tone][0]

    @property
    def word(self) -> str:
        return str(TONES[self.tone][1])


def parse(text: str) -> list[Line]:
    """Lines of a stored text; an unknown tone is a plain note, so nothing that was written is lost."""
    return [_line(one) for one in text.split("\n") if one.strip()]


def plain(text: str) -> str:
    """The statements alone, one a line."""
    return "\n".join(line.text for line in parse(text))


def _line(stored: str) -> Line:
    tone, bar, text = stored.partition("|")
    return Line(tone, text.strip()) if bar and tone in TONES else Line(PLAIN, stored.strip())


def write(lines: Iterable[Line]) -> str:
    """The stored text; empty lines are left out. Raises ValueError for more than ten or an unknown tone."""
    kept = [Line(one.tone, " ".join(one.text.split())) for one in lines]
    kept = [one for one in kept if one.text]
    if len(kept) > MOST or any(one.tone not in TONES for one in kept):
        raise ValueError("at most ten lines, each with a known tone")
    return "\n".join(f"{one.tone}|{one.text}" for one in kept)
