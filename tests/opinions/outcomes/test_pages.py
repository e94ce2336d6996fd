"""Rounds with their results, who sees the board's opinion when, and what became of it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from foundation.accounts import keys
from foundation.documents.rendering import render_due
from foundation.web import clock
from opinions.outcomes import consolidating
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, ManagementResponse
from tests.opinions.conftest import at
from tests.opinions.outcomes.conftest import ADOPTED, CIRCULATED, WORD

PEOPLE = ["dahlhoff", "kaya", "former", "cdo", "secretary", "manager", "mayors_officer", "admin"]


def statuses(client, world, address) -> dict[str, int]:
    client.logout()
    found = {"anonymous": client.get(address).status_code}
    for name in PEOPLE:
        client.force_login(getattr(world, name).user)
        found[name] = client.get(address).status_code
    return found


NOBODY = dict.fromkeys(["anonymous", *PEOPLE], 404)
LEADING = {"cdo": 200, "secretary": 200}
STAFF = {"manager": 200, "mayors_officer": 200}


def test_a_draft_is_read_by_those_who_write_it(client, world, drafted):
    assert statuses(client, world, drafted.get_absolute_url()) == NOBODY | LEADING


def test_a_circulated_draft_is_read_by_the_board_too(client, world, circulated):
    assert statuses(client, world, circulated.get_absolute_url()) == NOBODY | LEADING | {"dahlhoff": 200}


def test_an_adopted_opinion_is_read_by_board_and_staff(client, world, adopted):
    assert statuses(client, world, adopted.get_absolute_url()) == NOBODY | LEADING | STAFF | {"dahlhoff": 200}


def test_a_published_one_by_everybody(client, world, adopted):
    ConsolidatedOpinion.objects.update(level=0)
    assert statuses(client, world, adopted.get_absolute_url()) == dict.fromkeys(NOBODY, 200)


def test_the_list_of_effects_shows_the_public_what_is_public(client, world, adopted):
    assert "Rohdaten" not in client.get(reverse("effect")).content.decode()
    ConsolidatedOpinion.objects.update(level=0)
    assert "Rohdaten werden nach 24 Stunden gelöscht." in client.get(reverse("effect")).content.decode()
    ConsolidatedOpinion.objects.update(status="draft")
    assert "Rohdaten" not in client.get(reverse("effect")).content.decode()


def test_the_round_page_hides_texts_of_an_open_blind_round(client, world, opened, answer):
    made = opened()
    answer(made, world.ostermann, "reject", reason="Sehr geheim.")
    for who, sees in ((world.dahlhoff, False), (world.manager, False), (world.cdo, True), (world.secretary, True)):
        client.force_login(who.user)
        text = client.get(made.get_absolute_url()).content.decode()
        assert ("Sehr geheim." in text) is sees
        assert "1 von 29 abgegeben, 28 ohne Antwort" in text
        assert ("Noch ohne Antwort" in text) is (who in (world.cdo, world.secretary))


def test_from_closed_round_to_adopted_opinion_on_pages(client, world, closed):
    client.force_login(world.secretary.user)
    content = {"text": "Der Beirat stimmt zu.", "recommendations": "Erstens.\r\n\r\nZweitens.", "revision": "0"}
    edit = reverse("outcome_edit", args=[closed.pk])
    with clock.at(at(CIRCULATED)):
        assert client.post(edit, content).url == closed.get_absolute_url()
        opinion = ConsolidatedOpinion.objects.get()
        assert client.post(edit, {**content, "revision": "9"}).status_code == 409
        assert client.post(edit, {**content, "revision": "1"}).status_code == 302
        assert client.post(reverse("outcome_circulate", args=[opinion.pk])).status_code == 302
        early = client.post(reverse("outcome_adopt", args=[opinion.pk]), WORD | {"day": "2026-12-17"})
        assert early.status_code == 409
        client.force_login(world.dahlhoff.user)
        dissent = reverse("outcome_dissent", args=[opinion.pk])
        assert client.post(dissent, {"text": "Erst prüfen."}).status_code == 302
        assert client.get(dissent).content.decode().count("Erst prüfen.") == 1
    assert Dissent.objects.get().person == world.dahlhoff
    client.force_login(world.secretary.user)
    with clock.at(at(ADOPTED)):
        adopt = reverse("outcome_adopt", args=[opinion.pk])
        asked = client.get(adopt).content.decode()
        assert "Sie halten fest, dass Prof. Dr. Miriam Sander diese Stellungnahme freigegeben hat." in asked
        assert "Wie hat der Vorsitz freigegeben?" in asked
        for missing in ({"day": ""}, {"medium": ""}, {"day": "2026-12-24"}):
            assert client.post(adopt, WORD | missing).status_code == 400
        assert client.post(adopt, WORD | {"remark": "Ohne Änderungen"}).status_code == 302
        page = client.get(closed.get_absolute_url()).content.decode()
    opinion.refresh_from_db()
    assert (opinion.status, opinion.adopted_for) == ("adopted", world.cdo.key)
    assert opinion.adoption_note == "Telefon, 23.12.2026. Ohne Änderungen"
    words = "Festgelegt von Carla Wendt für Prof. Dr. Miriam Sander am 23.12.2026."
    assert f"{words} Grundlage: Telefon, 23.12.2026. Ohne Änderungen" in page


def test_the_management_answers_and_a_missing_reason_is_asked_for(client, world, adopted):
    client.force_login(world.manager.user)
    address = reverse("outcome_answer", args=[adopted.recommendations.get(number=2).pk])
    assert re.search(r"Ihre Begründung\s*</label>", client.get(address).content.decode()), "it is not optional"
    missing = client.post(address, {"answer": "partly", "reason": ""})
    assert 'href="#id_reason"' in missing.content.decode()
    assert ManagementResponse.objects.count() == 0
    for _twice in range(2):
        assert client.post(address, {"answer": "partly", "reason": "Nur Lärm."}).status_code == 302
    assert ManagementResponse.objects.get().given_by == world.manager
    assert "Nur Lärm." in client.get(adopted.round.get_absolute_url()).content.decode()


def test_only_the_management_answers(client, world, adopted):
    address = reverse("outcome_answer", args=[adopted.recommendations.get(number=2).pk])
    expected = NOBODY | {"anonymous": 302, "manager": 200}
    assert statuses(client, world, address) == expected


def test_the_document_is_handed_out_with_the_rights_of_the_opinion(client, world, adopted):
    assert render_due(now=at(ADOPTED)) == 1
    address = reverse("outcome_pdf", args=[adopted.pk])
    assert statuses(client, world, address) == NOBODY | LEADING | STAFF | {"dahlhoff": 200}
    client.force_login(world.dahlhoff.user)
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")


def test_the_office_records_what_a_meeting_decided(client, world, voted):
    client.force_login(world.secretary.user)
    assert "Parkraum" in client.get(reverse("rounds")).content.decode()
    address = reverse("outcome_from_item", args=[voted.pk])
    content = {"title": "Parkraum", "text": "Der Beirat rät zu.", "recommendations": "Erstens."}
    check = client.post(address, content).content.decode().replace("\xa0", " ")
    assert "Beschlossen am Donnerstag, 12. November 2026, TOP 1: 8 Ja, 1 Nein, 1 Enthaltung – angenommen" in check
    assert "antwortet bis Mittwoch, 23. Dezember 2026" in check
    with clock.at(at(date(2027, 8, 12))):
        late = client.post(address, content).content.decode().replace("\xa0", " ")
        assert "antwortet bis Samstag, 11. September 2027" in late
    assert '<input type="hidden" name="text" value="Der Beirat rät zu."' in check
    assert "Der Beirat rät zu.</textarea>" in client.post(address, {**content, "change": "1"}).content.decode()
    assert not ConsolidatedOpinion.objects.exists()
    sent = client.post(address, {**content, "confirm": "1"}, follow=True)
    assert sent.redirect_chain == [(reverse("rounds"), 302)]
    opinion = ConsolidatedOpinion.objects.get()
    page = sent.content.decode()
    assert "In Sitzungen beschlossen" in page
    assert f'href="{opinion.get_absolute_url()}">Parkraum</a>' in page
    again = client.post(address, {**content, "confirm": "1"})
    assert (again.status_code, again.url) == (302, opinion.get_absolute_url())
    assert (opinion.counts["yes"], opinion.adopted_at.date()) == (8, date(2026, 11, 12))


def test_a_changed_draft_is_read_beside_ones_dissent_and_nothing_typed_is_lost(client, world, circulated):
    client.force_login(world.ostermann.user)
    page, withdrawal = (
        reverse(name, args=[circulated.pk]) for name in ("outcome_dissent", "outcome_dissent_withdraw")
    )
    assert client.get(withdrawal).status_code == 404
    chair = world.actor(world.cdo)
    with clock.at(at(CIRCULATED)):
        client.post(page, {"text": "Erst prüfen.", "revision": "1"})
        consolidating.edit(circulated, text="Klarer.", recommendations=[], revision=1, by=chair, now=at(CIRCULATED))
        late = client.post(page, {"text": "Erst genau prüfen.", "revision": "1"})
        assert late.status_code == 409
        assert "Erst genau prüfen.</textarea>" in late.content.decode()
        assert "Klarer." not in late.content.decode()
        assert client.get(page).status_code == 409
        consolidating.circulate(circulated, by=chair, now=at(CIRCULATED))
        shown = client.get(page).content.decode()
        assert "Die Stellungnahme hat sich geändert, seit Sie dies geschrieben haben" in shown
        assert "<p>Klarer.</p>" in shown
        outcome = client.get(circulated.get_absolute_url()).content.decode()
        assert "Zu einer früheren Fassung dieser Stellungnahme geschrieben." in outcome
        assert f'href="{withdrawal}"' in outcome
        for _twice in range(2):
            assert client.post(withdrawal).status_code == 302
        assert "Erst prüfen." not in client.get(circulated.get_absolute_url()).content.decode()
        assert "Erst prüfen.</textarea>" in client.get(page).content.decode()
        client.post(page, {"text": "Erst prüfen.", "revision": "2"})
    standing = Dissent.objects.standing().get()
    assert (standing.text, standing.revision) == ("Erst prüfen.", 2)


def test_a_member_finds_the_open_draft_among_what_is_to_be_done(client, world, circulated):
    client.force_login(world.dahlhoff.user)
    link = f'href="{circulated.get_absolute_url()}"'
    with clock.at(at(CIRCULATED)):
        shown = client.get(reverse("opinions")).text
        assert (link in shown, "Entwurf lesen" in shown) == (True, True)
        assert "Bis dahin können Sie ein Sondervotum abgeben." in shown
        client.post(reverse("outcome_dissent", args=[circulated.pk]), {"text": "Erst prüfen.", "revision": "1"})
        assert "Ihr Sondervotum ist gespeichert." in client.get(reverse("opinions")).text
    with clock.at(at(ADOPTED)):
        assert link not in client.get(reverse("opinions")).text


def test_who_follows_the_mail_to_a_draft_being_changed_reads_that(client, world, circulated):
    chair = world.actor(world.cdo)
    consolidating.edit(circulated, text="Klarer.", recommendations=[], revision=1, by=chair, now=at(CIRCULATED))
    expected = NOBODY | LEADING | {"dahlhoff": 409}
    assert statuses(client, world, circulated.get_absolute_url()) == expected
    client.force_login(world.dahlhoff.user)
    shown = client.get(circulated.get_absolute_url()).text
    assert "Der Entwurf wird gerade überarbeitet." in shown
    assert circulated.title not in shown


def test_after_the_round_the_member_reads_that_the_draft_is_being_written(client, world, drafted):
    client.force_login(world.dahlhoff.user)
    words = "Der Entwurf wird geschrieben."
    assert words in client.get(reverse("round", args=[drafted.round_id])).text
    consolidating.circulate(drafted, by=world.actor(world.cdo), now=at(CIRCULATED))
    assert words not in client.get(reverse("round", args=[drafted.round_id])).text


def test_a_deferred_recommendation_stays_on_the_list_and_comes_back_on_its_day(client, world, adopted):
    client.force_login(world.manager.user)
    answer = reverse("outcome_answer", args=[adopted.recommendations.get(number=2).pk])
    with clock.at(at(date(2027, 1, 11))):
        for day in ("", "2027-01-11"):
            refused = client.post(answer, {"answer": "deferred", "reason": "Erst die Vergabe.", "again_on": day})
            assert 'href="#id_again_on"' in refused.content.decode()
        sent = {"answer": "deferred", "reason": "Erst die Vergabe.", "again_on": "2027-05-03"}
        assert client.post(answer, sent).status_code == 302
        effect = client.get(reverse("effect")).content.decode()
        assert "Die Geschäftsführung kommt darauf zurück." in effect
        assert "3.\xa0Mai 2027" in effect
        assert "Bis zu diesem Tag zurückgestellt." in client.get(reverse("rounds")).content.decode()
        assert answer not in client.get(reverse("home")).content.decode()
    with clock.at(at(date(2027, 5, 3))):
        assert answer in client.get(reverse("home")).content.decode()


def test_the_chair_reads_what_adopting_does_before_it_is_done(client, world, circulated):
    client.force_login(world.cdo.user)
    with clock.at(at(ADOPTED)):
        page = client.get(reverse("outcome_adopt", args=[circulated.pk])).content.decode().replace("\xa0", " ")
    assert "Niemand kann sie mehr ändern." in page
    assert "Es gibt kein Sondervotum." in page
    assert "Die Geschäftsführung erhält 3 Empfehlungen per E-Mail und antwortet bis Freitag, 22. Januar 2027." in page


def test_hostile_texts_stay_text(client, world, adopted):
    client.force_login(world.manager.user)
    address = reverse("outcome_answer", args=[adopted.recommendations.get(number=1).pk])
    client.post(address, {"answer": "decline", "reason": "<img src=x onerror=alert(1)>"})
    text = client.get(adopted.get_absolute_url()).content.decode()
    assert "<img src=x" not in text
    assert client.post(address, {"answer": "decline", "reason": "\u202eabc"}).status_code == 400
    assert ManagementResponse.objects.count() == 1


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_absurd_numbers_are_unknown(client, world, adopted, number):
    client.force_login(world.secretary.user)
    assert client.get(f"/wirkung/{number}/").status_code == 404
    assert client.get(f"/wirkung/empfehlung/{number}/antwort/").status_code == 404
    assert client.get(f"/stellungnahmen/aus-sitzung/{number}/").status_code == 404
    assert client.get(f"/stellungnahmen/{adopted.round_id}/papier/{number}/").status_code == 404


def test_pages_stay_within_twelve_queries(client, world, adopted, opened, django_assert_max_num_queries):
    opened(world.sb)
    addresses = {
        "rounds": reverse("rounds"),
        "round": adopted.round.get_absolute_url(),
        "outcome": adopted.get_absolute_url(),
        "effect": reverse("effect"),
        "edit": reverse("outcome_edit", args=[adopted.round_id]),
    }
    for who in (world.secretary, world.cdo, world.manager, world.dahlhoff):
        client.force_login(who.user)
        for address in addresses.values():
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code in (200, 404)


def test_the_interface_reads_what_the_pages_show(client, world, adopted, now):
    assert client.get("/api/v1/board-opinions").json() == {"items": [], "count": 0}
    for who, count in ((world.dahlhoff, 1), (world.kaya, 0), (world.admin, 0)):
        key = {"HTTP_AUTHORIZATION": f"Bearer {keys.create(who.user, 'Test', now, proven=True)[1]}"}
        assert client.get("/api/v1/board-opinions", **key).json()["count"] == count
        assert client.get(f"/api/v1/board-opinions/{adopted.pk}", **key).status_code == (200 if count else 404)
    ConsolidatedOpinion.objects.update(level=0)
    found = client.get(f"/api/v1/board-opinions/{adopted.pk}").json()
    assert (found["counts"]["support"], len(found["recommendations"])) == (15, 3)
    assert found["recommendations"][0]["due_on"] == str(date(2027, 1, 22))
    assert client.get(f"/api/v1/board-opinions/{10**30}").status_code == 422
