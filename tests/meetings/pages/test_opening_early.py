"""A meeting is opened around its time; long before it the page asks first."""

import pytest
from django.urls import reverse

from foundation.web import clock
from tests.meetings.live import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, evening):
    client.force_login(evening.world.secretary.user)
    return client


def live(evening) -> str:
    return reverse("live", args=[evening.meeting.pk])


def test_opening_hours_before_the_time_is_asked_about_first(office, evening):
    evening.arrive(*evening.members)
    with clock.at(at(9)):
        asked = office.post(live(evening), {"act": "open"}).content.decode().replace("\xa0", " ")
        assert "Es ist 09:00 Uhr. Die Sitzung beginnt um 16:00 Uhr." in asked
        assert 'name="confirmed" value="1"' in asked
        evening.meeting.refresh_from_db()
        assert evening.meeting.status == "invited"
        assert office.post(live(evening), {"act": "open", "confirmed": "1"}).status_code == 302
    evening.meeting.refresh_from_db()
    assert evening.meeting.status == "in_session"


def test_opening_in_the_half_hour_before_takes_one_tap(office, evening):
    evening.arrive(*evening.members)
    with clock.at(at(15, 30)):
        assert office.post(live(evening), {"act": "open"}).status_code == 302
