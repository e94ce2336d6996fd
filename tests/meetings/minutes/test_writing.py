from datetime import date, timedelta

import pytest
from django.urls import reverse

from foundation.documents.models import Rendering
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.confidentiality import Level
from governance.mandates.delegating import delegate
from governance.mandates.models import Mandate, Office
from governance.rights.reader import reader_of_person
from meetings.actions.tracking import assign
from meetings.agenda.models import Recusal
from meetings.minutes import approving, objecting, writing
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.minutes.sources import unapproved_minutes
from meetings.sittings import running
from meetings.votes import correcting, voting
from meetings.votes.models import Motion, Resolution, Vote
from tests.meetings.live import Evening

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(evening):
    """Eight of ten were there; one resolution, one item noted, one adjourned, one action item."""
    evening.open(present=8)
    evening.act(voting.unanimous, evening.item(1), abstain=1)
    evening.act(
        assign, evening.item(1), title="Vertrag vorlegen", owner=evening.world.manager, due_on=date(2027, 3, 11)
    )
    evening.act(voting.note, evening.item(2))
    evening.act(running.close, evening.meeting, adjourn_open=True)
    evening.meeting.refresh_from_db()
    evening.minutes = evening.act(writing.draft, evening.meeting)
    return evening


def send(held):
    held.act(writing.sign_off, held.minutes)
    held.act(writing.circulate, held.minutes)
    held.minutes.refresh_from_db()


def later(held, **kwargs):
    """The next meeting with the minutes as its first item."""
    evening = Evening(held.world, items=["Genehmigung des Protokolls"], number=2, day=date(2027, 5, 13), **kwargs)
    evening.meeting.items.update(source=f"minutes:{held.minutes.pk}")
    evening.open()
    return evening


def test_minutes_begin_after_the_meeting_and_once(evening, held):
    assert held.act(writing.draft, held.meeting) == held.minutes
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


def test_the_office_records_the_chairs_word_only_with_a_note(held):
    by = held.by.on_behalf_of(held.world.mayor.key)
    with pytest.raises(DomainError):
        writing.sign_off(held.minutes, by=by, now=held.now)
    writing.sign_off(held.minutes, note="telefonisch, 12.02., 10 Uhr", by=by, now=held.now)
    held.minutes.refresh_from_db()
    assert (held.minutes.status, held.minutes.signed_off_for) == ("signed_off", held.world.mayor.key)


def test_on_a_delegation_the_office_signs_off_with_one_button(client, held):
    mayor, secretary = held.world.mayor, held.world.secretary
    chair = Office.objects.select_related("person").get(board=held.world.ub, role="chair")
    today = held.now.date()
    delegate(chair, acts=["release"], start=today, by=held.world.actor(mayor), now=held.now)
    assert "Wann und wie hat der Vorsitz freigegeben?" in read(client, held, secretary)
    delegate(chair, acts=["sign_off"], start=today, by=held.world.actor(mayor), now=held.now)
    text = read(client, held, secretary)
    assert "Sie handeln für Annegret Holtkamp mit Vollmacht vom" in text
    assert "Wann und wie hat der Vorsitz freigegeben?" not in text
    for _twice in range(2):
        assert client.post(address(held), {"act": "sign_off", "revision": 1}).status_code == 302
    signed = held.meeting.minutes
    assert (signed.signed_off_by, signed.signed_off_for) == (secretary.key, mayor.key)
    assert JournalEntry.objects.filter(action="minutes.signed_off", principal=mayor.key).count() == 1
    assert "Freigegeben von Carla Wendt für Annegret Holtkamp am" in read(client, held, secretary)


