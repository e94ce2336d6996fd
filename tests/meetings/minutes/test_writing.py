"""The board office writes the minutes, by act and by page."""

import pytest

from foundation.values import DomainError
from meetings.minutes import writing
from tests.meetings.minutes.steps import address, read

pytestmark = pytest.mark.django_db


def test_minutes_begin_after_the_meeting_and_once(evening, held):
    assert held.act(writing.draft, held.meeting) == held.minutes
    held.meeting.refresh_from_db()
    assert held.meeting.minute_taker == held.world.secretary
    other = held.world.meeting(status="in_session", number=5)
    with pytest.raises(DomainError) as refused:
        held.act(writing.draft, other)
    assert refused.value.code == "not_held"


def test_two_writers_never_overwrite_each_other(held):
    item = held.item(1).pk
    assert held.act(writing.write, held.minutes, {item: "Erster Text"}, revision=1) == 2
    assert held.act(writing.write, held.minutes, {item: "Erster Text"}, revision=1) == 2
    with pytest.raises(DomainError) as refused:
        held.act(writing.write, held.minutes, {item: "Zweiter Text"}, revision=1)
    assert (refused.value.code, refused.value.status) == ("changed_meanwhile", 409)
    assert held.minutes.entries.get(item=item).text == "Erster Text"


def said_by_phone(held):
    """What the office types of the chair's word."""
    return {"day": held.now.date().isoformat(), "medium": "Telefon", "remark": "Ohne Änderungen"}


def test_the_whole_way_on_the_page(client, held):
    client.force_login(held.world.secretary.user)
    text = {"act": "write", "revision": 1, **{f"text_{i.pk}": "Der Beirat berät." for i in held.meeting.items.all()}}
    assert client.post(address(held), text).status_code == 302
    stale = client.post(address(held), {**text, f"text_{held.item(1).pk}": "anders"})
    assert stale.status_code == 409
    word = {"act": "sign_off", **said_by_phone(held), "revision": 2}
    assert client.post(address(held), {**word, "medium": ""}).status_code == 400
    unread = client.post(address(held), {**word, "revision": 1})
    assert unread.status_code == 409
    assert "Das Protokoll wurde geändert, seit Sie es geöffnet haben." in unread.content.decode()
    assert client.post(address(held), word).status_code == 302
    signed = held.meeting.minutes
    assert (signed.signed_off_by, signed.signed_off_for) == (held.world.secretary.key, held.world.mayor.key)
    assert signed.sign_off_note == f"Telefon, {held.now:%d.%m.%Y}. Ohne Änderungen"
    asked = client.post(address(held), {"act": "send"})
    assert (asked.status_code, "Das Protokoll geht an 10 Personen." in asked.content.decode()) == (200, True)
    assert held.meeting.minutes.versions.count() == 0
    assert client.post(address(held), {"act": "send", "confirmed": "1"}).status_code == 302
    client.force_login(held.world.kaya.user)
    for act in ("write", "hand_over", "return", "sign_off", "send", "take_back", "begin", "storm"):
        assert client.post(address(held), {"act": act}).status_code == 404
    sent = {"act": "object", "item": held.item(1).pk, "text": "Bitte die Kosten nennen."}
    assert client.post(address(held), sent).status_code == 302
    assert "Bitte die Kosten nennen." in client.get(address(held)).content.decode()
    assert "Bitte die Kosten nennen." not in read(client, held, held.world.dahlhoff)
    assert "Bitte die Kosten nennen." in read(client, held, held.world.secretary)


def test_every_button_below_the_texts_saves_them_first(client, held):
    client.force_login(held.world.secretary.user)
    first, second = held.item(1), held.item(2)
    typed = {f"text_{first.pk}": "Der Beirat berät.", **said_by_phone(held)}
    kept = client.post(address(held), {"act": "write", "revision": 1, **typed}).content.decode()
    assert ("Das Protokoll ist gespeichert." in kept, 'value="Ohne Änderungen"' in kept) == (True, True)
    stale = client.post(address(held), {"act": "hand_over", "revision": 1, f"text_{first.pk}": "Ganz anders."})
    assert (stale.status_code, "Ganz anders." in stale.content.decode()) == (409, True)
    unsaid = {"act": "sign_off", "revision": 2, f"text_{second.pk}": "Kenntnis genommen."}
    refused = client.post(address(held), unsaid)
    assert (refused.status_code, "Kenntnis genommen." in refused.content.decode()) == (400, True)
    assert client.post(address(held), {"act": "sign_off", "revision": 3, **typed}).status_code == 302
    held.minutes.refresh_from_db()
    texts = list(held.minutes.entries.order_by("item__position").values_list("text", flat=True)[:2])
    assert (held.minutes.status, texts) == ("signed_off", ["Der Beirat berät.", "Kenntnis genommen."])


def test_what_is_typed_reaches_the_chair_with_the_hand_over(client, held):
    client.force_login(held.world.secretary.user)
    typed = {"act": "hand_over", "revision": 1, f"text_{held.item(1).pk}": "Der Beirat berät."}
    assert client.post(address(held), typed).status_code == 302
    assert "Der Beirat berät." in read(client, held, held.world.mayor)


def test_a_shortened_notice_period_stands_in_the_minutes_with_its_reason(client, held):
    held.meeting.shortened, held.meeting.shortened_reason = True, "Frist der Landesregierung"
    held.meeting.save()
    held.minutes.refresh_from_db()
    page = read(client, held, held.world.secretary)
    assert "Sie wurde verkürzt: Frist der Landesregierung" in page
