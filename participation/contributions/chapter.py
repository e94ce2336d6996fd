"""Reads a printed strategy chapter: its text and the public contributions below it. Pure: no database.

Input rule: the first line is the chapter's heading; a line "Anregungen und Feedback (10)" ends the text. Each
contribution is an author label, a line "ID: 85 16.11.2018 16:13" and its text. Times are local (Berlin) and come
back with their zone; labels and texts come back as printed, without the blank lines around them.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
CAPTION = "Abbildung:"
REPLIES = "Antworten anzeigen"
HEADING = re.compile(r"Kapitel \d+: \S.*")
FEEDBACK = re.compile(r"Anregungen und Feedback \((\d{1,6})\)")
ID_LINE = re.compile(r"ID: (\d{1,9}) (\d{2}\.\d{2}\.\d{4} \d{2}:\d{2})")


@dataclass(frozen=True)
class Paragraph:
    text: str
    is_caption: bool = False


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class PrintedContribution:
    source_ref: int
    author_label: str
    posted_at: datetime
    text: str
    replies: tuple["PrintedContribution", ...] = ()


@dataclass(frozen=True)
class Chapter:
    """`announced_count` is the printed counter; it may be higher than what is printed, never lower."""

    heading: str
    sections: tuple[Section, ...]
    contributions: tuple[PrintedContribution, ...]
    announced_count: int

    @property
    def printed_count(self) -> int:
        return sum(1 + len(one.replies) for one in self.contributions)


@dataclass(frozen=True)
class _Entry:
    contribution: PrintedContribution
    line: int
    opens_replies: bool


Line = tuple[int, str]


def parse(text: str) -> Chapter:
    """Read a chapter as printed; ValueError with the line number where the print does not hold together."""
    lines = [(number, line.strip()) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)]
    start = next((index for index, (_, line) in enumerate(lines) if line), None)
    if start is None or not HEADING.fullmatch(lines[start][1]):
        raise _error(lines[start][0] if start is not None else 1, 'expected a heading "Kapitel <number>: <title>"')
    found = [(index, match) for index, (_, line) in enumerate(lines) if (match := FEEDBACK.fullmatch(line))]
    if len(found) != 1:
        line = lines[found[1][0]][0] if found else len(lines)
        raise _error(line, 'expected exactly one line "Anregungen und Feedback (<count>)"')
    index, match = found[0]
    entries = _entries(lines[index + 1 :])
    announced = int(match[1])
    if announced < len(entries):
        raise _error(lines[index][0], f"the counter says {announced}, but {len(entries)} are printed")
    if announced and not entries:
        raise _error(lines[index][0], f"the counter says {announced}, but no contribution is printed")
    return Chapter(
        heading=lines[start][1],
        sections=_sections(lines[start + 1 : index]),
        contributions=_threads(entries),
        announced_count=announced,
    )


def _error(line: int, problem: str) -> ValueError:
    return ValueError(f"line {line}: {problem}")


def _sections(lines: list[Line]) -> tuple[Section, ...]:
    """A line of its own without a full stop at its end is a heading; "Abbildung:" is a figure's caption."""
    sections = [Section("", ())]
    for number, text in _blocks(lines):
        if not text.startswith(CAPTION) and "\n" not in text and text[-1] not in ".!?:":
            if len(text) > 150:
                raise _error(number, "expected a heading or a sentence with its full stop")
            sections.append(Section(text, ()))
        else:
            paragraph = Paragraph(text, is_caption=text.startswith(CAPTION))
            sections[-1] = replace(sections[-1], paragraphs=(*sections[-1].paragraphs, paragraph))
    return tuple(section for section in sections if section.heading or section.paragraphs)


def _blocks(lines: list[Line]) -> list[Line]:
    blocks: list[Line] = []
    open_block = False
    for number, line in lines:
        if line and open_block:
            blocks[-1] = (blocks[-1][0], f"{blocks[-1][1]}\n{line}")
        elif line:
            blocks.append((number, line))
        open_block = bool(line)
    return blocks


def _entries(lines: list[Line]) -> list[_Entry]:
    heads = [index for index, (_, line) in enumerate(lines) if line.startswith("ID:")]
    labels = [_label(lines, head, after) for head, after in zip(heads, [-1, *heads], strict=False)]
    before = lines[: labels[0]] if labels else lines
    stray = next((number for number, line in before if line), None)
    if stray:
        raise _error(stray, "this text belongs to no contribution")
    ends = [*labels, len(lines)][1:]
    entries = [_entry(lines, *place) for place in zip(labels, heads, ends, strict=True)]
    seen: set[int] = set()
    for entry in entries:
        if entry.contribution.source_ref in seen:
            raise _error(entry.line, f"ID {entry.contribution.source_ref} is printed twice")
        seen.add(entry.contribution.source_ref)
    return entries


def _label(lines: list[Line], head: int, after: int) -> int:
    """Where the author label of the ID line at `head` stands: the next line above, with a blank line over it."""
    label = next((index for index in range(head - 1, after, -1) if lines[index][1]), None)
    alone = label is not None and (label == 0 or not lines[label - 1][1])
    if label is None or not alone or lines[label][1] == REPLIES:
        raise _error(lines[head][0], "expected an author label of its own above the ID")
    return label


def _entry(lines: list[Line], label: int, head: int, end: int) -> _Entry:
    number, line = lines[head]
    match = ID_LINE.fullmatch(line)
    if not match:
        raise _error(number, f'expected "ID: <number> <DD.MM.YYYY> <HH:MM>", found "{line}"')
    body = lines[head + 1 : end]
    markers = [index for index, (_, text) in enumerate(body) if text == REPLIES]
    if markers and any(text for _, text in body[markers[0] + 1 :]):
        raise _error(body[markers[0]][0], f'"{REPLIES}" must be the last line of a contribution')
    text = "\n".join(line for _, line in (body[: markers[0]] if markers else body)).strip()
    if not text:
        raise _error(number, f"contribution {match[1]} has no text")
    contribution = PrintedContribution(int(match[1]), lines[label][1], _time(match[2], number), text)
    return _Entry(contribution, number, bool(markers))


def _time(printed: str, line: int) -> datetime:
    try:
        local = datetime.strptime(printed, "%d.%m.%Y %H:%M").replace(tzinfo=BERLIN)
    except ValueError:
        raise _error(line, f"there is no such time: {printed}") from None
    if local.astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise _error(line, f"there is no such time: {printed}")
    return local


def _threads(entries: list[_Entry]) -> tuple[PrintedContribution, ...]:
    """Contributions are printed newest first, so what is newer than its predecessor's call for replies is one."""
    threads: list[PrintedContribution] = []
    waiting: _Entry | None = None
    for entry in entries:
        one = entry.contribution
        if waiting and one.source_ref > waiting.contribution.source_ref:
            if entry.opens_replies:
                raise _error(entry.line, "a reply has no replies of its own")
            threads[-1] = replace(threads[-1], replies=(*threads[-1].replies, one))
            continue
        _expect_reply(waiting, threads)
        threads.append(one)
        waiting = entry if entry.opens_replies else None
    _expect_reply(waiting, threads)
    return tuple(threads)


def _expect_reply(waiting: _Entry | None, threads: list[PrintedContribution]) -> None:
    if waiting and not threads[-1].replies:
        raise _error(
            waiting.line, f'"{REPLIES}" stands below {waiting.contribution.source_ref}, but no reply follows'
        )
