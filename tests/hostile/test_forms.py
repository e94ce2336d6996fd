"""Every form of every page is sent hostile values: no server error, no row for what is refused, none with such text.

Pages are those of the tables of routes, forms what stands in their HTML: a new page is walked without a word here.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from django.urls import resolve, reverse

from tests.contracts.roles import people
from tests.contracts.test_rooms import FILES
from tests.contracts.test_routes import TABLES, undone
from tests.hostile.values import writes

ROLES = ("secretariat", "chair", "management", "mayors_office", "assistant", "anonymous")
LONG = 12
TEXTS = ["a\x00b", "a\u202eb", "x" * 20_001]
VALUES = {
    "text": TEXTS,
    "date": ["a\x00b", "0001-01-01", "9999-12-31", "2027-02-29"],
    "number": ["a\x00b", "9" * 400, "9223372036854775808", "-1", "NaN"],
    "choice": ["a\x00b", "9" * 400, "ffffffff-ffff-ffff-ffff-ffffffffffff"],
}
# What of a draft could be read is kept; sessions and counters of tries are no records.
SAVED_ANYWAY = ('"draft"', "accounts_session", '"cache"')


class Forms(HTMLParser):
    """The forms of a page that are posted: address, values as they stand there, and the kind of each field."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self._values: dict[str, str] | None = None
        self._kinds: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._values, self._kinds = {}, {}
            if given.get("method", "").lower() == "post":
                self.found.append((given.get("action", ""), self._values, self._kinds))
        name = given.get("name", "")
        if self._values is None or not name or name == "csrfmiddlewaretoken":
            return
        if tag in ("input", "select", "textarea", "button"):
            kind = given.get("type", tag)
            self._values.setdefault(name, given.get("value", ""))
            numeric = given.get("inputmode") == "numeric" or kind in ("hidden", "number")
            self._kinds[name] = "number" if numeric else "date" if kind == "date" else KINDS.get(kind, "text")


KINDS = dict.fromkeys(("radio", "checkbox", "select", "button", "submit"), "choice")


def alike(text: str) -> str:
    """An address or a name, whatever row it is about."""
    return re.sub(r"[0-9a-f-]{36}|\d+", "#", text)


def hostile(values: dict[str, str], kinds: dict[str, str]) -> Iterator[dict[str, str]]:
    """What stands in the form with one field hostile; in a long form, with all fields of a kind."""
    single = {alike(name): {name} for name in kinds}
    by_kind = {kind: {name for name in kinds if kinds[name] == kind} for kind in set(kinds.values())}
    for names in (single if len(single) <= LONG else by_kind).values():
        for value in VALUES[kinds[min(names)]]:
            yield values | dict.fromkeys(names, value)


def _html(answer) -> str:
    """The page; nothing for a file."""
    return answer.content.decode() if "html" in answer.get("Content-Type", "") else ""


def own_forms(client, module, route: str, places: dict) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """The forms of a page that are sent to an address of this table."""
    page = reverse(route, kwargs=places.get(route, {}))
    for action, values, kinds in Forms(_html(client.get(page))).found:
        if resolve(action or page).url_name in module.ROWS:
            yield action or page, values, kinds


@pytest.mark.parametrize("module", TABLES.values(), ids=TABLES)
def test_forms_refuse_hostile_values(module, world, client, forget):
    places, who = module.kwargs(world), people(world)
    seen, wrong = set(), {}
    for role in ROLES:
        client.logout()
        if who[role]:
            client.force_login(who[role].user)
        for route in (route for route, row in module.ROWS.items() if row[role] == 200):
            for address, values, kinds in own_forms(client, module, route, places):
                form = (alike(address), *sorted(map(alike, kinds)))
                if form not in seen:
                    seen.add(form)
                    answers = {
                        str(sent)[:300]: _answer(client, forget, address, sent) for sent in hostile(values, kinds)
                    }
                    wrong |= {f"{role} at {address}: {sent}": words for sent, words in answers.items() if words}
    assert wrong == {}


def _answer(client, forget, address: str, sent: dict[str, str]) -> str:
    """What is wrong with the answer, or nothing."""
    forget()
    with undone(client), writes() as written:
        status = client.post(address, sent).status_code
    written = [sql for sql in written if not any(word in sql for word in SAVED_ANYWAY)]
    if any(text in sql for sql in written for text in TEXTS):
        return "stored"
    if status >= 500:
        return str(status)
    return f"{status}, but wrote {written[0][:200]}" if status in (400, 422) and written else ""


@cache
def read_from_addresses() -> set[str]:
    """Every word that stands in a line of code beside `request.GET`."""
    sources = [path.read_text(encoding="utf-8") for path in FILES]
    lines = [line for source in sources for line in source.splitlines() if "request.GET" in line]
    return {word for line in lines for word in re.findall(r'"(\w+)"', line)}


@pytest.mark.parametrize("module", TABLES.values(), ids=TABLES)
def test_hostile_parameters_break_no_page(module, world, client):
    places, names = module.kwargs(world), read_from_addresses()
    client.force_login(world.secretary.user)
    for route in (route for route, row in module.ROWS.items() if row["secretariat"] == 200):
        address = reverse(route, kwargs=places.get(route, {}))
        fields = re.findall(r'name="(\w+)"', _html(client.get(address)))
        for value in ("a\x00b", "9" * 400, "9223372036854775808", "-1", "0001-01-01", "9999-12-31"):
            answer = client.get(address, dict.fromkeys([*names, *fields], value))
            assert answer.status_code < 500, f"{address} with {value[:20]!r}"
