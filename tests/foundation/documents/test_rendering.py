"""Documents are rendered by the worker from frozen data, once."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foundation.documents import fonts, rendering, typst
from foundation.documents.files import pdf_response
from foundation.documents.models import Rendering, RenderingState
from foundation.documents.rendering import render_due, request
from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM, DomainError

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n<</Type/Pages/Count 2>><</Type/Page>><</Type /Page/Parent 1 0 R>><</Type/PageLabel>>\n"
SAMPLE = Path(__file__).parent / "samples" / "agenda.json"


def ask(key: str = "agenda:1:v1", **changes: object) -> Rendering:
    values = {
        "template": "agenda",
        "title": "Tagesordnung",
        "file_name": "tagesordnung.pdf",
        "language": "de",
        "data": {"items": ["A", "B"]},
        "now": NOW,
        **changes,
    }
    return request(key=key, **values)


def newest_logo() -> bytes:
    return b"a picture"


@pytest.fixture
def printer(monkeypatch):
    """Stands in for typst; holds what it was asked for, and fails as often as told."""

    class Printer:
        jobs: list[tuple[str, dict, str, datetime]] = []
        failures = 0
        logo = None

        def render(self, template, data, *, title, language, made_at, logo):
            self.jobs.append((template, data, title, made_at))
            self.logo = logo
            if self.failures:
                self.failures -= 1
                raise typst.DocumentError("agenda.typ: unknown variable\x00")
            return PDF

    one = Printer()
    one.jobs = []
    monkeypatch.setattr(typst, "render", one.render)
    return one


def test_a_queued_document_becomes_one_file(printer):
    asked = ask()
    assert not asked.is_ready
    assert render_due(now=NOW + timedelta(minutes=1)) == 1
    assert render_due(now=NOW + timedelta(minutes=2)) == 0

    made = Rendering.objects.get()
    assert (made.state, made.pages, made.size, made.attempts) == (RenderingState.DONE, 2, len(PDF), 1)
    assert made.sha256 == hashlib.sha256(PDF).hexdigest()
    assert made.file.name == f"pdf/{made.pk}.pdf"
    assert made.file.read() == PDF
    assert printer.jobs == [("agenda", {"items": ["A", "B"]}, "Tagesordnung", NOW)]


def test_a_document_shows_the_logo_of_the_day_it_is_made(printer, settings):
    ask()
    settings.PRINTED_LOGO = f"{__name__}.newest_logo"
    assert render_due(now=NOW) == 1
    assert printer.logo == newest_logo()


def test_the_same_key_is_queued_once_and_keeps_its_data(printer):
    first = ask()
    assert ask(data={"items": ["changed"]}).pk == first.pk
    render_due(now=NOW)
    assert ask(data={"items": ["changed"]}).is_ready
    assert render_due(now=NOW) == 0
    assert len(printer.jobs) == 1


def test_a_document_that_fails_is_tried_three_times_and_stops_nobody(printer, caplog):
    broken = ask("broken")
    printer.failures = 1
    render_due(now=NOW)
    assert render_due(now=NOW) == 0
    good = ask("good", now=NOW + timedelta(minutes=1))
    printer.failures = 1
    assert render_due(now=NOW + timedelta(minutes=2)) == 1
    printer.failures = 1
    render_due(now=NOW + timedelta(hours=1))
    assert render_due(now=NOW + timedelta(days=1)) == 0

    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.state, broken.attempts) == (RenderingState.FAILED, 3)
    assert broken.last_error == "DocumentError: agenda.typ: unknown variable"
    assert good.is_ready


def test_a_failed_document_can_be_asked_for_again_with_better_data(printer):
    broken = ask()
    Rendering.objects.update(state=RenderingState.FAILED, attempts=3, last_error="x")
    again = ask(data={"items": []}, now=NOW + timedelta(days=1))
    assert (again.pk, again.state, again.attempts) == (broken.pk, RenderingState.QUEUED, 0)
    assert render_due(now=NOW + timedelta(days=1)) == 1
    assert printer.jobs[-1][1:] == ({"items": []}, "Tagesordnung", NOW + timedelta(days=1))


def test_a_document_in_the_hands_of_a_worker_is_left_alone_until_its_lease_ends(printer):
    ask()
    Rendering.objects.update(attempts=1, lease_until=NOW + timedelta(minutes=5))
    assert render_due(now=NOW) == 0
    assert render_due(now=NOW + timedelta(minutes=6)) == 1


def test_a_document_that_kills_every_worker_fails_in_the_end(printer):
    ask()
    Rendering.objects.update(attempts=3, lease_until=NOW)
    assert render_due(now=NOW + timedelta(minutes=1)) == 0
    assert Rendering.objects.get().state == RenderingState.FAILED
    assert printer.jobs == []


def test_who_comes_second_leaves_no_file_behind(printer, settings):
    ask()
    slow = rendering._claim(NOW)
    assert render_due(now=NOW + timedelta(minutes=6)) == 1
    assert rendering._render(slow, NOW) == 0
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / "pdf"
    assert [path.name for path in folder.iterdir()] == [f"{slow.pk}.pdf"]


def test_only_one_of_two_workers_gets_a_document():
    ask()
    assert rendering._claim(NOW) is not None
    assert rendering._claim(NOW) is None


def test_a_finished_document_is_handed_out_and_never_cached(printer):
    ask()
    render_due(now=NOW)
    made = Rendering.objects.get()
    shown, saved = pdf_response(made), pdf_response(made, download=True)
    assert b"".join(shown.streaming_content) == PDF
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == 'inline; filename="tagesordnung.pdf"'
    assert saved["Content-Disposition"] == 'attachment; filename="tagesordnung.pdf"'
    assert (shown["Cache-Control"], shown["X-Content-Type-Options"]) == ("private, no-store", "nosniff")


@pytest.mark.parametrize(("state", "code"), [("queued", "document_not_ready"), ("failed", "document_failed")])
def test_an_unfinished_document_says_what_to_do(state, code):
    asked = ask()
    asked.state = state
    with pytest.raises(DomainError) as refused:
        pdf_response(asked)
    assert (refused.value.code, refused.value.status) == (code, 409)


def test_a_real_document_has_its_pages_counted():
    fonts.convert(typst.ROOT / "node_modules/@kern-ux/native/dist/fonts/fira-sans", typst.FONTS)
    ask(data=json.loads(SAMPLE.read_text())["data"])
    assert render_due(now=NOW) == 1
    made = Rendering.objects.get()
    assert made.pages >= 1
    assert made.file.read(5) == b"%PDF-"


def test_a_failed_document_is_made_again_with_its_own_data():
    failed, done = ask(), ask("agenda:2:v1")
    Rendering.objects.filter(pk=failed.pk).update(state=RenderingState.FAILED, attempts=3, last_error="no font")
    Rendering.objects.filter(pk=done.pk).update(state=RenderingState.DONE)
    for one in (failed, done):
        rendering.again(one, by=SYSTEM, now=NOW)
    states = Rendering.objects.order_by("key").values_list("key", "state", "attempts")
    assert list(states) == [("agenda:1:v1", "queued", 0), ("agenda:2:v1", "done", 0)]
    assert JournalEntry.objects.values_list("action", "subject").get() == (
        "document.queued_again",
        f"document:{failed.pk}",
    )