def test_a_draft_waits_for_the_chair_who_signs_or_returns_it_with_a_remark(held):
    for _twice in range(2):
        held.act(writing.hand_over, held.minutes)
    with pytest.raises(DomainError) as refused:
        held.act(writing.write, held.minutes, {held.item(1).pk: "Nachgereicht"}, revision=1)
    assert (refused.value.code, refused.value.message) == (
        "not_drafting",
        "Das Protokoll ist beim Vorsitz. Holen Sie es zurück, um weiterzuschreiben.",
    )
    with pytest.raises(DomainError) as refused:
        held.act(writing.return_, held.minutes, reason=" ")
    assert refused.value.code == "no_reason"
    for _twice in range(2):
        held.act(writing.return_, held.minutes, reason="Bitte kürzer.")
    held.minutes.refresh_from_db()
    assert (held.minutes.status, held.minutes.return_reason) == ("drafting", "Bitte kürzer.")
    held.act(writing.hand_over, held.minutes)
    held.act(writing.sign_off, held.minutes)
    held.minutes.refresh_from_db()
    assert (held.minutes.status, held.minutes.returned_at, held.minutes.return_reason) == ("signed_off", None, "")
    acts = JournalEntry.objects.filter(subject=held.minutes.key).order_by("pk").values_list("action", flat=True)
    assert list(acts)[1:] == ["minutes.handed_over", "minutes.returned", "minutes.handed_over", "minutes.signed_off"]


def test_circulation_freezes_a_version_and_writes_to_every_member_once(held):
    with pytest.raises(DomainError):
        held.act(writing.circulate, held.minutes)
    send(held)
    assert held.act(writing.circulate, held.minutes) == 0
    version = MinutesVersion.objects.get()
    assert held.minutes.objections_until == date(2027, 2, 25)
    assert (version.number, version.sha256, len(version.sha256)) == (1, held.minutes.sha256, 64)
    assert Rendering.objects.get().template == "minutes"
    mails = Delivery.objects.filter(kind="minutes")
    assert sorted(mails.values_list("recipient", flat=True)) == sorted(p.key for p in held.members)
    assert version.content["items"][0]["motions"][0]["vote"] == "Einstimmig bei 1\xa0Enthaltung – angenommen"
    assert "Vertrag vorlegen" in str(version.content)
    assert all("Datenplattform" not in bytes(mail.raw).decode() for mail in mails)


def test_inviting_to_read_costs_the_same_for_many_members(held, ethics_evening, django_assert_num_queries):
    ethics_evening.open()
    ethics_evening.act(running.close, ethics_evening.meeting, adjourn_open=True)
    other = ethics_evening.act(writing.draft, ethics_evening.meeting)
    for minutes in (held.minutes, other):
        held.act(writing.sign_off, minutes)
        with django_assert_num_queries(32):
            held.act(writing.circulate, minutes)


def test_objections_come_in_time_and_once(held):
    who = {"item": held.item(2), "person": held.world.kaya, "text": "Es fehlt der Hinweis auf die Kosten."}
    with pytest.raises(DomainError):
        held.act(objecting.object_to, held.minutes, **who)
    send(held)
    first = held.act(objecting.object_to, held.minutes, **who)
    assert held.act(objecting.object_to, held.minutes, **who) == first
    with pytest.raises(DomainError) as refused:
        objecting.object_to(held.minutes, **who | {"text": "zu spät"}, by=held.by, now=held.now + timedelta(days=15))
    assert (refused.value.code, refused.value.status) == ("too_late", 410)


def test_the_next_meeting_approves_and_seals(held):
    send(held)
    evening = later(held)
    vote = evening.act(voting.unanimous, evening.item(1))
    assert vote.result == "adopted"
    assert evening.act(approving.approve_decided, evening.meeting) == 1
    assert evening.act(approving.approve_decided, evening.meeting) == 0
    held.minutes.refresh_from_db()
    last = MinutesVersion.objects.order_by("number").last()
    assert (held.minutes.status, held.minutes.approved_in) == ("approved", evening.meeting)
    assert (last.number, last.sha256) == (2, held.minutes.sha256)
    assert "in der 2. Sitzung 2027 des Unternehmensbeirats" in last.content["state"]
    earlier = Vote.objects.filter(motion__item__meeting=held.meeting).get()
    with pytest.raises(DomainError) as refused:
        held.act(correcting.correct, earlier, yes=8, no=0, abstain=0, reason="nachträglich")
    assert refused.value.code == "final"
    with pytest.raises(DomainError):
        held.act(writing.take_back, held.minutes)


