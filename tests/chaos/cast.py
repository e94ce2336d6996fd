"""A board of 31, somebody in the office who is logged in, and meetings that wait for their invitation."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.test import Client
from django.urls import reverse

from foundation.values import BERLIN
from meetings.meeting.models import Meeting
from tests.world import World, build, person, seat_person

SIZE = 31
FIRST_DAY = 60


@dataclass
class Cast:
    world: World
    cookies: dict[str, str]
    refused: str
    busy: tuple[str, str]

    def meeting(self, number: int) -> Meeting:
        """A meeting some weeks from today whose agenda is released, one a day."""
        day = datetime.now(UTC).astimezone(BERLIN).date() + timedelta(days=FIRST_DAY + number)
        meeting = self.world.meeting(self.world.etb, day=day, number=50 + number)
        self.world.agenda(meeting, f"Vorhaben {number}")
        return meeting


def build_cast() -> Cast:
    world = build()
    for number in (30, 31):
        seat_person(world.etb, number, person("Rosa", f"Reserve{number}"))
    client = Client()
    client.force_login(world.secretary.user)
    ernst, sonja, *_more = sorted(one.email for one in world.members["ETB"][5:])
    return Cast(
        world, {"sessionid": client.cookies["sessionid"].value}, "rosa.reserve31@mitglied.example", (ernst, sonja)
    )


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_answer: object) -> None:
        return None


def press_invite(url: str, meeting: Meeting, cookies: dict[str, str]) -> int:
    """The second click of the invitation's page; the status of the answer (302 when it is done), 0 for none."""
    token = "c" * 32
    request = Request(
        url + reverse("invite", args=[meeting.pk]),
        data=urlencode({"csrfmiddlewaretoken": token, "confirmed": "1"}).encode(),
        headers={"Cookie": "; ".join(f"{name}={value}" for name, value in ({"csrftoken": token} | cookies).items())},
    )
    try:
        return build_opener(_Stay).open(request, timeout=20).status
    except HTTPError as answer:
        return answer.code
    except (URLError, HTTPException, ConnectionError, TimeoutError):
        return 0
