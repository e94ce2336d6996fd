"""The page on which an agenda is made: who sees it, what each button does, what nobody may overwrite."""

import re

import pytest
from django.core.files.base import ContentFile

from foundation.documents.models import Rendering, RenderingState
from governance.confidentiality import Level
from governance.mandates.delegating import delegate
from governance.mandates.models import Office
from meetings.agenda import editing
from meetings.agenda.models import Agenda, AgendaItem


@pytest.fixture
def meeting(world):
    return world.meeting()


@pytest.fixture
def drafted(world, meeting, now):
    editing.accept(meeting, by=world.actor(world.secretary), now=now)
    return meeting


def address(meeting, rest=""):
    return f"/sitzungen/{meeting.pk}/tagesordnung/{rest}"


def get(client, who, path, status=200):
    client.force_login(who.user)
    response = client.get(path)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def send(client, who, path, status=302, **data):
    client.force_login(who.user)
    response = client.post(path, data)
    assert response.status_code == status, response.content.decode()
    return response


def order(meeting):
    return list(meeting.items.order_by("position").values_list("title", flat=True))


@pytest.mark.parametrize("name", ["kaya", "sponsor", "former", "manager", "mayors_officer", "admin", "cdo"])
def test_only_office_and_chair_find_the_draft(world, client, drafted, name):
    item = drafted.items.first()
    for path in (address(drafted), address(drafted, "neu/"), address(drafted, f"{item.pk}/")):
        get(client, getattr(world, name), path, status=404)
        send(client, getattr(world, name), path, status=404, take_all="1", title="Fremd")
    send(client, getattr(world, name), address(drafted, f"{item.pk}/entfernen/"), status=404)
    assert drafted.items.count() == 5


def test_a_planned_date_is_the_offices_and_the_chairs(world, client):
    planned = world.meeting(status="planned", number=2)
    get(client, world.secretary, address(planned))
    get(client, world.mayor, address(planned))
    get(client, world.dahlhoff, address(planned), status=404)


def test_the_proposal_before_anything_is_taken_over(world, client, meeting):
    text = get(client, world.secretary, address(meeting))
    assert "5 neu</h2>" in text
    assert "Freigabe durch den Vorsitz bis Freitag, 22. Januar 2027." in text
    assert "25 von 120 Minuten" in text
    assert "95 Minuten Reserve.</p>" in text
    assert '<rect width="25" height="8"/>' in text
    assert "Alle 5 übernehmen" in text
    assert text.count("kern-btn--primary") == 1
    assert text.count("app-diff--added") == 5
    assert "Freigabe liegt vor" not in text
    assert not Agenda.objects.exists()


def test_taking_all_over_and_then_no_changes(world, client, meeting):
    seen = [one.source for one in editing.generate(meeting, now=meeting.changed_at).new]
    for _twice in range(2):
        send(client, world.secretary, address(meeting), take_all="1", seen=seen)
    text = get(client, world.secretary, address(meeting))
    assert "Keine Änderungen" in text
    assert "Alle " not in text.split("<main")[1].split("Zeit</h2>")[0]
    assert text.count("kern-btn--primary") == 1
    assert meeting.items.count() == 5


def test_only_what_the_page_showed_is_taken_over(world, client, meeting):
    send(client, world.secretary, address(meeting), take_all="1", seen=["standing:dates"])
    assert order(meeting) == ["Termine"]


def test_one_row_is_taken_over_and_stays_in_sight(world, client, meeting):
    response = send(client, world.secretary, address(meeting), take="standing:agenda")
    item = meeting.items.get()
    assert response["Location"] == f"{address(meeting)}#top-{item.pk}"
    assert f'id="top-{item.pk}"' in get(client, world.secretary, address(meeting))


def test_moving_comes_back_to_the_moved_row(world, client, drafted):
    item = drafted.items.get(position=5)
    response = send(client, world.mayor, address(drafted), up=f"{item.pk}-5")
    assert response["Location"].endswith(f"#top-{item.pk}")
    send(client, world.mayor, address(drafted), up=f"{item.pk}-5")
    item.refresh_from_db()
    assert item.position == 4
    send(client, world.mayor, address(drafted), down=f"{item.pk}-4")
    item.refresh_from_db()
    assert item.position == 5


def test_what_is_typed_about_the_release_survives_every_button_of_the_list(world, client, drafted):
    item = drafted.items.get(position=5)
    typed = {"day": "2026-11-20", "medium": "Telefon", "remark": "Ohne Änderungen"}
    send(client, world.secretary, address(drafted), up=f"{item.pk}-5", **typed)
    text = get(client, world.secretary, address(drafted))
    assert 'value="Ohne Änderungen"' in text
    assert 'value="2026-11-20"' in text
    assert re.search(r'value="Telefon"[^>]* checked', text)
    assert text.count('id="tagesordnung"') == 1
    assert text.index('name="release"') < text.index('name="up"')
    send(client, world.secretary, address(drafted), release="1", revision=Agenda.objects.get().revision, **typed)
    assert Agenda.objects.get().release_note == "Telefon, 20.11.2026. Ohne Änderungen"


