"""Turn KERN's Fira Sans web fonts into the TrueType files that typst can embed.

python -m foundation.documents.fonts SOURCE_DIR TARGET_DIR
"""

import hashlib
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from fontTools.ttLib import TTFont

FACES = ("FiraSans-Regular", "FiraSans-Italic", "FiraSans-Medium", "FiraSans-SemiBold", "FiraSans-Bold")
MANIFEST = "sources.json"


def convert(source: Path, target: Path) -> list[str]:
    """Write each face as TTF into `target` and return the names of the faces that were written.

    Faces whose source has not changed are left alone. Each file appears whole or not at all, so two
    processes may convert at once. Raises FileNotFoundError when a source file is missing.
    """
    target.mkdir(parents=True, exist_ok=True)
    known = _manifest(target)
    current = {face: _digest(source / f"{face}.woff2") for face in FACES}
    stale = [face for face in FACES if known.get(face) != current[face] or not ttf(target, face).exists()]
    for face in stale:
        _write(target, ttf(target, face).name, _as_ttf(source / f"{face}.woff2"))
    if stale:
        _write(target, MANIFEST, lambda path: path.write_text(json.dumps(current, indent=1)))
    return stale


def missing(target: Path) -> list[str]:
    """The faces that have no TTF in `target`."""
    return [face for face in FACES if not ttf(target, face).exists()]


def ttf(target: Path, face: str) -> Path:
    return target / f"{face}.ttf"


def _manifest(target: Path) -> dict[str, str]:
    path = target / MANIFEST
    return json.loads(path.read_text()) if path.exists() else {}


def _digest(path: Path) -> str:
    # By content: npm gives every file the same date, so dates cannot tell an update.
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _as_ttf(source: Path) -> Callable[[Path], object]:
    def save(path: Path) -> None:
        with TTFont(source, recalcTimestamp=False) as font:
            font.flavor = None
            font.save(path)

    return save


def _write(target: Path, name: str, save: Callable[[Path], object]) -> None:
    handle, temporary = tempfile.mkstemp(dir=target, prefix=f".{name}.")
    os.close(handle)
    try:
        save(Path(temporary))
        os.chmod(temporary, 0o644)
        os.replace(temporary, target / name)
    except BaseException:
        os.unlink(temporary)
        raise


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m foundation.documents.fonts SOURCE_DIR TARGET_DIR\n")
        return 2
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    source, target = map(Path, arguments)
    try:
        written = convert(source, target)
    except FileNotFoundError as error:
        sys.stderr.write(f"No such font: {error.filename}. Install KERN first (npm ci).\n")
        return 1
    sys.stdout.write(f"Fonts in {target}: {len(written)} written, {len(FACES) - len(written)} up to date\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
