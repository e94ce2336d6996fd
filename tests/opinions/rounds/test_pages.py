"""The member's form in two steps, and the office's acts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from foundation.outbox.models import Delivery
from foundation.web import clock
from governance.mandates.models import Office
from governance.people.models import Organisation
from meetings.absences.entering import enter
from meetings.absences.stretches import Stretch
from opinions.rounds import collecting
from opinions.rounds.deadlines import end_of
from opinions.rounds.gaps import Assessment
from opinions.rounds.models import Opinion, OpinionRevision, OpinionRound
from portfolio.projects.models import Project
from portfolio.strategy.models import Field, Phase, Strategy
from tests.opinions.conftest import DEADLINE

FILLED = {
    "rating_1": "met",
    "rating_3": "partly",
    "reason_3": "Eine Karte im Netz fehlt.",
    "rating_8": "cannot_judge",
    "verdict": "support_with_recommendations",
    "recommendations": "Eine Karte zeigt alle Sensoren.\r\n\r\nRohdaten werden gelöscht.",
    "reason": "",
}


@pytest.fixture
def made(open_round):
    return open_round


@pytest.fixture
def member(client, world):
    client.force_login(world.dahlhoff.user)
    return client


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def test_the_list_says_what_is_owed_and_until_when(member, made):
    text = page(member, "opinions").content.decode()
    assert "Sensoren im öffentlichen Raum" in text
    assert "in 21 Tagen" in text.replace("\xa0", " ")
    assert "Einschätzung abgeben" in text


def test_important_guidelines_come_first_the_others_are_folded(member, made):
    text = page(member, "opinion", made.pk).content.decode()
    first, _, folded = text.partition('<details class="kern-accordion">')
    assert [number for number in range(1, 10) if f'name="rating_{number}"' in first] == [1, 3, 8]
    assert [number for number in range(1, 10) if f'name="rating_{number}"' in folded] == [2, 4, 5, 6, 7, 9]
    assert "3 von 9 sind für dieses Vorhaben wichtig." in text
    assert "6 weitere Leitplanken einschätzen (freiwillig)" in text


def test_two_steps_give_an_assessment_with_one_recommendation_per_paragraph(member, made, world):
    step = member.post(reverse("opinion", args=[made.pk]), {**FILLED, "action": "review"})
    assert step.url == reverse("opinion_review", args=[made.pk])
    assert OpinionRevision.objects.count() == 0
    summary = page(member, "opinion_review", made.pk).content.decode()
    assert "teilweise. Eine Karte im Netz fehlt." in summary
    assert "Empfehlung 2" in summary
    done = member.post(reverse("opinion_review", args=[made.pk]))
    assert done.url == reverse("opinions")
    revision = OpinionRevision.objects.get(opinion__person=world.dahlhoff)
    assert revision.recommendations == ["Eine Karte zeigt alle Sensoren.", "Rohdaten werden gelöscht."]
    assert (revision.source, revision.entered_by) == ("page", world.dahlhoff.key)
    again = member.post(reverse("opinion_review", args=[made.pk]))
    assert again.status_code == 302
    assert OpinionRevision.objects.count() == 1


def test_what_was_given_is_filled_in_again_and_changed_until_the_deadline(member, made, world):
    for verdict in ("support_with_recommendations", "abstain"):
        member.post(reverse("opinion", args=[made.pk]), {**FILLED, "verdict": verdict, "action": "review"})
        member.post(reverse("opinion_review", args=[made.pk]))
    text = page(member, "opinion", made.pk).content.decode()
    assert 'value="abstain" id="id_verdict_3" class="kern-form-check__radio" checked' in text
    assert [one.verdict for one in OpinionRevision.objects.order_by("number")] == [
        "support_with_recommendations",
        "abstain",
    ]


def test_continue_later_keeps_the_draft_and_asks_for_nothing(member, made, world):
    answer = member.post(
        reverse("opinion", args=[made.pk]),
        {"verdict": "support_with_recommendations", "rating_1": "met", "action": "save"},
    )
    assert answer.url == reverse("opinions")
    mine = Opinion.objects.get(person=world.dahlhoff)
    assert (mine.status, mine.draft["verdict"]) == ("draft", "support_with_recommendations")
    assert "Entwurf gespeichert um 09:00" in page(member, "opinion", made.pk).content.decode()


def test_recommendations_without_text_show_an_error_summary_with_focus(member, made, world):
    content = {**FILLED, "recommendations": " \r\n ", "action": "review"}
    answer = member.post(reverse("opinion", args=[made.pk]), content)
    assert answer.url == reverse("opinion", args=[made.pk]) + "?offen"
    text = member.get(answer.url).text
    assert '<div tabindex="-1" autofocus>' in text
    assert 'href="#id_recommendations"' in text
    assert "Eine Karte im Netz fehlt." in text
    kept = Opinion.objects.get(person=world.dahlhoff)
    assert kept.status == "draft"
    assert "Eine Karte im Netz fehlt." in str(kept.draft)


def test_the_summary_names_what_is_missing_and_does_not_send(member, made, world):
    asked = {**FILLED, "rating_8": "", "recommendations": "", "action": "review"}
    refused = member.post(reverse("opinion", args=[made.pk]), asked, follow=True)
    for place in ("id_rating_8", "id_recommendations"):
        assert f'href="#{place}' in refused.content.decode()
    member.post(reverse("opinion", args=[made.pk]), {**FILLED, "rating_8": "", "action": "save"})
    for answer in (page(member, "opinion_review", made.pk), member.post(reverse("opinion_review", args=[made.pk]))):
        text = answer.content.decode()
        assert "Eine Angabe fehlt" in text
        assert f'href="{reverse("opinion", args=[made.pk])}#id_rating_8_0"' in text
        assert "Zu „Datensouveränität“" in text
    assert answer.status_code == 400
    assert OpinionRevision.objects.count() == 0


def test_the_error_summary_follows_the_page(member, made):
    asked = {"rating_3": "met", "action": "review"}
    summary = member.post(reverse("opinion", args=[made.pk]), asked, follow=True).text
    places = ["id_rating_1_0", "id_rating_8_0", "id_verdict_0"]
    found = [summary.index(f'href="#{place}"') for place in places]
    assert found == sorted(found)


def test_what_the_board_was_asked_about_the_project_before_stands_beside_the_question(client, world, member, opened):
    strategy = Strategy.objects.create(title="Strategie", published_on=date(2026, 1, 1))
    project = Project.objects.create(
        key="sensorik",
        title="Sensorik",
        field=Field.objects.create(strategy=strategy, name="Umwelt"),
        phase=Phase.objects.create(strategy=strategy, number=1, name="Beginn"),
        lead=Organisation.objects.create(name="Stadtwerke"),
    )
    before, asked, other = opened(), opened(), opened(world.sb)
    OpinionRound.objects.update(project=project)
    OpinionRound.objects.filter(pk__in=[before.pk, other.pk]).update(status="closed", title="Laternen")
    shown = page(member, "opinion", asked.pk).text
    assert f'href="{project.get_absolute_url()}"' in shown
    assert "Frühere Stellungnahme: Laternen, 14. Dezember 2026" in shown.replace("\xa0", " ")
    assert f'href="{before.get_absolute_url()}"' in shown
    assert f'href="{other.get_absolute_url()}"' not in shown


def test_a_text_that_is_too_long_is_neither_cut_nor_lost(member, made, world):
    address = reverse("opinion", args=[made.pk])
    assert "maxlength" not in page(member, "opinion", made.pk).text
    member.post(address, {**FILLED, "action": "save"})
    long = "Eine Karte zeigt alle Sensoren. " * 400
    refused = member.post(address, {**FILLED, "recommendations": long, "action": "save"})
    assert refused.status_code == 400
    assert long.strip() in refused.text
    assert "Bitte kürzen Sie den Text auf 10000 Zeichen. Jetzt sind es 12799." in refused.text
    kept = Opinion.objects.get(person=world.dahlhoff).draft["recommendations"]
    assert kept == "Eine Karte zeigt alle Sensoren.\n\nRohdaten werden gelöscht."


def test_recommendations_that_the_result_leaves_out_are_named_before_giving(member, made):
    words = "Ihre Empfehlungen werden nicht abgegeben"
    for verdict, told in (("support", True), ("support_with_recommendations", False)):
        asked = {**FILLED, "verdict": verdict, "action": "review"}
        summary = member.post(reverse("opinion", args=[made.pk]), asked, follow=True).text
        assert (words in summary, "Empfehlung 1" in summary) == (told, not told)


def test_what_was_read_is_what_is_given(member, made, world):
    """Another tab saved something else after the summary was opened."""
    member.post(reverse("opinion", args=[made.pk]), {**FILLED, "action": "review"})
    read = page(member, "opinion_review", made.pk).context["read"]
    member.post(reverse("opinion", args=[made.pk]), {**FILLED, "rating_8": "not_met", "action": "save"})
    other = member.post(reverse("opinion_review", args=[made.pk]), {"read": read})
    assert other.status_code == 409
    assert "Ihre Einschätzung hat sich geändert" in other.content.decode()
    assert OpinionRevision.objects.count() == 0


def test_after_the_deadline_the_page_answers_410_and_the_list_shows_no_answer(member, made, world):
    member.post(reverse("opinion", args=[made.pk]), {**FILLED, "action": "review"})
    with clock.at(end_of(DEADLINE) + timedelta(seconds=1)):
        late = member.post(reverse("opinion_review", args=[made.pk]))
        assert late.status_code == 410
        assert "Die Frist endete am" in late.content.decode()
        assert member.post(reverse("opinion", args=[made.pk]), {**FILLED, "action": "save"}).status_code == 410
        assert "Keine Einschätzung abgegeben" in page(member, "opinion", made.pk).content.decode()
    assert OpinionRevision.objects.count() == 0


def test_a_conflict_of_interest_ends_taking_part(member, made, world):
    answer = member.post(reverse("opinion_withdraw", args=[made.pk]), {"reason": "Mein Betrieb liefert."})
    assert answer.status_code == 302
    assert Opinion.objects.get(person=world.dahlhoff).status == "declined"
    assert "Sie haben Befangenheit erklärt." in page(member, "opinion", made.pk).content.decode()
    refused = member.post(reverse("opinion", args=[made.pk]), {**FILLED, "action": "review"})
    assert refused.status_code == 409


@pytest.mark.parametrize(
    "hostile", ["\x00", "\ud800", "\u202eabc", "x" * 10_001], ids=["nul", "surrogate", "bidi", "long"]
)
def test_hostile_texts_are_refused_without_a_row(member, made, hostile):
    body = "&".join(f"{name}={value}" for name, value in {**FILLED, "action": "review"}.items() if name != "reason")
    raw = body.encode() + b"&reason=" + hostile.encode("utf-8", "surrogatepass")
    address = reverse("opinion", args=[made.pk])
    answer = member.generic("POST", address, raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 400)
    assert OpinionRevision.objects.count() == 0
    assert "\x00" not in str(Opinion.objects.filter(draft__verdict__isnull=False).values_list("draft", flat=True))


def test_markup_is_shown_as_text(member, made):
    content = {**FILLED, "recommendations": "<script>alert(1)</script>", "action": "review"}
    member.post(reverse("opinion", args=[made.pk]), content)
    text = page(member, "opinion_review", made.pk).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_an_unknown_rating_or_verdict_is_refused(member, made):
    for wrong in ({"rating_1": "great"}, {"verdict": "maybe"}):
        answer = member.post(reverse("opinion", args=[made.pk]), {**FILLED, **wrong, "action": "review"})
        assert answer.status_code == 400


def test_the_office_asks_opens_and_the_members_get_mail(office, world, guidelines):
    answer = office.post(
        reverse("round_request"),
        {"board": world.etb.pk, "title": "Laternen", "question": "Dürfen sie messen?", "deadline": "2026-12-14"},
    )
    made = OpinionRound.objects.get()
    assert answer.url == made.get_absolute_url()
    assert Delivery.objects.count() == 0
    content = {"deadline": "2026-12-14", "important": [guidelines[0].pk, guidelines[7].pk]}
    assert office.post(reverse("round_open", args=[made.pk]), content).status_code == 302
    assert Delivery.objects.filter(kind="opinion_request").count() == 29
    assert list(made.round_guidelines.filter(important=True).values_list("guideline__number", flat=True)) == [1, 8]
    assert made.round_guidelines.count() == 9
    again = office.post(reverse("round_open", args=[made.pk]), content)
    assert again.status_code == 409
    assert Delivery.objects.count() == 29


def test_a_deadline_too_early_is_said_above_the_form(office, world, guidelines):
    answer = office.post(
        reverse("round_request"),
        {"board": world.etb.pk, "title": "Laternen", "question": "Dürfen sie messen?", "deadline": "2026-11-25"},
    )
    assert answer.status_code == 400
    assert "mindestens 7 Tage" in answer.content.decode()


def test_the_office_extends_on_the_chairs_word(office, made, world):
    content = {"deadline": "2026-12-21", "reason": "Die Anlage kam spät."}
    assert office.post(reverse("round_extend", args=[made.pk]), content).status_code == 302
    assert office.post(reverse("round_extend", args=[made.pk]), content).status_code == 400
    made.refresh_from_db()
    assert made.deadline == end_of(date(2026, 12, 21))


def test_the_office_enters_an_answer_on_paper(office, made, world):
    theirs = Opinion.objects.get(round=made, person=world.ostermann)
    address = reverse("opinion_paper", args=[made.pk, theirs.pk])
    page = office.get(address).content.decode()
    assert ">Empfehlungen</label>" in page
    assert not any(words in page for words in ("Ihre Empfehlungen", "Ihre Begründung", "wenn Sie"))
    assert office.post(address, {**FILLED, "rating_1": ""}).status_code == 400
    assert OpinionRevision.objects.count() == 0
    assert office.post(address, FILLED).status_code == 302
    assert OpinionRevision.objects.get().source == "paper"


def test_what_is_entered_from_paper_loses_no_recommendation_and_is_corrected(office, made, world):
    theirs = Opinion.objects.get(round=made, person=world.ostermann)
    address = reverse("opinion_paper", args=[made.pk, theirs.pk])
    advice = {"verdict": "support", "recommendations": "Karte aller Sensoren."}
    refused = office.post(address, FILLED | advice)
    assert refused.status_code == 400
    assert "Empfehlungen gehören nur zu „Zustimmung mit Empfehlungen“." in refused.content.decode()
    assert OpinionRevision.objects.count() == 0
    advice["verdict"] = "support_with_recommendations"
    assert office.post(address, FILLED | advice).status_code == 302
    assert f'href="{address}">Eintrag korrigieren' in office.get(made.get_absolute_url()).content.decode()
    assert "Karte aller Sensoren." in office.get(address).content.decode()
    assert office.post(address, FILLED | {"verdict": "abstain", "recommendations": ""}).status_code == 302
    numbers = OpinionRevision.objects.order_by("number").values_list("number", "verdict", "recommendations")
    assert list(numbers) == [(1, "support_with_recommendations", ["Karte aller Sensoren."]), (2, "abstain", [])]


def test_a_correction_from_paper_takes_no_answer_away_that_came_in_meanwhile(office, client, made, world):
    theirs = Opinion.objects.get(round=made, person=world.ostermann)
    address = reverse("opinion_paper", args=[made.pk, theirs.pk])
    office.post(address, FILLED)
    seen = office.get(address).context["form"].initial["seen"]
    ratings = [Assessment(number, "met") for number in (1, 3, 8)]
    collecting.submit(theirs, verdict="abstain", ratings=ratings, by=world.actor(world.ostermann), now=clock.now())
    late = office.post(address, FILLED | {"verdict": "support", "recommendations": "", "seen": seen})
    assert late.status_code == 409
    assert "Inzwischen ist eine andere Antwort eingegangen." in late.content.decode()
    assert OpinionRevision.objects.latest("number").verdict == "abstain"
    fresh = office.get(address).context["form"].initial["seen"]
    assert (
        office.post(address, FILLED | {"verdict": "support", "recommendations": "", "seen": fresh}).status_code == 302
    )
    assert OpinionRevision.objects.count() == 3


def test_closing_early_is_refused_while_somebody_is_missing(office, made):
    answer = office.post(reverse("round_close", args=[made.pk]))
    assert answer.status_code == 409
    assert "Mitglieder können bis" in answer.content.decode()


def test_pages_cost_the_same_for_every_size(client, world, opened, django_assert_max_num_queries):
    small, large = opened(world.sb), opened(world.etb)
    for who, made in ((world.sponsor, small), (world.dahlhoff, large)):
        client.force_login(who.user)
        for name, args in (("opinions", []), ("opinion", [made.pk])):
            with django_assert_max_num_queries(12):
                assert page(client, name, *args).status_code == 200


def test_more_than_four_important_guidelines_get_a_friendly_word_once(client, world, prepared, guidelines):
    made = prepared()
    client.force_login(world.secretary.user)
    address = reverse("round_open", args=[made.pk])
    content = {"deadline": "2026-12-14", "important": [str(one.pk) for one in guidelines[:5]]}
    asked = client.post(address, content)
    text = asked.content.decode()
    assert "Das sind viele wichtige Leitplanken" in text
    assert text.count(" checked") == 5
    made.refresh_from_db()
    assert made.status == "draft"
    assert client.post(address, {**content, "many": "True"}).status_code == 302
    made.refresh_from_db()
    assert made.status == "open"


def test_no_important_guideline_is_asked_about_once_and_all_of_them_are_shown(client, world, prepared, guidelines):
    made = prepared()
    client.force_login(world.secretary.user)
    address = reverse("round_open", args=[made.pk])
    asked = client.post(address, {"deadline": "2026-12-14"}).content.decode()
    assert "Keine Leitplanke ist als wichtig gewählt" in asked
    assert client.post(address, {"deadline": "2026-12-14", "many": "True"}).status_code == 302
    client.force_login(world.ostermann.user)
    text = client.get(reverse("opinion", args=[made.pk])).content.decode()
    assert "Alle 9 Leitplanken, freiwillig." in text
    assert "0 von 9" not in text


def test_the_form_says_what_was_given_and_what_comes_after_the_deadline(client, world, opened, answer):
    made = opened()
    client.force_login(world.ostermann.user)
    address = reverse("opinion", args=[made.pk])
    first = client.get(address).content.decode()
    assert "Nach der Frist" in first
    assert "die Geschäftsführung antwortet innerhalb von 30 Tagen." in first
    assert "abgegeben. Sie gilt" not in first
    assert "Sie stehen hier in kurzen Worten, nicht im amtlichen Wortlaut." in first
    assert "Paraphrase" not in first
    answer(made, world.ostermann, "reject", reason="Der Nutzen fehlt.")
    client.post(address, {"verdict": "support", "action": "save"})
    text = client.get(address).content.decode()
    assert "abgegeben. Sie gilt, bis Sie sie neu abgeben." in text
    assert '<dd class="kern-description-list-item__value">Der Nutzen fehlt.</dd>' in text


def test_nothing_is_recorded_on_the_word_of_a_chair_there_is_not(office, made, world):
    Office.objects.filter(board=made.board).delete()
    answer = office.post(reverse("round_cancel", args=[made.pk]), {"reason": "Das Vorhaben entfällt."})
    assert answer.status_code == 409
    assert "Dieses Gremium hat heute keinen Vorsitz." in answer.content.decode()
    made.refresh_from_db()
    assert made.status == "open"


def test_who_opens_or_extends_a_round_reads_how_many_are_away_and_not_who(office, world, prepared, guidelines):
    made, names = prepared(), []
    for person, until in ((world.ostermann, 14), (world.dahlhoff, 20), (world.members["ETB"][5], 13)):
        away = Stretch(date(2026, 11, 20), date(2026, 12, until))
        enter(person, away, by=world.actor(person), now=clock.now())
        names.append(person.family_name)
    enter(world.kaya, Stretch(date(2026, 11, 20), date(2026, 12, 31)), by=world.actor(world.kaya), now=clock.now())
    address = reverse("round_open", args=[made.pk])
    text = office.get(address).content.decode().replace("\xa0", " ")
    assert "2 von 29 sind bis einschließlich 14. Dezember 2026 durchgehend abwesend." in text
    assert not any(name in text for name in names)
    content = {"deadline": "2026-12-18", "important": [guidelines[0].pk]}
    told = office.post(address, content, follow=True).content.decode().replace("\xa0", " ")
    assert "1 von 29 ist bis einschließlich 18. Dezember 2026 durchgehend abwesend." in told
    made.opinions.filter(person=world.dahlhoff).update(status=Opinion.Status.DECLINED)
    text = office.get(reverse("round_extend", args=[made.pk])).content.decode()
    assert "durchgehend abwesend" not in text