def test_what_was_typed_for_one_meeting_stays_with_it(world, client, drafted, now):
    other = world.meeting(number=2)
    editing.accept(other, by=world.actor(world.secretary), now=now)
    send(client, world.secretary, address(drafted), keep=f"{drafted.items.first().pk}", remark="Nur für die erste")
    assert "Nur für die erste" not in get(client, world.secretary, address(other))


def test_a_standing_item_that_was_moved_says_where_it_usually_stands(world, client, drafted):
    assert "Steht sonst" not in get(client, world.secretary, address(drafted))
    send(client, world.secretary, address(drafted), up=f"{drafted.items.get(position=2).pk}-2")
    text = get(client, world.secretary, address(drafted))
    assert text.count("Steht sonst am Anfang.") == 1
    send(client, world.secretary, address(drafted), down=f"{drafted.items.get(position=1).pk}-1")
    assert "Steht sonst" not in get(client, world.secretary, address(drafted))


@pytest.mark.parametrize(
    "data", [{"up": "x"}, {"down": "9" * 30}, {"keep": "-1"}, {"up": "\x00"}, {"unknown": "1"}, {}]
)
def test_buttons_nobody_made_answer_404(world, client, drafted, data):
    send(client, world.secretary, address(drafted), status=404, **data)


def test_a_source_nobody_knows_changes_nothing(world, client, drafted):
    send(client, world.secretary, address(drafted), take="\x00 nichts")
    assert drafted.items.count() == 5


def test_gone_rows_say_so_in_words_and_can_be_kept(world, client, drafted):
    item = drafted.items.create(position=9, title="Terminabfrage", kind="information", source="round:1", minutes=10)
    text = get(client, world.secretary, address(drafted))
    assert "5 bleiben, 1 entfällt" in text
    assert "Entfällt" in text
    send(client, world.secretary, address(drafted), keep=str(item.pk))
    assert "Keine Änderungen" in get(client, world.secretary, address(drafted))


def test_too_much_time_is_said_in_words(world, client, drafted):
    drafted.items.filter(position=1).update(minutes=110)
    text = get(client, world.secretary, address(drafted))
    assert "130 von 120 Minuten" in text
    assert "10 Minuten zu viel." in text
    assert '<rect width="120" height="8"/>' in text


FORM = {
    "title": "Besuch der Leitstelle",
    "kind": "information",
    "minutes": 20,
    "level": 3,
    "text": "",
    "motion_text": "",
}


def test_adding_editing_and_removing_an_item(world, client, drafted):
    for _twice in range(2):
        send(client, world.secretary, address(drafted, "neu/"), **FORM)
    item = drafted.items.get(title="Besuch der Leitstelle")
    assert (item.position, item.level, item.minutes) == (4, Level.CONFIDENTIAL, 20)
    revision = Agenda.objects.get().revision
    edit = address(drafted, f"{item.pk}/")
    assert "Besuch der Leitstelle" in get(client, world.mayor, edit)
    send(client, world.mayor, edit, **(FORM | {"minutes": 25, "revision": revision}))
    item.refresh_from_db()
    assert item.minutes == 25
    remove = address(drafted, f"{item.pk}/entfernen/")
    assert "Sein Text geht verloren." in get(client, world.secretary, remove)
    for _twice in range(2):
        send(client, world.secretary, remove)
    assert drafted.items.count() == 5


def test_who_was_slower_sees_both_texts_and_decides(world, client, drafted):
    item, revision = drafted.items.get(position=4), Agenda.objects.get().revision
    edit = address(drafted, f"{item.pk}/")
    send(client, world.secretary, edit, **(FORM | {"title": "Von der Geschäftsstelle", "revision": revision}))
    late = FORM | {"title": "Vom Vorsitz", "revision": revision}
    text = send(client, world.mayor, edit, status=409, **late).content.decode()
    assert "Das ist jetzt gespeichert" in text
    assert "Von der Geschäftsstelle" in text
    assert 'value="Vom Vorsitz"' in text
    now_known = re.search(r'name="revision" value="(\d+)"', text).group(1)
    send(client, world.mayor, edit, **(late | {"revision": now_known}))
    item.refresh_from_db()
    assert item.title == "Vom Vorsitz"


@pytest.mark.parametrize(
    "wrong", [{"minutes": 601}, {"minutes": -1}, {"title": "a\u202eb"}, {"kind": ""}, {"level": "x"}]
)
def test_hostile_entries_are_refused(world, client, drafted, wrong):
    send(client, world.secretary, address(drafted, "neu/"), status=400, **(FORM | wrong))
    assert drafted.items.count() == 5