def test_the_duty_makes_up_for_a_missed_approval(held):
    evening = later(held)
    evening.act(voting.unanimous, evening.item(1))
    assert writing.approve_due(now=evening.now) == 0
    send(held)
    assert writing.approve_due(now=evening.now) == 1
    assert writing.approve_due(now=evening.now) == 0
    held.minutes.refresh_from_db()
    assert held.minutes.status == Minutes.Status.APPROVED


def test_a_rejected_motion_approves_nothing(held):
    send(held)
    evening = later(held)
    motion = evening.act(voting.put, evening.item(1), "Das Protokoll wird genehmigt.")
    evening.act(voting.count, motion, yes=2, no=8)
    assert evening.act(approving.approve_decided, evening.meeting) == 0


def test_silence_approves_only_where_the_rules_say_so_and_nobody_objected(held):
    send(held)
    after = held.now + timedelta(days=16)
    assert writing.approve_due(now=after) == 0
    held.meeting.rules.minutes_approval = "no_objection"
    held.meeting.rules.save()
    assert writing.approve_due(now=held.now + timedelta(days=13)) == 0
    objection = held.act(
        objecting.object_to, held.minutes, item=held.item(1), person=held.world.kaya, text="So war es nicht."
    )
    assert writing.approve_due(now=after) == 0
    objection.delete()
    assert writing.approve_due(now=after) == 1
    held.minutes.refresh_from_db()
    assert held.minutes.approved_in is None


def test_another_board_cannot_approve(held):
    send(held)
    for meeting in (held.world.meeting(held.world.etb, number=7), held.meeting):
        with pytest.raises(DomainError) as refused:
            held.act(writing.approve, held.minutes, meeting=meeting)
        assert refused.value.code == "wrong_meeting"


def test_the_next_agenda_asks_for_approval(held):
    following = held.world.meeting(day=date(2027, 5, 13), number=2)
    (proposal,) = unapproved_minutes(following, date(2027, 4, 20))
    assert proposal.source == f"minutes:{held.minutes.pk}"
    assert proposal.title.replace("\xa0", " ") == "Genehmigung des Protokolls vom 11. Februar 2027"
    assert list(unapproved_minutes(held.meeting, date(2027, 4, 20))) == []
    assert list(unapproved_minutes(held.world.meeting(held.world.etb, number=3), date(2027, 4, 20))) == []


def test_the_item_that_approves_minutes_leads_to_them_for_those_who_may_read_them(client, held):
    following = Evening(held.world, items=["Genehmigung des Protokolls", "Parkhaus"], number=2, day=date(2027, 5, 13))
    following.meeting.items.filter(position=1).update(source=f"minutes:{held.minutes.pk}")
    shown = {}
    for person in (held.world.kaya, held.world.secretary):
        client.force_login(person.user)
        page = client.get(following.meeting.get_absolute_url()).content.decode()
        assert "Antrag: Der Beirat empfiehlt: Parkhaus." in page
        shown[person] = f'href="{address(held)}">Protokoll lesen' in page
    assert shown == {held.world.kaya: False, held.world.secretary: True}


def address(held, name="meeting_minutes"):
    return reverse(name, args=[held.meeting.pk])


def read(client, held, person):
    client.force_login(person.user)
    return client.get(address(held)).content.decode()


def test_drafts_are_seen_by_office_and_chair_only(client, held):
    world, words = held.world, "Einstimmig bei 1\xa0Enthaltung"
    seen = {p: words in read(client, held, p) for p in (world.secretary, world.mayor)}
    unseen = {p: words in read(client, held, p) for p in (world.kaya, world.manager, world.mayors_officer)}
    assert (set(seen.values()), set(unseen.values())) == ({True}, {False})
    send(held)
    assert words in read(client, held, world.kaya)
    assert words in read(client, held, world.manager)
    assert words not in read(client, held, world.mayors_officer)
    for outsider in (world.sponsor, world.former, world.admin):
        client.force_login(outsider.user)
        assert client.get(address(held)).status_code == 404


