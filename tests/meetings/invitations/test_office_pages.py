"""The office's pages: inviting in two clicks, who comes, entering answers, moving and cancelling."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from foundation.outbox.models import Delivery
from foundation.values import SYSTEM, DomainError
from foundation.web import clock
from governance.people.models import Person
from meetings.agenda.models import Agenda, AgendaVersion
from meetings.invitations import replies, sending
from meetings.invitations.models import Answer, Invitation, Reply
from meetings.meeting.models import Meeting

HOSTILE = "<script>alert(1)</script>\"'=2+2"


def plain(response):
    return response.text.replace("\u00a0", " ")


def test_the_office_sees_last_day_and_recipients_and_sends_in_two_clicks(world, office, meeting, dispatch_day):
    path = reverse("invite", args=[meeting.pk])
    shown = office.get(path)
    assert "Letzter Versandtag: Mittwoch, 27. Januar 2027." in plain(shown)
    assert "11 Personen" in plain(shown)
    asked = office.post(path, {})
    assert "Einladung Unternehmensbeirat, Do 11.02.2027, 16 Uhr" in plain(asked)
    assert "Einladung jetzt versenden?" in plain(asked)
    assert not Delivery.objects.exists()
    for _click in range(2):
        assert office.post(path, {"confirmed": "1"}).headers["Location"] == path
    assert Delivery.objects.filter(kind="invitation").count() == 11
    assert "Die Einladung geht um 09:02 Uhr an 11 Personen." in plain(office.get(path))


def test_where_somebody_gets_it_by_post_both_last_days_are_named(world, office, meeting):
    """The lane of the meeting tells the day by e-mail; the page named the one by post and did not say so."""
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    with clock.at(datetime(2027, 1, 20, 8, tzinfo=UTC)):
        shown = plain(office.get(reverse("invite", args=[meeting.pk])))
    kept = "Heute versendet, hält die Einladung die Ladungsfrist von 14 Tagen ein."
    days = "Letzter Versandtag per E-Mail: Mittwoch, 27. Januar 2027, mit der Post: Samstag, 23. Januar 2027."
    assert f"{kept} {days}" in shown


def test_a_meeting_of_forty_hours_is_a_slip_of_the_pen(world, office, meeting):
    sent = {"starts_at": "2027-02-11T16:00", "ends_at": "2027-02-13T08:00", "place": "Raum 1.04"}
    answer = office.post(reverse("meeting_change", args=[meeting.pk]), {**sent, "revision": meeting.revision})
    assert (answer.status_code, "Eine Sitzung dauert höchstens 14 Stunden." in plain(answer)) == (400, True)
    with pytest.raises(DomainError) as refused:
        sending.change(meeting, ends_at=meeting.starts_at + timedelta(hours=40), by=SYSTEM, now=meeting.changed_at)
    assert (refused.value.code, refused.value.status) == ("too_long", 400)


def test_an_invitation_of_the_last_minute_is_told_in_german(world, office, meeting):
    path = reverse("invite", args=[meeting.pk])
    with clock.at(meeting.starts_at - timedelta(hours=2)):
        page = plain(office.post(path, {"reason": "Eilbedürftig", "confirmed": "1"}, follow=True))
    assert "Die Einladung ging erst am Tag der Sitzung oder später zu." in page


def test_a_short_period_asks_for_the_reason_on_the_page(world, office, meeting):
    path = reverse("invite", args=[meeting.pk])
    with clock.at(datetime(2027, 1, 28, 8, tzinfo=UTC)):
        assert "Begründung der verkürzten Ladungsfrist" in plain(office.get(path))
        assert office.post(path, {"confirmed": "1"}).status_code == 400
        asked = office.post(path, {"reason": HOSTILE})
        assert HOSTILE not in asked.text
        assert office.post(path, {"reason": HOSTILE, "confirmed": "1"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.shortened_reason == HOSTILE
    raw = bytes(Delivery.objects.get(recipient=world.kaya.key).raw)
    assert b"<script>" not in raw.replace(b"=\r\n", b"").split(b"text/html", 1)[1].split(b"text/calendar")[0]


def test_after_dispatch_a_short_period_is_told_once_as_history(world, office, meeting):
    path = reverse("invite", args=[meeting.pk])
    with clock.at(datetime(2027, 1, 28, 8, tzinfo=UTC)):
        asked = plain(office.post(path, {"reason": "Eilbedürftig"}))
        sent = plain(office.post(path, {"reason": "Eilbedürftig", "confirmed": "1"}, follow=True))
        page = plain(office.get(meeting.get_absolute_url()))
    assert "Die Ladungsfrist von 14 Tagen ist verkürzt. Letzter Versandtag war Mittwoch, 27. Januar 2027." in asked
    told = "Die Ladungsfrist von 14 Tagen war verkürzt. Letzter Versandtag: Mittwoch, 27. Januar 2027."
    assert sent.count(told) == 1
    assert sent.count("Begründung der verkürzten Ladungsfrist: Eilbedürftig") == 1
    printed = AgendaVersion.objects.get().content["notice"]
    assert printed == "Die Ladungsfrist ist verkürzt: Eilbedürftig"
    for words in (asked, sent, page, printed):
        assert "Begründen Sie die Verkürzung" not in words


def test_a_move_to_a_day_too_near_says_so_once(office, invited, dispatch_day):
    moved = {"starts_at": "2027-01-29T16:00", "ends_at": "2027-01-29T18:00"}
    path = reverse("meeting_change", args=[invited.pk])
    refused = office.post(path, {**moved, "place": invited.place, "reason": "", "revision": invited.revision})
    assert refused.status_code == 400
    assert plain(refused).count("Die Ladungsfrist von 14 Tagen ist nicht eingehalten.") == 1
    assert 'aria-invalid="true"' in refused.text


def test_the_change_is_shown_beside_what_was_with_a_warning_where_it_comes_late(office, invited, dispatch_day):
    path = reverse("meeting_change", args=[invited.pk])
    moved = {"starts_at": "2027-01-29T16:00", "ends_at": "2027-01-29T18:00", "place": invited.place}
    asked = plain(office.post(path, {**moved, "reason": "Eilbedürftig", "revision": invited.revision}))
    before, _dt, after = asked.partition("Bisher</dt>")[2].partition("Neu</dt>")
    assert ("11. Februar 2027" in before, "29. Januar 2027" in after) == (True, True)
    assert "Die Ladungsfrist von 14 Tagen ist verkürzt." in asked
    later = {**moved, "starts_at": "2027-03-04T16:00", "ends_at": "2027-03-04T18:00", "reason": ""}
    assert "kern-alert--warning" not in office.post(path, {**later, "revision": invited.revision}).text
    with clock.at(invited.starts_at - timedelta(hours=6)):
        moved = {
            "starts_at": "2027-02-11T17:00",
            "ends_at": "2027-02-11T18:00",
            "place": "Rathaus",
            "reason": "Eilig",
        }
        asked = plain(office.post(path, {**moved, "revision": invited.revision}))
    assert "Die E-Mail kommt erst am Tag der Sitzung an." in asked


def test_a_call_is_entered_in_the_words_of_who_writes(office, invited, world):
    own = invited.invitations.get(person=world.dahlhoff)
    shown = plain(office.get(reverse("phone_reply", args=[invited.pk, own.pk])))
    assert ("Nimmt teil" in shown, "Ich nehme teil" in shown) == (True, False)


def test_what_stands_in_the_way_is_said_next_to_the_button(office, meeting, dispatch_day):
    Agenda.objects.update(status="draft")
    shown = office.get(reverse("invite", args=[meeting.pk]))
    assert "Die Tagesordnung ist noch nicht freigegeben." in plain(shown)
    assert "disabled" in shown.text
    refused = office.post(reverse("invite", args=[meeting.pk]), {"confirmed": "1"})
    assert refused.status_code == 409


def test_every_recipients_mail_can_be_seen_as_it_will_be(world, office, meeting, dispatch_day):
    seen = office.get(reverse("invitation_preview", args=[meeting.pk, world.dahlhoff.pk]))
    assert "Guten Tag, Herr Dahlhoff," in plain(seen)
    assert "script" not in seen.headers["Content-Security-Policy"]
    assert "default-src 'none'" in seen.headers["Content-Security-Policy"]
    assert office.get(reverse("invitation_preview", args=[meeting.pk, world.sponsor.pk])).status_code == 404


def test_a_new_place_through_the_form(world, office, invited):
    path = reverse("meeting_change", args=[invited.pk])
    form = {"starts_at": "2027-02-11T16:00", "ends_at": "2027-02-11T18:00", "place": "Rathaus", "revision": "2"}
    assert 'value="2027-02-11T16:00"' in office.get(path).text
    assert "Die Antworten bleiben." in plain(office.post(path, form))
    invited.refresh_from_db()
    assert invited.sequence == 1
    assert office.post(path, form | {"confirmed": "1"}).status_code == 302
    assert office.post(path, form | {"confirmed": "1"}).status_code == 302
    invited.refresh_from_db()
    assert (invited.place, invited.sequence) == ("Rathaus", 2)
    stale = office.post(path, form | {"place": "Stadthaus", "confirmed": "1"})
    assert stale.status_code == 400
    assert "inzwischen geändert" in plain(stale)


def test_hours_that_calendars_cannot_hold_are_errors_of_the_form(office, invited):
    path = reverse("meeting_change", args=[invited.pk])
    form = {"place": "Rathaus", "revision": "2", "reason": ""}
    gap = office.post(path, form | {"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T05:00"})
    assert gap.status_code == 400
    twice = form | {"starts_at": "2027-10-31T02:30", "ends_at": "2027-10-31T05:00", "confirmed": "1"}
    assert office.post(path, twice).status_code == 400
    seconds = form | {"starts_at": "2027-03-04T16:00:30", "ends_at": "2027-03-04T18:00"}
    assert office.post(path, seconds).status_code == 400
    backwards = office.post(path, form | {"starts_at": "2027-03-04T16:00", "ends_at": "2027-03-04T15:00"})
    assert backwards.status_code == 400
    invited.refresh_from_db()
    assert invited.sequence == 1


def test_cancelling_asks_first_and_wants_a_reason(office, invited):
    path = reverse("meeting_cancel", args=[invited.pk])
    assert office.post(path, {"confirmed": "1"}).status_code == 400
    assert "Sie können die Sitzung später neu ansetzen." in plain(office.post(path, {"reason": "Sturm"}))
    assert office.post(path, {"reason": "Sturm", "confirmed": "1"}).status_code == 302
    invited.refresh_from_db()
    assert invited.status == "cancelled"


def test_the_office_enters_an_answer_by_phone(world, office, invited):
    invitation = Invitation.objects.get(person=world.dahlhoff)
    path = reverse("phone_reply", args=[invited.pk, invitation.pk])
    assert "Antwort von Werner Dahlhoff" in plain(office.get(path))
    assert office.post(path, {"sequence": "1"}).status_code == 400
    office.post(path, {"answer": "delegated", "note": HOSTILE, "sequence": "1"})
    invitation.refresh_from_db()
    assert invitation.answer == Answer.DELEGATED
    sheet = office.get(reverse("meeting_attendance", args=[invited.pk]))
    assert "telefonisch" in sheet.text
    assert HOSTILE not in sheet.text
    assert "&lt;script&gt;" in sheet.text
    assert office.post(path, {"answer": "declined", "note": "a\u202eb", "sequence": "1"}).status_code == 400
    assert Reply.objects.count() == 1


def test_an_answer_by_phone_to_another_date_is_refused_in_words_for_the_office(world, office, invited):
    path = reverse("phone_reply", args=[invited.pk, Invitation.objects.get(person=world.dahlhoff).pk])
    times = {name: getattr(invited, name) + timedelta(days=21) for name in ("starts_at", "ends_at")}
    sending.change(invited, by=world.actor(world.secretary), now=clock.now(), **times)
    refused = office.post(path, {"answer": "accepted", "sequence": "1"})
    assert refused.status_code == 409
    now = "Die Antwort galt einem anderen Termin. Die Sitzung ist am Donnerstag, 4. März 2027, 16:00 Uhr."
    assert f"{now} Bitte fragen Sie das Mitglied noch einmal." in plain(refused)
    with clock.at(times["starts_at"]):
        late = plain(office.post(path, {"answer": "accepted", "sequence": "2"}))
    assert "Die Sitzung hat begonnen, Antworten sind nicht mehr möglich." in late
    assert "rufen Sie die Geschäftsstelle an" not in late


def test_members_see_numbers_and_their_own_answer_only(world, client, invited, dispatch_day):
    kaya = Invitation.objects.get(person=world.kaya)
    by = world.actor(world.kaya)
    replies.record(
        kaya, "accepted", by=by, now=dispatch_day, source="link", sequence=1, note="nur für die Geschäftsstelle"
    )
    path = reverse("meeting_attendance", args=[invited.pk])
    client.force_login(world.dahlhoff.user)
    seen = client.get(path)
    assert "Noch nicht beschlussfähig: 1 von 10 zugesagt, nötig sind 6." in plain(seen)
    assert "Aylin Kaya" not in seen.text
    assert "nur für die Geschäftsstelle" not in seen.text
    client.force_login(world.mayor.user)
    assert "Aylin Kaya" in client.get(path).text
    assert "Antwort eintragen" not in client.get(path).text


@pytest.mark.parametrize("who", ["dahlhoff", "mayor", "manager", "mayors_officer", "admin", "former", "sponsor"])
def test_only_the_office_sends(world, client, invited, who):
    client.force_login(getattr(world, who).user)
    invitation = Invitation.objects.first()
    for name, args in (
        ("invite", []),
        ("meeting_change", []),
        ("meeting_cancel", []),
        ("invitation_preview", [world.kaya.pk]),
        ("phone_reply", [invitation.pk]),
    ):
        path = reverse(name, args=[invited.pk, *args])
        assert client.get(path).status_code == 404, name
        if name != "invitation_preview":
            assert client.post(path, {"confirmed": "1", "reason": "x"}).status_code == 404, name
    assert Meeting.objects.get(pk=invited.pk).status == "invited"


@pytest.mark.parametrize("size", [2, 10])
def test_the_attendance_page_costs_the_same_at_any_size(world, office, invited, size, django_assert_num_queries):
    keep = Invitation.objects.filter(mandate__isnull=False).values_list("pk", flat=True)[:size]
    Invitation.objects.exclude(pk__in=list(keep)).update(withdrawn_at=invited.changed_at)
    path = reverse("meeting_attendance", args=[invited.pk])
    office.get(path)
    with django_assert_num_queries(10):
        assert office.get(path).status_code == 200
