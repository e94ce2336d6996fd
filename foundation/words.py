"""The words of a search: cutting what was typed, spellings that count as the same, marking what was found. Pure.

ä, ae and a are one letter, so are ö, oe and o, ü, ue and u; ß is ss. Capitals do not matter.
"""

import re
from functools import lru_cache

SHORTEST, LONGEST, MOST = 2, 200, 8
EXCERPT, BEFORE = 240, 60

# A text in pieces; the second value says whether the piece is one of the words.
Marked = list[tuple[str, bool]]

_VOWELS = {"a": "a", "ä": "a", "o": "o", "ö": "o", "u": "u", "ü": "u"}
_CLASSES = {"a": "[aä]e?", "o": "[oö]e?", "u": "[uü]e?"}
_LETTERS = re.compile("[aou]e|[äöü]|[aou]|ss|ß|.", re.DOTALL)
_ENDING = re.compile("(?<=....)(?:ern|em|en|er|es|e|n|s)$")
_PLAIN = re.compile("[a-z0-9]")
_DIGRAPHS = {"ae": "ä", "oe": "ö", "ue": "ü"}


def cut(typed: str) -> tuple[str, ...]:
    """The words in small letters, each once, without the marks around them; what holds no letter is no word."""
    words = [re.sub(r"^[\W_]+|[\W_]+$", "", word) for word in typed.lower().split()]
    return tuple(dict.fromkeys(word for word in words if word))


def pattern(word: str) -> str:
    """A regular expression for every spelling of the word, wherever it stands; to be read without regard to case."""
    return "".join(map(_spellings, _LETTERS.findall(word)))


def _spellings(letters: str) -> str:
    if letters in ("ss", "ß"):
        return "(?:ss|ß)"
    vowel = _VOWELS.get(letters[0])
    return _CLASSES[vowel] if vowel else re.escape(letters)


def anchor(word: str) -> str:
    """The longest run of letters that all spellings share, which a database finds fastest; it may be empty."""
    letters = (one if _PLAIN.fullmatch(one) and one not in _VOWELS else " " for one in _LETTERS.findall(word))
    return max("".join(letters).split(), key=len, default="")


def stem(word: str) -> str:
    """The word without what German adds to it, as far as four letters stay. Good enough for marking."""
    return _ENDING.sub("", word)


def spellings(word: str) -> list[str]:
    """The word as typed, with umlauts, and without any: what a stemmer that keeps "ae" apart from "ä" has to ask."""
    written = word
    for digraph, umlaut in _DIGRAPHS.items():
        written = written.replace(digraph, umlaut)
    spelled = word
    for digraph, umlaut in _DIGRAPHS.items():
        spelled = spelled.replace(umlaut, digraph)
    return list(dict.fromkeys((word, written, spelled)))


def marked(text: str, words: tuple[str, ...]) -> Marked:
    """The text in pieces; a token that holds the stem of a word is marked whole."""
    found = [_token(text, one.start(), one.end()) for one in _any(words).finditer(text)]
    pieces, at = [], 0
    for start, end in found:
        if end <= at:
            continue
        pieces += [(text[at:start], False), (text[max(start, at) : end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def excerpt(text: str, words: tuple[str, ...]) -> Marked:
    """At most a few lines around the first word that is found, else the beginning, on one line."""
    text = " ".join(text.split())
    first = _any(words).search(text)
    start = max(first.start() - BEFORE, 0) if first else 0
    start = max(text.rfind(" ", 0, start) + 1, start - BEFORE)
    end = start + EXCERPT if len(text) - start > EXCERPT else len(text)
    end = max(text.rfind(" ", start + BEFORE, end + 1), end - BEFORE) if end < len(text) else end
    return marked(f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}", words)


@lru_cache(maxsize=64)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(pattern(stem(word)) for word in words) or "(?!)", re.IGNORECASE)


def _token(text: str, start: int, end: int) -> tuple[int, int]:
    """From the first to the last letter of the token around a finding."""
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