def test_members_keep_reading_the_sent_version_while_a_new_one_is_written(client, held):
    send(held)
    held.act(writing.take_back, held.minutes)
    held.act(writing.write, held.minutes, {held.item(2).pk: "Noch nicht freigegeben"}, revision=1)
    assert "Noch nicht freigegeben" not in read(client, held, held.world.kaya)
    assert "Noch nicht freigegeben" in read(client, held, held.world.secretary)


def test_confidential_items_stay_out_of_pages_and_files(client, held):
    held.meeting.items.filter(position=2).update(level=Level.CONFIDENTIAL)
    send(held)
    assert "Bezahlautomaten" not in read(client, held, held.world.kaya)
    assert client.get(address(held, "minutes_pdf")).status_code == 404
    assert "Bezahlautomaten" in read(client, held, held.world.mayor)


def test_who_declared_secrecy_reads_confidential_items_on_the_page_unless_recused(client, held):
    kaya, item = held.world.kaya, held.item(2)
    held.meeting.items.filter(pk=item.pk).update(level=Level.CONFIDENTIAL)
    Mandate.objects.filter(person=kaya).update(confidentiality_signed_on=date(2026, 1, 12))
    held.act(writing.write, held.minutes, {item.pk: "Vier Geräte sind defekt."}, revision=1)
    held.minutes.refresh_from_db()
    send(held)
    assert "Vier Geräte" in read(client, held, kaya)
    assert client.get(address(held, "minutes_pdf")).status_code == 404
    Recusal.objects.create(item=item, person=kaya, declared_at=held.now, entered_by=kaya.key)
    assert "Vier Geräte" not in read(client, held, kaya)


def test_a_confidential_resolution_is_closed_to_who_is_recused(held):
    kaya, resolution = held.world.kaya, Resolution.objects.get()
    Mandate.objects.filter(person=kaya).update(confidentiality_signed_on=date(2026, 1, 12))
    held.meeting.items.update(level=Level.CONFIDENTIAL)
    reader = reader_of_person(kaya, today=date(2026, 11, 23), proven=True)
    assert list(Resolution.objects.visible_to(reader)) == [resolution]
    Recusal.objects.create(item=resolution.motion.item, person=kaya, declared_at=held.now, entered_by=kaya.key)
    assert not Resolution.objects.visible_to(reader).exists()


def test_the_whole_way_on_the_page(client, held):
    client.force_login(held.world.secretary.user)
    text = {"act": "write", "revision": 1, **{f"text_{i.pk}": "Der Beirat berät." for i in held.meeting.items.all()}}
    assert client.post(address(held), text).status_code == 302
    stale = client.post(address(held), {**text, f"text_{held.item(1).pk}": "anders"})
    assert stale.status_code == 409
    word = {"act": "sign_off", "note": "am Telefon", "revision": 2}
    assert client.post(address(held), {**word, "note": ""}).status_code == 400
    unread = client.post(address(held), {**word, "revision": 1})
    assert unread.status_code == 409
    assert "Das Protokoll wurde geändert, seit Sie es geöffnet haben." in unread.content.decode()
    assert client.post(address(held), word).status_code == 302
    signed = held.meeting.minutes
    assert (signed.signed_off_by, signed.signed_off_for) == (held.world.secretary.key, held.world.mayor.key)
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


def test_the_chair_meets_the_draft_when_the_office_gives_it(client, held):
    chair, office = held.world.mayor, held.world.secretary
    assert "Protokoll freigeben" not in read(client, held, chair)
    client.force_login(office.user)
    assert client.post(address(held), {"act": "hand_over"}).status_code == 302
    assert "Protokoll freigeben" in read(client, held, chair)
    assert client.post(address(held), {"act": "return", "reason": ""}).status_code == 400
    assert client.post(address(held), {"act": "return", "reason": "Bitte kürzer."}).status_code == 302
    page = read(client, held, office)
    assert ("Bitte kürzer." in page, "Zurückgegeben vom Vorsitz" in page) == (True, True)
    assert client.post(address(held), {"act": "return", "reason": "Nein"}).status_code == 404


