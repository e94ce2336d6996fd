"""A real browser against a live server. Chromium is started once per worker; each journey gets fresh pages.

`Visitor` counts taps and fields, because effort is a number too, and holds every page it sees against axe-core.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from tests import browser as chromium

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SHAPES = """() => [...new Set([...document.querySelectorAll("body *")].map(
    one => one.tagName + one.getAttribute("class") + one.getAttributeNames().sort()))].sort().join("|")"""
_KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{54}|\d+")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium.path()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(chromium.ADVICE)
        pytest.skip(chromium.ADVICE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        yield running
        running.close()


def _spoken(words: str) -> re.Pattern[str]:
    """These words in an accessible name, whatever spaces stand around hidden additions and between the words."""
    parts = [re.escape(word).replace("/", r"\/") for word in words.replace(":", " : ").split()]
    return re.compile(r"\s*".join(parts), re.IGNORECASE)


class Visitor:
    """One person at one screen. `person` None: nobody is signed in."""

    def __init__(self, context: BrowserContext, base: str, look_of: object, seen: set[tuple]) -> None:
        self.context = context
        self.base = base
        self.page: Page = context.new_page()
        self.taps = 0
        self.fields = 0
        self.look_of = look_of
        self.seen = seen
        self.faults: list[str] = []
        self.sandboxed: Response | None = None
        self.page.on("console", self._note_console)
        self.page.on("response", self._note_response)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note_console(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def _note_response(self, response) -> None:
        """Remember the page that came last when no script may run on it."""
        if response.request.is_navigation_request() and response.status < 300:
            policy = response.headers.get("content-security-policy", "")
            self.sandboxed = response if "sandbox" in policy else None

    def go(self, address: str) -> None:
        """Open an address of the product (or a whole link from a mail) and look at the page."""
        target = address if address.startswith("http") else self.base + address
        response = self.page.goto(target)
        assert response is not None
        assert response.status < 400, f"{response.status} at {target}"
        self.look()

    def refused(self, address: str, status: int) -> None:
        """An address that does not answer as hoped, with the page that says so."""
        response = self.page.goto(address if address.startswith("http") else self.base + address)
        assert response is not None
        assert response.status == status
        self.look()

    def start(self) -> None:
        """The first screen, as it opens in the morning."""
        self.go("/")

    def follow(self, link: str) -> None:
        """A link in a mail: the tap in the mail counts."""
        self.taps += 1
        self.go(link)

    def tap(self, words: str, *, role: str = "", exact: bool = False) -> Response | None:
        """Tap the button or link with these words, then look at the page that follows; give its answer."""
        found = self._find(words, role, exact)
        found.scroll_into_view_if_needed()
        self.taps += 1
        with self.page.expect_navigation() as followed:
            found.click()
        self.look()
        return followed.value

    def _find(self, words: str, role: str, exact: bool):
        roles = [role] if role else ["button", "link", "radio", "tab"]
        for one in roles:
            name = words if exact else _spoken(words)
            found = self.page.get_by_role(one, name=name, exact=exact).locator("visible=true")
            if found.count():
                return found.first
        raise AssertionError(f"nothing to tap called {words!r} at {self.page.url}\n{self.text()[:1500]}")

    def fill(self, label: str, value: str) -> None:
        self.fields += 1
        self._field(label).fill(value)

    def _field(self, label: str):
        """The field with exactly this label, else the first one whose label holds these words."""
        entries = self.page.locator("main").locator("input, textarea, select").locator("visible=true")
        exact = entries.and_(self.page.get_by_label(label, exact=True))
        return exact.first if exact.count() else entries.and_(self.page.get_by_label(label)).first

    def choose(self, label: str, *, within: str = "") -> None:
        """Choose a radio button; `within` names its group."""
        self.taps += 1
        scope = self.page.get_by_role("group", name=within) if within else self.page
        self._press(scope.get_by_role("radio", name=label, exact=True).first)

    def tick(self, label: str) -> None:
        """Tick a box."""
        self.taps += 1
        self._press(self.page.get_by_role("checkbox", name=label).first)

    def _press(self, box) -> None:
        """People tap the words beside the box, which lie over it."""
        self.page.locator(f"label[for='{box.get_attribute('id')}']").click()
        assert box.is_checked()

    def select(self, label: str, option: str) -> None:
        self.fields += 1
        self._field(label).select_option(label=option)

    def chosen(self, label: str) -> str:
        """The option that is selected already."""
        return self._field(label).locator("option:checked").inner_text()

    def open_details(self, words: str) -> None:
        """Unfold what is folded under these words."""
        self.taps += 1
        self.page.locator("summary", has_text=words).locator("visible=true").first.click()

    def open_meeting(self, board, day) -> None:
        """Tap a meeting in the list of meetings; its row holds the day."""
        self.taps += 1
        digits = (f"{day:%d.%m.}", f"{day:%d.%m.%Y}")
        rows = self.page.get_by_role("listitem").filter(has_text=board.name)
        row = rows.filter(has_text=digits[0]).first
        assert row.count(), f"{board}, {digits[0]} is not in the list:\n{self.text()[:1500]}"
        with self.page.expect_navigation():
            row.get_by_role("link", name=board.name).first.click()
        self.look()

    def download(self, words: str) -> bytes:
        """Tap a link that gives a file; return its bytes."""
        self.taps += 1
        address = self.page.get_by_role("link", name=words).first.get_attribute("href")
        answer = self.context.request.get(self.base + str(address))
        assert answer.ok, answer.status
        return answer.body()

    def text(self) -> str:
        """What a page says; a mail has no `main`."""
        return self.page.locator("body, main").last.inner_text()

    def sees(self, words: str) -> None:
        plain = " ".join(self.text().replace("\u00a0", " ").split())
        assert words in plain, f"{words!r} is not on {self.page.url}:\n{plain[:2000]}"

    def look(self) -> None:
        """Hold what is on the screen against axe-core, unless the same shapes stood at such an address before."""
        assert not self.faults, self.faults
        where = self.page.url.split("?")[0]
        if not where.startswith(self.base):
            return
        shapes = "" if self.sandboxed else self.page.evaluate(SHAPES)
        state = (self.look_of, _KEYS.sub("*", where), shapes)
        if state in self.seen:
            return
        self.seen.add(state)
        words = self._violations()
        assert not words, f"{where}\n" + "\n".join(words)

    def _violations(self) -> list[str]:
        """What axe-core finds. A mail is shown without scripts, so its markup is looked at on a page of its own."""
        page = self.page
        if self.sandboxed:
            page = self.context.new_page()
            page.set_content(self.sandboxed.text())
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(r => r.violations)", RULES
        )
        if page is not self.page:
            page.close()
        return [f"{v['id']}: {v['help']} {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]


@pytest.fixture
def site(live_server, settings) -> str:
    """The address of the running product, which stands in its mails, too."""
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    return live_server.url


@pytest.fixture(scope="session")
def seen() -> set[tuple]:
    """What axe-core has looked at already, in this journey or in one before it."""
    return set()


@pytest.fixture
def visitor(browser, site, seen):
    """`visitor(person, width=…)` opens a screen for somebody, signed in without a detour."""
    opened: list[BrowserContext] = []

    def open_screen(person=None, *, width: int = 1280, height: int = 900, dark: bool = False) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="de-DE",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        opened.append(context)
        if person is not None:
            client = Client()
            client.force_login(person.user)
            cookie = client.cookies["sessionid"]
            context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])
        return Visitor(context, site, (width, dark), seen)

    yield open_screen
    for context in opened:
        context.close()
