"""The page where a person makes and ends the addresses of the own calendar."""

import re

from foundation.accounts.models import Feed
from foundation.journal.models import JournalEntry

PAGE = "/konto/kalender/"


def address_on(response):
    return re.search(r"http://localhost:8000(/kalender/[^<]+\.ics)", response.content.decode()).group(1)


def test_the_address_is_shown_once_and_opens_without_login(world, client):
    world.meeting()
    client.force_login(world.kaya.user)
    response = client.post(PAGE, {"subject": "all", "detailed": "on"})
    path = address_on(response)
    assert f'href="webcal://localhost:8000{path}"' in response.content.decode()
    assert path not in client.get(PAGE).content.decode()
    client.logout()
    assert b"Unternehmensbeirat" in client.get(path).content
    feed = Feed.objects.get()
    assert (feed.holder, feed.subject, feed.detailed, feed.language) == (world.kaya.key, "", True, "de")
    assert path.split("/")[-1].removesuffix(".ics") != feed.sha256


def test_only_own_boards_are_offered_staff_sees_all(world, client):
    client.force_login(world.kaya.user)
    page = client.get(PAGE).content.decode()
    assert world.ub.name in page
    assert world.etb.name not in page
    refused = client.post(PAGE, {"subject": f"board:{world.etb.slug}"})
    assert refused.status_code == 400
    assert not Feed.objects.exists()
    client.force_login(world.secretary.user)
    assert world.etb.name in client.get(PAGE).content.decode()


def test_an_address_ends_with_one_press_and_is_journalled(world, client):
    client.force_login(world.kaya.user)
    client.post(PAGE, {"subject": "all"})
    feed = Feed.objects.get()
    client.force_login(world.ostermann.user)
    assert client.post(f"{PAGE}{feed.pk}/beenden/").status_code == 404
    client.force_login(world.kaya.user)
    assert client.post(f"{PAGE}{feed.pk}/beenden/").status_code == 302
    assert client.post(f"{PAGE}{feed.pk}/beenden/").status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_at is not None
    actions = JournalEntry.objects.filter(action__startswith="access.feed").values_list("action", flat=True)
    assert sorted(actions) == ["access.feed_closed", "access.feed_opened"]


def test_the_guide_names_the_programmes_members_use(world, client):
    client.force_login(world.kaya.user)
    page = client.get(PAGE).content.decode()
    for programme in ("Outlook", "Google Kalender", "Apple Kalender", "Thunderbird", "Android"):
        assert programme in page
