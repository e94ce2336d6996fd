"""The German catalogue: which messages the code and templates use, and whether each has its German.

Python is read as a syntax tree, templates through Django's own `templatize`; Babel reads and writes the catalogue. No
system gettext is needed.
"""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

MessageId = tuple[str, str | tuple[str, ...]]

WINGS = [
    "config",
    "demo",
    "desk",
    "reports",
    "opinions",
    "meetings",
    "participation",
    "portfolio",
    "governance",
]
WINGS += ["foundation"]
_PLAIN = ("gettext", "ngettext", "pgettext", "npgettext")
FUNCTIONS = {"_", "gettext_noop", *_PLAIN, *(f"{name}_lazy" for name in _PLAIN)}
_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALLS = re.compile(rf"\b(np?gettext|p?gettext|_)\(({_STRING}(?:, ?{_STRING})*)[,)]")


def po_path() -> Path:
    return Path(settings.BASE_DIR) / "locale" / "de" / "LC_MESSAGES" / "django.po"


def _python_messages(path: Path) -> Iterator[MessageId]:
    """Calls in the syntax tree, so that those inside f-strings are found as well."""
    for call in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in FUNCTIONS:
            words = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if words:
                yield _message(call.func.id, words)


def _message(function: str, words: list[str]) -> MessageId:
    """What a call of gettext's family names: "p" takes a context first, "n" two forms."""
    context = words.pop(0) if "pgettext" in function else ""
    return context, (words[0], words[1]) if function.startswith("n") else words[0]


def _template_messages(path: Path) -> Iterator[MessageId]:
    for function, arguments in _CALLS.findall(templatize(path.read_text(encoding="utf-8"))):
        words = [ast.literal_eval(word.lstrip("u")) for word in re.findall(_STRING, arguments)]
        yield _message(function, words)


def used() -> set[MessageId]:
    """(context, message id) of every message in code and templates; plural ids are pairs."""
    base = Path(settings.BASE_DIR)
    found: set[MessageId] = set()
    for wing in WINGS:
        for path in (base / wing).rglob("*.py"):
            if "migrations" not in path.parts:
                found.update(_python_messages(path))
    for path in (base / "templates").rglob("*"):
        if path.suffix in {".html", ".txt"}:
            found.update(_template_messages(path))
    return {(context, message) for context, message in found if message}


def load() -> Catalog:
    with po_path().open("rb") as source:
        return read_po(source, locale="de")


def _is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(strings)


def gaps(catalog: Catalog) -> tuple[list[MessageId], list[MessageId]]:
    """Messages without German (missing, empty or fuzzy), and entries no code uses any more."""
    wanted = used()
    missing = [
        (context, message)
        for context, message in wanted
        if not _is_translated(catalog.get(message[0] if isinstance(message, tuple) else message, context or None))
    ]
    known = {(m.context or "", tuple(m.id) if isinstance(m.id, (tuple, list)) else m.id) for m in catalog if m.id}
    return sorted(missing, key=str), sorted(known - wanted, key=str)


def save(catalog: Catalog) -> None:
    """Write the catalogue sorted and without places in the code, so that changes read well."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, no_location=True, omit_header=False)
    po_path().write_bytes(buffer.getvalue())


def compile_german() -> Path:
    """Write the binary catalogue Django reads."""
    target = po_path().with_suffix(".mo")
    with target.open("wb") as out:
        write_mo(out, load())
    return target
