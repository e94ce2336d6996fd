import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont

from foundation.documents import fonts, typst

KERN = typst.ROOT / "node_modules/@kern-ux/native/dist/fonts/fira-sans"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fonts")
    assert fonts.convert(KERN, folder) == list(fonts.FACES)
    return folder


def test_writes_five_truetype_faces_and_leaves_nothing_else(folder):
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [f"{face}.ttf" for face in fonts.FACES] + ["sources.json"]
    )
    for face in fonts.FACES:
        with TTFont(fonts.ttf(folder, face)) as font:
            assert font.flavor is None
            assert font.sfntVersion == "\x00\x01\x00\x00"


def test_second_run_writes_nothing(folder):
    assert fonts.convert(KERN, folder) == []


def test_a_lost_face_and_a_changed_source_are_made_again(folder):
    fonts.ttf(folder, "FiraSans-Bold").unlink()
    assert fonts.missing(folder) == ["FiraSans-Bold"]
    manifest = folder / fonts.MANIFEST
    manifest.write_text(manifest.read_text().replace('Italic": "', 'Italic": "older'))
    assert fonts.convert(KERN, folder) == ["FiraSans-Italic", "FiraSans-Bold"]
    assert fonts.missing(folder) == []


def test_command_names_the_missing_source(tmp_path):
    command = [sys.executable, "-m", "foundation.documents.fonts", str(tmp_path), str(tmp_path / "out")]
    done = subprocess.run(command, cwd=typst.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "FiraSans-Regular.woff2" in done.stderr
