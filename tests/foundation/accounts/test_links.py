"""A personal link opens one page for one holder, until it ends."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.accounts.links import address_of, link_for, links_for, open_link, revoke_links
from foundation.accounts.models import PersonalLink
from foundation.values import DomainError
from tests.links import mistyped

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
END = NOW + timedelta(days=15)


def reply_link(holder: str = "person:anna", subject: str = "meeting:1", **changes: datetime) -> PersonalLink:
    times = {"now": NOW, "expires_at": END, **changes}
    return link_for(purpose="reply", subject=subject, holder=holder, **times)


def refusal(token: str, *, purpose: str = "reply", now: datetime = NOW) -> tuple[str, int]:
    with pytest.raises(DomainError) as refused:
        open_link(token, purpose=purpose, now=now)
    return refused.value.code, refused.value.status


def test_the_link_is_the_same_each_time_and_another_for_each_holder_and_subject():
    tokens = [reply_link().token, reply_link("person:berta").token, reply_link(subject="meeting:2").token]
    assert reply_link(now=NOW + timedelta(days=1)).token == tokens[0]
    assert len(set(tokens)) == 3
    assert PersonalLink.objects.count() == 3


def test_the_link_opens_for_its_holder_and_subject():
    link = open_link(reply_link().token, purpose="reply", now=NOW)
    assert (link.holder, link.subject) == ("person:anna", "meeting:1")


@pytest.mark.parametrize("number", [1, 10, 31])
def test_many_links_cost_two_queries(number, django_assert_num_queries):
    holders = [f"person:{n}" for n in range(number)]
    for _ in range(2):
        with django_assert_num_queries(2):
            links = links_for(purpose="reply", subject="meeting:1", holders=holders, now=NOW, expires_at=END)
        assert list(links) == holders
        assert all(links[holder].holder == holder for holder in holders)


def test_a_meeting_that_moves_moves_the_end_of_its_links():
    reply_link()
    later = END + timedelta(days=30)
    assert open_link(reply_link(expires_at=later).token, purpose="reply", now=END).expires_at == later


@pytest.mark.parametrize(
    "change",
    [
        mistyped,
        lambda token: token[:21] + chr(ord(token[21]) + 1) + token[22:],
        lambda token: token + "A",
        lambda token: token[:-1],
        lambda token: "A" * 54,
        lambda token: token + "\n",
        lambda token: "ä" * 54,
        lambda token: "\x00" * 54,
        lambda token: "",
    ],
)
def test_a_changed_token_is_unknown(change):
    assert refusal(change(reply_link().token)) == ("link_unknown", 404)


def test_a_link_for_another_purpose_is_unknown():
    assert refusal(reply_link().token, purpose="opinion") == ("link_unknown", 404)


def test_a_mac_of_another_link_does_not_fit():
    anna, berta = reply_link().token, reply_link("person:berta").token
    assert refusal(anna[:22] + berta[22:]) == ("link_unknown", 404)


def test_a_link_ends_at_its_end():
    token = reply_link().token
    open_link(token, purpose="reply", now=END - timedelta(seconds=1))
    assert refusal(token, now=END) == ("link_over", 410)


def test_a_revoked_link_stays_closed_and_a_new_one_has_another_address():
    old, other = reply_link().token, reply_link("person:berta").token
    assert revoke_links(holder="person:anna", now=NOW) == 1
    assert revoke_links(holder="person:anna", now=NOW) == 0
    assert refusal(old) == ("link_over", 410)
    open_link(other, purpose="reply", now=NOW)

    new = reply_link().token
    assert new != old
    assert refusal(old) == ("link_unknown", 404)
    open_link(new, purpose="reply", now=NOW)


def test_revoking_everything_by_accident_is_an_error():
    with pytest.raises(ValueError):
        revoke_links(now=NOW)


def test_links_survive_a_change_of_the_secret_key(settings):
    token = reply_link().token
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    open_link(token, purpose="reply", now=NOW)
    settings.SECRET_KEY_FALLBACKS = []
    assert refusal(token) == ("link_unknown", 404)


def test_the_address_begins_with_the_configured_site(settings, monkeypatch):
    settings.SITE_URL = "https://gremia.example"
    monkeypatch.setattr("foundation.accounts.links.reverse", lambda name, args: f"/{name}/{args[0]}/")
    link = reply_link()
    assert address_of(link, "reply") == f"https://gremia.example/reply/{link.token}/"


def test_the_token_is_not_in_the_database():
    link = reply_link()
    assert link.token[22:] not in str(PersonalLink.objects.values())
