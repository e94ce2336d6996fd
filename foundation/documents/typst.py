"""Compile a printed document: JSON in, one archivable and accessible PDF out.

The values travel as JSON and are never spliced into markup, so nothing that a person typed can become
a typst command. Templates read nothing outside their own folder and use no packages.
"""

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from foundation.documents import fonts, glyphs
from foundation.documents.errors import DocumentError

__all__ = ["DocumentError", "render"]

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates" / "print"
FONTS = ROOT / "var" / "fonts"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
NAME = re.compile(r"[a-z][a-z0-9_]*")
NO_PACKAGES = "/dev/null"


def render(
    template: str, data: dict, *, title: str, language: Literal["de", "en"], made_at: datetime, logo: bytes = b""
) -> bytes:
    """Compile `templates/print/<template>.typ` to a PDF that is PDF/A-2a and PDF/UA-1 at once.

    `data` has the shape told at the top of the template and holds all words that are printed, also the
    labels. `logo` is a PNG for the head of the first page. `made_at` is an aware time and the PDF's only
    date: the same arguments give the same bytes.
    Raises DocumentError when fonts are missing or the template refuses the data.
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at must be an aware datetime")
    source = _source(template)
    known = _glyphs(FONTS)
    content = {
        "title": glyphs.printable(title, known),
        "language": language,
        "data": glyphs.printable(data, known),
    }
    try:
        return typst.compile(
            str(source),
            root=str(TEMPLATES),
            font_paths=_fonts(FONTS),
            sys_inputs={"document": json.dumps(content), "logo": json.dumps(list(logo))},
            pdf_standards=STANDARDS,
            timestamp=made_at.astimezone(UTC).replace(microsecond=0),
            package_path=NO_PACKAGES,
            package_cache_path=NO_PACKAGES,
        )
    except typst.TypstError as error:
        raise DocumentError(f"{template}.typ: {error.diagnostic or error.message}") from error


def _source(template: str) -> Path:
    source = TEMPLATES / f"{template}.typ"
    if not NAME.fullmatch(template) or not source.is_file():
        raise DocumentError(f"There is no print template {template!r}.")
    return source


@lru_cache(maxsize=4)
def _fonts(folder: Path) -> typst.Fonts:
    _require(folder)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


@lru_cache(maxsize=4)
def _glyphs(folder: Path) -> frozenset[int]:
    _require(folder)
    return glyphs.of_fonts(tuple(fonts.ttf(folder, face) for face in fonts.FACES))


def _require(folder: Path) -> None:
    missing = fonts.missing(folder)
    if missing:
        raise DocumentError(
            f"Fonts are missing in {folder}: {', '.join(missing)}. Make them with: python -m "
            "foundation.documents.fonts node_modules/@kern-ux/native/dist/fonts/fira-sans var/fonts"
        )
