"""The proof of notice: frozen facts of every dispatch, and what is open for whom."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from foundation.outbox.resending import POSTED, note_posted
from foundation.values import DomainError
from foundation.web import clock
from governance.people.models import Person
from meetings.invitations import calling, sending, stopping
from meetings.invitations.models import Dispatch, Invitation
from meetings.invitations.printing import content
from meetings.invitations.proving import proof, receipt_of
from tests.printed import printed

ACCEPTED = "250 2.0.0 Ok: queued as 4ZxY1"
LATER = timedelta(hours=2)


@pytest.fixture
def sent(invited, dispatch_day):
    """The invitation reached everybody but Aylin Kaya."""
    drain(now=dispatch_day)
    Delivery.objects.update(smtp_reply=ACCEPTED)
    return invited


def mail_of(person) -> Delivery:
    return Delivery.objects.get(recipient=person.key, kind="invitation")


def line_of(found, person, part=0):
    return next(one for one in found.parts[part].lines if one.invitation.person_id == person.pk)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def refuse(person) -> None:
    Delivery.objects.filter(recipient=person.key).update(state=State.FAILED, sent_at=None, last_error="550 unknown")


def test_each_person_stands_with_time_answer_receipt_and_marks(world, sent, dispatch_day):
    found = proof(sent)
    (part,) = found.parts
    assert (part.dispatch.kind, part.by, len(part.lines)) == (Dispatch.Kind.INVITE, "Carla Wendt", 11)
    line, mail = line_of(found, world.dahlhoff), mail_of(world.dahlhoff)
    assert (line.given_at, line.receipt, line.fault) == (dispatch_day, date(2027, 1, 26), "")
    assert line.digest == hashlib.sha256(bytes(mail.raw)).hexdigest()
    assert f"Message-ID: {line.mail_id}".encode() in bytes(mail.raw)
    assert not line.by_post
    assert found.faults == []
    assert not found.trial


def test_a_refused_mail_is_an_open_fault_without_receipt(world, sent):
    refuse(world.kaya)
    found = proof(sent)
    line = line_of(found, world.kaya)
    assert (line.fault, line.receipt) == ("550 unknown", None)
    assert [(one.invitation.person, one.fault) for _part, one in found.faults] == [(world.kaya, "550 unknown")]


def test_a_mail_that_came_back_counts_as_not_received(world, sent, dispatch_day):
    Delivery.objects.filter(recipient=world.kaya.key).update(state=State.FAILED, last_error="5.1.1 mailbox unknown")
    line = line_of(proof(sent), world.kaya)
    assert (line.given_at, line.receipt, line.fault) == (dispatch_day, None, "5.1.1 mailbox unknown")


def test_what_a_newer_mail_repairs_is_no_open_fault(world, sent, dispatch_day):
    refuse(world.kaya)
    sent.refresh_from_db()
    sending.change(sent, by=world.actor(world.secretary), now=dispatch_day + LATER, place="Rathaus")
    assert {one.invitation.person for _part, one in proof(sent).faults} == {
        one.person for one in sent.invitations.select_related("person")
    }
    drain(now=dispatch_day + LATER)
    found = proof(sent)
    assert [part.dispatch.kind for part in found.parts] == [Dispatch.Kind.INVITE, Dispatch.Kind.CHANGE]
    assert found.faults == []
    assert line_of(found, world.kaya).fault == "550 unknown"


def test_who_wants_post_has_no_proof_until_the_letter_is_noted(world, meeting, dispatch_day):
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    sending.invite(meeting, by=world.actor(world.secretary), now=dispatch_day, reason="Eilt")
    drain(now=dispatch_day)
    found = proof(meeting)
    line = line_of(found, world.kaya)
    assert (line.by_post, line.given_at, line.receipt) == (True, None, None)
    assert [one.invitation.person for _part, one in found.faults] == [world.kaya]
    assert line.fault == "Nicht vermerkt, wann der Brief zur Post ging."
    letter = mail_of(world.kaya)
    note_posted(letter, by=world.actor(world.secretary), now=dispatch_day + LATER)
    found = proof(meeting)
    line = line_of(found, world.kaya)
    assert (line.by_post, line.given_at, line.receipt) == (True, dispatch_day + LATER, date(2027, 1, 30))
    assert (found.faults, line.mail_id, line.digest) == ([], "", "")


def test_a_letter_waits_for_the_office_and_not_for_the_mails(world, meeting, dispatch_day):
    """It stays when mails are stopped, goes with an invitation that is taken back, and a newer one overtakes it."""
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    by = world.actor(world.secretary)
    later = dispatch_day + timedelta(minutes=2)
    sending.invite(meeting, by=by, now=dispatch_day, reason="Eilt", leaves_at=later)
    told = stopping.progress(meeting)
    assert (told.total, told.waiting) == (10, 10)
    assert stopping.stop(meeting, by=by, now=dispatch_day) == 10
    stopping.take_back(meeting, by=by, now=dispatch_day)
    assert mail_of(world.kaya).state == State.OBSOLETE
    meeting.refresh_from_db()
    sending.invite(meeting, by=by, now=dispatch_day, reason="Eilt")
    meeting.refresh_from_db()
    sending.change(meeting, place="Rathaus", by=by, now=dispatch_day + LATER)
    letters = Delivery.objects.filter(recipient=world.kaya.key).order_by("version")
    assert [(one.kind, one.state) for one in letters] == [
        ("invitation", State.OBSOLETE),
        ("invitation", State.OBSOLETE),
        ("change", State.LETTER),
    ]


def test_an_invitation_whose_letter_is_in_the_post_is_not_taken_back(world, meeting, dispatch_day):
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    by = world.actor(world.secretary)
    sending.invite(meeting, by=by, now=dispatch_day, reason="Eilt", leaves_at=dispatch_day + timedelta(minutes=2))
    note_posted(mail_of(world.kaya), by=by, now=dispatch_day)
    with pytest.raises(DomainError) as refused:
        stopping.take_back(meeting, by=by, now=dispatch_day)
    assert refused.value.code == "mails_left"


def test_a_letter_counts_as_received_after_the_days_of_the_post(world, sent, dispatch_day):
    mail = mail_of(world.kaya)
    mail.smtp_reply = POSTED
    rules = proof(sent).rules
    assert receipt_of(mail, rules) == date(2027, 1, 30)
    mail.state = State.HELD
    assert receipt_of(mail, rules) is None


def test_a_withdrawal_and_a_cancellation_are_told_with_who_made_them(world, sent, dispatch_day):
    gone = Invitation.objects.get(person=world.kaya, meeting=sent)
    calling.withdraw(gone, by=world.actor(world.manager), now=dispatch_day + LATER)
    sent.refresh_from_db()
    sending.cancel(sent, reason="Zu wenige", by=world.actor(world.secretary), now=dispatch_day + 2 * LATER)
    drain(now=dispatch_day + 2 * LATER)
    sent.refresh_from_db()
    found = proof(sent)
    assert [(part.dispatch.kind, part.by, len(part.lines)) for part in found.parts] == [
        (Dispatch.Kind.INVITE, "Carla Wendt", 11),
        (Dispatch.Kind.WITHDRAW, "Dr. Jonas Ebeling", 1),
        (Dispatch.Kind.CANCEL, "Carla Wendt", 10),
    ]
    facts = {one["label"]: one["value"] for one in content(found, now=dispatch_day)["facts"]}
    assert facts["Grund der Absage"] == "Zu wenige"


def test_an_invitation_that_was_taken_back_unheard_stands_there_and_is_no_fault(world, meeting, dispatch_day):
    by = world.actor(world.secretary)
    sending.invite(meeting, by=by, now=dispatch_day, leaves_at=dispatch_day + timedelta(minutes=2))
    stopping.take_back(meeting, by=by, now=dispatch_day + timedelta(minutes=1))
    found = proof(meeting)
    assert (len(found.parts), found.faults) == (1, [])
    shown = content(found, now=dispatch_day)
    told = {one["label"]: plain(one["value"]) for one in shown["parts"][0]["facts"]}
    assert told["Zurückgenommen"] == "Dienstag, 26. Januar 2027, 09:01 Uhr"
    assert "Feststellung" not in {one["label"] for one in shown["facts"]}
    assert {row[2] for row in shown["parts"][0]["rows"]} == {"nicht versendet"}


def test_the_period_stands_with_its_source_and_both_last_days(world, sent, dispatch_day):
    facts = {one["label"]: plain(one["value"]) for one in content(proof(sent), now=dispatch_day)["facts"]}
    assert facts["Ladungsfrist"] == "14 Tage (Annahme, noch nicht bestätigt)"
    assert facts["Letzter Tag per E-Mail"] == "Mittwoch, 27. Januar 2027"
    assert facts["Letzter Tag per Post"] == "Samstag, 23. Januar 2027"
    assert facts["UID des Kalendereintrags"] == sent.uid
    assert facts["Feststellung"].startswith("Die Ladungsfrist von 14 Tagen war eingehalten.")


def test_mails_that_never_left_are_no_proof_and_the_paper_says_so(world, invited, dispatch_day):
    drain(now=dispatch_day)
    found = proof(invited)
    assert found.trial
    assert content(found, now=dispatch_day)["warning"].startswith("Dies ist ein Testbetrieb")


def test_a_text_that_retention_took_keeps_the_other_facts_and_its_sum(world, sent, dispatch_day):
    kept = line_of(proof(sent), world.kaya)
    Delivery.objects.update(raw=b"", secrets=[])
    assert line_of(proof(sent), world.kaya).digest == kept.digest != ""
    assert line_of(proof(sent), world.kaya).mail_id == kept.mail_id


def test_of_a_mail_whose_sum_was_never_taken_the_proof_says_so(world, sent, dispatch_day):
    Delivery.objects.update(raw=b"", secrets=[], sha256="")
    marks = content(proof(sent), now=dispatch_day)["parts"][0]["marks"]
    assert "Der Wortlaut ist nicht mehr aufbewahrt." in marks[0][1]


@pytest.mark.parametrize("board", ["ub", "etb"])
def test_ten_or_thirty_people_cost_the_same_queries(world, dispatch_day, board, django_assert_num_queries):
    meeting = world.meeting(getattr(world, board), number=7)
    world.agenda(meeting, "Eröffnung")
    sending.invite(meeting, by=world.actor(world.secretary), now=dispatch_day, reason="Eilt")
    meeting = type(meeting).objects.select_related("board", "rules").get(pk=meeting.pk)
    with django_assert_num_queries(5):
        proof(meeting)


def test_office_and_chair_get_the_file_from_the_page_of_the_meeting(world, sent, client):
    path, file = reverse("meeting_attendance", args=[sent.pk]), reverse("notice_proof", args=[sent.pk])
    for who, got in ((world.secretary, 200), (world.mayor, 200), (world.dahlhoff, 404), (world.admin, 404)):
        client.force_login(who.user)
        assert client.get(file).status_code == got
        assert (file in client.get(path).text) == (got == 200)
    client.force_login(world.secretary.user)
    answer = client.get(file)
    assert answer["Content-Disposition"].endswith("ladungsnachweis-2027-02-11-unternehmensbeirat.pdf")
    words = printed(answer.content)
    assert "Ladungsnachweis:Sitzung1/2027,Unternehmensbeirat" in words
    assert words.count("250 2.0.0 Ok: queued as 4ZxY1".replace(" ", "")) == 11
    with pikepdf.open(BytesIO(answer.content)) as paper:
        metadata = paper.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("2", "A", "1")


def test_before_the_invitation_there_is_nothing_to_prove(world, meeting, office):
    assert (
        reverse("notice_proof", args=[meeting.pk])
        not in office.get(reverse("meeting_attendance", args=[meeting.pk])).text
    )
    assert "Nochniemandisteingeladen." in printed(office.get(reverse("notice_proof", args=[meeting.pk])).content)


def test_the_list_of_mails_leads_to_the_proof_and_each_mail_tells_its_receipt(world, sent, office):
    listed = office.get(reverse("dispatches"), {"meeting": str(sent.pk)}).text
    assert reverse("notice_proof", args=[sent.pk]) in listed
    assert "ladungsnachweis" not in office.get(reverse("dispatches")).text
    shown = office.get(reverse("dispatch_detail", args=[mail_of(world.kaya).pk])).text
    assert "Zugang gilt" in shown
    assert "Dienstag, 26. Januar 2027" in shown.replace("\u00a0", " ")


def test_long_names_and_addresses_and_hostile_words_are_printed_as_they_are(world, sent, office):
    long = "Maximiliane-Philippine-" * 3
    Person.objects.filter(pk=world.kaya.pk).update(given_name=long[:60], family_name='#read("/etc/passwd") *fett*')
    Delivery.objects.filter(recipient=world.kaya.key).update(
        address=f"{'a' * 60}@{'b' * 60}.example", smtp_reply="250 " + "\u202eq#" * 90
    )
    words = printed(office.get(reverse("notice_proof", args=[sent.pk])).content)
    assert "#read(" in words
    assert "a" * 60 in words


def test_the_moment_of_the_paper_is_the_one_of_the_clock(world, sent, office):
    with clock.at(datetime(2027, 2, 1, 8, tzinfo=UTC)):
        words = printed(office.get(reverse("notice_proof", args=[sent.pk])).content)
    assert "Stand:Montag,1.Februar2027,09:00Uhr" in words
