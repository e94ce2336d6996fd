"""What the office sees before it sends is what arrives, but for the personal link and what is drawn by lot."""

import re
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.boards.models import Seat
from governance.mandates.models import Deputy, Mandate, Suspension
from governance.people.models import Assistance, Person
from meetings.invitations import previewing, replies, sending, trying
from meetings.invitations.models import Invitation, Reply
from meetings.invitations.shown import shown
from meetings.meeting.models import Meeting

SENT_AT = datetime(2027, 1, 26, 8, 30, tzinfo=clock.now().tzinfo)
MOVED = {"starts_at": "2027-03-04T16:00", "ends_at": "2027-03-04T18:00", "place": "Rathaus"}


def parts(raw: bytes) -> dict[str, str]:
    """Every part of a mail by its type, with the personal link and the boundary taken out."""
    mail = message_from_bytes(raw, policy=policy.default)
    found = {name: str(mail[name]) for name in ("Subject", "From", "To", "Date", "In-Reply-To") if mail[name]}
    found |= {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    return {name: re.sub(r"/a/[A-Za-z0-9_-]+/", "/a/…/", _text(part)) for name, part in found.items()}


def _text(part) -> str:
    return part.decode() if isinstance(part, bytes) else str(part)


def drafts(draft) -> dict[str, dict[str, str]]:
    mails = [draft.mail(one) for one in draft.everybody]
    return {mail.recipient: parts(mail.raw) for mail in mails}


def sent(*kinds: str) -> dict[str, dict[str, str]]:
    return {one.recipient: parts(bytes(one.raw)) for one in Delivery.objects.filter(kind__in=kinds)}


@pytest.fixture
def represented(world, invited):
    """Kaya and Lamprecht leave it to Ostermann and Altmann, who are invited in their places."""
    world.ub.rules.update(deputies_allowed=True)
    for member, deputy in ((world.kaya, world.ostermann), (world.lamprecht, world.former)):
        seat = Seat.objects.get(board=world.ub, mandates__person=member)
        Deputy.objects.create(seat=seat, person=deputy, start=date(2027, 1, 1), end=date(2027, 3, 31))
        own = Invitation.objects.get(person=member)
        replies.record(own, "delegated", by=world.actor(member), now=SENT_AT, source=Reply.Source.LINK, sequence=1)
    assert Invitation.objects.deputies().count() == 2
    return Meeting.objects.get(pk=invited.pk)


def test_the_invitation_arrives_as_it_was_shown(world, meeting, dispatch_day):
    Person.objects.filter(pk=world.kaya.pk).update(language="en")
    shown_before = drafts(previewing.invitation(meeting, now=SENT_AT))
    assert not (Delivery.objects.exists())
    assert not (PersonalLink.objects.exists())
    assert not (Invitation.objects.exists())
    sending.invite(meeting, by=world.actor(world.secretary), now=SENT_AT)
    assert len(shown_before) == 11
    assert "text/calendar" in shown_before[world.kaya.key]
    assert sent("invitation") == shown_before


def test_a_short_invitation_tells_the_same_reason(world, meeting):
    late = datetime(2027, 1, 28, 8, tzinfo=SENT_AT.tzinfo)
    shown_before = drafts(previewing.invitation(meeting, now=late, reason="Eilbedürftig"))
    sending.invite(meeting, by=world.actor(world.secretary), now=late, reason="Eilbedürftig")
    assert "Eilbedürftig" in shown_before[world.kaya.key]["text/plain"]
    assert sent("invitation") == shown_before


@pytest.mark.parametrize("new", [{"place": "Rathaus"}, {"days": 21}, {"days": 21, "place": "Rathaus"}])
def test_a_change_arrives_as_it_was_shown(world, invited, new):
    own = Invitation.objects.get(person=world.dahlhoff)
    replies.record(own, "accepted", by=world.actor(world.dahlhoff), now=SENT_AT, source=Reply.Source.LINK, sequence=1)
    shift = timedelta(days=new.pop("days", 0))
    if shift:
        new |= {"starts_at": invited.starts_at + shift, "ends_at": invited.ends_at + shift}
    shown_before = drafts(previewing.change(invited, sending.news(invited, **new), now=SENT_AT))
    sending.change(invited, by=world.actor(world.secretary), now=SENT_AT, **new)
    assert ("PARTSTAT=ACCEPTED" in shown_before[world.dahlhoff.key]["text/calendar"]) is not bool(shift)
    assert sent("change") == shown_before


@pytest.mark.parametrize("days", [21, 0])
def test_where_deputies_fall_away_all_mails_and_their_sequence_are_as_shown(world, represented, days):
    new = (
        {"starts_at": represented.starts_at + timedelta(days=days), "place": "Rathaus"}
        if days
        else {"place": "Rathaus"}
    )
    if days:
        new["ends_at"] = represented.ends_at + timedelta(days=days)
    by, now = world.actor(world.secretary), SENT_AT + timedelta(hours=1)
    last = represented.sequence
    shown_before = drafts(previewing.change(represented, sending.news(represented, **new), now=now))
    sending.change(represented, by=by, now=now, **new)
    assert sent("change", "withdrawal") == shown_before
    sequence = last + (4 if days else 1)
    assert f"SEQUENCE:{sequence}\n" in shown_before[world.kaya.key]["text/calendar"].replace("\r\n", "\n")
    assert (len(shown_before), len(sent("withdrawal"))) == (13, 2 if days else 0)


def test_who_is_called_for_the_new_day_is_shown_too(world, represented):
    """The mandate rests, and its deputy is another one on the new day."""
    mandate = Mandate.objects.get(person=world.dahlhoff, seat__board=world.ub)
    Suspension.objects.create(mandate=mandate, start=date(2027, 1, 1), reason="Elternzeit")
    Deputy.objects.create(seat=mandate.seat, person=world.sponsor, start=date(2027, 3, 1))
    Invitation.objects.filter(person=world.dahlhoff).update(withdrawn_at=SENT_AT)
    by, now = world.actor(world.secretary), SENT_AT + timedelta(hours=1)
    new = {name: getattr(represented, name) + timedelta(days=21) for name in ("starts_at", "ends_at")}
    draft = previewing.change(represented, new, now=now)
    shown_before = drafts(draft)
    sending.change(represented, by=by, now=now, **new)
    assert {part.kind: len(part.invitations) for part in draft.beside} == {"withdraw": 1, "late": 1}
    told = {one.recipient: parts(bytes(one.raw)) for one in Delivery.objects.filter(created_at=now)}
    assert told == shown_before


def test_a_cancellation_arrives_as_it_was_shown(world, invited):
    shown_before = drafts(previewing.cancellation(invited, now=SENT_AT, reason="Der Saal ist gesperrt."))
    assert Meeting.objects.get(pk=invited.pk).status == "invited"
    sending.cancel(invited, reason="Der Saal ist gesperrt.", by=world.actor(world.secretary), now=SENT_AT)
    assert sent("cancellation") == shown_before


def test_what_the_calendar_will_show_is_told_in_words(world, invited):
    draft = previewing.change(invited, {"place": "Rathaus"}, now=SENT_AT)
    entry = shown(draft.mail(draft.invitations[0]).raw).entry
    assert (entry.title, entry.place) == ("Unternehmensbeirat, 1. Sitzung 2027", "Rathaus")
    assert (entry.starts, entry.ends) == (invited.starts_at, invited.ends_at)
    assert (entry.buttons, entry.removes) == (True, False)
    gone = previewing.cancellation(invited, now=SENT_AT, reason="Gesperrt")
    entry = shown(gone.mail(gone.invitations[0]).raw).entry
    assert (entry.buttons, entry.removes, entry.title.startswith("Abgesagt: ")) == (False, True, True)


def plain(response) -> str:
    return response.text.replace("\u00a0", " ")


def test_the_office_walks_from_mail_to_mail_before_it_sends(world, office, meeting, dispatch_day):
    Person.objects.filter(pk=world.kaya.pk).update(channel="post", postal_address="Rheinstraße 1, 64283 Darmstadt")
    Person.objects.filter(pk=world.lamprecht.pk).update(email="peter lamprecht@mitglied.example")
    path = reverse("invite", args=[meeting.pk])
    asked = plain(office.post(path, {"reason": "Briefe kommen später an"}))
    assert "Die E-Mail an Vorname" not in asked
    assert ("E-Mail an werner.dahlhoff@mitglied.example" in asked, "1 von 11" in asked) == (True, True)
    assert "Brief, letzter Versandtag 23.01.2027" in asked
    assert "Nicht erreichbar: Die E-Mail-Adresse ist nicht brauchbar" in asked
    assert "Schaltflächen im Kalender: Zusagen, Mit Vorbehalt, Absagen." in asked
    other = plain(office.post(path, {"reason": "Eilig", "show": str(world.dahlhoff.pk)}))
    assert "Guten Tag, Herr Dahlhoff," in other
    page = office.post(path, {"reason": "Eilig", "html": str(world.dahlhoff.pk)})
    assert "sandbox" in page.headers["Content-Security-Policy"]
    letter = plain(office.post(path, {"reason": "Eilig", "show": str(world.kaya.pk)}))
    assert "Der Brief an Aylin Kaya" in letter
    assert not (Delivery.objects.exists())
    assert not (Invitation.objects.exists())


def test_who_gets_a_copy_stands_below_the_recipient_while_it_is_to_be_sent(world, office, meeting, dispatch_day):
    Person.objects.filter(pk=world.mayor.pk).update(copy_to_assistants=True)
    Assistance.objects.create(assistant=world.former, principal=world.mayor, start=date(2027, 1, 1))
    Person.objects.filter(pk=world.former.pk).update(channel="post")
    path, words = reverse("invite", args=[meeting.pk]), "Kopie an Hedda Vogt: E-Mail an hedda.vogt@mitglied.example"
    for page in (office.get(path), office.post(path, {})):
        assert (plain(page).count("Kopie an"), words in plain(page)) == (1, True)
    office.post(path, {"confirmed": "1"})
    copies = Delivery.objects.filter(kind="assistant_copy")
    assert [one.address for one in copies] == ["hedda.vogt@mitglied.example"]
    assert "Kopie an" not in plain(office.get(path))
    asked = plain(office.post(reverse("meeting_cancel", args=[meeting.pk]), {"reason": "Der Saal ist gesperrt."}))
    assert words in asked


def test_a_word_that_is_nobody_shows_the_first_mail(world, office, meeting, dispatch_day):
    asked = office.post(reverse("invite", args=[meeting.pk]), {"show": "niemand"})
    assert (asked.status_code, "1 von 11" in plain(asked)) == (200, True)


def test_change_and_cancellation_show_their_mails_too(world, office, invited, dispatch_day):
    form = {**MOVED, "reason": "", "revision": invited.revision, "show": str(world.dahlhoff.pk)}
    asked = plain(office.post(reverse("meeting_change", args=[invited.pk]), form))
    assert "Änderung: Unternehmensbeirat, Do 04.03.2027, 16 Uhr" in asked
    asked = plain(office.post(reverse("meeting_cancel", args=[invited.pk]), {"reason": "Der Saal ist gesperrt."}))
    assert "Abgesagt: Unternehmensbeirat, Do 11.02.2027, 16 Uhr" in asked
    assert "Der Kalender entfernt den Termin." in asked
    assert not Delivery.objects.exclude(kind="invitation").exists()


def test_the_page_tells_who_is_not_needed_any_more(world, office, represented, dispatch_day):
    form = {**MOVED, "reason": "", "revision": represented.revision, "show": str(world.ostermann.pk)}
    asked = plain(office.post(reverse("meeting_change", args=[represented.pk]), form))
    assert ("13 Personen" in asked, asked.count("Die Einladung wird zurückgezogen.")) == (True, 2)
    assert "als Stellvertretung von Aylin Kaya werden Sie nicht mehr gebraucht" in " ".join(asked.split())
    office.post(reverse("meeting_change", args=[represented.pk]), {**form, "trial": str(world.ostermann.pk)})
    assert Delivery.objects.filter(kind="trial").count() == 1


def test_before_anybody_is_invited_a_change_shows_no_mail(office, meeting, dispatch_day):
    form = {**MOVED, "reason": "", "revision": meeting.revision}
    asked = office.post(reverse("meeting_change", args=[meeting.pk]), form)
    assert ("Die E-Mail an" in plain(asked), 'name="confirmed" value="1"' in asked.text) == (False, True)


def test_a_trial_is_the_same_mail_but_for_what_could_be_answered(world, office, meeting, dispatch_day):
    draft = previewing.invitation(meeting, now=dispatch_day)
    wanted = parts(draft.mail(draft.of(world.dahlhoff.pk)).raw)
    path = reverse("invitation_letter", args=[meeting.pk, world.dahlhoff.pk])
    page = plain(office.post(path, follow=True))
    assert "Die Probe ist unterwegs an carla.wendt@mitglied.example." in page
    trial = Delivery.objects.get()
    assert (trial.kind, trial.recipient, trial.address) == ("trial", world.secretary.key, world.secretary.email)
    got = parts(bytes(trial.raw))
    assert got["Subject"] == "Probe: Einladung Unternehmensbeirat, Do 11.02.2027, 16 Uhr"
    assert (got["text/plain"], got["text/html"]) == (wanted["text/plain"], wanted["text/html"])
    assert "text/calendar" not in got
    entry = got["application/ics"]
    assert ("METHOD:PUBLISH" in entry, "ATTENDEE" in entry, f"UID:{meeting.uid}" in entry) == (True, False, False)
    assert f"UID:trial-{meeting.uid}" in entry
    assert not (Invitation.objects.exists())
    assert not (PersonalLink.objects.exists())


def test_a_trial_of_a_cancellation_says_nothing_to_calendars(world, office, invited, dispatch_day):
    form = {"reason": "Der Saal ist gesperrt.", "trial": str(world.dahlhoff.pk)}
    asked = plain(office.post(reverse("meeting_cancel", args=[invited.pk]), form))
    assert "Die Probe ist unterwegs" in asked
    got = parts(bytes(Delivery.objects.get(kind="trial").raw))
    assert got["Subject"].startswith("Probe: Abgesagt: ")
    assert "application/ics" not in got
    assert Meeting.objects.get(pk=invited.pk).status == "invited"


def test_ten_trials_in_an_hour_are_enough(world, meeting, dispatch_day):
    draft = previewing.invitation(meeting, now=dispatch_day)
    one, by = draft.of(world.dahlhoff.pk), world.actor(world.secretary)

    def try_at(now):
        trying.send_trial(draft, one, to=world.secretary, by=by, now=now)

    for minute in range(10):
        try_at(dispatch_day + timedelta(minutes=minute))
        try_at(dispatch_day + timedelta(minutes=minute))
    assert Delivery.objects.filter(kind="trial").count() == 10
    with pytest.raises(DomainError) as refused:
        try_at(dispatch_day + timedelta(minutes=10))
    assert refused.value.status == 429
    try_at(dispatch_day + timedelta(minutes=61))
    assert Delivery.objects.filter(kind="trial").count() == 11


def test_who_reads_no_mail_gets_no_trial(world, meeting, dispatch_day):
    Person.objects.filter(pk=world.secretary.pk).update(channel="post")
    draft = previewing.invitation(meeting, now=dispatch_day)
    with pytest.raises(DomainError) as refused:
        trying.send_trial(
            draft, draft.invitations[0], to=world.secretary, by=world.actor(world.secretary), now=dispatch_day
        )
    assert refused.value.code == "no_mail"


def test_the_link_of_a_preview_opens_a_page_that_records_nothing(client, invited):
    for page in (client.get("/a/vorschau/?antwort=zusage"), client.post("/a/vorschau/", {"answer": "accepted"})):
        assert (page.status_code, "Das ist eine Vorschau" in page.text) == (200, True)
    assert not Reply.objects.exists()
