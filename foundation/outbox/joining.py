"""Several letters to one person as one: one greeting, each under its subject, one foot.

Pure: letters in, a letter out. What all have in common at the beginning and at the end stands once.
"""

import re
from collections.abc import Sequence
from html import escape
from itertools import chain, takewhile

from foundation.outbox.letters import STYLES, Letter

BEGIN, END = "<!-- words -->", "<!-- /words -->"
_H2 = f'<h2 style="{STYLES["h2"]}">'
_P = f'<p style="{STYLES["p"]}">'
_RULE = f'<hr style="{STYLES["hr"]}">'


def joined(letters: Sequence[Letter], *, subject: str, lead: str) -> Letter:
    """Join two or more letters made by `letters.letter` from templates that extend mail/base.html."""
    return Letter(subject, _text(letters, lead), _html(letters, subject, lead))


def _shared(texts: Sequence[Sequence[str]]) -> int:
    """How many lines all have in common at the beginning."""
    return sum(1 for _same in takewhile(lambda lines: len(set(lines)) == 1, zip(*texts, strict=False)))


def _text(letters: Sequence[Letter], lead: str) -> str:
    texts = [one.text.splitlines() for one in letters]
    head = texts[0][: _shared(texts)]
    rest = [lines[len(head) :] for lines in texts]
    foot = _shared([lines[::-1] for lines in rest])
    bodies = [lines[: len(lines) - foot] for lines in rest]
    parts = [[one.subject, "-" * len(one.subject), *body] for one, body in zip(letters, bodies, strict=True)]
    whole = [head, [lead], *parts, rest[0][len(bodies[0]) :]]
    return "\n\n".join(filter(None, ("\n".join(lines).strip() for lines in whole))) + "\n"


def _html(letters: Sequence[Letter], subject: str, lead: str) -> str:
    before, _words, after = _split(letters[0].html)
    texts = [one.text.splitlines() for one in letters]
    greeting = [escape(line) for line in texts[0][: _shared(texts)] if line][:1]
    parts = [_part(one, greeting) for one in letters]
    head = before.replace(escape(letters[0].subject), escape(subject))
    lead_in = [f"{_P}{line}</p>" for line in [*greeting, escape(lead)]]
    return "\n".join([head, *lead_in, *chain(*parts), after])


def _part(letter: Letter, greeting: Sequence[str]) -> list[str]:
    """The words of a letter under a heading of the second order, its own one or its subject, without the greeting."""
    words = re.sub(r"<h1[^>]*>", _H2, _split(letter.html)[1]).replace("</h1>", "</h2>")
    lines = [line for line in words.splitlines() if re.sub(r"^<p[^>]*>|</p>$", "", line) not in greeting]
    heading = [] if lines and lines[0].startswith("<h2") else [f"{_H2}{escape(letter.subject)}</h2>"]
    return [_RULE, *heading, *lines]


def _split(html: str) -> tuple[str, str, str]:
    """Up to the words, the words, and what follows. Raises ValueError for a letter of another make."""
    begin, end = html.index(BEGIN) + len(BEGIN), html.rindex(END)
    return html[:begin], html[begin:end].strip(), html[end:]