def test_the_chair_releases_with_one_button(world, client, drafted):
    text = get(client, world.mayor, address(drafted))
    assert "Sie geben die Tagesordnung so frei, wie sie hier steht." in text
    revision = Agenda.objects.get().revision
    for _twice in range(2):
        send(client, world.mayor, address(drafted), release="1", revision=revision)
    agenda = Agenda.objects.get()
    assert (agenda.status, agenda.released_by, agenda.released_for) == ("released", world.mayor.key, "")
    text = get(client, world.secretary, address(drafted))
    assert "Freigegeben von Annegret Holtkamp am 23.11.2026." in text
    assert "nach oben" not in text
    assert "Einladung versenden" in text


def test_the_chair_does_not_release_what_changed_meanwhile(world, client, drafted):
    send(client, world.mayor, address(drafted), status=409, release="1", revision=1)
    assert Agenda.objects.get().status == "draft"


def test_the_office_records_day_and_medium_of_the_chairs_word(world, client, drafted):
    revision = Agenda.objects.get().revision
    text = send(client, world.secretary, address(drafted), status=400, release="1", day="2026-11-20").content.decode()
    assert "Bitte prüfen Sie Ihre Angaben" in text
    late = {"day": "2026-11-24", "medium": "Telefon"}
    send(client, world.secretary, address(drafted), status=400, release="1", **late)
    word = {"day": "2026-11-20", "medium": "Telefon", "remark": "Ohne Änderungen", "revision": revision}
    send(client, world.secretary, address(drafted), release="1", **word)
    agenda = Agenda.objects.get()
    assert (agenda.released_by, agenda.released_for) == (world.secretary.key, world.mayor.key)
    assert agenda.release_note == "Telefon, 20.11.2026. Ohne Änderungen"


def test_on_a_delegation_the_office_releases_with_one_button(world, client, drafted, now):
    chair = Office.objects.select_related("person").get(board=world.ub, role="chair")
    delegate(chair, acts=["release"], start=now.date(), by=world.actor(world.mayor), now=now)
    text = get(client, world.secretary, address(drafted))
    assert "Sie handeln für Annegret Holtkamp mit Vollmacht vom 23.11.2026." in text
    assert "Wie hat der Vorsitz freigegeben?" not in text
    send(client, world.secretary, address(drafted), status=409, release="1", revision=1)
    send(client, world.secretary, address(drafted), release="1", revision=Agenda.objects.get().revision)
    text = get(client, world.secretary, address(drafted))
    assert "Freigegeben von Carla Wendt für Annegret Holtkamp am 23.11.2026." in text
    assert "Grundlage: Vollmacht vom 23.11.2026" in text


def test_without_a_chair_there_is_no_word_to_record(world, client, drafted):
    Office.objects.filter(board=world.ub).delete()
    word = {"day": "2026-11-20", "medium": "E-Mail"}
    response = send(client, world.secretary, address(drafted), status=409, release="1", **word)
    assert "hat heute keinen Vorsitz" in response.content.decode()


def test_the_release_is_taken_back(world, client, meeting):
    world.agenda(meeting, "Betriebsmodell")
    page = send(client, world.secretary, address(meeting), status=400, take_back="1", why="").content.decode()
    assert "Warum nehmen Sie die Freigabe zurück?" in page
    assert Agenda.objects.get().status == "released"
    for _twice in range(2):
        send(client, world.secretary, address(meeting), take_back="1", why="Ein Punkt fehlt")
    assert Agenda.objects.get().status == "draft"


def test_the_pdf_is_for_readers_of_the_meeting_once_it_was_sent(world, client, meeting, now):
    path = f"/sitzungen/{meeting.pk}/tagesordnung.pdf"
    world.agenda(meeting, "Betriebsmodell")
    get(client, world.kaya, path, status=404)
    editing.freeze(meeting, by=world.actor(world.secretary), now=now)
    text = get(client, world.kaya, path, status=409)
    assert "wird" in text
    Rendering.objects.update(state=RenderingState.FAILED)
    get(client, world.kaya, path, status=409)
    for who in (world.sponsor, world.former, world.admin):
        get(client, who, path, status=404)


def test_the_finished_pdf_is_handed_out(world, client, meeting, now):
    world.agenda(meeting, "Betriebsmodell")
    editing.freeze(meeting, by=world.actor(world.secretary), now=now)
    rendering = Rendering.objects.get()
    rendering.file.save("a.pdf", ContentFile(b"%PDF-1.7"), save=False)
    rendering.state = RenderingState.DONE
    rendering.save()
    client.force_login(world.kaya.user)
    response = client.get(f"/sitzungen/{meeting.pk}/tagesordnung.pdf")
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"
    assert "Tagesordnung-UB-2027-02-11.pdf" in response["Content-Disposition"]


def test_the_page_costs_the_same_for_5_and_50_items(world, client, drafted, django_assert_num_queries):
    client.force_login(world.secretary.user)
    for extra in (0, 45):
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=drafted, position=100 + n, title=f"Punkt {n}", kind="decision") for n in range(extra)
        )
        with django_assert_num_queries(20):
            assert client.get(address(drafted)).status_code == 200