def test_the_page_costs_the_same_for_ten_and_thirty_members(
    client, held, ethics_evening, django_assert_max_num_queries
):
    ethics_evening.open()
    ethics_evening.act(running.close, ethics_evening.meeting, adjourn_open=True)
    ethics_evening.act(writing.draft, ethics_evening.meeting)
    client.force_login(held.world.kaya.user)
    send(held)
    with django_assert_max_num_queries(12):
        client.get(address(held))
    client.force_login(held.world.secretary.user)
    for one in (held, ethics_evening):
        with django_assert_max_num_queries(24):
            assert client.get(reverse("meeting_minutes", args=[one.meeting.pk])).status_code == 200


def test_resolutions_are_listed_up_to_the_readers_level(client, held):
    url = address(held, "meeting_decisions")
    client.force_login(held.world.kaya.user)
    assert "UB-B-2027-01" in client.get(url).content.decode()
    held.meeting.items.update(level=Level.CONFIDENTIAL)
    assert "UB-B-2027-01" not in client.get(url).content.decode()
    with clock.at(held.now):
        client.force_login(held.world.sponsor.user)
        assert client.get(url).status_code == 404


def test_who_is_recused_reads_the_title_of_a_resolution_only(client, held):
    motion = Motion.objects.filter(item__meeting=held.meeting).first()
    item = motion.item
    url = address(held, "meeting_decisions")
    assert motion.text in read_at(client, url, held.world.kaya)
    Recusal.objects.create(item=item, person=held.world.kaya, declared_at=held.now, entered_by=held.world.kaya.key)
    shown = read_at(client, url, held.world.kaya)
    assert item.title in shown
    assert "Sie sind zu diesem Punkt befangen." in shown
    assert motion.text not in shown
    assert motion.text in read_at(client, url, held.world.dahlhoff)


def read_at(client, url, person):
    client.force_login(person.user)
    return client.get(url).content.decode()


def test_every_button_below_the_texts_saves_them_first(client, held):
    client.force_login(held.world.secretary.user)
    first, second = held.item(1), held.item(2)
    typed = {f"text_{first.pk}": "Der Beirat berät.", "note": "am Telefon"}
    kept = client.post(address(held), {"act": "write", "revision": 1, **typed}).content.decode()
    assert ("Das Protokoll ist gespeichert." in kept, 'value="am Telefon"' in kept) == (True, True)
    stale = client.post(address(held), {"act": "hand_over", "revision": 1, f"text_{first.pk}": "Ganz anders."})
    assert (stale.status_code, "Ganz anders." in stale.content.decode()) == (409, True)
    without_note = {"act": "sign_off", "revision": 2, f"text_{second.pk}": "Kenntnis genommen.", "note": ""}
    refused = client.post(address(held), without_note)
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


def test_a_refusal_takes_the_focus_and_forms_drop_the_anchor_they_came_with(client, held):
    held.act(writing.hand_over, held.minutes)
    client.force_login(held.world.mayor.user)
    page = client.post(address(held), {"act": "return", "reason": ""}).content.decode()
    assert page.count('role="alert" tabindex="-1" autofocus') == 1
    assert page.count(f'<form class="app-block" method="post" action="{address(held)}">') == 2


def test_a_shortened_notice_period_stands_in_the_minutes_with_its_reason(client, held):
    held.meeting.shortened, held.meeting.shortened_reason = True, "Frist der Landesregierung"
    held.meeting.save()
    held.minutes.refresh_from_db()
    page = read(client, held, held.world.secretary)
    assert "Sie wurde verkürzt: Frist der Landesregierung" in page
