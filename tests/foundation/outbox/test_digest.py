"""The reminders of a day leave as one mail; each keeps its own key as proof."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from functools import partial

import pytest
from django.db import transaction
from django.db.models import Q

from foundation.outbox import digest, queue
from foundation.outbox.delivery import drain
from foundation.outbox.joining import joined
from foundation.outbox.letters import Letter
from foundation.outbox.mime import message
from foundation.outbox.models import Delivery, State
from foundation.outbox.queue import Mail
from foundation.outbox.resending import release_held, resend
from foundation.outbox.waiting import late
from foundation.values import Actor, DomainError
from tests.together import together

EIGHT = datetime(2027, 2, 4, 7, 0, tzinfo=UTC)  # Thursday, 8:00 in Berlin
LATER = EIGHT + timedelta(minutes=11)
OFFICE = Actor("person:secretary")


def letter(subject: str, words: str) -> Letter:
    text = f"Guten Tag, Frau Kaya,\n\n{words}\n\n-- \nGeschäftsstelle\n069 90009-120\n"
    html = (
        f"<html><title>{subject}</title>\n<!-- words -->\n<p>Guten Tag, Frau Kaya,</p>\n<p>{words}</p>\n"
        "<!-- /words -->\n<p>Geschäftsstelle</p></html>\n"
    )
    return Letter(subject, text, html)


def mail(name: str, *, to: str = "person:kaya", gathers: bool = True, **more) -> Mail:
    words = letter(f"Betreff {name}", f"Bitte {name}. Link: https://x.example/{name}")
    raw = message(
        from_name="Geschäftsstelle",
        from_email="office@gremia.example",
        to_name="Aylin Kaya",
        to_email="kaya@mitglied.example",
        subject=words.subject,
        text=words.text,
        html=words.html,
        message_id=queue.message_id(name),
        date=EIGHT,
        language="de",
        **more,
    )
    return Mail(
        key=f"reminder:{name}:{to}",
        kind="reminder",
        recipient=to,
        recipient_name="Aylin Kaya",
        address="kaya@mitglied.example",
        subject=words.subject,
        raw=raw,
        topic=f"about:{name}",
        version=1,
        secrets=(f"secret-{name}",),
        gathers=gathers,
    )


def put(*names: str, now=EIGHT, **more) -> None:
    for name in names:
        queue.enqueue([mail(name, **more)], now=now)


def states(kind="reminder") -> list[str]:
    return list(Delivery.objects.filter(kind=kind).order_by("key").values_list("state", flat=True))


@pytest.mark.django_db
def test_two_reminders_of_a_day_are_one_mail(settings):
    put("eins", "zwei")
    assert drain(now=LATER) == 0
    assert digest.join_due(now=LATER) == 1
    one = Delivery.objects.get(kind=digest.KIND)
    assert (one.subject, one.recipient, one.address) == (
        "Ihre Mitteilungen für heute",
        "person:kaya",
        "kaya@mitglied.example",
    )
    assert one.secrets == ["secret-eins", "secret-zwei"]
    assert states() == [State.JOINED, State.JOINED]
    assert set(Delivery.objects.filter(kind="reminder").values_list("carrier", flat=True)) == {one.pk}
    assert drain(now=LATER) == 1
    parsed = message_from_bytes(bytes(one.raw), policy=policy.default)
    text = parsed.get_body(("plain",)).get_content()
    assert (text.count("Guten Tag, Frau Kaya,"), text.count("069 90009-120")) == (1, 1)
    assert text.index("heute teilen wir Ihnen mit") < text.index("Betreff eins") < text.index("Bitte eins")
    assert text.index("Bitte eins") < text.index("Betreff zwei") < text.index("Bitte zwei") < text.index("-- ")
    html = parsed.get_body(("html",)).get_content()
    assert (html.count("Guten Tag, Frau Kaya,"), html.count("Geschäftsstelle")) == (1, 1)
    assert "<title>Ihre Mitteilungen für heute</title>" in html


@pytest.mark.django_db
def test_one_alone_leaves_as_it_is():
    put("eins")
    assert digest.join_due(now=LATER) == 1
    assert drain(now=LATER) == 1
    assert (states(), Delivery.objects.filter(kind=digest.KIND).count()) == ([State.SENT], 0)


@pytest.mark.django_db
def test_what_comes_later_on_the_day_waits_for_the_next_working_day():
    friday = EIGHT + timedelta(days=1)
    put("eins", now=friday)
    digest.join_due(now=friday)
    put("zwei", now=friday + timedelta(hours=1))
    assert digest.join_due(now=friday + timedelta(hours=5)) == 0
    assert digest.join_due(now=friday + timedelta(days=1)) == 0
    assert digest.join_due(now=friday + timedelta(days=3, minutes=-1)) == 0
    assert digest.join_due(now=friday + timedelta(days=3)) == 1


@pytest.mark.django_db
def test_who_wants_single_mails_gets_them_at_once():
    put("eins", "zwei", gathers=False)
    assert digest.join_due(now=LATER) == 0
    assert drain(now=EIGHT) == 2


@pytest.mark.django_db
def test_people_are_not_mixed():
    put("eins", "zwei")
    put("eins", to="person:dahlhoff")
    assert digest.join_due(now=LATER) == 2
    assert Delivery.objects.get(kind=digest.KIND).recipient == "person:kaya"


@pytest.mark.django_db
def test_where_mails_leave_the_machine_they_gather_for_ten_minutes(settings):
    settings.EMAIL_URL = "smtp://localhost:2525"
    put("eins", "zwei")
    assert digest.join_due(now=EIGHT + timedelta(minutes=9)) == 0
    assert digest.join_due(now=EIGHT + timedelta(minutes=10)) == 1


@pytest.mark.django_db
def test_what_is_overtaken_meanwhile_is_not_in_it():
    put("eins", "zwei", "drei")
    queue.supersede("about:zwei", 2)
    digest.join_due(now=LATER)
    text = message_from_bytes(bytes(Delivery.objects.get(kind=digest.KIND).raw), policy=policy.default)
    assert "Bitte zwei" not in text.get_body(("plain",)).get_content()
    assert sorted(states()) == [State.JOINED, State.JOINED, State.OBSOLETE]


@pytest.mark.django_db
def test_what_cannot_be_joined_leaves_singly_and_stops_nobody_else():
    put("eins", "zwei")
    put("eins", "zwei", to="person:dahlhoff")
    foreign = bytes(Delivery.objects.get(key="reminder:eins:person:dahlhoff").raw).replace(b"<!-- words -->", b"")
    Delivery.objects.filter(key="reminder:eins:person:dahlhoff").update(raw=foreign)
    assert digest.join_due(now=LATER) == 2
    theirs = Delivery.objects.filter(recipient="person:dahlhoff")
    assert set(theirs.values_list("state", flat=True)) == {State.PENDING}
    assert Delivery.objects.filter(kind=digest.KIND).count() == 1
    assert digest.join_due(now=LATER) == 0


@pytest.mark.django_db
def test_files_come_along():
    put("eins", "zwei", attachments=[("termin.ics", b"BEGIN:VCALENDAR\r\n", "application", "ics")])
    digest.join_due(now=LATER)
    parsed = message_from_bytes(bytes(Delivery.objects.get(kind=digest.KIND).raw), policy=policy.default)
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["termin.ics", "termin.ics"]


def test_two_workers_make_one_mail(transactional_db):
    put("eins", "zwei")
    done = together(lambda: digest.join_due(now=LATER), lambda: digest.join_due(now=LATER))
    assert sorted(done) in ([0, 1], [1, 1])
    assert Delivery.objects.filter(kind=digest.KIND).count() == 1
    assert states() == [State.JOINED, State.JOINED]


def test_letters_with_nothing_in_common_stand_one_after_the_other():
    one, other = letter("A", "x"), letter("B", "y")
    other = Letter("B", "Hello,\n\ny\n\nbye\n", other.html.replace("Guten Tag, Frau Kaya,", "Hello,"))
    words = joined([one, other], subject="Beides", lead="Zwei Dinge:")
    assert words.text.index("Zwei Dinge:") < words.text.index("Guten Tag") < words.text.index("Hello,")
    assert "Hello," in words.html


def test_a_subject_is_a_subject_and_no_markup():
    words = joined([letter("<b>A", "x"), letter("B", "y")], subject="C", lead="D")
    assert ("&lt;b&gt;A</h2>" in words.html) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    "end",
    [
        lambda: queue.supersede("about:eins", 99),
        lambda: queue.withdraw("person:kaya", "about:eins"),
    ],
)
def test_what_is_over_leaves_no_more_from_the_mail_of_the_day_and_the_rest_leaves_singly(end):
    """The server put the mail off; meanwhile the first of its reminders is about nothing any more."""
    put("eins", "zwei", "drei")
    digest.join_due(now=LATER)
    assert end() == 1
    states = dict(Delivery.objects.values_list("key", "state"))
    assert states.pop("reminder:eins:person:kaya") == State.OBSOLETE
    assert [state for key, state in states.items() if key.startswith("digest")] == [State.OBSOLETE]
    assert drain(now=LATER) == 2
    sent = Delivery.objects.filter(state=State.SENT).values_list("key", flat=True)
    assert sorted(sent) == ["reminder:drei:person:kaya", "reminder:zwei:person:kaya"]


@pytest.mark.django_db
def test_a_mail_of_the_day_on_the_wire_stays_what_it_is_and_its_part_counts_as_overtaken():
    put("eins", "zwei")
    digest.join_due(now=LATER)
    Delivery.objects.filter(kind=digest.KIND).update(state=State.SENDING)
    assert queue.supersede("about:eins", 99) == 0
    assert states(digest.KIND) == [State.SENDING]
    assert states() == [State.OBSOLETE, State.JOINED]
    assert Delivery.objects.filter(carrier__kind=digest.KIND).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "end", [lambda: queue.supersede("about:zwei", 2), lambda: queue.withdraw("person:kaya", "about:zwei")]
)
def test_a_mail_of_the_day_is_not_sent_again_once_a_part_of_it_is_overtaken(end):
    put("eins", "zwei")
    digest.join_due(now=LATER)
    drain(now=LATER)
    one, again = Delivery.objects.get(kind=digest.KIND), LATER + timedelta(hours=3)
    resend(one, by=OFFICE, now=again)
    assert drain(now=again) == 1
    assert end() == 0
    with pytest.raises(DomainError) as refused:
        resend(one, by=OFFICE, now=again + timedelta(hours=1))
    assert (refused.value.code, refused.value.message) == (
        "delivery_overtaken",
        "Ein Teil dieser E-Mail stimmt nicht mehr: Betreff zwei. Sie lässt sich nicht noch einmal senden.",
    )
    assert states(digest.KIND) == [State.SENT]
    assert drain(now=again + timedelta(hours=1)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "decide"), [(State.FAILED, resend), (State.HELD, release_held)])
def test_what_was_in_a_mail_of_the_day_that_was_refused_waits_for_a_person_as_that_did(state, decide):
    put("eins", "zwei")
    digest.join_due(now=LATER)
    Delivery.objects.filter(kind=digest.KIND).update(state=state, last_error="550 no such mailbox")
    assert queue.supersede("about:eins", 99) == 1
    with pytest.raises(DomainError):
        resend(Delivery.objects.get(kind=digest.KIND), by=OFFICE, now=LATER)
    assert (states(digest.KIND), states(), drain(now=LATER)) == ([State.OBSOLETE], [State.OBSOLETE, state], 0)
    left = Delivery.objects.get(subject="Betreff zwei")
    assert left.last_error == "550 no such mailbox"
    decide(left, by=OFFICE, now=LATER)
    assert (drain(now=LATER), states()) == (1, [State.OBSOLETE, State.SENT])


@pytest.mark.django_db
def test_what_a_person_stopped_gathers_again_unless_its_day_was_there_before():
    """The first was in a mail of the day that was given up, so it leaves singly."""
    put("eins", "weg")
    digest.join_due(now=LATER)
    queue.supersede("about:weg", 2)
    put("zwei", "drei")
    queue.enqueue([mail("einzeln", gathers=False)], now=EIGHT)
    assert queue.hold(Q(kind="reminder"), by=OFFICE) == 4
    assert queue.let_go(Q(kind="reminder"), now=LATER) == 4
    assert dict(Delivery.objects.filter(kind="reminder").values_list("topic", "state")) == {
        "about:eins": State.PENDING,
        "about:weg": State.OBSOLETE,
        "about:zwei": State.GATHERING,
        "about:drei": State.GATHERING,
        "about:einzeln": State.PENDING,
    }


@pytest.mark.django_db
def test_what_was_stopped_on_an_earlier_day_leaves_at_once():
    """It may tell of a meeting that is over when the next mail of the day leaves."""
    before, midnight = datetime(2027, 2, 3, 22, 59, tzinfo=UTC), datetime(2027, 2, 3, 23, 0, tzinfo=UTC)
    put("gestern", now=before)
    put("heute", now=midnight)
    queue.hold(Q(kind="reminder"), by=OFFICE)
    assert queue.let_go(Q(kind="reminder"), now=LATER) == 2
    assert dict(Delivery.objects.values_list("topic", "state")) == {
        "about:gestern": State.PENDING,
        "about:heute": State.GATHERING,
    }
    assert drain(now=LATER) == 1


@pytest.mark.django_db
def test_a_second_mail_of_the_day_is_another_one_after_the_first_was_given_up():
    put("eins", "zwei")
    digest.join_due(now=LATER)
    queue.withdraw("person:kaya", "about:eins")
    queue.withdraw("person:kaya", "about:zwei")
    put("drei", "vier", now=LATER)
    put("fuenf", to="person:dahlhoff", now=LATER)
    assert digest.join_due(now=LATER + timedelta(minutes=20)) == 2
    assert sorted(states(digest.KIND)) == [State.OBSOLETE, State.PENDING]


@pytest.mark.django_db
def test_what_cannot_be_joined_keeps_nobody_else_waiting():
    put("eins", "zwei")
    put("drei", to="person:zander")
    Delivery.objects.filter(recipient="person:kaya").update(raw=b"")
    assert digest.join_due(now=LATER) == 2
    assert set(states()) == {State.PENDING}


@pytest.mark.django_db
def test_a_reminder_that_nobody_gathers_is_late_after_a_week():
    put("eins")
    assert not Delivery.objects.filter(late(EIGHT + timedelta(days=6))).exists()
    assert Delivery.objects.filter(late(EIGHT + timedelta(days=8))).exists()


def test_two_acts_that_overtake_parts_of_one_mail_come_one_after_the_other(transactional_db):
    put("eins", "zwei", "drei")
    digest.join_due(now=LATER)

    def overtake(topic):
        with transaction.atomic():
            return queue.supersede(topic, 99)

    assert together(*[partial(overtake, f"about:{name}") for name in ("eins", "zwei")]) == [1, 1]
    assert sorted(Delivery.objects.exclude(kind=digest.KIND).values_list("subject", "state")) == [
        ("Betreff drei", State.PENDING),
        ("Betreff eins", State.OBSOLETE),
        ("Betreff zwei", State.OBSOLETE),
    ]
