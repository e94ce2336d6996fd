"""The words on the pages of a PDF."""

import re
from io import BytesIO

import pikepdf


def printed(pdf: bytes) -> str:
    """All text on the pages without blanks, read through the fonts' own tables."""
    with pikepdf.open(BytesIO(pdf)) as document:
        text = "".join(part for page in document.pages for part in _shown(page))
    return re.sub(r"[\s\u200b\u00ad]", "", text)


def _shown(page):
    known = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    table = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = known[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in (bytes(part) for part in parts if isinstance(part, pikepdf.String)):
                yield from (table[part[at : at + 2]] for at in range(0, len(part), 2))


def _to_unicode(font):
    table = {}
    cmap = font.ToUnicode.read_bytes().decode()
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, text in re.findall(r"<(\w+)>\s*<(\w*)>", block):
            table[bytes.fromhex(glyph)] = bytes.fromhex(text).decode("utf-16-be")
    assert "beginbfrange" not in cmap
    return table
