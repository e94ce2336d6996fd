"""What a printed letter may not say: nobody clicks on paper."""

import re

from foundation.outbox.reading import masked_text

SCREEN = re.compile(r"<a |klicken|E-Mail|Link|angehängt|beigefügt|Kalenderdatei|http://localhost:8000/\w")
PHONE = "069 90009-120"


def on_paper(delivery) -> tuple[str, str]:
    """The words of a letter that waits to be printed, after a look that they fit paper."""
    assert delivery.state == "letter"
    parts = masked_text(delivery)
    return fits_paper(parts.html_text), fits_paper(parts.text)


def fits_paper(words: str) -> str:
    found = sorted(set(SCREEN.findall(words)))
    assert found == [], found
    assert PHONE in words, words
    return words
