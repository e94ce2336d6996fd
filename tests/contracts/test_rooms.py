"""What import-linter cannot say: drivers stay in their room, foundation and desk keep to their words."""

import ast
import configparser
import re
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
LINTER = ConfigParser()
LINTER.read(BASE / ".importlinter")
PURE = set(LINTER["importlinter:contract:pure"]["source_modules"].split())
WINGS = ["desk", "reports", "opinions", "meetings", "participation", "portfolio", "governance", "foundation"]
DRIVERS = {"views", "forms", "api", "tasks", "urls"}
FILES = sorted(path for wing in WINGS for path in (BASE / wing).rglob("*.py") if "migrations" not in path.parts)
DOMAIN_WORDS = re.compile(
    r"\b(board|boards|seat|seats|mandate|mandates|agenda|meeting|meetings|quorum|minutes|opinion|opinions|recusal)\b",
    re.IGNORECASE,
)


def pure_files() -> list[Path]:
    """The files `.importlinter` calls pure; of a folder, every file in it."""
    contracts = configparser.ConfigParser()
    contracts.read(BASE / ".importlinter")
    names = contracts["importlinter:contract:pure"]["source_modules"].split()
    places = [BASE / name.replace(".", "/") for name in names]
    return [file for place in places for file in (sorted(place.rglob("*.py")) or [place.with_suffix(".py")])]


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def is_driver(path: Path) -> bool:
    """Drivers are files, or folders of files where a room has many pages."""
    return path.stem in DRIVERS or path.parent.name in DRIVERS


def room(path: Path) -> str:
    return ".".join(path.relative_to(BASE).parts[:2])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BASE)))
def test_no_room_imports_the_drivers_of_another(path):
    foreign = {
        name
        for name in imported(path)
        if name.split(".")[0] in WINGS
        and DRIVERS & set(name.split(".")[2:3])
        and not name.startswith(f"{room(path)}.")
    }
    allowed = {"foundation.web.forms"}
    assert foreign - allowed == set()


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem == "models"], ids=lambda path: str(path.relative_to(BASE))
)
def test_models_import_no_activity_of_their_room(path):
    """Pure files stand below the models."""
    own = {name for name in imported(path) if name.startswith(f"{room(path)}.")}
    assert own - PURE - {f"{room(path)}.models"} == set()


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.is_relative_to(BASE / "foundation")], ids=lambda path: path.stem
)
def test_the_foundation_knows_no_word_of_boards(path):
    """Names in code, not prose: a docstring may say what a thing is for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    words = {part for name in names for part in re.split(r"_|(?<=[a-z])(?=[A-Z])", name)}
    assert {word for word in words if DOMAIN_WORDS.fullmatch(word)} <= {"minutes"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BASE)))
def test_only_drivers_read_the_clock(path):
    if is_driver(path) or "management" in path.parts or path.is_relative_to(BASE / "foundation" / "web"):
        return
    source = path.read_text(encoding="utf-8")
    assert "clock.now()" not in source
    assert "clock.today()" not in source
    assert "timezone.now()" not in source


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.is_relative_to(BASE / "desk")], ids=lambda path: str(path.name)
)
def test_the_desk_writes_nothing(path):
    writing = re.compile(r"\.(save|create|bulk_create|update|delete|get_or_create|update_or_create)\(")
    assert not writing.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", pure_files(), ids=lambda path: str(path.relative_to(BASE)))
def test_pure_files_take_only_words_from_django(path):
    django = {name for name in imported(path) if name.split(".")[0] == "django"}
    assert django <= {"django.utils.translation", "django.utils.functional"}


@pytest.mark.parametrize("path", pure_files(), ids=lambda path: str(path.relative_to(BASE)))
def test_pure_files_know_no_models(path):
    assert {name for name in imported(path) if "models" in name.split(".")} == set()
