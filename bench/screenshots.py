"""`make screenshots`: the most used pages of the played demo, light and dark, in three widths, and the README's two.

Pictures go to var/screenshots; the README's to docs/screenshots.
"""

import os
import sys
import tempfile
from pathlib import Path

_folder = tempfile.TemporaryDirectory(prefix="gremia-screenshots-")
os.environ.update(
    DEMO="true",
    DEBUG="true",
    VAR_DIR=_folder.name,
    DATABASE_URL=f"sqlite:///{_folder.name}/demo.sqlite3",
    ALLOWED_HOSTS="localhost",
    CLOCK="2026-11-16T09:00:00+01:00",
    DJANGO_SETTINGS_MODULE="config.settings",
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)

import django  # noqa: E402

django.setup()

from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests import browser as chromium  # noqa: E402

WIDTHS, SCHEMES = (390, 820, 1280), ("light", "dark")
README = Path("docs/screenshots")
TARGET = Path("var/screenshots")


def pages() -> dict[str, tuple[str, str]]:
    """Name of the picture: (who looks, "" for nobody; address)."""
    from django.urls import reverse

    from foundation.accounts.models import PersonalLink
    from governance.boards.models import Board
    from meetings.invitations.dispatching import LINK_PURPOSE
    from meetings.meeting.models import Meeting
    from reports.editions.models import ManagementReport

    ethics = Board.objects.get(kind=Board.Kind.ETHICS)
    invited = Meeting.objects.filter(status=Meeting.Status.INVITED).order_by("starts_at").first()
    coming = Meeting.objects.filter(status=Meeting.Status.SCHEDULED).order_by("starts_at").first()
    report = ManagementReport.objects.order_by("created_at").last()
    assert invited is not None
    assert coming is not None
    assert report is not None
    link = PersonalLink.objects.filter(purpose=LINK_PURPOSE, subject=invited.key).first()
    found = {
        "office": ("Wendt", "/"),
        "member": ("Dahlhoff", "/"),
        "meeting": ("Dahlhoff", invited.get_absolute_url()),
        "agenda": ("Wendt", f"{coming.get_absolute_url()}tagesordnung/"),
        "opinions": ("Dahlhoff", "/einschaetzungen/"),
        "report": ("Rheinsberg", report.get_absolute_url()),
        "board": ("Wendt", ethics.get_absolute_url()),
    }
    if link:
        found["reply"] = ("", reverse("reply", args=[link.token]))
    return found


def shoot(browser: Browser, base: str, who: str, address: str, width: int, scheme: str, target: Path) -> None:
    from governance.people.models import Person

    context = browser.new_context(
        viewport={"width": width, "height": 1000},
        locale="de-DE",
        color_scheme="dark" if scheme == "dark" else "light",
    )
    if who:
        client = Client()
        client.force_login(Person.objects.get(family_name=who).user)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}])
    page = context.new_page()
    page.goto(base + address)
    page.screenshot(path=target, full_page=True)
    context.close()


def main() -> int:
    program = chromium.path()
    if program is None:
        sys.stderr.write(f"{chromium.ADVICE}\n")
        return 1
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("play_year", "--to", "2026-11-15", "--json", stdout=open(os.devnull, "w"))  # noqa: SIM115
    for folder in (README, TARGET):
        folder.mkdir(parents=True, exist_ok=True)
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    base = f"http://localhost:{server.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        for name, (who, address) in pages().items():
            for width in WIDTHS:
                for scheme in SCHEMES:
                    shoot(browser, base, who, address, width, scheme, TARGET / f"{name}-{width}-{scheme}.png")
            if name in ("office", "reply"):
                width = 1280 if name == "office" else 820
                shoot(browser, base, who, address, width, "light", README / f"{name}.png")
        browser.close()
    server.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
