import re
from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from foundation.values import SYSTEM, DomainError
from foundation.web import clock
from governance.people.models import Organisation
from governance.procedure.models import RulesOfProcedure
from meetings.meeting.models import Meeting
from portfolio.projects.models import Project
from portfolio.projects.starting import start
from reports.editions import compiling, publishing, submitting
from reports.editions.models import ManagementReport
from reports.editions.periods import quarter
from reports.review import reviewing
from tests.reports.conftest import MANUAL, REVIEWED, SUBMITTED

FIVE_DAYS_LEFT = datetime(2027, 1, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_january(now):
    with clock.at(FIVE_DAYS_LEFT):
        yield


def read(client, person, url):
    client.logout()
    if person is not None:
        client.force_login(person.user)
    return client.get(url)


def statuses(client, world, url):
    people = {
        "management": world.manager,
        "mayors_office": world.mayors_officer,
        "secretariat": world.secretary,
        "chair": world.mayor,
        "member": world.kaya,
        "other_member": world.sponsor,
        "former": world.former,
        "admin": world.admin,
        "public": None,
    }
    return {role for role, person in people.items() if read(client, person, url).status_code == 200}


STAFF = {"management", "mayors_office", "secretariat"}
EVERYBODY = STAFF | {"chair", "member", "other_member", "former", "admin", "public"}


def test_who_sees_a_report_from_draft_to_publication(desk, world, client):
    url = desk.report.get_absolute_url()
    officer = world.actor(world.mayors_officer)
    assert statuses(client, world, url) == {"management"}
    desk.write()
    desk.submit()
    assert statuses(client, world, url) == STAFF
    Meeting.objects.update(status="invited", rules=world.ub.rules.first())
    assert statuses(client, world, url) == STAFF | {"chair", "member"}
    reviewing.comment(desk.report, section="risks", paragraph=1, kind="must_fix", text="?", by=officer, now=REVIEWED)
    reviewing.return_(desk.report, summary="Bitte ändern.", by=officer, now=REVIEWED)
    assert statuses(client, world, url) == {"management", "mayors_office"}
    reviewing.resolve(desk.report.comments.get(), by=officer, now=REVIEWED)
    desk.submit(at=REVIEWED)
    reviewing.approve(desk.report, by=officer, now=REVIEWED)
    assert statuses(client, world, url) == STAFF | {"chair", "member"}
    publishing.publish(desk.report, sections=["outlook"], before_meeting=True, by=officer, now=REVIEWED)
    assert statuses(client, world, url) == EVERYBODY


def test_the_public_reads_public_sections_only(submitted, world, client):
    officer = world.actor(world.mayors_officer)
    reviewing.comment(
        submitted.report, section="outlook", paragraph=1, kind="note", text="Intern", by=officer, now=REVIEWED
    )
    reviewing.approve(submitted.report, by=officer, now=REVIEWED)
    publishing.publish(submitted.report, sections=["outlook"], before_meeting=True, by=officer, now=REVIEWED)
    page = read(client, None, submitted.report.get_absolute_url()).content.decode()
    assert "Im nächsten Quartal beginnt der Probebetrieb." in page
    for hidden in ("Förderbescheid", "Datenplattform", "kritisch", "Intern", "Projekte nach Stand", "app-panel"):
        assert hidden not in page
    api = client.get(f"/api/v1/reports/{submitted.report.pk}").json()
    assert [one["slug"] for one in api["sections"]] == ["outlook"]
    assert (api["lines"], [one["key"] for one in api["tables"]]) == (None, ["public"])


def test_the_mayors_office_sees_what_waits_and_until_when(submitted, world, client):
    page = read(client, world.mayors_officer, reverse("reports")).content.decode()
    assert "1 Bericht wartet auf Ihre Prüfung." in page
    assert "in 5 Tagen" in page.replace("\u00a0", " ")


def test_the_button_is_disabled_with_its_reason(submitted, world, client):
    officer = world.actor(world.mayors_officer)
    reviewing.comment(
        submitted.report, section="risks", paragraph=1, kind="must_fix", text="?", by=officer, now=REVIEWED
    )
    page = read(client, world.mayors_officer, submitted.report.get_absolute_url()).content.decode()
    assert '<span id="grund">Freigabe nicht möglich: 1 Anmerkung „Änderung nötig“ ist offen.</span>' in page
    assert 'disabled aria-describedby="grund"' in page
    refused = client.post(reverse("report_approve", args=[submitted.report.pk]), {"version": 1})
    assert refused.status_code == 409
    assert ManagementReport.objects.get().status == "submitted"


def test_a_review_by_hand_from_comment_to_approval(submitted, world, client):
    pk = submitted.report.pk
    client.force_login(world.mayors_officer.user)
    words = {"place": "risks:1", "kind": "must_fix", "text": "Bitte das Datum nennen."}
    for _twice in range(2):
        assert client.post(reverse("report_comment", args=[pk]), words).status_code == 302
    for _twice in range(2):
        client.post(reverse("report_return", args=[pk]), {"summary": "Ein Risiko ist ungenau."})
    comment = submitted.report.comments.get()
    client.force_login(world.manager.user)
    page = client.get(reverse("report_edit", args=[pk]))
    form = {name: field.value() for name, field in ((f.html_name, f) for f in page.context["form"])}
    form["text_risks"] = "Der Start verschiebt sich auf Juli 2027."
    assert client.post(reverse("report_edit", args=[pk]), {**form, "save": "1"}).status_code == 302
    changed = client.get(reverse("report_changes", args=[pk])).content.decode()
    assert "<ins>Der Start verschiebt sich auf Juli 2027.</ins>" in changed
    assert "<del>Der Förderbescheid steht aus.</del>" in changed
    assert client.post(reverse("report_comment_resolve", args=[pk, comment.pk])).status_code == 404
    answered = client.post(reverse("report_comment_answer", args=[pk, comment.pk]), {"text": "Juli genannt."})
    assert answered.url == f"{reverse('report_edit', args=[pk])}#risks"
    remark = client.get(reverse("report_edit", args=[pk])).content.decode().split('id="risks"')[1]
    assert remark.index("Bitte das Datum nennen.") < remark.index("Juli genannt.") < remark.index("text_risks")
    for _twice in range(2):
        assert client.post(reverse("report_submit", args=[pk])).status_code == 302
    client.force_login(world.mayors_officer.user)
    assert (
        "Erledigt gemeldet von Dr. Jonas Ebeling" in client.get(submitted.report.get_absolute_url()).content.decode()
    )
    assert client.post(reverse("report_approve", args=[pk]), {"version": 2}).status_code == 409
    assert client.post(reverse("report_comment_resolve", args=[pk, comment.pk])).status_code == 302
    for unread in ({"version": 1}, {}):
        stale = client.post(reverse("report_approve", args=[pk]), unread)
        assert stale.status_code == 409
        assert "Es gibt eine neuere Fassung dieses Berichts." in stale.content.decode()
    for _twice in range(2):
        assert client.post(reverse("report_approve", args=[pk]), {"version": 2}).status_code == 302
    assert ManagementReport.objects.get().status == "approved"
    assert submitted.report.versions.count() == 2


@pytest.fixture
def tab(desk, world, client):
    """A tab in which the report was opened: send it with other fields."""
    client.force_login(world.manager.user)
    url = reverse("report_edit", args=[desk.report.pk])
    form = {f.html_name: f.value() for f in client.get(url).context["form"]}
    return lambda **fields: client.post(url, {**form, **fields})


def test_a_second_tab_keeps_its_text_beside_what_is_stored(desk, tab):
    assert tab(text_risks="Eins.").status_code == 302
    refused = tab(text_risks="Zwei.", line_0="Ein neuer Satz.")
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Jemand hat den Bericht inzwischen geändert." in page
    assert "Das ist jetzt gespeichert" in page
    assert all(words in page for words in ("Eins.", "Zwei.", "Ein neuer Satz."))
    assert desk.report.sections.get(slug="risks").text == "Eins."
    assert tab(text_risks="Zwei.", revision=refused.context["form"]["revision"].value()).status_code == 302
    assert desk.report.sections.get(slug="risks").text == "Zwei."


def test_a_tab_of_a_report_submitted_meanwhile_keeps_its_text(desk, tab):
    desk.write()
    desk.submit()
    refused = tab(text_risks="Zu spät.")
    assert refused.status_code == 409
    assert "Zu spät." in refused.content.decode()


def test_a_refused_return_keeps_its_summary(submitted, world, client):
    client.force_login(world.mayors_officer.user)
    refused = client.post(reverse("report_return", args=[submitted.report.pk]), {"summary": "Die Zahlen fehlen."})
    assert refused.status_code == 409
    assert "Die Zahlen fehlen." in refused.content.decode()


def test_hostile_texts_come_out_as_text(desk, world, client):
    desk.write(risks="<script>alert(1)</script>", finances="ok", outlook="ok", summary="new|<img src=x onerror=1>")
    page = read(client, world.manager, desk.report.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<img" not in page
    client.force_login(world.manager.user)
    url = reverse("report_edit", args=[desk.report.pk])
    form = {f.html_name: f.value() for f in client.get(url).context["form"]}
    for wrong in ({"text_risks": "\x00"}, {"level_risks": "4"}, {"tone_0": "boese"}, {"revision": "x"}):
        assert client.post(url, {**form, **wrong}).status_code == 400


def test_nobody_else_may_act(submitted, world, client):
    pk = submitted.report.pk
    for person in (world.kaya, world.mayor, world.secretary, world.admin, world.manager, None):
        for name in ("report_approve", "report_seen", "report_return", "report_comment"):
            client.logout()
            if person is not None:
                client.force_login(person.user)
            assert client.post(reverse(name, args=[pk]), {"summary": "x"}).status_code == 404
    client.force_login(world.mayors_officer.user)
    for name in ("report_edit", "report_submit", "report_withdraw", "report_publish"):
        assert client.post(reverse(name, args=[pk])).status_code == 404


def test_the_management_says_why_it_withdraws_a_report(submitted, world, client):
    client.force_login(world.manager.user)
    address = reverse("report_withdraw", args=[submitted.report.pk])
    assert "Warum ziehen Sie den Bericht zurück?" in client.get(address).content.decode()
    assert client.post(address, {"why": ""}).status_code == 400
    submitted.report.refresh_from_db()
    assert submitted.report.status == "submitted"
    for _twice in range(2):
        assert client.post(address, {"why": "Zahlen fehlen"}).status_code == 302
    submitted.report.refresh_from_db()
    assert submitted.report.status == "draft"


def test_the_page_costs_the_same_whatever_stands_on_it(submitted, world, client, django_assert_num_queries):
    act = {"by": world.actor(world.mayors_officer), "now": REVIEWED}
    place = {"section": "risks", "paragraph": 1}
    client.force_login(world.mayors_officer.user)
    one = Project.objects.first()
    lead = Organisation.objects.get(name="HEAG mobilo")
    for size in (1, 8):
        for n in range(size):
            reviewing.comment(submitted.report, **place, kind="note", text=f"{size} {n}", **act)
            where = {"field": one.field, "phase": one.phase, "lead": lead}
            start(key=f"p{size}-{n}", title="P", summary="S", **where, by=SYSTEM, now=REVIEWED)
        with django_assert_num_queries(12):
            assert client.get(submitted.report.get_absolute_url()).status_code == 200


def test_the_form_of_a_report_says_everything_once(desk, world, client):
    page = read(client, world.manager, reverse("report_edit", args=[desk.report.pk])).content.decode()
    assert "kern-label__optional" not in page
    assert page.count("Eine Aussage je Zeile. Leere Zeilen fallen weg.") == 1
    assert page.count("Wer welchen Abschnitt lesen darf") == 1
    for field in ("text_risks", "tone_0", "line_0"):
        assert f'<label class="kern-label kern-sr-only" for="id_{field}">' in page
    assert '<label class="kern-label" for="id_level_risks">Risiken</label>' in page


def test_an_empty_section_is_named_beside_its_field_and_what_was_typed_is_kept(desk, world, client):
    client.force_login(world.manager.user)
    edit, submit = (reverse(name, args=[desk.report.pk]) for name in ("report_edit", "report_submit"))
    form = {f.html_name: f.value() for f in client.get(edit).context["form"]}
    sent = client.post(edit, {**form, "text_risks": "Der Bescheid steht aus.", "submit": "1"}, follow=True)
    assert sent.redirect_chain == [(submit, 302), (f"{edit}?fehlt", 302)]
    assert sent.context["form"].errors == {
        "text_finances": ["Bitte schreiben Sie „Finanzen“, bevor Sie einreichen."],
        "text_outlook": ["Bitte schreiben Sie „Ausblick“, bevor Sie einreichen."],
    }
    page = sent.content.decode()
    assert 'href="#id_text_finances"' in page
    assert "Der Bescheid steht aus." in page
    desk.report.refresh_from_db()
    assert desk.report.status == "draft"
    assert client.post(f"{edit}?fehlt", {**_typed(sent), **_texts(), "submit": "1"}).url == submit
    assert client.get(submit).status_code == 200


def _typed(page) -> dict[str, object]:
    return {f.html_name: f.value() for f in page.context["form"]}


def _texts() -> dict[str, str]:
    return {f"text_{slug}": text for slug, text in MANUAL.items()}


@pytest.mark.parametrize(("day", "warned"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_a_report_on_a_period_that_still_runs_is_warned_of(desk, world, client, day, warned):
    desk.write()
    client.force_login(world.manager.user)
    with clock.at(datetime.combine(day, time(12), UTC)):
        for name in ("report", "report_edit", "report_submit"):
            page = client.get(reverse(name, args=[desk.report.pk])).content.decode()
            assert ("Der Zeitraum endet erst am Donnerstag, 31.\u00a0Dezember 2026." in page) is warned


def test_figures_frozen_before_the_period_was_over_are_told_to_every_reader(desk, world, client):
    desk.write()
    desk.submit(at=datetime(2026, 12, 18, 9, tzinfo=UTC))
    reviewing.approve(desk.report, by=world.actor(world.mayors_officer), now=REVIEWED)
    for reader in (world.manager, world.kaya):
        page = read(client, reader, desk.report.get_absolute_url()).content.decode().replace("\xa0", " ")
        assert "Die Zahlen haben den Stand vom 18. Dezember 2026." in page
        assert "Der Zeitraum endet am Donnerstag, 31. Dezember 2026." in page


def test_a_report_is_published_only_after_its_period(desk, world, client):
    desk.write()
    desk.submit(at=datetime(2026, 12, 18, 9, tzinfo=UTC))
    reviewing.approve(desk.report, by=world.actor(world.mayors_officer), now=datetime(2026, 12, 21, 9, tzinfo=UTC))
    client.force_login(world.manager.user)
    address = reverse("report_publish", args=[desk.report.pk])
    said = {"sections": ["outlook"], "before_meeting": "on"}
    with clock.at(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        for where in (desk.report.get_absolute_url(), address):
            page = client.get(where).content.decode().replace("\xa0", " ")
            assert "Der Bericht kann noch nicht veröffentlicht werden:" in page
            assert f'href="{address}"' not in page
        assert client.post(address, said).status_code == 409
    assert ManagementReport.objects.get().status == "approved"
    with clock.at(datetime(2027, 1, 1, 12, tzinfo=UTC)):
        client.force_login(world.manager.user)
        assert f'href="{address}"' in client.get(desk.report.get_absolute_url()).content.decode()
        assert client.post(address, said).status_code == 302
    assert ManagementReport.objects.get().status == "published"


def test_a_quarter_that_still_runs_is_named_where_its_report_begins(world, projects, client):
    world.meeting(day=date(2027, 2, 11))
    world.meeting(world.sb, day=date(2026, 12, 3))
    RulesOfProcedure.objects.update(receives_report=True)
    client.force_login(world.manager.user)
    with clock.at(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        page = client.get(reverse("report_start")).content.decode().replace("\xa0", " ")
    assert "11. Februar 2027, 16:00 Uhr: Bericht Q4/2026, das Quartal läuft noch bis 31.12.2026" in page
    assert re.search(r"3\. Dezember 2026, 16:00 Uhr: Bericht Q3/2026\s*<", page)


def test_no_report_is_begun_on_a_quarter_that_has_not_begun(world, projects, client):
    meeting = world.meeting(day=date(2027, 5, 13))
    client.force_login(world.manager.user)
    with clock.at(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        assert "13.\xa0Mai 2027" not in client.get(reverse("report_start")).content.decode()
        assert client.post(reverse("report_start"), {"meeting": str(meeting.pk)}).status_code == 400
        said = {"period": quarter(2027, 1), "meeting": meeting, "author": world.manager, "now": clock.now()}
        with pytest.raises(DomainError) as refused:
            compiling.compile(world.ub, **said, by=SYSTEM)
    assert refused.value.code == "period_ahead"
    assert ManagementReport.objects.count() == 0


def test_who_submitted_the_report_is_told_kindly_that_somebody_else_reviews_it(desk, world, client):
    desk.write()
    submitting.submit(desk.report, by=world.actor(world.mayors_officer), now=SUBMITTED)
    page = read(client, world.mayors_officer, desk.report.get_absolute_url()).content.decode()
    words = (
        "Sie haben diesen Bericht geschrieben oder eingereicht. Die Prüfung übernimmt eine andere Person (OB-Büro)."
    )
    assert words in page
    assert "Bericht freigeben" not in page
    assert "Eingereicht von Timo Rheinsberg" in page
    assert client.post(reverse("report_approve", args=[desk.report.pk]), {"version": 1}).status_code == 409


def test_seen_is_not_offered_while_a_change_is_needed(submitted, world, client):
    RulesOfProcedure.objects.filter(board=world.ub).update(report_review="seen")
    officer = world.actor(world.mayors_officer)
    place = {"section": "risks", "paragraph": 1}
    reviewing.comment(submitted.report, **place, kind="must_fix", text="?", by=officer, now=REVIEWED)
    page = read(client, world.mayors_officer, submitted.report.get_absolute_url()).content.decode()
    assert "Als gesehen markieren geht noch nicht: 1 Anmerkung „Änderung nötig“ ist offen." in page
    assert 'type="submit" disabled aria-describedby="grund"' in page
    assert client.post(reverse("report_seen", args=[submitted.report.pk]), {"version": 1}).status_code == 409


def test_management_begins_a_report_by_hand(world, projects, client):
    meeting = world.meeting(day=date(2027, 5, 13))
    client.force_login(world.manager.user)
    for _twice in range(2):
        client.post(reverse("report_start"), {"meeting": str(meeting.pk)})
    report = ManagementReport.objects.get()
    assert (report.period, report.author) == ("Q1/2027", world.manager)


def test_a_second_meeting_in_a_quarter_shares_the_report_of_the_first(submitted, world, client):
    world.meeting(day=date(2027, 3, 18), number=2)
    other = world.meeting(day=date(2027, 5, 13), number=3)
    page = read(client, world.manager, reverse("report_start")).content.decode().replace("\xa0", " ")
    assert "18. März 2027" not in page
    assert "13. Mai 2027" in page
    assert client.post(reverse("report_start"), {"meeting": str(other.pk)}).status_code == 302


def test_before_the_meeting_publishing_is_confirmed_with_its_day(submitted, world, client):
    reviewing.approve(submitted.report, by=world.actor(world.mayors_officer), now=REVIEWED)
    client.force_login(world.manager.user)
    address = reverse("report_publish", args=[submitted.report.pk])
    asked = client.get(address).content.decode().replace("\xa0", " ")
    assert "Der Beirat berät den Bericht erst am Donnerstag, 11. Februar 2027." in asked
    client.post(address, {"sections": ["outlook"]})
    assert ManagementReport.objects.get().status == "approved"
    client.post(address, {"sections": ["outlook"], "before_meeting": "on"})
    assert ManagementReport.objects.get().status == "published"


def test_a_comment_is_placed_by_the_beginning_of_its_paragraph(submitted, world, client):
    client.force_login(world.mayors_officer.user)
    page = client.get(reverse("report_comment", args=[submitted.report.pk])).content.decode()
    assert '<option value="risks:2">5.2 Risiken: Der Förderbescheid steht aus.</option>' in page
