"""The chair signs minutes off, or returns them, by the personal link that comes with the handing over."""

import re

import pytest

from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.web import clock
from meetings.agenda.models import AgendaItem
from meetings.minutes import writing
from meetings.sittings import running
from meetings.votes import voting
from tests.devices import remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(evening, client):
    """The office gave the draft to the chair, whose browser is remembered."""
    evening.open(present=8)
    evening.act(voting.unanimous, evening.item(1))
    evening.act(running.close, evening.meeting, adjourn_open=True)
    evening.meeting.refresh_from_db()
    evening.minutes = evening.act(writing.draft, evening.meeting)
    evening.act(writing.hand_over, evening.minutes)
    remember(client, evening.world.mayor, evening.now)
    evening.link = f"/freigabe/protokoll/{PersonalLink.objects.get(purpose='chair_sign_off').token}/"
    with clock.at(evening.now):
        yield evening


def revision_on(page):
    return re.search(r'name="revision" value="(\d+)"', page.content.decode())[1]


def test_the_chair_reads_and_signs_off(client, handed):
    mail = Delivery.objects.get(kind="chair_word")
    assert (mail.recipient, mail.subject) == (
        handed.world.mayor.key,
        "Bitte Protokoll freigeben: Unternehmensbeirat, 11.02.2027",
    )
    page = client.get(handed.link)
    assert "Datenplattform" in page.content.decode()
    for _twice in range(2):
        assert client.post(handed.link, {"revision": revision_on(page)}).url == handed.link
    signed = handed.meeting.minutes
    assert (signed.status, signed.signed_off_by, signed.signed_off_for) == (
        "signed_off",
        handed.world.mayor.key,
        "",
    )
    assert JournalEntry.objects.get(action="minutes.signed_off").facts == {"by_link": True}
    done = client.get(handed.link).content.decode()
    assert "Freigegeben von Annegret Holtkamp am 11.02.2027." in done
    assert "Datenplattform" not in done


def test_the_chair_returns_them_with_a_remark(client, handed):
    assert client.post(handed.link, {"return": "1", "reason": " "}).status_code == 400
    assert client.post(handed.link, {"return": "1", "reason": "Bitte kürzer."}).url == handed.link
    minutes = handed.meeting.minutes
    assert (minutes.status, minutes.return_reason) == ("drafting", "Bitte kürzer.")
    assert "Der Entwurf ist bei der Geschäftsstelle." in client.get(handed.link).content.decode()


def test_what_changed_or_was_taken_back_is_not_signed_off(client, handed):
    seen = revision_on(client.get(handed.link))
    handed.act(writing.take_back, handed.minutes, reason="Anlage fehlt")
    assert Delivery.objects.get(kind="chair_word").state == "obsolete"
    refused = client.post(handed.link, {"revision": seen})
    assert refused.status_code == 409
    assert "Die Geschäftsstelle schreibt an diesem Protokoll." in refused.content.decode()
    handed.act(writing.write, handed.minutes, {handed.item(1).pk: "Anders"}, revision=2)
    handed.act(writing.hand_over, handed.minutes)
    refused = client.post(handed.link, {"revision": seen})
    assert refused.status_code == 409
    assert "Das Protokoll wurde geändert, seit Sie es geöffnet haben." in refused.content.decode()
    assert handed.meeting.minutes.status == "chair_review"
    assert Delivery.objects.filter(kind="chair_word").count() == 2


@pytest.mark.parametrize("level", [3, 4])
def test_what_is_confidential_asks_for_the_login(client, handed, level):
    item = handed.item(1)
    AgendaItem.objects.filter(pk=item.pk).update(level=level)
    seen = handed.meeting.minutes.revision
    page = client.get(handed.link).content.decode()
    assert item.title not in page
    assert "Vertraulicher Tagesordnungspunkt" in page
    assert f'href="/sitzungen/{handed.meeting.pk}/protokoll/"' in page
    assert 'name="revision"' not in page
    assert client.post(handed.link, {"revision": seen}).status_code == 403
    assert handed.meeting.minutes.status == "chair_review"
