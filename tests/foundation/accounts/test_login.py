"""Login as people do it: address, mail, code."""

import re

import pytest
from django.core import mail
from django.urls import NoReverseMatch, reverse


def ask_for_code(client, person, **more):
    return client.post("/anmelden/", {"email": person.email} | more)


def code_in(message):
    return re.search(r"^ {4}(\S+)$", message.body, re.MULTILINE)[1]


def test_a_member_logs_in_with_the_code_from_the_mail(world, client, mailoutbox):
    client.get("/anmelden/")
    before = client.session.session_key
    answer = ask_for_code(client, world.dahlhoff, next="/konto/")
    assert answer["Location"] == "/anmelden/code/?next=%2Fkonto%2F"
    assert "werner.dahlhoff@mitglied.example" in client.get(answer["Location"]).content.decode()
    [message] = mailoutbox
    assert message.subject == "Ihr Code für die Anmeldung bei Gremia"
    assert message.to == ["werner.dahlhoff@mitglied.example"]
    assert "Digitalstadt Darmstadt GmbH, 069 90009-120" in message.body
    pending = client.session.session_key
    answer = client.post("/anmelden/code/", {"code": code_in(message).lower(), "next": "/konto/"})
    assert answer["Location"] == "/konto/"
    assert client.session.session_key not in (None, before, pending)
    assert "Unternehmensbeirat: Mitglied" in client.get("/konto/").content.decode()


def test_the_account_page_says_roles_and_boards_in_words(world, client):
    client.force_login(world.secretary.user)
    assert "Geschäftsstelle</dd>" in client.get("/konto/").content.decode()
    client.force_login(world.former.user)
    assert "zurzeit keine" in client.get("/konto/").content.decode()


def test_an_unknown_address_looks_the_same_and_gets_no_mail(world, client, mailoutbox):
    known = ask_for_code(client, world.dahlhoff)
    known_page = client.get("/anmelden/code/").content.decode()
    other = client.__class__()
    unknown = other.post("/anmelden/", {"email": "niemand@example.org"})
    unknown_page = other.get("/anmelden/code/").content.decode()
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mailoutbox) == 1

    def neutral(page):
        return re.sub(r'value="\w{64}"|\S+@\S+', "", page)

    assert neutral(known_page) == neutral(unknown_page)
    assert other.post("/anmelden/code/", {"code": ""}).status_code == 200
    assert "_auth_user_id" not in other.session


def test_a_closed_account_gets_no_code(world, client, mailoutbox):
    world.dahlhoff.user.is_active = False
    world.dahlhoff.user.save()
    assert ask_for_code(client, world.dahlhoff).status_code == 302
    assert mailoutbox == []


def test_wrong_codes_end_after_three_tries(world, client, mailoutbox):
    ask_for_code(client, world.dahlhoff)
    first = client.post("/anmelden/code/", {"code": "FALSCH"})
    assert "Dieser Code stimmt nicht" in first.content.decode()
    client.post("/anmelden/code/", {"code": "FALSCH"})
    assert client.post("/anmelden/code/", {"code": "FALSCH"})["Location"] == "/anmelden/"
    client.post("/anmelden/code/", {"code": code_in(mailoutbox[0])})
    assert "_auth_user_id" not in client.session


def test_too_many_codes_for_one_address_are_refused(world, client, mailoutbox):
    for _ in range(3):
        ask_for_code(client, world.dahlhoff)
    page = ask_for_code(client, world.dahlhoff)
    assert "Zu viele Versuche" in page.content.decode()
    assert len(mailoutbox) == 3
    assert ask_for_code(client, world.kaya).status_code == 302


def test_many_addresses_from_one_place_are_slowed_down(world, client):
    answers = [client.post("/anmelden/", {"email": f"a{n}@example.org"}).status_code for n in range(25)]
    assert answers[0] == 302
    assert set(answers) <= {302, 200, 429}
    assert answers[-1] != 302


@pytest.mark.parametrize("email", ["", "x", "a\x00@example.org", "x" * 10_000, "a@b@c", "ä\u202e@example.org"])
def test_strange_addresses_are_an_error_of_the_form(world, client, mailoutbox, email):
    page = client.post("/anmelden/", {"email": email})
    assert page.status_code == 200
    assert 'id="id_email_error"' in page.content.decode()
    assert mailoutbox == []


@pytest.mark.parametrize("code", ["", "\x00", "ä" * 20, "9" * 10_000])
def test_strange_codes_are_an_error_of_the_form(world, client, code):
    ask_for_code(client, world.dahlhoff)
    page = client.post("/anmelden/code/", {"code": code})
    assert page.status_code == 200
    assert 'id="id_code_error"' in page.content.decode()


def test_a_lost_mail_server_does_not_fail_the_page(world, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert ask_for_code(client, world.dahlhoff).status_code == 302


def test_whoever_mistyped_may_name_another_address(world, client, mailoutbox):
    client.post("/anmelden/", {"email": "tippfehler@example.org"})
    assert client.get("/anmelden/").status_code == 200
    ask_for_code(client, world.dahlhoff)
    assert len(mailoutbox) == 1


def test_next_never_leaves_the_site(world, client, mailoutbox):
    ask_for_code(client, world.dahlhoff, next="https://evil.example/")
    answer = client.post("/anmelden/code/", {"code": code_in(mailoutbox[0]), "next": "https://evil.example/"})
    assert "evil" not in answer["Location"]


@pytest.mark.parametrize(
    "name", ["account_signup", "account_change_password", "account_set_password", "account_reset_password"]
)
def test_there_is_no_password_and_no_sign_up(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/anmelden/signup/", "/admin/"])
def test_no_other_way_in(world, client, address):
    assert client.get(address).status_code == 404


def test_logging_out_asks_and_ends_the_session(world, client):
    client.force_login(world.dahlhoff.user)
    assert "Möchten Sie sich auf diesem Gerät abmelden?" in client.get("/abmelden/").content.decode()
    assert "_auth_user_id" in client.session
    client.post("/abmelden/")
    assert "_auth_user_id" not in client.session


def test_the_account_asks_for_login_and_comes_back(world, client):
    assert client.get("/konto/")["Location"] == "/anmelden/?next=/konto/"


def test_the_mail_speaks_the_language_of_the_page(world, client):
    client.post("/anmelden/", {"email": world.kaya.email}, headers={"accept-language": "en"})
    assert mail.outbox[0].subject == "Your code to log in to Gremia"
