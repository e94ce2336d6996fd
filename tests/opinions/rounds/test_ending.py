"""A mandate that ends takes its open assessment with it, and nothing else."""

from datetime import date

from foundation.outbox.models import Delivery
from governance.mandates.ending import end, preview
from governance.mandates.models import Mandate
from opinions.rounds.ending import open_opinions
from opinions.rounds.reminders import remind_due
from tests.opinions.conftest import at


def mandate_of(world, who):
    return Mandate.objects.get(person=who, seat__board=world.etb)


def test_the_preview_names_the_open_assessment(world, opened):
    opened()
    texts = [effect.text for effect in open_opinions(mandate_of(world, world.ostermann), date(2026, 11, 23))]
    assert texts == ["Die Einschätzung zu „Sensoren im öffentlichen Raum“ wird nicht mehr erbeten."]
    assert texts[0] in [
        one.text for one in preview(mandate=mandate_of(world, world.ostermann), on=date(2026, 11, 23))
    ]


def test_the_end_lapses_it_and_stops_its_mails(world, opened, now):
    made = opened()
    mandate = mandate_of(world, world.ostermann)
    end(mandate=mandate, on=date(2026, 11, 22), reason="resigned", by=world.actor(world.secretary), now=now)
    assert made.opinions.get(person=world.ostermann).status == "lapsed"
    assert made.opinions.filter(status="requested").count() == 28
    assert Delivery.objects.get(recipient=world.ostermann.key, topic=made.key).state == "obsolete"
    assert remind_due(now=at(date(2026, 12, 7))) == 28


def test_an_assessment_that_was_given_stays(world, opened, answer):
    made = opened()
    answer(made, world.ostermann, "support")
    assert list(open_opinions(mandate_of(world, world.ostermann), date(2026, 11, 23))) == []
