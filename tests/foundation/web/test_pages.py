"""The shell every page shares: languages, colours, size of text, legal notices, refusals."""

import pytest
from django.test import Client, override_settings
from django.urls import path

from foundation.values import DomainError

PUBLIC = {
    "/barrierefreiheit/": ("Erklärung zur Barrierefreiheit", "Accessibility statement"),
    "/datenschutz/": ("Datenschutz", "Data protection"),
    "/impressum/": ("Impressum", "Imprint"),
    "/leichte-sprache/": ("Leichte Sprache", "Easy language"),
    "/gebaerdensprache/": ("Gebärdensprache", "Sign language"),
    "/anmelden/": ("Anmelden", "Log in"),
}
CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def refuse(request):
    raise DomainError("Die Einladung ist schon versendet.", code="sent", status=409)


def expired(request):
    raise DomainError("Dieser Link galt bis zum Sitzungsbeginn.", code="expired", status=410)


def fail(request):
    raise RuntimeError("secret detail")


class _Addresses:
    """The addresses of the product and two that refuse."""

    from config import urls as _urls

    urlpatterns = [*_urls.urlpatterns, path("refuse/", refuse), path("fail/", fail), path("expired/", expired)]
    handler400, handler403 = _urls.handler400, _urls.handler403
    handler404, handler500 = _urls.handler404, _urls.handler500


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize(("language", "position"), [("de", 0), ("en", 1)])
def test_each_notice_has_one_heading_in_its_language(world, client, address, language, position):
    page = client.get(address, headers={"accept-language": language})
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert f'<h1 class="kern-heading-large">{PUBLIC[address][position]}</h1>' in text
    assert 'href="tel:+496990009120"' in text


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("address", ["/barrierefreiheit/", "/gibt-es-nicht/"])
def test_answers_carry_strict_headers(world, client, address, language):
    headers = client.get(address, headers={"accept-language": language}).headers
    policy = "; ".join(sorted(headers["Content-Security-Policy"].split("; ")))
    assert policy == "; ".join(sorted(CSP.split("; ")))
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_hold_no_inline_style_or_script(world, client):
    client.force_login(world.dahlhoff.user)
    for address in [*PUBLIC, "/konto/", "/api/v1/docs", "/gibt-es-nicht/"]:
        text = client.get(address).content.decode()
        assert "<script" not in text
        assert "<style" not in text
        assert " style=" not in text


def test_pages_of_a_person_are_never_stored(world, client):
    assert "Cache-Control" not in client.get("/impressum/").headers
    client.force_login(world.dahlhoff.user)
    for address in ["/impressum/", "/konto/", "/api/v1/me", "/gibt-es-nicht/"]:
        assert set(client.get(address).headers["Cache-Control"].split(", ")) >= {"private", "no-store"}


def test_colours_and_size_of_text_are_kept_and_the_page_comes_back(world, client):
    answer = client.post("/ansicht/", {"theme": "dark", "next": "/impressum/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/impressum/?a=1")
    client.post("/ansicht/", {"text": "plusplus", "next": "/impressum/"})
    assert (
        '<html lang="de" data-kern-theme="dark" data-text="plusplus">' in client.get("/impressum/").content.decode()
    )
    client.post("/ansicht/", {"theme": "auto"})
    client.post("/ansicht/", {"text": "normal"})
    assert '<html lang="de">' in client.get("/impressum/").content.decode()


@pytest.mark.parametrize("theme", ['"><script>', "DARK", "\x00", "x" * 10_000])
def test_an_unknown_look_means_the_default(world, client, theme):
    assert client.post("/ansicht/", {"theme": theme}).status_code == 302
    client.cookies["theme"] = theme.replace("\x00", "")
    assert '<html lang="de">' in client.get("/impressum/").content.decode()


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", "http:///x", ""]
)
def test_nobody_is_sent_to_a_foreign_site(world, client, address):
    assert client.post("/ansicht/", {"theme": "dark", "next": address})["Location"] == "/"
    assert "evil" not in client.post("/sprache/", {"language": "en", "next": address})["Location"]


def test_looks_change_by_post_only(world, client):
    assert client.get("/ansicht/?theme=dark").status_code == 405


def test_the_language_switch_needs_no_script_and_comes_back(world, client):
    answer = client.post("/sprache/", {"language": "en", "next": "/impressum/"})
    assert answer["Location"] == "/impressum/"
    english = client.get("/impressum/").content.decode()
    assert '<h1 class="kern-heading-large">Imprint</h1>' in english
    assert 'name="language" value="de" lang="de"' in english


def test_forms_of_the_header_need_their_token(world):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/ansicht/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Dieses Formular gilt nicht mehr" in answer.content.decode()


def test_an_unknown_page_says_what_to_do(world, client):
    page = client.get("/gibt-es-nicht/")
    text = page.content.decode()
    assert page.status_code == 404
    assert "Diese Seite gibt es nicht, oder Sie haben keinen Zugriff." in text
    assert "069 90009-120" in text
    assert 'href="/anmelden/?next=%2Fgibt-es-nicht%2F"' in text


def test_a_foreign_host_gets_no_page(world, client):
    page = client.get("/impressum/", headers={"host": "evil.example"})
    assert page.status_code == 400
    assert "evil.example" not in page.content.decode()


@override_settings(ROOT_URLCONF=_Addresses)
def test_a_refusal_is_a_page_with_its_reason_and_a_way_back(world, client):
    page = client.get("/refuse/", headers={"referer": "http://testserver/impressum/"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "Die Einladung ist schon versendet." in text
    assert 'href="http://testserver/impressum/"' in text
    assert (
        'href="https://evil'
        not in client.get("/refuse/", headers={"referer": "https://evil.example/"}).content.decode()
    )


@override_settings(ROOT_URLCONF=_Addresses)
def test_what_is_over_offers_no_second_try(world, client):
    page = client.get("/expired/", headers={"referer": "http://testserver/impressum/"})
    text = page.content.decode()
    assert page.status_code == 410
    assert "Dieser Link galt bis zum Sitzungsbeginn." in text
    assert "Seite neu laden" not in text


@override_settings(ROOT_URLCONF=_Addresses)
def test_our_own_fault_shows_the_phone_and_asks_no_database(world, django_assert_num_queries):
    client = Client(raise_request_exception=False)
    client.get("/impressum/")
    with django_assert_num_queries(0):
        page = client.get("/fail/")
    text = page.content.decode()
    assert page.status_code == 500
    assert "Bei uns ist ein Fehler aufgetreten" in text
    assert "069 90009-120" in text
    assert "secret detail" not in text


def test_an_empty_installation_still_answers(db, client):
    for address in [*PUBLIC, "/gibt-es-nicht/"]:
        assert client.get(address).status_code in (200, 404)


def test_the_name_of_a_person_leads_to_the_account(world, client):
    assert "Anmelden</a>" in client.get("/impressum/").content.decode()
    client.force_login(world.dahlhoff.user)
    text = client.get("/impressum/").content.decode()
    assert 'href="/konto/"' in text
    assert "Werner Dahlhoff</a>" in text
    assert "Anmelden</a>" not in text
