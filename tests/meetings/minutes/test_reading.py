"""Who reads which minutes and resolutions."""

from datetime import date

import pytest
from django.urls import reverse

from foundation.web import clock
from governance.confidentiality import Level
from governance.mandates.models import Mandate
from governance.rights.reader import reader_of_person
from meetings.agenda.models import Recusal
from meetings.minutes import writing
from meetings.sittings import running
from meetings.votes.models import Motion, Resolution
from tests.meetings.live import Evening
from tests.meetings.minutes.steps import address, read, send

pytestmark = pytest.mark.django_db


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
    held.act(writing.take_back, held.minutes, reason="Einwendung")
    held.act(writing.write, held.minutes, {held.item(2).pk: "Noch nicht freigegeben"}, revision=2)
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
