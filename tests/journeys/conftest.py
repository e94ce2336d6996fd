"""A real browser against a live server. Chromium is started once per worker; each journey gets fresh pages.

`Visitor` counts taps and fields, because effort is a number too, and holds every page it sees against axe-core.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import browser as chromium

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
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


class Visitor:
    """One person at one screen. `person` None: nobody is signed in."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.base = base
        self.page: Page = context.new_page()
        self.taps = 0
        self.fields = 0
        self.axe_pages: set[str] = set()
        self.faults: list[str] = []
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note_console(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def go(self, address: str) -> None:
        """Open an address of the product (or a whole link from a mail) and look at the page."""
        target = address if address.startswith("http") else self.base + address
        response = self.page.goto(target)
        assert response is not None
        assert response.status < 400, f"{response.status} at {target}"
        self.look()

    def tap(self, words: str, *, role: str = "", exact: bool = False) -> None:
        """Tap the button or link with these words, then look at the page that follows."""
        found = self._find(words, role, exact)
        found.scroll_into_view_if_needed()
        self.taps += 1
        found.click()
        self.page.wait_for_load_state("load")
        self.look()

    def _find(self, words: str, role: str, exact: bool):
        roles = [role] if role else ["button", "link", "radio", "tab"]
        for one in roles:
            found = self.page.get_by_role(one, name=words, exact=exact).locator("visible=true")
            if found.count():
                return found.first
        raise AssertionError(f"nothing to tap called {words!r} at {self.page.url}\n{self.text()[:1500]}")

    def fill(self, label: str, value: str) -> None:
        self.fields += 1
        self.page.get_by_label(label, exact=False).first.fill(value)

    def choose(self, label: str, *, within: str = "") -> None:
        """Choose a radio button; `within` names its group."""
        self.taps += 1
        scope = self.page.get_by_role("group", name=within) if within else self.page
        scope.get_by_role("radio", name=label, exact=True).first.check()

    def select(self, label: str, option: str) -> None:
        self.fields += 1
        self.page.get_by_label(label).first.select_option(label=option)

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def sees(self, words: str) -> None:
        plain = " ".join(self.text().replace("\u00a0", " ").split())
        assert words in plain, f"{words!r} is not on {self.page.url}:\n{plain[:2000]}"

    def look(self) -> None:
        """Hold the page against axe-core once per address, and against the policy for scripts and styles."""
        assert not self.faults, self.faults
        where = self.page.url.split("?")[0]
        if where in self.axe_pages or not where.startswith(self.base):
            return
        self.axe_pages.add(where)
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(r => r.violations)", RULES
        )
        words = [f"{v['id']}: {v['help']} {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]
        assert not words, f"{where}\n" + "\n".join(words)


@pytest.fixture
def visitor(browser, live_server, client, settings):
    """`visitor(person, width=…)` opens a screen for somebody, signed in without a detour."""
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
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
            client.force_login(person.user)
            cookie = client.cookies["sessionid"]
            context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        return Visitor(context, live_server.url)

    yield open_screen
    for context in opened:
        context.close()
